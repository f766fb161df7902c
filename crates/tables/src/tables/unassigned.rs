//! `unassigned`: one row a stretch of content that belongs to no item.

use hyokasho_model::Unassigned as Content;

use super::Source;
use crate::cell::Cell;
use crate::schema::Columns;

pub(crate) struct Row<'a> {
    pub doc: &'a str,
    pub position: usize,
    pub content: &'a Content,
}

pub(crate) fn rows<'a>(source: &'a Source<'a>) -> impl Iterator<Item = Row<'a>> {
    let contents = source.model.unassigned.iter().enumerate();
    contents.map(|(at, content)| Row {
        doc: source.doc,
        position: at + 1,
        content,
    })
}

pub(crate) fn columns<'a>() -> Columns<Row<'a>> {
    Columns::<Row<'a>>::new()
        .always_text("doc", |row| Cell::text(row.doc))
        .always_integer("position", |row| Cell::count(row.position))
        .text("text", |row| Cell::text(&row.content.text))
        .integer("page", |row| Cell::page(&row.content.source))
        .integer("line", |row| Cell::line(&row.content.source))
        .integer("cell", |row| Cell::line_cell(&row.content.source))
        .text("places", |row| Cell::json(&row.content.source))
}
