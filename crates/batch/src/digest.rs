//! SHA-256 of bytes, of files and of what passes through to a writer, as lower-case hexadecimal.

use std::fmt::Write as _;
use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

/// Bytes read at once: large enough for the system call not to matter, small beside any document.
pub(crate) const CHUNK: usize = 64 << 10;

/// The SHA-256 of bytes in memory.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 and the length of all that a reader gives.
pub(crate) fn sha256_of(reader: impl Read) -> io::Result<(String, u64)> {
    copy_hashed(reader, &mut io::sink())
}

/// Copies a reader to a writer, hashing what passes.
pub(crate) fn copy_hashed(reader: impl Read, writer: &mut impl Write) -> io::Result<(String, u64)> {
    let mut hash = Sha256::new();
    let length = copy_chunks(reader, |chunk| {
        hash.update(chunk);
        writer.write_all(chunk)
    })?;
    Ok((hexadecimal(&hash.finalize()), length))
}

/// Hands all that a reader gives to `take`, a chunk at a time; gives the length.
pub(crate) fn copy_chunks(
    mut reader: impl Read,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<u64> {
    let mut length = 0;
    let mut chunk = vec![0; CHUNK];
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => return Ok(length),
            Ok(read) => {
                take(&chunk[..read])?;
                length += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
