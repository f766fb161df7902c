//! `changes`: one row a row of the change history, in the order printed.

use hyokasho_model::{Change, Fact};

use super::Source;
use crate::cell::Cell;
use crate::schema::Columns;

pub(crate) struct Row<'a> {
    pub doc: &'a str,
    pub fact: &'a Fact,
    pub change: &'a Change,
}

pub(crate) fn rows<'a>(source: &'a Source<'a>) -> impl Iterator<Item = Row<'a>> {
    source.model.changes().map(|(fact, change)| Row {
        doc: source.doc,
        fact,
        change,
    })
}

pub(crate) fn columns<'a>() -> Columns<Row<'a>> {
    Columns::<Row<'a>>::new()
        .always_text("doc", |row| Cell::text(row.doc))
        .always_text("key", |row| Cell::text(row.fact.key.as_str()))
        .integer("row", |row| {
            Cell::number(row.fact.key.indices().first().copied())
        })
        .always_integer("change_group", |row| Cell::number(Some(row.change.group)))
        .text("date", |row| Cell::maybe(row.change.date.as_deref()))
        .text("date_basis", |row| {
            row.change
                .date_basis
                .map_or(Cell::Null, |basis| Cell::word(&basis))
        })
        .text("date_candidates", |row| {
            Cell::list(&row.change.date_candidates)
        })
        .text("item", |row| Cell::text(&row.change.item))
        .text("keys", |row| Cell::list(&row.change.keys))
        .text("key_candidates", |row| {
            Cell::list(&row.change.key_candidates)
        })
        .text("before", |row| Cell::text(&row.change.before))
        .text("after", |row| Cell::text(&row.change.after))
        .text("timing", |row| Cell::maybe(row.change.timing.as_deref()))
        .text("explanation", |row| Cell::text(&row.change.explanation))
        .text("change", |row| {
            row.change
                .change
                .map_or(Cell::Null, |change| Cell::word(&change))
        })
        .text("reconciled", |row| {
            row.change
                .reconciled
                .map_or(Cell::Null, |reconciled| Cell::word(&reconciled))
        })
        .text("edits", |row| Cell::json(&row.change.edits))
        .integer("page", |row| Cell::page(&row.fact.object.source))
        .integer("line", |row| Cell::line(&row.fact.object.source))
        .integer("cell", |row| Cell::line_cell(&row.fact.object.source))
        .text("places", |row| Cell::json(&row.fact.object.source))
}
