//! Reads a cell as a path through a form: which elements its letters and numbers name, in order.
//!
//! Input: what the cell says in the form's terms. Output: the paths that explain the cell best, with
//! their scores.

use hyokasho_catalogue::Role;

use super::cell::CellText;
use super::evidence::{Evidence, Indices, Match, OMITTED_BLOCK};
use super::index::Element;

/// What each element costs that a cell leaves out on the way; a block that repeats costs more.
const OMITTED: f32 = 0.4;
/// What leaving each element costs that the path before went through.
const CLIMBED: f32 = 0.9;
/// Readings of one element that are followed.
const READINGS: usize = 6;
/// How much worse than the best a path may be and still be meant, when the row quotes a text that
/// its item alone holds.
pub(super) const MARGIN: f32 = 8.0;
/// Paths that a buffer has room for before it grows.
const PATHS: usize = 16;
/// More than sums of the same weights in another order differ.
const ROUNDING: f32 = 0.01;

/// A reading of the cell's beginning as a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    /// Letters read.
    pub(crate) upto: usize,
    /// Where the last of what was found begins.
    pub(crate) last: usize,
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
    /// Whether all that the element holds is named, and not the element's own item.
    pub(crate) whole: bool,
}

/// Where paths begin.
pub(crate) enum Start {
    /// At the form.
    Form,
    /// Behind a path that was read: at the form or at what that path went through.
    Behind(Path),
}

/// The readings of elements, each found when it is asked for.
struct Search<'a> {
    evidence: &'a Evidence<'a>,
    until: usize,
    /// Readings to begin with, and the elements that they have reached.
    begun: Vec<(Option<usize>, Reading)>,
    /// Readings that name an element.
    named: Readings,
    /// Readings that have come to an element, named or left out.
    reached: Readings,
    known: Vec<bool>,
    found: Vec<Reading>,
    joined: Vec<Reading>,
    onward: Vec<Reading>,
}

/// Readings by element.
struct Readings {
    /// Where each element's readings begin and end.
    of: Vec<(u32, u32)>,
    all: Vec<Reading>,
}

impl Readings {
    fn new(elements: usize) -> Self {
        Self {
            of: vec![(0, 0); elements],
            all: Vec::with_capacity(READINGS * READINGS),
        }
    }

    fn of(&self, element: usize) -> &[Reading] {
        let (from, to) = self.of[element];
        &self.all[from as usize..to as usize]
    }

    fn push(&mut self, element: usize, readings: &[Reading]) {
        let from = self.all.len() as u32;
        self.all.extend_from_slice(readings);
        self.of[element] = (from, self.all.len() as u32);
    }
}

impl<'a> Search<'a> {
    fn new(evidence: &'a Evidence<'a>, start: &Start, until: usize) -> Self {
        let elements = evidence.index.elements.len();
        Self {
            evidence,
            until,
            begun: evidence.begin(start),
            named: Readings::new(elements),
            reached: Readings::new(elements),
            known: vec![false; elements],
            found: Vec::with_capacity(READINGS),
            joined: Vec::with_capacity(READINGS),
            onward: Vec::with_capacity(READINGS),
        }
    }

    /// Finds the readings of an element; before, of those that they go through.
    fn look(&mut self, at: usize) {
        if std::mem::replace(&mut self.known[at], true) {
            return;
        }
        let evidence = self.evidence;
        let element = &evidence.index.elements[at];
        if let Some(parent) = element.parent {
            self.look(parent);
        }
        for &(sibling, _) in &element.beside {
            if !evidence.matches(sibling).is_empty() {
                self.look(sibling);
            }
        }
        let begun: Vec<Reading>;
        let over: &[Reading] = match element.parent {
            Some(parent) if element.option => self.named.of(parent),
            Some(parent) => self.reached.of(parent),
            None => {
                begun = self.begun_at(None).collect();
                &begun
            }
        };
        self.found.clear();
        let cell = evidence.cell;
        let over_or_beside = if beside(element, over, &self.named, cell, &mut self.joined) {
            &self.joined
        } else {
            over
        };
        evidence.name(at, over_or_beside, self.until, &mut self.found);
        if element.heads {
            omit(element, over, &mut self.onward);
            let begun = self.begun.iter().filter(|(e, _)| *e == Some(at));
            for reading in begun.map(|(_, reading)| reading).chain(&self.found) {
                keep(&mut self.onward, *reading);
            }
            for &aside in &element.asides {
                evidence.pass(aside, self.until, &mut self.onward);
            }
            self.reached.push(at, &self.onward);
        }
        self.named.push(at, &self.found);
    }

