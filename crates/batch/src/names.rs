//! Names of the outputs: the input's folders and name, with `.json`.
//!
//! Each output has a name of its own that stays inside the output folder and that every file system
//! can hold beside the others: names which are too long are cut, bytes that are no UTF-8 and control
//! characters are written `%FF`, and a name that another one equals but for case or Unicode
//! normalization gets a mark made of its path.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization as _;

use crate::digest::sha256;
use crate::discover::Entry;
use crate::journal::name_key;
use crate::{FACTS_FILE, RUN_FILE, STATE_FOLDER};

/// Longest name in bytes that common file systems hold.
const LONGEST_NAME: usize = 255;
/// What an output's name ends in.
pub(crate) const EXTENSION: &str = ".json";
/// Hexadecimal digits of a mark: among a hundred thousand names two equal marks are unlikely, and
/// they would only be counted on.
const MARK_DIGITS: usize = 10;

/// Gives every entry its document name (the output's path without `.json`); an entry that names the
/// very file of an earlier one is dropped.
pub(crate) fn name_entries(entries: Vec<Entry>) -> Vec<(String, Entry)> {
    // Keys of a fixed size stand for the folded names.
    let folders: FxHashSet<u128> = entries
        .iter()
        .flat_map(|entry| folders_of(&entry.name))
        .map(|folder| name_key(&folder))
        .collect();
    let mut taken: FxHashMap<u128, usize> = FxHashMap::default();
    let mut named: Vec<(String, Entry)> = Vec::with_capacity(entries.len());
    for mut entry in entries {
        let plain = document_name(&entry.name, None);
        let is_free = |name: &str, taken: &FxHashMap<u128, usize>| {
            let folded = fold(name);
            let key = name_key(&folded);
            !taken.contains_key(&key) && !folders.contains(&key) && !is_reserved(&folded)
        };
        let earlier = taken
            .get(&name_key(&fold(&plain)))
            .and_then(|at| named.get(*at));
        if earlier.is_some_and(|(_, earlier)| is_same_file(earlier, &entry)) {
            continue;
        }
        let mark = sha256(entry.path.as_os_str().as_encoded_bytes());
        let marked = |turn: usize| {
            let turn = if turn == 0 {
                String::new()
            } else {
                format!("-{turn}")
            };
            document_name(
                &entry.name,
                Some(&format!("~{}{turn}", &mark[..MARK_DIGITS])),
            )
        };
        let name = if is_free(&plain, &taken) {
            plain
        } else {
            (0..=named.len())
                .map(marked)
                .find(|name| is_free(name, &taken))
                .unwrap_or(plain)
        };
        taken.insert(name_key(&fold(&name)), named.len());
        entry.name = Vec::new();
        named.push((name, entry));
    }
    named
}

/// The output's path, with `/`, inside the output folder.
pub(crate) fn output_of(document: &str) -> String {
    format!("{document}{EXTENSION}")
}

/// Whether a path from the journal is one that this module could have made.
pub(crate) fn is_safe(document: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0'])
    };
    document.split('/').all(is_plain) && !is_reserved(&fold(document)) && !document.starts_with('/')
}

fn document_name(parts: &[OsString], mark: Option<&str>) -> String {
    let Some((last, folders)) = parts.split_last() else {
        return String::new();
    };
    let mut name = folder_path(folders);
    name.push_str(&fitted(
        &component(last),
        mark.unwrap_or_default(),
        LONGEST_NAME - EXTENSION.len(),
    ));
    name
}

/// Folders as the outputs have them, each with a slash behind it.
fn folder_path(folders: &[OsString]) -> String {
    let mut path = String::new();
    for folder in folders {
        let plain = component(folder);
        let is_the_runs = path.is_empty() && is_of_the_run(&fold(&plain));
        path.push_str(&fitted(
            &plain,
            if is_the_runs { "~" } else { "" },
            LONGEST_NAME,
        ));
        path.push('/');
    }
    path
}

/// A name with its mark, cut to a length in bytes; what was cut is told by a hash.
fn fitted(name: &str, mark: &str, longest: usize) -> String {
    if name.len() + mark.len() <= longest {
        return format!("{name}{mark}");
    }
    let hash = format!("~{}", &sha256(name.as_bytes())[..MARK_DIGITS]);
    let end = name.floor_char_boundary(longest.saturating_sub(hash.len() + mark.len()));
    format!("{}{hash}{mark}", &name[..end])
}

