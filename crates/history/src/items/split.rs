//! Reads a cell as one path or, where it names several things, as several.
//!
//! Input: a cell and the form's index. Output: for each thing named the paths that may be meant,
//! whether together they explain the cell, and how well.

use hyokasho_catalogue::Role;

use super::Alternatives;
use super::cell::{CellText, Joint};
use super::evidence::Evidence;
use super::index::{FormIndex, Printed};
use super::paths::{Path, Start};

/// What a stretch must cost, unexplained, before another thing is looked for in it.
const STRETCH: f32 = 1.2;
/// What naming one thing more costs.
const AGAIN: f32 = 1.0;
/// The least score of a path: one number, or a label of three letters.
const LEAST: f32 = 1.6;
/// Share of the cell that may stay unexplained.
const UNEXPLAINED: f32 = 0.42;
/// The same behind an item that the cell names well: the place within the item's own text.
const UNEXPLAINED_BEHIND: f32 = 0.75;
/// Things that one cell may name.
const MOST: usize = 24;

/// What a cell names.
pub(crate) struct Named {
    /// For each thing the paths that may be meant, best first.
    pub(crate) things: Vec<Alternatives>,
    /// Whether they explain the cell.
    pub(crate) explained: bool,
    /// What explains the cell less what does not, in letters.
    pub(crate) fit: f32,
}

/// What the cell names, and whether that explains it.
pub(crate) fn read(index: &FormIndex, cell: &CellText, files: u32) -> Named {
    let evidence = Evidence::new(index, cell, files);
    let mut named: Vec<Alternatives> = Vec::new();
    let mut start = Start::Form;
    let mut passed = 0.0;
    let mut fit = 0.0;
    let mut upto = 0;
    while named.len() < MOST {
        let Some(next) = next(index, &evidence, cell, &start, upto) else {
            break;
        };
        let best = next[0];
        if let Start::Behind(before) = &start {
            named.extend(between(index, cell, before, &best));
        }
        passed += best.reading.passed;
        fit += best.reading.score;
        upto = best.reading.upto;
        named.push(next);
        start = Start::Behind(best);
    }
    let whole = cell.cost(0, cell.len()).max(f32::EPSILON);
    let tail = cell.cost(upto, cell.len());
    let explained = named.last().is_some_and(|last| {
        let allowed = if ends_well(index, cell, &last[0]) {
            UNEXPLAINED_BEHIND
        } else {
            UNEXPLAINED
        };
        let idle_number = cell.numbers.iter().any(|n| n.start >= upto) && allowed == UNEXPLAINED;
        passed <= UNEXPLAINED * whole && passed + tail <= allowed * whole && !idle_number
    });
    Named {
        things: named,
        explained,
        fit: fit - tail,
    }
}

/// The paths of the next thing that the cell names, best first.
fn next(
    index: &FormIndex,
    evidence: &Evidence<'_>,
    cell: &CellText,
    start: &Start,
    upto: usize,
) -> Option<Alternatives> {
    let rest = cell.cost(upto, cell.len());
    if let Start::Behind(before) = start
        && (rest < STRETCH
            || !cell.boundary.get(upto).copied().unwrap_or(false)
            || !is_thing(index, before))
    {
        return None;
    }
    let paths = evidence.paths(start, cell.len());
    let best = *paths.first()?;
    if matches!(start, Start::Behind(_)) && !continues(cell, upto, &best) {
        return None;
    }
    if let Some(parted) = part(index, evidence, cell, start, &best) {
        return Some(parted);
    }
    let worth = best.score + cell.cost(best.reading.upto, cell.len());
    // what stands under the best path and explains no more is not named
    let meant = paths.into_iter().filter(|path| {
        path.element == best.element || !index.elements[best.element].holds.contains(&path.element)
    });
    (worth >= LEAST).then(|| meant.collect())
}

/// Whether what stands behind a path is one thing more and not a remark.
fn continues(cell: &CellText, upto: usize, next: &Path) -> bool {
    let tail = cell.cost(next.reading.upto, cell.len());
    let own = next.score + tail + next.reading.passed;
    next.reading.passed < STRETCH
        && own >= LEAST + AGAIN
        && own > cell.cost(upto, next.reading.upto)
}

/// Whether a path ends with an item or a block that repeats: other groups are named on the way to
/// what stands in them.
fn is_thing(index: &FormIndex, path: &Path) -> bool {
    let element = &index.elements[path.element];
    element.holds.len() <= 1 || matches!(element.role, Role::Item | Role::Block)
}

/// Where the best path passes over a stretch, the thing that the stretch names, if it names one.
fn part(
    index: &FormIndex,
    evidence: &Evidence<'_>,
    cell: &CellText,
    start: &Start,
    best: &Path,
) -> Option<Alternatives> {
    let (cost, end) = best.reading.gap;
    if cost < STRETCH || !cell.boundary.get(end).copied().unwrap_or(false) {
        return None;
    }
    let paths = evidence.paths(start, end);
    let left = *paths.first()?;
    if !is_thing(index, &left) {
        return None;
    }
    let right = *evidence.paths(&Start::Behind(left), cell.len()).first()?;
    if left.score + right.score - AGAIN <= best.score || left.score < LEAST {
        return None;
    }
    Some(paths)
}

/// The things between two that a range names by its ends.
fn between(index: &FormIndex, cell: &CellText, first: &Path, last: &Path) -> Vec<Alternatives> {
    let range = cell.numbers.iter().any(|n| {
        n.end <= first.reading.upto && n.joint == Joint::Range && {
            let next = cell.numbers.iter().find(|next| next.start >= n.end);
            next.is_some_and(|next| {
                next.end <= last.reading.upto && next.start >= first.reading.upto
            })
        }
    });
    let (a, b) = (
        &index.elements[first.element],
        &index.elements[last.element],
    );
    let (Some(from), Some(to)) = (plain(a.printings.first()), plain(b.printings.first())) else {
        return Vec::new();
    };
    if !range || a.parent != b.parent {
        return Vec::new();
    }
    let held = index.elements.iter().enumerate().filter(|(_, element)| {
        !element.option
            && element.parent == a.parent
            && plain(element.printings.first()).is_some_and(|number| from < number && number < to)
    });
    held.map(|(element, _)| vec![Path { element, ..*first }])
        .collect()
}

fn plain(printing: Option<&super::index::Printing>) -> Option<u32> {
    match printing?.number.as_ref()? {
        Printed::Plain(_, value) => Some(*value),
        Printed::Worded(..) => None,
    }
}

/// Whether the path ends with an item that the cell names, so that what follows is a place in it.
fn ends_well(index: &FormIndex, cell: &CellText, path: &Path) -> bool {
    let element = &index.elements[path.element];
    let item = element.holds.len() <= 1 && element.key.is_some() && element.role != Role::Block;
    item && cell
        .boundary
        .get(path.reading.upto)
        .copied()
        .unwrap_or(true)
}
