//! `explain`: where a value comes from.
//!
//! Prints the value object in words and what stands at its places; or draws the pages (`--svg`,
//! `--html`) or the lines (`--html`) with label, value and marks outlined.

mod evidence;
mod html;
mod lines;
mod pages;
mod svg;

use std::fmt::Write as _;

use clap::{Arg, ArgMatches, Command};
use hyokasho_catalogue::Catalogue;
use hyokasho_document::Document;
use hyokasho_document::page::Page;
use hyokasho_model::{Basis, Change, Fact, FlagState, Model, Status as ValueStatus, Value};
use hyokasho_pipeline::{Extraction, InspectedPage, Pipeline};
use hyokasho_source::Place;

use super::writing::write;
use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// Longer cells are cut in the middle: enough to recognise them.
const SHOWN: usize = 400;

/// `explain FILE KEY`.
pub fn command(messages: &Messages) -> Command {
    Command::new("explain")
        .about(messages.text("explain.about"))
        .after_help(messages.text("explain.after_help"))
        .arg(Session::file_argument(messages))
        .arg(
            Arg::new("key")
                .value_name("KEY")
                .required(true)
                .help(messages.text("explain.key")),
        )
        .arg(
            Arg::new("svg")
                .long("svg")
                .value_name("OUT")
                .help(messages.text("explain.svg")),
        )
        .arg(
            Arg::new("html")
                .long("html")
                .value_name("OUT")
                .help(messages.text("explain.html")),
        )
        .args(Session::reading_arguments(messages))
}

/// Prints where a value comes from.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let file = matches
        .get_one::<String>("file")
        .map_or("-", String::as_str);
    let key = matches.get_one::<String>("key").map_or("", String::as_str);
    let extraction = session.extract(matches, file)?;
    let Some(fact) = extraction.model.fact(key) else {
        session.print(&absent(&extraction.model, key, &session.messages))?;
        return Ok(Status::Failed);
    };
    let (svg, html) = (
        matches.get_one::<String>("svg"),
        matches.get_one::<String>("html"),
    );
    if svg.is_none() && html.is_none() {
        session.print(&in_words(fact, &extraction, &session.messages))?;
        return Ok(Status::Good);
    }
    let inspected = inspect(matches, session, file, &extraction)?;
    let pages = pages::pages_of(fact, &inspected);
    if let Some(out) = svg {
        write(
            Some(out),
            &as_svg(fact, &extraction, &pages, file, session)?,
            session,
        )?;
    }
    if let Some(out) = html {
        write(
            Some(out),
            &as_html(fact, &extraction, &pages, &session.messages),
            session,
        )?;
    }
    Ok(Status::Good)
}

/// The pages as the reader sees them; none of a text.
fn inspect(
    matches: &ArgMatches,
    session: &Session,
    file: &str,
    extraction: &Extraction,
) -> Result<Vec<InspectedPage>, Failure> {
    if extraction.model.source.pages.is_none() {
        return Ok(Vec::new());
    }
    if file == "-" {
        return Err(Failure::usage(session.messages.text("explain.needs_file")));
    }
    Pipeline::new(Catalogue::embedded())
        .inspect(&session.read(file)?, &session.options(matches)?)
        .map_err(|error| {
            Failure::new(
                session
                    .messages
                    .with("failed", &[file, &session.cause(&error)]),
            )
        })
}

fn as_svg(
    fact: &Fact,
    extraction: &Extraction,
    pages: &[&Page],
    file: &str,
    session: &Session,
) -> Result<String, Failure> {
    if extraction.model.source.pages.is_none() {
        return Err(Failure::usage(
            session.messages.with("explain.svg_needs_pages", &[file]),
        ));
    }
    if pages.is_empty() {
        return Err(Failure::new(
            session
                .messages
                .with("explain.no_place", &[fact.key.as_str()]),
        ));
    }
    Ok(svg::render(
        fact,
        pages,
        &describe(fact, &session.messages),
        &session.messages,
    ))
}

fn as_html(fact: &Fact, extraction: &Extraction, pages: &[&Page], messages: &Messages) -> String {
    if extraction.model.source.pages.is_none() {
        html::of_lines(fact, &extraction.model, &extraction.document, messages)
    } else {
        html::of_pages(fact, &extraction.model, pages, messages)
    }
}

fn in_words(fact: &Fact, extraction: &Extraction, messages: &Messages) -> String {
    let mut text = describe(fact, messages);
    show_places(
        &mut text,
        "explain.label_at",
        &fact.object.label_source,
        &extraction.document,
        messages,
    );
    show_places(
        &mut text,
        "explain.value_at",
        &fact.object.source,
        &extraction.document,
        messages,
    );
    for diagnostic in extraction
        .model
        .diagnostics
        .iter()
        .filter(|d| d.key.as_deref() == Some(fact.key.as_str()))
    {
        let _ = writeln!(text, "{} {}", diagnostic.code, diagnostic.message);
    }
    text
}

