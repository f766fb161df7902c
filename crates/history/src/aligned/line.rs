//! Lines of a copy that keeps the look of the page, with the column of each word.
//!
//! Input: the blocks of the part. Output: [`Line`]s by page, their words with the spaces before them.
//! Nothing of the table is known here.

use std::ops::Range;

use hyokasho_document::{Block, BlockKind};
use hyokasho_normalize::dates;
use hyokasho_source::Place;

/// Characters of a bracket at most that a box or a number stands in: `[ ]`, `( 12 )`.
const BOX: usize = 6;
/// The spaces before a line's first word: more than any that part words.
pub(super) const AT_START: u32 = u32::MAX;
/// Spaces that part cells rather than words.
const PARTING: u32 = 2;

/// A word: what stands between spaces.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// The column of its first character.
    pub(super) column: u32,
    /// The column behind its last character.
    pub(super) end: u32,
    /// Its bytes in the line.
    pub(super) range: Range<usize>,
    /// The spaces before it.
    pub(super) gap: u32,
    /// Whether it stands in a short bracket, so that no cell begins with it.
    inside: bool,
}

impl Word {
    /// Whether a cell may begin with the word.
    pub(super) fn may_begin(&self) -> bool {
        !self.inside
    }

    /// Whether the spaces before it part cells.
    pub(super) fn is_apart(&self) -> bool {
        self.gap >= PARTING && !self.inside
    }
}

/// A line and its words.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// The line's number in the copy.
    pub(super) number: u32,
    /// The page that it stands on, from 0.
    pub(super) page: usize,
    pub(super) place: Option<Place>,
    /// Whether it repeats for the page.
    pub(super) repeats: bool,
}

impl Line {
    /// The line's text without spaces.
    pub(super) fn letters(&self) -> String {
        self.words.iter().map(|word| self.word(word)).collect()
    }

    /// A word's text.
    pub(super) fn word(&self, word: &Word) -> &str {
        &self.text[word.range.clone()]
    }

    /// How many words at its start are a date's, where one begins at the page's left.
    pub(super) fn date_words(&self, left: u32) -> usize {
        let at_left = self.words.first().is_some_and(|word| word.column < left);
        let words = self.words.iter().enumerate().take_while(|(n, word)| {
            (*n == 0 || !word.is_apart()) && is_date_piece(self.word(word))
        });
        if at_left { words.count() } else { 0 }
    }

    /// The text from a word to another, the spaces between them kept.
    pub(super) fn words(&self, range: Range<usize>) -> &str {
        match self.words.get(range).unwrap_or_default() {
            [] => "",
            [only] => self.word(only),
            [first, .., last] => &self.text[first.range.start..last.range.end],
        }
    }
}

/// Whether form feeds part the copy's pages.
pub(super) fn has_feeds(blocks: &[Block]) -> bool {
    blocks.iter().any(is_feed)
}

fn is_feed(block: &Block) -> bool {
    block.cells.iter().any(|cell| cell.text == "\u{c}")
}

/// The lines of the part's blocks, by page. A form feed parts pages; in a copy without one, what else
/// repeats for the page.
pub(super) fn lines(blocks: &[Block]) -> Vec<Line> {
    let feeds = has_feeds(blocks);
    let mut page = 0;
    let mut lines: Vec<Line> = Vec::new();
    for block in blocks {
        let repeats = block.kind == BlockKind::Furniture;
        page += usize::from(repeats && (is_feed(block) || !feeds));
        if is_feed(block) {
            continue;
        }
        for cell in &block.cells {
            let place = cell.runs.first().map(|run| run.place);
            let number = match place {
                Some(Place::Line { line, .. }) => line,
                _ => 0,
            };
            lines.push(Line {
                words: words(&cell.text, cell.column),
                text: cell.text.clone(),
                number,
                page,
                place,
                repeats,
            });
        }
    }
    if !feeds {
        part_by_numbers(&mut lines);
    }
    lines
}

/// Parts pages in a copy without form feeds behind the numbers that count them up: alone on their lines,
/// with a blank line above.
fn part_by_numbers(lines: &mut [Line]) {
    let numbers: Vec<(usize, u32)> = (1..lines.len())
        .filter(|&at| lines[at - 1].number + 1 < lines[at].number)
        .filter_map(|at| Some((at, lines[at].text.trim().parse().ok()?)))
        .collect();
    let counts = numbers.windows(2).all(|pair| pair[0].1 < pair[1].1);
    if !counts {
        return;
    }
    for (at, _) in numbers {
        lines[at + 1..].iter_mut().for_each(|line| line.page += 1);
    }
}

/// Characters of the longest piece of a date that stands without a space.
const LONGEST_DATE: usize = 12;

/// Whether a word is a part of a date: digits and signs, an era's name before them.
fn is_date_piece(word: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let of_dates = |c: char| is_digit(c) || matches!(c, '年' | '月' | '日' | '元' | '.' | '/');
    let numbers = word.trim_start_matches(|c: char| !of_dates(c));
    let era = &word[..word.len() - numbers.len()];
    numbers.chars().all(of_dates)
        && word.chars().count() <= LONGEST_DATE
        && (era.is_empty() || is_era(era))
}

fn is_era(name: &str) -> bool {
    let first = format!("{name}2年2月2日");
    dates::parse(&first).is_some_and(|parsed| parsed.found.start == 0)
}

/// The columns that a text of so many takes on the page: two for a character of full width.
pub(super) fn width(text: &str) -> u32 {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Whether a character takes its full width in a Japanese face.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2150}'..='\u{FF60}' | '\u{FFE0}'.. | '\u{2015}' | '\u{2026}' | '\u{203B}')
}

fn words(text: &str, indent: u32) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut gap = AT_START;
    let mut in_word = false;
    for (column, (at, c)) in (indent..).zip(text.char_indices()) {
        if c.is_whitespace() {
            gap = if in_word { 1 } else { gap.saturating_add(1) };
            in_word = false;
            continue;
        }
        let end = at + c.len_utf8();
        match words.last_mut() {
            Some(word) if in_word => {
                word.range.end = end;
                word.end = column + 1;
            }
            _ => words.push(Word {
                column,
                end: column + 1,
                range: at..end,
                gap,
                inside: is_inside(&text[..at], &text[at..]),
            }),
        }
        in_word = true;
    }
    words
}

/// Whether a place stands in a short bracket.
fn is_inside(before: &str, behind: &str) -> bool {
    let opened = before.chars().rev().take(BOX).find_map(|c| match c {
        '[' | '(' | '（' | '［' => Some(true),
        ']' | ')' | '）' | '］' => Some(false),
        _ => None,
    });
    let closes = |c: char| matches!(c, ']' | ')' | '）' | '］');
    let opens = |c: char| matches!(c, '[' | '(' | '（' | '［');
    let next = behind.chars().take(BOX).find(|&c| closes(c) || opens(c));
    opened == Some(true) && next.is_some_and(closes)
}
