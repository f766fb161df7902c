//! Plain copies in lines, whose values stand apart from their labels: read where the form tells whose
//! they are, unclear where it does not.

mod copies;

use copies::{read, value};

const TITLE: &str = "特定個人情報保護評価書(基礎項目評価書)\n";
const HEAD: &str = "評価書番号\n3\n評価書名\n窓口の受付に関する事務 基礎項目評価書\n\
個人のプライバシー等の権利利益の保護の宣言\n架空市は、権利利益の保護に取り組むことを宣言する。\n\
評価実施機関名\n架空市長\n公表日\n令和6年4月1日\n";
const SYSTEMS: &str = "Ⅰ 関連情報\n1.特定個人情報ファイルを取り扱う事務\n";

#[test]
fn a_number_stands_before_the_name_behind_it_or_on_its_line() {
    for lines in [
        "17\n窓口の受付に関する事務\n基礎項目評価書",
        "窓口の受付に関する事務\n基礎項目評価書\n17",
        "17 窓口の受付に関する事務\n基礎項目評価書",
    ] {
        let declaration =
            "個人のプライバシー等の権利利益の保護の宣言\n架空市は、ここに宣言する。\n";
        let model = read(&format!(
            "{TITLE}評価書番号\n評価書名\n{lines}\n{declaration}"
        ));
        assert_eq!(value(&model, "cover.number"), "17", "{lines}");
        let name = value(&model, "cover.title");
        assert_eq!(
            name.replace(char::is_whitespace, ""),
            "窓口の受付に関する事務基礎項目評価書",
            "{lines}"
        );
    }
}

#[test]
fn a_number_that_goes_on_in_the_next_line_is_none() {
    // the page's number above an option list: together they would begin with 22)
    let model = read(&format!(
        "{TITLE}{HEAD}{SYSTEMS}①事務の名称\n窓口の受付\n2\n2) 実施しない\n"
    ));
    assert_eq!(value(&model, "business.name"), "unclear");
}

#[test]
fn a_free_text_with_an_option_list_in_it_is_unclear() {
    let model = read(&format!(
        "{TITLE}{HEAD}{SYSTEMS}①事務の名称\n窓口の受付\n<選択肢>\n1) 行う\n③システムの名称\n受付システム\n"
    ));
    assert_eq!(value(&model, "business.name"), "unclear");
    assert_eq!(value(&model, "business.system_names"), "受付システム");
}

#[test]
fn another_items_label_in_a_value_makes_it_unclear() {
    let model = read(&format!(
        "{TITLE}評価書番号\n3\n評価書名\n窓口の受付\n公表日\n令和6年4月1日\n評価実施機関名\n特記事項 架空市長\n{SYSTEMS}"
    ));
    assert_ne!(value(&model, "cover.agency"), "特記事項 架空市長");
}

#[test]
fn choices_without_their_options_say_that_empty_places_tell_nothing() {
    let whole = "Ⅱ しきい値判断項目\n1.対象人数\n評価対象の事務の対象人数は何人か\n[ 1,000人未満 ]\n<選択肢>\n\
1) 1,000人未満(任意実施) 2) 1,000人以上1万人未満\n3) 1万人以上10万人未満 4) 10万人以上30万人未満\n5) 30万人以上\n\
いつ時点の計数か\n";
    let apart = "2.取扱者数\n特定個人情報ファイル取扱者数は500人以上か\nいつ時点の計数か\n\
3.重大事故\n過去1年以内に、評価実施機関において特定個人情報に関する重大事故が発生したか\n";
    let beside = "2.取扱者数\n特定個人情報ファイル取扱者数は500人以上か\n[ ]\n<選択肢>\n1) 500人以上 2) 500人未満\n\
いつ時点の計数か\n3.重大事故\n過去1年以内に、評価実施機関において特定個人情報に関する重大事故が発生したか\n\
[ 発生なし ]\n<選択肢>\n1) 発生あり 2) 発生なし\n";
    let information = "4.情報提供ネットワークシステムによる情報連携\n①実施の有無\n[ 実施する ]\n<選択肢>\n\
1) 実施する\n2) 実施しない\n3) 未定\n";
    let copy = |rest: &str| {
        format!("{TITLE}{HEAD}{SYSTEMS}①事務の名称\n窓口の受付\n{information}{whole}{rest}")
    };
    let lost = read(&copy(apart));
    assert_eq!(value(&lost, "business.target_count"), "1,000人未満");
    assert_eq!(value(&lost, "business.target_count_as_of"), "unclear");
    let kept = read(&copy(beside));
    assert_eq!(value(&kept, "business.target_count_as_of"), "blank");
    assert_eq!(value(&kept, "staff.over_500"), "blank");
}

#[test]
fn a_label_wrapped_beside_its_value_is_one() {
    let files = "2.特定個人情報ファイル名\n受付ファイル\n";
    for (wrapped, names) in [
        ("③システムの名　　受付システム\n称\n", "受付システム"),
        (
            "③ システム　　受付システム、\nの名称　　　　宛名システム\n",
            "受付システム、\n宛名システム",
        ),
        ("③システムの名称　　受付システム\n", "受付システム"),
    ] {
        let model = read(&format!(
            "{TITLE}{HEAD}{SYSTEMS}①事務の名称\n窓口の受付\n②事務の概要\n受付\n{wrapped}{files}"
        ));
        assert_eq!(value(&model, "business.system_names"), names, "{wrapped}");
        assert_eq!(value(&model, "business.description"), "受付", "{wrapped}");
    }
}

#[test]
fn a_label_that_lost_its_last_character_takes_none_of_the_value() {
    let model = read(&format!(
        "{TITLE}{HEAD}{SYSTEMS}①事務の名称\n窓口の受付\n②事務の概 申請の受付\n③システムの名称\n受付システム\n"
    ));
    assert_eq!(value(&model, "business.description"), "申請の受付");
}

#[test]
fn where_nothing_is_marked_marks_are_lost() {
    let choice = |marked: &str| {
        format!(
            "Ⅱ しきい値判断項目\n1.対象人数\n評価対象の事務の対象人数は何人か\n[ {marked} ]\n<選択肢>\n\
1) 1,000人未満(任意実施) 2) 1,000人以上1万人未満\n3) 1万人以上10万人未満 4) 10万人以上30万人未満\n5) 30万人以上\n\
2.取扱者数\n特定個人情報ファイル取扱者数は500人以上か\n[ ]\n<選択肢>\n1) 500人以上 2) 500人未満\n\
3.重大事故\n過去1年以内に、評価実施機関において特定個人情報に関する重大事故が発生したか\n\
[ ]\n<選択肢>\n1) 発生あり 2) 発生なし\n"
        )
    };
    let information = "4.情報提供ネットワークシステムによる情報連携\n①実施の有無\n[ ]\n<選択肢>\n\
1) 実施する\n2) 実施しない\n3) 未定\n";
    let copy = |marked: &str| {
        read(&format!(
            "{TITLE}{HEAD}{SYSTEMS}①事務の名称\n窓口の受付\n{information}{}",
            choice(marked)
        ))
    };
    let none = copy("");
    assert_eq!(value(&none, "staff.over_500"), "unclear");
    let some = copy("1,000人未満");
    assert_eq!(value(&some, "staff.over_500"), "blank");
}
