//! Change rows in a copy that lost the table: fields on lines, one after another.
//!
//! Input: the lines of the part. Output: rows, as far as dates and timings mark them. What cannot be
//! told stays blank: a field that is missing is better than one that is wrong. Where the copy prints
//! column after column, dates or timings stand together; from there on no row is told, for the rows
//! behind it would have other rows' numbers.

use hyokasho_document::{Block, Cell};
use hyokasho_normalize::dates;
use hyokasho_source::{Code, Diagnostic, Place};

use crate::columns::{ColumnLabels, Field};
use crate::phrases::{Says, says};
use crate::rows::{Row, append};
use crate::text::{letters, value_text};

/// Letters that may stand beside a date on the line of a date cell.
const ASIDE: usize = 2;
/// Letters of a wrapped item that may stand behind a date on its line.
const BESIDE: usize = 12;
/// The sides of a row.
const SIDES: usize = 2;
/// Letters with which both sides begin where the later one is the earlier one changed.
const ALIKE: usize = 6;

/// A line of the part.
struct Line {
    text: String,
    places: Vec<Place>,
}

/// Reads rows from lines: a row ends with its timing and the explanation behind it.
pub(crate) fn read_rows(
    blocks: &[Block],
    labels: &ColumnLabels,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let lines = lines(blocks, labels);
    let timings: Vec<usize> = (0..lines.len())
        .filter(|&at| labels.timing(&lines[at].text).is_some())
        .collect();
    if timings.is_empty() {
        return Vec::new();
    }
    let places = lines
        .first()
        .map(|line| line.places.clone())
        .unwrap_or_default();
    let message = "the change table stands as lines: rows are told by dates and timings";
    findings.push(Diagnostic::new(Code::ChangeColumns, message).at(places));
    let wrapped = lines.iter().any(|line| is_part_of_date(&line.text));
    let mut rows = Vec::new();
    let mut start = 0;
    for (nth, &timing) in timings.iter().enumerate() {
        if !is_one_row(&lines, start, timing) {
            let (from, all) = (rows.len() + 1, lines.len() - start);
            let message = format!(
                "from row {from} on the change table's {all} lines stand apart by columns: its rows cannot be told"
            );
            let places = lines[start..].iter().flat_map(|line| line.places.clone());
            findings.push(Diagnostic::new(Code::ChangeColumns, message).at(places));
            break;
        }
        let next = timings.get(nth + 1).copied().unwrap_or(lines.len());
        let end = row_end(&lines, timing, next);
        let mut row = row(&lines, start, timing, end);
        row.doubt = wrapped.then_some("which of its lines are one cell's");
        rows.push(row);
        start = end;
    }
    rows
}

/// Whether a line is the rest of a date that begins on the line above: columns as narrow as that wrap
/// every cell, so that a line is no field.
fn is_part_of_date(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !c.is_ascii_digit() && *c != ' ');
    let only_signs = signs.all(|c| matches!(c, '年' | '月' | '日'));
    only_signs && text.ends_with('日') && dates::parse(text).is_none_or(|day| day.found.start != 0)
}

/// Whether the lines before a timing are those of one row: at most one date, at their start; then an
/// item and something that is said of it, which may be a date before and a date after.
fn is_one_row(lines: &[Line], start: usize, timing: usize) -> bool {
    let before = &lines[start..timing];
    let dated = before.first().is_some_and(is_date);
    let rest = &before[usize::from(dated)..];
    let [_, sides @ ..] = rest else { return false };
    let days = sides
        .iter()
        .filter(|line| begins_with_date(&line.text))
        .count();
    !begins_with_date(&rest[0].text)
        && !sides.is_empty()
        && (days == 0 || (days == sides.len() && days <= SIDES))
}

/// Whether a line begins with a day and has little behind it: a date cell, with the end of the cell
/// beside it.
fn begins_with_date(text: &str) -> bool {
    dates::parse(text).is_some_and(|parsed| {
        parsed.found.start == 0
            && parsed.found.precision == dates::Precision::Day
            && letters(&parsed.rest).len() <= BESIDE
    })
}

