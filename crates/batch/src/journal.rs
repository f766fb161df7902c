//! What was done, line by line: an append-only NDJSON file whose lines carry their own checksums.
//!
//! A line is `{"sum":"…","line":{…}}`; the sum is the head of the SHA-256 of the inner object's
//! bytes. A last line that a killed run left torn is cut off; a damaged one in the middle is passed
//! over and counted. A document is known by its name, and is done only if the bytes' hash and the
//! recipe are the same, its output is still there and so are its facts.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::atomic::{FileMark, write_whole};
use crate::digest::sha256;
use crate::{Failure, FailureKind, Tally};

/// The journal's name in the state folder.
pub(crate) const JOURNAL_FILE: &str = "journal.ndjson";
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

/// A document's name as a key of fixed size: the head of its SHA-256.
pub(crate) fn name_key(document: &str) -> u128 {
    key_of_hash(&sha256(document.as_bytes())).unwrap_or_default()
}

/// The first half of a SHA-256 that is written in hexadecimal.
pub(crate) fn key_of_hash(sha256: &str) -> Option<u128> {
    u128::from_str_radix(sha256.get(..32)?, 16).ok()
}

/// Where a line lies in the journal.
#[derive(Debug, Clone, Copy)]
struct LineAt {
    offset: u64,
    bytes: usize,
}

/// What the journal tells of the runs before. Of a document it holds where its line lies; the line
/// itself is read when it is asked for.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The journal as it was found.
    file: Option<Mutex<File>>,
    /// Documents done, by the keys of their names.
    done: FxHashMap<u128, LineAt>,
    /// Documents failed, by the keys of their names.
    failed: FxHashMap<u128, (LineAt, FailureKind)>,
    /// The files that the facts of documents lie in.
    pub facts_files: BTreeSet<String>,
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
    fn take(&mut self, line: Line, at: LineAt) {
        match line {
            Line::Begin(run) => {
                self.forget_passing_failures();
                self.runs = self.runs.max(run);
                self.broken_off = true;
            }
            Line::Done(done) => {
                let key = name_key(&done.document);
                self.failed.remove(&key);
                self.done.insert(key, at);
                self.facts_files.extend(done.facts.map(|facts| facts.file));
            }
            Line::Failed(failed) => {
                let key = name_key(&failed.document);
                self.failed.insert(key, (at, failed.failure.kind));
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
                .retain(|_, (_, kind)| *kind == FailureKind::Document);
        }
    }

    /// The record of a document that was done.
    pub fn done(&self, document: &str) -> Option<Done> {
        match self.line(*self.done.get(&name_key(document))?)? {
            Line::Done(done) if done.document == document => Some(*done),
            _ => None,
        }
    }

    /// The records of all documents that were done, in the order of their lines.
    pub fn all_done(&self) -> impl Iterator<Item = Done> + '_ {
        let mut lines: Vec<LineAt> = self.done.values().copied().collect();
        lines.sort_unstable_by_key(|at| at.offset);
        lines.into_iter().filter_map(|at| match self.line(at)? {
            Line::Done(done) => Some(*done),
            _ => None,
        })
    }

    fn line(&self, at: LineAt) -> Option<Line> {
        let file = self.file.as_ref()?;
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut line = vec![0; at.bytes];
        file.seek(SeekFrom::Start(at.offset)).ok()?;
        file.read_exact(&mut line).ok()?;
        read_line(&line)
    }

    /// Whether this document failed on the very same bytes and would fail again.
    pub fn failed_again(&self, document: &str, sha256: &str, recipe: &str) -> Option<Failure> {
        let (at, kind) = *self.failed.get(&name_key(document))?;
        let is_lasting = match kind {
            FailureKind::Document => true,
            FailureKind::Limit => self.broken_off,
            FailureKind::File => false,
        };
        match self.line(at).filter(|_| is_lasting)? {
            Line::Failed(failed) if failed.document == document => {
                let is_same = failed.sha256 == sha256 && failed.recipe == recipe;
                is_same.then_some(failed.failure)
            }
            _ => None,
        }
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
        let path = state.join(JOURNAL_FILE);
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)?;
        let (memory, length) = read_lines(File::open(&path)?)?;
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
    pub fn rewrite(
        &mut self,
        aside: &Path,
        lines: impl Iterator<Item = io::Result<Line>>,
    ) -> io::Result<()> {
        let mark = write_whole(aside, &self.path, self.sync, |file| {
            for line in lines {
                file.write_all(written(&line?).as_bytes())?;
            }
            Ok(())
        })?;
        self.file = File::options().write(true).open(&self.path)?;
        self.length = mark.bytes;
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

/// The memory of a journal, and the length of its whole lines.
fn read_lines(file: File) -> io::Result<(Memory, u64)> {
    let mut memory = Memory::default();
    let (mut reader, mut line, mut offset) = (BufReader::new(file), Vec::new(), 0);
    loop {
        line.clear();
        let bytes = reader.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            break;
        }
        match read_line(&line) {
            Some(line) => memory.take(line, LineAt { offset, bytes }),
            None => memory.damaged += 1,
        }
        offset += bytes as u64;
    }
    memory.file = Some(Mutex::new(reader.into_inner()));
    Ok((memory, offset))
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

    fn read(text: impl AsRef<[u8]>) -> (Memory, u64) {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(text.as_ref()).expect("a journal");
        file.rewind().expect("a journal");
        read_lines(file).expect("a readable journal")
    }

    #[test]
    fn a_torn_last_line_is_cut_at_any_byte() {
        let first = text(&[Line::Begin(1), done("a")]);
        let whole = first.clone() + &text(&[done("評価書")]);
        for end in first.len()..whole.len() {
            let (memory, length) = read(&whole.as_bytes()[..end]);
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
        let (memory, _) = read(whole);
        let names: Vec<String> = memory.all_done().map(|done| done.document).collect();
        assert_eq!((names, memory.damaged), (vec!["b".to_owned()], 1));
    }

    #[test]
    fn a_time_limit_is_remembered_by_the_resumed_run_only() {
        let lines = [
            Line::Begin(1),
            failed("slow", FailureKind::Limit),
            failed("bad", FailureKind::Document),
        ];
        let (memory, _) = read(text(&lines));
        assert!(memory.failed_again("slow", "ab", "r").is_some());
        assert!(memory.failed_again("slow", "other", "r").is_none());
        let ended = text(&lines)
            + &text(&[Line::End(FileMark {
                bytes: 0,
                modified: 0,
                sha256: String::new(),
            })]);
        let (memory, _) = read(ended);
        assert!(memory.failed_again("slow", "ab", "r").is_none());
        assert!(memory.failed_again("bad", "ab", "r").is_some());
    }
}
