//! Running heads, running feet and page numbers among the lines, told by good evidence alone.
//!
//! A page number is told by its shape and by counting up; a running head by standing at page
//! numbers or page breaks every time, three times at least. Labels repeat too, so repetition by
//! itself says nothing.

use hyokasho_document::{Block, BlockKind};
use hyokasho_normalize::{fold, normalize};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::page_counts::{cover_heads, page_counts};

/// Times that a running head or foot must stand at least.
const FEWEST_REPEATS: usize = 3;
/// Pages that bare numbers must count up one by one where no page break is told.
const FEWEST_COUNTED: usize = 5;
/// The first number of such a count at most: covers may have none.
const FIRST_COUNTED: u32 = 3;
/// Lines of a page at least; the numbers of a list stand closer.
const PAGE_LINES: usize = 12;
/// Page numbers with a sign that count up on average before one goes back.
const FEWEST_PAGES_AN_ORDER: usize = 4;
/// Bytes of a bare page number at most.
const LONGEST_BARE: usize = 9;
/// Share of the pages, in a hundred, that a running head must stand on.
const LEAST_PAGES: usize = 75;
/// Characters of the shortest running head: shorter lines are values that happen to end a page.
const SHORTEST: usize = 4;
/// Bytes of the longest line that is looked at.
const LONGEST: usize = 200;

/// How a page number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Shape {
    /// `- 12 -`
    Dashed,
    /// `12/34`, perhaps with a word after it; the total.
    Of(u32),
    /// `12ページ`, `Page 12`, `P.12`
    Worded,
    /// `12`, which counts beside a page break alone.
    Bare,
}

struct Numbered {
    block: usize,
    /// What stands before the number, folded.
    prefix: String,
    shape: Shape,
    number: u32,
}

/// Lines that a running head or foot has at most.
const MOST_HEAD_LINES: usize = 3;

/// Makes running heads, feet and page numbers furniture. `page_starts` are the blocks that a page
/// break stands before.
pub(crate) fn mark(blocks: &mut [Block], page_starts: &[usize]) {
    let mut breaks: FxHashSet<usize> = page_starts
        .iter()
        .flat_map(|&at| [at.wrapping_sub(1), at])
        .collect();
    if !breaks.is_empty() {
        // the last page ends with the text
        breaks.insert(blocks.len().wrapping_sub(1));
    }
    let numbers = page_numbers(blocks, &breaks);
    let gaps = gaps(blocks, &numbers);
    if breaks.is_empty() && numbers.is_empty() {
        for at in cover_heads(blocks) {
            blocks[at].kind = BlockKind::Furniture;
        }
        return;
    }
    let mut edges = breaks;
    edges.extend(0..MOST_HEAD_LINES);
    edges.insert(blocks.len().wrapping_sub(1));
    edges.extend(neighbours(&numbers));
    let pages = numbers.len().max(page_starts.len() + 1);
    let fewest = FEWEST_REPEATS.max((pages * LEAST_PAGES).div_ceil(100));
    let mut found = numbers;
    for _ in 0..MOST_HEAD_LINES {
        for &at in &found {
            if let Some(block) = blocks.get_mut(at) {
                block.kind = BlockKind::Furniture;
            }
        }
        found = running_heads(blocks, &edges, &gaps, fewest);
        edges.extend(neighbours(&found));
    }
}

/// Blocks between page numbers that do not follow one another: a page's end that lost its number.
fn gaps(blocks: &[Block], numbers: &[usize]) -> Vec<std::ops::Range<usize>> {
    let number = |&at: &usize| {
        let text = blocks.get(at).and_then(line_text)?;
        Some((at, numbered(at, text)?.number))
    };
    let counted: Vec<(usize, u32)> = numbers.iter().filter_map(number).collect();
    let gaps = counted.windows(2).filter_map(|pair| match pair {
        [(from, a), (to, b)] if from < to && a + 1 < *b => Some(from + 1..*to),
        _ => None,
    });
    gaps.collect()
}

fn neighbours(blocks: &[usize]) -> impl Iterator<Item = usize> {
    blocks.iter().flat_map(|&at| [at.wrapping_sub(1), at + 1])
}

