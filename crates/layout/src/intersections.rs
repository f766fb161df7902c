//! Edges to intersections: which horizontal meets which vertical edge.
//!
//! A table's rule ends on rules of the other direction: what hangs over is cut off, and what meets
//! fewer than two others (underlines, arrows, connectors) is no table rule. Where a page's end cuts
//! a table, its verticals hang open; a virtual edge closes it first.

use hyokasho_source::Rect;

use crate::Edge;
use crate::edges::{Edges, JOIN, is_same_line};

/// How near an edge must come to another to meet it: as near as pieces of one line must come.
const TOUCH: f64 = JOIN;
/// Length by which an edge must hang over its last intersection to be cut open by a page's end;
/// a table cut by a page's end keeps at least a line of small text.
const HANGING: f64 = 8.0;
/// Edges with a common open end that make the side of a table without an outer border. Two are
/// found in drawings.
const OPEN_SIDE: usize = 3;
/// Length of a cut-off stretch that counts as a line of a drawing.
const LEFTOVER: f64 = 8.0;
/// Pairs of edges that are looked at on one page. A page of 80 rows by 30 columns has some
/// thousands.
const PAIR_LIMIT: usize = 16_000_000;
/// Rounds of trimming; each removes what hangs on an edge removed before, in practice two or three.
const TRIM_ROUNDS: usize = 24;

/// Edges that end on one another, and what was left over.
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    pub(crate) horizontal: Vec<Edge>,
    pub(crate) vertical: Vec<Edge>,
    /// Areas of lines that bound no cell: connectors, arrows, underlines.
    pub(crate) leftovers: Vec<Rect>,
    /// Whether there were too many edges to look at.
    pub(crate) limited: bool,
}

/// Closes cut tables, trims what hangs over and drops what bounds nothing.
pub(crate) fn edges_to_intersections(edges: Edges) -> Lattice {
    let Edges {
        mut horizontal,
        mut vertical,
    } = edges;
    if horizontal.len().saturating_mul(vertical.len()) > PAIR_LIMIT {
        return Lattice {
            limited: true,
            ..Lattice::default()
        };
    }
    let before: Vec<Edge> = horizontal.iter().chain(&vertical).copied().collect();
    close_sides(&mut vertical, &horizontal);
    close_ends(&mut horizontal, &vertical);
    for _ in 0..TRIM_ROUNDS {
        let trimmed = trim(&mut horizontal, &vertical) | trim(&mut vertical, &horizontal);
        if !trimmed {
            break;
        }
    }
    let leftovers = leftovers(&before, &horizontal, &vertical);
    Lattice {
        horizontal,
        vertical,
        leftovers,
        limited: false,
    }
}

/// Whether two edges of different directions meet.
pub(crate) fn meets(edge: &Edge, other: &Edge) -> bool {
    edge.from - TOUCH <= other.at
        && other.at <= edge.to + TOUCH
        && other.from - TOUCH <= edge.at
        && edge.at <= other.to + TOUCH
}

/// The edges of the other direction, sorted by position, that an edge meets.
pub(crate) fn meeting<'a>(
    edge: &'a Edge,
    others: &'a [Edge],
) -> impl Iterator<Item = (usize, &'a Edge)> {
    let start = others.partition_point(|o| o.at < edge.from - TOUCH);
    let end = others.partition_point(|o| o.at <= edge.to + TOUCH);
    (start..end.max(start))
        .map(|i| (i, &others[i]))
        .filter(move |(_, o)| meets(edge, o))
}

/// Cuts edges back to their first and last intersection. Tells whether anything changed.
fn trim(edges: &mut Vec<Edge>, others: &[Edge]) -> bool {
    let mut changed = false;
    edges.retain_mut(|edge| {
        let mut met = meeting(edge, others).map(|(_, o)| o.at);
        let first = met.next();
        let (Some(from), Some(to)) = (first, met.last()) else {
            changed = true;
            return false;
        };
        if to <= from {
            changed = true;
            return false;
        }
        changed |= (edge.from, edge.to) != (from, to);
        (edge.from, edge.to) = (from, to);
        true
    });
    changed
}

