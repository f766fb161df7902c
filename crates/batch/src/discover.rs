//! Inputs to documents: files as named, folders walked in the order of their names' bytes.
//!
//! Symbolic links are followed; one that leads back into itself is a failure of its own entry. The
//! output folder, and the state folder of any run, are never entered. Names that begin with a dot
//! are passed over and counted.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::globs::Selection;
use crate::{BatchError, Failure, Request, STATE_FOLDER};

/// Something found that a run has to answer for.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The path to open.
    pub path: PathBuf,
    /// Its folders inside the INPUT and its name: the name that the output mirrors. Nothing once the
    /// document has its own.
    pub name: Vec<OsString>,
    /// Why it cannot even be opened.
    pub failure: Option<Box<Failure>>,
}

/// What the inputs hold.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Documents in the order of the outputs.
    pub entries: Vec<Entry>,
    /// Files that the patterns left out.
    pub excluded: u64,
    /// Files and folders whose name begins with a dot.
    pub hidden: u64,
}

/// Walks the inputs of a request.
pub(crate) fn discover(request: &Request) -> Result<Found, BatchError> {
    let selection = Selection::new(&request.include, &request.exclude)?;
    let output = fs::canonicalize(&request.output).ok();
    let mut walk = Walk {
        selection,
        output,
        found: Found::default(),
    };
    for input in &request.inputs {
        walk.input(input, Path::new(input.file_name().unwrap_or_default()));
    }
    if let Some(list) = &request.files_from {
        for path in listed(list).map_err(|source| BatchError::List {
            list: list.clone(),
            source,
        })? {
            walk.input(&path, &inside(&path));
        }
    }
    if walk.found.entries.is_empty() {
        return Err(BatchError::NoInputs);
    }
    Ok(walk.found)
}

/// The paths of a list, one a line; empty lines are passed over.
fn listed(list: &Path) -> io::Result<Vec<PathBuf>> {
    let reader: Box<dyn BufRead> = if list.as_os_str() == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(fs::File::open(list)?))
    };
    let mut paths = Vec::new();
    for line in reader.split(b'\n') {
        let line = line?;
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        if !line.is_empty() {
            paths.push(path_of_bytes(line)?);
        }
    }
    Ok(paths)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere a path must be UTF-8")]
fn path_of_bytes(line: &[u8]) -> io::Result<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(line)))
}

#[cfg(not(unix))]
fn path_of_bytes(line: &[u8]) -> io::Result<PathBuf> {
    let text = std::str::from_utf8(line)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    Ok(PathBuf::from(text))
}

/// A listed path as a name: with its folders where it is relative and goes down only, else alone.
fn inside(path: &Path) -> PathBuf {
    let down = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let parts = path
        .components()
        .filter(|part| matches!(part, Component::Normal(_)));
    if down {
        parts.collect()
    } else {
        PathBuf::from(path.file_name().unwrap_or_default())
    }
}

struct Walk {
    selection: Selection,
    output: Option<PathBuf>,
    found: Found,
}

impl Walk {
    /// One INPUT: a folder is walked, anything else is an entry under `name`.
    fn input(&mut self, path: &Path, name: &Path) {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.folder(path),
            Ok(metadata) if metadata.is_file() => self.push(path, name, None),
            Ok(_) => self.push(path, name, Some(Failure::special_file())),
            Err(error) => self.push(path, name, Some(Failure::input(&error))),
        }
    }

    fn folder(&mut self, root: &Path) {
        let mut walk = WalkDir::new(root)
            .follow_links(true)
            .sort_by(|a, b| {
                a.file_name()
                    .as_encoded_bytes()
                    .cmp(b.file_name().as_encoded_bytes())
            })
            .into_iter();
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {
                    if !self.enters(root, &entry) {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) => self.file(root, &entry),
                Err(error) => self.problem(root, &error),
            }
        }
    }

    fn enters(&mut self, root: &Path, entry: &DirEntry) -> bool {
        if entry.file_name() == STATE_FOLDER || self.is_output(entry.path()) {
            return false;
        }
        if entry.depth() == 0 {
            return true;
        }
        if is_hidden(entry) {
            self.found.hidden += 1;
            return false;
        }
        self.selection.enters(relative(root, entry.path()))
    }

    fn is_output(&self, folder: &Path) -> bool {
        self.output.is_some() && fs::canonicalize(folder).ok() == self.output
    }

    fn file(&mut self, root: &Path, entry: &DirEntry) {
        let name = relative(root, entry.path());
        if is_hidden(entry) {
            self.found.hidden += 1;
        } else if !self.selection.takes_file(name) {
            self.found.excluded += 1;
        } else if entry.file_type().is_file() {
            self.push(entry.path(), name, None);
        } else {
            self.push(entry.path(), name, Some(Failure::special_file()));
        }
    }

    /// A folder without permission, a link that leads nowhere or back.
    fn problem(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root);
        let name = relative(root, path);
        if !self.selection.enters(name) {
            return;
        }
        let failure = match (error.loop_ancestor(), error.io_error()) {
            (Some(ancestor), _) => Failure::file(
                "link-loop",
                "the link leads back to {0}",
                ancestor.to_string_lossy(),
            ),
            (None, Some(error)) => Failure::input(error),
            (None, None) => {
                Failure::file("input", "the file cannot be read: {0}", error.to_string())
            }
        };
        self.push(path, name, Some(failure));
    }

    fn push(&mut self, path: &Path, name: &Path, failure: Option<Failure>) {
        let mut name: Vec<OsString> = name
            .components()
            .map(|part| part.as_os_str().to_owned())
            .collect();
        if name.is_empty() {
            name.push(OsString::from("input"));
        }
        self.found.entries.push(Entry {
            path: path.to_owned(),
            name,
            failure: failure.map(Box::new),
        });
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn relative<'a>(root: &Path, path: &'a Path) -> &'a Path {
    path.strip_prefix(root).unwrap_or(path)
}
