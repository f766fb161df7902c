//! Where lines are best cut so that typed items and texts between them fit.
//!
//! Input: items in the form's order, and lines. Output: for each group of items where its lines begin.

use hyokasho_catalogue::{ItemKind, NodeId, OptionText};
use hyokasho_model::{Basis, Status};

use super::Ground;
use super::share::one_each;
use crate::compose::text_of;
use crate::fold::fold;
use crate::marks;
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
    listed: &[Line],
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

/// What a line is as far as options go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// It may be a text's.
    Other,
    /// It belongs to the option list of one of the choices: no free text holds such a line.
    Listed,
    /// It begins with a box before an option of one of the check lists, and is none of a text either.
    Boxed,
}

/// What the lines are as far as the items' options go.
pub(super) fn listed_options(ground: &Ground<'_>, nodes: &[NodeId], lines: &[Piece]) -> Vec<Line> {
    let folded = |options: &[OptionText]| -> Vec<Vec<char>> {
        let options = options.iter();
        options
            .map(|option| fold(&hyokasho_normalize::normalize(&option.text)))
            .collect()
    };
    let of = |wanted: &dyn Fn(NodeId) -> bool| -> Vec<Vec<char>> {
        let nodes = nodes.iter().filter(|&&node| wanted(node));
        nodes
            .flat_map(|&node| folded(&ground.form.nodes[node].options))
            .collect()
    };
    let options = of(&|_| true);
    let chosen = of(&|node| ground.kind(node) == ItemKind::Choice);
    let boxed = of(&|node| ground.kind(node) == ItemKind::Flags);
    let kind = |line: &Piece| {
        let text = ground.text(line);
        let chars = fold(text);
        let is_aside =
            |aside: &Vec<char>| chars.windows(aside.len()).any(|w| w == aside.as_slice());
        // an option alone: its list has lost the numbers
        let listed = chosen.contains(&chars) || is_list_item(&chars, &options);
        if listed || ground.asides.iter().any(is_aside) {
            Line::Listed
        } else if is_boxed(text.trim_start(), &boxed) {
            Line::Boxed
        } else {
            Line::Other
        }
    };
    lines.iter().map(kind).collect()
}

/// Whether a line begins with a box and one of the options.
fn is_boxed(text: &str, options: &[Vec<char>]) -> bool {
    if options.is_empty() {
        return false;
    }
    let boxes = marks::find_boxes(text);
    boxes.first().is_some_and(|first| {
        let behind = fold(&text[first.range.end..]);
        first.range.start == 0 && options.iter().any(|option| behind.starts_with(option))
    })
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
fn fit(ground: &Ground<'_>, group: &Group, lines: &[Piece], listed: &[Line]) -> f64 {
    let Some(node) = group.typed else {
        let even =
            group.count > 1 && one_each(ground.sheet, lines, group.count).len() == group.count;
        let foreign = listed.iter().any(|line| *line != Line::Other);
        return match (foreign, even, lines.is_empty()) {
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
            let foreign = listed.iter().filter(|line| **line == Line::Listed).count();
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
