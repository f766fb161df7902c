//! The model as tables for analytics: Parquet, CSV and NDJSON of identical content.
//!
//! [`TableWriters`] takes models one after the other and writes a file for each table and format, in
//! bounded memory; the same models give the same bytes. What each column holds is written in one
//! place, `data/tables.toml` and the column lists beside it: the files, `hyokasho schema --tables`
//! and docs/tables.md ([`tables_markdown`]) come from there. How values were found, and which
//! documents there are, is no concern of this crate.

mod agency;
mod cell;
mod describe;
mod local_governments;
mod schema;
mod tables;
mod write;

pub use agency::{Agencies, Agency};
pub use cell::{Cell, CellKind};
pub use describe::{tables_json, tables_markdown};
pub use local_governments::{LocalGovernment, LocalGovernments};
pub use schema::{Column, Meaning, TABLES_VERSION, Table, tables};
pub use write::{Format, TableOptions, TableWriters, TablesError};
