//! Throughput of every stage: bytes, pages or rows a second on one core.
//!
//! `cargo bench -p hyokasho-benches`. The smoke run of the same functions is `tests/smoke.rs`.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use hyokasho_benches::{
    Input, Stages, change_rows, fixture_pdf, fixtures, normalize, read_pages, read_text, seeds,
};

/// The program's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Kinds of text copies that are measured.
const COPIES: [&str; 4] = ["markdown", "html", "pipe", "plain"];
/// PDF makers that are measured.
const MAKERS: [&str; 3] = ["calc", "writer", "chromium"];
/// Rows of the generated history.
const ROWS: usize = 10_000;

fn main() {
    divan::main();
}

fn bytes(inputs: &[Input]) -> BytesCount {
    BytesCount::new(inputs.iter().map(|input| input.bytes.len()).sum::<usize>())
}

#[divan::bench(args = COPIES)]
fn normalize_text(bencher: Bencher<'_, '_>, kind: &str) {
    let inputs = fixtures(kind);
    let texts: Vec<String> = inputs
        .iter()
        .map(|input| String::from_utf8_lossy(&input.bytes).into_owned())
        .collect();
    bencher.counter(bytes(&inputs)).bench_local(|| {
        texts
            .iter()
            .map(|text| normalize(black_box(text)))
            .sum::<usize>()
    });
}

#[divan::bench(args = COPIES)]
fn text_reader(bencher: Bencher<'_, '_>, kind: &str) {
    let inputs = fixtures(kind);
    bencher.counter(bytes(&inputs)).bench_local(|| {
        inputs
            .iter()
            .map(|input| read_text(black_box(input)).blocks.len())
            .sum::<usize>()
    });
}

#[divan::bench(args = COPIES)]
fn matching(bencher: Bencher<'_, '_>, kind: &str) {
    let (inputs, stages) = (fixtures(kind), Stages::new());
    let documents: Vec<_> = inputs.iter().map(read_text).collect();
    bencher.counter(bytes(&inputs)).bench_local(|| {
        documents
            .iter()
            .filter_map(|document| stages.bind(black_box(document)))
            .count()
    });
}

#[divan::bench]
fn history_rows(bencher: Bencher<'_, '_>) {
    let stages = Stages::new();
    let rows = change_rows(stages.form(), ROWS);
    bencher
        .counter(ItemsCount::new(ROWS))
        .bench_local(|| stages.rebuild(black_box(&rows)));
}

#[divan::bench(args = COPIES)]
fn text_path(bencher: Bencher<'_, '_>, kind: &str) {
    let (inputs, stages) = (fixtures(kind), Stages::new());
    bencher.counter(bytes(&inputs)).bench_local(|| {
        inputs
            .iter()
            .map(|input| stages.facts(black_box(input)).len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn text_path_of_seeds(bencher: Bencher<'_, '_>) {
    let (inputs, stages) = (seeds(), Stages::new());
    bencher.counter(bytes(&inputs)).bench_local(|| {
        inputs
            .iter()
            .map(|input| stages.facts(black_box(input)).len())
            .sum::<usize>()
    });
}

#[divan::bench(args = MAKERS)]
fn pdf_reader(bencher: Bencher<'_, '_>, maker: &str) {
    let Some(input) = fixture_pdf(maker) else {
        return;
    };
    let pages = read_pages(&input).len();
    bencher
        .counter(ItemsCount::new(pages))
        .bench_local(|| read_pages(black_box(&input)).len());
}

#[divan::bench(args = MAKERS)]
fn layout(bencher: Bencher<'_, '_>, maker: &str) {
    let Some(input) = fixture_pdf(maker) else {
        return;
    };
    let pages = read_pages(&input);
    let options = hyokasho_layout::LayoutOptions::default();
    bencher
        .counter(ItemsCount::new(pages.len()))
        .bench_local(|| {
            hyokasho_layout::lay_out(black_box(&pages), &options)
                .value
                .document
                .blocks
                .len()
        });
}

#[divan::bench(args = MAKERS)]
fn pdf_path(bencher: Bencher<'_, '_>, maker: &str) {
    let Some(input) = fixture_pdf(maker) else {
        return;
    };
    let stages = Stages::new();
    let pages = read_pages(&input).len();
    bencher
        .counter(ItemsCount::new(pages))
        .bench_local(|| stages.facts(black_box(&input)).len());
}
