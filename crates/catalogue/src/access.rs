//! Ways into a loaded catalogue.

use std::iter::successors;

use crate::{Catalogue, Form, FormKind, ItemKind, Node, NodeId, Role};

impl Catalogue {
    /// The label of a key pattern: that of the fullest form that prints it.
    pub fn item_label(&self, pattern: &str) -> Option<&str> {
        let fullest = [FormKind::Full, FormKind::Focused, FormKind::Basic];
        fullest
            .into_iter()
            .filter_map(|kind| self.form(kind))
            .find_map(|form| {
                let id = form.find_key(pattern)?;
                form.node(id).map(|node| node.label.as_str())
            })
    }
}

impl Form {
    /// The node of an id.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// The nodes that label an item, in the order of print: every node with a key.
    pub fn items(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.key.is_some())
    }

    /// The node of a key pattern (a scan over the form).
    pub fn find_key(&self, pattern: &str) -> Option<NodeId> {
        self.nodes
            .iter()
            .position(|node| node.key.as_deref() == Some(pattern))
    }

    /// The key patterns in the order of print.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().filter_map(|node| node.key.as_deref())
    }

    /// The nodes that a node stands under, nearest first; not the node itself.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        let parent = |id: NodeId| self.nodes.get(id).and_then(|node| node.parent);
        successors(parent(id), move |&id| parent(id))
            .filter_map(|id| Some((id, self.nodes.get(id)?)))
    }

    /// The nodes that stand directly under a node, in the order of print.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .filter(move |(_, node)| node.parent == Some(id))
    }

    /// Whether a revision (ISO month) prints a node: the node itself and everything that it stands under.
    pub fn prints(&self, id: NodeId, revision: &str) -> bool {
        let own = self.node(id).is_some_and(|node| node.is_in(revision));
        own && self.ancestors(id).all(|(_, node)| node.is_in(revision))
    }

    /// The parts, in the order of print.
    pub fn parts(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.role == Role::Part)
    }
}

impl Node {
    /// The label and its variants, as printed, without numbers.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.label.as_str())
            .chain(self.variants.iter().map(|variant| variant.label.as_str()))
    }

    /// The number and label of every printing: this one's, then those of the variants.
    pub fn printings(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        let own = (self.number.as_deref(), self.label.as_str());
        let variants = self.variants.iter().map(|variant| {
            let number = variant.number.as_deref().or(self.number.as_deref());
            (number, variant.label.as_str())
        });
        std::iter::once(own).chain(variants)
    }

    /// Whether a revision (ISO month) prints this node, as far as the node itself says (see [`Form::prints`]).
    pub fn is_in(&self, revision: &str) -> bool {
        let since = self.since.as_deref().is_none_or(|since| since <= revision);
        since && self.until.as_deref().is_none_or(|until| revision < until)
    }

    /// Whether the item is one of options.
    pub fn has_options(&self) -> bool {
        self.kind.is_some_and(ItemKind::has_options)
    }
}
