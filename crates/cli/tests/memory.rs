//! `extract` and `facts` under the limits of a worker: what is too much is told in the user's language, with the
//! file and the option, and nothing is printed.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/text/markdown/basic-kirigaya-jutaku.txt")
}

/// A form whose last row has more cells than fit into the memory that the tests allow.
fn large() -> tempfile::NamedTempFile {
    let mut text = std::fs::read(fixture()).expect("a fixture");
    text.extend(b"|\t".repeat(4_000_000));
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), text).expect("a temporary file");
    file
}

fn call(lang: &str, arguments: &[&str], file: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hyokasho"))
        .args(["--lang", lang])
        .args(arguments)
        .arg(file)
        .output()
        .expect("the command runs")
}

/// The message of a call that must fail without an output.
fn refused(lang: &str, arguments: &[&str], file: &Path) -> String {
    let output = call(lang, arguments, file);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(output.stdout.is_empty(), "nothing is printed");
    assert!(said.contains(&*file.to_string_lossy()), "{said}");
    said
}

#[cfg(unix)]
#[test]
fn a_document_beyond_the_memory_limit_is_refused_in_both_languages() {
    let file = large();
    for command in ["extract", "facts"] {
        let arguments = [command, "--memory-limit", "160"];
        for (lang, words) in [("en", "more memory than the limit"), ("ja", "メモリの上限")] {
            let said = refused(lang, &arguments, file.path());
            assert!(said.contains(words), "{said}");
            assert!(said.contains("160 MiB"), "{said}");
            assert!(said.contains("--memory-limit"), "{said}");
        }
    }
}

#[test]
fn a_worker_gives_what_the_process_itself_gives() {
    for command in ["extract", "facts"] {
        let through_worker = call("en", &[command], &fixture());
        let here = call("en", &[command, "--in-process"], &fixture());
        assert_eq!(through_worker.status.code(), Some(0));
        assert!(!here.stdout.is_empty());
        assert!(
            through_worker.stdout == here.stdout,
            "{command}: the outputs differ"
        );
    }
}

#[test]
fn what_is_no_document_is_told_the_same_way() {
    let empty = tempfile::NamedTempFile::new().expect("a temporary file");
    let through_worker = refused("en", &["facts"], empty.path());
    let here = refused("en", &["facts", "--in-process"], empty.path());
    assert_eq!(through_worker, here);
}
