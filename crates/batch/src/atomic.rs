//! Files that are whole or absent: written aside, brought to the disk, then renamed into place.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::digest::{CHUNK, sha256_of};

/// What tells a written file from one that somebody changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileMark {
    /// Length in bytes.
    pub bytes: u64,
    /// Time of the last change, in nanoseconds since 1970.
    pub modified: u64,
    /// SHA-256 of the bytes; empty where it was not taken.
    pub sha256: String,
}

impl FileMark {
    /// The mark of a file as it stands, without its hash.
    pub fn of(metadata: &Metadata) -> Self {
        let modified = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map_or(0, |time| time.as_nanos() as u64);
        Self {
            bytes: metadata.len(),
            modified,
            sha256: String::new(),
        }
    }

    /// Whether the file at `path` still is the one that was marked. One whose time alone differs (it
    /// was copied, say) is hashed.
    pub fn holds(&self, path: &Path) -> bool {
        let Ok(metadata) = fs::symlink_metadata(path) else {
            return false;
        };
        let now = Self::of(&metadata);
        if !metadata.is_file() || now.bytes != self.bytes {
            return false;
        }
        let is_untouched = now.modified == self.modified && self.modified != 0;
        is_untouched || self.holds_by_hash(path)
    }

    fn holds_by_hash(&self, path: &Path) -> bool {
        let hash = File::open(path).and_then(sha256_of);
        !self.sha256.is_empty() && hash.is_ok_and(|(hash, _)| hash == self.sha256)
    }
}

/// A file under way; dropped without [`Aside::place`] it is gone.
pub(crate) struct Aside(NamedTempFile);

impl Aside {
    /// Begins a file in `folder`, which lies on the same file system as its place to be.
    pub fn new_in(folder: &Path) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.suffix(".part");
        allow_reading(&mut builder);
        builder.tempfile_in(folder).map(Self)
    }

    /// The file, to write to.
    pub fn file(&mut self) -> &mut File {
        self.0.as_file_mut()
    }

    /// Takes back all that was written.
    pub fn empty(&mut self) -> io::Result<()> {
        self.file().set_len(0)?;
        self.file().rewind()
    }

    /// Puts the file into its place, replacing what stands there; the folder is not yet synced.
    pub fn place(mut self, path: &Path, sync: bool) -> io::Result<FileMark> {
        self.0.as_file_mut().flush()?;
        if sync {
            self.0.as_file().sync_data()?;
        }
        let file = self.0.persist(path).map_err(|error| error.error)?;
        Ok(FileMark::of(&file.metadata()?))
    }
}

/// Writes what `write` gives to `path` by way of `aside`, whole or not at all, its folder synced.
pub(crate) fn write_whole(
    aside: &Path,
    path: &Path,
    sync: bool,
    write: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> io::Result<FileMark> {
    let mut file = Aside::new_in(aside)?;
    let mut buffered = BufWriter::with_capacity(CHUNK, file.file());
    write(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    let mark = file.place(path, sync)?;
    if sync {
        sync_folder(path.parent().unwrap_or(Path::new(".")))?;
    }
    Ok(mark)
}

/// Brings a folder's names to the disk.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// Removes a file and the folders that it leaves empty, up to `root`.
pub(crate) fn remove_with_folders(root: &Path, path: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    let mut folder: Option<PathBuf> = path.parent().map(Path::to_owned);
    while let Some(at) = folder.filter(|at| at != root && at.starts_with(root)) {
        if fs::remove_dir(&at).is_err() {
            break;
        }
        folder = at.parent().map(Path::to_owned);
    }
    Ok(())
}

/// Outputs are as readable as the user's mask says, unlike other temporary files.
#[cfg(unix)]
fn allow_reading(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn allow_reading(_: &mut tempfile::Builder<'_, '_>) {}
