//! The catalogue that the program carries: it is clean, complete, and agrees with the contract.

use std::path::PathBuf;

use hyokasho_catalogue::{Catalogue, EMBEDDED, Form, FormKind, ItemKind, check};

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
                if node.is_some() == number.is_empty() {
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
        .flat_map(Form::keys)
        .filter(|key| !text.contains(&format!("{key}\t")))
        .count();
    assert_eq!(known, 0, "no key is ours alone");
    assert_eq!(differences, Vec::<String>::new());
}

/// What each form opens: a prefix that is not counted would give every block the same keys.
#[test]
fn blocks_open_what_repeats() {
    let opened = |kind: FormKind| -> Vec<&str> {
        let form = Catalogue::embedded()
            .form(kind)
            .expect("all forms are there");
        form.nodes
            .iter()
            .filter_map(|node| node.opens.as_deref())
            .collect()
    };
    let prefixes = [
        "systems[n]",
        "files[n]",
        "files[n].outsourcing.entries[m]",
        "files[n].provisions[m]",
        "files[n].transfers[m]",
        "files[n]",
        "risks[n]",
    ];
    assert_eq!(opened(FormKind::Full), prefixes);
    assert_eq!(opened(FormKind::Focused), prefixes);
    assert_eq!(opened(FormKind::Basic), Vec::<&str>::new());
}

#[test]
fn nesting_follows_the_form() {
    let form = Catalogue::embedded()
        .form(FormKind::Full)
        .expect("all forms are there");
    let above = |key: &str| -> Vec<String> {
        let id = form.find_key(key).expect("a key of the form");
        form.ancestors(id)
            .map(|(_, node)| node.key.clone().unwrap_or(node.label.clone()))
            .collect()
    };
    let heading = &above("risks[n].use.other_risks")[0];
    assert_eq!(
        above("risks[n].use.r2.access_grant_method")[0],
        "risks[n].use.r2.access_grant"
    );
    assert_eq!(
        &above("risks[n].use.r2.rating")[1],
        heading,
        "a rating stands under its risk"
    );
    assert_eq!(
        above("files[n].main_items_rationale")[0],
        "files[n].item_count"
    );
    assert_eq!(
        above("files[n].outsourcing.entries[m].resubcontract.content")[1],
        "files[n].outsourcing.entries[m].title"
    );
    assert_eq!(above("files[n].storage.period").len(), 3);
}

#[test]
fn labels_come_from_the_fullest_form() {
    let catalogue = Catalogue::embedded();
    let basic = catalogue
        .form(FormKind::Basic)
        .expect("all forms are there");
    let key = "business.description";
    let own = basic
        .find_key(key)
        .and_then(|id| basic.node(id))
        .expect("a key of the form");
    assert_ne!(catalogue.item_label(key), Some(own.label.as_str()));
    assert!(
        own.labels()
            .any(|label| catalogue.item_label(key) == Some(label)),
        "the other label is a variant"
    );
    assert_eq!(catalogue.item_label("no.such.key"), None);
}

#[test]
fn what_stands_in_a_part_came_with_it() {
    let form = Catalogue::embedded()
        .form(FormKind::Basic)
        .expect("all forms are there");
    let prints = |key: &str, revision: &str| {
        let id = form.find_key(key).expect("a key of the form");
        form.prints(id, revision)
    };
    assert!(prints("threshold.result", "2018-05"));
    assert!(!prints("risks[n].use.r1.rating", "2018-05"));
    assert!(prints("risks[n].use.r1.rating", "2019-01"));
    assert!(!prints("manual_work.rating", "2019-01"));
    assert!(prints("manual_work.rating", "2024-10"));
}