/// The text of a short line outside tables.
fn line_text(block: &Block) -> Option<&str> {
    let is_line = matches!(block.kind, BlockKind::Line { .. });
    block
        .cells
        .first()
        .filter(|cell| is_line && cell.text.len() <= LONGEST)
        .map(|cell| cell.text.as_str())
}

fn page_numbers(blocks: &[Block], breaks: &FxHashSet<usize>) -> Vec<usize> {
    let mut groups: Vec<Vec<Numbered>> = Vec::new();
    let mut group_of: FxHashMap<(String, Shape), usize> = FxHashMap::default();
    for (at, block) in blocks.iter().enumerate() {
        let Some(numbered) = line_text(block).and_then(|text| numbered(at, text)) else {
            continue;
        };
        if numbered.shape == Shape::Bare && !breaks.contains(&at) {
            continue;
        }
        let group = *group_of
            .entry((numbered.prefix.clone(), numbered.shape))
            .or_insert(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.get_mut(group) {
            group.push(numbered);
        }
    }
    let told = groups
        .iter()
        .filter(|group| is_believed(group))
        .flatten()
        .map(|numbered| numbered.block);
    let told: Vec<usize> = told.collect();
    if !told.is_empty() || !breaks.is_empty() {
        return told;
    }
    let counts = page_counts(blocks);
    if counts.is_empty() {
        counted_pages(blocks)
    } else {
        counts
    }
}

/// Bare numbers far apart that count the pages up, where nothing else tells pages: each is the last of
/// its value before the next one.
fn counted_pages(blocks: &[Block]) -> Vec<usize> {
    // of every number: its block, the count that it ends, and the number before it in that count
    let mut counts: Vec<(usize, usize, Option<usize>)> = Vec::new();
    let mut of_value: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (at, block) in blocks.iter().enumerate().skip(PAGE_LINES) {
        let short = line_text(block).filter(|text| text.len() <= LONGEST_BARE);
        let Some(numbered) = short.and_then(|text| numbered(at, text)) else {
            continue;
        };
        if numbered.shape != Shape::Bare {
            continue;
        }
        let earlier = numbered.number.checked_sub(1).and_then(|value| {
            let known = of_value.get(&value)?;
            let apart = known.partition_point(|&n| counts[n].0 + PAGE_LINES <= at);
            known.get(apart.checked_sub(1)?).copied()
        });
        let length = match earlier {
            Some(earlier) => counts[earlier].1 + 1,
            None if numbered.number <= FIRST_COUNTED => 1,
            None => continue,
        };
        of_value
            .entry(numbered.number)
            .or_default()
            .push(counts.len());
        counts.push((at, length, earlier));
    }
    let longest = (0..counts.len()).max_by_key(|&n| counts[n].1);
    let mut pages = Vec::new();
    let mut next = longest.filter(|&n| counts[n].1 >= FEWEST_COUNTED);
    while let Some(n) = next {
        pages.push(counts[n].0);
        next = counts[n].2;
    }
    pages.reverse();
    pages
}

fn is_believed(group: &[Numbered]) -> bool {
    let Some(first) = group.first() else {
        return false;
    };
    let back = group
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.number >= b.number))
        .count();
    // Pages of a scan may be out of order; a number with a sign of its own is one all the same.
    let signed = first.prefix.is_empty() && first.shape != Shape::Bare;
    let counts_up = back == 0 || (signed && back * FEWEST_PAGES_AN_ORDER <= group.len());
    let fewest = match (first.shape, first.prefix.is_empty()) {
        (Shape::Dashed, true) => 1,
        (Shape::Bare, _) | (_, false) => FEWEST_REPEATS,
        (Shape::Of(_) | Shape::Worded, true) => 2,
    };
    let within = group
        .iter()
        .all(|numbered| !matches!(numbered.shape, Shape::Of(total) if numbered.number > total));
    counts_up && within && group.len() >= fewest
}

/// The dashes that stand around a page number once it is normalized.
const DASHES: [char; 7] = ['-', '‐', '–', '—', '―', '─', '━'];