fn absent(model: &Model, key: &str, messages: &Messages) -> String {
    if model.missing.iter().any(|missing| missing == key) {
        return messages.with("explain.missing", &[key]) + "\n";
    }
    let near: Vec<&str> = model
        .facts
        .iter()
        .map(|fact| fact.key.as_str())
        .filter(|other| other.contains(key))
        .take(12)
        .collect();
    let mut text = messages.with("explain.unknown", &[key]) + "\n";
    for other in near {
        let _ = writeln!(text, "  {other}");
    }
    text
}

fn describe(fact: &Fact, messages: &Messages) -> String {
    let object = &fact.object;
    let mut text = String::new();
    let _ = writeln!(text, "{}  {} {}", fact.key, fact.number, fact.label);
    let status = messages.text(&format!("explain.{}", status_name(object.status)));
    let _ = writeln!(text, "{status}  {}", basis_words(object.basis, messages));
    match &object.value {
        Some(Value::Text(value)) => {
            let _ = writeln!(text, "{value}");
        }
        Some(Value::Count(value)) => {
            let _ = writeln!(text, "{value}");
        }
        Some(Value::Flags(flags)) => {
            for flag in flags {
                let sign = match flag.state {
                    FlagState::On => "[○]",
                    FlagState::Off => "[ ]",
                    FlagState::Unclear => "[?]",
                };
                let inner = flag
                    .text
                    .as_ref()
                    .map(|text| format!(" ({text})"))
                    .unwrap_or_default();
                let _ = writeln!(text, "{sign} {}{inner}", flag.option);
            }
        }
        Some(Value::Change(change)) => {
            describe_change(&mut text, change, messages);
        }
        None => {}
    }
    for candidate in &object.candidates {
        let value = candidate.value.as_text().unwrap_or_default();
        let reason = candidate.reason.as_deref().unwrap_or_default();
        let _ = writeln!(text, "? {value}  {reason}");
    }
    text
}

/// The name of a status.
fn status_name(status: ValueStatus) -> &'static str {
    match status {
        ValueStatus::Filled => "filled",
        ValueStatus::Blank => "blank",
        ValueStatus::Unclear => "unclear",
    }
}

/// What decided a value, in words; nothing where that is not told.
fn basis_words(basis: Option<Basis>, messages: &Messages) -> String {
    let name = basis
        .and_then(|basis| serde_json::to_value(basis).ok())
        .and_then(|name| name.as_str().map(str::to_owned));
    name.map(|name| messages.text(&format!("explain.basis.{name}")))
        .unwrap_or_default()
}

/// A change row, a line for each cell that says something.
fn describe_change(text: &mut String, change: &Change, messages: &Messages) {
    let keys = change.keys.join(", ");
    let rows = [
        ("date", change.date.as_deref().unwrap_or_default()),
        ("item", &change.item),
        ("keys", &keys),
        ("before", &change.before),
        ("after", &change.after),
        ("timing", change.timing.as_deref().unwrap_or_default()),
        ("explanation", &change.explanation),
    ];
    for (name, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(
            text,
            "{}: {value}",
            messages.text(&format!("explain.change.{name}"))
        );
    }
}

/// A place, in words.
fn place_words(place: &Place, messages: &Messages) -> String {
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

fn show_places(
    text: &mut String,
    title: &str,
    places: &[Place],
    document: &Document,
    messages: &Messages,
) {
    if places.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}", messages.text(title));
    for place in places {
        let _ = writeln!(
            text,
            "  {} | {}",
            place_words(place, messages),
            shortened(&text_at(document, place))
        );
    }
}

/// What stands at a place.
fn text_at(document: &Document, place: &Place) -> String {
    let cells = document.blocks.iter().flat_map(|block| &block.cells);
    let mut found = String::new();
    for cell in cells {
        for run in cell.runs.iter().filter(|run| covers(place, &run.place)) {
            found.push_str(cell.text.get(run.range.clone()).unwrap_or_default());
        }
    }
    found
        .replace('\n', " ⏎ ")
        .replace(hyokasho_document::mark::BOX, "□")
        .replace(hyokasho_document::mark::BOX_CHECKED, "☑")
}

/// Whether a run's place lies in a value's place.
fn covers(place: &Place, run: &Place) -> bool {
    match (place, run) {
        (
            Place::Page {
                page: a,
                bbox: outer,
            },
            Place::Page {
                page: b,
                bbox: inner,
            },
        ) => {
            let (x, y) = (
                f64::midpoint(inner[0], inner[2]),
                f64::midpoint(inner[1], inner[3]),
            );
            a == b && outer[0] <= x && x <= outer[2] && outer[1] <= y && y <= outer[3]
        }
        (a, b) => a == b,
    }
}

fn shortened(text: &str) -> String {
    let count = text.chars().count();
    if count <= SHOWN {
        return text.to_owned();
    }
    let head: String = text.chars().take(SHOWN / 2).collect();
    let tail: String = text.chars().skip(count - SHOWN / 2).collect();
    format!("{head} … {tail}")
}
