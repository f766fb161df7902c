//! The header of the table in a copy that keeps the look of the page.
//!
//! Input: a line. Output: which columns its labels stand in, or that it holds parts of labels alone.

use super::line::Line;
use crate::columns::{ColumnLabels, Field};
use crate::text::is_letter;

/// Labels that a line must hold to be the header: with fewer it may be a sentence on the table.
const NAMED: usize = 3;

/// The labels of a header with their columns.
#[derive(Debug, Clone)]
pub(super) struct Header {
    labels: Vec<(Field, u32, u32)>,
}

impl Header {
    /// The header that a line is, with labels for both sides.
    pub(super) fn read(line: &Line, labels: &ColumnLabels) -> Option<Self> {
        let placed = placed_letters(line);
        let letters: Vec<char> = placed.iter().map(|&(c, _)| c).collect();
        let told = labels.in_line(&letters);
        let told_letters: usize = told.iter().map(|(_, range)| range.len()).sum();
        let found: Vec<(Field, u32, u32)> = told
            .into_iter()
            .filter_map(|(field, range)| {
                let first = placed.get(range.start)?.1;
                Some((field, first, placed.get(range.end - 1)?.1 + 1))
            })
            .collect();
        let names = |field| found.iter().any(|(known, ..)| *known == field);
        let header = found.len() >= NAMED
            && found.is_sorted_by_key(|(field, ..)| *field)
            && names(Field::Item)
            && names(Field::Before)
            && names(Field::After)
            && told_letters * 2 > letters.len();
        header.then_some(Self { labels: found })
    }

    /// The column of a label's first letter.
    pub(super) fn start(&self, field: Field) -> Option<u32> {
        self.find(field).map(|&(_, start, _)| start)
    }

    /// The column behind a label's last letter.
    pub(super) fn end(&self, field: Field) -> Option<u32> {
        self.find(field).map(|&(.., end)| end)
    }

    fn find(&self, field: Field) -> Option<&(Field, u32, u32)> {
        self.labels.iter().find(|(known, ..)| *known == field)
    }
}

/// Whether a line beside the header holds parts of labels alone: what a narrow column wraps.
pub(super) fn is_wrapped_label(line: &Line, labels: &ColumnLabels) -> bool {
    let parts = line.words.iter().map(|word| {
        let letters: Vec<char> = line.word(word).chars().filter(|&c| is_letter(c)).collect();
        labels.is_part(&letters)
    });
    let mut any = false;
    parts.inspect(|_| any = true).all(|part| part) && any
}

fn placed_letters(line: &Line) -> Vec<(char, u32)> {
    let words = line.words.iter().flat_map(|word| {
        let chars = line.word(word).chars();
        chars.zip(word.column..).filter(|(c, _)| is_letter(*c))
    });
    words.collect()
}
