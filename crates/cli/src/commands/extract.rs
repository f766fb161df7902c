//! `extract` and `facts`: one document to the two views of its model.

use clap::{ArgMatches, Command};

use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// `extract FILE`.
pub fn extract_command(messages: &Messages) -> Command {
    document_command("extract", messages)
}

/// `facts FILE`.
pub fn facts_command(messages: &Messages) -> Command {
    document_command("facts", messages)
}

fn document_command(name: &'static str, messages: &Messages) -> Command {
    Command::new(name)
        .about(messages.text(&format!("extract.{name}.about")))
        .after_help(messages.text(&format!("extract.{name}.after_help")))
        .arg(Session::file_argument(messages))
        .args(Session::reading_arguments(messages))
}

/// Prints the document JSON.
pub fn run_extract(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let extraction = read(matches, session)?;
    let json = hyokasho_model::document_json(&extraction.model);
    let mut text =
        serde_json::to_string_pretty(&json).map_err(|error| Failure::new(error.to_string()))?;
    text.push('\n');
    session.print_json(&text)?;
    Ok(Status::Good)
}

/// Prints the facts, one JSON line each.
pub fn run_facts(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let extraction = read(matches, session)?;
    session.print_json(&hyokasho_model::facts_ndjson(&extraction.model))?;
    Ok(Status::Good)
}

fn read(matches: &ArgMatches, session: &Session) -> Result<hyokasho_pipeline::Extraction, Failure> {
    let file = matches
        .get_one::<String>("file")
        .map_or("-", String::as_str);
    session.extract(matches, file)
}
