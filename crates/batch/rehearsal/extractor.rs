//! The made-up extractor.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use hyokasho_document::Document;
use hyokasho_model::{Fact, FormInfo, Key, Kind, Model, SourceInfo, Status, Value, ValueObject};
use hyokasho_pipeline::{ExtractError, Extraction};
use hyokasho_source::Place;

/// Reads a made-up document.
pub fn extract(bytes: &[u8], file: &str) -> Result<Extraction, ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    let text = String::from_utf8_lossy(bytes);
    let first = text.lines().next().unwrap_or_default();
    match first.split_once(' ').unwrap_or((first, "")) {
        ("#loop", _) => loop {
            std::thread::sleep(Duration::from_millis(10));
        },
        ("#bomb", _) => fill_memory(),
        ("#deep", _) => drop(black_box(descend(0))),
        ("#abort", _) => std::process::abort(),
        ("#panic", words) => panic!("rehearsed: {words}"),
        ("#sleep", milliseconds) => {
            std::thread::sleep(Duration::from_millis(milliseconds.parse().unwrap_or(0)));
        }
        ("#gate", path) => {
            while Path::new(path).exists() {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        ("#not-a-form", words) => return Err(ExtractError::NotAForm(words.to_owned())),
        _ => {}
    }
    Ok(Extraction {
        model: model(&text, bytes, file),
        document: Document::default(),
    })
}

/// Takes memory until there is none.
fn fill_memory() -> ! {
    let mut kept = Vec::new();
    loop {
        kept.push(black_box(vec![1_u8; 16 << 20]));
    }
}

/// Nests until the stack is used up.
#[expect(unconditional_recursion, reason = "that is what is rehearsed")]
fn descend(depth: u64) -> [u64; 64] {
    let mut frame = black_box([depth; 64]);
    frame[0] = descend(depth + 1)[1];
    black_box(frame)
}

fn model(text: &str, bytes: &[u8], file: &str) -> Model {
    let fact = |(at, line): (usize, &str)| Fact {
        key: Key::new(format!("systems[{}].name", at + 1)),
        label: "name".to_owned(),
        number: String::new(),
        object: ValueObject {
            kind: Kind::Text,
            status: Status::Filled,
            value: Some(Value::Text(line.to_owned())),
            option: None,
            text: line.to_owned(),
            source: vec![Place::line(at as u32 + 1)],
            basis: None,
            candidates: Vec::new(),
            label_source: Vec::new(),
        },
    };
    Model {
        source: SourceInfo {
            file: file.to_owned(),
            format: "text".to_owned(),
            sha256: String::new(),
            bytes: bytes.len() as u64,
            pages: None,
            lines: Some(text.lines().count() as u32),
            encoding: None,
        },
        form: FormInfo {
            kind: "basic".to_owned(),
            revision: None,
            revision_date: None,
            recognised_by: "title".to_owned(),
            parts: Vec::new(),
        },
        facts: text.lines().enumerate().map(fact).collect(),
        missing: Vec::new(),
        unassigned: Vec::new(),
        diagnostics: Vec::new(),
    }
}
