//! Two rows of which a copy lost the line break between them.
//!
//! Input: a row of a text with more cells than the table has columns. Output: the two rows, where behind one of
//! its last cells a timing stands in its column again. The cell ends with the second row's day, or with the first
//! row's text where that day is blank; none where it is neither.

use hyokasho_document::{Block, Cell};
use hyokasho_normalize::dates::{self, Precision};

use crate::columns::{ColumnLabels, Columns, Field};

/// The rows that run on in one.
pub(super) fn parted(
    block: &Block,
    columns: &Columns,
    labels: &ColumnLabels,
) -> Option<[Block; 2]> {
    let width = columns.width()?;
    if block.cells.len() <= width || columns.column(Field::Date) != Some(0) {
        return None;
    }
    let timing = columns.column(Field::Timing)? as usize;
    let is_timed = |at: usize| {
        let cell = block.cells.get(at + timing);
        cell.is_some_and(|cell| labels.timing(&cell.text).is_some())
    };
    let at = (timing..width).rev().find(|&at| is_timed(at))?;
    let cell = &block.cells[at];
    let begins = date_at_end(&cell.text)?;
    let (before, date) = cut(cell, begins);
    let upper = block.cells[..at].iter().cloned().chain([before]);
    let lower = [date]
        .into_iter()
        .chain(block.cells[at + 1..].iter().cloned());
    let row = |cells: &mut dyn Iterator<Item = Cell>| Block {
        kind: block.kind,
        cells: cells
            .zip(0..)
            .map(|(cell, column)| Cell { column, ..cell })
            .collect(),
    };
    Some([row(&mut { upper }), row(&mut { lower })])
}

/// Where the day begins with which a text ends; its end where nothing like a day stands there.
fn date_at_end(text: &str) -> Option<usize> {
    let last = dates::find_all(text).pop();
    let last = last.filter(|last| text[last.end..].trim().is_empty());
    if let Some(last) = last {
        return (last.precision == Precision::Day).then_some(last.start);
    }
    let word = text.split_whitespace().next_back().unwrap_or_default();
    (!word.contains(|c: char| c.is_numeric())).then_some(text.len())
}

/// A cell cut at a byte of its text; both parts stand where the cell stands.
fn cut(cell: &Cell, at: usize) -> (Cell, Cell) {
    let (mut before, mut behind) = (cell.clone(), cell.clone());
    before.text.truncate(at);
    behind.text.drain(..at);
    for run in &mut before.runs {
        run.range = run.range.start.min(at)..run.range.end.min(at);
    }
    for run in &mut behind.runs {
        run.range = run.range.start.saturating_sub(at)..run.range.end.saturating_sub(at);
    }
    (before, behind)
}
