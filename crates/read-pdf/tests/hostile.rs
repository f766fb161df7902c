//! Files made to do harm: each is read to its end or to a limit that says so, in the time of a page or two.

mod common;

use std::fmt::Write;
use std::time::{Duration, Instant};

use common::{Sheet, assemble, codes, sheet};
use hyokasho_document::page::Page;
use hyokasho_read_pdf::{ReadError, ReadOptions, read};
use hyokasho_source::Diagnosed;

/// A file that is not done by then hangs; unoptimized and on a busy machine, the slowest takes some seconds.
const HANGS: Duration = Duration::from_mins(1);
const TEXT: &str = "BT /F1 10 Tf 20 30 Td (ABC) Tj ET\n";

fn in_time(pdf: Vec<u8>) -> Result<Diagnosed<Vec<Page>>, ReadError> {
    let begun = Instant::now();
    let result = read(pdf, &ReadOptions::default());
    assert!(begun.elapsed() < HANGS, "{:?}", begun.elapsed());
    result
}

fn page_in_time(sheet: &Sheet) -> Diagnosed<Page> {
    let mut pages = in_time(sheet.pdf()).expect("a readable PDF");
    Diagnosed {
        value: pages.value.remove(0),
        diagnostics: pages.diagnostics,
    }
}

fn dictionaries(objects: &[&str]) -> Vec<u8> {
    let objects: Vec<_> = objects.iter().map(|o| ((*o).to_owned(), None)).collect();
    assemble(&objects)
}

#[test]
fn page_trees_that_hold_themselves_end() {
    let looped = dictionaries(&[
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3/MediaBox[0 0 99 99]>>",
        "<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9>>",
    ]);
    assert!(in_time(looped).is_err());
    // Each node holds the next one ten times: 10^27 pages.
    let mut wide = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
    for next in 3..30 {
        let kids = format!("{next} 0 R ").repeat(10);
        wide.push(format!(
            "<</Type/Pages/Kids[{kids}]/Count 1/MediaBox[0 0 9 9]>>"
        ));
    }
    wide.push("<</Type/Page/Parent 2 0 R>>".into());
    let wide: Vec<&str> = wide.iter().map(String::as_str).collect();
    let read = in_time(dictionaries(&wide));
    assert_eq!(read.map(|read| read.value.len()), Ok(1));
}

#[test]
fn references_that_lead_to_themselves_end() {
    let read = in_time(dictionaries(&[
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox 4 0 R>>",
        "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
        "4 0 R",
        "[5 0 R 5 0 R]",
    ]));
    assert_eq!(read.map(|r| r.value.len()), Ok(1));
}

#[test]
fn object_streams_that_extend_each_other_end() {
    let stream = |other: u32, held: &str| {
        let dictionary = format!("<</Type/ObjStm/N 1/First 4/Extends {other} 0 R>>");
        (dictionary, Some(held.as_bytes().to_vec()))
    };
    let file = assemble(&[
        ("<</Type/Catalog/Pages 2 0 R>>".into(), None),
        ("<</Type/Pages/Kids[3 0 R]/Count 1>>".into(), None),
        stream(4, "3 0 <</Type/Page/Parent 2 0 R>>"),
        stream(3, "4 0 <</Type/Page>>"),
    ]);
    let _ = in_time(file);
}

#[test]
fn page_boxes_of_any_numbers_are_pages() {
    for numbers in [
        "0 0 1000000000 1000000000",
        "200 100 0 0",
        "0 0 0 0",
        "-99999999999999 -99999999999999 99999999999999999999 999999999999999999999",
    ] {
        let mut boxed = sheet(TEXT);
        boxed.entries = format!("/MediaBox[{numbers}]");
        let read = in_time(boxed.pdf()).unwrap_or_else(|error| panic!("{numbers}: {error}"));
        let page = &read.value[0];
        assert!(page.width.is_finite() && page.height > 0.0, "{numbers}");
        assert_eq!(common::text(page), "ABC", "{numbers}");
    }
    let mut boxed = sheet(TEXT);
    boxed.entries = "/MediaBox[0 0 1e400 99]".into();
    assert_eq!(in_time(boxed.pdf()).err(), Some(ReadError::Damaged));
}

#[test]
fn coordinates_beyond_all_pages_leave_the_rest_readable() {
    let far = "9".repeat(60);
    let content = format!(
        "q BT /F1 {far} Tf {far} 0 0 {far} 1 1 Tm (X) Tj ET {far} {far} m -{far} 5 l S \
         {far} 0 0 {far} 0 0 cm {far} 0 0 {far} 0 0 cm 0 0 1 1 re f Q {TEXT}"
    );
    let page = page_in_time(&sheet(&content)).value;
    let finite = |v: f64| v.is_finite();
    assert!(
        page.glyphs
            .iter()
            .all(|g| finite(g.rect.x0) && finite(g.size))
    );
    assert!(common::text(&page).ends_with("ABC"));
}

#[test]
fn a_million_paths_are_cut_and_say_so() {
    let mut content = TEXT.to_owned();
    for i in 0..1_000_000 {
        let _ = writeln!(content, "{} {} .5 .5 re f", i % 199, i / 199 % 99);
    }
    let read = page_in_time(&sheet(&content));
    assert_eq!(common::text(&read.value), "ABC");
    assert_eq!(codes(&read), ["limit-reached"]);
}

#[test]
fn glyphs_over_one_another_are_one_and_count_each() {
    let content = format!(
        "BT /F1 10 Tf {} ET",
        "1 0 0 1 20 30 Tm (ABCDEFGHIJ) Tj ".repeat(25_000)
    );
    let read = page_in_time(&sheet(&content));
    assert_eq!(common::text(&read.value), "ABCDEFGHIJ");
    assert_eq!(codes(&read), ["limit-reached"]);
}

#[test]
fn states_clips_and_marked_content_by_the_hundred_thousand() {
    let saved = page_in_time(&sheet(&format!("{}{TEXT}", "q ".repeat(300_000))));
    assert_eq!(common::text(&saved.value), "ABC");
    let marked = page_in_time(&sheet(&format!("{}{TEXT}", "/A BMC ".repeat(500_000))));
    assert_eq!(common::text(&marked.value), "ABC");
    // Each clip counts as a path.
    let mut clips = String::new();
    for i in 0..250_000 {
        let _ = write!(clips, "q {} 0 150 99 re W n Q ", f64::from(i) / 10_000.0);
    }
    let clipped = page_in_time(&sheet(&clips));
    assert_eq!(codes(&clipped), ["limit-reached"]);
}

#[test]
fn a_glyph_drawn_by_itself_ends() {
    let mut looped = sheet("BT /F3 10 Tf 20 30 Td (aaa) Tj ET");
    looped.entries = "/Resources<</Font<</F3 10 0 R>>>>".into();
    looped.objects = vec![
        (
            "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 11 0 R>>\
             /Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[1]/Resources<</Font<</F1 10 0 R>>>>>>"
                .into(),
            None,
        ),
        (
            "<<>>".into(),
            Some(b"1 0 d0 BT /F1 1 Tf (aaaaaaaaaa) Tj ET".to_vec()),
        ),
    ];
    let _ = page_in_time(&looped);
}
