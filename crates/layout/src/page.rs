//! One page: rules to grids, grids to tables and drawings, inks to their texts.

use std::collections::BTreeMap;

use hyokasho_document::page::{Glyph, Page};
use hyokasho_source::Rect;

use crate::brackets::settle_brackets;
use crate::cells::{Grid, area, intersections_to_cells};
use crate::clipped::add_clipped;
use crate::edges::rules_to_edges;
use crate::figures::{Drawing, find_drawings};
use crate::glyph_index::GlyphIndex;
use crate::ink::{Ink, page_to_inks};
use crate::intersections::edges_to_intersections;
use crate::lines::{COLUMN_GAP, Line, inks_to_lines};
use crate::locate::{Held, inks_to_areas};
use crate::marks::shapes_to_marks;
use crate::nesting::grids_to_nested;
use crate::outside::inks_to_paragraphs;
use crate::paragraphs::lines_to_text;
use crate::ruby::fold_ruby;
use crate::squares::take_squares;
use crate::wrapped::settle_wrapped;
use crate::{Figure, Host, PageLayout, Table, TableCell, Text};

/// Texts of a drawing whose tops differ by no more than this stand side by side.
const SIDE_BY_SIDE: f64 = 6.0;

/// Lays out one page.
pub fn lay_out_page(page: &Page) -> PageLayout {
    let index = GlyphIndex::new(&page.glyphs, page.height);
    let (squares, rules) = take_squares(&page.rules);
    let lattice = edges_to_intersections(rules_to_edges(page, rules, &index));
    let (grids, too_large) = intersections_to_cells(&lattice);
    let mut nested = grids_to_nested(grids, &index);
    nested.squares.extend(squares);
    let drawings = find_drawings(page, &nested, &lattice, &index);
    let drawn: Vec<Rect> = drawings.iter().map(|d| d.rect).collect();
    let marks = shapes_to_marks(page, &nested.squares, &drawn, &index);
    let grids = nested.tables(&drawn);
    let mut inks = page_to_inks(page, marks);
    let mut held = inks_to_areas(&inks, &grids, &drawings);
    let clipped = add_clipped(page, &grids, &mut inks, &mut held);
    let mut layout = fill(&mut inks, &grids, drawings, &held, page.width);
    layout.edges = lattice
        .horizontal
        .into_iter()
        .chain(lattice.vertical)
        .collect();
    layout.limited = lattice.limited || too_large;
    layout.sizes = sizes(&page.glyphs);
    layout.clipped = clipped;
    PageLayout {
        number: page.number,
        width: page.width,
        height: page.height,
        ..layout
    }
}

/// Writes the inks into cells, drawings and paragraphs.
fn fill(
    inks: &mut Vec<Ink>,
    grids: &[Grid],
    drawings: Vec<Drawing>,
    held: &Held,
    width: f64,
) -> PageLayout {
    let mut tables: Vec<Table> = grids
        .iter()
        .zip(&held.cells)
        .enumerate()
        .map(|(i, (grid, held))| grid_to_table(inks, grid, held, host(grids, &grid.rect, Some(i))))
        .collect();
    for &(table, cell) in &held.cut {
        let cell = &grids[table].cells[cell];
        let at = (cell.row, cell.column);
        let cells = &mut tables[table].cells;
        if let Some(cell) = cells.iter_mut().find(|c| (c.row, c.column) == at) {
            cell.text.cut = true;
        }
    }
    let figures: Vec<Figure> = drawings
        .into_iter()
        .zip(&held.drawings)
        .map(|(drawing, held)| to_figure(inks, drawing, held, grids))
        .collect();
    drop_empty_boxes(&mut tables, &figures);
    let areas: Vec<Rect> = tables
        .iter()
        .map(|t| t.rect)
        .chain(figures.iter().map(|f| f.rect))
        .collect();
    let paragraphs = inks_to_paragraphs(inks, &held.outside, &areas, width);
    PageLayout {
        tables,
        paragraphs,
        figures,
        ..PageLayout::default()
    }
}

/// Drops single boxes that hold nothing; nothing may refer to a table behind them.
fn drop_empty_boxes(tables: &mut Vec<Table>, figures: &[Figure]) {
    let hosts = tables
        .iter()
        .map(|t| t.host)
        .chain(figures.iter().map(|f| f.host));
    if hosts.flatten().next().is_none() {
        tables.retain(|t| t.cells.len() > 1 || t.cells.iter().any(|c| !c.text.is_blank()));
    }
}

fn grid_to_table(inks: &mut Vec<Ink>, grid: &Grid, held: &[Vec<u32>], host: Option<Host>) -> Table {
    let mut cells: Vec<TableCell> = grid
        .cells
        .iter()
        .zip(held)
        .map(|(cell, held)| TableCell {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            rect: cell.rect,
            open_top: cell.open_top,
            open_bottom: cell.open_bottom,
            text: area_text(inks, held, &cell.rect),
        })
        .collect();
    cells.sort_by_key(|c| (c.row, c.column));
    Table {
        rect: grid.rect,
        columns: grid.columns.clone(),
        rows: grid.rows.clone(),
        cells,
        host,
    }
}

