//! The journal's writer: a thread that records what the jobs have done.
//!
//! It takes all that comes within a moment at once, so that one wait for the disk serves several documents: the
//! outputs' folders and the facts are synced first, then the lines that speak of them are appended.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::atomic::sync_folder;
use crate::journal::{Done, Failed, Journal, Line};

/// Documents that may wait for the journal; the jobs wait when there are more.
const WAITING: usize = 128;
/// How long a document that is done may wait for others to share the disk's time with. A run that is
/// killed meanwhile does it again.
const MOMENT: Duration = Duration::from_millis(50);

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
    /// This file has grown; the disk should have it some time.
    Grown(Arc<File>),
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
        let commits = gather(commit, receiver);
        let result = if sync { sync_all(&commits) } else { Ok(()) };
        let lines: Vec<Line> = commits.into_iter().filter_map(line).collect();
        if let Err(error) = result.and_then(|()| journal.append(&lines)) {
            first_error.get_or_insert(error);
        }
    }
    (journal, first_error)
}

/// What comes within a moment of the first.
fn gather(first: Commit, receiver: &Receiver<Commit>) -> Vec<Commit> {
    let mut commits = vec![first];
    let end = Instant::now() + MOMENT;
    while commits.len() < WAITING {
        let left = end.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left) {
            Ok(commit) => commits.push(commit),
            Err(_) => break,
        }
    }
    commits
}

fn line(commit: Commit) -> Option<Line> {
    match commit {
        Commit::Done { done, .. } => Some(Line::Done(done)),
        Commit::Failed(failed) => Some(Line::Failed(failed)),
        Commit::Grown(_) => None,
    }
}

fn sync_all(commits: &[Commit]) -> io::Result<()> {
    let mut folders = BTreeSet::new();
    let mut synced: Vec<&Arc<File>> = Vec::new();
    for commit in commits {
        let (folder, facts) = match commit {
            Commit::Done { folder, facts, .. } => (folder, facts),
            // Its place is taken at the end, where an error is one.
            Commit::Grown(facts) => {
                let _ = facts.sync_data();
                continue;
            }
            Commit::Failed(_) => continue,
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
