//! Value objects and facts.

use hyokasho_source::Place;
use serde::{Deserialize, Serialize};

use crate::{Change, Key};

/// The kind of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Free text.
    Text,
    /// One of the form's options.
    Choice,
    /// Options that are each marked or not.
    Flags,
    /// A date.
    Date,
    /// A number.
    Count,
    /// A row of the change history.
    Change,
}

/// What the document says of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The document says `value`.
    Filled,
    /// The item is printed, and nothing or only a dash is written in it.
    Blank,
    /// Something is there, and the document does not tell which value; see `candidates`.
    Unclear,
}

/// What decided a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// A mark that the document shows.
    Mark,
    /// The bracket beside the option list.
    Bracket,
    /// A parenthesis that was filled in.
    Text,
    /// A number printed after the option.
    Count,
    /// Contrast among the boxes of one cell.
    Contrast,
    /// An option that excludes it.
    Exclusive,
    /// その妥当性, which names what is held.
    Rationale,
    /// The change history.
    History,
    /// Found by its label.
    Label,
    /// Found by its place in the form.
    Position,
}

/// The state of one option of a `flags` item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FlagState {
    /// Marked.
    On,
    /// Not marked.
    Off,
    /// The document does not tell.
    Unclear,
}

/// One option of a `flags` item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flag {
    /// The option's official text.
    pub option: String,
    /// Whether it is marked.
    pub state: FlagState,
    /// What decided the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// What stands in the option's parentheses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The number in `( n ) 件`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// `text`, `choice` (the official option) and `date` (ISO).
    Text(String),
    /// `count`.
    Count(u64),
    /// `flags`.
    Flags(Vec<Flag>),
    /// `change`.
    Change(Box<Change>),
}

impl Value {
    /// The text of a `text`, `choice` or `date` value.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A value that an unclear item may have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The value.
    pub value: Value,
    /// What speaks for it, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What the document says of one item, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValueObject {
    /// The item's kind.
    pub kind: Kind,
    /// Whether the document tells a value.
    pub status: Status,
    /// The value; absent unless `filled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The number on the form of a choice's option, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<u32>,
    /// The cell's normalized text as printed (for `text` items: the value's own text).
    pub text: String,
    /// Where it stands; several places where it spans lines, cells or pages.
    pub source: Vec<Place>,
    /// What decided the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// What an unclear item may be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// Where the label stands that the value was found by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub label_source: Vec<Place>,
}

/// A value object under its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The item's stable name.
    pub key: Key,
    /// The label as the catalogue has it.
    pub label: String,
    /// The item's number on this form, such as Ⅱ4③.
    pub number: String,
    /// The value.
    #[serde(flatten)]
    pub object: ValueObject,
}
