//! The catalogue that the program carries: it is clean, complete, and agrees with the contract.

use std::path::PathBuf;

use hyokasho_catalogue::{Catalogue, EMBEDDED, FormKind, ItemKind, check};

#[test]
fn the_embedded_catalogue_is_clean() {
    let problems: Vec<String> = check(&EMBEDDED).iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
    assert!(Catalogue::load(&EMBEDDED).is_ok());
    assert_eq!(Catalogue::embedded().forms.len(), FormKind::ALL.len());
}

/// The contract's table of items, where the folder that holds it is beside the workspace.
fn contract_items() -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/contract/items.tsv");
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: {} is not there", path.display());
    }
    text
}

#[test]
fn every_row_of_the_contract_agrees() {
    let Some(text) = contract_items() else { return };
    let catalogue = Catalogue::embedded();
    let mut differences = Vec::new();
    let mut rows = 0;
    for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [key, kind, full, focused, basic, _label, options, ..] = cells[..] else {
            panic!("a row of seven columns at least: {line}");
        };
        rows += 1;
        for (form, number) in [
            (FormKind::Full, full),
            (FormKind::Focused, focused),
            (FormKind::Basic, basic),
        ] {
            let form = catalogue.form(form).expect("all forms are there");
            let node = form.find_key(key).and_then(|id| form.node(id));
            let Some(node) = node.filter(|_| !number.is_empty()) else {
                if node.is_some() != !number.is_empty() {
                    differences.push(format!("{:?} {key}: printed {}", form.kind, node.is_some()));
                }
                continue;
            };
            if node.path != number {
                differences.push(format!("{:?} {key}: {} is {number}", form.kind, node.path));
            }
            if node.kind.map(ItemKind::as_str) != Some(kind) {
                differences.push(format!("{:?} {key}: {:?} is {kind}", form.kind, node.kind));
            }
            let official: Vec<&str> = options
                .split('|')
                .filter(|option| !option.is_empty())
                .collect();
            let own = node
                .options
                .iter()
                .filter(|option| option.alternative_to.is_none());
            let own: Vec<&str> = own.map(|option| option.text.as_str()).collect();
            // The threshold's options differ by form: the contract lists those of both forms in one row.
            let agrees = if key == "procedure.basic.threshold" {
                own.iter().all(|option| official.contains(option))
            } else {
                own == official
            };
            if !agrees {
                differences.push(format!(
                    "{:?} {key}: options {own:?} are {official:?}",
                    form.kind
                ));
            }
        }
    }
    assert!(rows > 200, "the table has its rows: {rows}");
    let known: usize = catalogue
        .forms
        .iter()
        .flat_map(|form| form.keys())
        .filter(|key| !text.contains(&format!("{key}\t")))
        .count();
    assert_eq!(known, 0, "no key is ours alone");
    assert_eq!(differences, Vec::<String>::new());
}
