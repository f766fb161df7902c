//! Tables over pages: which table goes on, which rows and cells a page's end cut.
//!
//! A wrong join is worse than none. Two halves of a cell are joined where no rule closes either, or
//! where the lower row leaves its label blank and goes on in cells that the upper row had filled.

use hyokasho_document::{Block, BlockKind};
use hyokasho_source::{Code, Diagnostic, Place, Rect};

use crate::emit::text_to_cell;
use crate::halves::{Evidence, Lacking, Upper, ends_with_caption};
use crate::{LayoutOptions, PageLayout, Table, TableCell, Text, Wrap, chars};

/// How far the sides of two halves of a table may differ.
const SAME_COLUMN: f64 = 3.0;
/// Share of the page's height within which a table that goes on begins.
const PAGE_TOP: f64 = 0.3;
/// How far above the lowest table end of the document a row that a page's end cut may end: what is
/// left is less than two lines of text.
const PAGE_BOTTOM: f64 = 36.0;
/// Lines left free below the upper half of a text that a page's end cuts: word processors move up to two
/// lines to the next page with the one that did not fit.
const LINES_BELOW: f64 = 3.5;
/// Rows of a table that show what its rows have.
const TELLING_ROWS: usize = 4;
/// Cells that are looked back at for that: some hundred rows, however long the table is.
const RECENT_CELLS: usize = 2_000;
/// Of so many cells of a column one may be blank where the table's rows fill the column: a slip, or the half of
/// a row that was not joined.
const BLANK_IN: usize = 20;
/// Rows that a repeated table head has at most.
const HEAD_ROWS: usize = 5;

/// Writes blocks and keeps the table that may go on.
pub(crate) struct Joiner {
    pub(crate) blocks: Vec<Block>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    open: Option<OpenTable>,
    join: bool,
    tables: u32,
    /// Whether the current page shows content already.
    page_begun: bool,
    /// Lowest table end of the upright and of the sideways pages, from the page's bottom.
    foot: [f64; 2],
    /// Sides of tables that a page's end cuts without drawing a rule, as spreadsheets do: where one of
    /// their cells is closed, it ends.
    left_open: Vec<(f64, f64)>,
}

/// The last table, while nothing but page furniture came after it.
struct OpenTable {
    number: u32,
    /// Number of the page that it was last seen on.
    page: u32,
    rect: Rect,
    columns: Vec<f64>,
    rows: u32,
    head: Vec<Vec<String>>,
    /// Cells at its bottom, left to right.
    bottom: Vec<Placed>,
    /// What is left of the page below it, as far as tables go down.
    room: f64,
    /// All its cells with their sides, for the grid of the whole table.
    cells: Vec<Placed>,
    pieces: u32,
}

/// A cell among the blocks.
#[derive(Clone)]
struct Placed {
    block: usize,
    cell: usize,
    rect: Rect,
    page: u32,
    wrap: Wrap,
    open: bool,
    /// Whether its text goes down to its lower side.
    ends_low: bool,
}

/// How the first row of a table's next part hangs together with the row above.
#[derive(Default)]
struct Cut {
    /// For each cell of the lower row, the upper cell that it is a part of.
    upper: Vec<Option<usize>>,
    /// Whether both rows are one.
    whole: bool,
}

impl Joiner {
    pub(crate) fn new(pages: &[PageLayout], options: &LayoutOptions) -> Self {
        let mut foot = [f64::MAX; 2];
        for page in pages {
            let lowest = &mut foot[usize::from(is_sideways(page))];
            let ends = page.tables.iter().map(|t| page.height - t.rect.y1);
            *lowest = ends.fold(*lowest, f64::min);
        }
        Self {
            blocks: Vec::new(),
            diagnostics: Vec::new(),
            open: None,
            join: options.join_pages,
            tables: 0,
            page_begun: false,
            foot,
            left_open: pages.windows(2).filter_map(left_open).collect(),
        }
    }

    /// Begins a page.
    pub(crate) fn start_page(&mut self) {
        self.page_begun = false;
    }

    /// Ends the table that may go on, and counts its columns over all its parts.
    pub(crate) fn close_table(&mut self) {
        self.page_begun = true;
        let Some(table) = self.open.take() else {
            return;
        };
        if table.pieces > 1 {
            number_columns(&mut self.blocks, &table.cells);
        }
    }

    /// Writes a drawing outside tables.
    pub(crate) fn figure(&mut self, page: &PageLayout, index: usize) {
        self.close_table();
        self.push_figure(page, index);
    }

    fn push_figure(&mut self, page: &PageLayout, index: usize) {
        let text = &page.figures[index].text;
        if !text.is_blank() {
            let cell = text_to_cell(text, page.number);
            self.blocks.push(Block {
                kind: BlockKind::Figure,
                cells: vec![cell],
            });
        }
    }

