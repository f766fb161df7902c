//! Rules, shapes, images and form fields.

mod common;

use common::{codes, sheet, text};
use hyokasho_document::page::{FieldState, ShapeKind};

fn kinds(content: &str) -> Vec<(ShapeKind, bool)> {
    let page = sheet(content).read().value;
    page.shapes
        .iter()
        .map(|shape| (shape.kind, shape.filled))
        .collect()
}

fn rules(content: &str) -> Vec<(bool, i64, i64, i64)> {
    let round = |v: f64| v.round() as i64;
    let page = sheet(content).read().value;
    page.rules
        .iter()
        .map(|r| (r.horizontal, round(r.at), round(r.from), round(r.to)))
        .collect()
}

#[test]
fn strokes_and_thin_bars_are_rules() {
    assert_eq!(rules("10 20 m 110 20 l S"), [(true, 80, 10, 110)]);
    assert_eq!(rules("10 20 100 0.5 re f"), [(true, 80, 10, 110)]);
    assert_eq!(rules("10 20 0.5 60 re f"), [(false, 10, 20, 80)]);
    assert_eq!(
        rules("10 20 m 10.5 20.5 l 10.5 79.5 l 10 80 l h f"),
        [(false, 10, 20, 80)]
    );
}

#[test]
fn a_drawn_frame_is_four_rules_and_a_small_one_a_check_box() {
    let frame = [
        (true, 40, 10, 110),
        (true, 80, 10, 110),
        (false, 10, 40, 80),
        (false, 110, 40, 80),
    ];
    assert_eq!(rules("10 20 100 40 re S"), frame);
    // A ring of two boxes, as the browsers draw a border.
    assert_eq!(rules("9.5 19.5 101 41 re 10.5 20.5 99 39 re f*"), frame);
    assert_eq!(kinds("10 20 9 9 re S"), [(ShapeKind::Square, false)]);
    assert_eq!(
        kinds("10 20 9 9 re 11 21 7 7 re f*"),
        [(ShapeKind::Square, false)]
    );
    assert_eq!(kinds("10 20 9 9 re f"), [(ShapeKind::Square, true)]);
}

#[test]
fn shaded_cells_side_by_side_are_no_check_boxes() {
    let area = (ShapeKind::Area, true);
    let square = (ShapeKind::Square, true);
    let row = "0.9 g 10 20 9 10 re f 19 20 9 10 re f 28.2 20 9 10 re f 37.2 20 3 10 re f";
    assert_eq!(kinds(row), [area, area, area, area]);
    assert_eq!(kinds("10 20 9 9 re f 10 11 9 9 re f"), [area, area]);
    assert_eq!(kinds("10 20 9 9 re f 22 20 9 9 re f"), [square, square]);
}

#[test]
fn paper_paint_is_nothing() {
    assert_eq!(rules("1 G 10 20 m 110 20 l S 1 g 10 20 100 0.5 re f"), []);
    assert_eq!(kinds("1 g 10 20 100 40 re f"), []);
    assert_eq!(kinds("0.9 g 10 20 100 40 re f"), [(ShapeKind::Area, true)]);
}

#[test]
fn marks_are_told_by_their_form() {
    let circle =
        "20 30 m 20 33 17 35 15 35 c 12 35 10 33 10 30 c 10 27 12 25 15 25 c 17 25 20 27 20 30 c h";
    assert_eq!(kinds(&format!("{circle} S")), [(ShapeKind::Circle, false)]);
    assert_eq!(kinds(&format!("{circle} f")), [(ShapeKind::Circle, true)]);
    assert_eq!(
        kinds("10 20 m 13 16 l 19 26 l S"),
        [(ShapeKind::Tick, false)]
    );
    assert_eq!(
        kinds("10 20 m 18 28 l S 10 28 m 18 20 l S"),
        [(ShapeKind::Tick, false)]
    );
    assert_eq!(kinds("10 20 m 90 80 l S"), [(ShapeKind::Other, false)]);
    assert_eq!(
        kinds("10 20 m 20 25 l 10 30 l h f"),
        [(ShapeKind::Other, true)]
    );
}

#[test]
fn dots_make_a_line_in_the_direction_in_which_they_follow() {
    let down = "10 20 0.7 0.7 re f 10 22 0.7 0.7 re f 10 24 0.7 0.7 re f";
    assert!(rules(down).iter().all(|rule| !rule.0));
    let along = "10 20 0.7 0.7 re f 12 20 0.7 0.7 re f";
    assert!(rules(along).iter().all(|rule| rule.0));
}

#[test]
fn rules_end_at_the_clip() {
    assert_eq!(
        rules("q 0 0 50 100 re W n 10 20 m 110 20 l S 60 10 m 60 90 l S Q"),
        [(true, 80, 10, 50)]
    );
}

#[test]
fn a_page_of_images_needs_ocr() {
    let read = sheet("q 100 0 0 50 10 20 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q").read();
    assert_eq!(codes(&read), ["page-needs-ocr"]);
    let image = read.value.images[0];
    assert_eq!(
        [image.x0, image.y0, image.x1, image.y1].map(|v| v.round() as i64),
        [10, 30, 110, 80]
    );
}

#[test]
fn form_fields_say_what_they_hold_once() {
    let mut form = sheet("");
    form.entries = "/Annots[10 0 R 11 0 R 12 0 R 13 0 R]".into();
    let button = |state: &str, x: u32| {
        format!(
            "<</Subtype/Widget/FT/Btn/AS/{state}/Rect[{x} 10 {} 20]/AP<</N<</Yes 15 0 R/Off 16 0 R>>>>>>",
            x + 10
        )
    };
    let mark = b"BT /F1 8 Tf 1 2 Td (4) Tj ET".to_vec();
    let shown = b"BT /F1 8 Tf 1 2 Td (shown) Tj ET".to_vec();
    let appearance = "<</Type/XObject/Subtype/Form/BBox[0 0 10 10]>>".to_owned();
    form.objects = vec![
        (button("Yes", 10), None),
        (button("Off", 30), None),
        (
            "<</Subtype/Widget/FT/Tx/V(hidden value)/Rect[50 10 90 20]>>".into(),
            None,
        ),
        (
            "<</Subtype/Widget/FT/Tx/V(shown)/Rect[100 10 140 20]/AP<</N 17 0 R>>>>".into(),
            None,
        ),
        ("null".into(), None),
        (appearance.clone(), Some(mark)),
        (appearance, Some(Vec::new())),
        (
            "<</Type/XObject/Subtype/Form/BBox[0 0 40 10]>>".into(),
            Some(shown),
        ),
    ];
    let page = form.read().value;
    let states: Vec<FieldState> = page.fields.into_iter().map(|field| field.state).collect();
    let expected = [
        FieldState::Button(true),
        FieldState::Button(false),
        FieldState::Text("hidden value".into()),
    ];
    assert_eq!(states, expected);
    assert_eq!(
        page.glyphs
            .iter()
            .map(|glyph| glyph.text.as_str())
            .collect::<String>(),
        "shown"
    );
    assert_eq!(text(&sheet("").read().value), "");
}
