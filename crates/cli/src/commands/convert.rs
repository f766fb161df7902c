//! `convert`: many documents to an output folder.

use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use hyokasho_batch::{
    Bar, BatchError, Observer, Quiet, Recipe, Report, Request, Stop, Words, summary,
};
use hyokasho_catalogue::EMBEDDED;

use super::isolation;
use super::worker::Stages;
use crate::commands::tables;
use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// `convert INPUT… -o DIR`.
pub fn command(messages: &Messages) -> Command {
    let text = |name: &str| messages.text(&format!("convert.{name}"));
    let flag = |name: &'static str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(text(name))
    };
    let value = |name: &'static str, shown: &'static str, parser: ValueParser| {
        Arg::new(name)
            .long(name)
            .value_name(shown)
            .value_parser(parser)
            .help(text(name))
    };
    Command::new("convert")
        .about(text("about"))
        .after_help(text("after_help"))
        .arg(
            Arg::new("input")
                .value_name("INPUT")
                .num_args(0..)
                .value_parser(value_parser!(PathBuf))
                .help(text("input")),
        )
        .arg(
            value("output", "DIR", value_parser!(PathBuf))
                .short('o')
                .required(true),
        )
        .arg(value("files-from", "FILE", value_parser!(PathBuf)))
        .arg(value("include", "GLOB", ValueParser::string()).action(ArgAction::Append))
        .arg(value("exclude", "GLOB", ValueParser::string()).action(ArgAction::Append))
        .arg(
            value("jobs", "N", value_parser!(u16).into())
                .short('j')
                .default_value("0"),
        )
        .args(isolation::arguments(messages))
        .args(["resume", "again", "prune"].map(flag))
        .arg(flag("quiet").short('q'))
        .arg(flag("verbose").short('v').conflicts_with("quiet"))
        .arg(tables::formats_argument("tables", messages))
        .arg(tables::excel_argument(messages))
        .args(Session::reading_arguments(messages))
}

/// Converts all inputs and tells what became of them.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let request = request(matches, session)?;
    if request.inputs.is_empty() && request.files_from.is_none() {
        return Err(Failure::usage(session.messages.text("convert.no_input")));
    }
    let stages = Stages::new(request.options.clone());
    let report = hyokasho_batch::convert(&request, &stages, observer(matches, session).as_ref())
        .map_err(|error| failure(&error, session))?;
    if !matches.get_flag("quiet") {
        anstream::eprint!("{}", summary(&report, &words(session.messages.lang)));
    }
    tables::write_beside(&request.output, matches, session)?;
    Ok(status(&report))
}

fn status(report: &Report) -> Status {
    if report.exit_code() == 0 {
        Status::Good
    } else {
        Status::Failed
    }
}

fn failure(error: &BatchError, session: &Session) -> Failure {
    let message = session.messages.with(
        &format!("convert.error.{}", error.code()),
        &[&error.particulars()],
    );
    match error {
        BatchError::Stopped { .. } => Failure::stopped(message),
        _ if error.exit_code() == 2 => Failure::usage(message),
        _ => Failure::new(message),
    }
}

fn request(matches: &ArgMatches, session: &Session) -> Result<Request, Failure> {
    let inputs = matches
        .get_many::<PathBuf>("input")
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let output = matches
        .get_one::<PathBuf>("output")
        .cloned()
        .unwrap_or_default();
    let strings = |name| {
        matches
            .get_many::<String>(name)
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    };
    let recipe = Recipe::of_this_program(env!("CARGO_PKG_VERSION"), &EMBEDDED);
    let mut request = Request::new(inputs, output, recipe, isolation::worker_command(session)?);
    request.files_from = matches.get_one::<PathBuf>("files-from").cloned();
    request.include = strings("include");
    request.exclude = strings("exclude");
    request.jobs = matches
        .get_one::<u16>("jobs")
        .copied()
        .map_or(0, usize::from);
    request.options = session.options(matches)?;
    request.resume = matches.get_flag("resume");
    request.again = matches.get_flag("again");
    request.prune = matches.get_flag("prune");
    // Where signals cannot be caught, Ctrl-C ends the run as a kill does.
    request.stop = Stop::on_signals().unwrap_or_default();
    request.isolation = isolation::chosen(matches, session)?;
    Ok(request)
}

fn observer(matches: &ArgMatches, session: &Session) -> Box<dyn Observer> {
    if matches.get_flag("quiet") {
        return Box::new(Quiet);
    }
    let text = |name: &str| session.messages.text(&format!("convert.bar.{name}"));
    Box::new(Bar::new(
        &text("template"),
        &text("pages"),
        &text("failures"),
        matches.get_flag("verbose"),
    ))
}

/// The words of the summary.
fn words(lang: crate::messages::Lang) -> Words {
    let messages = Messages::new(lang);
    let word = |name: &str| messages.text(&format!("convert.word.{name}"));
    Words {
        form: word("form"),
        documents: word("documents"),
        converted: word("converted"),
        unchanged: word("unchanged"),
        failed: word("failed"),
        filled: word("filled"),
        blank: word("blank"),
        unclear: word("unclear"),
        missing: word("missing"),
        changes: word("changes"),
        seconds: word("seconds"),
        total: word("total"),
        cause: word("cause"),
        slowest: word("slowest"),
        duplicates: word("duplicates"),
        left_over: word("left_over"),
        removed: word("removed"),
        hidden: word("hidden"),
        problems: word("problems"),
        and_more: word("and_more"),
        form_name: named(lang, "convert.form_name"),
        failure: Box::new(move |failure| isolation::cause(failure, &messages)),
    }
}

/// Messages below `prefix` by their last name.
fn named(lang: crate::messages::Lang, prefix: &'static str) -> Box<dyn Fn(&str) -> String> {
    let messages = Messages::new(lang);
    Box::new(move |name| messages.text(&format!("{prefix}.{name}")))
}
