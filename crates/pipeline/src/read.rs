//! Bytes to a document, whatever the format.

use std::fmt::Write as _;

use hyokasho_document::Document;
use hyokasho_model::SourceInfo;
use hyokasho_source::Diagnosed;
use sha2::{Digest, Sha256};

use crate::format::{self, Format};
use crate::{ExtractError, Options};

/// Reads bytes to a document in reading order, with what is to be said of their source.
pub(crate) fn read(
    bytes: &[u8],
    file: &str,
    options: &Options,
) -> Result<Diagnosed<(Document, SourceInfo)>, ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    if bytes.len() as u64 > options.limits.bytes {
        let message = format!(
            "{} bytes are more than the limit of {}",
            bytes.len(),
            options.limits.bytes
        );
        return Err(ExtractError::Unreadable(message));
    }
    match format::recognise(bytes) {
        Ok(Format::Text) => read_text(bytes, file, options),
        Ok(Format::Pdf) => read_pdf(bytes, file, options),
        Err(other) => Err(ExtractError::UnknownFormat(other.to_owned())),
    }
}

fn read_text(
    bytes: &[u8],
    file: &str,
    options: &Options,
) -> Result<Diagnosed<(Document, SourceInfo)>, ExtractError> {
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
    Ok(Diagnosed {
        value: (text.document, source),
        diagnostics: read.diagnostics,
    })
}

fn read_pdf(
    bytes: &[u8],
    file: &str,
    options: &Options,
) -> Result<Diagnosed<(Document, SourceInfo)>, ExtractError> {
    let pdf = open_pdf(bytes, options)?;
    let mut diagnostics = pdf.diagnostics().to_vec();
    let laid = pdf.map_pages(|page| {
        let mut findings = Vec::new();
        (
            hyokasho_layout::lay_out_page(&page.drain_into(&mut findings)),
            findings,
        )
    });
    let mut pages = Vec::with_capacity(laid.len());
    for (page, findings) in laid {
        pages.push(page);
        diagnostics.extend(findings);
    }
    let joining = hyokasho_layout::LayoutOptions {
        join_pages: options.join_pages,
    };
    let document = hyokasho_layout::join_pages(&mut pages, &joining).drain_into(&mut diagnostics);
    let mut source = source_info(bytes, file, "pdf");
    source.pages = Some(pages.len() as u32);
    Ok(Diagnosed {
        value: (document, source),
        diagnostics,
    })
}

/// Opens a PDF within the limits.
pub(crate) fn open_pdf(
    bytes: &[u8],
    options: &Options,
) -> Result<hyokasho_read_pdf::PdfFile, ExtractError> {
    let limits = &options.limits;
    let reading = hyokasho_read_pdf::ReadOptions {
        bytes: limits.bytes,
        pages: limits.pages,
        glyphs_per_page: limits.glyphs_per_page,
        paths_per_page: limits.paths_per_page,
        decoded_bytes: limits.decoded_bytes,
        nesting: limits.nesting,
    };
    hyokasho_read_pdf::open(bytes, &reading)
        .map_err(|error| ExtractError::Unreadable(error.to_string()))
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
