//! One worker process, as the run sees it: started, asked, and told apart from others by how it ends.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::process::{ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Failure;
use crate::frame::{Ask, Hello, Reply, read_head, write_head};
use crate::input::Broken;
use crate::request::WorkerCommand;
use crate::watchdog::{SharedChild, end};

/// What is said of a worker that a document took down.
const CRASH: &str = "the program was taken down by this document: {0}";
/// Bytes of a worker's last words that are read.
const LAST_WORDS: u64 = 4096;

/// A worker process.
pub(crate) struct Worker {
    child: SharedChild,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    errors: Option<File>,
    /// Documents that it has answered.
    pub answered: u64,
}

/// Why a worker gave no answer.
pub(crate) enum NoAnswer {
    /// The input broke off; the worker waits for the rest of it.
    Input(Failure),
    /// The worker is gone.
    Gone,
}

impl Worker {
    /// Starts a process.
    pub fn start(command: &WorkerCommand) -> Result<Self, Failure> {
        let fail = |error: io::Error| Failure::no_worker(error.to_string());
        let errors = tempfile::tempfile().ok();
        let stderr = errors
            .as_ref()
            .and_then(|file| file.try_clone().ok())
            .map_or_else(Stdio::null, Stdio::from);
        let mut process = Command::new(&command.program);
        process
            .args(&command.arguments)
            .envs(
                command
                    .environment
                    .iter()
                    .map(|(name, value)| (name, value)),
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr);
        leave_group(&mut process);
        let mut child = process.spawn().map_err(fail)?;
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let (Some(to), Some(from)) = (to, from) else {
            return Err(fail(io::ErrorKind::BrokenPipe.into()));
        };
        let child = Arc::new(Mutex::new(child));
        Ok(Self {
            child,
            to,
            from: BufReader::new(from),
            errors,
            answered: 0,
        })
    }

    /// Says hello, and waits until the process is ready.
    pub fn greet(&mut self, hello: &Hello) -> Result<(), Failure> {
        let sent = write_head(&mut self.to, hello).and_then(|()| self.to.flush());
        match sent.and_then(|()| read_head(&mut self.from)) {
            Ok(Some(Reply::Ready)) => Ok(()),
            Ok(Some(Reply::Refused(message))) => Err(Failure::no_worker(message)),
            _ => Err(Failure::no_worker(self.cause().message)),
        }
    }

    /// The process, for the watchdog.
    pub fn child(&self) -> &SharedChild {
        &self.child
    }

    /// Sends one document, whose bytes `send` writes, and waits for the head of the answer.
    pub fn ask(
        &mut self,
        ask: &Ask,
        send: impl FnOnce(&mut ChildStdin) -> Result<(), Broken>,
    ) -> Result<Reply, NoAnswer> {
        write_head(&mut self.to, ask).map_err(|_| NoAnswer::Gone)?;
        send(&mut self.to).map_err(|broken| match broken {
            Broken::Input(failure) => NoAnswer::Input(failure),
            Broken::Writer(_) => NoAnswer::Gone,
        })?;
        self.to.flush().map_err(|_| NoAnswer::Gone)?;
        match read_head(&mut self.from) {
            Ok(Some(reply)) => {
                self.answered += 1;
                Ok(reply)
            }
            Ok(None) | Err(_) => Err(NoAnswer::Gone),
        }
    }

    /// The bytes that follow the head of an answer.
    pub fn body(&mut self, bytes: u64) -> io::Take<&mut BufReader<ChildStdout>> {
        (&mut self.from).take(bytes)
    }

    /// Ends the process and tells from its end and its last words what took it down.
    pub fn cause(&mut self) -> Failure {
        end(&self.child);
        let status = self
            .child
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .wait();
        let words = self.last_words().unwrap_or_default();
        match status {
            Ok(status) => cause_of(status, words.trim()),
            Err(error) => Failure::limit("crash", CRASH, error.to_string()),
        }
    }

    fn last_words(&mut self) -> io::Result<String> {
        let Some(errors) = &mut self.errors else {
            return Ok(String::new());
        };
        let length = errors.seek(SeekFrom::End(0))?;
        errors.seek(SeekFrom::Start(length.saturating_sub(LAST_WORDS)))?;
        let mut words = Vec::new();
        errors.take(LAST_WORDS).read_to_end(&mut words)?;
        Ok(String::from_utf8_lossy(&words).into_owned())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        end(&self.child);
        let _ = self
            .child
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .wait();
    }
}

/// Ctrl-C goes to the whole group of the run's process; what becomes of its workers then is the run's
/// business.
#[cfg(unix)]
fn leave_group(process: &mut Command) {
    std::os::unix::process::CommandExt::process_group(process, 0);
}

#[cfg(not(unix))]
fn leave_group(_: &mut Command) {}

/// The words are those of the Rust runtime: of its allocation error handler and its stack guard.
fn cause_of(status: ExitStatus, words: &str) -> Failure {
    if words.contains("memory allocation of") {
        return Failure::limit(
            "memory",
            "the document needs more memory than the limit",
            "",
        );
    }
    if words.contains("has overflowed its stack") {
        return Failure::limit(
            "stack-overflow",
            "the document is nested too deeply for the program's stack",
            "",
        );
    }
    if signal(status) == Some(SIGNAL_KILL) {
        return Failure::limit(
            "memory-of-system",
            "the system ended the worker process, as it does when memory runs out",
            "",
        );
    }
    let last = words.lines().last().unwrap_or_default();
    Failure::limit("crash", CRASH, format!("{status} {last}").trim_end())
}

/// The signal that cannot be caught; the system sends it when memory runs out.
const SIGNAL_KILL: i32 = 9;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}
