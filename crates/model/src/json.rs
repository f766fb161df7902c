//! The two JSON views of a model, and the way back.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::key::Step;
use crate::{Fact, FormInfo, MODEL, Model, SourceInfo, Unassigned, ValueObject};
use hyokasho_source::Diagnostic;

/// Why a document JSON could not be read back.
#[derive(Debug)]
pub enum ModelError {
    /// It is no JSON, or not of the model's shape.
    Shape(serde_json::Error),
    /// It is of another model version.
    Version(String),
}

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shape(error) => write!(f, "not a document of {MODEL}: {error}"),
            Self::Version(found) => write!(
                f,
                "the document is of model {found}, this program reads {MODEL}"
            ),
        }
    }
}

impl std::error::Error for ModelError {}

/// A value object as the document JSON has it: with its label and number beside it.
#[derive(Serialize, Deserialize)]
struct Leaf {
    label: String,
    number: String,
    #[serde(flatten)]
    object: ValueObject,
}

/// A facts line.
#[derive(Serialize)]
struct FactLine<'a> {
    doc: &'a str,
    #[serde(flatten)]
    fact: &'a Fact,
}

/// The document JSON: value objects nested along their keys, lists dense and in order.
pub fn document_json(model: &Model) -> Json {
    let mut items = Json::Object(Map::new());
    for fact in &model.facts {
        let leaf = Leaf {
            label: fact.label.clone(),
            number: fact.number.clone(),
            object: fact.object.clone(),
        };
        let leaf = serde_json::to_value(leaf).unwrap_or(Json::Null);
        insert(&mut items, &fact.key.steps(), leaf);
    }
    json!({
        "model": MODEL,
        "source": model.source,
        "form": model.form,
        "items": items,
        "missing": model.missing,
        "unassigned": model.unassigned,
        "diagnostics": model.diagnostics,
    })
}

/// Puts a leaf where its steps lead; a list that skips an index gets `null` there.
fn insert(node: &mut Json, steps: &[Step<'_>], leaf: Json) {
    let Some((step, rest)) = steps.split_first() else {
        *node = leaf;
        return;
    };
    let child = match step {
        Step::Name(name) => {
            if !node.is_object() {
                *node = Json::Object(Map::new());
            }
            let Json::Object(map) = node else { return };
            map.entry((*name).to_owned()).or_insert(Json::Null)
        }
        Step::Index(index) => {
            if !node.is_array() {
                *node = Json::Array(Vec::new());
            }
            let Json::Array(list) = node else { return };
            let at = (*index as usize).saturating_sub(1);
            while list.len() <= at {
                list.push(Json::Null);
            }
            &mut list[at]
        }
    };
    insert(child, rest, leaf);
}

/// The facts view: one JSON object a line, in the model's order.
pub fn facts_ndjson(model: &Model) -> String {
    let mut lines = String::new();
    for fact in &model.facts {
        let line = FactLine {
            doc: &model.source.file,
            fact,
        };
        lines.push_str(&serde_json::to_string(&line).unwrap_or_default());
        lines.push('\n');
    }
    lines
}

/// Reads a document JSON back.
///
/// # Errors
/// When it is not of the model's shape or version.
pub fn model_from_json(text: &str) -> Result<Model, ModelError> {
    #[derive(Deserialize)]
    struct Whole {
        model: String,
        source: SourceInfo,
        form: FormInfo,
        items: Json,
        missing: Vec<String>,
        #[serde(default)]
        unassigned: Vec<Unassigned>,
        diagnostics: Vec<Diagnostic>,
    }
    let whole: Whole = serde_json::from_str(text).map_err(ModelError::Shape)?;
    if whole.model != MODEL {
        return Err(ModelError::Version(whole.model));
    }
    let mut facts = Vec::new();
    collect(&whole.items, String::new(), &mut facts).map_err(ModelError::Shape)?;
    Ok(Model {
        source: whole.source,
        form: whole.form,
        facts,
        missing: whole.missing,
        unassigned: whole.unassigned,
        diagnostics: whole.diagnostics,
    })
}

/// Collects the leaves below a node; a leaf is an object with `kind` and `status`.
fn collect(node: &Json, key: String, facts: &mut Vec<Fact>) -> Result<(), serde_json::Error> {
    match node {
        Json::Object(map) if map.contains_key("kind") && map.contains_key("status") => {
            let leaf = Leaf::deserialize(node)?;
            facts.push(Fact {
                key: crate::Key::new(key),
                label: leaf.label,
                number: leaf.number,
                object: leaf.object,
            });
        }
        Json::Object(map) => {
            for (name, child) in map {
                let key = if key.is_empty() {
                    name.clone()
                } else {
                    format!("{key}.{name}")
                };
                collect(child, key, facts)?;
            }
        }
        Json::Array(list) => {
            for (at, child) in list.iter().enumerate() {
                collect(child, format!("{key}[{}]", at + 1), facts)?;
            }
        }
        _ => {}
    }
    Ok(())
}
