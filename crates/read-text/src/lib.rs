//! Text copies of forms to a document: any Japanese encoding, Markdown, tab and pipe tables, inline
//! HTML.
//!
//! Bytes in, blocks of cells in reading order out, each with its line and cell. Markup is taken off,
//! boxes become the characters of [`hyokasho_document::mark`], what the copy alone put in (separator
//! rows, page numbers, a table's second copy) is kept as furniture. The text itself stays raw:
//! normalization, labels and forms are the business of later stages, and wrapped lines are not
//! joined here.

mod assemble;
mod dump;
mod encoding;
mod fences;
mod flat;
mod furniture;
mod html;
mod lines;
mod markdown;
mod merged;
mod page_counts;
mod repeated;
mod reserved;
mod rows;

use hyokasho_document::Document;
use hyokasho_source::{Code, Diagnosed, Diagnostic, Place};

pub use dump::dump;

/// What a caller may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// The text's encoding by its label in the Encoding Standard; absent: recognised.
    pub encoding: Option<String>,
    /// Bytes of a file.
    pub max_bytes: u64,
    /// Depth of nested HTML elements that is still taken as structure.
    pub max_nesting: u32,
    /// Cells of a document; what follows them is not read.
    pub max_cells: u32,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            encoding: None,
            max_bytes: 512 << 20,
            max_nesting: 64,
            max_cells: 2_000_000,
        }
    }
}

/// A text read.
#[derive(Debug, Clone, PartialEq)]
pub struct TextDocument {
    /// Its lines and table rows.
    pub document: Document,
    /// The encoding that it was read in, by its name in the Encoding Standard.
    pub encoding: &'static str,
}

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No bytes, or white space only.
    #[error("the text is empty")]
    Empty,
    /// The bytes are no text.
    #[error("this is no text: {0}")]
    Binary(String),
    /// The forced encoding has no such label.
    #[error("no encoding is called {0:?}")]
    UnknownEncoding(String),
    /// More bytes than the limit allows.
    #[error("the text has {bytes} bytes, more than the limit of {limit}")]
    TooLarge {
        /// Bytes of the text.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
}

/// Reads a text.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Diagnosed<TextDocument>, ReadError> {
    let size = bytes.len() as u64;
    if size > options.max_bytes {
        return Err(ReadError::TooLarge {
            bytes: size,
            limit: options.max_bytes,
        });
    }
    let decoded = encoding::decode(bytes, options.encoding.as_deref())?;
    if decoded.text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let mut diagnostics = Vec::new();
    if let Some(at) = decoded.damaged {
        let place = Place::line(lines::number_at(&decoded.text, at));
        let message = format!("some bytes are no {} and stand as U+FFFD", decoded.encoding);
        diagnostics.push(Diagnostic::new(Code::EncodingDamaged, message).at([place]));
    }
    let text = reserved::replace(decoded.text, &mut diagnostics);
    let document = assemble::assemble(&text, options).drain_into(&mut diagnostics);
    Ok(Diagnosed {
        value: TextDocument {
            document,
            encoding: decoded.encoding,
        },
        diagnostics,
    })
}
