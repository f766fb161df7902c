//! Brackets around several lines: a bracket that stands at half height beside two or more lines is
//! moved to the start of the first, its partner to the end of the last.
//!
//! Spreadsheets set the brackets in cells of their own, in the middle of the row, while the value
//! between them wraps.

use hyokasho_source::Rect;

use crate::ink::Ink;

/// Brackets whose middles differ by no more than this are a pair, in em.
const LEVEL: f64 = 0.25;
/// Distance from one line between the brackets to the next, in em, at most.
const PITCH: f64 = 1.7;
/// Lines between brackets lie apart by this at least, in em; a mark beside its line by less.
const LINES: f64 = 0.8;
/// Share of the room between the brackets that the longest of the lines takes: the others wrapped.
const FULL: f64 = 0.6;

/// Pairs of brackets in one cell that are looked at.
const PAIRS: usize = 100;

/// Moves brackets beside several lines to the ends of these.
pub(crate) fn settle_brackets(inks: &mut [Ink], held: &[u32]) {
    let of = |signs: [char; 2]| -> Vec<u32> {
        held.iter()
            .copied()
            .filter(|&i| signs.contains(&inks[i as usize].first()))
            .collect()
    };
    let (opening, closing) = (of(['[', '［']), of([']', '］']));
    for &open in opening.iter().take(PAIRS) {
        let Some(close) = partner(inks, open, &closing) else {
            continue;
        };
        let Some((top, bottom)) = lines_between(inks, held, open, close) else {
            continue;
        };
        let y = inks[open as usize].rect.centre().1;
        shift(&mut inks[open as usize], top - y);
        shift(&mut inks[close as usize], bottom - y);
    }
}

/// The next closing bracket on the same line.
fn partner(inks: &[Ink], open: u32, closing: &[u32]) -> Option<u32> {
    let Ink { rect, size, .. } = &inks[open as usize];
    let x = |i: u32| inks[i as usize].rect.x0;
    closing
        .iter()
        .copied()
        .filter(|&c| x(c) > rect.x0)
        .filter(|&c| is_level(&inks[c as usize].rect, rect.centre().1, *size))
        .min_by(|&b, &c| x(b).total_cmp(&x(c)))
}

/// Middles of the first and last of several lines that stand between two brackets and nowhere else.
fn lines_between(inks: &[Ink], held: &[u32], open: u32, close: u32) -> Option<(f64, f64)> {
    let (a, b) = (inks[open as usize].rect, inks[close as usize].rect);
    let (em, y) = (inks[open as usize].size, a.centre().1);
    let solid = || {
        held.iter()
            .filter(|&&i| i != open && i != close)
            .map(|&i| &inks[i as usize])
            .filter(|ink| !ink.is_space())
            .map(|ink| ink.rect)
    };
    let inside = |r: &Rect| a.x1 - LEVEL * em <= r.x0 && r.x1 <= b.x0 + LEVEL * em;
    let counts = counts(inks, held, inside);
    let mut between: Vec<Rect> = solid()
        .filter(|r| inside(r) && !counts.iter().any(|&y| is_level(r, y, em)))
        .collect();
    between.sort_by(|p, q| {
        (p.centre().1 - y)
            .abs()
            .total_cmp(&(q.centre().1 - y).abs())
    });
    let (mut top, mut bottom) = (y, y);
    let (mut left, mut right) = (f64::MAX, f64::MIN);
    for rect in between {
        let at = rect.centre().1;
        if top - at > PITCH * em || at - bottom > PITCH * em {
            break;
        }
        let beside = |r: &Rect| r.x0 < a.x1 && r.x1 > a.x0 - em || r.x0 < b.x1 && r.x1 > b.x0;
        if !is_level(&rect, y, em) && solid().any(|r| is_level(&r, at, em) && beside(&r)) {
            break; // a line that runs on under the brackets
        }
        (top, bottom) = (top.min(at), bottom.max(at));
        (left, right) = (left.min(rect.x0), right.max(rect.x1));
    }
    let full = right - left >= FULL * (b.x0 - a.x1);
    (bottom - top >= LINES * em && full).then_some((top, bottom))
}

/// Heights of the lines that are a number in parentheses, or the room for one: a count that is asked for below
/// a choice is no line of its value.
fn counts(inks: &[Ink], held: &[u32], inside: impl Fn(&Rect) -> bool) -> Vec<f64> {
    let all = held.iter().map(|&i| &inks[i as usize]);
    let within: Vec<&Ink> = all
        .filter(|ink| !ink.is_space() && inside(&ink.rect))
        .collect();
    let mut opening = within
        .iter()
        .filter(|ink| matches!(ink.first(), '(' | '（'))
        .peekable();
    if opening.peek().is_none() {
        return Vec::new();
    }
    let middle = |ink: &Ink| ink.rect.centre().1;
    let mut by_height = within.clone();
    by_height.sort_by(|p, q| middle(p).total_cmp(&middle(q)));
    let is_count = |open: &&&Ink| {
        let (y, reach) = (middle(open), LEVEL * open.size);
        let top = by_height.partition_point(|ink| middle(ink) - y < -reach);
        let level = by_height[top..].iter();
        let mut line: Vec<&Ink> = level
            .take_while(|ink| is_level(&ink.rect, y, open.size))
            .copied()
            .collect();
        line.sort_by(|p, q| p.rect.x0.total_cmp(&q.rect.x0));
        let mut chars = line.iter().flat_map(|ink| ink.text.chars());
        let opens = chars.next().is_some_and(|c| matches!(c, '(' | '（'));
        let behind = chars.find(|&c| !is_figure(c) && !c.is_whitespace());
        opens && matches!(behind, Some(')' | '）'))
    };
    let heights = opening.filter(is_count).map(|open| middle(open));
    heights.take(PAIRS).collect()
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_level(rect: &Rect, y: f64, em: f64) -> bool {
    (rect.centre().1 - y).abs() <= LEVEL * em
}

fn shift(ink: &mut Ink, by: f64) {
    ink.rect.y0 += by;
    ink.rect.y1 += by;
}
