//! Names, folders and files that make trouble: a clear error or a right result, the rest converted.

#![cfg(unix)]

mod common;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use common::{Rehearsal, is_there};

#[test]
fn odd_names_each_have_an_output() {
    let rehearsal = Rehearsal::new();
    let long = "評".repeat(84);
    let names: [&OsStr; 8] = [
        OsStr::from_bytes(b"sjis\x95\x5d.txt"),
        OsStr::new("が.txt"),
        OsStr::new("か\u{3099}.txt"),
        OsStr::new("A.txt"),
        OsStr::new("a.txt"),
        OsStr::new("line\nbreak"),
        OsStr::new(&long),
        OsStr::new("run"),
    ];
    for name in names {
        fs::write(rehearsal.inputs().join(name), name.as_bytes()).expect("an input");
    }
    let run = rehearsal.run("out", &[]);
    assert_eq!(
        (run.code(), run.report().totals.converted),
        (0, 8),
        "{}",
        run.said()
    );
    assert_eq!(rehearsal.outputs("out").len(), 9);
    assert_eq!(rehearsal.run("out", &[]).report().totals.unchanged, 8);
}

#[test]
fn pipes_links_and_closed_folders_are_told() {
    let rehearsal = Rehearsal::with_documents(3);
    let inputs = rehearsal.inputs();
    symlink(&inputs, inputs.join("back")).expect("a link");
    symlink("nowhere", inputs.join("dangling")).expect("a link");
    symlink(inputs.join("city0/d000.txt"), inputs.join("linked.txt")).expect("a link");
    let made = Command::new("mkfifo")
        .arg(inputs.join("pipe"))
        .status()
        .expect("mkfifo");
    assert!(made.success());
    let run = rehearsal.run("out", &[]);
    assert_eq!(
        (run.code(), run.report().totals.converted),
        (1, 4),
        "{}",
        run.said()
    );
    assert_eq!(run.cause("back"), "link-loop");
    assert_eq!(run.cause("dangling"), "not-found");
    assert_eq!(run.cause("pipe"), "special-file");
}

#[test]
fn what_may_not_be_read_is_told() {
    let rehearsal = Rehearsal::with_documents(3);
    let secret = rehearsal.inputs().join("city0/d000.txt");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&secret).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let folder = rehearsal.inputs().join("closed");
    fs::create_dir(&folder).expect("a folder");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).expect("permissions");
    let run = rehearsal.run("out", &[]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("permissions");
    assert_eq!(
        (run.code(), run.report().totals.converted),
        (1, 2),
        "{}",
        run.said()
    );
    assert_eq!(
        (run.cause("city0/d000.txt"), run.cause("closed")),
        ("no-permission", "no-permission")
    );
}

#[test]
fn the_output_folder_is_not_read_though_it_lies_among_the_inputs() {
    let rehearsal = Rehearsal::with_documents(3);
    for _ in 0..2 {
        let run = rehearsal.run("in/out", &[]);
        assert_eq!(
            (run.code(), run.report().totals.documents),
            (0, 3),
            "{:?}",
            run.names()
        );
    }
}

#[test]
fn no_output_goes_through_a_link_out_of_the_folder() {
    let rehearsal = Rehearsal::with_documents(3);
    let elsewhere = rehearsal.output("elsewhere");
    fs::create_dir_all(rehearsal.output("out")).expect("a folder");
    fs::create_dir(&elsewhere).expect("a folder");
    symlink(&elsewhere, rehearsal.output("out").join("city1")).expect("a link");
    let run = rehearsal.run("out", &[]);
    assert_eq!(
        (
            run.code(),
            run.cause("city1/d001.txt"),
            run.report().totals.converted
        ),
        (1, "output", 2)
    );
    assert_eq!(fs::read_dir(elsewhere).expect("a folder").count(), 0);
}

