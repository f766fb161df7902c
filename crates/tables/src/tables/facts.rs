//! `facts`: one row an item that the document shows, in the order of the form. The rows of the change
//! history are in `changes`; those whose cells cannot be told stand here, with what they may be.

use hyokasho_model::{Fact, FlagState, Kind, Value};

use super::Source;
use crate::cell::Cell;
use crate::schema::Columns;

pub(crate) struct Row<'a> {
    pub doc: &'a str,
    pub position: usize,
    pub fact: &'a Fact,
}

pub(crate) fn rows<'a>(source: &'a Source<'a>) -> impl Iterator<Item = Row<'a>> {
    let facts = source
        .model
        .facts
        .iter()
        .filter(|fact| fact.object.kind != Kind::Change || fact.object.value.is_none());
    facts.enumerate().map(|(at, fact)| Row {
        doc: source.doc,
        position: at + 1,
        fact,
    })
}

pub(crate) fn columns<'a>() -> Columns<Row<'a>> {
    Columns::<Row<'a>>::new()
        .always_text("doc", |row| Cell::text(row.doc))
        .always_integer("position", |row| Cell::count(row.position))
        .always_text("key", |row| Cell::text(row.fact.key.as_str()))
        .always_text("pattern", |row| Cell::owned(row.fact.key.pattern()))
        .integer("index_1", |row| {
            Cell::number(row.fact.key.indices().first().copied())
        })
        .integer("index_2", |row| {
            Cell::number(row.fact.key.indices().get(1).copied())
        })
        .always_text("section", |row| Cell::text(section(row.fact.key.as_str())))
        .text("number", |row| Cell::text(&row.fact.number))
        .text("label", |row| Cell::text(&row.fact.label))
        .always_text("kind", |row| Cell::word(&row.fact.object.kind))
        .always_text("status", |row| Cell::word(&row.fact.object.status))
        .text("value", |row| value(row.fact))
        .integer("option", |row| Cell::number(row.fact.object.option))
        .integer("count", |row| count(row.fact))
        .text("text", |row| Cell::text(&row.fact.object.text))
        .text("basis", |row| {
            row.fact
                .object
                .basis
                .map_or(Cell::Null, |basis| Cell::word(&basis))
        })
        .text("candidates", |row| Cell::json(&row.fact.object.candidates))
        .integer("page", |row| Cell::page(&row.fact.object.source))
        .integer("line", |row| Cell::line(&row.fact.object.source))
        .integer("cell", |row| Cell::line_cell(&row.fact.object.source))
        .text("places", |row| Cell::json(&row.fact.object.source))
        .text("label_places", |row| {
            Cell::json(&row.fact.object.label_source)
        })
}

/// The first name of a key.
fn section(key: &str) -> &str {
    key.split(['.', '[']).next().unwrap_or(key)
}

/// The value in words; for flags the options that are on.
fn value(fact: &Fact) -> Cell<'_> {
    match &fact.object.value {
        Some(Value::Text(text)) => Cell::text(text),
        Some(Value::Count(count)) => Cell::owned(count.to_string()),
        Some(Value::Flags(flags)) => {
            let on = flags.iter().filter(|flag| flag.state == FlagState::On);
            Cell::owned(
                on.map(|flag| flag.option.as_str())
                    .collect::<Vec<_>>()
                    .join("\n"),
            )
        }
        Some(Value::Change(_)) | None => Cell::Null,
    }
}

fn count(fact: &Fact) -> Cell<'_> {
    match fact.object.value {
        Some(Value::Count(count)) => Cell::number(Some(count)),
        _ => Cell::Null,
    }
}
