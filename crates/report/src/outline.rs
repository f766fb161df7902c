//! Where an item stands on its form: part, headings, block.
//!
//! The catalogue indexed by form and key pattern. It orders a document's facts as the form prints
//! them, whatever order the model has them in, and names the sections.

use std::cmp::Ordering;
use std::iter::once;

use hyokasho_catalogue::{Catalogue, Form, FormKind, Node, NodeId, Role};
use hyokasho_model::Key;
use rustc_hash::FxHashMap;

/// The forms, indexed.
pub(crate) struct Outline<'c> {
    catalogue: &'c Catalogue,
    nodes: FxHashMap<(FormKind, &'c str), NodeId>,
}

/// One step from the form's root to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    node: NodeId,
    /// The number of a repeated part or block; 0 where it does not repeat.
    index: u32,
}

impl Step {
    /// What a repeated part holds once (audits behind the risks of each file) stands behind its repetitions.
    fn rank(self) -> (NodeId, u32) {
        (self.node, self.index.wrapping_sub(1))
    }
}

impl Ord for Step {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// An item's place on its form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    steps: Vec<Step>,
}

/// A headline over items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// Number and label.
    pub title: String,
    /// Which of a repeated part or block it is; 0 where it does not repeat.
    pub index: u32,
}

impl<'c> Outline<'c> {
    pub fn new(catalogue: &'c Catalogue) -> Self {
        let mut nodes = FxHashMap::default();
        for form in &catalogue.forms {
            for (id, node) in form.items() {
                if let Some(key) = node.key.as_deref() {
                    nodes.entry((form.kind, key)).or_insert(id);
                }
            }
        }
        Self { catalogue, nodes }
    }

    /// The form of a model's kind.
    pub fn form(&self, kind: &str) -> Option<&'c Form> {
        self.catalogue.form(FormKind::from_name(kind)?)
    }

    /// The forms from the shortest to the fullest.
    pub fn forms(&self) -> impl Iterator<Item = &'c Form> {
        self.catalogue.forms.iter()
    }

    /// The form's node of a key pattern.
    pub fn node(&self, form: &'c Form, pattern: &str) -> Option<(NodeId, &'c Node)> {
        // The map's keys live as long as the catalogue, the pattern does not; a look-up needs no more.
        let id = *self.nodes.get(&(form.kind, pattern))?;
        Some((id, form.node(id)?))
    }

    /// The place of a key on a form.
    pub fn position(&self, form: &'c Form, key: &Key) -> Option<Position> {
        let (id, _) = self.node(form, &key.pattern())?;
        let indices = key.indices();
        let mut steps: Vec<Step> = once(id)
            .chain(form.ancestors(id).map(|(ancestor, _)| ancestor))
            .map(|node| Step {
                node,
                index: index_of(form, node, &indices),
            })
            .collect();
        steps.reverse();
        Some(Position { steps })
    }
}

/// The headlines over an item: its part first.
pub(crate) fn headings(form: &Form, position: &Position) -> Vec<Heading> {
    let over = position
        .steps
        .iter()
        .filter_map(|step| Some((step, form.node(step.node)?)));
    over.filter(|(_, node)| is_headline(node))
        .map(|(step, node)| Heading {
            title: title(node, step.index),
            index: step.index,
        })
        .collect()
}

/// The labels without a value that stand over an item below its last headline.
pub(crate) fn context(form: &Form, position: &Position) -> String {
    let (_, over) = position
        .steps
        .split_last()
        .unwrap_or((&Step { node: 0, index: 0 }, &[]));
    let labels: Vec<&str> = over
        .iter()
        .filter_map(|step| form.node(step.node))
        .filter(|node| !is_headline(node))
        .map(|node| node.label.as_str())
        .collect();
    labels.join(" › ")
}

fn is_headline(node: &Node) -> bool {
    matches!(
        node.role,
        Role::Part | Role::Heading | Role::Risk | Role::Block
    )
}

/// The number of a repeated part or block: the last index of the keys that it opens.
fn index_of(form: &Form, id: NodeId, indices: &[u32]) -> u32 {
    let opens = form.node(id).and_then(|node| node.opens.as_deref());
    let depth = opens.map_or(0, |opens| opens.matches('[').count());
    depth
        .checked_sub(1)
        .and_then(|at| indices.get(at))
        .copied()
        .unwrap_or(0)
}

/// A headline as people write it.
fn title(node: &Node, index: u32) -> String {
    let shown = if index == 0 {
        String::new()
    } else {
        index.to_string()
    };
    let label = node.label.replace("{n}", &shown);
    match node.number.as_deref() {
        Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => format!("{number}. {label}"),
        Some(number) => format!("{number} {label}"),
        None => label,
    }
}
