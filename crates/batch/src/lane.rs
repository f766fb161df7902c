//! One job of a run: reads documents one after the other, in a worker process of its own or here.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::atomic::Aside;
use crate::child::{NoAnswer, Worker};
use crate::digest::{copy_hashed, sha256};
use crate::extractor::render;
use crate::facts::FactsLog;
use crate::frame::{Ask, Hello, Reply};
use crate::input::Input;
use crate::journal::Segment;
use crate::request::WorkerCommand;
use crate::watchdog::Watchdog;
use crate::{Extractor, Failure, Tally};

/// A time that no run takes.
const FAR: Duration = Duration::from_hours(24 * 365);
/// Within this time a worker process must have started; on a machine in trouble that takes long.
const START: Duration = Duration::from_mins(1);

/// How a lane reads documents.
pub(crate) enum Reading<'a> {
    /// In this process.
    Here(&'a dyn Extractor),
    /// In a worker process.
    Worker(Box<WorkerSeat>),
}

/// A place for a worker process, which is started when it is needed.
pub(crate) struct WorkerSeat {
    command: WorkerCommand,
    limit: Duration,
    hello: Hello,
    watchdog: Watchdog,
    place: usize,
    worker: Option<Worker>,
}

/// One job.
pub(crate) struct Lane<'a> {
    reading: Reading<'a>,
    /// Where its documents' facts go.
    pub facts: FactsLog,
}

/// A document read: its output not yet in its place.
pub(crate) struct Product {
    /// The document JSON.
    pub json: Aside,
    /// Its SHA-256.
    pub sha256: String,
    /// Where the facts lie.
    pub facts: Segment,
    /// The model in numbers.
    pub tally: Tally,
}

impl<'a> Lane<'a> {
    pub fn new(reading: Reading<'a>, facts: FactsLog) -> Self {
        Self { reading, facts }
    }

    /// Reads one document into `json` and the lane's facts.
    pub fn read(&mut self, ask: &Ask, input: &mut Input, json: Aside) -> Result<Product, Failure> {
        match &mut self.reading {
            Reading::Here(extractor) => read_here(*extractor, ask, input, json, &mut self.facts),
            Reading::Worker(seat) => seat.read(ask, input, json, &mut self.facts),
        }
    }
}

fn read_here(
    extractor: &dyn Extractor,
    ask: &Ask,
    input: &mut Input,
    mut json: Aside,
    facts: &mut FactsLog,
) -> Result<Product, Failure> {
    let rendered = render(extractor, input.read()?, ask)?;
    json.file()
        .write_all(&rendered.json)
        .map_err(|error| Failure::output(&error))?;
    let facts = facts
        .append(rendered.facts.as_slice())
        .map_err(|error| Failure::output(&error))?;
    Ok(Product {
        json,
        sha256: sha256(&rendered.json),
        facts,
        tally: rendered.tally,
    })
}

/// Why a worker gave no product.
enum Stop {
    /// The document failed; the worker is ready for the next one.
    Failed(Failure),
    /// The rest of the exchange is given up, and with it the worker.
    GivenUp(Failure),
    /// The worker was taken down.
    Gone,
}

impl WorkerSeat {
    /// A seat whose worker is not yet started.
    pub fn new(command: WorkerCommand, hello: Hello, watchdog: Watchdog, place: usize) -> Self {
        let limit = Duration::try_from_secs_f64(hello.seconds).unwrap_or(Duration::MAX);
        Self {
            command,
            limit,
            hello,
            watchdog,
            place,
            worker: None,
        }
    }

    /// Reads one document. One that takes down a worker which has answered before gets a fresh one, so
    /// that its fate never depends on its neighbours.
    fn read(
        &mut self,
        ask: &Ask,
        input: &mut Input,
        mut json: Aside,
        facts: &mut FactsLog,
    ) -> Result<Product, Failure> {
        loop {
            let mut worker = self.take_worker()?;
            let is_used = worker.answered > 0;
            let watch = self
                .watchdog
                .watch(self.place, worker.child(), deadline(self.limit));
            let result = exchange(&mut worker, ask, input, &mut json, facts);
            let is_late = watch.has_fired();
            drop(watch);
            match result {
                Ok((sha256, facts, tally)) => {
                    self.keep(worker, is_late);
                    return Ok(Product {
                        json,
                        sha256,
                        facts,
                        tally,
                    });
                }
                Err(Stop::Failed(failure)) => {
                    self.keep(worker, is_late);
                    return Err(failure);
                }
                Err(Stop::GivenUp(failure)) => return Err(failure),
                Err(Stop::Gone) if is_late => return Err(self.timeout()),
                Err(Stop::Gone) if is_used => {
                    json.empty().map_err(|error| Failure::output(&error))?;
                }
                Err(Stop::Gone) => return Err(worker.cause()),
            }
        }
    }

    /// Keeps a worker for the next document, unless its time ran out just after its answer.
    fn keep(&mut self, worker: Worker, is_late: bool) {
        self.worker = (!is_late).then_some(worker);
    }

    fn take_worker(&mut self) -> Result<Worker, Failure> {
        if let Some(worker) = self.worker.take() {
            return Ok(worker);
        }
        let mut worker = Worker::start(&self.command)?;
        let _watch = self
            .watchdog
            .watch(self.place, worker.child(), deadline(START));
        worker.greet(&self.hello)?;
        Ok(worker)
    }

    fn timeout(&self) -> Failure {
        Failure::timeout(self.hello.seconds)
    }
}

/// The end of a time that begins now; a time beyond the clock's reach has none that matters.
pub(crate) fn deadline(limit: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(limit).unwrap_or_else(|| now + FAR)
}

/// One document through a worker: asked, answered, its outputs taken over.
fn exchange(
    worker: &mut Worker,
    ask: &Ask,
    input: &mut Input,
    json: &mut Aside,
    facts: &mut FactsLog,
) -> Result<(String, Segment, Tally), Stop> {
    let (json_length, facts_length, tally) = match worker.ask(ask, |to| input.copy_to(to)) {
        Ok(Reply::Done { json, facts, tally }) => (json, facts, tally),
        Ok(Reply::Failed(failure)) => return Err(Stop::Failed(failure)),
        Err(NoAnswer::Input(failure)) => return Err(Stop::GivenUp(failure)),
        Ok(Reply::Ready | Reply::Refused(_)) | Err(NoAnswer::Gone) => return Err(Stop::Gone),
    };
    let given_up = |error: io::Error| Stop::GivenUp(Failure::output(&error));
    let (sha256, copied) = copy_hashed(worker.body(json_length), json.file()).map_err(given_up)?;
    if copied != json_length {
        return Err(Stop::Gone);
    }
    let segment = facts.append(worker.body(facts_length)).map_err(given_up)?;
    if segment.bytes != facts_length {
        facts.cut(segment.offset).map_err(given_up)?;
        return Err(Stop::Gone);
    }
    Ok((sha256, segment, tally))
}
