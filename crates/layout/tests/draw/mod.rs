//! Pages drawn as text: box characters are rules, everything else is glyphs.
//!
//! A column is 5 pt wide, a row 12 pt high; wide characters take two columns and have 10 pt. Spaces
//! are gaps; `␣` and the ideographic space are glyphs. `▢` is a drawn square, `▣` one with a tick,
//! `◌` a drawn circle. `╌` and `┆` are dashed rules. Lines that start with `@` are directives, with
//! row and column from 0:
//!
//! - `@page`: the next page
//! - `@circle ROW COLUMN COLUMNS`: a circle around text
//! - `@ring ROW COLUMN ROWS COLUMNS`: a circle around several lines
//! - `@tick ROW COLUMN`, `@arrow ROW COLUMN ROWS COLUMNS`: a tick, an arrow or curve
//! - `@line ROW COLUMN COLUMNS`: an underline, at the feet of the row's glyphs
//! - `@strike ROW COLUMN COLUMNS`: a line through the row's glyphs
//! - `@button ROW COLUMN on|off`, `@field ROW COLUMN COLUMNS TEXT`: form fields
//! - `@bold ROW`, `@size ROW PERCENT`: the face of a row
//! - `@small ROW`: ruby of half the size, at its place
//! - `@raise ROW COLUMN COLUMNS`: superscripts of six tenths
//! - `@lower ROW COLUMN COLUMNS POINTS`: glyphs set lower, in whole points
//! - `@hidden ROW COLUMN CLIP-ROW CLIP-COLUMN ROWS COLUMNS TEXT`: text under a clip that hides it, painted behind
//!   what the clip shows, or before it where it stands above the clip
//! - `@vertical ROW COLUMN ROWS COLUMNS`: glyphs written from top to bottom

use hyokasho_document::page::{Clipped, Field, FieldState, Glyph, Page, Rule, Shape, ShapeKind};
use hyokasho_source::Rect;

const COLUMN: f64 = 5.0;
const ROW: f64 = 12.0;
const MARGIN: f64 = 20.0;
const EM: f64 = 10.0;

/// Draws the pages of a text.
pub fn draw(source: &str) -> Vec<Page> {
    let mut pages = vec![new_page(1)];
    let mut row = 0;
    for line in source.lines() {
        let page = pages.last_mut().expect("there is a page");
        if line == "@page" {
            let number = pages.len() as u32 + 1;
            pages.push(new_page(number));
            row = 0;
        } else if let Some(directive) = line.strip_prefix('@') {
            follow(directive, page);
        } else {
            draw_row(line, row, page);
            row += 1;
        }
    }
    pages
}

fn new_page(number: u32) -> Page {
    Page {
        number,
        width: 600.0,
        height: 400.0,
        ..Page::default()
    }
}

fn columns(c: char) -> usize {
    let wide = c >= '\u{2E80}'
        || matches!(c, '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{25FF}' | '\u{203B}');
    if wide { 2 } else { 1 }
}

fn area(row: usize, column: usize, rows: usize, columns: usize) -> Rect {
    let (x0, y0) = (MARGIN + column as f64 * COLUMN, MARGIN + row as f64 * ROW);
    Rect {
        x0,
        y0,
        x1: x0 + columns as f64 * COLUMN,
        y1: y0 + rows as f64 * ROW,
    }
}

fn draw_row(line: &str, row: usize, page: &mut Page) {
    let mut column = 0;
    for c in line.chars() {
        let place = area(row, column, 1, columns(c));
        let (x, y) = place.centre();
        let box_at = Rect {
            x0: x - 4.0,
            y0: y - 4.0,
            x1: x + 4.0,
            y1: y + 4.0,
        };
        match c {
            ' ' => {}
            '\u{2500}'..='\u{257F}' => draw_rules(c, &place, page),
            '▢' => page.shapes.push(shape(ShapeKind::Square, box_at)),
            '◌' => page.shapes.push(shape(ShapeKind::Circle, box_at)),
            '▣' => {
                page.shapes.push(shape(ShapeKind::Square, box_at));
                page.shapes.push(shape(ShapeKind::Tick, box_at));
            }
            _ => page
                .glyphs
                .push(glyph(if c == '␣' { ' ' } else { c }, &place)),
        }
        column += columns(c);
    }
}

fn shape(kind: ShapeKind, rect: Rect) -> Shape {
    Shape {
        kind,
        rect,
        filled: false,
    }
}

fn glyph(c: char, place: &Rect) -> Glyph {
    let rect = Rect {
        y0: place.y0 + 1.0,
        y1: place.y0 + 1.0 + EM,
        ..*place
    };
    Glyph {
        text: c.to_string().into(),
        rect,
        size: EM,
        bold: false,
        vertical: false,
        invisible: false,
    }
}

/// The arms of a box character: left, right, up, down.
fn arms(c: char) -> [bool; 4] {
    let arms = match c {
        '─' | '╌' => "lr",
        '│' | '┆' => "ud",
        '╵' => "u",
        '╷' => "d",
        '┌' => "rd",
        '┐' => "ld",
        '└' => "ru",
        '┘' => "lu",
        '├' => "rud",
        '┤' => "lud",
        '┬' => "lrd",
        '┴' => "lru",
        '┼' => "lrud",
        _ => panic!("no box character: {c}"),
    };
    ['l', 'r', 'u', 'd'].map(|arm| arms.contains(arm))
}

