//! Spreadsheets whose cells have no room for their text: what the file has of it is read whole, and a finding
//! tells of every such cell.

mod score;

use std::path::Path;

use hyokasho::{Options, extract};
use score::{Outcome, score_all};

/// What is said of a document of `fixtures/overfull`: outcomes that are no truth, and the findings' codes.
fn read(name: &str) -> (Vec<(Outcome, String)>, usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let file = format!("{name}.pdf");
    let bytes = std::fs::read(root.join("overfull").join(&file)).expect("the fixture");
    let truth = root.join("documents").join(format!("{name}.facts.ndjson"));
    let truth = std::fs::read_to_string(truth).expect("the truth");
    let document = extract(&bytes, &file, &Options::default()).expect("a document");
    let clipped = document
        .diagnostics
        .iter()
        .filter(|found| found.code.as_str() == "text-clipped");
    (score_all(&document.value, &truth).faults, clipped.count())
}

#[test]
fn a_text_that_its_cell_hides_is_read_whole() {
    // One row's item ends with a line of which the file has no more: Calc did not paint the next one.
    let not_in_file = "changes[38] item";
    // A circle of which the page does not tell the state, in prints with room for all text too.
    let unclear_circle = "risks[1].sharing.not_applicable ";
    for (name, cells) in [("basic-kirigaya-jutaku", 1), ("changes-amanohara", 22)] {
        let (faults, clipped) = read(name);
        let faults = faults.iter();
        let wrong = faults.filter(|(outcome, what)| {
            let is_unclear = *outcome == Outcome::Unclear && what.starts_with(unclear_circle);
            !is_unclear && !what.starts_with(not_in_file)
        });
        assert_eq!(wrong.collect::<Vec<_>>(), Vec::<&(Outcome, String)>::new());
        assert_eq!(clipped, cells, "{name}");
    }
}
