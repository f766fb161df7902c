//! A row of the change history (変更箇所).

use serde::{Deserialize, Serialize};

/// How a row's date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateBasis {
    /// Printed in the row.
    Printed,
    /// Carried down from the row above, whose date cell spans this one.
    Carried,
    /// Told from the rows around it.
    Inferred,
}

/// What a row does to its item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// Nothing stood there before.
    Added,
    /// Nothing stands there any more.
    Removed,
    /// Both sides are quoted.
    Modified,
    /// Neither side is quoted.
    Unstated,
}

/// How the newest quoted state of an item compares with the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reconciled {
    /// The body says the same.
    Agrees,
    /// The body says something else.
    Differs,
    /// The row quotes no text that could be compared.
    NotQuoted,
    /// The document has no such item.
    NoItem,
}

/// What happened to a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EditKind {
    /// Stands on both sides.
    Equal,
    /// Went.
    Delete,
    /// Came.
    Insert,
}

/// One stretch of the edit between before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What happened.
    pub op: EditKind,
    /// The text.
    pub text: String,
}

/// One row of the change history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The change's date, ISO; absent where it cannot be told.
    pub date: Option<String>,
    /// How the date was found.
    pub date_basis: Option<DateBasis>,
    /// Other dates that the row may have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub date_candidates: Vec<String>,
    /// The item cell's normalized text.
    pub item: String,
    /// The keys that the row changes; empty where it cannot be told.
    pub keys: Vec<String>,
    /// The nearest keys where `keys` is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key_candidates: Vec<String>,
    /// What stood before; empty when blank.
    pub before: String,
    /// What stands after; empty when blank.
    pub after: String,
    /// 事前 or 事後.
    pub timing: Option<String>,
    /// The explanation of the timing.
    pub explanation: String,
    /// What the row does.
    pub change: Option<ChangeKind>,
    /// Rows that continue one another share this number (from 1).
    pub group: u32,
    /// How the newest quoted state compares with the body; only on the newest row of an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reconciled: Option<Reconciled>,
    /// The exact edit, where both sides are quoted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
}
