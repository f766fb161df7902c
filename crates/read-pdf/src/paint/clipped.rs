//! Text that clips hide, kept apart from the page's glyphs with what the same clip shows around it.
//!
//! A clip limits what later operators paint (ISO 32000-1, 8.5.4). Spreadsheets clip the text of a cell to the
//! cell's box and paint all of it, so that the lines or letters that the cell has no room for stand in the file
//! unseen; a cell that a page's end cuts is painted on both pages, each time under a clip of its own. What such
//! text means, the layout tells; here it is collected: the glyphs painted one after the other under one clip that
//! none of them is seen through. Text of an invisible layer (render mode 3) and text whose clip is the page's own
//! edge are none of it, nor is text that is seen at the same place elsewhere in the content.

use hyokasho_document::page::{Clipped, Glyph};

use super::glyphs::Glyphs;

/// The hidden text of a page.
#[derive(Debug, Default)]
pub(crate) struct ClippedText {
    /// Stretches of it, each with the number of its clip.
    stretches: Vec<(u32, Clipped)>,
    /// The last glyph seen, with the number of its clip.
    shown: Option<(u32, u32)>,
    /// Whether the last stretch may go on: nothing was seen since.
    open: bool,
}

impl ClippedText {
    /// A glyph was painted under a clip, of this number, that hides it.
    pub fn hide(&mut self, glyph: Glyph, clip: kurbo::Rect, number: u32) {
        if let Some((of, stretch)) = self.stretches.last_mut()
            && self.open
            && *of == number
        {
            return stretch.glyphs.push(glyph);
        }
        let after = self.shown.filter(|(of, _)| *of == number);
        let stretch = Clipped {
            glyphs: vec![glyph],
            clip: super::rect(clip),
            after: after.map(|(_, index)| index),
            before: None,
        };
        self.stretches.push((number, stretch));
        self.open = true;
    }

    /// A glyph was painted that is seen.
    pub fn show(&mut self, index: usize, number: u32) {
        if self.open
            && let Some((of, stretch)) = self.stretches.last_mut()
            && *of == number
        {
            stretch.before = Some(index as u32);
        }
        self.open = false;
        self.shown = Some((number, index as u32));
    }

    /// The stretches of which something is seen nowhere.
    pub fn into_list(self, seen: &Glyphs) -> Vec<Clipped> {
        let unseen = |stretch: &Clipped| {
            stretch
                .glyphs
                .iter()
                .any(|glyph| !glyph.is_blank() && !seen.shows(glyph))
        };
        let stretches = self.stretches.into_iter().map(|(_, stretch)| stretch);
        stretches.filter(unseen).collect()
    }
}
