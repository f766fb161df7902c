//! The report's files for small models: nothing of a document becomes markup, all is ordered as the
//! form prints it, both languages are whole, and the same models give the same bytes.

use hyokasho_catalogue::Catalogue;
use hyokasho_document::{Block, Cell, Document};
use hyokasho_model::{
    Candidate, Change, ChangeKind, Edit, EditKind, Fact, Flag, FlagState, FormInfo, Key, Kind,
    Model, Reconciled, SourceInfo, Status, Value, ValueObject,
};
use hyokasho_report::{Original, Report, ReportFile, missing_words, word_names};
use hyokasho_source::{Code, Diagnostic, Place};
use serde_json::Value as Json;

const ATTACK: &str = "</script><script>alert(1)</script>\u{2028}<img src=x onerror=alert(2)>";

fn fact(key: &str, kind: Kind, value: Option<Value>) -> Fact {
    let status = if value.is_some() {
        Status::Filled
    } else {
        Status::Blank
    };
    let text = value
        .as_ref()
        .and_then(Value::as_text)
        .unwrap_or_default()
        .to_owned();
    let object = ValueObject {
        kind,
        status,
        value,
        option: None,
        text,
        source: vec![Place::cell(3, 2)],
        basis: None,
        candidates: Vec::new(),
        label_source: Vec::new(),
    };
    Fact {
        key: Key::new(key),
        label: key.to_owned(),
        number: String::new(),
        object,
    }
}

fn text(key: &str, value: &str) -> Fact {
    fact(key, Kind::Text, Some(Value::Text(value.to_owned())))
}

fn choice(key: &str, value: &str, option: u32) -> Fact {
    let mut fact = fact(key, Kind::Choice, Some(Value::Text(value.to_owned())));
    fact.object.option = Some(option);
    fact
}

fn change(date: &str) -> Fact {
    let edit = |op, text: &str| Edit {
        op,
        text: text.to_owned(),
    };
    let change = Change {
        date: Some(date.to_owned()),
        date_basis: None,
        date_candidates: Vec::new(),
        item: "item".to_owned(),
        keys: vec!["cover.title".to_owned()],
        key_candidates: Vec::new(),
        before: "a".to_owned(),
        after: "b".to_owned(),
        timing: None,
        explanation: ATTACK.to_owned(),
        change: Some(ChangeKind::Modified),
        group: 1,
        reconciled: Some(Reconciled::Differs),
        edits: vec![edit(EditKind::Delete, "a"), edit(EditKind::Insert, "b")],
    };
    fact(
        "changes[1]",
        Kind::Change,
        Some(Value::Change(Box::new(change))),
    )
}

fn model(kind: &str, facts: Vec<Fact>) -> Model {
    let source = SourceInfo {
        file: "a.txt".to_owned(),
        format: "text".to_owned(),
        sha256: "00".repeat(32),
        bytes: 1,
        pages: None,
        lines: Some(3),
        encoding: None,
    };
    let form = FormInfo {
        kind: kind.to_owned(),
        revision: None,
        revision_date: Some("2025-05".to_owned()),
        recognised_by: "title".to_owned(),
        parts: Vec::new(),
    };
    Model {
        source,
        form,
        facts,
        missing: Vec::new(),
        unassigned: Vec::new(),
        diagnostics: Vec::new(),
    }
}

fn report(documents: &[(&str, Model, Original)]) -> Vec<ReportFile> {
    let mut report = Report::new(Catalogue::embedded());
    let mut files = Vec::new();
    for (name, model, original) in documents {
        files.extend(report.add(name, model, original));
    }
    report.fail(ATTACK, "not-a-form");
    files.extend(report.finish());
    files
}

/// The data that a data file hands to the page.
fn data(files: &[ReportFile], path: &str) -> Json {
    let file = files
        .iter()
        .find(|file| file.path == path)
        .unwrap_or_else(|| panic!("{path} is missing"));
    let (_, rest) = file.text.split_once("\", \"").expect("a call");
    let (_, rest) = rest.split_once("\", ").expect("an id");
    serde_json::from_str(rest.trim_end().trim_end_matches(");")).expect("JSON")
}

fn attacked() -> Model {
    let mut model = model(
        "full",
        vec![
            text("cover.title", ATTACK),
            text("cover.agency", ATTACK),
            change("2024-03-01"),
        ],
    );
    model
        .diagnostics
        .push(Diagnostic::new(Code::DateUnreadable, ATTACK).about(ATTACK));
    model.missing.push(ATTACK.to_owned());
    let mut unclear = fact("business.target_count", Kind::Choice, None);
    unclear.object.status = Status::Unclear;
    unclear.object.candidates = vec![Candidate {
        value: Value::Text(ATTACK.to_owned()),
        reason: None,
    }];
    model.facts.push(unclear);
    model
}

