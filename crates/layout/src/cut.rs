//! What a page's end cut of a table: which cells of the next part's first row are halves of cells above.

use hyokasho_document::{Cell, Run};
use hyokasho_source::Place;

use crate::halves::{Evidence, Lacking, Upper, ends_with_caption};
use crate::join::Joiner;
use crate::open_table::{OpenTable, Placed, SAME_COLUMN, has_sides, row};
use crate::{Table, TableCell};

/// How far above the lowest table end of the document a row that a page's end cut may end: what is
/// left is less than two lines of text.
const PAGE_BOTTOM: f64 = 36.0;
/// How far a line that a page's end cuts reaches over its cell's side at least, in points: rules are thinner.
const ACROSS: f64 = 1.0;
/// Rows of a table that show what its rows have.
const TELLING_ROWS: usize = 4;
/// Cells that are looked back at for that: some hundred rows, however long the table is.
const RECENT_CELLS: usize = 2_000;
/// Of so many cells of a column one may be blank where the table's rows fill the column: a slip, or the half of
/// a row that was not joined.
const BLANK_IN: usize = 20;

/// How the first row of a table's next part hangs together with the row above.
#[derive(Default)]
pub(crate) struct Cut {
    /// For each cell of the lower row, the upper cell that it is a part of.
    pub(crate) upper: Vec<Option<usize>>,
    /// Whether both rows are one.
    pub(crate) whole: bool,
}

impl Joiner {
    /// What the lower part's first row, behind its head, goes on with.
    pub(crate) fn cut(&self, open: &OpenTable, table: &Table, head: usize) -> Cut {
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
                lacking.label_below |= label && above_blank && !below_blank;
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

/// How many bytes at the start of a cell's lower half its upper half has said: a line that a page's end cuts in
/// two is painted on both pages, and stands across the cell's side on each.
pub(crate) fn painted_again(cell: &Cell, upper: &Placed, lower: &TableCell) -> usize {
    let across = |run: &&Run| match run.place {
        Place::Page { page, bbox } => page == upper.page && bbox[3] > upper.rect.y1 + ACROSS,
        Place::Line { .. } => false,
    };
    let above = cell.runs.iter().rev().take_while(across);
    let Some(start) = above.map(|run| run.range.start).min() else {
        return 0;
    };
    let below = lower.text.runs.iter();
    let below = below.take_while(|run| run.rect.y0 < lower.rect.y0 - ACROSS);
    let end = below.map(|run| run.range.end).max().unwrap_or(0);
    if cell.text[start..].trim() == lower.text.text[..end].trim() {
        end
    } else {
        0
    }
}

/// Drops so many bytes at the start of a cell's text.
pub(crate) fn drop_front(cell: &mut Cell, bytes: usize) {
    if bytes == 0 {
        return;
    }
    cell.text.drain(..bytes);
    cell.runs.retain(|run| run.range.end > bytes);
    for run in &mut cell.runs {
        run.range = run.range.start.saturating_sub(bytes)..run.range.end - bytes;
    }
    for range in &mut cell.lost {
        *range = range.start.saturating_sub(bytes)..range.end.saturating_sub(bytes);
    }
}
