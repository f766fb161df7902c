//! Every drawing in `pages/` is laid out and compared with the dump beside it, which `UPDATE_GOLDEN=1`
//! writes anew.

use std::fmt::Write as _;

use hyokasho_cases::Cases;
use hyokasho_document::{Block, BlockKind, Document, mark};
use hyokasho_layout::{LayoutOptions, lay_out};
use hyokasho_source::Diagnostic;

mod draw;

#[test]
fn drawings_lay_out_as_expected() {
    let drawings = Cases::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages"), "txt");
    drawings.hold(|name| check(&drawings.text(name)));
}

#[test]
fn without_joining_each_page_has_its_own_tables() {
    let source = "┌──┬──┐\n│a │b │\n└──┴──┘\n@page\n┌──┬──┐\n│  │c │\n└──┴──┘\n";
    let pages = draw::draw(source);
    let tables = |join_pages| {
        let document = lay_out(&pages, &LayoutOptions { join_pages })
            .value
            .document;
        let rows = document.blocks.iter().map(|b| match b.kind {
            BlockKind::Row { table, row } => (table, row),
            _ => panic!("rows alone"),
        });
        rows.collect::<Vec<_>>()
    };
    assert_eq!(tables(false), [(0, 0), (1, 0)]);
    assert_eq!(tables(true), [(0, 0)]);
}

fn check(source: &str) -> String {
    let laid = lay_out(&draw::draw(source), &LayoutOptions::default());
    check_runs(&laid.value.document);
    dump(&laid.value.document, &laid.diagnostics)
}

/// Runs follow one another and lie on character borders.
fn check_runs(document: &Document) {
    for cell in document.blocks.iter().flat_map(|b| &b.cells) {
        let mut end = 0;
        for run in &cell.runs {
            assert!(
                run.range.start >= end && run.range.start < run.range.end,
                "{cell:?}"
            );
            assert!(cell.text.get(run.range.clone()).is_some(), "{cell:?}");
            end = run.range.end;
        }
    }
}

fn dump(document: &Document, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        dump_block(block, &mut out);
    }
    for d in diagnostics {
        let _ = writeln!(out, "! {}: {}", d.code, d.message);
    }
    out
}

fn dump_block(block: &Block, out: &mut String) {
    let head = match block.kind {
        BlockKind::Line {
            heading: Some(level),
        } => format!("heading {level}"),
        BlockKind::Line { heading: None } => "line".to_owned(),
        BlockKind::Row { table, row } => format!("table {table} row {row}"),
        BlockKind::Figure => "figure".to_owned(),
        BlockKind::Furniture => "furniture".to_owned(),
    };
    let _ = writeln!(out, "{head}");
    for cell in &block.cells {
        let text = cell
            .text
            .replace(mark::SEEN_ON, "<on>")
            .replace(mark::SEEN_OFF, "<off>")
            .replace('\n', "⏎");
        let mut at = format!("{}", cell.column);
        if (cell.column_span, cell.row_span) != (1, 1) {
            let _ = write!(at, " ({}x{})", cell.column_span, cell.row_span);
        }
        let _ = write!(out, "  {at}: {text}");
        for hidden in &cell.lost {
            let _ = write!(out, " ~{}~", &cell.text[hidden.clone()]);
        }
        out.push('\n');
    }
}
