//! Rules about keys, kinds and options: what stands in the closed list of keys is on the form, once,
//! with its kind and number, and nothing else is.

use rustc_hash::FxHashMap;

use super::nodes;
use crate::keys::KeyList;
use crate::problem::Problems;
use crate::read::{NodePlace, ReadForm};
use crate::{Form, ItemKind, Node, Role};

pub(super) fn check(read: &ReadForm, keys: &KeyList, problems: &mut Problems) {
    let mut seen: FxHashMap<&str, u32> = FxHashMap::default();
    for (_, node, place) in nodes(read) {
        check_presence(node, place, problems);
        check_options(node, place, problems);
        let Some(key) = node.key.as_deref() else {
            continue;
        };
        let line = place.of("key");
        if let Some(first) = seen.insert(key, line) {
            problems.add(
                line,
                format!("the key `{key}` stands on the form already, in line {first}"),
            );
        }
        check_against_list(node, key, &read.form, keys, place, problems);
    }
    check_complete(read, keys, &seen, problems);
}

/// Items have a key, labels and furniture have none; key and kind come together.
fn check_presence(node: &Node, place: &NodePlace, problems: &mut Problems) {
    match (node.role, &node.key) {
        (Role::Item, None) => problems.add(place.line, "an item needs a key"),
        (Role::Label | Role::Furniture, Some(_)) => {
            problems.add(
                place.of("key"),
                format!("a {} has no key", node.role.as_str()),
            );
        }
        _ => {}
    }
    match (&node.key, place.has("kind")) {
        (Some(_), false) => problems.add(place.of("key"), "a key needs a kind"),
        (None, true) => problems.add(place.of("kind"), "a kind needs a key"),
        _ => {}
    }
}

/// A choice and flags have options, other kinds have none; only a text is a name.
fn check_options(node: &Node, place: &NodePlace, problems: &mut Problems) {
    if node.name && node.kind != Some(ItemKind::Text) {
        problems.add(place.of("name"), "only a text is a name");
    }
    match (node.has_options(), place.has("options")) {
        (true, false) => problems.add(place.line, "a choice and flags need options"),
        (false, true) => problems.add(place.of("options"), "only a choice and flags have options"),
        (true, true) if node.options.is_empty() => {
            problems.add(place.of("options"), "the list of options is empty");
        }
        _ => {}
    }
}

/// Key, kind and number agree with the closed list.
fn check_against_list(
    node: &Node,
    key: &str,
    form: &Form,
    keys: &KeyList,
    place: &NodePlace,
    problems: &mut Problems,
) {
    let Some(entry) = keys.get(key) else {
        problems.add(place.of("key"), format!("the list of keys has no `{key}`"));
        return;
    };
    if let Some(kind) = node.kind.filter(|&kind| kind != entry.kind) {
        let message = format!(
            "`{key}` is {} in the list of keys, not {}",
            entry.kind.as_str(),
            kind.as_str()
        );
        problems.add(place.of("kind"), message);
    }
    match entry.number(form.kind) {
        None => problems.add(
            place.of("key"),
            format!(
                "`{key}` is on no {} form, says the list",
                form.kind.as_str()
            ),
        ),
        Some(number) if number != node.path => {
            let message = format!(
                "`{key}` is {number} in the list of keys, and stands at {}",
                node.path
            );
            problems.add(place.of("number"), message);
        }
        Some(_) => {}
    }
}

/// Every key that the list gives to this form is on it.
fn check_complete(
    read: &ReadForm,
    keys: &KeyList,
    seen: &FxHashMap<&str, u32>,
    problems: &mut Problems,
) {
    let due = keys
        .entries
        .iter()
        .filter(|entry| entry.number(read.form.kind).is_some());
    for entry in due.filter(|entry| !seen.contains_key(entry.key.as_str())) {
        problems.add(read.line, format!("the key `{}` is lacking", entry.key));
    }
}
