//! What the stages make of every text fixture: valid by the schema, the same after reading it back,
//! and rows in the tables.

use std::fs;
use std::path::{Path, PathBuf};

use hyokasho_catalogue::Catalogue;
use hyokasho_model::{Kind, Model, Status, document_json, document_schema, model_from_json};
use hyokasho_pipeline::{Options, Pipeline};
use hyokasho_tables::{Format, TableOptions, TableWriters};

fn texts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("the fixtures ship with the project")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            texts(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            found.push(path);
        }
    }
    found.sort();
}

fn models() -> Vec<(String, Model)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/text");
    let mut paths = Vec::new();
    texts(&root, &mut paths);
    assert!(
        paths.len() > 20,
        "the text fixtures are there: {}",
        paths.len()
    );
    let pipeline = Pipeline::new(Catalogue::embedded());
    let one = |path: PathBuf| {
        let bytes = fs::read(&path).expect("a fixture can be read");
        let file = path.file_name().expect("a file").to_string_lossy();
        let name = path
            .strip_prefix(&root)
            .expect("inside")
            .to_string_lossy()
            .into_owned();
        let extraction = pipeline.extract(&bytes, &file, &Options::default());
        extraction.ok().map(|extraction| (name, extraction.model))
    };
    let count = paths.len();
    let models: Vec<_> = paths.into_iter().filter_map(one).collect();
    assert_eq!(models.len(), count, "every fixture has a model");
    models
}

#[test]
fn every_output_is_valid_and_reads_back() {
    let validator = jsonschema::validator_for(&document_schema()).expect("the schema is one");
    for (name, model) in models() {
        let json = document_json(&model);
        let problems: Vec<String> = validator
            .iter_errors(&json)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        let back = model_from_json(&json.to_string()).expect("the program reads what it writes");
        assert_eq!(document_json(&back), json, "{name}");
    }
}

#[test]
fn every_item_change_and_finding_is_a_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut models = models();
    // a row of the history whose cells cannot be told
    let (_, model) = models
        .iter_mut()
        .find(|(_, model)| model.changes().next().is_some())
        .expect("a history");
    let mut unclear = model.changes().next().expect("a row").0.clone();
    unclear.object.status = Status::Unclear;
    unclear.object.value = None;
    model.facts.push(unclear);
    let mut writers =
        TableWriters::create(folder.path(), &[Format::Ndjson], TableOptions::default())
            .expect("ours");
    for (name, model) in &models {
        writers.write(name, model).expect("rows");
    }
    writers.finish().expect("whole files");
    let rows = |table: &str| {
        fs::read_to_string(folder.path().join(format!("{table}.ndjson")))
            .expect("a table")
            .lines()
            .count()
    };
    let count = |of: fn(&Model) -> usize| models.iter().map(|(_, model)| of(model)).sum::<usize>();
    assert_eq!(rows("documents"), models.len());
    assert_eq!(
        rows("facts"),
        1 + count(|model| model
            .facts
            .iter()
            .filter(|fact| fact.object.kind != Kind::Change)
            .count())
    );
    assert_eq!(rows("changes"), count(|model| model.changes().count()));
    assert_eq!(rows("diagnostics"), count(|model| model.diagnostics.len()));
    assert_eq!(rows("missing"), count(|model| model.missing.len()));
    assert_eq!(rows("unassigned"), count(|model| model.unassigned.len()));
}
