//! A page's lines cut into cells.
//!
//! Input: the lines of a page and the columns in which its cells begin. Output: for each line the words
//! of each field. Two spaces part cells. Where a cell fills its width one space does, and then the room
//! in it tells, the column in which the lines beside it begin the same cell, or a label that goes on
//! below. What none of these tells is a doubt.

use super::cells::{Begin, Cells, Right, cells, sure_beginnings};
use super::edges::Edges;
use super::line::{Line, width};
use super::width::Width;
use crate::columns::ColumnLabels;
use crate::dates::begins_item;
use crate::text::letters;

/// Lines above and below in which a cell may begin whose column is known.
const BESIDE: usize = 8;
/// Letters on either side of a wrapped line's end that tell a label.
const TAIL: usize = 3;

/// A page whose surely told cells are known.
#[derive(Debug)]
pub(super) struct Page<'a> {
    labels: &'a ColumnLabels,
    lines: Vec<Line>,
    edges: Option<Edges>,
    right: Vec<Right>,
    /// For each line the words with which item, before and after surely begin.
    sure: Vec<[Option<usize>; 3]>,
}

impl<'a> Page<'a> {
    /// Finds what is sure about a page's lines.
    pub(super) fn new(lines: Vec<Line>, edges: Option<Edges>, labels: &'a ColumnLabels) -> Self {
        let mut page = Self {
            labels,
            lines,
            right: Vec::new(),
            sure: Vec::new(),
            edges,
        };
        if let Some(edges) = &page.edges {
            for line in &page.lines {
                let right = Right::of(line, edges, labels);
                page.sure.push(sure_beginnings(line, &right, edges));
                page.right.push(right);
            }
        }
        page
    }

    /// The lines, each with its cells.
    pub(super) fn cut(self, widths: [Width; 2]) -> Vec<(Line, Cells)> {
        let mut above = Above::default();
        let mut cells = Vec::with_capacity(self.lines.len());
        for at in 0..self.lines.len() {
            cells.push(self.cells(at, widths, &mut above));
        }
        self.lines.into_iter().zip(cells).collect()
    }

    /// A line's cells; `above` is how those of the line above begin.
    fn cells(&self, at: usize, widths: [Width; 2], above: &mut Above) -> Cells {
        let Some(edges) = &self.edges else {
            return Cells {
                doubt: Some("where its columns stand"),
                ..Cells::default()
            };
        };
        let mut begins = [Begin::Nowhere; 3];
        for column in 0..begins.len() {
            let from = match begins.get(column.wrapping_sub(1)) {
                Some(Begin::At(word)) => Some(*word),
                _ => None,
            };
            let left = from.zip(widths.get(column.wrapping_sub(1)).copied());
            begins[column] = match self.begin(edges, at, column, left, above.columns[column]) {
                // a side has begun on its row's first line or is blank
                Begin::Untold
                    if column > 0
                        && above.begins[column] == Begin::Nowhere
                        && !self.may_begin_row(at, begins[0]) =>
                {
                    Begin::Nowhere
                }
                begin => begin,
            };
        }
        let row = self.may_begin_row(at, begins[0]);
        for (column, begin) in begins.into_iter().enumerate() {
            above.columns[column] = match begin {
                Begin::At(word) => Some(self.lines[at].words[word].column),
                _ if row => None,
                _ => above.columns[column],
            };
        }
        above.begins = begins;
        cells(&self.lines[at], &self.right[at], begins, edges)
    }

    /// Whether a row may begin on the line: it has a timing, or its item begins with a number.
    fn may_begin_row(&self, at: usize, item: Begin) -> bool {
        let (line, right) = (&self.lines[at], &self.right[at]);
        let begins = |word: usize| begins_item(line.words(word..right.left));
        right.timing.is_some() || matches!(item, Begin::At(word) if begins(word))
    }

    /// Where a column's cell begins on a line. `left` is the word with which the cell at its left begins
    /// and the width of that column.
    fn begin(
        &self,
        edges: &Edges,
        at: usize,
        column: usize,
        left: Option<(usize, Width)>,
        above: Option<u32>,
    ) -> Begin {
        if let Some(word) = self.sure[at][column] {
            return Begin::At(word);
        }
        let line = &self.lines[at];
        let edge = &edges.texts[column];
        let words = &line.words[..self.right[at].left];
        // a cell's lines stand one below another
        let below =
            (0..words.len()).find(|&n| words[n].may_begin() && Some(words[n].column) == above);
        if let Some(word) = below.filter(|&n| left.is_none_or(|(from, _)| n > from)) {
            return Begin::At(word);
        }
        let may: Vec<usize> = (0..words.len())
            .filter(|&n| words[n].may_begin() && edge.nearly_holds(words[n].column))
            .filter(|&n| left.is_none_or(|(from, _)| n > from))
            .collect();
        let begin = match left {
            _ if may.is_empty() => {
                let crosses = words
                    .iter()
                    .any(|word| word.column < edge.first && word.end > edge.last + 1);
                if crosses {
                    Begin::Untold
                } else {
                    Begin::Nowhere
                }
            }
            Some((from, width)) => {
                let room = width.within(edge.last.saturating_sub(words[from].column));
                self.begin_by_width(at, column, &may, from, room)
            }
            None if may.iter().any(|&n| edge.holds(words[n].column)) => Begin::Untold,
            None => Begin::Nowhere,
        };
        match (begin, left) {
            (Begin::At(_), _) | (_, None) => begin,
            (_, Some((from, width))) => self
                .begin_far_left(at, column, from, width)
                .unwrap_or(begin),
        }
    }

