//! Replacement text (`ActualText`) of marked content, given to the glyphs it stands for.
//!
//! Where the glyphs already say the same, they are left alone; where there are as many characters as
//! glyphs, each glyph gets one; else the first has all of it and the others have none.

use hyokasho_document::page::GlyphText;

use super::glyphs::Glyphs;

/// The marked content that is open.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    open: Vec<Option<String>>,
    /// Depth of the outermost span with a replacement, and the glyphs painted in it: new ones by
    /// index, clipped ones and second paintings as `None`.
    replaced: Option<(usize, Vec<Option<usize>>)>,
}

impl Spans {
    /// A sequence opens; an outer replacement goes before an inner one.
    pub fn begin(&mut self, replacement: Option<String>) {
        if replacement.is_some() && self.replaced.is_none() {
            self.replaced = Some((self.open.len(), Vec::new()));
        }
        self.open.push(replacement);
    }

    /// The innermost sequence closes.
    pub fn end(&mut self, glyphs: &mut Glyphs) {
        let Some(replacement) = self.open.pop() else {
            return;
        };
        let closes = self
            .replaced
            .as_ref()
            .is_some_and(|(depth, _)| *depth == self.open.len());
        if closes && let (Some(text), Some((_, painted))) = (replacement, self.replaced.take()) {
            replace(&text, &painted, glyphs);
        }
    }

    /// A glyph was painted; `index` where it is on the page.
    pub fn painted(&mut self, index: Option<usize>) {
        if let Some((_, painted)) = &mut self.replaced {
            painted.push(index);
        }
    }
}

fn replace(text: &str, painted: &[Option<usize>], glyphs: &mut Glyphs) {
    let shown: Vec<usize> = painted.iter().copied().flatten().collect();
    let same = text
        .chars()
        .eq(shown.iter().flat_map(|&index| glyphs.text(index).chars()));
    if same {
        return;
    }
    if text.chars().count() == painted.len() {
        for (character, index) in text.chars().zip(painted) {
            if let Some(index) = index {
                glyphs.set_text(
                    *index,
                    GlyphText::new_inline(character.encode_utf8(&mut [0; 4])),
                );
            }
        }
        return;
    }
    for (nth, index) in shown.into_iter().enumerate() {
        glyphs.set_text(
            index,
            if nth == 0 {
                text.into()
            } else {
                GlyphText::default()
            },
        );
    }
}
