//! The two views of a model: `tests/views/*.json` are document JSON, each written back byte by byte, and
//! against its facts, `*.expected`, which `UPDATE_GOLDEN=1` writes anew.

use hyokasho_cases::Cases;
use hyokasho_model::{Model, facts_ndjson, model_from_json, write_document};

fn views() -> Cases {
    Cases::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/views"), "json")
}

fn model(text: &str) -> Model {
    model_from_json(text).expect("a document of this model")
}

#[test]
fn facts_are_as_expected() {
    let views = views();
    views.hold(|name| facts_ndjson(&model(&views.text(name))));
}

#[test]
fn every_document_is_written_as_it_was_read() {
    let views = views();
    for name in views.names() {
        let text = views.text(&name);
        let mut written = Vec::new();
        write_document(&model(&text), &mut written).expect("memory takes what is written");
        assert_eq!(String::from_utf8_lossy(&written), text, "{name}");
    }
}