    /// Where a cell begins that stands left of its column's others: text that has no room in the cell at
    /// the left, or that parts a label which goes on below.
    fn begin_far_left(&self, at: usize, column: usize, from: usize, room: Width) -> Option<Begin> {
        let line = &self.lines[at];
        let end = self.right[at].left;
        let run = (from + 1..end).take_while(|&n| !line.words[n].is_apart());
        for word in run.filter(|&n| line.words[n].may_begin()) {
            if self.label_goes_on(at, column, word) {
                return Some(Begin::At(word));
            }
            if room.has_no_room(width(line.words(from..word + 1))) {
                return Some(Begin::Untold);
            }
        }
        None
    }

    /// The first word that has no room in the cell at the left begins the next one, where that cell is
    /// full without it: a narrower gap than two spaces stands behind a full cell alone.
    fn begin_by_width(
        &self,
        at: usize,
        column: usize,
        may: &[usize],
        from: usize,
        room: Width,
    ) -> Begin {
        let line = &self.lines[at];
        let through = |word: usize| width(line.words(from..word + 1));
        let over = may.iter().find(|&&n| room.has_no_room(through(n)));
        let without = |n: usize| through(n - 1);
        if let Some(&n) = over {
            let told = room.may_fill(without(n)) && (room.is_told() || n == may[0]);
            return if told { Begin::At(n) } else { Begin::Untold };
        }
        if may
            .iter()
            .all(|&n| !room.may_fill(without(n)) && !line.words[n].is_apart())
        {
            return Begin::Nowhere;
        }
        let beside = beside(at, self.lines.len())
            .find_map(|near| Some(self.lines[near].words[self.sure[near][column]?].column));
        let same = may
            .iter()
            .find(|&&n| Some(line.words[n].column) == beside && room.may_fill(without(n)));
        same.map_or(Begin::Untold, |&n| Begin::At(n))
    }

    /// Whether a label that the item quotes goes on below where the item ends before a word, and not with
    /// that word: then the word is none of the item's.
    fn label_goes_on(&self, at: usize, column: usize, word: usize) -> bool {
        let (line, Some(below)) = (&self.lines[at], self.lines.get(at + 1)) else {
            return false;
        };
        let item = self.edges.as_ref().map(|edges| &edges.texts[0]);
        let Some(next) = below
            .words
            .iter()
            .find(|word| item.is_some_and(|item| item.nearly_holds(word.column)))
        else {
            return false;
        };
        let quoted = |above: &str, below: &str| {
            let (above, mut behind) = (letters(above), letters(below));
            behind.truncate(TAIL);
            let mut part = above[above.len().saturating_sub(TAIL)..].to_vec();
            part.append(&mut behind);
            part.len() > TAIL && self.labels.quotes(&part)
        };
        let (item, below) = (line.words(0..word), below.word(next));
        let more = line.words[word + 1..]
            .iter()
            .take_while(|word| !word.is_apart());
        let end = word + 1 + more.count();
        let (side, with) = (line.words(word..end), line.words(0..end));
        // a dash alone says that the side is blank
        let without_side = || letters(side).is_empty();
        column == 1
            && quoted(item, below)
            && (without_side() || (!quoted(with, below) && !quoted(item, side)))
    }
}

/// The widths of the columns of item and before: what their texts take that end short of the next
/// column.
pub(super) fn widths(pages: &[Page<'_>]) -> [Width; 2] {
    std::array::from_fn(|column| {
        let widths = pages.iter().flat_map(|page| {
            let next = page
                .edges
                .as_ref()
                .map_or(0, |edges| edges.texts[column + 1].first);
            let begins = page.lines.iter().zip(&page.sure);
            begins.filter_map(move |(line, sure)| {
                let from = sure[column]?;
                let run = line.words[from + 1..]
                    .iter()
                    .take_while(|word| !word.is_apart());
                let last = from + run.count();
                (line.words[last].end <= next).then(|| width(line.words(from..last + 1)))
            })
        });
        Width::of(widths.collect())
    })
}

/// How the cells above a line begin.
#[derive(Debug, Clone, Copy)]
struct Above {
    begins: [Begin; 3],
    /// The columns in which those of its row begin.
    columns: [Option<u32>; 3],
}

impl Default for Above {
    fn default() -> Self {
        Self {
            begins: [Begin::Untold; 3],
            columns: [None; 3],
        }
    }
}

/// The lines beside one, the nearest first.
fn beside(at: usize, count: usize) -> impl Iterator<Item = usize> {
    (1..=BESIDE).flat_map(move |away| {
        let above = at.checked_sub(away);
        let below = Some(at + away).filter(|&below| below < count);
        above.into_iter().chain(below)
    })
}
