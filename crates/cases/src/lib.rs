//! For tests alone: folders of cases, each with the dump that is expected of it beside it.
//!
//! Input: a folder, the ending of its cases, and what makes a dump of a case. Output: what differs from
//! `NAME.expected`. `UPDATE_GOLDEN=1` writes the dumps anew; a dump written for the first time fails the run
//! all the same, so that somebody looks at it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The ending of the dumps.
const EXPECTED: &str = "expected";
/// The variable of the environment that asks for new dumps.
const UPDATE: &str = "UPDATE_GOLDEN";

/// A folder of cases.
#[derive(Debug, Clone)]
pub struct Cases {
    folder: PathBuf,
    ending: &'static str,
}

impl Cases {
    /// The cases are the files of the folder with this ending.
    pub fn new(folder: impl AsRef<Path>, ending: &'static str) -> Self {
        Self {
            folder: folder.as_ref().to_owned(),
            ending,
        }
    }

    /// The cases' names, without the ending.
    ///
    /// # Panics
    /// When the folder cannot be listed.
    pub fn names(&self) -> BTreeSet<String> {
        self.named(self.ending)
    }

    fn named(&self, ending: &str) -> BTreeSet<String> {
        let entries = std::fs::read_dir(&self.folder).expect("the folder of cases can be listed");
        let paths = entries.map(|entry| entry.expect("an entry of the folder").path());
        paths
            .filter(|path| path.extension().is_some_and(|its| its == ending))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect()
    }

    fn path(&self, name: &str, ending: &str) -> PathBuf {
        self.folder.join(format!("{name}.{ending}"))
    }

    /// The bytes of a case.
    ///
    /// # Panics
    /// When it cannot be read.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name, self.ending)).expect("a case can be read")
    }

    /// The text of a case.
    ///
    /// # Panics
    /// When it cannot be read or is no UTF-8.
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).expect("a case is UTF-8")
    }

    /// Fails with all that differs. `dump` makes the dump of the case of a name.
    ///
    /// # Panics
    /// When a dump differs, is new, or has no case; when there is no case.
    #[track_caller]
    pub fn hold(&self, dump: impl Fn(&str) -> String) {
        let wrong = self.differing(std::env::var_os(UPDATE).is_some(), dump);
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    /// All that differs; where `update`, changed and new dumps are written.
    fn differing(&self, update: bool, dump: impl Fn(&str) -> String) -> Vec<String> {
        let names = self.names();
        let mut wrong: Vec<String> = names
            .iter()
            .filter_map(|name| self.difference(name, &dump(name), update))
            .collect();
        let orphans = self.named(EXPECTED);
        let orphans = orphans.difference(&names);
        wrong.extend(
            orphans.map(|name| format!("{name}.{EXPECTED}: there is no case of this name")),
        );
        if names.is_empty() {
            wrong.push(format!("no case in {}", self.folder.display()));
        }
        wrong
    }

    fn difference(&self, name: &str, got: &str, update: bool) -> Option<String> {
        let path = self.path(name, EXPECTED);
        let wanted = std::fs::read_to_string(&path).ok();
        if wanted.as_deref() == Some(got) {
            return None;
        }
        if update {
            std::fs::write(&path, got).expect("a dump can be written");
        }
        match wanted {
            None => Some(format!("{name}: the dump is new; look at it\n{got}")),
            Some(_) if update => None,
            Some(wanted) => Some(format!("{name}: wanted\n{wanted}\ngot\n{got}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The case `a`, whose dump is its text in capitals; and what is expected of it, where something is.
    fn one(expected: Option<&str>) -> (tempfile::TempDir, Cases) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("a.txt"), "word").expect("a case");
        if let Some(expected) = expected {
            fs::write(folder.path().join("a.expected"), expected).expect("a dump");
        }
        let cases = Cases::new(folder.path(), "txt");
        (folder, cases)
    }

    fn differing(cases: &Cases, update: bool) -> usize {
        let wrong = cases.differing(update, |name| cases.text(name).to_uppercase());
        wrong.len()
    }

    #[test]
    fn a_dump_that_differs_is_told_until_it_is_updated() {
        let (_folder, cases) = one(Some("other"));
        let told = [false, true, false].map(|update| differing(&cases, update));
        assert_eq!(told, [1, 0, 0]);
    }

    #[test]
    fn a_new_dump_is_told_and_written_when_asked_for() {
        let (_folder, cases) = one(None);
        let told = [false, false, true, false].map(|update| differing(&cases, update));
        assert_eq!(told, [1, 1, 1, 0]);
    }

    #[test]
    fn dumps_without_a_case_and_folders_without_one_are_told() {
        let (folder, cases) = one(Some("WORD"));
        assert_eq!(differing(&cases, false), 0);
        fs::write(folder.path().join("b.expected"), "").expect("a dump");
        assert_eq!(differing(&cases, false), 1);
        assert_eq!(differing(&Cases::new(folder.path(), "json"), false), 3);
    }
}
