//! Every drawing in `pages/` is laid out and compared with the dump beside it.
//!
//! `UPDATE_GOLDEN=1` writes the dumps anew; a dump that is new fails that run, so that nobody takes
//! it unseen. A dump without a drawing fails.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hyokasho_document::{Block, BlockKind, Document, mark};
use hyokasho_layout::{LayoutOptions, lay_out};
use hyokasho_source::Diagnostic;

mod draw;

#[test]
fn drawings_lay_out_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for path in files(&folder, "txt") {
        let source = std::fs::read_to_string(&path).expect("a drawing is readable");
        let found = check(&source);
        let golden = path.with_extension("expected");
        let expected = std::fs::read_to_string(&golden).ok();
        if expected.as_deref() == Some(found.as_str()) {
            continue;
        }
        if update {
            std::fs::write(&golden, &found).expect("the dump is writable");
        }
        match expected {
            None => wrong.push(format!("{}: new\n{found}", golden.display())),
            Some(_) if update => {}
            Some(expected) => wrong.push(format!(
                "{}\n--- expected\n{expected}--- found\n{found}",
                golden.display()
            )),
        }
    }
    for golden in files(&folder, "expected") {
        if !golden.with_extension("txt").exists() {
            wrong.push(format!("{}: no drawing of this name", golden.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is readable");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == extension));
    paths.sort();
    paths
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
        let _ = writeln!(out, "  {at}: {text}");
    }
}
