//! Drawings: areas where boxes, arrows and connectors stand together and form no grid.
//!
//! A flow diagram is found by its parts: isolated boxes, and lines that bound no cell. Its text is
//! collected box by box, top to bottom, then left to right. Arrows and lines are never a table.

use hyokasho_document::page::{Page, Shape, ShapeKind};
use hyokasho_source::Rect;

use crate::Edge;
use crate::cells::{Grid, area};
use crate::glyph_index::{GlyphIndex, is_finite};
use crate::intersections::Lattice;
use crate::nesting::Nested;

/// Parts of a drawing lie at most this far apart, twice: about two lines of text between two boxes
/// without a connector.
const REACH: f64 = 20.0;
/// A shape smaller than this is no arrow or connector.
const SMALLEST: f64 = 6.0;
/// Glyphs in a shape that is a box around text; beside a diagonal stands a number.
const BOX_GLYPHS: usize = 2;
/// Cells of a grid that may still be a box of a drawing: a title over its contents, a stack.
const BOX_CELLS: usize = 3;
/// Cells of a grid that may be boxes tied by connectors, where a diagonal or an arrow is near.
const TIED_CELLS: usize = 12;
/// A grid of more cells inside a drawing belongs to it below this share of the drawing's area.
const SMALL_GRID: f64 = 0.25;
/// Arrows and curves that make a drawing without any box around text.
const MANY_STROKES: usize = 12;
/// Share of the page beyond which a box is a frame and no part of a drawing.
const FRAME: f64 = 0.4;
/// Share of its bounding box that a table's cells fill; boxes tied by shared edges fill less.
const REGULAR: f64 = 0.75;
/// Shortest connector between two boxes.
const CONNECTOR: f64 = 8.0;
/// How far the sides of boxes that stand one below another may differ.
const SAME_SIDE: f64 = 3.0;
/// Parts that are looked at; a page with more is taken as one drawing.
const PART_LIMIT: usize = 1_500;
/// Drawn circles at least this high are parts of drawings and no marks.
const LARGE_CIRCLE: f64 = 48.0;

/// A drawing's area and its boxes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawing {
    pub(crate) rect: Rect,
    pub(crate) boxes: Vec<Rect>,
}

/// A part of a drawing.
struct Part {
    rect: Rect,
    /// The cell of a table that it lies in.
    host: Option<(usize, usize)>,
    has_text: bool,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A box, or boxes that share edges.
    Box,
    /// Boxes in more cells than a box has: evidence only beside a shape.
    Tied,
    /// A curve, a diagonal or an arrow.
    Shape,
    /// A line along the page that ends on no other.
    Line,
    /// A line along the page from box to box: it tells what belongs together, but tables have such
    /// lines too.
    Connector,
}

/// The page's drawings, top to bottom.
pub(crate) fn find_drawings(
    page: &Page,
    nested: &Nested,
    lattice: &Lattice,
    glyphs: &GlyphIndex,
) -> Vec<Drawing> {
    let parts = parts(page, nested, lattice, glyphs);
    if parts.len() < 3 {
        return Vec::new();
    }
    let mut drawings: Vec<Drawing> = clusters(&parts)
        .into_iter()
        .filter(|cluster| is_drawing(cluster))
        .map(|cluster| to_drawing(&cluster, nested))
        .collect();
    drawings.sort_by(|a, b| {
        a.rect
            .y0
            .total_cmp(&b.rect.y0)
            .then(a.rect.x0.total_cmp(&b.rect.x0))
    });
    drawings
}

