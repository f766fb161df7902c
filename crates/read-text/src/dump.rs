//! A document as text that a person can read: one line a block, for golden files.

use std::fmt::Write;

use hyokasho_document::{Block, BlockKind, Cell, Document, mark};
use hyokasho_source::Place;

/// Writes a document down: the block's kind, its place, and its cells with their columns and spans.
pub fn dump(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        dump_block(&mut out, block);
    }
    out
}

fn dump_block(out: &mut String, block: &Block) {
    let _ = match block.kind {
        BlockKind::Line {
            heading: Some(level),
        } => write!(out, "heading {level}"),
        BlockKind::Line { heading: None } => write!(out, "line"),
        BlockKind::Row { table, row } => write!(out, "row {table}.{row}"),
        BlockKind::Figure => write!(out, "figure"),
        BlockKind::Furniture => write!(out, "furniture"),
    };
    if let Some(run) = block.cells.first().and_then(|cell| cell.runs.first()) {
        dump_place(out, run.place);
    }
    for cell in &block.cells {
        dump_cell(out, cell);
    }
    out.push('\n');
}

fn dump_place(out: &mut String, place: Place) {
    let _ = match place {
        Place::Line { line, cell: None } => write!(out, " @{line}"),
        Place::Line {
            line,
            cell: Some(cell),
        } => write!(out, " @{line}:{cell}"),
        Place::Page { page, bbox } => write!(out, " @p{page} {bbox:?}"),
    };
}

fn dump_cell(out: &mut String, cell: &Cell) {
    let _ = write!(out, " | {}", cell.column);
    if (cell.column_span, cell.row_span) != (1, 1) {
        let _ = write!(out, "({}x{})", cell.column_span, cell.row_span);
    }
    out.push(' ');
    for c in cell.text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("{page}"),
            mark::BOX => out.push_str("{box}"),
            mark::BOX_CHECKED => out.push_str("{checked}"),
            mark::SEEN_OFF => out.push_str("{off}"),
            mark::SEEN_ON => out.push_str("{on}"),
            c => out.push(c),
        }
    }
}
