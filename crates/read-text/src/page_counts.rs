//! Page numbers that stand where tables part, in copies that tell pages by nothing else.
//!
//! Input: the blocks. Output: the blocks that hold nothing but a page number, alone or with the same
//! words around it on every page. In a copy with tables a page's foot stands between two tables; it
//! tells itself by counting up there. The numbers of a list stand among the list's lines, and those of
//! a form in the rows.

use hyokasho_document::{Block, BlockKind};
use hyokasho_normalize::{fold, fold_one, normalize};
use hyokasho_source::Place;
use rustc_hash::{FxHashMap, FxHashSet};

/// Lines between a page number and a row at most: a foot has that many, on either side of its number.
const NEAR_ROWS: usize = 3;
/// Pages that bare numbers must count.
const FEWEST_BARE: usize = 5;
/// Pages that numbers with the same words around them must count.
const FEWEST_WORDED: usize = 3;
/// Pages from one number to the next at most: a copy loses the numbers of some pages.
const MOST_LOST: u32 = 6;
/// The same with words around them.
const MOST_LOST_WORDED: u32 = 12;
/// The first number at most, of bare ones: covers may have none, and the first pages may lose theirs.
const FIRST_BARE: u32 = 4;
/// Share of the numbers, in a hundred, that must belong to the count.
const LEAST_COUNTED: usize = 50;
/// Blocks of the cover, whose numbers are the document's own.
const COVER: usize = 12;
/// Letters of a title at least, and the pages that it must stand on.
const LEAST_TITLE: usize = 6;
const FEWEST_HEADS: usize = 3;
/// Bytes of the longest line that is looked at.
const LONGEST: usize = 200;

/// A number by its block and its value.
type Counted = (usize, u32);

/// Numbers with the same words around them, in reading order.
#[derive(Default)]
struct Group {
    /// Those near rows.
    near: Vec<Counted>,
    /// The others.
    far: Vec<Counted>,
}

/// The blocks that are page numbers.
pub(crate) fn page_counts(blocks: &[Block]) -> Vec<usize> {
    let mut groups: FxHashMap<String, Group> = FxHashMap::default();
    for (at, block) in blocks.iter().enumerate().skip(COVER) {
        let Some((words, number)) = line(block).and_then(counted) else {
            continue;
        };
        if !is_parted(blocks, at) {
            continue;
        }
        let group = groups.entry(words).or_default();
        if is_near_rows(blocks, at) {
            group.near.push((at, number));
        } else {
            group.far.push((at, number));
        }
    }
    let mut pages: Vec<usize> = Vec::new();
    for (words, group) in &groups {
        let Some(count) = believed(words, &group.near) else {
            continue;
        };
        pages.extend(between(&count, &group.far));
        pages.extend(count.iter().map(|(at, _)| at));
    }
    pages.sort_unstable();
    pages
}

/// Lines that repeat a text of the cover where tables part: a running head is the document's own title.
pub(crate) fn cover_heads(blocks: &[Block]) -> Vec<usize> {
    let cells = blocks.iter().take(COVER).flat_map(|block| &block.cells);
    let titles: FxHashSet<String> = cells
        .map(|cell| fold(&cell.text))
        .filter(|title| title.chars().count() >= LEAST_TITLE)
        .collect();
    // few lines begin as one of them does
    let begins = |text: &str| {
        let first = text.trim_start().chars().next().and_then(fold_one);
        first.is_some_and(|first| titles.iter().any(|title| title.starts_with(first)))
    };
    let mut heads: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, block) in blocks.iter().enumerate().skip(COVER) {
        let short = |text: &&str| text.len() <= LONGEST && begins(text);
        let text = block.cells.first().map(|cell| cell.text.as_str());
        let is_line = block.kind == BlockKind::Line { heading: None };
        let Some(text) = text.filter(short).map(fold).filter(|_| is_line) else {
            continue;
        };
        if titles.contains(&text) && is_parted(blocks, at) && is_near_rows(blocks, at) {
            heads.entry(text).or_default().push(at);
        }
    }
    let repeated = heads.into_values().filter(|at| at.len() >= FEWEST_HEADS);
    repeated.flatten().collect()
}

/// The pages of text alone whose numbers the count passes over: of each value the last between its
/// neighbours.
fn between(count: &[Counted], far: &[Counted]) -> Vec<usize> {
    let mut pages = Vec::new();
    for pair in count.windows(2) {
        let &[(from, first), (to, last)] = pair else {
            continue;
        };
        let mut end = to;
        for value in (first + 1..last).rev() {
            let here = |&&(at, number): &&Counted| number == value && from < at && at < end;
            if let Some(&(at, _)) = far.iter().rev().find(here) {
                pages.push(at);
                end = at;
            }
        }
    }
    pages
}

