//! Two models of one document: what differs, item by item and member by member.

use hyokasho_model::{Fact, Kind, Model};
use hyokasho_source::Place;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

/// Which part of the model a difference is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The source file itself: its bytes, pages, encoding.
    Source,
    /// Which form it is.
    Form,
    /// An item or a change row.
    Item,
    /// The list of items that the document does not show.
    Missing,
    /// Content that belongs to no item.
    Unassigned,
    /// A finding.
    Diagnostic,
    /// The golden file's writing alone.
    File,
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Motion {
    /// It is not in the golden file.
    Added,
    /// It is in the golden file alone.
    Removed,
    /// It differs.
    Modified,
}

/// One member that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Its path inside the item, `value`, `status`, `value.after`, `value(OPTION).state`.
    pub name: String,
    /// What the golden file says; null where it says nothing.
    pub before: Json,
    /// What the document says now; null where it says nothing.
    pub after: Json,
}

/// One item, finding or the like that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The part of the model.
    pub part: Part,
    /// The item's key, where it is about an item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The item's label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The item's number on the form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What became of it.
    pub motion: Motion,
    /// The members that differ.
    pub fields: Vec<Field>,
    /// Where it stands now; where it stood, when it is gone.
    pub places: Vec<Place>,
}

impl Difference {
    /// Whether it says the same in another place.
    pub fn is_place_only(&self) -> bool {
        let is_place = |field: &Field| matches!(field.name.as_str(), "source" | "label_source");
        self.motion == Motion::Modified
            && !self.fields.is_empty()
            && self.fields.iter().all(is_place)
    }
}

/// All differences between a golden model and the model of today.
pub fn compare(golden: &Model, now: &Model) -> Vec<Difference> {
    let mut found = Vec::new();
    whole(
        Part::Source,
        &json!(golden.source),
        &json!(now.source),
        &mut found,
    );
    whole(
        Part::Form,
        &json!(golden.form),
        &json!(now.form),
        &mut found,
    );
    found.extend(compare_list(
        Part::Item,
        &entries(&golden.facts, of_fact),
        &entries(&now.facts, of_fact),
    ));
    let of_missing = |key: &String| Entry {
        key: Some(key.clone()),
        ..Entry::of(key.clone(), json!({}))
    };
    found.extend(compare_list(
        Part::Missing,
        &entries(&golden.missing, of_missing),
        &entries(&now.missing, of_missing),
    ));
    let of_content = |content: &hyokasho_model::Unassigned| Entry {
        places: content.source.clone(),
        ..Entry::of(content.text.clone(), json!(content))
    };
    found.extend(compare_list(
        Part::Unassigned,
        &entries(&golden.unassigned, of_content),
        &entries(&now.unassigned, of_content),
    ));
    let of_finding = |finding: &hyokasho_source::Diagnostic| Entry {
        key: finding.key.clone(),
        places: finding.source.clone(),
        ..Entry::of(
            format!("{} {:?} {}", finding.code, finding.key, finding.message),
            json!(finding),
        )
    };
    found.extend(compare_list(
        Part::Diagnostic,
        &entries(&golden.diagnostics, of_finding),
        &entries(&now.diagnostics, of_finding),
    ));
    found
}

/// A part that is one thing.
fn whole(part: Part, golden: &Json, now: &Json, found: &mut Vec<Difference>) {
    let mut fields = Vec::new();
    differing("", golden, now, &mut fields);
    if !fields.is_empty() {
        found.push(Difference {
            part,
            key: None,
            label: None,
            number: None,
            motion: Motion::Modified,
            fields,
            places: Vec::new(),
        });
    }
}

/// One member of a list that is compared.
struct Entry {
    /// What makes it the same on both sides, with the number of its turn.
    identity: (String, usize),
    key: Option<String>,
    label: Option<String>,
    number: Option<String>,
    places: Vec<Place>,
    json: Json,
}

impl Entry {
    fn of(identity: String, json: Json) -> Self {
        Self {
            identity: (identity, 0),
            key: None,
            label: None,
            number: None,
            places: Vec::new(),
            json,
        }
    }

