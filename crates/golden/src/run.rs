//! All documents against their golden files, in parallel.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use hyokasho_model::Model;
use rayon::prelude::*;
use serde_json::json;
use walkdir::WalkDir;

use crate::documents::name_inside;
use crate::{
    Accept, Content, Difference, Document, Failure, Field, Motion, Outcome, Part, Report, State,
    compare,
};

/// What a golden file's name ends in.
const EXTENSION: &str = ".json";

/// How a document is read: bytes and the file's name without its folder, to the model.
pub trait Extract: Fn(&[u8], &str) -> Result<Model, Failure> + Sync {}

impl<F: Fn(&[u8], &str) -> Result<Model, Failure> + Sync> Extract for F {}

/// Why a run could not be done.
#[derive(Debug, thiserror::Error)]
pub enum GoldenError {
    /// A folder cannot be walked.
    #[error("{0}")]
    Walk(String),
    /// Two documents would have the same golden file.
    #[error("two documents have the name {name}: {first} and {second}")]
    SameName {
        /// The name.
        name: String,
        /// The first file.
        first: PathBuf,
        /// The second file.
        second: PathBuf,
    },
    /// A golden file cannot be written or removed.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        source: io::Error,
    },
}

/// Holds documents against their golden files under `folder`; of documents and golden files that
/// `accept` does not take nothing is said.
///
/// # Errors
/// When the folder cannot be walked.
pub fn check(
    folder: &Path,
    documents: &[Document],
    accept: &Accept,
    extract: &impl Extract,
) -> Result<Report, GoldenError> {
    let one = |document: &Document| examine(folder, document, accept, extract).outcome;
    let mut outcomes: Vec<Outcome> = taken(documents, accept).map(one).collect();
    let gone = gone(folder, documents, accept)?;
    outcomes.extend(gone.iter().map(|name| Outcome::new(name, State::Gone)));
    Ok(Report::of(outcomes))
}

/// Writes the golden files of what is accepted; with `is_pruning` those of gone documents are removed.
/// The report tells what differed before. A document that has no model gets a golden file that says so.
///
/// # Errors
/// When a golden file cannot be written.
pub fn update(
    folder: &Path,
    documents: &[Document],
    accept: &Accept,
    is_pruning: bool,
    extract: &impl Extract,
) -> Result<Report, GoldenError> {
    let one = |document: &Document| -> Result<Outcome, GoldenError> {
        let mut examined = examine(folder, document, accept, extract);
        let accepted = examined
            .content
            .filter(|_| examined.outcome.state != State::Unchanged);
        if let Some(content) = accepted {
            let path = golden_path(folder, &document.name);
            write(&path, &content.to_bytes()).map_err(|source| GoldenError::Io { path, source })?;
            examined.outcome.is_updated = true;
        }
        Ok(examined.outcome)
    };
    let mut outcomes: Vec<Outcome> = taken(documents, accept)
        .map(one)
        .collect::<Result<_, _>>()?;
    for name in gone(folder, documents, accept)? {
        let mut outcome = Outcome::new(&name, State::Gone);
        if is_pruning {
            let path = golden_path(folder, &name);
            fs::remove_file(&path).map_err(|source| GoldenError::Io { path, source })?;
            outcome.is_updated = true;
        }
        outcomes.push(outcome);
    }
    Ok(Report::of(outcomes))
}

fn taken<'a>(
    documents: &'a [Document],
    accept: &'a Accept,
) -> impl ParallelIterator<Item = &'a Document> {
    documents
        .par_iter()
        .with_max_len(1)
        .filter(|document| accept.takes_document(&document.name))
}

/// A document held against its golden file.
struct Examined {
    outcome: Outcome,
    /// What an update writes; none where there is nothing that could be.
    content: Option<Content>,
}

