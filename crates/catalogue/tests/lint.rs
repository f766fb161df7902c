//! The linter, rule by rule: `tests/lint/*.toml` are broken forms that say what is wrong with them.
//!
//! A line of such a file that a problem is due on ends with `#~ message`, once a problem. Lines that
//! begin with `#: ` make the list of keys: key, kind, number on the file's form.

use hyokasho_catalogue::{Catalogue, EMBEDDED, KEYS_FILE, OPTIONS_FILE, Problem, check};
use std::fs;
use std::path::{Path, PathBuf};

/// A file under test, with the list of keys that it brings.
struct Snippet {
    name: String,
    text: String,
    keys: String,
}

fn read(path: &Path) -> Snippet {
    let name = path
        .file_name()
        .expect("a file")
        .to_string_lossy()
        .into_owned();
    let text = fs::read_to_string(path).expect("a readable file");
    let keys = text
        .lines()
        .filter_map(|line| line.strip_prefix("#: "))
        .map(|line| {
            let mut cells = line.split_whitespace();
            let (key, kind, number) = (cells.next(), cells.next(), cells.next());
            let [key, kind, number] = [key, kind, number].map(Option::unwrap_or_default);
            // The snippets are basic forms: the number stands in the last column.
            format!("{key}\t{kind}\t\t\t{number}\n")
        });
    Snippet {
        keys: keys.collect(),
        name,
        text,
    }
}

fn snippets() -> Vec<Snippet> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

/// `line: message` of every problem that the text announces.
fn announced(text: &str) -> Vec<String> {
    let of_line = |(at, line): (usize, &str)| {
        let messages: Vec<String> = line
            .split("#~ ")
            .skip(1)
            .map(|message| format!("{}: {}", at + 1, message.trim()))
            .collect();
        messages
    };
    text.lines().enumerate().flat_map(of_line).collect()
}

fn found(problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .map(|problem| format!("{}: {}", problem.line, problem.message))
        .collect()
}

#[test]
fn every_broken_form_has_the_problems_that_it_announces() {
    let mut failures = Vec::new();
    let snippets = snippets();
    assert!(
        snippets.len() > 8,
        "the broken forms are there: {}",
        snippets.len()
    );
    for snippet in &snippets {
        let due = announced(&snippet.text);
        assert!(!due.is_empty(), "{} announces no problem", snippet.name);
        let files = [
            (KEYS_FILE, snippet.keys.as_str()),
            (snippet.name.as_str(), snippet.text.as_str()),
        ];
        let problems = check(&files);
        if found(&problems) != due {
            failures.push(format!(
                "{}: due {due:#?}, found {:#?}",
                snippet.name,
                found(&problems)
            ));
        }
        assert_eq!(Catalogue::load(&files), Err(problems), "{}", snippet.name);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn option_sets_and_keys_are_checked_too() {
    let options = "good = [\"a\", \"b\"]\nempty = []\ntwice = [\"a\", { text = \"b\", variants = [\"a\"] }]\nno_list = 1\n";
    let keys = "key\tkind\tfull\tfocused\tbasic\na.b\ttext\tI1\na.b\ttext\tI1\na.c\twords\tI1\na.d\ttext\n";
    let problems = check(&[(KEYS_FILE, keys), (OPTIONS_FILE, options)]);
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "keys.tsv:3: the key `a.b` stands twice in the list",
            "keys.tsv:4: `words` is no kind of an item",
            "keys.tsv:5: a key and its number on one form at least are needed",
            "options.toml:2: the option set `empty` is empty",
            "options.toml:3: the option 「a」 stands twice in the list",
            "options.toml:4: the option set `no_list` must be a list",
        ]
    );
}

#[test]
fn a_form_given_twice_is_reported() {
    let form = "form = \"basic\"\nstyle = \"2\"\n";
    let problems = check(&[(KEYS_FILE, ""), ("one.toml", form), ("two.toml", form)]);
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        ["two.toml:1: the form `basic` is given by another file too"]
    );
}

fn embedded_forms() -> impl Iterator<Item = (&'static str, &'static str)> {
    EMBEDDED
        .into_iter()
        .filter(|(name, _)| ![KEYS_FILE, OPTIONS_FILE].contains(name))
}

/// Bytes between two places at which a form is cut: coprime to the lengths of its lines, so that the
/// cuts fall everywhere in them.
const CUT_STEP: usize = 997;

#[test]
fn a_form_that_breaks_off_anywhere_is_reported() {
    for (name, text) in embedded_forms() {
        for end in (0..text.len()).step_by(CUT_STEP) {
            let cut = &text[..text.floor_char_boundary(end)];
            assert!(
                !check(&[(name, cut)]).is_empty(),
                "{name} cut at byte {end}"
            );
        }
    }
}

#[test]
fn a_form_that_lacks_any_one_item_is_reported() {
    for (name, text) in embedded_forms() {
        let blocks: Vec<&str> = text.split_inclusive("\n\n").collect();
        let items = blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| block.contains("\nkey = "));
        for (at, block) in items {
            let rest: String = blocks
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .map(|(_, b)| *b)
                .collect();
            assert!(
                !check(&[(name, &rest)]).is_empty(),
                "{name} without\n{block}"
            );
        }
    }
}
