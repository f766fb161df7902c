//! Gutters: the gaps that part the columns of a cell, and the lines through which one runs.
//!
//! A wide gap of a line is tried as a gutter, so is the room between two lines that stand beside one another; it
//! grows up and down while lines stand beside it or have a gap there.

use hyokasho_document::mark;

use crate::chars;
use crate::ink::Ink;
use crate::lines::{COLUMN_GAP, Line};

/// Narrowest gap, in em, that goes on with a gutter that another line's wide gap opened.
const GUTTER: f64 = 0.35;
/// How far an item may start from its column's start, in em, where the text before it touches it.
const ALIGNED: f64 = 0.3;
/// Lines whose gaps are tried as gutters; the first ones of a list show its columns.
const SEEDS: usize = 8;
/// Brackets this far apart, in em, have room for a value; a mark takes three.
const VALUE: f64 = 5.0;
/// Distance of two lines, in em, that is too small for lines of one column: these lie an em apart at least.
const BETWEEN: f64 = 0.95;
/// Distance, in em, of a mark from the title at its left that is set in the middle of two rows' height.
pub(crate) const MARK_ABOVE: f64 = 1.5;

/// Lines through which a gutter runs.
pub(crate) struct Run {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where the left column ends and where the right one starts.
    pub(crate) gutter: (f64, f64),
    /// For each line, x from which its inks are in the right column.
    pub(crate) splits: Vec<f64>,
}

/// Where a line stands beside a gutter, and what it leaves of it.
enum Side {
    /// All of it at the left, to this x.
    Left(f64),
    /// All of it at the right, from this x.
    Right(f64),
    /// At both sides: what is left of the gutter, and where the right part starts.
    Both((f64, f64), f64),
    /// Through the gutter.
    Across,
}