fn examine(
    folder: &Path,
    document: &Document,
    accept: &Accept,
    extract: &impl Extract,
) -> Examined {
    let now = match read(document, extract) {
        Ok(now) => now,
        Err(failure) => return failed(document, failure),
    };
    let path = golden_path(folder, &document.name);
    let golden = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let failure = match &now {
                Content::Failure(failure) => Some(failure.clone()),
                Content::Model(_) => None,
            };
            let outcome = Outcome {
                failure,
                ..Outcome::new(&document.name, State::New)
            };
            return Examined {
                outcome,
                content: Some(now),
            };
        }
        Err(error) => return failed(document, unreadable(&error.to_string())),
    };
    if golden == now.to_bytes() {
        return Examined {
            outcome: Outcome::new(&document.name, State::Unchanged),
            content: None,
        };
    }
    match Content::from_bytes(&golden) {
        Ok(golden) => moved(document, golden, now, accept),
        Err(message) => {
            let mut examined = failed(document, unreadable(&message));
            examined.content = accept.takes_all_keys().then_some(now);
            examined
        }
    }
}

fn unreadable(message: &str) -> Failure {
    Failure {
        code: "golden-unreadable".to_owned(),
        message: message.to_owned(),
    }
}

fn failed(document: &Document, failure: Failure) -> Examined {
    let outcome = Outcome {
        failure: Some(failure),
        ..Outcome::new(&document.name, State::Failed)
    };
    Examined {
        outcome,
        content: None,
    }
}

/// Two contents whose bytes differ.
fn moved(document: &Document, golden: Content, now: Content, accept: &Accept) -> Examined {
    let outcome = Outcome::new(&document.name, State::Moved);
    match (golden, now) {
        (Content::Model(golden), Content::Model(now)) => {
            let mut differences = compare(&golden, &now);
            if differences.is_empty() {
                differences.push(rewritten());
            }
            let merged = accept.merge(&golden, &now);
            Examined {
                outcome: Outcome {
                    differences,
                    ..outcome
                },
                content: Some(Content::Model(Box::new(merged))),
            }
        }
        (_, now) => {
            let outcome = match &now {
                Content::Failure(failure) => Outcome {
                    failure: Some(failure.clone()),
                    state: State::Failed,
                    ..outcome
                },
                Content::Model(_) => Outcome {
                    differences: vec![rewritten()],
                    ..outcome
                },
            };
            Examined {
                outcome,
                content: accept.takes_all_keys().then_some(now),
            }
        }
    }
}

/// The difference of golden files that say the same, or of a failure that is none any more.
fn rewritten() -> Difference {
    let field = Field {
        name: "file".to_owned(),
        before: json!(null),
        after: json!(null),
    };
    Difference {
        part: Part::File,
        key: None,
        label: None,
        number: None,
        motion: Motion::Modified,
        fields: vec![field],
        places: Vec::new(),
    }
}

/// Reads and extracts a document; a panic is a failure of it. `Err` where the file cannot be read.
fn read(document: &Document, extract: &impl Extract) -> Result<Content, Failure> {
    let bytes = fs::read(&document.path).map_err(|error| Failure {
        code: "cannot-read".to_owned(),
        message: error.to_string(),
    })?;
    let file = document
        .path
        .file_name()
        .map(|name| name.to_string_lossy())
        .unwrap_or_default();
    match catch_unwind(AssertUnwindSafe(|| extract(&bytes, &file))) {
        Ok(Ok(model)) => Ok(Content::Model(Box::new(model))),
        Ok(Err(failure)) => Ok(Content::Failure(failure)),
        Err(_) => Err(Failure {
            code: "panic".to_owned(),
            message: "the program failed on this document".to_owned(),
        }),
    }
}

fn golden_path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{EXTENSION}"))
}

/// Names of golden files without a document.
fn gone(
    folder: &Path,
    documents: &[Document],
    accept: &Accept,
) -> Result<BTreeSet<String>, GoldenError> {
    let present: BTreeSet<&str> = documents
        .iter()
        .map(|document| document.name.as_str())
        .collect();
    let mut gone = BTreeSet::new();
    if !folder.exists() {
        return Ok(gone);
    }
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| GoldenError::Walk(error.to_string()))?;
        let name = name_inside(folder, entry.path());
        if let Some(name) = name
            .strip_suffix(EXTENSION)
            .filter(|_| entry.file_type().is_file())
            && !present.contains(name)
            && accept.takes_document(name)
        {
            gone.insert(name.to_owned());
        }
    }
    Ok(gone)
}

/// Writes a file whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    fs::write(&part, bytes)?;
    fs::rename(&part, path)
}
