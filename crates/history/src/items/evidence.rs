//! What a cell says in a form's terms: the stretches of it that each element of the form explains.
//!
//! Input: a cell's text and the form's index. Output: [`Evidence`], found once for all paths. Numbers
//! are strong evidence where the label agrees or is missing; where a label stands beside another number,
//! the label wins (the number is of another revision of the form).

use hyokasho_catalogue::Role;

use super::cell::{CellText, Joint, Number, Style};
use super::index::{Element, FormIndex, Printed, Printing, WordId, value_bit};
use super::labels::{Find, Finds};

/// What a number weighs that is the form's own, in the form's style.
const NUMBER: f32 = 3.0;
/// What it weighs in another style (1 for ①), or where a damaged copy may mean it.
const NUMBER_NEAR: f32 = 2.2;
/// What the end of a range weighs that only a dash tells: less than an item's number, so that both are
/// meant.
const NUMBER_DASHED: f32 = 1.9;
/// What each letter of a word before a number weighs, with the number or without it.
const WORD: f32 = 0.4;
/// What a number costs beside a label that the form numbers otherwise.
const CONTRADICTED: f32 = 1.0;
/// Weight that a label needs to stand against the number beside it.
const STANDS_AGAINST: f32 = 2.0;
/// The same for a part, whose label is long and whose number is what people write.
const PART_STANDS_AGAINST: f32 = 5.0;
/// What a block costs that a cell names without its number: it names none of them.
pub(super) const OMITTED_BLOCK: f32 = 1.5;
/// Letters of an option that is one word: a part of it is a part of many words.
const WORD_OPTION: usize = 4;
/// Letters that may stand between a number and its label: a damaged colon or bracket.
const NEAR: usize = 1;
/// Matches of one element that a buffer has room for before it grows.
const READ_AT_ONCE: usize = 16;
/// Damaged letters at a label's start that are taken as its own.
const LEAD: u16 = 3;

/// Numbers of repeated blocks that a path names, as bits from 1; none: not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Indices(pub(crate) u64);

impl Indices {
    /// From one number to another.
    fn range(first: u32, last: u32) -> Self {
        Self(
            (first..=last.min(63))
                .filter(|&n| n > 0)
                .fold(0, |bits, n| bits | 1 << n),
        )
    }

    /// One number.
    pub(crate) fn one(number: u32) -> Self {
        Self::range(number, number)
    }

    /// The numbers in order.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u32> {
        (1..64).filter(move |n| self.0 >> n & 1 == 1)
    }
}

/// A stretch of the cell that an element explains.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match {
    /// First letter.
    pub(crate) start: usize,
    /// Behind the last letter.
    pub(crate) end: usize,
    /// Letters in common and numbers that agree, less what differs.
    pub(crate) weight: f32,
    /// The blocks that the stretch numbers.
    pub(crate) sets: Option<Indices>,
}

/// What a cell says in the form's terms, found once for all paths.
pub(crate) struct Evidence<'a> {
    /// The form.
    pub(crate) index: &'a FormIndex,
    /// The cell.
    pub(crate) cell: &'a CellText,
    /// The elements that the cell names and those over them, in the form's order: paths go nowhere else.
    pub(crate) leading: Vec<usize>,
    /// Where each element's matches begin and end.
    of: Vec<(u32, u32)>,
    matches: Vec<Match>,
    /// For each letter where the next number with its own word ends that begins there or behind.
    worded_end: Vec<usize>,
}

impl<'a> Evidence<'a> {
    /// Looks the cell's letters up in the form's labels. `files` is how many files the document may
    /// have.
    pub(crate) fn new(index: &'a FormIndex, cell: &'a CellText, files: u32) -> Self {
        let seen = Seen::new(index, cell, files);
        let elements = index.elements.len();
        let mut of = vec![(0, 0); elements];
        let named = seen.named();
        let mut matches = Vec::with_capacity(2 * named.iter().filter(|&&named| named).count());
        let mut leads = vec![false; elements];
        let mut found = Vec::with_capacity(READ_AT_ONCE);
        for at in (0..elements).filter(|&at| named[at]) {
            let from = matches.len() as u32;
            seen.element_matches(&index.elements[at], &mut found);
            matches.append(&mut found);
            let to = matches.len() as u32;
            if from < to {
                of[at] = (from, to);
                lead(index, at, &mut leads);
            }
        }
        Self {
            index,
            cell,
            leading: leading(&leads),
            of,
            matches,
            worded_end: seen.worded_ends(),
        }
    }

