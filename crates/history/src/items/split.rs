//! Reads a cell as one path or, where it names several things, as several.
//!
//! Input: a cell and the form's index. Output: for each thing named the paths that may be meant,
//! whether together they explain the cell, and how well.

use hyokasho_catalogue::{ItemKind, Role};

use super::Alternatives;
use super::cell::{CellText, Joint, Number, Style};
use super::evidence::Evidence;
use super::index::{FormIndex, Printed, WordId};
use super::paths::{Path, Start};

/// What a stretch must cost, unexplained, before another thing is looked for in it: two letters, less than what sums of
/// the same weights in another order differ.
const STRETCH: f32 = 1.19;
/// What naming one thing more costs.
const AGAIN: f32 = 1.0;
/// The least score of a path: one number, or a label of three letters.
const LEAST: f32 = 1.6;
/// Share of the cell that may stay unexplained.
const UNEXPLAINED: f32 = 0.42;
/// The same behind an item that the cell names well: the place within the item's own text.
const UNEXPLAINED_BEHIND: f32 = 0.75;
/// Letters of a joint and of the numbers of a part and a section: what may lead to an item.
const LEADING: usize = 4;
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
    let mut untold = false;
    while named.len() < MOST {
        let Some(mut next) = next(index, &evidence, cell, &start, upto) else {
            break;
        };
        let best = next[0];
        if let Start::Behind(before) = &start {
            // what reads on into the next thing is not the thing before it
            if let Some(last) = named.last_mut() {
                last.retain(|path| path.reading.upto <= before.reading.upto);
            }
            if names_section(index, cell, before, &best) {
                named.pop();
            }
            match range(index, cell, before, &best) {
                Range::None => {}
                Range::Untold => untold = true,
                Range::Between(things) => named.extend(things),
                Range::Whole(block) => {
                    named.pop();
                    next = block;
                }
            }
        }
        named.extend(listed_above(index, cell, &best));
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
        explained: explained && !untold,
        fit: fit - tail,
    }
}

/// The text over an item where a sign of a list stands between their labels: both are named (…の範囲、その必要性). Behind a
/// choice a comma may be the sentence's.
fn listed_above(index: &FormIndex, cell: &CellText, best: &Path) -> Option<Alternatives> {
    let element = index.elements[best.element].parent?;
    let over = &index.elements[element];
    let text = over.role == Role::Item && over.kind == Some(ItemKind::Text);
    let last = best.reading.last;
    let listed = || cell.joint_at(last).is_some() || cell.joined_before(last);
    (text && !index.elements[best.element].option && listed())
        .then(|| vec![Path { element, ..*best }])
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
            || !cell.parts(upto)
            || !(is_thing(index, before) || cell.lists(upto) || cell.ranges(upto)))
    {
        return None;
    }
    let paths = evidence.paths(start, cell.len());
    let best = *paths.first()?;
    let parted = part(index, evidence, cell, start, &best);
    let best = parted.as_ref().map_or(best, |parted| parted[0]);
    if let Start::Behind(before) = start
        && !(continues(cell, upto, &best) && is_other(index, before, &best))
    {
        return None;
    }
    if parted.is_some() {
        return parted;
    }
    let worth = best.score + cell.cost(best.reading.upto, cell.len());
    let parent = |path: &Path| index.elements[path.element].parent;
    let sibling = match start {
        Start::Behind(before) if joins_on(cell, upto) => parent(before) == parent(&best),
        _ => false,
    };
    // what stands under the best path and explains no more is not named; nor what is no sibling in a list of siblings
    let meant = paths.into_iter().filter(|path| {
        let under = index.elements[best.element].holds.contains(&path.element);
        path.element == best.element || !under && (!sibling || parent(path) == parent(&best))
    });
    (worth >= LEAST).then(|| meant.collect())
}

/// Whether what stands behind a path is one thing more and not a remark.
fn continues(cell: &CellText, upto: usize, next: &Path) -> bool {
    let tail = cell.cost(next.reading.upto, cell.len());
    let own = next.score + tail + next.reading.passed;
    let again = if joins_on(cell, upto) { 0.0 } else { AGAIN };
    next.reading.passed < STRETCH
        && own >= LEAST + again
        && own > cell.cost(upto, next.reading.upto)
}

/// Whether the cell says that another thing follows: with a sign of a list, or with a second number in brackets.
fn joins_on(cell: &CellText, upto: usize) -> bool {
    let mut pairs = cell.numbers.windows(2);
    let bracketed = |n: &Number| n.style == Style::Bracketed;
    cell.joint_at(upto).is_some()
        || pairs
            .any(|pair| pair[0].end == upto && pair[1].start == upto && pair.iter().all(bracketed))
}

/// Whether a path ends with an item or a block that repeats: other groups are named on the way to
/// what stands in them.
fn is_thing(index: &FormIndex, path: &Path) -> bool {
    let element = &index.elements[path.element];
    element.holds.len() <= 1 || matches!(element.role, Role::Item | Role::Block)
}

/// Whether a path names something beside what the one before it names: behind a group its like.
fn is_other(index: &FormIndex, before: &Path, next: &Path) -> bool {
    let (group, other) = (
        &index.elements[before.element],
        &index.elements[next.element],
    );
    is_thing(index, before) || (group.parent == other.parent && group.role == other.role)
}

