//! A look at the raw bytes before the PDF is parsed: where it is damaged, and which streams would
//! decode to more than the limit.
//!
//! The parser decodes a stream whole whenever it is asked for one, without a budget. So each large
//! compressed stream that is no image is inflated here first, into a small buffer, and one that
//! exceeds the limit gets a filter that cannot be applied: the parser then does without that stream
//! and the rest of the file is read. Not seen here, and left to the memory limit of the process:
//! streams of encrypted files, LZW streams, and streams that hide behind a damaged dictionary.

use std::cmp::Reverse;

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

/// DEFLATE gives at most so many times its length (zlib's documentation).
const RATIO: u64 = 1032;
/// A compressed stream below this many bytes is not measured: it stays under 17 MB.
const SMALL: usize = 16 << 10;
/// How far before `stream` its dictionary may begin.
const DICTIONARY: usize = 4 << 10;
/// How far from the file's end the end marker may stand; readers commonly look at 1,024 bytes.
const TAIL: usize = 2 << 10;
/// How far from the file's start the header may stand (ISO 32000-1, annex H.3.4.1).
const HEAD: usize = 1 << 10;

/// What stands out in a file's raw bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings {
    /// Why the file counts as damaged.
    pub damage: Vec<&'static str>,
    /// Streams that were put out of use because they would decode to more than the limit.
    pub bombs: usize,
    /// Whether the file has an encryption dictionary.
    pub encrypted: bool,
}

/// Looks at the bytes and puts streams beyond `limit` decoded bytes out of use.
pub(crate) fn inspect(bytes: &mut [u8], limit: u64) -> Findings {
    let encrypted = memmem::find(bytes, b"/Encrypt").is_some();
    Findings {
        damage: damage(bytes),
        bombs: if encrypted { 0 } else { defuse(bytes, limit) },
        encrypted,
    }
}

/// Whether a PDF header stands near the start.
pub(crate) fn has_header(bytes: &[u8]) -> bool {
    memmem::find(bytes.get(..HEAD).unwrap_or(bytes), b"%PDF-").is_some()
}

fn damage(bytes: &[u8]) -> Vec<&'static str> {
    let mut damage = Vec::new();
    if !has_header(bytes) {
        damage.push("the header is missing");
    }
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    if memmem::rfind(tail, b"%%EOF").is_none() {
        damage.push("the end marker is missing");
    }
    if !cross_references(bytes, tail) {
        damage.push("the cross-reference table is not where the file says");
    }
    damage
}

/// Whether the last `startxref` points to a table or to an object.
fn cross_references(bytes: &[u8], tail: &[u8]) -> bool {
    let Some(at) = memmem::rfind(tail, b"startxref") else {
        return false;
    };
    let digits = tail[at + b"startxref".len()..].trim_ascii_start();
    let digits: Vec<u8> = digits
        .iter()
        .copied()
        .take_while(u8::is_ascii_digit)
        .collect();
    let offset = std::str::from_utf8(&digits)
        .ok()
        .and_then(|d| d.parse::<usize>().ok());
    // Offsets count from the header where bytes stand before it.
    let start = memmem::find(bytes, b"%PDF-").unwrap_or(0);
    offset.is_some_and(|offset| {
        [offset, offset.saturating_add(start)]
            .iter()
            .any(|&o| bytes.get(o..).is_some_and(starts_references))
    })
}

fn starts_references(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_start();
    bytes.starts_with(b"xref") || bytes.first().is_some_and(u8::is_ascii_digit)
}

/// A stream's dictionary and data, as ranges of the file.
struct RawStream {
    dictionary: std::ops::Range<usize>,
    data: std::ops::Range<usize>,
    /// Whether it is compressed more than once.
    chained: bool,
}

impl RawStream {
    /// The most that it can decode to.
    fn most(&self) -> u64 {
        if self.chained {
            u64::MAX
        } else {
            self.data.len() as u64 * RATIO
        }
    }
}

fn defuse(bytes: &mut [u8], limit: u64) -> usize {
    let streams = large_streams(bytes);
    let sizes = sizes(bytes, &streams, limit);
    let mut total = 0;
    let mut bombs = 0;
    for (stream, size) in streams.into_iter().zip(sizes) {
        if size > limit - total {
            disable(&mut bytes[stream.dictionary]);
            bombs += 1;
        } else {
            total += size;
        }
    }
    bombs
}

/// What each stream decodes to: at most so much, where all together stay within the limit even so, else
/// exactly. The longest are measured first; most files need none measured.
fn sizes(bytes: &[u8], streams: &[RawStream], limit: u64) -> Vec<u64> {
    let mut sizes: Vec<u64> = streams.iter().map(RawStream::most).collect();
    let mut longest: Vec<usize> = (0..streams.len())
        .filter(|&at| !streams[at].chained)
        .collect();
    longest.sort_by_key(|&at| Reverse(streams[at].data.len()));
    let mut together: u64 = longest.iter().map(|&at| sizes[at]).sum();
    for at in longest {
        if together <= limit {
            break;
        }
        let size = inflated_size(&bytes[streams[at].data.clone()], limit);
        together = (together - sizes[at]).saturating_add(size);
        sizes[at] = size;
    }
    sizes
}

