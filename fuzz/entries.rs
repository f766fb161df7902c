//! What the fuzz targets run, one function a target: any bytes in, no panic and no endless work out.
//!
//! The targets of this folder and the workspace's `corpus` test (crates/hyokasho/tests/corpus.rs) share
//! this file, so that every kept input is tried without a nightly compiler too.

use std::cell::RefCell;

use hyokasho_catalogue::Catalogue;
use hyokasho_history::Resolver;
use hyokasho_normalize::{dates, fold_mapped, is_normalized, normalize, normalize_mapped, numbers};
use hyokasho_pipeline::{Options, Pipeline};

/// A target's name, as its folders under `corpus/` and `findings/` are called, and what it runs.
pub type Entry = (&'static str, fn(&[u8]));

/// All targets.
pub const ENTRIES: [Entry; 6] = [
    ("text_reader", text_reader),
    ("html_fragment", html_fragment),
    ("history_resolver", history_resolver),
    ("date_reader", date_reader),
    ("pdf_reader", pdf_reader),
    ("document", document),
];

/// Cells of a text, few enough for hostile input to reach the limit.
const CELLS: u32 = 4_096;
/// Small limits of a PDF, so that time goes into structure and not into volume.
const PDF_LIMITS: hyokasho_read_pdf::ReadOptions = hyokasho_read_pdf::ReadOptions {
    bytes: 1 << 20,
    pages: 8,
    glyphs_per_page: 2_000,
    paths_per_page: 2_000,
    decoded_bytes: 4 << 20,
    nesting: 16,
};
/// Runs after which the resolvers are made anew: they remember what they have read.
const RUNS: u32 = 2_000;

thread_local! {
    static PIPELINE: Pipeline<'static> = Pipeline::new(Catalogue::embedded());
    static RESOLVERS: RefCell<(u32, Vec<Resolver>)> = const { RefCell::new((0, Vec::new())) };
}

/// Any bytes as a text copy: the reader answers, and what it gives stays within its limits.
pub fn text_reader(bytes: &[u8]) {
    let options = hyokasho_read_text::ReadOptions {
        max_cells: CELLS,
        ..hyokasho_read_text::ReadOptions::default()
    };
    if let Ok(read) = hyokasho_read_text::read(bytes, &options) {
        let blocks = &read.value.document.blocks;
        let cells: usize = blocks.iter().map(|block| block.cells.len()).sum();
        assert!(cells <= CELLS as usize, "{cells} cells");
    }
}

/// Any text as a line of a text copy and inside a table cell of one, where HTML is taken as structure.
pub fn html_fragment(bytes: &[u8]) {
    let options = hyokasho_read_text::ReadOptions {
        encoding: Some("utf-8".to_owned()),
        ..hyokasho_read_text::ReadOptions::default()
    };
    let fragment = String::from_utf8_lossy(bytes);
    let text = format!("before\t<table><tr><td>{fragment}</td></tr></table>\nafter\t{fragment}\n");
    let _ = hyokasho_read_text::read(text.as_bytes(), &options);
}

/// Any cells of a change row (item, before, after; parted by tabs) on each of the three forms.
pub fn history_resolver(bytes: &[u8]) {
    let row = String::from_utf8_lossy(bytes);
    let mut cells = row.splitn(3, '\t');
    let mut cell = || cells.next().unwrap_or_default();
    let (item, before, after) = (cell(), cell(), cell());
    RESOLVERS.with_borrow_mut(|(runs, resolvers)| {
        if *runs % RUNS == 0 {
            *resolvers = Catalogue::embedded()
                .forms
                .iter()
                .map(|form| Resolver::new(form, &[]))
                .collect();
        }
        *runs = runs.wrapping_add(1);
        for resolver in resolvers {
            let _ = resolver.resolve(item, before, after);
        }
    });
}

/// Any text as dates, numbers and text to normalize: found places lie in the text, spans in the raw one.
pub fn date_reader(bytes: &[u8]) {
    let raw = String::from_utf8_lossy(bytes);
    let raw = raw.as_ref();
    let text = normalize(raw);
    assert!(is_normalized(&text), "normalizing once is enough");
    let _ = dates::parse(&text);
    let _ = dates::find_all(&text);
    let _ = dates::find_all(raw);
    let _ = numbers::parse_count(&text);
    let _ = numbers::find_all(&text);
    for mapped in [normalize_mapped(raw), fold_mapped(raw)] {
        for (at, c) in mapped.text.char_indices() {
            let range = mapped.raw_range(at..at + c.len_utf8());
            assert!(
                raw.get(range).is_some(),
                "a span lies on characters of the raw text"
            );
        }
    }
}

/// Any bytes as a PDF: every page is read or refused, within small limits.
pub fn pdf_reader(bytes: &[u8]) {
    if let Ok(file) = hyokasho_read_pdf::open(bytes, &PDF_LIMITS) {
        let _ = file.read();
    }
}

/// Any bytes through all stages: a model, or the reason why there is none.
pub fn document(bytes: &[u8]) {
    let mut options = Options::default();
    options.limits.cells = CELLS;
    options.limits.bytes = PDF_LIMITS.bytes;
    PIPELINE.with(|pipeline| {
        let _ = pipeline.extract(bytes, "input", &options);
    });
}
