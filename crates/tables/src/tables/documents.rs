//! `documents`: one row a document.

use hyokasho_model::{Kind, Model, Reconciled, Status, Value};
use hyokasho_source::Severity;

use super::Source;
use crate::agency::Agency;
use crate::cell::Cell;
use crate::schema::Columns;

pub(crate) struct Row<'a> {
    pub doc: &'a str,
    pub model: &'a Model,
    pub agency: &'a Agency<'a>,
}

pub(crate) fn rows<'a>(source: &'a Source<'a>) -> impl Iterator<Item = Row<'a>> {
    std::iter::once(Row {
        doc: source.doc,
        model: source.model,
        agency: &source.agency,
    })
}

pub(crate) fn columns<'a>() -> Columns<Row<'a>> {
    Columns::<Row<'a>>::new()
        .always_text("doc", |row| Cell::text(row.doc))
        .always_text("file", |row| Cell::text(&row.model.source.file))
        .always_text("format", |row| Cell::text(&row.model.source.format))
        .always_text("sha256", |row| Cell::text(&row.model.source.sha256))
        .always_integer("bytes", |row| Cell::number(Some(row.model.source.bytes)))
        .integer("pages", |row| Cell::number(row.model.source.pages))
        .integer("lines", |row| Cell::number(row.model.source.lines))
        .text("encoding", |row| {
            Cell::maybe(row.model.source.encoding.as_deref())
        })
        .always_text("form", |row| Cell::text(&row.model.form.kind))
        .text("form_revision", |row| {
            Cell::maybe(row.model.form.revision.as_deref())
        })
        .text("form_revision_date", |row| {
            Cell::maybe(row.model.form.revision_date.as_deref())
        })
        .text("form_recognised_by", |row| {
            Cell::text(&row.model.form.recognised_by)
        })
        .text("form_parts", |row| Cell::list(&row.model.form.parts))
        .text("number", |row| value(row, "cover.number"))
        .text("title", |row| value(row, "cover.title"))
        .text("agency", |row| value(row, "cover.agency"))
        .text("prefecture", |row| Cell::maybe(row.agency.prefecture))
        .text("municipality", |row| Cell::maybe(row.agency.municipality))
        .text("ward", |row| Cell::maybe(row.agency.ward))
        .text("local_government_code", |row| Cell::maybe(row.agency.code))
        .text("local_government_candidates", |row| {
            Cell::list(&row.agency.candidates)
        })
        .text("publication_date", |row| {
            value(row, "cover.publication_date")
        })
        .text("commission_approval_date", |row| {
            value(row, "cover.commission_approval_date")
        })
        .text("business_name", |row| value(row, "business.name"))
        .text("target_count", |row| value(row, "business.target_count"))
        .always_integer("items", |row| items(row))
        .always_integer("filled", |row| with_status(row, Status::Filled))
        .always_integer("blank", |row| with_status(row, Status::Blank))
        .always_integer("unclear", |row| with_status(row, Status::Unclear))
        .always_integer("missing", |row| Cell::count(row.model.missing.len()))
        .always_integer("unassigned", |row| Cell::count(row.model.unassigned.len()))
        .always_integer("changes", |row| Cell::count(row.model.changes().count()))
        .always_integer("changes_differ", |row| {
            Cell::count(
                row.model
                    .changes()
                    .filter(|(_, change)| change.reconciled == Some(Reconciled::Differs))
                    .count(),
            )
        })
        .text("latest_change_date", |row| {
            Cell::maybe(
                row.model
                    .changes()
                    .filter_map(|(_, change)| change.date.as_deref())
                    .max(),
            )
        })
        .always_integer("errors", |row| of_severity(row, Severity::Error))
        .always_integer("warnings", |row| of_severity(row, Severity::Warning))
        .always_integer("infos", |row| of_severity(row, Severity::Info))
}

/// The value of a text, choice or date item.
fn value<'a>(row: &Row<'a>, key: &str) -> Cell<'a> {
    let value = row
        .model
        .fact(key)
        .and_then(|fact| fact.object.value.as_ref());
    Cell::maybe(value.and_then(Value::as_text))
}

fn with_status(row: &Row<'_>, status: Status) -> Cell<'static> {
    let facts = row
        .model
        .facts
        .iter()
        .filter(|fact| fact.object.kind != Kind::Change);
    Cell::count(facts.filter(|fact| fact.object.status == status).count())
}

fn of_severity(row: &Row<'_>, severity: Severity) -> Cell<'static> {
    Cell::count(
        row.model
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count(),
    )
}

fn items(row: &Row<'_>) -> Cell<'static> {
    Cell::count(
        row.model
            .facts
            .iter()
            .filter(|fact| fact.object.kind != Kind::Change)
            .count(),
    )
}
