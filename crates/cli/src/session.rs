//! What every command has at hand: messages, reading a document, printing.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufWriter, Read, StdoutLock, Write};

use clap::{Arg, ArgAction, ArgMatches};
use hyokasho_catalogue::{Catalogue, FormKind};
use hyokasho_pipeline::{ExtractError, Extraction, Limits, Options, Pipeline};

use crate::messages::{Lang, Messages};

/// Bytes written to standard output at once.
const BUFFER: usize = 64 << 10;

/// The name of a file without its folder.
pub fn file_name(file: &str) -> Cow<'_, str> {
    std::path::Path::new(file)
        .file_name()
        .map_or_else(|| file.into(), |name| name.to_string_lossy())
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// All good: exit code 0.
    Good,
    /// Some document failed, or something moved: exit code 1.
    Failed,
    /// Wrong usage: exit code 2.
    Usage,
    /// Stopped by the user: exit code 130.
    Stopped,
}

/// Why a command stopped, in the user's language.
#[derive(Debug)]
pub struct Failure {
    message: String,
    status: Status,
}

impl Failure {
    /// A failure of a document or of the machine.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            status: Status::Failed,
        }
    }

    /// Wrong usage.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            status: Status::Usage,
        }
    }

    /// The user stopped the command.
    pub fn stopped(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            status: Status::Stopped,
        }
    }

    /// The status that the process ends with.
    pub fn status(&self) -> Status {
        self.status
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What every command has at hand.
pub struct Session {
    /// The messages of the user's language.
    pub messages: Messages,
}

impl Session {
    /// A session in a language.
    pub fn new(lang: Lang) -> Self {
        Self {
            messages: Messages::new(lang),
        }
    }

    /// Reads the file that the arguments name and extracts it with the options that they give.
    pub fn extract(&self, matches: &ArgMatches, file: &str) -> Result<Extraction, Failure> {
        let options = self.options(matches)?;
        let bytes = self.read_within(file, options.limits.bytes)?;
        let name = file_name(file);
        Pipeline::new(Catalogue::embedded())
            .extract(&bytes, &name, &options)
            .map_err(|error| {
                Failure::new(self.messages.with("failed", &[file, &self.cause(&error)]))
            })
    }

    /// The bytes of a file, or of standard input, within the default limit.
    pub fn read(&self, file: &str) -> Result<Vec<u8>, Failure> {
        self.read_within(file, Limits::default().bytes)
    }

    /// At most so many bytes of a file, or of standard input: a device or a pipe may have no end.
    pub fn read_within(&self, file: &str, limit: u64) -> Result<Vec<u8>, Failure> {
        let cannot_read = |error: std::io::Error| {
            Failure::new(
                self.messages
                    .with("cannot_read", &[file, &error.to_string()]),
            )
        };
        let mut bytes = Vec::new();
        let read = if file == "-" {
            let stdin = std::io::stdin().lock();
            stdin.take(limit.saturating_add(1)).read_to_end(&mut bytes)
        } else {
            let file = std::fs::File::open(file).map_err(cannot_read)?;
            if let Ok(metadata) = file.metadata() {
                bytes.reserve_exact(metadata.len().min(limit) as usize);
            }
            file.take(limit.saturating_add(1)).read_to_end(&mut bytes)
        };
        if read.map_err(cannot_read)? as u64 > limit {
            let message = self.messages.with("too_large", &[file, &limit.to_string()]);
            return Err(Failure::new(message));
        }
        Ok(bytes)
    }

    /// The cause of a failed extraction, in the user's language.
    pub fn cause(&self, error: &ExtractError) -> String {
        let name = format!("error.{}", error.code());
        self.messages.with(&name, &[&error.particulars()])
    }

    /// The options of an extraction.
    pub fn options(&self, matches: &ArgMatches) -> Result<Options, Failure> {
        let mut options = Options {
            encoding: matches.get_one::<String>("encoding").cloned(),
            ..Options::default()
        };
        if let Some(form) = matches.get_one::<String>("form") {
            options.form = FormKind::from_name(form);
        }
        options.join_pages = !matches.get_flag("no-join");
        options.limits = self.limits(matches.get_many::<String>("limit").into_iter().flatten())?;
        Ok(options)
    }

    /// The readers' limits, changed by `NAME=N`.
    fn limits<'a>(&self, changes: impl Iterator<Item = &'a String>) -> Result<Limits, Failure> {
        let malformed =
            |change: &str| Failure::usage(self.messages.with("limit_malformed", &[change]));
        let mut limits = Limits::default();
        for change in changes {
            let next = change.split_once('=').and_then(|(name, n)| {
                let mut named = serde_json::to_value(limits).ok()?;
                *named.get_mut(name)? = n.parse::<u64>().ok()?.into();
                serde_json::from_value(named).ok()
            });
            limits = next.ok_or_else(|| malformed(change))?;
        }
        Ok(limits)
    }

    /// Arguments that every command that reads documents takes.
    pub fn reading_arguments(messages: &Messages) -> Vec<Arg> {
        vec![
            Arg::new("encoding")
                .long("encoding")
                .value_name("NAME")
                .help(messages.text("encoding")),
            Arg::new("form")
                .long("form")
                .value_name("FORM")
                .value_parser(["basic", "focused", "full"])
                .help(messages.text("form")),
            Arg::new("limit")
                .long("limit")
                .value_name("NAME=N")
                .action(ArgAction::Append)
                .help(messages.text("limit")),
            Arg::new("no-join")
                .long("no-join")
                .action(ArgAction::SetTrue)
                .help(messages.text("no_join")),
        ]
    }

    /// The argument for one document.
    pub fn file_argument(messages: &Messages) -> Arg {
        Arg::new("file")
            .value_name("FILE")
            .required(true)
            .help(messages.text("file"))
    }

    /// Prints words for people to standard output, their styles as the terminal takes them; a closed pipe is
    /// no failure.
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        self.write(&mut anstream::stdout().lock(), text)
    }

    /// Prints the JSON that `write` gives to standard output, as it comes: it has no styles. A closed pipe is
    /// no failure.
    pub fn write_json(
        &self,
        write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
        let written = write(&mut out).and_then(|()| out.flush());
        self.written(written)
    }

    fn write(&self, out: &mut impl Write, text: &str) -> Result<(), Failure> {
        self.written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    fn written(&self, written: io::Result<()>) -> Result<(), Failure> {
        match written {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::new(
                self.messages.with("cannot_write", &[&error.to_string()]),
            )),
            _ => Ok(()),
        }
    }
}
