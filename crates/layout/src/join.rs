//! Tables over pages: which table goes on, which rows and cells a page's end cut.
//!
//! A wrong join is worse than none. Two halves of a cell are joined where no rule closes either, or
//! where the lower row leaves its label blank and goes on in cells that the upper row had filled.

use hyokasho_document::{Block, BlockKind};
use hyokasho_source::{Code, Diagnostic, Place};

use crate::cut::{Cut, drop_front, painted_again};
use crate::emit::text_to_cell;
use crate::open_table::{
    OpenTable, Placed, SAME_COLUMN, is_sideways, left_open, repeated_head, row,
};
use crate::{LayoutOptions, PageLayout, Table, TableCell, Text, Wrap, chars};

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
    pub(crate) left_open: Vec<(f64, f64)>,
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
            let mut added = text_to_cell(&lower.text, page);
            let again = painted_again(cell, upper, lower);
            let separator = if again == 0 {
                separator(&cell.text, upper.wrap, &lower.text)
            } else {
                ""
            };
            drop_front(&mut added, again);
            cell.text.push_str(separator);
            let offset = cell.text.len();
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
