//! Where a page's columns begin.
//!
//! Input: the lines of a page, and its header where it prints one. Output: for item, before, after and
//! timing the columns in which their cells begin. A page's cells begin in the same column but for a few:
//! a cell that fills its width pushes what stands right of it.

use super::header::Header;
use super::line::{Line, Word};
use crate::columns::{ColumnLabels, Field};

/// Columns by which the beginnings of one column's cells differ at most.
const JITTER: u32 = 4;
/// Lines in which a column's cells must begin where no header tells the column.
const FEWEST: u32 = 2;
/// The same for timings, which their word tells.
const TIMING_JITTER: u32 = 10;
/// Columns by which a full cell pushes the one at its right out of these.
const PUSHED: u32 = 2;
/// Columns of the narrowest cell of text: a date is no shorter.
pub(super) const NARROWEST: u32 = 6;
/// Columns by which a cell may begin behind its label's first letter: labels stand in the middle.
const BEHIND_LABEL: u32 = 2;
/// Beginnings that are looked at as a column's, the commonest first.
const MOST_CLUSTERS: usize = 10;

/// The columns in which cells of a field begin: the first and the last, and each with its lines.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) first: u32,
    pub(super) last: u32,
    /// Lines in which cells begin there.
    count: u32,
}

impl Edge {
    pub(super) fn holds(&self, column: u32) -> bool {
        (self.first..=self.last).contains(&column)
    }

    /// The same, with what a full cell at the left pushes.
    pub(super) fn nearly_holds(&self, column: u32) -> bool {
        (self.first.saturating_sub(PUSHED)..=self.last + PUSHED).contains(&column)
    }
}

/// The columns of a page.
#[derive(Debug, Clone)]
pub(super) struct Edges {
    /// Item, before, after.
    pub(super) texts: [Edge; 3],
    pub(super) timing: Edge,
}

/// The columns of a page; `None` where they cannot be told.
pub(super) fn edges(
    lines: &[Line],
    header: Option<&Header>,
    labels: &ColumnLabels,
) -> Option<Edges> {
    let timings = lines.iter().flat_map(|line| {
        let is_timing = |word: &&Word| labels.is_timing(line.word(word));
        line.words.iter().filter(is_timing).map(|word| word.column)
    });
    let timing = clusters(counted(timings), TIMING_JITTER)
        .into_iter()
        .next()?;
    let within = |word: &Word| word.end <= timing.first && word.column >= NARROWEST;
    let apart = |line: &Line, at: usize, word: &Word| {
        let dated = line.date_words(NARROWEST);
        at >= dated && (word.is_apart() || (dated > 0 && at == dated))
    };
    let begins = |counts: &dyn Fn(&Line, usize, &Word) -> bool| -> Vec<u32> {
        let words = lines.iter().flat_map(|line| {
            let words = line.words.iter().enumerate();
            words.filter(|(at, word)| within(word) && counts(line, *at, word))
        });
        words.map(|(_, word)| word.column).collect()
    };
    let mut columns = begins(&apart);
    let texts = best_three(&columns, header, timing.first, FEWEST)
        .or_else(|| best_three(&columns, header, timing.first, 1))
        .or_else(|| {
            // cells that fill their width: words that stand one below another tell where nothing is apart
            columns.extend(begins(&|_, _, word| word.may_begin()));
            best_three(&columns, header, timing.first, FEWEST)
        })?;
    Some(Edges { texts, timing })
}

fn counted(columns: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut columns: Vec<u32> = columns.collect();
    columns.sort_unstable();
    let runs = columns.chunk_by(|a, b| a == b);
    runs.filter_map(|run| Some((*run.first()?, run.len() as u32)))
        .collect()
}

/// Columns that stand together, the commonest first.
fn clusters(mut columns: Vec<(u32, u32)>, jitter: u32) -> Vec<Edge> {
    let mut found = Vec::new();
    let window = |columns: &[(u32, u32)], from: u32| -> u32 {
        let inside = columns
            .iter()
            .filter(|(column, _)| (from..=from + jitter).contains(column));
        inside.map(|(_, count)| count).sum()
    };
    while let Some(&(from, _)) = columns
        .iter()
        .max_by_key(|(column, _)| (window(&columns, *column), std::cmp::Reverse(*column)))
    {
        let inside = |column: u32| (from..=from + jitter).contains(&column);
        let last = columns
            .iter()
            .map(|(column, _)| *column)
            .rfind(|&c| inside(c));
        found.push(Edge {
            first: from,
            last: last.unwrap_or(from),
            count: window(&columns, from),
        });
        columns.retain(|(column, _)| !inside(*column));
    }
    found
}

/// The three clusters in which item, before and after begin: the commonest that stand where the labels
/// allow and are wide enough.
fn best_three(
    columns: &[u32],
    header: Option<&Header>,
    timing: u32,
    fewest: u32,
) -> Option<[Edge; 3]> {
    let mut known = clusters(counted(columns.iter().copied()), JITTER);
    known.truncate(MOST_CLUSTERS);
    if header.is_none() {
        known.retain(|edge| edge.count >= fewest);
    }
    known.sort_by_key(|edge| edge.first);
    let fits = |edge: &Edge, left: Field, field: Field| {
        header.is_none_or(|header| {
            let behind = header.end(left).is_none_or(|end| edge.first >= end);
            let begins = header.start(field);
            behind && begins.is_none_or(|start| edge.first <= start + BEHIND_LABEL)
        })
    };
    let apart = |a: &Edge, b: u32| a.last + NARROWEST <= b;
    let mut best: Option<(u32, [&Edge; 3])> = None;
    for (i, item) in known.iter().enumerate() {
        if !fits_item(item, header) {
            continue;
        }
        for (j, before) in known.iter().enumerate().skip(i + 1) {
            if !apart(item, before.first) || !fits(before, Field::Item, Field::Before) {
                continue;
            }
            for after in &known[j + 1..] {
                if !apart(before, after.first)
                    || !apart(after, timing)
                    || !fits(after, Field::Before, Field::After)
                {
                    continue;
                }
                let count = item.count + before.count + after.count;
                if best.is_none_or(|(most, _)| count > most) {
                    best = Some((count, [item, before, after]));
                }
            }
        }
    }
    best.map(|(_, three)| three.map(Clone::clone))
}

fn fits_item(edge: &Edge, header: Option<&Header>) -> bool {
    let start = header.and_then(|header| header.start(Field::Item));
    start.is_none_or(|start| edge.first <= start + BEHIND_LABEL)
}
