//! Where the cells of a row stand: in their columns, or beside them.
//!
//! Input: the rows of a table and its columns. Output: columns of the rows that the header does not have, rows whose
//! cells hold line breaks, and for each row how its cells go to their columns. The timing tells: it has few
//! values, and a column of its own.

use hyokasho_document::{Block, BlockKind, Cell, Run};
use hyokasho_normalize::dates;
use hyokasho_source::Place;

use crate::columns::{ColumnLabels, Columns, Field};
use crate::dates::begins_item;

/// Rows below a header that show whether the timing stands beside its column.
const FIRST_ROWS: usize = 3;

/// Where a row's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// So many columns left of their own.
    Shifted(i64),
    /// One column left of their own: the first cell holds the date, which ends here, and the item.
    DateJoined(usize),
    /// The copy joins two cells of the row or leaves one out, and does not tell which.
    Unknown,
}

/// Where the cells stand, by the timing: a blank cell at the left is missing where the timing stands left of
/// its column and no date stands at the left. A row without a timing that lacks one cell has it in the date's, where
/// an item follows the day.
pub(crate) fn standing(cells: &[Cell], columns: &Columns, labels: &ColumnLabels) -> Standing {
    let in_place = Standing::Shifted(0);
    let Some(column) = columns.column(Field::Timing) else {
        return in_place;
    };
    let timing = |cell: &&Cell| labels.timing(&cell.text).is_some();
    let behind = cells.iter().map(|cell| cell.column + cell.column_span);
    let one_lacks = behind.max().map(|behind| behind as usize + 1) == columns.width();
    if cells
        .iter()
        .any(|cell| cell.column == column && (timing(&cell) || (cell.is_blank() && !one_lacks)))
        && !misplaced(cells, columns, labels)
    {
        return in_place;
    }
    let first = cells
        .first()
        .filter(|cell| columns.field(cell.column) == Some(Field::Date));
    let date = first.and_then(|cell| dates::parse(&cell.text).map(|date| (cell, date.found)));
    let joined = date
        .as_ref()
        .filter(|(cell, date)| joins_item(&cell.text, date))
        .map(|(_, date)| Standing::DateJoined(date.end));
    let Some(seen) = cells.iter().rev().find(timing) else {
        return joined.filter(|_| one_lacks).unwrap_or(in_place);
    };
    if seen.column >= column {
        return in_place;
    }
    match (column - seen.column, date, joined) {
        (missing, None, _) => Standing::Shifted(i64::from(missing)),
        (1, Some(_), Some(joined)) => joined,
        _ => Standing::Unknown,
    }
}

/// Whether a date's cell goes on with an item.
fn joins_item(text: &str, date: &dates::Found) -> bool {
    let behind = text[date.end..].trim_start();
    date.precision == dates::Precision::Day
        && text[..date.start].trim().is_empty()
        && begins_item(behind)
}

/// Whether the timing column is blank while the one to its left holds a timing.
fn misplaced(cells: &[Cell], columns: &Columns, labels: &ColumnLabels) -> bool {
    let Some(column) = columns.column(Field::Timing) else {
        return false;
    };
    let at = |c: u32| cells.iter().find(|cell| cell.column == c);
    let left = column.checked_sub(1).and_then(at);
    at(column).is_none_or(Cell::is_blank)
        && left.is_some_and(|cell| labels.timing(&cell.text).is_some())
}

/// Whether the rows below a header, which names its fields in the form's order, stand in the form's own columns
/// and the header does not: a copy joins two of its cells, or parts it over two rows or lines.
pub(crate) fn stands_in_form_columns(
    below: &[Block],
    columns: &Columns,
    labels: &ColumnLabels,
) -> bool {
    if columns.are_standard() {
        return false;
    }
    let [date, timing, last] = [Field::Date, Field::Timing, Field::Explanation].map(|f| f as u32);
    let is_timed = |block: &&Block| {
        let dated = written(block, date).is_none_or(|cell| dates::parse(&cell.text).is_some());
        let timed = written(block, timing).and_then(|cell| labels.timing(&cell.text));
        dated && timed.is_some()
    };
    // most headers stand as they should, which the first rows tell
    if !table_rows(below)
        .take(FIRST_ROWS)
        .any(|block| is_timed(&block))
    {
        return false;
    }
    let rows = rows_of_header(below, labels);
    let timed = rows.iter().copied().filter(is_timed).count();
    let wider = |block: &&Block| {
        let mut cells = block.cells.iter();
        cells.any(|cell| cell.column > last && !cell.is_blank())
    };
    let is_six_wide = |block: &&Block| written(block, last).is_some();
    timed >= rows.len().div_ceil(2) && rows.iter().any(is_six_wide) && !rows.iter().any(wider)
}