fn large_streams(bytes: &[u8]) -> Vec<RawStream> {
    let mut streams = Vec::new();
    let mut from = 0;
    while let Some(at) = memmem::find(&bytes[from..], b"stream").map(|at| from + at) {
        let data = at + b"stream".len();
        let end = memmem::find(&bytes[data..], b"endstream").map_or(bytes.len(), |end| data + end);
        from = (end + b"endstream".len()).min(bytes.len());
        let start = at.saturating_sub(DICTIONARY);
        let start = memmem::rfind(&bytes[start..at], b"obj").map_or(start, |obj| start + obj);
        let dictionary = &bytes[start..at];
        let deflated = flate_names(dictionary).next().is_some();
        let chained = flate_names(dictionary).nth(1).is_some();
        let image = memmem::find(dictionary, b"/Image").is_some();
        if deflated && !image && (chained || end - data > SMALL) {
            streams.push(RawStream {
                dictionary: start..at,
                data: data..end,
                chained,
            });
        }
    }
    streams
}

/// The length of the inflated data, or anything above `limit` once it is passed.
fn inflated_size(data: &[u8], limit: u64) -> u64 {
    let data = data.trim_ascii_start();
    let mut inflater = Decompress::new(true);
    let mut buffer = vec![0; 64 << 10];
    while inflater.total_out() <= limit {
        let (read, written) = (inflater.total_in(), inflater.total_out());
        let rest = data.get(read as usize..).unwrap_or_default();
        match inflater.decompress(rest, &mut buffer, FlushDecompress::None) {
            Ok(Status::Ok | Status::BufError)
                if (inflater.total_in(), inflater.total_out()) != (read, written) => {}
            _ => break,
        }
    }
    inflater.total_out()
}

/// Where the names of the DEFLATE filter stand in a dictionary: `/FlateDecode`, or `/Fl` for short.
fn flate_names(dictionary: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> {
    memmem::find_iter(dictionary, b"/Fl").filter_map(|at| {
        let rest = &dictionary[at..];
        let name = if rest.starts_with(b"/FlateDecode") {
            b"/FlateDecode".len()
        } else {
            b"/Fl".len()
        };
        let whole = rest.get(name).is_none_or(|b| !b.is_ascii_alphanumeric());
        whole.then_some(at..at + name)
    })
}

/// Gives the stream a filter that the parser knows and cannot apply, of the same length.
fn disable(dictionary: &mut [u8]) {
    let names: Vec<_> = flate_names(dictionary).collect();
    for name in names {
        let patch: &[u8] = if name.len() > 3 {
            b"/Crypt      "
        } else {
            b"/JP"
        };
        dictionary[name].copy_from_slice(patch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder
            .write_all(data)
            .and_then(|()| encoder.finish())
            .unwrap_or_default()
    }

    fn stream(data: &[u8]) -> Vec<u8> {
        let mut bytes = b"1 0 obj <</Filter/FlateDecode>> stream\r\n".to_vec();
        bytes.extend(deflated(data));
        bytes.extend(b"\nendstream endobj");
        bytes
    }

    #[test]
    fn a_bomb_is_put_out_of_use_and_a_large_stream_is_not() {
        let mut bytes = stream(&vec![0; 32 << 20]);
        assert_eq!(inspect(&mut bytes.clone(), 64 << 20).bombs, 0);
        assert_eq!(inspect(&mut bytes, 8 << 20).bombs, 1);
        assert!(memmem::find(&bytes, b"/Filter/Crypt      >>").is_some());
    }

    #[test]
    fn streams_that_exceed_the_limit_together_go_without_the_last() {
        let both = [stream(&vec![0; 32 << 20]), stream(&vec![7; 32 << 20])].concat();
        assert_eq!(inspect(&mut both.clone(), 64 << 20).bombs, 0);
        assert_eq!(inspect(&mut both.clone(), 48 << 20).bombs, 1);
    }

    #[test]
    fn a_chain_of_inflations_is_a_bomb() {
        let mut bytes =
            b"1 0 obj <</Filter[/FlateDecode /FlateDecode]>> stream\nx\nendstream".to_vec();
        assert_eq!(inspect(&mut bytes, 1 << 20).bombs, 1);
    }

    #[test]
    fn missing_parts_are_named() {
        assert_eq!(
            inspect(&mut b"%PDF-1.7 xref startxref 9 %%EOF".to_vec(), 1).damage,
            Vec::<&str>::new()
        );
        assert_eq!(inspect(&mut b"nothing".to_vec(), 1).damage.len(), 3);
        assert_eq!(
            inspect(&mut b"%PDF-1.7 startxref 4 %%EOF".to_vec(), 1)
                .damage
                .len(),
            1
        );
    }
}
