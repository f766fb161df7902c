//! What a run found.

use serde::Serialize;

use crate::{Difference, Failure};

/// What became of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It says what the golden file says.
    Unchanged,
    /// Something differs.
    Moved,
    /// It has no golden file.
    New,
    /// Its golden file stands, and no document has its name.
    Gone,
    /// It has no model, or its golden file cannot be read.
    Failed,
}

/// One document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Its name.
    pub document: String,
    /// What became of it.
    pub state: State,
    /// Whether the golden file was written (or removed) in this run.
    pub is_updated: bool,
    /// What differs from the golden file as it was before the run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
    /// Why it failed, or what a golden failure is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

impl Outcome {
    pub(crate) fn new(document: &str, state: State) -> Self {
        Self {
            document: document.to_owned(),
            state,
            is_updated: false,
            differences: Vec::new(),
            failure: None,
        }
    }
}

/// A run in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Documents, those that are gone among them.
    pub documents: usize,
    /// Unchanged ones.
    pub unchanged: usize,
    /// Those in which something differs.
    pub moved: usize,
    /// New ones.
    pub new: usize,
    /// Gone ones.
    pub gone: usize,
    /// Failed ones.
    pub failed: usize,
    /// Golden files written or removed.
    pub updated: usize,
}

/// A run over all documents.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// The run in numbers.
    pub totals: Totals,
    /// The documents that are not unchanged, in the order of the inputs; those that are gone behind them.
    pub documents: Vec<Outcome>,
}

impl Report {
    pub(crate) fn of(outcomes: Vec<Outcome>) -> Self {
        let mut totals = Totals {
            documents: outcomes.len(),
            ..Totals::default()
        };
        for outcome in &outcomes {
            *totals.of(outcome.state) += 1;
            totals.updated += usize::from(outcome.is_updated);
        }
        let documents = outcomes
            .into_iter()
            .filter(|outcome| outcome.state != State::Unchanged)
            .collect();
        Self { totals, documents }
    }

    /// Whether every document says what its golden file says.
    pub fn is_clean(&self) -> bool {
        self.totals.unchanged == self.totals.documents
    }
}

impl Totals {
    fn of(&mut self, state: State) -> &mut usize {
        match state {
            State::Unchanged => &mut self.unchanged,
            State::Moved => &mut self.moved,
            State::New => &mut self.new,
            State::Gone => &mut self.gone,
            State::Failed => &mut self.failed,
        }
    }
}
