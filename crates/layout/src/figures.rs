//! Drawings: areas where boxes, arrows and connectors stand together and form no grid.
//!
//! A flow diagram is found by its parts: isolated boxes, and lines that bound no cell. Its text is
//! collected box by box, top to bottom, then left to right. Arrows and lines are never a table.

use hyokasho_document::page::{Page, Shape, ShapeKind};
use hyokasho_source::Rect;

use crate::cells::{Grid, area};
use crate::glyph_index::{GlyphIndex, is_finite};
use crate::nesting::Nested;

/// Parts of a drawing lie at most this far apart, twice: about two lines of text between two boxes
/// without a connector.
const REACH: f64 = 20.0;
/// A shape smaller than this is no arrow or connector.
const SMALLEST: f64 = 6.0;
/// Cells of a grid that may still be a box of a drawing: a title over its contents, a stack.
const BOX_CELLS: usize = 3;
/// A grid of more cells inside a drawing belongs to it below this share of the drawing's area.
const SMALL_GRID: f64 = 0.25;
/// Arrows and curves that make a drawing without any box around text.
const MANY_STROKES: usize = 12;
/// Share of the page beyond which a box is a frame and no part of a drawing.
const FRAME: f64 = 0.4;
/// Share of its bounding box that a table's cells fill; boxes tied by shared edges fill less.
const REGULAR: f64 = 0.6;
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
    is_box: bool,
    has_text: bool,
    /// Whether it is a curve, a diagonal or an arrow, and not a line along the page.
    is_shape: bool,
}

/// The page's drawings, top to bottom.
pub(crate) fn find_drawings(
    page: &Page,
    nested: &Nested,
    leftovers: &[Rect],
    glyphs: &GlyphIndex,
) -> Vec<Drawing> {
    let parts = parts(page, nested, leftovers, glyphs);
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

fn parts(page: &Page, nested: &Nested, leftovers: &[Rect], glyphs: &GlyphIndex) -> Vec<Part> {
    let mut parts = Vec::new();
    for (i, grid) in nested.grids.iter().enumerate() {
        if is_box(grid) && area(&grid.rect) < FRAME * page.width * page.height {
            let host = table_around(nested, nested.hosts[i]);
            let has_text = glyphs.any_inside(&grid.rect);
            parts.push(Part {
                rect: grid.rect,
                host,
                is_box: true,
                has_text,
                is_shape: false,
            });
        }
    }
    for shape in page.shapes.iter().filter(|s| is_stroke(s)).take(PART_LIMIT) {
        let (x, y) = shape.rect.centre();
        let large = shape.rect.width() >= 2.0 * SMALLEST && shape.rect.height() >= 2.0 * SMALLEST;
        let has_text = large && glyphs.any_inside(&shape.rect);
        let host = host_at(nested, x, y);
        parts.push(Part {
            rect: shape.rect,
            host,
            is_box: has_text,
            has_text,
            is_shape: true,
        });
    }
    for rect in leftovers.iter().take(PART_LIMIT) {
        let (x, y) = rect.centre();
        let host = host_at(nested, x, y);
        parts.push(Part {
            rect: *rect,
            host,
            is_box: false,
            has_text: false,
            is_shape: false,
        });
    }
    parts
}

/// Whether a grid may be a box of a drawing: few cells, or cells that do not fill a rectangle.
fn is_box(grid: &Grid) -> bool {
    grid.cells.len() == 1 || (grid.cells.len() <= BOX_CELLS && grid.fill() < REGULAR)
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
    let boxes = cluster.iter().filter(|p| p.is_box && p.has_text).count();
    let strokes = cluster.iter().filter(|p| !p.is_box).count();
    let shapes = cluster.iter().filter(|p| p.is_shape && !p.is_box).count();
    (boxes >= 3 && strokes >= 1) || (boxes >= 2 && strokes >= 2) || shapes >= MANY_STROKES
}

fn to_drawing(cluster: &[&Part], nested: &Nested) -> Drawing {
    let rect = cluster[1..]
        .iter()
        .fold(cluster[0].rect, |all, part| all.union(&part.rect));
    let mut boxes: Vec<Rect> = cluster
        .iter()
        .filter(|p| p.is_box && p.has_text)
        .map(|p| p.rect)
        .collect();
    for (grid, host) in nested.grids.iter().zip(&nested.hosts) {
        let (x, y) = grid.rect.centre();
        let inside = rect.contains(x, y) && table_around(nested, *host) == cluster[0].host;
        let small = grid.cells.len() <= BOX_CELLS || area(&grid.rect) < SMALL_GRID * area(&rect);
        if inside && small && grid.cells.len() > 1 && area(&grid.rect) <= area(&rect) {
            boxes.extend(grid.cells.iter().map(|c| c.rect));
        }
    }
    Drawing { rect, boxes }
}
