//! Glyphs as text: each at its place, glyphs of one line and face in one element.
//!
//! The document's own fonts are not carried over: the reader's system sets the text, and each glyph
//! keeps its own start, so that lines cannot drift. Wide glyphs that were set narrower are squeezed.

use std::fmt::Write as _;

use hyokasho_document::page::Glyph;
use unicode_width::UnicodeWidthChar;

use super::{escape, number};

/// Share of a glyph's box above the baseline: 0.88 of the em is usual in Japanese faces.
const ASCENT: f64 = 0.88;
/// From a vertical glyph's centre down to the baseline that centres it, in ems.
const CENTRED: f64 = 0.38;
/// A wide glyph that takes less than this share of its size is drawn squeezed.
const SQUEEZED: f64 = 0.93;
/// Steps that squeezing is told in: finer ones would part glyphs of one line.
const STEPS: f64 = 20.0;

/// What glyphs of one text element share.
#[derive(PartialEq)]
struct Face {
    baseline: String,
    size: String,
    squeeze: f64,
    bold: bool,
    invisible: bool,
}

/// Draws glyphs as text.
pub fn draw_glyphs(out: &mut String, glyphs: &[Glyph]) {
    let mut line: Option<(Face, Vec<&Glyph>)> = None;
    for glyph in glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()) {
        let face = face(glyph);
        match &mut line {
            Some((same, members)) if *same == face && joins(glyph) => members.push(glyph),
            other => {
                if let Some((face, members)) = other.take() {
                    draw_line(out, &face, &members);
                }
                if glyph.vertical {
                    draw_centred(out, glyph);
                } else {
                    *other = Some((face, vec![glyph]));
                }
            }
        }
    }
    if let Some((face, members)) = line {
        draw_line(out, &face, &members);
    }
}

/// Whether one start tells where the glyph stands: it is one character of the basic plane, for some
/// programs count starts by UTF-16 units.
fn joins(glyph: &Glyph) -> bool {
    let mut chars = glyph.text.chars();
    let single = matches!((chars.next(), chars.next()), (Some(c), None) if (c as u32) < 0x1_0000);
    single && !glyph.vertical
}

fn face(glyph: &Glyph) -> Face {
    Face {
        baseline: number(glyph.rect.y0 + ASCENT * glyph.rect.height()),
        size: number(glyph.size),
        squeeze: squeeze(glyph),
        bold: glyph.bold,
        invisible: glyph.invisible,
    }
}

fn squeeze(glyph: &Glyph) -> f64 {
    let wide = glyph.text.chars().next().and_then(UnicodeWidthChar::width) == Some(2);
    let share = glyph.rect.width() / glyph.size;
    if wide && share > 0.0 && share < SQUEEZED {
        (share * STEPS).round().max(1.0) / STEPS
    } else {
        1.0
    }
}

fn draw_line(out: &mut String, face: &Face, glyphs: &[&Glyph]) {
    let _ = write!(
        out,
        "<text class=\"{}\" font-size=\"{}\" ",
        class(face.bold, face.invisible),
        face.size
    );
    let scale = if face.squeeze < 1.0 {
        face.squeeze
    } else {
        1.0
    };
    if scale < 1.0 {
        let _ = write!(out, "transform=\"scale({},1)\" ", number(scale));
    }
    out.push_str("x=\"");
    for (at, glyph) in glyphs.iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(&number(glyph.rect.x0 / scale));
    }
    let _ = write!(out, "\" y=\"{}\">", face.baseline);
    for glyph in glyphs {
        out.push_str(&escape(glyph.text.trim()));
    }
    out.push_str("</text>\n");
}

/// A glyph of a vertical line, by its centre.
fn draw_centred(out: &mut String, glyph: &Glyph) {
    let (x, y) = glyph.rect.centre();
    let _ = writeln!(
        out,
        "<text class=\"{}\" font-size=\"{}\" text-anchor=\"middle\" x=\"{}\" y=\"{}\">{}</text>",
        class(glyph.bold, glyph.invisible),
        number(glyph.size),
        number(x),
        number(y + CENTRED * glyph.size),
        escape(glyph.text.trim())
    );
}

fn class(bold: bool, invisible: bool) -> &'static str {
    match (bold, invisible) {
        (false, false) => "glyph",
        (true, false) => "glyph bold",
        (false, true) => "glyph unseen",
        (true, true) => "glyph unseen bold",
    }
}
