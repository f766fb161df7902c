//! The two views of a model: `tests/views/*.json` are document JSON, each written back byte by byte, and
//! against its facts, `*.expected`. `UPDATE_GOLDEN=1` writes the facts anew; facts written for the first time
//! fail the run all the same, so that somebody looks at them.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use hyokasho_model::{Model, facts_ndjson, model_from_json, write_document};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/views")
}

/// Names of the files with this ending, without it.
fn names(ending: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder()).expect("tests/views can be listed");
    let paths = entries.map(|entry| entry.expect("an entry of tests/views").path());
    paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == ending)
        })
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect()
}

fn document(name: &str) -> (String, Model) {
    let text = std::fs::read_to_string(folder().join(format!("{name}.json"))).expect("a document");
    let model = model_from_json(&text).expect("a document of this model");
    (text, model)
}

#[test]
fn facts_are_as_expected() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut failures = String::new();
    for name in names("json") {
        let got = facts_ndjson(&document(&name).1);
        let path = folder().join(format!("{name}.expected"));
        let wanted = std::fs::read_to_string(&path).ok();
        if update && wanted.as_ref() != Some(&got) {
            std::fs::write(&path, &got).expect("facts can be written");
        }
        match wanted {
            None => {
                let _ = writeln!(
                    failures,
                    "{name}: there were no expected facts; look at them\n{got}"
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
fn every_document_is_written_as_it_was_read() {
    for name in names("json") {
        let (text, model) = document(&name);
        let mut written = Vec::new();
        write_document(&model, &mut written).expect("memory takes what is written");
        assert_eq!(String::from_utf8_lossy(&written), text, "{name}");
    }
}

#[test]
fn all_expected_facts_have_their_document() {
    let unreferenced: Vec<_> = names("expected")
        .difference(&names("json"))
        .cloned()
        .collect();
    assert!(unreferenced.is_empty(), "{unreferenced:?}");
}
