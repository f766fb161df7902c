//! What is written on a page: glyphs, marks and field texts in one shape.

use std::borrow::Cow;

use hyokasho_document::page::Page;
use hyokasho_source::Rect;

use crate::glyph_index::is_finite;
use crate::marks::Marks;

/// A glyph, a mark or the text of a form field.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent properties of one piece of text"
)]
pub(crate) struct Ink<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Its area in the line's reading frame.
    pub(crate) rect: Rect,
    /// Its area on the page: that of the circle for a mark that stands before its text.
    pub(crate) place: Rect,
    pub(crate) size: f64,
    pub(crate) bold: bool,
    pub(crate) vertical: bool,
    /// Whether it keeps to its neighbours whatever the gap.
    pub(crate) glued: bool,
    /// Its first and last characters, a space where it has none.
    pub(crate) ends: (char, char),
    /// Whether it is white space.
    pub(crate) blank: bool,
    /// Whether the box of its cell hides it.
    pub(crate) hidden: bool,
}

impl<'a> Ink<'a> {
    /// Upright text of regular weight at a place.
    pub(crate) fn new(text: impl Into<Cow<'a, str>>, rect: Rect, size: f64) -> Self {
        let text = text.into();
        let mut chars = text.chars();
        let first = chars.next().unwrap_or(' ');
        let last = chars.next_back().unwrap_or(first);
        let blank = text.chars().all(char::is_whitespace);
        Self {
            text,
            rect,
            place: rect,
            size,
            bold: false,
            vertical: false,
            glued: false,
            ends: (first, last),
            blank,
            hidden: false,
        }
    }

    /// Whether it is white space.
    pub(crate) fn is_space(&self) -> bool {
        self.blank
    }

    /// Its first character.
    pub(crate) fn first(&self) -> char {
        self.ends.0
    }

    /// Its last character.
    pub(crate) fn last(&self) -> char {
        self.ends.1
    }
}

/// All that is written on the page, in painting order; marks and fields after the glyphs.
pub(crate) fn page_to_inks<'a>(page: &'a Page, marks: Marks<'a>) -> Vec<Ink<'a>> {
    let mut inks: Vec<Ink<'a>> = Vec::with_capacity(page.glyphs.len() + marks.inks.len());
    for (i, glyph) in page.glyphs.iter().enumerate() {
        let hidden = glyph.text.is_empty() || !is_finite(&glyph.rect) || !glyph.size.is_finite();
        if hidden || marks.replaced.contains(&i) {
            continue;
        }
        let size = glyph.size.abs().max(0.1);
        inks.push(Ink {
            bold: glyph.bold,
            vertical: glyph.vertical,
            ..Ink::new(glyph.text.as_str(), glyph.rect, size)
        });
    }
    inks.extend(marks.inks);
    inks
}
