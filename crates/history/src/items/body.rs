//! What the document's own facts tell a reader of item cells: how often blocks repeat, what the
//! files are called, and the texts, as evidence of which item a row quotes.

use std::cell::RefCell;
use std::rc::Rc;

use hyokasho_model::{Fact, Value};
use rustc_hash::FxHashMap;

use super::cell::{circled, is_letter, letters_of};

/// Letters that a name needs to be looked for in cells.
const NAME: usize = 4;
/// Letters of a part of a name that calls a file.
const PART_OF_NAME: usize = 2;
/// Letters that a quote needs to tell one text from another.
const TELLING: usize = 8;

/// Letters of the stretches in which a quote is compared.
const STRETCH: usize = 12;
/// Share of the stretches that must be found.
const MOST: f32 = 0.75;
/// Files that a cell may number where the document's body is not at hand.
const FILES: u32 = 9;

/// The body of a document, as evidence.
#[derive(Debug, Default)]
pub(crate) struct Body<'a> {
    /// Name letters and number of each file, the longest name first.
    files: Vec<(Vec<char>, u32)>,
    /// How many blocks a prefix has: `files[1].transfers` → 3.
    blocks: FxHashMap<&'a str, u32>,
    /// Texts by key.
    texts: FxHashMap<&'a str, &'a str>,
    /// The letters of the texts that were asked for.
    letters: RefCell<FxHashMap<&'a str, Rc<str>>>,
}

impl<'a> Body<'a> {
    /// Reads the facts that are no changes.
    pub(crate) fn new(facts: &'a [Fact]) -> Self {
        let mut body = Self::default();
        for fact in facts {
            let key = fact.key.as_str();
            if matches!(fact.object.value, Some(Value::Change(_))) {
                continue;
            }
            body.count_blocks(key);
            let text = match &fact.object.value {
                Some(Value::Text(text)) => text,
                _ => &fact.object.text,
            };
            if key.starts_with("files[") && key.ends_with("].name") {
                let letters = letters_of(text);
                let file = fact.key.indices().first().copied();
                let named = file.filter(|_| letters.len() >= NAME);
                if let Some(file) = named {
                    let bare = unnumbered(text, &letters).map(<[char]>::to_vec);
                    body.files.extend(bare.map(|bare| (bare, file)));
                    body.files.push((letters, file));
                }
            }
            body.texts.insert(key, text);
        }
        body.files
            .sort_by_key(|(name, file)| (std::cmp::Reverse(name.len()), *file));
        body
    }

    fn count_blocks(&mut self, key: &'a str) {
        for (open, _) in key.match_indices('[') {
            let index = key[open + 1..]
                .split(']')
                .next()
                .and_then(|index| index.parse().ok())
                .unwrap_or(0);
            let count = self.blocks.entry(&key[..open]).or_insert(0);
            *count = index.max(*count);
        }
    }

    /// How many blocks stand under a prefix.
    pub(crate) fn blocks(&self, prefix: &str) -> u32 {
        self.blocks.get(prefix).copied().unwrap_or(0)
    }

    /// How many files a cell's number may mean: those of the document; a few where it tells none.
    pub(crate) fn files(&self) -> u32 {
        match self.blocks("files") {
            0 => FILES,
            files => files,
        }
    }

    /// The file whose name stands in the letters, and where; nothing where the document has one file
    /// alone. `is_label` tells names that the form itself prints.
    pub(crate) fn file_named(
        &self,
        letters: &[char],
        is_label: impl Fn(&[char]) -> bool,
    ) -> Option<(u32, usize, usize)> {
        if self.blocks("files") < 2 {
            return None;
        }
        self.files.iter().find_map(|(name, file)| {
            let start = letters
                .windows(name.len())
                .position(|window| window == name)?;
            (!is_label(name)).then_some((*file, start, start + name.len()))
        })
    }

    /// The file that a bracket calls by a part of its name: the one file whose name holds the letters.
    pub(crate) fn file_called(&self, letters: &[char]) -> Option<u32> {
        if letters.len() < PART_OF_NAME || self.blocks("files") < 2 {
            return None;
        }
        let holds = |name: &[char]| name.windows(letters.len()).any(|part| part == letters);
        let mut files = self.files.iter().filter(|(name, _)| holds(name));
        let (_, file) = files.next()?;
        files.all(|(_, other)| other == file).then_some(*file)
    }

    /// The letters of the item's text.
    fn letters(&self, key: &str) -> Option<Rc<str>> {
        let (&key, text) = self.texts.get_key_value(key)?;
        let mut known = self.letters.borrow_mut();
        let letters = known
            .entry(key)
            .or_insert_with(|| letters_of(text).into_iter().collect::<String>().into());
        Some(Rc::clone(letters))
    }

    /// Whether the item's text holds most of the quote, stretch by stretch.
    pub(crate) fn holds_most(&self, key: &str, quote: &[char]) -> bool {
        let Some(text) = self.letters(key) else {
            return false;
        };
        let stretches: Vec<String> = quote
            .chunks_exact(STRETCH)
            .map(|stretch| stretch.iter().collect())
            .collect();
        let held = stretches
            .iter()
            .filter(|stretch| text.contains(stretch.as_str()))
            .count();
        held > 0 && held as f32 >= MOST * stretches.len() as f32
    }

    /// Whether the item's text holds the quote; `None` where the quote tells too little.
    pub(crate) fn holds(&self, key: &str, quote: &[char]) -> Option<bool> {
        if quote.len() < TELLING {
            return None;
        }
        let quote: String = quote.iter().collect();
        Some(self.letters(key).is_some_and(|text| text.contains(&quote)))
    }
}

/// A file's name without the number before it: (1) or 1. or ①.
fn unnumbered<'n>(text: &str, letters: &'n [char]) -> Option<&'n [char]> {
    let is_number = |c: char| c.is_ascii_digit() || circled(c).is_some();
    let digits = letters.iter().take_while(|&&c| is_number(c)).count();
    let parted = text
        .trim_start_matches(|c: char| !is_letter(c))
        .trim_start_matches(is_number)
        .starts_with(|c: char| !is_letter(c) || circled(letters[0]).is_some());
    (digits > 0 && parted && letters.len() >= digits + NAME).then(|| &letters[digits..])
}
