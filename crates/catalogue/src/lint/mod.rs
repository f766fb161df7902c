//! Checks a form as read: every rule runs on every node, and all problems are reported at once.
//!
//! One file a group of rules. The rules about one list of options stand in `options.rs`, where the
//! lines of the options are known.

mod keys;
mod labels;
mod links;
mod order;
mod revisions;

use crate::keys::KeyList;
use crate::problem::Problems;
use crate::read::{NodePlace, ReadForm};
use crate::{Node, NodeId};

/// Reports every problem of a form.
pub(crate) fn lint(read: &ReadForm, keys: &KeyList, problems: &mut Problems) {
    labels::check(read, problems);
    keys::check(read, keys, problems);
    links::check(read, problems);
    order::check(read, problems);
    revisions::check(read, problems);
}

/// The nodes with their ids and lines.
fn nodes(read: &ReadForm) -> impl Iterator<Item = (NodeId, &Node, &NodePlace)> {
    read.form
        .nodes
        .iter()
        .zip(&read.places)
        .enumerate()
        .map(|(id, (node, place))| (id, node, place))
}