    /// Writes a table, as a part of the last one where that goes on.
    pub(crate) fn table(&mut self, page: &PageLayout, index: usize) {
        let table = &page.tables[index];
        let goes_on = self.join
            && !self.page_begun
            && self
                .open
                .as_ref()
                .is_some_and(|open| open.goes_on_in(table, page));
        if goes_on {
            self.page_begun = true;
            self.go_on(page, index);
        } else {
            self.close_table();
            let number = self.tables;
            self.tables += 1;
            self.open = Some(OpenTable::new(number, table, page));
            self.write_rows(page, index, 0, &Cut::default());
        }
    }

    fn go_on(&mut self, page: &PageLayout, index: usize) {
        let table = &page.tables[index];
        let Some(open) = &self.open else { return };
        let head = repeated_head(&open.head, table);
        let cut = self.cut(open, table, head);
        let pairs: Vec<(usize, &TableCell)> = cut
            .upper
            .iter()
            .zip(row(table, head))
            .filter_map(|(u, c)| Some(((*u)?, c)))
            .collect();
        let message = if cut.whole {
            "a row goes on"
        } else {
            "a table goes on"
        };
        let places = match pairs.as_slice() {
            [] => vec![
                Place::page(open.page, open.rect),
                Place::page(page.number, table.rect),
            ],
            pairs => pairs
                .iter()
                .flat_map(|(upper, lower)| {
                    let upper = &open.bottom[*upper];
                    [
                        Place::page(upper.page, upper.rect),
                        Place::page(page.number, lower.rect),
                    ]
                })
                .collect(),
        };
        let message = format!("{message} on page {}", page.number);
        self.diagnostics
            .push(Diagnostic::new(Code::JoinedAcrossPages, message).at(places));
        self.write_head(page, table, head);
        self.write_rows(page, index, head, &cut);
    }

    /// Writes the repeated head of a table as page furniture.
    fn write_head(&mut self, page: &PageLayout, table: &Table, rows: usize) {
        for r in 0..rows {
            let cells = row(table, r)
                .map(|c| to_cell(c, page.number, c.row_span))
                .collect();
            self.blocks.push(Block {
                kind: BlockKind::Furniture,
                cells,
            });
        }
    }

    /// Writes the rows behind the head, and what stands in their cells.
    fn write_rows(&mut self, page: &PageLayout, index: usize, head: usize, cut: &Cut) {
        let table = &page.tables[index];
        let Some(mut open) = self.open.take() else {
            return;
        };
        let count = table.rows.len().saturating_sub(1);
        let base = open.rows - u32::from(cut.whole);
        let upper = std::mem::take(&mut open.bottom);
        let mut bottom: Vec<Placed> = Vec::new();
        for r in head..count {
            let mut cells = Vec::new();
            for (i, cell) in row(table, r).enumerate() {
                let joined = cut.upper.get(i).filter(|_| r == head).copied().flatten();
                let placed = if let Some(u) = joined {
                    self.append(&upper[u], cell, page.number, cut.whole)
                } else {
                    cells.push(to_cell(cell, page.number, cell.row_span));
                    Placed::new(self.blocks.len(), cells.len() - 1, cell, page.number)
                };
                if (cell.row + cell.row_span) as usize == count {
                    bottom.push(placed.clone());
                }
                open.cells.push(placed);
            }
            if !cells.is_empty() {
                let row = base + (r - head) as u32;
                self.blocks.push(Block {
                    kind: BlockKind::Row {
                        table: open.number,
                        row,
                    },
                    cells,
                });
            }
            self.write_contents(page, index, r as u32);
        }
        bottom.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
        open.bottom = bottom;
        open.rows = base + (count - head.min(count)) as u32;
        open.pieces += 1;
        open.page = page.number;
        open.rect = table.rect;
        open.columns.clone_from(&table.columns);
        open.room = page.height - table.rect.y1 - self.foot[usize::from(is_sideways(page))];
        self.open = Some(open);
    }

    /// Writes the tables and drawings that stand in a row's cells.
    fn write_contents(&mut self, page: &PageLayout, index: usize, row: u32) {
        let here = |host: Option<crate::Host>| {
            host.is_some_and(|host| host.table == index && host.row == row)
        };
        for (i, table) in page.tables.iter().enumerate() {
            if here(table.host) && i != index {
                let number = self.tables;
                self.tables += 1;
                self.write_inner(page, table, number);
            }
        }
        for (i, figure) in page.figures.iter().enumerate() {
            if here(figure.host) {
                self.push_figure(page, i);
            }
        }
    }

