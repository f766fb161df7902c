//! How choices, flags, changes and findings are distributed over the collection.
//!
//! Counted a form, so that the page can show all forms or one.

use std::collections::BTreeMap;

use hyokasho_model::{ChangeKind, FlagState, Kind, Model, Status, Value};
use serde_json::{Map, Value as Json, json};

use crate::outline::{Outline, context, headings};

/// What the answers to one item are, on one form.
#[derive(Debug, Default)]
struct Answers {
    /// Documents' answers by the option's text.
    options: BTreeMap<String, u64>,
    blank: u64,
    unclear: u64,
    /// How often the item was printed.
    all: u64,
}

/// Counts over the collection.
#[derive(Debug, Default)]
pub(crate) struct Facets {
    /// By key pattern, then form.
    answers: BTreeMap<String, BTreeMap<String, Answers>>,
    /// By form, then month (`2024-03`; empty where it is not known), then kind.
    changes: BTreeMap<String, BTreeMap<String, BTreeMap<&'static str, u64>>>,
    /// By code, then form: findings and documents that have them.
    findings: BTreeMap<&'static str, BTreeMap<String, (u64, u64)>>,
}

impl Facets {
    pub fn add(&mut self, model: &Model) {
        self.add_answers(model);
        self.add_changes(model);
        self.add_findings(model);
    }

    fn add_answers(&mut self, model: &Model) {
        for fact in &model.facts {
            let object = &fact.object;
            if !matches!(object.kind, Kind::Choice | Kind::Flags) {
                continue;
            }
            let forms = self.answers.entry(fact.key.pattern()).or_default();
            let answers = forms.entry(model.form.kind.clone()).or_default();
            answers.all += 1;
            match object.status {
                Status::Blank => answers.blank += 1,
                Status::Unclear => answers.unclear += 1,
                Status::Filled => answers.count(object.value.as_ref()),
            }
        }
    }

    fn add_changes(&mut self, model: &Model) {
        let months = self.changes.entry(model.form.kind.clone()).or_default();
        for (_, change) in model.changes() {
            let month = change
                .date
                .as_deref()
                .and_then(|date| date.get(..7))
                .unwrap_or_default();
            let kind = match change.change {
                Some(ChangeKind::Added) => "added",
                Some(ChangeKind::Removed) => "removed",
                Some(ChangeKind::Modified) => "modified",
                Some(ChangeKind::Unstated) | None => "unstated",
            };
            *months
                .entry(month.to_owned())
                .or_default()
                .entry(kind)
                .or_default() += 1;
        }
    }

    fn add_findings(&mut self, model: &Model) {
        let mut own: BTreeMap<&'static str, u64> = BTreeMap::new();
        for diagnostic in &model.diagnostics {
            *own.entry(diagnostic.code.as_str()).or_default() += 1;
        }
        for (code, count) in own {
            let counts = self
                .findings
                .entry(code)
                .or_default()
                .entry(model.form.kind.clone())
                .or_default();
            counts.0 += count;
            counts.1 += 1;
        }
    }

    /// The counts for the page: items in the order of the fullest form that prints them.
    pub fn data(&self, outline: &Outline<'_>) -> Json {
        json!({ "items": self.items(outline), "changes": self.changes, "findings": self.findings })
    }

    fn items(&self, outline: &Outline<'_>) -> Vec<Json> {
        let forms: Vec<_> = outline.forms().collect();
        let mut items = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for form in forms.iter().rev() {
            for (_, node) in form.items() {
                let Some(pattern) = node.key.as_deref() else {
                    continue;
                };
                let Some(answers) = self.answers.get(pattern) else {
                    continue;
                };
                if seen.contains(&pattern) {
                    continue;
                }
                seen.push(pattern);
                let key = hyokasho_model::Key::new(pattern);
                let position = outline.position(form, &key);
                let headings = position
                    .as_ref()
                    .map(|at| headings(form, at))
                    .unwrap_or_default();
                let path: Vec<String> = headings.into_iter().map(|heading| heading.title).collect();
                items.push(json!({
                    "key": pattern,
                    "label": node.label,
                    "context": position.as_ref().map(|at| context(form, at)),
                    "number": node.path,
                    "kind": node.kind.map(hyokasho_catalogue::ItemKind::as_str),
                    "path": path,
                    "options": options(outline, pattern, answers),
                    "forms": answers.iter().map(|(form, answers)| (form.clone(), answers.data())).collect::<Map<_, _>>(),
                }));
            }
        }
        items
    }
}

impl Answers {
    fn count(&mut self, value: Option<&Value>) {
        match value {
            Some(Value::Text(option)) => *self.options.entry(option.clone()).or_default() += 1,
            Some(Value::Flags(flags)) => {
                for flag in flags.iter().filter(|flag| flag.state == FlagState::On) {
                    *self.options.entry(flag.option.clone()).or_default() += 1;
                }
                self.unclear +=
                    u64::from(flags.iter().any(|flag| flag.state == FlagState::Unclear));
            }
            _ => {}
        }
    }

    fn data(&self) -> Json {
        json!({ "options": self.options, "blank": self.blank, "unclear": self.unclear, "all": self.all })
    }
}

/// The options of an item in the order of the forms; what documents say beside them comes last.
fn options(
    outline: &Outline<'_>,
    pattern: &str,
    answers: &BTreeMap<String, Answers>,
) -> Vec<String> {
    let mut options: Vec<String> = Vec::new();
    let mut forms: Vec<_> = outline.forms().collect();
    forms.reverse();
    for form in forms
        .into_iter()
        .filter(|form| answers.contains_key(form.kind.as_str()))
    {
        let Some((_, node)) = outline.node(form, pattern) else {
            continue;
        };
        for option in &node.options {
            if !options.contains(&option.text) {
                options.push(option.text.clone());
            }
        }
    }
    for seen in answers.values().flat_map(|answers| answers.options.keys()) {
        if !options.contains(seen) {
            options.push(seen.clone());
        }
    }
    options
}
