//! `diagnostics`: one row a finding, in the order of the document.

use hyokasho_source::Diagnostic;

use super::Source;
use crate::cell::Cell;
use crate::schema::Columns;

pub(crate) struct Row<'a> {
    pub doc: &'a str,
    pub position: usize,
    pub diagnostic: &'a Diagnostic,
}

pub(crate) fn rows<'a>(source: &'a Source<'a>) -> impl Iterator<Item = Row<'a>> {
    let diagnostics = source.model.diagnostics.iter().enumerate();
    diagnostics.map(|(at, diagnostic)| Row {
        doc: source.doc,
        position: at + 1,
        diagnostic,
    })
}

pub(crate) fn columns<'a>() -> Columns<Row<'a>> {
    Columns::<Row<'a>>::new()
        .always_text("doc", |row| Cell::text(row.doc))
        .always_integer("position", |row| Cell::count(row.position))
        .always_text("code", |row| Cell::text(row.diagnostic.code.as_str()))
        .always_text("severity", |row| Cell::word(&row.diagnostic.severity))
        .text("key", |row| Cell::maybe(row.diagnostic.key.as_deref()))
        .text("message", |row| Cell::text(&row.diagnostic.message))
        .integer("page", |row| Cell::page(&row.diagnostic.source))
        .integer("line", |row| Cell::line(&row.diagnostic.source))
        .integer("cell", |row| Cell::line_cell(&row.diagnostic.source))
        .text("places", |row| Cell::json(&row.diagnostic.source))
}
