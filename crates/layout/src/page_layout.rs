//! What the layout stage saw on one page: grids, cells, lines and drawings with their places.
//!
//! Kept for inspection and debug drawings, and the input of the joining over pages. Coordinates are
//! points from the page's top left.

use std::ops::Range;

use hyokasho_source::Rect;
use serde::{Deserialize, Serialize};

/// One page, laid out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PageLayout {
    /// Page number, from 1.
    pub number: u32,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// The rules that bound table cells, snapped, merged and trimmed.
    pub edges: Vec<Edge>,
    /// Tables, top to bottom; a table inside a cell of another stands after it.
    pub tables: Vec<Table>,
    /// Lines and paragraphs outside tables, in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// Drawings with their text.
    pub figures: Vec<Figure>,
    /// Cells of which a clip hides a part of the text: their areas, with the number of characters hidden.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clipped: Vec<(Rect, u32)>,
    /// Number of glyphs by font size in tenths of a point, ascending; tells the body's size.
    pub sizes: Vec<(u32, u32)>,
    /// Whether rules were left out because there are more than a page of tables can have.
    pub limited: bool,
}

/// A horizontal or vertical stretch of table border.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// y of a horizontal, x of a vertical edge.
    pub at: f64,
    /// Start along the other axis.
    pub from: f64,
    /// End along the other axis.
    pub to: f64,
    /// Whether it is horizontal.
    pub horizontal: bool,
    /// Whether it stands on the page; an edge that closes a cut table does not.
    pub drawn: bool,
}

/// A ruled table, or the part of one that stands on the page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Its area.
    pub rect: Rect,
    /// x of the grid's lines from left to right, one more than columns.
    pub columns: Vec<f64>,
    /// y of the grid's lines from top to bottom, one more than rows.
    pub rows: Vec<f64>,
    /// The cells by row, then column.
    pub cells: Vec<TableCell>,
    /// The cell that it stands in, where it stands in one.
    pub host: Option<Host>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TableCell {
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub column: u32,
    /// Rows spanned.
    pub row_span: u32,
    /// Columns spanned.
    pub column_span: u32,
    /// Its area.
    pub rect: Rect,
    /// Whether no rule closes it at the top.
    pub open_top: bool,
    /// Whether no rule closes it at the bottom.
    pub open_bottom: bool,
    /// What stands in it.
    pub text: Text,
}

/// Text with the places of its parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// Paragraphs and list items parted by `\n`.
    pub text: String,
    /// Which byte ranges stand where, in order.
    pub runs: Vec<TextRun>,
    /// How its first and last lines fill their lines.
    pub wrap: Wrap,
    /// Byte ranges that the cell's box hides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<Range<usize>>,
    /// The text without these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Box<Self>>,
    /// Whether the cell's box hides something of it that is not in `text`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

impl Text {
    /// Whether nothing but white space stands in it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A stretch of text and its area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextRun {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// Its area on the page.
    pub rect: Rect,
}

/// What tells whether a text goes on in another place.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Wrap {
    /// Width of what must stay together at the start of the first line.
    pub head: f64,
    /// Whether the first line opens a list item or a paragraph.
    pub opens: bool,
    /// Free room behind the last line.
    pub room: f64,
}

/// A line or paragraph outside tables.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its area.
    pub rect: Rect,
    /// Largest font size in it.
    pub size: f64,
    /// Whether all of it is bold.
    pub bold: bool,
    /// Number of page lines that it fills.
    pub lines: u32,
    /// What it says.
    pub text: Text,
    /// Whether it is a running head or foot or a page number.
    pub furniture: bool,
}

/// A drawing with text: boxes, arrows, connectors.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Its area.
    pub rect: Rect,
    /// The boxes in it that hold text.
    pub boxes: Vec<Rect>,
    /// Texts of its boxes and labels, parted by `\n`, top to bottom, then left to right.
    pub text: Text,
    /// The cell that it stands in, where it stands in one.
    pub host: Option<Host>,
}

/// A cell that holds a table or a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Index of the table on the page.
    pub table: usize,
    /// Row of the cell.
    pub row: u32,
}