    /// What an element explains.
    pub(crate) fn matches(&self, element: usize) -> &[Match] {
        let (from, to) = self.of[element];
        &self.matches[from as usize..to as usize]
    }

    /// Whether a number with its own word (a risk's, a block's) stands between.
    pub(crate) fn skips(&self, from: usize, to: usize) -> bool {
        self.worded_end.get(from).is_some_and(|&end| end <= to)
    }
}

/// The marked elements.
fn leading(leads: &[bool]) -> Vec<usize> {
    let mut leading = Vec::with_capacity(leads.iter().filter(|&&leads| leads).count());
    leading.extend((0..leads.len()).filter(|&at| leads[at]));
    leading
}

/// Marks an element and those that it stands under.
fn lead(index: &FormIndex, element: usize, leads: &mut [bool]) {
    let mut next = Some(element);
    while let Some(at) = next.filter(|&at| !leads[at]) {
        leads[at] = true;
        next = index.elements[at].parent;
    }
}

impl Match {
    /// Both blocks, or all from one to the other.
    fn joined(&self, next: &Self, joint: Joint) -> Option<Self> {
        let (Indices(a), Indices(b)) = (self.sets?, next.sets?);
        let (from, to) = (a.checked_ilog2()?, b.trailing_zeros());
        if from >= to {
            return None;
        }
        let between = if joint == Joint::Range {
            Indices::range(from, to).0
        } else {
            0
        };
        Some(Self {
            start: self.start,
            end: next.end,
            weight: self.weight + next.weight,
            sets: Some(Indices(a | b | between)),
        })
    }
}

/// The cell's labels, words and numbers, looked up once.
struct Seen<'a> {
    index: &'a FormIndex,
    cell: &'a CellText,
    files: u32,
    finds: Finds,
    /// Where each of the form's words stands.
    words: Vec<Vec<usize>>,
    /// Which of the cell's numbers belong to the word before them, so that they are the numbers of
    /// nothing else.
    worded: Vec<bool>,
    /// The numbers' values as bits; those above 63 together as bit 63.
    values: u64,
}

impl<'a> Seen<'a> {
    fn new(index: &'a FormIndex, cell: &'a CellText, files: u32) -> Self {
        let numbers: Vec<usize> = cell.numbers.iter().map(|number| number.start).collect();
        let words: Vec<Vec<usize>> = index
            .words
            .iter()
            .map(|word| places(&cell.letters, word))
            .collect();
        let worded = cell.numbers.iter().map(|number| {
            let parted = cell.boundary.get(number.start).copied().unwrap_or(false);
            let joined = !parted || number.style == Style::Arabic;
            let behind = |(word, places): (&Vec<char>, &Vec<usize>)| {
                places
                    .iter()
                    .any(|start| start + word.len() == number.start)
            };
            joined && index.words.iter().zip(&words).any(behind)
        });
        Self {
            index,
            cell,
            files,
            finds: index.labels.find_all(&cell.letters, &numbers),
            worded: worded.collect(),
            values: cell.numbers.iter().fold(0, |bits, n| bits | bit(n.value)),
            words,
        }
    }

    fn worded_ends(&self) -> Vec<usize> {
        let mut ends = vec![usize::MAX; self.cell.len() + 1];
        for (number, _) in self
            .cell
            .numbers
            .iter()
            .zip(&self.worded)
            .filter(|(_, worded)| **worded)
        {
            ends[number.start] = number.end;
        }
        for at in (0..self.cell.len()).rev() {
            ends[at] = ends[at].min(ends[at + 1]);
        }
        ends
    }

