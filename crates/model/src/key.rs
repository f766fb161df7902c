//! Keys: the stable names of items, `files[1].outsourcing.entries[2].handler_count`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The stable name of an item, with its indices (from 1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// A key as written.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key of a catalogue pattern (`files[n].provisions[m].purpose`) with its indices filled
    /// in from left to right. Indices beyond those that the pattern has are not used.
    pub fn from_pattern(pattern: &str, indices: &[u32]) -> Self {
        let mut key = String::with_capacity(pattern.len() + 4);
        let mut indices = indices.iter();
        let mut rest = pattern;
        while let Some(open) = rest.find('[') {
            let close = rest[open..]
                .find(']')
                .map_or(rest.len() - 1, |at| open + at);
            key.push_str(&rest[..=open]);
            match indices.next() {
                Some(index) => key.push_str(&index.to_string()),
                None => key.push_str(&rest[open + 1..close]),
            }
            key.push(']');
            rest = &rest[close + 1..];
        }
        key.push_str(rest);
        Self(key)
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The catalogue pattern: indices replaced by `n` and, for the second one, `m`.
    pub fn pattern(&self) -> String {
        let mut letters = ["n", "m"].iter();
        let mut pattern = String::with_capacity(self.0.len());
        let mut inside = false;
        for c in self.0.chars() {
            match c {
                '[' => {
                    pattern.push('[');
                    pattern.push_str(letters.next().unwrap_or(&"m"));
                    inside = true;
                }
                ']' => {
                    pattern.push(']');
                    inside = false;
                }
                _ if inside => {}
                c => pattern.push(c),
            }
        }
        pattern
    }

    /// The indices from left to right.
    pub fn indices(&self) -> Vec<u32> {
        self.0
            .split('[')
            .skip(1)
            .filter_map(|part| part.split(']').next()?.parse().ok())
            .collect()
    }

    /// The steps from the root: names and indices (`files`, `[1]`, `storage`, `place`).
    pub fn steps(&self) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        for part in self.0.split('.') {
            let mut pieces = part.split('[');
            if let Some(name) = pieces.next() {
                steps.push(Step::Name(name));
            }
            for piece in pieces {
                if let Ok(index) = piece.trim_end_matches(']').parse() {
                    steps.push(Step::Index(index));
                }
            }
        }
        steps
    }

    /// Whether this key is `prefix` or stands inside it (`systems[4]` holds `systems[4].name`).
    pub fn is_in(&self, prefix: &str) -> bool {
        self.0
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One step of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// A member of an object.
    Name(&'a str),
    /// A member of a list, from 1.
    Index(u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_indices_round_trip() {
        let key = Key::from_pattern("files[n].outsourcing.entries[m].title", &[1, 12]);
        assert_eq!(key.as_str(), "files[1].outsourcing.entries[12].title");
        assert_eq!(key.pattern(), "files[n].outsourcing.entries[m].title");
        assert_eq!(key.indices(), [1, 12]);
    }

    #[test]
    fn prefixes_end_at_steps() {
        let key = Key::new("systems[12].name");
        assert!(key.is_in("systems[12]"));
        assert!(key.is_in("systems"));
        assert!(!key.is_in("systems[1]"));
        assert!(!key.is_in("system"));
    }
}
