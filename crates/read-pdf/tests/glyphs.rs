//! Glyphs: places, second paintings, clips, replacement text, visibility.

mod common;

use common::{codes, sheet, text};

/// Boxes are exact to the `f32` in which hayro keeps text state.
const EXACT: f64 = 0.01;

#[test]
fn a_glyph_stands_where_it_is_shown() {
    let page = sheet("BT /F1 10 Tf 20 30 Td (A) Tj ET").read().value;
    let glyph = &page.glyphs[0];
    assert_eq!(
        (page.width, page.height, glyph.text.as_str()),
        (200.0, 100.0, "A")
    );
    let expected = [20.0, 100.0 - 30.0 - 8.8, 26.67, 100.0 - 30.0 + 1.2];
    let rect = [glyph.rect.x0, glyph.rect.y0, glyph.rect.x1, glyph.rect.y1];
    assert!(
        rect.iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < EXACT),
        "{rect:?}"
    );
    assert!(
        (glyph.size - 10.0).abs() < EXACT && !glyph.bold && !glyph.vertical && !glyph.invisible
    );
}

#[test]
fn rotation_crop_box_and_user_unit_are_applied() {
    let mut turned = sheet("BT /F1 10 Tf 0 1 -1 0 110 20 Tm (A) Tj ET");
    turned.entries = "/Rotate 90/CropBox[100 10 200 100]/UserUnit 2".into();
    let page = turned.read().value;
    assert_eq!((page.width, page.height), (180.0, 200.0));
    let glyph = &page.glyphs[0];
    assert!((glyph.size - 20.0).abs() < EXACT);
    // On the page turned by 90° the text that ran upwards runs from the right to the left, upside down.
    assert!(
        !glyph.vertical && (glyph.rect.x1 - glyph.rect.x0 - 13.34).abs() < 2.0 * EXACT,
        "{:?}",
        glyph.rect
    );
}

#[test]
fn text_that_runs_down_the_page_is_vertical() {
    let page = sheet("BT /F1 10 Tf 0 -1 1 0 50 80 Tm (AB) Tj ET")
        .read()
        .value;
    assert!(page.glyphs.iter().all(|glyph| glyph.vertical));
}

#[test]
fn fill_and_stroke_is_one_bold_glyph() {
    let page = sheet("BT /F1 10 Tf 2 Tr 20 30 Td (AB) Tj ET").read().value;
    assert_eq!(text(&page), "AB");
    assert!(page.glyphs.iter().all(|glyph| glyph.bold));
}

#[test]
fn overstrike_is_one_bold_glyph_and_neighbours_are_two() {
    let page = sheet("BT /F1 10 Tf 20 30 Td (ill) Tj 0.4 0 Td (ill) Tj ET")
        .read()
        .value;
    assert_eq!(text(&page), "ill");
    assert!(page.glyphs.iter().all(|glyph| glyph.bold));
}

#[test]
fn overstrike_of_large_glyphs_is_found_wherever_they_stand() {
    for x in 20..24 {
        for shift in [0.3, 0.9] {
            let again = f64::from(x) + shift;
            let content =
                format!("BT /F1 16 Tf {x} 30 Td (A) Tj ET BT /F1 16 Tf {again} 30 Td (A) Tj ET");
            let page = sheet(&content).read().value;
            assert_eq!(page.glyphs.len(), 1, "{x} and {again}");
            assert!(page.glyphs[0].bold);
        }
    }
}

#[test]
fn a_stroke_that_traces_glyphs_is_no_drawing() {
    let text = "BT /F1 10 Tf 20 30 Td (AB) Tj ET ";
    // An A and a B of straight and curved pieces over the letters themselves.
    let traced = "20.5 30 m 23 37 l 26 30 l h 27.5 30 m 27.5 37 l 32 37 33 34 31 33.5 c 33 32 32 30 27.5 30 c h S";
    let page = sheet(&format!("{text}{traced}")).read().value;
    assert_eq!((page.shapes.len(), page.rules.len()), (0, 0));
    assert!(page.glyphs.iter().all(|glyph| glyph.bold));
    // A dash of one closed piece, a full stop of one ring.
    let small = "28.2 32 m 30.4 32 l 30.4 32.8 l 28.2 32.8 l h S 29 31 m 30 31 30 32 29 32 c 28 32 28 31 29 31 c h S";
    let page = sheet(&format!("{text}{small}")).read().value;
    assert_eq!((page.shapes.len(), page.rules.len()), (0, 0));
    let alone = sheet(traced).read().value;
    assert_eq!(alone.shapes.len(), 2);
    // A tick beside the letters, a ring around one.
    let tick = sheet(&format!("{text} 50 33 m 52 30 l 57 38 l S"))
        .read()
        .value;
    assert_eq!(tick.shapes.len(), 1);
}

