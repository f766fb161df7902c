//! Rules to edges: near-equal positions snap together, touching pieces join.
//!
//! Underlines and strike-outs that lie on their text are left out here; whether the rest bounds
//! cells is told by the intersections.

use hyokasho_document::page::{Page, Rule, Shape, ShapeKind};
use hyokasho_source::Rect;

use crate::Edge;
use crate::glyph_index::GlyphIndex;

/// Positions this close are one line: producers round each cell's border by itself, and the two
/// strokes of a double border lie up to this far apart. No row of text is this low.
const SNAP: f64 = 2.5;
/// Widest band that snapping may draw together, so that a run of near lines does not collapse.
const SNAP_SPREAD: f64 = 3.5;
/// Gap that still joins two pieces of a line: the dashes of a dashed border, cell-wise borders.
pub(crate) const JOIN: f64 = 3.0;
/// A rule no longer than this has no direction of its own: it is a dot of a dotted border.
const DOT: f64 = 3.0;
/// Shortest line that can bound a cell; what stays shorter after joining is a speck.
const SHORTEST: f64 = 4.0;

/// Rules of one page among which underlines are looked for.
const UNDERLINE_LIMIT: usize = 20_000;

/// How near a rule must lie to a square's side to go on from it.
const SAME_SIDE: f64 = 1.0;
/// Squares of one page that are looked at; a page of check boxes has some hundreds.
const SQUARE_LIMIT: usize = 2_000;

/// The horizontal and the vertical edges of a page, each sorted by position, then start.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    pub(crate) horizontal: Vec<Edge>,
    pub(crate) vertical: Vec<Edge>,
}

/// Edges of a page's rules, and of the squares among its shapes that are cells.
pub(crate) fn rules_to_edges(page: &Page, rules: Vec<Rule>, glyphs: &GlyphIndex) -> Edges {
    let rules = with_square_cells(page, rules);
    let few = rules.len() <= UNDERLINE_LIMIT;
    let edges = |horizontal| {
        let mut edges: Vec<Edge> = rules
            .iter()
            .filter(|rule| is_sound(rule) && !(few && glyphs.underlines(rule)))
            .filter_map(|rule| rule_to_edge(rule, horizontal))
            .collect();
        snap_edges(&mut edges);
        merge_edges(edges)
    };
    Edges {
        horizontal: edges(true),
        vertical: edges(false),
    }
}

/// The squares of a page that are cells of a table: their sides go on in rules.
pub(crate) fn square_cells(page: &Page) -> impl Iterator<Item = &Shape> {
    page.shapes
        .iter()
        .filter(|s| s.kind == ShapeKind::Square)
        .take(SQUARE_LIMIT)
        .filter(|s| {
            let on = sides(&s.rect).map(|side| goes_on(&side, &page.rules));
            (on[0] || on[1]) && (on[2] || on[3])
        })
}

fn with_square_cells(page: &Page, mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.extend(square_cells(page).flat_map(|s| sides(&s.rect)));
    rules
}

fn sides(rect: &Rect) -> [Rule; 4] {
    let horizontal = |at| Rule {
        at,
        from: rect.x0,
        to: rect.x1,
        thickness: 0.5,
        horizontal: true,
    };
    let vertical = |at| Rule {
        at,
        from: rect.y0,
        to: rect.y1,
        thickness: 0.5,
        horizontal: false,
    };
    [
        horizontal(rect.y0),
        horizontal(rect.y1),
        vertical(rect.x0),
        vertical(rect.x1),
    ]
}

/// Whether a rule lies on a side or touches its end.
fn goes_on(side: &Rule, rules: &[Rule]) -> bool {
    rules.iter().any(|rule| {
        rule.horizontal == side.horizontal
            && (rule.at - side.at).abs() <= SAME_SIDE
            && rule.from <= side.to + SAME_SIDE
            && side.from <= rule.to + SAME_SIDE
    })
}

fn is_sound(rule: &Rule) -> bool {
    [rule.at, rule.from, rule.to].iter().all(|v| v.is_finite()) && rule.from <= rule.to
}

fn rule_to_edge(rule: &Rule, horizontal: bool) -> Option<Edge> {
    if rule.horizontal == horizontal {
        let Rule { at, from, to, .. } = *rule;
        return Some(Edge {
            at,
            from,
            to,
            horizontal,
            drawn: true,
        });
    }
    // a dot is a piece of a line of the other direction too
    let half = rule.thickness.min(DOT) / 2.0;
    (rule.to - rule.from <= DOT).then(|| Edge {
        at: f64::midpoint(rule.from, rule.to),
        from: rule.at - half,
        to: rule.at + half,
        horizontal,
        drawn: true,
    })
}

/// Gives edges at nearly the same position one position: the mean, weighted by length.
fn snap_edges(edges: &mut [Edge]) {
    edges.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut start = 0;
    for i in 1..=edges.len() {
        let ends = i == edges.len()
            || edges[i].at - edges[i - 1].at > SNAP
            || edges[i].at - edges[start].at > SNAP_SPREAD;
        if ends {
            snap_cluster(&mut edges[start..i]);
            start = i;
        }
    }
}

fn snap_cluster(edges: &mut [Edge]) {
    let weight = |e: &Edge| e.to - e.from + 0.01;
    let sum: f64 = edges.iter().map(weight).sum();
    let at = edges.iter().map(|e| e.at * weight(e)).sum::<f64>() / sum;
    for edge in edges {
        edge.at = at;
    }
}

/// Whether two snapped edges of one direction lie on one line.
pub(crate) fn is_same_line(a: &Edge, b: &Edge) -> bool {
    a.at.total_cmp(&b.at).is_eq()
}

/// Joins pieces of one line that touch or nearly touch.
fn merge_edges(mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut merged: Vec<Edge> = Vec::with_capacity(edges.len().min(256));
    for edge in edges {
        match merged.last_mut() {
            Some(last) if is_same_line(last, &edge) && edge.from - last.to <= JOIN => {
                last.to = last.to.max(edge.to);
            }
            _ => merged.push(edge),
        }
    }
    merged.retain(|e| e.to - e.from >= SHORTEST);
    merged
}
