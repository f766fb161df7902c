//! What was done, line by line: an append-only NDJSON file whose lines carry their own checksums.
//!
//! A line is `{"sum":"…","line":{…}}`; the sum is the head of the SHA-256 of the inner object's
//! bytes. A last line that a killed run left torn is cut off; a damaged one in the middle is passed
//! over and counted. A document is known by its name, and is done only if the bytes' hash and the
//! recipe are the same, its output is still there and so are its facts.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::atomic::{FileMark, write_whole};
use crate::digest::sha256;
use crate::{Failure, FailureKind, Tally};

/// Hexadecimal digits of a line's checksum: it has to find accidents, not forgers.
const SUM_DIGITS: usize = 16;
const HEAD: &str = r#"{"sum":""#;
const MIDDLE: &str = r#"","line":"#;
const TAIL: &str = "}";

/// One entry of the journal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Line {
    /// A run begins; the number counts the runs of this folder.
    Begin(u64),
    /// A document's output is in its place.
    Done(Box<Done>),
    /// A document has no output.
    Failed(Failed),
    /// The run is complete, with this file of all facts.
    End(FileMark),
}

/// A document whose output is in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Done {
    /// The document's name in the run.
    pub document: String,
    /// SHA-256 of the input.
    pub sha256: String,
    /// Hash of program, catalogue and options.
    pub recipe: String,
    /// The output as written.
    pub output: FileMark,
    /// Where its facts lie; none when they are lost.
    pub facts: Option<Segment>,
    /// The model in numbers.
    pub tally: Tally,
}

/// A document without an output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failed {
    /// The document's name in the run.
    pub document: String,
    /// SHA-256 of the input.
    pub sha256: String,
    /// Hash of program, catalogue and options.
    pub recipe: String,
    /// Why.
    pub failure: Failure,
}

/// A piece of a facts file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Segment {
    /// The file's name: `facts.ndjson`, or a file in the state folder.
    pub file: String,
    /// First byte.
    pub offset: u64,
    /// Length in bytes.
    pub bytes: u64,
}

/// What the journal tells of the runs before.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Documents done, by name.
    pub done: BTreeMap<String, Done>,
    /// Documents failed, by name.
    pub failed: BTreeMap<String, Failed>,
    /// The file of all facts as the last complete run left it.
    pub facts: Option<FileMark>,
    /// How many runs were begun here.
    pub runs: u64,
    /// Whether the last of them did not come to its end.
    pub broken_off: bool,
    /// Damaged lines passed over.
    pub damaged: u64,
}

impl Memory {
    fn take(&mut self, line: Line) {
        match line {
            Line::Begin(run) => {
                self.forget_passing_failures();
                self.runs = self.runs.max(run);
                self.broken_off = true;
            }
            Line::Done(done) => {
                self.failed.remove(&done.document);
                self.done.insert(done.document.clone(), *done);
            }
            Line::Failed(failed) => {
                self.failed.insert(failed.document.clone(), failed);
            }
            Line::End(facts) => {
                self.facts = Some(facts);
                self.broken_off = false;
            }
        }
    }

    /// Failures that depend on limits and load are kept within one run and its resumptions only.
    fn forget_passing_failures(&mut self) {
        if !self.broken_off {
            self.failed
                .retain(|_, failed| failed.failure.kind == FailureKind::Document);
        }
    }

    /// Whether this document failed on the very same bytes and would fail again.
    pub fn failed_again(&self, document: &str, sha256: &str, recipe: &str) -> Option<&Failed> {
        let failed = self.failed.get(document)?;
        let is_lasting = match failed.failure.kind {
            FailureKind::Document => true,
            FailureKind::Limit => self.broken_off,
            FailureKind::File => false,
        };
        (is_lasting && failed.sha256 == sha256 && failed.recipe == recipe).then_some(failed)
    }
}

/// The journal, open for appending.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    length: u64,
    sync: bool,
}

