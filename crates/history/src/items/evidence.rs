//! What a cell says in a form's terms: the stretches of it that each element of the form explains.
//!
//! Input: a cell's text and the form's index. Output: [`Evidence`], found once for all paths. Numbers
//! are strong evidence where the label agrees or is missing; where a label stands beside another number,
//! the label wins (the number is of another revision of the form).

mod blocks;
mod labelled;

use hyokasho_catalogue::Role;

use super::cell::{CellText, Joint, Number, Style};
use super::index::{Element, FormIndex, Printed, Printing, WordId, value_bit};
use super::labels::{Find, Finds};
use labelled::behind_shared;

/// What a number weighs that is the form's own, in the form's style.
const NUMBER: f32 = 3.0;
/// What it weighs in another style (1 for ①), or where a damaged copy may mean it.
const NUMBER_NEAR: f32 = 2.2;
/// What each letter of a word before a number weighs, with the number or without it.
const WORD: f32 = 0.4;
/// What a block costs that a cell names without its number: it names none of them.
pub(super) const OMITTED_BLOCK: f32 = 1.5;
/// Letters of an option that is one word: a part of it is a part of many words.
const WORD_OPTION: usize = 4;
/// Letters that may stand between a number and its label: a damaged colon or bracket.
const NEAR: usize = 1;
/// Matches of one element that a buffer has room for before it grows.
const READ_AT_ONCE: usize = 16;

/// Numbers of repeated blocks that a path names, as bits from 1; none: not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Indices(pub(crate) u64);

impl Indices {
    /// From one number to another.
    fn range(first: u32, last: u32) -> Self {
        Self(
            (first..=last.min(63))
                .filter(|&n| n > 0)
                .fold(0, |bits, n| bits | 1 << n),
        )
    }

    /// One number.
    pub(crate) fn one(number: u32) -> Self {
        Self::range(number, number)
    }

    /// The numbers in order.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u32> {
        (1..64).filter(move |n| self.0 >> n & 1 == 1)
    }
}

/// A stretch of the cell that an element explains.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match {
    /// First letter.
    pub(crate) start: usize,
    /// Behind the last letter.
    pub(crate) end: usize,
    /// Letters in common and numbers that agree, less what differs.
    pub(crate) weight: f32,
    /// The blocks that the stretch numbers.
    pub(crate) sets: Option<Indices>,
}

/// What a cell says in the form's terms, found once for all paths.
pub(crate) struct Evidence<'a> {
    /// The form.
    pub(crate) index: &'a FormIndex,
    /// The cell.
    pub(crate) cell: &'a CellText,
    /// The elements that the cell names and those over them, in the form's order: paths go nowhere else.
    pub(crate) leading: Vec<usize>,
    /// Where each element's matches begin and end.
    of: Vec<(u32, u32)>,
    matches: Vec<Match>,
    /// For each letter where the next number with its own word ends that begins there or behind.
    worded_end: Vec<usize>,
}

impl<'a> Evidence<'a> {
    /// Looks the cell's letters up in the form's labels. `files` is how many files the document may
    /// have.
    pub(crate) fn new(index: &'a FormIndex, cell: &'a CellText, files: u32) -> Self {
        let seen = Seen::new(index, cell, files);
        let elements = index.elements.len();
        let mut of = vec![(0, 0); elements];
        let named = seen.named();
        let mut matches = Vec::with_capacity(2 * named.iter().filter(|&&named| named).count());
        let mut leads = vec![false; elements];
        let mut found = Vec::with_capacity(READ_AT_ONCE);
        for at in (0..elements).filter(|&at| named[at]) {
            let from = matches.len() as u32;
            seen.element_matches(&index.elements[at], &mut found);
            matches.append(&mut found);
            let to = matches.len() as u32;
            if from < to {
                of[at] = (from, to);
                lead(index, at, &mut leads);
            }
        }
        Self {
            index,
            cell,
            leading: leading(&leads),
            of,
            matches,
            worded_end: seen.worded_ends(),
        }
    }

    /// What an element explains.
    pub(crate) fn matches(&self, element: usize) -> &[Match] {
        let (from, to) = self.of[element];
        &self.matches[from as usize..to as usize]
    }

    /// Whether a number with its own word (a risk's, a block's) stands between.
    pub(crate) fn skips(&self, from: usize, to: usize) -> bool {
        self.worded_end.get(from).is_some_and(|&end| end <= to)
    }
}

