//! `worker`, hidden: the process in which `convert` reads documents.

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use hyokasho_batch::Extractor;
use hyokasho_catalogue::Catalogue;
use hyokasho_pipeline::{ExtractError, Extraction, Options, Pipeline};

use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// The stages with the options of a run.
pub struct Stages {
    pipeline: Pipeline<'static>,
    options: Options,
}

impl Stages {
    /// The stages over the catalogue that the program carries.
    pub fn new(options: Options) -> Self {
        Self {
            pipeline: Pipeline::new(Catalogue::embedded()),
            options,
        }
    }
}

impl Extractor for Stages {
    fn extract(&self, bytes: &[u8], file: &str) -> Result<Extraction, ExtractError> {
        self.pipeline.extract(bytes, file, &self.options)
    }
}

/// The command; it is in no help.
pub fn command(_: &Messages) -> Command {
    Command::new("worker").hide(true)
}

/// Serves the run that started this process.
#[expect(
    clippy::unnecessary_wraps,
    reason = "every command is run the same way"
)]
pub fn run(_: &ArgMatches, _: &Session) -> Result<Status, Failure> {
    let code = hyokasho_batch::worker::serve(|options| Ok(Stages::new(options)));
    Ok(if code == ExitCode::SUCCESS {
        Status::Good
    } else {
        Status::Failed
    })
}
