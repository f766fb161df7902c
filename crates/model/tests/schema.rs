//! The schema accepts what the model prints, and refuses what it never prints.

use hyokasho_model::{
    Basis, Candidate, Change, ChangeKind, DateBasis, Edit, EditKind, Fact, Flag, FlagState,
    FormInfo, Key, Kind, Model, Reconciled, SourceInfo, Status, Unassigned, Value, ValueObject,
    document_json, document_schema,
};
use hyokasho_source::{Code, Diagnostic, Place, Rect};
use serde_json::{Value as Json, json};

fn object(kind: Kind, value: Option<Value>) -> ValueObject {
    let status = if value.is_some() {
        Status::Filled
    } else {
        Status::Blank
    };
    ValueObject {
        kind,
        status,
        value,
        option: None,
        text: "text".to_owned(),
        source: vec![
            Place::cell(3, 2),
            Place::page(1, Rect::new(1.0, 2.0, 3.5, 4.0)),
        ],
        basis: Some(Basis::Label),
        candidates: Vec::new(),
        label_source: vec![Place::line(2)],
    }
}

fn fact(key: &str, object: ValueObject) -> Fact {
    Fact {
        key: Key::new(key),
        label: "label".to_owned(),
        number: "1".to_owned(),
        object,
    }
}

fn change() -> Change {
    Change {
        date: Some("2024-03".to_owned()),
        date_basis: Some(DateBasis::Inferred),
        date_candidates: vec!["2024-03-01".to_owned()],
        item: "item".to_owned(),
        keys: vec!["systems[4]".to_owned()],
        key_candidates: vec!["systems[4].name".to_owned()],
        before: "a".to_owned(),
        after: "b".to_owned(),
        timing: None,
        explanation: String::new(),
        change: Some(ChangeKind::Modified),
        group: 1,
        reconciled: Some(Reconciled::Differs),
        edits: vec![Edit {
            op: EditKind::Insert,
            text: "b".to_owned(),
        }],
    }
}

/// One document with every kind of item, every member and a list that skips an index.
fn everything() -> Json {
    let flag = Flag {
        option: "option".to_owned(),
        state: FlagState::Unclear,
        basis: Some(Basis::Contrast),
        text: Some("inside".to_owned()),
        count: Some(2),
    };
    let choice = ValueObject {
        option: Some(2),
        ..object(Kind::Choice, Some(Value::Text("second".to_owned())))
    };
    let unclear = ValueObject {
        status: Status::Unclear,
        candidates: vec![Candidate {
            value: Value::Count(3),
            reason: Some("printed beside".to_owned()),
        }],
        ..object(Kind::Count, None)
    };
    let model = Model {
        source: SourceInfo {
            file: "a.txt".to_owned(),
            format: "text".to_owned(),
            sha256: "0".repeat(64),
            bytes: 10,
            pages: None,
            lines: Some(3),
            encoding: Some("UTF-8".to_owned()),
        },
        form: FormInfo {
            kind: "full".to_owned(),
            revision: Some("printed".to_owned()),
            revision_date: Some("2025-05".to_owned()),
            recognised_by: "title".to_owned(),
            parts: vec!["1".to_owned()],
        },
        facts: vec![
            fact(
                "cover.title",
                object(Kind::Text, Some(Value::Text("title".to_owned()))),
            ),
            fact(
                "cover.publication_date",
                object(Kind::Date, Some(Value::Text("2024-03-31".to_owned()))),
            ),
            fact("files[2].outsourcing.entries[1].handler_count", choice),
            fact("files[2].outsourcing.count", unclear),
            fact(
                "systems[1].connections",
                object(Kind::Flags, Some(Value::Flags(vec![flag]))),
            ),
            fact(
                "changes[1]",
                object(Kind::Change, Some(Value::Change(Box::new(change())))),
            ),
        ],
        missing: vec!["cover.number".to_owned()],
        unassigned: vec![Unassigned {
            text: "stray".to_owned(),
            source: vec![Place::line(9)],
        }],
        diagnostics: vec![
            Diagnostic::new(Code::MarkUnclear, "unclear")
                .about("cover.title")
                .at([Place::line(1)]),
        ],
    };
    document_json(&model)
}

fn problems(document: &Json) -> Vec<String> {
    let validator = jsonschema::validator_for(&document_schema()).expect("the schema is one");
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_schema_is_of_its_own_draft() {
    assert!(jsonschema::meta::is_valid(&document_schema()));
}

#[test]
fn everything_that_the_model_prints_is_valid() {
    assert_eq!(problems(&everything()), Vec::<String>::new());
}

#[test]
fn what_the_model_never_prints_is_refused() {
    let edits: &[(&str, Json)] = &[
        ("/model", json!("hyokasho/0")),
        ("/source/format", json!("docx")),
        ("/form/kind", json!("short")),
        ("/items/cover/title/status", json!("guessed")),
        ("/items/cover/title/status", json!("blank")),
        ("/items/cover/title/value", json!(3)),
        ("/items/cover/title/source/0", json!({"line": 0})),
        ("/items/cover/publication_date/value", json!("2024-13")),
        ("/items/files/1/outsourcing/count/status", json!("filled")),
        ("/items/systems/0/connections/value/0/state", json!("maybe")),
        ("/items/changes/0/value/keys/0", json!("systems[0]")),
        ("/items/changes/0/value/reconciled", json!(null)),
        ("/diagnostics/0/code", json!("no-such-code")),
        ("/missing/0", json!("Cover")),
        (
            "/unassigned/0",
            json!({"text": "x", "source": [], "more": 1}),
        ),
    ];
    for (pointer, value) in edits {
        let mut document = everything();
        *document.pointer_mut(pointer).expect(pointer) = value.clone();
        assert!(
            !problems(&document).is_empty(),
            "{pointer} = {value} is accepted"
        );
    }
}