/// A component as UTF-8 without control characters and separators.
fn component(name: &OsStr) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() || matches!(c, '/' | '\\') {
                escape(&mut text, c.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                text.push(c);
            }
        }
        escape(&mut text, chunk.invalid());
    }
    match text.as_str() {
        "" | "." | ".." => format!("%{text}"),
        _ => text,
    }
}

fn escape(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(text, "%{byte:02X}");
    }
}

/// The form in which two names are the same to a file system that ignores case and normalization.
fn fold(name: &str) -> String {
    name.nfd().flat_map(char::to_lowercase).nfd().collect()
}

/// The folded outputs' folders of a name, written as the document whose output would stand there.
fn folders_of(parts: &[OsString]) -> Vec<String> {
    let folders = parts.split_last().map_or(&[][..], |(_, folders)| folders);
    let documents = (1..=folders.len()).filter_map(|depth| {
        let folded = fold(&folder_path(&folders[..depth]));
        folded
            .trim_end_matches('/')
            .strip_suffix(EXTENSION)
            .map(str::to_owned)
    });
    documents.collect()
}

/// Whether a folded name would stand where a run writes files of its own.
fn is_reserved(folded: &str) -> bool {
    let output = output_of(folded);
    is_of_the_run(output.split('/').next().unwrap_or_default())
}

fn is_of_the_run(folded: &str) -> bool {
    [RUN_FILE, FACTS_FILE, STATE_FOLDER].contains(&folded)
}

fn is_same_file(a: &Entry, b: &Entry) -> bool {
    a.path == b.path
        || matches!((fs::canonicalize(&a.path), fs::canonicalize(&b.path)), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn names(paths: &[&str]) -> Vec<String> {
        let entry = |path: &&str| Entry {
            path: PathBuf::from("root").join(path),
            name: path.split('/').map(OsString::from).collect(),
            failure: None,
        };
        name_entries(paths.iter().map(entry).collect())
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn folders_are_mirrored() {
        assert_eq!(names(&["a/b.txt", "c.pdf"]), ["a/b.txt", "c.pdf"]);
    }

    #[test]
    fn names_that_differ_by_case_or_normalization_are_told_apart() {
        let names = names(&["が.txt", "か\u{3099}.txt", "A.txt", "a.txt"]);
        assert_eq!((names[0].as_str(), names[2].as_str()), ("が.txt", "A.txt"));
        assert!(
            names[1].starts_with("か\u{3099}.txt~") && names[3].starts_with("a.txt~"),
            "{names:?}"
        );
    }

    #[test]
    fn files_of_the_run_itself_are_never_an_output() {
        let names = names(&["run", "RUN", ".hyokasho/journal", "sub/run"]);
        assert!(
            names
                .iter()
                .take(2)
                .all(|name| name.to_lowercase().starts_with("run~")),
            "{names:?}"
        );
        assert_eq!(names[2..], [".hyokasho~/journal", "sub/run"]);
        assert!(
            !is_safe(".hyokasho/journal") && !is_safe("../x") && !is_safe("/x") && is_safe("a/x")
        );
    }

    #[test]
    fn a_file_and_a_folder_never_share_a_name() {
        let names = names(&["a", "a.json/b"]);
        assert!(names[0].starts_with("a~"), "{names:?}");
        assert_eq!(names[1], "a.json/b");
    }

    #[test]
    fn long_names_are_cut_at_a_character_and_stay_apart() {
        let long = |last: &str| format!("{}{last}", "評".repeat(100));
        let names = names(&[&long("a"), &long("b")]);
        assert_ne!(names[0], names[1]);
        assert!(
            names
                .iter()
                .all(|name| output_of(name).len() <= LONGEST_NAME && name.starts_with("評評"))
        );
    }

    #[test]
    fn names_cannot_climb() {
        assert_eq!(
            names(&["../../x", "a\\b", "n\n"]),
            ["%../%../x", "a%5Cb", "n%0A"]
        );
    }
}
