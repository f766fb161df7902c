//! One cell of a table.

use std::borrow::Cow;

use hyokasho_source::Place;
use serde::Serialize;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CellKind {
    /// Text in UTF-8.
    Text,
    /// A whole number of 64 bits.
    Integer,
}

/// One cell. A text is never empty: where there is none the cell is null, so that formats which
/// cannot tell the two apart hold the same content as those which can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// A text.
    Text(Cow<'a, str>),
    /// A number.
    Integer(i64),
}

/// What parts the members of a list in one cell. No key, option, code or printed part holds it.
const LIST: &str = ";";

impl<'a> Cell<'a> {
    /// A text; null where it is empty.
    pub fn text(text: &'a str) -> Self {
        if text.is_empty() {
            Self::Null
        } else {
            Self::Text(Cow::Borrowed(text))
        }
    }

    /// A text made for the cell; null where it is empty.
    pub fn owned(text: String) -> Self {
        if text.is_empty() {
            Self::Null
        } else {
            Self::Text(Cow::Owned(text))
        }
    }

    /// A text that may be absent.
    pub fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::text)
    }

    /// A number that may be absent; one beyond the column's range is null.
    pub fn number(number: Option<impl TryInto<i64>>) -> Self {
        number
            .and_then(|number| number.try_into().ok())
            .map_or(Self::Null, Self::Integer)
    }

    /// A count of things in memory.
    pub fn count(count: usize) -> Self {
        Self::number(Some(count))
    }

    /// Members of a list, parted by `;`.
    pub fn list<T: AsRef<str>>(members: &[T]) -> Self {
        let members: Vec<&str> = members.iter().map(AsRef::as_ref).collect();
        Self::owned(members.join(LIST))
    }

    /// A value that is written as a plain word, such as a status.
    pub fn word(value: &impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(word)) => Self::owned(word),
            _ => Self::Null,
        }
    }

    /// A structure as JSON text; null where it is an empty list.
    pub fn json<T: Serialize>(list: &[T]) -> Self {
        if list.is_empty() {
            return Self::Null;
        }
        serde_json::to_string(list).map_or(Self::Null, Self::owned)
    }

    /// The page of the first place.
    pub fn page(places: &[Place]) -> Self {
        match places.first() {
            Some(Place::Page { page, .. }) => Self::number(Some(*page)),
            _ => Self::Null,
        }
    }

    /// The line of the first place.
    pub fn line(places: &[Place]) -> Self {
        match places.first() {
            Some(Place::Line { line, .. }) => Self::number(Some(*line)),
            _ => Self::Null,
        }
    }

    /// The cell in the line of the first place.
    pub fn line_cell(places: &[Place]) -> Self {
        match places.first() {
            Some(Place::Line { cell, .. }) => Self::number(*cell),
            _ => Self::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_texts_and_lists_are_null() {
        assert_eq!(Cell::text(""), Cell::Null);
        assert_eq!(Cell::list::<&str>(&[]), Cell::Null);
        assert_eq!(Cell::json::<Place>(&[]), Cell::Null);
        assert_eq!(Cell::list(&["a", "b"]), Cell::text("a;b"));
    }

    #[test]
    fn a_number_beyond_the_range_is_null() {
        assert_eq!(Cell::number(Some(u64::MAX)), Cell::Null);
        assert_eq!(Cell::number(Some(7_u64)), Cell::Integer(7));
    }
}
