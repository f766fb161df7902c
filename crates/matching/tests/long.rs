//! Long documents, each of one phenomenon: work that grew with the square of their length would not end here.

use hyokasho_catalogue::Catalogue;
use hyokasho_matching::{Matched, Matcher};
use hyokasho_read_text::{ReadOptions, read};

/// How often a phenomenon stands in its document.
const TIMES: usize = 100_000;
/// The title of the form whose files and provisions are many.
const FULL: &str = "# 特定個人情報保護評価書(全項目評価書)\n\n";

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

#[test]
fn sheets_between_headlines() {
    let sheets = "# 別紙1 一覧\n\nⅡ 特定個人情報ファイルの概要\n\n".repeat(TIMES);
    assert!(!bind(&format!("{FULL}{sheets}")).unassigned.is_empty());
}

#[test]
fn block_titles_in_a_row_of_a_sheet() {
    let titles = "提供先1\t".repeat(TIMES);
    let matched = bind(&format!("{FULL}# 別紙1 一覧\n\n{titles}\n{titles}\n"));
    assert!(!matched.unassigned.is_empty());
}

#[test]
fn ranges_of_blocks_in_a_cell() {
    let heading = "5. 特定個人情報の提供・移転(委託に伴うものを除く。)\t\n";
    let ranges = "提供先2～5<br>".repeat(TIMES);
    for beside in ["", "別紙"] {
        let text =
            format!("{FULL}## Ⅱ 特定個人情報ファイルの概要\n\n{heading}{ranges}\t{beside}\n");
        assert_eq!(bind(&text).form.kind, "full");
    }
}

#[test]
fn labels_that_have_no_values() {
    let heading = "5. 特定個人情報の提供・移転(委託に伴うものを除く。)\n提供先1\n";
    let labels = "②提供先における用途\n①法令上の根拠\n".repeat(TIMES / 2);
    let text = format!("{FULL}## Ⅱ 特定個人情報ファイルの概要\n\n{heading}{labels}");
    assert_eq!(bind(&text).form.kind, "full");
}

#[test]
fn labels_in_one_row() {
    let labels = "①法令上の根拠\t②提供先における用途\t".repeat(TIMES / 2);
    let text = format!("{FULL}## Ⅱ 特定個人情報ファイルの概要\n\n提供先1\t農政課\n{labels}\n");
    assert_eq!(bind(&text).form.kind, "full");
}
