//! Loads the catalogue from its files.
//!
//! In: named texts: form files (`form = "full"` …), `options.toml` with the named option sets, and
//! `keys.tsv`, the closed list of keys; of the last two the embedded ones serve where none is given.
//! Out: the forms, and every problem of every file at once. It reads no disk and knows no documents.

use std::sync::OnceLock;

use crate::fields::{Lined, Lines};
use crate::keys::KeyList;
use crate::lint::lint;
use crate::options::{OptionSets, read_sets};
use crate::problem::{Problem, Problems};
use crate::read::{ReadForm, parse, read_form};
use crate::{Catalogue, FormKind};

/// Name of the file with the option sets.
pub const OPTIONS_FILE: &str = "options.toml";
/// Name of the file with the closed list of keys.
pub const KEYS_FILE: &str = "keys.tsv";

/// The files that the program carries (name, text).
pub const EMBEDDED: [(&str, &str); 5] = [
    (KEYS_FILE, include_str!("../forms/keys.tsv")),
    (OPTIONS_FILE, include_str!("../forms/options.toml")),
    ("basic.toml", include_str!("../forms/basic.toml")),
    ("focused.toml", include_str!("../forms/focused.toml")),
    ("full.toml", include_str!("../forms/full.toml")),
];

impl Catalogue {
    /// The catalogue that the program carries. It is not linted on every start: a test does that.
    pub fn embedded() -> &'static Self {
        static EMBEDDED_CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        EMBEDDED_CATALOGUE.get_or_init(|| Reading::of(&EMBEDDED).into_catalogue())
    }

    /// The catalogue of the given files (name, text).
    ///
    /// # Errors
    /// Every problem of every file, in the order of the files and their lines.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Vec<Problem>> {
        let mut reading = Reading::of(files).linted();
        let problems = reading.take_problems();
        if problems.is_empty() {
            Ok(reading.into_catalogue())
        } else {
            Err(problems)
        }
    }
}

/// Every problem of the given files (name, text), in the order of the files and their lines.
pub fn check(files: &[(&str, &str)]) -> Vec<Problem> {
    Reading::of(files).linted().take_problems()
}

/// The files as read, each with its problems.
struct Reading {
    forms: Vec<(ReadForm, Problems)>,
    keys: KeyList,
    /// Problems of `keys.tsv`, of `options.toml`, and of files that are no form.
    others: Vec<Problems>,
}

impl Reading {
    fn of(files: &[(&str, &str)]) -> Self {
        let (keys, key_problems) = read_keys(files);
        let (sets, names, mut set_problems) = read_option_sets(files);
        let mut reading = Self {
            forms: Vec::new(),
            keys,
            others: vec![key_problems],
        };
        let mut used = Vec::new();
        for (name, text) in form_files(files) {
            let mut problems = Problems::new(name);
            match read_form(text, &sets, &mut used, &mut problems) {
                Some(form) => {
                    check_given_once(&form, &reading.forms, &mut problems);
                    reading.forms.push((form, problems));
                }
                None => reading.others.push(problems),
            }
        }
        if FormKind::ALL
            .iter()
            .all(|&kind| reading.forms.iter().any(|(read, _)| read.form.kind == kind))
        {
            check_all_used(&names, &used, &mut set_problems);
        }
        reading.others.push(set_problems);
        reading
    }

    fn linted(mut self) -> Self {
        for (form, problems) in &mut self.forms {
            lint(form, &self.keys, problems);
        }
        self
    }

    fn take_problems(&mut self) -> Vec<Problem> {
        let of_forms = self.forms.iter_mut().map(|(_, problems)| problems);
        of_forms
            .chain(&mut self.others)
            .flat_map(Problems::take_sorted)
            .collect()
    }

    fn into_catalogue(self) -> Catalogue {
        let mut forms: Vec<_> = self.forms.into_iter().map(|(read, _)| read.form).collect();
        forms.sort_by_key(|form| form.kind);
        Catalogue { forms }
    }
}

fn base(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

fn form_files<'a>(files: &'a [(&'a str, &'a str)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    files
        .iter()
        .copied()
        .filter(|(name, _)| ![KEYS_FILE, OPTIONS_FILE].contains(&base(name)))
}

/// The given file of that name, or the embedded one.
fn file_or_embedded<'a>(files: &[(&'a str, &'a str)], name: &'static str) -> (&'a str, &'a str) {
    let given = files.iter().find(|(file, _)| base(file) == name);
    given
        .or_else(|| EMBEDDED.iter().find(|(file, _)| *file == name))
        .copied()
        .unwrap_or((name, ""))
}

fn read_keys(files: &[(&str, &str)]) -> (KeyList, Problems) {
    let (name, text) = file_or_embedded(files, KEYS_FILE);
    let mut problems = Problems::new(name);
    (KeyList::read(text, &mut problems), problems)
}

fn read_option_sets(files: &[(&str, &str)]) -> (OptionSets, Vec<Lined<String>>, Problems) {
    let (name, text) = file_or_embedded(files, OPTIONS_FILE);
    let mut problems = Problems::new(name);
    let lines = Lines::new(text);
    let table = parse(text, &lines, &mut problems);
    let (sets, names) = read_sets(&table, &lines, &mut problems);
    (sets, names, problems)
}

fn check_given_once(form: &ReadForm, forms: &[(ReadForm, Problems)], problems: &mut Problems) {
    if forms
        .iter()
        .any(|(other, _)| other.form.kind == form.form.kind)
    {
        problems.add(
            form.line,
            format!(
                "the form `{}` is given by another file too",
                form.form.kind.as_str()
            ),
        );
    }
}

fn check_all_used(names: &[Lined<String>], used: &[String], problems: &mut Problems) {
    for (name, line) in names.iter().filter(|(name, _)| !used.contains(name)) {
        problems.add(*line, format!("no form uses the option set `{name}`"));
    }
}
