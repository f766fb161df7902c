//! Where the marks stand that decided a value: brackets that hold something, ticked boxes, circles
//! drawn around an option, form fields that are on.
//!
//! The model tells the places of label and value; within the value's places the marks are looked up
//! again on the page or in the text. Only items with options have such evidence.

use std::ops::Range;

use hyokasho_document::mark;
use hyokasho_document::page::{FieldState, Glyph, Page, ShapeKind};
use hyokasho_model::{Fact, Kind};
use hyokasho_normalize::glyphs::{is_blank, is_doubtful_on_glyph, is_on_glyph};
use hyokasho_source::{Place, Rect};

use crate::commands::drawing::grown;

/// A drawn mark may stand this far outside the text that it belongs to.
const BESIDE: f64 = 4.0;
/// A mark that is drawn around more than a line of text is no mark but a frame.
const TALLEST: f64 = 40.0;

/// The areas of places on a page.
pub fn areas(places: &[Place], number: u32) -> Vec<Rect> {
    let area = |place: &Place| match place {
        Place::Page {
            page,
            bbox: [x0, y0, x1, y1],
        } if *page == number => Some(Rect::new(*x0, *y0, *x1, *y1)),
        _ => None,
    };
    places.iter().filter_map(area).collect()
}

/// The pages that places stand on, ascending.
pub fn pages<'a>(places: impl IntoIterator<Item = &'a Place>) -> Vec<u32> {
    let number = |place: &Place| match place {
        Place::Page { page, .. } => Some(*page),
        Place::Line { .. } => None,
    };
    let mut pages: Vec<u32> = places.into_iter().filter_map(number).collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

/// The marks on a page that decided a value.
pub fn marks_on_page(fact: &Fact, page: &Page) -> Vec<Rect> {
    let kind = fact.object.kind;
    if !has_marks(kind) {
        return Vec::new();
    }
    let areas = areas(&fact.object.source, page.number);
    let mut marks: Vec<Rect> = areas
        .iter()
        .flat_map(|area| marked_glyphs(area, &page.glyphs, kind))
        .collect();
    let beside = |rect: &Rect| {
        let (x, y) = rect.centre();
        areas.iter().any(|area| grown(area, BESIDE).contains(x, y))
    };
    let drawn = page
        .shapes
        .iter()
        .filter(|shape| matches!(shape.kind, ShapeKind::Circle | ShapeKind::Tick));
    marks.extend(
        drawn
            .map(|shape| shape.rect)
            .filter(|rect| rect.height() < TALLEST && beside(rect)),
    );
    let on = page
        .fields
        .iter()
        .filter(|field| field.state == FieldState::Button(true));
    marks.extend(on.map(|field| field.rect).filter(beside));
    marks
}

/// Whether items of a kind are decided by marks.
pub fn has_marks(kind: Kind) -> bool {
    matches!(kind, Kind::Flags | Kind::Choice)
}

fn marked_glyphs(area: &Rect, glyphs: &[Glyph], kind: Kind) -> Vec<Rect> {
    let inside = |glyph: &&Glyph| {
        let (x, y) = glyph.rect.centre();
        area.contains(x, y)
    };
    let mut line: Vec<&Glyph> = glyphs.iter().filter(inside).collect();
    line.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    let placed: Vec<(char, Rect)> = line
        .iter()
        .flat_map(|glyph| glyph.text.chars().map(|c| (c, glyph.rect)))
        .collect();
    let chars: Vec<char> = placed.iter().map(|(c, _)| *c).collect();
    let union = |range: Range<usize>| {
        placed[range]
            .iter()
            .map(|(_, rect)| *rect)
            .reduce(|a, b| a.union(&b))
    };
    marks_in(&chars, kind)
        .into_iter()
        .filter_map(union)
        .collect()
}

/// The marks in a text, as ranges of its characters: for options that are each marked, brackets that
/// hold a mark, and marks without brackets; for one option of several, brackets that hold anything.
pub fn marks_in(chars: &[char], kind: Kind) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, c) in chars.iter().enumerate() {
        match c {
            '[' | '［' => open = Some(at),
            ']' | '］' => {
                if let Some(start) = open
                    .take()
                    .filter(|start| decides(&chars[start + 1..at], kind))
                {
                    found.push(start..at + 1);
                }
            }
            c if is_on_glyph(*c)
                && open.is_none()
                && (kind == Kind::Flags || mark::is_mark(*c)) =>
            {
                found.push(at..at + 1);
            }
            _ => {}
        }
    }
    found
}

fn decides(inner: &[char], kind: Kind) -> bool {
    let text: String = inner.iter().filter(|c| !c.is_whitespace()).collect();
    match kind {
        Kind::Flags => {
            !text.is_empty()
                && text
                    .chars()
                    .all(|c| is_on_glyph(c) || is_doubtful_on_glyph(c))
        }
        _ => !is_blank(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str, kind: Kind) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        marks_in(&chars, kind)
            .into_iter()
            .map(|range| chars[range].iter().collect())
            .collect()
    }

    #[test]
    fn brackets_that_hold_a_mark() {
        assert_eq!(
            marks("[ ] a [○] b ［ ○ ］ c [x y]", Kind::Flags),
            ["[○]", "［ ○ ］"]
        );
        assert_eq!(marks("☑ a □ b", Kind::Flags), ["☑"]);
        assert_eq!(marks("[ ○", Kind::Flags), Vec::<String>::new());
    }

    #[test]
    fn a_bracket_that_holds_the_option() {
        assert_eq!(
            marks("[ 十分である ] 1) ○ [ ]", Kind::Choice),
            ["[ 十分である ]"]
        );
    }
}
