//! Items of several files that one part prints together.
//!
//! The form prints Ⅱ once for each file and has a part (記録項目) behind them all, which opens the files
//! anew. Documents print it once for each file, or once with the files' names as headings. Input: the facts
//! found. Output: the same with each file's own part; what cannot be parted is unclear for every file.

use hyokasho_model::{Candidate, Key, Status, Value};

use crate::FormIndex;
use crate::facts::Made;
use crate::fold::fold;

/// A heading is a file's name with a number or brackets around it, and no more.
const HEADING_SLACK: usize = 10;

/// Parts facts of a part that opens files anew among the files that the form's first such part has.
pub(crate) fn share_among_files(index: &FormIndex<'_>, made: &mut Vec<Made>) {
    for (open, end, prefix) in &index.blocks.spans {
        let first = index
            .blocks
            .spans
            .iter()
            .find(|(_, _, other)| other == prefix);
        if first.is_none_or(|(first, ..)| first == open) || prefix.matches('[').count() != 1 {
            continue;
        }
        let names = names(index, made, prefix);
        let here: Vec<usize> = (0..made.len())
            .filter(|&at| (*open..*end).contains(&made[at].node))
            .collect();
        if let ([at], true) = (here.as_slice(), names.len() > 1) {
            let whole = made.remove(*at);
            made.extend(part(&whole, &names));
        }
    }
}

/// The files' names, by index: the first item of every block.
fn names(index: &FormIndex<'_>, made: &[Made], prefix: &str) -> Vec<(u32, String)> {
    let Some((open, end, _)) = index
        .blocks
        .spans
        .iter()
        .find(|(_, _, other)| other == prefix)
    else {
        return Vec::new();
    };
    let Some(first) = (*open..*end).find(|&node| index.form.nodes[node].key.is_some()) else {
        return Vec::new();
    };
    let named = made.iter().filter(|made| made.node == first);
    named
        .filter_map(|made| {
            let name = made.fact.object.value.as_ref()?.as_text()?;
            Some((*made.indices.first()?, name.to_owned()))
        })
        .collect()
}

/// One fact for each file: its share behind its heading, or unclear with the whole as candidate.
fn part(whole: &Made, names: &[(u32, String)]) -> Vec<Made> {
    let text = whole
        .fact
        .object
        .value
        .as_ref()
        .and_then(Value::as_text)
        .unwrap_or_default();
    let shares = shares(text, names);
    names
        .iter()
        .enumerate()
        .map(|(at, (index, _))| {
            let mut made = whole.clone();
            made.indices = vec![*index];
            made.fact.key = Key::from_pattern(&whole.fact.key.pattern(), &made.indices);
            let object = &mut made.fact.object;
            match &shares {
                Some(shares) => {
                    object.text.clone_from(&shares[at]);
                    object.value = Some(Value::Text(shares[at].clone()));
                }
                None if object.status == Status::Filled => {
                    let reason = Some("printed for several files together".to_owned());
                    object.candidates = object
                        .value
                        .take()
                        .map(|value| Candidate { value, reason })
                        .into_iter()
                        .collect();
                    object.status = Status::Unclear;
                    object.basis = None;
                }
                None => {}
            }
            made
        })
        .collect()
}

/// The text parted at the headings that are the files' names, in their order.
fn shares(text: &str, names: &[(u32, String)]) -> Option<Vec<String>> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut starts = Vec::new();
    for (_, name) in names {
        let name = fold(name);
        let from = starts.last().map_or(0, |start| start + 1);
        let heading = (from..lines.len()).find(|&at| {
            let line = fold(lines[at]);
            line.len() <= name.len() + HEADING_SLACK
                && line
                    .windows(name.len().max(1))
                    .any(|part| part == name.as_slice())
        });
        starts.push(heading?);
    }
    // What stands before the first heading belongs to the first file only when there is nothing.
    if starts.first() != Some(&0) {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    Some(
        starts
            .iter()
            .zip(ends)
            .map(|(&start, end)| lines[start..end].join("\n"))
            .collect(),
    )
}
