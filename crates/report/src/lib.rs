//! A report to look at: document models to a folder of pages that opens from disk.
//!
//! [`Report::add`] takes one model after another, with the document that it was read from where
//! that is at hand, and gives back the files of that document; [`Report::finish`] gives the files of
//! the collection: page, style, scripts, words in two languages, table and figures. Data are
//! scripts, because a page that was opened from disk may load nothing else. Nothing from a document
//! is ever markup: the scripts put it into text nodes alone.
//!
//! Files come out as values, with their paths inside the report; who calls writes them. The same
//! models in the same order give the same bytes.

mod assets;
mod collection;
mod document;
mod drawing;
mod entry;
mod facets;
mod outline;
mod quoted;
mod script;
mod words;

use hyokasho_catalogue::Catalogue;
use hyokasho_document::page::Page;
use hyokasho_model::Model;

pub use words::{missing_words, word_names};

/// A file of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Its path inside the report's folder, with `/`.
    pub path: String,
    /// Its contents.
    pub text: String,
}

/// The document that a model was read from, as far as it is at hand.
#[derive(Debug, Clone, Default)]
pub enum Original {
    /// It is not: the report names pages and lines and cannot show them.
    #[default]
    Absent,
    /// A text, as its reader reads it.
    Text(hyokasho_document::Document),
    /// The pages of a PDF.
    Pages(Vec<Page>),
}

/// A report in the making.
pub struct Report<'c> {
    outline: outline::Outline<'c>,
    collection: collection::Collection,
    count: usize,
}

impl<'c> Report<'c> {
    /// A report without documents.
    pub fn new(catalogue: &'c Catalogue) -> Self {
        Self {
            outline: outline::Outline::new(catalogue),
            collection: collection::Collection::default(),
            count: 0,
        }
    }

    /// Takes a document up under its name in the collection; gives the files that hold it.
    pub fn add(&mut self, name: &str, model: &Model, original: &Original) -> Vec<ReportFile> {
        self.count += 1;
        let id = format!("{:05}", self.count);
        let quoted = quoted::quoted(model, original);
        let has_original = quoted.is_some();
        let entry = entry::entry(&id, name, model, &self.outline);
        let data = document::document(&id, name, model, &self.outline, has_original);
        self.collection.add(entry, model);
        let mut files = vec![ReportFile {
            path: format!("documents/{id}.js"),
            text: script::receive("document", &id, &data),
        }];
        if let Some(quoted) = quoted {
            files.push(ReportFile {
                path: format!("documents/{id}.source.js"),
                text: script::receive("source", &id, &quoted),
            });
        }
        files
    }

    /// Names a document that could not be read, with its cause.
    pub fn fail(&mut self, name: &str, cause: &str) {
        self.collection.fail(name, cause);
    }

    /// How many documents the report has.
    pub fn documents(&self) -> usize {
        self.count
    }

    /// The files of the collection.
    pub fn finish(self) -> Vec<ReportFile> {
        let mut files = assets::files();
        files.push(ReportFile {
            path: "data/words.js".to_owned(),
            text: script::receive("words", "all", &words::words()),
        });
        files.extend(self.collection.files(&self.outline));
        files
    }
}
