//! Where lines are best cut so that typed items and texts between them fit.
//!
//! Input: items in the form's order, and lines. Output: for each group of items where its lines begin.

use hyokasho_catalogue::{ItemKind, NodeId};
use hyokasho_model::{Basis, Status};

use super::Ground;
use super::share::one_each;
use crate::compose::text_of;
use crate::regions::Piece;
use crate::values;

/// Neighbouring text items, or one typed item.
pub(super) struct Group {
    /// The typed item; `None` for texts.
    pub typed: Option<NodeId>,
    /// How many items they are.
    pub count: usize,
}

pub(super) fn group_texts(ground: &Ground<'_>, nodes: &[NodeId]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for &node in nodes {
        if ground.kind(node) != ItemKind::Text {
            groups.push(Group {
                typed: Some(node),
                count: 1,
            });
        } else if let Some(group) = groups.last_mut().filter(|group| group.typed.is_none()) {
            group.count += 1;
        } else {
            groups.push(Group {
                typed: None,
                count: 1,
            });
        }
    }
    groups
}

/// Where to cut the lines so that the groups fit best: for each group its start, and the end.
pub(super) fn best_cuts(
    ground: &Ground<'_>,
    groups: &[Group],
    lines: &[Piece],
    listed: &[bool],
) -> Vec<usize> {
    let n = lines.len();
    let mut best = vec![vec![f64::NEG_INFINITY; n + 1]; groups.len() + 1];
    let mut from = vec![vec![0; n + 1]; groups.len() + 1];
    best[0][0] = 0.0;
    for (g, group) in groups.iter().enumerate() {
        for start in 0..=n {
            if best[g][start] == f64::NEG_INFINITY {
                continue;
            }
            for end in start..=n {
                let score =
                    best[g][start] + fit(ground, group, &lines[start..end], &listed[start..end]);
                if score > best[g + 1][end] {
                    best[g + 1][end] = score;
                    from[g + 1][end] = start;
                }
            }
        }
    }
    let mut cuts = vec![n; groups.len() + 1];
    for g in (0..groups.len()).rev() {
        cuts[g] = from[g + 1][cuts[g + 1]];
    }
    cuts
}

/// Which lines belong to the option list of one of the choices: no free text holds such lines.
pub(super) fn listed_options(ground: &Ground<'_>, nodes: &[NodeId], lines: &[Piece]) -> Vec<bool> {
    let options: Vec<Vec<char>> = nodes
        .iter()
        .flat_map(|&node| &ground.form.nodes[node].options)
        .map(|option| crate::fold::fold(&hyokasho_normalize::normalize(&option.text)))
        .collect();
    lines
        .iter()
        .map(|line| {
            let chars = crate::fold::fold(&ground.sheet.cells[line.cell].text[line.range.clone()]);
            let aside = ground
                .asides
                .iter()
                .any(|aside| chars.windows(aside.len()).any(|w| w == aside.as_slice()));
            aside || is_list_item(&chars, &options)
        })
        .collect()
}

/// Whether a line is a numbered option, alone or before the next one: an item of a text may begin with an
/// option's words (③再委託する業務の範囲).
fn is_list_item(chars: &[char], options: &[Vec<char>]) -> bool {
    let Some((_, used)) = crate::choice::list_number(chars) else {
        return false;
    };
    let behind = |option: &Vec<char>| chars[used..].strip_prefix(option.as_slice());
    let ends = |rest: &[char]| rest.is_empty() || crate::choice::list_number(rest).is_some();
    options.iter().filter_map(behind).any(ends)
}

/// How well lines fit a group.
fn fit(ground: &Ground<'_>, group: &Group, lines: &[Piece], listed: &[bool]) -> f64 {
    let Some(node) = group.typed else {
        let even =
            group.count > 1 && one_each(ground.sheet, lines, group.count).len() == group.count;
        return match (listed.contains(&true), even, lines.is_empty()) {
            (true, ..) => -8.0,
            (_, true, _) => 1.0,
            // A line that a text may have is not a part of its typed neighbour.
            (_, _, empty) => {
                if empty {
                    0.0
                } else {
                    0.2
                }
            }
        };
    };
    if lines.is_empty() {
        return 0.0;
    }
    let read = values::read(
        &ground.form.nodes[node],
        &text_of(ground.sheet, lines),
        ground.asides,
    );
    match (read.object.status, read.object.basis) {
        (Status::Filled, _) if ground.kind(node) == ItemKind::Flags => {
            let foreign = listed.iter().filter(|listed| **listed).count();
            flags_fit(&read.object) - 0.01 * lines.len() as f64 - foreign as f64
        }
        (Status::Filled, Some(Basis::Label)) if ground.kind(node) == ItemKind::Choice => 4.0,
        // Shorter shares that read alike are better.
        (Status::Filled, _) => 5.0 - 0.01 * lines.len() as f64,
        (Status::Blank, _) => 1.0,
        (Status::Unclear, _) => -6.0,
    }
}

fn flags_fit(object: &hyokasho_model::ValueObject) -> f64 {
    let Some(hyokasho_model::Value::Flags(flags)) = &object.value else {
        return -6.0;
    };
    let told = flags
        .iter()
        .filter(|flag| flag.state != hyokasho_model::FlagState::Unclear)
        .count();
    if told == 0 {
        -3.0
    } else {
        5.0 * told as f64 / flags.len() as f64
    }
}
