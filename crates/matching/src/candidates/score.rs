//! What speaks for a label at a place, in the chain's units.
//!
//! Input: a stretch, a node, how the two met. Output: a candidate with its score, or none where it says less than
//! nothing.

use hyokasho_catalogue::{NodeId, Role};

use super::{Candidate, Finder, NAMED_ON, Stretch};
use crate::choice::is_box;
use crate::labels::Label;
use crate::number::{Agreement, Number};

/// A candidate below this score says less than nothing.
const LEAST_SCORE: f64 = 0.5;

impl Finder<'_> {
    #[expect(
        clippy::too_many_arguments,
        reason = "one stretch, one label, and how they met"
    )]
    pub(super) fn push(
        &mut self,
        stretch: Stretch,
        number: Option<Number>,
        label: &Label,
        to: usize,
        whole: bool,
        alike: f64,
        next: char,
    ) {
        for &node in &label.nodes {
            let score = self.score(stretch, number, node, label.chars.len(), whole, alike, next);
            self.add(stretch, node, to, whole, alike, score);
        }
    }

    pub(super) fn add(
        &mut self,
        stretch: Stretch,
        node: NodeId,
        to: usize,
        whole: bool,
        alike: f64,
        score: f64,
    ) {
        if score < LEAST_SCORE {
            return;
        }
        let line = &self.sheet.lines[stretch.line];
        self.found.candidates.push(Candidate {
            line: stretch.line as u32,
            lines: stretch.lines as u32,
            from: stretch.from as u32,
            to: to as u32,
            node,
            score,
            similarity: alike,
            whole,
            leads: stretch.from == 0 && (line.first || !line.row),
            beside: line.row && line.column > 0,
            block_number: None,
            tail: None,
        });
    }

    /// Whether a number that is not the label's is one of a list in a row's value, which names what the
    /// form has labels for: behind another cell, or with nothing behind it in a cell that is not the
    /// row's first or that goes on.
    fn is_listed(&self, stretch: Stretch, number: Number) -> bool {
        let line = &self.sheet.lines[stretch.line];
        let cells = &self.sheet.cells;
        let cell = &cells[line.cell as usize];
        let is_last = || {
            let behind = cells[line.cell as usize + 1..].iter();
            behind
                .take_while(|other| other.block == cell.block)
                .all(|other| other.text.trim().is_empty())
        };
        matches!(number, Number::Circled(_) | Number::Arabic(_))
            && line.row
            && (line.column > 0 || ((cell.cell > 0 || !line.only) && is_last()))
    }

    /// What speaks for the node's label standing here. A long label, one that takes its line whole,
    /// one whose number agrees and one at a label's usual place say more.
    #[expect(clippy::too_many_arguments, reason = "the evidence for one candidate")]
    pub(super) fn score(
        &self,
        stretch: Stretch,
        number: Option<Number>,
        node: NodeId,
        length: usize,
        whole: bool,
        alike: f64,
        next: char,
    ) -> f64 {
        if !whole && NAMED_ON.contains(&next) {
            return 0.0;
        }
        let line = &self.sheet.lines[stretch.line];
        let mut score = 2.0 + 0.25 * length.min(16) as f64;
        score *= 1.0 - 2.2 * (1.0 - alike);
        let form = self.index.numbers[node];
        let agreement = number.and_then(|printed| Some(printed.agreement(form?)));
        score += match (number, agreement) {
            (Some(_), Some(Agreement::Same)) => 1.5,
            (Some(_), Some(Agreement::Near)) => 0.5,
            (Some(printed), _) if self.is_listed(stretch, printed) => -6.0,
            (Some(_), Some(Agreement::Other)) => -2.0,
            (Some(_), None) => -1.5,
            (None, _) if form.is_some() => -0.5,
            (None, _) => 0.0,
        };
        if whole {
            score += 1.5;
        } else if !matches!(next, '[' | '(' | ':' | '<' | ' ') && !is_box(next) {
            // The value is glued to the label, or this is a sentence that begins with its words.
            let numbered = matches!(agreement, Some(Agreement::Same | Agreement::Near));
            score -= if numbered { 1.0 } else { 2.5 };
            // Behind another cell of its row it is one: a label in front of its value is parted from it.
            let to = stretch.from + stretch.numbered + length;
            if line.row && line.column > 0 && stretch.lines == 1 && !self.parted(line, to) {
                score -= 4.0;
            }
        }
        // A bracket or a box right behind a label whose item is chosen or marked: its value begins.
        let valued = self.form.nodes[node]
            .kind
            .is_some_and(hyokasho_catalogue::ItemKind::has_options);
        if valued && !whole && (next == '[' || is_box(next)) {
            score += 2.5;
        }
        score += match (line.row, line.first) {
            (true, true) if line.column == 0 => 1.0,
            (true, true) => 0.0,
            (false, true) if line.heading => 1.0,
            (false, _) => 0.5,
            (true, false) if line.column == 0 => -1.0,
            // A headline has a row of its own; a list in a value may have its words and its number.
            (true, false) if self.form.nodes[node].role == Role::Heading => -9.0,
            (true, false) => -3.0,
        };
        if length <= 2 && number.is_none() && !whole {
            score -= 2.0;
        }
        score
    }
}