    fn write_inner(&mut self, page: &PageLayout, table: &Table, number: u32) {
        for r in 0..table.rows.len().saturating_sub(1) {
            let cells: Vec<_> = row(table, r)
                .map(|c| to_cell(c, page.number, c.row_span))
                .collect();
            if !cells.is_empty() {
                let kind = BlockKind::Row {
                    table: number,
                    row: r as u32,
                };
                self.blocks.push(Block { kind, cells });
            }
        }
    }

    /// Appends the lower half of a cell to its upper half.
    fn append(&mut self, upper: &Placed, lower: &TableCell, page: u32, whole: bool) -> Placed {
        let cell = &mut self.blocks[upper.block].cells[upper.cell];
        cell.row_span += lower.row_span - u32::from(whole);
        if !lower.text.is_blank() {
            let separator = separator(&cell.text, upper.wrap, &lower.text);
            cell.text.push_str(separator);
            let offset = cell.text.len();
            let mut added = text_to_cell(&lower.text, page);
            for run in &mut added.runs {
                run.range = run.range.start + offset..run.range.end + offset;
            }
            for range in &mut added.lost {
                *range = range.start + offset..range.end + offset;
            }
            cell.text.push_str(&added.text);
            cell.runs.append(&mut added.runs);
            cell.lost.append(&mut added.lost);
        }
        Placed {
            block: upper.block,
            cell: upper.cell,
            ..Placed::new(0, 0, lower, page)
        }
    }

    /// What the lower part's first row, behind its head, goes on with.
    fn cut(&self, open: &OpenTable, table: &Table, head: usize) -> Cut {
        let lower: Vec<&TableCell> = row(table, head).collect();
        let upper: Vec<Option<usize>> = lower.iter().map(|cell| open.above(cell)).collect();
        // the rule under a repeated head closes the lower half, whatever stands above it
        let without_rule: Vec<Option<usize>> = lower
            .iter()
            .zip(&upper)
            .map(|(cell, u)| u.filter(|&u| (cell.open_top || head > 0) && open.bottom[u].open))
            .collect();
        let blank = |u: usize| self.cell(&open.bottom[u]).is_blank();
        if without_rule.iter().any(Option::is_some) {
            let whole =
                without_rule.iter().all(Option::is_some) && open.bottom.len() == lower.len();
            return Cut {
                upper: without_rule,
                whole,
            };
        }
        if self.leaves_open(table) {
            return Cut::default();
        }
        let labels = || labels_over_rows(&lower, &upper, blank);
        if open.room > PAGE_BOTTOM {
            // a row that did not fit began the next page, where a merged label goes on beside it
            let rows = table.rows.get(head).zip(table.rows.get(head + 1));
            let tall = rows.map_or(0.0, |(top, bottom)| bottom - top);
            let merged = |u: &usize| self.cell(&open.bottom[*u]).row_span > 1;
            let merged = upper.first().and_then(Option::as_ref).is_some_and(merged);
            return if open.room <= tall && merged {
                labels()
            } else {
                Cut::default()
            };
        }
        if let ([list], [Some(above)], [_]) = (&lower[..], &upper[..], &open.bottom[..])
            && list.text.wrap.opens
            && ends_with_caption(&self.cell(&open.bottom[*above]).text)
        {
            return Cut { upper, whole: true };
        }
        let evidence = Evidence::new(&lower, &upper, |u| {
            let placed = &open.bottom[u];
            let cell = self.cell(placed);
            Upper {
                text: &cell.text,
                row_span: cell.row_span,
                wrap: placed.wrap,
                ends_low: placed.ends_low,
            }
        });
        let first_blank = lower.first().is_some_and(|cell| cell.text.is_blank());
        let label_blank = first_blank || matches!(upper.first(), Some(&Some(u)) if blank(u));
        let one_row = if label_blank {
            evidence.one_row(open.bottom.len())
        } else {
            evidence.label_flows()
        };
        if one_row || evidence.completes(&self.lacking(open, &lower, &upper)) {
            return Cut { upper, whole: true };
        }
        labels()
    }

    /// What the rows around a page's end lack of what the table's other rows have.
    fn lacking(&self, open: &OpenTable, lower: &[&TableCell], upper: &[Option<usize>]) -> Lacking {
        let mut lacking = Lacking::default();
        for (cell, above) in lower.iter().zip(upper) {
            let Some(above) = above.map(|u| &open.bottom[u]) else {
                continue;
            };
            let (above_blank, below_blank) = (self.cell(above).is_blank(), cell.text.is_blank());
            let label = !lacking.seen;
            if (label || above_blank != below_blank) && self.is_always_filled(open, above) {
                lacking.seen = true;
                lacking.label |= label && below_blank && !above_blank;
                lacking.upper += usize::from(above_blank && !below_blank);
                lacking.lower += usize::from(below_blank && !above_blank);
            }
        }
        lacking
    }

