//! Pages as SVG: what `inspect` and `explain` have in common when they draw.
//!
//! Takes what the reader saw of a page and writes SVG elements in points from the page's top left.
//! Everything that comes from a document is escaped; the same page gives the same bytes.

mod glyphs;
mod legend;
mod wrapping;

pub use glyphs::draw_glyphs;
pub use legend::{Entry, draw_legend};
pub use wrapping::wrap;

use std::fmt::Write as _;

use hyokasho_document::mark;
use hyokasho_document::page::{Page, Rule, Shape, ShapeKind};
use hyokasho_source::Rect;

/// Fonts that hold Japanese on the systems that people use, most legible first.
pub const FONTS: &str =
    "'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,'IPAexGothic',sans-serif";

/// Pixels a point when a drawing is opened on its own.
const SCALE: f64 = 1.5;
/// The thinnest line that is still seen at that scale.
const HAIRLINE: f64 = 0.4;

/// Colours of paper, glyphs, rules and writing, in light and in dark.
pub const PAGE_STYLE: &str = "\
.paper{fill:#fff;stroke:#c4c8cf;stroke-width:.6}\
.glyph{fill:#565b63;pointer-events:none}.unseen{fill:#8a6bbf;font-style:italic}.bold{font-weight:700}\
.rule{fill:#a3a8b0;pointer-events:none}.shape{fill:none;stroke:#a3a8b0;stroke-width:.7}\
.shade{fill:#8a909a;fill-opacity:.14}.image{fill:#8a909a;fill-opacity:.2;stroke:#8a909a;stroke-width:.5}\
.words{fill:#24282e}.faint{fill:#6b717b}.head{font-weight:700}.ground{fill:#f4f5f7}\
@media (prefers-color-scheme:dark){.paper{fill:#1d2025;stroke:#444a54}.glyph{fill:#b4bac4}\
.unseen{fill:#b79be6}.rule{fill:#6c737e}.shape{stroke:#6c737e}.words{fill:#e6e8ec}.faint{fill:#9aa1ac}.ground{fill:#121418}}";

/// Opens a drawing of a size in points.
pub fn open(out: &mut String, width: f64, height: f64, title: &str, style: &str) {
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" \
         font-family=\"{FONTS}\" role=\"img\">\n<title>{}</title>\n",
        number(width * SCALE),
        number(height * SCALE),
        number(width),
        number(height),
        escape(title),
    );
    if !style.is_empty() {
        let _ = writeln!(out, "<style>{style}</style>");
    }
}

/// Text for an element or an attribute. Boxes and drawn marks become the signs that people know; what
/// XML cannot hold becomes U+FFFD.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            mark::BOX | mark::SEEN_OFF => out.push('☐'),
            mark::BOX_CHECKED | mark::SEEN_ON => out.push('☑'),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || mark::is_reserved(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// A number with at most two decimals.
pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    if !rounded.is_finite() || rounded == 0.0 {
        return "0".to_owned();
    }
    rounded.to_string()
}

/// A rectangle of a class, with a tooltip where there is something to say.
pub fn draw_rect(out: &mut String, class: &str, rect: &Rect, title: &str) {
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(rect.x0),
        number(rect.y0),
        number(rect.width().max(0.0)),
        number(rect.height().max(0.0)),
    );
    if title.is_empty() {
        out.push_str("/>\n");
    } else {
        let _ = writeln!(out, "><title>{}</title></rect>", escape(title));
    }
}

/// The rectangle moved outwards by a distance; inwards where it is negative, to nothing at most.
pub fn grown(rect: &Rect, by: f64) -> Rect {
    let (x, y) = rect.centre();
    Rect {
        x0: (rect.x0 - by).min(x),
        y0: (rect.y0 - by).min(y),
        x1: (rect.x1 + by).max(x),
        y1: (rect.y1 + by).max(y),
    }
}

/// A line of writing.
pub fn draw_words(out: &mut String, class: &str, x: f64, y: f64, size: f64, text: &str) {
    let _ = writeln!(
        out,
        "<text class=\"{class}\" x=\"{}\" y=\"{}\" font-size=\"{}\">{}</text>",
        number(x),
        number(y),
        number(size),
        escape(text)
    );
}

/// The paper with what is drawn on it below the text: images, shading, shapes, rules.
pub fn draw_paper(out: &mut String, page: &Page) {
    draw_rect(
        out,
        "paper",
        &Rect::new(0.0, 0.0, page.width, page.height),
        "",
    );
    for image in &page.images {
        draw_rect(out, "image", image, "");
    }
    for shape in &page.shapes {
        draw_shape(out, shape, "shape", "");
    }
    for rule in &page.rules {
        draw_rule(out, rule, "rule", "");
    }
}

/// A rule in its thickness.
pub fn draw_rule(out: &mut String, rule: &Rule, class: &str, title: &str) {
    let half = rule.thickness.max(HAIRLINE) / 2.0;
    let (low, high) = (rule.at - half, rule.at + half);
    let rect = if rule.horizontal {
        Rect::new(rule.from, low, rule.to, high)
    } else {
        Rect::new(low, rule.from, high, rule.to)
    };
    draw_rect(out, class, &rect, title);
}

/// A shape as the box that it fills: round where it is round, crossed where it is a tick.
pub fn draw_shape(out: &mut String, shape: &Shape, class: &str, title: &str) {
    let rect = &shape.rect;
    match shape.kind {
        ShapeKind::Area => draw_rect(out, "shade", rect, title),
        ShapeKind::Square | ShapeKind::Other => draw_rect(out, class, rect, title),
        ShapeKind::Circle => {
            let (x, y) = rect.centre();
            let _ = writeln!(
                out,
                "<ellipse class=\"{class}\" cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\"><title>{}</title></ellipse>",
                number(x),
                number(y),
                number(rect.width() / 2.0),
                number(rect.height() / 2.0),
                escape(title)
            );
        }
        ShapeKind::Tick => {
            let [x0, y0, x1, y1] = [rect.x0, rect.y0, rect.x1, rect.y1].map(number);
            let middle = number(rect.x0 + rect.width() * 0.4);
            let height = number(f64::midpoint(rect.y0, rect.y1));
            let _ = writeln!(
                out,
                "<path class=\"{class}\" d=\"M{x0} {height}L{middle} {y1}L{x1} {y0}\"><title>{}</title></path>",
                escape(title)
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(
            escape("a<b> & \"c\" 'd'"),
            "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;"
        );
        assert_eq!(
            escape("\u{0}\u{1b}\u{ffff}\u{fdd3}\u{fdd2}"),
            "\u{FFFD}\u{FFFD}\u{FFFD}☑☐"
        );
    }

    #[test]
    fn numbers_are_short() {
        let written = [1.0, 1.2345, -0.001, f64::NAN, f64::INFINITY, 595.28].map(number);
        assert_eq!(written, ["1", "1.23", "0", "0", "0", "595.28"]);
    }
}
