//! Pages of glyphs and rules to a document: blocks of cells in reading order.
//!
//! [`lay_out_page`] looks at one page: rules become grids, grids become cells, glyphs become the
//! lines and paragraphs of the cells, of the text outside tables and of drawings. [`join_pages`]
//! puts the pages one after another: it sets running heads and feet aside and joins tables and
//! rows that a page's end cuts. [`lay_out`] does both.
//!
//! This stage knows no form: neither labels nor options, and no language but its writing rules
//! (which characters open a list item or may not open a line). It does not normalize text.

mod brackets;
mod cells;
mod chars;
mod clipped;
mod columns;
mod cut;
mod edges;
mod emit;
mod figures;
mod furniture;
mod glyph_index;
mod gutters;
mod halves;
mod headings;
mod ink;
mod intersections;
mod join;
mod lines;
mod locate;
mod marks;
mod nesting;
mod open_table;
mod options;
mod outside;
mod page;
mod page_layout;
mod paragraphs;
mod ruby;
mod squares;
mod wrapped;

use hyokasho_document::Document;
use hyokasho_document::page::Page;
use hyokasho_source::Diagnosed;

pub use emit::join_pages;
pub use options::LayoutOptions;
pub use page::lay_out_page;
pub use page_layout::{
    Edge, Figure, Host, PageLayout, Paragraph, Table, TableCell, Text, TextRun, Wrap,
};

/// A document and what was seen of each of its pages on the way to it.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Laid {
    /// Blocks of cells in reading order.
    pub document: Document,
    /// The pages' grids, lines and drawings, for inspection.
    pub pages: Vec<PageLayout>,
}

/// Lays out all pages of a document, one after another.
pub fn lay_out(pages: &[Page], options: &LayoutOptions) -> Diagnosed<Laid> {
    let mut pages: Vec<PageLayout> = pages.iter().map(lay_out_page).collect();
    let Diagnosed {
        value: document,
        diagnostics,
    } = join_pages(&mut pages, options);
    Diagnosed {
        value: Laid { document, pages },
        diagnostics,
    }
}
