//! Rows of small change tables: columns, page breaks, shifted cells, dates, plain lines.

mod common;

use common::{catalogue, cell, form};
use hyokasho_catalogue::FormKind;
use hyokasho_document::{Block, BlockKind};
use hyokasho_history::rebuild;
use hyokasho_model::{Change, ChangeKind, DateBasis, Status, Value};
use hyokasho_source::{Code, Diagnostic, Place};

/// A table drawn with `|`: a line is a row, a line without `|` stands outside the table.
fn blocks(table: &str) -> Vec<Block> {
    let lines = table.trim().lines().zip(1..);
    lines.map(|(line, at)| block(line.trim(), at)).collect()
}

fn block(line: &str, at: u32) -> Block {
    if !line.contains('|') {
        return Block::line(None, cell(line, 0, Place::line(at)));
    }
    let cells = line
        .split('|')
        .zip(0..)
        .map(|(text, column)| cell(text.trim(), column, Place::cell(at, column + 1)));
    Block {
        kind: BlockKind::Row { table: 0, row: at },
        cells: cells.collect(),
    }
}

fn rows(table: &str) -> (Vec<Change>, Vec<Diagnostic>) {
    let catalogue = catalogue();
    let rebuilt = rebuild(&blocks(table), form(&catalogue, FormKind::Full), &[]);
    let changes = rebuilt
        .value
        .into_iter()
        .filter_map(|fact| match fact.object.value {
            Some(Value::Change(change)) => Some(*change),
            _ => None,
        });
    (changes.collect(), rebuilt.diagnostics)
}

fn shown(table: &str) -> Vec<String> {
    let show = |c: Change| {
        let timing = c.timing.unwrap_or_default();
        format!(
            "{}|{}|{}|{}|{timing}|{}",
            c.date.unwrap_or_default(),
            c.item,
            c.before,
            c.after,
            c.explanation
        )
    };
    rows(table).0.into_iter().map(show).collect()
}

const HEADER: &str = "変更日|項目|変更前の記載|変更後の記載|提出時期|提出時期に係る説明\n";

#[test]
fn headers_titles_and_separators_are_no_rows() {
    let table = format!(
        "(別添3)変更箇所\n{HEADER}令和3年4月1日|Ⅰ5|古い|新しい|事後|軽微\n---|---|---|---|---|---\n(別添3)変更箇所\n{HEADER}令和4年4月1日|Ⅰ8|—|新しい|事前|"
    );
    assert_eq!(
        shown(&table),
        [
            "2021-04-01|I5|古い|新しい|事後|軽微",
            "2022-04-01|I8||新しい|事前|"
        ]
    );
}

#[test]
fn columns_stand_in_any_order_and_may_be_missing() {
    let table = "項目|変更日|変更後|変更前|提出時期\nⅠ5|令和3年4月1日|新しい|古い|事後";
    let (changes, findings) = rows(table);
    assert_eq!(
        (changes[0].before.as_str(), changes[0].after.as_str()),
        ("古い", "新しい")
    );
    assert_eq!(changes[0].date.as_deref(), Some("2021-04-01"));
    assert!(
        findings
            .iter()
            .any(|finding| finding.code == Code::ChangeColumns)
    );
}

#[test]
fn a_row_that_a_page_cuts_is_joined() {
    let table = format!(
        "{HEADER}令和3年4月1日|Ⅰ5|古い文の前半|新しい文の前|事後|説明\n{HEADER}||と後半|半と後半||"
    );
    assert_eq!(
        shown(&table),
        ["2021-04-01|I5|古い文の前半と後半|新しい文の前半と後半|事後|説明"]
    );
}