/// Where the best path passes over a stretch, the thing that the stretch names, if it names one.
fn part(
    index: &FormIndex,
    evidence: &Evidence<'_>,
    cell: &CellText,
    start: &Start,
    best: &Path,
) -> Option<Alternatives> {
    let (cost, gap_end) = best.reading.gap;
    let end = parting(cell, gap_end).filter(|&end| cost >= STRETCH || cell.lists(end))?;
    let paths = evidence.paths(start, end);
    let left = *paths.first()?;
    if !(is_thing(index, &left) || cell.lists(end) || cell.ranges(end)) {
        return None;
    }
    let right = *evidence.paths(&Start::Behind(left), cell.len()).first()?;
    if !is_other(index, &left, &right) {
        return None;
    }
    if left.score + right.score - AGAIN <= best.score || left.score < LEAST {
        return None;
    }
    // the thing before may pass over another one itself
    part(index, evidence, cell, start, &left).or(Some(paths))
}

/// Where one thing may end and another begin, at a place or before the numbers that lead to it.
fn parting(cell: &CellText, at: usize) -> Option<usize> {
    let first = at.saturating_sub(LEADING);
    (first..=at).rev().find(|&at| cell.parts(at))
}

/// Whether what was taken for an item names the section that the item stands in: it has the section's
/// number and not the item's own, says a part of the item's label, and a numbered item of the same
/// section follows.
fn names_section(index: &FormIndex, cell: &CellText, first: &Path, next: &Path) -> bool {
    let (item, following) = (
        &index.elements[first.element],
        &index.elements[next.element],
    );
    let number_at = |at: usize| cell.numbers.iter().find(|n| n.start == at);
    let section = item.parent.and_then(|parent| plain(index, parent));
    let Some(number) = number_at(first.reading.last) else {
        return false;
    };
    let label = first.reading.upto.saturating_sub(number.end);
    matches!(plain(index, first.element), Some((Style::Circled, _)))
        && section == Some((number.style, number.value))
        && label > 0
        && item
            .printings
            .iter()
            .all(|printing| label < printing.length)
        && item.parent == following.parent
        && number_at(next.reading.last).is_some_and(|n| n.style == Style::Circled)
}

/// What a range means whose ends are two paths: the things between them, or all of a block where it goes
/// from the block's first item to its last; `None` where there is no range, or none that the form has.
fn range(index: &FormIndex, cell: &CellText, first: &Path, last: &Path) -> Range {
    let joined = cell.numbers.iter().any(|n| {
        n.end <= first.reading.upto && n.joint == Joint::Range && {
            let next = cell.numbers.iter().find(|next| next.start >= n.end);
            next.is_some_and(|next| {
                next.end <= last.reading.upto && next.start >= first.reading.upto
            })
        }
    });
    if !joined {
        return Range::None;
    }
    let group = group(index, first.element);
    let ends = ordinal(index, first.element).zip(ordinal(index, last.element));
    let ordered = ends.is_some_and(|((a, from), (b, to))| a == b && from < to);
    if !ordered || group != self::group(index, last.element) {
        return Range::Untold;
    }
    let kind = |at| ordinal(index, at).map(|(kind, _)| kind);
    let numbered: Vec<usize> = (0..index.elements.len())
        .filter(|&at| self::group(index, at) == group && kind(at) == kind(first.element))
        .collect();
    let place = |element| numbered.iter().position(|&at| at == element);
    let (Some(from), Some(to)) = (place(first.element), place(last.element)) else {
        return Range::Untold;
    };
    let at = |element| vec![Path { element, ..*first }];
    let whole = |element| {
        vec![Path {
            element,
            whole: true,
            ..*first
        }]
    };
    match group {
        Some(block)
            if index.elements[block].role == Role::Block
                && from == 0
                && to + 1 == numbered.len() =>
        {
            Range::Whole(whole(block))
        }
        _ => Range::Between(numbered[from + 1..to].iter().map(|&e| at(e)).collect()),
    }
}

/// What a range means.
enum Range {
    /// There is none.
    None,
    /// Its ends are none of one list of the form.
    Untold,
    /// These things between its ends.
    Between(Vec<Alternatives>),
    /// The block that its ends are the first and the last item of.
    Whole(Alternatives),
}

/// The nearest group over an element that is no label.
fn group(index: &FormIndex, element: usize) -> Option<usize> {
    let mut over = index.elements[element].parent;
    while let Some(up) = over.filter(|&up| index.elements[up].role == Role::Label) {
        over = index.elements[up].parent;
    }
    over
}

/// What an element is counted by, and its number.
fn ordinal(index: &FormIndex, element: usize) -> Option<(Counted, u32)> {
    let element = &index.elements[element];
    match element.printings.first()?.number? {
        _ if element.option => None,
        Printed::Plain(style, value) => Some((Counted::Plain(style), value)),
        Printed::Worded(word, value) => Some((Counted::Worded(word), value?)),
    }
}

/// What elements are counted by: a plain number, or one with a word before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    Plain(Style),
    Worded(WordId),
}

/// The number of an element that is no option, and its style.
fn plain(index: &FormIndex, element: usize) -> Option<(Style, u32)> {
    let element = &index.elements[element];
    match element.printings.first()?.number? {
        Printed::Plain(style, value) if !element.option => Some((style, value)),
        _ => None,
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
