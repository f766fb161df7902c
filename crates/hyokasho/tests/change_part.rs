//! Documents of which nothing is there but the change history: its items and its number tell the form.

use hyokasho::{Change, Model, Options, extract};

const HEADER: &str = "変更日\t項目\t変更前の記載\t変更後の記載\t提出時期\t提出時期に係る説明\n";

fn read(text: &str) -> Model {
    extract(text.as_bytes(), "part.txt", &Options::default())
        .expect("a document")
        .value
}

fn changes(document: &Model) -> Vec<&Change> {
    document.changes().map(|(_, change)| change).collect()
}

fn table(items: &[&str]) -> String {
    let row = |item: &&str| format!("令和3年4月1日\t{item}\t古い文\t新しい文\t事後\t軽微\n");
    let rows: String = items.iter().map(row).collect();
    format!("変更箇所\n\n{HEADER}{rows}")
}

#[test]
fn the_items_tell_the_form() {
    let cases: [(&str, &[&str], &[&str]); 3] = [
        (
            "basic",
            &[
                "Ⅰ 関連情報 5. ②所属長の役職名",
                "Ⅰ 8. 連絡先",
                "Ⅱ しきい値判断項目 3. 重大事故",
            ],
            &[
                "department.head_title",
                "inquiry.contact",
                "risks[1].storage.r1.major_incident",
            ],
        ),
        (
            "focused",
            &[
                "Ⅰ 6. ②所属長の役職名",
                "Ⅲ リスク対策 2. リスク:目的外の入手が行われるリスク リスクに対する措置の内容",
            ],
            &["department.head_title", "risks[1].acquisition.r1.measures"],
        ),
        (
            "full",
            &[
                "Ⅰ 7. ②所属長の役職名",
                "Ⅵ 2. ②実施日・期間",
                "Ⅱ 3. ⑧使用方法",
            ],
            &[
                "department.head_title",
                "procedure.opinions.period",
                "files[1].use.methods",
            ],
        ),
    ];
    for (kind, items, keys) in cases {
        let document = read(&table(items));
        assert_eq!(document.form.kind, kind);
        assert_eq!(document.form.recognised_by, "contents");
        let found = changes(&document).into_iter().map(|change| &change.keys);
        assert_eq!(found.flatten().collect::<Vec<_>>(), keys, "{kind}");
    }
}

#[test]
fn the_parts_number_tells_the_form() {
    for (number, kind) in [("(別添2)", "focused"), ("(別添3)", "full")] {
        let document = read(&format!("{number}{}", table(&["特記事項"])));
        assert_eq!(document.form.kind, kind, "{number}");
    }
}

#[test]
fn an_item_that_another_form_names_too_is_left_open() {
    // the first item of part IV asks where to disclose on one form, and for audits on another
    let document = read(&table(&["Ⅳ 1. ①"]));
    let changes = changes(&document);
    assert!(changes[0].keys.is_empty(), "{:?}", changes[0].keys);
    assert!(changes[0].key_candidates.len() > 1);
    let told = document.diagnostics.iter();
    let told = told.filter(|found| found.code.as_str() == "item-unresolved");
    assert_eq!(told.count(), 1);
}

#[test]
fn rows_without_a_header_are_found_by_their_day_and_timing() {
    let table = table(&["Ⅰ 7. ②所属長の役職名", "Ⅱ 3. ⑧使用方法"]);
    let text = format!(
        "特定個人情報保護評価書(全項目評価書)\n\n(別添3)変更箇所(つづき)\n\n{}",
        table.replace(HEADER, "").replace("変更箇所\n\n", "")
    );
    let document = read(&text);
    let found = changes(&document).into_iter().map(|change| &change.keys);
    assert_eq!(
        found.flatten().collect::<Vec<_>>(),
        ["department.head_title", "files[1].use.methods"]
    );
}

#[test]
fn a_header_that_the_first_page_lost_leaves_its_rows() {
    let row = |item: &str| format!("令和3年4月1日\t{item}\t古い文\t新しい文\t事後\t軽微\n");
    let pages = format!(
        "(別添3) 変更箇所\n\n{}{}\n{HEADER}{}",
        row("Ⅰ 7. ①部署"),
        row("Ⅰ 7. ②所属長の役職名"),
        row("Ⅵ 2. ②実施日・期間"),
    );
    let document = read(&pages);
    let keys: Vec<_> = changes(&document).iter().map(|c| c.keys.concat()).collect();
    let all = [
        "department.name",
        "department.head_title",
        "procedure.opinions.period",
    ];
    assert_eq!(keys, all);
}
