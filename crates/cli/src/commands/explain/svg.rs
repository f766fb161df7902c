//! A value explained as one drawing: its pages one below the other, the value object beside them.

use std::fmt::Write as _;

use hyokasho_document::page::Page;
use hyokasho_model::Fact;
use hyokasho_source::Rect;

use super::pages::{MARK_STYLE, draw_marked_page, legend};
use crate::commands::drawing::{
    PAGE_STYLE, draw_legend, draw_rect, draw_words, number, open, wrap,
};
use crate::messages::Messages;

/// Room around everything.
const MARGIN: f64 = 16.0;
/// Height of a caption above a page.
const CAPTION: f64 = 18.0;
/// Width of the value beside the pages.
const PANEL: f64 = 270.0;
/// Room between pages and panel.
const GUTTER: f64 = 18.0;
/// Size of the panel's writing, and its line height.
const SIZE: f64 = 9.0;
const LINE: f64 = 13.5;
/// Height of the head: legend.
const HEAD: f64 = 38.0;

/// The drawing. `panel` is what is said of the value, its first line as a head.
pub fn render(fact: &Fact, pages: &[&Page], panel: &str, messages: &Messages) -> String {
    let widest = pages.iter().map(|page| page.width).fold(0.0, f64::max);
    let lines = wrap(panel, (PANEL / SIZE * 1.85) as usize);
    let drawn: f64 = pages
        .iter()
        .map(|page| CAPTION + page.height + MARGIN)
        .sum();
    let written = lines.len() as f64 * LINE + 2.0 * MARGIN;
    let (width, height) = (
        widest + PANEL + GUTTER + 2.0 * MARGIN,
        HEAD + drawn.max(written) + MARGIN,
    );
    let mut out = String::new();
    let title = format!("{} {} {}", fact.key, fact.number, fact.label);
    open(
        &mut out,
        width,
        height,
        &title,
        &format!("{PAGE_STYLE}{MARK_STYLE}"),
    );
    draw_rect(&mut out, "ground", &Rect::new(0.0, 0.0, width, height), "");
    draw_legend(
        &mut out,
        (MARGIN, 12.0),
        width - 2.0 * MARGIN,
        &legend(messages),
    );
    let mut top = HEAD;
    for page in pages {
        draw_words(
            &mut out,
            "faint",
            MARGIN,
            top + 11.0,
            SIZE,
            &messages.with("explain.page_of", &[&page.number.to_string()]),
        );
        let _ = writeln!(
            out,
            "<g transform=\"translate({} {})\">",
            number(MARGIN),
            number(top + CAPTION)
        );
        draw_marked_page(&mut out, page, fact, messages);
        out.push_str("</g>\n");
        top += CAPTION + page.height + MARGIN;
    }
    draw_panel(&mut out, MARGIN + widest + GUTTER, &lines);
    out.push_str("</svg>\n");
    out
}

fn draw_panel(out: &mut String, left: f64, lines: &[String]) {
    let height = lines.len() as f64 * LINE + MARGIN;
    let top = HEAD + CAPTION;
    draw_rect(
        out,
        "paper",
        &Rect::new(left, top, left + PANEL, top + height),
        "",
    );
    for (at, line) in lines.iter().enumerate() {
        let class = if at == 0 { "words head" } else { "words" };
        let y = top + MARGIN + at as f64 * LINE;
        draw_words(out, class, left + 10.0, y, SIZE, line);
    }
}
