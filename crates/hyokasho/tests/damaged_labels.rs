//! Copies whose labels are damaged or lost: read where the form tells which label it was, unclear where a
//! value may hold its neighbour's.

mod copies;

use copies::{read, value};
use hyokasho::Model;

const TITLE: &str = "特定個人情報保護評価書(重点項目評価書)\n";
const COVER: &str = "評価書番号\t評価書名\n3\t窓口の受付に関する事務 重点項目評価書\n\
評価実施機関名\t架空市長\n公表日\t令和6年4月1日\n";
const BUSINESS: &str = "Ⅰ 基本情報\n1. 特定個人情報ファイルを取り扱う事務\t\n①事務の名称\t窓口の受付\n\
②事務の内容\t①申請を受け付ける。\n③対象人数\t[ 1,000人以上1万人未満 ] <選択肢> 1) 1,000人未満 2) 1,000人以上1万人未満\n";
const CONTACTS: &str = "Ⅳ 開示請求、問合せ\n1. 特定個人情報の開示・訂正・利用停止請求\t\n①請求先\t架空市総務課\n\
②請求方法\t書面による。\n③法令による特別の手続\t-\n④個人情報ファイル簿への不記載等\t-\n\
2. 特定個人情報ファイルの取扱いに関する問合せ\t\n①連絡先\t架空市窓口課\n②対応方法\t記録を残す。\n";

/// A copy with one replacement; in lines where `lines` says so.
fn copy(from: &str, to: &str, lines: bool) -> Model {
    let whole = format!("{TITLE}{COVER}{BUSINESS}{CONTACTS}");
    assert!(whole.contains(from), "{from}");
    let damaged = whole.replacen(from, to, 1);
    read(&if lines {
        damaged.replace('\t', "\n")
    } else {
        damaged
    })
}

#[test]
fn a_short_label_with_its_number_may_have_a_wrong_or_a_lost_character() {
    for damaged in ["②対囗方法", "②応方法", "②対応方"] {
        for lines in [false, true] {
            let model = copy("②対応方法", damaged, lines);
            assert_eq!(
                value(&model, "inquiry.contact"),
                "架空市窓口課",
                "{damaged}"
            );
            assert_eq!(
                value(&model, "inquiry.handling"),
                "記録を残す。",
                "{damaged}"
            );
        }
    }
}

#[test]
fn half_of_a_label_is_enough_beside_its_number_in_a_cell_of_its_own() {
    let model = copy("②対応方法", "②刘応方注", false);
    assert_eq!(value(&model, "inquiry.contact"), "架空市窓口課");
    assert_eq!(value(&model, "inquiry.handling"), "記録を残す。");
}

#[test]
fn a_short_label_without_a_number_leads_its_row() {
    let model = copy("公表日", "公表仝", false);
    assert_eq!(value(&model, "cover.agency"), "架空市長");
    assert_eq!(value(&model, "cover.publication_date"), "2024-04-01");
}

#[test]
fn one_of_five_characters_of_a_label_may_be_wrong() {
    let model = copy("評価書番号", "評価囗番号", false);
    assert_eq!(value(&model, "cover.number"), "3");
}

#[test]
fn a_numbered_list_in_a_text_is_no_label() {
    let list = "①申請を受け付ける。\n②事務を分ける。\n③対象を選ぶ。";
    let model = copy("①申請を受け付ける。", list, true);
    assert_eq!(value(&model, "business.description"), list);
}

#[test]
fn a_row_of_a_lost_label_is_not_the_text_before_it() {
    for (from, to) in [
        ("②請求方法\t", "乂\t"),
        (
            "②請求方法\t書面による。\n③法令による特別の手続",
            "\t書面による。\n乂",
        ),
    ] {
        let model = copy(from, to, false);
        assert_eq!(value(&model, "disclosure.office"), "unclear", "{to}");
    }
}

#[test]
fn what_is_left_of_a_label_is_no_value() {
    let lost = "①所囗\t架空課\n";
    let heading = "6. 評価実施機関における担当部署\t\n①部署\t窓口課\n②所属長の役職名\t課長\n";
    let whole = format!("{TITLE}{COVER}{BUSINESS}{heading}{CONTACTS}");
    let model = read(&whole.replace("①部署\t窓口課\n", lost));
    assert_eq!(value(&model, "department.name"), "unclear");
    assert_eq!(value(&model, "department.head_title"), "課長");
}

#[test]
fn a_label_in_the_first_cells_of_two_rows_is_one() {
    let text = "①申請を受け付ける。";
    for damaged in [
        format!("②事務の\t{text}\n内容\t"),
        format!("②事務の\n内容\t{text}"),
    ] {
        let model = copy(&format!("②事務の内容\t{text}"), &damaged, false);
        assert_eq!(value(&model, "business.name"), "窓口の受付", "{damaged}");
        assert_eq!(value(&model, "business.description"), text, "{damaged}");
    }
}

#[test]
fn a_cell_over_two_rows_may_be_written_out_in_both() {
    let rows = |first: &str| {
        format!(
            "Ⅱ 特定個人情報ファイルの概要\n1. 特定個人情報ファイル名\t\n受付ファイル\n\
3. 特定個人情報の入手・使用\t\n④使用の主体\t使用部署\t窓口課\n\
{first}\t使用者数\t[ 10人未満 ] <選択肢> 1) 10人未満 2) 10人以上50人未満\n⑥使用開始日\t平成28年1月4日\n"
        )
    };
    for first in ["", "④使用の主体"] {
        let model = read(&format!(
            "{TITLE}{COVER}{BUSINESS}{}{CONTACTS}",
            rows(first)
        ));
        assert_eq!(
            value(&model, "files[1].use.departments"),
            "窓口課",
            "{first}"
        );
        assert_eq!(
            value(&model, "files[1].use.user_count"),
            "10人未満",
            "{first}"
        );
    }
}