impl Journal {
    /// Opens or begins the journal in the state folder, and reads it.
    pub fn open(state: &Path, sync: bool) -> io::Result<(Self, Memory)> {
        let path = state.join("journal.ndjson");
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            other => other?,
        };
        let (memory, length) = read_lines(&bytes);
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)?;
        let mut journal = Self {
            path,
            file,
            length,
            sync,
        };
        journal.cut()?;
        Ok((journal, memory))
    }

    /// Appends lines, all or none, and brings them to the disk.
    pub fn append(&mut self, lines: &[Line]) -> io::Result<()> {
        let text: String = lines.iter().map(written).collect();
        let result = self.write(text.as_bytes());
        match result {
            Ok(()) => self.length += text.len() as u64,
            Err(_) => self.cut()?,
        }
        result
    }

    /// Replaces the journal by these lines, whole or not at all.
    pub fn rewrite(&mut self, aside: &Path, lines: impl Iterator<Item = Line>) -> io::Result<()> {
        let text: String = lines.map(|line| written(&line)).collect();
        write_whole(aside, &self.path, text.as_bytes(), self.sync)?;
        self.file = File::options().write(true).open(&self.path)?;
        self.length = text.len() as u64;
        self.file.seek(SeekFrom::Start(self.length)).map(drop)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        if self.sync {
            self.file.sync_data()
        } else {
            Ok(())
        }
    }

    /// Cuts off what is not a whole line.
    fn cut(&mut self) -> io::Result<()> {
        self.file.set_len(self.length)?;
        self.file.seek(SeekFrom::Start(self.length)).map(drop)
    }
}

fn written(line: &Line) -> String {
    let inner = serde_json::to_string(line).unwrap_or_default();
    let sum = sha256(inner.as_bytes());
    format!("{HEAD}{}{MIDDLE}{inner}{TAIL}\n", &sum[..SUM_DIGITS])
}

/// The memory of a journal's bytes, and the length of its whole lines.
fn read_lines(bytes: &[u8]) -> (Memory, u64) {
    let mut memory = Memory::default();
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    for line in bytes[..whole].split_inclusive(|byte| *byte == b'\n') {
        match read_line(line) {
            Some(line) => memory.take(line),
            None => memory.damaged += 1,
        }
    }
    (memory, whole as u64)
}

fn read_line(line: &[u8]) -> Option<Line> {
    let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (sum, inner) = line
        .strip_prefix(HEAD)?
        .strip_suffix(TAIL)?
        .split_once(MIDDLE)?;
    let is_whole = sum.len() == SUM_DIGITS && sha256(inner.as_bytes()).starts_with(sum);
    if is_whole {
        serde_json::from_str(inner).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(document: &str, kind: FailureKind) -> Line {
        let failure = Failure {
            kind,
            ..Failure::limit("timeout", "too long", "")
        };
        Line::Failed(Failed {
            document: document.into(),
            sha256: "ab".into(),
            recipe: "r".into(),
            failure,
        })
    }

    fn done(document: &str) -> Line {
        Line::Done(Box::new(Done {
            document: document.into(),
            sha256: "ab".into(),
            recipe: "r".into(),
            output: FileMark {
                bytes: 1,
                modified: 2,
                sha256: "cd".into(),
            },
            facts: None,
            tally: Tally::default(),
        }))
    }

    fn text(lines: &[Line]) -> String {
        lines.iter().map(written).collect()
    }

    #[test]
    fn a_torn_last_line_is_cut_at_any_byte() {
        let first = text(&[Line::Begin(1), done("a")]);
        let whole = first.clone() + &text(&[done("評価書")]);
        for end in first.len()..whole.len() {
            let (memory, length) = read_lines(&whole.as_bytes()[..end]);
            assert_eq!(
                (memory.done.len(), length),
                (1, first.len() as u64),
                "cut at {end}"
            );
        }
    }

    #[test]
    fn a_changed_line_is_not_believed() {
        let whole = text(&[Line::Begin(1), done("a"), done("b")])
            .replace("\"document\":\"a\"", "\"document\":\"c\"");
        let (memory, _) = read_lines(whole.as_bytes());
        assert_eq!(
            (
                memory.done.keys().map(String::as_str).collect::<Vec<_>>(),
                memory.damaged
            ),
            (vec!["b"], 1)
        );
    }

    #[test]
    fn a_time_limit_is_remembered_by_the_resumed_run_only() {
        let lines = [
            Line::Begin(1),
            failed("slow", FailureKind::Limit),
            failed("bad", FailureKind::Document),
        ];
        let (memory, _) = read_lines(text(&lines).as_bytes());
        assert!(memory.failed_again("slow", "ab", "r").is_some());
        assert!(memory.failed_again("slow", "other", "r").is_none());
        let ended = text(&lines)
            + &text(&[Line::End(FileMark {
                bytes: 0,
                modified: 0,
                sha256: String::new(),
            })]);
        let (memory, _) = read_lines(ended.as_bytes());
        assert!(memory.failed_again("slow", "ab", "r").is_none());
        assert!(memory.failed_again("bad", "ab", "r").is_some());
    }
}
