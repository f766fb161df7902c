//! `tests/cases/*.txt`, read, against the dump of what matching makes of them, `*.expected`;
//! `UPDATE_GOLDEN=1` writes them anew.

use std::fmt::Write;

use hyokasho_cases::Cases;
use hyokasho_catalogue::Catalogue;
use hyokasho_matching::{Matched, Matcher};
use hyokasho_model::{Fact, Flag, FlagState, Value};
use hyokasho_read_text::{ReadOptions, read};
use hyokasho_source::{Diagnostic, Place};

#[test]
fn cases_match_as_expected() {
    let cases = Cases::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases"), "txt");
    cases.hold(|name| {
        let document = read(&cases.bytes(name), &ReadOptions::default()).expect("a case is a text");
        let matched = Matcher::new(Catalogue::embedded())
            .bind(&document.value.document, None)
            .expect("a case is a form");
        dump(&matched.value, &matched.diagnostics)
    });
}

/// A line for the form, one for each fact, for each key that is missing, for each text that is nobody's.
fn dump(matched: &Matched, diagnostics: &[Diagnostic]) -> String {
    let form = &matched.form;
    let mut out = format!(
        "form {} by {}; revision {}; parts {}; history in blocks {:?}\n",
        form.kind,
        form.recognised_by,
        form.revision.as_deref().unwrap_or("none"),
        form.parts.join(" "),
        matched.changes
    );
    for fact in &matched.facts {
        out.push_str(&line(fact));
    }
    for key in &matched.missing {
        let _ = writeln!(out, "missing {key}");
    }
    for one in &matched.unassigned {
        let _ = writeln!(out, "unassigned {:?} {}", one.text, places(&one.source));
    }
    for one in diagnostics {
        let _ = writeln!(out, "! {} {}", one.code, one.message);
    }
    out
}

fn line(fact: &Fact) -> String {
    let object = &fact.object;
    let basis = object.basis.map_or(String::new(), |basis| {
        format!(" by {}", format!("{basis:?}").to_lowercase())
    });
    let mut line = format!("{} {:?} {:?}{basis}", fact.key, object.kind, object.status);
    if let Some(value) = &object.value {
        let _ = write!(line, " = {}", said(value));
    }
    for candidate in &object.candidates {
        let _ = write!(line, " or {}", said(&candidate.value));
    }
    let _ = writeln!(
        line,
        " at {} labelled at {}",
        places(&object.source),
        places(&object.label_source)
    );
    line
}

fn said(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Count(count) => count.to_string(),
        Value::Flags(flags) => {
            let flags: Vec<String> = flags.iter().map(flag).collect();
            format!("[{}]", flags.join(", "))
        }
        Value::Change(_) => "a change, which is no part of the body".to_owned(),
    }
}

fn flag(flag: &Flag) -> String {
    let state = match flag.state {
        FlagState::On => "+",
        FlagState::Off => "-",
        FlagState::Unclear => "?",
    };
    let mut said = format!("{state}{}", flag.option);
    if let Some(text) = &flag.text {
        let _ = write!(said, " ({text})");
    }
    if let Some(count) = flag.count {
        let _ = write!(said, " ({count})");
    }
    said
}

fn places(places: &[Place]) -> String {
    let one = |place: &Place| match place {
        Place::Line { line, cell } => {
            cell.map_or(line.to_string(), |cell| format!("{line}:{cell}"))
        }
        Place::Page { page, .. } => format!("page {page}"),
    };
    if places.is_empty() {
        return "nowhere".to_owned();
    }
    places.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// A value of which its cell's box hides a part is unclear, with what the file has of it; what the form prints
/// itself is not in doubt, nor is what stands in other cells.
#[test]
fn a_text_that_its_cell_has_no_room_for_is_unclear() {
    let source = "| 1. 特定個人情報ファイルを取り扱う事務 | |\n|---|---|\n| ①事務の名称 | 国民健康保険に関する事務 |\n| ②事務の概要 | 被保険者の資格を管理し、 |\n| ③システムの名称 | 国保システム |\n";
    let text = format!("基礎項目評価書\n\n{source}");
    let mut document = read(text.as_bytes(), &ReadOptions::default())
        .expect("a text")
        .value
        .document;
    let status = |document: &hyokasho_document::Document| {
        let matched = Matcher::new(Catalogue::embedded())
            .bind(document, None)
            .expect("a form");
        let facts = matched.value.facts.into_iter();
        facts
            .filter(|fact| fact.object.kind == hyokasho_model::Kind::Text)
            .filter(|fact| !fact.object.text.is_empty())
            .map(|fact| {
                let object = fact.object;
                let candidates = object.candidates.iter().map(|one| said(&one.value));
                let value = object.value.iter().map(said).chain(candidates).collect();
                (format!("{:?}", object.status), value)
            })
            .collect::<Vec<(String, Vec<String>)>>()
    };
    let filled = status(&document);
    let at = filled
        .iter()
        .position(|(_, value)| value.concat().contains("被保険者"))
        .expect("the text");
    assert!(filled.len() > 2 && filled.iter().all(|(status, _)| status == "Filled"));
    let cells = document
        .blocks
        .iter_mut()
        .flat_map(|block| &mut block.cells);
    for cell in cells.filter(|cell| cell.text.contains("被保険者")) {
        cell.lost.push(cell.text.len() - 3..cell.text.len());
    }
    let mut expected = filled;
    expected[at].0 = "Unclear".to_owned();
    assert_eq!(status(&document), expected);
}