#[test]
fn cells_of_a_row_joined_with_spaces_keep_their_labels() {
    let rows = "Ⅱ 特定個人情報ファイルの概要\n1. 特定個人情報ファイル名\n受付ファイル\n\
3. 特定個人情報の入手・使用\n④使用の主体 使用部署 窓口課\n⑥使用開始日\n平成28年1月4日\n";
    let model = read(&format!("{TITLE}{COVER}{BUSINESS}{rows}{CONTACTS}"));
    assert_eq!(value(&model, "files[1].use.departments"), "窓口課");
}

#[test]
fn a_blocks_title_printed_again_with_its_number_begins_no_other_block() {
    let systems = "2. 特定個人情報ファイルを取り扱う事務において使用するシステム\t\nシステム1\t\n\
①システムの名称\t受付システム\nシステム1\t\n②システムの機能\t受付\nシステム2\t\n①システムの名称\t宛名システム\n";
    let model = read(&format!("{TITLE}{COVER}{BUSINESS}{systems}{CONTACTS}"));
    assert_eq!(value(&model, "systems[1].name"), "受付システム");
    assert_eq!(value(&model, "systems[1].functions"), "受付");
    assert_eq!(value(&model, "systems[2].name"), "宛名システム");
}

#[test]
fn brackets_of_any_shape_hold_a_chosen_option() {
    for bracket in [
        "【1,000人未満】",
        "(1,000人未満)",
        "〔 1,000人未満 〕",
        "「1,000人未満」",
    ] {
        let model = copy("[ 1,000人以上1万人未満 ]", bracket, false);
        assert_eq!(
            value(&model, "business.target_count"),
            "1,000人未満",
            "{bracket}"
        );
    }
    let model = copy("[ 1,000人以上1万人未満 ]", "【 】", false);
    assert_eq!(value(&model, "business.target_count"), "blank");
}

#[test]
fn a_revision_without_its_brackets_is_no_date_of_publication() {
    for printed in [
        "[令和6年10月 様式3]",
        "令和6年10月 様式3",
        "【令和6年10月 様式3】",
    ] {
        let cover = format!("公表日\n\n{printed}\n");
        let model = copy("公表日\t令和6年4月1日\n", &cover, false);
        assert_eq!(
            value(&model, "cover.form_revision"),
            "令和6年10月 様式3",
            "{printed}"
        );
        assert_ne!(
            value(&model, "cover.publication_date"),
            "2024-10",
            "{printed}"
        );
    }
}

#[test]
fn a_date_behind_a_text_is_that_of_the_lost_label() {
    let model = copy("公表日", "", true);
    assert_eq!(value(&model, "cover.agency"), "unclear");
}

#[test]
fn boxes_or_a_chosen_option_in_a_text_are_anothers() {
    let boxes = "[ ] 情報提供ネットワークシステム [ ○ ] 庁内連携システム";
    let chosen = "[ 1,000人未満 ] <選択肢> 1) 1,000人未満 2) 1,000人以上1万人未満";
    for other in [boxes, chosen, "【1,000人未満】"] {
        let model = copy("架空市窓口課", other, false);
        assert_eq!(value(&model, "inquiry.contact"), "unclear", "{other}");
    }
    let said = "回線は「庁内連携システム」及び[別紙]による。";
    let model = copy("架空市窓口課", said, false);
    assert_eq!(value(&model, "inquiry.contact"), said);
}

#[test]
fn a_row_out_of_order_begins_no_other_block() {
    let systems = |last: &str| {
        format!(
            "2. 特定個人情報ファイルを取り扱う事務において使用するシステム\t\nシステム1\t\n\
②システムの機能\t受付\n①システムの名称\t受付システム\nシステム2\t\n①システムの名称\t宛名システム\n{last}"
        )
    };
    let other = "システム3\t\n①システムの名称\t中間サーバー\n";
    for last in ["", other] {
        let model = read(&format!(
            "{TITLE}{COVER}{BUSINESS}{}{CONTACTS}",
            systems(last)
        ));
        assert_eq!(value(&model, "systems[1].name"), "受付システム");
        assert_eq!(value(&model, "systems[2].name"), "宛名システム");
        let third = if last.is_empty() {
            "missing"
        } else {
            "中間サーバー"
        };
        assert_eq!(value(&model, "systems[3].name"), third);
    }
}

#[test]
fn a_block_whose_title_is_lost_is_a_block() {
    let systems = "2. 特定個人情報ファイルを取り扱う事務において使用するシステム\t\nシステム1\t\n\
①システムの名称\t受付システム\n②システムの機能\t受付\n①システムの名称\t宛名システム\n②システムの機能\t宛名\n\
システム3\t\n①システムの名称\t中間サーバー\n②システムの機能\t連携\n①システムの名称\t末尾システム\n";
    let model = read(&format!("{TITLE}{COVER}{BUSINESS}{systems}{CONTACTS}"));
    for (index, name) in [
        "受付システム",
        "宛名システム",
        "中間サーバー",
        "末尾システム",
    ]
    .iter()
    .enumerate()
    {
        assert_eq!(
            value(&model, &format!("systems[{}].name", index + 1)),
            *name
        );
    }
}