#[test]
fn a_bold_face_is_known_by_its_name() {
    let page = sheet("BT /F1 10 Tf 20 30 Td (A) Tj /F2 10 Tf (B) Tj ET")
        .read()
        .value;
    assert_eq!(
        page.glyphs
            .iter()
            .map(|glyph| glyph.bold)
            .collect::<Vec<_>>(),
        [false, true]
    );
}

#[test]
fn glyphs_outside_the_clip_and_the_page_are_not_there() {
    let content = "q 0 0 40 100 re W n BT /F1 10 Tf 20 30 Td (AAAAAA) Tj ET Q BT /F1 10 Tf 190 10 Td (BBB) Tj ET";
    assert_eq!(text(&sheet(content).read().value), "AAAB");
}

#[test]
fn text_that_a_cell_has_no_room_for_is_kept_apart() {
    // Two lines under a clip that shows the first, then a text of the same clip and one without.
    let cell = "q 10 40 60 12 re W n BT /F1 10 Tf 12 42 Td (AB) Tj 0 -11 Td (CD) Tj ET BT /F1 10 Tf 40 42 Td (E) Tj ET Q";
    let page = sheet(&format!("{cell} BT /F1 10 Tf 100 42 Td (F) Tj ET"))
        .read()
        .value;
    assert_eq!(text(&page), "ABEF");
    let [clipped] = &page.clipped[..] else {
        panic!("{:?}", page.clipped)
    };
    let hidden: String = clipped.glyphs.iter().map(|g| g.text.as_str()).collect();
    assert_eq!(
        (hidden.as_str(), clipped.after, clipped.before),
        ("CD", Some(1), Some(2))
    );
    assert!((clipped.clip.y1 - 60.0).abs() < EXACT && (clipped.clip.x1 - 70.0).abs() < EXACT);
}

#[test]
fn text_hidden_by_the_page_or_shown_elsewhere_is_not_kept() {
    for content in [
        // beyond the page, under no clip and under a clip as large as the page
        "BT /F1 10 Tf 195 30 Td (AAA) Tj ET",
        "q 0 0 200 100 re W n BT /F1 10 Tf 195 30 Td (AAA) Tj ET Q",
        // a clip through which nothing is seen
        "q 50 50 0 0 re W n BT /F1 10 Tf 20 30 Td (A) Tj ET Q",
        // an invisible layer
        "q 10 40 60 12 re W n BT /F1 10 Tf 3 Tr 12 20 Td (A) Tj ET Q",
        // a text that runs into the cell beside it, painted under the clips of both
        "q 10 40 20 12 re W n BT /F1 10 Tf 12 42 Td (AAAAA) Tj ET Q q 30 40 40 12 re W n BT /F1 10 Tf 12 42 Td (AAAAA) Tj ET Q",
    ] {
        assert_eq!(sheet(content).read().value.clipped, [], "{content}");
    }
}

