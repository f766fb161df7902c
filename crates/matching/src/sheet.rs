//! A document prepared for matching: normalized cells and their lines, each line folded.
//!
//! Input: the blocks of a document. Output: cells and lines in reading order. Nothing is judged here.

use std::borrow::Cow;
use std::ops::Range;

use hyokasho_document::{Block, BlockKind, Cell, Document};
use hyokasho_source::Place;

use crate::fold::fold_char;
use crate::regions::Piece;

/// Lines are folded up to this many characters: longer than the longest label of the forms (98
/// characters) with its number and a value behind it.
pub const FOLD_LIMIT: usize = 160;

/// Lines behind the last one of a sheet that ends early: more than any look at a line goes on.
pub const LOOK_BEHIND: usize = 64;

/// A cell with its normalized text.
#[derive(Debug)]
pub struct SheetCell<'d> {
    /// Block in the document.
    pub block: u32,
    /// Cell in the block.
    pub cell: u32,
    /// Normalized text, the document's own where it is so already; lines are parted by `\n`.
    pub text: Cow<'d, str>,
    /// Whether the block is a table row.
    pub row: bool,
}

/// A line of a cell.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing about the line's place"
)]
pub struct Line {
    /// Cell in [`Sheet::cells`].
    pub cell: u32,
    /// Byte range in the cell's text.
    pub range: Range<u32>,
    /// Range in the folded arena.
    folded: Range<u32>,
    /// Whether it is the first line of its cell that has any text.
    pub first: bool,
    /// Whether it is the only line of its cell that has any text.
    pub only: bool,
    /// Column of the cell in its row, from 0; cells before it that are blank do not count.
    pub column: u32,
    /// Whether the block is a table row.
    pub row: bool,
    /// Whether the copy marks the line as a heading.
    pub heading: bool,
    /// Whether it stands in a drawing: no label, and no item's value.
    pub figure: bool,
}

/// A document prepared for matching.
#[derive(Debug, Default)]
pub struct Sheet<'d> {
    /// Cells in reading order, blank ones too.
    pub cells: Vec<SheetCell<'d>>,
    /// Lines that have any text, in reading order.
    pub lines: Vec<Line>,
    /// Whether it ends before the document does.
    pub ends_early: bool,
    fold_chars: Vec<char>,
    fold_ends: Vec<u32>,
}

impl<'d> Sheet<'d> {
    /// Prepares the content blocks of a document.
    pub fn new(document: &'d Document) -> Self {
        Self::until(document, |_, _| false)
    }

    /// Prepares the content blocks up to the first line that `ends` holds of, and some lines behind it:
    /// no look goes on further. A line is asked about when the [`LOOK_BEHIND`] lines behind it are there.
    pub fn until(document: &'d Document, ends: impl Fn(&Self, usize) -> bool) -> Self {
        let mut sheet = Self::with_room(document);
        let mut asked = 0;
        for (at, block) in document.blocks.iter().enumerate() {
            if !block.is_content() {
                continue;
            }
            sheet.push_block(at as u32, block);
            let ready = sheet.lines.len().saturating_sub(LOOK_BEHIND);
            if (asked..ready).any(|line| ends(&sheet, line)) {
                sheet.ends_early = true;
                break;
            }
            asked = asked.max(ready);
        }
        sheet
    }

    /// Adds the cells of a block and their lines.
    fn push_block(&mut self, at: u32, block: &'d Block) {
        let row = matches!(block.kind, BlockKind::Row { .. });
        let heading = matches!(block.kind, BlockKind::Line { heading: Some(_) });
        let mut column = 0;
        for (number, cell) in block.cells.iter().enumerate() {
            let text = hyokasho_normalize::normalize_cow(&cell.text);
            let index = self.cells.len() as u32;
            let before = self.lines.len();
            let filled = self.push_lines(index, &text, column, row, heading);
            if block.kind == BlockKind::Figure {
                self.lines[before..]
                    .iter_mut()
                    .for_each(|line| line.figure = true);
            }
            column += u32::from(filled);
            self.cells.push(SheetCell {
                block: at,
                cell: number as u32,
                text,
                row,
            });
        }
    }

