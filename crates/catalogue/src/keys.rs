//! The closed list of keys, `forms/keys.tsv`.
//!
//! In: tab-separated columns key, kind, and the item's number on each form, empty where the form
//! does not print it. Out: a lookup for the linter.

use crate::problem::Problems;
use crate::{FormKind, ItemKind};

/// One key of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEntry {
    /// The key pattern.
    pub key: String,
    /// The item's kind.
    pub kind: ItemKind,
    /// The item's number on the full, focused and basic form; empty where it is not printed.
    numbers: [String; 3],
}

impl KeyEntry {
    /// The item's number on a form; `None` where the form does not print it.
    pub fn number(&self, form: FormKind) -> Option<&str> {
        let column = match form {
            FormKind::Full => 0,
            FormKind::Focused => 1,
            FormKind::Basic => 2,
        };
        self.numbers
            .get(column)
            .map(String::as_str)
            .filter(|number| !number.is_empty())
    }
}

/// The list of keys in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyList {
    /// The keys.
    pub entries: Vec<KeyEntry>,
}

impl KeyList {
    /// The entry of a key pattern.
    pub fn get(&self, key: &str) -> Option<&KeyEntry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn read(text: &str, problems: &mut Problems) -> Self {
        let mut list = Self::default();
        for (at, line) in text.lines().enumerate() {
            let number = at as u32 + 1;
            if line.is_empty() || line.starts_with('#') || line.starts_with("key\t") {
                continue;
            }
            match read_entry(line) {
                Ok(entry) if list.get(&entry.key).is_some() => {
                    problems.add(
                        number,
                        format!("the key `{}` stands twice in the list", entry.key),
                    );
                }
                Ok(entry) => list.entries.push(entry),
                Err(message) => problems.add(number, message),
            }
        }
        list
    }
}

fn read_entry(line: &str) -> Result<KeyEntry, String> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next().unwrap_or_default().to_owned();
    let key = cell();
    let kind = cell();
    let kind =
        ItemKind::from_name(&kind).ok_or_else(|| format!("`{kind}` is no kind of an item"))?;
    let numbers = [cell(), cell(), cell()];
    if key.is_empty() || numbers.iter().all(String::is_empty) {
        return Err("a key and its number on one form at least are needed".to_owned());
    }
    Ok(KeyEntry { key, kind, numbers })
}
