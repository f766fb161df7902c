//! Rules about labels and their variants.

use rustc_hash::FxHashMap;

use super::nodes;
use crate::problem::Problems;
use crate::read::{NodePlace, ReadForm};
use crate::{Node, Role};

/// The reference mark that the forms print after a label; it belongs to no label.
const REFERENCE_MARK: char = '\u{203b}';

pub(super) fn check(read: &ReadForm, problems: &mut Problems) {
    for (_, node, place) in nodes(read) {
        check_text(&node.label, place.of("label"), problems);
        check_variants(node, place, problems);
    }
    check_twins(read, problems);
}

fn check_text(label: &str, line: u32, problems: &mut Problems) {
    if label.trim() != label {
        problems.add(line, "the label begins or ends with a space");
    }
    if label.contains(REFERENCE_MARK) {
        problems.add(line, "the reference mark is no part of a label");
    }
}

/// A variant says something that neither the node nor an earlier variant says.
fn check_variants(node: &Node, place: &NodePlace, problems: &mut Problems) {
    let own = node.number.as_deref();
    let mut seen = vec![(own, node.label.as_str())];
    for (variant, &line) in node.variants.iter().zip(&place.variants) {
        check_text(&variant.label, line, problems);
        let printing = (variant.number.as_deref().or(own), variant.label.as_str());
        if seen.contains(&printing) {
            problems.add(
                line,
                format!(
                    "the variant 「{}」 is a printing that is there already",
                    variant.label
                ),
            );
        }
        seen.push(printing);
    }
}

/// No two nodes of one path and label stand under one parent: nothing would tell them apart.
fn check_twins(read: &ReadForm, problems: &mut Problems) {
    let mut seen = FxHashMap::default();
    for (_, node, place) in
        nodes(read).filter(|(_, node, _)| node.role != Role::Furniture && !node.label.is_empty())
    {
        let identity = (node.parent, node.path.as_str(), node.label.as_str());
        if let Some(first) = seen.insert(identity, place.line) {
            let line = place.of("label");
            problems.add(
                line,
                format!(
                    "「{}」 stands under the same parent already, in line {first}",
                    node.label
                ),
            );
        }
    }
}
