//! Why one document has no output.

use std::io;

use hyokasho_pipeline::ExtractError;
use serde::{Deserialize, Serialize};

/// The cause of an output that found no room.
const NO_SPACE: &str = "no-space";
/// Characters of a message that are kept.
const LONGEST_MESSAGE: usize = 2_000;

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
    /// `panic`, `timeout`, `memory`, `memory-of-system`, `stack-overflow`, `crash`, `worker`, `not-found`, `no-permission`,
    /// `input`, `input-changed`, `special-file`, `link-loop`, `no-space`, `output`.
    pub cause: String,
    /// The cause in words.
    pub message: String,
    /// What is particular to this failure, for a message in another language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub particulars: String,
}

impl Failure {
    /// A failure whose message is `text` with `{0}` filled in by what is particular.
    fn new(kind: FailureKind, cause: &str, text: &str, particulars: impl Into<String>) -> Self {
        let particulars = particulars.into();
        let message = text.replace("{0}", &particulars);
        Self {
            kind,
            cause: cause.to_owned(),
            message,
            particulars,
        }
    }

    /// The same bytes fail again.
    pub(crate) fn document(cause: &str, text: &str, particulars: impl Into<String>) -> Self {
        Self::new(FailureKind::Document, cause, text, particulars)
    }

    /// Other limits might do.
    pub(crate) fn limit(cause: &str, text: &str, particulars: impl Into<String>) -> Self {
        Self::new(FailureKind::Limit, cause, text, particulars)
    }

    /// Files and folders stand in the way.
    pub(crate) fn file(cause: &str, text: &str, particulars: impl Into<String>) -> Self {
        Self::new(FailureKind::File, cause, text, particulars)
    }

    /// The input cannot be read.
    pub(crate) fn input(error: &io::Error) -> Self {
        let cause = match error.kind() {
            io::ErrorKind::NotFound => "not-found",
            io::ErrorKind::PermissionDenied => "no-permission",
            _ => "input",
        };
        Self::file(cause, "the file cannot be read: {0}", error.to_string())
    }

    /// The output cannot be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        let cause = match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::FileTooLarge
            | io::ErrorKind::QuotaExceeded => NO_SPACE,
            _ => "output",
        };
        Self::file(
            cause,
            "the output cannot be written: {0}",
            error.to_string(),
        )
    }

    /// Whether it was for want of room on the disk.
    pub(crate) fn is_no_space(&self) -> bool {
        self.cause == NO_SPACE
    }

    /// The input is longer than the limit.
    pub(crate) fn too_large(bytes: u64, limit: u64) -> Self {
        Self::document(
            "too-large",
            "the file is larger than the limit: {0} bytes",
            format!("{bytes} > {limit}"),
        )
    }

    /// The input is a pipe, a socket or a device.
    pub(crate) fn special_file() -> Self {
        Self::file(
            "special-file",
            "this is neither a file nor a folder (a pipe, a socket or a device)",
            "",
        )
    }

    /// A worker could not do its work at all.
    pub(crate) fn no_worker(particulars: impl Into<String>) -> Self {
        Self::file(
            "worker",
            "there is no worker process to read the file: {0}",
            particulars,
        )
    }

    /// The worker was ended because its time was over.
    pub(crate) fn timeout(seconds: f64) -> Self {
        Self::limit(
            "timeout",
            "the document was not read within {0} seconds",
            seconds.to_string(),
        )
    }

    /// The extractor panicked.
    pub(crate) fn panic(message: &str) -> Self {
        Self::document("panic", "the program failed on this document: {0}", message)
    }

    /// Cuts what a document may have made long.
    pub(crate) fn shortened(mut self) -> Self {
        shorten(&mut self.message);
        shorten(&mut self.particulars);
        self
    }
}

fn shorten(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(LONGEST_MESSAGE) {
        text.truncate(end);
        text.push('…');
    }
}

impl From<ExtractError> for Failure {
    fn from(error: ExtractError) -> Self {
        Self {
            kind: FailureKind::Document,
            cause: error.code().to_owned(),
            message: error.to_string(),
            particulars: error.particulars(),
        }
        .shortened()
    }
}
