//! The resolver on tables of item cells that anyone can extend: `tests/items/*.tsv`.

mod common;

use common::{body, catalogue, form};
use hyokasho_catalogue::FormKind;
use hyokasho_history::Resolver;
use hyokasho_model::Fact;

fn check(kind: FormKind, table: &str) {
    check_with(kind, table, &[]);
}

/// The same in a document whose body is at hand.
fn check_with(kind: FormKind, table: &str, body: &[Fact]) {
    let catalogue = catalogue();
    let resolver = Resolver::new(form(&catalogue, kind), body);
    let mut failures = Vec::new();
    for line in table
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
    {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let (item, keys, before, after) = (next(), next(), next(), next());
        let found = resolver.resolve(item, before, after);
        let wanted: Vec<&str> = keys.split_whitespace().collect();
        if found.keys != wanted {
            failures.push(format!("{item:?}: {found:?}, wanted {wanted:?}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{} cells of {kind:?}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn full_form() {
    check(FormKind::Full, include_str!("items/full.tsv"));
}

#[test]
fn focused_form() {
    check(FormKind::Focused, include_str!("items/focused.tsv"));
}

#[test]
fn basic_form() {
    check(FormKind::Basic, include_str!("items/basic.tsv"));
}

/// A body that names its files so, with one Ⅲ for each.
fn files(names: &[&str]) -> Vec<Fact> {
    let facts = names.iter().enumerate().flat_map(|(at, name)| {
        ["files[{n}].name", "risks[{n}].file_name"].map(|key| {
            let key = key.replace("{n}", &(at + 1).to_string());
            serde_json::json!({"key": key, "kind": "text", "status": "filled", "value": name})
        })
    });
    body(&facts.collect::<Vec<_>>())
}

#[test]
fn full_form_of_three_files() {
    let body = files(&[
        "(1)住民台帳ファイル",
        "(2)照会記録ファイル",
        "(3)通知先ファイル",
    ]);
    check_with(FormKind::Full, include_str!("items/full_files.tsv"), &body);
}

#[test]
fn full_form_of_one_file() {
    let body = files(&["介護資格ファイル"]);
    check_with(FormKind::Full, include_str!("items/full_file.tsv"), &body);
}
