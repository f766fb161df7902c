//! What a caller of the PDF reader may choose: its limits.

use serde::{Deserialize, Serialize};

/// Limits that keep hostile input from taking the machine.
///
/// A limit that is reached never ends the reading of a file: what was read up to it stands, the rest
/// of the page or file is left out, and a diagnostic (`limit-reached`) says so.
/// The exception is [`ReadOptions::bytes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    /// Bytes of a file; a larger one is an error.
    pub bytes: u64,
    /// Pages that are read.
    pub pages: u32,
    /// Glyphs of one page.
    pub glyphs_per_page: u32,
    /// Path segments (and clips) of one page.
    pub paths_per_page: u32,
    /// Decoded bytes of all large compressed streams that are not images.
    pub decoded_bytes: u64,
    /// Depth of clips and form `XObject`s inside one another.
    pub nesting: u32,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            bytes: 512 << 20,
            pages: 5_000,
            glyphs_per_page: 200_000,
            paths_per_page: 200_000,
            decoded_bytes: 1 << 30,
            nesting: 64,
        }
    }
}
