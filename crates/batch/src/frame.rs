//! What a run and its workers say to each other over the workers' standard input and output.
//!
//! A head is a JSON object behind its length (four bytes, little-endian); the bytes whose lengths it
//! tells follow it. Run: [`Hello`], then for each document [`Ask`] and the document. Worker:
//! [`Reply::Ready`] or [`Reply::Refused`] to the first, [`Reply::Done`] with the document JSON and
//! the facts, or [`Reply::Failed`], to each document.

use std::io::{self, Read, Write};

use hyokasho_pipeline::Options;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Failure, Tally, WorkerLimits};

/// Longest head; messages in it are cut far below.
const LONGEST_HEAD: u32 = 1 << 20;

/// The first head to a worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Hello {
    /// Choices of the extraction, for all documents.
    pub options: Options,
    /// Address space of the worker in bytes.
    pub memory: u64,
    /// Seconds that a document may take; a worker that nobody is left to end then ends itself.
    pub seconds: f64,
    /// Threads that the worker reads one document with.
    pub threads: usize,
}

impl Hello {
    /// The head for a run.
    pub fn new(options: Options, limits: WorkerLimits, threads: usize) -> Self {
        Self {
            options,
            memory: limits.memory,
            seconds: limits.time.as_secs_f64(),
            threads: threads.max(1),
        }
    }
}

/// A document to read; its bytes follow.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ask {
    /// The document's name in the run.
    pub document: String,
    /// The file's name without its folder.
    pub file: String,
    /// Length of the bytes that follow.
    pub bytes: u64,
    /// What of the model is answered.
    pub views: Views,
}

/// Which views of a model are made; one that is not is empty.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Views {
    /// The document JSON.
    pub document: bool,
    /// The facts.
    pub facts: bool,
}

impl Views {
    /// Both, as a run writes them.
    pub const BOTH: Self = Self {
        document: true,
        facts: true,
    };
    /// The document JSON alone.
    pub const DOCUMENT: Self = Self {
        document: true,
        facts: false,
    };
    /// The facts alone.
    pub const FACTS: Self = Self {
        document: false,
        facts: true,
    };
}

/// What a worker answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The worker waits for documents.
    Ready,
    /// The worker cannot do its work at all.
    Refused(String),
    /// The outputs follow: first the document JSON, then the facts.
    Done {
        /// Length of the document JSON.
        json: u64,
        /// Length of the facts.
        facts: u64,
        /// The model in numbers.
        tally: Tally,
    },
    /// The document has no output.
    Failed(Failure),
}

/// Writes one head.
pub(crate) fn write_head(writer: &mut impl Write, head: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_vec(head)?;
    let length = u32::try_from(json.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    writer.write_all(&length.to_le_bytes())?;
    writer.write_all(&json)
}

/// Reads one head; none at the end of the stream.
pub(crate) fn read_head<T: DeserializeOwned>(reader: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    match reader.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length);
    if length > LONGEST_HEAD {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "a head beyond all measure",
        ));
    }
    let mut json = vec![0; length as usize];
    reader.read_exact(&mut json)?;
    Ok(Some(serde_json::from_slice(&json)?))
}
