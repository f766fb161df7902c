//! Public API: bytes of a 特定個人情報保護評価書 to its document model, for other programs.
//!
//! ```
//! use hyokasho::{Options, extract};
//!
//! let text = "特定個人情報保護評価書(基礎項目評価書)\n評価書名\n検診に関する事務\n公表日\n令和6年4月1日\n";
//! let document = extract(text.as_bytes(), "kenshin.txt", &Options::default()).unwrap();
//! let date = document.value.fact("cover.publication_date").unwrap();
//! assert_eq!(date.object.value.as_ref().and_then(|v| v.as_text()), Some("2024-04-01"));
//! ```
//!
//! A file that is no document is an error with a stable code; a damaged document is not an error: what it
//! does not tell is [`Status::Unclear`], and what was noticed stands in its diagnostics.
//!
//! ```
//! use hyokasho::{ExtractError, Options, extract};
//!
//! let error = extract("議事録\n".as_bytes(), "minutes.txt", &Options::default()).unwrap_err();
//! assert!(matches!(error, ExtractError::NotAForm(_)));
//! assert_eq!(error.code(), "not-a-form");
//! ```
//!
//! `examples/unclear.rs` is a whole program.
//!
//! Everything is pure: no file, clock or environment is touched, and the same bytes give the same model.
//! The crates behind this one (`hyokasho-pipeline` and the stages) have the finer parts.

pub use hyokasho_catalogue::{Catalogue, FormKind};
pub use hyokasho_model::{
    Basis, Candidate, Change, Fact, Flag, FlagState, Key, Kind, Model, Status, Value, ValueObject,
    document_json, facts_ndjson, model_from_json, write_document, write_facts,
};
pub use hyokasho_pipeline::{ExtractError, Extraction, Limits, Options, Pipeline};
pub use hyokasho_source::{Code, Diagnosed, Diagnostic, Place, Severity};

use std::sync::OnceLock;

/// Bytes to model, with the catalogue that ships. `file` is the file's name without its folder; it is
/// told in the model and decides nothing.
///
/// The findings stand in the model too; they are given beside it for callers that look at them alone.
///
/// # Errors
/// When there is no document: empty, neither PDF nor text, unreadable, or none of the forms.
pub fn extract(
    bytes: &[u8],
    file: &str,
    options: &Options,
) -> Result<Diagnosed<Model>, ExtractError> {
    static PIPELINE: OnceLock<Pipeline<'static>> = OnceLock::new();
    let pipeline = PIPELINE.get_or_init(|| Pipeline::new(Catalogue::embedded()));
    let model = pipeline.extract(bytes, file, options)?.model;
    let diagnostics = model.diagnostics.clone();
    Ok(Diagnosed {
        value: model,
        diagnostics,
    })
}
