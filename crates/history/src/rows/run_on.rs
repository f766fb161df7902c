//! Rows of which a copy lost the line breaks between them.
//!
//! Input: a row of a text with more cells than the table has columns. Output: the rows, where behind one of the last
//! cells of each a timing stands in its column again. The cell ends with the next row's day, or with its own row's text
//! where that day is blank; none where it is neither.

use hyokasho_document::{Block, BlockKind, Cell};
use hyokasho_normalize::dates::{self, Precision};

use crate::columns::{ColumnLabels, Columns, Field};

/// The cells of rows that run on in one, of which the first ones may be taken.
pub(super) struct RunOn<'b> {
    kind: BlockKind,
    /// The first of the cells as it stands where the row before it is taken.
    first: Option<Cell>,
    cells: &'b [Cell],
}

impl<'b> RunOn<'b> {
    pub(super) fn new(block: &'b Block) -> Self {
        Self {
            kind: block.kind,
            first: None,
            cells: &block.cells,
        }
    }

    /// Takes the first of the rows, where another one follows.
    pub(super) fn take_row(&mut self, columns: &Columns, labels: &ColumnLabels) -> Option<Block> {
        let width = columns.width()?;
        if self.cells.len() <= width || columns.column(Field::Date) != Some(0) {
            return None;
        }
        let timing = columns.column(Field::Timing)? as usize;
        let is_timed = |at: usize| {
            let cell = self.cells.get(at + timing);
            cell.is_some_and(|cell| labels.timing(&cell.text).is_some())
        };
        let at = (timing.max(1)..width).rev().find(|&at| is_timed(at))?;
        let begins = date_at_end(&self.cells[at].text)?;
        let (before, date) = cut(&self.cells[at], begins);
        let row = self.row(at, Some(before));
        self.first = Some(date);
        self.cells = &self.cells[at..];
        Some(row)
    }

    /// What is left where a row was taken.
    pub(super) fn rest(self) -> Option<Block> {
        self.first
            .is_some()
            .then(|| self.row(self.cells.len(), None))
    }

    /// The row of so many cells and one behind them.
    fn row(&self, count: usize, last: Option<Cell>) -> Block {
        let own = self.cells[..count]
            .iter()
            .skip(usize::from(self.first.is_some()));
        let cells = self.first.iter().chain(own).cloned().chain(last);
        Block {
            kind: self.kind,
            cells: cells
                .zip(0..)
                .map(|(cell, column)| Cell { column, ..cell })
                .collect(),
        }
    }
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
