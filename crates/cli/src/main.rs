//! The `hyokasho` command: arguments, rendering, exit codes.
//!
//! Everything else is done by the crates behind it. What it says stands in `messages/*.toml`, in
//! Japanese and English.

mod commands;
mod messages;
mod session;

use std::process::ExitCode;

use mimalloc::MiMalloc;
use session::{Session, Status};

/// A document is many short texts that come and go: a tenth of the time goes with a slower allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let lang = messages::Lang::choose(std::env::args_os());
    let session = Session::new(lang);
    let matches = commands::command(&session.messages).get_matches();
    let status = commands::run(&matches, &session).unwrap_or_else(|failure| {
        anstream::eprintln!("hyokasho: {failure}");
        failure.status()
    });
    match status {
        Status::Good => ExitCode::SUCCESS,
        Status::Failed => ExitCode::from(1),
        Status::Usage => ExitCode::from(2),
        Status::Stopped => ExitCode::from(130),
    }
}
