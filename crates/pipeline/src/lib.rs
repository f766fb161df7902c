//! The order of the stages: bytes to document model. Pure: no files, no clock, no environment.

mod options;

pub use options::{Limits, Options};

use hyokasho_catalogue::Catalogue;
use hyokasho_document::Document;
use hyokasho_matching::Matcher;
use hyokasho_model::Model;

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// Neither a PDF nor a text.
    #[error("the file is neither a PDF nor a text: {0}")]
    UnknownFormat(String),
    /// The reader could not open the container (damaged, encrypted, a limit).
    #[error("{0}")]
    Unreadable(String),
    /// The text is no 特定個人情報保護評価書 nor a part of one.
    #[error("this is not one of the three official forms: {0}")]
    NotAForm(String),
}

impl ExtractError {
    /// A stable kebab-case name of the cause, for summaries.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnknownFormat(_) => "unknown-format",
            Self::Unreadable(_) => "unreadable",
            Self::NotAForm(_) => "not-a-form",
        }
    }
}

/// A document read, and its model.
#[derive(Debug, Clone)]
pub struct Extraction {
    /// The document model.
    pub model: Model,
    /// The document in reading order, as the matching stage saw it.
    pub document: Document,
}

/// The stages in their order, with the catalogue indexed. Build it once; threads share it.
pub struct Pipeline<'c> {
    catalogue: &'c Catalogue,
    matcher: Matcher<'c>,
}

impl<'c> Pipeline<'c> {
    /// A pipeline over a catalogue.
    pub fn new(catalogue: &'c Catalogue) -> Self {
        Self { catalogue, matcher: Matcher::new(catalogue) }
    }

    /// The catalogue.
    pub fn catalogue(&self) -> &'c Catalogue {
        self.catalogue
    }
}
