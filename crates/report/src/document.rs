//! One document's data: sections of items, changes, findings.

use hyokasho_model::{Fact, Kind, Model};
use hyokasho_source::{Diagnostic, Place};
use serde_json::{Map, Value, json};

use crate::outline::{Heading, Outline, Position, context, headings};

/// A fact with its place on the form.
struct Placed<'m> {
    fact: &'m Fact,
    position: Option<Position>,
}

/// The data of a document's page.
pub(crate) fn document(
    id: &str,
    name: &str,
    model: &Model,
    outline: &Outline<'_>,
    has_original: bool,
) -> Value {
    json!({
        "id": id,
        "name": name,
        "source": model.source,
        "form": model.form,
        "original": has_original,
        "sections": sections(model, outline),
        "changes": changes(model),
        "missing": missing(model, outline),
        "unassigned": model.unassigned.iter().map(|one| json!({ "text": one.text, "source": places(&one.source) })).collect::<Vec<_>>(),
        "diagnostics": model.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
    })
}

/// The body's items, part by part in the order of the form; items that it lacks come last.
fn sections(model: &Model, outline: &Outline<'_>) -> Vec<Value> {
    let form = outline.form(&model.form.kind);
    let place = |fact| Placed {
        fact,
        position: form.and_then(|form| outline.position(form, &fact.key)),
    };
    let mut facts: Vec<Placed<'_>> = model
        .facts
        .iter()
        .filter(|fact| fact.object.kind != Kind::Change)
        .map(place)
        .collect();
    facts.sort_by(|a, b| match (&a.position, &b.position) {
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    let mut sections: Vec<(Option<Heading>, Vec<Value>)> = Vec::new();
    for Placed { fact, position } in facts {
        let known = form.zip(position.as_ref());
        let mut headings = known
            .map(|(form, at)| headings(form, at))
            .unwrap_or_default()
            .into_iter();
        let part = headings.next();
        let context = known
            .map(|(form, at)| context(form, at))
            .unwrap_or_default();
        let path: Vec<String> = headings.map(|heading| heading.title).collect();
        let begins = |(last, items): &(Option<Heading>, Vec<Value>)| {
            let same_title = title(last.as_ref()) == title(part.as_ref());
            !same_title || (*last != part && repeats(items, model))
        };
        if sections.last().is_none_or(begins) {
            sections.push((part, Vec::new()));
        }
        if let Some((_, items)) = sections.last_mut() {
            items.push(item(fact, &path, &context));
        }
    }
    sections
        .into_iter()
        .map(|(part, items)| section(part, &items, model))
        .collect()
}

/// A part. One that is printed more than once bears its number, and one for a file the file's name.
fn section(part: Option<Heading>, items: &[Value], model: &Model) -> Value {
    let index = part.as_ref().map_or(0, |part| part.index);
    let repeats = index > 0 && repeats(items, model);
    let name = model
        .fact(&format!("files[{index}].name"))
        .filter(|_| repeats && prefix(items) == "files");
    let file = name.and_then(|fact| fact.object.value.as_ref()?.as_text());
    json!({
        "title": part.map(|part| part.title),
        "index": repeats.then_some(index),
        "file": file,
        "items": items,
    })
}

fn title(part: Option<&Heading>) -> Option<&str> {
    part.map(|part| part.title.as_str())
}

/// The name of what a part's first item belongs to, before its number.
fn prefix(items: &[Value]) -> &str {
    let first = items.first().and_then(|item| item["key"].as_str());
    first
        .and_then(|key| key.split('[').next())
        .unwrap_or_default()
}

/// Whether the document has what a part is about more than once.
fn repeats(items: &[Value], model: &Model) -> bool {
    let second = format!("{}[2]", prefix(items));
    model.facts.iter().any(|fact| fact.key.is_in(&second))
}

fn item(fact: &Fact, path: &[String], context: &str) -> Value {
    let object = &fact.object;
    let mut item = Map::new();
    item.insert("key".into(), json!(fact.key));
    item.insert("label".into(), json!(fact.label));
    item.insert("number".into(), json!(fact.number));
    item.insert("kind".into(), json!(object.kind));
    item.insert("status".into(), json!(object.status));
    let mut put = |name: &str, value: Value| {
        if !matches!(&value, Value::Null) && value != json!([]) && value != json!("") {
            item.insert(name.to_owned(), value);
        }
    };
    put("path", json!(path));
    put("context", json!(context));
    put("value", json!(object.value));
    put("option", json!(object.option));
    put("basis", json!(object.basis));
    put("candidates", json!(object.candidates));
    let is_same =
        object.value.as_ref().and_then(|value| value.as_text()) == Some(object.text.as_str());
    put(
        "text",
        if is_same {
            Value::Null
        } else {
            json!(object.text)
        },
    );
    put("source", places(&object.source));
    put("label_source", places(&object.label_source));
    Value::Object(item)
}

/// The change rows. Of one that is unclear what it may be, and why that cannot be told.
fn changes(model: &Model) -> Vec<Value> {
    let rows = model.change_facts().filter_map(|fact| {
        let candidate = fact.object.candidates.first();
        let value = fact.object.value.as_ref();
        let Some(hyokasho_model::Value::Change(change)) = value.or(candidate.map(|one| &one.value))
        else {
            return None;
        };
        let reason = candidate.and_then(|one| one.reason.as_deref());
        Some(json!({
            "key": fact.key,
            "status": fact.object.status,
            "reason": reason,
            "change": change,
            "source": places(&fact.object.source),
        }))
    });
    rows.collect()
}

/// Missing keys, with the labels that the form has for them.
fn missing(model: &Model, outline: &Outline<'_>) -> Vec<Value> {
    let form = outline.form(&model.form.kind);
    let named = |key: &String| {
        let pattern = hyokasho_model::Key::new(key.as_str()).pattern();
        let node = form
            .and_then(|form| outline.node(form, &pattern))
            .map(|(_, node)| node);
        json!({ "key": key, "label": node.map(|node| &node.label), "number": node.map(|node| &node.path) })
    };
    model.missing.iter().map(named).collect()
}

fn diagnostic(diagnostic: &Diagnostic) -> Value {
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "key": diagnostic.key,
        "message": diagnostic.message,
        "source": places(&diagnostic.source),
    })
}

/// Places in short: `[line]`, `[line, cell]`, or `[page, x0, y0, x1, y1]`.
pub(crate) fn places(places: &[Place]) -> Value {
    let short = |place: &Place| match place {
        Place::Line { line, cell: None } => json!([line]),
        Place::Line {
            line,
            cell: Some(cell),
        } => json!([line, cell]),
        Place::Page {
            page,
            bbox: [x0, y0, x1, y1],
        } => json!([page, x0, y0, x1, y1]),
    };
    Value::Array(places.iter().map(short).collect())
}
