//! The program's messages in its two languages, from `messages/*.toml`.

use std::collections::BTreeMap;
use std::ffi::OsString;

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Lang {
    /// The language of `--lang`, else of the locale; English where neither tells.
    pub fn choose(arguments: impl IntoIterator<Item = OsString>) -> Self {
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let argument = argument.to_string_lossy();
            let value = match argument.strip_prefix("--lang") {
                Some("") => arguments
                    .next()
                    .map(|next| next.to_string_lossy().into_owned()),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None => None,
            };
            match value.as_deref() {
                Some("ja") => return Self::Ja,
                Some("en") => return Self::En,
                _ => {}
            }
        }
        match sys_locale::get_locale() {
            Some(locale) if locale.starts_with("ja") => Self::Ja,
            _ => Self::En,
        }
    }
}

/// The message files, by the name that their messages begin with; `main` has no such name.
const FILES: &[(&str, &str)] = &[
    ("", include_str!("../messages/main.toml")),
    ("convert", include_str!("../messages/convert.toml")),
    ("extract", include_str!("../messages/extract.toml")),
    ("report", include_str!("../messages/report.toml")),
    ("golden", include_str!("../messages/golden.toml")),
    ("tables", include_str!("../messages/tables.toml")),
    ("schema", include_str!("../messages/schema.toml")),
    ("forms", include_str!("../messages/forms.toml")),
    ("explain", include_str!("../messages/explain.toml")),
    ("inspect", include_str!("../messages/inspect.toml")),
    ("history", include_str!("../messages/history.toml")),
    ("diff", include_str!("../messages/diff.toml")),
];

/// What stages and the system say, which reaches a message as a part of it.
const PARTICULARS: &str = include_str!("../messages/particulars.toml");
/// What stands for a number there.
const NUMBER: &str = "{n}";

/// Messages of one language.
pub struct Messages {
    /// The language.
    pub lang: Lang,
    texts: BTreeMap<String, String>,
    /// Particulars in this language, by their English words.
    particulars: BTreeMap<String, String>,
}

impl Messages {
    /// Loads the messages of a language.
    pub fn new(lang: Lang) -> Self {
        let mut texts = BTreeMap::new();
        for (name, file) in FILES {
            if let Ok(table) = file.parse::<toml::Table>() {
                collect(name, &table, lang, &mut texts);
            }
        }
        Self {
            lang,
            texts,
            particulars: particulars(lang),
        }
    }

    /// The message of a name; the name itself where there is none (a test finds these).
    pub fn text(&self, name: &str) -> String {
        self.texts
            .get(name)
            .cloned()
            .unwrap_or_else(|| name.to_owned())
    }

    /// The message with `{0}`, `{1}` … filled in.
    pub fn with(&self, name: &str, parts: &[&str]) -> String {
        let mut text = self.text(name);
        for (at, part) in parts.iter().enumerate() {
            text = text.replace(&format!("{{{at}}}"), &self.particular(part));
        }
        text
    }

    /// A part of a message in this language, where it is a known one; it may stand behind a name.
    fn particular(&self, text: &str) -> String {
        let behind_name = || {
            let (name, rest) = text.rsplit_once(": ")?;
            Some(format!("{name}: {}", self.known(rest)?))
        };
        self.known(text)
            .or_else(behind_name)
            .unwrap_or_else(|| text.to_owned())
    }

    fn known(&self, text: &str) -> Option<String> {
        let (pattern, numbers) = without_numbers(text);
        let mut known = self.particulars.get(&pattern)?.clone();
        for number in numbers {
            known = known.replacen(NUMBER, number, 1);
        }
        Some(known)
    }
}

fn particulars(lang: Lang) -> BTreeMap<String, String> {
    let table: toml::Table = PARTICULARS.parse().unwrap_or_default();
    let tongue = if lang == Lang::Ja { "ja" } else { "en" };
    let pair = |entry: &toml::Value| {
        let text = |tongue: &str| Some(entry.get(tongue)?.as_str()?.to_owned());
        Some((text("en")?, text(tongue)?))
    };
    table.values().filter_map(pair).collect()
}

/// A text with a sign for each of its numbers, and the numbers.
fn without_numbers(text: &str) -> (String, Vec<&str>) {
    let (mut pattern, mut numbers, mut rest) = (String::new(), Vec::new(), text);
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_digit());
        let (number, after) = from.split_at(end.unwrap_or(from.len()));
        pattern.push_str(before);
        pattern.push_str(NUMBER);
        numbers.push(number);
        rest = after;
    }
    pattern.push_str(rest);
    (pattern, numbers)
}

fn collect(prefix: &str, table: &toml::Table, lang: Lang, texts: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let Some(inner) = value.as_table() else {
            continue;
        };
        let key = if prefix.is_empty() {
            name.clone()
        } else {
            format!("{prefix}.{name}")
        };
        let tongue = if lang == Lang::Ja { "ja" } else { "en" };
        match inner.get(tongue).and_then(toml::Value::as_str) {
            Some(text) => {
                texts.insert(key, text.trim_start_matches('\n').to_owned());
            }
            None => collect(&key, inner, lang, texts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_every_message() {
        let (ja, en) = (Messages::new(Lang::Ja), Messages::new(Lang::En));
        let names = |messages: &Messages| messages.texts.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&ja), names(&en));
        assert!(!ja.texts.is_empty());
    }

    #[test]
    fn message_files_are_toml() {
        for (name, file) in FILES.iter().chain(&[("particulars", PARTICULARS)]) {
            assert!(file.parse::<toml::Table>().is_ok(), "{name}");
        }
    }

    #[test]
    fn what_the_system_says_is_told_in_the_language() {
        let ja = Messages::new(Lang::Ja);
        let system = std::io::Error::from_raw_os_error(2).to_string();
        let told = ja.with("cannot_read", &["評価書2.txt", &system]);
        assert!(
            told.starts_with("評価書2.txt: ") && !told.contains(&system),
            "{told}"
        );
        let behind = ja.with("convert.error.folder", &[&format!("out: {system}")]);
        assert!(
            behind.contains("out: ") && !behind.contains(&system),
            "{behind}"
        );
        assert!(
            ja.particular("no title and 12 labels of the forms were found")
                .contains("12")
        );
        assert_eq!(ja.particular("anything else 3"), "anything else 3");
        assert_eq!(
            Messages::new(Lang::En).particular(&system),
            "No such file or directory (os error {n})".replace("{n}", "2")
        );
    }
}