#[test]
fn the_same_document_under_two_names_is_told() {
    let rehearsal = Rehearsal::new();
    for name in ["one/a.txt", "two/b.txt"] {
        rehearsal.write(name, "the same\n");
    }
    rehearsal.write("three.txt", "another\n");
    let run = rehearsal.run("out", &[]);
    assert_eq!(run.report().totals.converted, 3);
    let duplicates: Vec<_> = run
        .report()
        .duplicates
        .iter()
        .map(|one| one.documents.clone())
        .collect();
    assert_eq!(duplicates, [["one/a.txt", "two/b.txt"]]);
    assert!(
        run.said().contains("one/a.txt = two/b.txt"),
        "{}",
        run.said()
    );
}

#[test]
fn patterns_choose_among_the_files_of_a_folder() {
    let rehearsal = Rehearsal::new();
    for name in [
        "a.TXT",
        "b.pdf",
        "old/c.txt",
        "new/d.txt",
        "new/e.md",
        ".hidden/f.txt",
    ] {
        rehearsal.write(name, format!("{name}\n"));
    }
    let run = rehearsal.run(
        "some",
        &[
            "--include",
            "*.txt",
            "--include",
            "*.pdf",
            "--exclude",
            "old",
        ],
    );
    assert_eq!(run.names(), ["a.TXT", "b.pdf", "new/d.txt"]);
    assert_eq!((run.report().excluded, run.report().hidden), (1, 1));
    assert_eq!(
        rehearsal.run("path", &["--include", "new/*"]).names(),
        ["new/d.txt", "new/e.md"]
    );
    assert_eq!(rehearsal.run("bad", &["--include", "[x"]).code(), 2);
}

#[test]
fn a_list_names_the_inputs_in_its_order() {
    let rehearsal = Rehearsal::new();
    for name in ["x/a.txt", "y/a.txt", "z.txt"] {
        rehearsal.write(name, format!("{name}\n"));
    }
    let list = rehearsal.output("list");
    fs::write(&list, "z.txt\r\n\ny/a.txt\nx/a.txt\nx/../z.txt\ngone.txt\n").expect("a list");
    let finished = Command::new(env!("CARGO_BIN_EXE_batch-rehearsal"))
        .args(["convert", "-o", "../out", "--files-from"])
        .arg(&list)
        .current_dir(rehearsal.inputs())
        .output()
        .expect("the rehearsal starts");
    assert_eq!(finished.status.code(), Some(1), "gone.txt is not there");
    let outputs = rehearsal.outputs("out");
    assert_eq!(
        outputs.keys().collect::<Vec<_>>(),
        ["facts.ndjson", "x/a.txt.json", "y/a.txt.json", "z.txt.json"]
    );
    let first = rehearsal
        .facts("out")
        .into_iter()
        .next()
        .unwrap_or_default();
    assert!(first.contains("\"doc\":\"z.txt\""), "{first}");
}

#[test]
fn a_full_disk_fails_what_does_not_fit_and_leaves_nothing_torn() {
    let rehearsal = Rehearsal::with_documents(5);
    rehearsal.write("large.txt", "x".repeat(40_000));
    // The shell's limit is on each file and counted in blocks of 512 or 1024 bytes; the ignored signal
    // makes the write fail as it does on a full disk.
    let limited = r#"trap "" XFSZ; ulimit -f 32; exec "$0" "$@""#;
    let plain = rehearsal.command("out", &["--jobs", "2"]);
    let mut command = Command::new("sh");
    command
        .args(["-c", limited])
        .arg(plain.get_program())
        .args(plain.get_args());
    let finished = command.output().expect("a shell");
    let said = String::from_utf8_lossy(&finished.stderr).into_owned();
    assert_eq!(finished.status.code(), Some(1), "{said}");
    assert!(said.contains("no-space"), "{said}");
    assert!(!is_there(&rehearsal.output("out").join("large.txt.json")));
    let small = rehearsal.outputs("out");
    let run = rehearsal.run("out", &[]);
    assert_eq!(
        (run.code(), run.report().totals.converted),
        (0, 1),
        "{}",
        run.said()
    );
    for (name, bytes) in small
        .iter()
        .filter(|(name, _)| name.as_str() != "facts.ndjson")
    {
        assert_eq!(rehearsal.outputs("out").get(name), Some(bytes));
    }
}
