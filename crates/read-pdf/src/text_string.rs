//! PDF text strings (ISO 32000-2, 7.9.2.2) to Unicode: UTF-16 and UTF-8 by their byte order mark,
//! else `PDFDocEncoding`.

/// `PDFDocEncoding` 0x18 to 0x1F (ISO 32000-2, annex D.3).
const ACCENTS: [char; 8] = [
    '\u{2D8}', '\u{2C7}', '\u{2C6}', '\u{2D9}', '\u{2DD}', '\u{2DB}', '\u{2DA}', '\u{2DC}',
];

/// `PDFDocEncoding` 0x80 to 0xA0 (ISO 32000-2, annex D.3).
const PUNCTUATION: [char; 33] = [
    '\u{2022}', '\u{2020}', '\u{2021}', '\u{2026}', '\u{2014}', '\u{2013}', '\u{192}', '\u{2044}',
    '\u{2039}', '\u{203A}', '\u{2212}', '\u{2030}', '\u{201E}', '\u{201C}', '\u{201D}', '\u{2018}',
    '\u{2019}', '\u{201A}', '\u{2122}', '\u{FB01}', '\u{FB02}', '\u{141}', '\u{152}', '\u{160}',
    '\u{178}', '\u{17D}', '\u{131}', '\u{142}', '\u{153}', '\u{161}', '\u{17E}', '\u{FFFD}',
    '\u{20AC}',
];

/// The string's text; what is no valid text becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&b| pdf_doc_char(b)).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

fn pdf_doc_char(byte: u8) -> char {
    let from = |table: &[char], first: u8| table.get(usize::from(byte - first)).copied();
    match byte {
        0x18..=0x1F => from(&ACCENTS, 0x18),
        0x80..=0xA0 => from(&PUNCTUATION, 0x80),
        _ => Some(char::from(byte)),
    }
    .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn each_encoding_by_its_mark() {
        assert_eq!(decode(b"\xFE\xFF\x8A\x55\x4F\xA1"), "評価");
        assert_eq!(decode(b"\xFF\xFE\x55\x8A\xA1\x4F"), "評価");
        assert_eq!(decode("\u{FEFF}評価".as_bytes()), "評価");
        assert_eq!(decode(b"a\x80\x18"), "a\u{2022}\u{2D8}");
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced() {
        assert_eq!(decode(b"\xFE\xFF\xD8\x00"), "\u{FFFD}");
    }
}
