//! A legend: what each colour of a drawing stands for.

use hyokasho_source::Rect;
use unicode_width::UnicodeWidthStr;

use super::{draw_rect, draw_words};

/// Size of the legend's writing in points.
const SIZE: f64 = 9.0;
/// Height of a line.
const LINE: f64 = 15.0;
/// Width and height of a swatch.
const SWATCH: (f64, f64) = (18.0, 9.0);
/// Room between swatch and word, and between entries.
const GAP: f64 = 6.0;

/// A colour and what it stands for.
pub struct Entry {
    /// The class of what is drawn so.
    pub class: &'static str,
    /// What it stands for.
    pub words: String,
}

/// Draws the legend from a point to the right, in as many lines as it takes; its height.
pub fn draw_legend(
    out: &mut String,
    (left, top): (f64, f64),
    width: f64,
    entries: &[Entry],
) -> f64 {
    let (mut x, mut y) = (left, top);
    for entry in entries {
        let words = entry.words.width() as f64 * SIZE * 0.55;
        let needed = SWATCH.0 + GAP + words;
        if x > left && x + needed > left + width {
            x = left;
            y += LINE;
        }
        let middle = y + LINE / 2.0;
        let swatch = Rect::new(
            x,
            middle - SWATCH.1 / 2.0,
            x + SWATCH.0,
            middle + SWATCH.1 / 2.0,
        );
        draw_rect(out, entry.class, &swatch, "");
        draw_words(
            out,
            "words",
            x + SWATCH.0 + GAP,
            middle + SIZE * 0.36,
            SIZE,
            &entry.words,
        );
        x += needed + 2.0 * GAP;
    }
    y + LINE - top
}
