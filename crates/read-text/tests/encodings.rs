//! The same text in every encoding reads the same, and what is no text is refused.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS};
use hyokasho_read_text::{ReadError, ReadOptions, dump, read};
use hyokasho_source::{Code, Place};

const TEXT: &str =
    "評価書\n\n①部署\t水道課\n②役職\tみなと市の課長（水道）\n宣言の文章をここに書く。\n";

fn options(encoding: &str) -> ReadOptions {
    ReadOptions {
        encoding: Some(encoding.to_owned()),
        ..ReadOptions::default()
    }
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, unmappable) = encoding.encode(text);
    assert!(!unmappable, "{} holds the text", encoding.name());
    bytes.into_owned()
}

fn check(bytes: &[u8], options: &ReadOptions, text: &str, encoding: &str) {
    let wanted = read(text.as_bytes(), &ReadOptions::default()).expect("UTF-8 reads");
    let got = read(bytes, options).expect("the encoding reads");
    assert_eq!(got.value.encoding, encoding);
    assert_eq!(
        dump(&got.value.document),
        dump(&wanted.value.document),
        "{encoding}"
    );
    assert_eq!(got.diagnostics, [], "{encoding}");
}

#[test]
fn encodings_are_recognised() {
    let recognised = ReadOptions::default();
    check(TEXT.as_bytes(), &recognised, TEXT, "UTF-8");
    check(
        format!("\u{FEFF}{TEXT}").as_bytes(),
        &recognised,
        TEXT,
        "UTF-8",
    );
    for (bytes, name) in [
        (u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"),
        (u16::to_be_bytes, "UTF-16BE"),
    ] {
        check(
            &utf_16(&format!("\u{FEFF}{TEXT}"), bytes),
            &recognised,
            TEXT,
            name,
        );
        check(&utf_16(TEXT, bytes), &recognised, TEXT, name);
        let without_ascii: String = TEXT.chars().filter(|c| !c.is_ascii()).collect();
        check(
            &utf_16(&without_ascii, bytes),
            &recognised,
            &without_ascii,
            name,
        );
    }
    check(&encoded(TEXT, SHIFT_JIS), &recognised, TEXT, "Shift_JIS");
    check(&encoded(TEXT, EUC_JP), &recognised, TEXT, "EUC-JP");
    let jis_text = TEXT.replace(['①', '②'], "○");
    check(
        &encoded(&jis_text, ISO_2022_JP),
        &recognised,
        &jis_text,
        "ISO-2022-JP",
    );
}

#[test]
fn an_encoding_can_be_forced() {
    check(
        &encoded(TEXT, SHIFT_JIS),
        &options("cp932"),
        TEXT,
        "Shift_JIS",
    );
    check(&encoded(TEXT, EUC_JP), &options("euc-jp"), TEXT, "EUC-JP");
    let unknown = read(TEXT.as_bytes(), &options("klingon"));
    assert_eq!(
        unknown,
        Err(ReadError::UnknownEncoding("klingon".to_owned()))
    );
}

#[test]
fn damaged_bytes_are_reported_with_their_line() {
    let mut bytes = TEXT.as_bytes().to_vec();
    let line_3 = bytes
        .iter()
        .enumerate()
        .filter(|(_, b)| **b == b'\n')
        .nth(1)
        .expect("a third line")
        .0
        + 1;
    bytes.splice(line_3..=line_3, [0xFF]);
    let read = read(&bytes, &ReadOptions::default()).expect("a damaged text reads");
    assert_eq!(read.value.encoding, "UTF-8");
    let damaged = read.diagnostics.first().expect("a finding");
    assert_eq!(
        (damaged.code, damaged.source.as_slice()),
        (Code::EncodingDamaged, [Place::line(3)].as_slice())
    );
}

#[test]
fn what_is_no_text_is_refused() {
    let refused = |bytes: &[u8]| read(bytes, &ReadOptions::default()).expect_err("no text");
    assert_eq!(refused(b""), ReadError::Empty);
    assert_eq!(
        refused("\u{FEFF} \n\t\u{3000}\n".as_bytes()),
        ReadError::Empty
    );
    for bytes in [
        &b"PK\x03\x04rest"[..],
        b"%PDF-1.7",
        b"ab\0cd\0\0\x01",
        b"\x01\x02\x03\x04 text",
        &[0xFD, 0xFC].repeat(50),
    ] {
        assert!(matches!(refused(bytes), ReadError::Binary(_)), "{bytes:?}");
    }
    let limited = ReadOptions {
        max_bytes: 3,
        ..ReadOptions::default()
    };
    assert_eq!(
        read(b"abcd", &limited),
        Err(ReadError::TooLarge { bytes: 4, limit: 3 })
    );
}

#[test]
fn reserved_and_private_characters_are_reported_once() {
    let text = "一行目\n外字\u{E000}と\u{FDD1}と\u{E001}\n";
    let read = read(text.as_bytes(), &ReadOptions::default()).expect("it reads");
    assert_eq!(
        dump(&read.value.document),
        "line @1 | 0 一行目\nline @2 | 0 外字\u{E000}と\u{FFFD}と\u{E001}\n"
    );
    let [finding] = read.diagnostics.as_slice() else {
        panic!("one finding: {:?}", read.diagnostics)
    };
    assert_eq!(
        (finding.code, finding.source.as_slice()),
        (Code::UnmappedCharacter, [Place::line(2)].as_slice())
    );
}
