//! What holds of real copies, where they are at hand: `../shared/seeds` beside the workspace.

use std::path::{Path, PathBuf};

use hyokasho_document::{BlockKind, mark};
use hyokasho_read_text::{ReadOptions, read};
use hyokasho_source::Code;

fn seeds() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: ../shared/seeds is not there");
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect()
}

/// Letters and kanji in order of the text, markup and decoded entities aside.
fn kanji(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '①'..='⑳'))
        .collect()
}

#[test]
fn nothing_of_a_seed_is_lost() {
    for path in seeds() {
        let bytes = std::fs::read(&path).expect("a seed can be read");
        let raw = String::from_utf8(bytes.clone()).expect("a seed is UTF-8");
        let document = read(&bytes, &ReadOptions::default())
            .expect("a seed reads")
            .value
            .document;
        let cells = document.blocks.iter().flat_map(|block| &block.cells);
        let kept: String = cells.map(|cell| cell.text.as_str()).collect();
        assert_eq!(kanji(&kept), kanji(&raw), "{}", path.display());
        assert_eq!(
            kept.matches([mark::BOX, mark::BOX_CHECKED]).count(),
            raw.matches("<input").count()
        );
    }
}

#[test]
fn seeds_leave_no_markup_in_the_contents() {
    for path in seeds() {
        let bytes = std::fs::read(&path).expect("a seed can be read");
        let read = read(&bytes, &ReadOptions::default()).expect("a seed reads");
        assert!(
            read.diagnostics
                .iter()
                .all(|finding| finding.code == Code::RepeatedTable),
            "{:?}",
            read.diagnostics
        );
        let content = read
            .value
            .document
            .blocks
            .iter()
            .filter(|block| block.kind != BlockKind::Furniture);
        for cell in content.flat_map(|block| &block.cells) {
            for markup in ["<p", "</", "<td", "<input", "&lt;", "**", "\t"] {
                assert!(
                    !cell.text.contains(markup),
                    "{}: {markup} in {}",
                    path.display(),
                    cell.text
                );
            }
        }
    }
}
