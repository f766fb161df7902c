//! Runs over folders of made-up documents: each line `key=value` is an item, `!cause` fails.

use std::fs;
use std::path::{Path, PathBuf};

use hyokasho_golden::{
    Accept, Document, Failure, Motion, Part, Report, Selection, State, check, find_documents,
    junit, update,
};
use hyokasho_model::{
    Basis, Fact, FormInfo, Key, Kind, Model, SourceInfo, Status, Value, ValueObject,
};
use hyokasho_source::Place;

/// Documents of the largest run: the number that the project promises.
const MANY: usize = 1_000;

fn extract(bytes: &[u8], file: &str) -> Result<Model, Failure> {
    let text = String::from_utf8_lossy(bytes);
    if let Some(cause) = text.strip_prefix('!') {
        return Err(Failure {
            code: "not-a-form".to_owned(),
            message: cause.to_owned(),
        });
    }
    let facts = text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| {
            line.split_once('=')
                .map(|(key, value)| fact(key, value, at))
        })
        .collect();
    Ok(Model {
        source: SourceInfo {
            file: file.to_owned(),
            format: "text".to_owned(),
            sha256: "0".repeat(64),
            bytes: 0,
            pages: None,
            lines: None,
            encoding: None,
        },
        form: FormInfo {
            kind: "full".to_owned(),
            revision: None,
            revision_date: None,
            recognised_by: "title".to_owned(),
            parts: Vec::new(),
        },
        facts,
        missing: Vec::new(),
        unassigned: Vec::new(),
        diagnostics: Vec::new(),
    })
}

fn fact(key: &str, value: &str, at: usize) -> Fact {
    let object = ValueObject {
        kind: Kind::Text,
        status: Status::Filled,
        value: Some(Value::Text(value.to_owned())),
        option: None,
        text: value.to_owned(),
        source: vec![Place::line(at as u32 + 1)],
        basis: Some(Basis::Label),
        candidates: Vec::new(),
        label_source: Vec::new(),
    };
    Fact {
        key: Key::new(key),
        label: format!("label of {key}"),
        number: "1".to_owned(),
        object,
    }
}

/// A folder of documents and its goldens.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new(documents: &[(&str, &str)]) -> Self {
        let bench = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        for (name, text) in documents {
            bench.put(name, text);
        }
        assert_eq!(
            bench.update(&Accept::default(), false).totals.updated,
            documents.len()
        );
        bench
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.inputs().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("ours");
        fs::write(path, text).expect("ours");
    }

    fn inputs(&self) -> PathBuf {
        self.folder.path().join("in")
    }

    fn golden(&self) -> PathBuf {
        self.folder.path().join("golden")
    }

    fn documents(&self) -> Vec<Document> {
        find_documents(&[self.inputs()], &Selection::default()).expect("the folder is ours")
    }

    fn check(&self) -> Report {
        check(
            &self.golden(),
            &self.documents(),
            &Accept::default(),
            &extract,
        )
        .expect("a report")
    }

    fn update(&self, accept: &Accept, prune: bool) -> Report {
        update(&self.golden(), &self.documents(), accept, prune, &extract).expect("a report")
    }
}

fn accept(documents: &[&str], keys: &[&str]) -> Accept {
    let owned = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    Accept::new(&owned(documents), &owned(keys)).expect("globs")
}

#[test]
fn unchanged_documents_are_silent_and_one_character_is_found() {
    let documents: Vec<(String, String)> = (0..MANY)
        .map(|n| {
            (
                format!("{}/{n}.txt", n % 7),
                format!("cover.title=document {n}\nfiles[1].storage.place=room {n}"),
            )
        })
        .collect();
    let listed: Vec<(&str, &str)> = documents
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let bench = Bench::new(&listed);
    let clean = bench.check();
    assert!(clean.is_clean() && clean.documents.is_empty());
    assert_eq!(
        (clean.totals.documents, clean.totals.unchanged),
        (MANY, MANY)
    );

    bench.put(
        "3/521.txt",
        "cover.title=document 521\nfiles[1].storage.place=room 52l",
    );
    let report = bench.check();
    let [moved] = report.documents.as_slice() else {
        panic!("{:?}", report.totals)
    };
    assert_eq!(
        (moved.document.as_str(), moved.state),
        ("3/521.txt", State::Moved)
    );
    let [difference] = moved.differences.as_slice() else {
        panic!("{:?}", moved.differences)
    };
    assert_eq!(
        (difference.part, difference.motion),
        (Part::Item, Motion::Modified)
    );
    assert_eq!(difference.key.as_deref(), Some("files[1].storage.place"));
    assert_eq!(difference.places, [Place::line(2)]);
    let [field] = difference.fields.as_slice() else {
        panic!("{:?}", difference.fields)
    };
    assert_eq!(
        (
            field.name.as_str(),
            field.before.as_str(),
            field.after.as_str()
        ),
        ("value", Some("room 521"), Some("room 52l"))
    );
}

