//! A page as text, a line for everything on it: `what number [x0 y0 x1 y1] particulars`.
//!
//! Points from the page's top left; rows and columns count from 0, as in the JSON.

use std::fmt::Write as _;

use hyokasho_document::page::{FieldState, Page};
use hyokasho_layout::{PageLayout, Table};
use hyokasho_pipeline::InspectedPage;
use hyokasho_source::Rect;

use super::layer::{Layer, counts};
use crate::commands::drawing::number;
use crate::commands::rendering::{DIM, HEAD, paint};
use crate::messages::Messages;

/// A line for each page.
pub fn overview(pages: &[InspectedPage], messages: &Messages) -> String {
    let mut out = messages.with("inspect.pages", &[&pages.len().to_string()]) + "\n";
    for page in pages {
        let head = head(page, pages.len(), messages);
        let _ = writeln!(out, "{}\n  {}", paint(HEAD, &head), summary(page, messages));
    }
    out
}

/// The chosen layers of a page.
pub fn page(page: &InspectedPage, layers: &[Layer], pages: usize, messages: &Messages) -> String {
    let mut out = paint(HEAD, &head(page, pages, messages));
    let _ = writeln!(out, "\n  {}", summary(page, messages));
    if page.page.glyphs.is_empty() {
        let _ = writeln!(out, "  {}", messages.text("inspect.no_text"));
    }
    for layer in layers {
        match layer {
            Layer::Glyphs => list_glyphs(&mut out, &page.page),
            Layer::Rules => list_rules(&mut out, &page.page),
            Layer::Shapes => list_shapes(&mut out, &page.page),
            Layer::Cells => page
                .layout
                .tables
                .iter()
                .enumerate()
                .for_each(|(at, table)| list_table(&mut out, at, table)),
            Layer::Blocks => list_blocks(&mut out, &page.layout),
            Layer::Fields => list_fields(&mut out, &page.page),
        }
    }
    out
}

fn head(page: &InspectedPage, pages: usize, messages: &Messages) -> String {
    let size = [number(page.page.width), number(page.page.height)];
    messages.with(
        "inspect.head",
        &[
            &page.page.number.to_string(),
            &pages.to_string(),
            &size[0],
            &size[1],
        ],
    )
}

fn summary(page: &InspectedPage, messages: &Messages) -> String {
    let shown = counts(page).into_iter().filter(|(_, count)| *count > 0);
    let words = shown.map(|(name, count)| {
        format!(
            "{} {count}",
            messages.text(&format!("inspect.layer.{name}"))
        )
    });
    words.collect::<Vec<_>>().join(", ")
}

fn list_glyphs(out: &mut String, page: &Page) {
    for (at, glyph) in page.glyphs.iter().enumerate() {
        let _ = write!(
            out,
            "glyph {at} {} size {} {}",
            area(&glyph.rect),
            number(glyph.size),
            quote(&glyph.text)
        );
        for (says, word) in [
            (glyph.bold, " bold"),
            (glyph.vertical, " vertical"),
            (glyph.invisible, " invisible"),
        ] {
            if says {
                out.push_str(word);
            }
        }
        out.push('\n');
    }
}

fn list_rules(out: &mut String, page: &Page) {
    for (at, rule) in page.rules.iter().enumerate() {
        let [place, from, to, thickness] =
            [rule.at, rule.from, rule.to, rule.thickness].map(number);
        let (direction, axis, along) = if rule.horizontal {
            ("horizontal", 'y', 'x')
        } else {
            ("vertical", 'x', 'y')
        };
        let _ = writeln!(
            out,
            "rule {at} {direction} {axis} {place} {along} {from}..{to} thickness {thickness}"
        );
    }
}

fn list_shapes(out: &mut String, page: &Page) {
    for (at, shape) in page.shapes.iter().enumerate() {
        let kind = format!("{:?}", shape.kind).to_lowercase();
        let filled = if shape.filled { " filled" } else { "" };
        let _ = writeln!(out, "shape {at} {} {kind}{filled}", area(&shape.rect));
    }
    for (at, image) in page.images.iter().enumerate() {
        let _ = writeln!(out, "image {at} {}", area(image));
    }
}

fn list_table(out: &mut String, at: usize, table: &Table) {
    let rows = table.rows.len().saturating_sub(1);
    let columns = table.columns.len().saturating_sub(1);
    let _ = write!(
        out,
        "table {at} {} rows {rows} columns {columns}",
        area(&table.rect)
    );
    if let Some(host) = &table.host {
        let _ = write!(out, " inside table {} row {}", host.table, host.row);
    }
    out.push('\n');
    for cell in &table.cells {
        let _ = write!(out, "  cell {},{}", cell.row, cell.column);
        if (cell.row_span, cell.column_span) != (1, 1) {
            let _ = write!(out, " span {}x{}", cell.row_span, cell.column_span);
        }
        let _ = write!(out, " {}", paint(DIM, &area(&cell.rect)));
        for (says, word) in [
            (cell.open_top, " open-top"),
            (cell.open_bottom, " open-bottom"),
        ] {
            if says {
                out.push_str(word);
            }
        }
        let _ = writeln!(out, " {}", quote(&cell.text.text));
    }
}

fn list_blocks(out: &mut String, layout: &PageLayout) {
    for (at, paragraph) in layout.paragraphs.iter().enumerate() {
        let what = if paragraph.furniture {
            "furniture"
        } else {
            "paragraph"
        };
        let bold = if paragraph.bold { " bold" } else { "" };
        let size = number(paragraph.size);
        let _ = writeln!(
            out,
            "{what} {at} {} size {size}{bold} {}",
            area(&paragraph.rect),
            quote(&paragraph.text.text)
        );
    }
    for (at, figure) in layout.figures.iter().enumerate() {
        let _ = writeln!(
            out,
            "figure {at} {} boxes {}",
            area(&figure.rect),
            figure.boxes.len()
        );
        for line in figure.text.text.lines() {
            let _ = writeln!(out, "  {}", quote(line));
        }
    }
}

fn list_fields(out: &mut String, page: &Page) {
    for (at, field) in page.fields.iter().enumerate() {
        let state = match &field.state {
            FieldState::Button(true) => "on".to_owned(),
            FieldState::Button(false) => "off".to_owned(),
            FieldState::Text(text) => quote(text),
        };
        let _ = writeln!(out, "field {at} {} {state}", area(&field.rect));
    }
}

fn area(rect: &Rect) -> String {
    format!(
        "[{}]",
        [rect.x0, rect.y0, rect.x1, rect.y1].map(number).join(" ")
    )
}

/// The text on one line between quotation marks; boxes and drawn marks as signs.
fn quote(text: &str) -> String {
    use hyokasho_document::mark;
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\\' | '"' => out.extend(['\\', c]),
            mark::BOX | mark::SEEN_OFF => out.push('☐'),
            mark::BOX_CHECKED | mark::SEEN_ON => out.push('☑'),
            c if c.is_control() || mark::is_reserved(c) => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
