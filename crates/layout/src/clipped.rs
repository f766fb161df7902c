//! Text that the box of its cell hides: which cell it belongs to, and whether it is read with the cell.
//!
//! Spreadsheets clip a cell's text to the cell's box and paint all of it: lines that the box has no room for, letters
//! of a line that runs into a filled neighbour. On paper the text ends at the box. In the file it goes on, in
//! the same painting order and under the same clip, in one size, from left to right and from line to line: that is the
//! cell's text, and is read as it ([`Ink::hidden`]). Hidden text that does not go on so, or that would lie among
//! what the cell shows (several cells of a spreadsheet make one ruled cell), is not read; the cell is known as cut.
//!
//! `LibreOffice` Calc leaves most paragraphs out of the file that would begin below the box, so that the file's text need
//! not be the author's. Nothing in the file tells; the finding says that there may be more.
//!
//! A cell over a page's end is painted on both pages, each time under the page's clip. Its missing half stands
//! on the other page. No rule closes such a cell at the page's end; where one does, the texts tell ([`show_once`]).

use std::collections::HashMap;

use hyokasho_document::page::{Clipped, Glyph, Page};
use hyokasho_source::Rect;

use crate::cells::{Grid, GridCell, area};
use crate::ink::Ink;
use crate::lines::COLUMN_GAP;
use crate::locate::Held;
use crate::{PageLayout, Table, TableCell, Text};

/// How far inside a clip its cell is looked for: rules stand on the sides of cells, half a border's width inside.
const INSIDE: f64 = 1.5;
/// Lines of one text are no farther apart than this, in em: twice the single spacing of a tall face.
const FARTHEST: f64 = 2.5;
/// Sizes within one text differ by no more than this factor.
const OTHER_SIZE: f64 = 1.3;
/// A glyph painted again within this share of its size is the same glyph, painted twice to look bold.
const OVERSTRIKE: f64 = 0.1;
/// Glyphs among which the first painting is looked for: a text painted at once is no longer.
const RECENT: usize = 400;
/// Rows that a repeated table head has at most.
const HEAD_ROWS: u32 = 5;
/// How far the sides of two halves of a cell may differ.
const SAME_COLUMN: f64 = 3.0;

/// A cell of a table.
type At = (usize, usize);

/// Adds the hidden text of cells to the inks. Gives the areas that hide some, with the number of characters.
pub(crate) fn add_clipped<'a>(
    page: &'a Page,
    grids: &[Grid],
    inks: &mut Vec<Ink<'a>>,
    held: &mut Held,
) -> Vec<(Rect, u32)> {
    let mut found = Areas::default();
    for part in page
        .clipped
        .iter()
        .flat_map(|clipped| parts(clipped, grids))
    {
        let characters = part.glyphs.iter().filter(|g| !g.is_blank()).count() as u32;
        if characters == 0 {
            continue;
        }
        // a strip of a page under which nothing is seen belongs to a cell of the page before or behind
        if part.at.is_none() && !part.goes_on(&page.glyphs, &part.clip, false) {
            continue;
        }
        let mut place = part.clip;
        if let Some(at @ (table, cell)) = part.at {
            let rect = grids[table].cells[cell].rect;
            place = rect;
            let blank = held.cells[table][cell].is_empty();
            if blank && !part.is_overfull(&grids[table], at.1) {
                continue;
            }
            if part.is_outside(&rect) && part.goes_on(&page.glyphs, &rect, blank) {
                let first = inks.len() as u32;
                inks.extend(part.inks(rect));
                held.cells[table][cell].extend(first..inks.len() as u32);
            } else {
                held.cut.push(at);
            }
        }
        found.add(place, characters);
    }
    found.in_order
}

/// Areas that hide characters, in the order in which they were met.
#[derive(Default)]
struct Areas {
    in_order: Vec<(Rect, u32)>,
    /// Where each area stands in the order, by the bits of its sides.
    known: HashMap<[u64; 4], usize>,
}

impl Areas {
    fn add(&mut self, area: Rect, characters: u32) {
        let sides = [area.x0, area.y0, area.x1, area.y1].map(f64::to_bits);
        let at = *self.known.entry(sides).or_insert(self.in_order.len());
        match self.in_order.get_mut(at) {
            Some((_, count)) => *count += characters,
            None => self.in_order.push((area, characters)),
        }
    }
}

/// Hidden glyphs of one cell that follow one another, or of no cell.
struct Part<'a> {
    at: Option<At>,
    glyphs: Vec<&'a Glyph>,
    clip: Rect,
    /// Indices of the glyphs that are seen before and behind them.
    after: Option<u32>,
    before: Option<u32>,
}

