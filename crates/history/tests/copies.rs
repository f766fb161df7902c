//! Rows of change tables in text copies that mark no cells: copies that keep the look of the page, copies
//! whose cells are joined by spaces, and copies of wrapped lines.

mod common;

use common::{catalogue, cell, form};
use hyokasho_catalogue::FormKind;
use hyokasho_document::{Block, BlockKind, Cell};
use hyokasho_history::rebuild;
use hyokasho_model::{Change, Fact, Key, Kind, Status, Value, ValueObject};
use hyokasho_source::Place;

/// Where the columns of the copies here begin.
const COLUMNS: [usize; 6] = [0, 9, 24, 40, 56, 61];

/// A line with a text in each column: spaces up to its place, and one at least.
fn laid(texts: [&str; 6]) -> String {
    let mut line = String::new();
    for (column, text) in COLUMNS.into_iter().zip(texts) {
        if text.is_empty() {
            continue;
        }
        let length = line.chars().count();
        let gap = column.saturating_sub(length).max(usize::from(length > 0));
        line.push_str(&" ".repeat(gap));
        line.push_str(text);
    }
    line
}

fn header() -> String {
    laid([
        "変更日",
        "項目",
        "変更前の記載",
        "変更後の記載",
        "提出時期",
        "提出時期に係る説明",
    ])
}

/// Lines as blocks; a form feed before a line begins a page.
fn blocks(lines: &[String]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (line, number) in lines.iter().zip(1..) {
        if line.starts_with('\u{c}') {
            blocks.push(Block {
                kind: BlockKind::Furniture,
                cells: vec![Cell::new("\u{c}", 0, Place::cell(number, 0))],
            });
        }
        let text = line.trim_start_matches('\u{c}');
        let indent = text.chars().take_while(|c| *c == ' ').count();
        if !text.trim().is_empty() {
            let cell = cell(text.trim(), indent as u32, Place::line(number));
            blocks.push(Block::line(None, cell));
        }
    }
    blocks
}

fn facts(lines: &[String], body: &[Fact]) -> Vec<Fact> {
    let catalogue = catalogue();
    rebuild(&blocks(lines), form(&catalogue, FormKind::Full), body).value
}

fn show(change: &Change) -> String {
    format!(
        "{}|{}|{}|{}|{}|{}",
        change.date.as_deref().unwrap_or_default(),
        change.item,
        change.before,
        change.after,
        change.timing.as_deref().unwrap_or_default(),
        change.explanation
    )
}

/// Each row with its fields; of an unclear one its candidates.
fn shown(lines: &[String], body: &[Fact]) -> Vec<String> {
    let one = |fact: Fact| match (fact.object.status, fact.object.value) {
        (Status::Filled, Some(Value::Change(change))) => show(&change),
        (Status::Unclear, None) => {
            let candidates = fact.object.candidates.iter().map(|one| match &one.value {
                Value::Change(change) => show(change),
                other => format!("{other:?}"),
            });
            format!("unclear: {}", candidates.collect::<Vec<_>>().join(" / "))
        }
        other => format!("{other:?}"),
    };
    facts(lines, body).into_iter().map(one).collect()
}

#[test]
fn cells_stand_at_the_top_of_their_rows() {
    let lines = [
        header(),
        laid([
            "令和3年4",
            "Ⅰ 7 ①部署",
            "霧ヶ谷村役場",
            "霧ヶ谷村役場",
            "事後",
            "組織の改正",
        ]),
        laid(["月1日", "", "住民課", "住民福祉課", "", "によるもの"]),
        laid([
            "",
            "Ⅱ 2 ⑤保有開始日",
            "平成28年1月",
            "平成28年4月1日",
            "事前",
            "",
        ]),
        laid(["", "", "予定", "", "", ""]),
        laid(["令和4年10", "Ⅰ 7 ②所属長の", "", "住民福祉課長", "事後", ""]),
        laid(["月1日", "役職名", "", "", "", ""]),
    ];
    assert_eq!(
        shown(&lines, &[]),
        [
            "2021-04-01|I 7 ①部署|霧ヶ谷村役場住民課|霧ヶ谷村役場住民福祉課|事後|組織の改正によるもの",
            "2021-04-01|II 2 ⑤保有開始日|平成28年1月予定|平成28年4月1日|事前|",
            "2022-10-01|I 7 ②所属長の役職名||住民福祉課長|事後|",
        ]
    );
}

/// Rows as sheets print them: date and timing in the middle.
fn in_the_middle() -> Vec<String> {
    vec![
        header(),
        laid([
            "",
            "Ⅰ 7 ①部署",
            "霧ヶ谷村役場",
            "霧ヶ谷村役場",
            "",
            "組織の改正",
        ]),
        laid(["令和3年4", "", "住民課", "住民福祉課", "事後", "によるもの"]),
        laid(["月1日", "", "窓口係", "窓口係", "", ""]),
        laid([
            "",
            "Ⅱ 2 ⑤保有開始日",
            "平成28年1月",
            "平成28年4月1日",
            "",
            "開始",
        ]),
        laid(["令和4年10", "", "予定", "", "事前", "による"]),
        laid(["月1日", "", "（案）", "", "", ""]),
    ]
}

