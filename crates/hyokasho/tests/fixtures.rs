//! Every text fixture against its expected facts: nothing wrong without a doubt said, nothing lost.

mod score;

use std::path::{Path, PathBuf};

use hyokasho::{Options, extract};
use score::{Outcome, score_body};

/// Copies that put the labels of a block before all its values.
const LABELS_FIRST: &str = ".labels-first.";

fn fixtures(folder: &str) -> Vec<(PathBuf, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures")
        .join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)
            .expect("the fixtures ship with the project")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "txt" || e == "md") {
                found.push((path.clone(), path.with_extension("facts.ndjson")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn texts_say_what_their_truths_say() {
    let all = fixtures("text");
    assert!(all.len() > 20, "the text fixtures are there: {}", all.len());
    let mut faults = Vec::new();
    for (text, truth) in all {
        let name = text
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned();
        let bytes = std::fs::read(&text).expect("a fixture can be read");
        let expected =
            std::fs::read_to_string(&truth).unwrap_or_else(|_| panic!("{name} has no truth"));
        match extract(&bytes, &name, &Options::default()) {
            Ok(document) => {
                let score = score_body(&document.value, &expected);
                faults.extend(
                    score
                        .faults
                        .into_iter()
                        .map(|(outcome, what)| (name.clone(), outcome, what)),
                );
            }
            Err(error) => faults.push((name, Outcome::Missing, error.to_string())),
        }
    }
    let wrong: Vec<_> = faults
        .iter()
        .filter(|(_, outcome, _)| *outcome == Outcome::Silent)
        .collect();
    assert!(wrong.is_empty(), "wrong without a doubt said: {wrong:#?}");
    // Labels that stand before several free texts leave open which text is whose: unclear is the truth there.
    faults.retain(|(name, outcome, _)| {
        !(*outcome == Outcome::Unclear && name.contains(LABELS_FIRST))
    });
    assert!(faults.is_empty(), "not as the truth has it: {faults:#?}");
}
