//! Intersections to cells, cells to grids.
//!
//! Each connected set of edges spans a grid. Unit cells that no edge parts are one cell; what is
//! open to the outside is none. Cells that share edges form one grid; a connector that ties two
//! boxes together does not.

use hyokasho_source::Rect;

use crate::Edge;
use crate::intersections::{Lattice, meeting};

/// Cells lower or narrower than this hold no text: the inside of a double border.
const SLIVER: f64 = 3.5;
/// How far an edge may end inside a unit cell's side and still wall it.
const REACH: f64 = 3.0;
/// Unit cells of one connected set of edges; a page of 300 rows by 300 columns has fewer.
const UNIT_LIMIT: usize = 400_000;
const NONE: u32 = u32::MAX;

/// Cells that share edges.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    pub(crate) rect: Rect,
    pub(crate) columns: Vec<f64>,
    pub(crate) rows: Vec<f64>,
    pub(crate) cells: Vec<GridCell>,
    /// Cell of each unit of the grid by row, then column; `NONE` outside an irregular grid.
    units: Vec<u32>,
}

/// A cell of a grid.
#[derive(Debug, Clone, Default)]
pub(crate) struct GridCell {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) row_span: u32,
    pub(crate) column_span: u32,
    pub(crate) rect: Rect,
    pub(crate) open_top: bool,
    pub(crate) open_bottom: bool,
}

impl Grid {
    /// The cell that holds the point.
    pub(crate) fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        if !self.rect.contains(x, y) {
            return None;
        }
        let column = slot(&self.columns, x)?;
        let row = slot(&self.rows, y)?;
        let cell = *self.units.get(row * (self.columns.len() - 1) + column)?;
        (cell != NONE).then_some(cell as usize)
    }

    /// Share of its area that its cells fill.
    pub(crate) fn fill(&self) -> f64 {
        let cells: f64 = self.cells.iter().map(|c| area(&c.rect)).sum();
        cells / area(&self.rect).max(1.0)
    }
}

/// Area in square points.
pub(crate) fn area(rect: &Rect) -> f64 {
    rect.width() * rect.height()
}

fn slot(lines: &[f64], at: f64) -> Option<usize> {
    let after = lines.partition_point(|&line| line <= at);
    let slot = after.min(lines.len().checked_sub(1)?);
    slot.checked_sub(1)
}

/// Grids of a page. Tells too whether some were left out as too large.
pub(crate) fn intersections_to_cells(lattice: &Lattice) -> (Vec<Grid>, bool) {
    let mut grids = Vec::new();
    let mut limited = false;
    for (horizontal, vertical) in connected(lattice) {
        let net = Net::new(&horizontal, &vertical);
        match net {
            Some(net) => grids.extend(cells_to_grids(&net)),
            None => limited = true,
        }
    }
    (grids, limited)
}

/// Sets of edges that are connected by intersections, in the order of their first edge.
fn connected(lattice: &Lattice) -> Vec<(Vec<Edge>, Vec<Edge>)> {
    let count = lattice.horizontal.len();
    let mut sets = Sets::new(count + lattice.vertical.len());
    for (i, edge) in lattice.horizontal.iter().enumerate() {
        for (j, _) in meeting(edge, &lattice.vertical) {
            sets.join(i, count + j);
        }
    }
    let mut place = vec![NONE; count + lattice.vertical.len()];
    let mut parts: Vec<(Vec<Edge>, Vec<Edge>)> = Vec::new();
    for (i, edge) in lattice
        .horizontal
        .iter()
        .chain(&lattice.vertical)
        .enumerate()
    {
        let root = sets.root(i);
        if place[root] == NONE {
            place[root] = parts.len() as u32;
            parts.push((Vec::new(), Vec::new()));
        }
        let part = &mut parts[place[root] as usize];
        if edge.horizontal {
            part.0.push(*edge);
        } else {
            part.1.push(*edge);
        }
    }
    parts
}

/// The unit cells of connected edges and the walls between them.
struct Net {
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// Walls left of unit (row, column), with one more column for the right side.
    left: Vec<bool>,
    /// Walls above unit (row, column), with one more row for the bottom: none, virtual, drawn.
    above: Vec<u8>,
}

const VIRTUAL: u8 = 1;
const DRAWN: u8 = 2;

