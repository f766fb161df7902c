//! Labels behind another label, or behind a value, in one line: rows whose cells a copy has joined.
//!
//! Input: a line. Output: candidates behind a space. A label's word at a line's end may as well end a
//! sentence, so it counts for less.

use super::{Finder, Stretch};
use crate::sheet::Line;

/// Characters of a label that is more than a word of a text.
const SHORTEST: usize = 3;
/// Nodes of the form that lie between two labels of one row at most: 再委託 and what is first in it.
const NEAR: usize = 3;

impl Finder<'_> {
    /// A label that a space parts from the one before it, which ends behind `to` folded characters:
    /// the next one of the form.
    pub(super) fn second(&mut self, stretch: Stretch, chars: &[char], to: usize) {
        let line = &self.sheet.lines[stretch.line];
        if stretch.lines > 1 || !self.parted(line, stretch.from + to) {
            return;
        }
        let index = self.index;
        let first = index.exact(&chars[stretch.numbered..to]);
        let second = index
            .prefixes(&chars[to..])
            .find(|label| label.chars.len() >= SHORTEST);
        let (Some(first), Some(second)) = (first, second) else {
            return;
        };
        let follows = |node: usize| {
            let mut before = first.nodes.iter();
            before.any(|&first| (first + 1..=first + NEAR).contains(&node))
        };
        let end = to + second.chars.len();
        if !self.parted(line, stretch.from + end) {
            return;
        }
        let behind = Stretch {
            from: stretch.from + to,
            number: None,
            numbered: 0,
            ..stretch
        };
        for &node in second.nodes.iter().filter(|&&node| follows(node)) {
            let score = self.score(behind, None, node, second.chars.len(), false, 1.0, ' ');
            self.add(behind, node, stretch.from + end, false, 1.0, score);
        }
    }

    /// The label of the next item of the form behind a name's value in one line: the number and the name that the form
    /// prints side by side at its head.
    pub(super) fn behind_name(&mut self, stretch: Stretch, chars: &[char], to: usize) {
        let line = &self.sheet.lines[stretch.line];
        let index = self.index;
        let first = index.exact(&chars[stretch.numbered..to]);
        let (Some(first), false, 1) = (first, line.row, stretch.lines) else {
            return;
        };
        for &node in first
            .nodes
            .iter()
            .filter(|&&node| self.form.nodes[node].name)
        {
            let next = node + 1;
            // a name may be the last of a form
            let Some(None) = index.numbers.get(next) else {
                continue;
            };
            let mut labels = index.labels_of(next);
            let Some(label) = labels.find(|label| label.chars.len() >= SHORTEST) else {
                continue;
            };
            let length = label.chars.len();
            let stands = |at: &usize| {
                chars[*at..].starts_with(&label.chars)
                    && self.parted(line, stretch.from + at)
                    && self.parted(line, stretch.from + at + length)
            };
            let Some(at) = (to + 1..chars.len()).find(stands) else {
                continue;
            };
            let from = stretch.from + at;
            let behind = Stretch {
                from,
                number: None,
                numbered: 0,
                ..stretch
            };
            let score = self.score(behind, None, next, length, false, 1.0, ' ');
            self.add(behind, next, from + length, false, 1.0, score);
        }
    }

    /// Whether a word ends so many characters behind the number of a stretch.
    pub(super) fn ends_word(&self, stretch: Stretch, length: usize) -> bool {
        let line = &self.sheet.lines[stretch.line];
        stretch.lines == 1 && self.parted(line, stretch.from + stretch.numbered + length)
    }

    /// Whether a space stands behind so many folded characters of a line.
    pub(super) fn parted(&self, line: &Line, folded: usize) -> bool {
        let text = &self.sheet.cells[line.cell as usize].text;
        let ends = self.sheet.fold_ends(line);
        folded
            .checked_sub(1)
            .and_then(|last| ends.get(last))
            .is_some_and(|&end| text[end as usize..].starts_with([' ', '※']))
    }
}
