//! The one thing that a run asks of the stages: bytes to model. And the model's two views as bytes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hyokasho_model::{Model, document_json, facts_ndjson};
use hyokasho_pipeline::{ExtractError, Extraction};

use crate::{Failure, Tally};

/// Bytes to model; any closure of this shape is one. `file` is the file's name without its folder.
pub trait Extractor: Sync {
    /// Reads one document.
    fn extract(&self, bytes: &[u8], file: &str) -> Result<Extraction, ExtractError>;
}

impl<F> Extractor for F
where
    F: Fn(&[u8], &str) -> Result<Extraction, ExtractError> + Sync,
{
    fn extract(&self, bytes: &[u8], file: &str) -> Result<Extraction, ExtractError> {
        self(bytes, file)
    }
}

/// A document's outputs as bytes.
pub(crate) struct Rendered {
    /// The document JSON, pretty-printed, with a line break at its end.
    pub json: Vec<u8>,
    /// The facts lines, whose `doc` is the document's name in the run.
    pub facts: Vec<u8>,
    /// The model in numbers.
    pub tally: Tally,
}

/// Extracts and renders one document; a panic becomes a failure.
///
/// `file` is the file's name, `doc` the document's name in the run (its output without `.json`).
pub(crate) fn render(
    extractor: &dyn Extractor,
    bytes: &[u8],
    file: &str,
    doc: &str,
) -> Result<Rendered, Failure> {
    let work = AssertUnwindSafe(|| {
        let model = extractor.extract(bytes, file)?.model;
        render_model(model, doc)
    });
    catch_unwind(work)
        .unwrap_or_else(|payload| Err(Failure::panic(panic_message(payload.as_ref()))))
}

fn render_model(mut model: Model, doc: &str) -> Result<Rendered, Failure> {
    let tally = Tally::of(&model);
    let mut json = serde_json::to_vec_pretty(&document_json(&model)).map_err(|error| {
        Failure::document(
            "unreadable",
            "the model has no JSON: {0}",
            error.to_string(),
        )
    })?;
    json.push(b'\n');
    doc.clone_into(&mut model.source.file);
    let facts = facts_ndjson(&model).into_bytes();
    Ok(Rendered { json, facts, tally })
}

/// What a panic says, where it says anything.
fn panic_message(payload: &(dyn std::any::Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message")
}
