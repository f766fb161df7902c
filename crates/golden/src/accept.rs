//! What an update accepts: whole documents by name, or only some keys of them.

use std::fmt;

use globset::GlobSet;
use hyokasho_model::{Fact, Model};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::documents::{glob, globs};

/// A pattern that is no glob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    pattern: String,
    message: String,
}

impl PatternError {
    pub(crate) fn of(pattern: &str, error: &globset::Error) -> Self {
        Self {
            pattern: pattern.to_owned(),
            message: error.kind().to_string(),
        }
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pattern, self.message)
    }
}

impl std::error::Error for PatternError {}

/// What is accepted; everything where nothing is named.
#[derive(Debug, Clone, Default)]
pub struct Accept {
    documents: Option<GlobSet>,
    keys: Option<GlobSet>,
}

impl Accept {
    /// Globs on document names and on keys.
    ///
    /// In a key's pattern `[n]` and `[m]` stand for any number, `*` for anything, and a pattern takes
    /// what is inside it: `files[n].storage` takes `files[1].storage.place`. Besides keys there are
    /// `source`, `form`, `unassigned` and `diagnostics` (findings about no item).
    ///
    /// # Errors
    /// When a pattern is no glob.
    pub fn new(documents: &[String], keys: &[String]) -> Result<Self, PatternError> {
        Ok(Self {
            documents: globs(documents)?,
            keys: key_globs(keys)?,
        })
    }

    /// Whether a document is accepted, wholly or in part.
    pub fn takes_document(&self, name: &str) -> bool {
        self.documents
            .as_ref()
            .is_none_or(|globs| globs.is_match(name))
    }

    /// Whether documents are accepted as a whole.
    pub fn takes_all_keys(&self) -> bool {
        self.keys.is_none()
    }

    /// Whether a key is accepted.
    pub fn takes_key(&self, key: &str) -> bool {
        self.keys.as_ref().is_none_or(|globs| globs.is_match(key))
    }

    /// The golden model with what is accepted of today's.
    pub fn merge(&self, golden: &Model, now: &Model) -> Model {
        if self.takes_all_keys() {
            return now.clone();
        }
        let pick = |name: &str| if self.takes_key(name) { now } else { golden };
        Model {
            source: pick("source").source.clone(),
            form: pick("form").form.clone(),
            facts: self.merged(&golden.facts, &now.facts, |fact: &Fact| {
                fact.key.to_string()
            }),
            missing: self.merged(&golden.missing, &now.missing, String::clone),
            unassigned: pick("unassigned").unassigned.clone(),
            diagnostics: self.merged(&golden.diagnostics, &now.diagnostics, |finding| {
                finding
                    .key
                    .clone()
                    .unwrap_or_else(|| "diagnostics".to_owned())
            }),
        }
    }

    /// Accepted members from today's list, the others from the golden one, each in its own order: a
    /// member stands behind the one that it followed.
    fn merged<T: Clone>(&self, golden: &[T], now: &[T], key: impl Fn(&T) -> String) -> Vec<T> {
        let kept: Vec<(String, &T)> = golden.iter().map(|one| (key(one), one)).collect();
        let coming: Vec<(String, &T)> = now.iter().map(|one| (key(one), one)).collect();
        let known: FxHashSet<&str> = kept.iter().map(|(key, _)| key.as_str()).collect();
        // New keys wait behind the last known key before them.
        let mut waiting: FxHashMap<&str, Vec<&T>> = FxHashMap::default();
        let mut behind = "";
        for (key, one) in &coming {
            if known.contains(key.as_str()) {
                behind = key;
            }
            if self.takes_key(key) {
                waiting.entry(behind).or_default().push(one);
            }
        }
        let mut list: Vec<T> = waiting.remove("").into_iter().flatten().cloned().collect();
        for (at, (key, one)) in kept.iter().enumerate() {
            if !self.takes_key(key) {
                list.push((*one).clone());
            }
            let is_last = kept.get(at + 1).is_none_or(|(next, _)| next != key);
            if is_last {
                list.extend(waiting.remove(key.as_str()).into_iter().flatten().cloned());
            }
        }
        list
    }
}

fn key_globs(keys: &[String]) -> Result<Option<GlobSet>, PatternError> {
    if keys.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSet::builder();
    for key in keys {
        let pattern = key
            .replace("[n]", "[*]")
            .replace("[m]", "[*]")
            .replace('[', "\\[")
            .replace(']', "\\]");
        for inside in ["", ".*", "\\[*"] {
            let glob = glob(&format!("{pattern}{inside}"))
                .map_err(|error| PatternError::of(key, &error))?;
            set.add(glob);
        }
    }
    set.build()
        .map(Some)
        .map_err(|error| PatternError::of(&keys.join(" "), &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(patterns: &[&str]) -> Accept {
        let patterns: Vec<String> = patterns
            .iter()
            .map(|pattern| (*pattern).to_owned())
            .collect();
        Accept::new(&[], &patterns).expect("globs")
    }

    #[test]
    fn patterns_take_numbers_and_what_is_inside() {
        let accept = keys(&["files[n].storage", "systems[4]", "risks[1].use.*_method"]);
        for taken in [
            "files[12].storage.place",
            "files[1].storage",
            "systems[4].name",
            "risks[1].use.r2.access_grant_method",
        ] {
            assert!(accept.takes_key(taken), "{taken}");
        }
        for refused in [
            "files[1].storages",
            "systems[41].name",
            "systems[1].name",
            "risks[2].use.a_method",
            "cover.title",
        ] {
            assert!(!accept.takes_key(refused), "{refused}");
        }
    }

    #[test]
    fn without_patterns_all_is_taken() {
        let accept = Accept::default();
        assert!(
            accept.takes_all_keys()
                && accept.takes_key("cover.title")
                && accept.takes_document("a/b.txt")
        );
    }

    #[test]
    fn a_pattern_without_a_folder_is_held_against_the_name() {
        let accept = Accept::new(&["full-*.txt".to_owned()], &[]).expect("globs");
        assert!(accept.takes_document("a/b/full-x.txt") && accept.takes_document("full-y.txt"));
        assert!(!accept.takes_document("full/x.txt"));
    }

    #[test]
    fn only_accepted_members_move() {
        let accept = keys(&["b", "x"]);
        let key = |one: &(&str, u8)| one.0.to_owned();
        let golden = [("a", 1), ("b", 1), ("c", 1), ("x", 1)];
        let now = [("a", 2), ("y", 2), ("b", 2), ("c", 2)];
        assert_eq!(
            accept.merged(&golden, &now, key),
            [("a", 1), ("b", 2), ("c", 1)]
        );
        let now = [("x", 2), ("a", 2), ("b", 2), ("b", 3)];
        let golden = [("a", 1), ("b", 1), ("c", 1)];
        assert_eq!(
            accept.merged(&golden, &now, key),
            [("x", 2), ("a", 1), ("b", 2), ("b", 3), ("c", 1)]
        );
    }
}
