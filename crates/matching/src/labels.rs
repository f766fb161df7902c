//! A form's labels, indexed for search: exact, by prefix, and by similarity.
//!
//! Built once a form from the catalogue; holds folded labels and the nodes that print them.

use std::sync::LazyLock;

use hyokasho_catalogue::{Form, NodeId, Role};
use rustc_hash::FxHashMap;

use crate::fold::fold;
use crate::number::{self, Number};

/// The place of a block's number in a label.
const BLOCK_NUMBER: &str = "{n}";

/// Similarity, in a hundred, that no damaged label is below.
const LEAST_SIMILAR: usize = 72;

/// What copies print behind a label that they print again at the head of a page.
static CONTINUED: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    include_str!("../data/continued.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(fold)
        .collect()
});

/// Folded characters without what says that a label is printed again.
pub fn without_continued(chars: &[char]) -> &[char] {
    if !matches!(chars.last(), Some(')' | ']' | 'き')) {
        return chars;
    }
    let said = |word: &&Vec<char>| chars.ends_with(word);
    let word = CONTINUED.iter().find(said).map_or(0, Vec::len);
    &chars[..chars.len() - word]
}

/// A folded label and the nodes that print it.
#[derive(Debug)]
pub struct Label {
    /// Folded characters, without the number before it.
    pub chars: Vec<char>,
    /// Nodes that print it.
    pub nodes: Vec<NodeId>,
}

/// The title of a block that repeats, around its number.
#[derive(Debug)]
pub struct BlockTitle {
    /// Folded characters before the number.
    pub before: Vec<char>,
    /// Folded characters after it.
    pub after: Vec<char>,
    /// The node.
    pub node: NodeId,
    /// Whether it names a range of blocks (委託事項2～5) and is furniture.
    pub range: bool,
}

/// The labels of one form.
#[derive(Debug)]
pub struct LabelIndex {
    /// Distinct labels.
    pub labels: Vec<Label>,
    /// Block titles.
    pub titles: Vec<BlockTitle>,
    /// Words that stand before numbers (リスク, 別添), folded.
    pub words: Vec<Vec<char>>,
    /// The number of each node.
    pub numbers: Vec<Option<Number>>,
    exact: FxHashMap<Vec<char>, u32>,
    starts: FxHashMap<(char, char), Vec<u32>>,
    /// The labels from the shortest to the longest.
    by_length: Vec<u32>,
    /// For each pair of letters the labels that hold it, by their places in `by_length`.
    bigrams: FxHashMap<(char, char), Vec<u32>>,
    by_number: FxHashMap<Number, Vec<NodeId>>,
    node_labels: Vec<Vec<u32>>,
    /// Length of the longest label.
    pub longest: usize,
    /// Labels over several items, which stand beside these with their letters one below another.
    vertical: Vec<Vec<char>>,
}

impl LabelIndex {
    /// Indexes a form.
    pub fn new(form: &Form) -> Self {
        let words = number_words(form);
        let mut index = Self {
            labels: Vec::new(),
            titles: Vec::new(),
            numbers: form
                .nodes
                .iter()
                .map(|node| printed_number(node.number.as_deref(), &words))
                .collect(),
            words,
            exact: FxHashMap::default(),
            starts: FxHashMap::default(),
            by_length: Vec::new(),
            bigrams: FxHashMap::default(),
            by_number: FxHashMap::default(),
            node_labels: vec![Vec::new(); form.nodes.len()],
            longest: 0,
            vertical: Vec::new(),
        };
        for (id, node) in form.nodes.iter().enumerate() {
            // What stands inside another item's value parts nothing.
            if node.within.is_some() {
                continue;
            }
            let printings =
                std::iter::once(&node.label).chain(node.variants.iter().map(|v| &v.label));
            for label in printings {
                if label.contains(BLOCK_NUMBER) {
                    index.add_title(id, label, node.role);
                } else {
                    index.add_label(id, label, node.role);
                }
            }
            if let Some(number) = index.numbers[id] {
                index.by_number.entry(number).or_default().push(id);
            }
        }
        index.index_characters();
        index
    }

    fn add_title(&mut self, node: NodeId, label: &str, role: Role) {
        let Some((before, after)) = label.split_once(BLOCK_NUMBER) else {
            return;
        };
        let range = role == Role::Furniture || after.contains('{');
        let after = if range {
            Vec::new()
        } else {
            fold(&hyokasho_normalize::normalize(after))
        };
        let before = fold(&hyokasho_normalize::normalize(before));
        if !before.is_empty() {
            self.titles.push(BlockTitle {
                before,
                after,
                node,
                range,
            });
        }
    }

    fn add_label(&mut self, node: NodeId, label: &str, role: Role) {
        let chars = fold(&hyokasho_normalize::normalize(label));
        // A label in square brackets is a pattern for what is printed ([令和N年N月 様式N]).
        if chars.is_empty() || matches!(chars[0], '<' | '[') {
            return;
        }
        self.longest = self.longest.max(chars.len());
        if role == Role::Label && !self.vertical.contains(&chars) {
            self.vertical.push(chars.clone());
        }
        let id = *self.exact.entry(chars.clone()).or_insert_with(|| {
            self.labels.push(Label {
                chars,
                nodes: Vec::new(),
            });
            self.labels.len() as u32 - 1
        });
        if !self.labels[id as usize].nodes.contains(&node) {
            self.labels[id as usize].nodes.push(node);
            self.node_labels[node].push(id);
        }
    }

