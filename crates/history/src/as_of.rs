//! The document as it stood at a date, and the timeline of its changes.
//!
//! Input: a model and a date. Output: each item's text at that date with what it rests on.

use hyokasho_model::{Fact, Kind, Model, Value};
use serde::Serialize;

use crate::content::shown;
use crate::order::{NumberedChange, oldest_first};
use crate::phrases::{Says, says};
use crate::replay::{Text, undo};

/// What an item's text at a date rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RestsOn {
    /// The body: no later row changes the item.
    Body,
    /// What this row quotes as its state before.
    RowBefore(u32),
    /// What this row quotes as its state after.
    RowAfter(u32),
    /// This row changed the item and does not quote what stood there.
    Unknown(u32),
}

/// An item's text at a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AsOfValue {
    /// The item's key.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Its number on the form.
    pub number: String,
    /// The text; empty where nothing stood there, absent where it cannot be told.
    pub value: Option<String>,
    /// What it rests on.
    pub rests_on: RestsOn,
}

/// The document as it stood at the end of a day (ISO; a month or a year stands for its last day).
///
/// Rows without a date count as of the row that they stand behind. Items that the body no longer has
/// and a later row quotes are given too, by the row's key.
pub fn as_of(model: &Model, date: &str) -> Vec<AsOfValue> {
    let rows = oldest_first(&model.facts);
    let first_later = rows
        .iter()
        .position(|row| row.is_after(date) == Some(true))
        .unwrap_or(rows.len());
    let (until, later) = rows.split_at(first_later);
    let body = model
        .facts
        .iter()
        .filter(|fact| fact.object.kind != Kind::Change);
    let mut values: Vec<AsOfValue> = body.map(|fact| item_as_of(fact, until, later)).collect();
    values.extend(gone_items(model, later));
    values
}

fn item_as_of(
    fact: &Fact,
    until: &[NumberedChange<'_>],
    later: &[NumberedChange<'_>],
) -> AsOfValue {
    let mut text = Text::Known(shown(&fact.object));
    let mut rests_on = RestsOn::Body;
    for row in later.iter().rev().filter(|row| row.covers(&fact.key)) {
        let own = row.names(fact.key.as_str());
        let was_added =
            !own && says(&row.change.after) == Says::Text && is_absent(&row.change.before);
        let before = if was_added {
            Text::Known(String::new())
        } else {
            undo(&text, row.change, own)
        };
        rests_on = match (&before, &text) {
            (Text::Known(before), Text::Known(after)) if before == after => rests_on,
            (Text::Known(_), _) => RestsOn::RowBefore(row.number),
            (Text::Unknown, Text::Known(_)) => RestsOn::Unknown(row.number),
            // a short value is quoted whole: it is known again below a row that quotes it
            (Text::Unknown, Text::Unknown) => rests_on,
        };
        text = before;
        if text == Text::Unknown && own && is_short(fact) && says(&row.change.before) == Says::Text
        {
            text = Text::Known(row.change.before.clone());
            rests_on = RestsOn::RowBefore(row.number);
        }
    }
    if text == Text::Unknown && is_short(fact) {
        let newest = until.iter().rev().find(|row| row.names(fact.key.as_str()));
        if let Some(row) = newest.filter(|row| says(&row.change.after) == Says::Text) {
            text = Text::Known(row.change.after.clone());
            rests_on = RestsOn::RowAfter(row.number);
        }
    }
    let value = if let Text::Known(text) = text {
        Some(text)
    } else {
        None
    };
    AsOfValue {
        key: fact.key.to_string(),
        label: fact.label.clone(),
        number: fact.number.clone(),
        value,
        rests_on,
    }
}

fn is_absent(text: &str) -> bool {
    matches!(says(text), Says::Blank | Says::Nothing | Says::Comes)
}

/// Whether rows on the item quote its value whole: it has one of a few options, a date or a number.
fn is_short(fact: &Fact) -> bool {
    matches!(fact.object.kind, Kind::Choice | Kind::Date | Kind::Count)
}

/// Items that stood in the document then and that its body no longer has.
fn gone_items(model: &Model, later: &[NumberedChange<'_>]) -> Vec<AsOfValue> {
    let mut gone: Vec<AsOfValue> = Vec::new();
    for row in later {
        for key in &row.change.keys {
            let known = model.facts.iter().any(|fact| fact.key.is_in(key))
                || gone.iter().any(|item| item.key == *key);
            if known || is_absent(&row.change.before) {
                continue;
            }
            let quoted = says(&row.change.before) == Says::Text;
            gone.push(AsOfValue {
                key: key.clone(),
                label: String::new(),
                number: String::new(),
                value: quoted.then(|| row.change.before.clone()),
                rests_on: if quoted {
                    RestsOn::RowBefore(row.number)
                } else {
                    RestsOn::Unknown(row.number)
                },
            });
        }
    }
    gone
}

/// The change rows, the oldest first; those on one item or block alone where a key is given.
pub fn timeline<'a>(model: &'a Model, key: Option<&str>) -> Vec<NumberedChange<'a>> {
    let speaks = |row: &NumberedChange<'_>| {
        key.is_none_or(|wanted| {
            row.change.keys.iter().any(|own| {
                hyokasho_model::Key::new(own.clone()).is_in(wanted)
                    || hyokasho_model::Key::new(wanted).is_in(own)
            })
        })
    };
    oldest_first(&model.facts)
        .into_iter()
        .filter(speaks)
        .collect()
}

/// The value of a fact as people read it, for the terminal views and comparisons.
pub fn printed(fact: &Fact) -> String {
    match &fact.object.value {
        Some(Value::Change(change)) => change.item.clone(),
        _ => shown(&fact.object),
    }
}
