//! Many documents in one run: discovery, parallelism, isolation, resumption, outputs.
//!
//! [`convert`] takes files and folders and writes one document JSON for each, the facts of all in
//! one `facts.ndjson`, and what happened in `run.json`. It touches files, clock and processes, and
//! knows nothing of how a document is read: that is an [`Extractor`]. One document never takes the
//! others down: each is read in a worker process with a time and a memory limit ([`worker`]).
//!
//! The output folder is a function of the inputs: the same documents, program, catalogue and
//! options give the same bytes at any number of jobs and after any number of interrupted runs.
//! Only `run.json` holds times.

mod atomic;
mod child;
mod commit;
mod conclude;
mod digest;
mod discover;
mod error;
mod extractor;
mod facts;
mod failure;
mod folder;
mod frame;
mod globs;
mod in_order;
mod input;
mod interrupt;
mod journal;
mod lane;
mod names;
mod progress;
mod records;
mod report;
mod request;
mod run;
mod single;
mod summary;
mod tally;
mod watchdog;
pub mod worker;

pub use error::BatchError;
pub use extractor::Extractor;
pub use failure::{Failure, FailureKind};
pub use interrupt::Stop;
pub use progress::{Bar, Observer, Quiet};
pub use report::{Duplicate, Outcome, Report, RunRecord, Slow, Status, Totals};
pub use request::{Isolation, Recipe, Request, WorkerCommand, WorkerLimits};
pub use run::convert;
pub use single::{NoView, View, view_of};
pub use summary::{Words, summary};
pub use tally::Tally;

/// The facts of all documents, in the order of the inputs.
pub const FACTS_FILE: &str = "facts.ndjson";
/// What the last run did, with its times.
pub const RUN_FILE: &str = "run.json";
/// The folder inside the output folder that holds lock, journal and unfinished files.
pub const STATE_FOLDER: &str = ".hyokasho";
