//! A form as an index for item cells: what each node prints, what stands over it, and which keys a
//! node that is no item covers.
//!
//! Input: a form. Output: [`FormIndex`], built once a form.

mod beside;
mod holdings;

use hyokasho_catalogue::{Form, ItemKind, Node, NodeId, Role};
use rustc_hash::FxHashMap;

use super::cell::{circled, in_short, letters_of, roman};
use super::labels::{Find, LabelId, LabelTable};

/// The number that a node prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Printed {
    /// Ⅰ, 1, ①: the value as printed in one of the styles.
    Plain(super::cell::Style, u32),
    /// A word with a number or without one: リスク1, 別添2, リスク.
    Worded(WordId, Option<u32>),
}

/// A word's position in [`FormIndex::words`].
pub(crate) type WordId = usize;

/// One way in which a node is printed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Printing {
    /// The label's letters, without the place of a block's number.
    pub(crate) label: Option<LabelId>,
    /// How many letters the label has.
    pub(crate) length: usize,
    /// The number before it.
    pub(crate) number: Option<Printed>,
    /// Whether people write the label so and the form does not: it counts where it stands alone.
    pub(crate) short: bool,
}

/// A node of the form as part of paths.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    /// The node.
    pub(crate) node: NodeId,
    /// The element that it stands under.
    pub(crate) parent: Option<usize>,
    /// Siblings before it that a cell may name on the way to it, with what that costs.
    pub(crate) beside: Vec<(usize, f32)>,
    /// Its printings.
    pub(crate) printings: Vec<Printing>,
    /// Letters with which its label begins and with which the label ends that may stand before it: people write
    /// them once.
    pub(crate) shared: usize,
    /// Whether a block's number follows the label.
    pub(crate) numbered: bool,
    /// What the node is on the page.
    pub(crate) role: Role,
    /// The key of its own item.
    pub(crate) key: Option<String>,
    /// The kind of its own item.
    pub(crate) kind: Option<ItemKind>,
    /// Which index it sets: 0 the first of the key, 1 the second; absent: none.
    pub(crate) sets: Option<usize>,
    /// Whether it is an option of the element under which it stands, not a node of its own.
    pub(crate) option: bool,
    /// Whether elements stand under it.
    pub(crate) heads: bool,
    /// The lines that it prints before its first item: they name what its items answer.
    pub(crate) asides: Vec<usize>,
    /// Keys of the items that stand under it, its own included, in the form's order.
    pub(crate) holds: Vec<usize>,
    /// The prefixes (or keys) that cover exactly what it holds.
    pub(crate) covers: Vec<String>,
}

/// A form's index.
#[derive(Debug, Default)]
pub(crate) struct FormIndex {
    /// The elements; every one stands behind the one that it stands under.
    pub(crate) elements: Vec<Element>,
    /// The labels.
    pub(crate) labels: LabelTable,
    /// Which of the words are labels of blocks.
    pub(crate) block_words: Vec<WordId>,
    /// Words that stand before a number: of numbered risks and annexes, and the labels of blocks.
    pub(crate) words: Vec<Vec<char>>,
    /// What the elements print, the other way round.
    pub(crate) printers: Printers,
}

/// For each thing that may stand in a cell the elements that print it.
#[derive(Debug, Default)]
pub(crate) struct Printers {
    /// By label.
    pub(crate) label: Vec<Vec<usize>>,
    /// By word.
    pub(crate) word: Vec<Vec<usize>>,
    /// By the value of a number without a word, as [`value_bit`] counts them.
    pub(crate) value: Vec<Vec<usize>>,
}

/// Values of numbers that are told apart.
const VALUES: usize = 64;

/// The place of a number's value among those told apart; the greatest stand together in the last one.
pub(crate) fn value_bit(value: u32) -> usize {
    (value as usize).min(VALUES - 1)
}

/// Keys of the change table's own columns: no cell names them.
const CHANGES: &str = "changes[";

impl FormIndex {
    /// Indexes a form.
    pub(crate) fn new(form: &Form) -> Self {
        let mut index = Self::default();
        let mut places: FxHashMap<NodeId, usize> = FxHashMap::default();
        // the heading that has printed no item yet: lines of furniture there name its risks
        let mut opened: Option<usize> = None;
        for (node_id, node) in form.nodes.iter().enumerate() {
            if is_change_column(node) {
                continue;
            }
            if node.role == Role::Furniture {
                index.push_aside(node_id, node, opened);
                continue;
            }
            let at = index.elements.len();
            places.insert(node_id, at);
            let parent = node.parent.and_then(|parent| places.get(&parent).copied());
            let element = index.element(node_id, node, parent);
            index.elements.push(element);
            index.push_options(node, at);
            opened = (node.role == Role::Heading).then_some(at);
        }
        index.push_beside();
        index.push_shared();
        index.push_holdings();
        index.push_printers();
        index
    }

