//! The output folder: held by one run at a time, with its state in `.hyokasho`.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::journal::JOURNAL_FILE;
use crate::{BatchError, STATE_FOLDER};

/// The output folder of a run, locked as long as this lives.
pub(crate) struct OutputFolder {
    root: PathBuf,
    _lock: File,
}

impl OutputFolder {
    /// Makes the folder where it is missing, takes its lock and clears what a killed run left half
    /// written.
    pub fn open(root: &Path) -> Result<Self, BatchError> {
        let fail = |source| BatchError::Folder {
            folder: root.to_owned(),
            source,
        };
        fs::create_dir_all(root.join(STATE_FOLDER)).map_err(fail)?;
        let lock = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(root.join(STATE_FOLDER).join("lock"))
            .map_err(fail)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BatchError::Busy(root.to_owned())),
            Err(TryLockError::Error(error)) => return Err(fail(error)),
        }
        let folder = Self {
            root: root.to_owned(),
            _lock: lock,
        };
        folder.clear_unfinished().map_err(fail)?;
        Ok(folder)
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where lock, journal and the facts of an unfinished run lie.
    pub fn state(&self) -> PathBuf {
        self.root.join(STATE_FOLDER)
    }

    /// Where files are written before they get their names.
    pub fn unfinished(&self) -> PathBuf {
        self.state().join("unfinished")
    }

    /// The place of an output (a path with `/` inside the folder), its folders made. A folder that is
    /// a link is refused: it would lead out.
    pub fn place(&self, output: &str) -> io::Result<PathBuf> {
        let mut path = self.root.clone();
        let mut parts = output.split('/').peekable();
        while let Some(part) = parts.next() {
            path.push(part);
            if parts.peek().is_some() {
                ensure_folder(&path)?;
            }
        }
        Ok(path)
    }

    /// The path of an output that stands; refused where a folder on the way is a link.
    pub fn standing(&self, output: &str) -> io::Result<PathBuf> {
        let mut path = self.root.clone();
        let (folders, _) = output.rsplit_once('/').unwrap_or_default();
        for part in folders.split('/').filter(|part| !part.is_empty()) {
            path.push(part);
            if !fs::symlink_metadata(&path)?.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
        }
        Ok(self.root.join(output))
    }

    fn clear_unfinished(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.unfinished()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir(self.unfinished())
    }
}

/// Whether some run was begun in this folder; nothing is made there.
pub(crate) fn was_begun(root: &Path) -> bool {
    root.join(STATE_FOLDER)
        .join(JOURNAL_FILE)
        .symlink_metadata()
        .is_ok()
}

fn ensure_folder(path: &Path) -> io::Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        other => return other,
    }
    if fs::symlink_metadata(path)?.is_dir() {
        return Ok(());
    }
    let message = format!("{} is no folder of its own", path.display());
    Err(io::Error::new(io::ErrorKind::NotADirectory, message))
}
