//! What a caller may choose.

use hyokasho_catalogue::FormKind;
use serde::{Deserialize, Serialize};

/// Choices of one extraction. The defaults are what most callers want.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Encoding of a text, by its label in the Encoding Standard; absent: recognised.
    pub encoding: Option<String>,
    /// The form's kind; absent: recognised.
    pub form: Option<FormKind>,
    /// Whether tables and rows that a page's end cuts are joined.
    pub join_pages: bool,
    /// Limits of the readers.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            encoding: None,
            form: None,
            join_pages: true,
            limits: Limits::default(),
        }
    }
}

/// Limits that keep hostile input from taking the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of a file.
    pub bytes: u64,
    /// Pages of a PDF that are read.
    pub pages: u32,
    /// Glyphs of one page.
    pub glyphs_per_page: u32,
    /// Path segments of one page.
    pub paths_per_page: u32,
    /// Decoded bytes of a PDF's streams, in all.
    pub decoded_bytes: u64,
    /// Depth of nested HTML elements or PDF form `XObject`s.
    pub nesting: u32,
    /// Cells of a document.
    pub cells: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 512 << 20,
            pages: 5_000,
            glyphs_per_page: 200_000,
            paths_per_page: 200_000,
            decoded_bytes: 1 << 30,
            nesting: 64,
            cells: 2_000_000,
        }
    }
}
