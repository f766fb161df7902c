//! Item cells resolved to keys, from the catalogue alone.
//!
//! Input: an item cell's text and the two sides of its row. Output: [`Resolution`]: keys with their
//! indices, or none and the nearest candidates. A cell is read as one path through the form or
//! several; where two paths explain it about as well, the row's quotes decide, then the body; where
//! these do not, the cell stays unresolved.

mod body;
mod cell;
mod damaged;
mod evidence;
mod index;
mod labels;
mod names;
mod paths;
mod quote;
mod split;
mod targets;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use hyokasho_catalogue::Form;
use hyokasho_model::Fact;
use rustc_hash::FxHashMap;

use body::Body;
use cell::{CellText, letters_of};
use index::FormIndex;
use names::Files;
use paths::Path;
use quote::Quote;

/// Candidates that a cell without keys gets at most.
const CANDIDATES: usize = 5;

/// What an item cell names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// The keys, in the cell's order; empty where it cannot be told.
    pub keys: Vec<String>,
    /// The nearest keys where `keys` is empty.
    pub candidates: Vec<String>,
}

/// One thing that a cell names: the paths that may be meant, the best first.
type Alternatives = Vec<Path>;

/// What a cell says, before a row's quotes are looked at.
#[derive(Debug, Clone, Default)]
struct Reading {
    /// The things that it names.
    named: Vec<Alternatives>,
    /// Whether they explain the cell.
    explained: bool,
    /// What explains the cell less what does not, in letters.
    fit: f32,
    /// The files that it names by their names.
    files: Files,
}

/// A form indexed for item cells; built once, shared by documents and threads.
#[derive(Debug)]
pub struct ItemIndex {
    index: FormIndex,
    options: Vec<Vec<Vec<char>>>,
}

impl ItemIndex {
    /// Indexes a form.
    pub fn new(form: &Form) -> Self {
        let index = FormIndex::new(form);
        let options = index
            .elements
            .iter()
            .map(|element| {
                let options = form
                    .nodes
                    .get(element.node)
                    .map_or(&[][..], |node| &node.options);
                let printings = options
                    .iter()
                    .flat_map(|o| std::iter::once(&o.text).chain(&o.variants));
                printings
                    .map(|text| letters_of(&hyokasho_normalize::normalize(text)))
                    .collect()
            })
            .collect();
        Self { index, options }
    }
}

/// Resolves the item cells of one document.
#[derive(Debug)]
pub struct Resolver<'a> {
    form: Arc<ItemIndex>,
    body: Body<'a>,
    readings: RefCell<FxHashMap<String, Rc<Reading>>>,
}

impl<'a> Resolver<'a> {
    /// A resolver for documents of a form. `body` are the facts of the document itself: the names
    /// of its files, how often its blocks repeat, and its texts as evidence.
    pub fn new(form: &Form, body: &'a [Fact]) -> Self {
        Self::with_index(Arc::new(ItemIndex::new(form)), body)
    }

    /// The same, with a form indexed before.
    pub fn with_index(form: Arc<ItemIndex>, body: &'a [Fact]) -> Self {
        Self {
            form,
            body: Body::new(body),
            readings: RefCell::default(),
        }
    }

    /// The keys that a row changes.
    pub fn resolve(&self, item: &str, before: &str, after: &str) -> Resolution {
        let reading = self.read(item);
        let quote = Quote::new(before, after);
        let mut keys: Vec<String> = Vec::new();
        let mut undecided: Vec<String> = Vec::new();
        for alternatives in &reading.named {
            match self.decide(alternatives, reading.files, &quote) {
                Ok(found) => keys.extend(found),
                Err(candidates) => undecided.extend(candidates),
            }
        }
        dedup(&mut keys);
        if reading.explained && undecided.is_empty() && !keys.is_empty() {
            return Resolution {
                keys,
                candidates: Vec::new(),
            };
        }
        keys.extend(undecided);
        dedup(&mut keys);
        keys.truncate(CANDIDATES);
        Resolution {
            keys: Vec::new(),
            candidates: keys,
        }
    }

    /// How well the form explains an item cell: letters and numbers that agree less those that do not.
    pub(crate) fn fit(&self, item: &str) -> f32 {
        self.read(item).fit
    }

    fn read(&self, item: &str) -> Rc<Reading> {
        if let Some(reading) = self.readings.borrow().get(item) {
            return Rc::clone(reading);
        }
        let text = hyokasho_normalize::normalize_cow(item);
        let mut cell = CellText::read(&text);
        if let Some(mended) = damaged::mend(&self.form.index, &cell, &text) {
            cell = CellText::read(&mended);
        }
        let files = names::take(&self.form.index, &mut cell, &self.body);
        let named = split::read(&self.form.index, &cell, self.body.files());
        let reading = Rc::new(Reading {
            named: named.things,
            explained: named.explained,
            fit: named.fit,
            files,
        });
        self.readings
            .borrow_mut()
            .insert(item.to_owned(), Rc::clone(&reading));
        reading
    }
}

fn dedup(keys: &mut Vec<String>) {
    let mut seen = rustc_hash::FxHashSet::default();
    keys.retain(|key| seen.insert(key.clone()));
}
