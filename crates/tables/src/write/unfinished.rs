//! A file under a name of its own until it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use super::TablesError;

/// Bytes that are collected before the file system is asked.
const BUFFER: usize = 1 << 18;

/// A file that gets its name at the end; until then, and when it never ends, it is `NAME.part`, and
/// that is removed.
pub(super) struct Unfinished {
    path: PathBuf,
    part: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Unfinished {
    pub fn create(path: PathBuf) -> Result<Self, TablesError> {
        let mut part = path.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        match File::create(&part) {
            Ok(file) => Ok(Self {
                path,
                part,
                file: Some(BufWriter::with_capacity(BUFFER, file)),
            }),
            Err(source) => Err(TablesError::Io { path: part, source }),
        }
    }

    /// The path that it will have.
    pub fn path(&self) -> &PathBuf {
        &self.path
    }

    /// The error of this file.
    pub fn error(&self, source: io::Error) -> TablesError {
        TablesError::Io {
            path: self.path.clone(),
            source,
        }
    }

    /// Gives the file its name.
    pub fn finish(mut self) -> Result<PathBuf, TablesError> {
        let whole = |this: &mut Self| {
            this.flush()?;
            this.file = None;
            fs::rename(&this.part, &this.path)
        };
        whole(&mut self).map_err(|source| self.error(source))?;
        Ok(self.path.clone())
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Finished files are closed; of the others nothing shall stay, and nobody is left to be told.
        if let Some(file) = self.file.take() {
            drop(file.into_parts());
            let _ = fs::remove_file(&self.part);
        }
    }
}
