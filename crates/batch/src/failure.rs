//! Why one document has no output.

use std::io;

use hyokasho_pipeline::ExtractError;
use serde::{Deserialize, Serialize};

/// What a failure depends on, and so whether it would happen again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailureKind {
    /// On the document alone: the same bytes fail again, and are not tried again.
    Document,
    /// On the limits and the machine: tried again by the next run, not by one that is resumed.
    Limit,
    /// On files and folders: always tried again.
    File,
}

/// Why one document has no output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What it depends on.
    pub kind: FailureKind,
    /// A stable kebab-case name: `empty`, `unknown-format`, `unreadable`, `not-a-form`, `too-large`,
    /// `panic`, `timeout`, `memory`, `stack-overflow`, `crash`, `worker`, `not-found`, `no-permission`,
    /// `input`, `input-changed`, `special-file`, `link-loop`, `no-space`, `output`.
    pub cause: String,
    /// The cause in words.
    pub message: String,
}

impl Failure {
    pub(crate) fn new(kind: FailureKind, cause: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            cause: cause.to_owned(),
            message: message.into(),
        }
    }

    pub(crate) fn document(cause: &str, message: impl Into<String>) -> Self {
        Self::new(FailureKind::Document, cause, message)
    }

    pub(crate) fn limit(cause: &str, message: impl Into<String>) -> Self {
        Self::new(FailureKind::Limit, cause, message)
    }

    pub(crate) fn file(cause: &str, message: impl Into<String>) -> Self {
        Self::new(FailureKind::File, cause, message)
    }

    /// The input cannot be read.
    pub(crate) fn input(error: &io::Error) -> Self {
        let cause = match error.kind() {
            io::ErrorKind::NotFound => "not-found",
            io::ErrorKind::PermissionDenied => "no-permission",
            _ => "input",
        };
        Self::file(cause, format!("the file cannot be read: {error}"))
    }

    /// The output cannot be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        let cause = match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::FileTooLarge
            | io::ErrorKind::QuotaExceeded => "no-space",
            _ => "output",
        };
        Self::file(cause, format!("the output cannot be written: {error}"))
    }

    /// The input is longer than the limit.
    pub(crate) fn too_large(bytes: u64, limit: u64) -> Self {
        Self::document(
            "too-large",
            format!("the file has {bytes} bytes, the limit is {limit}"),
        )
    }

    /// The extractor panicked.
    pub(crate) fn panic(message: &str) -> Self {
        Self::document(
            "panic",
            format!("the program failed on this document: {message}"),
        )
    }
}

impl From<ExtractError> for Failure {
    fn from(error: ExtractError) -> Self {
        Self::document(error.code(), error.to_string())
    }
}
