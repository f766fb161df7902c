//! Runs that are stopped by Ctrl-C, and documents that get another try.

#![cfg(unix)]

mod common;

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Rehearsal, assert_same, is_there};

/// Longest time that a stopped run may take to end: far below that of the document that it waits for.
const PATIENCE: Duration = Duration::from_secs(10);

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .arg(name)
        .arg(child.id().to_string())
        .status();
    assert!(sent.expect("kill").success());
}

/// Starts a run over one job and waits until the first document's output is there.
fn under_way(rehearsal: &Rehearsal, output: &str, first: &str) -> Child {
    let child = rehearsal
        .command(output, &["--jobs", "1"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the rehearsal starts");
    let clock = Instant::now();
    while !is_there(&rehearsal.output(output).join(first)) && clock.elapsed() < PATIENCE * 3 {
        std::thread::sleep(Duration::from_millis(2));
    }
    child
}

#[test]
fn a_stopped_run_ends_soon_and_goes_on_later() {
    for name in ["-INT", "-TERM"] {
        let rehearsal = Rehearsal::with_documents(9);
        assert_eq!(rehearsal.run("whole", &[]).code(), 0);
        rehearsal.write("city1/between", "#sleep 40000");
        let child = under_way(&rehearsal, "out", "city0/d006.txt.json");
        let clock = Instant::now();
        signal(&child, name);
        let ended = child.wait_with_output().expect("the run ends");
        assert!(clock.elapsed() < PATIENCE, "{name}: {:?}", clock.elapsed());
        let run = rehearsal.finished("out", ended);
        assert_eq!(run.code(), 130, "{}", run.said());
        assert!(
            run.said().contains("of 10 documents; --resume"),
            "{}",
            run.said()
        );
        // The document in hand was not set aside: it is tried again, and only now fails.
        let run = rehearsal.run("out", &["--resume", "--seconds", "1"]);
        assert_eq!(run.cause("city1/between"), "timeout", "{}", run.said());
        assert!(!run.outcome("city1/between").known && run.report().resumed);
        assert!(
            run.report().totals.unchanged > 0,
            "what was done is not done again"
        );
        assert_same(&rehearsal.outputs("whole"), &rehearsal.outputs("out"));
    }
}

#[test]
fn a_document_that_took_too_long_gets_another_try() {
    let rehearsal = Rehearsal::with_documents(2);
    rehearsal.write("slow", "#sleep 3000");
    let run = rehearsal.run("out", &["--seconds", "1"]);
    assert_eq!(
        (run.code(), run.cause("slow")),
        (1, "timeout"),
        "{}",
        run.said()
    );
    let run = rehearsal.run("out", &["--seconds", "60"]);
    run.assert_ended(0, 1);
}

#[test]
fn again_tries_what_was_set_aside() {
    let rehearsal = Rehearsal::with_documents(2);
    rehearsal.write("bad", "#not-a-form leaflet");
    for (options, known) in [(&[][..], false), (&[], true), (&["--again"], false)] {
        let run = rehearsal.run("out", options);
        assert_eq!(
            (run.cause("bad"), run.outcome("bad").known),
            ("not-a-form", known)
        );
    }
}
