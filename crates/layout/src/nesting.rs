//! Grids to tables: which grid is a table, which a box inside a cell, which a check box.
//!
//! A box or small table inside a cell belongs to the cell's text. It is a table of its own where it
//! fills the cell; a frame around whole tables is no table.

use hyokasho_source::Rect;

use crate::cells::{Grid, area};
use crate::glyph_index::GlyphIndex;
use crate::squares::{CHECK_BOX, CHECK_BOX_SHAPE};

/// Glyphs that a check box holds at most: its mark.
const CHECK_BOX_GLYPHS: usize = 1;
/// Share of a cell's area that a table in it must fill to be a table of its own. Option boxes and
/// small tables leave room for the cell's own text.
const OWN_TABLE_AREA: f64 = 0.6;
/// Cells that a table inside a cell must have to be a table of its own.
const OWN_TABLE_CELLS: usize = 6;
/// Boxes that a frame around them holds at least, each at least this share of it wide: the boxes of a diagram are
/// narrow.
const FRAMED_BOXES: usize = 3;
const WIDE_BOX: f64 = 0.8;
/// How far a nested grid may reach over its cell.
const OVERHANG: f64 = 2.0;

/// Grids in their roles.
#[derive(Debug, Default)]
pub(crate) struct Nested {
    /// Tables, and boxes that may be.
    pub(crate) grids: Vec<Grid>,
    /// The grid and cell that each grid lies in: the smallest.
    pub(crate) hosts: Vec<Option<(usize, usize)>>,
    /// Check boxes drawn as four rules.
    pub(crate) squares: Vec<Rect>,
}

/// Parts check boxes from the other grids and finds what lies in what.
pub(crate) fn grids_to_nested(grids: Vec<Grid>, glyphs: &GlyphIndex) -> Nested {
    let (squares, grids): (Vec<Grid>, Vec<Grid>) = grids
        .into_iter()
        .partition(|grid| is_check_box(grid, glyphs));
    let squares = squares.iter().map(|g| g.rect).collect();
    let hosts = hosts(&grids);
    Nested {
        grids,
        hosts,
        squares,
    }
}

fn is_check_box(grid: &Grid, glyphs: &GlyphIndex) -> bool {
    let (w, h) = (grid.rect.width(), grid.rect.height());
    grid.cells.len() == 1
        && CHECK_BOX.contains(&w)
        && CHECK_BOX.contains(&h)
        && w.min(h) >= CHECK_BOX_SHAPE * w.max(h)
        && glyphs.inside(&grid.rect).len() <= CHECK_BOX_GLYPHS
}

/// The smallest cell of another grid around each grid.
fn hosts(grids: &[Grid]) -> Vec<Option<(usize, usize)>> {
    let mut by_top: Vec<usize> = (0..grids.len()).collect();
    by_top.sort_by(|&a, &b| grids[a].rect.y0.total_cmp(&grids[b].rect.y0));
    let mut hosts = vec![None; grids.len()];
    let mut open: Vec<usize> = Vec::new();
    for &i in &by_top {
        let rect = &grids[i].rect;
        open.retain(|&o| grids[o].rect.y1 + OVERHANG >= rect.y0);
        let (x, y) = rect.centre();
        hosts[i] = open
            .iter()
            .filter_map(|&o| Some((o, grids[o].cell_at(x, y)?)))
            .filter(|&(o, cell)| holds(&grids[o].cells[cell].rect, rect))
            .min_by(|a, b| {
                let size = |&(o, cell): &(usize, usize)| area(&grids[o].cells[cell].rect);
                size(a).total_cmp(&size(b))
            });
        open.push(i);
    }
    hosts
}

fn holds(outer: &Rect, inner: &Rect) -> bool {
    outer.x0 - OVERHANG <= inner.x0
        && outer.y0 - OVERHANG <= inner.y0
        && inner.x1 <= outer.x1 + OVERHANG
        && inner.y1 <= outer.y1 + OVERHANG
        && area(inner) < area(outer)
}

impl Nested {
    /// Drops what is no table: frames around tables, and what only boxes a part of a cell's text.
    pub(crate) fn tables(self, drawings: &[Rect]) -> Vec<Grid> {
        let in_drawing = |rect: &Rect| {
            let (x, y) = rect.centre();
            drawings
                .iter()
                .any(|d| d.contains(x, y) && area(rect) <= area(d))
        };
        let frames: Vec<bool> = (0..self.grids.len()).map(|i| self.is_frame(i)).collect();
        let keep: Vec<bool> = (0..self.grids.len())
            .map(|i| {
                let own = match self.hosts[i] {
                    Some((host, _)) if frames[host] => true,
                    Some((host, cell)) => self.fills(i, &self.grids[host].cells[cell].rect),
                    None => true,
                };
                own && !frames[i] && !in_drawing(&self.grids[i].rect)
            })
            .collect();
        let mut keep = keep.into_iter();
        let mut tables = self.grids;
        tables.retain(|_| keep.next().unwrap_or(false));
        tables.sort_by(|a, b| {
            a.rect
                .y0
                .total_cmp(&b.rect.y0)
                .then(a.rect.x0.total_cmp(&b.rect.x0))
        });
        tables
    }

    /// Whether a single box holds a table, or several wide boxes one below another, as the border of a page does.
    fn is_frame(&self, i: usize) -> bool {
        if self.grids[i].cells.len() != 1 {
            return false;
        }
        let width = WIDE_BOX * self.grids[i].rect.width();
        let held = || {
            let all = self.hosts.iter().zip(&self.grids);
            all.filter(|(host, _)| host.is_some_and(|(h, _)| h == i))
                .map(|(_, grid)| grid)
        };
        let wide = held().filter(|grid| grid.rect.width() >= width).count();
        wide >= FRAMED_BOXES || held().any(|grid| grid.cells.len() >= OWN_TABLE_CELLS)
    }

    fn fills(&self, i: usize, cell: &Rect) -> bool {
        let grid = &self.grids[i];
        grid.cells.len() >= OWN_TABLE_CELLS
            && grid.rows.len() > 2
            && grid.columns.len() > 2
            && area(&grid.rect) >= OWN_TABLE_AREA * area(cell)
    }
}
