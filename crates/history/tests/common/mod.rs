//! What the tests on the shared seeds and gold facts have in common. Absent seeds skip a test.
#![allow(dead_code, reason = "each test file uses a part")]

use std::path::PathBuf;

use hyokasho_catalogue::{Catalogue, Form, FormKind};
use hyokasho_document::{Block, BlockKind, Cell};
use hyokasho_model::{Fact, Key, Kind, Status, Value, ValueObject};
use hyokasho_source::Place;
use serde_json::Value as Json;

/// The documents: number, form.
pub const SEEDS: [(&str, FormKind); 3] = [
    ("000", FormKind::Full),
    ("001", FormKind::Focused),
    ("003", FormKind::Focused),
];

/// The folder beside the workspace that holds seeds and gold facts.
pub fn shared() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if path.join("gold").is_dir() {
        return Some(path);
    }
    println!("skipped: ../shared is absent");
    None
}

/// The catalogue.
pub fn catalogue() -> Catalogue {
    Catalogue::embedded().clone()
}

/// A form of it.
pub fn form(catalogue: &Catalogue, kind: FormKind) -> &Form {
    catalogue.form(kind).expect("the catalogue has the form")
}

/// Gold lines of a document.
pub fn gold(number: &str) -> Option<Vec<Json>> {
    let text =
        std::fs::read_to_string(shared()?.join("gold").join(format!("{number}.ndjson"))).ok()?;
    Some(
        text.lines()
            .filter(|l| !l.trim().is_empty())
            .map(|l| serde_json::from_str(l).expect("gold is JSON"))
            .collect(),
    )
}

/// A seed's text.
pub fn seed(number: &str) -> Option<String> {
    let folder = std::fs::read_dir(shared()?.join("seeds")).ok()?;
    let path = folder.flatten().map(|e| e.path()).find(|p| {
        p.file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with(number))
    })?;
    std::fs::read_to_string(path).ok()
}

/// Text under a name.
pub fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    json.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// The gold lines that are no changes, as facts of the body.
pub fn body(gold: &[Json]) -> Vec<Fact> {
    gold.iter()
        .filter(|g| text(g, "kind") != "change")
        .map(body_fact)
        .collect()
}

fn body_fact(gold: &Json) -> Fact {
    use hyokasho_model::{Flag, FlagState};
    let kind: Kind = serde_json::from_value(gold["kind"].clone()).expect("a kind");
    let value = match kind {
        Kind::Flags => {
            let states = gold["states"].as_object().cloned().unwrap_or_default();
            let flags = states.iter().map(|(option, states)| Flag {
                option: option.clone(),
                state: match states[0].as_str() {
                    Some("on") => FlagState::On,
                    Some("off") => FlagState::Off,
                    _ => FlagState::Unclear,
                },
                basis: None,
                text: gold["texts"][option].as_str().map(str::to_owned),
                count: gold["counts"][option].as_u64(),
            });
            Some(Value::Flags(flags.collect()))
        }
        _ => match &gold["value"] {
            Json::String(text) => Some(Value::Text(text.clone())),
            Json::Number(n) => n.as_u64().map(Value::Count),
            _ => None,
        },
    };
    let status = if value.is_some() {
        Status::Filled
    } else {
        Status::Blank
    };
    let printed = value
        .as_ref()
        .and_then(Value::as_text)
        .unwrap_or_default()
        .to_owned();
    Fact {
        key: Key::new(text(gold, "key")),
        label: String::new(),
        number: String::new(),
        object: ValueObject {
            kind,
            status,
            value,
            option: None,
            text: printed,
            source: Vec::new(),
            basis: None,
            candidates: Vec::new(),
            label_source: Vec::new(),
        },
    }
}

/// A list of texts.
pub fn list(json: &Json) -> Vec<String> {
    json.as_array()
        .into_iter()
        .flatten()
        .filter_map(|t| t.as_str().map(str::to_owned))
        .collect()
}

/// The blocks of a seed's change table, found in a crude way: what follows the last headline, its
/// cells parted by tabs and stripped of markup.
pub fn change_blocks(seed: &str) -> Vec<Block> {
    let lines: Vec<&str> = seed.lines().collect();
    let start = lines
        .iter()
        .rposition(|line| !line.contains('\t') && line.contains("変更箇所"))
        .unwrap_or(0);
    let numbered = lines
        .iter()
        .enumerate()
        .skip(start)
        .filter(|(_, line)| !line.trim().is_empty());
    numbered
        .enumerate()
        .map(|(row, (at, line))| block(row as u32, at as u32 + 1, line))
        .collect()
}

fn block(row: u32, line: u32, text: &str) -> Block {
    let cells: Vec<&str> = text.split('\t').collect();
    if cells.len() == 1 {
        return Block::line(None, Cell::new(stripped(text), 0, Place::line(line)));
    }
    let cells = cells
        .iter()
        .zip(0..)
        .map(|(text, at)| cell(&stripped(text), at, Place::cell(line, at + 1)));
    Block {
        kind: BlockKind::Row { table: 0, row },
        cells: cells.collect(),
    }
}

/// A cell of one column and row.
pub fn cell(text: &str, column: u32, place: Place) -> Cell {
    Cell {
        column_span: 1,
        row_span: 1,
        ..Cell::new(text, column, place)
    }
}

fn stripped(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let tag = &rest[open..];
        let markup = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let name = tag[1..]
            .trim_start_matches('/')
            .split([' ', '>'])
            .next()
            .unwrap_or_default();
        let known = ["p", "ul", "li", "ol", "br", "div", "b", "input"]
            .contains(&name.trim_end_matches('/'));
        match tag.find('>') {
            Some(close) if markup && known => {
                if matches!(name, "p" | "li" | "br" | "div") {
                    text.push('\n');
                }
                rest = &tag[close + 1..];
            }
            _ => {
                text.push('<');
                rest = &tag[1..];
            }
        }
    }
    text.push_str(rest);
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
