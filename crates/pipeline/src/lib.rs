//! The order of the stages: bytes to document model. Pure: no files, no clock, no environment.

mod format;
mod options;
mod read;

pub use options::{Limits, Options};

use hyokasho_catalogue::{Catalogue, FormKind};
use hyokasho_document::page::Page;
use hyokasho_document::{Block, Document};
use hyokasho_history::ChangeTable;
use hyokasho_layout::PageLayout;
use hyokasho_matching::{Matched, Matcher, NotAForm};
use hyokasho_model::{Fact, Kind, Model, SourceInfo};
use hyokasho_source::{Diagnosed, Diagnostic};

/// How much worse than another a form may explain a change history and still be its form: a number of an
/// item, by which the forms differ.
const RIVAL: f32 = 3.0;

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// Neither a PDF nor a text.
    #[error("the file is neither a PDF nor a text: {0}")]
    UnknownFormat(String),
    /// The reader could not open the container (damaged, encrypted, a limit).
    #[error("{0}")]
    Unreadable(String),
    /// The text is no 特定個人情報保護評価書 nor a part of one.
    #[error("this is not one of the three official forms: {0}")]
    NotAForm(String),
}

impl ExtractError {
    /// A stable kebab-case name of the cause, for summaries.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnknownFormat(_) => "unknown-format",
            Self::Unreadable(_) => "unreadable",
            Self::NotAForm(_) => "not-a-form",
        }
    }

    /// The particulars of the cause, for a message in another language.
    pub fn particulars(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::UnknownFormat(what) | Self::Unreadable(what) | Self::NotAForm(what) => {
                what.clone()
            }
        }
    }
}

/// A document read, and its model.
#[derive(Debug, Clone)]
pub struct Extraction {
    /// The document model.
    pub model: Model,
    /// The document in reading order, as the matching stage saw it.
    pub document: Document,
}

/// The stages in their order, with the catalogue indexed. Build it once; threads share it.
pub struct Pipeline<'c> {
    catalogue: &'c Catalogue,
    matcher: Matcher<'c>,
    histories: Vec<(FormKind, ChangeTable)>,
}

impl<'c> Pipeline<'c> {
    /// A pipeline over a catalogue.
    pub fn new(catalogue: &'c Catalogue) -> Self {
        let histories = catalogue
            .forms
            .iter()
            .map(|form| (form.kind, ChangeTable::new(form)))
            .collect();
        Self {
            catalogue,
            matcher: Matcher::new(catalogue),
            histories,
        }
    }

    /// The catalogue.
    pub fn catalogue(&self) -> &'c Catalogue {
        self.catalogue
    }

    /// Bytes to model. `file` is the name that the model tells: a file's name, or its path in a collection.
    ///
    /// # Errors
    /// When there is no document: see [`ExtractError`].
    pub fn extract(
        &self,
        bytes: &[u8],
        file: &str,
        options: &Options,
    ) -> Result<Extraction, ExtractError> {
        let mut diagnostics = Vec::new();
        let (document, source) = read::read(bytes, file, options)?.drain_into(&mut diagnostics);
        let (matched, rivals) = self
            .bind(&document, options.form)
            .map_err(|error| ExtractError::NotAForm(error.to_string()))?;
        let matched = matched.drain_into(&mut diagnostics);
        let blocks = &document.blocks[matched.changes];
        let mut facts = self.with_history(matched.facts, blocks, matched.kind, &mut diagnostics);
        for rival in rivals {
            let rows = self.with_history(Vec::new(), blocks, rival, &mut Vec::new());
            let body = facts.partition_point(|fact| fact.object.kind != Kind::Change);
            diagnostics.extend(hyokasho_history::agree_on_keys(&mut facts[body..], &rows));
        }
        let model = Model {
            source,
            form: matched.form,
            facts,
            missing: matched.missing,
            unassigned: matched.unassigned,
            diagnostics,
        };
        Ok(Extraction { model, document })
    }

    /// Binds a document to its form. Where nothing but a change history tells the form, the items that it
    /// names do; the other forms that explain these about as well are its rivals.
    fn bind(
        &self,
        document: &Document,
        kind: Option<FormKind>,
    ) -> Result<(Diagnosed<Matched>, Vec<FormKind>), NotAForm> {
        let bound = self.matcher.bind(document, kind)?;
        let blocks = &document.blocks[bound.value.changes.clone()];
        if bound.value.told || blocks.is_empty() {
            return Ok((bound, Vec::new()));
        }
        let fits = self.histories.iter();
        let mut fits: Vec<(FormKind, f32)> = fits
            .map(|(kind, table)| (*kind, table.fit(blocks)))
            .collect();
        fits.sort_by(|a, b| b.1.total_cmp(&a.1));
        let Some(&(kind, best)) = fits.first() else {
            return Ok((bound, Vec::new()));
        };
        let rivals = fits.iter().skip(1).filter(|(_, fit)| *fit > best - RIVAL);
        let rivals = rivals.map(|(kind, _)| *kind).collect();
        Ok((self.matcher.bind_part(document, kind)?, rivals))
    }

    /// The body's facts with the change rows behind them; marks that the copy lost and the history quotes
    /// are settled by it.
    fn with_history(
        &self,
        body: Vec<Fact>,
        blocks: &[Block],
        kind: FormKind,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Fact> {
        let mut facts = body;
        let table = self.histories.iter().find(|(of, _)| *of == kind);
        if let Some((_, table)) = table.filter(|_| !blocks.is_empty()) {
            let changes = table.rebuild(blocks, &facts).drain_into(diagnostics);
            hyokasho_history::settle_flags(&mut facts, &changes);
            facts.extend(changes);
        }
        facts
    }

    /// Whether bytes are a PDF, by their head.
    pub fn is_pdf(bytes: &[u8]) -> bool {
        format::recognise(bytes) == Ok(format::Format::Pdf)
    }

    /// Bytes to a document in reading order, whatever it is about: for inspection.
    ///
    /// # Errors
    /// When the bytes cannot be read.
    pub fn read(
        &self,
        bytes: &[u8],
        file: &str,
        options: &Options,
    ) -> Result<Diagnosed<(Document, SourceInfo)>, ExtractError> {
        read::read(bytes, file, options)
    }

    /// The pages of a PDF as the reader and the layout see them, for inspection. Page furniture is
    /// marked, which takes all pages.
    ///
    /// # Errors
    /// When the bytes are no PDF that can be read.
    pub fn inspect(
        &self,
        bytes: &[u8],
        options: &Options,
    ) -> Result<Vec<InspectedPage>, ExtractError> {
        let pdf = read::open_pdf(bytes, options)?;
        let (pages, mut layouts): (Vec<Page>, Vec<PageLayout>) = pdf
            .map_pages(|page| {
                let layout = hyokasho_layout::lay_out_page(&page.value);
                (page.value, layout)
            })
            .into_iter()
            .unzip();
        let joining = hyokasho_layout::LayoutOptions {
            join_pages: options.join_pages,
        };
        hyokasho_layout::join_pages(&mut layouts, &joining);
        let inspected = pages.into_iter().zip(layouts);
        Ok(inspected
            .map(|(page, layout)| InspectedPage { page, layout })
            .collect())
    }
}

/// A PDF page before and after layout.
#[derive(Debug, Clone)]
pub struct InspectedPage {
    /// Glyphs, rules, shapes, images and fields.
    pub page: Page,
    /// Tables, lines, drawings.
    pub layout: PageLayout,
}
