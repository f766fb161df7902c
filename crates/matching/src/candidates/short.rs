//! Short labels with a wrong or a lost character.
//!
//! 方法 and 時期 are a stroke apart from content, so what is near a short label says nothing by itself.
//! Two things do: the label's own number before it, and the first cell of a row to itself. Input: a
//! line that is no label as printed. Output: candidates, which the chain takes where the form has them.

use hyokasho_catalogue::{NodeId, Role};

use super::{Finder, Stretch};
use crate::fold::{edit_distance, similarity};
use crate::heads::row_is_its_own;
use crate::labels::Label;
use crate::number::{Agreement, Number};
use crate::regions::has_own_cell;

/// Characters of a label that a wrong character leaves two of.
const SHORTEST: usize = 3;
/// Characters of a label that stands on a line by itself, without a number.
const SHORTEST_LINE: usize = 4;
/// Characters up to which labels without a number are looked for here; longer ones are found by their
/// pairs of characters.
const LONGEST: usize = 6;
/// Similarity beside the label's own number: two of three characters are right.
const NUMBERED: f64 = 0.66;
/// The same in the first of several cells of a row: half of them are right.
const NUMBERED_CELL: f64 = 0.5;
/// Similarity of a label of two characters with one of them.
const HALF: f64 = 0.5;

impl Finder<'_> {
    /// Adds short labels that these characters as a whole are near.
    pub(super) fn short(&mut self, stretch: Stretch, rest: &[char], to: usize) {
        let line = &self.sheet.lines[stretch.line];
        if stretch.lines > 1 || stretch.from > 0 || !line.first {
            return;
        }
        let leads_row = line.row
            && line.only
            && line.column == 0
            && has_own_cell(self.sheet, line.cell as usize);
        match stretch.number {
            Some(number @ (Number::Circled(_) | Number::Arabic(_))) => {
                let floor = if leads_row { NUMBERED_CELL } else { NUMBERED };
                self.short_numbered(stretch, number, rest, to, floor);
            }
            None if leads_row || !line.row => {
                let least = if leads_row { SHORTEST } else { SHORTEST_LINE };
                self.short_bare(stretch, rest, to, least);
            }
            _ => {}
        }
    }

    fn short_numbered(
        &mut self,
        stretch: Stretch,
        number: Number,
        rest: &[char],
        to: usize,
        floor: f64,
    ) {
        let index = self.index;
        let alone = row_is_its_own(self.sheet, &self.sheet.lines[stretch.line]);
        for &node in index.numbered(number) {
            let same = index.numbers[node].map(|form| number.agreement(form));
            if same != Some(Agreement::Same) {
                continue;
            }
            if alone && self.form.nodes[node].role == Role::Heading {
                self.half_headline(stretch, number, node, rest, to);
            }
            let near = index
                .labels_of(node)
                .filter(|label| label.chars.len() >= SHORTEST)
                .map(|label| (similarity(rest, &label.chars, floor), label.chars.len()))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((alike, length)) = near.filter(|(alike, _)| *alike > 0.0) {
                let score = self.score(stretch, Some(number), node, length, true, alike, ' ');
                self.add(stretch, node, to, true, alike, score);
            }
        }
    }

    /// A headline of two characters that has lost one, alone in its row with its number.
    fn half_headline(
        &mut self,
        stretch: Stretch,
        number: Number,
        node: NodeId,
        rest: &[char],
        to: usize,
    ) {
        let &[left] = rest else { return };
        let index = self.index;
        let is_half = |label: &&Label| label.chars.len() == 2 && label.chars.contains(&left);
        if index.labels_of(node).any(|label| is_half(&label)) {
            let alike = HALF;
            let score = self.score(stretch, Some(number), node, 2, true, alike, ' ');
            self.add(stretch, node, to, true, alike, score);
        }
    }

    fn short_bare(&mut self, stretch: Stretch, rest: &[char], to: usize, least: usize) {
        if !(SHORTEST..=LONGEST).contains(&rest.len()) {
            return;
        }
        let index = self.index;
        let near = index.labels.iter().filter(|label| {
            (least..=LONGEST).contains(&label.chars.len())
                && edit_distance(rest, &label.chars, 1).is_some()
        });
        for label in near {
            let alike = similarity(rest, &label.chars, 0.0);
            self.push(stretch, None, label, to, true, alike, ' ');
        }
    }
}
