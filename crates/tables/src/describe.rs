//! The schema of the tables for readers: as JSON and as a page of documentation.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::cell::CellKind;
use crate::schema::{Column, TABLES_VERSION, Table, tables};

/// The page in front of the tables.
const INTRODUCTION: &str = include_str!("../data/tables-introduction.md");

/// The tables' schema for programs.
pub fn tables_json() -> Json {
    json!({"tables_version": TABLES_VERSION, "model": hyokasho_model::MODEL, "tables": tables().iter().map(table_json).collect::<Vec<_>>()})
}

fn table_json(table: &Table) -> Json {
    json!({
        "name": table.name,
        "meaning": {"en": table.meaning.en, "ja": table.meaning.ja},
        "columns": table.columns.iter().map(column_json).collect::<Vec<_>>(),
    })
}

fn column_json(column: &Column) -> Json {
    json!({
        "name": column.name,
        "type": column.kind,
        "nullable": column.is_nullable,
        "meaning": {"en": column.meaning.en, "ja": column.meaning.ja},
    })
}

/// The page `docs/tables.md`.
pub fn tables_markdown() -> String {
    let mut page = INTRODUCTION.to_owned();
    for table in tables() {
        let _ = writeln!(
            page,
            "\n## {}\n\n{}\n{}\n",
            table.name, table.meaning.en, table.meaning.ja
        );
        let _ = writeln!(
            page,
            "| column | type | null | meaning | 意味 |\n|---|---|---|---|---|"
        );
        for column in &table.columns {
            let _ = writeln!(page, "{}", line(column));
        }
    }
    page
}

fn line(column: &Column) -> String {
    let kind = match column.kind {
        CellKind::Text => "text",
        CellKind::Integer => "integer",
    };
    let null = if column.is_nullable { "yes" } else { "never" };
    format!(
        "| `{}` | {kind} | {null} | {} | {} |",
        column.name, column.meaning.en, column.meaning.ja
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `HYOKASHO_BLESS=1 cargo test -p hyokasho-tables` writes the page.
    #[test]
    fn the_page_in_docs_is_the_page_of_the_schema() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/tables.md");
        let page = tables_markdown();
        if std::env::var_os("HYOKASHO_BLESS").is_some() {
            std::fs::write(path, &page).expect("docs/tables.md can be written");
        }
        let is_same = std::fs::read_to_string(path).is_ok_and(|standing| standing == page);
        assert!(is_same, "docs/tables.md is not up to date");
    }
}
