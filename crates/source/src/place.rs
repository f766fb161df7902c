//! Where something stands in a source document.

use serde::{Deserialize, Serialize};

/// A place in a source document: an area of a page (PDF) or a line and cell (text).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// An area of a page.
    Page {
        /// Page number, from 1.
        page: u32,
        /// `[x0, y0, x1, y1]` in points from the page's top left, as the page is shown.
        bbox: [f64; 4],
    },
    /// A line of a text, and the cell in it where the line is a table row.
    Line {
        /// Line number, from 1.
        line: u32,
        /// Cell number in the line, from 1; absent where the line is no table row.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cell: Option<u32>,
    },
}

impl Place {
    /// A place on a page; coordinates are rounded to hundredths of a point, so that output is stable.
    pub fn page(page: u32, rect: Rect) -> Self {
        let round = |v: f64| {
            let rounded = (v * 100.0).round() / 100.0;
            if rounded == 0.0 { 0.0 } else { rounded }
        };
        Self::Page {
            page,
            bbox: [
                round(rect.x0),
                round(rect.y0),
                round(rect.x1),
                round(rect.y1),
            ],
        }
    }

    /// A whole line of a text.
    pub fn line(line: u32) -> Self {
        Self::Line { line, cell: None }
    }

    /// A cell of a table row in a text.
    pub fn cell(line: u32, cell: u32) -> Self {
        Self::Line {
            line,
            cell: Some(cell),
        }
    }
}

/// A rectangle in points from the top left of a page: `x0 <= x1`, `y0 <= y1`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x0: f64,
    /// Top edge.
    pub y0: f64,
    /// Right edge.
    pub x1: f64,
    /// Bottom edge.
    pub y1: f64,
}

impl Rect {
    /// The rectangle with these two corners, in any order.
    pub fn new(xa: f64, ya: f64, xb: f64, yb: f64) -> Self {
        Self {
            x0: xa.min(xb),
            y0: ya.min(yb),
            x1: xa.max(xb),
            y1: ya.max(yb),
        }
    }

    /// Width in points.
    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// Height in points.
    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// The centre, `(x, y)`.
    pub fn centre(&self) -> (f64, f64) {
        (
            f64::midpoint(self.x0, self.x1),
            f64::midpoint(self.y0, self.y1),
        )
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// Whether the point lies inside or on the edge.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }

    /// Whether the two overlap by more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }
}
