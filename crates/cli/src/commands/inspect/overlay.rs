//! A page as an SVG overlay: glyphs as text, and over them what the reader and the layout made of it.

use std::fmt::Write as _;

use hyokasho_document::page::{FieldState, Page};
use hyokasho_layout::{PageLayout, Table};
use hyokasho_pipeline::InspectedPage;
use hyokasho_source::Rect;

use super::layer::{Layer, counts};
use crate::commands::drawing::{
    Entry, PAGE_STYLE, draw_glyphs, draw_legend, draw_rect, draw_rule, draw_shape, draw_words,
    grown, number, open,
};
use crate::messages::Messages;

/// Room around the page.
const MARGIN: f64 = 14.0;
/// Room above the page for its head.
const HEAD: f64 = 26.0;
/// Room below the page for the legend.
const FOOT: f64 = 58.0;
/// A cell's outline stands this far inside its borders, so that neighbours are told apart.
const INSET: f64 = 0.7;
/// Size of the row and column written into a cell's lower right, where text is rarest.
const LABEL: f64 = 4.8;
/// Colours that tables take in turn.
const COLOURS: usize = 3;

const STYLE: &str = "\
.line{fill:#c2410c;fill-opacity:.75}\
.shade{fill:#be185d;fill-opacity:.06;stroke:#be185d;stroke-width:.5;stroke-dasharray:1 2}.path{fill:none;stroke:#be185d;stroke-width:.9}.picture{fill:url(#picture);stroke:#64748b;stroke-width:.8}\
.cell0,.cell1,.cell2{stroke-width:.8;fill-opacity:.07}\
.cell0{fill:#2563eb;stroke:#2563eb}.cell1{fill:#0f766e;stroke:#0f766e}.cell2{fill:#7c3aed;stroke:#7c3aed}\
.at{fill:#1d4ed8;stroke:#fff;stroke-width:1.2;paint-order:stroke;text-anchor:end;pointer-events:none}\
.cut{stroke-dasharray:2.5 1.5}\
.block{fill:#d97706;fill-opacity:.06;stroke:#d97706;stroke-width:.9;stroke-dasharray:4 1.6}\
.order{fill:#b45309;pointer-events:none}\
.figure{fill:url(#figure);stroke:#a21caf;stroke-width:1}.box{fill:none;stroke:#a21caf;stroke-width:.7;stroke-dasharray:1.6 1.2}\
.furniture{fill:url(#furniture);stroke:#78716c;stroke-width:.7}\
.on,.off,.field{fill:#16a34a;fill-opacity:.12;stroke:#16a34a;stroke-width:1}.on{fill-opacity:.5}\
@media (prefers-color-scheme:dark){.line{fill:#fb923c}.path{stroke:#f472b6}\
.cell0{fill:#60a5fa;stroke:#60a5fa}.cell1{fill:#2dd4bf;stroke:#2dd4bf}.cell2{fill:#a78bfa;stroke:#a78bfa}.at{fill:#93c5fd;stroke:#1d2025}\
.block{fill:#fbbf24;stroke:#fbbf24}.order{fill:#fcd34d}.figure,.box{stroke:#e879f9}.furniture{stroke:#a8a29e}\
.on,.off,.field{fill:#4ade80;stroke:#4ade80}}";

/// Hatchings of drawings, of furniture and of images.
const HATCHINGS: &str = "<defs>\
<pattern id=\"figure\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect width=\"1.1\" height=\"6\" fill=\"#c026d3\" fill-opacity=\".3\"/></pattern>\
<pattern id=\"furniture\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">\
<rect width=\"1.2\" height=\"4\" fill=\"#78716c\" fill-opacity=\".45\"/></pattern>\
<pattern id=\"picture\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">\
<path d=\"M0 0L5 5M5 0L0 5\" stroke=\"#64748b\" stroke-opacity=\".4\" stroke-width=\".6\"/></pattern>\
</defs>\n";

/// The chosen layers of a page.
pub fn page(page: &InspectedPage, layers: &[Layer], messages: &Messages) -> String {
    let (seen, laid) = (&page.page, &page.layout);
    let (width, height) = (seen.width + 2.0 * MARGIN, seen.height + HEAD + FOOT);
    let size = [number(seen.width), number(seen.height)];
    let title = messages.with(
        "inspect.drawing",
        &[&seen.number.to_string(), &size[0], &size[1]],
    );
    let mut out = String::new();
    open(
        &mut out,
        width,
        height,
        &title,
        &format!("{PAGE_STYLE}{STYLE}"),
    );
    out.push_str(HATCHINGS);
    draw_rect(&mut out, "ground", &Rect::new(0.0, 0.0, width, height), "");
    draw_words(&mut out, "words head", MARGIN, HEAD - 9.0, 11.0, &title);
    let _ = writeln!(
        out,
        "<g transform=\"translate({} {})\">",
        number(MARGIN),
        number(HEAD)
    );
    draw_rect(
        &mut out,
        "paper",
        &Rect::new(0.0, 0.0, seen.width, seen.height),
        "",
    );
    let has = |layer: Layer| layers.contains(&layer);
    if has(Layer::Shapes) {
        draw_shapes(&mut out, seen, messages);
    }
    if has(Layer::Blocks) {
        draw_areas(&mut out, laid, messages);
    }
    if has(Layer::Cells) {
        laid.tables
            .iter()
            .enumerate()
            .for_each(|(at, table)| draw_table(&mut out, at, table, messages));
    }
    if has(Layer::Rules) {
        seen.rules
            .iter()
            .for_each(|rule| draw_rule(&mut out, rule, "line", ""));
    }
    if has(Layer::Glyphs) {
        draw_glyphs(&mut out, &seen.glyphs);
    }
    if has(Layer::Blocks) {
        draw_paragraphs(&mut out, laid, messages);
    }
    if has(Layer::Fields) {
        draw_fields(&mut out, seen);
    }
    out.push_str("</g>\n");
    let top = HEAD + seen.height + 8.0;
    draw_legend(
        &mut out,
        (MARGIN, top),
        seen.width,
        &legend(page, layers, messages),
    );
    out.push_str("</svg>\n");
    out
}

