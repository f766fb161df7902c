//! The journal's writer: a thread that records what the jobs have done.
//!
//! It takes all that is waiting at once, so that one wait for the disk serves several documents: the
//! outputs' folders and the facts are synced first, then the lines that speak of them are appended.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use crate::atomic::sync_folder;
use crate::journal::{Done, Failed, Journal, Line};

/// Documents that may wait for the journal; the jobs wait when there are more.
const WAITING: usize = 128;

/// Something for the journal.
pub(crate) enum Commit {
    /// An output is in its place.
    Done {
        /// The line to be.
        done: Box<Done>,
        /// The folder that holds the output's name.
        folder: PathBuf,
        /// The file that holds its facts.
        facts: Arc<File>,
    },
    /// A document failed.
    Failed(Failed),
}

/// The journal's writer at work.
pub(crate) struct Committer {
    sender: SyncSender<Commit>,
    thread: JoinHandle<(Journal, Option<io::Error>)>,
}

impl Committer {
    /// Starts the thread.
    pub fn start(journal: Journal, sync: bool) -> io::Result<Self> {
        let (sender, receiver) = sync_channel(WAITING);
        let thread = thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || record(journal, &receiver, sync))?;
        Ok(Self { sender, thread })
    }

    /// A handle for a job.
    pub fn sender(&self) -> SyncSender<Commit> {
        self.sender.clone()
    }

    /// Waits until everything is recorded; gives the journal back, and the first error.
    pub fn finish(self) -> Option<(Journal, Option<io::Error>)> {
        drop(self.sender);
        self.thread.join().ok()
    }
}

fn record(
    mut journal: Journal,
    receiver: &Receiver<Commit>,
    sync: bool,
) -> (Journal, Option<io::Error>) {
    let mut first_error = None;
    while let Ok(commit) = receiver.recv() {
        let mut commits = vec![commit];
        commits.extend(receiver.try_iter().take(WAITING));
        let result = if sync { sync_all(&commits) } else { Ok(()) };
        let lines: Vec<Line> = commits.into_iter().map(line).collect();
        if let Err(error) = result.and_then(|()| journal.append(&lines)) {
            first_error.get_or_insert(error);
        }
    }
    (journal, first_error)
}

fn line(commit: Commit) -> Line {
    match commit {
        Commit::Done { done, .. } => Line::Done(done),
        Commit::Failed(failed) => Line::Failed(failed),
    }
}

fn sync_all(commits: &[Commit]) -> io::Result<()> {
    let mut folders = BTreeSet::new();
    let mut synced: Vec<&Arc<File>> = Vec::new();
    for commit in commits {
        let Commit::Done { folder, facts, .. } = commit else {
            continue;
        };
        if folders.insert(folder) {
            sync_folder(folder)?;
        }
        if !synced.iter().any(|file| Arc::ptr_eq(file, facts)) {
            facts.sync_data()?;
            synced.push(facts);
        }
    }
    Ok(())
}
