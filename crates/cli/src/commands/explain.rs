//! `explain`: where a value comes from.
//!
//! Prints the value object in words, and the source with the label and the value marked.

use std::fmt::Write as _;

use clap::{Arg, ArgMatches, Command};
use hyokasho_document::Document;
use hyokasho_model::{Fact, FlagState, Model, Status as ValueStatus, Value};
use hyokasho_source::Place;

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
        .arg(Arg::new("key").value_name("KEY").required(true).help(messages.text("explain.key")))
        .args(Session::reading_arguments(messages))
}

/// Prints where a value comes from.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let file = matches.get_one::<String>("file").map_or("-", String::as_str);
    let key = matches.get_one::<String>("key").map_or("", String::as_str);
    let extraction = session.extract(matches, file)?;
    let Some(fact) = extraction.model.fact(key) else {
        session.print(&absent(&extraction.model, key, &session.messages))?;
        return Ok(Status::Failed);
    };
    let mut text = describe(fact, &session.messages);
    show_places(&mut text, "explain.label_at", &fact.object.label_source, &extraction.document, &session.messages);
    show_places(&mut text, "explain.value_at", &fact.object.source, &extraction.document, &session.messages);
    for diagnostic in extraction.model.diagnostics.iter().filter(|d| d.key.as_deref() == Some(key)) {
        let _ = writeln!(text, "{} {}", diagnostic.code, diagnostic.message);
    }
    session.print(&text)?;
    Ok(Status::Good)
}

fn absent(model: &Model, key: &str, messages: &Messages) -> String {
    if model.missing.iter().any(|missing| missing == key) {
        return messages.with("explain.missing", &[key]) + "\n";
    }
    let near: Vec<&str> = model.facts.iter().map(|fact| fact.key.as_str()).filter(|other| other.contains(key)).take(12).collect();
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
    let status = match object.status {
        ValueStatus::Filled => "explain.filled",
        ValueStatus::Blank => "explain.blank",
        ValueStatus::Unclear => "explain.unclear",
    };
    let basis = object.basis.and_then(|basis| serde_json::to_value(basis).ok()).and_then(|b| b.as_str().map(str::to_owned));
    let basis = basis.map(|basis| messages.text(&format!("explain.basis.{basis}"))).unwrap_or_default();
    let _ = writeln!(text, "{}  {basis}", messages.text(status));
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
                let inner = flag.text.as_ref().map(|text| format!(" ({text})")).unwrap_or_default();
                let _ = writeln!(text, "{sign} {}{inner}", flag.option);
            }
        }
        Some(Value::Change(change)) => {
            let _ = writeln!(text, "{}\n- {}\n+ {}", change.item, change.before, change.after);
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

fn show_places(text: &mut String, title: &str, places: &[Place], document: &Document, messages: &Messages) {
    if places.is_empty() {
        return;
    }
    let _ = writeln!(text, "{}", messages.text(title));
    for place in places {
        let what = match place {
            Place::Line { line, cell: None } => messages.with("explain.line", &[&line.to_string()]),
            Place::Line { line, cell: Some(cell) } => messages.with("explain.cell", &[&line.to_string(), &cell.to_string()]),
            Place::Page { page, bbox } => messages.with("explain.page", &[&page.to_string(), &format!("{bbox:?}")]),
        };
        let _ = writeln!(text, "  {what} | {}", shortened(&text_at(document, place)));
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
    found.replace('\n', " ⏎ ").replace(hyokasho_document::mark::BOX, "□").replace(hyokasho_document::mark::BOX_CHECKED, "☑")
}

/// Whether a run's place lies in a value's place.
fn covers(place: &Place, run: &Place) -> bool {
    match (place, run) {
        (Place::Page { page: a, bbox: outer }, Place::Page { page: b, bbox: inner }) => {
            let (x, y) = (f64::midpoint(inner[0], inner[2]), f64::midpoint(inner[1], inner[3]));
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