#[test]
fn replacement_text_goes_to_the_glyphs_it_stands_for() {
    let show = |replacement: &str, shown: &str| {
        let content = format!(
            "/Span<</ActualText<{replacement}>>>BDC BT /F1 10 Tf 20 30 Td ({shown}) Tj ET EMC"
        );
        let page = sheet(&content).read().value;
        page.glyphs
            .iter()
            .map(|glyph| glyph.text.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(show("FEFF76EE897F", "ab"), ["目", "西"]);
    assert_eq!(show("FEFF66696669", "x"), ["晩晩"]);
    assert_eq!(show("FEFF76EE", "xyz"), ["目", "", ""]);
    assert_eq!(show("FEFF2F6C", "x"), ["目"]);
}

#[test]
fn invisible_text_is_marked() {
    let read = sheet("BT /F1 10 Tf 3 Tr 20 30 Td (A) Tj ET").read();
    assert!(read.value.glyphs[0].invisible);
    assert_eq!(codes(&read), ["invisible-text"]);
}

#[test]
fn form_xobjects_are_read_and_their_boxes_clip() {
    let mut with_form = sheet("q 1 0 0 1 10 10 cm /X Do Q");
    with_form.resources = "/XObject<</X 10 0 R>>".into();
    let content = b"BT /F1 10 Tf 5 5 Td (AAAA) Tj ET".to_vec();
    with_form.objects = vec![(
        "<</Type/XObject/Subtype/Form/BBox[0 0 20 20]>>".into(),
        Some(content),
    )];
    assert_eq!(text(&with_form.read().value), "AA");
}

#[test]
fn content_that_is_switched_off_is_not_there() {
    // The catalog of the test PDFs has no optional content, so the layer counts as shown.
    let mut layered = sheet("/OC/L BDC BT /F1 10 Tf 5 5 Td (A) Tj ET EMC");
    layered.resources = "/Properties<</L 10 0 R>>".into();
    layered.objects = vec![("<</Type/OCG/Name(L)>>".into(), None)];
    assert_eq!(text(&layered.read().value), "A");
    let mut pdf = layered.pdf();
    let at = pdf
        .windows(18)
        .position(|w| w == b"/AcroForm<</Fields")
        .expect("the catalog");
    let hidden = b"/OCProperties<</D<</OFF[10 0 R]>>>>>>";
    let end = pdf
        .iter()
        .skip(at)
        .position(|b| *b == b'\n')
        .expect("a line")
        + at;
    pdf.splice(at..end, hidden.iter().copied());
    let read =
        hyokasho_read_pdf::read(pdf, &hyokasho_read_pdf::ReadOptions::default()).expect("a PDF");
    assert_eq!(text(&read.value[0]), "");
}

#[test]
fn composite_fonts_without_a_mapping_are_told_by_their_encoding() {
    let font = |encoding: &str, ordering: &str| {
        vec![
            (
                format!(
                    "<</Type/Font/Subtype/Type0/BaseFont/Ryumin/Encoding/{encoding}/DescendantFonts[11 0 R]>>"
                ),
                None,
            ),
            (
                format!(
                    "<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 2>>/FontDescriptor 12 0 R>>"
                ),
                None,
            ),
            (
                "<</Type/FontDescriptor/FontName/Ryumin/Flags 4>>".to_owned(),
                None,
            ),
        ]
    };
    let shown = |encoding: &str, ordering: &str, hex: &str| {
        let mut page = sheet(&format!("BT /J 10 Tf 20 30 Td <{hex}> Tj ET"));
        page.resources = "/Font<</J 10 0 R>>".into();
        page.objects = font(encoding, ordering);
        let mut pdf = page.pdf();
        // The page has one font dictionary: put ours into it.
        let old = b"/Font<</F1 5 0 R/F2 6 0 R>>/Font<</J 10 0 R>>";
        let at = pdf
            .windows(old.len())
            .position(|w| w == old)
            .expect("the fonts");
        let new = format!("{:<width$}", "/Font<</J 10 0 R>>", width = old.len());
        pdf.splice(at..at + old.len(), new.into_bytes());
        let read = hyokasho_read_pdf::read(pdf, &hyokasho_read_pdf::ReadOptions::default())
            .expect("a PDF");
        let codes = codes(&read).join(",");
        (text(&read.value[0]), codes)
    };
    for (encoding, hex) in [
        ("90ms-RKSJ-H", "955D89BF"),
        ("UniJIS-UTF16-H", "8A554FA1"),
        ("UniJIS2004-UTF16-H", "8A554FA1"),
        ("UniJIS-UCS2-H", "8A554FA1"),
        ("EUC-H", "C9BEB2C1"),
        ("H", "493E3241"),
    ] {
        assert_eq!(
            shown(encoding, "Japan1", hex),
            ("評価".to_owned(), String::new()),
            "{encoding}"
        );
    }
    let (unknown, codes) = shown("Identity-H", "Identity", "00010002");
    assert_eq!(unknown, "\u{FFFD}\u{FFFD}");
    assert_eq!(codes, "unmapped-character,page-needs-ocr");
}
