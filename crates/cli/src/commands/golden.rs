//! `golden`: golden model files, and what has moved since they were written.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use hyokasho_catalogue::Catalogue;
use hyokasho_golden::{
    Accept, Difference, Document, Field, Motion, Outcome, Part, Report, Selection, State, excerpt,
};
use hyokasho_model::Model;
use hyokasho_pipeline::{Options, Pipeline};
use hyokasho_source::Place;
use serde_json::Value as Json;

use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// Places of one item that are told; the first is where to look.
const PLACES: usize = 3;

/// `golden check DIR INPUT…`, `golden update DIR INPUT…`.
pub fn command(messages: &Messages) -> Command {
    let check = sub("check", messages)
        .arg(flag("json", messages))
        .arg(
            Arg::new("junit")
                .long("junit")
                .value_name("FILE")
                .help(messages.text("golden.junit")),
        )
        .arg(flag("places", messages));
    let update = sub("update", messages)
        .arg(many("key", "GLOB", messages))
        .arg(flag("prune", messages))
        .arg(flag("json", messages))
        .arg(flag("places", messages));
    Command::new("golden")
        .about(messages.text("golden.about"))
        .after_help(messages.text("golden.after_help"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(check)
        .subcommand(update)
}

fn sub(name: &'static str, messages: &Messages) -> Command {
    Command::new(name)
        .about(messages.text(&format!("golden.{name}.about")))
        .arg(
            Arg::new("folder")
                .value_name("DIR")
                .required(true)
                .help(messages.text("golden.folder")),
        )
        .arg(
            Arg::new("inputs")
                .value_name("INPUT")
                .required(true)
                .num_args(1..)
                .help(messages.text("golden.inputs")),
        )
        .arg(many("include", "GLOB", messages))
        .arg(many("exclude", "GLOB", messages))
        .arg(many("document", "GLOB", messages))
        .args(Session::reading_arguments(messages))
}

fn flag(name: &'static str, messages: &Messages) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(messages.text(&format!("golden.{name}")))
}

fn many(name: &'static str, value: &'static str, messages: &Messages) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .action(ArgAction::Append)
        .help(messages.text(&format!("golden.{name}")))
}

/// Checks or updates.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    match matches.subcommand() {
        Some(("check", inner)) => check(inner, session),
        Some(("update", inner)) => update(inner, session),
        _ => Ok(Status::Usage),
    }
}

fn check(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let work = Work::of(matches, session)?;
    let accept = accept(matches, &[])?;
    let report = hyokasho_golden::check(&work.folder, &work.documents, &accept, &work.extractor())
        .map_err(failed)?;
    if let Some(file) = matches.get_one::<String>("junit") {
        let documents: Vec<Document> = work
            .documents
            .iter()
            .filter(|document| accept.takes_document(&document.name))
            .cloned()
            .collect();
        std::fs::write(file, hyokasho_golden::junit(&report, &documents)).map_err(|error| {
            Failure::new(
                session
                    .messages
                    .with("cannot_write", &[&format!("{file}: {error}")]),
            )
        })?;
    }
    tell(&report, matches, session)?;
    Ok(if report.is_clean() {
        Status::Good
    } else {
        Status::Failed
    })
}

fn update(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let work = Work::of(matches, session)?;
    let accept = accept(matches, &strings(matches, "key"))?;
    let prune = matches.get_flag("prune");
    let report = hyokasho_golden::update(
        &work.folder,
        &work.documents,
        &accept,
        prune,
        &work.extractor(),
    )
    .map_err(failed)?;
    tell(&report, matches, session)?;
    let unwritten = report
        .documents
        .iter()
        .any(|outcome| outcome.state == State::Failed && !outcome.is_updated);
    Ok(if unwritten {
        Status::Failed
    } else {
        Status::Good
    })
}

/// What both commands work on.
struct Work {
    folder: PathBuf,
    documents: Vec<Document>,
    options: Options,
    pipeline: Pipeline<'static>,
}

impl Work {
    fn of(matches: &ArgMatches, session: &Session) -> Result<Self, Failure> {
        let inputs: Vec<PathBuf> = strings(matches, "inputs")
            .into_iter()
            .map(PathBuf::from)
            .collect();
        let selection = Selection::new(&strings(matches, "include"), &strings(matches, "exclude"));
        let selection = selection.map_err(|error| Failure::usage(error.to_string()))?;
        Ok(Self {
            folder: matches
                .get_one::<String>("folder")
                .map(PathBuf::from)
                .unwrap_or_default(),
            documents: hyokasho_golden::find_documents(&inputs, &selection).map_err(failed)?,
            options: session.options(matches)?,
            pipeline: Pipeline::new(Catalogue::embedded()),
        })
    }

    fn extractor(&self) -> impl Fn(&[u8], &str) -> Result<Model, hyokasho_golden::Failure> + Sync {
        |bytes, file| match self.pipeline.extract(bytes, file, &self.options) {
            Ok(extraction) => Ok(extraction.model),
            Err(error) => Err(hyokasho_golden::Failure {
                code: error.code().to_owned(),
                message: error.to_string(),
            }),
        }
    }
}

fn accept(matches: &ArgMatches, keys: &[String]) -> Result<Accept, Failure> {
    Accept::new(&strings(matches, "document"), keys)
        .map_err(|error| Failure::usage(error.to_string()))
}

