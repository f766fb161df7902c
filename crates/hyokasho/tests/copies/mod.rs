//! Copies of forms that a test writes out, read to their models.

use hyokasho::{Model, Options, extract};

/// The model of a copy.
pub fn read(text: &str) -> Model {
    let read = extract(text.as_bytes(), "copy.txt", &Options::default());
    read.expect("the copy is one of the forms").value
}

/// The item's value as JSON, or its status where it is not filled.
pub fn value(model: &Model, key: &str) -> String {
    let fact = model.facts.iter().find(|fact| fact.key.as_str() == key);
    let Some(fact) = fact else {
        return "missing".to_owned();
    };
    let object = serde_json::to_value(&fact.object).expect("a value object is JSON");
    match object["status"].as_str() {
        Some("filled") => object["value"].as_str().unwrap_or_default().to_owned(),
        status => status.unwrap_or_default().to_owned(),
    }
}
