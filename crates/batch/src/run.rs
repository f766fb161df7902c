//! A run from its inputs to its report.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::atomic::Aside;
use crate::commit::{Commit, Committer};
use crate::conclude::{Remains, conclude, write_report};
use crate::discover::{Entry, discover};
use crate::facts::{FactsAtHand, FactsLog};
use crate::folder::{OutputFolder, was_begun};
use crate::frame::{Ask, Hello, Views};
use crate::globs::Selection;
use crate::in_order::InOrder;
use crate::input::Input;
use crate::journal::{Done, Failed, Journal, Line, Memory};
use crate::lane::{Lane, Product, Reading, WorkerSeat};
use crate::names::{name_entries, output_of};
use crate::records::{Finished, RecordLog, Records};
use crate::watchdog::Watchdog;
use crate::{
    BatchError, Extractor, Failure, FailureKind, Isolation, Observer, Outcome, Report, Request,
    Status,
};

/// Stack of a job's thread: documents are read on it when there are no workers. Untouched pages of
/// it cost nothing.
const STACK: usize = 16 << 20;

/// Converts all documents of a request. `extractor` reads them where the request asks for no workers.
pub fn convert(
    request: &Request,
    extractor: &dyn Extractor,
    observer: &dyn Observer,
) -> Result<Report, BatchError> {
    let (started, clock) = (SystemTime::now(), Instant::now());
    Selection::new(&request.include, &request.exclude)?;
    if request.resume && !was_begun(&request.output) {
        return Err(BatchError::NothingToResume(request.output.clone()));
    }
    let folder = OutputFolder::open(&request.output)?;
    let unusable = |source| BatchError::Folder {
        folder: request.output.clone(),
        source,
    };
    let (mut journal, memory) = Journal::open(&folder.state(), request.sync).map_err(unusable)?;
    if request.resume && memory.runs == 0 {
        return Err(BatchError::NothingToResume(request.output.clone()));
    }
    let found = discover(request)?;
    let mut report = Report {
        recipe: request.recipe.clone(),
        options: request.options.clone(),
        jobs: jobs(request),
        isolation: isolation_name(&request.isolation).to_owned(),
        started: started
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs()),
        resumed: memory.broken_off,
        excluded: found.excluded,
        hidden: found.hidden,
        ..Report::default()
    };
    let documents = name_entries(found.entries);
    observer.found(documents.len());
    let run = memory.runs + 1;
    journal.append(&[Line::Begin(run)]).map_err(unusable)?;
    let work = Work {
        in_order: InOrder::new(&folder),
        request,
        recipe: request.recipe.hash(&request.options),
        folder: &folder,
        at_hand: FactsAtHand::of(&folder, &memory),
        memory: &memory,
        observer,
    };
    let remains = work.all(&documents, extractor, journal, &mut report)?;
    observer.ended();
    if remains.records.len() < documents.len() {
        return Err(BatchError::Stopped {
            done: remains.records.len(),
            documents: documents.len(),
        });
    }
    let records = conclude(request, &folder, &memory, remains, &mut report);
    report.seconds = clock.elapsed().as_secs_f64();
    write_report(&folder, &mut report, &records, request.sync);
    Ok(report)
}

fn jobs(request: &Request) -> usize {
    match request.jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    }
}

const fn isolation_name(isolation: &Isolation) -> &'static str {
    match isolation {
        Isolation::Workers { .. } => "workers",
        Isolation::InProcess => "in-process",
    }
}

/// What all jobs share.
struct Work<'a> {
    request: &'a Request,
    recipe: String,
    folder: &'a OutputFolder,
    memory: &'a Memory,
    at_hand: FactsAtHand,
    in_order: InOrder<'a>,
    observer: &'a dyn Observer,
}

/// A failure, with what was known of the input when it happened.
struct Unread {
    failure: Failure,
    sha256: Option<String>,
    bytes: u64,
    known: bool,
}

