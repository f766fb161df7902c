//! Names in a cell that are no labels of the form: what a block is called, and which 特定個人情報ファイル
//! the cell speaks of.
//!
//! Input: a cell. Output: the cell with its names taken out, so that nothing of the form is found in them,
//! and [`Files`]. People write a block's name in brackets behind its number, and a file as Ⅱ1 prints it: a
//! number in brackets, its name.

use super::body::Body;
use super::cell::{CellText, Joint, Number, Style};
use super::evidence::Indices;
use super::index::FormIndex;

/// The files that a cell names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Files {
    /// None.
    #[default]
    Unnamed,
    /// These.
    Numbered(Indices),
    /// One by a name that tells no number.
    Unknown,
}

impl Files {
    fn add(&mut self, number: u32) {
        let Indices(known) = match *self {
            Self::Numbered(known) => known,
            _ => Indices(0),
        };
        *self = Self::Numbered(Indices(known | Indices::one(number).0));
    }
}

/// Takes the names out of the cell.
pub(crate) fn take(index: &FormIndex, cell: &mut CellText, body: &Body<'_>) -> Files {
    take_blocks(index, cell);
    take_files(index, cell, body)
}

/// What stands in brackets right behind a block's number is what the block is called, or an item of it.
fn take_blocks(index: &FormIndex, cell: &mut CellText) {
    for at in 0..cell.brackets.len() {
        let (start, end) = cell.brackets[at];
        let number = cell.numbers.iter().find(|n| n.end == start);
        let is_block = number.is_some_and(|n| {
            let words = index.block_words.iter().map(|&word| &index.words[word]);
            words
                .into_iter()
                .any(|word| cell.letters[..n.start].ends_with(word))
        });
        // a number in it is an item's: alone, or circled before the item's label
        let numbered = cell
            .numbers
            .iter()
            .any(|n| n.start == start && (n.style == Style::Circled || n.end == end));
        if is_block && !numbered && !index.names_block_item(&cell.letters[start..end]) {
            cell.take(start, end);
        }
    }
}

/// The files that the cell names, by number or by a name that the body knows.
fn take_files(index: &FormIndex, cell: &mut CellText, body: &Body<'_>) -> Files {
    let mut files = Files::Unnamed;
    while let Some((file, start, end)) =
        body.file_named(&cell.letters, |name| index.labels.holds(name))
    {
        files.add(file);
        let number = cell.numbers.iter().find(|n| {
            let own = n.style != Style::Roman && n.value == file;
            n.end == start && (n.style == Style::Bracketed || own)
        });
        let start = number.map_or(start, |n| n.start);
        cell.take(start, end);
    }
    for at in 0..cell.brackets.len() {
        let (start, end) = cell.brackets[at];
        let letters = &cell.letters[start..end];
        let file = body
            .file_called(letters)
            .filter(|_| !index.labels.holds(letters));
        if let Some(file) = file {
            files.add(file);
            cell.take(start, end);
        }
    }
    let mut from = 0;
    while let Some((start, end)) = cell.file_name(from) {
        from = end;
        if index.labels.holds(&cell.letters[start..end]) {
            continue;
        }
        let number = number_of(cell, start, end, body.files());
        if let Some(number) = number {
            files.add(number.value);
        } else if files == Files::Unnamed {
            files = Files::Unknown;
        }
        cell.take(number.map_or(start, |n| n.start), end);
    }
    files
}

/// The number before a file's name: in brackets, as Ⅱ1 prints it; or plain behind the part's own number,
/// where another one follows, so that it is no section's.
fn number_of(cell: &CellText, start: usize, end: usize, files: u32) -> Option<Number> {
    let at = cell.numbers.iter().position(|n| n.end == start)?;
    let number = cell.numbers[at];
    let follows = cell.numbers.get(at + 1);
    let is_file = match number.style {
        Style::Bracketed => true,
        Style::Arabic => {
            let behind_part = at.checked_sub(1).is_some_and(|before| {
                let before = &cell.numbers[before];
                before.style == Style::Roman && before.end == number.start
            });
            behind_part && follows.is_some_and(|n| n.start == end && n.style == Style::Arabic)
        }
        _ => false,
    };
    (is_file && number.value <= files && number.joint != Joint::Range).then_some(number)
}
