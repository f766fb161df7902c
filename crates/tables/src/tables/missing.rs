//! `missing`: one row an item that the form prints and the document does not show.

use hyokasho_model::Key;

use super::Source;
use crate::cell::Cell;
use crate::schema::Columns;

pub(crate) struct Row<'a> {
    pub doc: &'a str,
    pub key: &'a str,
}

pub(crate) fn rows<'a>(source: &'a Source<'a>) -> impl Iterator<Item = Row<'a>> {
    source.model.missing.iter().map(|key| Row {
        doc: source.doc,
        key,
    })
}

pub(crate) fn columns<'a>() -> Columns<Row<'a>> {
    Columns::<Row<'a>>::new()
        .always_text("doc", |row| Cell::text(row.doc))
        .always_text("key", |row| Cell::text(row.key))
        .always_text("pattern", |row| Cell::owned(Key::new(row.key).pattern()))
}