/// The marked elements.
fn leading(leads: &[bool]) -> Vec<usize> {
    let mut leading = Vec::with_capacity(leads.iter().filter(|&&leads| leads).count());
    leading.extend((0..leads.len()).filter(|&at| leads[at]));
    leading
}

/// Marks an element and those that it stands under.
fn lead(index: &FormIndex, element: usize, leads: &mut [bool]) {
    let mut next = Some(element);
    while let Some(at) = next.filter(|&at| !leads[at]) {
        leads[at] = true;
        next = index.elements[at].parent;
    }
}

/// The cell's labels, words and numbers, looked up once.
struct Seen<'a> {
    index: &'a FormIndex,
    cell: &'a CellText,
    files: u32,
    finds: Finds,
    /// Where each of the form's words stands.
    words: Vec<Vec<usize>>,
    /// The word that each of the cell's numbers belongs to, so that it is the number of nothing else.
    worded: Vec<Option<WordId>>,
    /// The numbers' values as bits; those above 63 together as bit 63.
    values: u64,
}

impl<'a> Seen<'a> {
    fn new(index: &'a FormIndex, cell: &'a CellText, files: u32) -> Self {
        let numbers: Vec<usize> = cell.numbers.iter().map(|number| number.start).collect();
        let words: Vec<Vec<usize>> = index
            .words
            .iter()
            .map(|word| places(&cell.letters, word))
            .collect();
        let mut worded: Vec<Option<WordId>> = Vec::with_capacity(cell.numbers.len());
        for (at, number) in cell.numbers.iter().enumerate() {
            let before = at
                .checked_sub(1)
                .map(|before| (&cell.numbers[before], worded[before]));
            let goes_on = before.filter(|(before, _)| joins_on(cell, before, number));
            let own = word_before(cell, number, index, &words);
            worded.push(own.or(goes_on.and_then(|(_, word)| word)));
        }
        Self {
            index,
            cell,
            files,
            finds: index.labels.find_all(&cell.letters, &numbers),
            worded,
            values: cell.numbers.iter().fold(0, |bits, n| bits | bit(n.value)),
            words,
        }
    }

    fn worded_ends(&self) -> Vec<usize> {
        let mut ends = vec![usize::MAX; self.cell.len() + 1];
        for (number, _) in self
            .cell
            .numbers
            .iter()
            .zip(&self.worded)
            .filter(|(_, worded)| worded.is_some())
        {
            ends[number.start] = number.end;
        }
        for at in (0..self.cell.len()).rev() {
            ends[at] = ends[at].min(ends[at + 1]);
        }
        ends
    }

    /// For each element whether anything of it stands in the cell.
    fn named(&self) -> Vec<bool> {
        let printers = &self.index.printers;
        let labels = self.finds.labels.iter();
        let labels = labels.map(|&label| &printers.label[label as usize]);
        let words = printers.word.iter().zip(&self.words);
        let words = words.filter_map(|(by, places)| (!places.is_empty()).then_some(by));
        let values = printers.value.iter().enumerate();
        let values = values.filter_map(|(bit, by)| (self.values >> bit & 1 == 1).then_some(by));
        let mut named = vec![false; self.index.elements.len()];
        for &element in labels.chain(words).chain(values).flatten() {
            named[element] = true;
        }
        named
    }

    /// Whether the cell has the number's value, or its word.
    fn may_say(&self, number: Printed) -> bool {
        match number {
            Printed::Plain(_, value) => self.values & bit(value) != 0,
            Printed::Worded(word, _) => !self.words[word].is_empty(),
        }
    }

    fn labels(&self, printing: &Printing) -> &[Find] {
        printing.label.map_or(&[], |label| self.finds.of(label))
    }

    fn element_matches(&self, element: &Element, matches: &mut Vec<Match>) {
        for printing in &element.printings {
            for find in self.labels(printing) {
                if printing.short && !self.stands_alone(find)
                    || element.option && printing.length <= WORD_OPTION && find.share < 1.0
                    || find.share < 1.0 && self.says_nothing(find)
                {
                    continue;
                }
                let labelled = self.labelled(element, find, printing.number);
                matches.push(labelled);
                matches.extend(self.behind_headings_number(find, printing.number, &labelled));
                matches.extend(behind_shared(element.shared, find));
            }
            if let Some(number) = printing.number {
                self.numbered(number, matches);
            }
        }
        if element.numbered {
            *matches = self.block(element, matches);
        } else if element.role == Role::Part && element.sets.is_some() {
            self.file_numbers(matches);
        }
    }

