//! What became of each document, set down as it comes so that nothing of it is held until the end: a
//! log for each job in a nameless file of the state folder, read in the order of the inputs when the
//! run is brought to its end.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::journal::Done;

/// A document at its end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Finished {
    /// What became of it.
    pub outcome: Outcome,
    /// Its record, where it has an output.
    pub done: Option<Box<Done>>,
}

/// The records of one job.
#[derive(Debug)]
pub(crate) struct RecordLog {
    folder: PathBuf,
    file: Option<File>,
    length: u64,
    kept: Vec<(usize, Kept)>,
}

/// Where a record is.
#[derive(Debug)]
enum Kept {
    /// In the log's file.
    Written { offset: u64, bytes: usize },
    /// In memory: the disk did not take it.
    Held(Box<Finished>),
}

impl RecordLog {
    /// A log whose file will lie in `folder`; it is made with the first record.
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            file: None,
            length: 0,
            kept: Vec::new(),
        }
    }

    /// Takes the record of the document at this place among the inputs.
    pub fn push(&mut self, at: usize, finished: Finished) {
        let kept = match self.write(&finished) {
            Ok(kept) => kept,
            Err(_) => Kept::Held(Box::new(finished)),
        };
        self.kept.push((at, kept));
    }

    fn write(&mut self, finished: &Finished) -> io::Result<Kept> {
        let json = serde_json::to_vec(finished)?;
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(&self.folder)?),
        };
        // A record that broke off is written over by the next one.
        file.seek(SeekFrom::Start(self.length))?;
        file.write_all(&json)?;
        let offset = self.length;
        self.length += json.len() as u64;
        Ok(Kept::Written {
            offset,
            bytes: json.len(),
        })
    }
}

/// The records of all jobs, in the order of the inputs.
#[derive(Debug)]
pub(crate) struct Records {
    files: Vec<Option<File>>,
    /// Place among the inputs, log, place in the log.
    kept: Vec<(usize, usize, Kept)>,
}

impl Records {
    /// Brings the logs of all jobs together.
    pub fn of(logs: Vec<RecordLog>) -> Self {
        let (mut files, mut kept) = (Vec::new(), Vec::new());
        for (log, records) in logs.into_iter().enumerate() {
            files.push(records.file);
            kept.extend(records.kept.into_iter().map(|(at, one)| (at, log, one)));
        }
        kept.sort_unstable_by_key(|(at, ..)| *at);
        Self { files, kept }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// The records, read one by one.
    pub fn iter(&self) -> impl Iterator<Item = io::Result<Finished>> + '_ {
        (0..self.kept.len()).map(|at| self.get(at))
    }

    /// The records of documents that have an output.
    pub fn done(&self) -> impl Iterator<Item = io::Result<Done>> + '_ {
        self.iter()
            .filter_map(|one| one.map(|one| one.done.map(|done| *done)).transpose())
    }

    /// One record by its number.
    pub fn get(&self, at: usize) -> io::Result<Finished> {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let (_, log, kept) = self.kept.get(at).ok_or_else(missing)?;
        match kept {
            Kept::Held(finished) => Ok((**finished).clone()),
            Kept::Written { offset, bytes } => {
                let mut file = self.files[*log].as_ref().ok_or_else(missing)?;
                file.seek(SeekFrom::Start(*offset))?;
                let mut json = vec![0; *bytes];
                file.read_exact(&mut json)?;
                Ok(serde_json::from_slice(&json)?)
            }
        }
    }
}
