//! Writing what a command made: to the file that it is told, else to standard output.

use crate::session::{Failure, Session};

/// Writes the text to a file; to standard output where there is none, or where it is `-`.
pub fn write(file: Option<&String>, text: &str, session: &Session) -> Result<(), Failure> {
    match file.map(String::as_str) {
        None | Some("-") => session.print(text),
        Some(path) => std::fs::write(path, text).map_err(|error| {
            Failure::new(
                session
                    .messages
                    .with("cannot_write", &[&format!("{path}: {error}")]),
            )
        }),
    }
}
