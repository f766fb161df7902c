//! One input file: opened, hashed, and read again for the extraction under the same hash.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::Failure;
use crate::atomic::FileMark;
use crate::digest::{copy_chunks, hexadecimal, sha256_of};

/// An input whose bytes are known by their hash.
pub(crate) struct Input {
    file: File,
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
}

/// What broke off a copy.
pub(crate) enum Broken {
    /// The input could not be read, or has changed.
    Input(Failure),
    /// The other side could not be written.
    Writer(io::Error),
}

impl Input {
    /// Opens and hashes a file of at most `limit` bytes.
    pub fn open(path: &Path, limit: u64) -> Result<Self, Failure> {
        // A pipe would block as soon as it is opened, so its kind is asked first.
        if !fs::metadata(path)
            .map_err(|error| Failure::input(&error))?
            .is_file()
        {
            return Err(Failure::special_file());
        }
        let (file, before) = open_marked(path).map_err(|error| Failure::input(&error))?;
        if before.bytes > limit {
            return Err(Failure::too_large(before.bytes, limit));
        }
        let (sha256, bytes) = sha256_of((&file).take(limit.saturating_add(1)))
            .map_err(|error| Failure::input(&error))?;
        let after = file.metadata().map(|metadata| FileMark::of(&metadata));
        if bytes != before.bytes || after.is_ok_and(|after| after != before) {
            return Err(changed());
        }
        Ok(Self {
            file,
            bytes,
            sha256,
        })
    }

    /// Copies the bytes to a writer; fails when they are no longer those that were hashed.
    pub fn copy_to(&mut self, writer: &mut impl Write) -> Result<(), Broken> {
        let unreadable = |error| Broken::Input(Failure::input(&error));
        self.file.rewind().map_err(unreadable)?;
        let mut hash = Sha256::new();
        let mut unwritten = None;
        let read = copy_chunks((&self.file).take(self.bytes), |chunk| {
            hash.update(chunk);
            writer.write_all(chunk).map_err(|error| {
                unwritten = Some(error);
                io::ErrorKind::Other.into()
            })
        });
        if let Some(error) = unwritten {
            return Err(Broken::Writer(error));
        }
        let is_same =
            read.map_err(unreadable)? == self.bytes && hexadecimal(&hash.finalize()) == self.sha256;
        if is_same {
            Ok(())
        } else {
            Err(Broken::Input(changed()))
        }
    }

    /// The bytes in memory.
    pub fn read(&mut self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::with_capacity(self.bytes as usize);
        match self.copy_to(&mut bytes) {
            Ok(()) => Ok(bytes),
            Err(Broken::Input(failure)) => Err(failure),
            Err(Broken::Writer(error)) => Err(Failure::input(&error)),
        }
    }
}

fn open_marked(path: &Path) -> io::Result<(File, FileMark)> {
    let file = File::open(path)?;
    let mark = FileMark::of(&file.metadata()?);
    Ok((file, mark))
}

fn changed() -> Failure {
    Failure::file(
        "input-changed",
        "the file changed while it was read; the next run takes it as it is then",
        "",
    )
}
