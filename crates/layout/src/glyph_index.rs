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
    /// Glyph numbers band by band, in painting order within each.
    numbers: Vec<u32>,
    /// Where each band starts among them, and their end.
    starts: Vec<u32>,
}

impl<'a> GlyphIndex<'a> {
    /// An index of the page's glyphs that have a place on it.
    pub(crate) fn new(glyphs: &'a [Glyph], height: f64) -> Self {
        let count = if height.is_finite() {
            (height / BAND).ceil().clamp(1.0, 4096.0)
        } else {
            1.0
        };
        let count = count as usize;
        let band_of =
            |glyph: &Glyph| is_finite(&glyph.rect).then(|| band(glyph.rect.centre().1, count));
        let mut starts = vec![0_u32; count + 1];
        for band in glyphs.iter().filter_map(band_of) {
            starts[band + 1] += 1;
        }
        for band in 0..count {
            starts[band + 1] += starts[band];
        }
        let mut ends = starts.clone();
        let mut numbers = vec![0; starts[count] as usize];
        for (i, glyph) in glyphs.iter().enumerate() {
            if let Some(band) = band_of(glyph) {
                numbers[ends[band] as usize] = i as u32;
                ends[band] += 1;
            }
        }
        Self {
            glyphs,
            numbers,
            starts,
        }
    }

    fn band(&self, y: f64) -> usize {
        band(y, self.starts.len() - 1)
    }

    /// Numbers of the glyphs with a centre between the two heights; some beyond may come too.
    fn near(&self, y0: f64, y1: f64) -> impl Iterator<Item = usize> + '_ {
        let (first, last) = (self.band(y0), self.band(y1));
        let (start, end) = (self.starts[first], self.starts[last.max(first) + 1]);
        self.numbers[start as usize..end as usize]
            .iter()
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

/// The band of so many that a height lies in.
fn band(y: f64, count: usize) -> usize {
    ((y / BAND).max(0.0) as usize).min(count - 1)
}

/// Whether all coordinates are numbers.
pub(crate) fn is_finite(rect: &Rect) -> bool {
    rect.x0.is_finite() && rect.y0.is_finite() && rect.x1.is_finite() && rect.y1.is_finite()
}