impl Net {
    fn new(horizontal: &[Edge], vertical: &[Edge]) -> Option<Self> {
        let (xs, ys) = (positions(vertical), positions(horizontal));
        if xs.len().saturating_mul(ys.len()) > UNIT_LIMIT {
            return None;
        }
        if xs.len() < 2 || ys.len() < 2 {
            return Some(Self {
                xs: Vec::new(),
                ys: Vec::new(),
                left: Vec::new(),
                above: Vec::new(),
            });
        }
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        let mut left = vec![false; rows * (columns + 1)];
        let mut above = vec![0; (rows + 1) * columns];
        for edge in vertical {
            let column = xs.partition_point(|&x| x < edge.at);
            for row in covered(&ys, edge) {
                left[row * (columns + 1) + column] = true;
            }
        }
        for edge in horizontal {
            let row = ys.partition_point(|&y| y < edge.at);
            for column in covered(&xs, edge) {
                let wall = &mut above[row * columns + column];
                *wall = (*wall).max(if edge.drawn { DRAWN } else { VIRTUAL });
            }
        }
        Some(Self {
            xs,
            ys,
            left,
            above,
        })
    }

    fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// The set of each unit: 0 outside, else any other number.
    fn regions(&self) -> Vec<usize> {
        let (columns, rows) = (self.columns(), self.rows());
        let mut sets = Sets::new(columns * rows + 1);
        let unit = |row: usize, column: usize| row * columns + column + 1;
        for row in 0..rows {
            for column in 0..columns {
                let here = unit(row, column);
                if !self.left[row * (columns + 1) + column] {
                    sets.join(
                        here,
                        if column == 0 {
                            0
                        } else {
                            unit(row, column - 1)
                        },
                    );
                }
                if column + 1 == columns && !self.left[row * (columns + 1) + columns] {
                    sets.join(here, 0);
                }
                if self.above[row * columns + column] == 0 {
                    sets.join(here, if row == 0 { 0 } else { unit(row - 1, column) });
                }
                if row + 1 == rows && self.above[rows * columns + column] == 0 {
                    sets.join(here, 0);
                }
            }
        }
        let outside = sets.root(0);
        (1..=columns * rows)
            .map(|i| sets.root(i))
            .map(|root| if root == outside { 0 } else { root + 1 })
            .collect()
    }

    /// Whether more than half of a stretch of a horizontal line is drawn.
    fn is_drawn(&self, line: usize, columns: std::ops::Range<usize>) -> bool {
        let width = |c: usize| self.xs[c + 1] - self.xs[c];
        let all: f64 = columns.clone().map(width).sum();
        let drawn: f64 = columns
            .filter(|c| self.above[line * self.columns() + c] == DRAWN)
            .map(width)
            .sum();
        drawn * 2.0 > all
    }
}

fn positions(edges: &[Edge]) -> Vec<f64> {
    let mut positions: Vec<f64> = edges.iter().map(|e| e.at).collect();
    positions.dedup();
    positions
}

/// Slots between the lines that an edge covers.
fn covered(lines: &[f64], edge: &Edge) -> std::ops::Range<usize> {
    let first = lines.partition_point(|&at| at < edge.from - REACH);
    let last = lines.partition_point(|&at| at <= edge.to + REACH);
    first..last.saturating_sub(1).max(first)
}

/// A rectangle of units.
#[derive(Clone, Copy)]
struct Block {
    row0: usize,
    row1: usize,
    column0: usize,
    column1: usize,
}

fn cells_to_grids(net: &Net) -> Vec<Grid> {
    let columns = net.columns();
    if columns == 0 {
        return Vec::new();
    }
    let blocks = regions_to_blocks(&net.regions(), columns, net);
    let mut owner = vec![NONE; columns * net.rows()];
    for (i, block) in blocks.iter().enumerate() {
        for row in block.row0..block.row1 {
            owner[row * columns + block.column0..row * columns + block.column1].fill(i as u32);
        }
    }
    let mut groups = neighbours(&owner, columns, blocks.len());
    let mut place = vec![NONE; blocks.len()];
    let mut members: Vec<Vec<Block>> = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        let root = groups.root(i);
        if place[root] == NONE {
            place[root] = members.len() as u32;
            members.push(Vec::new());
        }
        members[place[root] as usize].push(*block);
    }
    members
        .into_iter()
        .filter_map(|blocks| blocks_to_grid(net, &blocks))
        .collect()
}