    fn begun_at(&self, element: Option<usize>) -> impl Iterator<Item = Reading> {
        let here = self.begun.iter().filter(move |(e, _)| *e == element);
        here.map(|(_, reading)| *reading)
    }

    /// What the path to each of the leading elements may score at most: each step as if its best match
    /// could be had, whatever the others take of the cell.
    fn bounds(&self) -> Vec<f32> {
        let evidence = self.evidence;
        let elements = &evidence.index.elements;
        let from = self.begun.first().map_or(0, |(_, reading)| reading.upto);
        let rest = evidence.cell.cost(from, self.until);
        let begun_at = |element| {
            let scores = self.begun_at(element).map(|reading| reading.score);
            scores.fold(f32::NEG_INFINITY, f32::max)
        };
        let gain_of = |at: usize| {
            let matches = evidence.matches(at).iter();
            let gains = matches
                .filter(|m| from <= m.start && m.end <= self.until)
                .map(|m| m.weight + evidence.cell.cost(m.start, m.end));
            gains.fold(f32::NEG_INFINITY, f32::max)
        };
        let mut named = vec![f32::NEG_INFINITY; elements.len()];
        let mut reached = vec![f32::NEG_INFINITY; elements.len()];
        let mut bounds = Vec::with_capacity(evidence.leading.len());
        for &at in &evidence.leading {
            let element = &elements[at];
            if element.role == Role::Furniture {
                bounds.push(f32::NEG_INFINITY);
                continue;
            }
            let over = match element.parent {
                Some(parent) if element.option => named[parent],
                Some(parent) => reached[parent],
                None => begun_at(None),
            };
            let gain = gain_of(at);
            let beside = element.beside.iter();
            let before = beside.fold(over, |best, &(sibling, cost)| {
                best.max(named[sibling] - cost)
            });
            named[at] = before + gain;
            if element.heads {
                reached[at] = named[at]
                    .max(over - omitted(element))
                    .max(begun_at(Some(at)));
                for &aside in &element.asides {
                    reached[at] += gain_of(aside).max(0.0);
                }
            }
            bounds.push(named[at] - rest);
        }
        bounds
    }
}