/// Closes the ends of verticals that a page's top or bottom cuts.
fn close_ends(horizontal: &mut Vec<Edge>, vertical: &[Edge]) {
    let bottom = vertical.iter().map(|v| v.to).fold(f64::MIN, f64::max);
    let top = vertical.iter().map(|v| v.from).fold(f64::MAX, f64::min);
    let at_bottom: Vec<&Edge> = vertical.iter().filter(|v| bottom - v.to <= TOUCH).collect();
    let at_top: Vec<&Edge> = vertical.iter().filter(|v| v.from - top <= TOUCH).collect();
    for (ends, level) in [(at_bottom, bottom), (at_top, top)] {
        let hangs = ends.iter().any(|v| {
            v.to - v.from > HANGING
                && meeting(v, horizontal).all(|(_, h)| (h.at - level).abs() > HANGING)
        });
        if ends.len() < 2 || !hangs {
            continue;
        }
        let snapped = horizontal
            .iter()
            .map(|h| h.at)
            .find(|at| (at - level).abs() <= TOUCH);
        let closing = Edge {
            at: snapped.unwrap_or(level),
            from: ends[0].at,
            to: ends[ends.len() - 1].at,
            horizontal: true,
            drawn: false,
        };
        let place = horizontal.partition_point(|h| h.at < closing.at);
        horizontal.insert(place, closing);
    }
}

/// Closes the left and right side of a table that has rules between rows and columns but no outer
/// border there.
fn close_sides(vertical: &mut Vec<Edge>, horizontal: &[Edge]) {
    let crossing: Vec<&Edge> = horizontal
        .iter()
        .filter(|h| meeting(h, vertical).next().is_some())
        .collect();
    let left = crossing.iter().map(|h| h.from).fold(f64::MAX, f64::min);
    let right = crossing.iter().map(|h| h.to).fold(f64::MIN, f64::max);
    let at_left: Vec<&&Edge> = crossing.iter().filter(|h| h.from - left <= TOUCH).collect();
    let at_right: Vec<&&Edge> = crossing.iter().filter(|h| right - h.to <= TOUCH).collect();
    let mut closing = Vec::new();
    for (ends, level) in [(at_left, left), (at_right, right)] {
        let open = ends
            .iter()
            .filter(|h| meeting(h, vertical).all(|(_, v)| (v.at - level).abs() > HANGING))
            .count();
        if open < OPEN_SIDE || open < ends.len() {
            continue;
        }
        closing.push(Edge {
            at: level,
            from: ends[0].at,
            to: ends[ends.len() - 1].at,
            horizontal: false,
            drawn: false,
        });
    }
    for edge in closing {
        let place = vertical.partition_point(|v| v.at < edge.at);
        vertical.insert(place, edge);
    }
}

/// Stretches of the edges that are not among the trimmed ones.
fn leftovers(before: &[Edge], horizontal: &[Edge], vertical: &[Edge]) -> Vec<Rect> {
    let mut left = Vec::new();
    for edge in before {
        let kept = if edge.horizontal {
            horizontal
        } else {
            vertical
        };
        let start = kept.partition_point(|k| k.at < edge.at);
        let same = kept[start..]
            .iter()
            .take_while(|k| is_same_line(k, edge))
            .find(|k| k.drawn && k.from < edge.to && edge.from < k.to);
        let stretches = match same {
            Some(k) => vec![(edge.from, k.from), (k.to, edge.to)],
            None => vec![(edge.from, edge.to)],
        };
        for (from, to) in stretches
            .into_iter()
            .filter(|(from, to)| to - from >= LEFTOVER)
        {
            left.push(if edge.horizontal {
                Rect::new(from, edge.at, to, edge.at)
            } else {
                Rect::new(edge.at, from, edge.at, to)
            });
        }
    }
    left
}
