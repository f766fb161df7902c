//! Whose value each piece is.
//!
//! Input: the regions behind the labels. Mostly a region is its label's value. Three layouts differ, and
//! each is told by its own evidence: a row of labels over a row of values; labels stacked before all
//! their values; a row whose label the copy lost. Output: one assignment an item, and what is nobody's.

mod cuts;
mod share;
mod stack;

use hyokasho_catalogue::{Form, ItemKind, Node, NodeId, Role};
use hyokasho_model::Status;

use crate::chain::Link;
use crate::compose::text_of;
use crate::instances::Instances;
use crate::lost;
use crate::regions::{Piece, Region};
use crate::sheet::Sheet;
use crate::values;
use share::{Share, lines_of, share};
use stack::{labels_first, stack};

/// An item and the pieces that are its value.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// The item's node.
    pub node: NodeId,
    /// Indices of its key.
    pub indices: Vec<u32>,
    /// Where its label stands; empty where the copy lost it.
    pub label: Vec<Piece>,
    /// Its value.
    pub pieces: Vec<Piece>,
    /// Whether the value was found by its place in the form.
    pub by_position: bool,
    /// Whether the pieces may belong to a neighbour: labels stand apart from their values.
    pub doubtful: bool,
    /// The similarity of the label with the catalogue's.
    pub similarity: f64,
}

/// What was assigned, and what was not.
#[derive(Debug, Default)]
pub struct Distribution {
    /// One entry a label found, in reading order.
    pub assignments: Vec<Assignment>,
    /// Pieces that belong to no item.
    pub unassigned: Vec<Piece>,
}

/// What the distribution looks at.
pub struct Ground<'a> {
    /// The document.
    pub sheet: &'a Sheet<'a>,
    /// The form.
    pub form: &'a Form,
    /// The chain.
    pub links: &'a [Link],
    /// Blocks that are open at each link.
    pub instances: &'a Instances,
    /// Furniture texts in angle brackets.
    pub asides: &'a [Vec<char>],
    /// Whether the copy is known to put labels before all their values.
    pub labels_first: bool,
}

/// Assigns the pieces of all regions.
pub fn distribute(ground: &Ground<'_>, regions: Vec<Region>) -> Distribution {
    let mut regions = regions;
    let habit = labels_first(ground, &regions);
    let ground = &Ground {
        labels_first: habit,
        ..*ground
    };
    let mut out = Distribution::default();
    let mut at = 0;
    while at < regions.len() {
        let taken = header_row(ground, &mut regions, at, &mut out)
            .or_else(|| stack(ground, &mut regions, at, &mut out));
        if let Some(taken) = taken {
            at += taken;
            continue;
        }
        let next = regions.get(at + 1).and_then(|region| region.link);
        single(ground, &mut regions[at], next, &mut out);
        at += 1;
    }
    out
}

impl Ground<'_> {
    /// The node of a region's label.
    pub fn node_of(&self, region: &Region) -> Option<NodeId> {
        region.link.map(|link| self.links[link].candidate.node)
    }

    /// The node of a region whose label labels an item.
    fn item_of(&self, region: &Region) -> Option<NodeId> {
        self.node_of(region)
            .filter(|&node| self.form.nodes[node].key.is_some())
    }

    fn assignment(&self, region: &Region, node: NodeId, pieces: Vec<Piece>) -> Assignment {
        let link = region.link.unwrap_or(0);
        Assignment {
            node,
            indices: self.instances.of(
                link,
                self.form.nodes[node].key.as_deref().unwrap_or_default(),
            ),
            label: region.label.clone(),
            pieces,
            by_position: false,
            doubtful: false,
            similarity: self.links[link].candidate.similarity,
        }
    }

    /// The kind of a node's value.
    pub fn kind(&self, node: NodeId) -> ItemKind {
        self.form.nodes[node].kind.unwrap_or(ItemKind::Text)
    }

    /// The text of a piece.
    fn text(&self, piece: &Piece) -> &str {
        &self.sheet.cells[piece.cell].text[piece.range.clone()]
    }

    fn block_of(&self, piece: &Piece) -> u32 {
        self.sheet.cells[piece.cell].block
    }
}

