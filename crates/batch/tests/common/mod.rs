//! A rehearsal: a folder of made-up documents, runs of `batch-rehearsal` over it, and its outputs.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hyokasho_batch::{FACTS_FILE, Outcome, RUN_FILE, Report, RunRecord, STATE_FOLDER};
use tempfile::TempDir;

/// Inputs in `in`, outputs in `out`, of a temporary folder.
pub struct Rehearsal {
    folder: TempDir,
}

/// Paths inside the output folder and their bytes; without `run.json` and the state.
pub type Outputs = BTreeMap<String, Vec<u8>>;

impl Rehearsal {
    /// An empty folder of inputs.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("in")).expect("a folder of inputs");
        Self { folder }
    }

    /// A folder with `count` good documents of varied length in three folders.
    pub fn with_documents(count: usize) -> Self {
        let rehearsal = Self::new();
        for at in 0..count {
            rehearsal.write(&format!("city{}/d{at:03}.txt", at % 3), good_document(at));
        }
        rehearsal
    }

    /// Writes `count` good documents, in three folders, that wait at gates of their own, which are open. Their
    /// numbers follow the order in which a run takes them.
    pub fn gated_documents(&self, count: usize) -> Gates {
        let gates = Gates {
            folder: self.folder.path().join("gates"),
            count,
        };
        fs::create_dir(&gates.folder).expect("a folder of gates");
        for at in 0..count {
            let name = format!("city{}/d{at:03}.txt", 3 * at / count);
            let gate = gates.gate(at);
            let text = format!("#gate {}\n{}", gate.display(), good_document(at));
            self.write(&name, text);
        }
        gates
    }

    /// The folder of inputs.
    pub fn inputs(&self) -> PathBuf {
        self.folder.path().join("in")
    }

    /// An output folder by its name.
    pub fn output(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes an input.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        let path = self.inputs().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder of inputs");
        fs::write(path, contents).expect("an input");
    }

    /// The command that converts the inputs into an output folder.
    pub fn command(&self, output: &str, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_batch-rehearsal"));
        command
            .arg("convert")
            .arg("-o")
            .arg(self.output(output))
            .args(options)
            .arg(self.inputs());
        command.stdin(Stdio::null());
        command
    }

    /// Runs it to its end.
    pub fn run(&self, output: &str, options: &[&str]) -> Run {
        let finished = self
            .command(output, options)
            .output()
            .expect("the rehearsal starts");
        self.finished(output, finished)
    }

    /// A run that came to its end.
    pub fn finished(&self, output: &str, finished: Output) -> Run {
        let record = fs::read(self.output(output).join(RUN_FILE)).ok();
        let record = record.and_then(|json| serde_json::from_slice(&json).ok());
        Run { finished, record }
    }

    /// All outputs in a folder; none where it is not yet there.
    pub fn outputs(&self, output: &str) -> Outputs {
        let root = self.output(output);
        let mut outputs = Outputs::new();
        if !is_there(&root) {
            return outputs;
        }
        let files = walkdir::WalkDir::new(&root)
            .into_iter()
            .map(|entry| entry.expect("a readable output folder"));
        for file in files.filter(|file| file.file_type().is_file()) {
            let name = file
                .path()
                .strip_prefix(&root)
                .expect("inside")
                .to_string_lossy()
                .into_owned();
            if name != RUN_FILE && !name.starts_with(STATE_FOLDER) {
                outputs.insert(name, fs::read(file.path()).expect("a readable output"));
            }
        }
        outputs
    }

    /// The lines of the facts file.
    pub fn facts(&self, output: &str) -> Vec<String> {
        let text = fs::read_to_string(self.output(output).join(FACTS_FILE)).expect("the facts");
        text.lines().map(str::to_owned).collect()
    }
}

/// Gates at which documents wait while they are shut.
pub struct Gates {
    folder: PathBuf,
    count: usize,
}

impl Gates {
    fn gate(&self, at: usize) -> PathBuf {
        self.folder.join(at.to_string())
    }

    /// Shuts the gate of this document and of all that follow it.
    pub fn shut_from(&self, first: usize) {
        for at in first..self.count {
            fs::write(self.gate(at), "").expect("a gate");
        }
    }

    /// Opens all gates.
    pub fn open(&self) {
        let shut = (0..self.count).map(|at| self.gate(at));
        for gate in shut.filter(|gate| is_there(gate)) {
            fs::remove_file(gate).expect("a gate");
        }
    }
}

/// A run that came to its end.
pub struct Run {
    /// Exit code and what it said.
    pub finished: Output,
    record: Option<RunRecord>,
}

impl Run {
    /// The exit code.
    pub fn code(&self) -> i32 {
        self.finished.status.code().unwrap_or(-1)
    }

    /// Asserts the exit code and how many documents were converted.
    #[track_caller]
    pub fn assert_ended(&self, code: i32, converted: u64) {
        let ended = (self.code(), self.report().totals.converted);
        assert_eq!(ended, (code, converted), "{}", self.said());
    }

    /// What it said on the standard error output.
    pub fn said(&self) -> String {
        String::from_utf8_lossy(&self.finished.stderr).into_owned()
    }

    /// `run.json`.
    pub fn record(&self) -> &RunRecord {
        self.record
            .as_ref()
            .unwrap_or_else(|| panic!("no run.json: {}", self.said()))
    }

    /// What `run.json` says of the run as a whole.
    pub fn report(&self) -> &Report {
        &self.record().report
    }

    /// The outcome of a document.
    pub fn outcome(&self, document: &str) -> &Outcome {
        let found = self
            .record()
            .documents
            .iter()
            .find(|one| one.document == document);
        found.unwrap_or_else(|| panic!("{document} is not in {:?}", self.names()))
    }

    /// The cause of a document's failure.
    pub fn cause(&self, document: &str) -> &str {
        self.outcome(document)
            .failure
            .as_ref()
            .map_or("", |failure| &failure.cause)
    }

    /// All documents' names.
    pub fn names(&self) -> Vec<&str> {
        self.record()
            .documents
            .iter()
            .map(|one| one.document.as_str())
            .collect()
    }
}

/// A document of some lines; no two are alike.
pub fn good_document(at: usize) -> String {
    let lines: Vec<String> = (0..=at % 7)
        .map(|line| format!("document {at} line {line}\n"))
        .collect();
    lines.concat()
}

/// Fails with the names that differ, not with megabytes of bytes.
pub fn assert_same(left: &Outputs, right: &Outputs) {
    let names = |outputs: &Outputs| outputs.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(left), names(right));
    let differ: Vec<_> = left
        .iter()
        .filter(|(name, bytes)| right.get(*name) != Some(*bytes))
        .map(|(name, _)| name)
        .collect();
    assert!(differ.is_empty(), "different bytes in {differ:?}");
}

/// Whether a path is there.
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
