//! Rules about what points to something else: `within`, `opens`, `under`, and the indices of keys.

use super::nodes;
use crate::problem::Problems;
use crate::read::{NodePlace, ReadForm};
use crate::{Form, Node, NodeId, Role};

pub(super) fn check(read: &ReadForm, problems: &mut Problems) {
    for (id, node, place) in nodes(read) {
        check_within(id, node, &read.form, place, problems);
        check_opens(node, &read.form, place, problems);
        check_indices(id, node, &read.form, place, problems);
        if read.lost.contains(&id) {
            let under = read.stated[id].under.as_deref().unwrap_or_default();
            problems.add(place.of("under"), format!("no open node is 「{under}」"));
        }
    }
}

/// `within` names an item that stands earlier.
fn check_within(id: NodeId, node: &Node, form: &Form, place: &NodePlace, problems: &mut Problems) {
    let Some(within) = &node.within else { return };
    let message = match form.find_key(within) {
        None => format!("`within` names `{within}`, which is on no node of the form"),
        Some(at) if at >= id => format!("`within` names `{within}`, which stands no earlier"),
        Some(_) => return,
    };
    problems.add(place.of("within"), message);
}

/// `opens` is on parts and blocks, ends with an index, and begins keys of the form.
fn check_opens(node: &Node, form: &Form, place: &NodePlace, problems: &mut Problems) {
    let Some(opens) = &node.opens else {
        if node.role == Role::Block {
            problems.add(place.line, "a block needs `opens`");
        }
        return;
    };
    let line = place.of("opens");
    if !matches!(node.role, Role::Part | Role::Block) {
        problems.add(line, "only a part or a block opens something");
    }
    let begins = |key: &str| {
        key.strip_prefix(opens.as_str())
            .is_some_and(|rest| rest.starts_with('.'))
    };
    if !opens.ends_with(']') || !form.keys().any(begins) {
        problems.add(line, format!("no key of the form begins with `{opens}`"));
    }
}

/// An index of a key is counted by a node above it, where any node of the form counts it. Where none
/// does, the index is that of a table's row, or always 1.
fn check_indices(id: NodeId, node: &Node, form: &Form, place: &NodePlace, problems: &mut Problems) {
    let Some(key) = &node.key else { return };
    for (at, _) in key.match_indices(']') {
        let prefix = &key[..=at];
        let opens = |node: &Node| node.opens.as_deref() == Some(prefix);
        let counted = opens(node) || form.ancestors(id).any(|(_, above)| opens(above));
        if !counted && form.nodes.iter().any(opens) {
            problems.add(
                place.of("key"),
                format!("`{key}` stands under no node that opens `{prefix}`"),
            );
        }
    }
}
