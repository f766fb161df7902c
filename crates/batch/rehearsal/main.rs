//! The batch with a made-up extractor: a document's first line chooses what happens to it.
//!
//! `batch-rehearsal convert [OPTIONS] -o DIR INPUT…` and `batch-rehearsal worker`. Documents that begin
//! with `#loop`, `#bomb`, `#deep`, `#abort`, `#panic`, `#sleep MILLISECONDS` or `#not-a-form` do so; one
//! that begins with `#gate PATH` waits while that path is there; each line of any document that comes to
//! its end becomes a fact.

mod extractor;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use hyokasho_batch::{
    Isolation, Quiet, Recipe, Request, Stop, Words, WorkerCommand, WorkerLimits, convert, summary,
    worker,
};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    match arguments
        .next()
        .as_deref()
        .and_then(|command| command.to_str())
    {
        Some("worker") => worker::serve(|_| Ok(extractor::extract)),
        Some("convert") => run(&request(arguments)),
        _ => ExitCode::from(2),
    }
}

fn run(request: &Request) -> ExitCode {
    match convert(request, &extractor::extract, &Quiet) {
        Ok(report) => {
            eprint!("{}", summary(&report, &Words::default()));
            ExitCode::from(report.exit_code())
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn request(mut arguments: impl Iterator<Item = OsString>) -> Request {
    let mut command = WorkerCommand {
        program: std::env::current_exe().expect("this program has a path"),
        arguments: vec![OsString::from("worker")],
        environment: Vec::new(),
    };
    let recipe = Recipe {
        program: "rehearsal".to_owned(),
        catalogue: "none".to_owned(),
    };
    let mut request = Request::new(Vec::new(), PathBuf::new(), recipe, command.clone());
    let mut limits = WorkerLimits::default();
    let mut in_process = false;
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().expect("an option has its value");
        match argument.to_str() {
            Some("-o") => request.output = PathBuf::from(value()),
            Some("--jobs") => request.jobs = number(&value()) as usize,
            Some("--seconds") => limits.time = Duration::from_millis(number(&value()) * 1000),
            Some("--megabytes") => limits.memory = number(&value()) << 20,
            Some("--program") => request.recipe.program = value().to_string_lossy().into_owned(),
            Some("--files-from") => request.files_from = Some(PathBuf::from(value())),
            Some("--include") => request.include.push(value().to_string_lossy().into_owned()),
            Some("--exclude") => request.exclude.push(value().to_string_lossy().into_owned()),
            Some("--worker") => command.program = PathBuf::from(value()),
            Some("--in-process") => in_process = true,
            Some("--no-sync") => request.sync = false,
            Some("--resume") => request.resume = true,
            Some("--again") => request.again = true,
            Some("--prune") => request.prune = true,
            _ => request.inputs.push(PathBuf::from(argument)),
        }
    }
    request.stop = Stop::on_signals().expect("signals can be caught");
    request.isolation = if in_process {
        Isolation::InProcess
    } else {
        Isolation::Workers { command, limits }
    };
    request
}

fn number(value: &OsStr) -> u64 {
    value.to_string_lossy().parse().expect("a number")
}