#[test]
fn timings_stand_in_the_middle_of_their_rows() {
    assert_eq!(
        shown(&in_the_middle(), &[]),
        [
            "2021-04-01|I 7 ①部署|霧ヶ谷村役場住民課窓口係|霧ヶ谷村役場住民福祉課窓口係|事後|組織の改正によるもの",
            "2022-10-01|II 2 ⑤保有開始日|平成28年1月予定\n(案)|平成28年4月1日|事前|開始による",
        ]
    );
}

#[test]
fn a_row_whose_first_line_no_number_tells_is_unclear_and_so_is_the_one_above() {
    let mut lines = in_the_middle();
    lines[4] = lines[4].replace("Ⅱ 2 ⑤", "保有の");
    let rows = shown(&lines, &[]);
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter().all(|row| row.starts_with("unclear: ")),
        "{rows:?}"
    );
}

#[test]
fn a_timing_out_of_its_rows_middle_doubts_where_it_ends() {
    let mut lines = in_the_middle();
    let late = laid(["", "", "", "庁舎2階", "", ""]);
    lines.splice(4..4, [late.clone(), late.clone(), late]);
    assert!(shown(&lines, &[])[0].starts_with("unclear: "));
}

#[test]
fn a_label_that_goes_on_below_ends_before_the_next_cell() {
    let lines = [
        header(),
        laid([
            "令和3年4",
            "Ⅱ 特定個人情報ファ なし",
            "",
            "住民課の窓口",
            "事後",
            "",
        ]),
        laid(["月1日", "イルの概要 6. 特定", "", "", "", ""]),
        laid(["", "個人情報の保管・消", "", "", "", ""]),
        laid(["", "去 ①保管場所", "", "", "", ""]),
        laid(["令和4年4", "Ⅰ 7 ①部署", "住民課", "住民福祉課", "事後", ""]),
        laid(["月1日", "", "窓口係", "", "", ""]),
        laid(["令和5年4", "Ⅰ 7 ①部署", "住民福祉課", "住民課", "事後", ""]),
    ];
    let rows = shown(&lines, &[]);
    assert!(
        rows[0].ends_with("去 ①保管場所|なし|住民課の窓口|事後|"),
        "{rows:?}"
    );
}

#[test]
fn one_space_that_may_part_cells_or_words_makes_a_row_unclear() {
    let lines = [
        header(),
        laid([
            "令和3年4",
            "Ⅰ 7 ①部署及び職 課長",
            "",
            "住民福祉課",
            "事後",
            "",
        ]),
        laid(["月1日", "", "", "", "", ""]),
        laid(["令和4年4", "Ⅰ 7 ①部署", "住民課", "住民福祉課", "事後", ""]),
        laid(["月1日", "", "窓口係", "窓口係", "", ""]),
    ];
    // the word stands a column before the one in which the cells beside it begin
    let full = lines[1].replace("①部署及び職", "①部署及び職の名称");
    let lines = [vec![lines[0].clone(), full], lines[2..].to_vec()].concat();
    let rows = shown(&lines, &[]);
    assert!(rows[0].starts_with("unclear: 2021-04-01|"), "{rows:?}");
    assert_eq!(
        rows[1],
        "2022-04-01|I 7 ①部署|住民課窓口係|住民福祉課窓口係|事後|"
    );
}

#[test]
fn a_date_that_the_item_swallows_makes_a_row_unclear() {
    // all of the page stands so far to the right that dates stand where items are looked for
    let lines = in_the_middle().into_iter();
    let lines: Vec<String> = lines
        .map(|line| format!("{}{line}", " ".repeat(9)))
        .collect();
    let rows = shown(&lines, &[]);
    assert!(!rows.is_empty());
    assert!(
        rows.iter().all(|row| row.starts_with("unclear: ")),
        "{rows:?}"
    );
}

#[test]
fn a_row_that_is_printed_on_two_pages_is_one() {
    let mut lines = in_the_middle();
    lines.truncate(4);
    let row = lines[1..].to_vec();
    lines.push(format!("\u{c}{}", row[0]));
    lines.extend_from_slice(&row[1..]);
    let rows = shown(&lines, &[]);
    assert_eq!(
        rows,
        [
            "2021-04-01|I 7 ①部署|霧ヶ谷村役場住民課窓口係|霧ヶ谷村役場住民福祉課窓口係|事後|組織の改正によるもの"
        ]
    );
}

