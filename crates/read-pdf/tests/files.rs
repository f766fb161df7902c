//! Whole files: errors, damage, limits.

mod common;

use std::io::Write;

use common::{assemble, codes, sheet, text};
use hyokasho_read_pdf::{ReadError, ReadOptions, open, read};

fn error(bytes: &[u8]) -> Option<ReadError> {
    open(bytes, &ReadOptions::default()).err()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

#[test]
fn what_is_no_readable_pdf_is_an_error() {
    assert_eq!(error(b""), Some(ReadError::NotPdf));
    assert_eq!(error("評価書".as_bytes()), Some(ReadError::NotPdf));
    assert_eq!(error(b"%PDF-1.7\nnothing"), Some(ReadError::Damaged));
    let empty = assemble(&[
        ("<</Type/Catalog/Pages 2 0 R>>".into(), None),
        ("<</Type/Pages/Kids[]/Count 0>>".into(), None),
    ]);
    assert_eq!(error(&empty), Some(ReadError::NoPages));
    let small = ReadOptions {
        bytes: 10,
        ..ReadOptions::default()
    };
    assert!(matches!(
        open(&empty[..], &small).err(),
        Some(ReadError::TooLarge { limit: 10, .. })
    ));
}

#[test]
fn a_cut_file_is_read_as_far_as_it_goes() {
    let whole = sheet("BT /F1 10 Tf 20 30 Td (A) Tj ET").pdf();
    let cut = &whole[..whole.len() - 60];
    let read = read(cut, &ReadOptions::default()).expect("pages");
    assert_eq!(text(&read.value[0]), "A");
    assert_eq!(codes(&read), ["file-damaged"]);
}

#[test]
fn a_page_beyond_its_glyphs_or_paths_is_cut_and_says_so() {
    let options = ReadOptions {
        glyphs_per_page: 5,
        paths_per_page: 50,
        ..ReadOptions::default()
    };
    let written = sheet("BT /F1 10 Tf 20 30 Td (ABCDEFGH) Tj ET").read_with(&options);
    assert_eq!(
        (text(&written.value).as_str(), codes(&written)),
        ("ABCDE", vec!["limit-reached"])
    );
    let drawn = sheet(&"10 20 m 110 20 l S\n".repeat(100)).read_with(&options);
    assert_eq!(
        (drawn.value.rules.len(), codes(&drawn)),
        (25, vec!["limit-reached"])
    );
}

#[test]
fn forms_that_repeat_each_other_without_end_are_cut() {
    // Each form draws the next one ten times: 10^20 drawings.
    let mut nested = sheet("/X Do");
    nested.resources = "/XObject<</X 10 0 R>>".into();
    for next in 11..31 {
        let dictionary =
            format!("<</Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</X {next} 0 R>>>>>>");
        nested
            .objects
            .push((dictionary, Some("/X Do ".repeat(10).into_bytes())));
    }
    nested.objects.push((
        "<</Subtype/Form/BBox[0 0 9 9]>>".into(),
        Some(b"0 0 m 1 1 l S".to_vec()),
    ));
    assert_eq!(codes(&nested.read()), ["limit-reached"]);
}

#[test]
fn a_stream_that_inflates_beyond_the_limit_is_left_out() {
    let mut bomb = sheet("BT /F1 10 Tf 20 30 Td (A) Tj ET /X Do");
    bomb.resources = "/XObject<</X 10 0 R>>".into();
    let data = deflated(&vec![b' '; 64 << 20]);
    bomb.objects = vec![(
        "<</Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode>>".into(),
        Some(data),
    )];
    let options = ReadOptions {
        decoded_bytes: 16 << 20,
        ..ReadOptions::default()
    };
    let read = bomb.read_with(&options);
    assert_eq!(
        (text(&read.value).as_str(), codes(&read)),
        ("A", vec!["limit-reached"])
    );
}

#[test]
fn pages_beyond_the_limit_are_not_read() {
    let pages = assemble(&[
        ("<</Type/Catalog/Pages 2 0 R>>".into(), None),
        (
            "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 9 9]>>".into(),
            None,
        ),
        ("<</Type/Page/Parent 2 0 R>>".into(), None),
        ("<</Type/Page/Parent 2 0 R>>".into(), None),
    ]);
    let read = read(
        pages,
        &ReadOptions {
            pages: 1,
            ..ReadOptions::default()
        },
    )
    .expect("pages");
    assert_eq!((read.value.len(), codes(&read)), (1, vec!["limit-reached"]));
}

#[test]
fn deep_nesting_of_objects_does_not_overflow() {
    for (open, close) in [("[", "]"), ("<</A ", ">>")] {
        let content = format!(
            "{}{} 0 0 m 9 9 l S",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        let _ = sheet(&content).read();
    }
}

#[test]
fn the_document_information_is_read() {
    let file = open(sheet("").pdf(), &ReadOptions::default()).expect("a PDF");
    assert_eq!(
        (
            file.page_count(),
            file.info().version.as_str(),
            file.info().encrypted
        ),
        (1, "1.7", false)
    );
}

#[test]
fn an_empty_password_opens_and_another_does_not() {
    let file = open(
        &include_bytes!("files/encrypted.pdf")[..],
        &ReadOptions::default(),
    )
    .expect("a PDF");
    assert!(file.info().encrypted);
    assert_eq!(text(&file.read().value[0]), "secret");
    assert_eq!(
        error(include_bytes!("files/password.pdf")),
        Some(ReadError::Encrypted)
    );
}

#[test]
fn embedded_fonts_of_one_name_are_told_apart_by_their_encodings() {
    let read = read(
        &include_bytes!("files/embedded-japan1.pdf")[..],
        &ReadOptions::default(),
    )
    .expect("a PDF");
    assert_eq!(
        (text(&read.value[0]).as_str(), codes(&read)),
        ("評価評価評価", vec![])
    );
}