#[test]
fn new_and_gone_documents_are_told() {
    let bench = Bench::new(&[("a.txt", "k=1"), ("b.txt", "k=2")]);
    fs::remove_file(bench.inputs().join("a.txt")).expect("ours");
    bench.put("c.txt", "k=3");
    let states = |report: &Report| {
        report
            .documents
            .iter()
            .map(|one| (one.document.clone(), one.state))
            .collect::<Vec<_>>()
    };
    let wanted = vec![
        ("c.txt".to_owned(), State::New),
        ("a.txt".to_owned(), State::Gone),
    ];
    assert_eq!(states(&bench.check()), wanted);
    assert_eq!(bench.update(&Accept::default(), false).totals.updated, 1);
    assert!(
        bench.golden().join("a.txt.json").exists(),
        "nothing is removed unasked"
    );
    assert_eq!(bench.update(&Accept::default(), true).totals.updated, 1);
    assert!(bench.check().is_clean());
}

#[test]
fn moved_items_are_told_from_items_that_say_something_else() {
    let bench = Bench::new(&[("a.txt", "a=1\nb=2\nc=3")]);
    bench.put("a.txt", "\na=1\nd=4\nc=33");
    let report = bench.check();
    let told: Vec<_> = report.documents[0]
        .differences
        .iter()
        .map(|one| (one.key.as_deref(), one.motion, one.is_place_only()))
        .collect();
    assert_eq!(
        told,
        [
            (Some("a"), Motion::Modified, true),
            (Some("d"), Motion::Added, false),
            (Some("c"), Motion::Modified, false),
            (Some("b"), Motion::Removed, false),
        ]
    );
}

#[test]
fn documents_and_keys_are_accepted_alone() {
    let bench = Bench::new(&[("a.txt", "x=1\ny=1"), ("b.txt", "x=1\ny=1")]);
    bench.put("a.txt", "x=2\ny=2");
    bench.put("b.txt", "x=2\ny=2");
    bench.update(&accept(&["b.txt"], &[]), false);
    let left = bench.check();
    assert_eq!(
        left.documents
            .iter()
            .map(|one| one.document.as_str())
            .collect::<Vec<_>>(),
        ["a.txt"]
    );
    bench.update(&accept(&[], &["x"]), false);
    let left = bench.check();
    let keys: Vec<_> = left.documents[0]
        .differences
        .iter()
        .map(|one| one.key.clone())
        .collect();
    assert_eq!(keys, [Some("y".to_owned())]);
    bench.update(&accept(&[], &["y"]), false);
    assert!(bench.check().is_clean());
}

#[test]
fn accepted_keys_give_the_file_that_a_whole_update_gives() {
    let bench = Bench::new(&[("a.txt", "a=1\nb=1\nd=1\ne=1")]);
    bench.put("a.txt", "a=1\nc=1\nb=2\ne=1");
    bench.update(&accept(&[], &["b", "c", "d", "e"]), false);
    assert!(bench.check().is_clean());
}

#[test]
fn a_failure_is_a_golden_too() {
    let bench = Bench::new(&[("a.txt", "!no form"), ("b.txt", "k=1")]);
    assert!(bench.check().is_clean());
    bench.put("a.txt", "k=1");
    bench.put("b.txt", "!broken");
    let report = bench.check();
    let states: Vec<_> = report.documents.iter().map(|one| one.state).collect();
    assert_eq!(states, [State::Moved, State::Failed]);
    assert_eq!(
        report.documents[1]
            .failure
            .as_ref()
            .map(|failure| failure.message.as_str()),
        Some("broken")
    );
    bench.update(&Accept::default(), false);
    assert!(bench.check().is_clean());
}

