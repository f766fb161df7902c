//! `tests/cases/*.txt` against their dumps, `*.expected`. `UPDATE_GOLDEN=1` writes the dumps anew; a
//! dump written for the first time fails the run all the same, so that somebody looks at it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use hyokasho_read_text::{ReadOptions, dump, read};

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

fn reading(name: &str) -> String {
    let bytes = std::fs::read(folder().join(format!("{name}.txt"))).expect("a case can be read");
    let read = read(&bytes, &ReadOptions::default()).expect("a case is a text");
    let mut out = dump(&read.value.document);
    for diagnostic in &read.diagnostics {
        let _ = writeln!(
            out,
            "! {} {} {:?}",
            diagnostic.code, diagnostic.message, diagnostic.source
        );
    }
    out
}

#[test]
fn cases_read_as_expected() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut failures = String::new();
    for name in names("txt") {
        let got = reading(&name);
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
