//! What a caller asks of a run.

use std::ffi::OsString;
use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

use hyokasho_pipeline::Options;
use serde::{Deserialize, Serialize};

use crate::Stop;
use crate::digest::{sha256, sha256_of};

/// Hexadecimal digits of the program's hash that a version is told apart by.
const BUILD_DIGITS: usize = 16;

/// One run.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line, independent of the others"
)]
pub struct Request {
    /// Files and folders, in the order in which their documents come out.
    pub inputs: Vec<PathBuf>,
    /// A file with one path a line; `-` for the standard input.
    pub files_from: Option<PathBuf>,
    /// Globs that a file found in a folder must match (any of them); none: every file.
    pub include: Vec<String>,
    /// Globs of files and folders that are passed over.
    pub exclude: Vec<String>,
    /// The output folder; made when it is not there.
    pub output: PathBuf,
    /// Documents at once; 0: as many as the machine has cores.
    pub jobs: usize,
    /// Where documents are read.
    pub isolation: Isolation,
    /// Choices of the extraction.
    pub options: Options,
    /// What an output depends on besides the document's bytes and the options.
    pub recipe: Recipe,
    /// Go on with a run that was broken off; an error when none was begun.
    pub resume: bool,
    /// Do every document again, whatever the journal holds.
    pub again: bool,
    /// Remove outputs whose input is gone or failed.
    pub prune: bool,
    /// Wait until each output has reached the disk before it counts as done.
    pub sync: bool,
    /// Ends the run between documents once it is set.
    pub stop: Stop,
}

impl Request {
    /// A run with the defaults: worker processes of `worker`, all cores, nothing removed.
    pub fn new(
        inputs: Vec<PathBuf>,
        output: PathBuf,
        recipe: Recipe,
        worker: WorkerCommand,
    ) -> Self {
        Self {
            inputs,
            files_from: None,
            include: Vec::new(),
            exclude: Vec::new(),
            output,
            jobs: 0,
            isolation: Isolation::Workers {
                command: worker,
                limits: WorkerLimits::default(),
            },
            options: Options::default(),
            recipe,
            resume: false,
            again: false,
            prune: false,
            sync: true,
            stop: Stop::default(),
        }
    }
}

/// Where documents are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Isolation {
    /// In worker processes, one a job, each with its limits.
    Workers {
        /// How a worker is started.
        command: WorkerCommand,
        /// What a document may use there.
        limits: WorkerLimits,
    },
    /// In this process: a panic is caught, a loop or a crash is not.
    InProcess,
}

/// How a worker is started: a program that calls [`crate::worker::serve`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program, usually this one.
    pub program: PathBuf,
    /// Its arguments, usually the hidden subcommand.
    pub arguments: Vec<OsString>,
    /// What its environment has besides this process's own.
    pub environment: Vec<(OsString, OsString)>,
}

/// What one document may use in a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerLimits {
    /// Wall-clock time from the first byte sent to the last byte of the reply.
    pub time: Duration,
    /// Address space of the worker process in bytes, beyond what it has taken before the first document.
    pub memory: u64,
}

impl Default for WorkerLimits {
    fn default() -> Self {
        Self {
            time: Duration::from_mins(1),
            memory: 2 << 30,
        }
    }
}

/// What an output depends on besides the document's bytes and the options.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// The program's version, precise enough that two builds which differ have two of them.
    pub program: String,
    /// A hash of the catalogue.
    pub catalogue: String,
}

impl Recipe {
    /// The recipe of this very program: its version with the hash of its file, so that two builds of
    /// one version are two programs, and the hash of the catalogue's files (name, text).
    pub fn of_this_program(version: &str, catalogue: &[(&str, &str)]) -> Self {
        let file = std::env::current_exe()
            .and_then(File::open)
            .and_then(sha256_of);
        let program = match file {
            Ok((hash, _)) => format!("{version}+{}", &hash[..BUILD_DIGITS]),
            Err(_) => version.to_owned(),
        };
        let files = serde_json::to_string(catalogue).unwrap_or_default();
        Self {
            program,
            catalogue: sha256(files.as_bytes()),
        }
    }

    /// The hash of all that an output depends on besides the document.
    pub(crate) fn hash(&self, options: &Options) -> String {
        let whole = (hyokasho_model::MODEL, self, options);
        sha256(serde_json::to_string(&whole).unwrap_or_default().as_bytes())
    }
}
