//! One function a stage, over the catalogue that ships.

use hyokasho_catalogue::{Catalogue, Form, FormKind};
use hyokasho_document::page::Page;
use hyokasho_document::{Block, Document};
use hyokasho_history::ChangeTable;
use hyokasho_matching::Matcher;
use hyokasho_model::write_facts;
use hyokasho_pipeline::{Options, Pipeline};

use crate::Input;

/// The stages that are built once and run on many documents.
pub struct Stages {
    pipeline: Pipeline<'static>,
    matcher: Matcher<'static>,
    form: &'static Form,
    history: ChangeTable,
}

impl Default for Stages {
    fn default() -> Self {
        Self::new()
    }
}

impl Stages {
    /// The stages over the catalogue that ships; the history is the longest form's.
    pub fn new() -> Self {
        let catalogue = Catalogue::embedded();
        let full = catalogue
            .forms
            .iter()
            .find(|form| form.kind == FormKind::Full);
        let form = full.unwrap_or(&catalogue.forms[0]);
        Self {
            pipeline: Pipeline::new(catalogue),
            matcher: Matcher::new(catalogue),
            form,
            history: ChangeTable::new(form),
        }
    }

    /// The form whose history is measured.
    pub fn form(&self) -> &'static Form {
        self.form
    }

    /// Matching: how many facts and how many pieces without an item; none where it is no form.
    pub fn bind(&self, document: &Document) -> Option<(usize, usize)> {
        let matched = self.matcher.bind(document, None).ok()?.value;
        Some((matched.facts.len(), matched.unassigned.len()))
    }

    /// The change history: how many rows were rebuilt.
    pub fn rebuild(&self, rows: &[Block]) -> usize {
        self.history.rebuild(rows, &[]).value.len()
    }

    /// The whole path: bytes to facts as NDJSON; empty where there is no document.
    pub fn facts(&self, input: &Input) -> Vec<u8> {
        let extracted = self
            .pipeline
            .extract(&input.bytes, &input.name, &Options::default());
        // the facts of a form take two to three times its bytes
        let mut facts = Vec::with_capacity(3 * input.bytes.len());
        if let Ok(extracted) = extracted {
            let written = write_facts(&extracted.model, &mut facts);
            debug_assert!(written.is_ok(), "memory takes all that is written");
        }
        facts
    }
}

/// The text reader: the document, empty where there is none.
pub fn read_text(input: &Input) -> Document {
    hyokasho_read_text::read(&input.bytes, &hyokasho_read_text::ReadOptions::default())
        .map(|read| read.value.document)
        .unwrap_or_default()
}

/// The PDF reader: the pages, none where the bytes are no PDF.
pub fn read_pages(input: &Input) -> Vec<Page> {
    hyokasho_read_pdf::read(
        input.bytes.as_slice(),
        &hyokasho_read_pdf::ReadOptions::default(),
    )
    .map(|read| read.value)
    .unwrap_or_default()
}

/// Normalization of a whole text: how many bytes came out.
pub fn normalize(text: &str) -> usize {
    hyokasho_normalize::normalize_cow(text).len()
}
