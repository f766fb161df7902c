//! What may stand before an element on the way to it: siblings that a cell names, and letters that it shares with
//! their labels.

use hyokasho_catalogue::{ItemKind, Role};

use super::{Element, FormIndex, Printed};

/// What naming a sibling on the way to an item costs, for each item between them.
const BESIDE: f32 = 0.25;
/// Siblings that far before an item may stand in its path.
const BESIDE_REACH: usize = 5;

impl FormIndex {
    pub(super) fn push_beside(&mut self) {
        for at in 0..self.elements.len() {
            let element = &self.elements[at];
            if is_annex(element) {
                let before = (0..at).rev().find(|&b| self.elements[b].role == Role::Part);
                let before = before.filter(|&b| !is_annex(&self.elements[b]));
                self.elements[at].beside = before.map(|b| (b, BESIDE)).into_iter().collect();
                continue;
            }
            let numbered = element
                .printings
                .iter()
                .any(|printing| printing.number.is_some());
            if element.option || numbered || element.role != Role::Item {
                continue;
            }
            let before = (0..at).rev().filter(|&b| {
                let other = &self.elements[b];
                !other.option
                    && other.parent == element.parent
                    && matches!(other.role, Role::Item | Role::Label)
            });
            let beside: Vec<(usize, f32)> = before
                .take(BESIDE_REACH)
                .enumerate()
                .map(|(distance, b)| (b, BESIDE * (distance + 1) as f32))
                .filter(|&(b, _)| !is_text_alone(&self.elements[b]))
                .collect();
            self.elements[at].beside = beside;
        }
    }

    pub(super) fn push_shared(&mut self) {
        for at in 0..self.elements.len() {
            let element = &self.elements[at];
            if element.role != Role::Item || element.option {
                continue;
            }
            let siblings = element.beside.iter().map(|&(sibling, _)| sibling);
            let before = siblings
                .chain(element.parent)
                .flat_map(|b| self.labels_of(b));
            let own = || self.labels_of(at);
            let shared = before.flat_map(|head| own().map(move |label| overlap(head, label)));
            let shared = shared.max().unwrap_or(0);
            self.elements[at].shared = shared;
        }
    }

    /// The letters of the labels that an element prints.
    fn labels_of(&self, element: usize) -> impl Iterator<Item = &[char]> {
        let printings = self.elements[element].printings.iter();
        let labels = printings.filter(|printing| !printing.short);
        labels.filter_map(|printing| Some(self.labels.letters(printing.label?)))
    }
}

/// Letters with which one label ends and the other begins, without being all of it; one alone says nothing.
fn overlap(head: &[char], label: &[char]) -> usize {
    let most = head.len().min(label.len().saturating_sub(1));
    let mut lengths = (2..=most).rev();
    lengths.find(|&n| head.ends_with(&label[..n])).unwrap_or(0)
}

/// Whether the element is a text without a number: named before another item, it is one thing more.
fn is_text_alone(element: &Element) -> bool {
    let unnumbered = element
        .printings
        .iter()
        .all(|printing| printing.number.is_none());
    element.kind == Some(ItemKind::Text) && unnumbered
}

/// Whether the element is a part with a word before its number: the form prints it behind another part,
/// and cells name it under that one.
fn is_annex(element: &Element) -> bool {
    let number = element.printings.first().and_then(|p| p.number);
    element.role == Role::Part && matches!(number, Some(Printed::Worded(..)))
}
