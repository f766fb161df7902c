//! Change rows whose cells the copy joins by single spaces: `平成28年7月12日 Ⅰ-5 法令上の根拠 旧 新 事後 説明`.
//!
//! Input: the blocks of the part, lines, under a header whose labels stand on one line. Output: rows. A row
//! begins with its date, or with an item's number; its timing parts the sides from the explanation. Where
//! item and sides end no space tells: [`settle`] cuts them where the row's own words and the body make one
//! cut certain, and all other rows stay in doubt.

use hyokasho_document::{Block, BlockKind};
use hyokasho_model::{Fact, Status};
use hyokasho_normalize::dates;
use hyokasho_source::{Code, Diagnostic, Place};
use rustc_hash::FxHashMap;

use crate::columns::{ColumnLabels, Field};
use crate::content::content;
use crate::dates::begins_item;
use crate::items::Resolver;
use crate::phrases::{Says, says};
use crate::rows::Row;
use crate::text::{letters, value_text};

/// Labels that a line must hold to be the header.
const NAMED: usize = 3;
/// Lines that a wrapped date stands on at most.
const DATE_LINES: usize = 3;
/// Letters with which both sides must begin alike to be parted there.
const ALIKE: usize = 8;
/// Letters of the body's value that must end a row to be its later side: less may end a longer text.
const TELLING: usize = 8;
/// Words between date and timing that are cut at most; more ways to cut tell nothing.
const MOST_WORDS: usize = 60;

struct Line {
    words: Vec<String>,
    place: Option<Place>,
}

/// Reads the rows; `None` where no header stands on one line.
pub(crate) fn read_rows(
    blocks: &[Block],
    labels: &ColumnLabels,
    findings: &mut Vec<Diagnostic>,
) -> Option<Vec<Row>> {
    let lines: Vec<Line> = blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Furniture)
        .flat_map(|block| &block.cells)
        .map(|cell| Line {
            words: value_text(&cell.text)
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            place: cell.runs.first().map(|run| run.place),
        })
        .filter(|line| !line.words.is_empty())
        .collect();
    let header = lines.iter().position(|line| is_header(line, labels))?;
    let lines: Vec<&Line> = lines[header + 1..]
        .iter()
        .filter(|line| !is_header(line, labels) && !labels.is_title(&line.words.concat()))
        .collect();
    let starts: Vec<usize> = (0..lines.len())
        .filter(|&at| starts_row(&lines, at))
        .collect();
    if starts.is_empty() {
        return None;
    }
    let message = "the change table's cells are joined by spaces: rows are told by dates, numbers and timings";
    findings.push(Diagnostic::new(Code::ChangeColumns, message).at(lines[starts[0]].place));
    let mut rows: Vec<Row> = Vec::new();
    for (n, &start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(lines.len());
        rows.push(row(&lines[start..end], labels));
    }
    Some(rows)
}

fn is_header(line: &Line, labels: &ColumnLabels) -> bool {
    let letters = letters(&line.words.concat());
    let told = labels.in_line(&letters);
    let named: usize = told.iter().map(|(_, range)| range.len()).sum();
    told.len() >= NAMED && named * 2 > letters.len()
}

/// Whether a row begins on the line: with its date, or, under a date that spans it, with an item's number.
fn starts_row(lines: &[&Line], at: usize) -> bool {
    if date_lines(&lines[at..]).is_some() {
        return true;
    }
    let behind_date = (1..=DATE_LINES.min(at)).any(|back| {
        date_lines(&lines[at - back..]).is_some_and(|(count, words)| {
            count >= back && lines[at - back + count - 1].words.len() == words
        })
    });
    !behind_date && begins_item(&lines[at].words.join(" "))
}

/// The lines that a date at their start takes, and its words on the last of them.
fn date_lines(lines: &[&Line]) -> Option<(usize, usize)> {
    let mut text = String::new();
    for (n, line) in lines.iter().take(DATE_LINES).enumerate() {
        for (at, word) in line.words.iter().enumerate() {
            text.push_str(word);
            let parsed = dates::parse(&text)?;
            if parsed.found.start != 0 {
                return None;
            }
            if parsed.found.precision == dates::Precision::Day {
                return parsed.rest.is_empty().then_some((n + 1, at + 1));
            }
            if !parsed.rest.is_empty()
                && !parsed
                    .rest
                    .chars()
                    .all(|c| c.is_ascii_digit() || is_sign(c))
            {
                return None;
            }
        }
    }
    None
}

