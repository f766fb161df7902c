//! The document model `hyokasho/1`: value objects, facts, and the document JSON.
//!
//! A [`Model`] holds the facts of one document in the order of the form, then the changes. The
//! document JSON nests the same value objects along their keys; the facts view is one JSON line a
//! leaf. How values were found is no concern of this crate.

mod change;
mod json;
mod key;
mod schema;
mod tree;
mod value;

pub use change::{Change, ChangeKind, DateBasis, Edit, EditKind, Reconciled};
pub use json::{
    ModelError, document_json, facts_ndjson, model_from_json, write_document, write_facts,
};
pub use key::Key;
pub use schema::{SCHEMA_ID, document_schema};
pub use value::{Basis, Candidate, Fact, Flag, FlagState, Kind, Status, Value, ValueObject};

use hyokasho_source::{Diagnostic, Place};
use serde::{Deserialize, Serialize};

/// The model's name and version, as the document JSON prints it.
pub const MODEL: &str = "hyokasho/1";

/// One document's model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The file it comes from.
    pub source: SourceInfo,
    /// Which form it is.
    pub form: FormInfo,
    /// The value objects in the order of the form, then the changes.
    pub facts: Vec<Fact>,
    /// Keys that the form prints and the document does not show.
    pub missing: Vec<String>,
    /// Content that belongs to no item, with its place.
    pub unassigned: Vec<Unassigned>,
    /// Findings, in the order of the document.
    pub diagnostics: Vec<Diagnostic>,
}

impl Model {
    /// The fact under a key.
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.key.as_str() == key)
    }

    /// The facts of the change rows in order, with those whose cells cannot be told.
    pub fn change_facts(&self) -> impl Iterator<Item = &Fact> {
        let facts = self.facts.iter();
        facts.filter(|fact| fact.object.kind == Kind::Change)
    }

    /// The change rows that can be told, in order.
    pub fn changes(&self) -> impl Iterator<Item = (&Fact, &Change)> {
        self.facts
            .iter()
            .filter_map(|fact| match &fact.object.value {
                Some(Value::Change(change)) => Some((fact, change.as_ref())),
                _ => None,
            })
    }
}

/// The file that a model comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// File name without its folder, lossily decoded where it is no UTF-8.
    pub file: String,
    /// `pdf` or `text`.
    pub format: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
    /// Number of pages (PDF).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Number of lines (text).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<u32>,
    /// Encoding that the text was read in (text), as the Encoding Standard names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

/// Which form a document is, and how that was recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormInfo {
    /// `basic`, `focused` or `full`.
    pub kind: String,
    /// The revision as printed, such as 令和7年5月 様式3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The revision's date, `2025-05`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision_date: Option<String>,
    /// `title`, `revision`, `contents`.
    pub recognised_by: String,
    /// Parts of the form that the document shows, by their printed numbers (`表紙`, `Ⅰ`, `別添1` …).
    pub parts: Vec<String>,
}

/// Content that belongs to no item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unassigned {
    /// Its normalized text.
    pub text: String,
    /// Where it stands.
    pub source: Vec<Place>,
}
