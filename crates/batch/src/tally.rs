//! What a document's model holds, in numbers.

use hyokasho_model::{Kind, Model, Status};
use hyokasho_source::Severity;
use serde::{Deserialize, Serialize};

/// What one model holds, or several together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// `basic`, `focused` or `full`; empty for several documents together.
    pub form: String,
    /// Items with a value.
    pub filled: u64,
    /// Items printed and left empty.
    pub blank: u64,
    /// Items whose value the document does not tell.
    pub unclear: u64,
    /// Items that the form prints and the document does not show.
    pub missing: u64,
    /// Rows of the change history.
    pub changes: u64,
    /// Diagnostics of severity warning.
    pub warnings: u64,
    /// Diagnostics of severity error.
    pub errors: u64,
    /// Pages; 0 for a text.
    pub pages: u64,
}

impl Tally {
    /// The numbers of one model.
    pub fn of(model: &Model) -> Self {
        let mut tally = Self {
            form: model.form.kind.clone(),
            missing: model.missing.len() as u64,
            pages: model.source.pages.map_or(0, u64::from),
            ..Self::default()
        };
        for fact in &model.facts {
            tally.count(fact.object.kind, fact.object.status);
        }
        for diagnostic in &model.diagnostics {
            match diagnostic.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Info => {}
            }
        }
        tally
    }

    fn count(&mut self, kind: Kind, status: Status) {
        match (kind, status) {
            (Kind::Change, _) => self.changes += 1,
            (_, Status::Filled) => self.filled += 1,
            (_, Status::Blank) => self.blank += 1,
            (_, Status::Unclear) => self.unclear += 1,
        }
    }

    /// Adds another document's numbers; the form is left as it is.
    pub fn add(&mut self, other: &Self) {
        self.filled += other.filled;
        self.blank += other.blank;
        self.unclear += other.unclear;
        self.missing += other.missing;
        self.changes += other.changes;
        self.warnings += other.warnings;
        self.errors += other.errors;
        self.pages += other.pages;
    }
}
