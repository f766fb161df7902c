//! Reads a cell as a path through a form: which elements its letters and numbers name, in order.
//!
//! Input: a cell's text and the form's index. Output: the paths that explain the cell best, with
//! their scores. Numbers are strong evidence where the label agrees or is missing; where a label
//! stands beside another number, the label wins (the number is of another revision of the form).

use hyokasho_catalogue::Role;

use super::cell::{CellText, Joint, Number, Style};
use super::index::{Element, FormIndex, Printed};
use super::labels::Find;

/// What a number weighs that is the form's own, in the form's style.
const NUMBER: f32 = 3.0;
/// What it weighs in another style (1 for ①), or where a damaged copy may mean it.
const NUMBER_NEAR: f32 = 2.2;
/// What each letter of a word before a number weighs, with the number or without it.
const WORD: f32 = 0.4;
/// What a number costs beside a label that the form numbers otherwise.
const CONTRADICTED: f32 = 1.0;
/// Weight that a label needs to stand against the number beside it.
const STANDS_AGAINST: f32 = 2.0;
/// The same for a part, whose label is long and whose number is what people write.
const PART_STANDS_AGAINST: f32 = 5.0;
/// What each element costs that a cell leaves out on the way.
const OMITTED: f32 = 0.4;
/// The same for a block that repeats: without its number the cell names none of them.
const OMITTED_BLOCK: f32 = 1.5;
/// What leaving each element costs that the path before went through.
const CLIMBED: f32 = 0.9;
/// Readings of one element that are followed.
const READINGS: usize = 6;
/// Letters that may stand between a number and its label: a damaged colon or bracket.
const NEAR: usize = 1;
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

    /// The numbers in order.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u32> {
        (1..64).filter(move |n| self.0 >> n & 1 == 1)
    }
}

/// A reading of the cell's beginning as a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    /// Letters read.
    pub(crate) upto: usize,
    /// Weight of what was found less what was passed over and left out.
    pub(crate) score: f32,
    /// The first and the second index.
    pub(crate) indices: [Indices; 2],
    /// What the letters cost that were passed over.
    pub(crate) passed: f32,
    /// Whether a number with its own word (a risk's, a block's) was passed over.
    pub(crate) skipped: bool,
    /// The widest stretch that was passed over: what it cost, and where it ends.
    pub(crate) gap: (f32, usize),
}

/// A path's end with its reading of the whole cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Path {
    /// The element at its end.
    pub(crate) element: usize,
    /// The score with all that stays unexplained.
    pub(crate) score: f32,
    /// The reading.
    pub(crate) reading: Reading,
}

/// What a cell says in the form's terms, found once for all paths.
pub(crate) struct Evidence<'a> {
    index: &'a FormIndex,
    cell: &'a CellText,
    files: u32,
    finds: Vec<Vec<Find>>,
    /// Which of the cell's numbers belong to the word before them.
    worded: Vec<bool>,
    /// What each element explains of the cell.
    matches: Vec<Vec<Match>>,
    /// Whether the cell names the element or anything that stands under it: paths go nowhere else.
    leads: Vec<bool>,
}

/// Where paths begin.
pub(crate) enum Start {
    /// At the form.
    Form,
    /// Behind a path that was read: at the form or at what that path went through.
    Behind(Path),
}

/// A stretch of the cell that an element explains.
#[derive(Debug, Clone, Copy)]
struct Match {
    start: usize,
    end: usize,
    weight: f32,
    sets: Option<Indices>,
}

