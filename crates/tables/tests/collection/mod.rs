//! A collection of made-up models that hold everything which is hard for a format.

use hyokasho_model::{
    Basis, Candidate, Change, ChangeKind, DateBasis, Edit, EditKind, Fact, Flag, FlagState,
    FormInfo, Key, Kind, Model, Reconciled, SourceInfo, Status, Unassigned, Value, ValueObject,
};
use hyokasho_source::{Code, Diagnostic, Place, Rect};

/// Texts that a format could damage.
const HARD: &[&str] = &[
    "=1+1",
    "-",
    "+81",
    "@name",
    "a,b;c",
    "say \"so\"",
    "line\nbreak",
    "carriage\r\nreturn",
    "\ttab",
    "\u{feff}mark",
    "NULL",
    "null",
    "0123",
    " spaces ",
    "\u{fffd}",
    "堺市𠮷",
    "'quoted'",
    "{\"json\": [1]}",
];

/// Agencies that tell a municipality, several, and none.
const AGENCIES: &[&str] = &[
    "大阪府堺市長",
    "府中市長",
    "厚生労働大臣",
    "大田区長",
    "青葉ヶ原市長",
];

/// The `n`th model.
pub fn model(n: usize) -> Model {
    let hard = |shift: usize| HARD[(n + shift) % HARD.len()];
    let text =
        |key: &str, value: &str| fact(key, filled(Kind::Text, Value::Text(value.to_owned()), n));
    let flag = |state, at: usize| Flag {
        option: format!("option {at}"),
        state,
        basis: Some(Basis::Mark),
        text: (at == 1).then(|| hard(3).to_owned()),
        count: (at == 2).then_some(n as u64),
    };
    let flags = vec![
        flag(FlagState::On, 1),
        flag(FlagState::Off, 2),
        flag(FlagState::Unclear, 3),
        flag(FlagState::On, 4),
    ];
    let choice = ValueObject {
        option: Some(2),
        ..filled(Kind::Choice, Value::Text("second".to_owned()), n)
    };
    let unclear = ValueObject {
        status: Status::Unclear,
        value: None,
        candidates: vec![Candidate {
            value: Value::Count(7),
            reason: Some(hard(1).to_owned()),
        }],
        ..filled(Kind::Count, Value::Count(0), n)
    };
    let blank = ValueObject {
        status: Status::Blank,
        value: None,
        text: String::new(),
        source: Vec::new(),
        ..filled(Kind::Text, Value::Count(0), n)
    };
    let mut facts = vec![
        text("cover.title", hard(0)),
        text("cover.agency", AGENCIES[n % AGENCIES.len()]),
        fact(
            "cover.publication_date",
            filled(Kind::Date, Value::Text("2024-03".to_owned()), n),
        ),
        fact("business.target_count", choice),
        fact(
            "systems[1].connections",
            filled(Kind::Flags, Value::Flags(flags), n),
        ),
        fact("files[1].outsourcing.entries[2].title", blank),
        fact(
            "files[1].outsourcing.count",
            filled(Kind::Count, Value::Count(n as u64), n),
        ),
        fact("files[2].outsourcing.count", unclear),
    ];
    facts.extend((0..n % 4).map(|row| {
        fact(
            &format!("changes[{}]", row + 1),
            filled(Kind::Change, Value::Change(Box::new(change(n, row))), n),
        )
    }));
    Model {
        source: source(n),
        form: FormInfo {
            kind: "full".to_owned(),
            revision: n.is_multiple_of(2).then(|| "printed".to_owned()),
            revision_date: None,
            recognised_by: "title".to_owned(),
            parts: vec!["1".to_owned(), "2".to_owned()],
        },
        facts,
        missing: vec![
            "cover.number".to_owned(),
            "risks[2].use.r1.measures".to_owned(),
        ],
        unassigned: vec![Unassigned {
            text: hard(5).to_owned(),
            source: vec![if n.is_multiple_of(2) {
                Place::cell(9, 1)
            } else {
                Place::page(2, Rect::new(0.0, 1.0, 2.0, 3.0))
            }],
        }],
        diagnostics: vec![
            Diagnostic::new(Code::MarkUnclear, hard(6))
                .about("systems[1].connections")
                .at([Place::cell(4, 2)]),
            Diagnostic::new(Code::PageNeedsOcr, "a page")
                .at([Place::page(2, Rect::new(0.0, 1.5, 2.25, 3.0))]),
        ],
    }
}

fn source(n: usize) -> SourceInfo {
    SourceInfo {
        file: format!("{n}.txt"),
        format: "text".to_owned(),
        sha256: format!("{n:064x}"),
        bytes: n as u64,
        pages: None,
        lines: Some(3),
        encoding: Some("UTF-8".to_owned()),
    }
}

fn change(n: usize, row: usize) -> Change {
    Change {
        date: (row > 0).then(|| format!("202{row}-04-01")),
        date_basis: (row > 0).then_some(DateBasis::Carried),
        date_candidates: vec!["2024-03-01".to_owned(), "2024-03-02".to_owned()],
        item: HARD[(n + row) % HARD.len()].to_owned(),
        keys: vec!["systems[4]".to_owned(), "cover.title".to_owned()],
        key_candidates: Vec::new(),
        before: String::new(),
        after: HARD[n % HARD.len()].to_owned(),
        timing: None,
        explanation: String::new(),
        change: Some(ChangeKind::Added),
        group: 1,
        reconciled: (row == 0).then_some(Reconciled::Differs),
        edits: vec![Edit {
            op: EditKind::Insert,
            text: HARD[row].to_owned(),
        }],
    }
}

fn filled(kind: Kind, value: Value, n: usize) -> ValueObject {
    let place = if n.is_multiple_of(3) {
        Place::page(n as u32 + 1, Rect::new(1.0, 2.0, 3.0, 4.5))
    } else {
        Place::cell(n as u32 + 1, 2)
    };
    ValueObject {
        kind,
        status: Status::Filled,
        text: value.as_text().unwrap_or("printed").to_owned(),
        value: Some(value),
        option: None,
        source: vec![place, Place::line(5)],
        basis: Some(Basis::Label),
        candidates: Vec::new(),
        label_source: vec![Place::line(2)],
    }
}

fn fact(key: &str, object: ValueObject) -> Fact {
    Fact {
        key: Key::new(key),
        label: "label".to_owned(),
        number: String::new(),
        object,
    }
}