/// A stretch of hidden text by its cells, without what a page's end cuts.
fn parts<'a>(clipped: &'a Clipped, grids: &[Grid]) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = Vec::new();
    let mut last: Option<Option<At>> = None;
    for (i, glyph) in clipped.glyphs.iter().enumerate() {
        let at = cell_beside(grids, &clipped.clip, &glyph.rect);
        let cell = at.map(|(table, cell)| &grids[table].cells[cell]);
        if cell.is_some_and(|cell| is_cut_by_page(cell, &clipped.clip, &glyph.rect)) {
            last = None;
            continue;
        }
        if last != Some(at) {
            parts.push(Part {
                at,
                glyphs: Vec::new(),
                clip: clipped.clip,
                after: clipped.after.filter(|_| i == 0),
                before: None,
            });
            last = Some(at);
        }
        if let Some(part) = parts.last_mut() {
            part.glyphs.push(glyph);
        }
    }
    if let Some(part) = parts.last_mut().filter(|_| last.is_some()) {
        part.before = clipped.before;
    }
    parts
}

/// The smallest cell just inside the clip, where it is nearest to the glyph.
fn cell_beside(grids: &[Grid], clip: &Rect, glyph: &Rect) -> Option<At> {
    let (x, y) = glyph.centre();
    let nearest = |v: f64, low: f64, high: f64| v.min(high - INSIDE).max(low + INSIDE);
    cell_at(
        grids,
        nearest(x, clip.x0, clip.x1),
        nearest(y, clip.y0, clip.y1),
    )
}

fn cell_at(grids: &[Grid], x: f64, y: f64) -> Option<At> {
    let cells = grids.iter().enumerate();
    cells
        .filter_map(|(table, grid)| Some((table, grid.cell_at(x, y)?)))
        .min_by(|a, b| area(&grids[a.0].rect).total_cmp(&area(&grids[b.0].rect)))
}

/// Whether the page's end hides the glyph: on the side where it lies no rule closes the cell.
fn is_cut_by_page(cell: &GridCell, clip: &Rect, glyph: &Rect) -> bool {
    let (_, y) = glyph.centre();
    (y > clip.y1 && cell.open_bottom) || (y < clip.y0 && cell.open_top)
}

impl<'a> Part<'a> {
    /// Whether nothing of it lies among what the cell shows.
    fn is_outside(&self, cell: &Rect) -> bool {
        self.glyphs.iter().all(|glyph| {
            let (x, y) = glyph.rect.centre();
            !cell.contains(x, y)
        })
    }

    /// Whether it can be the text of a cell that shows nothing: it lies at the cell's side, and no page ends there.
    /// Text in the middle of a cell over several pages is far off where it is not seen.
    fn is_overfull(&self, grid: &Grid, cell: usize) -> bool {
        let cell = &grid.cells[cell];
        let rows = grid.rows.len().saturating_sub(1) as u32;
        let (first, last) = (cell.row == 0, cell.row + cell.row_span >= rows);
        self.glyphs.iter().all(|glyph| {
            let (_, y) = glyph.rect.centre();
            let beside = (y - cell.rect.y1).max(cell.rect.y0 - y) <= glyph.size;
            beside && !(first && y < cell.rect.y0) && !(last && y > cell.rect.y1)
        })
    }

    /// Whether it goes on with what the cell shows under the same clip, or the cell shows nothing at all.
    fn goes_on(&self, seen: &[Glyph], cell: &Rect, blank: bool) -> bool {
        let anchor = |index: Option<u32>| {
            let glyph = seen.get(index? as usize)?;
            let (x, y) = glyph.rect.centre();
            cell.contains(x, y).then_some(glyph)
        };
        let (after, before) = (anchor(self.after), anchor(self.before));
        if after.is_none() && before.is_none() && !blank {
            return false;
        }
        let hidden = self.glyphs.iter().copied().filter(|g| !g.is_blank());
        // what is seen behind it counts only where nothing is seen before it
        let before = before.filter(|_| after.is_none());
        let mut glyphs = after.into_iter().chain(hidden).chain(before);
        let Some(mut last) = glyphs.next() else {
            return false;
        };
        glyphs.all(|glyph| follows(std::mem::replace(&mut last, glyph), glyph, cell))
    }

    /// Its glyphs as inks of the cell, those painted twice once.
    fn inks(&self, cell: Rect) -> Vec<Ink<'a>> {
        let mut inks: Vec<Ink<'a>> = Vec::with_capacity(self.glyphs.len());
        for glyph in self.glyphs.iter().filter(|glyph| !glyph.text.is_empty()) {
            let reach = OVERSTRIKE * glyph.size;
            let again = inks.iter_mut().rev().take(RECENT).find(|ink| {
                ink.text == glyph.text.as_str()
                    && (ink.rect.x0 - glyph.rect.x0).abs() <= reach
                    && (ink.rect.y0 - glyph.rect.y0).abs() <= reach
            });
            if let Some(ink) = again {
                ink.bold = true;
                continue;
            }
            let size = glyph.size.abs().max(0.1);
            inks.push(Ink {
                bold: glyph.bold,
                place: cell,
                hidden: true,
                ..Ink::new(glyph.text.as_str(), glyph.rect, size)
            });
        }
        inks
    }
}

