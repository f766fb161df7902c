//! What is written on a page: glyphs, marks and field texts in one shape.

use std::borrow::Cow;

use hyokasho_document::page::Page;
use hyokasho_source::Rect;

use crate::glyph_index::is_finite;
use crate::marks::Marks;

/// A glyph, a mark or the text of a form field.
#[derive(Debug, Clone)]
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
}

impl Ink<'_> {
    /// Whether it is white space.
    pub(crate) fn is_space(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// Its first character.
    pub(crate) fn first(&self) -> char {
        self.text.chars().next().unwrap_or(' ')
    }

    /// Its last character.
    pub(crate) fn last(&self) -> char {
        self.text.chars().next_back().unwrap_or(' ')
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
        inks.push(Ink {
            text: Cow::Borrowed(&glyph.text),
            rect: glyph.rect,
            place: glyph.rect,
            size: glyph.size.abs().max(0.1),
            bold: glyph.bold,
            vertical: glyph.vertical,
            glued: false,
        });
    }
    inks.extend(marks.inks);
    inks
}
