//! A PDF page drawn small: its rules, and its text in runs.
//!
//! Enough to find a place by eye: fonts, shading and images are left out. `{"w", "h", "rules":
//! [[x0, y0, x1, y1] …], "text": [[x, y, size, width, text] …], "images": [[x0, y0, x1, y1] …]}` in
//! points, `y` the base of the run.

use hyokasho_document::page::{Glyph, Page};
use hyokasho_source::Rect;
use serde_json::{Value, json};

use crate::quoted::seen;

/// Glyphs whose bottoms differ by less, in parts of their size, stand on one line.
const SAME_LINE: f64 = 0.25;
/// A gap wider than this, in parts of the size, parts two runs.
const GAP: f64 = 0.6;
/// The base line above the bottom of a glyph's box, in parts of the size: what Japanese faces have.
const DESCENT: f64 = 0.12;

/// A stretch of text on one line.
struct Run {
    text: String,
    rect: Rect,
    size: f64,
}

/// The drawing of a page.
pub(crate) fn drawing(page: &Page) -> Value {
    let rules: Vec<Value> = page
        .rules
        .iter()
        .map(|rule| {
            let (at, from, to) = (tenths(rule.at), tenths(rule.from), tenths(rule.to));
            if rule.horizontal {
                json!([from, at, to, at])
            } else {
                json!([at, from, at, to])
            }
        })
        .collect();
    let text: Vec<Value> = runs(&page.glyphs)
        .into_iter()
        .filter(|run| !run.text.trim().is_empty())
        .map(|run| {
            let base = run.rect.y1 - run.size * DESCENT;
            json!([
                tenths(run.rect.x0),
                tenths(base),
                tenths(run.size),
                tenths(run.rect.width()),
                run.text
            ])
        })
        .collect();
    let images: Vec<Value> = page
        .images
        .iter()
        .map(|image| {
            json!([
                tenths(image.x0),
                tenths(image.y0),
                tenths(image.x1),
                tenths(image.y1)
            ])
        })
        .collect();
    json!({ "w": tenths(page.width), "h": tenths(page.height), "rules": rules, "text": text, "images": images })
}

/// Glyphs in painting order to runs: a run goes on while the next glyph follows on its line.
fn runs(glyphs: &[Glyph]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for glyph in glyphs.iter().filter(|glyph| !glyph.text.is_empty()) {
        let text = glyph.text.chars().map(seen);
        match runs.last_mut() {
            Some(run) if follows(run, glyph) => {
                run.text.extend(text);
                run.rect = run.rect.union(&glyph.rect);
            }
            _ => runs.push(Run {
                text: text.collect(),
                rect: glyph.rect,
                size: glyph.size,
            }),
        }
    }
    runs
}

fn follows(run: &Run, glyph: &Glyph) -> bool {
    let size = run.size.max(1.0);
    let gap = glyph.rect.x0 - run.rect.x1;
    let same_line = (glyph.rect.y1 - run.rect.y1).abs() < size * SAME_LINE;
    let same_size = (glyph.size - run.size).abs() < 0.5;
    !glyph.vertical && same_line && same_size && gap.abs() < size * GAP
}

/// Tenths of a point are finer than the eye sees here.
fn tenths(value: f64) -> f64 {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, x: f64, y: f64) -> Glyph {
        let rect = Rect::new(x, y, x + 10.0, y + 10.0);
        Glyph {
            text: text.into(),
            rect,
            size: 10.0,
            bold: false,
            vertical: false,
            invisible: false,
        }
    }

    #[test]
    fn neighbours_make_a_run_and_gaps_part_runs() {
        let page = Page {
            number: 1,
            width: 595.0,
            height: 842.0,
            glyphs: vec![
                glyph("甲", 10.0, 10.0),
                glyph("乙", 20.0, 10.0),
                glyph("丙", 60.0, 10.0),
                glyph("丁", 10.0, 30.0),
            ],
            ..Page::default()
        };
        let drawn = drawing(&page);
        let texts: Vec<&str> = drawn["text"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|run| run[4].as_str())
            .collect();
        assert_eq!(texts, ["甲乙", "丙", "丁"]);
    }
}