/// Sets of cells that share a side.
fn neighbours(owner: &[u32], columns: usize, count: usize) -> Sets {
    let mut sets = Sets::new(count);
    for (i, &cell) in owner.iter().enumerate() {
        if cell == NONE {
            continue;
        }
        if i % columns + 1 < columns && owner[i + 1] != NONE {
            sets.join(cell as usize, owner[i + 1] as usize);
        }
        if let Some(&below) = owner.get(i + columns)
            && below != NONE
        {
            sets.join(cell as usize, below as usize);
        }
    }
    sets
}

/// Rectangles of the closed regions, by row, then column. A region that is no rectangle (a border
/// is missing) is cut into bands of rows.
fn regions_to_blocks(regions: &[usize], columns: usize, net: &Net) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for row in 0..net.rows() {
        let units = &regions[row * columns..(row + 1) * columns];
        let mut still = Vec::new();
        let mut start = 0;
        while start < columns {
            let region = units[start];
            let same = units[start..].iter().take_while(|&&r| r == region).count();
            let end = start + same;
            if region != 0 {
                let above = open.iter().find(|&&(r, b)| {
                    r == region && blocks[b].column0 == start && blocks[b].column1 == end
                });
                let index = if let Some(&(_, block)) = above {
                    blocks[block].row1 = row + 1;
                    block
                } else {
                    blocks.push(Block {
                        row0: row,
                        row1: row + 1,
                        column0: start,
                        column1: end,
                    });
                    blocks.len() - 1
                };
                still.push((region, index));
            }
            start = end;
        }
        open = still;
    }
    blocks.sort_by_key(|b| (b.row0, b.column0));
    blocks
}

/// A grid of its own for cells that share sides: lines that bound none of them are left out, and
/// the two lines of a double border are one.
fn blocks_to_grid(net: &Net, blocks: &[Block]) -> Option<Grid> {
    let columns = lines_used(&net.xs, blocks.iter().flat_map(|b| [b.column0, b.column1]));
    let rows = lines_used(&net.ys, blocks.iter().flat_map(|b| [b.row0, b.row1]));
    let width = columns.len() - 1;
    let mut units = vec![NONE; width * (rows.len() - 1)];
    let mut cells = Vec::with_capacity(blocks.len());
    for b in blocks {
        let (row, row_end) = (
            line_at(&rows, net.ys[b.row0]),
            line_at(&rows, net.ys[b.row1]),
        );
        let column = line_at(&columns, net.xs[b.column0]);
        let column_end = line_at(&columns, net.xs[b.column1]);
        if row == row_end || column == column_end {
            continue; // the inside of a double border
        }
        for r in row..row_end {
            units[r * width + column..r * width + column_end].fill(cells.len() as u32);
        }
        cells.push(GridCell {
            row: row as u32,
            column: column as u32,
            row_span: (row_end - row) as u32,
            column_span: (column_end - column) as u32,
            rect: Rect::new(
                net.xs[b.column0],
                net.ys[b.row0],
                net.xs[b.column1],
                net.ys[b.row1],
            ),
            open_top: !net.is_drawn(b.row0, b.column0..b.column1),
            open_bottom: !net.is_drawn(b.row1, b.column0..b.column1),
        });
    }
    let rect = cells
        .iter()
        .map(|c| c.rect)
        .reduce(|all, rect| all.union(&rect))?;
    Some(Grid {
        rect,
        columns,
        rows,
        cells,
        units,
    })
}

/// Positions of the lines used, those of a double border once.
fn lines_used(positions: &[f64], lines: impl Iterator<Item = usize>) -> Vec<f64> {
    let mut lines: Vec<usize> = lines.collect();
    lines.sort_unstable();
    lines.dedup();
    let mut used: Vec<f64> = Vec::with_capacity(lines.len());
    for line in lines {
        if used
            .last()
            .is_none_or(|last| positions[line] - last >= SLIVER)
        {
            used.push(positions[line]);
        }
    }
    used
}

/// The line of a grid at a position or, within a double border, just before it.
fn line_at(lines: &[f64], at: f64) -> usize {
    lines.partition_point(|&line| line <= at).saturating_sub(1)
}

/// Disjoint sets of numbers.
struct Sets {
    parent: Vec<u32>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self {
            parent: (0..count as u32).collect(),
        }
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.parent[i] as usize != i {
            self.parent[i] = self.parent[self.parent[i] as usize];
            i = self.parent[i] as usize;
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b)] = a.min(b) as u32;
    }
}
