//! Runs that are killed, repeated, changed and mended: nothing is lost, torn or done twice.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use common::{Rehearsal, assert_same, is_there};
use hyokasho_batch::{FACTS_FILE, STATE_FOLDER, Status};

/// Runs that are killed, each at a point of its own.
const KILLED: usize = 20;
/// Documents of a run that is killed.
const DOCUMENTS: usize = 60;

#[test]
fn a_killed_run_goes_on_to_the_same_outputs() {
    let rehearsal = Rehearsal::new();
    let gates = rehearsal.gated_documents(DOCUMENTS);
    let clock = Instant::now();
    assert_eq!(rehearsal.run("whole", &["--jobs", "2"]).code(), 0);
    let (whole, takes) = (rehearsal.outputs("whole"), clock.elapsed());
    for at in 0..KILLED {
        let output = format!("killed{at}");
        let point = Point::nth(at, takes);
        if let Point::Done(documents) = point {
            gates.shut_from(documents);
        }
        let mut child = rehearsal
            .command(&output, &["--jobs", "2"])
            .spawn()
            .expect("the rehearsal starts");
        point.wait(&rehearsal, &output);
        child.kill().expect("the rehearsal can be killed");
        child.wait().expect("the rehearsal ends");
        gates.open();
        for (name, bytes) in rehearsal.outputs(&output) {
            assert_eq!(
                Some(&bytes),
                whole.get(&name),
                "{name} is torn after kill {at}"
            );
        }
        let has_begun = journal(&rehearsal, &output).is_some_and(|journal| !journal.is_empty());
        let run = rehearsal.run(
            &output,
            if has_begun {
                &["--jobs", "2", "--resume"]
            } else {
                &["--jobs", "2"]
            },
        );
        assert_eq!(run.code(), 0, "{}", run.said());
        if let Point::Done(documents) = point {
            let went_on = (run.report().resumed, run.report().totals.unchanged);
            assert_eq!(went_on, (true, documents as u64), "after kill {at}");
        }
        assert_same(&whole, &rehearsal.outputs(&output));
        assert!(
            no_parts(&rehearsal, &output),
            "unfinished files are left after kill {at}"
        );
    }
}

/// When a run is killed.
#[derive(Clone, Copy)]
enum Point {
    /// So long after its start, wherever it is then: at its beginning, in the middle of a write, or over.
    After(Duration),
    /// When the journal holds so many documents and the next ones wait at their gates: in its middle on a
    /// machine of any speed.
    Done(usize),
}

impl Point {
    /// Every other point of either sort, spread over the run without a pattern.
    fn nth(at: usize, takes: Duration) -> Self {
        const GOLDEN: f64 = 0.618_033_988_749_895;
        let part = (at as f64 * GOLDEN).fract();
        match at % 2 {
            0 => Self::After(takes.mul_f64(part)),
            _ => Self::Done(1 + (part * (DOCUMENTS - 1) as f64) as usize),
        }
    }

