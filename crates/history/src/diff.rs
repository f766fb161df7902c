//! Two editions of one assessment compared, item by item.
//!
//! Input: two models, the older first. Output: the items that differ, and which rows of the newer
//! one's change table declare it.

use hyokasho_model::{Edit, Fact, Flag, FlagState, Kind, Model, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::content::{content, shown};
use crate::edits::diff as text_diff;
use crate::order::{NumberedChange, oldest_first};

/// An item that differs between two documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentDifference {
    /// The item's key.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Its number on the newer document's form.
    pub number: String,
    /// What the older document says; absent where it has no such item.
    pub before: Option<String>,
    /// What the newer document says; absent where it has no such item.
    pub after: Option<String>,
    /// The exact edit, where both say something.
    pub edits: Vec<Edit>,
    /// Rows of the newer document's change table that declare the difference; none: undeclared.
    pub declared_by: Vec<u32>,
}

/// The differences from the older document to the newer one, in the order of the newer one.
///
/// A row declares a difference when it names the item or a block that holds it and does not stand in
/// the older document's table already.
pub fn diff(older: &Model, newer: &Model) -> Vec<DocumentDifference> {
    let rows = new_rows(older, newer);
    let before: FxHashMap<&str, &Fact> =
        items(older).map(|fact| (fact.key.as_str(), fact)).collect();
    let after: FxHashSet<&str> = items(newer).map(|fact| fact.key.as_str()).collect();
    let kept = items(newer)
        .filter_map(|fact| difference(before.get(fact.key.as_str()).copied(), Some(fact), &rows));
    let gone = items(older)
        .filter(|fact| !after.contains(fact.key.as_str()))
        .filter_map(|fact| difference(Some(fact), None, &rows));
    kept.chain(gone).collect()
}

fn items(model: &Model) -> impl Iterator<Item = &Fact> {
    model
        .facts
        .iter()
        .filter(|fact| fact.object.kind != Kind::Change)
}

/// The newer document's rows that the older one does not have.
fn new_rows<'a>(older: &Model, newer: &'a Model) -> Vec<NumberedChange<'a>> {
    let identity = |row: &NumberedChange<'_>| {
        let change = row.change;
        (
            change.date.clone(),
            content(&change.item),
            content(&change.before),
            content(&change.after),
        )
    };
    let known: FxHashSet<_> = oldest_first(&older.facts).iter().map(identity).collect();
    oldest_first(&newer.facts)
        .into_iter()
        .filter(|row| !known.contains(&identity(row)))
        .collect()
}

fn difference(
    before: Option<&Fact>,
    after: Option<&Fact>,
    rows: &[NumberedChange<'_>],
) -> Option<DocumentDifference> {
    let fact = after.or(before)?;
    if before.map(comparable).unwrap_or_default() == after.map(comparable).unwrap_or_default() {
        return None;
    }
    let (was, is) = (before.map(value), after.map(value));
    let edits = was
        .as_deref()
        .zip(is.as_deref())
        .map(|(was, is)| text_diff(was, is))
        .unwrap_or_default();
    Some(DocumentDifference {
        key: fact.key.to_string(),
        label: fact.label.clone(),
        number: fact.number.clone(),
        before: was,
        after: is,
        edits,
        declared_by: rows
            .iter()
            .filter(|row| row.covers(&fact.key))
            .map(|row| row.number)
            .collect(),
    })
}

/// A value's text; of flags the options that are on, with what stands in their parentheses.
fn value(fact: &Fact) -> String {
    match &fact.object.value {
        Some(Value::Flags(flags)) => flags
            .iter()
            .filter_map(flag_text)
            .collect::<Vec<_>>()
            .join("\n"),
        _ => shown(&fact.object),
    }
}

fn flag_text(flag: &Flag) -> Option<String> {
    let inside = flag
        .text
        .as_deref()
        .filter(|text| !text.is_empty())
        .map(|text| format!(" ({text})"))
        .unwrap_or_default();
    let count = flag
        .count
        .map(|count| format!(" ({count})"))
        .unwrap_or_default();
    match flag.state {
        FlagState::On => Some(format!("{}{inside}{count}", flag.option)),
        FlagState::Unclear => Some(format!("{}{inside}{count}?", flag.option)),
        FlagState::Off => None,
    }
}

/// What is compared: contents without layout; of a date its ISO form.
fn comparable(fact: &Fact) -> String {
    match (&fact.object.kind, &fact.object.value) {
        (Kind::Date, Some(Value::Text(iso))) => iso.clone(),
        _ => content(&value(fact)),
    }
}
