//! Binds a document to a form of the catalogue: labels, blocks, values, evidence.
//!
//! Input: a [`Document`] and the [`Catalogue`]. Output: the facts of the body in the order of the form,
//! what is missing, what is nobody's, and where the change history stands. It reads, in this order:
//! cells and lines (`sheet`), the form's kind (`recognise`), where labels may stand (`candidates`), which
//! of them are labels (`chain`), their blocks' indices (`instances`), what stands behind each (`regions`),
//! whose value that is (`distribute`), and what it says (`values`). It knows no file and no format.

mod around;
mod attachments;
mod candidates;
mod chain;
mod changes_part;
mod checks;
mod choice;
mod clipped;
mod compose;
mod distribute;
mod doubts;
mod facts;
mod files;
mod flags;
mod fold;
mod heads;
mod instances;
mod labels;
mod lost;
mod marks;
mod marks_lost;
mod number;
mod parenthesis;
mod recognise;
mod record_lists;
mod regions;
mod sheet;
mod values;

use std::ops::Range;

use hyokasho_catalogue::{Catalogue, Form, FormKind, NodeId, Role};
use hyokasho_document::Document;
use hyokasho_model::{Fact, FormInfo, Unassigned};
use hyokasho_source::{Code, Diagnosed, Diagnostic};

use chain::Link;
use changes_part::ChangeLabels;
use doubts::FormOptions;
use instances::Blocks;
use labels::LabelIndex;
use recognise::{Cover, CoverLabels};
use sheet::Sheet;

/// Labels that must be found before a text without a title is one of the forms.
const LEAST_LABELS: usize = 4;

/// How a form is recognised that nothing names.
const CONTENTS: &str = "contents";

/// A document bound to a form.
#[derive(Debug, Clone)]
pub struct Matched {
    /// Which form it is.
    pub kind: FormKind,
    /// The same as the model says it.
    pub form: FormInfo,
    /// The facts of the body, in the order of the form.
    pub facts: Vec<Fact>,
    /// Keys that the form prints and the document does not show.
    pub missing: Vec<String>,
    /// Content that belongs to no item.
    pub unassigned: Vec<Unassigned>,
    /// The blocks of the change history.
    pub changes: Range<usize>,
    /// Whether the document tells its form outside the change history.
    pub told: bool,
}

/// The document is none of the forms, nor a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAForm {
    /// Labels of the forms that were found all the same.
    pub labels: usize,
}

impl std::fmt::Display for NotAForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "no title and {} labels of the forms were found",
            self.labels
        )
    }
}

impl std::error::Error for NotAForm {}

/// The forms, indexed for matching. Build it once; it is shared by threads.
pub struct Matcher<'c> {
    cover: CoverLabels,
    forms: Vec<FormIndex<'c>>,
}

struct FormIndex<'c> {
    form: &'c Form,
    labels: LabelIndex,
    steps: chain::Steps,
    changes: ChangeLabels,
    blocks: Blocks,
    asides: Vec<Vec<char>>,
    /// The items that stand inside another item's value.
    inner: Vec<NodeId>,
    options: FormOptions,
}

/// What a form makes of a sheet.
struct Reading {
    links: Vec<Link>,
    score: f64,
    range_lines: Vec<u32>,
    /// Lines of labels that stand out of the form's order.
    crossed: Vec<u32>,
    /// Lines of sheets that are none of the form's.
    attached: Vec<Range<u32>>,
    end: usize,
}

impl<'c> Matcher<'c> {
    /// Indexes the catalogue's forms.
    pub fn new(catalogue: &'c Catalogue) -> Self {
        let forms = catalogue.forms.iter().map(FormIndex::new).collect();
        Self {
            cover: CoverLabels::new(catalogue),
            forms,
        }
    }

    /// Binds a document to the form that it is, or to the one that the caller says it is.
    ///
    /// # Errors
    /// When neither a title nor enough labels of any form are found.
    pub fn bind(
        &self,
        document: &Document,
        kind: Option<FormKind>,
    ) -> Result<Diagnosed<Matched>, NotAForm> {
        let mut sheet = Sheet::until(document, |sheet, at| self.is_changes_header(sheet, at));
        let mut cover = recognise::read_cover(&sheet, &self.cover);
        if sheet.ends_early && !cover.is_told(sheet.lines.len()) {
            // running heads and feet of the change history may tell them
            sheet = Sheet::new(document);
            cover = recognise::read_cover(&sheet, &self.cover);
        }
        let mut diagnostics = Vec::new();
        let named = kind
            .or(cover.title)
            .or(cover.revision.as_ref().and_then(|(_, _, kind)| *kind));
        let (index, reading, by) = if let Some(index) =
            named.and_then(|kind| self.forms.iter().find(|f| f.form.kind == kind))
        {
            let by = if cover.title.is_some() {
                "title"
            } else if kind.is_some() {
                "option"
            } else {
                "revision"
            };
            (index, index.read(&sheet), by)
        } else {
            let (index, reading) = self.read_all(&sheet)?;
            diagnostics.push(inferred(index.form.kind));
            (index, reading, CONTENTS)
        };
        if reading.links.len() < LEAST_LABELS
            && cover.title.is_none()
            && reading.end >= sheet.lines.len()
        {
            return Err(NotAForm {
                labels: reading.links.len(),
            });
        }
        let matched = facts::assemble(
            index,
            document,
            &sheet,
            &cover,
            &reading,
            by,
            &mut diagnostics,
        );
        Ok(Diagnosed {
            value: matched,
            diagnostics,
        })
    }