    /// For each element whether anything of it stands in the cell.
    fn named(&self) -> Vec<bool> {
        let printers = &self.index.printers;
        let labels = self.finds.labels.iter();
        let labels = labels.map(|&label| &printers.label[label as usize]);
        let words = printers.word.iter().zip(&self.words);
        let words = words.filter_map(|(by, places)| (!places.is_empty()).then_some(by));
        let values = printers.value.iter().enumerate();
        let values = values.filter_map(|(bit, by)| (self.values >> bit & 1 == 1).then_some(by));
        let mut named = vec![false; self.index.elements.len()];
        for &element in labels.chain(words).chain(values).flatten() {
            named[element] = true;
        }
        named
    }

    /// Whether the cell has the number's value, or its word.
    fn may_say(&self, number: Printed) -> bool {
        match number {
            Printed::Plain(_, value) => self.values & bit(value) != 0,
            Printed::Worded(word, _) => !self.words[word].is_empty(),
        }
    }

    fn labels(&self, printing: &Printing) -> &[Find] {
        printing.label.map_or(&[], |label| self.finds.of(label))
    }

    fn element_matches(&self, element: &Element, matches: &mut Vec<Match>) {
        for printing in &element.printings {
            for find in self.labels(printing) {
                if printing.short && !self.stands_alone(find)
                    || element.option && printing.length <= WORD_OPTION && find.share < 1.0
                {
                    continue;
                }
                matches.push(self.labelled(element, find, printing.number));
            }
            if let Some(number) = printing.number {
                self.numbered(number, matches);
            }
        }
        if element.numbered {
            *matches = self.block(element, matches);
        } else if element.role == Role::Part && element.sets.is_some() {
            self.file_numbers(matches);
        }
    }

    /// Whether a label stands there whole, and nothing before and behind it that could be of one word
    /// with it.
    fn stands_alone(&self, find: &Find) -> bool {
        let (start, end) = (usize::from(find.start), usize::from(find.end));
        let ends_number = self.cell.numbers.iter().any(|n| n.end == start);
        find.share >= 1.0 && (ends_number || self.cell.begins(start)) && self.cell.begins(end)
    }

    /// A label with the number that stands before it, where one does.
    fn labelled(&self, element: &Element, find: &Find, number: Option<Printed>) -> Match {
        let (start, end) = (usize::from(find.start), usize::from(find.end));
        let bare = Match {
            start,
            end,
            weight: find.weight,
            sets: None,
        };
        if let Some(Printed::Worded(word, None)) = number
            && let Some(before) = start.checked_sub(self.length(word))
            && self.words[word].contains(&before)
        {
            return Match {
                start: before,
                weight: find.weight + WORD * self.length(word) as f32,
                ..bare
            };
        }
        let before =
            self.cell.numbers.iter().rev().find(|n| {
                n.end <= start && start - n.end <= NEAR + usize::from(find.lead.min(LEAD))
            });
        let (Some(number), Some(before)) = (number, before) else {
            return bare;
        };
        if let Some(m) = self.agrees(number, before) {
            return Match {
                start: m.start,
                end,
                weight: m.weight + find.weight,
                sets: None,
            };
        }
        let same_style = matches!(number, Printed::Plain(style, _) if near(style, before.style))
            && !self.worded(before);
        let stands = find.weight
            >= if element.role == Role::Part {
                PART_STANDS_AGAINST
            } else {
                STANDS_AGAINST
            };
        if same_style && stands {
            return Match {
                start: before.start,
                end,
                weight: find.weight - CONTRADICTED,
                sets: None,
            };
        }
        bare
    }

    /// Places where the number stands without the label.
    fn numbered(&self, number: Printed, matches: &mut Vec<Match>) {
        if self.may_say(number) {
            let numbers = self.cell.numbers.iter();
            matches.extend(numbers.filter_map(|n| self.agrees(number, n)));
        }
        if let Printed::Worded(word, None) = number {
            let weight = WORD * self.length(word) as f32;
            matches.extend(self.bare_words(word).map(|(start, end)| Match {
                start,
                end,
                weight,
                sets: None,
            }));
        }
    }

    /// Places of a word without a number of its own behind it.
    fn bare_words(&self, word: WordId) -> impl Iterator<Item = (usize, usize)> {
        let ends = self.words[word]
            .iter()
            .map(move |&start| (start, start + self.length(word)));
        ends.filter(|&(_, end)| {
            let mut numbers = self.cell.numbers.iter();
            !numbers.any(|n| n.start == end && self.worded(n))
        })
    }

