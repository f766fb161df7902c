//! Sheets that a document adds to the form (別紙): lists of what an item of the form has no room for.
//!
//! Input: the sheet, the candidates. Output: the stretches of lines of such sheets, each from its title to the next
//! headline of the form. Their tables have the form's labels over their columns, row by row what the form asks for;
//! none of it is an item's value, nor part of the value before it.

use std::ops::Range;
use std::sync::LazyLock;

use hyokasho_catalogue::{Form, Role};

use crate::candidates::Candidate;
use crate::fold::fold;
use crate::heads::{has_own_number, row_is_its_own};
use crate::labels::LabelIndex;
use crate::sheet::Sheet;

/// Cells of a row of a list: the form's own rows have a label and its value.
const LIST_CELLS: usize = 3;
/// Lines between a sheet's title and its list at most: what it lists, a unit.
const LINES_BETWEEN: usize = 3;
/// Folded characters of a title at most; a longer line is a sentence.
const LONGEST_TITLE: usize = 48;
/// Similarity of a headline that ends a sheet: a damaged one ends it too.
const SIMILAR: f64 = 0.8;

/// The words of `data/attachments.tsv`, folded.
struct Words {
    titles: Vec<Vec<char>>,
    over_tables: Vec<Vec<char>>,
    references: Vec<Vec<char>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let lines = include_str!("../data/attachments.tsv").lines();
    let rows: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once('\t')).collect();
    let of = |kind: &str| {
        let own = rows.iter().filter(|(own, _)| *own == kind);
        own.map(|(_, word)| fold(word)).collect()
    };
    Words {
        titles: of("title"),
        over_tables: of("table"),
        references: of("reference"),
    }
});

/// The stretches of lines before `end` that are sheets of their own.
pub fn find(
    form: &Form,
    index: &LabelIndex,
    sheet: &Sheet,
    candidates: &[Candidate],
    end: usize,
) -> Vec<Range<u32>> {
    let end = end.min(sheet.lines.len());
    let mut found = Vec::new();
    let mut at = 0;
    while at < end {
        // a headline of the form whose number is damaged is none
        let is_sheet = title(sheet, at).is_some_and(|title| {
            if is_labelled(candidates, at) {
                return false;
            }
            let told = title == Title::Alone && is_set_apart(sheet, at);
            told || has_list(sheet, candidates, at, end)
        });
        if !is_sheet {
            at += 1;
            continue;
        }
        let from = candidates.partition_point(|candidate| candidate.line as usize <= at);
        let next = candidates[from..]
            .iter()
            .find(|candidate| ends_sheet(form, index, sheet, candidates, candidate));
        let to = next.map_or(end, |next| (next.line as usize).min(end));
        found.push(at as u32..to as u32);
        at = to.max(at + 1);
    }
    found
}

/// Whether a line stands in one of the stretches, which stand one behind another.
pub fn hold(stretches: &[Range<u32>], line: u32) -> bool {
    let behind = stretches.partition_point(|stretch| stretch.start <= line);
    behind > 0 && stretches[behind - 1].contains(&line)
}

/// What a title says of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Title {
    /// It is the name of one.
    Alone,
    /// It is the name of one where a table stands below.
    OverTable,
}

/// Whether a line names a sheet, and does not only point at it.
fn title(sheet: &Sheet, at: usize) -> Option<Title> {
    let line = &sheet.lines[at];
    let chars = sheet.folded(line);
    let bare = &chars[usize::from(is_bracketed(chars))..];
    let begins = |word: &Vec<char>| bare.starts_with(word);
    let title = if WORDS.titles.iter().any(begins) {
        Title::Alone
    } else if WORDS.over_tables.iter().any(begins) {
        Title::OverTable
    } else {
        return None;
    };
    let closing = chars.iter().rev();
    let closing = closing
        .take_while(|c| matches!(c, '。' | '.' | ')'))
        .count();
    let words = &chars[..chars.len() - closing];
    let points = WORDS.references.iter().any(|word| words.ends_with(word));
    let stands_alone = line.first && (!line.row || (line.only && row_is_its_own(sheet, line)));
    let names = !points && stands_alone && chars.len() <= LONGEST_TITLE && !chars.contains(&'。');
    names.then_some(title)
}

fn is_bracketed(chars: &[char]) -> bool {
    matches!(chars, ['(' | '【' | '<' | '[', ..])
}

/// Whether the copy marks a title as a heading, or puts it between brackets behind a table's end.
fn is_set_apart(sheet: &Sheet, at: usize) -> bool {
    let line = &sheet.lines[at];
    let leaves_table = || at > 0 && sheet.lines[at - 1].row && !line.row;
    line.heading || (is_bracketed(sheet.folded(line)) && leaves_table())
}

/// Whether a list stands behind a title.
fn has_list(sheet: &Sheet, candidates: &[Candidate], at: usize, end: usize) -> bool {
    let line = &sheet.lines[at];
    let own = sheet.cells[line.cell as usize].block;
    let begins_block = |&next: &usize| {
        let next = &sheet.lines[next];
        sheet.cells[next.cell as usize].block > own && next.column == 0
    };
    let behind = (at + 1..end).filter(begins_block).take(LINES_BETWEEN);
    for next in behind {
        // a row of the form: the title is a value that only looks like one
        if is_labelled(candidates, next) {
            return false;
        }
        if sheet.lines[next].row
            && filled_cells(sheet, sheet.lines[next].cell as usize) >= LIST_CELLS
        {
            return true;
        }
    }
    false
}

/// Whether a line is a label as a whole.
fn is_labelled(candidates: &[Candidate], line: usize) -> bool {
    let from = candidates.partition_point(|candidate| (candidate.line as usize) < line);
    candidates[from..]
        .iter()
        .take_while(|candidate| candidate.line as usize == line)
        .any(|candidate| candidate.whole && candidate.from == 0 && candidate.similarity >= SIMILAR)
}

/// The cells with text of the row from a cell on.
fn filled_cells(sheet: &Sheet, cell: usize) -> usize {
    let block = sheet.cells[cell].block;
    let row = sheet.cells[cell..].iter();
    row.take_while(|cell| cell.block == block)
        .filter(|cell| !cell.text.trim().is_empty())
        .count()
}

/// Whether the form goes on at a candidate: a part's or a section's headline, or a block's title over its rows.
fn ends_sheet(
    form: &Form,
    index: &LabelIndex,
    sheet: &Sheet,
    candidates: &[Candidate],
    candidate: &Candidate,
) -> bool {
    if !candidate.whole || candidate.from > 0 || candidate.similarity < SIMILAR {
        return false;
    }
    match form.nodes[candidate.node].role {
        Role::Part | Role::Heading if has_own_number(index, sheet, candidate) => true,
        // its number is damaged
        Role::Part => candidate.similarity >= 1.0 && !sheet.lines[candidate.line as usize].row,
        Role::Block => begins_block(form, sheet, candidates, candidate),
        _ => false,
    }
}

/// Whether the first item of a block stands in the row below its title, before all else in its row.
fn begins_block(form: &Form, sheet: &Sheet, candidates: &[Candidate], title: &Candidate) -> bool {
    let block = |line: u32| sheet.cells[sheet.lines[line as usize].cell as usize].block;
    let own = block(title.line);
    let below = candidates.partition_point(|other| block(other.line) <= own);
    candidates[below..]
        .iter()
        .take_while(|other| block(other.line) == own + 1 && !other.beside)
        .any(|other| {
            other.leads
                && form.nodes[other.node].role == Role::Item
                && form.nodes[other.node].parent == Some(title.node)
        })
}
