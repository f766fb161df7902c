//! HTML fragments to text: tags that end lines, tables, boxes, entities.
//!
//! The tokenizer of `html5ever` reads the fragment. Before that, every `<` that opens no HTML
//! element is escaped, since headings in angle brackets are text. No tree is built, so nesting costs
//! nothing and may be of any depth.

mod flatten;
mod tags;

use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
use hyokasho_document::mark;
use memchr::{memchr, memchr2};

pub(crate) use tags::starts_with_block;

/// The text of a fragment with what it held.
#[derive(Debug, Default)]
pub(crate) struct Fragment {
    /// The text; `\n` where an element ended a line, boxes as marks.
    pub(crate) text: String,
    /// The outermost tables, in order.
    pub(crate) tables: Vec<Table>,
    /// Headings: where in the text, and their level.
    pub(crate) headings: Vec<(Range<usize>, u8)>,
    /// Line of the source from which on the text at a byte stands, for every change of it.
    pub(crate) lines: Vec<(usize, u32)>,
    /// Comments, style sheets, scripts and page numbers in an element of their own.
    pub(crate) hidden: Vec<String>,
    /// Whether elements were nested deeper than the limit.
    pub(crate) too_deep: bool,
    /// Where in the text round boxes stand (`type="radio"`) that are not checked.
    rounds: Vec<usize>,
    /// How many boxes of another kind are not checked.
    squares: usize,
}

/// Empty brackets in a cell that show that its round boxes are none.
const LEAST_EMPTIES: usize = 2;

/// A table: its part of the text and its cells.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) range: Range<usize>,
    pub(crate) cells: Vec<TableCell>,
}

/// A cell of a table.
#[derive(Debug)]
pub(crate) struct TableCell {
    pub(crate) row: u32,
    pub(crate) range: Range<usize>,
    pub(crate) column_span: u32,
    pub(crate) row_span: u32,
    pub(crate) line: u32,
}

impl Fragment {
    /// The line that a byte of the text stands in.
    pub(crate) fn line_at(&self, at: usize) -> u32 {
        let next = self.lines.partition_point(|&(start, _)| start <= at);
        next.checked_sub(1)
            .and_then(|last| self.lines.get(last))
            .map_or(1, |&(_, line)| line)
    }

    /// Level of the heading that a byte of the text stands in.
    pub(crate) fn heading_at(&self, at: usize) -> Option<u8> {
        let next = self
            .headings
            .partition_point(|(range, _)| range.start <= at);
        let (range, level) = next
            .checked_sub(1)
            .and_then(|last| self.headings.get(last))?;
        range.contains(&at).then_some(*level)
    }

    /// Takes round boxes for checked ones where the fragment has square ones, or empty brackets, as well. The forms
    /// print a circle in the bracket of what applies; a converter that writes two kinds of boxes in one cell wrote
    /// the round ones for circles. Of round ones alone nothing tells which are, and beside a checked one they are not.
    pub(crate) fn tell_circles(&mut self) {
        if self.rounds.is_empty() || self.text.contains(mark::BOX_CHECKED) {
            return;
        }
        if self.squares == 0 && self.empties() < LEAST_EMPTIES {
            return;
        }
        let mut checked = [0; 4];
        let checked = mark::BOX_CHECKED.encode_utf8(&mut checked);
        for at in std::mem::take(&mut self.rounds) {
            self.text
                .replace_range(at..at + mark::BOX.len_utf8(), checked);
        }
    }

    /// Brackets with nothing but blanks in them.
    fn empties(&self) -> usize {
        let opened = self.text.split('[').skip(1);
        opened
            .filter(|behind| behind.trim_start().starts_with(']'))
            .count()
    }

    /// The text of a cell of a table.
    pub(crate) fn text_of(&self, cell: &TableCell) -> &str {
        self.text.get(cell.range.clone()).unwrap_or_default()
    }
}

/// Reads a fragment whose first line has the number `line`; `None` where it holds neither a tag nor
/// an entity, so that it is text as it stands.
pub(crate) fn read(raw: &str, line: u32, max_nesting: u32) -> Option<Fragment> {
    memchr2(b'<', b'&', raw.as_bytes())?;
    let escaped = tags::escape_text(raw);
    if !escaped.has_tags && memchr(b'&', raw.as_bytes()).is_none() {
        return None;
    }
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(&escaped.text));
    let tokenizer = Tokenizer::new(
        flatten::Flattener::new(line, max_nesting),
        TokenizerOpts::default(),
    );
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    Some(tokenizer.sink.finish())
}
