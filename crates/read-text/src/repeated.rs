//! A table that the copy holds twice: as HTML in a cell, and again as cells of that line or as the
//! rows after it.
//!
//! The second copy is told by its texts alone, folded and in order. It is kept as furniture.

use hyokasho_normalize::fold;

/// Cells that must agree at least before a copy is believed.
const FEWEST: usize = 2;

/// The texts of an HTML table, folded, empty ones left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Grid(Vec<String>);

impl Grid {
    /// The grid of cell texts in the order of the table.
    pub(crate) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        Self(texts.map(fold).filter(|text| !text.is_empty()).collect())
    }

    /// How many of the texts at the start repeat the grid from `from` on, empty ones not counted;
    /// `None` where one differs.
    fn matched<'a>(&self, from: usize, texts: impl Iterator<Item = &'a str>) -> Option<usize> {
        let mut matched = 0;
        for text in texts.map(fold).filter(|text| !text.is_empty()) {
            if self.0.get(from + matched) != Some(&text) {
                return None;
            }
            matched += 1;
        }
        Some(matched)
    }

    fn believes(&self, matched: usize) -> bool {
        matched >= FEWEST.min(self.0.len()) && matched > 0
    }

    /// Whether these cells of the same line repeat the grid or its first part.
    pub(crate) fn is_repeated_by<'a>(&self, texts: impl Iterator<Item = &'a str>) -> bool {
        self.matched(0, texts)
            .is_some_and(|matched| self.believes(matched))
    }

    /// How many of the rows repeat the grid, one after another.
    pub(crate) fn repeated_rows<'a, R: Iterator<Item = &'a str>>(
        &self,
        rows: impl Iterator<Item = R>,
    ) -> usize {
        let (mut count, mut total) = (0, 0);
        for row in rows {
            if total == self.0.len() {
                break;
            }
            match self.matched(total, row) {
                Some(matched) if matched > 0 => total += matched,
                _ => break,
            }
            count += 1;
        }
        if self.believes(total) { count } else { 0 }
    }
}