#[test]
fn nothing_of_a_document_is_markup() {
    let block = Block::line(None, Cell::new(ATTACK, 0, Place::line(3)));
    let original = Original::Text(Document {
        blocks: vec![block],
        pages: None,
        lines: Some(3),
    });
    let files = report(&[(ATTACK, attacked(), original)]);
    let mut seen = 0;
    for file in files
        .iter()
        .filter(|file| file.path.starts_with("data/") || file.path.starts_with("documents/"))
    {
        assert!(!file.text.contains('<'), "{} holds markup", file.path);
        seen += file.text.matches("onerror").count();
    }
    assert!(seen >= 8, "the texts themselves are kept: {seen}");
    assert!(
        files.iter().all(|file| !file.path.contains("script>")),
        "no name of a document makes a path"
    );
}

#[test]
fn the_same_models_give_the_same_bytes() {
    let documents = || {
        [
            ("a", attacked(), Original::Absent),
            ("b", attacked(), Original::Absent),
        ]
    };
    assert_eq!(report(&documents()), report(&documents()));
}

#[test]
fn items_stand_in_the_order_of_the_form() {
    let facts = vec![
        text("files[2].name", "二"),
        text("risks[1].use.r1.other_measures", "x"),
        text("files[1].outsourcing.entries[2].title", "b"),
        text("files[1].outsourcing.entries[1].title", "a"),
        text("files[1].name", "一"),
        text("cover.title", "t"),
        text("no.such.key", "last"),
    ];
    let files = report(&[("a", model("full", facts), Original::Absent)]);
    let document = data(&files, "documents/00001.js");
    let keys: Vec<&str> = document["sections"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|section| section["items"].as_array().into_iter().flatten())
        .filter_map(|item| item["key"].as_str())
        .collect();
    let expected = [
        "cover.title",
        "files[1].name",
        "files[1].outsourcing.entries[1].title",
        "files[1].outsourcing.entries[2].title",
        "files[2].name",
        "risks[1].use.r1.other_measures",
        "no.such.key",
    ];
    assert_eq!(keys, expected);
    let files: Vec<&Json> = document["sections"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|section| &section["file"])
        .collect();
    assert_eq!(
        files,
        [
            &Json::Null,
            &Json::from("一"),
            &Json::from("二"),
            &Json::Null,
            &Json::Null
        ]
    );
}

/// The keys of each section of a form with risks of as many files, and audits once.
fn sections_of_risks(files: usize) -> Vec<Vec<String>> {
    let mut facts = vec![text("training.method", "y"), text("audit.conducted", "x")];
    facts.extend((1..=files).map(|at| text(&format!("risks[{at}].use.r1.measures"), "m")));
    let files = report(&[("a", model("focused", facts), Original::Absent)]);
    let document = data(&files, "documents/00001.js");
    let sections = document["sections"].as_array().cloned().unwrap_or_default();
    let keys = |section: &Json| -> Vec<String> {
        let items = section["items"].as_array().into_iter().flatten();
        items
            .filter_map(|item| item["key"].as_str().map(str::to_owned))
            .collect()
    };
    sections.iter().map(keys).collect()
}

#[test]
fn what_a_repeated_part_holds_once_stands_behind_its_repetitions() {
    let one: &[&[&str]] = &[&[
        "risks[1].use.r1.measures",
        "audit.conducted",
        "training.method",
    ]];
    assert_eq!(sections_of_risks(1), one);
    let two: &[&[&str]] = &[
        &["risks[1].use.r1.measures"],
        &["risks[2].use.r1.measures"],
        &["audit.conducted", "training.method"],
    ];
    assert_eq!(sections_of_risks(2), two);
}

#[test]
fn a_row_counts_what_the_document_says() {
    let facts = vec![
        text("cover.title", "t"),
        choice("files[1].outsourcing.status", "x", 1),
        text("files[1].outsourcing.entries[1].title", "a"),
        text("files[1].outsourcing.entries[2].title", "b"),
        text("files[1].outsourcing.entries[1].contractor", "searched"),
        choice(
            "files[1].outsourcing.entries[1].resubcontract.status",
            "x",
            1,
        ),
        choice(
            "files[1].outsourcing.entries[2].resubcontract.status",
            "y",
            2,
        ),
        fact("file_names", Kind::Text, None),
        change("2024-03-01"),
    ];
    let files = report(&[("folder/a.txt", model("full", facts), Original::Absent)]);
    let row = &data(&files, "data/index.js")["documents"][0];
    let expected = [
        ("contracts", 2),
        ("resub_yes", 1),
        ("resub_no", 1),
        ("filled", 7),
        ("blank", 1),
        ("changes", 1),
        ("differs", 1),
    ];
    for (name, count) in expected {
        assert_eq!(row[name], Json::from(count), "{name}");
    }
    assert_eq!(row["outsourcing"], Json::from("yes"));
    assert_eq!(row["last_change"], Json::from("2024-03-01"));
    assert!(
        data(&files, "data/search.js")
            .to_string()
            .contains("searched")
    );
}

