//! Bytes to a document, whatever the format.

use std::fmt::Write as _;

use hyokasho_document::Document;
use hyokasho_model::SourceInfo;
use hyokasho_source::Diagnosed;
use sha2::{Digest, Sha256};

use crate::format::{self, Format};
use crate::{ExtractError, Options};

/// Reads bytes to a document in reading order, with what is to be said of their source.
pub(crate) fn read(bytes: &[u8], file: &str, options: &Options) -> Result<Diagnosed<(Document, SourceInfo)>, ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    if bytes.len() as u64 > options.limits.bytes {
        let message = format!("{} bytes are more than the limit of {}", bytes.len(), options.limits.bytes);
        return Err(ExtractError::Unreadable(message));
    }
    match format::recognise(bytes) {
        Ok(Format::Text) => read_text(bytes, file, options),
        Ok(Format::Pdf) => Err(ExtractError::Unreadable("PDF".to_owned())),
        Err(other) => Err(ExtractError::UnknownFormat(other.to_owned())),
    }
}

fn read_text(bytes: &[u8], file: &str, options: &Options) -> Result<Diagnosed<(Document, SourceInfo)>, ExtractError> {
    let reading = hyokasho_read_text::ReadOptions {
        encoding: options.encoding.clone(),
        max_bytes: options.limits.bytes,
        max_nesting: options.limits.nesting,
        max_cells: options.limits.cells,
    };
    let read = hyokasho_read_text::read(bytes, &reading).map_err(|error| match error {
        hyokasho_read_text::ReadError::Empty => ExtractError::Empty,
        hyokasho_read_text::ReadError::Binary(what) => ExtractError::UnknownFormat(what),
        other => ExtractError::Unreadable(other.to_string()),
    })?;
    let text = read.value;
    let mut source = source_info(bytes, file, "text");
    source.lines = text.document.lines;
    source.encoding = Some(text.encoding.to_owned());
    Ok(Diagnosed { value: (text.document, source), diagnostics: read.diagnostics })
}

fn source_info(bytes: &[u8], file: &str, format: &str) -> SourceInfo {
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(sha256, "{byte:02x}");
    }
    SourceInfo {
        file: file.to_owned(),
        format: format.to_owned(),
        sha256,
        bytes: bytes.len() as u64,
        pages: None,
        lines: None,
        encoding: None,
    }
}
