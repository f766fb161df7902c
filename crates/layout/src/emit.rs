//! Pages to a document: paragraphs, tables and drawings in reading order, one block after another.

use hyokasho_document::{Block, BlockKind, Cell, Document, Run};
use hyokasho_source::{Code, Diagnosed, Diagnostic, Place, Rect};

use crate::clipped::show_once;
use crate::furniture::set_furniture_aside;
use crate::headings::{body_size, heading};
use crate::join::Joiner;
use crate::{LayoutOptions, PageLayout, Paragraph, Text};

/// Tops that differ by no more than this are at the same height.
const SAME_HEIGHT: f64 = 3.0;

/// Puts laid out pages together: sets running heads and feet aside (in the pages too), joins what a
/// page's end cuts, and writes all blocks in reading order. A drawing or a table inside a cell
/// follows the row that it stands in.
pub fn join_pages(pages: &mut [PageLayout], options: &LayoutOptions) -> Diagnosed<Document> {
    set_furniture_aside(pages);
    let mut joiner = Joiner::new(pages, options);
    show_once(pages);
    let body = body_size(pages);
    for page in pages.iter() {
        if page.limited {
            joiner.diagnostics.push(limit(page));
        }
        joiner.diagnostics.extend(clipped(page));
        joiner.start_page();
        for item in reading_order(page) {
            match item {
                Item::Paragraph(i) => paragraph(&mut joiner, page, &page.paragraphs[i], body),
                Item::Table(i) => joiner.table(page, i),
                Item::Figure(i) => joiner.figure(page, i),
            }
        }
    }
    joiner.close_table();
    let document = Document {
        blocks: joiner.blocks,
        pages: Some(pages.len() as u32),
        lines: None,
    };
    Diagnosed {
        value: document,
        diagnostics: joiner.diagnostics,
    }
}

fn limit(page: &PageLayout) -> Diagnostic {
    let area = Rect::new(0.0, 0.0, page.width, page.height);
    Diagnostic::new(
        Code::LimitReached,
        "too many rules on a page: its tables are not read",
    )
    .at([Place::page(page.number, area)])
}

fn clipped(page: &PageLayout) -> impl Iterator<Item = Diagnostic> + '_ {
    page.clipped.iter().map(|(area, characters)| {
        let message = format!(
            "a cell has no room for {characters} characters of its text, and perhaps for more that is not in the file"
        );
        Diagnostic::new(Code::TextClipped, message).at([Place::page(page.number, *area)])
    })
}

fn paragraph(joiner: &mut Joiner, page: &PageLayout, paragraph: &Paragraph, body: f64) {
    let cell = text_to_cell(&paragraph.text, page.number);
    if paragraph.furniture {
        joiner.blocks.push(Block {
            kind: BlockKind::Furniture,
            cells: vec![cell],
        });
    } else {
        joiner.close_table();
        joiner
            .blocks
            .push(Block::line(heading(paragraph, body), cell));
    }
}

/// A cell of one row and column with the text's runs as places.
pub(crate) fn text_to_cell(text: &Text, page: u32) -> Cell {
    let runs = text
        .runs
        .iter()
        .map(|run| Run {
            range: run.range.clone(),
            place: Place::page(page, run.rect),
        })
        .collect();
    Cell {
        text: text.text.clone(),
        column: 0,
        column_span: 1,
        row_span: 1,
        runs,
        lost: lost(text),
    }
}

/// Where a cell's box hides what was not read with the text: nothing tells where in it.
fn lost(text: &Text) -> Vec<std::ops::Range<usize>> {
    text.cut.then_some(0..text.text.len()).into_iter().collect()
}

enum Item {
    Paragraph(usize),
    Table(usize),
    Figure(usize),
}

/// What stands on a page, top to bottom; what stands inside a cell comes with its row.
fn reading_order(page: &PageLayout) -> Vec<Item> {
    let tables = page
        .tables
        .iter()
        .enumerate()
        .filter(|(_, t)| t.host.is_none());
    let figures = page
        .figures
        .iter()
        .enumerate()
        .filter(|(_, f)| f.host.is_none());
    let mut areas: Vec<(Rect, Item)> = tables
        .map(|(i, t)| (t.rect, Item::Table(i)))
        .chain(figures.map(|(i, f)| (f.rect, Item::Figure(i))))
        .collect();
    areas.sort_by(|a, b| a.0.y0.total_cmp(&b.0.y0));
    let mut start = 0;
    for end in 1..=areas.len() {
        if end == areas.len() || areas[end].0.y0 - areas[start].0.y0 > SAME_HEIGHT {
            areas[start..end].sort_by(|a, b| a.0.x0.total_cmp(&b.0.x0));
            start = end;
        }
    }
    let mut areas = areas.into_iter().peekable();
    let mut items = Vec::with_capacity(page.paragraphs.len() + areas.len());
    for (i, paragraph) in page.paragraphs.iter().enumerate() {
        let (_, y) = paragraph.rect.centre();
        while let Some((_, item)) = areas.next_if(|(area, _)| area.y0 < y) {
            items.push(item);
        }
        items.push(Item::Paragraph(i));
    }
    items.extend(areas.map(|(_, item)| item));
    items
}