fn is_sign(c: char) -> bool {
    matches!(c, '年' | '月' | '日')
}

/// A row of the lines from its date to the next row.
fn row(lines: &[&Line], labels: &ColumnLabels) -> Row {
    let mut row = Row {
        places: lines.iter().filter_map(|line| line.place).collect(),
        doubt: Some("where its item and its sides end"),
        ..Row::default()
    };
    let mut words: Vec<&str> = lines
        .iter()
        .flat_map(|line| line.words.iter().map(String::as_str))
        .collect();
    if let Some((count, last)) = date_lines(lines) {
        let before: usize = lines[..count - 1].iter().map(|line| line.words.len()).sum();
        row.texts[Field::Date as usize] = words[..before + last].concat();
        row.date_span = 1;
        words.drain(..before + last);
    }
    let timings: Vec<usize> = (0..words.len())
        .filter(|&at| labels.is_timing(words[at]))
        .collect();
    let [timing] = timings[..] else {
        row.doubt = Some("which of its words is the timing");
        row.texts[Field::Item as usize] = words.join(" ");
        return row;
    };
    words[timing].clone_into(&mut row.texts[Field::Timing as usize]);
    row.texts[Field::Explanation as usize] = value_text(&words[timing + 1..].join(" "));
    row.joined = words[..timing]
        .iter()
        .map(|&word| word.to_owned())
        .collect();
    row.whole = lines.len() == 1;
    row.texts[Field::Item as usize] = row.joined.join(" ");
    row
}

/// A way to cut a row's words: where its item and its earlier side end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cut {
    item: usize,
    before: usize,
}

/// Cuts a row's item and sides where one cut alone is borne out.
pub(crate) fn settle(
    row: &mut Row,
    labels: &ColumnLabels,
    resolver: &Resolver<'_>,
    body: &FxHashMap<&str, &Fact>,
) {
    let words = std::mem::take(&mut row.joined);
    // words of a wrapped row may be cut themselves
    if words.is_empty() || words.len() > MOST_WORDS || !row.whole {
        return;
    }
    let cuts: Vec<Cut> = (1..words.len())
        .filter(|&item| labels.ends_with_label(&letters(&words[..item].concat())))
        .flat_map(|item| cuts(&words, item, resolver, body))
        .collect();
    if let [cut] = cuts[..] {
        row.texts[Field::Item as usize] = value_text(&words[..cut.item].join(" "));
        row.texts[Field::Before as usize] = value_text(&words[cut.item..cut.before].join(" "));
        row.texts[Field::After as usize] = value_text(&words[cut.before..].join(" "));
        row.doubt = None;
    }
}

/// The cuts of a row behind an item that something bears out.
fn cuts(
    words: &[String],
    item: usize,
    resolver: &Resolver<'_>,
    body: &FxHashMap<&str, &Fact>,
) -> Vec<Cut> {
    let named = resolver.resolve(&words[..item].join(" "), "", "");
    let [key] = &named.keys[..] else {
        return Vec::new();
    };
    let value = body
        .get(key.as_str())
        .filter(|fact| fact.object.status == Status::Filled)
        .and_then(|fact| fact.object.value.as_ref()?.as_text())
        .map(content);
    (item + 1..words.len())
        .filter(|&before| {
            let (was, is) = (words[item..before].join(" "), words[before..].join(" "));
            // all of the body's value, or both sides begin alike, or the earlier one says that it comes
            let stands = value
                .as_ref()
                .is_some_and(|value| value.chars().count() >= TELLING && content(&is) == *value);
            let comes = before == item + 1 && says(&was) == Says::Comes;
            stands || comes || begin_alike(&was, &is)
        })
        .map(|before| Cut { item, before })
        .collect()
}

fn begin_alike(a: &str, b: &str) -> bool {
    let (a, b) = (letters(a), letters(b));
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    same >= ALIKE
}
