//! NDJSON: one JSON object a line with all columns in their order, nulls written out.

use std::io::{self, Write};
use std::path::PathBuf;

use super::unfinished::Unfinished;
use super::{Outline, TablesError};
use crate::cell::Cell;

pub(super) struct NdjsonFile {
    file: Unfinished,
    /// What stands before each value: `{"doc":`, `,"key":` …
    heads: Vec<String>,
    line: Vec<u8>,
}

impl NdjsonFile {
    pub fn create(path: PathBuf, columns: &Outline) -> Result<Self, TablesError> {
        let head = |(at, (name, _, _)): (usize, &(&str, _, _))| {
            format!("{}\"{name}\":", if at == 0 { '{' } else { ',' })
        };
        let heads = columns.iter().enumerate().map(head).collect();
        Ok(Self {
            file: Unfinished::create(path)?,
            heads,
            line: Vec::new(),
        })
    }

    pub fn write(&mut self, row: &[Cell<'_>]) -> Result<(), TablesError> {
        self.line.clear();
        let written = compose(&mut self.line, &self.heads, row)
            .and_then(|()| self.file.write_all(&self.line));
        written.map_err(|source| self.file.error(source))
    }

    pub fn finish(self) -> Result<PathBuf, TablesError> {
        self.file.finish()
    }
}

fn compose(line: &mut Vec<u8>, heads: &[String], row: &[Cell<'_>]) -> io::Result<()> {
    for (head, cell) in heads.iter().zip(row) {
        line.extend_from_slice(head.as_bytes());
        match cell {
            Cell::Null => line.extend_from_slice(b"null"),
            Cell::Text(text) => serde_json::to_writer(&mut *line, text)?,
            Cell::Integer(number) => write!(line, "{number}")?,
        }
    }
    line.extend_from_slice(b"}\n");
    Ok(())
}
