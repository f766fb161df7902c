//! `golden` as people call it, and the project's own `golden/` folder: what the program said of the
//! fixtures when somebody last looked.
//!
//! `UPDATE_GOLDEN=1 cargo test -p hyokasho-cli --test golden` writes `golden/` anew; a golden file that
//! is new fails that run, so that nobody takes it unseen.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Which fixtures have a golden file: each document's text copy, and PDFs of each form by several
/// producers; few enough to keep the folder under three megabytes.
const SELECTION: &[&str] = &[
    "fixtures/text/markdown",
    "fixtures/pdf",
    "--include",
    "*.txt",
    "--include",
    "basic-*.pdf",
    "--include",
    "*.cid-around.pdf",
    "--include",
    "f*.chromium.pdf",
];
const MOST_BYTES: u64 = 3_000_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn golden(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_hyokasho"))
        .current_dir(root())
        .args(["--lang", "en", "golden"])
        .args(arguments)
        .output();
    output.expect("the command runs")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn the_fixtures_say_what_they_said() {
    let check = golden(&[&["check", "golden"], SELECTION].concat());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let update = golden(&[&["update", "golden", "--prune"], SELECTION].concat());
        assert!(update.status.success(), "{}", told(&update));
        assert!(
            !told(&update).contains(": new"),
            "look at what is new:\n{}",
            told(&update)
        );
        return;
    }
    assert!(
        check.status.success(),
        "{}\nAs it should be? UPDATE_GOLDEN=1 cargo test -p hyokasho-cli --test golden",
        told(&check)
    );
    assert_eq!(told(&check), "", "a check of what is unchanged is silent");
}

#[test]
fn the_folder_stays_small() {
    let files = std::fs::read_dir(root().join("golden")).expect("the folder is there");
    let sizes = files.map(|file| file.and_then(|file| file.metadata()).expect("a file").len());
    let bytes: u64 = sizes.sum();
    assert!(bytes < MOST_BYTES, "{bytes} bytes");
}

#[test]
fn one_changed_character_is_told_with_its_key_and_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("documents/a.txt");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (goldens, documents) = (path("golden"), path("documents"));
    std::fs::create_dir(&documents).expect("a folder is made");
    let fixture = root().join("fixtures/text/markdown/basic-hoshimi-kenko.txt");
    let text = std::fs::read_to_string(fixture).expect("a fixture");
    std::fs::write(&document, &text).expect("a file is written");
    let new = golden(&["check", &goldens, &documents]);
    assert_eq!(new.status.code(), Some(1), "{}", told(&new));
    assert!(golden(&["update", &goldens, &documents]).status.success());

    let same = golden(&["check", &goldens, &documents]);
    assert_eq!((same.status.code(), told(&same)), (Some(0), String::new()));

    let line = "令和7年4月25日\n";
    let at = text[..text.find(line).expect("the date of publication")].matches('\n');
    let place = format!("line {}", at.count() + 1);
    let moved = text.replacen(line, "令和7年4月26日\n", 1);
    std::fs::write(&document, moved).expect("a file is written");
    let check = golden(&["check", &goldens, &documents]);
    assert_eq!(check.status.code(), Some(1));
    for part in [
        "cover.publication_date",
        "[-2025-04-25-]{+2025-04-26+}",
        &place,
    ] {
        assert!(told(&check).contains(part), "{part}:\n{}", told(&check));
    }
}
