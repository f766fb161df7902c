//! The way back from changed text to the text it was made from.
//!
//! Stretches that stayed as they were need no entry: a map holds only where something changed, so
//! a text that needed no change has an empty one.

use std::ops::Range;

/// A stretch of the raw text and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    /// Byte range in the changed text; empty where something was left out.
    text: Range<usize>,
    /// Byte range in the raw text.
    raw: Range<usize>,
}

/// Byte positions of a changed text in the raw text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpanMap {
    edits: Vec<Edit>,
}

impl SpanMap {
    /// The raw byte range that a byte range of the changed text came from. Where a range cuts into
    /// a replaced stretch, the whole stretch belongs to it.
    pub fn raw_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.raw_start(range.start);
        if range.is_empty() {
            return start..start;
        }
        start..self.raw_end(range.end).max(start)
    }

    fn raw_start(&self, at: usize) -> usize {
        let next = self.edits.partition_point(|edit| edit.text.end <= at);
        match self.edits.get(next) {
            Some(edit) if edit.text.start <= at => edit.raw.start,
            _ => self.shift(next, at),
        }
    }

    fn raw_end(&self, at: usize) -> usize {
        let next = self.edits.partition_point(|edit| {
            edit.text.end < at || (edit.text.end == at && !edit.text.is_empty())
        });
        match self.edits.get(next) {
            Some(edit) if edit.text.start < at => edit.raw.end,
            _ => self.shift(next, at),
        }
    }

    /// A position that no edit covers, `next` being the first edit after it.
    fn shift(&self, next: usize, at: usize) -> usize {
        match next.checked_sub(1).and_then(|last| self.edits.get(last)) {
            Some(last) => last.raw.end + (at - last.text.end),
            None => at,
        }
    }

    /// Records that `raw` became `text`; both follow what was recorded before.
    pub(crate) fn push(&mut self, text: Range<usize>, raw: Range<usize>) {
        if let Some(last) = self.edits.last_mut()
            && last.text.is_empty()
            && text.is_empty()
            && last.text.end == text.start
            && last.raw.end == raw.start
        {
            last.raw.end = raw.end;
            return;
        }
        self.edits.push(Edit { text, raw });
    }

    /// Forgets what was recorded of the changed text from a position on, and says where in the raw
    /// text that began.
    pub(crate) fn cut(&mut self, text: usize) -> usize {
        let raw = self.raw_start(text);
        while let Some(last) = self
            .edits
            .pop_if(|last| last.text.end > text || last.raw.start >= raw)
        {
            if last.text.start < text {
                self.edits.push(Edit {
                    text: last.text.start..text,
                    raw: last.raw,
                });
                break;
            }
        }
        raw
    }
}

/// A text made from a raw one, and the way back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normalized {
    /// The changed text.
    pub text: String,
    /// Where each stretch of it came from.
    pub map: SpanMap,
}

impl Normalized {
    /// The raw byte range that a byte range of [`Self::text`] came from.
    pub fn raw_range(&self, range: Range<usize>) -> Range<usize> {
        self.map.raw_range(range)
    }
}