#[test]
fn a_row_whose_cells_have_no_room_for_their_text_is_unclear() {
    let table = "令和5年4月1日|Ⅰ 1 ①事務の名称|旧い名|新しい名|事後|軽微な変更\n令和6年4月1日|Ⅰ 1 ②事務の概要|古い文|新しい文|事前|重要な変更";
    let states = |column: usize| {
        let mut blocks = blocks(table);
        let cell = &mut blocks.last_mut().expect("a row").cells[column];
        cell.lost.push(0..cell.text.len());
        let catalogue = catalogue();
        let facts = rebuild(&blocks, form(&catalogue, FormKind::Basic), &[]).value;
        let states = facts.iter().map(|fact| {
            let object = &fact.object;
            (object.status, object.candidates.len())
        });
        states.collect::<Vec<_>>()
    };
    // a date and a timing are complete where they are read
    for column in [0, 4] {
        assert_eq!(states(column), [(Status::Filled, 0), (Status::Filled, 0)]);
    }
    for column in [1, 2, 3, 5] {
        assert_eq!(states(column), [(Status::Filled, 0), (Status::Unclear, 1)]);
    }
}

#[test]
fn a_merged_date_carries_to_the_rows_below() {
    let table = format!(
        "{HEADER}令和3年4月1日|Ⅰ5|古い|新しい|事後|\n|Ⅰ8|古い|新しい|事後|\n令和4年4月1日|Ⅰ5|古い|新しい|事後|"
    );
    let dates: Vec<_> = rows(&table)
        .0
        .into_iter()
        .filter_map(|change| change.date)
        .collect();
    assert_eq!(dates, ["2021-04-01", "2021-04-01", "2022-04-01"]);
}

#[test]
fn cells_that_lack_the_merged_date_go_to_their_columns() {
    let table = format!("{HEADER}令和3年4月1日|Ⅰ5|古い|新しい|事後|説明\nⅠ8|前|後|事前|ほかの説明");
    assert_eq!(shown(&table)[1], "2021-04-01|I8|前|後|事前|ほかの説明");
}

#[test]
fn a_missing_last_cell_is_blank() {
    let table = format!("{HEADER}令和3年4月1日|Ⅰ5|古い|新しい|事後");
    assert_eq!(shown(&table), ["2021-04-01|I5|古い|新しい|事後|"]);
}

#[test]
fn lines_without_a_table_are_rows_as_far_as_they_tell() {
    let lines = "変更箇所\n変更日\n項目\n変更前の記載\n変更後の記載\n提出時期\n提出時期に係る説明\n令和3年4月1日\nⅠ5\n古い\n新しい\n事後\n軽微\n令和4年4月1日\nⅠ8\n(右記を追加)\n新しい文\nの続き\n事前\n重要";
    assert_eq!(
        shown(lines),
        [
            "2021-04-01|I5|古い|新しい|事後|軽微",
            "2022-04-01|I8|(右記を追加)|新しい文の続き|事前|重要"
        ]
    );
}

#[test]
fn rows_of_one_text_share_a_group() {
    let table = format!(
        "{HEADER}令和3年4月1日|Ⅰ5|(1)古い|(1)新しい|事後|\n令和3年4月1日|Ⅰ5|(2)古い|(2)新しい|事後|\n令和3年4月1日|Ⅰ8|古い|新しい|事後|"
    );
    let groups: Vec<u32> = rows(&table).0.iter().map(|change| change.group).collect();
    assert_eq!(groups, [1, 1, 2]);
}

#[test]
fn an_item_that_cannot_be_told_is_found_and_left_empty() {
    let (changes, findings) = rows(&format!(
        "{HEADER}令和3年4月1日|法令上の根拠|古い|新しい|事後|"
    ));
    assert!(changes[0].keys.is_empty() && !changes[0].key_candidates.is_empty());
    assert!(
        findings
            .iter()
            .any(|finding| finding.code == Code::ItemUnresolved)
    );
}

