//! Names, folders and files that make trouble: a clear error or a right result, the rest converted.

#![cfg(unix)]

mod common;

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};

use common::{Rehearsal, assert_same, is_there};

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
    run.assert_ended(0, 8);
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
    run.assert_ended(1, 4);
    assert_eq!(run.cause("back"), "link-loop");
    assert_eq!(run.cause("dangling"), "not-found");
    assert_eq!(run.cause("pipe"), "special-file");
}

#[test]
fn what_is_no_file_is_told_and_never_waited_for() {
    let rehearsal = Rehearsal::with_documents(1);
    let (pipe, socket) = (rehearsal.output("pipe"), rehearsal.output("socket"));
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    let _listens = UnixListener::bind(&socket).expect("a socket");
    let mut command = rehearsal.command("out", &[]);
    command
        .args([&pipe, &socket])
        .args(["/dev/zero", "/dev/null"]);
    let run = rehearsal.finished("out", command.output().expect("the rehearsal starts"));
    run.assert_ended(1, 1);
    for name in ["pipe", "socket", "zero", "null"] {
        assert_eq!(run.cause(name), "special-file", "{name}");
    }
}

#[test]
fn an_input_that_is_given_twice_is_done_once() {
    let rehearsal = Rehearsal::with_documents(3);
    let mut command = rehearsal.command("out", &[]);
    command
        .arg(rehearsal.inputs())
        .arg(rehearsal.inputs().join("city0/../city0"));
    let run = rehearsal.finished("out", command.output().expect("the rehearsal starts"));
    // Inside city0 the document has another name: it has two outputs, and that is told.
    assert_eq!((run.code(), run.names().len()), (0, 4), "{:?}", run.names());
    assert_eq!(run.report().duplicates.len(), 1);
}

#[test]
fn a_list_comes_over_the_standard_input_too() {
    let rehearsal = Rehearsal::with_documents(3);
    let mut child = Command::new(env!("CARGO_BIN_EXE_batch-rehearsal"))
        .args(["convert", "-o", "../out", "--files-from", "-"])
        .current_dir(rehearsal.inputs())
        .stdin(Stdio::piped())
        .spawn()
        .expect("the rehearsal starts");
    let mut list = child.stdin.take().expect("a pipe");
    list.write_all(b"city2/d002.txt\ncity0/d000.txt")
        .expect("a list");
    drop(list);
    assert!(child.wait().expect("the rehearsal ends").success());
    let outputs = rehearsal.outputs("out");
    assert_eq!(
        outputs.keys().collect::<Vec<_>>(),
        ["city0/d000.txt.json", "city2/d002.txt.json", "facts.ndjson"]
    );
}

#[test]
fn a_path_beyond_what_the_system_takes_fails_its_document_alone() {
    let rehearsal = Rehearsal::with_documents(2);
    rehearsal.write(&"n".repeat(255), "a name as long as names may be\n");
    let deep = vec!["d".repeat(250); 14].join("/");
    rehearsal.write(&format!("{deep}/far.txt"), "far down\n");
    // The output's path is longer than the input's by this name, and too long with it.
    let output = vec!["o".repeat(250); 4].join("/");
    let run = rehearsal.run(&output, &[]);
    run.assert_ended(1, 3);
    assert_eq!(run.cause(&format!("{deep}/far.txt")), "output");
}

#[test]
fn an_output_that_is_no_folder_is_told() {
    let rehearsal = Rehearsal::with_documents(1);
    fs::write(rehearsal.output("out"), "a file\n").expect("a file");
    for output in ["out", "out/inside"] {
        let run = rehearsal.run(output, &[]);
        assert_eq!(run.code(), 1);
        assert!(run.said().contains("cannot be used"), "{}", run.said());
    }
    assert_eq!(
        fs::read(rehearsal.output("out")).expect("the file"),
        b"a file\n"
    );
}

/// A worker before whose start the documents change: it stands between their hashing and their reading.
fn meddling_worker(rehearsal: &Rehearsal, change: &str) -> String {
    let path = rehearsal.output("meddler");
    let worker = env!("CARGO_BIN_EXE_batch-rehearsal");
    let inputs = rehearsal.inputs();
    let script = format!(
        "#!/bin/sh\ncd '{}' && {change}\nexec '{worker}' \"$@\"\n",
        inputs.display()
    );
    fs::write(&path, script).expect("a script");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
    path.to_string_lossy().into_owned()
}

#[test]
fn a_file_that_changes_while_it_is_read_is_told_and_done_by_the_next_run() {
    for change in ["printf 'abcdeF\\n' > a.txt", ": > a.txt"] {
        let rehearsal = Rehearsal::new();
        rehearsal.write("a.txt", "abcdef\n");
        rehearsal.write("b.txt", "another\n");
        let meddler = meddling_worker(&rehearsal, change);
        let run = rehearsal.run("out", &["--jobs", "1", "--worker", &meddler]);
        run.assert_ended(1, 1);
        assert_eq!(run.cause("a.txt"), "input-changed");
        assert!(!is_there(&rehearsal.output("out").join("a.txt.json")));
        rehearsal.write("a.txt", "abcdef\nmended\n");
        let run = rehearsal.run("out", &[]);
        run.assert_ended(0, 1);
    }
}

#[test]
fn a_file_that_only_grows_is_done_as_it_was() {
    let rehearsal = Rehearsal::new();
    rehearsal.write("a.txt", "one\n");
    rehearsal.run("before", &[]);
    let meddler = meddling_worker(&rehearsal, "printf 'two\\n' >> a.txt");
    let run = rehearsal.run("out", &["--jobs", "1", "--worker", &meddler]);
    assert_eq!(run.code(), 0, "{}", run.said());
    assert_same(&rehearsal.outputs("before"), &rehearsal.outputs("out"));
    let run = rehearsal.run("out", &[]);
    assert_eq!(
        run.report().totals.converted,
        1,
        "its hash is that of what was read"
    );
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
    run.assert_ended(1, 2);
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
    run.assert_ended(0, 1);
    for (name, bytes) in small
        .iter()
        .filter(|(name, _)| name.as_str() != "facts.ndjson")
    {
        assert_eq!(rehearsal.outputs("out").get(name), Some(bytes));
    }
}
