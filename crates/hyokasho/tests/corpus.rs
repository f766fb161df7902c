//! The kept inputs of the fuzz targets, through the same functions, without a nightly compiler.
//!
//! `fuzz/corpus/TARGET` reaches what fuzzing has reached; `fuzz/findings/TARGET` holds minimized inputs that
//! a target once fell over, named for what happened. None may panic or take long.

#[path = "../../../fuzz/entries.rs"]
mod entries;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long one input may take in a test build on a busy machine; most take less than a millisecond.
const PATIENCE: Duration = Duration::from_secs(10);

/// The files of a folder by name; none where it is not there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    files.sort();
    files
}

/// Runs one target over its inputs.
fn check(target: &str) {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let (_, run) = entries::ENTRIES
        .iter()
        .find(|(name, _)| *name == target)
        .expect("a target");
    let kept = files(&fuzz.join("corpus").join(target));
    assert!(!kept.is_empty(), "no inputs are kept for {target}");
    for path in kept
        .into_iter()
        .chain(files(&fuzz.join("findings").join(target)))
    {
        let bytes = fs::read(&path).expect("a readable input");
        let clock = Instant::now();
        assert!(
            catch_unwind(|| run(&bytes)).is_ok(),
            "{} panics",
            path.display()
        );
        assert!(
            clock.elapsed() < PATIENCE,
            "{} takes {:?}",
            path.display(),
            clock.elapsed()
        );
    }
}

#[test]
fn text_reader() {
    check("text_reader");
}

#[test]
fn html_fragment() {
    check("html_fragment");
}

#[test]
fn history_resolver() {
    check("history_resolver");
}

#[test]
fn date_reader() {
    check("date_reader");
}

#[test]
fn pdf_reader() {
    check("pdf_reader");
}

#[test]
fn document() {
    check("document");
}

#[test]
fn every_target_is_tried_and_every_folder_is_a_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let names = |folder: &str| -> Vec<String> {
        let stems = files(&fuzz.join(folder));
        stems
            .iter()
            .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
            .collect()
    };
    let mut targets: Vec<String> = entries::ENTRIES
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    targets.sort();
    assert_eq!(names("fuzz_targets"), targets);
    assert_eq!(names("corpus"), targets);
}
