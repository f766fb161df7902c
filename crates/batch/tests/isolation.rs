//! Hostile documents beside good ones: the others come out as if the hostile ones were not there.

mod common;

use common::{Rehearsal, assert_same};

/// Each hostile document with the cause that its failure has.
const HOSTILE: [(&str, &str, &str); 7] = [
    ("loop", "#loop", "timeout"),
    ("bomb", "#bomb", "memory"),
    ("deep", "#deep", "stack-overflow"),
    ("abort", "#abort", "crash"),
    ("panic", "#panic because", "panic"),
    ("other", "#not-a-form leaflet", "not-a-form"),
    ("void", "", "empty"),
];

#[test]
fn hostile_documents_leave_the_others_as_they_are() {
    let rehearsal = Rehearsal::with_documents(40);
    assert_eq!(rehearsal.run("alone", &["--jobs", "2"]).code(), 0);
    for (name, contents, _) in HOSTILE {
        rehearsal.write(&format!("city1/{name}"), contents);
    }
    let run = rehearsal.run(
        "beside",
        &["--jobs", "2", "--seconds", "2", "--megabytes", "256"],
    );
    assert_eq!(run.code(), 1, "{}", run.said());
    for (name, _, cause) in HOSTILE {
        assert_eq!(
            run.cause(&format!("city1/{name}")),
            cause,
            "{name}: {}",
            run.said()
        );
    }
    assert_eq!(run.report().totals.converted, 40);
    assert_same(&rehearsal.outputs("alone"), &rehearsal.outputs("beside"));
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let rehearsal = Rehearsal::with_documents(60);
    rehearsal.run("one", &["--jobs", "1"]);
    let one = rehearsal.outputs("one");
    assert_eq!(one.len(), 61, "60 documents and the facts");
    for jobs in ["2", "8"] {
        assert_eq!(rehearsal.run(jobs, &["--jobs", jobs]).code(), 0);
        assert_same(&one, &rehearsal.outputs(jobs));
    }
    assert_eq!(
        rehearsal
            .run("here", &["--jobs", "2", "--in-process"])
            .code(),
        0
    );
    assert_same(&one, &rehearsal.outputs("here"));
}

#[test]
fn in_process_a_panic_is_caught() {
    let rehearsal = Rehearsal::with_documents(5);
    rehearsal.write("bad", "#panic because");
    let run = rehearsal.run("out", &["--in-process"]);
    assert_eq!((run.code(), run.cause("bad")), (1, "panic"));
    assert_eq!(run.report().totals.converted, 5);
}

#[test]
fn a_document_is_never_failed_by_the_one_before_it() {
    let rehearsal = Rehearsal::new();
    for at in 0..12 {
        rehearsal.write(&format!("{at:02}a"), "#abort");
        rehearsal.write(&format!("{at:02}b"), "good\n");
    }
    let run = rehearsal.run("out", &["--jobs", "1"]);
    assert_eq!(
        (run.report().totals.converted, run.report().totals.failed),
        (12, 12),
        "{}",
        run.said()
    );
}

#[test]
fn a_worker_that_cannot_be_started_fails_the_documents_not_the_run() {
    let rehearsal = Rehearsal::with_documents(3);
    let run = rehearsal.run("out", &["--worker", "/nowhere/hyokasho"]);
    assert_eq!(
        (run.code(), run.report().totals.failed),
        (1, 3),
        "{}",
        run.said()
    );
    assert_eq!(run.cause("city0/d000.txt"), "worker");
    assert_eq!(
        rehearsal.run("out", &[]).report().totals.converted,
        3,
        "it is tried again"
    );
}