#[test]
fn columns_printed_one_after_another_are_not_made_rows() {
    let lines = "令和4年4月1日\nⅠ 6 ②所属長\n係長\n課長\n事後\n\
令和5年4月1日\n令和5年7月1日 との接続\nⅠ 5 ②法令上の根拠\n第19条\n第20条\n事後\n事前\n";
    let (changes, findings) = rows(lines);
    let dates: Vec<Option<&str>> = changes.iter().map(|c| c.date.as_deref()).collect();
    assert_eq!(dates, [Some("2022-04-01")]);
    let told = findings.iter().any(|finding| {
        finding.code == Code::ChangeColumns && finding.message.starts_with("from row 2 on")
    });
    assert!(told, "{findings:?}");
}

#[test]
fn sides_may_be_dates() {
    let lines = "令和4年4月1日\n表紙 公表日\n令和3年3月31日\n令和4年4月1日\n事後\n";
    assert_eq!(
        shown(lines),
        ["2022-04-01|表紙 公表日|令和3年3月31日|令和4年4月1日|事後|"]
    );
}

#[test]
fn a_row_that_a_page_cuts_within_its_date_is_joined() {
    let table = format!(
        "{HEADER}令和4年9|Ⅲ 3 リスク2 ユーザ|暗証番号に|手のひら静脈に|事前|安全管理\n\
         月30日|認証の管理|よる認証を行う|よる認証を行う||措置の強化\n\
         令和5年4月1日|Ⅰ 6 ②所属長|係長|課長|事後|\n"
    );
    assert_eq!(
        shown(&table),
        [
            "2022-09-30|III 3 リスク2 ユーザ認証の管理|暗証番号による認証を行う|手のひら静脈による認証を行う|事前|安全管理措置の強化",
            "2023-04-01|I 6 ②所属長|係長|課長|事後|",
        ]
    );
}

const ROW: &str = "令和3年4月1日|Ⅰ7 ②所属長|係長|課長|事後|軽微";

#[test]
fn a_date_that_shares_its_cell_with_the_item_is_parted_from_it() {
    let table = format!("{HEADER}{ROW}\n令和4年4月1日 Ⅱ6 ①保管場所|庁舎|県の施設|事前|重要");
    assert_eq!(
        shown(&table)[1],
        "2022-04-01|II6 ①保管場所|庁舎|県の施設|事前|重要"
    );
}

#[test]
fn a_dated_row_with_a_cell_too_few_is_unclear() {
    for row in [
        "令和4年4月1日|Ⅱ6 ①保管場所|県の施設|事前|重要",
        "令和4年4月1日|Ⅰ7 ②所属長|係長 課長|事後|軽微",
    ] {
        let (changes, findings) = rows(&format!("{HEADER}{ROW}\n{row}"));
        assert_eq!(changes.len(), 1, "{row}");
        let told = |finding: &Diagnostic| {
            finding.code == Code::ChangeColumns && finding.message.contains("joined")
        };
        assert!(findings.iter().any(told), "{findings:?}");
    }
}

#[test]
fn a_column_that_the_header_has_not_is_left_out() {
    let table = format!(
        "{HEADER}令和3年4月1日||Ⅰ7 ②所属長|係長|課長|事後|軽微\n令和4年4月1日||Ⅱ6 ①保管場所|庁舎|県の施設|事前|重要"
    );
    assert_eq!(
        shown(&table)[1],
        "2022-04-01|II6 ①保管場所|庁舎|県の施設|事前|重要"
    );
}

#[test]
fn a_header_names_its_columns_by_their_place_too() {
    for header in [
        "変更曰|項目|変更前の記載|変更後の記載|提出時期|提出時期に係る説明",
        "変更日|頂目|変更前の記載|変更後の記載|提出時期|理由",
        "変更日|項目|旧|新|提出時期|提出時期に係る説明",
        "変更日|項目|変更前の記載|変更後の記載|提出時期|",
    ] {
        assert_eq!(
            shown(&format!("{header}\n{ROW}")),
            ["2021-04-01|I7 ②所属長|係長|課長|事後|軽微"],
            "{header}"
        );
    }
    // a column without a label beside the item's is the item's second half
    let halves = "変更日|項目||変更前の記載|変更後の記載|提出時期|提出時期に係る説明\n令和3年4月1日|Ⅰ 7|②所属長|係長|課長|事後|軽微";
    assert_eq!(
        shown(halves),
        ["2021-04-01|I 7\n②所属長|係長|課長|事後|軽微"]
    );
}

