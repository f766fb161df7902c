//! Every benched function once on small input: what it runs on is there, and it gives something.

use hyokasho_benches::{
    Stages, change_rows, fixture_pdf, fixtures, normalize, read_pages, read_text,
};

/// Rows of a small history.
const ROWS: usize = 60;

#[test]
fn text_stages_run_on_every_kind_of_copy() {
    let stages = Stages::new();
    for kind in ["markdown", "html", "pipe", "plain"] {
        let input = fixtures(kind)
            .into_iter()
            .min_by_key(|input| input.bytes.len())
            .unwrap_or_else(|| panic!("no fixtures of {kind}"));
        assert!(
            normalize(&String::from_utf8_lossy(&input.bytes)) > 0,
            "{kind}"
        );
        let document = read_text(&input);
        assert!(!document.blocks.is_empty(), "{kind}");
        let (facts, _) = stages
            .bind(&document)
            .unwrap_or_else(|| panic!("{} is no form", input.name));
        assert!(facts > 0, "{kind}");
        let lines = stages.facts(&input);
        assert!(
            lines.split_inclusive(|&byte| byte == b'\n').count() >= facts,
            "{kind}"
        );
    }
}

#[test]
fn generated_history_is_rebuilt_row_by_row() {
    let stages = Stages::new();
    assert_eq!(stages.rebuild(&change_rows(stages.form(), ROWS)), ROWS);
}

#[test]
fn pdf_stages_run() {
    let stages = Stages::new();
    let input = fixture_pdf("writer").expect("a fixture");
    let pages = read_pages(&input);
    assert!(!pages.is_empty());
    let laid = hyokasho_layout::lay_out(&pages, &hyokasho_layout::LayoutOptions::default());
    assert!(!laid.value.document.blocks.is_empty());
    assert!(!stages.facts(&input).is_empty());
}