/// One label and its region.
fn single(ground: &Ground<'_>, region: &mut Region, next: Option<usize>, out: &mut Distribution) {
    let Some(node) = ground.node_of(region) else {
        out.unassigned.append(&mut region.pieces);
        return;
    };
    let lost = lost_items(ground, node, next);
    let mut orphans = Vec::new();
    let mut strays = false;
    if ground.form.nodes[node].key.is_some() {
        let pieces = std::mem::take(&mut region.pieces);
        let (own, unlabelled) = split_unlabelled(ground, region, pieces, &lost);
        strays = has_stray_row(ground, region, &own);
        let mut assignment = ground.assignment(region, node, own);
        assignment.doubtful = unlabelled.is_empty()
            && lost::may_hold(
                ground,
                region,
                node,
                &assignment.pieces,
                &lost_keys(ground, node, next),
            );
        out.assignments.push(assignment);
        orphans = unlabelled;
    } else if lost.len() == 1 && !region.pieces.is_empty() {
        orphans.push(std::mem::take(&mut region.pieces));
    } else if let Some(shares) = share_of_lost(ground, region, &lost) {
        region.pieces.clear();
        orphans = shares.into_iter().map(|share| share.pieces).collect();
    } else {
        out.unassigned.append(&mut region.pieces);
    }
    for (&item, pieces) in lost.iter().zip(orphans) {
        let mut assignment = ground.assignment(region, item, pieces);
        assignment.label = Vec::new();
        assignment.by_position = true;
        assignment.doubtful = ground.kind(item) == ItemKind::Text
            && (strays || lost::has_label(ground, item, &assignment.pieces));
        out.assignments.push(assignment);
    }
}

/// Whether a row of two cells and more stands behind a label's own: the first of them may be a label that is damaged
/// past knowing, and the rows below it go on with its value.
fn has_stray_row(ground: &Ground<'_>, region: &Region, pieces: &[Piece]) -> bool {
    let label = region.label.last().map(|label| ground.block_of(label));
    pieces.windows(2).any(|pair| {
        let first = &ground.sheet.cells[pair[0].cell];
        let block = ground.block_of(&pair[0]);
        first.row && first.cell == 0 && Some(block) != label && block == ground.block_of(&pair[1])
    })
}

/// One cell beside a label over several items whose own labels the copy lost: shared by kind, where
/// every share is certain.
fn share_of_lost(ground: &Ground<'_>, region: &Region, lost: &[NodeId]) -> Option<Vec<Share>> {
    let typed = lost.iter().any(|&node| ground.kind(node) != ItemKind::Text);
    let [piece] = region.pieces.as_slice() else {
        return None;
    };
    if !typed || lost.len() < 2 || !region.own_cell {
        return None;
    }
    let shares = share(
        ground,
        lost,
        &lines_of(ground, std::slice::from_ref(piece)),
        false,
    )?;
    let certain = |share: &Share| !share.doubtful && !share.pieces.is_empty();
    shares.iter().all(certain).then_some(shares)
}

/// Items that the form prints between this label and the next one, and the copy does not show.
fn lost_items(ground: &Ground<'_>, node: NodeId, next: Option<usize>) -> Vec<NodeId> {
    let items = lost_keys(ground, node, next);
    let is_item = |&id: &NodeId| ground.form.nodes[id].role == Role::Item;
    items.into_iter().filter(is_item).collect()
}

/// The node behind a part's last one. The last label of the document tells nothing of what the form prints
/// behind it, but what stands under a part's headline belongs to the part.
fn part_end(form: &Form, part: NodeId) -> NodeId {
    let behind = form.nodes.iter().skip(part + 1);
    part + 1 + behind.take_while(|node| node.role != Role::Part).count()
}

/// The node behind the last one of a block that repeats: where the next label begins the block anew, the items up to
/// its end are lost.
fn block_end(form: &Form, node: NodeId) -> NodeId {
    let goes_on = |other: &&Node| !matches!(other.role, Role::Part | Role::Heading | Role::Block);
    let behind = form.nodes.iter().skip(node + 1);
    node + 1 + behind.take_while(goes_on).count()
}

/// The same with headings that are labels of a value themselves.
fn lost_keys(ground: &Ground<'_>, node: NodeId, next: Option<usize>) -> Vec<NodeId> {
    let nodes = &ground.form.nodes;
    let next = match next {
        Some(link) if ground.links[link].candidate.node <= node => block_end(ground.form, node),
        Some(link) => ground.links[link].candidate.node,
        None if nodes[node].role == Role::Part => part_end(ground.form, node),
        None => return Vec::new(),
    };
    let block = |id: NodeId| {
        ground.form.nodes[id]
            .key
            .as_deref()
            .and_then(|key| key.rfind(']').map(|at| &key[..=at]))
    };
    let own = block(node).or_else(|| (node + 1 < next).then(|| block(node + 1)).flatten());
    (node + 1..next)
        .filter(|&id| {
            let item = &ground.form.nodes[id];
            matches!(item.role, Role::Item | Role::Heading)
                && item.key.is_some()
                && item.within.is_none()
                && block(id) == own
        })
        .collect()
}