    /// Letters of a word.
    fn length(&self, word: WordId) -> usize {
        self.index.words[word].len()
    }

    /// Whether the number belongs to the word before it.
    fn worded(&self, number: &Number) -> bool {
        let numbers = &self.cell.numbers;
        let at = numbers
            .binary_search_by_key(&number.start, |other| other.start)
            .ok();
        at.is_some_and(|at| self.worded[at])
    }

    /// How the cell's number says the form's one.
    fn agrees(&self, number: Printed, seen: &Number) -> Option<Match> {
        let weigh = |same: bool| {
            if same && seen.certain {
                NUMBER
            } else {
                NUMBER_NEAR
            }
        };
        match number {
            Printed::Plain(style, value)
                if value == seen.value && near(style, seen.style) && !self.worded(seen) =>
            {
                Some(Match {
                    start: seen.start,
                    end: seen.end,
                    weight: weigh(style == seen.style),
                    sets: None,
                })
            }
            Printed::Worded(word, Some(value))
                if value == seen.value && seen.style != Style::Roman =>
            {
                let start = seen.start.checked_sub(self.length(word))?;
                let named = self.words[word].contains(&start);
                let weight = weigh(true) + WORD * self.length(word) as f32;
                named.then_some(Match {
                    start,
                    end: seen.end,
                    weight,
                    sets: None,
                })
            }
            _ => None,
        }
    }

    /// A block's label with the numbers behind it.
    fn block(&self, element: &Element, labels: &[Match]) -> Vec<Match> {
        let mut matches: Vec<Match> = Vec::new();
        for label in labels.iter().filter(|label| Self::whole(element, label)) {
            let Some(first) = self.cell.numbers.iter().position(|n| n.start == label.end) else {
                matches.push(Match {
                    weight: label.weight - OMITTED_BLOCK,
                    ..*label
                });
                continue;
            };
            if self.cell.numbers[first].style == Style::Roman {
                continue;
            }
            let (indices, last) = self.numbers_from(first);
            let weight = label.weight + NUMBER;
            matches.push(Match {
                start: label.start,
                end: self.cell.numbers[last].end,
                weight,
                sets: Some(indices),
            });
        }
        self.join_repeated(&mut matches);
        self.join_dashed(&mut matches);
        // the heading that the form prints over its later blocks (2 to 5), then one of them
        let mut joined = Vec::new();
        for (a, b) in matches
            .iter()
            .flat_map(|a| matches.iter().map(move |b| (a, b)))
        {
            let held = a
                .sets
                .zip(b.sets)
                .is_some_and(|(a, b)| a != b && b.0 & a.0 == b.0);
            if held && a.end <= b.start && b.start - a.end <= NEAR {
                joined.push(Match {
                    start: a.start,
                    weight: a.weight + b.weight,
                    ..*b
                });
            }
        }
        matches.extend(joined);
        matches
    }

    /// Joins blocks named one behind another, each with its label: 提供先1、提供先2; 提供先1から提供先3.
    fn join_repeated(&self, matches: &mut Vec<Match>) {
        matches.sort_by_key(|m| m.start);
        let mut at = 0;
        while at < matches.len() {
            let last = matches[at];
            let (joint, from) = self
                .cell
                .joint_at(last.end)
                .unwrap_or((Joint::None, last.end));
            let next = matches.iter().skip(at + 1).find(|next| next.start == from);
            let joined = next.and_then(|next| last.joined(next, joint));
            matches.extend(joined);
            at += 1;
        }
    }

    /// Where a cell ends with two numbers behind a block's label and a dash between them, its only one:
    /// all blocks from the one to the other may be meant, or an item of the first.
    fn join_dashed(&self, matches: &mut Vec<Match>) {
        let Some([first, last]) = self.cell.numbers.last_chunk() else {
            return;
        };
        let dashed = last.end == self.cell.len()
            && first.end == last.start
            && first.value < last.value
            && (first.style, last.style) == (Style::Arabic, Style::Arabic)
            && self.cell.only_dash(last.start);
        if !dashed {
            return;
        }
        let blocks = matches.iter().find(|m| m.end == first.end).copied();
        matches.extend(blocks.map(|block| Match {
            end: last.end,
            weight: block.weight + NUMBER_DASHED,
            sets: Some(Indices::range(first.value, last.value)),
            ..block
        }));
    }