    fn element(&mut self, node_id: NodeId, node: &Node, parent: Option<usize>) -> Element {
        Element {
            node: node_id,
            parent,
            beside: Vec::new(),
            printings: self.printings(node),
            shared: 0,
            numbered: node.label.contains("{n}"),
            role: node.role,
            key: node.key.clone(),
            kind: node.kind,
            sets: node
                .opens
                .as_deref()
                .map(|opens| opens.matches('[').count().saturating_sub(1)),
            option: false,
            heads: false,
            asides: Vec::new(),
            holds: Vec::new(),
            covers: Vec::new(),
        }
    }

    /// A line of furniture under a heading that a path may go over: one with a word before it, as risks have.
    fn push_aside(&mut self, node_id: NodeId, node: &Node, heading: Option<usize>) {
        let (Some(heading), true) = (heading, node.number.is_some()) else {
            return;
        };
        let at = self.elements.len();
        let element = self.element(node_id, node, Some(heading));
        self.elements.push(element);
        self.elements[heading].asides.push(at);
    }

    fn printings(&mut self, node: &Node) -> Vec<Printing> {
        let own = node.number.as_deref().and_then(|n| self.printed(n));
        let mut printings = Vec::with_capacity(2 * (1 + node.variants.len()));
        self.push_printing(node.role, &node.label, own, &mut printings);
        for variant in &node.variants {
            let number = match variant.number.as_deref() {
                Some(number) => self.printed(number),
                None => own,
            };
            self.push_printing(node.role, &variant.label, number, &mut printings);
        }
        printings
    }

    /// Adds a label as it is printed, and as people write it in short.
    fn push_printing(
        &mut self,
        role: Role,
        label: &str,
        number: Option<Printed>,
        printings: &mut Vec<Printing>,
    ) {
        printings.push(self.printing(label, number));
        let section = matches!(role, Role::Part | Role::Heading);
        let Some(short) = in_short(label, section) else {
            return;
        };
        printings.push(Printing {
            short: true,
            ..self.printing(short, number)
        });
    }

    fn printing(&mut self, label: &str, number: Option<Printed>) -> Printing {
        let normalized = hyokasho_normalize::normalize(label);
        let letters = letters_of(&normalized.replace("{n}", ""));
        if label.contains("{n}") {
            let word = self.word(letters.clone());
            if !self.block_words.contains(&word) {
                self.block_words.push(word);
            }
        }
        let length = letters.len();
        let label = (length > 1).then(|| self.labels.insert(letters));
        Printing {
            label,
            length,
            number,
            short: false,
        }
    }

    /// The number of a word; a new one where it is not known yet.
    fn word(&mut self, letters: Vec<char>) -> WordId {
        let known = self.words.iter().position(|word| *word == letters);
        known.unwrap_or_else(|| {
            self.words.push(letters);
            self.words.len() - 1
        })
    }

    /// Reads a number as the catalogue writes it.
    fn printed(&mut self, number: &str) -> Option<Printed> {
        use super::cell::Style;
        let normalized = hyokasho_normalize::normalize(number);
        let letters = letters_of(&normalized);
        let &first = letters.first()?;
        if let (Some(value), 1) = (circled(first), letters.len()) {
            return Some(Printed::Plain(Style::Circled, value));
        }
        if let Some(value) = roman(&letters) {
            return Some(Printed::Plain(Style::Roman, value));
        }
        let digits = letters
            .iter()
            .rev()
            .take_while(|c| c.is_ascii_digit())
            .count();
        let (word, digits) = letters.split_at(letters.len() - digits);
        let value = digits.iter().collect::<String>().parse().ok();
        match (word.is_empty(), value) {
            (true, Some(value)) => Some(Printed::Plain(Style::Arabic, value)),
            (false, value) => Some(Printed::Worded(self.word(word.to_vec()), value)),
            (true, None) => None,
        }
    }