    fn difference(&self, part: Part, motion: Motion, fields: Vec<Field>) -> Difference {
        Difference {
            part,
            key: self.key.clone(),
            label: self.label.clone(),
            number: self.number.clone(),
            motion,
            fields,
            places: self.places.clone(),
        }
    }
}

fn of_fact(fact: &Fact) -> Entry {
    let mut json = json!(fact);
    if let Json::Object(members) = &mut json {
        members.remove("key");
        // A text's printed form is its value; once is enough.
        if fact.object.kind == Kind::Text && fact.object.value.is_some() {
            members.remove("text");
        }
    }
    Entry {
        key: Some(fact.key.to_string()),
        label: Some(fact.label.clone()),
        number: Some(fact.number.clone()),
        places: fact.object.source.clone(),
        ..Entry::of(fact.key.to_string(), json)
    }
}

fn entries<T>(list: &[T], entry: impl Fn(&T) -> Entry) -> Vec<Entry> {
    let mut turns: FxHashMap<String, usize> = FxHashMap::default();
    let numbered = |member: &T| {
        let mut entry = entry(member);
        let turn = turns.entry(entry.identity.0.clone()).or_default();
        *turn += 1;
        entry.identity.1 = *turn;
        entry
    };
    list.iter().map(numbered).collect()
}

/// What came or differs in the order of today, then what went in the order of the golden file.
fn compare_list(part: Part, golden: &[Entry], now: &[Entry]) -> Vec<Difference> {
    let index: FxHashMap<&(String, usize), &Entry> = golden
        .iter()
        .map(|entry| (&entry.identity, entry))
        .collect();
    let present: FxHashSet<&(String, usize)> = now.iter().map(|entry| &entry.identity).collect();
    let mut found = Vec::new();
    for entry in now {
        let mut fields = Vec::new();
        let motion = if let Some(old) = index.get(&entry.identity) {
            differing("", &old.json, &entry.json, &mut fields);
            Motion::Modified
        } else {
            differing("", &json!({}), &entry.json, &mut fields);
            Motion::Added
        };
        if motion == Motion::Added || !fields.is_empty() {
            found.push(entry.difference(part, motion, fields));
        }
    }
    for entry in golden
        .iter()
        .filter(|entry| !present.contains(&entry.identity))
    {
        let mut fields = Vec::new();
        differing("", &entry.json, &json!({}), &mut fields);
        found.push(entry.difference(part, Motion::Removed, fields));
    }
    found
}

/// Collects the members that differ, down to the smallest that can be named.
fn differing(path: &str, before: &Json, after: &Json, fields: &mut Vec<Field>) {
    match (before, after) {
        (a, b) if a == b => {}
        (Json::Object(a), Json::Object(b)) => differing_members(path, a, b, fields),
        (Json::Array(a), Json::Array(b)) if are_the_same_options(a, b) => {
            for (one, other) in a.iter().zip(b) {
                let option = one["option"].as_str().unwrap_or_default();
                differing(&format!("{path}({option})"), one, other, fields);
            }
        }
        (a, b) => fields.push(Field {
            name: path.to_owned(),
            before: a.clone(),
            after: b.clone(),
        }),
    }
}

fn differing_members(
    path: &str,
    before: &Map<String, Json>,
    after: &Map<String, Json>,
    fields: &mut Vec<Field>,
) {
    let new_names = after.keys().filter(|name| !before.contains_key(*name));
    for name in before.keys().chain(new_names) {
        let member = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        let side = |map: &Map<String, Json>| map.get(name).cloned().unwrap_or(Json::Null);
        differing(&member, &side(before), &side(after), fields);
    }
}

/// Whether two lists are the options of one item.
fn are_the_same_options(a: &[Json], b: &[Json]) -> bool {
    let is_pair = |(one, other): (&Json, &Json)| {
        one["option"].is_string() && one["option"] == other["option"]
    };
    a.len() == b.len() && a.iter().zip(b).all(is_pair)
}