fn draw_rules(c: char, place: &Rect, page: &mut Page) {
    let (x, y) = place.centre();
    let [left, right, up, down] = arms(c);
    let dash = if matches!(c, '╌' | '┆') { 2.5 } else { 0.0 };
    let mut rule = |horizontal, at, from: f64, to: f64| {
        page.rules.push(Rule {
            at,
            from: from + dash,
            to,
            thickness: 0.5,
            horizontal,
        });
    };
    if left || right {
        let (from, to) = (
            if left { place.x0 } else { x },
            if right { place.x1 } else { x },
        );
        rule(true, y, from, to);
    }
    if up || down {
        let (from, to) = (
            if up { place.y0 } else { y },
            if down { place.y1 } else { y },
        );
        rule(false, x, from, to);
    }
}

fn large(word: &str) -> ShapeKind {
    if word == "ring" {
        ShapeKind::Circle
    } else {
        ShapeKind::Other
    }
}

fn follow(directive: &str, page: &mut Page) {
    let words: Vec<&str> = directive.split(' ').collect();
    let n = |i: usize| {
        words[i]
            .parse::<usize>()
            .unwrap_or_else(|_| panic!("@{directive}"))
    };
    let on_row = |g: &Glyph, row: usize| {
        g.rect.y0 >= area(row, 0, 1, 1).y0 && g.rect.y0 < area(row + 1, 0, 1, 1).y0
    };
    let within = |g: &Glyph, place: &Rect| place.contains(g.rect.centre().0, g.rect.centre().1);
    match words[0] {
        "circle" => page
            .shapes
            .push(shape(ShapeKind::Circle, area(n(1), n(2), 1, n(3)))),
        "tick" => page
            .shapes
            .push(shape(ShapeKind::Tick, area(n(1), n(2), 1, 2))),
        "arrow" | "ring" => page
            .shapes
            .push(shape(large(words[0]), area(n(1), n(2), n(3), n(4)))),
        "line" | "strike" => {
            let place = area(n(1), n(2), 1, n(3));
            let at = if words[0] == "line" {
                place.y1 - 1.0
            } else {
                place.centre().1
            };
            let (from, to) = (place.x0, place.x1);
            page.rules.push(Rule {
                at,
                from,
                to,
                thickness: 0.5,
                horizontal: true,
            });
        }
        "button" => {
            let rect = area(n(1), n(2), 1, 2);
            page.fields.push(Field {
                rect,
                state: FieldState::Button(words[3] == "on"),
            });
        }
        "field" => {
            let state = FieldState::Text(words[4..].join(" "));
            page.fields.push(Field {
                rect: area(n(1), n(2), 1, n(3)),
                state,
            });
        }
        "bold" => {
            let row = n(1);
            page.glyphs
                .iter_mut()
                .filter(|g| on_row(g, row))
                .for_each(|g| g.bold = true);
        }
        "size" => {
            let (row, factor) = (n(1), n(2) as f64 / 100.0);
            for g in page.glyphs.iter_mut().filter(|g| on_row(g, row)) {
                g.size *= factor;
                g.rect.x0 = MARGIN + (g.rect.x0 - MARGIN) * factor;
                g.rect.x1 = MARGIN + (g.rect.x1 - MARGIN) * factor;
                g.rect.y0 = g.rect.y1 - g.size;
            }
        }
        "small" => {
            // ruby: half as large, at the same place
            let row = n(1);
            for g in page.glyphs.iter_mut().filter(|g| on_row(g, row)) {
                g.size /= 2.0;
                g.rect.x1 = f64::midpoint(g.rect.x0, g.rect.x1);
                g.rect.y0 = g.rect.y1 - g.size;
            }
        }
        "raise" => {
            let place = area(n(1), n(2), 1, n(3));
            for g in page.glyphs.iter_mut().filter(|g| within(g, &place)) {
                g.size *= 0.6;
                g.rect.y1 = g.rect.y0 + g.size;
            }
        }
        "lower" => {
            let (place, down) = (area(n(1), n(2), 1, n(3)), n(4) as f64);
            for g in page.glyphs.iter_mut().filter(|g| within(g, &place)) {
                g.rect.y0 += down;
                g.rect.y1 += down;
            }
        }
        "hidden" => page.clipped.push(hidden(&words, page)),
        "vertical" => {
            let place = area(n(1), n(2), n(3), n(4));
            page.glyphs
                .iter_mut()
                .filter(|g| within(g, &place))
                .for_each(|g| g.vertical = true);
        }
        _ => panic!("no directive: @{directive}"),
    }
}

/// Text under a clip that hides it, with what the clip shows before or behind it.
fn hidden(words: &[&str], page: &Page) -> Clipped {
    let n = |i: usize| words[i].parse::<usize>().expect("a number");
    let clip = area(n(3), n(4), n(5), n(6));
    let mut column = n(2);
    let mut glyphs = Vec::new();
    for c in words[7..].join(" ").chars() {
        glyphs.push(glyph(c, &area(n(1), column, 1, columns(c))));
        column += columns(c);
    }
    let seen = |g: &Glyph| clip.contains(g.rect.centre().0, g.rect.centre().1);
    let first = page.glyphs.iter().position(seen);
    let last = page.glyphs.iter().rposition(seen);
    let above = n(1) < n(3);
    Clipped {
        glyphs,
        clip,
        after: last.filter(|_| !above).map(|at| at as u32),
        before: first.filter(|_| above).map(|at| at as u32),
    }
}