fn parts(page: &Page, nested: &Nested, lattice: &Lattice, glyphs: &GlyphIndex) -> Vec<Part> {
    let mut parts = Vec::new();
    let largest = FRAME * page.width * page.height;
    for (grid, host) in nested.grids.iter().zip(&nested.hosts) {
        if let Some(kind) = box_kind(grid).filter(|_| area(&grid.rect) < largest) {
            parts.push(Part {
                rect: grid.rect,
                host: table_around(nested, *host),
                has_text: glyphs.any_inside(&grid.rect),
                kind,
            });
        }
    }
    for shape in page.shapes.iter().filter(|s| is_stroke(s)).take(PART_LIMIT) {
        let large = shape.rect.width() >= 2.0 * SMALLEST && shape.rect.height() >= 2.0 * SMALLEST;
        let has_text = large && glyphs.inside(&shape.rect).len() >= BOX_GLYPHS;
        let kind = if has_text { Kind::Box } else { Kind::Shape };
        parts.push(stroke(shape.rect, kind, has_text, nested));
    }
    let lines = lattice.leftovers.iter().take(PART_LIMIT);
    parts.extend(lines.map(|rect| stroke(*rect, Kind::Line, false, nested)));
    if parts.iter().any(|p| p.kind == Kind::Shape) {
        let edges = lattice.horizontal.iter().chain(&lattice.vertical);
        let connectors = edges.flat_map(|edge| connectors(edge, nested));
        parts.extend(connectors.map(|rect| stroke(rect, Kind::Connector, false, nested)));
    }
    parts
}

fn stroke(rect: Rect, kind: Kind, has_text: bool, nested: &Nested) -> Part {
    let (x, y) = rect.centre();
    Part {
        rect,
        host: host_at(nested, x, y),
        has_text,
        kind,
    }
}

/// What part of a drawing a grid may be: few cells, or cells that do not fill a rectangle.
fn box_kind(grid: &Grid) -> Option<Kind> {
    match grid.cells.len() {
        1 => Some(Kind::Box),
        2..=BOX_CELLS if grid.fill() < REGULAR => Some(Kind::Box),
        2..=TIED_CELLS if grid.fill() < REGULAR => Some(Kind::Tied),
        _ => None,
    }
}

/// The stretches of an edge outside all grids, or inside one cell alone: what bounds cells lies in their grid.
fn connectors(edge: &Edge, nested: &Nested) -> Vec<Rect> {
    let mut covered: Vec<(f64, f64)> = nested
        .grids
        .iter()
        .filter(|grid| !crosses_a_cell(grid, edge))
        .map(|grid| &grid.rect)
        .chain(&nested.squares)
        .map(|r| {
            let (across, along) = ((r.y0, r.y1), (r.x0, r.x1));
            if edge.horizontal {
                (across, along)
            } else {
                (along, across)
            }
        })
        .filter(|(across, _)| across.0 - CONNECTOR <= edge.at && edge.at <= across.1 + CONNECTOR)
        .map(|(_, along)| along)
        .collect();
    covered.push((edge.to, edge.to));
    covered.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut stretches = Vec::new();
    let mut at = edge.from;
    for (from, to) in covered {
        let end = from.min(edge.to);
        if edge.drawn && end - at >= CONNECTOR {
            stretches.push(if edge.horizontal {
                Rect::new(at, edge.at, end, edge.at)
            } else {
                Rect::new(edge.at, at, edge.at, end)
            });
        }
        at = at.max(to);
    }
    stretches
}

/// Whether an edge lies inside a cell of a grid and bounds none: forms have their drawings in one large cell.
fn crosses_a_cell(grid: &Grid, edge: &Edge) -> bool {
    let middle = f64::midpoint(edge.from, edge.to);
    let (x, y) = if edge.horizontal {
        (middle, edge.at)
    } else {
        (edge.at, middle)
    };
    grid.cell_at(x, y).is_some_and(|cell| {
        let cell = &grid.cells[cell].rect;
        let (rows, columns) = ((cell.y0, cell.y1), (cell.x0, cell.x1));
        let (across, along) = if edge.horizontal {
            (rows, columns)
        } else {
            (columns, rows)
        };
        across.0 + CONNECTOR <= edge.at
            && edge.at + CONNECTOR <= across.1
            && along.0 <= edge.from
            && edge.to <= along.1
    })
}

fn is_stroke(shape: &Shape) -> bool {
    let large = shape.rect.width().max(shape.rect.height()) >= SMALLEST;
    let stroke = match shape.kind {
        ShapeKind::Other => true,
        ShapeKind::Circle => shape.rect.height() >= LARGE_CIRCLE,
        _ => false,
    };
    large && stroke && is_finite(&shape.rect)
}

/// The nearest cell around that belongs to a table and not to a box.
fn table_around(nested: &Nested, host: Option<(usize, usize)>) -> Option<(usize, usize)> {
    let mut host = host;
    for _ in 0..nested.grids.len() {
        match host {
            Some((grid, _)) if nested.grids[grid].cells.len() == 1 => host = nested.hosts[grid],
            _ => break,
        }
    }
    host
}

