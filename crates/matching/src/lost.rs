//! Values of items whose labels the copy lost, in the region of the label before them.
//!
//! Input: the pieces behind a label and the items that the form prints up to the next label found.
//! Output: whether the pieces may hold a value of one of those. A form prints every label, so what
//! stands behind a label's own value, where a label is lost, may be the lost one's. Whose it is, this
//! does not say.

use hyokasho_catalogue::{ItemKind, NodeId};
use hyokasho_model::Status;

use crate::compose::paragraphs;
use crate::distribute::{Ground, has_blank_label};
use crate::fold::{Folded, fold};
use crate::regions::{Piece, Region};
use crate::values;

/// How much longer than a label a damaged one may be.
const SLACK: usize = 3;

/// Whether pieces behind an item's label may belong to one of the lost items.
pub fn may_hold(
    ground: &Ground<'_>,
    region: &Region,
    node: NodeId,
    pieces: &[Piece],
    lost: &[NodeId],
) -> bool {
    let printed = |&node: &NodeId| {
        let node = &ground.form.nodes[node];
        node.since.is_none() && node.until.is_none()
    };
    let lost: Vec<NodeId> = lost.iter().copied().filter(printed).collect();
    if lost.is_empty() || pieces.is_empty() {
        return false;
    }
    match ground.kind(node) {
        ItemKind::Text => goes_on(ground, region, pieces),
        ItemKind::Date
            if lost
                .iter()
                .any(|&other| ground.kind(other) == ItemKind::Date) =>
        {
            !begins_with_date(ground, node, pieces)
        }
        _ => false,
    }
}

/// Whether a text has more than its label's own row, or than one paragraph.
fn goes_on(ground: &Ground<'_>, region: &Region, pieces: &[Piece]) -> bool {
    let block = |piece: &Piece| ground.sheet.cells[piece.cell].block;
    let label = region.label.last().map(block);
    let (own, others): (Vec<Piece>, Vec<Piece>) = pieces
        .iter()
        .cloned()
        .partition(|piece| ground.sheet.cells[piece.cell].row && Some(block(piece)) == label);
    let blocks = |pieces: &[Piece]| {
        pieces
            .windows(2)
            .any(|pair| block(&pair[0]) != block(&pair[1]))
    };
    if own.is_empty() && region.own_cell {
        // The label's own cell is blank: rows with a blank label may be the lost item's.
        let unlabelled = |piece: &Piece| has_blank_label(ground.sheet, piece.cell);
        others.first().is_some_and(unlabelled)
            || (blocks(&others) && paragraphs(ground.sheet, &others).len() > 1)
    } else if own.is_empty() {
        blocks(&others) && paragraphs(ground.sheet, &others).len() > 1
    } else {
        !others.is_empty()
    }
}

/// Whether the first of several lines is the date: else it stands behind a line that is none.
fn begins_with_date(ground: &Ground<'_>, node: NodeId, pieces: &[Piece]) -> bool {
    let piece = &pieces[0];
    let text = ground.sheet.cells[piece.cell].text[piece.range.clone()].trim();
    let first = text.lines().next().unwrap_or_default();
    let read = values::read(&ground.form.nodes[node], first, ground.asides);
    pieces.len() == 1 || read.object.status == Status::Filled
}

/// Whether pieces taken for a lost item's value begin with its label, to which the copy glued the value, or with
/// what is left of it: its number, or a short cell before others in their row.
pub fn has_label(ground: &Ground<'_>, node: NodeId, pieces: &[Piece]) -> bool {
    let Some(first) = pieces.first() else {
        return false;
    };
    let item = &ground.form.nodes[node];
    let text = ground.sheet.cells[first.cell].text[first.range.clone()].trim_start();
    let label = fold(&hyokasho_normalize::normalize(&item.label));
    if Folded::new(text, label.len()).chars == label {
        return true;
    }
    let number = item.number.as_deref().unwrap_or_default();
    let circled = number.chars().next().and_then(crate::number::circled);
    if circled.is_some() && text.chars().next().and_then(crate::number::circled) == circled {
        return true;
    }
    let beside = pieces.get(1).is_some_and(|second| {
        let (a, b) = (
            &ground.sheet.cells[first.cell],
            &ground.sheet.cells[second.cell],
        );
        a.row && a.block == b.block && a.cell == 0
    });
    beside && text.chars().count() <= item.label.chars().count() + SLACK
}