#[test]
fn a_row_whose_cells_hold_line_breaks_is_one_row() {
    let table = format!(
        "{HEADER}令和3年4月1日|Ⅱ3 ⑧使用方法|・認定\n・支給|・認定\n・支給\n・調査|事後|追加\n{ROW}"
    );
    let (changes, _) = rows(&table);
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0].before, "・認定\n・支給");
    assert_eq!(changes[0].after, "・認定\n・支給\n・調査");
}

#[test]
fn a_page_cuts_a_row_before_its_timing_or_within_its_items_label() {
    let table = format!(
        "{HEADER}令和3年4月1日|Ⅲ3 リスク3 リスクに対する措置の内容|研修を行う。また、|研修を年に二度行う。また、||\n\
         {HEADER}||違反は処分する。|違反は懲戒とする。|事後|適正化\n\
         令和4年4月1日|Ⅱ 特定個人情報ファイルの概要 6.特定個人情報|庁|県の|事前|重要\n\
         {HEADER}|の保管・消去 ①保管場所|舎|施設||"
    );
    assert_eq!(
        shown(&table),
        [
            "2021-04-01|III3 リスク3 リスクに対する措置の内容|研修を行う。また、違反は処分する。|研修を年に二度行う。また、違反は懲戒とする。|事後|適正化",
            "2022-04-01|II 特定個人情報ファイルの概要 6.特定個人情報の保管・消去 ①保管場所|庁舎|県の施設|事前|重要",
        ]
    );
    // the same where nothing tells of the page's end
    let table =
        format!("{HEADER}令和3年4月1日|Ⅰ7 ①部署|福祉課|こども||\n|||課|事後|機構改革\n{ROW}");
    assert_eq!(
        shown(&table)[0],
        "2021-04-01|I7 ①部署|福祉課|こども課|事後|機構改革"
    );
    // an item of its own behind a page's end is another row
    let next = format!("{HEADER}{ROW}\n{HEADER}|公表日|令和3年|令和4年||");
    assert_eq!(shown(&next).len(), 2);
}

#[test]
fn a_page_cuts_a_row_above_its_date_and_item() {
    let table = format!(
        "{HEADER}{ROW}\n||庁舎のサーバ室に|データセンターに||\n\
         {HEADER}令和4年4月1日|Ⅱ6 ①保管場所|保管する。|設置する。|事前|重要"
    );
    assert_eq!(
        shown(&table)[1],
        "2022-04-01|II6 ①保管場所|庁舎のサーバ室に保管する。|データセンターに設置する。|事前|重要"
    );
    // a text that ends with its sentence goes on with the row above
    let table = format!(
        "{HEADER}{ROW}\n||係長|課長代理である。||\n\
         {HEADER}令和4年4月1日|Ⅱ6 ①保管場所||設置する。|事前|重要"
    );
    let rows = shown(&table);
    assert_eq!(
        rows[0],
        "2021-04-01|I7 ②所属長|係長係長|課長課長代理である。|事後|軽微"
    );
    assert_eq!(rows.len(), 2);
}

#[test]
fn an_item_that_goes_on_over_thousands_of_pages_is_one() {
    let row = "令和3年4月1日|Ⅰ5|古い|新しい|事後|軽微\n";
    let pages = format!("{HEADER}|続きの続き||||\n").repeat(100_000);
    let changes = rows(&format!("{HEADER}{row}{pages}")).0;
    assert_eq!(changes.len(), 1);
}

