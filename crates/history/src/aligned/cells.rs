//! A line cut into the cells of its columns.
//!
//! Input: a line, the columns in which its page's cells begin, and the words with which its own begin.
//! Output: the words of each field. Two spaces part cells.

use std::ops::Range;

use super::edges::{Edges, NARROWEST};
use super::line::{Line, Word};
use crate::columns::{ColumnLabels, Field};

/// Spaces that no text has between its words.
const WIDE: u32 = 6;
/// Columns by which a text's own spaces may miss the next column and still be taken for its beginning.
const NEAR: u32 = 4;

/// The cells of a line, as word ranges by field.
#[derive(Debug, Clone, Default)]
pub(super) struct Cells {
    pub(super) words: [Range<usize>; 6],
    /// What is not sure about the line.
    pub(super) doubt: Option<&'static str>,
}

impl Cells {
    pub(super) fn has(&self, field: Field) -> bool {
        !self.words[field as usize].is_empty()
    }
}

/// How a cell begins on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    At(usize),
    Nowhere,
    Untold,
}

/// The columns at the right, which timings tell.
#[derive(Debug, Clone)]
pub(super) struct Right {
    pub(super) timing: Option<usize>,
    /// The first word of the explanation.
    explanation: usize,
    /// The words left of both end here.
    pub(super) left: usize,
}

impl Right {
    pub(super) fn of(line: &Line, edges: &Edges, labels: &ColumnLabels) -> Self {
        let mut words = line.words.iter();
        let timing = words
            .position(|word| edges.timing.holds(word.column) && labels.is_timing(line.word(word)));
        if let Some(timing) = timing {
            return Self {
                timing: Some(timing),
                explanation: timing + 1,
                left: timing,
            };
        }
        let apart = |word: &Word| word.is_apart() && word.column >= edges.timing.first;
        let explanation = line
            .words
            .iter()
            .position(apart)
            .unwrap_or(line.words.len());
        Self {
            timing: None,
            explanation,
            left: explanation,
        }
    }
}

/// The words with which cells surely begin: apart from what stands before them, in their column.
pub(super) fn sure_beginnings(line: &Line, right: &Right, edges: &Edges) -> [Option<usize>; 3] {
    // what stands behind a date is no part of it
    let dated = line.date_words(NARROWEST);
    edges.texts.each_ref().map(|edge| {
        let words = line.words[..right.left].iter().enumerate();
        let mut apart = words.filter(|(at, word)| {
            (word.is_apart() || (dated > 0 && *at == dated)) && edge.holds(word.column)
        });
        let first = apart.next()?;
        // two of them: the text's own spaces, and nothing tells which are
        apart.next().is_none().then_some(first.0)
    })
}

/// The cells between the beginnings.
pub(super) fn cells(line: &Line, right: &Right, begins: [Begin; 3], edges: &Edges) -> Cells {
    let mut cells = Cells::default();
    if begins.contains(&Begin::Untold) {
        cells.doubt = Some("where its cells begin on a line");
    }
    let mut starts: Vec<(usize, Field)> = vec![(0, Field::Date)];
    for (begin, field) in begins
        .into_iter()
        .zip([Field::Item, Field::Before, Field::After])
    {
        if let Begin::At(word) = begin {
            starts.push((word, field));
        }
    }
    for (n, &(start, field)) in starts.iter().enumerate() {
        let end = starts.get(n + 1).map_or(right.left, |next| next.0);
        set(&mut cells, field, start..end.max(start));
    }
    if let Some(timing) = right.timing {
        set(&mut cells, Field::Timing, timing..timing + 1);
    }
    set(
        &mut cells,
        Field::Explanation,
        right.explanation..line.words.len(),
    );
    let dated = line.date_words(NARROWEST);
    if cells.words[Field::Date as usize].len() > dated {
        cells.words[Field::Date as usize] = 0..dated;
        cells.doubt.get_or_insert("which column a line belongs to");
    }
    if near_miss(line, &cells, edges) {
        cells
            .doubt
            .get_or_insert("whether spaces part cells or words");
    }
    cells
}

fn set(cells: &mut Cells, field: Field, words: Range<usize>) {
    cells.words[field as usize] = words;
}

/// Whether spaces within a cell stand so near the next column, blank on this line, that they may part
/// the two.
fn near_miss(line: &Line, cells: &Cells, edges: &Edges) -> bool {
    let texts = [Field::Item, Field::Before, Field::After];
    (0..2).any(|n| {
        let (own, next) = (&cells.words[texts[n] as usize], texts[n + 1]);
        let edge = &edges.texts[n + 1];
        !cells.has(next)
            && own.clone().skip(1).any(|n| {
                let word = &line.words[n];
                word.is_apart() && word.gap >= WIDE
                    || word.is_apart()
                        && (edge.first.saturating_sub(NEAR)..=edge.last + NEAR)
                            .contains(&word.column)
            })
    })
}