    /// An empty sheet with room for the document's folded lines.
    fn with_room(document: &Document) -> Self {
        let cells = document.blocks.iter().flat_map(|block| &block.cells);
        let (mut chars, mut count) = (0, 0);
        for cell in cells {
            chars += (cell.text.len() / 3).min(FOLD_LIMIT);
            count += 1;
        }
        Self {
            cells: Vec::with_capacity(count),
            lines: Vec::with_capacity(count),
            ends_early: false,
            fold_chars: Vec::with_capacity(chars),
            fold_ends: Vec::with_capacity(chars),
        }
    }

    /// Adds the lines of a cell; true when there was any.
    fn push_lines(&mut self, cell: u32, text: &str, column: u32, row: bool, heading: bool) -> bool {
        let first_line = self.lines.len();
        let mut start = 0;
        for part in text.split('\n') {
            let range = start as u32..(start + part.len()) as u32;
            start += part.len() + 1;
            if part.trim().is_empty() {
                continue;
            }
            let folded = self.fold_line(part, range.start);
            let first = self.lines.len() == first_line;
            self.lines.push(Line {
                cell,
                range,
                folded,
                first,
                only: false,
                column,
                row,
                heading,
                figure: false,
            });
        }
        if self.lines.len() == first_line + 1 {
            self.lines[first_line].only = true;
        }
        self.lines.len() > first_line
    }

    fn fold_line(&mut self, part: &str, base: u32) -> Range<u32> {
        let from = self.fold_chars.len();
        // Into room of a fixed size, then each in one go: this passes over every character.
        let mut chars = ['\0'; FOLD_LIMIT];
        let mut ends = [0; FOLD_LIMIT];
        let mut length = 0;
        let end = base as usize + part.len();
        let mut rest = part.chars();
        while let Some(c) = rest.next() {
            if let Some(folded) = fold_char(c) {
                if length == FOLD_LIMIT {
                    break;
                }
                chars[length] = folded;
                ends[length] = (end - rest.as_str().len()) as u32;
                length += 1;
            }
        }
        self.fold_chars.extend_from_slice(&chars[..length]);
        self.fold_ends.extend_from_slice(&ends[..length]);
        from as u32..self.fold_chars.len() as u32
    }

    /// The folded characters of a line, at most [`FOLD_LIMIT`].
    pub fn folded(&self, line: &Line) -> &[char] {
        &self.fold_chars[line.folded.start as usize..line.folded.end as usize]
    }

    /// For each folded character of a line the byte offset in its cell's text just behind it.
    pub fn fold_ends(&self, line: &Line) -> &[u32] {
        &self.fold_ends[line.folded.start as usize..line.folded.end as usize]
    }

    /// Whether the line is longer than its folded form shows.
    pub fn is_cut(&self, line: &Line) -> bool {
        self.folded(line).len() == FOLD_LIMIT
    }

    /// The text of a line.
    pub fn text(&self, line: &Line) -> &str {
        &self.cells[line.cell as usize].text[line.range.start as usize..line.range.end as usize]
    }

    /// The document's cell.
    fn source<'s>(&self, document: &'s Document, cell: usize) -> Option<&'s Cell> {
        let SheetCell { block, cell, .. } = self.cells[cell];
        document
            .blocks
            .get(block as usize)?
            .cells
            .get(cell as usize)
    }

    /// Whether the box of a cell hides something of the pieces that was not read.
    pub fn lacks(&self, document: &Document, pieces: &[Piece]) -> bool {
        pieces.iter().any(|piece| {
            let source = self.source(document, piece.cell);
            source
                .filter(|source| !source.lost.is_empty())
                .is_some_and(|source| {
                    let map = hyokasho_normalize::normalize_mapped(&source.text);
                    source.lacks(&map.raw_range(piece.range.clone()))
                })
        })
    }

    /// The places of a byte range of a cell's normalized text.
    pub fn places(&self, document: &Document, cell: usize, range: &Range<usize>) -> Vec<Place> {
        let Some(source) = self.source(document, cell) else {
            return Vec::new();
        };
        if source.runs.len() <= 1 {
            return source.runs.iter().map(|run| run.place).collect();
        }
        let raw = hyokasho_normalize::normalize_mapped(&source.text).raw_range(range.clone());
        source.places(&raw).collect()
    }
}
