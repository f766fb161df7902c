//! Keys that a form prints and a document does not show.
//!
//! Input: the facts found, the printed revision. Output: the keys, in the order of the form.

use hyokasho_model::Key;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Made;
use crate::FormIndex;

/// Keys that the form prints and no fact shows: outside of blocks, and in every block that is there.
pub(super) fn missing(index: &FormIndex<'_>, made: &[Made], revision: Option<&str>) -> Vec<String> {
    let have: FxHashSet<&str> = made.iter().map(|made| made.fact.key.as_str()).collect();
    let patterns: Vec<String> = made.iter().map(|made| made.fact.key.pattern()).collect();
    let mut instances: FxHashMap<&str, Vec<Vec<u32>>> = FxHashMap::default();
    let mut missing = Vec::new();
    for (_, node) in index.form.items() {
        let Some(pattern) = node.key.as_deref() else {
            continue;
        };
        let dated = node.since.is_some() || node.until.is_some();
        let printed = revision.map_or(!dated, |revision| node.is_in(revision));
        if !printed || pattern.starts_with("changes[") {
            continue;
        }
        let prefix = pattern.rfind(']').map_or("", |at| &pattern[..=at]);
        let open = instances
            .entry(prefix)
            .or_insert_with(|| instances_of(prefix, made, &patterns));
        for indices in open.iter() {
            let key = Key::from_pattern(pattern, indices);
            if !have.contains(key.as_str()) {
                missing.push(key.as_str().to_owned());
            }
        }
    }
    missing
}

/// The indices under which a block occurs, by its pattern; 1 where it does not occur at all.
fn instances_of(prefix: &str, made: &[Made], patterns: &[String]) -> Vec<Vec<u32>> {
    let depth = prefix.matches('[').count();
    if depth == 0 {
        return vec![Vec::new()];
    }
    let mut seen: Vec<Vec<u32>> = made
        .iter()
        .zip(patterns)
        .filter(|(made, own)| made.indices.len() >= depth && own.starts_with(prefix))
        .map(|(made, _)| made.indices[..depth].to_vec())
        .collect();
    seen.sort_unstable();
    seen.dedup();
    if seen.is_empty() {
        vec![vec![1; depth]]
    } else {
        seen
    }
}