    /// Whether a block's label is there whole: a part of it names something else.
    fn whole(element: &Element, label: &Match) -> bool {
        element
            .printings
            .iter()
            .any(|printing| printing.length <= label.end - label.start + 1)
    }

    /// The numbers from one on that a range or a list joins; how many numbers, and the last.
    fn numbers_from(&self, first: usize) -> (Indices, usize) {
        let numbers = &self.cell.numbers;
        let mut indices = Indices::range(numbers[first].value, numbers[first].value);
        let mut last = first;
        while let Some(next) = numbers.get(last + 1) {
            let between = next.start - numbers[last].end;
            let same = next.style == numbers[first].style;
            match numbers[last].joint {
                Joint::Range if same && next.value > numbers[last].value => {
                    indices.0 |= Indices::range(numbers[last].value, next.value).0;
                }
                Joint::List if same && between == 0 => {
                    indices.0 |= Indices::range(next.value, next.value).0;
                }
                _ => break,
            }
            last += 1;
        }
        (indices, last)
    }

    /// The numbers in brackets behind a part that is printed once for each file.
    fn file_numbers(&self, matches: &mut Vec<Match>) {
        let numbers = &self.cell.numbers;
        let mut numbered = Vec::new();
        for m in matches.iter() {
            let Some(first) = numbers.iter().position(|n| n.start == m.end) else {
                continue;
            };
            for (files, last) in self.files_from(first) {
                let count = files.numbers().count().min(2) as f32;
                numbered.push(Match {
                    end: numbers[last].end,
                    weight: m.weight + NUMBER_NEAR * count,
                    sets: Some(files),
                    ..*m
                });
            }
        }
        matches.extend(numbered);
    }

    /// The files that the number in brackets names, alone and with those behind it, and the last number.
    /// Where nothing joins the numbers, the last may be a section's: unless a section's own follows.
    fn files_from(&self, first: usize) -> Vec<(Indices, usize)> {
        let numbers = &self.cell.numbers;
        let is_file = |n: &Number| n.style == Style::Bracketed && n.value <= self.files;
        if !is_file(&numbers[first]) {
            return Vec::new();
        }
        let mut files = Indices::one(numbers[first].value);
        let mut found = vec![(files, first)];
        let mut adjacent = false;
        for (at, pair) in numbers[first..].windows(2).enumerate() {
            let [before, next] = pair else { break };
            if !is_file(next) || next.start != before.end || next.value <= before.value {
                break;
            }
            match before.joint {
                Joint::Range => files.0 |= Indices::range(before.value, next.value).0,
                Joint::List | Joint::Path => files.0 |= Indices::one(next.value).0,
                Joint::None => break,
            }
            adjacent |= before.joint == Joint::Path;
            let last = first + at + 1;
            let section = numbers.get(last + 1);
            let followed = section.is_some_and(|n| n.start == next.end && n.style == Style::Arabic);
            if !adjacent || followed {
                found.push((files, last));
            }
        }
        found
    }
}

/// Where a word stands.
fn places(letters: &[char], word: &[char]) -> Vec<usize> {
    if word.is_empty() {
        return Vec::new();
    }
    let firsts = letters.iter().enumerate().filter(|(_, c)| **c == word[0]);
    firsts
        .map(|(at, _)| at)
        .filter(|&at| letters[at..].starts_with(word))
        .collect()
}

fn bit(value: u32) -> u64 {
    1 << value_bit(value)
}

/// Whether a number of one style may stand for one of the other.
fn near(form: Style, seen: Style) -> bool {
    form == seen
        || match form {
            Style::Roman => seen == Style::Arabic,
            Style::Arabic => matches!(seen, Style::Bracketed | Style::Circled),
            Style::Circled | Style::Bracketed => seen != Style::Roman,
        }
}
