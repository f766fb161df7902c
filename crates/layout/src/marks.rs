//! Drawn marks to characters: squares, ticks, circles and form fields become inks that stand where
//! they are drawn.
//!
//! A square is a box that is off, on with a tick, a circle or a mark's glyph in it. A circle around
//! text is a mark before that text; a circle around nothing is a mark in its own place, as between
//! typed brackets.

use hyokasho_document::mark::{SEEN_OFF, SEEN_ON};
use hyokasho_document::page::{Field, FieldState, Glyph, Page, Shape, ShapeKind};
use hyokasho_source::Rect;
use rustc_hash::FxHashSet;

use crate::chars;
use crate::edges::square_cells;
use crate::glyph_index::{GlyphIndex, is_finite};
use crate::ink::Ink;

/// Glyphs that mark a box when they stand in it.
const MARK_GLYPHS: &str = "✓✔✗✘☑☒■●○◯〇×xXＸレ✕✖v√・•◎";
/// Glyphs that are boxes themselves.
const BOX_GLYPHS: &str = "□☐▢❏❑◻";
/// Two squares with centres this close are one: its fill and its outline.
const SAME_SQUARE: f64 = 2.0;
/// How far outside its square a tick may reach at each side.
const TICK_REACH: f64 = 3.0;
/// Circles higher than this many times the size of the text in them go around more than an option; the first
/// where it has one line, the second where it wraps and no other item opens in them.
const CIRCLE_HEIGHT: (f64, f64) = (3.0, 4.5);
/// Circles higher than this are drawings.
const CIRCLE_LARGEST: f64 = 48.0;
/// Filled circles smaller than this are the points of a list.
const BULLET: f64 = 4.5;
/// Glyphs that an option's circle holds at most; the forms' longest options have some fifty.
const CIRCLED_GLYPHS: usize = 64;

/// Shapes of one page that may be marks; a page of check boxes has some hundreds.
const SHAPE_LIMIT: usize = 2_000;

/// Inks for the marks, and the numbers of the glyphs that they stand for.
#[derive(Debug, Default)]
pub(crate) struct Marks<'a> {
    pub(crate) inks: Vec<Ink<'a>>,
    pub(crate) replaced: FxHashSet<usize>,
}

/// Marks of a page, but for its drawings.
pub(crate) fn shapes_to_marks<'a>(
    page: &'a Page,
    ruled_squares: &[Rect],
    drawings: &[Rect],
    glyphs: &GlyphIndex,
) -> Marks<'a> {
    let outside = |rect: &Rect| {
        let (x, y) = rect.centre();
        is_finite(rect) && !drawings.iter().any(|d| d.contains(x, y))
    };
    let cells: Vec<&Shape> = square_cells(page).collect();
    let is_cell = |shape: &Shape| cells.iter().any(|cell| std::ptr::eq(*cell, shape));
    let shapes: Vec<&Shape> = page
        .shapes
        .iter()
        .filter(|s| outside(&s.rect) && !is_cell(s))
        .take(SHAPE_LIMIT)
        .collect();
    let mut marks = Marks::default();
    let mut taken: Vec<Rect> = Vec::new();
    for field in page.fields.iter().filter(|f| is_finite(&f.rect)) {
        marks.field(field, page, glyphs);
        taken.push(field.rect);
    }
    for square in squares(&shapes, ruled_squares) {
        if !holds_centre(&taken, &square) {
            marks.square(square, &shapes, page, glyphs);
            taken.push(grown(&square, TICK_REACH));
        }
    }
    for shape in &shapes {
        if !holds_centre(&taken, &shape.rect) {
            marks.free_mark(shape, page, glyphs);
        }
    }
    marks
}

fn holds_centre(areas: &[Rect], rect: &Rect) -> bool {
    let (x, y) = rect.centre();
    areas.iter().any(|a| a.contains(x, y))
}

