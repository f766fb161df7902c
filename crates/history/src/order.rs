//! The order of change rows in time, and which rows speak of an item.
//!
//! Input: facts. Output: the change rows, oldest first: by the table's own order, which may begin
//! with the newest.

use hyokasho_model::{Change, Fact, Key, Kind, Value};

use crate::dates::newest_first;

/// A change row with its number in the table.
#[derive(Debug, Clone, Copy)]
pub struct NumberedChange<'a> {
    /// The row's number, from 1.
    pub number: u32,
    /// Its fact.
    pub fact: &'a Fact,
    /// The change.
    pub change: &'a Change,
}

impl NumberedChange<'_> {
    /// Whether the row changes the item itself or a block that holds it.
    pub fn covers(&self, key: &Key) -> bool {
        self.change.keys.iter().any(|prefix| key.is_in(prefix))
    }

    /// Whether the row changes the item itself.
    pub fn names(&self, key: &str) -> bool {
        self.change.keys.iter().any(|own| own == key)
    }

    /// Whether the row is later than a date; a date that gives no day is compared as far as it goes.
    pub fn is_after(&self, date: &str) -> Option<bool> {
        let own = self.change.date.as_deref()?;
        let length = own.len().min(date.len());
        Some(own.get(..length)? > date.get(..length)?)
    }
}

/// The change rows among facts, the oldest first.
pub fn oldest_first(facts: &[Fact]) -> Vec<NumberedChange<'_>> {
    let mut changes: Vec<NumberedChange<'_>> = facts
        .iter()
        .filter(|fact| fact.object.kind == Kind::Change)
        .zip(1..)
        .filter_map(|(fact, number)| match &fact.object.value {
            Some(Value::Change(change)) => Some(NumberedChange {
                number,
                fact,
                change,
            }),
            _ => None,
        })
        .collect();
    let dates: Vec<&str> = changes
        .iter()
        .filter_map(|row| row.change.date.as_deref())
        .collect();
    if newest_first(dates.iter().copied()) {
        changes.reverse();
    }
    // rows without a date stay with the rows that they stand beside
    let mut last = String::new();
    let mut keyed: Vec<(String, NumberedChange<'_>)> = Vec::with_capacity(changes.len());
    for row in changes {
        if let Some(date) = &row.change.date {
            last.clone_from(date);
        }
        keyed.push((last.clone(), row));
    }
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed.into_iter().map(|(_, row)| row).collect()
}
