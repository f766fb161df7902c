//! What a run did: the contents of `run.json`.

use std::collections::BTreeMap;

use hyokasho_pipeline::Options;
use serde::{Deserialize, Serialize};

use crate::{Failure, Recipe, Tally};

/// How many of the slowest documents are told.
const SLOWEST: usize = 10;
/// How many failed documents the summary tells one by one; all are in `run.json`.
pub(crate) const TOLD: usize = 20;

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Read in this run; its output is in its place.
    Converted,
    /// Its output of an earlier run stands: same bytes, program, catalogue and options.
    Unchanged,
    /// It has no output of this run.
    Failed,
}

impl Status {
    /// The name as in `run.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Converted => "converted",
            Self::Unchanged => "unchanged",
            Self::Failed => "failed",
        }
    }
}

/// One document of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The document's name in the run, the `doc` of its facts.
    pub document: String,
    /// The path that it was read from, lossily where that is no UTF-8.
    pub input: String,
    /// What became of it.
    pub status: Status,
    /// Its output inside the output folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// SHA-256 of the input, where it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Length of the input in bytes.
    pub bytes: u64,
    /// Length of the output in bytes.
    pub written: u64,
    /// Wall-clock seconds.
    pub seconds: f64,
    /// The model in numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tally: Option<Tally>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Whether the failure is one of an earlier run, not tried again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
}

/// The same bytes under several names; each has its output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// The documents, in the order of the inputs.
    pub documents: Vec<String>,
}

/// Several documents in numbers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Documents.
    pub documents: u64,
    /// Documents read in this run.
    pub converted: u64,
    /// Documents whose output stands.
    pub unchanged: u64,
    /// Documents that failed.
    pub failed: u64,
    /// Bytes of the inputs.
    pub bytes: u64,
    /// Bytes of the document JSONs written in this run.
    pub written: u64,
    /// The models in numbers.
    pub tally: Tally,
}

impl Totals {
    fn add(&mut self, outcome: &Outcome) {
        self.documents += 1;
        self.bytes += outcome.bytes;
        self.written += outcome.written;
        match outcome.status {
            Status::Converted => self.converted += 1,
            Status::Unchanged => self.unchanged += 1,
            Status::Failed => self.failed += 1,
        }
        if let Some(tally) = &outcome.tally {
            self.tally.add(tally);
        }
    }
}

/// A document and the time that it took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slow {
    /// The document's name in the run.
    pub document: String,
    /// Wall-clock seconds.
    pub seconds: f64,
}

/// `run.json`, read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RunRecord {
    /// The run as a whole.
    #[serde(flatten)]
    pub report: Report,
    /// All documents, in the order of the inputs.
    pub documents: Vec<Outcome>,
}

/// What a run did as a whole; its documents one by one are in `run.json` alone (see [`RunRecord`]).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Program and catalogue.
    pub recipe: Recipe,
    /// Choices of the extraction.
    pub options: Options,
    /// Documents at once.
    pub jobs: usize,
    /// `workers` or `in-process`.
    pub isolation: String,
    /// Begin of the run in seconds since 1970.
    pub started: u64,
    /// Wall-clock seconds.
    pub seconds: f64,
    /// Whether it went on with a run that was broken off.
    pub resumed: bool,
    /// All documents.
    pub totals: Totals,
    /// The documents of each form.
    pub forms: BTreeMap<String, Totals>,
    /// Failed documents by cause.
    pub causes: BTreeMap<String, u64>,
    /// The same bytes under several names.
    pub duplicates: Vec<Duplicate>,
    /// Outputs in the folder that belong to no document of this run.
    pub left_over: Vec<String>,
    /// Outputs of that kind that were removed.
    pub removed: Vec<String>,
    /// The slowest documents of this run, slowest first.
    pub slowest: Vec<Slow>,
    /// Files that the patterns left out.
    pub excluded: u64,
    /// Files and folders passed over because their names begin with a dot.
    pub hidden: u64,
    /// What went wrong with the run itself (`facts.ndjson`, the journal).
    pub problems: Vec<String>,
    /// The first failed documents, for the summary.
    #[serde(skip)]
    pub failures: Vec<Outcome>,
}

impl Report {
    /// 0 when every document has its output and the run its files, else 1.
    pub fn exit_code(&self) -> u8 {
        u8::from(self.totals.failed > 0 || !self.problems.is_empty())
    }

    /// Takes one document into the sums.
    pub(crate) fn add(&mut self, outcome: &Outcome) {
        self.totals.add(outcome);
        if let Some(tally) = &outcome.tally {
            self.forms
                .entry(tally.form.clone())
                .or_default()
                .add(outcome);
        }
        if let Some(failure) = &outcome.failure {
            *self.causes.entry(failure.cause.clone()).or_default() += 1;
            if self.failures.len() < TOLD {
                self.failures.push(outcome.clone());
            }
        }
        self.add_time(outcome);
    }

    fn add_time(&mut self, outcome: &Outcome) {
        if outcome.status == Status::Unchanged || outcome.known {
            return;
        }
        let is_slower = |slow: &Slow| slow.seconds >= outcome.seconds;
        let at = self.slowest.partition_point(is_slower);
        if at < SLOWEST {
            let (document, seconds) = (outcome.document.clone(), outcome.seconds);
            self.slowest.insert(at, Slow { document, seconds });
            self.slowest.truncate(SLOWEST);
        }
    }
}