impl Evidence<'_> {
    /// The best path to every element that a stretch of the cell up to `until` names, best first;
    /// without those that score more than [`MARGIN`] less than the best.
    pub(crate) fn paths(&self, start: &Start, until: usize) -> Vec<Path> {
        let mut search = Search::new(self, start, until);
        let bounds = search.bounds();
        let promising = (0..bounds.len()).max_by(|&a, &b| bounds[a].total_cmp(&bounds[b]));
        let mut best = f32::NEG_INFINITY;
        let mut paths: Vec<Path> = Vec::with_capacity(PATHS);
        for at in promising.into_iter().chain(0..bounds.len()) {
            if bounds[at] < best - MARGIN - ROUNDING || bounds[at] == f32::NEG_INFINITY {
                continue;
            }
            let element = self.leading[at];
            search.look(element);
            if let Some(path) = self.finish(element, search.named.of(element), until) {
                best = best.max(path.score);
                paths.push(path);
            }
        }
        paths.retain(|path| path.score >= best - MARGIN);
        paths.sort_unstable_by(|a: &Path, b| {
            b.score.total_cmp(&a.score).then(a.element.cmp(&b.element))
        });
        paths.dedup_by_key(|path| path.element);
        paths
    }

    /// Readings to begin with, and the elements that they have reached.
    fn begin(&self, start: &Start) -> Vec<(Option<usize>, Reading)> {
        match start {
            Start::Form => {
                let reading = Reading {
                    upto: 0,
                    last: 0,
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
                        last: path.reading.upto,
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

    /// Adds the readings that name the element.
    fn name(&self, at: usize, over: &[Reading], until: usize, found: &mut Vec<Reading>) {
        let element = &self.index.elements[at];
        for m in self.matches(at).iter().filter(|m| m.end <= until) {
            // a number that letters run into is theirs where nothing explains them: of a damaged word
            let glued = self.cell.is_glued(m.start);
            let follows = |upto: usize| upto == m.start || upto < m.start && !glued;
            for reading in over.iter().filter(|reading| follows(reading.upto)) {
                let passed = self.cell.cost(reading.upto, m.start);
                let score = reading.score + m.weight - passed;
                let room = found.len() < READINGS;
                if room || found.last().is_none_or(|last| score >= last.score) {
                    keep(found, self.read_on(element, reading, m, passed));
                }
            }
        }
    }

    /// Lets readings that have come to an element go on over a line that it prints before its items.
    fn pass(&self, aside: usize, until: usize, onward: &mut Vec<Reading>) {
        if self.matches(aside).is_empty() {
            return;
        }
        let mut passed = Vec::with_capacity(READINGS);
        self.name(aside, onward, until, &mut passed);
        for reading in passed {
            keep(onward, reading);
        }
    }

    /// A reading with one more match, whose way to it costs `passed`.
    fn read_on(&self, element: &Element, reading: &Reading, m: &Match, passed: f32) -> Reading {
        let mut indices = reading.indices;
        if let (Some(slot), Some(sets)) = (element.sets, m.sets)
            && let Some(slot) = indices.get_mut(slot)
        {
            *slot = sets;
        }
        Reading {
            upto: m.end,
            last: m.start,
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

    /// The best of the readings that end at the element, the rest of the cell counted.
    fn finish(&self, element: usize, found: &[Reading], until: usize) -> Option<Path> {
        let finished = found.iter().map(|&reading| {
            let score = reading.score - self.cell.cost(reading.upto, until);
            Path {
                element,
                score,
                reading,
                whole: false,
            }
        });
        finished.max_by(|a, b| a.score.total_cmp(&b.score))
    }
}

/// Sets the readings from which an element may be named where it has named siblings: those of what it
/// stands under, and those that name a sibling on the way. Whether it has such siblings.
fn beside(
    element: &Element,
    over: &[Reading],
    named: &Readings,
    cell: &CellText,
    joined: &mut Vec<Reading>,
) -> bool {
    let is_named = |&&(sibling, _): &&(usize, f32)| !named.of(sibling).is_empty();
    if over.is_empty() || !element.beside.iter().any(|beside| is_named(&beside)) {
        return false;
    }
    joined.clear();
    for &reading in over {
        keep(joined, reading);
    }
    for &(sibling, cost) in element.beside.iter().filter(is_named) {
        // a sibling in a list with what follows is named for itself
        let on_the_way = named.of(sibling).iter();
        for reading in on_the_way.filter(|reading| !cell.lists(reading.upto)) {
            let score = reading.score - cost;
            keep(joined, Reading { score, ..*reading });
        }
    }
    true
}

/// Sets the readings without the element.
fn omit(element: &Element, over: &[Reading], onward: &mut Vec<Reading>) {
    let cost = omitted(element);
    onward.clear();
    onward.extend(over.iter().map(|reading| Reading {
        score: reading.score - cost,
        ..*reading
    }));
}

/// What leaving the element out costs.
fn omitted(element: &Element) -> f32 {
    if element.role == Role::Block {
        OMITTED_BLOCK
    } else {
        OMITTED
    }
}

/// Adds a reading to the best ones, of which there is one for each place that they have come to.
fn keep(best: &mut Vec<Reading>, reading: Reading) {
    let better = |known: &Reading| {
        let order = known.score.total_cmp(&reading.score);
        order.is_gt() || (order.is_eq() && known.upto <= reading.upto)
    };
    let at = best.partition_point(better);
    if at == READINGS {
        return;
    }
    // what follows is worth as much to each of those that have come to one place, whatever their indices
    let same = |known: &Reading| known.upto == reading.upto;
    match best.iter().position(same) {
        Some(known) if known < at => return,
        Some(known) => {
            best.remove(known);
        }
        None => best.truncate(READINGS - 1),
    }
    best.insert(at, reading);
}
