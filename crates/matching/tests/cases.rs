//! `tests/cases/*.txt`, read, against the dump of what matching makes of them, `*.expected`.
//! `UPDATE_GOLDEN=1` writes the dumps anew; a dump written for the first time fails the run all the same, so
//! that somebody looks at it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use hyokasho_catalogue::Catalogue;
use hyokasho_matching::{Matched, Matcher};
use hyokasho_model::{Fact, Flag, FlagState, Value};
use hyokasho_read_text::{ReadOptions, read};
use hyokasho_source::{Diagnostic, Place};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Names of the files with this ending, without it.
fn names(ending: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder()).expect("tests/cases can be listed");
    let paths = entries.map(|entry| entry.expect("an entry of tests/cases").path());
    paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == ending)
        })
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect()
}

fn matching(name: &str) -> String {
    let bytes = std::fs::read(folder().join(format!("{name}.txt"))).expect("a case can be read");
    let document = read(&bytes, &ReadOptions::default()).expect("a case is a text");
    let matched = Matcher::new(Catalogue::embedded())
        .bind(&document.value.document, None)
        .expect("a case is a form");
    dump(&matched.value, &matched.diagnostics)
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

#[test]
fn cases_match_as_expected() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut failures = String::new();
    for name in names("txt") {
        let got = matching(&name);
        let path = folder().join(format!("{name}.expected"));
        let wanted = std::fs::read_to_string(&path).ok();
        if update && wanted.as_ref() != Some(&got) {
            std::fs::write(&path, &got).expect("a dump can be written");
        }
        match wanted {
            None => {
                let _ = writeln!(
                    failures,
                    "{name}: there was no expected dump; look at it\n{got}"
                );
            }
            Some(wanted) if wanted != got && !update => {
                let _ = writeln!(failures, "{name}: wanted\n{wanted}\ngot\n{got}");
            }
            Some(_) => {}
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn every_expected_dump_has_its_case() {
    let unreferenced: Vec<_> = names("expected")
        .difference(&names("txt"))
        .cloned()
        .collect();
    assert!(unreferenced.is_empty(), "{unreferenced:?}");
}
