//! A page as JSON: the reader's and the layout's types as they are, numbers to hundredths of a point.

use hyokasho_pipeline::InspectedPage;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::layer::{Layer, counts};

/// The chosen layers of a page.
pub fn page(page: &InspectedPage, layers: &[Layer]) -> String {
    let (seen, laid) = (&page.page, &page.layout);
    let mut object = Map::new();
    object.insert("page".into(), json!(seen.number));
    object.insert("width".into(), json!(seen.width));
    object.insert("height".into(), json!(seen.height));
    let mut put = |name: &str, value: Value| object.insert(name.into(), value);
    for layer in layers {
        match layer {
            Layer::Glyphs => drop(put("glyphs", value(&seen.glyphs))),
            Layer::Rules => drop(put("rules", value(&seen.rules))),
            Layer::Shapes => {
                put("shapes", value(&seen.shapes));
                put("images", value(&seen.images));
            }
            Layer::Cells => {
                put("edges", value(&laid.edges));
                put("tables", value(&laid.tables));
            }
            Layer::Blocks => {
                put("paragraphs", value(&laid.paragraphs));
                put("figures", value(&laid.figures));
            }
            Layer::Fields => drop(put("fields", value(&seen.fields))),
        }
    }
    pretty(&Value::Object(object))
}

/// What there is on each page.
pub fn overview(pages: &[InspectedPage]) -> String {
    let pages = pages.iter().map(|page| {
        let mut object = Map::new();
        object.insert("page".into(), json!(page.page.number));
        object.insert("width".into(), json!(page.page.width));
        object.insert("height".into(), json!(page.page.height));
        object.extend(counts(page).map(|(name, count)| (name.to_owned(), json!(count))));
        Value::Object(object)
    });
    pretty(&json!({ "pages": pages.collect::<Vec<_>>() }))
}

/// The value on many lines.
pub fn pretty(value: &Value) -> String {
    let mut value = value.clone();
    round(&mut value);
    serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
}

fn value(of: &impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

fn round(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(round),
        Value::Object(members) => members.values_mut().for_each(round),
        Value::Number(number) if number.is_f64() => {
            let rounded = number.as_f64().map_or(0.0, |n| (n * 100.0).round() / 100.0);
            *value = json!(if rounded == 0.0 { 0.0 } else { rounded });
        }
        _ => {}
    }
}
