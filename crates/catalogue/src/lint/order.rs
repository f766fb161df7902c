//! Rules about order and nesting: what may stand under what, and numbers that run on.

use rustc_hash::FxHashMap;

use super::nodes;
use crate::problem::Problems;
use crate::read::{NodePlace, ReadForm};
use crate::{Form, Node, NodeId, Role};

/// The node under which numbers begin anew, the role, and the words of the number.
type Sequence<'a> = (Option<NodeId>, Role, &'a str);

pub(super) fn check(read: &ReadForm, problems: &mut Problems) {
    let mut last: FxHashMap<Sequence<'_>, u32> = FxHashMap::default();
    for (id, node, place) in nodes(read) {
        check_parent(node, &read.form, place, problems);
        check_path(id, node, read, place, problems);
        let Some((sequence, ordinal)) = sequence(id, node, &read.form) else {
            continue;
        };
        let due = last.insert(sequence, ordinal).unwrap_or(0) + 1;
        if ordinal != due {
            problems.add(
                place.of("number"),
                format!("this number is {ordinal} where {due} is due"),
            );
        }
    }
}

/// Everything stands in a part; risks and blocks stand directly under a heading.
fn check_parent(node: &Node, form: &Form, place: &NodePlace, problems: &mut Problems) {
    let above = node
        .parent
        .and_then(|parent| form.node(parent))
        .map(|parent| parent.role);
    match (node.role, above) {
        (Role::Part, _) => {}
        (_, None) => problems.add(place.line, "this stands before the first part"),
        (Role::Risk | Role::Block, Some(above)) if above != Role::Heading => {
            let role = node.role.as_str();
            problems.add(
                place.line,
                format!("a {role} stands under a heading, not a {}", above.as_str()),
            );
        }
        _ => {}
    }
}

/// A path is stated where the number does not give it, and agrees with the number where it does.
fn check_path(
    id: NodeId,
    node: &Node,
    read: &ReadForm,
    place: &NodePlace,
    problems: &mut Problems,
) {
    let number = node.number.as_deref();
    match &read.stated[id].path {
        None if node.role == Role::Part && number.is_none() => {
            problems.add(place.line, "a part without a number needs a path");
        }
        Some(path) if number.is_some_and(|number| !path.ends_with(number)) => {
            problems.add(
                place.of("path"),
                format!("the path {path} does not end with the node's number"),
            );
        }
        _ => {}
    }
}

/// The sequence in which a node's number runs on, and its place in it. Numbers begin anew under each
/// part, heading, risk and block. Furniture repeats numbers, and dropped nodes leave gaps: neither counts.
fn sequence<'a>(id: NodeId, node: &'a Node, form: &Form) -> Option<(Sequence<'a>, u32)> {
    if node.role == Role::Furniture || node.until.is_some() {
        return None;
    }
    let (prefix, ordinal) = split_number(node.number.as_deref()?)?;
    let role = if node.role == Role::Label {
        Role::Item
    } else {
        node.role
    };
    let begins_anew = |above: &Node| {
        matches!(
            above.role,
            Role::Part | Role::Heading | Role::Risk | Role::Block
        )
    };
    let scope = form
        .ancestors(id)
        .find(|(_, above)| begins_anew(above))
        .map(|(id, _)| id);
    Some(((scope, role, prefix), ordinal))
}

/// A number's words and its value: a circled or Roman number, or trailing digits. A number without
/// a value (a single risk) is `None`.
fn split_number(number: &str) -> Option<(&str, u32)> {
    let mut chars = number.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        let value = match only {
            '\u{2460}'..='\u{2473}' => Some(only as u32 - 0x2460 + 1),
            '\u{2160}'..='\u{216b}' => Some(only as u32 - 0x2160 + 1),
            _ => only.to_digit(10),
        };
        return value.map(|value| ("", value));
    }
    let prefix = number.trim_end_matches(|c: char| c.is_ascii_digit());
    let value = number[prefix.len()..].parse().ok()?;
    Some((prefix, value))
}