fn legend(page: &InspectedPage, layers: &[Layer], messages: &Messages) -> Vec<Entry> {
    let rows: [(Layer, &'static str, &str); 10] = [
        (Layer::Glyphs, "glyph", "glyphs"),
        (Layer::Glyphs, "glyph unseen", "invisible"),
        (Layer::Rules, "line", "rules"),
        (Layer::Shapes, "path", "shapes"),
        (Layer::Shapes, "picture", "images"),
        (Layer::Cells, "cell0", "cells"),
        (Layer::Blocks, "block", "paragraphs"),
        (Layer::Blocks, "furniture", "furniture"),
        (Layer::Blocks, "figure", "figures"),
        (Layer::Fields, "field", "fields"),
    ];
    let counts = counts(page);
    let count = |name: &str| {
        counts
            .iter()
            .find(|(of, _)| *of == name)
            .map_or(0, |(_, count)| *count)
    };
    let shown = rows
        .into_iter()
        .filter(|(layer, _, name)| layers.contains(layer) && count(name) > 0);
    let entry = |(_, class, name): (Layer, &'static str, &str)| Entry {
        class,
        words: format!(
            "{} {}",
            messages.text(&format!("inspect.layer.{name}")),
            count(name)
        ),
    };
    shown.map(entry).collect()
}

fn draw_shapes(out: &mut String, page: &Page, messages: &Messages) {
    for image in &page.images {
        draw_rect(
            out,
            "picture",
            image,
            &messages.text("inspect.layer.images"),
        );
    }
    for shape in &page.shapes {
        draw_shape(
            out,
            shape,
            "path",
            &format!("{:?}", shape.kind).to_lowercase(),
        );
    }
}

fn draw_areas(out: &mut String, layout: &PageLayout, messages: &Messages) {
    for figure in &layout.figures {
        let title = format!(
            "{}\n{}",
            messages.text("inspect.layer.figures"),
            figure.text.text
        );
        draw_rect(out, "figure", &figure.rect, &title);
        figure
            .boxes
            .iter()
            .for_each(|area| draw_rect(out, "box", area, ""));
    }
}

fn draw_table(out: &mut String, at: usize, table: &Table, messages: &Messages) {
    for cell in &table.cells {
        let [row, column] = [cell.row, cell.column].map(|n| n.to_string());
        let spans = [cell.row_span, cell.column_span].map(|n| n.to_string());
        let title = messages.with(
            "inspect.cell",
            &[&at.to_string(), &row, &column, &spans[0], &spans[1]],
        );
        let cut = if cell.open_top || cell.open_bottom {
            " cut"
        } else {
            ""
        };
        let class = format!("cell{}{cut}", at % COLOURS);
        draw_rect(
            out,
            &class,
            &grown(&cell.rect, -INSET),
            &format!("{title}\n{}", cell.text.text),
        );
        let corner = (cell.rect.x1 - 2.5 * INSET, cell.rect.y1 - 2.5 * INSET);
        draw_words(
            out,
            "at",
            corner.0,
            corner.1,
            LABEL,
            &format!("{row},{column}"),
        );
    }
}

fn draw_paragraphs(out: &mut String, layout: &PageLayout, messages: &Messages) {
    for (at, paragraph) in layout.paragraphs.iter().enumerate() {
        let (class, name) = if paragraph.furniture {
            ("furniture", "furniture")
        } else {
            ("block", "paragraphs")
        };
        let title = format!(
            "{} {at}\n{}",
            messages.text(&format!("inspect.layer.{name}")),
            paragraph.text.text
        );
        draw_rect(out, class, &grown(&paragraph.rect, 1.0), &title);
        let (x, y) = (paragraph.rect.x0 - 9.0, paragraph.rect.y0 + 6.0);
        draw_words(out, "order", x.max(1.0), y, 6.0, &at.to_string());
    }
}

fn draw_fields(out: &mut String, page: &Page) {
    for field in &page.fields {
        let (class, title) = match &field.state {
            FieldState::Button(true) => ("on", "on"),
            FieldState::Button(false) => ("off", "off"),
            FieldState::Text(text) => ("field", text.as_str()),
        };
        draw_rect(out, class, &field.rect, title);
    }
}