#[test]
fn a_page_cuts_a_row_within_its_item_outside_a_label() {
    let table = format!(
        "{HEADER}令和3年4月1日|Ⅲ リスク対策 7.保管・消|する。また、|行う。また、|事後|適正化\n\
         {HEADER}|去 リスク1 ⑥技術的対策|更新する。|毎日更新する。||\n{ROW}"
    );
    assert_eq!(
        shown(&table)[0],
        "2021-04-01|III リスク対策 7.保管・消去 リスク1 ⑥技術的対策|する。また、更新する。|行う。また、毎日更新する。|事後|適正化"
    );
    assert_eq!(shown(&table).len(), 2);
}

#[test]
fn the_ends_of_wrapped_labels_below_a_header_are_no_row() {
    let table = format!("{HEADER}||の記載|||に係る説明\n{ROW}");
    assert_eq!(shown(&table).len(), 1);
}

#[test]
fn an_explanation_in_the_timings_cell_is_parted_from_it() {
    let row = |timing| format!("{HEADER}令和3年4月1日|Ⅰ7 ②所属長|係長|課長|{timing}|");
    assert_eq!(
        shown(&row("事後 重要な変更に当たらない")),
        ["2021-04-01|I7 ②所属長|係長|課長|事後|重要な変更に当たらない"]
    );
    assert_eq!(
        shown(&row("事後 (予定)")),
        ["2021-04-01|I7 ②所属長|係長|課長|事後|"]
    );
}

#[test]
fn ditto_marks_mean_the_item_above() {
    let sides = "旧い文|新しい文|事後|";
    let table = format!(
        "{HEADER}令和3年4月1日|Ⅰ-7-①部署|{sides}\n令和3年4月1日|同上|{sides}\n令和3年4月1日|〃|{sides}\n令和3年4月1日|Ⅴ-2-①|{sides}"
    );
    let keys: Vec<Vec<String>> = rows(&table).0.into_iter().map(|c| c.keys).collect();
    assert_eq!(keys[1], ["department.name"]);
    assert_eq!(keys[2], ["department.name"]);
    assert_eq!(keys[3], ["inquiry.contact"]);
}

#[test]
fn ditto_marks_mean_the_date_above() {
    let row = "Ⅰ7 ②所属長|係長|課長|事後|軽微";
    let table = format!("{HEADER}令和3年4月1日|{row}\n〃|{row}\n同上|{row}\n令和4年4月1日|{row}");
    let (changes, _) = rows(&table);
    let dates: Vec<_> = changes.iter().map(|c| c.date.as_deref()).collect();
    let above = Some("2021-04-01");
    assert_eq!(dates, [above, above, above, Some("2022-04-01")]);
    assert_eq!(changes[2].date_basis, Some(DateBasis::Carried));
}

#[test]
fn merged_cells_stand_in_every_row_that_they_span() {
    let mut table = blocks(&format!(
        "{HEADER}令和3年4月1日|Ⅱ3 ⑧使用方法|古い甲|新しい甲|事後|見直し\n古い乙|新しい乙\nⅠ7 ②所属長|係長|課長\nⅠ8|なし|ほかの町|事前|"
    ));
    let spans = [[3, 2, 1, 1, 3, 3].as_slice(), &[1, 1], &[1, 1, 1], &[1; 5]];
    let columns = [
        [0, 1, 2, 3, 4, 5].as_slice(),
        &[2, 3],
        &[1, 2, 3],
        &[1, 2, 3, 4, 5],
    ];
    for ((block, spans), columns) in table[1..].iter_mut().zip(spans).zip(columns) {
        for ((cell, span), column) in block.cells.iter_mut().zip(spans).zip(columns) {
            (cell.row_span, cell.column) = (*span, *column);
        }
    }
    let catalogue = catalogue();
    let facts = rebuild(&table, form(&catalogue, FormKind::Full), &[]).value;
    let told = facts.iter().filter_map(|fact| match &fact.object.value {
        Some(Value::Change(c)) => Some(format!(
            "{}|{}|{}|{}",
            c.item,
            c.before,
            c.timing.as_deref().unwrap_or_default(),
            c.explanation
        )),
        _ => None,
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "II3 ⑧使用方法|古い甲|事後|見直し",
            "II3 ⑧使用方法|古い乙|事後|見直し",
            "I7 ②所属長|係長|事後|見直し",
            "I8|なし|事前|",
        ]
    );
}

