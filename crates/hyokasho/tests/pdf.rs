//! Every PDF fixture against its truth: the facts of its document, change rows and all.

mod score;

use std::path::{Path, PathBuf};

use hyokasho::{Options, extract};
use score::{Outcome, score_all};

/// A PDF with the path of its truth.
struct Fixture {
    name: String,
    pdf: PathBuf,
    facts: PathBuf,
}

/// The PDFs of the manifest: path, document, form, producer, damage, facts, cells.
fn fixtures() -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let manifest = std::fs::read_to_string(root.join("manifest.tsv"))
        .expect("the manifest ships with the project");
    let rows = manifest
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let found: Vec<Fixture> = rows
        .filter(|row| row.len() >= 7 && row[0].starts_with("pdf/"))
        .map(|row| Fixture {
            name: row[0].trim_start_matches("pdf/").to_owned(),
            pdf: root.join(row[0]),
            facts: root.join(row[5]),
        })
        .collect();
    assert!(
        found.len() > 15,
        "the PDF fixtures are in the manifest: {}",
        found.len()
    );
    found
}

#[test]
fn pdfs_say_what_their_truths_say() {
    let mut faults = Vec::new();
    for fixture in fixtures() {
        let bytes = std::fs::read(&fixture.pdf).expect("a fixture can be read");
        let expected = std::fs::read_to_string(&fixture.facts).expect("a fixture has a truth");
        match extract(&bytes, &fixture.name, &Options::default()) {
            Ok(document) => {
                let score = score_all(&document.value, &expected);
                println!(
                    "{}: {} facts, {:.4}",
                    fixture.name,
                    score.facts,
                    score.value()
                );
                let named = |(outcome, what)| (fixture.name.clone(), outcome, what);
                faults.extend(score.faults.into_iter().map(named));
            }
            Err(error) => faults.push((fixture.name, Outcome::Missing, error.to_string())),
        }
    }
    assert!(faults.is_empty(), "not as the truth has it: {faults:#?}");
}