fn lines(blocks: &[Block], labels: &ColumnLabels) -> Vec<Line> {
    let cells = blocks
        .iter()
        .filter(|block| block.is_content())
        .flat_map(|block| &block.cells);
    let split = cells.flat_map(|cell| cell.text.split('\n').map(move |text| (text, cell)));
    split
        .map(|(text, cell)| Line {
            text: value_text(text),
            places: all_places(cell),
        })
        .filter(|line| {
            !line.text.is_empty() && !labels.is_title(&line.text) && !is_heading(&line.text, labels)
        })
        .collect()
}

fn all_places(cell: &Cell) -> Vec<Place> {
    cell.runs.iter().map(|run| run.place).collect()
}

/// Whether the line is a column's label.
fn is_heading(text: &str, labels: &ColumnLabels) -> bool {
    labels.is_label(text)
}

/// Whether the line is a date and little else.
fn is_date(line: &Line) -> bool {
    dates::parse(&line.text).is_some_and(|parsed| letters(&parsed.rest).len() <= ASIDE)
}

/// Where a row ends: before the next date, or right behind the explanation that follows its timing.
fn row_end(lines: &[Line], timing: usize, next: usize) -> usize {
    let dated = (timing + 1..next).find(|&at| is_date(&lines[at]));
    dated.unwrap_or_else(|| {
        if next == lines.len() {
            next
        } else {
            timing + 1
        }
    })
}

/// A row's fields. The line behind the date is the item; between item and timing stand the sides.
fn row(lines: &[Line], start: usize, timing: usize, end: usize) -> Row {
    let mut row = Row {
        places: lines[start..end]
            .iter()
            .flat_map(|line| line.places.iter().copied())
            .collect(),
        ..Row::default()
    };
    let mut at = start;
    if let Some(line) = lines.get(at).filter(|line| at < timing && is_date(line)) {
        row.texts[Field::Date as usize].clone_from(&line.text);
        row.date_span = 1;
        at += 1;
    }
    if at < timing {
        row.texts[Field::Item as usize].clone_from(&lines[at].text);
        at += 1;
    }
    let between: Vec<&str> = lines[at.min(timing)..timing]
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    let (before, after) = sides(&between);
    row.texts[Field::Before as usize] = before;
    row.texts[Field::After as usize] = after;
    row.texts[Field::Timing as usize].clone_from(&lines[timing].text);
    for line in &lines[timing + 1..end] {
        append(&mut row.texts[Field::Explanation as usize], &line.text);
    }
    row
}

/// The lines between item and timing as before and after. Where a line says that a side is not
/// quoted, the others are the other side; else the parting is where both sides begin alike. Blank
/// where neither tells: no text is given to the wrong side.
fn sides(lines: &[&str]) -> (String, String) {
    let joined = |lines: &[&str]| {
        let mut text = String::new();
        for line in lines {
            append(&mut text, line);
        }
        text
    };
    let parted = |at: usize| (joined(&lines[..at]), joined(&lines[at..]));
    match lines {
        [] => (String::new(), String::new()),
        [after] => (String::new(), (*after).to_owned()),
        [_, _] => parted(1),
        [first, ..] if says(first) != Says::Text => parted(1),
        [.., last] if says(last) != Says::Text => parted(lines.len() - 1),
        [first, ..] => {
            let alike: Vec<usize> = (1..lines.len())
                .filter(|&at| begin_alike(first, lines[at]))
                .collect();
            if let [at] = alike[..] {
                parted(at)
            } else {
                (String::new(), String::new())
            }
        }
    }
}

/// Whether two lines begin with the same letters.
fn begin_alike(a: &str, b: &str) -> bool {
    let (a, b) = (letters(a), letters(b));
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    same >= ALIKE.min(a.len()).min(b.len()) && same > 1
}
