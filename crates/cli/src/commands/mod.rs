//! One file a command: what it takes, and what it does.

mod convert;
mod diff;
mod drawing;
mod explain;
mod extract;
mod forms;
mod golden;
mod history;
mod inspect;
mod isolation;
mod rendering;
mod report;
mod schema;
mod tables;
mod worker;
mod writing;

use clap::{Arg, ArgMatches, Command};

use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// A command: its arguments, and what it does with them.
struct Entry {
    arguments: fn(&Messages) -> Command,
    run: fn(&ArgMatches, &Session) -> Result<Status, Failure>,
}

/// The commands, in the order of the help.
const COMMANDS: &[Entry] = &[
    Entry {
        arguments: convert::command,
        run: convert::run,
    },
    Entry {
        arguments: extract::extract_command,
        run: extract::run_extract,
    },
    Entry {
        arguments: extract::facts_command,
        run: extract::run_facts,
    },
    Entry {
        arguments: explain::command,
        run: explain::run,
    },
    Entry {
        arguments: inspect::command,
        run: inspect::run,
    },
    Entry {
        arguments: history::command,
        run: history::run,
    },
    Entry {
        arguments: diff::command,
        run: diff::run,
    },
    Entry {
        arguments: report::command,
        run: report::run,
    },
    Entry {
        arguments: golden::command,
        run: golden::run,
    },
    Entry {
        arguments: tables::command,
        run: tables::run,
    },
    Entry {
        arguments: schema::command,
        run: schema::run,
    },
    Entry {
        arguments: forms::command,
        run: forms::run,
    },
    Entry {
        arguments: worker::command,
        run: worker::run,
    },
];

/// The whole command line.
pub fn command(messages: &Messages) -> Command {
    let mut command = Command::new("hyokasho")
        .version(env!("CARGO_PKG_VERSION"))
        .about(messages.text("about"))
        .after_help(messages.text("after_help"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_name("LANG")
                .value_parser(["ja", "en"])
                .help(messages.text("lang")),
        );
    for entry in COMMANDS {
        command = command.subcommand((entry.arguments)(messages));
    }
    command
}

/// Runs the command that the arguments name.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let Some((name, inner)) = matches.subcommand() else {
        return Ok(Status::Usage);
    };
    COMMANDS
        .iter()
        .find(|entry| (entry.arguments)(&session.messages).get_name() == name)
        .map_or(Ok(Status::Usage), |entry| (entry.run)(inner, session))
}