#[test]
fn a_broken_golden_file_is_told_and_mended() {
    let bench = Bench::new(&[("a.txt", "k=1")]);
    let path = bench.golden().join("a.txt.json");
    let whole = fs::read(&path).expect("a golden file");
    for broken in [
        &whole[..whole.len() / 2],
        b"\xff".as_slice(),
        br#"{"model": "hyokasho/0"}"#.as_slice(),
    ] {
        fs::write(&path, broken).expect("ours");
        assert_eq!(
            bench.check().documents[0]
                .failure
                .as_ref()
                .map(|failure| failure.code.as_str()),
            Some("golden-unreadable")
        );
    }
    fs::write(&path, [whole.as_slice(), b"\n"].concat()).expect("ours");
    assert_eq!(bench.check().documents[0].differences[0].part, Part::File);
    bench.update(&Accept::default(), false);
    assert_eq!(fs::read(&path).expect("a golden file"), whole);
}

#[test]
fn a_panic_fails_its_own_document_alone() {
    let bench = Bench::new(&[("a.txt", "k=1"), ("b.txt", "k=1")]);
    let fragile = |bytes: &[u8], file: &str| {
        assert!(file != "a.txt", "on purpose");
        extract(bytes, file)
    };
    let report = check(
        &bench.golden(),
        &bench.documents(),
        &Accept::default(),
        &fragile,
    )
    .expect("a report");
    assert_eq!((report.totals.failed, report.totals.unchanged), (1, 1));
    let updated = update(
        &bench.golden(),
        &bench.documents(),
        &Accept::default(),
        false,
        &fragile,
    )
    .expect("a report");
    assert_eq!(updated.totals.updated, 0, "a panic is never golden");
}

#[test]
fn two_documents_of_one_name_are_refused() {
    let bench = Bench::new(&[("x/a.txt", "k=1"), ("y/a.txt", "k=1")]);
    let inputs = [bench.inputs().join("x"), bench.inputs().join("y")];
    assert!(find_documents(&inputs, &Selection::default()).is_err());
}

#[test]
fn only_selected_files_are_documents() {
    let bench = Bench::new(&[("x/a.txt", "k=1"), ("x/a.ndjson", "k=1"), ("b.txt", "k=1")]);
    let names = |include: &[&str], exclude: &[&str]| -> Vec<String> {
        let owned = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let selection = Selection::new(&owned(include), &owned(exclude)).expect("globs");
        find_documents(&[bench.inputs()], &selection)
            .expect("ours")
            .into_iter()
            .map(|document| document.name)
            .collect()
    };
    assert_eq!(names(&["*.txt"], &[]), ["b.txt", "x/a.txt"]);
    assert_eq!(names(&[], &["x/*"]), ["b.txt"]);
    assert!(Selection::new(&["[".to_owned()], &[]).is_err());
}

#[test]
fn the_junit_file_has_a_case_for_each_document() {
    let bench = Bench::new(&[("a.txt", "k=1"), ("b.txt", "k=<1>"), ("c.txt", "k=1")]);
    bench.put("b.txt", "k=<2>");
    fs::remove_file(bench.inputs().join("c.txt")).expect("ours");
    let xml = junit(&bench.check(), &bench.documents());
    for part in [
        "tests=\"3\"",
        "failures=\"2\"",
        "name=\"a.txt\"",
        "type=\"moved\"",
        "type=\"gone\"",
        "[-1-]{+2+}",
    ] {
        assert!(xml.contains(part), "{part} is not in {xml}");
    }
    assert!(!xml.contains("timestamp"));
    assert_eq!(xml, junit(&bench.check(), &bench.documents()));
}

#[test]
fn no_folder_of_goldens_means_that_all_is_new() {
    let bench = Bench::new(&[("a.txt", "k=1")]);
    let report = check(
        Path::new("no/such/folder"),
        &bench.documents(),
        &Accept::default(),
        &extract,
    )
    .expect("a report");
    assert_eq!(report.totals.new, 1);
}
