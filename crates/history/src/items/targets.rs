//! From paths to keys: which item or block a path's end means, the row's quotes considered.

mod meant;

use hyokasho_catalogue::{ItemKind, Role};

use super::evidence::Indices;
use super::names::Files;
use super::paths::Path;
use super::quote::Quote;
use super::{Alternatives, Resolver, dedup};

/// How much worse than the best a path may be and still be meant.
const MARGIN: f32 = 1.1;
/// What a path must pass over for the body to be asked whether the cell is damaged: a number and
/// more.
const PASSED_OVER: f32 = 2.4;
/// Letters of a quote that the body holds in one item only by meaning it.
const SPEAKING: usize = 24;

/// Files that are candidates where the body is not at hand: registers of residents have as many.
const FILES: u32 = 3;

/// An element, the keys that it would mean, and whether its path passes over a number with a word
/// of its own.
type Outcome = (usize, Vec<String>, bool);

impl Resolver<'_> {
    /// The keys that are meant, or the candidates where that cannot be told.
    pub(super) fn decide(
        &self,
        alternatives: &Alternatives,
        files: Files,
        quote: &Quote<'_>,
    ) -> Result<Vec<String>, Vec<String>> {
        let mut outcomes: Vec<Outcome> = Vec::new();
        let mut unfilled = Vec::new();
        let least = alternatives.first().map_or(0.0, |best| best.score - MARGIN);
        let near = alternatives.partition_point(|path| path.score >= least);
        if let Some(told) = self.told_by_body(alternatives, near, files, quote) {
            return Ok(told);
        }
        for path in &alternatives[..near] {
            let element = self.meant(path.element, quote);
            match self.keys(element, path, files, quote) {
                Ok(keys) if outcomes.iter().all(|(_, known, _)| *known != keys) => {
                    outcomes.push((element, keys, path.reading.skipped));
                }
                Ok(_) => {}
                Err(candidates) => unfilled.extend(candidates),
            }
        }
        if outcomes.len() > 1 {
            self.keep_fitting(&mut outcomes, quote);
        }
        if outcomes.len() > 1 {
            self.keep_quoted(&mut outcomes, quote);
        }
        match &mut outcomes[..] {
            [(_, keys, false)] if unfilled.is_empty() => Ok(std::mem::take(keys)),
            _ => {
                let mut candidates: Vec<String> =
                    outcomes.into_iter().flat_map(|(_, keys, _)| keys).collect();
                candidates.extend(unfilled);
                dedup(&mut candidates);
                Err(candidates)
            }
        }
    }

    /// Where none of the near paths' items holds the text that the row quotes, the one item of the
    /// farther paths that does: the cell is damaged.
    fn told_by_body(
        &self,
        alternatives: &Alternatives,
        near: usize,
        files: Files,
        quote: &Quote<'_>,
    ) -> Option<Vec<String>> {
        if alternatives.len() == near || alternatives[0].reading.passed < PASSED_OVER {
            return None;
        }
        let side = quote
            .sides
            .iter()
            .rev()
            .find(|side| side.letters().len() >= SPEAKING)?;
        let holding = |paths: &[Path]| -> Vec<Vec<String>> {
            let keys = paths.iter().filter_map(|path| {
                self.keys(self.meant(path.element, quote), path, files, quote)
                    .ok()
            });
            keys.filter(|keys| keys.len() == 1 && self.body.holds_most(&keys[0], side.letters()))
                .collect()
        };
        if !holding(&alternatives[..near]).is_empty() {
            return None;
        }
        let mut farther = holding(&alternatives[near..]);
        farther.dedup();
        if farther.len() == 1 {
            farther.pop()
        } else {
            None
        }
    }

    /// Keeps the outcomes whose items are of the kind that the row quotes.
    fn keep_fitting(&self, outcomes: &mut Vec<Outcome>, quote: &Quote<'_>) {
        let elements = &self.form.index.elements;
        let fits = |(element, ..): &Outcome| {
            // a heading over one item is that item
            let at = match elements[*element].holds[..] {
                [only] => only,
                _ => *element,
            };
            self.fits(&elements[at], at, quote)
        };
        if quote.quoted().next().is_some() && outcomes.iter().any(fits) {
            outcomes.retain(fits);
        }
    }

    /// Keeps the outcome whose text in the body holds what the row quotes, where one alone does.
    fn keep_quoted(&self, outcomes: &mut Vec<Outcome>, quote: &Quote<'_>) {
        for side in quote.sides.iter().rev() {
            let holds = |(_, keys, _): &Outcome| {
                keys.iter()
                    .any(|key| self.body.holds(key, side.letters()) == Some(true))
            };
            if outcomes.iter().filter(|outcome| holds(outcome)).count() == 1 {
                outcomes.retain(holds);
                return;
            }
        }
    }

    /// The keys of an element with the path's indices.
    fn keys(
        &self,
        at: usize,
        path: &Path,
        files: Files,
        quote: &Quote<'_>,
    ) -> Result<Vec<String>, Vec<String>> {
        let element = &self.form.index.elements[at];
        let own = element
            .key
            .as_deref()
            .filter(|_| !path.whole && self.names_own_item(at, quote));
        let patterns: Vec<&str> = match own {
            Some(key) => vec![key],
            None if element.holds.len() == 1 => self
                .form
                .index
                .items_under(at)
                .filter_map(|item| item.key.as_deref())
                .collect(),
            None => element.covers.iter().map(String::as_str).collect(),
        };
        let slots = self.slots(at);
        let mut keys = Vec::new();
        for pattern in patterns {
            keys.extend(self.fill(pattern, path.reading.indices, slots, files)?);
        }
        Ok(keys)
    }

    /// Whether the element's own item is meant, and not all that stands under it.
    fn names_own_item(&self, at: usize, quote: &Quote<'_>) -> bool {
        let element = &self.form.index.elements[at];
        if element.holds.len() <= 1 || element.role == Role::Item || element.option {
            return true;
        }
        match element.kind {
            Some(ItemKind::Flags) => quote.all(|side| side.marks),
            // the title of a block, quoted on both sides and without the labels of its items
            Some(_) if element.role == Role::Block => {
                quote.both()
                    && !quote.sides.iter().any(|side| self.names_items(at, side))
                    && !quote.long()
            }
            _ => false,
        }
    }

    /// For each index, whether a part that is printed once for each file sets it, or a block.
    fn slots(&self, at: usize) -> [Option<Role>; 2] {
        let mut slots = [None; 2];
        let mut over = Some(at);
        while let Some(up) = over {
            let element = &self.form.index.elements[up];
            if let Some(slot) = element.sets.and_then(|sets| slots.get_mut(sets)) {
                *slot = slot.or(Some(element.role));
            }
            over = element.parent;
        }
        slots
    }

    /// A pattern's keys, its indices filled in; the candidates where a block's number is missing.
    fn fill(
        &self,
        pattern: &str,
        indices: [Indices; 2],
        slots: [Option<Role>; 2],
        files: Files,
    ) -> Result<Vec<String>, Vec<String>> {
        let mut filled = vec![String::new()];
        let mut rest = pattern;
        let mut doubtful = false;
        for slot in 0.. {
            let Some(open) = rest.find('[') else { break };
            let close = rest.find(']').unwrap_or(open);
            let (name, behind) = (&rest[..open], &rest[close + 1..]);
            for key in &mut filled {
                key.push_str(name);
            }
            let named: Vec<u32> = indices
                .get(slot)
                .map(|i| i.numbers().collect())
                .unwrap_or_default();
            let numbers = if named.is_empty() {
                match slots.get(slot).copied().flatten() {
                    Some(Role::Block) => {
                        let blocks = self.body.blocks(&filled[0]);
                        doubtful |= blocks != 1;
                        (1..=blocks.clamp(1, 63)).collect()
                    }
                    // the path stands above the block: all of its kind
                    None if behind.is_empty() => return Ok(filled),
                    _ => {
                        let (numbers, told) = self.files_meant(&filled[0], files);
                        doubtful |= !told;
                        numbers
                    }
                }
            } else {
                named
            };
            filled = filled
                .iter()
                .flat_map(|key| numbers.iter().map(move |n| format!("{key}[{n}]")))
                .collect();
            rest = behind;
        }
        for key in &mut filled {
            key.push_str(rest);
        }
        if doubtful { Err(filled) } else { Ok(filled) }
    }

    /// The files that are meant, and whether that is told: those named, as far as the document has a
    /// block for each of them.
    fn files_meant(&self, prefix: &str, files: Files) -> (Vec<u32>, bool) {
        let blocks = self.body.blocks(prefix);
        match files {
            _ if blocks == 1 => (vec![1], true),
            Files::Unnamed => (vec![1], true),
            Files::Numbered(numbers) => {
                let all = |n: u32| blocks == 0 || n <= blocks;
                let told = numbers.numbers().all(all);
                (numbers.numbers().filter(|&n| all(n)).collect(), told)
            }
            Files::Unknown if blocks == 0 => ((1..=FILES).collect(), false),
            Files::Unknown => ((1..=blocks).collect(), false),
        }
    }
}