#[test]
fn one_cell_in_place_of_both_sides_quotes_neither() {
    let mut table = blocks(&format!(
        "{HEADER}令和3年4月1日|(別添1)事務の内容|図を差し替えた|事後|見直し"
    ));
    let cells = &mut table[1].cells;
    cells[2].column_span = 2;
    (cells[3].column, cells[4].column) = (4, 5);
    let catalogue = catalogue();
    let facts = rebuild(&table, form(&catalogue, FormKind::Full), &[]).value;
    let Some(Value::Change(change)) = &facts[0].object.value else {
        panic!("a change");
    };
    assert_eq!(
        (change.before.as_str(), change.after.as_str(), change.change),
        (
            "図を差し替えた",
            "図を差し替えた",
            Some(ChangeKind::Unstated)
        )
    );
}

#[test]
fn another_table_behind_the_change_table_is_none_of_its_rows() {
    let table = format!(
        "{HEADER}{ROW}\n(別紙1)提供先一覧\n1|甲省|手当の支給に関する事務\n2|乙町|手当の支給に関する事務"
    );
    let (changes, findings) = rows(&table);
    assert_eq!(changes.len(), 1);
    let left = findings.iter().filter(|f| f.code == Code::Unassigned);
    assert_eq!(left.count(), 3, "the line and both rows");
}

#[test]
fn a_timing_and_its_explanation_in_one_cell_are_parted() {
    let table = format!("{HEADER}令和3年4月1日|Ⅰ7 ②所属長|係長|課長|事後 商号変更");
    assert_eq!(
        shown(&table),
        ["2021-04-01|I7 ②所属長|係長|課長|事後|商号変更"]
    );
    let both = format!("{HEADER}令和3年4月1日|Ⅰ7 ②所属長|係長|課長|事前・事後|軽微");
    assert_eq!(rows(&both).0[0].timing, None);
}

#[test]
fn items_that_begin_anew_below_a_date_on_top_leave_the_date_open() {
    let table = format!(
        "{HEADER}令和2年4月1日|Ⅰ6|古い|新しい|事後|\n|Ⅱ3|古い|新しい|事後|\n|Ⅲ3|古い|新しい|事後|\n\
         令和3年4月1日|Ⅴ1|古い|新しい|事後|\n|Ⅰ1|古い|新しい|事後|\n\
         {HEADER}令和4年4月1日|Ⅱ6|古い|新しい|事後|"
    );
    let (changes, _) = rows(&table);
    assert_eq!(changes[2].date.as_deref(), Some("2020-04-01"));
    assert_eq!(changes[4].date, None);
    assert_eq!(changes[4].date_candidates, ["2021-04-01", "2022-04-01"]);
}

/// Two rows below a header that a copy damaged, as they must be whatever the header has become.
fn below_header(header: &str) {
    let table =
        format!("{header}\n令和3年4月1日|Ⅰ5|古い|新しい|事後|軽微\n|Ⅰ8|旧課|新課|事前|改組による");
    let expected = [
        "2021-04-01|I5|古い|新しい|事後|軽微",
        "2021-04-01|I8|旧課|新課|事前|改組による",
    ];
    assert_eq!(shown(&table), expected, "{header}");
}

#[test]
fn rows_stand_in_the_forms_columns_where_the_header_lost_a_border() {
    let labels: Vec<&str> = HEADER.trim().split('|').collect();
    for at in 0..labels.len() - 1 {
        let joined = format!("{} {}", labels[at], labels[at + 1]);
        let header = [&labels[..at], &[joined.as_str()], &labels[at + 2..]].concat();
        below_header(&header.join("|"));
    }
}

