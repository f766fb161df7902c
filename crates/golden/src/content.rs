//! What a golden file holds: a document's model, or why it has none.

use hyokasho_model::{MODEL, Model, document_json, model_from_json};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Why a document has no model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The cause's stable name.
    pub code: String,
    /// The cause in words.
    pub message: String,
}

/// What a golden file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The model.
    Model(Box<Model>),
    /// The document has no model, for this reason.
    Failure(Failure),
}

impl Content {
    /// The file's bytes: pretty-printed JSON with a line break at its end.
    pub fn to_bytes(&self) -> Vec<u8> {
        let json = match self {
            Self::Model(model) => document_json(model),
            Self::Failure(failure) => json!({"model": MODEL, "failure": failure}),
        };
        let mut bytes = serde_json::to_vec_pretty(&json).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Reads a golden file.
    ///
    /// # Errors
    /// In words, when the bytes are no golden file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Failed {
            failure: Failure,
        }
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        if let Ok(failed) = serde_json::from_str::<Failed>(text) {
            return Ok(Self::Failure(failed.failure));
        }
        model_from_json(text)
            .map(|model| Self::Model(Box::new(model)))
            .map_err(|error| error.to_string())
    }
}
