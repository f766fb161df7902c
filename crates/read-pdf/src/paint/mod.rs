//! What is painted on a page, from geometry to the types of [`hyokasho_document::page`]: glyph boxes
//! ([`glyphs`]), rules and shapes from paths ([`ink`], by the outlines of [`outline`]).
//!
//! Nothing here knows the PDF parser; all coordinates are those of the page as shown.

pub(crate) mod clipped;
pub(crate) mod glyphs;
pub(crate) mod ink;
pub(crate) mod outline;
pub(crate) mod spans;
pub(crate) mod strokes;

use hyokasho_source::Rect;

/// Kurbo's rectangle as ours.
pub(crate) fn rect(r: kurbo::Rect) -> Rect {
    Rect::new(r.x0, r.y0, r.x1, r.y1)
}
