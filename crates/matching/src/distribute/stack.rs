//! Labels that stand before all their values.
//!
//! Input: the regions behind the labels. Output: an assignment for each label of a stack, its lines shared out by
//! `share`; nothing where the labels are no stack.

use hyokasho_catalogue::{ItemKind, NodeId, Role};

use super::share::{lines_of, share};
use super::{Distribution, Ground, lost_items};
use crate::regions::{Piece, Region};

/// Labels that stand before all their values: none but the last has anything behind it, and no label
/// has a cell for its value to itself.
struct Stack {
    /// Regions of the labels that are items.
    members: Vec<usize>,
    /// The region that holds the values.
    last: usize,
    /// The values' lines.
    lines: Vec<Piece>,
}

impl Stack {
    /// The stack that begins at a region.
    fn at(ground: &Ground<'_>, regions: &[Region], at: usize) -> Option<Self> {
        // Labels in one cell share the cell beside it; else a cell beside a label is its own.
        let label_cell = |region: &Region| region.label.last().map(|label| label.cell);
        let first_cell = label_cell(&regions[at]);
        let to_itself = |region: &Region| region.own_cell && label_cell(region) != first_cell;
        let role = |region: &Region| {
            ground
                .node_of(region)
                .map(|node| ground.form.nodes[node].role)
        };
        // A block's title begins other items: it may be the first label of a stack alone.
        let stacks = |n: usize| match role(&regions[n]) {
            Some(Role::Part) | None => false,
            Some(Role::Label) => true,
            Some(Role::Block) if n > at => false,
            Some(_) => ground.item_of(&regions[n]).is_some(),
        };
        let is_bare =
            |n: usize| regions[n].pieces.is_empty() && !to_itself(&regions[n]) && stacks(n);
        // a stack goes through the form once; without an end each of many bare labels would look at all behind it
        let end = regions.len().min(at + ground.form.nodes.len());
        let last = (at..end).find(|&n| !is_bare(n))?;
        let holder = &regions[last];
        if !stacks(last) || ground.item_of(holder).is_none() {
            return None;
        }
        if last == at || to_itself(holder) || holder.pieces.is_empty() {
            return None;
        }
        let same_heading = |n: usize| heading(ground, &regions[n]) == heading(ground, holder);
        let mut members: Vec<usize> = (at..=last)
            .filter(|&n| ground.item_of(&regions[n]).is_some() && same_heading(n))
            .collect();
        if members.len() < 2 || members[0] != at {
            return None;
        }
        // A label that is printed again above its value takes its own.
        let again = regions.get(last + 1);
        if again.is_some_and(|next| {
            ground.node_of(next) == ground.node_of(holder) && !next.pieces.is_empty()
        }) {
            members.pop();
        }
        Some(Self {
            members,
            last,
            lines: lines_of(ground, &holder.pieces),
        })
    }

    /// Whether the form prints items between its labels, and behind the last one, that are not found.
    fn loses_labels(&self, ground: &Ground<'_>, regions: &[Region]) -> bool {
        self.members.iter().any(|&member| {
            let next = regions.get(member + 1).and_then(|region| region.link);
            ground.item_of(&regions[member]).is_some_and(|node| {
                let lost = lost_items(ground, node, next);
                lost.iter().any(|&id| {
                    let item = &ground.form.nodes[id];
                    item.since.is_none() && item.until.is_none()
                })
            })
        })
    }

    /// Whether the labels stand in one cell, and beside it a cell for their values.
    fn is_in_one_cell(&self, regions: &[Region]) -> bool {
        let cell = |&member: &usize| regions[member].label.last().map(|label| label.cell);
        let first = self.members.first().and_then(cell);
        regions[self.last].own_cell && self.members.iter().all(|member| cell(member) == first)
    }

    fn nodes(&self, ground: &Ground<'_>, regions: &[Region]) -> Vec<NodeId> {
        self.members
            .iter()
            .filter_map(|&member| ground.item_of(&regions[member]))
            .collect()
    }
}

/// Whether some stack of the copy has typed items that find their values in its lines: evidence that the
/// copy puts labels before values.
pub(super) fn labels_first(ground: &Ground<'_>, regions: &[Region]) -> bool {
    (0..regions.len())
        .filter_map(|at| Stack::at(ground, regions, at))
        .any(|stack| {
            let nodes = stack.nodes(ground, regions);
            let typed = nodes
                .iter()
                .any(|&node| ground.kind(node) != ItemKind::Text);
            let shares = typed
                .then(|| share(ground, &nodes, &stack.lines, false))
                .flatten()
                .unwrap_or_default();
            shares
                .iter()
                .filter(|share| !share.pieces.is_empty())
                .count()
                > 1
        })
}

/// Shares the values of a stack out among its labels; gives the regions taken.
pub(super) fn stack(
    ground: &Ground<'_>,
    regions: &mut [Region],
    at: usize,
    out: &mut Distribution,
) -> Option<usize> {
    let stack = Stack::at(ground, regions, at)?;
    let nodes = stack.nodes(ground, regions);
    let together = stack.is_in_one_cell(regions);
    let shares = share(ground, &nodes, &stack.lines, together)?;
    // The values of labels that the copy lost stand among the others.
    let lost = stack.loses_labels(ground, regions);
    regions[stack.last].pieces.clear();
    for (&member, share) in stack.members.iter().zip(shares) {
        let Some(node) = ground.item_of(&regions[member]) else {
            continue;
        };
        let mut assignment = ground.assignment(&regions[member], node, share.pieces);
        assignment.by_position = true;
        assignment.doubtful = share.doubtful || (lost && ground.kind(node) == ItemKind::Text);
        out.assignments.push(assignment);
    }
    Some(stack.last + 1 - at)
}

fn heading(ground: &Ground<'_>, region: &Region) -> Option<NodeId> {
    let mut node = ground.node_of(region)?;
    while let Some(parent) = ground.form.nodes[node].parent {
        if matches!(
            ground.form.nodes[node].role,
            Role::Heading | Role::Block | Role::Risk
        ) {
            return Some(node);
        }
        node = parent;
    }
    Some(node)
}
