//! `extract` and `facts`: one document to the two views of its model.

use clap::{ArgMatches, Command};
use hyokasho_batch::{Isolation, NoView, View, WorkerCommand, WorkerLimits, view_of};

use super::isolation;
use crate::messages::Messages;
use crate::session::{Failure, Session, Status, file_name};

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
        .args(isolation::arguments(messages))
        .args(Session::reading_arguments(messages))
}

/// Prints the document JSON.
pub fn run_extract(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    run(View::Document, matches, session)
}

/// Prints the facts, one JSON line each.
pub fn run_facts(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    run(View::Facts, matches, session)
}

/// Prints one view, of a model that a worker process makes unless the user says otherwise.
fn run(view: View, matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let file = matches
        .get_one::<String>("file")
        .map_or("-", String::as_str);
    match isolation::chosen(matches, session)? {
        Isolation::Workers { command, limits } => {
            through_worker(view, file, (&command, limits), matches, session)?;
        }
        Isolation::InProcess => {
            let model = session.extract(matches, file)?.model;
            session.write_json(|out| match view {
                View::Document => hyokasho_model::write_document(&model, out),
                View::Facts => hyokasho_model::write_facts(&model, out),
            })?;
        }
    }
    Ok(Status::Good)
}

fn through_worker(
    view: View,
    file: &str,
    worker: (&WorkerCommand, WorkerLimits),
    matches: &ArgMatches,
    session: &Session,
) -> Result<(), Failure> {
    let options = session.options(matches)?;
    let bytes = session.read_within(file, options.limits.bytes)?;
    let name = file_name(file);
    let mut failed = None;
    session.write_json(
        |out| match view_of(bytes, &name, view, &options, worker, out) {
            Ok(()) => Ok(()),
            Err(NoView::Output(error)) => Err(error),
            Err(NoView::Failed(failure)) => {
                failed = Some(failure);
                Ok(())
            }
        },
    )?;
    failed.map_or(Ok(()), |failure| {
        Err(isolation::failure(file, &failure, worker.1, session))
    })
}