impl Work<'_> {
    /// Runs all documents over the jobs; gives them in the order of the inputs.
    fn all(
        self,
        documents: &[(String, Entry)],
        extractor: &dyn Extractor,
        journal: Journal,
        report: &mut Report,
    ) -> Result<Remains, BatchError> {
        let threads = |error: &dyn std::fmt::Display| BatchError::Threads(error.to_string());
        let jobs = report.jobs.min(documents.len()).max(1);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .stack_size(STACK)
            .build()
            .map_err(|error| threads(&error))?;
        let watchdog =
            Watchdog::start(jobs, self.request.stop.clone()).map_err(|error| threads(&error))?;
        let committer =
            Committer::start(journal, self.request.sync).map_err(|error| threads(&error))?;
        let sender = committer.sender();
        let next = AtomicUsize::new(0);
        // One long task a thread, so that a thread which waits for pages never begins another document.
        let logs = pool.broadcast(|thread| {
            let mut lane = self.lane(thread.index(), report.jobs / jobs, extractor, &watchdog);
            let mut log = RecordLog::new(self.folder.unfinished());
            while !self.request.stop.is_set() {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some((document, entry)) = documents.get(at) else {
                    break;
                };
                if let Some(finished) = self.one(document, entry, &mut lane, &sender) {
                    self.add_facts(at, &finished, &sender);
                    log.push(at, finished);
                }
            }
            log
        });
        drop(sender);
        watchdog.finish();
        let journal = match committer.finish() {
            Some((journal, error)) => {
                report.problems.extend(error.map(|error| {
                    format!("the journal could not be written, some documents will be done again: {error}")
                }));
                Some(journal)
            }
            None => None,
        };
        Ok(Remains {
            records: Records::of(logs),
            journal,
            facts: self.in_order.finish(),
        })
    }

    /// Adds a document's facts to those in order, when all before it are there.
    fn add_facts(&self, at: usize, finished: &Finished, sender: &SyncSender<Commit>) {
        let facts = finished.done.as_ref().and_then(|done| done.facts.clone());
        if let Some(grown) = self.in_order.take(at, facts) {
            let _ = sender.send(Commit::Grown(grown));
        }
    }

    /// The lane of a job, whose documents may use so many threads each.
    fn lane<'e>(
        &self,
        job: usize,
        threads: usize,
        extractor: &'e dyn Extractor,
        watchdog: &Watchdog,
    ) -> Lane<'e> {
        let facts = FactsLog::new(&self.folder.state(), self.memory.runs + 1, job);
        let reading = match &self.request.isolation {
            Isolation::InProcess => Reading::Here(extractor),
            Isolation::Workers { command, limits } => {
                let hello = Hello::new(self.request.options.clone(), *limits, threads);
                Reading::Worker(Box::new(WorkerSeat::new(
                    command.clone(),
                    hello,
                    watchdog.clone(),
                    job,
                )))
            }
        };
        Lane::new(reading, facts)
    }

    /// One document from its input to the journal; none when the run was stopped before its end.
    fn one(
        &self,
        document: &str,
        entry: &Entry,
        lane: &mut Lane<'_>,
        sender: &SyncSender<Commit>,
    ) -> Option<Finished> {
        let clock = Instant::now();
        let result = self.look_and_read(document, entry, lane, sender);
        let mut outcome = Outcome {
            document: document.to_owned(),
            input: entry.path.to_string_lossy().into_owned(),
            seconds: clock.elapsed().as_secs_f64(),
            status: Status::Failed,
            output: None,
            sha256: None,
            bytes: 0,
            written: 0,
            tally: None,
            failure: None,
            known: false,
        };
        let done = match result {
            Ok((status, bytes, done)) => {
                outcome.status = status;
                outcome.bytes = bytes;
                outcome.output = Some(output_of(document));
                outcome.written = if status == Status::Converted {
                    done.output.bytes
                } else {
                    0
                };
                outcome.sha256 = Some(done.sha256.clone());
                outcome.tally = Some(done.tally.clone());
                Some(done)
            }
            Err(_) if self.request.stop.is_set() => return None,
            Err(unread) => {
                outcome.bytes = unread.bytes;
                outcome.sha256 = unread.sha256;
                outcome.failure = Some(unread.failure);
                outcome.known = unread.known;
                None
            }
        };
        self.observer.finished(&outcome);
        Some(Finished { outcome, done })
    }

    fn look_and_read(
        &self,
        document: &str,
        entry: &Entry,
        lane: &mut Lane<'_>,
        sender: &SyncSender<Commit>,
    ) -> Result<(Status, u64, Box<Done>), Unread> {
        let unopened = |failure| Unread {
            failure,
            sha256: None,
            bytes: 0,
            known: false,
        };
        if let Some(failure) = &entry.failure {
            return Err(unopened((**failure).clone()));
        }
        let mut input =
            Input::open(&entry.path, self.request.options.limits.bytes).map_err(unopened)?;
        if let Some(done) = self.unchanged(document, &input.sha256) {
            return Ok((Status::Unchanged, input.bytes, Box::new(done)));
        }
        let known = self
            .memory
            .failed_again(document, &input.sha256, &self.recipe);
        if let Some(failure) = known.filter(|_| !self.request.again) {
            return Err(Unread {
                failure,
                sha256: Some(input.sha256),
                bytes: input.bytes,
                known: true,
            });
        }
        match self.read_or_make_room(document, entry, &mut input, lane, sender) {
            Ok(done) => Ok((Status::Converted, input.bytes, done)),
            Err(failure) => {
                self.record_failure(document, &input, &failure, sender);
                Err(Unread {
                    failure,
                    sha256: Some(input.sha256),
                    bytes: input.bytes,
                    known: false,
                })
            }
        }
    }

    /// The record of a document that need not be done again.
    fn unchanged(&self, document: &str, sha256: &str) -> Option<Done> {
        if self.request.again {
            return None;
        }
        let done = self.memory.done(document)?;
        let is_same = done.sha256 == sha256 && done.recipe == self.recipe;
        let is_there = || {
            done.output
                .holds(&self.folder.root().join(output_of(document)))
        };
        (is_same && self.at_hand.has(&done) && is_there()).then_some(done)
    }

    /// Reads a document; where the disk is full, the facts that were put in order on the way make room.
    fn read_or_make_room(
        &self,
        document: &str,
        entry: &Entry,
        input: &mut Input,
        lane: &mut Lane<'_>,
        sender: &SyncSender<Commit>,
    ) -> Result<Box<Done>, Failure> {
        match self.read(document, entry, input, lane, sender) {
            Err(failure) if failure.is_no_space() && self.in_order.give_up() => {
                self.read(document, entry, input, lane, sender)
            }
            other => other,
        }
    }

    fn read(
        &self,
        document: &str,
        entry: &Entry,
        input: &mut Input,
        lane: &mut Lane<'_>,
        sender: &SyncSender<Commit>,
    ) -> Result<Box<Done>, Failure> {
        let output_failed = |error: io::Error| Failure::output(&error);
        let ask = Ask {
            document: document.to_owned(),
            file: entry
                .path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            bytes: input.bytes,
            views: Views::BOTH,
        };
        let json = Aside::new_in(&self.folder.unfinished()).map_err(output_failed)?;
        let product = lane.read(&ask, input, json)?;
        let path = self
            .folder
            .place(&output_of(document))
            .map_err(output_failed)?;
        let done = self
            .place(document, input, product, &path)
            .map_err(output_failed)?;
        let folder = path.parent().map(PathBuf::from).unwrap_or_default();
        let facts = lane.facts.file().map_err(output_failed)?;
        // A journal that is gone has told its error already.
        let _ = sender.send(Commit::Done {
            done: done.clone(),
            folder,
            facts,
        });
        Ok(done)
    }

    fn place(
        &self,
        document: &str,
        input: &Input,
        product: Product,
        path: &std::path::Path,
    ) -> io::Result<Box<Done>> {
        let mut output = product.json.place(path, self.request.sync)?;
        output.sha256 = product.sha256;
        Ok(Box::new(Done {
            document: document.to_owned(),
            sha256: input.sha256.clone(),
            recipe: self.recipe.clone(),
            output,
            facts: Some(product.facts),
            tally: product.tally,
        }))
    }

    fn record_failure(
        &self,
        document: &str,
        input: &Input,
        failure: &Failure,
        sender: &SyncSender<Commit>,
    ) {
        // A worker that was ended because the run stops tells nothing about its document.
        if failure.kind == FailureKind::File || self.request.stop.is_set() {
            return;
        }
        let failed = Failed {
            document: document.to_owned(),
            sha256: input.sha256.clone(),
            recipe: self.recipe.clone(),
            failure: failure.clone(),
        };
        let _ = sender.send(Commit::Failed(failed));
    }
}
