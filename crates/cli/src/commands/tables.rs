//! `tables`: tables for analytics from the documents that a conversion wrote.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use hyokasho_model::model_from_json;
use hyokasho_tables::{Format, TableOptions, TableWriters};

use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// The folder in the output folder that holds the tables.
const FOLDER: &str = "tables";
/// What a document's file name ends in.
const EXTENSION: &str = ".json";
/// What a conversion writes beside the documents: its record, with the documents in their order.
const RUN_FILE: &str = "run.json";

/// `tables OUT [--format …] [--excel]`.
pub fn command(messages: &Messages) -> Command {
    Command::new("tables")
        .about(messages.text("tables.about"))
        .after_help(messages.text("tables.after_help"))
        .arg(
            Arg::new("folder")
                .value_name("OUT")
                .required(true)
                .help(messages.text("tables.folder")),
        )
        .arg(formats_argument("format", messages).default_value("parquet,csv,ndjson"))
        .arg(excel_argument(messages))
}

/// The formats of tables, parted by commas.
pub fn formats_argument(name: &'static str, messages: &Messages) -> Arg {
    let names = Format::ALL.iter().map(|format| format.name());
    Arg::new(name)
        .long(name)
        .value_name("FORMATS")
        .value_delimiter(',')
        .value_parser(PossibleValuesParser::new(names))
        .help(messages.text("tables.formats"))
}

/// Whether CSV is made for Excel.
pub fn excel_argument(messages: &Messages) -> Arg {
    Arg::new("excel")
        .long("excel")
        .action(ArgAction::SetTrue)
        .help(messages.text("tables.excel"))
}

/// The formats that an argument names.
pub fn formats(matches: &ArgMatches, name: &str) -> Vec<Format> {
    matches
        .get_many::<String>(name)
        .into_iter()
        .flatten()
        .filter_map(|name| Format::from_name(name))
        .collect()
}

/// Makes the tables of a folder.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let folder = matches
        .get_one::<String>("folder")
        .map(PathBuf::from)
        .unwrap_or_default();
    let documents =
        documents_of(&folder).map_err(|error| unreadable(session, &folder, &error.to_string()))?;
    if documents.is_empty() {
        return Err(Failure::new(
            session
                .messages
                .with("tables.no_documents", &[&folder.to_string_lossy()]),
        ));
    }
    let written = write_tables(
        &folder,
        &documents,
        &formats(matches, "format"),
        matches.get_flag("excel"),
        session,
    )?;
    let mut text = session
        .messages
        .with("tables.written", &[&documents.len().to_string()]);
    for path in written {
        text.push_str("\n  ");
        text.push_str(&path.to_string_lossy());
    }
    session.print(&(text + "\n"))?;
    Ok(Status::Good)
}

/// Writes the tables that `--tables` of `convert` asks for, beside the JSON of a folder.
pub fn write_beside(folder: &Path, matches: &ArgMatches, session: &Session) -> Result<(), Failure> {
    let formats = formats(matches, "tables");
    if formats.is_empty() {
        return Ok(());
    }
    let documents =
        documents_of(folder).map_err(|error| unreadable(session, folder, &error.to_string()))?;
    write_tables(
        folder,
        &documents,
        &formats,
        matches.get_flag("excel"),
        session,
    )
    .map(drop)
}

/// Writes the tables of documents, which are named as their output without `.json`, in that order.
pub fn write_tables(
    folder: &Path,
    documents: &[String],
    formats: &[Format],
    excel: bool,
    session: &Session,
) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error: hyokasho_tables::TablesError| {
        Failure::new(session.messages.with("cannot_write", &[&error.to_string()]))
    };
    let mut writers = TableWriters::create(&folder.join(FOLDER), formats, TableOptions { excel })
        .map_err(failed)?;
    for document in documents {
        let path = folder.join(format!("{document}{EXTENSION}"));
        let text = fs::read_to_string(&path)
            .map_err(|error| unreadable(session, &path, &error.to_string()))?;
        let model = model_from_json(&text)
            .map_err(|error| unreadable(session, &path, &error.to_string()))?;
        writers.write(document, &model).map_err(failed)?;
    }
    writers.finish().map_err(failed)
}

fn unreadable(session: &Session, path: &Path, cause: &str) -> Failure {
    Failure::new(
        session
            .messages
            .with("cannot_read", &[&path.to_string_lossy(), cause]),
    )
}

/// The documents of a conversion in the order of its inputs; without its record, those that lie in the
/// folder, by name.
fn documents_of(folder: &Path) -> std::io::Result<Vec<String>> {
    match fs::read(folder.join(RUN_FILE)) {
        Ok(record) => Ok(recorded(&record)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut names = BTreeSet::new();
            walk(folder, "", &mut names)?;
            Ok(names.into_iter().collect())
        }
        Err(error) => Err(error),
    }
}

fn recorded(record: &[u8]) -> Vec<String> {
    let record: serde_json::Value = serde_json::from_slice(record).unwrap_or_default();
    let documents = record["documents"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    documents
        .iter()
        .filter_map(|document| {
            document["output"]
                .as_str()?
                .strip_suffix(EXTENSION)
                .map(str::to_owned)
        })
        .collect()
}

fn walk(folder: &Path, inside: &str, names: &mut BTreeSet<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = if inside.is_empty() {
            name
        } else {
            format!("{inside}/{name}")
        };
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &path, names)?;
        } else if let Some(document) = path.strip_suffix(EXTENSION) {
            names.insert(document.to_owned());
        }
    }
    Ok(())
}