/// The rows of tables among the blocks.
fn table_rows(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    let is_row = |block: &&Block| matches!(block.kind, BlockKind::Row { .. });
    blocks.iter().filter(is_row)
}

/// The rows up to the next header.
fn rows_of_header<'b>(below: &'b [Block], labels: &ColumnLabels) -> Vec<&'b Block> {
    let is_row = |block: &&Block| labels.header(&block.cells, false).is_none();
    table_rows(below).take_while(is_row).collect()
}

/// The column that the rows below a header have and the header has not: blank in each of them, with the timing
/// one column right of its own.
pub(crate) fn column_without_header(
    below: &[Block],
    columns: &Columns,
    labels: &ColumnLabels,
) -> Option<u32> {
    let timing = columns.column(Field::Timing)?;
    let beside = |block: &&Block| {
        at(block, timing + 1).is_some_and(|cell| labels.timing(&cell.text).is_some())
    };
    // most tables have no such column, which their first rows tell
    if !table_rows(below).take(FIRST_ROWS).any(|row| beside(&row)) {
        return None;
    }
    let rows = rows_of_header(below, labels);
    let timed = rows.iter().copied().filter(beside).count();
    if timed < rows.len().div_ceil(2) {
        return None;
    }
    let blank = |column: &u32| {
        let mut cells = rows.iter().map(|block| at(block, *column));
        cells.all(|cell| cell.is_some_and(Cell::is_blank))
    };
    let mut blanks = (0..=timing).filter(blank);
    blanks.next().filter(|_| blanks.next().is_none())
}

fn at(block: &Block, column: u32) -> Option<&Cell> {
    block.cells.iter().find(|cell| cell.column == column)
}

fn written(block: &Block, column: u32) -> Option<&Cell> {
    at(block, column).filter(|cell| !cell.is_blank())
}

/// The row that begins at the first block, where line breaks within its cells cut it into several blocks: lines and
/// rows behind it without a date, whose cells make up the columns, each going on with the last cell before it, and
/// with which a timing stands in its column. With the blocks that it takes.
pub(crate) fn across_lines(
    blocks: &[Block],
    columns: &Columns,
    labels: &ColumnLabels,
) -> Option<(Block, usize)> {
    let (timing, width) = (columns.column(Field::Timing)? as usize, columns.width()?);
    let (first, behind) = blocks.split_first()?;
    let cells = first.cells.len();
    if !in_lines(first) || cells < 2 || cells > timing {
        return None;
    }
    let mut row = first.clone();
    for (taken, block) in behind.iter().enumerate() {
        let goes_on = match block.kind {
            BlockKind::Row { .. } | BlockKind::Line { heading: None } => in_lines(block),
            _ => false,
        };
        let begins = block.cells.first().map_or("", |cell| cell.text.as_str());
        let dated = dates::parse(begins).is_some_and(|date| date.found.start == 0);
        if !goes_on || dated || begins_item(begins) {
            return None;
        }
        let more = block.cells.iter().cloned();
        for (at, cell) in more.enumerate() {
            if let Some(last) = row.cells.last_mut().filter(|_| at == 0) {
                join_lines(last, cell);
            } else {
                let column = row.cells.len() as u32;
                row.cells.push(Cell { column, ..cell });
            }
        }
        if row.cells.len() >= width {
            let timed = labels.timing(&row.cells[timing].text).is_some();
            return (timed && row.cells.len() == width).then_some((row, taken + 1));
        }
    }
    None
}

/// Whether the block is of a text, and each of its cells of one column and row.
fn in_lines(block: &Block) -> bool {
    block.cells.iter().all(|cell| {
        let mut places = cell.runs.iter().map(|run| run.place);
        (cell.column_span, cell.row_span) == (1, 1)
            && places.all(|place| matches!(place, Place::Line { .. }))
    })
}

/// Adds a cell's text to another's, on a new line.
fn join_lines(cell: &mut Cell, more: Cell) {
    cell.text.push('\n');
    let base = cell.text.len();
    cell.text.push_str(&more.text);
    cell.runs.extend(more.runs.into_iter().map(|run| Run {
        range: run.range.start + base..run.range.end + base,
        ..run
    }));
}
