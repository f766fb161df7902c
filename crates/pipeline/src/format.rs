//! Which format bytes are in, told by the bytes alone.

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A PDF.
    Pdf,
    /// A text in any encoding.
    Text,
}

/// The header of a PDF may stand anywhere in the first 1,024 bytes (ISO 32000-1, annex H.3.4.1).
const HEADER_WITHIN: usize = 1024;
const PDF_HEADER: &[u8] = b"%PDF-";

/// Containers that people take for documents, and what to call them.
const OTHERS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xD0\xCF\x11\xE0", "an old Office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"GIF8", "a GIF image"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"7z\xBC\xAF", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "an RTF document"),
];

/// The format of bytes, or what they are instead.
pub(crate) fn recognise(bytes: &[u8]) -> Result<Format, &'static str> {
    if let Some((_, name)) = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(name);
    }
    let head = &bytes[..bytes.len().min(HEADER_WITHIN)];
    let pdf = head
        .windows(PDF_HEADER.len())
        .any(|window| window == PDF_HEADER);
    Ok(if pdf { Format::Pdf } else { Format::Text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_the_format() {
        assert_eq!(recognise(b"%PDF-1.7\n"), Ok(Format::Pdf));
        assert_eq!(recognise(b"\xEF\xBB\xBF%PDF-1.4"), Ok(Format::Pdf));
        assert_eq!(recognise("評価書".as_bytes()), Ok(Format::Text));
        assert_eq!(
            recognise(b"PK\x03\x04..."),
            Err("a ZIP archive or an Office document")
        );
    }
}