fn grown(rect: &Rect, by: f64) -> Rect {
    Rect {
        x0: rect.x0 - by,
        y0: rect.y0 - by,
        x1: rect.x1 + by,
        y1: rect.y1 + by,
    }
}

/// Squares as shapes and as rules, each once, top to bottom.
fn squares(shapes: &[&Shape], ruled: &[Rect]) -> Vec<Rect> {
    let drawn = shapes
        .iter()
        .filter(|s| s.kind == ShapeKind::Square)
        .map(|s| s.rect);
    let mut all: Vec<Rect> = drawn.chain(ruled.iter().copied()).collect();
    all.sort_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    let mut squares: Vec<Rect> = Vec::with_capacity(all.len());
    for square in all {
        let (x, y) = square.centre();
        let known = squares
            .iter()
            .rev()
            .take_while(|s| y - s.centre().1 <= 2.0 * CIRCLE_LARGEST);
        let same = |s: &&Rect| {
            let (sx, sy) = s.centre();
            (sx - x).abs() <= SAME_SQUARE && (sy - y).abs() <= SAME_SQUARE
        };
        if !known.into_iter().any(|s| same(&s)) {
            squares.push(square);
        }
    }
    squares
}

impl<'a> Marks<'a> {
    fn put(&mut self, on: bool, rect: Rect, size: f64) {
        self.put_at(on, rect, rect, size);
    }

    fn put_at(&mut self, on: bool, rect: Rect, place: Rect, size: f64) {
        let mark = if on { SEEN_ON } else { SEEN_OFF };
        self.inks.push(Ink {
            place,
            ..Ink::new(mark.to_string(), rect, size)
        });
    }

    fn field(&mut self, field: &'a Field, page: &Page, glyphs: &GlyphIndex) {
        match &field.state {
            FieldState::Button(on) => {
                self.replaced.extend(glyphs.inside(&field.rect));
                self.put(*on, field.rect, field.rect.height());
            }
            FieldState::Text(text) if is_longer(text, &glyphs.inside(&field.rect), page) => {
                self.replaced.extend(glyphs.inside(&field.rect));
                self.field_text(text, field.rect, page);
            }
            FieldState::Text(_) => {}
        }
    }

    /// The lines of a field's text, spread over its area.
    fn field_text(&mut self, text: &'a str, rect: Rect, page: &Page) {
        let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
        let height = rect.height() / lines.len().max(1) as f64;
        let usual = page.glyphs.first().map_or(height, |g| g.size);
        for (i, line) in lines.into_iter().enumerate() {
            let y0 = rect.y0 + height * i as f64;
            let rect = Rect {
                y0,
                y1: y0 + height,
                ..rect
            };
            self.inks
                .push(Ink::new(line.trim(), rect, height.min(usual).max(1.0)));
        }
    }

    fn square(&mut self, square: Rect, shapes: &[&Shape], page: &Page, glyphs: &GlyphIndex) {
        let inside = glyphs.inside(&square);
        let is_mark = |i: &usize| is_one_of(&page.glyphs[*i], MARK_GLYPHS);
        if !inside.iter().all(is_mark) {
            return; // a character in a frame
        }
        let drawn = shapes.iter().any(|s| {
            let (x, y) = s.rect.centre();
            let marks = matches!(s.kind, ShapeKind::Tick | ShapeKind::Circle)
                || (s.kind == ShapeKind::Area && s.rect.width() < 0.9 * square.width());
            marks && grown(&square, TICK_REACH).contains(x, y)
        });
        let on = drawn || !inside.is_empty();
        self.replaced.extend(inside);
        self.put(on, square, square.height());
    }

