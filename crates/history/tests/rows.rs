//! Rows of small change tables: columns, page breaks, shifted cells, dates, plain lines.

mod common;

use common::{catalogue, cell, form};
use hyokasho_catalogue::FormKind;
use hyokasho_document::{Block, BlockKind};
use hyokasho_history::rebuild;
use hyokasho_model::{Change, Status, Value};
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
