//! Parquet: zstd, row groups of bounded size, nothing of time or place in it.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::unfinished::Unfinished;
use super::{Outline, TablesError};
use crate::cell::{Cell, CellKind};
use crate::schema::TABLES_VERSION;

/// Rows that are collected before they are encoded.
const BATCH_ROWS: usize = 1024;
/// Bytes of text that are collected before they are encoded, whatever the number of rows.
const BATCH_BYTES: usize = 4 << 20;
/// Rows of a row group.
const GROUP_ROWS: usize = 1 << 17;
/// Encoded bytes after which a row group ends, whatever its rows: bounds the memory.
const GROUP_BYTES: usize = 32 << 20;
/// The compression: 3 is zstd's own default, small enough and as fast as the text comes.
const ZSTD_LEVEL: i32 = 3;

/// The cells of one column that are not yet encoded.
enum Pending {
    Text(StringBuilder),
    Integer(Int64Builder),
}

pub(super) struct ColumnarFile {
    writer: ArrowWriter<Unfinished>,
    schema: Arc<Schema>,
    columns: Vec<Pending>,
    rows: usize,
    bytes: usize,
    path: PathBuf,
}

impl ColumnarFile {
    pub fn create(path: PathBuf, table: &str, columns: &Outline) -> Result<Self, TablesError> {
        let schema = Arc::new(schema(columns));
        let file = Unfinished::create(path)?;
        let path = file.path().clone();
        let pending = columns
            .iter()
            .map(|(_, kind, _)| Pending::new(*kind))
            .collect();
        let writer = properties(table)
            .and_then(|properties| {
                ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))
            })
            .map_err(|error| failed(&path, &error))?;
        Ok(Self {
            writer,
            schema,
            columns: pending,
            rows: 0,
            bytes: 0,
            path,
        })
    }

    pub fn write(&mut self, row: &[Cell<'_>]) -> Result<(), TablesError> {
        for (column, cell) in self.columns.iter_mut().zip(row) {
            self.bytes += column.push(cell);
        }
        self.rows += 1;
        if self.rows >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
            self.encode().map_err(|error| failed(&self.path, &error))?;
        }
        Ok(())
    }

    fn encode(&mut self) -> Result<(), ParquetError> {
        if self.rows == 0 {
            return Ok(());
        }
        let columns = self.columns.iter_mut().map(Pending::take).collect();
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(arrow_error)?;
        (self.rows, self.bytes) = (0, 0);
        self.writer.write(&batch)?;
        if self.writer.in_progress_size() >= GROUP_BYTES {
            self.writer.flush()?;
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<PathBuf, TablesError> {
        self.encode().map_err(|error| failed(&self.path, &error))?;
        let Self { writer, path, .. } = self;
        writer
            .into_inner()
            .map_err(|error| failed(&path, &error))?
            .finish()
    }
}

impl Pending {
    fn new(kind: CellKind) -> Self {
        match kind {
            CellKind::Text => Self::Text(StringBuilder::new()),
            CellKind::Integer => Self::Integer(Int64Builder::new()),
        }
    }

    /// Adds a cell; gives its bytes. A cell that is not of the column's kind becomes null.
    fn push(&mut self, cell: &Cell<'_>) -> usize {
        match (self, cell) {
            (Self::Text(texts), Cell::Text(text)) => {
                texts.append_value(text);
                text.len()
            }
            (Self::Integer(numbers), Cell::Integer(number)) => {
                numbers.append_value(*number);
                size_of::<i64>()
            }
            (Self::Text(texts), _) => {
                texts.append_null();
                0
            }
            (Self::Integer(numbers), _) => {
                numbers.append_null();
                0
            }
        }
    }

    fn take(&mut self) -> ArrayRef {
        match self {
            Self::Text(texts) => ArrayBuilder::finish(texts),
            Self::Integer(numbers) => ArrayBuilder::finish(numbers),
        }
    }
}

fn schema(columns: &Outline) -> Schema {
    let field = |(name, kind, is_nullable): &(&str, CellKind, bool)| {
        let data = match kind {
            CellKind::Text => DataType::Utf8,
            CellKind::Integer => DataType::Int64,
        };
        Field::new(*name, data, *is_nullable)
    };
    Schema::new(columns.iter().map(field).collect::<Vec<_>>())
}

fn properties(table: &str) -> Result<WriterProperties, ParquetError> {
    let about = |key: &str, value: &str| KeyValue::new(format!("hyokasho.{key}"), value.to_owned());
    let level = ZstdLevel::try_new(ZSTD_LEVEL)?;
    Ok(WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by("hyokasho".to_owned())
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_key_value_metadata(Some(vec![
            about("table", table),
            about("tables_version", TABLES_VERSION),
        ]))
        .build())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn arrow_error(error: ArrowError) -> ParquetError {
    ParquetError::ArrowError(error.to_string())
}

fn failed(path: &std::path::Path, error: &ParquetError) -> TablesError {
    TablesError::Parquet {
        path: path.to_owned(),
        message: error.to_string(),
    }
}
