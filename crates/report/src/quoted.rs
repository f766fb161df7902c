//! What of the original is shown: the table rows and lines of a text that values come from, the
//! pages of a PDF drawn small.

use std::collections::{BTreeMap, BTreeSet};

use hyokasho_document::{Document, mark};
use hyokasho_model::Model;
use hyokasho_source::Place;
use serde_json::{Value, json};

use crate::Original;
use crate::drawing::drawing;

/// Characters of a quoted cell: more is cut, the value itself stands in the report in full.
const QUOTED: usize = 1_200;

/// What of the original the report shows; nothing where it is not at hand.
pub(crate) fn quoted(model: &Model, original: &Original) -> Option<Value> {
    match original {
        Original::Absent => None,
        Original::Text(document) => Some(json!({ "lines": lines(document, &lines_of(model)) })),
        Original::Pages(pages) => {
            let drawn: serde_json::Map<String, Value> = pages
                .iter()
                .map(|page| (page.number.to_string(), drawing(page)))
                .collect();
            Some(json!({ "pages": drawn }))
        }
    }
}

/// The lines that values, labels and findings of a model come from.
fn lines_of(model: &Model) -> BTreeSet<u32> {
    let values = model
        .facts
        .iter()
        .flat_map(|fact| fact.object.source.iter().chain(&fact.object.label_source));
    let findings = model.diagnostics.iter().flat_map(|one| &one.source);
    let loose = model.unassigned.iter().flat_map(|one| &one.source);
    values
        .chain(findings)
        .chain(loose)
        .filter_map(|place| match place {
            Place::Line { line, .. } => Some(*line),
            Place::Page { .. } => None,
        })
        .collect()
}

/// `{line: [[cell, text], …]}`; cell 0 is a line outside any table.
fn lines(document: &Document, wanted: &BTreeSet<u32>) -> Value {
    let mut lines: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    for cell in document.blocks.iter().flat_map(|block| &block.cells) {
        for run in &cell.runs {
            let Place::Line { line, cell: number } = run.place else {
                continue;
            };
            if !wanted.contains(&line) {
                continue;
            }
            let text = lines
                .entry(line)
                .or_default()
                .entry(number.unwrap_or(0))
                .or_default();
            text.push_str(cell.text.get(run.range.clone()).unwrap_or_default());
        }
    }
    let data: serde_json::Map<String, Value> = lines
        .into_iter()
        .map(|(line, cells)| {
            let cells: Vec<Value> = cells
                .into_iter()
                .map(|(cell, text)| json!([cell, shown(&text)]))
                .collect();
            (line.to_string(), Value::Array(cells))
        })
        .collect();
    Value::Object(data)
}

/// The text with the readers' marks as characters that a font has, cut where it is long.
fn shown(text: &str) -> String {
    let mut shown: String = text.trim().chars().take(QUOTED).map(seen).collect();
    if text.trim().chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    shown
}

/// A mark of the readers as a character that a font has.
pub(crate) fn seen(c: char) -> char {
    match c {
        mark::BOX | mark::SEEN_OFF => '☐',
        mark::BOX_CHECKED | mark::SEEN_ON => '☑',
        c => c,
    }
}