    /// Binds a part of a document that does not tell its form, to the form that its change history tells.
    ///
    /// # Errors
    /// As [`Matcher::bind`].
    pub fn bind_part(
        &self,
        document: &Document,
        kind: FormKind,
    ) -> Result<Diagnosed<Matched>, NotAForm> {
        let mut bound = self.bind(document, Some(kind))?;
        CONTENTS.clone_into(&mut bound.value.form.recognised_by);
        bound.value.told = false;
        bound.diagnostics.push(inferred(kind));
        Ok(bound)
    }

    /// Whether the change history's table begins at the line, whatever the form: nothing behind it is
    /// matched.
    fn is_changes_header(&self, sheet: &Sheet, at: usize) -> bool {
        let mut forms = self.forms.iter();
        forms.all(|index| index.changes.is_header(sheet, at))
    }

    /// The form whose chain through the sheet is best.
    fn read_all(&self, sheet: &Sheet) -> Result<(&FormIndex<'c>, Reading), NotAForm> {
        self.forms
            .iter()
            .map(|index| (index, index.read(sheet)))
            .max_by(|a, b| a.1.score.total_cmp(&b.1.score))
            .ok_or(NotAForm { labels: 0 })
    }
}

/// The finding that a form is told by what stands in it.
fn inferred(kind: FormKind) -> Diagnostic {
    let kind = kind.as_str();
    let message = format!("no title names the form; its contents are those of {kind}");
    Diagnostic::new(Code::FormInferred, message)
}

impl<'c> FormIndex<'c> {
    fn new(form: &'c Form) -> Self {
        let asides = form
            .nodes
            .iter()
            .filter(|node| node.role == Role::Furniture && node.label.starts_with('<'))
            .map(|node| fold::fold(&hyokasho_normalize::normalize(&node.label)))
            .collect();
        Self {
            form,
            labels: LabelIndex::new(form),
            steps: chain::Steps::new(form),
            changes: ChangeLabels::new(form),
            blocks: Blocks::new(form),
            asides,
            inner: form
                .items()
                .filter(|(_, item)| item.within.is_some())
                .map(|(id, _)| id)
                .collect(),
            options: doubts::FormOptions::new(form),
        }
    }

    fn read(&self, sheet: &Sheet) -> Reading {
        let mut end = self.changes.start(sheet).unwrap_or(sheet.lines.len());
        let mut found = candidates::find(sheet, self.form, &self.labels, end);
        let attached = attachments::find(self.form, &self.labels, sheet, &found.candidates, end);
        found
            .candidates
            .retain(|candidate| !attachments::hold(&attached, candidate.line));
        record_lists::leave_out_words(self.form, &self.labels, sheet, &mut found.candidates);
        let (mut links, score) = chain::best_chain(self.form, &self.steps, &found.candidates);
        // A change part without a header: its headline is the last label.
        if end == sheet.lines.len() {
            let part = links.iter().position(|link| self.is_change_part(link));
            if let Some(part) = part {
                end = links[part].candidate.line as usize;
                links.truncate(part);
            }
        }
        let again = heads::printed_again(self.form, &self.labels, sheet, &found.candidates, &links);
        found.range_lines.extend(again.furniture);
        let mut crossed = doubts::crossed(self.form, sheet, &found.candidates, &links);
        crossed.extend(again.open);
        Reading {
            crossed,
            links,
            score,
            range_lines: found.range_lines,
            attached,
            end,
        }
    }

    fn is_change_part(&self, link: &Link) -> bool {
        let node = link.candidate.node;
        let next = self
            .form
            .nodes
            .get(node + 1)
            .and_then(|next| next.key.as_deref());
        self.form.nodes[node].role == Role::Part
            && next.is_some_and(|key| key.starts_with("changes["))
    }
}

/// What the sheet's cover says, for the assembly.
type CoverRead = Cover;
