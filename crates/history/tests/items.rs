//! The resolver on tables of item cells that anyone can extend: `tests/items/*.tsv`.

mod common;

use common::{catalogue, form};
use hyokasho_catalogue::FormKind;
use hyokasho_history::Resolver;

fn check(kind: FormKind, table: &str) {
    let catalogue = catalogue();
    let resolver = Resolver::new(form(&catalogue, kind), &[]);
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
