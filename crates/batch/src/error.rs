//! Why a run could not start. Once it runs, whatever happens to a document is a [`crate::Failure`].

use std::io;
use std::path::PathBuf;

/// Why there was no run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// Another run holds the output folder.
    #[error("another run is writing into {}; this one stops", .0.display())]
    Busy(PathBuf),
    /// The output folder cannot be made or written.
    #[error("the output folder {} cannot be used: {source}", folder.display())]
    Folder {
        /// The output folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A pattern of `--include` or `--exclude` is malformed.
    #[error("the pattern {pattern} is malformed: {message}")]
    Pattern {
        /// The pattern as given.
        pattern: String,
        /// What is wrong with it.
        message: String,
    },
    /// The list of files cannot be read.
    #[error("the list of files {} cannot be read: {source}", list.display())]
    List {
        /// The list; `-` for the standard input.
        list: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// `--resume`, and no run was begun there.
    #[error("there is no run to go on with in {}", .0.display())]
    NothingToResume(PathBuf),
    /// The inputs hold no file at all.
    #[error("the inputs hold no file")]
    NoInputs,
    /// The threads could not be started.
    #[error("the threads cannot be started: {0}")]
    Threads(String),
    /// The run was stopped (Ctrl-C); what is done stays, and a later run goes on from there.
    #[error("stopped after {done} of {documents} documents; --resume goes on from there")]
    Stopped {
        /// Documents done with.
        done: usize,
        /// All documents.
        documents: usize,
    },
}

impl BatchError {
    /// A stable kebab-case name of the cause.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Busy(_) => "busy",
            Self::Folder { .. } => "folder",
            Self::Pattern { .. } => "pattern",
            Self::List { .. } => "list",
            Self::NothingToResume(_) => "nothing-to-resume",
            Self::NoInputs => "no-inputs",
            Self::Threads(_) => "threads",
            Self::Stopped { .. } => "stopped",
        }
    }

    /// The particulars of the cause, for a message in another language.
    pub fn particulars(&self) -> String {
        match self {
            Self::Busy(path) | Self::NothingToResume(path) => path.display().to_string(),
            Self::Folder {
                folder: path,
                source,
            }
            | Self::List { list: path, source } => {
                format!("{}: {source}", path.display())
            }
            Self::Pattern { pattern, message } => format!("{pattern}: {message}"),
            Self::NoInputs => String::new(),
            Self::Threads(message) => message.clone(),
            Self::Stopped { done, documents } => format!("{done}/{documents}"),
        }
    }

    /// The exit code that belongs to it: 2 when the call is to be mended, 1 when the machine is, 130 when
    /// the run was stopped.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Pattern { .. }
            | Self::List { .. }
            | Self::NothingToResume(_)
            | Self::NoInputs => 2,
            Self::Busy(_) | Self::Folder { .. } | Self::Threads(_) => 1,
            Self::Stopped { .. } => crate::interrupt::EXIT_CODE,
        }
    }
}
