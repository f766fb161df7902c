//! The facts of all documents: written in the order in which documents finish, each job to a file of
//! its own, and put in the order of the inputs at the end. Nothing of it is held in memory.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rustc_hash::FxHashMap;

use crate::FACTS_FILE;
use crate::atomic::{Aside, FileMark, sync_folder};
use crate::digest::copy_chunks;
use crate::folder::OutputFolder;
use crate::journal::{Done, Memory, Segment};

/// The facts of the documents that one job has done in this run.
#[derive(Debug)]
pub(crate) struct FactsLog {
    name: String,
    path: PathBuf,
    file: Option<Arc<File>>,
    length: u64,
}

impl FactsLog {
    /// The log of a job; its file is made with the first document.
    pub fn new(state: &Path, run: u64, job: usize) -> Self {
        let name = format!("facts-{run}-{job}.part");
        Self {
            path: state.join(&name),
            name,
            file: None,
            length: 0,
        }
    }

    /// Appends one document's facts, whole or not at all.
    pub fn append(&mut self, facts: impl Read) -> io::Result<Segment> {
        let offset = self.length;
        let file = self.file()?;
        let copied = copy_chunks(facts, |chunk| (&*file).write_all(chunk));
        match copied {
            Ok(bytes) => {
                self.length += bytes;
                Ok(Segment {
                    file: self.name.clone(),
                    offset,
                    bytes,
                })
            }
            Err(error) => {
                self.cut(offset)?;
                Err(error)
            }
        }
    }

    /// Takes back all from `offset` on.
    pub fn cut(&mut self, offset: u64) -> io::Result<()> {
        let file = self.file()?;
        file.set_len(offset)?;
        (&*file).seek(SeekFrom::Start(offset))?;
        self.length = offset;
        Ok(())
    }

    /// The file, to be synced before the journal speaks of it.
    pub fn file(&mut self) -> io::Result<Arc<File>> {
        if let Some(file) = &self.file {
            return Ok(Arc::clone(file));
        }
        let file = Arc::new(File::create(&self.path)?);
        self.file = Some(Arc::clone(&file));
        Ok(file)
    }
}

/// How much of each facts file that the journal speaks of is there.
#[derive(Debug, Default)]
pub(crate) struct FactsAtHand(FxHashMap<String, u64>);

impl FactsAtHand {
    /// Looks at the files that the memory's documents point into.
    pub fn of(folder: &OutputFolder, memory: &Memory) -> Self {
        let mut lengths = FxHashMap::default();
        for file in &memory.facts_files {
            lengths.insert(file.clone(), length_of(folder, memory, file));
        }
        Self(lengths)
    }

    /// Whether a document's facts can still be had.
    pub fn has(&self, done: &Done) -> bool {
        let length = |segment: &Segment| self.0.get(&segment.file).copied().unwrap_or(0);
        done.facts.as_ref().is_some_and(|segment| {
            segment
                .offset
                .checked_add(segment.bytes)
                .is_some_and(|end| end <= length(segment))
        })
    }
}

fn length_of(folder: &OutputFolder, memory: &Memory, file: &str) -> u64 {
    let Some(path) = path_of(folder, file) else {
        return 0;
    };
    let is_ours = file != FACTS_FILE || memory.facts.as_ref().is_some_and(|mark| mark.holds(&path));
    if is_ours {
        fs::metadata(path).map_or(0, |metadata| metadata.len())
    } else {
        0
    }
}

/// A facts file by its name in the journal; no other file is ever opened.
fn path_of(folder: &OutputFolder, file: &str) -> Option<PathBuf> {
    if file == FACTS_FILE {
        return Some(folder.root().join(FACTS_FILE));
    }
    is_log(file).then(|| folder.state().join(file))
}

fn is_log(file: &str) -> bool {
    let inner = file
        .strip_prefix("facts-")
        .and_then(|rest| rest.strip_suffix(".part"));
    inner.is_some_and(|inner| {
        inner
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    })
}

/// Whether these segments in a row already are the whole `facts.ndjson`.
pub(crate) fn is_in_order(
    segments: impl Iterator<Item = io::Result<Segment>>,
    mark: &FileMark,
) -> bool {
    let mut end = 0;
    for segment in segments {
        let Ok(segment) = segment else {
            return false;
        };
        if segment.file != FACTS_FILE || segment.offset != end {
            return false;
        }
        end += segment.bytes;
    }
    mark.bytes == end
}

/// The facts files that pieces are copied from, each opened once.
#[derive(Debug, Default)]
pub(crate) struct Pieces(FxHashMap<String, File>);

impl Pieces {
    /// Copies one piece to the end of `whole`.
    pub fn copy(
        &mut self,
        folder: &OutputFolder,
        segment: &Segment,
        whole: &mut File,
    ) -> io::Result<()> {
        let mut file = self.file(folder, &segment.file)?;
        file.seek(SeekFrom::Start(segment.offset))?;
        if io::copy(&mut file.take(segment.bytes), whole)? == segment.bytes {
            Ok(())
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }

    fn file(&mut self, folder: &OutputFolder, name: &str) -> io::Result<&File> {
        if !self.0.contains_key(name) {
            let path = path_of(folder, name).ok_or(io::ErrorKind::NotFound)?;
            self.0.insert(name.to_owned(), File::open(path)?);
        }
        self.0
            .get(name)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// Makes `facts.ndjson` anew from segments in their order; it is not yet in its place.
pub(crate) fn assemble(
    folder: &OutputFolder,
    segments: impl Iterator<Item = io::Result<Segment>>,
) -> io::Result<Aside> {
    let (mut pieces, mut whole) = (Pieces::default(), Aside::new_in(&folder.unfinished())?);
    for segment in segments {
        pieces.copy(folder, &segment?, whole.file())?;
    }
    Ok(whole)
}

/// Puts all facts into their place; gives their mark.
pub(crate) fn place(folder: &OutputFolder, whole: Aside, sync: bool) -> io::Result<FileMark> {
    let mark = whole.place(&folder.root().join(FACTS_FILE), sync)?;
    if sync {
        sync_folder(folder.root())?;
    }
    Ok(mark)
}

/// Removes the jobs' facts files once `facts.ndjson` and the journal no longer need them: side by
/// side, since the system takes its time to free large ones.
pub(crate) fn remove_logs(state: &Path) -> io::Result<()> {
    let mut logs = Vec::new();
    for entry in fs::read_dir(state)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(is_log) {
            logs.push(entry.path());
        }
    }
    logs.par_iter().try_for_each(fs::remove_file)
}
