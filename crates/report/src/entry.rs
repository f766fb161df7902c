//! A document's row in the table of the collection, and the words that it is found by.

use hyokasho_model::{FlagState, Kind, Model, Reconciled, Status, Value};
use hyokasho_source::Severity;
use serde::Serialize;

use crate::outline::Outline;

/// Characters of one searched text: names are shorter, and a paragraph that stands where a name is
/// asked for must not swell the index.
const SEARCHED: usize = 400;

/// Which texts a document is found by, and the name of each in the report's words.
const SEARCH_KEYS: &[(&str, &str)] = &[
    ("cover.title", "title"),
    ("cover.agency", "agency"),
    ("cover.number", "number"),
    ("business.name", "business"),
    ("business.system_names", "system"),
    ("systems[n].name", "system"),
    ("file_names", "file"),
    ("files[n].name", "file"),
    ("department.name", "department"),
    ("files[n].outsourcing.entries[m].title", "outsourcing"),
    ("files[n].outsourcing.entries[m].contractor", "contractor"),
    ("files[n].provisions[m].recipient", "recipient"),
    ("files[n].transfers[m].recipient", "recipient"),
];

const RESUBCONTRACT: &str = "files[n].outsourcing.entries[m].resubcontract.status";
const OUTSOURCING: &str = "files[n].outsourcing.status";
const CONTRACT: &str = "files[n].outsourcing.entries[m].title";
/// The option of 委託の有無 and 再委託の有無 that says yes: the first on the forms.
const YES: u32 = 1;

/// A row of the table.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Entry {
    pub id: String,
    pub name: String,
    pub title: String,
    pub number: String,
    pub agency: String,
    pub form: String,
    pub style: String,
    pub revision: String,
    pub published: String,
    pub format: String,
    pub filled: u32,
    pub blank: u32,
    pub unclear: u32,
    pub missing: u32,
    pub warnings: u32,
    pub errors: u32,
    pub changes: u32,
    pub last_change: String,
    pub differs: u32,
    /// `yes`, `no`, or empty where no file tells.
    pub outsourcing: &'static str,
    /// Outsourced matters that the document names.
    pub contracts: u32,
    /// Those that are re-subcontracted.
    pub resub_yes: u32,
    /// Those that are not.
    pub resub_no: u32,
    /// `[name of the text, text]`, for the search.
    #[serde(skip)]
    pub searched: Vec<(&'static str, String)>,
}

/// The row of a document.
pub(crate) fn entry(id: &str, name: &str, model: &Model, outline: &Outline<'_>) -> Entry {
    let text = |key: &str| {
        let value = model
            .fact(key)
            .and_then(|fact| fact.object.value.as_ref())
            .and_then(Value::as_text);
        value.unwrap_or_default().replace('\n', " ")
    };
    let title = Some(text("cover.title")).filter(|title| !title.is_empty());
    let mut entry = Entry {
        id: id.to_owned(),
        name: name.to_owned(),
        title: title
            .or_else(|| Some(text("business.name")))
            .filter(|title| !title.is_empty())
            .unwrap_or_default(),
        number: text("cover.number"),
        agency: text("cover.agency"),
        form: model.form.kind.clone(),
        style: outline
            .form(&model.form.kind)
            .map(|form| form.style.clone())
            .unwrap_or_default(),
        revision: model
            .form
            .revision_date
            .clone()
            .or_else(|| model.form.revision.clone())
            .unwrap_or_default(),
        published: text("cover.publication_date"),
        format: model.source.format.clone(),
        missing: model.missing.len() as u32,
        ..Entry::default()
    };
    count_facts(model, &mut entry);
    count_findings(model, &mut entry);
    entry.searched.push(("file_name", name.to_owned()));
    entry
}

fn count_facts(model: &Model, entry: &mut Entry) {
    for fact in &model.facts {
        let object = &fact.object;
        if object.kind != Kind::Change {
            match object.status {
                Status::Filled if !has_lost_state(object.value.as_ref()) => entry.filled += 1,
                Status::Blank => entry.blank += 1,
                Status::Filled | Status::Unclear => entry.unclear += 1,
            }
        }
        let pattern = fact.key.pattern();
        match pattern.as_str() {
            OUTSOURCING => match object.option {
                Some(YES) => entry.outsourcing = "yes",
                Some(_) if entry.outsourcing.is_empty() => entry.outsourcing = "no",
                _ => {}
            },
            CONTRACT => entry.contracts += u32::from(object.status != Status::Blank),
            RESUBCONTRACT => match object.option {
                Some(YES) => entry.resub_yes += 1,
                Some(_) => entry.resub_no += 1,
                None => {}
            },
            _ => {}
        }
        let searched = SEARCH_KEYS.iter().find(|(key, _)| *key == pattern);
        let text = object.value.as_ref().and_then(Value::as_text);
        if let Some(((_, name), text)) = searched.zip(text) {
            let text = text.chars().take(SEARCHED).collect();
            entry.searched.push((name, text));
        }
    }
}

/// Whether the state of one of the flags is lost: the item as a whole is then in doubt.
fn has_lost_state(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Flags(flags)) if flags.iter().any(|flag| flag.state == FlagState::Unclear))
}

fn count_findings(model: &Model, entry: &mut Entry) {
    let count = |severity| {
        model
            .diagnostics
            .iter()
            .filter(|one| one.severity == severity)
            .count() as u32
    };
    entry.warnings = count(Severity::Warning);
    entry.errors = count(Severity::Error);
    entry.changes = model.change_facts().count() as u32;
    for (_, change) in model.changes() {
        entry.differs += u32::from(change.reconciled == Some(Reconciled::Differs));
        let date = change.date.as_deref().unwrap_or_default();
        if date > entry.last_change.as_str() {
            date.clone_into(&mut entry.last_change);
        }
    }
}
