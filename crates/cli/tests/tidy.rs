//! House rules as a test: what each crate may depend on, and what no Rust source may hold.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The crates that a crate may depend on, of this workspace. What is not listed is not allowed.
const MAY_USE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("document", &["source"]),
    ("normalize", &["document"]),
    ("catalogue", &["source"]),
    ("model", &["source"]),
    ("read-text", &["source", "document", "normalize"]),
    ("read-pdf", &["source", "document", "normalize"]),
    ("layout", &["source", "document"]),
    (
        "matching",
        &["source", "document", "normalize", "catalogue", "model"],
    ),
    (
        "history",
        &["source", "document", "normalize", "catalogue", "model"],
    ),
];

fn dependencies(manifest: &str) -> Vec<String> {
    let table: toml::Table = manifest.parse().expect("a manifest is TOML");
    let names = table.get("dependencies").and_then(toml::Value::as_table);
    names
        .into_iter()
        .flatten()
        .filter_map(|(name, _)| name.strip_prefix("hyokasho-").map(str::to_owned))
        .collect()
}

#[test]
fn stages_know_only_what_they_may() {
    for (name, allowed) in MAY_USE {
        let path = root().join("crates").join(name).join("Cargo.toml");
        let manifest = std::fs::read_to_string(&path).expect("every stage has a manifest");
        for dependency in dependencies(&manifest) {
            assert!(
                allowed.contains(&dependency.as_str()),
                "{name} may not use {dependency}"
            );
        }
    }
}

/// Rust files of a crate's `src`.
fn sources(name: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("crates").join(name).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)
            .expect("a crate has sources")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source is UTF-8");
                files.push((path, text));
            }
        }
    }
    files.sort();
    files
}

fn crates() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("crates")).expect("the workspace has crates");
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|e| e.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// The code of a file: without comments and without its tests.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]\nmod ").next().unwrap_or(text);
    body.lines()
        .map(|line| line.split("//").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn no_label_or_option_of_a_form_stands_in_code() {
    let catalogue = hyokasho_catalogue::Catalogue::embedded();
    let mut words: Vec<&str> = Vec::new();
    for node in catalogue.forms.iter().flat_map(|form| &form.nodes) {
        words.extend(node.labels().filter(|label| label.chars().count() >= 3));
        words.extend(
            node.options
                .iter()
                .map(|option| option.text.as_str())
                .filter(|text| text.chars().count() >= 3),
        );
    }
    words.sort_unstable();
    words.dedup();
    for name in crates() {
        for (path, text) in sources(&name) {
            let code = code(&text);
            let found: Vec<&&str> = words.iter().filter(|word| code.contains(**word)).collect();
            assert!(found.is_empty(), "{}: {found:?}", path.display());
        }
    }
}

#[test]
fn every_source_file_says_what_it_does() {
    for name in crates() {
        for (path, text) in sources(&name) {
            assert!(text.starts_with("//!"), "{} has no head", path.display());
        }
    }
}

#[test]
fn the_pure_stages_touch_no_file_clock_or_environment() {
    let stages = MAY_USE
        .iter()
        .map(|(name, _)| *name)
        .chain(["pipeline", "hyokasho"]);
    for name in stages {
        for (path, text) in sources(name) {
            let code = code(&text);
            for word in [
                "std::fs",
                "std::env",
                "std::time",
                "SystemTime",
                "Instant::now",
            ] {
                assert!(!code.contains(word), "{} uses {word}", path.display());
            }
        }
    }
}

#[test]
fn every_diagnostic_code_is_documented() {
    let docs =
        std::fs::read_to_string(root().join("docs/model.md")).expect("the model is documented");
    for code in hyokasho_source::Code::ALL {
        let row = format!(
            "| `{}` | {} | {} |",
            code.as_str(),
            severity(code.severity()),
            code.meaning().trim()
        );
        assert!(docs.contains(&row), "docs/model.md lacks the row {row}");
    }
}

fn severity(severity: hyokasho_source::Severity) -> &'static str {
    match severity {
        hyokasho_source::Severity::Info => "info",
        hyokasho_source::Severity::Warning => "warning",
        hyokasho_source::Severity::Error => "error",
    }
}

#[test]
fn every_page_that_the_readme_names_is_there() {
    for readme in ["README.md", "README.ja.md", "ARCHITECTURE.md"] {
        let text = std::fs::read_to_string(root().join(readme)).expect("the page is there");
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let local = !target.starts_with("http") && !target.starts_with('#');
            assert!(
                !local || root().join(target).exists(),
                "{readme} names {target}"
            );
        }
    }
}

/// Bytes of the largest file that belongs in the repository: the largest fixture has 0.85 MB.
const LARGEST: u64 = 1_000_000;

#[test]
fn no_file_is_kept_that_was_downloaded_or_built() {
    let listed = std::process::Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output()
        .ok()
        .filter(|listed| listed.status.success());
    let Some(listed) = listed else {
        eprintln!("skipped: the sources are not in a git work tree");
        return;
    };
    let names = String::from_utf8_lossy(&listed.stdout);
    let size = |name: &str| std::fs::metadata(root().join(name)).map_or(0, |file| file.len());
    let large: Vec<&str> = names
        .split('\0')
        .filter(|name| !name.is_empty() && size(name) > LARGEST)
        .collect();
    assert_eq!(large, Vec::<&str>::new(), "files over {LARGEST} bytes");
}