    fn wait(self, rehearsal: &Rehearsal, output: &str) {
        const PATIENCE: Duration = Duration::from_mins(1);
        let documents = match self {
            Self::After(time) => return std::thread::sleep(time),
            Self::Done(documents) => documents,
        };
        let clock = Instant::now();
        while journalled(rehearsal, output) < documents {
            assert!(clock.elapsed() < PATIENCE, "{output} stands still");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// What the journal of an output folder holds; none where there is no journal yet.
fn journal(rehearsal: &Rehearsal, output: &str) -> Option<String> {
    let path = rehearsal.output(output).join(STATE_FOLDER);
    fs::read_to_string(path.join("journal.ndjson")).ok()
}

/// How many documents the whole lines of an output folder's journal say are done.
fn journalled(rehearsal: &Rehearsal, output: &str) -> usize {
    let journal = journal(rehearsal, output).unwrap_or_default();
    let lines = journal.split_inclusive('\n');
    lines
        .filter(|line| line.ends_with('\n') && line.contains("\"done\":"))
        .count()
}

fn no_parts(rehearsal: &Rehearsal, output: &str) -> bool {
    walkdir::WalkDir::new(rehearsal.output(output))
        .into_iter()
        .filter_map(Result::ok)
        .all(|entry| !entry.file_name().to_string_lossy().ends_with(".part"))
}

#[test]
fn an_unchanged_document_is_not_done_again() {
    let rehearsal = Rehearsal::with_documents(10);
    rehearsal.run("out", &[]);
    let before = rehearsal.outputs("out");
    let facts = fs::metadata(rehearsal.output("out").join(FACTS_FILE)).expect("the facts");
    let run = rehearsal.run("out", &[]);
    assert_eq!(
        (run.code(), run.report().totals.unchanged),
        (0, 10),
        "{}",
        run.said()
    );
    let again = fs::metadata(rehearsal.output("out").join(FACTS_FILE)).expect("the facts");
    assert_eq!(
        facts.modified().expect("a time"),
        again.modified().expect("a time")
    );
    assert_same(&before, &rehearsal.outputs("out"));
}

#[test]
fn a_changed_document_alone_is_done_again() {
    let rehearsal = Rehearsal::with_documents(10);
    rehearsal.run("out", &[]);
    rehearsal.write("city1/d001.txt", "something else\n");
    let run = rehearsal.run("out", &[]);
    assert_eq!(
        (run.report().totals.converted, run.report().totals.unchanged),
        (1, 9)
    );
    assert_eq!(run.outcome("city1/d001.txt").status, Status::Converted);
    rehearsal.run("fresh", &[]);
    assert_same(&rehearsal.outputs("fresh"), &rehearsal.outputs("out"));
}

#[test]
fn another_program_does_everything_again() {
    let rehearsal = Rehearsal::with_documents(4);
    rehearsal.run("out", &[]);
    assert_eq!(
        rehearsal
            .run("out", &["--program", "later"])
            .report()
            .totals
            .converted,
        4
    );
    assert_eq!(
        rehearsal
            .run("out", &["--program", "later"])
            .report()
            .totals
            .unchanged,
        4
    );
    assert_eq!(
        rehearsal
            .run("out", &["--program", "later", "--again"])
            .report()
            .totals
            .converted,
        4
    );
}

#[test]
fn an_output_that_was_damaged_or_removed_is_made_again() {
    let rehearsal = Rehearsal::with_documents(6);
    rehearsal.run("out", &[]);
    let whole = rehearsal.outputs("out");
    fs::write(rehearsal.output("out").join("city0/d000.txt.json"), "{}").expect("an output");
    fs::remove_file(rehearsal.output("out").join("city1/d001.txt.json")).expect("an output");
    let run = rehearsal.run("out", &[]);
    assert_eq!(
        (run.report().totals.converted, run.report().totals.unchanged),
        (2, 4)
    );
    assert_same(&whole, &rehearsal.outputs("out"));
    fs::remove_file(rehearsal.output("out").join(FACTS_FILE)).expect("the facts");
    rehearsal.run("out", &[]);
    assert_same(&whole, &rehearsal.outputs("out"));
}

#[test]
fn a_torn_journal_is_mended() {
    let rehearsal = Rehearsal::with_documents(6);
    rehearsal.run("out", &[]);
    let whole = rehearsal.outputs("out");
    let path = rehearsal
        .output("out")
        .join(STATE_FOLDER)
        .join("journal.ndjson");
    let journal = fs::read(&path).expect("the journal");
    for cut in [1, journal.len() / 3, journal.len() / 2, journal.len() - 2] {
        fs::write(&path, &journal[..cut]).expect("the journal");
        let run = rehearsal.run("out", &[]);
        assert_eq!(run.code(), 0, "cut at {cut}: {}", run.said());
        assert_same(&whole, &rehearsal.outputs("out"));
    }
}

#[test]
fn outputs_of_inputs_that_are_gone_are_told_and_removed_on_request() {
    let rehearsal = Rehearsal::with_documents(6);
    rehearsal.run("out", &[]);
    fs::remove_dir_all(rehearsal.inputs().join("city2")).expect("inputs");
    let gone = ["city2/d002.txt.json", "city2/d005.txt.json"];
    for _ in 0..2 {
        let run = rehearsal.run("out", &[]);
        assert_eq!(
            (run.code(), run.report().left_over.as_slice()),
            (0, gone.map(str::to_owned).as_slice())
        );
        assert!(is_there(&rehearsal.output("out").join(gone[0])));
        assert!(
            !rehearsal
                .facts("out")
                .iter()
                .any(|line| line.contains("city2"))
        );
    }
    let run = rehearsal.run("out", &["--prune"]);
    assert_eq!(
        (run.report().removed.len(), run.report().left_over.len()),
        (2, 0),
        "{}",
        run.said()
    );
    assert!(!is_there(&rehearsal.output("out").join("city2")));
    assert!(
        rehearsal
            .run("out", &["--prune"])
            .report()
            .removed
            .is_empty()
    );
}

#[test]
fn documents_that_cannot_be_read_are_set_aside_until_they_change() {
    let rehearsal = Rehearsal::with_documents(2);
    rehearsal.write("bad", "#not-a-form leaflet");
    assert!(!rehearsal.run("out", &[]).outcome("bad").known);
    let run = rehearsal.run("out", &[]);
    assert_eq!(
        (run.code(), run.outcome("bad").known, run.cause("bad")),
        (1, true, "not-a-form")
    );
    rehearsal.write("bad", "mended\n");
    assert_eq!(rehearsal.run("out", &[]).code(), 0);
}

#[test]
fn a_second_run_into_the_same_folder_stops() {
    let rehearsal = Rehearsal::new();
    rehearsal.write("slow", "#sleep 3000");
    let mut first = rehearsal
        .command("out", &[])
        .spawn()
        .expect("the rehearsal starts");
    let lock = rehearsal
        .output("out")
        .join(STATE_FOLDER)
        .join("journal.ndjson");
    let patience = Instant::now() + Duration::from_secs(20);
    while !is_there(&lock) && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = rehearsal.run("out", &[]);
    assert_eq!(second.code(), 1);
    assert!(second.said().contains("another run"), "{}", second.said());
    assert!(first.wait().expect("the first run ends").success());
}

#[test]
fn there_is_nothing_to_resume_in_a_new_folder() {
    let rehearsal = Rehearsal::with_documents(1);
    assert_eq!(rehearsal.run("out", &["--resume"]).code(), 2);
    assert!(!is_there(&rehearsal.output("out")), "and none is made");
}

#[test]
fn facts_follow_the_inputs_and_name_their_document() {
    let rehearsal = Rehearsal::with_documents(12);
    rehearsal.run("out", &["--jobs", "4"]);
    let mut documents = Vec::new();
    for line in rehearsal.facts("out") {
        let fact: serde_json::Value = serde_json::from_str(&line).expect("a fact is JSON");
        let document = fact["doc"]
            .as_str()
            .expect("a fact names its document")
            .to_owned();
        if documents.last() != Some(&document) {
            documents.push(document);
        }
    }
    let once: BTreeSet<_> = documents.iter().collect();
    assert_eq!((documents.len(), once.len()), (12, 12));
    assert!(documents.is_sorted());
}
