//! `flags`: one row an option of an item whose options are each marked or not.

use hyokasho_model::{Fact, Flag, Value};

use super::Source;
use crate::cell::Cell;
use crate::schema::Columns;

pub(crate) struct Row<'a> {
    pub doc: &'a str,
    pub fact: &'a Fact,
    pub position: usize,
    pub flag: &'a Flag,
}

pub(crate) fn rows<'a>(source: &'a Source<'a>) -> impl Iterator<Item = Row<'a>> {
    source.model.facts.iter().flat_map(move |fact| {
        let flags = match &fact.object.value {
            Some(Value::Flags(flags)) => flags.as_slice(),
            _ => &[],
        };
        flags.iter().enumerate().map(move |(at, flag)| Row {
            doc: source.doc,
            fact,
            position: at + 1,
            flag,
        })
    })
}

pub(crate) fn columns<'a>() -> Columns<Row<'a>> {
    Columns::<Row<'a>>::new()
        .always_text("doc", |row| Cell::text(row.doc))
        .always_text("key", |row| Cell::text(row.fact.key.as_str()))
        .always_text("pattern", |row| Cell::owned(row.fact.key.pattern()))
        .text("number", |row| Cell::text(&row.fact.number))
        .text("label", |row| Cell::text(&row.fact.label))
        .always_integer("option_number", |row| Cell::count(row.position))
        .always_text("option", |row| Cell::text(&row.flag.option))
        .always_text("state", |row| Cell::word(&row.flag.state))
        .text("basis", |row| {
            row.flag
                .basis
                .map_or(Cell::Null, |basis| Cell::word(&basis))
        })
        .text("text", |row| Cell::maybe(row.flag.text.as_deref()))
        .integer("count", |row| Cell::number(row.flag.count))
        .integer("page", |row| Cell::page(&row.fact.object.source))
        .integer("line", |row| Cell::line(&row.fact.object.source))
        .integer("cell", |row| Cell::line_cell(&row.fact.object.source))
        .text("places", |row| Cell::json(&row.fact.object.source))
}