impl<'a> Evidence<'a> {
    /// Looks the cell's letters up in the form's labels.
    /// `files` is how many files the
    /// document may have.
    pub(crate) fn new(index: &'a FormIndex, cell: &'a CellText, files: u32) -> Self {
        let numbers: Vec<usize> = cell.numbers.iter().map(|number| number.start).collect();
        let finds = index.labels.find_all(&cell.letters, &numbers);
        let worded = cell
            .numbers
            .iter()
            .map(|number| worded(index, cell, number))
            .collect();
        let mut evidence = Self {
            index,
            cell,
            files,
            finds,
            worded,
            matches: Vec::new(),
            leads: Vec::new(),
        };
        evidence.matches = index
            .elements
            .iter()
            .map(|element| evidence.element_matches(element))
            .collect();
        evidence.leads = leads(index, &evidence.matches);
        evidence
    }

    /// The best path to every element that a stretch of the cell up to `until` names, best first.
    pub(crate) fn paths(&self, start: &Start, until: usize) -> Vec<Path> {
        let elements = &self.index.elements;
        let mut reached: Vec<Vec<Reading>> = Vec::with_capacity(elements.len());
        let mut named: Vec<Vec<Reading>> = Vec::with_capacity(elements.len());
        let injected = self.begin(start);
        let begun: Vec<Reading> = injected
            .iter()
            .filter(|(e, _)| e.is_none())
            .map(|(_, reading)| *reading)
            .collect();
        let mut paths = Vec::new();
        for (at, element) in elements.iter().enumerate() {
            if !self.leads[at] {
                reached.push(Vec::new());
                named.push(Vec::new());
                continue;
            }
            let over: &[Reading] = match element.parent {
                Some(parent) if element.option => &named[parent],
                Some(parent) => &reached[parent],
                None => &begun,
            };
            let found = self.name(at, over, &named, until);
            paths.extend(self.finish(at, &found, until));
            let mut onward = Vec::new();
            if element.heads {
                onward = omit(element, over);
                let earlier = onward.len();
                let here = injected.iter().filter(|(e, _)| *e == Some(at));
                onward.extend(here.map(|(_, reading)| *reading));
                onward.extend_from_slice(&found);
                // What stands over the element is pruned already.
                if onward.len() > earlier {
                    prune(&mut onward);
                }
            }
            reached.push(onward);
            named.push(found);
        }
        paths.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.element.cmp(&b.element)));
        paths
    }

    /// The readings from which an element may be named: those of what it stands under, and those
    /// that name a sibling on the way.
    fn with_beside(element: &Element, over: &[Reading], named: &[Vec<Reading>]) -> Vec<Reading> {
        let mut all = over.to_vec();
        for &(sibling, cost) in &element.beside {
            all.extend(named[sibling].iter().map(|r| Reading {
                score: r.score - cost,
                ..*r
            }));
        }
        prune(&mut all);
        all
    }

    /// Readings to begin with, and the elements that they have reached.
    fn begin(&self, start: &Start) -> Vec<(Option<usize>, Reading)> {
        match start {
            Start::Form => {
                let reading = Reading {
                    upto: 0,
                    score: 0.0,
                    indices: [Indices(0); 2],
                    passed: 0.0,
                    skipped: false,
                    gap: (0.0, 0),
                };
                vec![(None, reading)]
            }
            Start::Behind(path) => {
                let mut begun = Vec::new();
                let mut over = self.index.elements[path.element].parent;
                let mut indices = path.reading.indices;
                self.unset(path.element, &mut indices);
                let mut cost = 0.0;
                loop {
                    let reading = Reading {
                        upto: path.reading.upto,
                        score: -cost,
                        indices,
                        passed: 0.0,
                        skipped: false,
                        gap: (0.0, 0),
                    };
                    begun.push((over, reading));
                    let Some(at) = over else { return begun };
                    self.unset(at, &mut indices);
                    over = self.index.elements[at].parent;
                    cost += CLIMBED;
                }
            }
        }
    }

    fn unset(&self, element: usize, indices: &mut [Indices; 2]) {
        if let Some(sets) = self.index.elements[element].sets
            && let Some(slot) = indices.get_mut(sets)
        {
            *slot = Indices(0);
        }
    }

    /// The readings that name the element.
    fn name(
        &self,
        at: usize,
        over: &[Reading],
        named: &[Vec<Reading>],
        until: usize,
    ) -> Vec<Reading> {
        let (element, matches) = (&self.index.elements[at], &self.matches[at]);
        let mut found = Vec::new();
        if matches.is_empty() || over.is_empty() {
            return found;
        }
        let joined;
        let mut over = over;
        if element
            .beside
            .iter()
            .any(|&(sibling, _)| !named[sibling].is_empty())
        {
            joined = Self::with_beside(element, over, named);
            over = &joined;
        }
        for m in matches.iter().filter(|m| m.end <= until) {
            for reading in over.iter().filter(|reading| reading.upto <= m.start) {
                found.push(self.read_on(element, reading, m));
            }
        }
        prune(&mut found);
        found
    }

    /// A reading with one more match.
    fn read_on(&self, element: &Element, reading: &Reading, m: &Match) -> Reading {
        let passed = self.cell.cost(reading.upto, m.start);
        let mut indices = reading.indices;
        if let (Some(slot), Some(sets)) = (element.sets, m.sets)
            && let Some(slot) = indices.get_mut(slot)
        {
            *slot = sets;
        }
        Reading {
            upto: m.end,
            score: reading.score + m.weight - passed,
            indices,
            passed: reading.passed + passed,
            skipped: reading.skipped || self.skips(reading.upto, m.start),
            gap: if passed > reading.gap.0 {
                (passed, m.start)
            } else {
                reading.gap
            },
        }
    }

    /// Whether a number with its own word stands between.
    fn skips(&self, from: usize, to: usize) -> bool {
        let mut between = self
            .cell
            .numbers
            .iter()
            .filter(|number| from <= number.start && number.end <= to);
        between.any(|number| self.worded(number))
    }

    /// The best of the readings that end at the element, the rest of the cell counted.
    fn finish(&self, element: usize, found: &[Reading], until: usize) -> Option<Path> {
        let finished = found.iter().map(|&reading| {
            let score = reading.score - self.cell.cost(reading.upto, until);
            Path {
                element,
                score,
                reading,
            }
        });
        finished.max_by(|a, b| a.score.total_cmp(&b.score))
    }

    fn element_matches(&self, element: &Element) -> Vec<Match> {
        let mut matches = Vec::new();
        for printing in &element.printings {
            let finds: &[Find] = printing
                .label
                .map_or(&[], |label| &self.finds[label as usize]);
            for find in finds {
                matches.push(self.labelled(element, find, printing.number.as_ref()));
            }
            if let Some(number) = &printing.number {
                self.numbered(number, &mut matches);
            }
        }
        if element.numbered {
            matches = self.block(element, &matches);
        } else if element.role == Role::Part && element.sets.is_some() {
            self.file_numbers(&mut matches);
        }
        matches
    }

    /// A label with the number that stands before it, where one does.
    fn labelled(&self, element: &Element, find: &Find, number: Option<&Printed>) -> Match {
        let (start, end) = (usize::from(find.start), usize::from(find.end));
        let bare = Match {
            start,
            end,
            weight: find.weight,
            sets: None,
        };
        if let Some(Printed::Worded(word, None)) = number
            && self.cell.letters[..start].ends_with(word)
        {
            return Match {
                start: start - word.len(),
                weight: find.weight + WORD * word.len() as f32,
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
        let same_style = matches!(number, Printed::Plain(style, _) if near(*style, before.style))
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
    fn numbered(&self, number: &Printed, matches: &mut Vec<Match>) {
        matches.extend(
            self.cell
                .numbers
                .iter()
                .filter_map(|n| self.agrees(number, n)),
        );
        if let Printed::Worded(word, None) = number {
            let weight = WORD * word.len() as f32;
            matches.extend(self.bare_words(word).map(|(start, end)| Match {
                start,
                end,
                weight,
                sets: None,
            }));
        }
    }

    /// Places of a word without a number of its own behind it.
    fn bare_words<'w>(&'w self, word: &'w [char]) -> impl Iterator<Item = (usize, usize)> + 'w {
        let letters = &self.cell.letters;
        (0..letters.len().saturating_sub(word.len() - 1))
            .filter(move |&at| letters[at..].starts_with(word))
            .map(move |at| (at, at + word.len()))
            .filter(|&(_, end)| {
                !self
                    .cell
                    .numbers
                    .iter()
                    .any(|n| n.start == end && self.worded(n))
            })
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
    fn agrees(&self, number: &Printed, seen: &Number) -> Option<Match> {
        let weigh = |same: bool| {
            if same && seen.certain {
                NUMBER
            } else {
                NUMBER_NEAR
            }
        };
        match number {
            Printed::Plain(style, value)
                if *value == seen.value && near(*style, seen.style) && !self.worded(seen) =>
            {
                Some(Match {
                    start: seen.start,
                    end: seen.end,
                    weight: weigh(*style == seen.style),
                    sets: None,
                })
            }
            Printed::Worded(word, Some(value))
                if *value == seen.value && seen.style != Style::Roman =>
            {
                let start = seen.start.checked_sub(word.len())?;
                let named = self.cell.letters[start..seen.start] == word[..];
                let weight = weigh(true) + WORD * word.len() as f32;
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

    /// The number in brackets behind a part that is printed once for each file.
    fn file_numbers(&self, matches: &mut Vec<Match>) {
        let numbered: Vec<Match> = matches
            .iter()
            .filter_map(|m| {
                let number = self.cell.numbers.iter().find(|n| {
                    n.start == m.end && n.style == Style::Bracketed && n.value <= self.files
                })?;
                let sets = Some(Indices::range(number.value, number.value));
                Some(Match {
                    end: number.end,
                    weight: m.weight + NUMBER_NEAR,
                    sets,
                    ..*m
                })
            })
            .collect();
        matches.extend(numbered);
    }
}

/// Which elements have matches, or stand over one that has.
fn leads(index: &FormIndex, matches: &[Vec<Match>]) -> Vec<bool> {
    let mut leads: Vec<bool> = matches.iter().map(|matches| !matches.is_empty()).collect();
    // Every element stands behind the one that it stands under.
    for (at, element) in index.elements.iter().enumerate().rev() {
        if let (true, Some(parent)) = (leads[at], element.parent) {
            leads[parent] = true;
        }
    }
    leads
}

/// Whether the number belongs to the word before it (of a risk, an annex, a block), so that it is the
/// number of nothing else.
fn worded(index: &FormIndex, cell: &CellText, number: &Number) -> bool {
    let parted = cell.boundary.get(number.start).copied().unwrap_or(false);
    let joined = !parted || matches!(number.style, Style::Arabic);
    joined
        && index
            .words
            .iter()
            .any(|word| cell.letters[..number.start].ends_with(word))
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

/// The readings without the element.
fn omit(element: &Element, over: &[Reading]) -> Vec<Reading> {
    let cost = if element.role == Role::Block {
        OMITTED_BLOCK
    } else {
        OMITTED
    };
    let without = |reading: &Reading| Reading {
        score: reading.score - cost,
        ..*reading
    };
    over.iter().map(without).collect()
}

/// Keeps the best readings, one for each place that they have come to.
fn prune(readings: &mut Vec<Reading>) {
    if readings.len() < 2 {
        return;
    }
    readings.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.upto.cmp(&b.upto)));
    let mut kept = 0;
    for at in 0..readings.len() {
        let reading = readings[at];
        let same = |k: &Reading| k.upto == reading.upto && k.indices == reading.indices;
        if kept < READINGS && !readings[..kept].iter().any(same) {
            readings[kept] = reading;
            kept += 1;
        }
    }
    readings.truncate(kept);
}
