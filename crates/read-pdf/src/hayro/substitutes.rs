//! Which of the standard fonts stands in for a font that is not embedded.
//!
//! hayro gives no name for such fonts, but their glyphs are those of the standard font's program: that
//! tells a substitute, and whether it is a bold one.

use hayro_font::{Font, FontCache, FontGlyph, FontResolverFn, OutlineGlyph, StandardFont};

const STANDARD: [(StandardFont, bool); 14] = [
    (StandardFont::Helvetica, false),
    (StandardFont::HelveticaBold, true),
    (StandardFont::TimesRoman, false),
    (StandardFont::TimesBold, true),
    (StandardFont::Courier, false),
    (StandardFont::CourierBold, true),
    (StandardFont::HelveticaOblique, false),
    (StandardFont::HelveticaBoldOblique, true),
    (StandardFont::TimesItalic, false),
    (StandardFont::TimesBoldItalic, true),
    (StandardFont::CourierOblique, false),
    (StandardFont::CourierBoldOblique, true),
    (StandardFont::ZapfDingBats, false),
    (StandardFont::Symbol, false),
];

/// The standard fonts, loaded when the first font without a name is met.
pub(super) struct Substitutes<'a> {
    font_resolver: FontResolverFn,
    loaded: Option<Vec<(Font<'a>, bool)>>,
}

impl Substitutes<'_> {
    pub fn new(font_resolver: FontResolverFn) -> Self {
        Self {
            font_resolver,
            loaded: None,
        }
    }

    /// Whether the glyph's font is substituted by a standard font, and then whether by a bold one.
    pub fn bold(&mut self, glyph: &OutlineGlyph) -> Option<bool> {
        let identifier = glyph.identifier();
        let fonts = self.loaded.get_or_insert_with(|| load(&self.font_resolver));
        fonts.iter().find_map(|(font, bold)| {
            match font.glyph(glyph.glyph_id(), glyph.char_code()) {
                FontGlyph::Outline(own) => (own.identifier() == identifier).then_some(*bold),
                FontGlyph::Type3(_) => None,
            }
        })
    }
}

fn load<'a>(resolver: &FontResolverFn) -> Vec<(Font<'a>, bool)> {
    let cache = FontCache::new();
    STANDARD
        .iter()
        .filter_map(|(font, bold)| Some((cache.standard_font(*font, resolver)?, *bold)))
        .collect()
}
