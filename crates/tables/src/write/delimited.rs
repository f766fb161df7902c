//! CSV by RFC 4180: UTF-8, commas, CRLF after each row, quotes where they are needed.
//!
//! Texts are written as they are. For Excel a byte order mark stands first, and a text that Excel
//! would take for a formula gets an apostrophe before it: the one place where a CSV cell differs
//! from the other formats, and only with that option.

use std::borrow::Cow;
use std::io::Write as _;
use std::path::PathBuf;

use csv::{ByteRecord, Terminator, Writer, WriterBuilder};

use super::unfinished::Unfinished;
use super::{Outline, TablesError};
use crate::cell::Cell;

/// What a text that Excel takes for a formula begins with.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r'];

pub(super) struct DelimitedFile {
    writer: Writer<Unfinished>,
    record: ByteRecord,
    path: PathBuf,
    excel: bool,
}

impl DelimitedFile {
    pub fn create(path: PathBuf, columns: &Outline, excel: bool) -> Result<Self, TablesError> {
        let mut file = Unfinished::create(path.clone())?;
        if excel {
            file.write_all("\u{feff}".as_bytes())
                .map_err(|source| file.error(source))?;
        }
        let writer = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(file);
        let mut this = Self {
            writer,
            record: ByteRecord::new(),
            path,
            excel,
        };
        this.record
            .extend(columns.iter().map(|(name, _, _)| name.as_bytes()));
        this.put()?;
        Ok(this)
    }

    pub fn write(&mut self, row: &[Cell<'_>]) -> Result<(), TablesError> {
        for cell in row {
            match cell {
                Cell::Null => self.record.push_field(b""),
                Cell::Text(text) if self.excel => self.record.push_field(guarded(text).as_bytes()),
                Cell::Text(text) => self.record.push_field(text.as_bytes()),
                Cell::Integer(number) => self.record.push_field(number.to_string().as_bytes()),
            }
        }
        self.put()
    }

    fn put(&mut self) -> Result<(), TablesError> {
        let written = self.writer.write_byte_record(&self.record);
        self.record.clear();
        written.map_err(|error| TablesError::Io {
            path: self.path.clone(),
            source: error.into(),
        })
    }

    pub fn finish(self) -> Result<PathBuf, TablesError> {
        let Self { writer, path, .. } = self;
        let file = writer.into_inner().map_err(|error| TablesError::Io {
            path,
            source: error.into_error(),
        })?;
        file.finish()
    }
}

fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}
