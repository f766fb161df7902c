//! A document as blocks of cells in reading order.

use std::ops::Range;

use hyokasho_source::Place;
use serde::{Deserialize, Serialize};

/// A document in reading order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Lines and table rows, from the first page or line to the last.
    pub blocks: Vec<Block>,
    /// Number of pages, where the format has pages.
    pub pages: Option<u32>,
    /// Number of lines, where the format has lines.
    pub lines: Option<u32>,
}

/// What a block is in the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum BlockKind {
    /// A line or paragraph outside any table; one cell.
    Line {
        /// Heading level where the copy marks one (Markdown `#`, bold, a large face): 1 to 6.
        heading: Option<u8>,
    },
    /// A row of a table. Rows of one table share `table` and stand one after another.
    Row {
        /// Table number in the document, from 0.
        table: u32,
        /// Row number in the table, from 0; rows joined over a page's end keep the first number.
        row: u32,
    },
    /// Text inside a drawing (the flow diagrams of 別添1): one cell, boxes parted by `\n`.
    Figure,
    /// Text that repeats for the page or the copy alone (running heads, page numbers, separator
    /// rows, a table's second copy): kept, and no part of the contents.
    Furniture,
}

/// A line, or a row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What the block is.
    pub kind: BlockKind,
    /// Its cells from left to right. A merged cell that spans rows stands in its first row alone.
    pub cells: Vec<Cell>,
}

impl Block {
    /// A line outside any table.
    pub fn line(heading: Option<u8>, cell: Cell) -> Self {
        Self {
            kind: BlockKind::Line { heading },
            cells: vec![cell],
        }
    }

    /// Whether the block belongs to the contents.
    pub fn is_content(&self) -> bool {
        self.kind != BlockKind::Furniture
    }
}

/// The text of a cell, a line or a paragraph with its places.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The text, not normalized. `\n` ends a paragraph or a list item; a line break that only
    /// wrapped a line is already joined where the reader could tell. Boxes and drawn marks are the
    /// characters of [`crate::mark`].
    pub text: String,
    /// Column of the table grid, from 0. Of a line in a text: the characters that stand before it, by
    /// which copies that keep the look of a page tell columns.
    pub column: u32,
    /// Columns spanned, at least 1.
    pub column_span: u32,
    /// Rows spanned, at least 1.
    pub row_span: u32,
    /// Which parts of `text` stand where, in the order of the text; together they cover it, but for
    /// characters that the reader itself put in.
    pub runs: Vec<Run>,
    /// Byte ranges of `text` in which or behind which the cell's box hides something that was not read: the cell
    /// says more than its text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Range<usize>>,
}

impl Cell {
    /// A cell of one column and row that stands in one place.
    pub fn new(text: impl Into<String>, column: u32, place: Place) -> Self {
        let text = text.into();
        let runs = vec![Run {
            range: 0..text.len(),
            place,
        }];
        Self {
            text,
            column,
            column_span: 1,
            row_span: 1,
            runs,
            lost: Vec::new(),
        }
    }

    /// The places of a byte range of the text, neighbours on one page line merged by the caller.
    pub fn places(&self, range: &Range<usize>) -> impl Iterator<Item = Place> + '_ {
        let range = range.clone();
        self.runs
            .iter()
            .filter(move |run| run.range.start < range.end && range.start < run.range.end)
            .map(|run| run.place)
    }

    /// Whether something in a byte range of the text was not read.
    pub fn lacks(&self, range: &Range<usize>) -> bool {
        self.lost
            .iter()
            .any(|lost| lost.start < range.end && range.start < lost.end)
    }

    /// Whether nothing but white space stands in the cell.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A stretch of a cell's text and its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Byte range in the cell's text.
    pub range: Range<usize>,
    /// Where it stands: a line's or a glyph run's area on a page, or a line and cell of a text.
    pub place: Place,
}