/// Reads a page number at the end of a line.
fn numbered(block: usize, text: &str) -> Option<Numbered> {
    if !text.bytes().any(|b| b.is_ascii_digit() || b >= 0x80) {
        return None;
    }
    let text = normalize(text);
    let is_digit = |c: char| c.is_ascii_digit();
    if let Some(number) = page_mark(&text) {
        return Some(Numbered {
            block,
            prefix: String::new(),
            shape: Shape::Dashed,
            number,
        });
    }
    let worded = ["ページ", "頁", "ページ目", "頁目"]
        .iter()
        .find_map(|word| text.strip_suffix(word))
        .map(str::trim_end);
    let dashed = text
        .strip_prefix(DASHES)
        .and_then(|rest| rest.strip_suffix(DASHES))
        .map(str::trim);
    let body = worded.or(dashed).unwrap_or(&text);
    let before = body.trim_end_matches(is_digit);
    let last: u32 = body.get(before.len()..)?.parse().ok()?;
    let found = |prefix: &str, shape, number| {
        Some(Numbered {
            block,
            prefix: fold(prefix),
            shape,
            number,
        })
    };
    if dashed.is_some() {
        return before
            .is_empty()
            .then(|| found("", Shape::Dashed, last))
            .flatten();
    }
    let of = before.trim_end();
    if let Some(before) = of
        .strip_suffix(['/', '／'])
        .or_else(|| of.strip_suffix(" of"))
    {
        let before = before.trim_end();
        let prefix = before.trim_end_matches(is_digit);
        let number = before.get(prefix.len()..)?.parse().ok()?;
        return found(prefix, Shape::Of(last), number);
    }
    if worded.is_some() {
        return found(before, Shape::Worded, last);
    }
    let english = ["Page", "page", "PAGE", "P.", "p.", "P", "p"];
    if let Some(prefix) = english
        .iter()
        .find_map(|word| before.trim_end().strip_suffix(word))
    {
        return found(prefix, Shape::Worded, last);
    }
    before
        .is_empty()
        .then(|| found("", Shape::Bare, last))
        .flatten()
}

/// The number of a converter's own page mark: `{3}----------`.
fn page_mark(text: &str) -> Option<u32> {
    let (number, line) = text.strip_prefix('{')?.split_once('}')?;
    let ruled = line.len() > 2 && line.bytes().all(|b| b == b'-');
    number.parse().ok().filter(|_| ruled)
}

/// Lines that stand at a page number, a page break or another running head, and on nearly every page. They
/// may stand elsewhere too: where a page lost its number they are heads all the same, else they are not.
fn running_heads(
    blocks: &[Block],
    edges: &FxHashSet<usize>,
    gaps: &[std::ops::Range<usize>],
    fewest: usize,
) -> Vec<usize> {
    let mut places: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for &at in edges {
        if let Some(text) = blocks.get(at).and_then(line_text) {
            places.entry(fold(text)).or_default().push(at);
        }
    }
    places.retain(|text, at| text.chars().count() >= SHORTEST && at.len() >= fewest);
    if places.is_empty() {
        return Vec::new();
    }
    let mut elsewhere: FxHashMap<String, usize> = FxHashMap::default();
    let others = blocks
        .iter()
        .enumerate()
        .filter(|(at, _)| !edges.contains(at));
    for (at, text) in others.filter_map(|(at, block)| Some((at, line_text(block)?))) {
        let folded = fold(text);
        let Some(places) = places.get_mut(&folded) else {
            continue;
        };
        if gaps.iter().any(|gap| gap.contains(&at)) {
            places.push(at);
        } else {
            *elsewhere.entry(folded).or_default() += 1;
        }
    }
    let is_head = |text: &String, at: &Vec<usize>| {
        elsewhere
            .get(text)
            .is_none_or(|count| count * FEWEST_REPEATS < at.len())
    };
    let is_heading = |at: &usize| {
        blocks
            .get(*at)
            .is_some_and(|block| matches!(block.kind, BlockKind::Line { heading: Some(_) }))
    };
    let mut heads = Vec::new();
    for (_, mut at) in places.into_iter().filter(|(text, at)| is_head(text, at)) {
        at.sort_unstable();
        // a heading that a page repeats is one the first time, and the document's first lines are its title
        heads.extend(
            at.iter().skip(usize::from(
                at.first()
                    .is_some_and(|at| is_heading(at) || *at < MOST_HEAD_LINES),
            )),
        );
    }
    heads.sort_unstable();
    heads
}
