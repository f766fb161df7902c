//! The patterns of `--include` and `--exclude`.
//!
//! A pattern without a slash is about the name of a file or folder wherever it stands; one with a
//! slash is about the path inside the INPUT folder. Case does not matter (`*.pdf` takes `X.PDF`).

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::BatchError;

/// What is taken of the files found in folders where no pattern says otherwise: PDFs, texts, and names
/// without any ending. A file that is named as an INPUT is taken whatever it is called.
const DOCUMENTS: [&str; 6] = ["*.pdf", "*.txt", "*.text", "*.md", "*.html", "*.htm"];

/// What is taken of the files found in folders.
pub(crate) struct Selection {
    include: GlobSet,
    /// Whether names without an ending are taken too.
    bare_names: bool,
    exclude: GlobSet,
}

impl Selection {
    /// Compiles the patterns; no `include` takes PDFs and texts by their names' endings.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, BatchError> {
        let bare_names = include.is_empty();
        let documents = DOCUMENTS.map(str::to_owned);
        let include = if bare_names { &documents } else { include };
        Ok(Self {
            include: compile(include)?,
            bare_names,
            exclude: compile(exclude)?,
        })
    }

    /// Whether a file with this path inside the INPUT folder is taken.
    pub fn takes_file(&self, relative: &Path) -> bool {
        let bare = self.bare_names && relative.extension().is_none();
        (bare || self.include.is_match(relative)) && !self.exclude.is_match(relative)
    }

    /// Whether a folder with this path inside the INPUT folder is entered.
    pub fn enters(&self, relative: &Path) -> bool {
        !self.exclude.is_match(relative)
    }
}

fn compile(patterns: &[String]) -> Result<GlobSet, BatchError> {
    let malformed = |pattern: &str, error: &globset::Error| BatchError::Pattern {
        pattern: pattern.to_owned(),
        message: error.kind().to_string(),
    };
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let anywhere = if pattern.contains('/') {
            pattern.trim_start_matches('/').to_owned()
        } else {
            format!("**/{pattern}")
        };
        let glob = GlobBuilder::new(&anywhere)
            .literal_separator(true)
            .case_insensitive(true)
            .build();
        set.add(glob.map_err(|error| malformed(pattern, &error))?);
    }
    set.build()
        .map_err(|error| malformed(&patterns.join(" "), &error))
}
