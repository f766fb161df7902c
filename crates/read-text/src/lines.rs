//! A text cut into lines, and HTML tables that run over several lines put together.

use std::ops::Range;

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter, memchr3_iter};

/// Lines that one HTML table may run over.
const LONGEST_TABLE: usize = 5_000;
/// Tables without an end that are looked for one; after that the rest is read line by line.
const MOST_ENDLESS_TABLES: u32 = 8;

/// A line of a text, or the part of one between page breaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// Line number, from 1.
    pub(crate) number: u32,
    /// The text without its line end.
    pub(crate) text: &'a str,
    /// Whether a page break (form feed) stands before it.
    pub(crate) starts_page: bool,
}

/// The number of the line that a byte stands in.
pub(crate) fn number_at(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let feeds = memchr_iter(b'\n', before).count();
    let returns = memchr_iter(b'\r', before)
        .filter(|&at| text.as_bytes().get(at + 1) != Some(&b'\n'))
        .count();
    u32::try_from(1 + feeds + returns).unwrap_or(u32::MAX)
}

/// The lines of a text. LF, CR LF and CR end lines; a form feed parts one.
pub(crate) fn split(text: &str) -> Vec<Line<'_>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(text.len() / 64);
    let (mut start, mut number, mut starts_page) = (0, 1, false);
    for at in memchr3_iter(b'\n', b'\r', b'\x0C', bytes) {
        if at < start {
            continue;
        }
        lines.push(Line {
            number,
            text: text.get(start..at).unwrap_or_default(),
            starts_page,
        });
        starts_page = bytes.get(at) == Some(&b'\x0C');
        number += u32::from(!starts_page);
        start = if bytes.get(at..at + 2) == Some(b"\r\n") {
            at + 2
        } else {
            at + 1
        };
    }
    if let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        lines.push(Line {
            number,
            text: rest,
            starts_page,
        });
    }
    lines
}

/// Finds the ends of HTML tables that are opened on one line and closed on a later one.
pub(crate) struct TableJoiner {
    finders: [Finder<'static>; 4],
    endless: u32,
}

impl TableJoiner {
    pub(crate) fn new() -> Self {
        let finders =
            ["<table", "<TABLE", "</table", "</TABLE"].map(|tag| Finder::new(tag.as_bytes()));
        Self {
            finders,
            endless: 0,
        }
    }

    /// The lines, from `first` on, that a table opened on it runs over; `None` where it opens none
    /// or the table has no end.
    pub(crate) fn joined(&mut self, lines: &[Line], first: usize) -> Option<Range<usize>> {
        let mut open = self.balance(lines.get(first)?.text);
        if open <= 0 || self.endless >= MOST_ENDLESS_TABLES {
            return None;
        }
        for (at, line) in lines.iter().enumerate().skip(first + 1).take(LONGEST_TABLE) {
            open += self.balance(line.text);
            if open <= 0 {
                return Some(first..at + 1);
            }
        }
        self.endless += 1;
        None
    }

    /// Tables opened on a line less those closed.
    fn balance(&self, line: &str) -> i64 {
        if memchr(b'<', line.as_bytes()).is_none() {
            return 0;
        }
        let [open, open_upper, close, close_upper] = self
            .finders
            .each_ref()
            .map(|finder| finder.find_iter(line.as_bytes()).count() as i64);
        open + open_upper - close - close_upper
    }
}
