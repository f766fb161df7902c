//! Input that is out to take the machine: it reads in linear time, within the limits, without a panic.

use std::time::{Duration, Instant};

use hyokasho_document::mark;
use hyokasho_read_text::{ReadOptions, TextDocument, read};
use hyokasho_source::{Code, Diagnosed};
use proptest::prelude::*;

/// How long one of these may take in a test build on a busy machine; what is quadratic takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of a hostile text.
const SIZE: usize = 1 << 19;

fn read_in_time(name: &str, text: &str) -> Diagnosed<TextDocument> {
    let start = Instant::now();
    let read = read(text.as_bytes(), &ReadOptions::default())
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(start.elapsed() < PATIENCE, "{name}: {:?}", start.elapsed());
    read
}

#[test]
fn repeated_pieces_read_in_linear_time() {
    let pieces = [
        "<p title=\"",
        "<p title='a\"",
        "<!--",
        "<!doctype ",
        "<?xml ",
        "<table>",
        "<table>\n",
        "<td>",
        "<td colspan=1000>",
        "<div><p>",
        "&",
        "&lt",
        "<",
        "</table>\n",
        "<input>",
        "**",
        "\\",
        "|",
        "\t",
        "\x0C",
        "# ",
        "- 1 -\n",
        "<h1>a",
        "<table><tr><td>a</td></tr></table>\ta\n",
        "<style>",
        "a<br>",
        "長い行",
    ];
    for piece in pieces {
        read_in_time(
            piece,
            &format!("始まり{}", piece.repeat(SIZE / piece.len())),
        );
        read_in_time(
            piece,
            &format!("①\t<p>始まり{}", piece.repeat(SIZE / piece.len())),
        );
    }
}

#[test]
fn deep_nesting_is_read_flat_and_reported() {
    let deep = format!(
        "{}底{}\n",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    let read = read_in_time("deep", &deep);
    assert_eq!(read.value.document.blocks.len(), 1);
    assert!(
        read.diagnostics
            .iter()
            .any(|finding| finding.code == Code::NestingLimit)
    );
}

#[test]
fn the_limit_of_cells_is_kept_and_reported() {
    let limited = ReadOptions {
        max_cells: 10,
        ..ReadOptions::default()
    };
    for text in [
        "a\n".repeat(50),
        "a\t".repeat(50),
        format!("<table>{}</table>", "<tr><td>a</td></tr>".repeat(50)),
    ] {
        let read = read(text.as_bytes(), &limited).expect("it reads");
        let cells: usize = read
            .value
            .document
            .blocks
            .iter()
            .map(|block| block.cells.len())
            .sum();
        assert!(cells <= 10, "{cells} cells");
        let limits = read
            .diagnostics
            .iter()
            .filter(|finding| finding.code == Code::LimitReached);
        assert_eq!(limits.count(), 1);
    }
}

/// Pieces that the reader knows, so that random texts meet its branches.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<td rowspan=2>",
        "<input checked>",
        "<p>",
        "</p>",
        "<選択肢>",
        "&lt;",
        "\t",
        "\n",
        "\r\n",
        "\x0C",
        "|",
        "---",
        "# ",
        "- ",
        "**",
        "- 1 -",
        "1/2",
        "①",
        "字",
        " ",
        "\u{3000}",
        "<!--",
        "-->",
        "<br",
        "<style>",
        "\\square",
        "$",
        "\u{FDD0}",
        "\u{E000}",
        "<h1>",
        "```",
    ]);
    let piece =
        prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Characters of a text that no markup is made of.
fn plain_text() -> impl Strategy<Value = String> {
    let salient = "あ漢①Ａ1/.、。（）「」・※○[]()<選 \u{3000}\t\n\n";
    let c = prop::sample::select(salient.chars().collect::<Vec<_>>());
    prop::collection::vec(c, 1..60).prop_map(String::from_iter)
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in text()) {
        let _ = read(text.as_bytes(), &ReadOptions::default());
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, &ReadOptions::default());
    }

    /// Cells cover themselves with places, and no text brings in a mark of its own.
    #[test]
    fn runs_cover_their_cells(text in text()) {
        if let Ok(read) = read(text.as_bytes(), &ReadOptions::default()) {
            for cell in read.value.document.blocks.iter().flat_map(|block| &block.cells) {
                prop_assert_eq!(cell.runs.len(), 1);
                prop_assert_eq!(&cell.runs[0].range, &(0..cell.text.len()));
                prop_assert!(!cell.text.contains(mark::BOX) || text.contains("<input"));
            }
        }
    }

    #[test]
    fn every_character_of_a_plain_text_is_in_a_block(text in plain_text()) {
        if let Ok(read) = read(text.as_bytes(), &ReadOptions::default()) {
            let cells = read.value.document.blocks.iter().flat_map(|block| &block.cells);
            let kept: String = cells.map(|cell| cell.text.as_str()).collect();
            prop_assert_eq!(visible(&kept), visible(&text));
        }
    }
}