    /// Whether the rows of the table, but for the one that a cell stands in, fill the cell's column, each a
    /// cell of its own.
    fn is_always_filled(&self, open: &OpenTable, of: &Placed) -> bool {
        let recent = open.cells.iter().rev().take(RECENT_CELLS);
        let others = recent.filter(|other| {
            other.block != of.block
                && (other.rect.x0 - of.rect.x0).abs() <= SAME_COLUMN
                && (other.rect.x1 - of.rect.x1).abs() <= SAME_COLUMN
        });
        let (mut rows, mut blank) = (0, 0);
        for other in others.map(|other| self.cell(other)) {
            if other.row_span > 1 {
                return false;
            }
            rows += 1;
            blank += usize::from(other.is_blank());
        }
        rows >= TELLING_ROWS && blank * BLANK_IN <= rows
    }

    /// Whether page ends leave cells of tables with these sides open.
    fn leaves_open(&self, table: &Table) -> bool {
        self.left_open.iter().any(|&sides| has_sides(table, sides))
    }

    fn cell(&self, placed: &Placed) -> &hyokasho_document::Cell {
        &self.blocks[placed.block].cells[placed.cell]
    }
}

/// The labels that were merged over rows: they are blank in the lower part.
fn labels_over_rows(
    lower: &[&TableCell],
    upper: &[Option<usize>],
    blank: impl Fn(usize) -> bool,
) -> Cut {
    let labels = lower.iter().zip(upper).map_while(|(cell, u)| {
        let label = cell.text.is_blank() && u.is_some_and(|u| !blank(u));
        label.then_some(*u)
    });
    let upper: Vec<Option<usize>> = labels.collect();
    if upper.len() == lower.len() {
        Cut::default()
    } else {
        Cut {
            upper,
            whole: false,
        }
    }
}

fn is_sideways(page: &PageLayout) -> bool {
    page.width > page.height
}

/// The sides of the last table of a page, where a cell at its bottom is open and the next page begins with a
/// table of these sides.
fn left_open(pair: &[PageLayout]) -> Option<(f64, f64)> {
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

fn has_sides(table: &Table, (x0, x1): (f64, f64)) -> bool {
    (table.rect.x0 - x0).abs() <= SAME_COLUMN && (table.rect.x1 - x1).abs() <= SAME_COLUMN
}

/// What stands between the halves of a text.
fn separator(upper: &str, wrap: Wrap, lower: &Text) -> &'static str {
    let (Some(last), Some(first)) = (upper.chars().next_back(), lower.text.chars().next()) else {
        return "";
    };
    if lower.wrap.opens || wrap.room >= lower.wrap.head {
        "\n"
    } else if chars::space_between(last, first) {
        " "
    } else {
        ""
    }
}

impl OpenTable {
    fn new(number: u32, table: &Table, page: &PageLayout) -> Self {
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
    fn goes_on_in(&self, table: &Table, page: &PageLayout) -> bool {
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
    fn above(&self, cell: &TableCell) -> Option<usize> {
        self.bottom.iter().position(|above| {
            (above.rect.x0 - cell.rect.x0).abs() <= SAME_COLUMN
                && (above.rect.x1 - cell.rect.x1).abs() <= SAME_COLUMN
        })
    }
}

impl Placed {
    fn new(block: usize, cell: usize, source: &TableCell, page: u32) -> Self {
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

fn row(table: &Table, row: usize) -> impl Iterator<Item = &TableCell> {
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
fn repeated_head(head: &[Vec<String>], table: &Table) -> usize {
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

fn to_cell(cell: &TableCell, page: u32, row_span: u32) -> hyokasho_document::Cell {
    let TableCell {
        column,
        column_span,
        ..
    } = *cell;
    hyokasho_document::Cell {
        column,
        column_span,
        row_span,
        ..text_to_cell(&cell.text, page)
    }
}

/// Numbers the columns of a table of several parts by the lines of all of them.
fn number_columns(blocks: &mut [Block], cells: &[Placed]) {
    let mut lines: Vec<f64> = cells.iter().flat_map(|c| [c.rect.x0, c.rect.x1]).collect();
    lines.sort_by(f64::total_cmp);
    lines.dedup_by(|b, a| *b - *a <= SAME_COLUMN);
    let at = |x: f64| {
        lines
            .partition_point(|line| *line <= x + 0.01)
            .saturating_sub(1) as u32
    };
    for placed in cells {
        let Some(cell) = blocks[placed.block].cells.get_mut(placed.cell) else {
            continue;
        };
        let (first, last) = (at(placed.rect.x0), at(placed.rect.x1));
        (cell.column, cell.column_span) = (first, (last - first).max(1));
    }
}