    /// A circle or tick without a square.
    fn free_mark(&mut self, shape: &Shape, page: &Page, glyphs: &GlyphIndex) {
        if !matches!(shape.kind, ShapeKind::Circle | ShapeKind::Tick)
            || shape.rect.height() > CIRCLE_LARGEST
        {
            return;
        }
        let around = glyphs.inside(&shape.rect);
        let typed_box = around
            .iter()
            .copied()
            .find(|&i| is_one_of(&page.glyphs[i], BOX_GLYPHS));
        if let Some(i) = typed_box {
            self.replaced.insert(i);
            self.put(true, page.glyphs[i].rect, page.glyphs[i].size);
        } else if shape.kind == ShapeKind::Circle {
            self.circle(shape, &around, page);
        } else if around.is_empty() && between_brackets(&shape.rect, page, glyphs) {
            self.put(true, shape.rect, shape.rect.height());
        }
    }

    fn circle(&mut self, shape: &Shape, around: &[usize], page: &Page) {
        let rect = shape.rect;
        let bullet = shape.filled && rect.height() <= BULLET;
        if bullet || around.len() > CIRCLED_GLYPHS {
            return;
        }
        let first = around.iter().map(|&i| &page.glyphs[i]).min_by(|a, b| {
            let row = |g: &Glyph| (g.rect.centre().1 / g.size.max(1.0)).floor();
            row(a)
                .total_cmp(&row(b))
                .then(a.rect.x0.total_cmp(&b.rect.x0))
        });
        match first {
            None => self.put(true, rect, rect.height().min(rect.width())),
            Some(glyph) if is_around_one(&rect, glyph.size, around, page) => {
                let at = glyph.rect.x0 - 0.01;
                self.put_at(
                    true,
                    Rect {
                        x0: at,
                        x1: at,
                        ..glyph.rect
                    },
                    rect,
                    glyph.size,
                );
            }
            Some(_) => {}
        }
    }
}

/// Whether a circle goes around one option: it is low, or no line in it but the first opens an item.
fn is_around_one(circle: &Rect, size: f64, around: &[usize], page: &Page) -> bool {
    let (low, high) = CIRCLE_HEIGHT;
    if circle.height() <= low * size || circle.height() > high * size {
        return circle.height() <= low * size;
    }
    let mut glyphs: Vec<&Glyph> = around.iter().map(|&i| &page.glyphs[i]).collect();
    let middle = |glyph: &Glyph| glyph.rect.centre().1;
    glyphs.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let lines = glyphs.chunk_by_mut(|a, b| middle(b) - middle(a) <= a.size / 2.0);
    let opening = lines.filter_map(|line| {
        line.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
        let chars = line.iter().flat_map(|glyph| glyph.text.chars());
        chars::opens_item(chars).then_some(())
    });
    opening.count() <= 1
}

/// Whether a field holds more than the glyphs that show it: its appearance may be cut or missing.
fn is_longer(text: &str, shown: &[usize], page: &Page) -> bool {
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    solid(text) > shown.iter().map(|&i| solid(&page.glyphs[i].text)).sum()
}

fn is_one_of(glyph: &Glyph, signs: &str) -> bool {
    glyph.text.trim().chars().all(|c| signs.contains(c))
}

/// Whether the nearest glyphs at both sides are an opening and a closing bracket.
fn between_brackets(rect: &Rect, page: &Page, glyphs: &GlyphIndex) -> bool {
    let reach = 4.0 * rect.height().max(8.0);
    let (x, y) = rect.centre();
    let band = Rect {
        x0: rect.x0 - reach,
        x1: rect.x1 + reach,
        y0: y - 5.0,
        y1: y + 5.0,
    };
    let near = glyphs.inside(&band);
    let (mut before, mut after): (Option<&Glyph>, Option<&Glyph>) = (None, None);
    for glyph in near.iter().map(|&i| &page.glyphs[i]) {
        let at = glyph.rect.centre().0;
        if at < x && before.is_none_or(|b| b.rect.x0 < glyph.rect.x0) {
            before = Some(glyph);
        } else if at > x && after.is_none_or(|a| a.rect.x0 > glyph.rect.x0) {
            after = Some(glyph);
        }
    }
    before.is_some_and(|g| is_one_of(g, "[［(（〔"))
        && after.is_some_and(|g| is_one_of(g, "]］)）〕"))
}
