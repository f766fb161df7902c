//! The report's own words in its two languages, from `words.toml`.
//!
//! A word is `[name] ja = "…" en = "…"`; names nest with dots. Labels, options and everything else
//! of the official forms come from the catalogue and stay Japanese in both languages.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

const WORDS: &str = include_str!("../words.toml");
const LANGUAGES: [&str; 2] = ["ja", "en"];

/// `{"ja": {name: text}, "en": …}` for the page.
pub(crate) fn words() -> Value {
    let all = collected();
    let tongue = |language: &str| -> Map<String, Value> {
        all.iter()
            .filter_map(|(name, texts)| Some((name.clone(), json!(texts.get(language)?))))
            .collect()
    };
    json!({ "ja": tongue("ja"), "en": tongue("en") })
}

/// The names of all words, sorted.
pub fn word_names() -> Vec<String> {
    collected().into_keys().collect()
}

/// Names that lack one of the languages, with the language.
pub fn missing_words() -> Vec<(String, &'static str)> {
    let mut missing = Vec::new();
    for (name, texts) in collected() {
        for language in LANGUAGES {
            if texts
                .get(language)
                .is_none_or(|text| text.trim().is_empty())
            {
                missing.push((name.clone(), language));
            }
        }
    }
    missing
}

fn collected() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    if let Ok(table) = WORDS.parse::<toml::Table>() {
        collect("", &table, &mut all);
    }
    all
}

fn collect(
    prefix: &str,
    table: &toml::Table,
    all: &mut BTreeMap<String, BTreeMap<String, String>>,
) {
    let name_of = |name: &str| {
        if prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{prefix}.{name}")
        }
    };
    for (name, value) in table {
        match value {
            toml::Value::Table(inner) => collect(&name_of(name), inner, all),
            toml::Value::String(text) => {
                all.entry(prefix.to_owned())
                    .or_default()
                    .insert(name.clone(), text.clone());
            }
            _ => {}
        }
    }
}
