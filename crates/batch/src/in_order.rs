//! `facts.ndjson` in the making: documents' facts copied in the order of the inputs as soon as all
//! before them are there, so that little is left to do when the last document ends.
//!
//! It is a convenience that may be given up at any time: each document's facts lie in a log of their
//! own until the run has ended, and the file is then made of those.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::FACTS_FILE;
use crate::atomic::Aside;
use crate::facts::Pieces;
use crate::folder::OutputFolder;
use crate::journal::Segment;

/// Bytes that grow before the disk is asked to take them: few enough for the end to wait for little.
const UNSYNCED: u64 = 4 << 20;

/// The facts in order, as far as all documents before are done.
pub(crate) struct InOrder<'a> {
    folder: &'a OutputFolder,
    growing: Mutex<Growing>,
}

struct Growing {
    /// The document whose turn it is, by its place among the inputs.
    next: usize,
    /// The facts of documents whose turn has not come; none of one that has no facts.
    waiting: BTreeMap<usize, Option<Segment>>,
    whole: Whole,
    unsynced: u64,
}

enum Whole {
    /// So far it is the beginning of the file that stands; nothing is written.
    Standing(u64),
    /// A file of its own.
    Written(Box<Written>),
    /// Left to the end of the run.
    GivenUp,
}

struct Written {
    aside: Aside,
    pieces: Pieces,
    bytes: u64,
}

impl<'a> InOrder<'a> {
    /// Nothing yet; the file that stands in the folder is taken as far as it holds.
    pub fn new(folder: &'a OutputFolder) -> Self {
        let growing = Growing {
            next: 0,
            waiting: BTreeMap::new(),
            whole: Whole::Standing(0),
            unsynced: 0,
        };
        Self {
            folder,
            growing: Mutex::new(growing),
        }
    }

    /// Takes the facts of the document at this place, and all that waited for it. Gives the file when
    /// so much was added that the disk should have it.
    pub fn take(&self, at: usize, facts: Option<Segment>) -> Option<Arc<File>> {
        let mut growing = self.lock();
        growing.waiting.insert(at, facts);
        growing.catch_up(self.folder);
        growing.unsynced_file()
    }

    /// Removes the file that grows; whether that has made room.
    pub fn give_up(&self) -> bool {
        matches!(
            mem::replace(&mut self.lock().whole, Whole::GivenUp),
            Whole::Written(_)
        )
    }

    /// The file and its length, where there is one.
    pub fn finish(self) -> Option<(Aside, u64)> {
        let growing = self
            .growing
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        match growing.whole {
            Whole::Written(written) => Some((written.aside, written.bytes)),
            Whole::Standing(_) | Whole::GivenUp => None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Growing> {
        self.growing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Growing {
    /// Adds the facts of all documents whose turn it is.
    fn catch_up(&mut self, folder: &OutputFolder) {
        while let Some(facts) = self.waiting.remove(&self.next) {
            self.next += 1;
            if let Some(facts) = facts {
                self.append(folder, &facts);
            }
        }
    }

    fn append(&mut self, folder: &OutputFolder, facts: &Segment) {
        match self.whole.append(folder, facts) {
            Ok(written) => self.unsynced += written,
            Err(_) => self.whole = Whole::GivenUp,
        }
    }

    /// The file, when enough of it waits for the disk.
    fn unsynced_file(&mut self) -> Option<Arc<File>> {
        let Whole::Written(written) = &mut self.whole else {
            return None;
        };
        if self.unsynced < UNSYNCED {
            return None;
        }
        self.unsynced = 0;
        written.aside.file().try_clone().ok().map(Arc::new)
    }
}

impl Whole {
    /// Adds one piece; gives the bytes written for it.
    fn append(&mut self, folder: &OutputFolder, facts: &Segment) -> io::Result<u64> {
        if let Self::Standing(length) = self {
            if facts.file == FACTS_FILE && facts.offset == *length {
                *length += facts.bytes;
                return Ok(0);
            }
            *self = Self::Written(Box::new(Written::begin(folder, *length)?));
        }
        match self {
            Self::Written(written) => written.append(folder, facts),
            Self::Standing(_) | Self::GivenUp => Ok(0),
        }
    }
}

impl Written {
    /// A file that begins as the one that stands.
    fn begin(folder: &OutputFolder, length: u64) -> io::Result<Self> {
        let mut written = Self {
            aside: Aside::new_in(&folder.unfinished())?,
            pieces: Pieces::default(),
            bytes: 0,
        };
        if length > 0 {
            let standing = Segment {
                file: FACTS_FILE.to_owned(),
                offset: 0,
                bytes: length,
            };
            written.append(folder, &standing)?;
        }
        Ok(written)
    }

    fn append(&mut self, folder: &OutputFolder, facts: &Segment) -> io::Result<u64> {
        self.pieces.copy(folder, facts, self.aside.file())?;
        self.bytes += facts.bytes;
        Ok(facts.bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Seek as _};

    use super::*;

    /// A folder with the facts `aabbcc` of one job.
    fn folder() -> (tempfile::TempDir, OutputFolder) {
        let root = tempfile::tempdir().expect("a folder");
        let folder = OutputFolder::open(root.path()).expect("an output folder");
        std::fs::write(folder.state().join("facts-1-0.part"), "aabbcc").expect("a log");
        (root, folder)
    }

    fn piece(file: &str, offset: u64) -> Segment {
        Segment {
            file: file.to_owned(),
            offset,
            bytes: 2,
        }
    }

    fn content(in_order: InOrder<'_>) -> Option<(String, u64)> {
        let (mut aside, length) = in_order.finish()?;
        let mut text = String::new();
        aside.file().rewind().expect("a file");
        aside.file().read_to_string(&mut text).expect("a file");
        Some((text, length))
    }

    #[test]
    fn facts_wait_for_those_before_them() {
        let (_root, folder) = folder();
        let in_order = InOrder::new(&folder);
        for (at, offset) in [(3, 4), (1, 2), (0, 0)] {
            in_order.take(at, Some(piece("facts-1-0.part", offset)));
        }
        in_order.take(2, None);
        assert_eq!(content(in_order), Some(("aabbcc".to_owned(), 6)));
    }

    #[test]
    fn a_file_that_stands_is_copied_when_it_ends_to_hold() {
        let (root, folder) = folder();
        std::fs::write(root.path().join(FACTS_FILE), "xxyyzz").expect("the facts");
        let in_order = InOrder::new(&folder);
        in_order.take(0, Some(piece(FACTS_FILE, 0)));
        in_order.take(1, Some(piece(FACTS_FILE, 2)));
        assert!(!in_order.give_up(), "nothing is written so far");
        let in_order = InOrder::new(&folder);
        in_order.take(0, Some(piece(FACTS_FILE, 0)));
        in_order.take(1, Some(piece("facts-1-0.part", 2)));
        in_order.take(2, Some(piece(FACTS_FILE, 4)));
        assert_eq!(content(in_order), Some(("xxbbzz".to_owned(), 6)));
    }

    #[test]
    fn what_is_given_up_is_gone_and_stays_so() {
        let (_root, folder) = folder();
        let in_order = InOrder::new(&folder);
        in_order.take(0, Some(piece("facts-1-0.part", 0)));
        assert!(in_order.give_up());
        assert!(!in_order.give_up());
        in_order.take(1, Some(piece("facts-1-0.part", 2)));
        assert_eq!(content(in_order), None);
        let parts = std::fs::read_dir(folder.unfinished()).expect("a folder");
        assert_eq!(parts.count(), 0);
    }
}
