//! Long documents, each of one phenomenon: work that grew with the square of their length would not end here.

use hyokasho_catalogue::Catalogue;
use hyokasho_matching::{Matched, Matcher};
use hyokasho_read_text::{ReadOptions, read};

/// How often a phenomenon stands in its document.
const TIMES: usize = 100_000;

fn bind(text: &str) -> Matched {
    let document = read(text.as_bytes(), &ReadOptions::default()).expect("a text");
    Matcher::new(Catalogue::embedded())
        .bind(&document.value.document, None)
        .expect("a form")
        .value
}

#[test]
fn brackets_in_a_choice_that_never_close() {
    let bracket = "「".repeat(5 * TIMES);
    let title =
        "# 特定個人情報保護評価書(基礎項目評価書)\n\n## Ⅳ リスク対策\n\n3. 特定個人情報の使用\t\n";
    let label =
        "目的を超えた紐付け、事務に必要のない情報との紐付けが行われるリスクへの対策は十分か";
    assert!(
        !bind(&format!("{title}{label}\t{bracket}\n"))
            .facts
            .is_empty()
    );
}