#[test]
fn rows_stand_in_the_forms_columns_where_the_header_is_parted() {
    let labels: Vec<&str> = HEADER.trim().split('|').collect();
    for at in 1..labels.len() {
        let (first, second) = labels.split_at(at);
        below_header(&format!("{}\n{}", first.join("|"), second.join("|")));
    }
    below_header("変更日|項\n目|変更前の記載|変更後の記載|提出時期|提出時期に係る説明");
}

#[test]
fn a_table_of_other_columns_keeps_those_of_its_header() {
    let table = "変更日|項目|変更前の記載|変更後の記載|提出時期\n令和3年4月1日|Ⅰ5|古い|新しい|事後";
    assert_eq!(shown(table), ["2021-04-01|I5|古い|新しい|事後|"]);
    let table = "変更日|項目|変更後の記載|変更前の記載|提出時期|説明\n令和3年4月1日|Ⅰ5|新しい|古い|事後|軽微";
    assert_eq!(shown(table), ["2021-04-01|I5|古い|新しい|事後|軽微"]);
}

#[test]
fn a_row_without_a_timing_has_its_item_in_the_dates_cell_where_one_cell_lacks() {
    for explanation in ["軽微", ""] {
        let table = format!("{HEADER}令和3年4月1日 Ⅰ5 法令上の根拠|古い|新しい||{explanation}");
        let expected = format!("2021-04-01|I5 法令上の根拠|古い|新しい||{explanation}");
        assert_eq!(shown(&table), [expected]);
    }
    let table = format!("{HEADER}令和3年4月1日|Ⅰ5 法令上の根拠|古い|新しい|");
    assert_eq!(shown(&table), ["2021-04-01|I5 法令上の根拠|古い|新しい||"]);
}

#[test]
fn cells_behind_the_last_column_are_told_and_leave_a_row_open_where_another_begins_in_them() {
    let row = "令和3年4月1日|Ⅰ5|古い|新しい|事後|軽微";
    let (changes, findings) = rows(&format!("{HEADER}{row}|控え"));
    assert_eq!(changes.len(), 1);
    assert!(findings.iter().any(|f| f.message.ends_with("控え")));
    let (changes, findings) = rows(&format!("{HEADER}{row} 令和3年5月|Ⅰ8|旧課|新課|事前|"));
    assert!(changes.is_empty(), "{changes:?}");
    assert!(findings.iter().any(|f| f.code == Code::ChangeColumns));
}

#[test]
fn rows_without_any_line_break_are_parted_however_many_they_are() {
    let run_on = "Ⅰ5|古い|新しい|事後|軽微 令和3年4月1日|".repeat(5_000);
    let table = format!("{HEADER}令和3年4月1日|{run_on}Ⅰ5|古い|新しい|事後|軽微");
    let changes = rows(&table).0;
    assert_eq!(changes.len(), 5_001);
    assert!(
        changes
            .iter()
            .all(|c| c.date.as_deref() == Some("2021-04-01"))
    );
}

#[test]
fn rows_that_run_on_are_parted_at_the_day_of_the_next_one() {
    let (first, second) = (
        "令和3年4月1日|Ⅰ5|古い|新しい|事後",
        "令和3年5月1日|Ⅰ8|旧課|新課|事前|改組",
    );
    let expected = |explanation| {
        [
            format!("2021-04-01|I5|古い|新しい|事後|{explanation}"),
            "2021-05-01|I8|旧課|新課|事前|改組".to_owned(),
        ]
    };
    assert_eq!(
        shown(&format!("{HEADER}{first}|軽微 {second}")),
        expected("軽微")
    );
    assert_eq!(shown(&format!("{HEADER}{first}| {second}")), expected(""));
    assert_eq!(shown(&format!("{HEADER}{first} {second}")), expected(""));
    let header = HEADER.trim();
    assert_eq!(
        shown(&format!("{header} {first}|軽微\n{second}")),
        expected("軽微")
    );
    let blank = second.trim_start_matches("令和3年5月1日");
    assert_eq!(
        shown(&format!("{HEADER}{first}|軽微 {blank}"))[1],
        "2021-04-01|I8|旧課|新課|事前|改組"
    );
}
