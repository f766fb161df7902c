//! Counts the cells of a laid out document that are exactly those of the truth: row, column, spans and text.
//!
//! Texts are compared folded and without the marks that stand for drawings, since the truth has what is typed.

use std::collections::BTreeMap;

use hyokasho_document::BlockKind;
use hyokasho_layout::{Laid, Table};
use serde::Deserialize;

use crate::score::fold;

/// Row, column, rows and columns spanned.
type Place = (u32, u32, u32, u32);

/// The tally of one document or of many.
#[derive(Debug, Default)]
pub struct CellScore {
    /// Cells of the truth.
    pub cells: usize,
    /// Those found exactly.
    pub exact: usize,
    /// What was not exact, with page or table and cell.
    pub faults: Vec<String>,
}

impl CellScore {
    /// Exact cells over all.
    pub fn share(&self) -> f64 {
        if self.cells == 0 {
            1.0
        } else {
            self.exact as f64 / self.cells as f64
        }
    }

    /// Adds a document's tally.
    pub fn add(&mut self, name: &str, other: Self) {
        self.cells += other.cells;
        self.exact += other.exact;
        self.faults.extend(
            other
                .faults
                .into_iter()
                .map(|fault| format!("{name} {fault}")),
        );
    }

    fn count(&mut self, cells: usize, exact: bool, fault: impl FnOnce() -> String) {
        self.cells += cells;
        if exact {
            self.exact += cells;
        } else {
            self.faults.push(fault());
        }
    }

    fn one(&mut self, cell: &TrueCell, found: Option<&str>, at: &str) {
        let exact = found.is_some_and(|found| plain(found) == plain(&cell.text));
        self.count(1, exact, || {
            format!("{at}: {found:?}, expected {:?}", cell.text)
        });
    }

    /// A cell that the truth does not have.
    fn extra(&mut self, places: impl Iterator<Item = Place>, at: &str) {
        self.faults
            .extend(places.map(|place| format!("{at} cell {place:?}: not in the truth")));
    }
}

#[derive(Deserialize)]
struct TruePage {
    page: usize,
    tables: Vec<TrueTable>,
}

#[derive(Deserialize)]
struct TrueTable {
    cells: Vec<TrueCell>,
}

#[derive(Deserialize)]
struct TrueCell {
    row: u32,
    col: u32,
    row_span: u32,
    col_span: u32,
    text: String,
    cut: Option<u32>,
}

impl TrueCell {
    fn place(&self) -> Place {
        (self.row, self.col, self.row_span, self.col_span)
    }
}

/// A cell that page ends have cut.
#[derive(Default)]
struct Cut {
    text: String,
    found: String,
    parts: usize,
    missing: usize,
    at: String,
}

impl Cut {
    fn add(&mut self, cell: &TrueCell, found: Option<&str>, at: String) {
        self.parts += 1;
        self.missing += usize::from(found.is_none());
        self.found.push_str(found.unwrap_or_default());
        self.text.clone_from(&cell.text);
        self.at = at;
    }
}

/// Compares each page's tables with a truth of one line a page.
pub fn score_pages(laid: &Laid, truth: &str) -> CellScore {
    let mut score = CellScore::default();
    let mut cuts: BTreeMap<u32, Cut> = BTreeMap::new();
    for line in truth.lines() {
        let page: TruePage = serde_json::from_str(line).expect("cells are JSON lines");
        let tables = laid
            .pages
            .get(page.page - 1)
            .map(|p| outer(&p.tables))
            .unwrap_or_default();
        for (n, table) in page.tables.iter().enumerate() {
            let mut found = tables.get(n).map(|t| cells_of(t)).unwrap_or_default();
            for cell in &table.cells {
                let at = format!("page {} table {n} cell {:?}", page.page, cell.place());
                let text = found.remove(&cell.place());
                match cell.cut {
                    None => score.one(cell, text, &at),
                    Some(number) => cuts.entry(number).or_default().add(cell, text, at),
                }
            }
            score.extra(found.into_keys(), &format!("page {} table {n}", page.page));
        }
    }
    for cut in cuts.into_values() {
        let exact = cut.missing == 0 && plain(&cut.found) == plain(&cut.text);
        score.count(cut.parts, exact, || {
            format!("{}: {:?}, expected {:?}", cut.at, cut.found, cut.text)
        });
    }
    score
}

/// Compares tables joined over pages with a truth of one line a table.
pub fn score_joined(laid: &Laid, truth: &str) -> CellScore {
    let mut score = CellScore::default();
    let mut tables: BTreeMap<u32, BTreeMap<Place, &str>> = BTreeMap::new();
    for block in &laid.document.blocks {
        if let BlockKind::Row { table, row } = block.kind {
            for cell in &block.cells {
                let place = (row, cell.column, cell.row_span, cell.column_span);
                tables.entry(table).or_default().insert(place, &cell.text);
            }
        }
    }
    let mut tables = tables.into_values();
    for (n, line) in truth.lines().enumerate() {
        let table: TrueTable = serde_json::from_str(line).expect("cells are JSON lines");
        let mut found = tables.next().unwrap_or_default();
        for cell in &table.cells {
            let at = format!("table {n} cell {:?}", cell.place());
            let text = found.remove(&cell.place());
            score.one(cell, text, &at);
        }
        score.extra(found.into_keys(), &format!("table {n}"));
    }
    score
}

/// The tables that stand in no other's cell, top to bottom.
fn outer(tables: &[Table]) -> Vec<&Table> {
    let mut outer: Vec<&Table> = tables.iter().filter(|t| t.host.is_none()).collect();
    outer.sort_by(|a, b| {
        a.rect
            .y0
            .total_cmp(&b.rect.y0)
            .then(a.rect.x0.total_cmp(&b.rect.x0))
    });
    outer
}

fn cells_of(table: &Table) -> BTreeMap<Place, &str> {
    table
        .cells
        .iter()
        .map(|c| {
            (
                (c.row, c.column, c.row_span, c.column_span),
                c.text.text.as_str(),
            )
        })
        .collect()
}

/// A text as the truth can have it: folded, without the marks of drawings (noncharacters).
fn plain(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|c| !('\u{fdd0}'..='\u{fdef}').contains(c))
        .collect()
}
