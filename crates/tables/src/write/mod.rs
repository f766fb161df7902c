//! Models to files: a file for each table and format.

mod columnar;
mod delimited;
mod ndjson;
mod unfinished;

use std::io;
use std::path::{Path, PathBuf};

use hyokasho_model::Model;

use crate::agency::Agencies;
use crate::cell::{Cell, CellKind};
use crate::tables::{Place, Source};
use columnar::ColumnarFile;
use delimited::DelimitedFile;
use ndjson::NdjsonFile;

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Apache Parquet, compressed with zstd.
    Parquet,
    /// CSV by RFC 4180 in UTF-8.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

impl Format {
    /// All formats in their order.
    pub const ALL: &[Self] = &[Self::Parquet, Self::Csv, Self::Ndjson];

    /// Its name, which is the ending of its files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    /// The format of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
    }
}

/// Choices of the writers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// CSV for Excel: a byte order mark, and an apostrophe before texts that Excel would take for
    /// formulas (they begin with `=`, `+`, `-`, `@`, a tab or a carriage return).
    pub excel: bool,
}

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TablesError {
    /// The file system refused.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Its answer.
        source: io::Error,
    },
    /// The Parquet writer refused.
    #[error("{path}: {message}")]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What it said.
        message: String,
    },
}

/// The columns of a file: name, kind, whether a cell may be null.
type Outline = Vec<(&'static str, CellKind, bool)>;

/// One file being written.
enum TableFile {
    Columnar(Box<ColumnarFile>),
    Delimited(Box<DelimitedFile>),
    Ndjson(Box<NdjsonFile>),
}

impl TableFile {
    fn create(
        folder: &Path,
        place: Place,
        format: Format,
        options: TableOptions,
    ) -> Result<Self, TablesError> {
        let path = folder.join(format!("{}.{}", place.name(), format.name()));
        let columns = place.columns();
        Ok(match format {
            Format::Parquet => Self::Columnar(Box::new(ColumnarFile::create(
                path,
                place.name(),
                &columns,
            )?)),
            Format::Csv => Self::Delimited(Box::new(DelimitedFile::create(
                path,
                &columns,
                options.excel,
            )?)),
            Format::Ndjson => Self::Ndjson(Box::new(NdjsonFile::create(path, &columns)?)),
        })
    }

    fn write(&mut self, row: &[Cell<'_>]) -> Result<(), TablesError> {
        match self {
            Self::Columnar(file) => file.write(row),
            Self::Delimited(file) => file.write(row),
            Self::Ndjson(file) => file.write(row),
        }
    }

    fn finish(self) -> Result<PathBuf, TablesError> {
        match self {
            Self::Columnar(file) => file.finish(),
            Self::Delimited(file) => file.finish(),
            Self::Ndjson(file) => file.finish(),
        }
    }
}

/// The writers of all tables. Files get their names at [`TableWriters::finish`]; what was not
/// finished leaves no file.
pub struct TableWriters {
    files: Vec<(Place, Vec<TableFile>)>,
}

impl TableWriters {
    /// Opens a file for each table and format in a folder, which is made where it is missing.
    ///
    /// # Errors
    /// When the folder or a file cannot be made.
    pub fn create(
        folder: &Path,
        formats: &[Format],
        options: TableOptions,
    ) -> Result<Self, TablesError> {
        std::fs::create_dir_all(folder).map_err(|source| TablesError::Io {
            path: folder.to_owned(),
            source,
        })?;
        let mut files = Vec::new();
        for place in Place::ALL {
            let of_table: Result<Vec<_>, _> = Format::ALL
                .iter()
                .filter(|format| formats.contains(format))
                .map(|format| TableFile::create(folder, *place, *format, options))
                .collect();
            files.push((*place, of_table?));
        }
        Ok(Self { files })
    }

    /// Writes the rows of one document. `doc` is its name in the run, as the facts have it.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(&mut self, doc: &str, model: &Model) -> Result<(), TablesError> {
        let agency = model
            .fact("cover.agency")
            .and_then(|fact| fact.object.value.as_ref()?.as_text());
        let agency = agency
            .map(|name| Agencies::embedded().resolve(name))
            .unwrap_or_default();
        let source = Source { doc, model, agency };
        for (place, files) in &mut self.files {
            place.rows(&source, |row| {
                files.iter_mut().try_for_each(|file| file.write(row))
            })?;
        }
        Ok(())
    }

    /// Completes the files and gives them their names; the paths in the order of the tables.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(self) -> Result<Vec<PathBuf>, TablesError> {
        self.files
            .into_iter()
            .flat_map(|(_, files)| files)
            .map(TableFile::finish)
            .collect()
    }
}