/// Whether a glyph stands behind another on its line, or on the next line of a text in the cell.
fn follows(glyph: &Glyph, next: &Glyph, cell: &Rect) -> bool {
    let size = glyph.size.max(next.size);
    if glyph.vertical || next.vertical || size > OTHER_SIZE * glyph.size.min(next.size) {
        return false;
    }
    let down = next.rect.centre().1 - glyph.rect.centre().1;
    if down.abs() <= size / 2.0 {
        let painted_again = (next.rect.x0 - glyph.rect.x0).abs() <= OVERSTRIKE * size;
        let gap = next.rect.x0 - glyph.rect.x1;
        painted_again || (-size / 2.0..COLUMN_GAP * size).contains(&gap)
    } else {
        (0.0..=FARTHEST * size).contains(&down) && (cell.x0 - size..cell.x1).contains(&next.rect.x0)
    }
}

/// Takes hidden text away that the other page shows: of a cell that a page's end cuts, its lower half at the
/// end of a page, its upper half at the top of the next one.
pub(crate) fn show_once(pages: &mut [PageLayout]) {
    for at in 1..pages.len() {
        let (above, below) = pages.split_at_mut(at);
        let (Some(above), Some(below)) = (above.last_mut(), below.first_mut()) else {
            continue;
        };
        if above.clipped.is_empty() && below.clipped.is_empty() {
            continue;
        }
        let last = outer_tables(above).max_by(|a, b| a.1.total_cmp(&b.1));
        let first = outer_tables(below).min_by(|a, b| a.1.total_cmp(&b.1));
        if let (Some((last, _)), Some((first, _))) = (last, first) {
            let halves = halves(&above.tables[last], &below.tables[first]);
            for (upper, lower) in halves {
                settle(above, (last, upper), below, (first, lower));
            }
        }
    }
}

/// The tables of a page that stand in no other one, with where they begin.
fn outer_tables(page: &PageLayout) -> impl Iterator<Item = (usize, f64)> {
    let tables = page.tables.iter().enumerate();
    tables
        .filter(|(_, table)| table.host.is_none())
        .map(|(at, table)| (at, table.rect.y0))
}

/// The cells at the bottom of a table and those with the same sides at the top of the next one, under its
/// repeated head where it has one.
fn halves(above: &Table, below: &Table) -> Vec<At> {
    let rows = above.rows.len().saturating_sub(1) as u32;
    let bottom = |c: &TableCell| c.row + c.row_span == rows;
    let same = |a: &Rect, b: &Rect| {
        (a.x0 - b.x0).abs() <= SAME_COLUMN && (a.x1 - b.x1).abs() <= SAME_COLUMN
    };
    let upper = above.cells.iter().enumerate().filter(|(_, c)| bottom(c));
    let mut halves = Vec::new();
    for (i, upper) in upper {
        let lower = below.cells.iter().enumerate();
        let lower = lower
            .take_while(|(_, c)| c.row <= HEAD_ROWS)
            .filter(|(_, lower)| same(&upper.rect, &lower.rect));
        halves.extend(lower.map(|(j, _)| (i, j)));
    }
    halves
}

fn settle(above: &mut PageLayout, upper: At, below: &mut PageLayout, lower: At) {
    let (first, second) = (
        &mut above.tables[upper.0].cells[upper.1],
        &mut below.tables[lower.0].cells[lower.1],
    );
    let (shown, shown_below) = (squashed(&first.text, false), squashed(&second.text, false));
    let tail = squashed(&first.text, true);
    if !tail.is_empty()
        && !shown_below.is_empty()
        && (tail.starts_with(&shown_below) || shown_below.starts_with(&tail))
    {
        show(&mut first.text);
        above.clipped.retain(|(area, _)| *area != first.rect);
    }
    let head = squashed(&second.text, true);
    if !head.is_empty() && !shown.is_empty() && (head.ends_with(&shown) || shown.ends_with(&head)) {
        show(&mut second.text);
        below.clipped.retain(|(area, _)| *area != second.rect);
    }
}

/// Leaves of a text what is seen of it.
fn show(text: &mut Text) {
    if let Some(shown) = text.shown.take() {
        *text = *shown;
    }
}

/// What of a text is hidden or what is seen, without spaces.
fn squashed(text: &Text, hidden: bool) -> String {
    let is_hidden = |at: usize| text.hidden.iter().any(|range| range.contains(&at));
    let chars = text.text.char_indices();
    chars
        .filter(|(at, c)| !c.is_whitespace() && is_hidden(*at) == hidden)
        .map(|(_, c)| c)
        .collect()
}
