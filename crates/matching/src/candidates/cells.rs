//! Labels that a copy has cut in two cells or beside their values, and cells over several rows that it has written out in each.
//!
//! Input: a line. Output: for one that begins a label a candidate where the first cell of the next row
//! or line ends it, character by character, with values between the two parts or none; for a cell that repeats
//! the one above it beside another label, nothing.

use super::{Finder, Stretch};
use crate::fold::Folded;
use crate::number;

/// Lines of a row that are looked through for the next one.
const MOST_ROW_LINES: usize = 40;
/// Characters of a label that its first part has at least.
const LEAST_BEGUN: usize = 3;
/// The same where its second part is one character: 方法 wrapped as 方 and 法 is too little.
const LEAST_BEFORE_ONE: usize = 6;
/// Characters of a number before a label at most.
const MOST_NUMBER: usize = 8;

impl Finder<'_> {
    /// A label whose last line is the first cell of a row, and whose lines before it are none of a row.
    pub(super) fn wrapped_into_row(&mut self, at: usize, count: usize, joined: &[char]) {
        let last = at + count - 1;
        if self.sheet.lines[at].row || !self.is_first_cell(last) {
            return;
        }
        let tail = self.sheet.folded(&self.sheet.lines[last]);
        self.exact_over(at, count, &[joined, tail].concat(), tail.len());
    }

    /// A label that begins in a row's first cell and ends in the next row's.
    pub(super) fn wrapped_over_rows(&mut self, at: usize, chars: &[char]) {
        if !self.is_first_cell(at) {
            return;
        }
        let block = |line: usize| {
            let cell = self.sheet.lines[line].cell as usize;
            self.sheet.cells[cell].block
        };
        let most = (at + MOST_ROW_LINES).min(self.sheet.lines.len());
        let Some(next) = (at + 1..most).find(|&line| block(line) != block(at)) else {
            return;
        };
        if block(next) != block(at) + 1 || !self.is_first_cell(next) {
            return;
        }
        let tail = self.sheet.folded(&self.sheet.lines[next]);
        let before = self.found.candidates.len();
        self.exact_over(at, 1, &[chars, tail].concat(), chars.len());
        for candidate in &mut self.found.candidates[before..] {
            candidate.tail = Some((next as u32, tail.len() as u32));
        }
    }

    /// A label wrapped beside its value, in lines: the first word of a line begins it, the first word of
    /// the next line ends it.
    pub(super) fn wrapped_beside_value(&mut self, at: usize, chars: &[char]) {
        let next = at + 1;
        let (first, second) = (&self.sheet.lines[at], self.sheet.lines.get(next));
        if first.row || second.is_none_or(|second| second.row) {
            return;
        }
        let index = self.index;
        let numbered = number::read(chars, &index.words).map_or(0, |(_, used)| used);
        let Some(to) = self.word_end(at, numbered) else {
            return;
        };
        if to < numbered + LEAST_BEGUN || !index.is_start_of_label(&chars[numbered..to]) {
            return;
        }
        let line = self.sheet.folded(&self.sheet.lines[next]);
        let end = self.word_end(next, 0).unwrap_or(line.len());
        if end == 1 && to < numbered + LEAST_BEFORE_ONE {
            return;
        }
        let before = self.found.candidates.len();
        self.exact_over(at, 1, &[&chars[..to], &line[..end]].concat(), to);
        for candidate in &mut self.found.candidates[before..] {
            candidate.tail = Some((next as u32, end as u32));
            candidate.whole = false;
        }
    }

    /// Folded characters of a line up to the first space behind so many; none where no space is.
    fn word_end(&self, at: usize, from: usize) -> Option<usize> {
        let line = &self.sheet.lines[at];
        let text = &self.sheet.cells[line.cell as usize].text;
        let ends = self.sheet.fold_ends(line).get(from..)?;
        let spaced = |&end: &u32| text[end as usize..].starts_with(' ');
        ends.iter().position(spaced).map(|end| from + end + 1)
    }

    /// Whether a row's first cell repeats the row's above it, and a label stands beside it: a cell over
    /// both rows, written out twice.
    pub(super) fn repeats_above(&self, at: usize) -> bool {
        let cells = &self.sheet.cells;
        let cell = self.sheet.lines[at].cell as usize;
        if !self.is_first_cell(at) || cell == 0 {
            return false;
        }
        let above = cell - 1 - cells[cell - 1].cell as usize;
        let (this, beside) = (&cells[cell], cells.get(cell + 1));
        let same = cells[above].row
            && cells[above].block + 1 == this.block
            && cells[above].text.trim() == this.text.trim();
        same && beside
            .is_some_and(|beside| beside.block == this.block && self.is_label(&beside.text))
    }

    /// Whether a text is a label, with or without its number.
    fn is_label(&self, text: &str) -> bool {
        let chars = Folded::new(text, self.index.longest + MOST_NUMBER).chars;
        let used = number::read(&chars, &self.index.words).map_or(0, |(_, used)| used);
        self.index.exact(&chars[used..]).is_some() || self.index.exact(&chars).is_some()
    }

    /// Whether the line is all that stands in the first cell of a row.
    fn is_first_cell(&self, at: usize) -> bool {
        let line = &self.sheet.lines[at];
        line.row && line.only && self.sheet.cells[line.cell as usize].cell == 0
    }

    /// The label that the characters are, with or without a number before it.
    pub(super) fn exact_over(&mut self, line: usize, lines: usize, chars: &[char], to: usize) {
        let index = self.index;
        let read = number::read(chars, &index.words);
        for (number, numbered) in read
            .map(|(number, used)| (Some(number), used))
            .into_iter()
            .chain([(None, 0)])
        {
            let stretch = Stretch {
                line,
                lines,
                from: 0,
                number,
                numbered,
            };
            if let Some(label) = index.exact(&chars[numbered..]) {
                self.push(stretch, number, label, to, true, 1.0, ' ');
            }
        }
    }
}
