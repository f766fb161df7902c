//! The worker process: documents in over the standard input, outputs out over the standard output.
//!
//! Before the first document it limits its own memory and sees to it that it does not outlive the
//! run. A panic is answered as a failure; what takes the process down is told by the run.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::{Arc, Barrier, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use hyokasho_pipeline::Options;

use crate::Extractor;
use crate::extractor::render;
use crate::frame::{Ask, Hello, Reply, read_head, write_head};

/// How long after its limit a worker that nobody has ended ends itself.
const GRACE: Duration = Duration::from_secs(5);
/// Stack of the threads that read pages.
const STACK: usize = 8 << 20;
/// How often a worker looks at its own clock.
const TICK: Duration = Duration::from_millis(500);

/// Serves one run: reads documents with the extractor that `make` gives for the run's options, until
/// the run closes the standard input.
pub fn serve<E: Extractor>(make: impl FnOnce(Options) -> Result<E, String>) -> ExitCode {
    match serve_over(make, &mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn serve_over<E: Extractor>(
    make: impl FnOnce(Options) -> Result<E, String>,
    from: &mut impl Read,
    to: &mut impl Write,
) -> io::Result<()> {
    let Some(hello) = read_head::<Hello>(from)? else {
        return Ok(());
    };
    let clock = Clock::start(Duration::from_secs_f64(hello.seconds.clamp(0.0, 1e9)) + GRACE)?;
    // Before there is a limit: that the system has no room for a stack or the forms is no document's fault.
    let ready = take_threads(hello.threads).and_then(|()| {
        let extractor = make(hello.options)?;
        limit_self(hello.memory)?;
        Ok(extractor)
    });
    let extractor = match ready {
        Ok(extractor) => extractor,
        Err(message) => {
            write_head(to, &Reply::Refused(message))?;
            return to.flush();
        }
    };
    write_head(to, &Reply::Ready)?;
    to.flush()?;
    // What a panic says is in the answer; the standard error output is for what ends the process.
    std::panic::set_hook(Box::new(|_| {}));
    while let Some(ask) = read_head::<Ask>(from)? {
        answer(&extractor, &clock, &ask, from, to)?;
    }
    Ok(())
}

/// As many threads as the run gives one document, each with the stack that a main thread has; they run when
/// it is done.
fn take_threads(threads: usize) -> Result<(), String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK);
    pool.build_global().map_err(|error| error.to_string())?;
    rayon::broadcast(|_| ());
    Ok(())
}

fn answer(
    extractor: &dyn Extractor,
    clock: &Clock,
    ask: &Ask,
    from: &mut impl Read,
    to: &mut impl Write,
) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(ask.bytes as usize);
    if from.take(ask.bytes).read_to_end(&mut bytes)? as u64 != ask.bytes {
        return Ok(());
    }
    clock.set(true);
    let result = render(extractor, bytes, ask);
    clock.set(false);
    match result {
        Ok(rendered) => {
            let (json, facts) = (rendered.json.len() as u64, rendered.facts.len() as u64);
            write_head(
                to,
                &Reply::Done {
                    json,
                    facts,
                    tally: rendered.tally,
                },
            )?;
            to.write_all(&rendered.json)?;
            to.write_all(&rendered.facts)?;
        }
        Err(failure) => write_head(to, &Reply::Failed(failure.shortened()))?,
    }
    to.flush()
}

/// Ends the process when a document takes far too long: the run that should have ended it is gone.
struct Clock {
    limit: Duration,
    deadline: Arc<Mutex<Option<Instant>>>,
}

impl Clock {
    fn start(limit: Duration) -> io::Result<Self> {
        let deadline = Arc::new(Mutex::new(None));
        let watched = Arc::clone(&deadline);
        let begun = Arc::new(Barrier::new(2));
        let begins = Arc::clone(&begun);
        let tick = move || {
            begins.wait();
            loop {
                thread::sleep(TICK);
                if lock(&watched).is_some_and(|deadline| deadline <= Instant::now()) {
                    std::process::abort();
                }
            }
        };
        thread::Builder::new()
            .name("clock".to_owned())
            .spawn(tick)?;
        begun.wait();
        Ok(Self { limit, deadline })
    }

    fn set(&self, runs: bool) {
        *lock(&self.deadline) = runs.then(|| Instant::now() + self.limit);
    }
}

fn lock(deadline: &Mutex<Option<Instant>>) -> MutexGuard<'_, Option<Instant>> {
    deadline.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Limits the address space beyond what is taken already, leaves no core files, and ends with the run's process.
#[cfg(unix)]
fn limit_self(memory: u64) -> Result<(), String> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let limit = |bytes| Rlimit {
        current: Some(bytes),
        maximum: Some(bytes),
    };
    setrlimit(Resource::As, limit(memory.saturating_add(address_space())))
        .map_err(|error| format!("the memory limit cannot be set: {error}"))?;
    let _ = setrlimit(Resource::Core, limit(0));
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    Ok(())
}

/// Bytes of address space that this process has taken, as Linux tells it; 0 where nothing does.
#[cfg(unix)]
fn address_space() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kibibytes = size.and_then(|size| size.trim().trim_end_matches("kB").trim().parse().ok());
    kibibytes.map_or(0, |kibibytes: u64| kibibytes << 10)
}

/// This system has no such limit; the time limit holds.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "fails on other systems")]
fn limit_self(_: u64) -> Result<(), String> {
    Ok(())
}
