//! What a caller may choose.

use serde::{Deserialize, Serialize};

/// Choices of the layout stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LayoutOptions {
    /// Whether tables and rows that a page's end cuts are joined. Without it each page's tables
    /// stand for themselves and repeated header rows are rows.
    pub join_pages: bool,
}

impl Default for LayoutOptions {
    fn default() -> Self {
        Self { join_pages: true }
    }
}