fn strings(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches
        .get_many::<String>(name)
        .into_iter()
        .flatten()
        .cloned()
        .collect()
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err asks for"
)]
fn failed(error: hyokasho_golden::GoldenError) -> Failure {
    Failure::new(error.to_string())
}

fn tell(report: &Report, matches: &ArgMatches, session: &Session) -> Result<(), Failure> {
    if matches.get_flag("json") {
        let text = serde_json::to_string_pretty(report)
            .map_err(|error| Failure::new(error.to_string()))?;
        return session.print(&(text + "\n"));
    }
    let mut text = String::new();
    for outcome in &report.documents {
        describe(
            &mut text,
            outcome,
            matches.get_flag("places"),
            &session.messages,
        );
    }
    if !report.is_clean() {
        let totals = report.totals;
        let numbers = [
            totals.documents,
            totals.unchanged,
            totals.moved,
            totals.new,
            totals.gone,
            totals.failed,
            totals.updated,
        ];
        let numbers = numbers.map(|number| number.to_string());
        let _ = writeln!(
            text,
            "{}",
            session
                .messages
                .with("golden.totals", &numbers.each_ref().map(String::as_str))
        );
    }
    session.print(&text)
}

/// One document: what became of it, then item by item.
fn describe(text: &mut String, outcome: &Outcome, all_places: bool, messages: &Messages) {
    let state = match outcome.state {
        State::Unchanged => return,
        State::Moved => "golden.moved",
        State::New => "golden.new",
        State::Gone => "golden.gone",
        State::Failed => "golden.failed",
    };
    let updated = if outcome.is_updated {
        messages.text("golden.updated")
    } else {
        String::new()
    };
    let _ = writeln!(
        text,
        "{}: {}{updated}",
        outcome.document,
        messages.text(state)
    );
    if let Some(failure) = &outcome.failure {
        let _ = writeln!(text, "  {}: {}", failure.code, failure.message);
    }
    let is_shown = |difference: &&Difference| all_places || !difference.is_place_only();
    for difference in outcome.differences.iter().filter(is_shown) {
        describe_difference(text, difference, messages);
    }
    let elsewhere: Vec<&Difference> = outcome
        .differences
        .iter()
        .filter(|difference| !is_shown(difference))
        .collect();
    if let Some(first) = elsewhere.first() {
        let key = first.key.as_deref().unwrap_or_default();
        let _ = writeln!(
            text,
            "  {}",
            messages.with("golden.elsewhere", &[&elsewhere.len().to_string(), key])
        );
    }
}

fn describe_difference(text: &mut String, difference: &Difference, messages: &Messages) {
    let sign = match difference.motion {
        Motion::Added => '+',
        Motion::Removed => '-',
        Motion::Modified => '~',
    };
    let name = [
        difference.key.as_deref(),
        difference.number.as_deref(),
        difference.label.as_deref(),
    ];
    let name = name
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("  ");
    let part = match difference.part {
        Part::Item => String::new(),
        Part::Source => messages.text("golden.part.source"),
        Part::Form => messages.text("golden.part.form"),
        Part::Missing => messages.text("golden.part.missing"),
        Part::Unassigned => messages.text("golden.part.unassigned"),
        Part::Diagnostic => messages.text("golden.part.diagnostic"),
        Part::File => messages.text("golden.part.file"),
    };
    let gap = if part.is_empty() || name.is_empty() {
        ""
    } else {
        "  "
    };
    let _ = writeln!(text, "  {sign} {part}{gap}{name}");
    for field in difference
        .fields
        .iter()
        .filter(|field| is_telling(difference, field))
    {
        let _ = writeln!(text, "      {}: {}", field.name, change(field));
    }
    if !difference.places.is_empty() {
        let places: Vec<String> = difference
            .places
            .iter()
            .take(PLACES)
            .map(|place| where_it_is(place, messages))
            .collect();
        let more = if difference.places.len() > PLACES {
            " …"
        } else {
            ""
        };
        let _ = writeln!(text, "      @ {}{more}", places.join(", "));
    }
}

/// Of what came or went, the value and how it was told; of what differs, every member.
fn is_telling(difference: &Difference, field: &Field) -> bool {
    let name = field.name.split(['.', '(']).next().unwrap_or_default();
    match (difference.part, difference.motion) {
        (Part::File, _) => false,
        (_, Motion::Modified) => true,
        _ => matches!(
            name,
            "status" | "value" | "text" | "candidates" | "message" | "code"
        ),
    }
}

fn change(field: &Field) -> String {
    match (&field.before, &field.after) {
        (Json::String(before), Json::String(after)) => excerpt(before, after),
        (Json::Null, after) => excerpt("", &words(after)),
        (before, Json::Null) => excerpt(&words(before), ""),
        (before, after) => format!("[-{}-]{{+{}+}}", words(before), words(after)),
    }
}

fn words(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn where_it_is(place: &Place, messages: &Messages) -> String {
    match place {
        Place::Line { line, cell: None } => messages.with("explain.line", &[&line.to_string()]),
        Place::Line {
            line,
            cell: Some(cell),
        } => messages.with("explain.cell", &[&line.to_string(), &cell.to_string()]),
        Place::Page { page, bbox } => {
            messages.with("explain.page", &[&page.to_string(), &format!("{bbox:?}")])
        }
    }
}
