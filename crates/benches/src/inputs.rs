//! Files to measure on: the project's fixtures, and the documents beside the project where they are.

use std::path::{Path, PathBuf};

/// A file with its name.
#[derive(Debug, Clone)]
pub struct Input {
    /// The file's name without its folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The workspace's folder.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files of a folder and the folders in it that have one of the endings, by path.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path
            .extension()
            .is_some_and(|extension| extension == ending)
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(paths: impl IntoIterator<Item = PathBuf>) -> Vec<Input> {
    paths
        .into_iter()
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            Some(Input {
                name,
                bytes: std::fs::read(&path).ok()?,
            })
        })
        .collect()
}

/// The text fixtures of one kind of copy (`markdown`, `html`, `pipe`, `plain`, `damaged`).
pub fn fixtures(kind: &str) -> Vec<Input> {
    read(files(&workspace().join("fixtures/text").join(kind), "txt"))
}

/// The text copies of real documents beside the project; empty, with a notice, where there are none.
pub fn seeds() -> Vec<Input> {
    let found = read(files(&workspace().join("../shared/seeds"), "txt"));
    if found.is_empty() {
        println!("skipped: no seeds beside the project");
    }
    found
}

/// The smallest PDF fixture whose name holds `part`.
pub fn fixture_pdf(part: &str) -> Option<Input> {
    let mut found = read(files(&workspace().join("fixtures/pdf"), "pdf"));
    found.retain(|input| input.name.contains(part));
    found.into_iter().min_by_key(|input| input.bytes.len())
}
