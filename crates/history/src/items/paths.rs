//! Reads a cell as a path through a form: which elements its letters and numbers name, in order.
//!
//! Input: what the cell says in the form's terms. Output: the paths that explain the cell best, with
//! their scores.

use hyokasho_catalogue::Role;

use super::evidence::{Evidence, Indices, Match, OMITTED_BLOCK};
use super::index::Element;

/// What each element costs that a cell leaves out on the way; a block that repeats costs more.
const OMITTED: f32 = 0.4;
/// What leaving each element costs that the path before went through.
const CLIMBED: f32 = 0.9;
/// Readings of one element that are followed.
const READINGS: usize = 6;

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

/// Where paths begin.
pub(crate) enum Start {
    /// At the form.
    Form,
    /// Behind a path that was read: at the form or at what that path went through.
    Behind(Path),
}

/// Readings by the element that they have come to.
struct Reached {
    /// Where each element's readings begin and end.
    of: Vec<(u32, u32)>,
    readings: Vec<Reading>,
}

impl Reached {
    fn new(elements: usize) -> Self {
        Self {
            of: vec![(0, 0); elements],
            readings: Vec::with_capacity(elements),
        }
    }

    fn of(&self, element: usize) -> &[Reading] {
        let (from, to) = self.of[element];
        &self.readings[from as usize..to as usize]
    }

    fn push(&mut self, element: usize, readings: &[Reading]) {
        let from = self.readings.len() as u32;
        self.readings.extend_from_slice(readings);
        self.of[element] = (from, self.readings.len() as u32);
    }
}

impl Evidence<'_> {
    /// The best path to every element that a stretch of the cell up to `until` names, best first.
    pub(crate) fn paths(&self, start: &Start, until: usize) -> Vec<Path> {
        let elements = &self.index.elements;
        let mut reached = Reached::new(elements.len());
        let mut named = Reached::new(elements.len());
        let injected = self.begin(start);
        let begun: Vec<Reading> = injected
            .iter()
            .filter(|(e, _)| e.is_none())
            .map(|(_, reading)| *reading)
            .collect();
        let mut paths = Vec::with_capacity(self.leading.len());
        let (mut found, mut joined, mut onward) = (Vec::new(), Vec::new(), Vec::new());
        for &at in &self.leading {
            let element = &elements[at];
            let over: &[Reading] = match element.parent {
                Some(parent) if element.option => named.of(parent),
                Some(parent) => reached.of(parent),
                None => &begun,
            };
            found.clear();
            if beside(element, over, &named, &mut joined) {
                self.name(at, &joined, until, &mut found);
            } else {
                self.name(at, over, until, &mut found);
            }
            paths.extend(self.finish(at, &found, until));
            if element.heads {
                omit(element, over, &mut onward);
                let here = injected.iter().filter(|(e, _)| *e == Some(at));
                for reading in here.map(|(_, reading)| reading).chain(&found) {
                    keep(&mut onward, *reading);
                }
                reached.push(at, &onward);
            }
            named.push(at, &found);
        }
        paths.sort_unstable_by(|a: &Path, b| {
            b.score.total_cmp(&a.score).then(a.element.cmp(&b.element))
        });
        paths
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

    /// Adds the readings that name the element.
    fn name(&self, at: usize, over: &[Reading], until: usize, found: &mut Vec<Reading>) {
        let element = &self.index.elements[at];
        for m in self.matches(at).iter().filter(|m| m.end <= until) {
            for reading in over.iter().filter(|reading| reading.upto <= m.start) {
                let passed = self.cell.cost(reading.upto, m.start);
                let score = reading.score + m.weight - passed;
                let room = found.len() < READINGS;
                if room || found.last().is_none_or(|last| score >= last.score) {
                    keep(found, self.read_on(element, reading, m, passed));
                }
            }
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
            }
        });
        finished.max_by(|a, b| a.score.total_cmp(&b.score))
    }
}

/// Sets the readings from which an element may be named where it has named siblings: those of what it
/// stands under, and those that name a sibling on the way. Whether it has such siblings.
fn beside(element: &Element, over: &[Reading], named: &Reached, joined: &mut Vec<Reading>) -> bool {
    let is_named = |&&(sibling, _): &&(usize, f32)| !named.of(sibling).is_empty();
    if over.is_empty() || !element.beside.iter().any(|beside| is_named(&beside)) {
        return false;
    }
    joined.clear();
    for &reading in over {
        keep(joined, reading);
    }
    for &(sibling, cost) in element.beside.iter().filter(is_named) {
        for reading in named.of(sibling) {
            let score = reading.score - cost;
            keep(joined, Reading { score, ..*reading });
        }
    }
    true
}

/// Sets the readings without the element.
fn omit(element: &Element, over: &[Reading], onward: &mut Vec<Reading>) {
    let cost = if element.role == Role::Block {
        OMITTED_BLOCK
    } else {
        OMITTED
    };
    onward.clear();
    onward.extend(over.iter().map(|reading| Reading {
        score: reading.score - cost,
        ..*reading
    }));
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
    let same = |known: &Reading| known.upto == reading.upto && known.indices == reading.indices;
    match best.iter().position(same) {
        Some(known) if known < at => return,
        Some(known) => {
            best.remove(known);
        }
        None => best.truncate(READINGS - 1),
    }
    best.insert(at, reading);
}