/// Parts rows with a blank label cell from the value where the form has just as many items there
/// whose labels are not found: the copy lost their labels.
fn split_unlabelled(
    ground: &Ground<'_>,
    region: &Region,
    pieces: Vec<Piece>,
    lost: &[NodeId],
) -> (Vec<Piece>, Vec<Vec<Piece>>) {
    let Some(label) = region.label.last() else {
        return (pieces, Vec::new());
    };
    let label_block = ground.block_of(label);
    if lost.is_empty() || !region.own_cell {
        return (pieces, Vec::new());
    }
    let has_own_value = pieces
        .iter()
        .any(|piece| ground.block_of(piece) == label_block);
    let (own, rest): (Vec<Piece>, Vec<Piece>) = pieces.iter().cloned().partition(|piece| {
        let cell = &ground.sheet.cells[piece.cell];
        cell.block == label_block || !cell.row || !has_blank_label(ground.sheet, piece.cell)
    });
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in rest {
        match rows.last_mut() {
            Some(row) if ground.block_of(&row[0]) == ground.block_of(&piece) => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    // a check list or a choice with its options over several rows
    if let [item] = lost
        && rows.len() > 1
        && ground.kind(*item) != ItemKind::Text
    {
        rows = vec![rows.concat()];
    }
    let fits = rows.len() == lost.len()
        && rows.iter().zip(lost).all(|(row, &item)| {
            let text = text_of(ground.sheet, row);
            let read = values::read(&ground.form.nodes[item], &text, ground.asides);
            read.object.status != Status::Unclear
        });
    // What stands below such rows may go on with the last of them.
    let bottom = rows.last().map(|row| ground.block_of(&row[0]));
    let below = own
        .iter()
        .any(|piece| Some(ground.block_of(piece)) > bottom);
    if has_own_value && fits && !below {
        (own, rows)
    } else {
        (pieces, Vec::new())
    }
}

/// Whether the cell stands in a row whose first cell is blank, and is not that cell.
pub fn has_blank_label(sheet: &Sheet, cell: usize) -> bool {
    let this = &sheet.cells[cell];
    let first = cell - this.cell as usize;
    this.cell > 0
        && sheet
            .cells
            .get(first)
            .is_some_and(|first| first.block == this.block && first.text.trim().is_empty())
}

/// A row of labels over a row of values: 評価書番号 | 評価書名 over 44 | ….
fn header_row(
    ground: &Ground<'_>,
    regions: &mut [Region],
    at: usize,
    out: &mut Distribution,
) -> Option<usize> {
    let first = regions[at].label.first()?;
    let block = ground.sheet.cells[first.cell]
        .row
        .then(|| ground.block_of(first))?;
    // a row of labels goes through the form once
    let most = ground.form.nodes.len();
    let count = regions[at..]
        .iter()
        .take(most)
        .take_while(|region| {
            region
                .label
                .first()
                .is_some_and(|label| ground.block_of(label) == block)
        })
        .count();
    let group = &regions[at..at + count];
    if !(2..most).contains(&count) || group.iter().any(|region| ground.item_of(region).is_none()) {
        return None;
    }
    let (last, before) = group.split_last()?;
    if before.iter().any(|region| !region.pieces.is_empty())
        || last.pieces.iter().any(|p| ground.block_of(p) <= block)
    {
        return None;
    }
    let width = |block: u32, cell: usize| {
        let first = cell - ground.sheet.cells[cell].cell as usize;
        ground.sheet.cells[first..]
            .iter()
            .take_while(|c| c.block == block)
            .count()
    };
    let value = last.pieces.first()?;
    let value_block = ground.block_of(value);
    if value_block != block + 1 || width(value_block, value.cell) != width(block, first.cell) {
        return None;
    }
    let pieces = std::mem::take(&mut regions[at + count - 1].pieces);
    let (row, rest): (Vec<Piece>, Vec<Piece>) = pieces
        .into_iter()
        .partition(|p| ground.block_of(p) == value_block);
    for region in &regions[at..at + count] {
        let column = ground.sheet.cells[region.label[0].cell].cell;
        let own = row
            .iter()
            .filter(|p| ground.sheet.cells[p.cell].cell == column)
            .cloned()
            .collect();
        if let Some(node) = ground.item_of(region) {
            out.assignments.push(ground.assignment(region, node, own));
        }
    }
    out.unassigned.extend(rest);
    Some(count)
}
