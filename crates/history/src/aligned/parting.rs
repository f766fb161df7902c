//! Where the rows of the table begin among lines cut into cells.
//!
//! Input: lines and their cells. Output: for each timing the first line of its row, and what is not
//! sure. A row has one timing. It stands on the row's first line, where cells stand at their row's top,
//! or in its middle; then the number with which an item begins tells the first line, and the timing must
//! stand in the middle of what that makes.

use super::cells::Cells;
use super::line::Line;
use crate::columns::Field;
use crate::dates::begins_item;

/// Of ten numbered items those that must begin beside a timing where timings stand at the top.
const AT_TOP: usize = 8;
/// Lines by which a timing may miss the middle of its row: lines stand apart by halves.
const OFF_MIDDLE: f32 = 0.6;
/// The same for each line of the row, for rows are a little higher than their text.
const OFF_MIDDLE_A_LINE: f32 = 0.15;
/// Of ten rows those that may miss it before none is believed.
const FEW_MISSES: usize = 3;
/// A row's first line and the line of its timing.
#[derive(Debug, Clone)]
pub(super) struct Start {
    pub(super) line: usize,
    pub(super) timing: usize,
    pub(super) doubt: Option<&'static str>,
}

/// Parts the lines into rows.
pub(super) fn rows(lines: &[Line], cells: &[Cells]) -> Vec<Start> {
    let timings: Vec<usize> = (0..lines.len())
        .filter(|&at| cells[at].has(Field::Timing))
        .collect();
    let numbered: Vec<usize> = (0..lines.len())
        .filter(|&at| cells[at].has(Field::Item))
        .filter(|&at| begins_item(lines[at].words(cells[at].words[Field::Item as usize].clone())))
        .collect();
    let beside = numbered
        .iter()
        .filter(|at| timings.binary_search(at).is_ok())
        .count();
    let at_top = beside * 10 >= numbered.len() * AT_TOP && !numbered.is_empty();
    let timings = if at_top {
        timings
    } else {
        one_a_row(&timings, &numbered, lines, cells)
    };
    let mut starts = if at_top {
        tops(&timings, &numbered, cells)
    } else {
        middles(&timings, &numbered)
    };
    if !at_top {
        check_middles(&mut starts, lines, cells);
    }
    check_tops(&mut starts, lines, cells);
    starts
}

/// The timings, one for each row: where a page's end cuts a row, programs that print sheets print its
/// date and timing on both pages, in the middle of either part, and no item's beginning on the second.
fn one_a_row(timings: &[usize], numbered: &[usize], lines: &[Line], cells: &[Cells]) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for &at in timings {
        let page = lines.partition_point(|line| line.page < lines[at].page);
        let begins = numbered.iter().any(|item| (page..=at).contains(item));
        let continues = kept
            .last()
            .is_some_and(|&last| last < page && !begins && same_timing(lines, cells, last, at));
        if !continues {
            kept.push(at);
        }
    }
    kept
}

fn same_timing(lines: &[Line], cells: &[Cells], a: usize, b: usize) -> bool {
    let timing = |at: usize| lines[at].words(cells[at].words[Field::Timing as usize].clone());
    timing(a) == timing(b)
}

/// Rows whose timings stand on their first lines.
fn tops(timings: &[usize], numbered: &[usize], cells: &[Cells]) -> Vec<Start> {
    let start = |(n, &timing): (usize, &usize)| {
        let next = timings.get(n + 1).copied().unwrap_or(usize::MAX);
        let more = numbered.iter().any(|at| (timing + 1..next).contains(at));
        let doubt = if more {
            Some("whether another row begins in it")
        } else if !cells[timing].has(Field::Item) {
            Some("where it begins")
        } else {
            None
        };
        Start {
            line: timing,
            timing,
            doubt,
        }
    };
    timings.iter().enumerate().map(start).collect()
}

/// Rows whose timings stand in their middle: the one numbered item between two timings begins a row.
fn middles(timings: &[usize], numbered: &[usize]) -> Vec<Start> {
    let mut starts: Vec<Start> = Vec::new();
    let mut from = 0;
    for &timing in timings {
        let begins: Vec<usize> = numbered
            .iter()
            .copied()
            .filter(|at| (from..=timing).contains(at))
            .collect();
        let (line, doubt) = match begins[..] {
            [one] => (one, None),
            [.., last] => (last, Some("whether another row begins in it")),
            [] => (timing, Some("where it begins")),
        };
        if let (Some(above), Some(doubt)) = (starts.last_mut(), doubt) {
            above.doubt.get_or_insert(doubt);
        }
        starts.push(Start {
            line,
            timing,
            doubt,
        });
        from = timing + 1;
    }
    starts
}

/// Doubts rows whose timing stands out of their middle, and all rows where many do.
fn check_middles(starts: &mut [Start], lines: &[Line], cells: &[Cells]) {
    let misses: Vec<bool> = (0..starts.len())
        .map(|n| misses_middle(starts, n, lines, cells))
        .collect();
    let many = misses.iter().filter(|miss| **miss).count() * 10 > starts.len() * FEW_MISSES;
    for (n, start) in starts.iter_mut().enumerate() {
        // what one row has too much the row beside it lacks
        let beside = n.saturating_sub(1)..(n + 2).min(misses.len());
        if many || misses[beside].contains(&true) {
            start.doubt.get_or_insert("where it ends");
        }
    }
}

fn misses_middle(starts: &[Start], n: usize, lines: &[Line], cells: &[Cells]) -> bool {
    let start = &starts[n];
    let end = starts.get(n + 1).map_or(lines.len(), |next| next.line);
    let page = lines[start.line].page;
    let filled = |at: &usize| Field::ALL.iter().any(|&field| cells[*at].has(field));
    let Some(last) = (start.line..end).rfind(filled) else {
        return false;
    };
    if lines[last].page != page || lines[start.timing].page != page {
        return false;
    }
    let (top, timing) = (lines[start.line].number, lines[start.timing].number);
    let below = lines.get(end).filter(|line| line.page == page);
    let bottom = (lines[last].number, below.map(|line| line.number - 1));
    let middle = |bottom: u32| f32::midpoint(top as f32, bottom as f32);
    let off = OFF_MIDDLE + OFF_MIDDLE_A_LINE * bottom.0.saturating_sub(top) as f32;
    let timing = timing as f32;
    timing < middle(bottom.0) - off || bottom.1.is_some_and(|most| timing > middle(most) + off)
}

/// Doubts rows whose cells do not begin at their top: then what stands above may be theirs.
fn check_tops(starts: &mut [Start], lines: &[Line], cells: &[Cells]) {
    let sides = [Field::Before, Field::After];
    let late: Vec<bool> = (0..starts.len())
        .map(|n| {
            let end = starts.get(n + 1).map_or(lines.len(), |next| next.line);
            let first = starts[n].line;
            sides.iter().any(|&side| {
                let begins = (first..end).find(|&at| cells[at].has(side));
                begins.is_some_and(|at| at > first)
            })
        })
        .collect();
    let many = late.iter().filter(|late| **late).count() * 10 > starts.len() * FEW_MISSES;
    for (start, late) in starts.iter_mut().zip(late) {
        if late || many {
            start.doubt.get_or_insert("where its sides begin");
        }
    }
    if let Some(first) = starts.first_mut()
        && (0..first.line).any(|at| sides.iter().any(|&side| cells[at].has(side)))
    {
        first.doubt.get_or_insert("where it begins");
    }
}