#[test]
fn a_change_row_that_is_unclear_is_shown_as_what_it_may_be() {
    let mut unclear = change("2024-03-01");
    unclear.object.status = Status::Unclear;
    unclear.object.candidates = vec![Candidate {
        value: unclear.object.value.take().expect("a change"),
        reason: Some("the copy does not tell its columns".to_owned()),
    }];
    let files = report(&[("a.txt", model("full", vec![unclear]), Original::Absent)]);
    let row = &data(&files, "data/index.js")["documents"][0];
    assert_eq!((&row["changes"], &row["differs"]), (&1.into(), &0.into()));
    let id = row["id"].as_str().expect("an id");
    let rows = data(&files, &format!("documents/{id}.js"))["changes"].clone();
    assert_eq!(rows[0]["status"], Json::from("unclear"));
    assert_eq!(
        rows[0]["reason"],
        Json::from("the copy does not tell its columns")
    );
    assert_eq!(rows[0]["change"]["item"], Json::from("item"));
}

#[test]
fn answers_are_counted_a_form() {
    let flags = |state| {
        let flag = Flag {
            option: "extra".to_owned(),
            state,
            basis: None,
            text: None,
            count: None,
        };
        fact(
            "systems[1].connections",
            Kind::Flags,
            Some(Value::Flags(vec![flag])),
        )
    };
    let rated = |kind: &str, state| {
        model(
            kind,
            vec![choice("risks[1].use.r1.rating", "r", 2), flags(state)],
        )
    };
    let documents = [
        ("a", rated("full", FlagState::On), Original::Absent),
        ("b", rated("full", FlagState::Off), Original::Absent),
        ("c", rated("focused", FlagState::Unclear), Original::Absent),
    ];
    let files = report(&documents);
    let figures = data(&files, "data/figures.js");
    let items = figures["items"].as_array().cloned().unwrap_or_default();
    let item = |key: &str| {
        items
            .iter()
            .find(|item| item["key"] == key)
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(
        item("risks[n].use.r1.rating")["forms"]["full"]["options"]["r"],
        Json::from(2)
    );
    assert_eq!(
        item("risks[n].use.r1.rating")["forms"]["focused"]["options"]["r"],
        Json::from(1)
    );
    assert_eq!(
        item("systems[n].connections")["forms"]["full"]["options"]["extra"],
        Json::from(1)
    );
    assert_eq!(
        item("systems[n].connections")["forms"]["focused"]["unclear"],
        Json::from(1)
    );
}

#[test]
fn lines_of_the_original_are_quoted_where_values_stand() {
    let row = |line, texts: &[&str]| {
        let cells = texts.iter().enumerate();
        let cells = cells
            .map(|(at, text)| Cell::new(*text, at as u32, Place::cell(line, at as u32 + 1)))
            .collect();
        Block {
            kind: hyokasho_document::BlockKind::Row {
                table: 0,
                row: line,
            },
            cells,
        }
    };
    let document = Document {
        blocks: vec![row(2, &["not", "asked for"]), row(3, &["label", "value"])],
        pages: None,
        lines: Some(3),
    };
    let files = report(&[(
        "a",
        model("full", vec![text("cover.title", "value")]),
        Original::Text(document),
    )]);
    let source = data(&files, "documents/00001.source.js");
    assert_eq!(
        source,
        serde_json::json!({ "lines": { "3": [[1, "label"], [2, "value"]] } })
    );
}

#[test]
fn both_languages_have_every_word() {
    assert_eq!(missing_words(), []);
    assert!(word_names().len() > 100);
}

#[test]
fn every_word_that_the_page_asks_for_is_there() {
    let names = word_names();
    let files = report(&[]);
    let mut asked = 0;
    for file in files
        .iter()
        .filter(|file| file.path == "index.html" || file.path.starts_with("assets/"))
    {
        for opening in ["t(\"", "data-word=\"", "data-word-label=\""] {
            for (at, _) in file.text.match_indices(opening) {
                let before = file.text[..at].chars().next_back().unwrap_or(' ');
                if before.is_alphanumeric() || before == '.' {
                    continue;
                }
                let name = file.text[at + opening.len()..]
                    .split('"')
                    .next()
                    .unwrap_or_default();
                assert!(
                    names.iter().any(|known| known == name),
                    "{} asks for {name}",
                    file.path
                );
                asked += 1;
            }
        }
    }
    assert!(asked > 60, "{asked}");
    for code in Code::ALL {
        assert!(
            names.contains(&format!("code.{code}")),
            "{code} has no words"
        );
    }
}
