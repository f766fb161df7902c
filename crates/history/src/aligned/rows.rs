//! The rows of the table, from lines cut into cells.
//!
//! Input: lines, their cells, and where rows begin. Output: [`Row`]s, each with the date that stands in
//! it; a row that a page's end cuts is one.

use hyokasho_normalize::dates;

use super::cells::Cells;
use super::line::Line;
use super::parting::Start;
use crate::columns::Field;
use crate::rows::{Row, append};
use crate::text::value_text;

/// Letters of a line that is known again on another page.
const TELLING: usize = 8;

/// The rows of the table. `parted`: whether form feeds part the copy's pages.
pub(super) fn assemble(
    lines: &[Line],
    cells: &[Cells],
    starts: &[Start],
    parted: bool,
) -> Vec<Row> {
    let mut rows: Vec<Row> = starts
        .iter()
        .enumerate()
        .map(|(n, start)| {
            let end = starts.get(n + 1).map_or(lines.len(), |next| next.line);
            let from = if n == 0 { 0 } else { start.line };
            row(lines, cells, from..end, start.doubt)
        })
        .collect();
    for (middle, text) in date_cells(lines, cells) {
        let row = starts
            .iter()
            .rposition(|start| start.line <= middle)
            .unwrap_or(0);
        let row = &mut rows[row];
        let known = &row.texts[Field::Date as usize];
        if !known.is_empty() && *known != text {
            row.doubt.get_or_insert("whether another row begins in it");
        }
        if !is_day(&text) {
            row.doubt.get_or_insert("which day its date tells");
        }
        row.texts[Field::Date as usize] = text;
        row.date_span = 1;
    }
    for row in &mut rows {
        let dated = |date: dates::Parsed| date.found.start == 0;
        if dates::parse(row.text(Field::Item)).is_some_and(dated) {
            row.doubt.get_or_insert("where its date ends");
        }
    }
    doubt_dates(&mut rows);
    join_cut(rows, lines, starts, parted)
}

/// Doubts rows without a date behind one that may hold theirs.
fn doubt_dates(rows: &mut [Row]) {
    let mut untold = false;
    for row in rows {
        let undated = row.text(Field::Date).is_empty();
        if undated && untold {
            row.doubt.get_or_insert("which date spans it");
        }
        untold = undated && (untold || row.doubt.is_some());
    }
}

/// Joins rows that a page's end cuts and that the copy prints whole on both pages: the item and the
/// timing are the same, and what either side says on one page the other page holds. A copy whose pages no
/// form feed parts may be cut anywhere.
fn join_cut(rows: Vec<Row>, lines: &[Line], starts: &[Start], parted: bool) -> Vec<Row> {
    let mut joined: Vec<Row> = Vec::new();
    for (row, start) in rows.into_iter().zip(starts) {
        let first = start.line > 0 && lines[start.line - 1].page < lines[start.line].page;
        match joined.last_mut() {
            Some(above) if (first || !parted) && is_again(above, &row) => {
                if above.texts[1..] != row.texts[1..] {
                    above.doubt.get_or_insert("what a page's end cuts off it");
                }
                above.places.extend(row.places);
                above.doubt = above.doubt.or(row.doubt);
            }
            _ => joined.push(row),
        }
    }
    joined
}

fn is_again(above: &Row, row: &Row) -> bool {
    let same = |field| above.text(field) == row.text(field);
    let held = |field| {
        let (a, b) = (above.text(field), row.text(field));
        a.contains(b) || b.contains(a)
    };
    let undated = row.text(Field::Date).is_empty() || above.text(Field::Date).is_empty();
    !row.text(Field::Item).is_empty()
        && same(Field::Item)
        && same(Field::Timing)
        && (undated || same(Field::Date))
        && held(Field::Before)
        && held(Field::After)
}

fn row(
    lines: &[Line],
    cells: &[Cells],
    range: std::ops::Range<usize>,
    doubt: Option<&'static str>,
) -> Row {
    let mut row = Row {
        places: lines[range.clone()]
            .iter()
            .filter_map(|line| line.place)
            .collect(),
        doubt,
        ..Row::default()
    };
    for at in range.clone() {
        for field in &Field::ALL[1..] {
            let words = cells[at].words[*field as usize].clone();
            let text = hyokasho_normalize::normalize(lines[at].words(words));
            append(&mut row.texts[*field as usize], &text);
        }
        row.doubt = row.doubt.or(cells[at].doubt);
    }
    let cut_item = |at: usize| {
        let top = at > range.start && lines[at - 1].page < lines[at].page;
        let timings = range
            .clone()
            .filter(|&at| cells[at].has(Field::Timing))
            .count();
        top && timings > 1 && cells[at].has(Field::Item)
    };
    if repeats_a_line(&lines[range.clone()]) || range.clone().any(cut_item) {
        row.doubt.get_or_insert("what a page's end repeats of it");
    }
    for text in &mut row.texts {
        *text = value_text(text);
    }
    row
}

/// Whether a line of the row stands on two pages, as where a page's end cuts a cell through.
fn repeats_a_line(lines: &[Line]) -> bool {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return false;
    };
    first.page < last.page
        && lines.iter().any(|line| {
            let text = line.letters();
            text.chars().count() >= TELLING
                && lines
                    .iter()
                    .any(|other| other.page != line.page && other.letters() == text)
        })
}

/// The texts of the date cells, each with its middle line. A date wrapped over lines is complete with
/// its day, and one begins where a text begins as a date does.
fn date_cells(lines: &[Line], cells: &[Cells]) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for at in 0..lines.len() {
        let words = cells[at].words[Field::Date as usize].clone();
        let text = value_text(lines[at].words(words));
        if text.is_empty() {
            continue;
        }
        let begins = dates::parse(&text).is_some_and(|parsed| parsed.found.start == 0);
        match found.last_mut() {
            Some((_, last, date)) if !begins && !is_day(date) => {
                *last = at;
                date.push_str(&text);
            }
            _ => found.push((at, at, text)),
        }
    }
    found
        .into_iter()
        .map(|(first, last, text)| (usize::midpoint(first, last), text))
        .collect()
}

fn is_day(text: &str) -> bool {
    dates::parse(text).is_some_and(|parsed| parsed.found.precision == dates::Precision::Day)
}
