//! A row's cells by field, wherever they stand.

use hyokasho_document::{Block, Cell};
use hyokasho_source::{Code, Diagnostic};

use super::{Row, append, places};
use crate::columns::{ColumnLabels, Columns, Field};
use crate::standing::{Standing, standing};
use crate::text::{letters, value_text};

/// What a row's cells do not tell whose box hides a part of their text that was not read.
const CLIPPED: &str = "what its cells have no room for";
/// What a row does not tell whose cells are fewer than the columns, up to the timing.
const COLUMN_LOST: &str = "which of its cells are joined";
/// What a row does not tell that holds a timing more behind the last column.
const ROWS_JOINED: &str = "where the next row begins in it";
/// Letters of a remark beside a timing at most.
const REMARK: usize = 3;

/// A row's cells by field, and a finding for those that stand in no column.
pub(super) fn fields(
    block: &Block,
    columns: &Columns,
    labels: &ColumnLabels,
    findings: &mut Vec<Diagnostic>,
) -> Row {
    let standing = standing(&block.cells, columns, labels);
    let mut row = Row {
        places: places(&block.cells),
        ..Row::default()
    };
    let shift = match standing {
        Standing::Shifted(shift) => shift,
        Standing::DateJoined(_) => 1,
        Standing::Unknown => {
            row.doubt = Some(COLUMN_LOST);
            0
        }
    };
    for cell in &block.cells {
        let column = i64::from(cell.column) + shift;
        let Some(field) = u32::try_from(column)
            .ok()
            .and_then(|column| columns.field(column))
        else {
            if !cell.is_blank() {
                findings.push(outside(cell));
            }
            if labels.timing(&cell.text).is_some() {
                row.doubt = Some(ROWS_JOINED);
            }
            continue;
        };
        row.spans[field as usize] = cell.row_span.max(1);
        row.own_date |= field == Field::Date && cell.row_span <= 1;
        if field == Field::Date {
            let span = if cell.is_blank() {
                &mut row.blank_date_span
            } else {
                &mut row.date_span
            };
            *span = cell.row_span.max(1);
        }
        if field.is_open() && !cell.lost.is_empty() {
            row.doubt = Some(CLIPPED);
        }
        let text = match standing {
            Standing::DateJoined(date) if cell.column == 0 => {
                row.texts[Field::Date as usize] = value_text(&cell.text[..date]);
                value_text(&cell.text[date..])
            }
            _ => value_text(&cell.text),
        };
        if field == Field::Before && cell.column_span > 1 && shift == 0 {
            let last = columns.field(cell.column + cell.column_span - 1);
            if last == Some(Field::After) {
                row.texts[Field::After as usize].clone_from(&text);
            }
        }
        let known = &mut row.texts[field as usize];
        if known.is_empty() {
            *known = text;
        } else {
            append(known, &text);
        }
    }
    part_timing(&mut row, labels);
    row
}

/// The finding that a cell of a row stands in none of the table's columns.
fn outside(cell: &Cell) -> Diagnostic {
    let message = format!(
        "a cell of the change table is in no column: {}",
        value_text(&cell.text)
    );
    Diagnostic::new(Code::Unassigned, message).at(cell.runs.iter().map(|run| run.place))
}

/// Parts a timing from the explanation that the copy has in its cell, where the row has no cell for that or a blank
/// one: there a word or two may be a remark.
fn part_timing(row: &mut Row, labels: &ColumnLabels) {
    let own_cell = row.spans[Field::Explanation as usize] > 0;
    if !row.is_blank(&[Field::Explanation]) {
        return;
    }
    let parted = row.text(Field::Timing).split_once([' ', '\n']);
    let parted = parted.filter(|(timing, rest)| {
        labels.is_timing(timing) && !(own_cell && letters(rest).len() <= REMARK)
    });
    if let Some((timing, explanation)) = parted {
        let (timing, explanation) = (timing.to_owned(), explanation.trim().to_owned());
        row.texts[Field::Timing as usize] = timing;
        row.texts[Field::Explanation as usize] = explanation;
    }
}
