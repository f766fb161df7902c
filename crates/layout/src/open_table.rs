//! The last table of the pages so far, while it may go on: its sides, its head, the cells at its bottom; and what
//! of a page's table tells whether it goes on.

use hyokasho_source::Rect;

use crate::{PageLayout, Table, TableCell, Wrap};

/// How far the sides of two halves of a table may differ.
pub(crate) const SAME_COLUMN: f64 = 3.0;
/// Share of the page's height within which a table that goes on begins.
const PAGE_TOP: f64 = 0.3;
/// Lines left free below the upper half of a text that a page's end cuts: word processors move up to two
/// lines to the next page with the one that did not fit.
const LINES_BELOW: f64 = 3.5;
/// Rows that a repeated table head has at most.
const HEAD_ROWS: usize = 5;

/// The last table, while nothing but page furniture came after it.
pub(crate) struct OpenTable {
    pub(crate) number: u32,
    /// Number of the page that it was last seen on.
    pub(crate) page: u32,
    pub(crate) rect: Rect,
    pub(crate) columns: Vec<f64>,
    pub(crate) rows: u32,
    pub(crate) head: Vec<Vec<String>>,
    /// Cells at its bottom, left to right.
    pub(crate) bottom: Vec<Placed>,
    /// What is left of the page below it, as far as tables go down.
    pub(crate) room: f64,
    /// All its cells with their sides, for the grid of the whole table.
    pub(crate) cells: Vec<Placed>,
    pub(crate) pieces: u32,
}

/// A cell among the blocks.
#[derive(Clone)]
pub(crate) struct Placed {
    pub(crate) block: usize,
    pub(crate) cell: usize,
    pub(crate) rect: Rect,
    pub(crate) page: u32,
    pub(crate) wrap: Wrap,
    pub(crate) open: bool,
    /// Whether its text goes down to its lower side.
    pub(crate) ends_low: bool,
}

impl OpenTable {
    pub(crate) fn new(number: u32, table: &Table, page: &PageLayout) -> Self {
        let count = table.rows.len().saturating_sub(1).min(HEAD_ROWS);
        Self {
            number,
            page: page.number,
            rect: table.rect,
            columns: Vec::new(),
            rows: 0,
            head: (0..count)
                .map(|r| texts(table, r).map(str::to_owned).collect())
                .collect(),
            bottom: Vec::new(),
            room: f64::MAX,
            cells: Vec::new(),
            pieces: 0,
        }
    }

    /// Whether a table at the top of the next page is a part of this one: the same sides, and
    /// column lines in common. One that begins lower, below a wide margin, is where no rule closes either.
    pub(crate) fn goes_on_in(&self, table: &Table, page: &PageLayout) -> bool {
        let same = |a: f64, b: f64| (a - b).abs() <= SAME_COLUMN;
        let inner = |columns: &[f64]| columns.len().saturating_sub(2);
        let common = self
            .columns
            .iter()
            .skip(1)
            .take(inner(&self.columns))
            .filter(|a| table.columns.iter().any(|b| same(**a, *b)))
            .count();
        let fewest = inner(&self.columns).min(inner(&table.columns));
        let open = || !self.bottom.is_empty() && self.bottom.iter().all(|cell| cell.open);
        let high = table.rect.y0 <= PAGE_TOP * page.height || (is_open_at_top(table) && open());
        page.number == self.page + 1
            && high
            && same(self.rect.x0, table.rect.x0)
            && same(self.rect.x1, table.rect.x1)
            && 2 * common >= fewest
    }

    /// The cell at the bottom that has the sides of a cell at the top of the next part.
    pub(crate) fn above(&self, cell: &TableCell) -> Option<usize> {
        self.bottom.iter().position(|above| {
            (above.rect.x0 - cell.rect.x0).abs() <= SAME_COLUMN
                && (above.rect.x1 - cell.rect.x1).abs() <= SAME_COLUMN
        })
    }
}

impl Placed {
    pub(crate) fn new(block: usize, cell: usize, source: &TableCell, page: u32) -> Self {
        let TableCell {
            rect,
            open_bottom,
            ref text,
            ..
        } = *source;
        Self {
            block,
            cell,
            rect,
            page,
            wrap: text.wrap,
            open: open_bottom,
            ends_low: ends_low(source),
        }
    }
}

/// Whether a cell's text goes down to its lower side, but for the lines that do not stand alone there.
fn ends_low(cell: &TableCell) -> bool {
    cell.text
        .runs
        .last()
        .is_none_or(|run| cell.rect.y1 - run.rect.y1 <= LINES_BELOW * (run.rect.y1 - run.rect.y0))
}

pub(crate) fn row(table: &Table, row: usize) -> impl Iterator<Item = &TableCell> {
    let start = table.cells.partition_point(|c| (c.row as usize) < row);
    table.cells[start..]
        .iter()
        .take_while(move |c| c.row as usize == row)
}

fn texts(table: &Table, r: usize) -> impl Iterator<Item = &str> {
    row(table, r).map(|c| c.text.text.trim())
}

/// Number of rows that repeat the head of the table: the same texts, column headings among them,
/// and rows behind them.
pub(crate) fn repeated_head(head: &[Vec<String>], table: &Table) -> usize {
    let count = table.rows.len().saturating_sub(1);
    let same = head
        .iter()
        .enumerate()
        .take_while(|(r, head)| {
            !head.is_empty() && texts(table, *r).eq(head.iter().map(String::as_str))
        })
        .count();
    let headings = head[..same]
        .iter()
        .any(|row| row.iter().filter(|text| !text.is_empty()).count() >= 2);
    let crossed = table
        .cells
        .iter()
        .any(|c| (c.row as usize) < same && (c.row + c.row_span) as usize > same);
    if headings && same < count && !crossed {
        same
    } else {
        0
    }
}

pub(crate) fn is_sideways(page: &PageLayout) -> bool {
    page.width > page.height
}

/// The sides of the last table of a page, where a cell at its bottom is open and the next page begins with a
/// table of these sides.
pub(crate) fn left_open(pair: &[PageLayout]) -> Option<(f64, f64)> {
    let [page, next] = pair else { return None };
    let tables = page.tables.iter().filter(|t| t.host.is_none());
    let last = tables.max_by(|a, b| a.rect.y1.total_cmp(&b.rect.y1))?;
    let tables = next.tables.iter().filter(|t| t.host.is_none());
    let first = tables.min_by(|a, b| a.rect.y0.total_cmp(&b.rect.y0))?;
    let sides = (last.rect.x0, last.rect.x1);
    let open = last.cells.iter().any(|cell| cell.open_bottom);
    let high = first.rect.y0 <= PAGE_TOP * next.height || is_open_at_top(first);
    (open && high && has_sides(first, sides)).then_some(sides)
}

/// Whether no rule closes a table's first row at the top.
fn is_open_at_top(table: &Table) -> bool {
    row(table, 0).next().is_some() && row(table, 0).all(|cell| cell.open_top)
}

pub(crate) fn has_sides(table: &Table, (x0, x1): (f64, f64)) -> bool {
    (table.rect.x0 - x0).abs() <= SAME_COLUMN && (table.rect.x1 - x1).abs() <= SAME_COLUMN
}
