//! Inputs to documents with names: files as given, folders walked in the order of their names.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;
use walkdir::{DirEntry, WalkDir};

use crate::{GoldenError, PatternError};

/// A document to be held against its golden file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name: the path inside the INPUT, with `/`; the golden file is `NAME.json`.
    pub name: String,
    /// The file.
    pub path: PathBuf,
}

/// Which files of a folder are documents.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

impl Selection {
    /// Globs on names; no `include` takes every file. `*` does not cross `/`, `**` does; a pattern
    /// without `/` is held against the file's own name.
    ///
    /// # Errors
    /// When a pattern is no glob.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, PatternError> {
        Ok(Self {
            include: globs(include)?,
            exclude: globs(exclude)?,
        })
    }

    fn takes(&self, name: &str) -> bool {
        self.include
            .as_ref()
            .is_none_or(|globs| globs.is_match(name))
            && !self
                .exclude
                .as_ref()
                .is_some_and(|globs| globs.is_match(name))
    }
}

/// A set of globs on document names; none where there are no patterns.
pub(crate) fn globs(patterns: &[String]) -> Result<Option<GlobSet>, PatternError> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let anywhere = if pattern.contains('/') {
            pattern.clone()
        } else {
            format!("**/{pattern}")
        };
        let glob = globset::GlobBuilder::new(&anywhere)
            .literal_separator(true)
            .build();
        set.add(glob.map_err(|error| PatternError::of(pattern, &error))?);
    }
    set.build()
        .map(Some)
        .map_err(|error| PatternError::of(&patterns.join(" "), &error))
}

/// One glob as it stands.
pub(crate) fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    Glob::new(pattern)
}

/// The documents of inputs, in the order of the inputs; names that begin with a dot are passed over.
///
/// # Errors
/// When an input cannot be read, or two documents have the same name.
pub fn find_documents(
    inputs: &[PathBuf],
    selection: &Selection,
) -> Result<Vec<Document>, GoldenError> {
    let mut documents = Vec::new();
    for input in inputs {
        if input.is_dir() {
            walk(input, selection, &mut documents)?;
        } else {
            let name = input
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            documents.push(Document {
                name,
                path: input.clone(),
            });
        }
    }
    let mut names: FxHashMap<&str, &Path> = FxHashMap::default();
    for document in &documents {
        if let Some(other) = names.insert(&document.name, &document.path) {
            return Err(GoldenError::SameName {
                name: document.name.clone(),
                first: other.to_owned(),
                second: document.path.clone(),
            });
        }
    }
    Ok(documents)
}

fn walk(
    folder: &Path,
    selection: &Selection,
    documents: &mut Vec<Document>,
) -> Result<(), GoldenError> {
    let is_hidden = |entry: &DirEntry| {
        entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let entries = WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter();
    for entry in entries.filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry.map_err(|error| GoldenError::Walk(error.to_string()))?;
        if entry.file_type().is_file() {
            let name = name_inside(folder, entry.path());
            if selection.takes(&name) {
                documents.push(Document {
                    name,
                    path: entry.into_path(),
                });
            }
        }
    }
    Ok(())
}

/// The path inside a folder, with `/`.
pub(crate) fn name_inside(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = inside
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}