    /// Places of a word without a number of its own behind it.
    fn bare_words(&self, word: WordId) -> impl Iterator<Item = (usize, usize)> {
        let ends = self.words[word]
            .iter()
            .map(move |&start| (start, start + self.length(word)));
        ends.filter(|&(_, end)| {
            let mut numbers = self.cell.numbers.iter();
            !numbers.any(|n| n.start == end && self.worded(n))
        })
    }

    /// Letters of a word.
    fn length(&self, word: WordId) -> usize {
        self.index.words[word].len()
    }

    /// Whether the number belongs to a word.
    fn worded(&self, number: &Number) -> bool {
        self.word_of(number).is_some()
    }

    /// The word that the number belongs to.
    fn word_of(&self, number: &Number) -> Option<WordId> {
        let numbers = &self.cell.numbers;
        let at = numbers
            .binary_search_by_key(&number.start, |other| other.start)
            .ok();
        at.and_then(|at| self.worded[at])
    }

    /// How the cell's number says the form's one.
    fn agrees(&self, number: Printed, seen: &Number) -> Option<Match> {
        let weigh = |same: bool| {
            if same && seen.certain {
                NUMBER
            } else {
                NUMBER_NEAR
            }
        };
        match number {
            Printed::Plain(style, value)
                if value == seen.value && near(style, seen.style) && !self.worded(seen) =>
            {
                Some(Match {
                    start: seen.start,
                    end: seen.end,
                    weight: weigh(style == seen.style),
                    sets: None,
                })
            }
            Printed::Worded(word, Some(value))
                if value == seen.value && seen.style != Style::Roman =>
            {
                let start = seen.start.checked_sub(self.length(word));
                let start = start.filter(|start| self.words[word].contains(start));
                // the end of a range has the word of its beginning
                let goes_on = || (self.word_of(seen) == Some(word)).then_some(seen.start);
                let start = start.or_else(goes_on)?;
                let weight = weigh(true) + WORD * (seen.start - start) as f32;
                Some(Match {
                    start,
                    end: seen.end,
                    weight,
                    sets: None,
                })
            }
            _ => None,
        }
    }
}

/// The word that stands right before a number, as its own.
fn word_before(
    cell: &CellText,
    number: &Number,
    index: &FormIndex,
    words: &[Vec<usize>],
) -> Option<WordId> {
    let parted = cell.boundary.get(number.start).copied().unwrap_or(false);
    // a circled number behind a word may be the next item's: a risk's title ends with the word
    let joined = match number.style {
        Style::Arabic => true,
        Style::Circled => false,
        Style::Roman | Style::Bracketed => !parted,
    };
    let behind = |word: &WordId| {
        let length = index.words[*word].len();
        words[*word]
            .iter()
            .any(|start| start + length == number.start)
    };
    (0..words.len()).find(behind).filter(|_| joined)
}

/// Whether a number goes on with the word of the one before it: the end of a range, or of a list that ends the cell.
fn joins_on(cell: &CellText, before: &Number, number: &Number) -> bool {
    let alike = before.end == number.start && before.style == number.style;
    alike
        && match before.joint {
            Joint::Range => true,
            Joint::List => number.end == cell.len(),
            _ => false,
        }
}

/// Where a word stands.
fn places(letters: &[char], word: &[char]) -> Vec<usize> {
    if word.is_empty() {
        return Vec::new();
    }
    let firsts = letters.iter().enumerate().filter(|(_, c)| **c == word[0]);
    firsts
        .map(|(at, _)| at)
        .filter(|&at| letters[at..].starts_with(word))
        .collect()
}

fn bit(value: u32) -> u64 {
    1 << value_bit(value)
}

/// Whether a number of one style may stand for one of the other.
fn near(form: Style, seen: Style) -> bool {
    form == seen
        || match form {
            Style::Roman => seen == Style::Arabic,
            Style::Arabic => matches!(seen, Style::Bracketed | Style::Circled),
            Style::Circled | Style::Bracketed => seen != Style::Roman,
        }
}