#[test]
fn rows_behind_an_unclear_one_keep_their_numbers() {
    let mut lines = in_the_middle();
    lines[2] = lines[2].replace("によるもの", "による 事後");
    lines[4] = lines[4].replace("Ⅱ 2 ⑤", "保有の");
    lines.extend([
        laid(["", "Ⅱ 6 ①保管場所", "庁舎1階", "庁舎2階", "", ""]),
        laid(["令和5年10", "", "書庫", "書庫", "事後", ""]),
        laid(["月1日", "", "（施錠）", "（施錠）", "", ""]),
    ]);
    let facts = facts(&lines, &[]);
    let keys: Vec<&str> = facts.iter().map(|fact| fact.key.as_str()).collect();
    assert_eq!(keys, ["changes[1]", "changes[2]", "changes[3]"]);
    assert_eq!(facts[2].object.status, Status::Filled);
}

fn joined(rows: &[&str]) -> Vec<String> {
    let header = "変更日 項目 変更前の記載 変更後の記載 提出時期 提出時期に係る説明";
    let lines = std::iter::once(&header).chain(rows);
    lines.map(|line| (*line).to_owned()).collect()
}

fn body(key: &str, value: &str) -> Fact {
    Fact {
        key: Key::new(key),
        label: String::new(),
        number: String::new(),
        object: ValueObject {
            kind: Kind::Text,
            status: Status::Filled,
            value: Some(Value::Text(value.to_owned())),
            option: None,
            text: value.to_owned(),
            source: Vec::new(),
            basis: None,
            candidates: Vec::new(),
            label_source: Vec::new(),
        },
    }
}

#[test]
fn joined_cells_are_cut_where_the_body_or_the_row_itself_tells() {
    let lines = joined(&[
        "令和3年4月1日 Ⅰ 7 ①部署 住民課 窓口係 霧ヶ谷村 住民福祉課 窓口係 事後 組織の改正",
        "令和4年4月1日 Ⅱ 6 ①保管場所 霧ヶ谷村役場の書庫 1階 霧ヶ谷村役場の書庫 2階 事後",
        "令和5年4月1日 Ⅱ 6 ②保管期間 その妥当性 （追記） 法令の定めに よる 事前",
    ]);
    let told = [body("department.name", "霧ヶ谷村 住民福祉課 窓口係")];
    assert_eq!(
        shown(&lines, &told),
        [
            "2021-04-01|I 7 ①部署|住民課 窓口係|霧ヶ谷村 住民福祉課 窓口係|事後|組織の改正",
            "2022-04-01|II 6 ①保管場所|霧ヶ谷村役場の書庫 1階|霧ヶ谷村役場の書庫 2階|事後|",
            "2023-04-01|II 6 ②保管期間 その妥当性|(追記)|法令の定めに よる|事前|",
        ]
    );
}

#[test]
fn joined_cells_that_nothing_tells_apart_stay_unclear() {
    let lines = joined(&[
        "令和3年4月1日 Ⅰ 7 ①部署 住民課 住民福祉課 事後 組織の改正",
        // the body's value is too short to be the whole of the later side
        "令和4年4月1日 Ⅰ 7 ①部署 霧ヶ谷村 住民課 霧ヶ谷村 総務課 事後",
    ]);
    assert_eq!(
        shown(&lines, &[body("department.name", "総務課")]),
        [
            "unclear: 2021-04-01|I 7 ①部署 住民課 住民福祉課|||事後|組織の改正",
            "unclear: 2022-04-01|I 7 ①部署 霧ヶ谷村 住民課 霧ヶ谷村 総務課|||事後|",
        ]
    );
}

#[test]
fn words_of_a_wrapped_joined_row_are_not_cut() {
    let lines = joined(&[
        "令和4年4月1日 Ⅱ 6 ①保管場所 霧ヶ谷村役場の書庫 1階 霧ヶ谷村役場の書",
        "庫 2階 事後",
    ]);
    let rows = shown(&lines, &[]);
    assert!(rows[0].starts_with("unclear: 2022-04-01|"), "{rows:?}");
}

#[test]
fn lines_of_wrapped_cells_are_no_fields() {
    let lines = [
        "変更日",
        "項目",
        "変更前の記載",
        "変更後の記載",
        "提出時期",
        "令和3年4月1",
        "日",
        "Ⅰ 7 ①部署",
        "霧ヶ谷村",
        "住民課",
        "事後",
    ];
    let rows = shown(&lines.map(str::to_owned), &[]);
    assert!(
        rows.iter().all(|row| row.starts_with("unclear: ")),
        "{rows:?}"
    );
    let whole = [
        "変更日",
        "項目",
        "変更前の記載",
        "変更後の記載",
        "提出時期",
        "令和3年4月1日",
        "Ⅰ 7 ①部署",
        "住民課",
        "住民福祉課",
        "事後",
    ];
    assert_eq!(
        shown(&whole.map(str::to_owned), &[]),
        ["2021-04-01|I 7 ①部署|住民課|住民福祉課|事後|"]
    );
}
