//! `schema`: the shapes of the outputs, for programs.

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// `schema [--tables]`.
pub fn command(messages: &Messages) -> Command {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    Command::new("schema")
        .about(messages.text("schema.about"))
        .after_help(messages.text("schema.after_help"))
        .arg(flag("tables").help(messages.text("schema.tables")))
        .arg(
            flag("markdown")
                .requires("tables")
                .help(messages.text("schema.markdown")),
        )
}

/// Prints the JSON Schema of the document JSON, or the schema of the tables.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let text = match (matches.get_flag("tables"), matches.get_flag("markdown")) {
        (true, true) => hyokasho_tables::tables_markdown(),
        (true, false) => pretty(&hyokasho_tables::tables_json())?,
        (false, _) => pretty(&hyokasho_model::document_schema())?,
    };
    session.print(&text)?;
    Ok(Status::Good)
}

fn pretty(json: &serde_json::Value) -> Result<String, Failure> {
    let mut text =
        serde_json::to_string_pretty(json).map_err(|error| Failure::new(error.to_string()))?;
    text.push('\n');
    Ok(text)
}
