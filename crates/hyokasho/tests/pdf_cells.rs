//! Every PDF fixture with a cell truth: row, column, spans and text of the cells on its ruled pages.

mod cells;
mod score;

use std::path::{Path, PathBuf};

use cells::{CellScore, score_joined, score_pages};
use hyokasho_layout::{LayoutOptions, lay_out};
use hyokasho_read_pdf::{ReadOptions, open};

/// Share of exact cells, page by page, of spreadsheets and drawn forms.
const EXACT_ON_PAGES: f64 = 0.995;
/// Share of exact cells after joining over pages: a page's end may hide whether a row goes on.
const EXACT_JOINED: f64 = 0.99;

/// Name, PDF and cell truth of the manifest's PDFs: path, document, form, producer, damage, facts, cells.
fn fixtures() -> Vec<(String, PathBuf, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let manifest = std::fs::read_to_string(root.join("manifest.tsv"))
        .expect("the manifest ships with the project");
    let rows = manifest
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row.len() >= 7 && row[0].starts_with("pdf/") && row[6] != "-")
        .map(|row| (row[0].to_owned(), root.join(row[0]), root.join(row[6])))
        .collect()
}

#[test]
fn cells_are_exact() {
    let (mut pages, mut joined) = (CellScore::default(), CellScore::default());
    for (name, pdf, cells) in fixtures() {
        let bytes = std::fs::read(&pdf).expect("a fixture can be read");
        let truth = std::fs::read_to_string(cells).expect("a fixture has its cells");
        let read = open(bytes, &ReadOptions::default())
            .expect("a fixture opens")
            .read();
        let laid = lay_out(&read.value, &LayoutOptions::default()).value;
        let by_page = truth.starts_with("{\"page\"");
        let score = if by_page {
            score_pages(&laid, &truth)
        } else {
            score_joined(&laid, &truth)
        };
        println!(
            "{name}: {} of {} cells, {:.2} %",
            score.exact,
            score.cells,
            100.0 * score.share()
        );
        let all = if by_page { &mut pages } else { &mut joined };
        all.add(&name, score);
    }
    println!(
        "on pages: {:.2} %, joined: {:.2} %",
        100.0 * pages.share(),
        100.0 * joined.share()
    );
    for fault in pages.faults.iter().chain(&joined.faults) {
        println!("{fault}");
    }
    assert!(
        pages.cells > 3_000 && joined.cells > 2_000,
        "the fixtures with cells are in the manifest"
    );
    assert!(
        pages.share() >= EXACT_ON_PAGES,
        "on pages: {} of {}",
        pages.exact,
        pages.cells
    );
    assert!(
        joined.share() >= EXACT_JOINED,
        "joined: {} of {}",
        joined.exact,
        joined.cells
    );
}
