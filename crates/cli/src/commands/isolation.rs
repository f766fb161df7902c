//! Worker processes and their limits, for the commands that read documents in them.

use std::ffi::OsString;
use std::time::Duration;

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use hyokasho_batch::{Isolation, WorkerCommand, WorkerLimits};

use crate::messages::Messages;
use crate::session::{Failure, Session};

/// `--time-limit`, `--memory-limit`, `--in-process`.
pub fn arguments(messages: &Messages) -> Vec<Arg> {
    let limits = WorkerLimits::default();
    let number = |name: &'static str, shown: &'static str, default: u64| {
        Arg::new(name)
            .long(name)
            .value_name(shown)
            .value_parser(ValueParser::from(value_parser!(u64).range(1..)))
            .default_value(default.to_string())
            .help(messages.text(&format!("convert.{name}")))
    };
    vec![
        number("time-limit", "SECONDS", limits.time.as_secs()),
        number("memory-limit", "MEGABYTES", limits.memory >> 20),
        Arg::new("in-process")
            .long("in-process")
            .action(ArgAction::SetTrue)
            .help(messages.text("convert.in-process")),
    ]
}

/// How documents are read.
pub fn chosen(matches: &ArgMatches, session: &Session) -> Result<Isolation, Failure> {
    if matches.get_flag("in-process") {
        return Ok(Isolation::InProcess);
    }
    let number = |name| matches.get_one::<u64>(name).copied().unwrap_or_default();
    let limits = WorkerLimits {
        time: Duration::from_secs(number("time-limit")),
        memory: number("memory-limit").saturating_mul(1 << 20),
    };
    let command = worker_command(session)?;
    Ok(Isolation::Workers { command, limits })
}

/// What the allocator is told in a worker. It takes address space ahead, 1 GiB at a time, which counts against the
/// limit: 16 MiB, told in KiB, are enough. And it keeps for a second what was freed, when a worker already
/// reads the next document: 10 ms, after which the system has it.
const ALLOCATOR: [(&str, &str); 2] = [
    ("MIMALLOC_ARENA_RESERVE", "16384"),
    ("MIMALLOC_PURGE_DELAY", "10"),
];

/// This very program, as a worker.
pub fn worker_command(session: &Session) -> Result<WorkerCommand, Failure> {
    let program = std::env::current_exe().map_err(|error| {
        let particulars = ["hyokasho", &error.to_string()];
        Failure::new(session.messages.with("cannot_read", &particulars))
    })?;
    Ok(WorkerCommand {
        program,
        arguments: vec![OsString::from("worker")],
        environment: ALLOCATOR
            .map(|(name, value)| (name.into(), value.into()))
            .into(),
    })
}

/// What is said of a document's failure, in the user's language.
pub fn cause(failure: &hyokasho_batch::Failure, messages: &Messages) -> String {
    let name = format!("convert.cause.{}", failure.cause);
    match messages.with(&name, &[&failure.particulars]) {
        text if text == name => {
            messages.with(&format!("error.{}", failure.cause), &[&failure.particulars])
        }
        text => text,
    }
}

/// The failure of a single file, with the option that would let it pass.
pub fn failure(
    file: &str,
    failure: &hyokasho_batch::Failure,
    limits: WorkerLimits,
    session: &Session,
) -> Failure {
    let messages = &session.messages;
    let mut text = messages.with("failed", &[file, &cause(failure, messages)]);
    if failure.cause == "memory" {
        let megabytes = (limits.memory >> 20).to_string();
        text.push_str(&messages.with("extract.raise_memory", &[&megabytes]));
    } else if failure.cause == "timeout" {
        text.push_str(&messages.text("extract.raise_time"));
    }
    Failure::new(text)
}
