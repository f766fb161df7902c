//! What stands under each element: the items that it holds, and the shortest prefixes that cover them.

use rustc_hash::FxHashMap;

use super::FormIndex;

impl FormIndex {
    pub(super) fn push_holdings(&mut self) {
        for at in 0..self.elements.len() {
            if let Some(parent) = self.elements[at].parent {
                self.elements[parent].heads = true;
            }
        }
        for at in 0..self.elements.len() {
            if self.elements[at].option || self.elements[at].key.is_none() {
                continue;
            }
            let mut over = Some(at);
            while let Some(up) = over {
                self.elements[up].holds.push(at);
                over = self.elements[up].parent;
            }
        }
        let all: Vec<&str> = self
            .elements
            .iter()
            .filter(|e| !e.option)
            .filter_map(|e| e.key.as_deref())
            .collect();
        let all = count_prefixes(&all);
        let covers: Vec<Vec<String>> = self
            .elements
            .iter()
            .map(|element| {
                let held = element
                    .holds
                    .iter()
                    .filter_map(|&at| self.elements[at].key.as_deref());
                cover(&held.collect::<Vec<_>>(), &all)
            })
            .collect();
        for (element, covers) in self.elements.iter_mut().zip(covers) {
            // A part of many blocks named as a whole: a list of all of them says less than none.
            element.covers = if covers.len() > MOST_COVERS {
                Vec::new()
            } else {
                covers
            };
        }
    }
}

/// How many keys stand in each prefix.
fn count_prefixes<'a>(keys: &[&'a str]) -> FxHashMap<&'a str, usize> {
    let mut counts = FxHashMap::default();
    for key in keys {
        for prefix in steps(key) {
            *counts.entry(prefix).or_insert(0) += 1;
        }
    }
    counts
}

/// A node that is no item names at most so many blocks.
const MOST_COVERS: usize = 4;

/// The shortest list of prefixes that hold all of `held` and nothing else of the form, whose keys
/// are counted in `all`.
fn cover(held: &[&str], all: &FxHashMap<&str, usize>) -> Vec<String> {
    let counts = count_prefixes(held);
    let mut covers: Vec<String> = Vec::new();
    for key in held {
        if covers.iter().any(|cover| within(key, cover)) {
            continue;
        }
        let prefix = steps(key).find(|prefix| counts.get(prefix) == all.get(prefix));
        covers.push(prefix.unwrap_or(key).to_owned());
    }
    covers
}

/// A key and its prefixes that end with a step, from the shortest.
fn steps(key: &str) -> impl Iterator<Item = &str> {
    let ends = key
        .match_indices('.')
        .map(|(at, _)| at)
        .chain(std::iter::once(key.len()));
    ends.map(|end| &key[..end])
}

fn within(key: &str, prefix: &str) -> bool {
    key.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_are_the_shortest_prefixes_that_hold_nothing_else() {
        let all = count_prefixes(&["a.x.one", "a.x.two", "a.y.one", "b[n].one"]);
        assert_eq!(cover(&["a.x.one", "a.x.two"], &all), ["a.x"]);
        assert_eq!(cover(&["a.x.one", "a.y.one"], &all), ["a.x.one", "a.y"]);
        assert_eq!(cover(&["b[n].one"], &all), ["b[n]"]);
    }
}