/// The text of a short line with a digit, outside tables and no heading.
fn line(block: &Block) -> Option<&str> {
    let text = block.cells.first()?.text.as_str();
    let may_count =
        |text: &str| text.len() <= LONGEST && text.chars().any(|c| c.is_numeric() && c != '〇');
    (block.kind == BlockKind::Line { heading: None } && may_count(text)).then_some(text)
}

/// The one number of a line that stands by itself, and the words around it.
fn counted(text: &str) -> Option<(String, u32)> {
    let text = normalize(text).replace(" / ", "/");
    let mut number = None;
    let mut words = String::new();
    for word in text.split_whitespace() {
        match page_of(word) {
            Some(page) if number.is_none() => number = Some(page),
            Some(_) => return None,
            None => words.push_str(word),
        }
    }
    Some((fold(&words), number?))
}

/// 12, 12/72, (12)
fn page_of(word: &str) -> Option<u32> {
    let bracketed = word
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let word = bracketed.unwrap_or(word);
    let (page, total) = match word.split_once('/') {
        Some((page, total)) => (page, Some(total.parse::<u32>().ok()?)),
        None => (word, None),
    };
    let page: u32 = page.parse().ok()?;
    (page > 0 && page < 1_000 && total.is_none_or(|total| page <= total)).then_some(page)
}

/// Whether a row stands a few lines before or behind.
fn is_near_rows(blocks: &[Block], at: usize) -> bool {
    let is_row = |block: &Block| matches!(block.kind, BlockKind::Row { .. });
    let from = at.saturating_sub(NEAR_ROWS);
    let to = (at + NEAR_ROWS + 1).min(blocks.len());
    blocks
        .get(from..to)
        .is_some_and(|near| near.iter().any(is_row))
}

/// Whether an empty line stands before or behind: a foot's lines are parted from the page's text. Where the copy leaves
/// no lines empty, rows stand on both sides.
fn is_parted(blocks: &[Block], at: usize) -> bool {
    let line = |at: usize| {
        let run = blocks.get(at)?.cells.first()?.runs.first()?;
        match run.place {
            Place::Line { line, .. } => Some(line),
            Place::Page { .. } => None,
        }
    };
    let Some(this) = line(at) else { return false };
    let before = at.checked_sub(1).and_then(line);
    let is_row = |at: Option<usize>| {
        let block = at.and_then(|at| blocks.get(at));
        block.is_some_and(|block| matches!(block.kind, BlockKind::Row { .. }))
    };
    before.is_none_or(|before| before + 1 < this)
        || line(at + 1).is_none_or(|next| this + 1 < next)
        || (is_row(at.checked_sub(1)) && is_row(Some(at + 1)))
}

/// The numbers that count the pages up, where most of the group do.
fn believed(words: &str, numbers: &[Counted]) -> Option<Vec<Counted>> {
    let bare = words.is_empty();
    let most_lost = if bare { MOST_LOST } else { MOST_LOST_WORDED };
    let count = longest_count(numbers, most_lost);
    let fewest = if bare { FEWEST_BARE } else { FEWEST_WORDED };
    let begins = !bare || count.first().is_some_and(|(_, first)| *first <= FIRST_BARE);
    let most = count.len() * 100 >= numbers.len() * LEAST_COUNTED;
    (begins && most && count.len() >= fewest).then_some(count)
}

/// The longest run of numbers that rise by a few each, in reading order.
fn longest_count(numbers: &[Counted], most_lost: u32) -> Vec<Counted> {
    // of each value the run that ends with it: its length and its last number
    let mut ends: FxHashMap<u32, (usize, usize)> = FxHashMap::default();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    let mut best: Option<(usize, usize)> = None;
    for (n, &(_, value)) in numbers.iter().enumerate() {
        let earlier = (1..=most_lost.min(value))
            .filter_map(|step| ends.get(&(value - step)))
            .max_by_key(|(length, _)| *length);
        let length = earlier.map_or(1, |(length, _)| length + 1);
        before.push(earlier.map(|&(_, last)| last));
        // of runs as long the later number: a foot is the last of its page
        if ends.get(&value).is_none_or(|(known, _)| *known <= length) {
            ends.insert(value, (length, n));
        }
        if best.is_none_or(|(known, _)| known < length) {
            best = Some((length, n));
        }
    }
    let mut run = Vec::new();
    let mut next = best.map(|(_, last)| last);
    while let Some(n) = next {
        run.extend(numbers.get(n).copied());
        next = before.get(n).copied().flatten();
    }
    run.reverse();
    run
}
