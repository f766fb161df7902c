//! Bytes to text: byte order marks, UTF-16 without one, UTF-8, ISO-2022-JP, and `Shift_JIS` or EUC-JP
//! by `chardetng`.
//!
//! Text that is damaged is decoded all the same, each damaged stretch as U+FFFD. Bytes that are no
//! text at all are refused.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use memchr::{memchr, memmem};

use crate::ReadError;

/// Bytes that are looked at to tell text from other data, and one encoding from another.
const SAMPLE: usize = 1 << 20;
/// Share of control characters, in a thousand, above which bytes are no text.
const MOST_CONTROLS: usize = 10;
/// A UTF-8 text may have one damaged stretch for so many sound characters of several bytes.
const SOUND_FOR_DAMAGED: usize = 5;
/// Share of UTF-16 units, in a hundred, that must be of Japanese text.
const LEAST_PLAUSIBLE: usize = 90;
/// Share of UTF-16 units, in a hundred, that must be kana where no byte is zero.
const LEAST_KANA: usize = 5;
/// Share of characters, in a hundred, that may be damaged in an encoding that was guessed.
const MOST_DAMAGED: usize = 20;

/// What files of other formats start with.
const MAGIC: [(&[u8], &str); 8] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip container (docx, xlsx, zip)"),
    (b"\xD0\xCF\x11\xE0", "a Microsoft Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1F\x8B", "a gzip file"),
    (b"{\\rtf", "an RTF file"),
];

/// A text and how it was decoded.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) encoding: &'static str,
    /// Byte of the text where the first damaged stretch stands.
    pub(crate) damaged: Option<usize>,
}

/// Decodes bytes in the forced encoding or in the one that they show.
pub(crate) fn decode<'a>(bytes: &'a [u8], forced: Option<&str>) -> Result<Decoded<'a>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if let Some(label) = forced {
        let encoding = named(label).ok_or_else(|| ReadError::UnknownEncoding(label.to_owned()))?;
        return Ok(decode_in(bytes, encoding));
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(decode_in(bytes, encoding));
    }
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadError::Binary((*name).to_owned()));
    }
    let encoding = recognise(bytes)?;
    let decoded = decode_in(bytes, encoding);
    let sound = encoding == UTF_8 || decoded.damaged.is_none() || mostly_sound(&decoded.text);
    if sound {
        Ok(decoded)
    } else {
        Err(ReadError::Binary(
            "no Japanese encoding fits its bytes".to_owned(),
        ))
    }
}

/// The encoding of a label: those of the Encoding Standard, and names that are common in Japan.
fn named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes()).or_else(|| {
        match label.trim().to_ascii_lowercase().as_str() {
            "cp932" | "ms-932" | "mskanji" | "shiftjis" => Some(SHIFT_JIS),
            "eucjp" | "euc" | "ujis" => Some(EUC_JP),
            "jis" | "iso2022jp" => Some(ISO_2022_JP),
            "utf16le" => Some(UTF_16LE),
            "utf16be" => Some(UTF_16BE),
            _ => None,
        }
    })
}

fn decode_in<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Decoded<'a> {
    let (text, encoding, errors) = encoding.decode(bytes);
    let damaged = errors.then(|| memmem::find(text.as_bytes(), "\u{FFFD}".as_bytes()).unwrap_or(0));
    Decoded {
        text,
        encoding: encoding.name(),
        damaged,
    }
}

fn recognise(bytes: &[u8]) -> Result<&'static Encoding, ReadError> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if memchr(0, sample).is_some() {
        return utf_16_in(sample, 0)
            .ok_or_else(|| ReadError::Binary("it holds zero bytes".to_owned()));
    }
    if controls(sample) * 1000 > sample.len() * MOST_CONTROLS {
        return Err(ReadError::Binary(
            "it is full of control characters".to_owned(),
        ));
    }
    if is_iso_2022_jp(bytes) {
        return Ok(ISO_2022_JP);
    }
    if Encoding::utf8_valid_up_to(bytes) == bytes.len() || is_damaged_utf_8(sample) {
        return Ok(UTF_8);
    }
    Ok(utf_16_in(sample, LEAST_KANA).unwrap_or_else(|| shift_jis_or_euc_jp(sample)))
}

/// Control characters that no text has; escape belongs to ISO-2022-JP.
fn controls(sample: &[u8]) -> usize {
    // Short stretches are counted in a byte, many at once.
    let counts = sample.chunks(usize::from(u8::MAX)).map(|stretch| {
        let is_control = |&b: &u8| u8::from(b < 32) & u8::from(!matches!(b, 9..=13 | 27));
        usize::from(stretch.iter().map(is_control).sum::<u8>())
    });
    counts.sum()
}

fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let escapes: [&[u8]; 4] = [b"\x1B$B", b"\x1B$@", b"\x1B(J", b"\x1B(I"];
    memchr(0x1B, bytes).is_some()
        && escapes
            .iter()
            .any(|escape| memmem::find(bytes, escape).is_some())
        && bytes.is_ascii()
}

/// Whether the bytes are UTF-8 but for a few stretches.
fn is_damaged_utf_8(sample: &[u8]) -> bool {
    let (mut sound, mut damaged) = (0, 0);
    for chunk in sample.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    sound >= damaged * SOUND_FOR_DAMAGED
}

/// UTF-16 without a byte order mark, where nearly all units are of Japanese text.
fn utf_16_in(sample: &[u8], least_kana: usize) -> Option<&'static Encoding> {
    let fits = |unit: fn([u8; 2]) -> u16| {
        let units = sample.as_chunks::<2>().0.iter().map(|&pair| unit(pair));
        let (mut all, mut plausible, mut kana) = (0, 0, 0);
        for unit in units {
            all += 1;
            kana += usize::from(matches!(unit, 0x3000..=0x30FF));
            plausible += usize::from(matches!(unit,
                9 | 10 | 13 | 0x20..=0x7E | 0x2000..=0x26FF | 0x3000..=0x30FF | 0x4E00..=0x9FFF | 0xFF00..=0xFFEF));
        }
        all > 0 && plausible * 100 >= all * LEAST_PLAUSIBLE && kana * 100 >= all * least_kana
    };
    if fits(u16::from_le_bytes) {
        Some(UTF_16LE)
    } else {
        fits(u16::from_be_bytes).then_some(UTF_16BE)
    }
}

fn shift_jis_or_euc_jp(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(Some(b"jp"), Utf8Detection::Deny);
    if guess == SHIFT_JIS || guess == EUC_JP {
        return guess;
    }
    let damage = |encoding: &'static Encoding| {
        encoding
            .decode_without_bom_handling(sample)
            .0
            .chars()
            .filter(|&c| c == char::REPLACEMENT_CHARACTER)
            .count()
    };
    if damage(EUC_JP) < damage(SHIFT_JIS) {
        EUC_JP
    } else {
        SHIFT_JIS
    }
}

fn mostly_sound(text: &str) -> bool {
    let (mut all, mut damaged) = (0, 0);
    for c in text.chars().take(SAMPLE).filter(|c| !c.is_ascii()) {
        all += 1;
        damaged += usize::from(c == char::REPLACEMENT_CHARACTER);
    }
    damaged * 100 <= all * MOST_DAMAGED
}