/// The longest run of lines in columns, the first of equal ones.
pub(crate) fn column_run(inks: &[Ink], lines: &[Line], side: f64) -> Option<Run> {
    let mut best: Option<Run> = None;
    let seeds = lines.iter().enumerate().map(|(i, line)| {
        let mut gutters = wide_gaps(inks, line);
        if let Some(next) = lines.get(i + 1).filter(|next| is_between(inks, line, next)) {
            let (left, right) = (
                line.rect.x1.min(next.rect.x1),
                line.rect.x0.max(next.rect.x0),
            );
            gutters.push((left, right));
            gutters.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        if gutters.is_empty() {
            gutters.extend(gap_behind_value(inks, lines, i));
        }
        (i, gutters)
    });
    for (seed, gutters) in seeds.filter(|(_, gutters)| !gutters.is_empty()).take(SEEDS) {
        for gutter in gutters {
            let run = grow(inks, lines, side, seed, gutter);
            let longer = |run: &Run| {
                best.as_ref()
                    .is_none_or(|b| b.end - b.start < run.end - run.start)
            };
            if let Some(run) = run.filter(longer) {
                best = Some(run);
            }
        }
    }
    best
}

/// The gap behind a bracket that closes, where what follows starts as the line above or below does: the list
/// beside a value goes on there with the rest of an option.
fn gap_behind_value(inks: &[Ink], lines: &[Line], i: usize) -> Option<(f64, f64)> {
    let line = &lines[i];
    let solid = |&&n: &&u32| !inks[n as usize].is_space();
    let solids: Vec<u32> = line.inks.iter().filter(solid).copied().collect();
    let close = solids
        .windows(2)
        .rfind(|pair| matches!(inks[pair[0] as usize].first(), ']' | '］'))?;
    let (end, start) = (
        inks[close[0] as usize].rect.x1,
        inks[close[1] as usize].rect.x0,
    );
    let opening = |&&n: &&u32| matches!(inks[n as usize].first(), '[' | '［');
    let open = &inks[*solids.iter().find(opening)? as usize];
    if end - open.rect.x0 < VALUE * line.size {
        return None; // a mark of a check list
    }
    let around = [i.checked_sub(1), Some(i + 1)].into_iter().flatten();
    let aligned = around
        .filter_map(|k| lines.get(k))
        .any(|other| (other.rect.x0 - start).abs() <= ALIGNED * line.size);
    (aligned && start - end >= GUTTER * line.size).then_some((end, start))
}

/// Whether two lines stand beside one another at heights that differ by less than a line, or the first is a mark
/// that stands behind the end of the second, as no line of a text does.
fn is_between(inks: &[Ink], line: &Line, next: &Line) -> bool {
    let size = line.size.min(next.size);
    let apart = line.rect.x1.min(next.rect.x1) + GUTTER * size <= line.rect.x0.max(next.rect.x0);
    let behind = || {
        let mark = |c: char| mark::is_mark(c) || matches!(c, '[' | '［');
        next.rect.x1 + COLUMN_GAP * size <= line.rect.x0 && mark(line.first_char(inks))
    };
    let down = next.middle() - line.middle();
    apart && (down <= BETWEEN * size || (down <= MARK_ABOVE * size && behind()))
}

fn grow(
    inks: &[Ink],
    lines: &[Line],
    right: f64,
    seed: usize,
    mut gutter: (f64, f64),
) -> Option<Run> {
    let mut splits = vec![gutter.1];
    let (mut both, mut beside) = (1, 0_usize);
    let first = seed + 1;
    let mut end = first;
    // lines at the left alone belong to the columns when more of these follow, or when they wrap; the last of them tells
    // how far all reach, as each is looked at beside those before it
    let mut pending: Vec<f64> = Vec::new();
    for i in first..lines.len() {
        let left = pending.last().copied().unwrap_or(gutter.0);
        match side(inks, &lines[i], (left, gutter.1)) {
            Side::Both(narrower, split) => {
                gutter = narrower;
                splits.extend(pending.drain(..).map(|_| f64::MAX));
                splits.push(split);
                both += 1;
            }
            Side::Right(start) => {
                gutter = (left, start);
                splits.extend(pending.drain(..).map(|_| f64::MAX));
                splits.push(start);
                beside += 1;
            }
            Side::Left(to) => {
                pending.push(to);
                let between = is_between(inks, &lines[i - 1], &lines[i]);
                if i > end || !(between || wraps(inks, lines, right, i, gutter)) {
                    continue;
                }
                gutter.0 = to;
                beside += usize::from(opens_item_from(inks, &lines[seed], splits[0]));
                splits.extend(pending.drain(..).map(|_| f64::MAX));
            }
            Side::Across => break,
        }
        end = i + 1;
    }
    let mut start = seed;
    for i in (0..seed).rev() {
        match side(inks, &lines[i], gutter) {
            Side::Both(narrower, split) => {
                gutter = narrower;
                splits.insert(0, split);
                both += 1;
            }
            Side::Right(from) => {
                gutter.1 = from;
                splits.insert(0, from);
                beside += 1;
            }
            Side::Left(_) | Side::Across => break,
        }
        start = i;
    }
    (both > 1 || beside > 0).then_some(Run {
        start,
        end,
        gutter,
        splits,
    })
}

/// Whether a line at the left continues the left part of the line before it, and not its right end.
fn wraps(inks: &[Ink], lines: &[Line], right: f64, i: usize, gutter: (f64, f64)) -> bool {
    let (line, before) = (&lines[i], &lines[i - 1]);
    if right - before.rect.x1 < COLUMN_GAP * line.size {
        return false;
    }
    let numbers: Vec<u32> = before
        .inks
        .iter()
        .copied()
        .filter(|&n| inks[n as usize].rect.x0 < gutter.1)
        .collect();
    let Some(left) = Line::part(inks, &numbers) else {
        return false;
    };
    let room = gutter.0.max(gutter.1 - COLUMN_GAP * line.size) - left.rect.x1;
    room < line.size && line.rect.x0 - left.rect.x0 > -ALIGNED * line.size && !line.opens_item(inks)
}

fn side(inks: &[Ink], line: &Line, (g0, g1): (f64, f64)) -> Side {
    let least = GUTTER * line.size;
    let mut end: Option<f64> = None;
    for (n, ink) in line.inks.iter().map(|&i| &inks[i as usize]).enumerate() {
        if ink.is_space() {
            continue;
        }
        if let Some(end) = end {
            let (a, b) = (end.max(g0), ink.rect.x0.min(g1));
            let wide = ink.rect.x0 - end >= COLUMN_GAP * line.size;
            let aligned = (ink.rect.x0 - g1).abs() <= ALIGNED * line.size;
            let closes = chars::any_bracket(ink.first()) < 0;
            if !closes && b - a >= least && (wide || aligned || line.opens_item_at(inks, n)) {
                return Side::Both((a, b), ink.rect.x0);
            }
            // a mark drawn around the item stands at its start
            let before = line.rect.x0 < g1 - ALIGNED * line.size;
            let touching = before && end <= ink.rect.x0 + ALIGNED * line.size / 2.0;
            if aligned && touching && line.opens_item_at(inks, n) {
                return Side::Both((a.min(b), b), ink.rect.x0);
            }
        }
        end = Some(end.unwrap_or(f64::MIN).max(ink.rect.x1));
    }
    if line.rect.x0.min(g1) - g0 >= least {
        Side::Right(line.rect.x0.min(g1))
    } else if g1 - line.rect.x1.max(g0) >= least {
        Side::Left(line.rect.x1.max(g0))
    } else {
        Side::Across
    }
}

fn opens_item_from(inks: &[Ink], line: &Line, x: f64) -> bool {
    let at = line
        .inks
        .iter()
        .position(|&i| inks[i as usize].rect.x0 >= x);
    at.is_some_and(|n| line.opens_item_at(inks, n))
}

/// The gaps of a line that part columns, from left to right: wide, or between two items, and not
/// inside a bracket or at its side. Points that follow one another in a running text have a space between them
/// as well.
fn wide_gaps(inks: &[Ink], line: &Line) -> Vec<(f64, f64)> {
    let mut gaps = Vec::new();
    let mut items = None;
    let mut end: Option<f64> = None;
    let mut open = 0;
    let mut last = ' ';
    let is_end = |&i: &u32| matches!(inks[i as usize].first(), ']' | '］');
    let closed = line.inks.iter().rposition(is_end).unwrap_or(0);
    for (n, ink) in line.inks.iter().map(|&i| &inks[i as usize]).enumerate() {
        if ink.is_space() {
            continue;
        }
        // what a bracket holds may go on in the next line, beside a list
        let held = open > 0 && n <= closed;
        let bracket = held || chars::any_bracket(last) > 0 || chars::any_bracket(ink.first()) < 0;
        if let Some(end) = end
            && !bracket
            && ink.rect.x0 - end >= GUTTER * line.size
        {
            let wide = ink.rect.x0 - end >= COLUMN_GAP * line.size;
            let mut item = || *items.get_or_insert_with(|| line.opens_item(inks));
            let after_value = matches!(last, ']' | '］');
            let opens = || !chars::is_point(ink.first()) && line.opens_item_at(inks, n);
            if wide || ((after_value || item()) && opens()) {
                gaps.push((end, ink.rect.x0));
            }
        }
        if matches!(ink.first(), '[' | '［' | ']' | '］') {
            open = (open + chars::any_bracket(ink.first())).max(0);
        }
        last = ink.last();
        end = Some(end.unwrap_or(f64::MIN).max(ink.rect.x1));
    }
    gaps
}
