//! The one thing that a run asks of the stages: bytes to model. And the model's two views as bytes.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hyokasho_model::{Model, write_document, write_facts};
use hyokasho_pipeline::{ExtractError, Extraction};

use crate::frame::Ask;
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
    /// The document JSON, pretty-printed, with a line break at its end; empty where it was not asked for.
    pub json: Vec<u8>,
    /// The facts lines, whose `doc` is the document's name in the run; empty where they were not asked for.
    pub facts: Vec<u8>,
    /// The model in numbers.
    pub tally: Tally,
}

/// Extracts and renders one document; a panic becomes a failure.
pub(crate) fn render(
    extractor: &dyn Extractor,
    bytes: Vec<u8>,
    ask: &Ask,
) -> Result<Rendered, Failure> {
    let work = AssertUnwindSafe(move || {
        let model = extractor.extract(&bytes, &ask.file)?.model;
        drop(bytes);
        render_model(model, ask)
    });
    catch_unwind(work)
        .unwrap_or_else(|payload| Err(Failure::panic(panic_message(payload.as_ref()))))
}

fn render_model(mut model: Model, ask: &Ask) -> Result<Rendered, Failure> {
    let unwritable = |error: io::Error| {
        Failure::document(
            "unreadable",
            "the model has no JSON: {0}",
            error.to_string(),
        )
    };
    let tally = Tally::of(&model);
    let (mut json, mut facts) = (Vec::new(), Vec::new());
    if ask.views.document {
        write_document(&model, &mut json).map_err(unwritable)?;
    }
    if ask.views.facts {
        ask.document.clone_into(&mut model.source.file);
        write_facts(&model, &mut facts).map_err(unwritable)?;
    }
    Ok(Rendered { json, facts, tally })
}

/// What a panic says, where it says anything.
fn panic_message(payload: &(dyn std::any::Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message")
}
