//! The two JSON views of a model, and the way back.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::tree::Node;
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
#[derive(Deserialize)]
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

/// A document as its JSON has it.
#[derive(Serialize)]
struct Whole<'a> {
    model: &'a str,
    source: &'a SourceInfo,
    form: &'a FormInfo,
    items: Node<'a>,
    missing: &'a [String],
    unassigned: &'a [Unassigned],
    diagnostics: &'a [Diagnostic],
}

impl<'a> Whole<'a> {
    fn of(model: &'a Model) -> Self {
        Self {
            model: MODEL,
            source: &model.source,
            form: &model.form,
            items: Node::of(&model.facts),
            missing: &model.missing,
            unassigned: &model.unassigned,
            diagnostics: &model.diagnostics,
        }
    }
}

/// The document JSON: value objects nested along their keys, lists dense and in order.
pub fn document_json(model: &Model) -> Json {
    serde_json::to_value(Whole::of(model)).unwrap_or(Json::Null)
}

/// Writes the document JSON, pretty-printed, with a line break at its end. It takes no memory to speak of
/// beside the model's.
///
/// # Errors
/// Those of the writer.
pub fn write_document(model: &Model, mut writer: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut writer, &Whole::of(model))?;
    writer.write_all(b"\n")
}

/// The facts view: one JSON object a line, in the model's order.
pub fn facts_ndjson(model: &Model) -> String {
    let mut lines = Vec::new();
    let written = write_facts(model, &mut lines);
    debug_assert!(written.is_ok(), "memory takes all that is written");
    String::from_utf8(lines).unwrap_or_default()
}

/// Writes the facts view, line by line.
///
/// # Errors
/// Those of the writer.
pub fn write_facts(model: &Model, mut writer: impl Write) -> io::Result<()> {
    for fact in &model.facts {
        let line = FactLine {
            doc: &model.source.file,
            fact,
        };
        serde_json::to_writer(&mut writer, &line)?;
        writer.write_all(b"\n")?;
    }
    Ok(())
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