    /// Options of flags, which cells name behind the item.
    fn push_options(&mut self, node: &Node, item: usize) {
        if node.kind != Some(ItemKind::Flags) || node.options.len() < 2 {
            return;
        }
        for option in &node.options {
            let mut printings = vec![self.printing(&option.text, None)];
            printings.extend(option.variants.iter().map(|text| self.printing(text, None)));
            let mut element = Element {
                option: true,
                printings,
                ..self.elements[item].clone()
            };
            element.parent = Some(item);
            element.role = Role::Item;
            element.numbered = false;
            element.sets = None;
            self.elements.push(element);
        }
    }

    fn push_printers(&mut self) {
        let mut printers = Printers {
            label: vec![Vec::new(); self.labels.len()],
            word: vec![Vec::new(); self.words.len()],
            value: vec![Vec::new(); VALUES],
        };
        let push = |printed: &mut Vec<usize>, at| {
            if printed.last() != Some(&at) {
                printed.push(at);
            }
        };
        for (at, element) in self.elements.iter().enumerate() {
            for printing in &element.printings {
                if let Some(label) = printing.label {
                    push(&mut printers.label[label as usize], at);
                }
                match printing.number {
                    Some(Printed::Plain(_, value)) => {
                        push(&mut printers.value[value_bit(value)], at);
                    }
                    Some(Printed::Worded(word, _)) => push(&mut printers.word[word], at),
                    None => {}
                }
            }
        }
        self.printers = printers;
    }

    /// Whether the letters as a whole resemble the label of something in a block that is no option.
    pub(crate) fn names_block_item(&self, letters: &[char]) -> bool {
        let finds = self.labels.find_all(letters, &[]);
        let whole = |find: &Find| find.start == 0 && usize::from(find.end) == letters.len();
        let is_item = |label: &LabelId| {
            let by = &self.printers.label[*label as usize];
            by.iter()
                .any(|&at| !self.elements[at].option && self.in_block(at))
        };
        let mut labels = finds.labels.iter();
        labels.any(|label| is_item(label) && finds.of(*label).iter().any(whole))
    }

    fn in_block(&self, element: usize) -> bool {
        let mut over = self.elements[element].parent;
        while let Some(up) = over.filter(|&up| self.elements[up].role != Role::Block) {
            over = self.elements[up].parent;
        }
        over.is_some()
    }

    /// The items under an element that stand in it directly, or under a label in it.
    pub(crate) fn items_under(&self, element: usize) -> impl Iterator<Item = &Element> {
        self.elements[element]
            .holds
            .iter()
            .map(|&at| &self.elements[at])
    }

    /// Unnumbered items of text that stand right behind a choice and tell its particulars.
    pub(crate) fn particulars(&self, choice: usize) -> Vec<usize> {
        let element = &self.elements[choice];
        let mut found = Vec::new();
        for (at, other) in self.elements.iter().enumerate().skip(choice + 1) {
            if other.option {
                continue;
            }
            let beside = other.parent == element.parent || other.parent == Some(choice);
            let unnumbered = other.printings.first().is_some_and(|p| p.number.is_none());
            if !beside
                || !unnumbered
                || other.role != Role::Item
                || other.kind != Some(ItemKind::Text)
            {
                break;
            }
            found.push(at);
        }
        let name = element.key.as_deref().unwrap_or_default();
        let named: Vec<usize> = found
            .iter()
            .copied()
            .filter(|&at| {
                let key = self.elements[at].key.as_deref().unwrap_or_default();
                self.elements[at].parent == Some(choice)
                    || key
                        .strip_prefix(name)
                        .is_some_and(|rest| rest.starts_with('_'))
            })
            .collect();
        if named.is_empty() { found } else { named }
    }
}

fn is_change_column(node: &Node) -> bool {
    node.key
        .as_deref()
        .is_some_and(|key| key.starts_with(CHANGES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn catalogue_numbers_are_read() {
        use super::super::cell::Style;
        let mut index = FormIndex::default();
        let mut printed = |number| index.printed(number);
        assert_eq!(printed("Ⅲ"), Some(Printed::Plain(Style::Roman, 3)));
        assert_eq!(printed("⑨"), Some(Printed::Plain(Style::Circled, 9)));
        assert_eq!(printed("12"), Some(Printed::Plain(Style::Arabic, 12)));
        assert_eq!(printed("X2"), Some(Printed::Worded(0, Some(2))));
        assert_eq!(index.words, [['X']]);
    }
}
