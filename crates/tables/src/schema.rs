//! The schema of the tables: names, types, null rules, meanings.
//!
//! A table's columns stand in its own file under `tables/`, each with the function that fills it;
//! the words that explain them stand in `data/tables.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::cell::{Cell, CellKind};
use crate::tables::Place;

/// The version of the tables' schema. A column that is added leaves it; one that is renamed, removed
/// or changes its meaning raises it.
pub const TABLES_VERSION: &str = "1";

/// A column and how its cells are made from a row.
struct Filled<R> {
    name: &'static str,
    kind: CellKind,
    is_nullable: bool,
    cell: for<'r> fn(&'r R) -> Cell<'r>,
}

/// The columns of a table in their order.
pub(crate) struct Columns<R>(Vec<Filled<R>>);

impl<R> Columns<R> {
    /// No columns yet.
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// A text column that may hold nulls.
    pub fn text(self, name: &'static str, cell: for<'r> fn(&'r R) -> Cell<'r>) -> Self {
        self.with(Filled {
            name,
            kind: CellKind::Text,
            is_nullable: true,
            cell,
        })
    }

    /// A text column that is never null.
    pub fn always_text(self, name: &'static str, cell: for<'r> fn(&'r R) -> Cell<'r>) -> Self {
        self.with(Filled {
            name,
            kind: CellKind::Text,
            is_nullable: false,
            cell,
        })
    }

    /// A number column that may hold nulls.
    pub fn integer(self, name: &'static str, cell: for<'r> fn(&'r R) -> Cell<'r>) -> Self {
        self.with(Filled {
            name,
            kind: CellKind::Integer,
            is_nullable: true,
            cell,
        })
    }

    /// A number column that is never null.
    pub fn always_integer(self, name: &'static str, cell: for<'r> fn(&'r R) -> Cell<'r>) -> Self {
        self.with(Filled {
            name,
            kind: CellKind::Integer,
            is_nullable: false,
            cell,
        })
    }

    fn with(mut self, column: Filled<R>) -> Self {
        self.0.push(column);
        self
    }

    /// Name, kind and null rule of each column.
    pub fn outline(&self) -> Vec<(&'static str, CellKind, bool)> {
        self.0
            .iter()
            .map(|column| (column.name, column.kind, column.is_nullable))
            .collect()
    }

    /// The cells of a row.
    pub fn cells<'r>(&self, row: &'r R) -> Vec<Cell<'r>> {
        self.0.iter().map(|column| (column.cell)(row)).collect()
    }
}

/// One table as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name, which is the name of its files.
    pub name: &'static str,
    /// What one row is, in English and Japanese.
    pub meaning: Meaning,
    /// Its columns in their order.
    pub columns: Vec<Column>,
}

/// One column as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: CellKind,
    /// Whether a cell may be null; `meaning` says when.
    pub is_nullable: bool,
    /// What it means, in English and Japanese.
    pub meaning: Meaning,
}

/// A meaning in two languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Meaning {
    /// English.
    pub en: String,
    /// Japanese.
    pub ja: String,
}

/// The tables in their order.
pub fn tables() -> &'static [Table] {
    static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
        let words: toml::Table = include_str!("../data/tables.toml")
            .parse()
            .unwrap_or_default();
        Place::ALL
            .iter()
            .map(|place| described(*place, &words))
            .collect()
    });
    &TABLES
}

/// A table with its words; a column of its own name, or one that all tables share (`shared`).
fn described(place: Place, words: &toml::Table) -> Table {
    let name = place.name();
    let own = words.get(name).and_then(toml::Value::as_table);
    let shared = words.get("shared").and_then(toml::Value::as_table);
    let word = |column: &str| {
        let found = own
            .and_then(|own| own.get(column))
            .or_else(|| shared?.get(column));
        found
            .and_then(|found| found.clone().try_into::<Meaning>().ok())
            .unwrap_or_default()
    };
    let columns = place
        .columns()
        .into_iter()
        .map(|(column, kind, is_nullable)| Column {
            name: column,
            kind,
            is_nullable,
            meaning: word(column),
        });
    Table {
        name,
        meaning: word("-"),
        columns: columns.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_explained_in_both_languages() {
        for table in tables() {
            let silent = |meaning: &Meaning| meaning.en.is_empty() || meaning.ja.is_empty();
            assert!(!silent(&table.meaning), "{}", table.name);
            for column in &table.columns {
                assert!(!silent(&column.meaning), "{}.{}", table.name, column.name);
            }
        }
    }

    #[test]
    fn no_word_is_left_without_a_column() {
        let words: toml::Table = include_str!("../data/tables.toml").parse().expect("TOML");
        for (name, entries) in &words {
            for word in entries.as_table().expect("a table").keys() {
                let has = |table: &Table| {
                    table.columns.iter().any(|column| column.name == word) || word == "-"
                };
                let known = tables()
                    .iter()
                    .any(|table| (table.name == name || name == "shared") && has(table));
                assert!(known, "{name}.{word}");
            }
        }
    }
}
