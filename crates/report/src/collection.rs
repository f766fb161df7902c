//! The collection: table, search, figures, failures.

use hyokasho_model::Model;
use serde_json::{Value, json};

use crate::entry::Entry;
use crate::facets::Facets;
use crate::outline::Outline;
use crate::{ReportFile, script};

/// Everything that is told of more than one document.
#[derive(Default)]
pub(crate) struct Collection {
    entries: Vec<Entry>,
    facets: Facets,
    failures: Vec<(String, String)>,
}

impl Collection {
    pub fn add(&mut self, entry: Entry, model: &Model) {
        self.entries.push(entry);
        self.facets.add(model);
    }

    pub fn fail(&mut self, name: &str, cause: &str) {
        self.failures.push((name.to_owned(), cause.to_owned()));
    }

    /// The data files.
    pub fn files(self, outline: &Outline<'_>) -> Vec<ReportFile> {
        let searched: Vec<Value> = self
            .entries
            .iter()
            .map(|entry| json!(entry.searched))
            .collect();
        let titles: Value = outline
            .forms()
            .map(|form| {
                (
                    form.kind.as_str().to_owned(),
                    json!({ "title": form.titles.first(), "style": form.style }),
                )
            })
            .collect::<serde_json::Map<_, _>>()
            .into();
        let index =
            json!({ "forms": titles, "documents": self.entries, "failures": self.failures });
        vec![
            file("index", &index),
            file("figures", &self.facets.data(outline)),
            file("search", &json!(searched)),
        ]
    }
}

fn file(kind: &str, data: &Value) -> ReportFile {
    ReportFile {
        path: format!("data/{kind}.js"),
        text: script::receive(kind, "all", data),
    }
}