    fn index_characters(&mut self) {
        for (id, label) in self.labels.iter().enumerate() {
            if let [a, b, ..] = label.chars[..] {
                self.starts.entry((a, b)).or_default().push(id as u32);
            }
        }
        self.by_length = (0..self.labels.len() as u32).collect();
        let length = |id: &u32| self.labels[*id as usize].chars.len();
        self.by_length.sort_by_key(length);
        for (place, &id) in self.by_length.iter().enumerate() {
            let mut seen: Vec<(char, char)> = Vec::new();
            for pair in self.labels[id as usize].chars.windows(2) {
                let pair = (pair[0], pair[1]);
                if !seen.contains(&pair) {
                    seen.push(pair);
                    self.bigrams.entry(pair).or_default().push(place as u32);
                }
            }
        }
        for ids in self.starts.values_mut() {
            ids.sort_by_key(|&id| std::cmp::Reverse(self.labels[id as usize].chars.len()));
        }
    }

    /// The label that is exactly this.
    pub fn exact(&self, chars: &[char]) -> Option<&Label> {
        self.exact.get(chars).map(|&id| &self.labels[id as usize])
    }

    /// Labels that these characters start with, longest first.
    pub fn prefixes<'a>(&'a self, chars: &'a [char]) -> impl Iterator<Item = &'a Label> + 'a {
        let ids = match chars {
            [a, b, ..] => self.starts.get(&(*a, *b)).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        ids.iter()
            .map(|&id| &self.labels[id as usize])
            .filter(|label| chars.starts_with(&label.chars))
    }

    /// Whether some label starts with these characters and is longer.
    pub fn is_start_of_label(&self, chars: &[char]) -> bool {
        let [a, b, ..] = chars else { return false };
        self.starts.get(&(*a, *b)).is_some_and(|ids| {
            ids.iter().any(|&id| {
                let label = &self.labels[id as usize].chars;
                label.len() > chars.len() && label.starts_with(chars)
            })
        })
    }

    /// Labels of about the same length that share enough character pairs with these characters to be
    /// near, each once. `counts` is scratch space.
    pub fn near(&self, chars: &[char], counts: &mut Vec<u16>) -> Vec<&Label> {
        let length = |place: usize| self.labels[self.by_length[place] as usize].chars.len();
        let shorter_than = |most: usize| {
            self.by_length
                .partition_point(|&id| self.labels[id as usize].chars.len() < most)
        };
        // An edit distance is no less than the difference of the lengths.
        let shortest = chars.len() * LEAST_SIMILAR / 100;
        let longest = chars.len() * 100 / LEAST_SIMILAR + 1;
        let (from, to) = (shorter_than(shortest), shorter_than(longest + 1));
        let own = chars.len().saturating_sub(1);
        // One edit breaks two pairs at most: 0.45 of the pairs remain at similarity 0.72.
        let enough = |shared: usize, length: usize| 2 * shared * 100 >= 45 * (length - 1 + own);
        let in_range = |places: &&[u32]| {
            let reaches = |place: Option<&u32>| place.map_or(0, |&place| place as usize);
            reaches(places.last()) >= from && reaches(places.first()) < to
        };
        let mut known: Vec<&[u32]> = Vec::with_capacity(own);
        for pair in chars.windows(2) {
            let places = self.bigrams.get(&(pair[0], pair[1]));
            known.extend(places.map(Vec::as_slice).filter(in_range));
        }
        // No label shares more pairs than are known; the shortest needs the fewest.
        if known.is_empty() || from == to || !enough(known.len(), length(from)) {
            return Vec::new();
        }
        counts.clear();
        counts.resize(to - from, 0);
        for &place in known.into_iter().flatten() {
            if let Some(count) = counts.get_mut((place as usize).wrapping_sub(from)) {
                *count += 1;
            }
        }
        let near = counts
            .iter()
            .enumerate()
            .filter(|&(at, &count)| count > 0 && enough(usize::from(count), length(from + at)));
        let mut near: Vec<u32> = near.map(|(at, _)| self.by_length[from + at]).collect();
        near.sort_unstable();
        near.into_iter()
            .map(|id| &self.labels[id as usize])
            .collect()
    }

    /// Labels over several items that begin with a letter.
    pub fn vertical_from(&self, first: char) -> impl Iterator<Item = &[char]> {
        let labels = self.vertical.iter().map(Vec::as_slice);
        labels.filter(move |label| label.first() == Some(&first))
    }

    /// Whether these characters are a label over several items.
    pub fn is_vertical(&self, chars: &[char]) -> bool {
        self.vertical.iter().any(|label| label == chars)
    }

    /// Nodes with this number printed before them.
    pub fn numbered(&self, number: Number) -> &[NodeId] {
        self.by_number.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The labels of a node.
    pub fn labels_of(&self, node: NodeId) -> impl Iterator<Item = &Label> + '_ {
        self.node_labels[node]
            .iter()
            .map(|&id| &self.labels[id as usize])
    }
}

/// The words before numbers: what stands before the digits of the nodes' numbers.
fn number_words(form: &Form) -> Vec<Vec<char>> {
    let mut words: Vec<Vec<char>> = Vec::new();
    for number in form.nodes.iter().filter_map(|node| node.number.as_deref()) {
        let word: Vec<char> = fold(&hyokasho_normalize::normalize(number))
            .into_iter()
            .filter(|c| !matches!(c, '(' | ')' | ':' | '.') && !c.is_ascii_digit())
            .collect();
        // A Roman numeral is ASCII by now; a word is not.
        if word.len() > 1 && word.iter().all(|c| !c.is_ascii()) && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

fn printed_number(number: Option<&str>, words: &[Vec<char>]) -> Option<Number> {
    let folded = fold(&hyokasho_normalize::normalize(number?));
    let named = words.iter().position(|word| *word == folded);
    named
        .map(|at| Number::Named(at as u8, 0))
        .or_else(|| number::read(&folded, words).map(|(n, _)| n))
}