/// The text of the inks in an area.
fn area_text(inks: &mut Vec<Ink>, held: &[u32], area: &Rect) -> Text {
    if held.is_empty() {
        return Text::default();
    }
    let shown = shown_text(inks, held, area);
    let vertical = held.iter().filter(|&&i| inks[i as usize].vertical).count();
    let turned = 2 * vertical > held.len();
    if turned {
        turn(inks, held);
    }
    if !turned {
        settle_wrapped(inks, held, area);
    }
    settle_brackets(inks, held);
    let mut lines = inks_to_lines(inks, held);
    fold_ruby(inks, &mut lines);
    let (left, right) = if turned {
        (area.y0, area.y1)
    } else {
        (area.x0, area.x1)
    };
    let text = lines_to_text(inks, &lines, left, right);
    Text { shown, ..text }
}

/// The text of the inks in an area that its box shows, where it hides some.
fn shown_text(inks: &[Ink], held: &[u32], area: &Rect) -> Option<Box<Text>> {
    let hidden = |i: &&u32| inks[**i as usize].hidden;
    held.iter().find(hidden)?;
    let seen: Vec<u32> = held.iter().filter(|i| !hidden(i)).copied().collect();
    Some(Box::new(area_text(&mut inks.to_vec(), &seen, area)))
}

/// Turns vertical writing, so that its lines run from left to right and follow one another downwards.
fn turn(inks: &mut [Ink], held: &[u32]) {
    for &i in held {
        let rect = &mut inks[i as usize].rect;
        *rect = Rect {
            x0: rect.y0,
            y0: -rect.x1,
            x1: rect.y1,
            y1: -rect.x0,
        };
    }
}

/// The smallest table cell that holds an area.
fn host(grids: &[Grid], rect: &Rect, not: Option<usize>) -> Option<Host> {
    let (x, y) = rect.centre();
    grids
        .iter()
        .enumerate()
        .filter(|(i, grid)| Some(*i) != not && area(&grid.rect) >= area(rect))
        .filter_map(|(table, grid)| Some((table, &grid.cells[grid.cell_at(x, y)?])))
        .filter(|(_, cell)| area(&cell.rect) >= area(rect))
        .min_by(|a, b| area(&a.1.rect).total_cmp(&area(&b.1.rect)))
        .map(|(table, cell)| Host {
            table,
            row: cell.row,
        })
}

fn to_figure(inks: &mut Vec<Ink>, drawing: Drawing, held: &[u32], grids: &[Grid]) -> Figure {
    let Drawing { rect, mut boxes } = drawing;
    boxes.sort_by(|a, b| area(a).total_cmp(&area(b)));
    let mut by_box: Vec<Vec<u32>> = vec![Vec::new(); boxes.len()];
    let mut loose = Vec::new();
    for &i in held {
        let (x, y) = inks[i as usize].rect.centre();
        match boxes.iter().position(|b| b.contains(x, y)) {
            Some(b) => by_box[b].push(i),
            None => loose.push(i),
        }
    }
    let mut texts: Vec<(Rect, Text)> = Vec::new();
    for (area, held) in boxes.iter().zip(&by_box) {
        texts.push((*area, area_text(inks, held, area)));
    }
    for label in labels(inks, &loose) {
        texts.push((label.rect, lines_to_text(inks, &[label], rect.x0, rect.x1)));
    }
    texts.retain(|(_, text)| !text.is_blank());
    let text = in_order(texts);
    boxes.sort_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    Figure {
        rect,
        boxes,
        text,
        host: host(grids, &rect, None),
    }
}

/// Texts between the boxes of a drawing; gaps part them.
fn labels(inks: &[Ink], loose: &[u32]) -> Vec<Line> {
    let mut labels = Vec::new();
    for line in inks_to_lines(inks, loose) {
        let mut start = 0;
        for end in 1..=line.inks.len() {
            let of = |n: usize| &inks[line.inks[n] as usize];
            let parts = end == line.inks.len()
                || of(end).rect.x0 - of(end - 1).rect.x1 >= COLUMN_GAP * line.size;
            if parts {
                labels.extend(Line::part(inks, &line.inks[start..end]));
                start = end;
            }
        }
    }
    labels
}

/// Texts from top to bottom, then from left to right, one a line.
fn in_order(mut texts: Vec<(Rect, Text)>) -> Text {
    texts.sort_by(|a, b| a.0.y0.total_cmp(&b.0.y0));
    let mut start = 0;
    for end in 1..=texts.len() {
        if end == texts.len() || texts[end].0.y0 - texts[start].0.y0 > SIDE_BY_SIDE {
            texts[start..end].sort_by(|a, b| a.0.x0.total_cmp(&b.0.x0));
            start = end;
        }
    }
    let mut all = Text::default();
    for (i, (_, text)) in texts.iter().enumerate() {
        all.append(if i == 0 { "" } else { "\n" }, text);
    }
    all
}

/// Number of glyphs by size in tenths of a point.
fn sizes(glyphs: &[Glyph]) -> Vec<(u32, u32)> {
    let mut sizes = BTreeMap::new();
    for glyph in glyphs.iter().filter(|g| !g.is_blank()) {
        let size = (glyph.size * 10.0).round().clamp(0.0, 10_000.0) as u32;
        *sizes.entry(size).or_insert(0) += 1;
    }
    sizes.into_iter().collect()
}