fn host_at(nested: &Nested, x: f64, y: f64) -> Option<(usize, usize)> {
    nested
        .grids
        .iter()
        .enumerate()
        .filter(|(_, grid)| grid.cells.len() > 1)
        .filter_map(|(i, grid)| Some((i, grid.cell_at(x, y)?)))
        .min_by(|a, b| {
            let size = |&(grid, cell): &(usize, usize)| area(&nested.grids[grid].cells[cell].rect);
            size(a).total_cmp(&size(b))
        })
}

/// Parts in one cell, or outside tables, that lie near one another.
fn clusters(parts: &[Part]) -> Vec<Vec<&Part>> {
    if parts.len() > PART_LIMIT {
        return vec![parts.iter().collect()];
    }
    let near = |a: &Rect, b: &Rect| {
        a.x0 - REACH <= b.x1 + REACH
            && b.x0 - REACH <= a.x1 + REACH
            && a.y0 - REACH <= b.y1 + REACH
            && b.y0 - REACH <= a.y1 + REACH
    };
    let mut cluster_of: Vec<usize> = (0..parts.len()).collect();
    for i in 0..parts.len() {
        for j in 0..i {
            let (a, b) = (cluster_of[i], cluster_of[j]);
            if a != b && parts[i].host == parts[j].host && near(&parts[i].rect, &parts[j].rect) {
                let (from, to) = (a.max(b), a.min(b));
                for c in &mut cluster_of[..=i] {
                    if *c == from {
                        *c = to;
                    }
                }
            }
        }
    }
    let mut clusters: Vec<Vec<&Part>> = (0..parts.len()).map(|_| Vec::new()).collect();
    for (part, cluster) in parts.iter().zip(cluster_of) {
        clusters[cluster].push(part);
    }
    clusters.retain(|c| !c.is_empty());
    clusters
}

/// Boxes with text and lines between them, or very many lines.
fn is_drawing(cluster: &[&Part]) -> bool {
    let count = |is: fn(&Part) -> bool| cluster.iter().filter(|p| is(p)).count();
    let shapes = count(|p| p.kind == Kind::Shape);
    let tied = count(|p| p.kind == Kind::Tied && p.has_text);
    if shapes == 0 && (tied > 0 || are_stacked(cluster)) {
        return false;
    }
    let boxes = count(|p| p.kind == Kind::Box && p.has_text) + 2 * tied;
    let strokes = shapes + count(|p| p.kind == Kind::Line);
    (boxes >= 3 && strokes >= 1) || (boxes >= 2 && strokes >= 2) || shapes >= MANY_STROKES
}

/// Whether all boxes with text have the same sides: those of a form stand one below another, and a line that a
/// hand or an open cell has drawn among them is no connector.
fn are_stacked(cluster: &[&Part]) -> bool {
    let mut boxes = cluster
        .iter()
        .filter(|p| p.kind == Kind::Box && p.has_text)
        .map(|p| (p.rect.x0, p.rect.x1));
    let Some((x0, x1)) = boxes.next() else {
        return false;
    };
    boxes.all(|b| (b.0 - x0).abs() <= SAME_SIDE && (b.1 - x1).abs() <= SAME_SIDE)
}

fn to_drawing(cluster: &[&Part], nested: &Nested) -> Drawing {
    let rect = cluster[1..]
        .iter()
        .fold(cluster[0].rect, |all, part| all.union(&part.rect));
    let mut boxes: Vec<Rect> = cluster
        .iter()
        .filter(|p| matches!(p.kind, Kind::Box | Kind::Tied) && p.has_text)
        .map(|p| p.rect)
        .collect();
    for (grid, host) in nested.grids.iter().zip(&nested.hosts) {
        let (x, y) = grid.rect.centre();
        let inside = rect.contains(x, y) && table_around(nested, *host) == cluster[0].host;
        let small = box_kind(grid).is_some()
            || grid.cells.len() <= BOX_CELLS
            || area(&grid.rect) < SMALL_GRID * area(&rect);
        if inside && small && grid.cells.len() > 1 && area(&grid.rect) <= area(&rect) {
            boxes.extend(grid.cells.iter().map(|c| c.rect));
        }
    }
    Drawing { rect, boxes }
}
