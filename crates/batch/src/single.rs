//! One document through one worker process: for commands that read a single file under the limits of a run.

use std::io::{self, Write};

use hyokasho_pipeline::Options;

use crate::child::{NoAnswer, Worker};
use crate::digest::copy_chunks;
use crate::frame::{Ask, Hello, Reply, Views};
use crate::input::Broken;
use crate::lane::deadline;
use crate::watchdog::Watchdog;
use crate::{Failure, Stop, WorkerCommand, WorkerLimits};

/// One of the two views of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The document JSON, pretty-printed.
    Document,
    /// The facts, one JSON object a line.
    Facts,
}

/// Why there is no view of a document.
#[derive(Debug)]
pub enum NoView {
    /// The document failed, or took its worker down.
    Failed(Failure),
    /// The output could not be written.
    Output(io::Error),
}

/// Reads one document in a worker process and copies the view that is asked for to `out`. `file` is the
/// file's name without its folder.
pub fn view_of(
    bytes: Vec<u8>,
    file: &str,
    view: View,
    options: &Options,
    (command, limits): (&WorkerCommand, WorkerLimits),
    out: &mut impl Write,
) -> Result<(), NoView> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let hello = Hello::new(options.clone(), limits, threads);
    let watchdog = Watchdog::start(1, Stop::default())
        .map_err(|error| NoView::Failed(Failure::no_worker(error.to_string())))?;
    let mut worker = Worker::start(command).map_err(NoView::Failed)?;
    worker.greet(&hello).map_err(NoView::Failed)?;
    let watch = watchdog.watch(0, worker.child(), deadline(limits.time));
    let answer = ask(&mut worker, bytes, file, view);
    let is_late = watch.has_fired();
    drop(watch);
    watchdog.finish();
    match answer {
        Ok(Reply::Done { json, facts, .. }) => copy(&mut worker, json + facts, out),
        Ok(Reply::Failed(failure)) => Err(NoView::Failed(failure)),
        _ if is_late => Err(NoView::Failed(Failure::timeout(limits.time.as_secs_f64()))),
        _ => Err(NoView::Failed(worker.cause())),
    }
}

fn copy(worker: &mut Worker, bytes: u64, out: &mut impl Write) -> Result<(), NoView> {
    let copied = copy_chunks(worker.body(bytes), |chunk| out.write_all(chunk));
    if copied.map_err(NoView::Output)? == bytes {
        Ok(())
    } else {
        Err(NoView::Failed(worker.cause()))
    }
}

fn ask(worker: &mut Worker, bytes: Vec<u8>, file: &str, view: View) -> Result<Reply, NoAnswer> {
    let ask = Ask {
        document: file.to_owned(),
        file: file.to_owned(),
        bytes: bytes.len() as u64,
        views: match view {
            View::Document => Views::DOCUMENT,
            View::Facts => Views::FACTS,
        },
    };
    // Given away, so that this process does not hold them while the worker reads.
    worker.ask(&ask, move |to| to.write_all(&bytes).map_err(Broken::Writer))
}
