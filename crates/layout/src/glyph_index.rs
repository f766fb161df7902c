//! Glyphs of a page by height, to ask which stand at a given place.

use hyokasho_document::page::{Glyph, Rule};
use hyokasho_source::Rect;

/// Height of a band of the index, about a line.
const BAND: f64 = 12.0;
/// How far an underline's ends may lie from the edges of the glyphs that it underlines. A cell's
/// border keeps the cell's padding from the text, 1 pt at least.
const UNDERLINE_END: f64 = 0.7;

/// Glyph numbers by bands of y.
pub(crate) struct GlyphIndex<'a> {
    glyphs: &'a [Glyph],
    bands: Vec<Vec<u32>>,
}

impl<'a> GlyphIndex<'a> {
    /// An index of the page's glyphs that have a place on it.
    pub(crate) fn new(glyphs: &'a [Glyph], height: f64) -> Self {
        let count = if height.is_finite() {
            (height / BAND).ceil().clamp(1.0, 4096.0)
        } else {
            1.0
        };
        let mut index = Self {
            glyphs,
            bands: vec![Vec::new(); count as usize],
        };
        for (i, glyph) in glyphs.iter().enumerate() {
            if is_finite(&glyph.rect) {
                let (_, y) = glyph.rect.centre();
                let band = index.band(y);
                index.bands[band].push(i as u32);
            }
        }
        index
    }

    fn band(&self, y: f64) -> usize {
        ((y / BAND).max(0.0) as usize).min(self.bands.len() - 1)
    }

    /// Numbers of the glyphs with a centre between the two heights; some beyond may come too.
    fn near(&self, y0: f64, y1: f64) -> impl Iterator<Item = usize> + '_ {
        let (first, last) = (self.band(y0), self.band(y1));
        self.bands[first..=last.max(first)]
            .iter()
            .flatten()
            .map(|&i| i as usize)
    }

    /// Numbers of the glyphs, spaces aside, whose centres lie in the area, in painting order.
    pub(crate) fn inside(&self, area: &Rect) -> Vec<usize> {
        if !is_finite(area) {
            return Vec::new();
        }
        let mut found: Vec<usize> = self
            .near(area.y0, area.y1)
            .filter(|&i| {
                let glyph = &self.glyphs[i];
                let (x, y) = glyph.rect.centre();
                area.contains(x, y) && !glyph.is_blank()
            })
            .collect();
        found.sort_unstable();
        found
    }

    /// Whether any glyph but a space stands in the area.
    pub(crate) fn any_inside(&self, area: &Rect) -> bool {
        is_finite(area)
            && self.near(area.y0, area.y1).any(|i| {
                let (x, y) = self.glyphs[i].rect.centre();
                area.contains(x, y) && !self.glyphs[i].is_blank()
            })
    }

    /// Whether a rule underlines or strikes out text: it lies on glyphs, from the edge of one to the
    /// edge of another.
    pub(crate) fn underlines(&self, rule: &Rule) -> bool {
        if !rule.horizontal {
            return false;
        }
        let (mut starts, mut ends) = (false, false);
        for i in self.near(rule.at - 2.0 * BAND, rule.at + BAND) {
            let Glyph { rect, size, .. } = &self.glyphs[i];
            let lies_on = rect.y0 + 0.2 * size < rule.at && rule.at < rect.y1 + 0.1 * size;
            if lies_on {
                starts |= (rect.x0 - rule.from).abs() <= UNDERLINE_END;
                ends |= (rect.x1 - rule.to).abs() <= UNDERLINE_END;
            }
        }
        starts && ends
    }
}

/// Whether all coordinates are numbers.
pub(crate) fn is_finite(rect: &Rect) -> bool {
    rect.x0.is_finite() && rect.y0.is_finite() && rect.x1.is_finite() && rect.y1.is_finite()
}
