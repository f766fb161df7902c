//! `report`: a folder written by `convert` to a report to look at.
//!
//! Reads the document JSONs, finds the original files where their folder is given, and writes what
//! the report crate makes of them. A report that stands there already is replaced; anything else is
//! left alone.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use hyokasho_catalogue::Catalogue;
use hyokasho_model::Model;
use hyokasho_pipeline::{Options, Pipeline};
use hyokasho_report::{Original, Report, ReportFile};
use sha2::{Digest, Sha256};

use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// The report's folder inside the output folder.
const FOLDER: &str = "report";
/// The file by which a report is known.
const MARK: &str = "data/words.js";
/// What ends a document's name.
const EXTENSION: &str = ".json";

/// `report OUT`.
pub fn command(messages: &Messages) -> Command {
    let folder = |name: &'static str| {
        Arg::new(name)
            .value_parser(value_parser!(PathBuf))
            .help(messages.text(&format!("report.{name}")))
    };
    Command::new("report")
        .about(messages.text("report.about"))
        .after_help(messages.text("report.after_help"))
        .arg(folder("output").value_name("OUT").required(true))
        .arg(folder("source").long("source").value_name("DIR"))
        .arg(folder("to").long("to").value_name("DIR"))
}

/// Writes the report.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let output = matches
        .get_one::<PathBuf>("output")
        .cloned()
        .unwrap_or_default();
    let source = matches.get_one::<PathBuf>("source");
    let target = matches
        .get_one::<PathBuf>("to")
        .cloned()
        .unwrap_or_else(|| output.join(FOLDER));
    let documents = documents(&output, &target, session)?;
    if documents.is_empty() {
        return Err(Failure::new(
            session.messages.with("report.empty", &[&shown(&output)]),
        ));
    }
    clear(&target, session)?;
    let pipeline = Pipeline::new(Catalogue::embedded());
    let mut report = Report::new(Catalogue::embedded());
    let mut originals = 0;
    for name in &documents {
        let Some(model) = model(&output, name, session)? else {
            continue;
        };
        let original = source.map_or(Original::Absent, |folder| {
            original(folder, name, &model, &pipeline)
        });
        originals += u32::from(!matches!(original, Original::Absent));
        write_files(&target, report.add(name, &model, &original), session)?;
    }
    for (name, cause) in failures(&output) {
        report.fail(&name, &cause);
    }
    let count = report.documents().to_string();
    write_files(&target, report.finish(), session)?;
    let index = shown(target.join("index.html"));
    session.print(
        &(session
            .messages
            .with("report.done", &[&index, &count, &originals.to_string()])
            + "\n"),
    )?;
    Ok(Status::Good)
}

/// The names of the documents in the output folder (paths with `/`, without `.json`), sorted.
fn documents(output: &Path, target: &Path, session: &Session) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    let mut folders = vec![(output.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries =
            fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error, session))?;
        for entry in entries.filter_map(Result::ok) {
            let file_name = entry.file_name();
            let Some(name) = file_name.to_str().filter(|name| !name.starts_with('.')) else {
                continue;
            };
            let path = entry.path();
            let name = format!("{prefix}{name}");
            if path.is_dir() {
                if path != target && name != FOLDER {
                    folders.push((path, format!("{name}/")));
                }
            } else if let Some(document) = name
                .strip_suffix(EXTENSION)
                .filter(|_| name != hyokasho_batch::RUN_FILE)
            {
                names.push(document.to_owned());
            }
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// A document's model; nothing, and a word about it, where the file is of another shape.
fn model(output: &Path, name: &str, session: &Session) -> Result<Option<Model>, Failure> {
    let path = output.join(format!("{name}{EXTENSION}"));
    let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error, session))?;
    match hyokasho_model::model_from_json(&text) {
        Ok(model) => Ok(Some(model)),
        Err(error) => {
            anstream::eprintln!(
                "{}",
                session
                    .messages
                    .with("report.skipped", &[&shown(&path), &error.to_string()])
            );
            Ok(None)
        }
    }
}

/// The original of a document: the file of its name under the folder, when it has the same bytes.
fn original(folder: &Path, name: &str, model: &Model, pipeline: &Pipeline<'_>) -> Original {
    let nested = folder.join(name);
    let flat = Path::new(name).file_name().map(|file| folder.join(file));
    let mut bytes = [Some(nested), flat]
        .into_iter()
        .flatten()
        .filter_map(|path| fs::read(path).ok());
    let Some(bytes) = bytes.find(|bytes| is_source(bytes, model)) else {
        return Original::Absent;
    };
    let options = Options {
        encoding: model.source.encoding.clone(),
        ..Options::default()
    };
    let seen = if model.source.format == "pdf" {
        pipeline
            .inspect(&bytes, &options)
            .map(|pages| Original::Pages(pages.into_iter().map(|page| page.page).collect()))
    } else {
        pipeline
            .extract(&bytes, &model.source.file, &options)
            .map(|extraction| Original::Text(extraction.document))
    };
    seen.unwrap_or(Original::Absent)
}

/// Whether a model was made from these very bytes.
fn is_source(bytes: &[u8], model: &Model) -> bool {
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(sha256, "{byte:02x}");
    }
    sha256 == model.source.sha256
}

/// The documents that the run could not read, with their causes.
fn failures(output: &Path) -> Vec<(String, String)> {
    let Ok(text) = fs::read_to_string(output.join(hyokasho_batch::RUN_FILE)) else {
        return Vec::new();
    };
    let Ok(run) = serde_json::from_str::<hyokasho_batch::RunRecord>(&text) else {
        return Vec::new();
    };
    let failed = run
        .documents
        .into_iter()
        .filter_map(|one| Some((one.document, one.failure?)));
    failed
        .map(|(name, failure)| (name, failure.cause))
        .collect()
}

/// Takes an earlier report away; a folder of anything else is not touched.
fn clear(target: &Path, session: &Session) -> Result<(), Failure> {
    let is_empty = fs::read_dir(target).map_or(true, |mut entries| entries.next().is_none());
    if is_empty {
        return Ok(());
    }
    if !target.join(MARK).is_file() {
        return Err(Failure::new(
            session.messages.with("report.foreign", &[&shown(target)]),
        ));
    }
    let own = ["assets", "data", "documents"].map(|folder| target.join(folder));
    for folder in own.iter().filter(|folder| folder.is_dir()) {
        fs::remove_dir_all(folder).map_err(|error| unwritable(&error, session))?;
    }
    Ok(())
}

fn write_files(target: &Path, files: Vec<ReportFile>, session: &Session) -> Result<(), Failure> {
    for file in files {
        let path = target.join(&file.path);
        let folder = path.parent().unwrap_or(target);
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, file.text));
        written.map_err(|error| unwritable(&error, session))?;
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error, session: &Session) -> Failure {
    Failure::new(
        session
            .messages
            .with("cannot_read", &[&shown(path), &error.to_string()]),
    )
}

fn unwritable(error: &std::io::Error, session: &Session) -> Failure {
    Failure::new(session.messages.with("cannot_write", &[&error.to_string()]))
}

fn shown(path: impl AsRef<OsStr>) -> String {
    path.as_ref().to_string_lossy().into_owned()
}
