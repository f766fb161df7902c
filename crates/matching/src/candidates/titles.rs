//! Titles of blocks that repeat (システム2, 委託事項3), and heads of ranges of them.
//!
//! Input: a line. Output: candidates with the number printed in the title; lines that name a range of blocks are
//! furniture. A damaged title, with a wrong letter in its word or a letter for its digit, is told by what the form
//! prints under it: the block's first item.

use std::ops::Range;

use hyokasho_catalogue::NodeId;

use super::{Candidate, Finder, NAMED_ON};
use crate::fold::similarity;
use crate::labels::{BlockTitle, without_continued};
use crate::number::{self, Agreement};
use crate::regions::has_own_cell;
use crate::sheet::Line;

/// Digits of a block's number at most.
const MOST_DIGITS: usize = 2;
/// Characters behind a damaged title's word at most: 11〜15 with what says that it is printed again.
const MOST_BEHIND: usize = 9;
/// Lines of a title's value that may stand between a title in lines and the block's first item.
const MOST_VALUE_LINES: usize = 4;
/// What a damaged title counts less than a whole one.
const DAMAGE: f64 = 1.0;
/// The similarity of a title whose number alone is damaged.
const NUMBER_DAMAGED: f64 = 0.9;

/// The least similarity of a title's word that stands without its number: one of three letters is wrong.
const WORD_ALONE: f64 = 0.66;
/// The least similarity of the label of the block's first item: one of four letters is wrong.
const ITEM_DAMAGED: f64 = 0.74;

/// A number behind a title's word.
struct Printed {
    /// What it says, if that can be told.
    number: Option<u32>,
    /// Characters that it takes.
    used: usize,
}

impl Finder<'_> {
    /// システム2, 委託事項3 …; true when the line names a range of blocks and is furniture.
    pub(super) fn block_title(&mut self, at: usize, line: &Line, chars: &[char]) -> bool {
        let mut titled = false;
        let index = self.index;
        for title in &index.titles {
            let Some(rest) = chars.strip_prefix(title.before.as_slice()) else {
                continue;
            };
            let Some((number, digits)) = block_number(rest) else {
                continue;
            };
            titled = true;
            let after = without_continued(&rest[digits..]);
            // Behind a row's first cell stands a text that names a block, or a range of blocks.
            let beside = line.row && line.column > 0;
            if beside && after != title.after.as_slice() {
                continue;
            }
            if is_range(after) {
                if !self.is_named_range(at, title) {
                    self.range(at);
                    return true;
                }
                if !title.range {
                    self.title(at, title.node, Some(number), chars.len(), true, 1.0, 0.0);
                }
                continue;
            }
            if title.range || !after.starts_with(&title.after) {
                continue;
            }
            let whole = after == title.after.as_slice();
            let to = if whole {
                chars.len()
            } else {
                title.before.len() + digits + title.after.len()
            };
            let next = chars.get(to);
            // 委託事項1と同じ。
            if next.is_some_and(|next| NAMED_ON.contains(next)) {
                continue;
            }
            // 提供先1における… goes on as a sentence; a title is followed by its value or by nothing.
            let glued = !whole && !matches!(next, Some(':' | '(' | '[' | '<' | '「'));
            let less = if glued { 1.5 } else { 0.0 };
            self.title(at, title.node, Some(number), to, whole, 1.0, less);
        }
        !titled && self.damaged_title(at, line, chars)
    }

    #[expect(clippy::too_many_arguments, reason = "the evidence for one candidate")]
    fn title(
        &mut self,
        at: usize,
        node: NodeId,
        number: Option<u32>,
        to: usize,
        whole: bool,
        similarity: f64,
        less: f64,
    ) {
        let line = &self.sheet.lines[at];
        let placed = f64::from(u8::from(line.first)) + f64::from(u8::from(line.column == 0));
        let score = 4.0 + placed + if whole { 2.0 } else { 0.0 } - less;
        self.found.candidates.push(Candidate {
            line: at as u32,
            lines: 1,
            from: 0,
            to: to as u32,
            node,
            score,
            similarity,
            whole,
            leads: line.first || !line.row,
            beside: line.row && line.column > 0,
            block_number: number,
            tail: None,
        });
    }

    /// The same where a letter of the word is lost, or wrong, up to half of them, or the number is lost or a letter;
    /// the line is no more than the title, or parted from its value.
    fn damaged_title(&mut self, at: usize, line: &Line, chars: &[char]) -> bool {
        if !line.first || (line.row && (line.column > 0 || !line.only)) {
            return false;
        }
        let index = self.index;
        for title in &index.titles {
            // Of words in lines the value may stand in the same line.
            if line.row && chars.len() > title.before.len() + MOST_BEHIND {
                continue;
            }
            for (word, alike) in damaged_word(chars, &title.before) {
                if self.damaged_at(at, chars, title, word, alike) {
                    return true;
                }
            }
        }
        false
    }

    /// A damaged title whose word takes so many characters; true when it is the head of a range.
    fn damaged_at(
        &mut self,
        at: usize,
        chars: &[char],
        title: &BlockTitle,
        word: usize,
        alike: f64,
    ) -> bool {
        let Some(printed) = read_number(&chars[word..]) else {
            return false;
        };
        let after = without_continued(&chars[word + printed.used..]);
        // A word that is damaged and has no number is too little: 特記事項 - is no 委託事項1-5.
        let least = printed.used > 0 || alike >= WORD_ALONE;
        let told = least && (printed.number.is_some() || printed.used == 0);
        if is_range(after) && told && chars.len() <= word + MOST_BEHIND {
            let furniture = self.is_furniture_row(at);
            if furniture {
                self.range(at);
            }
            return furniture;
        }
        let whole = after == title.after.as_slice();
        let row = self.sheet.lines[at].row;
        let parted = || !row && printed.used > 0 && self.parted_at(at, word + printed.used);
        if title.range || !least || !(whole || parted()) || !self.opens(at, title, alike) {
            return false;
        }
        let to = if whole {
            chars.len()
        } else {
            word + printed.used
        };
        let alike = alike.min(NUMBER_DAMAGED);
        self.title(at, title.node, printed.number, to, whole, alike, DAMAGE);
        false
    }

    fn parted_at(&self, at: usize, folded: usize) -> bool {
        self.parted(&self.sheet.lines[at], folded)
    }

    /// Whether the block's first item stands under a line: in the next row, or behind a few lines that are the
    /// title's value. A line whose word is damaged may be a value itself, above the next title.
    fn opens(&self, at: usize, title: &BlockTitle, alike: f64) -> bool {
        let lines = &self.sheet.lines;
        let block = |at: usize| self.sheet.cells[lines[at].cell as usize].block;
        let (row, damaged) = (lines[at].row, alike < 1.0);
        let most = if row || damaged { 1 } else { MOST_VALUE_LINES };
        let behind = (at + 1..lines.len()).filter(|&next| !row || block(next) != block(at));
        for next in behind.take(most) {
            if self.begins_with(next, title.node + 1, row && !damaged) {
                return true;
            }
            let other = self.sheet.folded(&lines[next]).starts_with(&title.before);
            if lines[next].row || other {
                return false;
            }
        }
        false
    }

    /// Whether a line begins with a node's label, and with its number where the form prints one; or is nearly that
    /// label, in a row. Below a title that is certain the number will do.
    fn begins_with(&self, at: usize, node: NodeId, certain: bool) -> bool {
        let line = &self.sheet.lines[at];
        let chars = self.sheet.folded(line);
        let index = self.index;
        let (number, used) = number::read(chars, &index.words).unzip();
        let own = index.numbers.get(node).copied().flatten();
        let agrees = match (number, own) {
            (Some(number), Some(own)) => number.agreement(own) != Agreement::Other,
            (_, own) => own.is_none(),
        };
        let behind = &chars[used.unwrap_or(0)..];
        let row = line.row && line.only && line.column == 0;
        let mut labels = index.labels_of(node);
        agrees
            && ((certain && row)
                || labels.any(|label| {
                    behind.starts_with(&label.chars)
                        || (row && similarity(behind, &label.chars, ITEM_DAMAGED) > 0.0)
                }))
    }

    /// Whether a range of blocks is named together: a value stands beside its title (提供先1〜58: a list elsewhere), and
    /// what the form asks for of each stands below, once for all of them.
    fn is_named_range(&mut self, at: usize, title: &BlockTitle) -> bool {
        let sheet = self.sheet;
        let names_block = |beside: usize| {
            let chars = sheet.folded(&sheet.lines[beside]);
            chars.starts_with(&title.before)
        };
        !self.row_behind(at).is_empty()
            && !self.is_furniture_row(at)
            && !self.row_behind(at).any(names_block)
    }

    /// A line that names a range of blocks is furniture, with what stands beside it where that says nothing.
    fn range(&mut self, at: usize) {
        if at < self.ranged {
            return;
        }
        self.found.range_lines.push(at as u32);
        if self.is_furniture_row(at) {
            let beside = self.row_behind(at);
            self.ranged = beside.end;
            self.found.range_lines.extend(beside.map(|at| at as u32));
        }
    }

    /// The lines behind a line in its row.
    fn row_behind(&self, at: usize) -> Range<usize> {
        let lines = &self.sheet.lines;
        let block = |line: &Line| self.sheet.cells[line.cell as usize].block;
        let own = block(&lines[at]);
        let count = match &lines[at + 1..] {
            behind if lines[at].row => behind.partition_point(|line| block(line) == own),
            _ => 0,
        };
        at + 1..at + 1 + count
    }

    /// Whether the cells beside a line hold no more than a dash, or the line once more.
    fn is_furniture_row(&mut self, at: usize) -> bool {
        let (sheet, behind) = (self.sheet, self.row_behind(at));
        let folded = |at: usize| sheet.folded(&sheet.lines[at]);
        let again = self.alike.contains(&at) && folded(self.alike.start) == folded(at);
        if !again {
            let other = |&beside: &usize| {
                let text = sheet.text(&sheet.lines[beside]);
                !hyokasho_normalize::glyphs::is_blank(text) && folded(beside) != folded(at)
            };
            let end = behind.clone().find(other).unwrap_or(behind.end);
            self.alike = at..end;
        }
        self.alike.end == behind.end
    }

    /// Labels whose letters stand one below another: in a cell, in lines, or in the first cells of the rows that
    /// they are the label of. The form prints 再委託 so.
    pub(super) fn letters_below(&mut self, at: usize, chars: &[char]) -> bool {
        let sheet = self.sheet;
        let line = &sheet.lines[at];
        let &[first] = chars else { return false };
        if !line.first || line.column > 0 || self.index.vertical_from(first).next().is_none() {
            return false;
        }
        let goes_on = |next: &&Line| {
            if line.row {
                next.cell == line.cell
            } else {
                !next.row && sheet.folded(next).len() == 1
            }
        };
        let run = sheet.lines[at..].iter().take_while(goes_on);
        let mut joined = Vec::new();
        for (count, next) in run.take(MOST_LETTERS).enumerate() {
            joined.extend_from_slice(sheet.folded(next));
            if joined.len() >= LEAST_LETTERS && self.index.is_vertical(&joined) {
                self.exact_over(at, count + 1, &joined, sheet.folded(next).len());
                return true;
            }
        }
        self.letters_apart(at, first)
    }

    /// The same where other cells or lines stand between the letters.
    fn letters_apart(&mut self, at: usize, first: char) -> bool {
        let sheet = self.sheet;
        let alone = |at: usize| {
            let line = &sheet.lines[at];
            let leads = !line.row || (line.column == 0 && has_own_cell(sheet, line.cell as usize));
            let folded = sheet.folded(line);
            (line.only && leads && folded.len() == 1).then(|| folded[0])
        };
        let most = (at + MOST_BETWEEN).min(sheet.lines.len());
        let labels: Vec<&[char]> = self.index.vertical_from(first).collect();
        for label in labels {
            let mut wanted = label.iter();
            let mut next = wanted.next();
            let mut lines = Vec::new();
            for line in at..most {
                if next.is_some() && alone(line).as_ref() == next {
                    lines.push(line as u32);
                    next = wanted.next();
                }
            }
            if next.is_none() {
                self.found.range_lines.extend(lines);
                return true;
            }
        }
        false
    }
}

/// Letters of a label that stand one below another at least: of two each may be a value.
const LEAST_LETTERS: usize = 3;
/// The same at most.
const MOST_LETTERS: usize = 8;
/// Lines between which the letters of a label stand: 再委託 has three items with option lists.
const MOST_BETWEEN: usize = 40;

/// The number behind a title's whole word, in digits or in a circle, and the characters it takes.
fn block_number(chars: &[char]) -> Option<(u32, usize)> {
    if let Some(n) = chars.first().copied().and_then(number::circled) {
        return Some((u32::from(n), 1));
    }
    let digits = chars.iter().map_while(|c| c.to_digit(10));
    let digits = digits.take(MOST_DIGITS + 1);
    let (number, digits) = digits.fold((0, 0), |(n, count), d| (n * 10 + d, count + 1));
    (1..=MOST_DIGITS)
        .contains(&digits)
        .then_some((number, digits))
}

/// The number behind a title's word: digits, letters that OCR prints for digits, a number in a circle; a single
/// other letter is a number that cannot be told.
fn read_number(chars: &[char]) -> Option<Printed> {
    if let [c, ..] = chars
        && let Some(n) = number::circled(*c)
    {
        return Some(Printed {
            number: Some(u32::from(n)),
            used: 1,
        });
    }
    let digits: Vec<u32> = chars.iter().map_while(|&c| number::digit(c)).collect();
    let used = digits.len();
    if (1..=MOST_DIGITS).contains(&used) {
        let number = digits.into_iter().fold(0, |n, d| n * 10 + d);
        return Some(Printed {
            number: (number > 0).then_some(number),
            used,
        });
    }
    let lost = chars.is_empty() || without_continued(chars).is_empty() || is_range(chars);
    let letter = matches!(chars, [c] if c.is_ascii_alphabetic());
    (lost || letter).then_some(Printed {
        number: None,
        used: usize::from(!lost),
    })
}

/// How many characters a title's word may take that characters begin with, and how like the word these are: all of
/// its letters, half of them wrong at most, or all but one of them.
fn damaged_word(chars: &[char], word: &[char]) -> impl Iterator<Item = (usize, f64)> {
    let all = word.len();
    let whole = chars.get(..all).map(|own| {
        let wrong = own.iter().zip(word).filter(|(a, b)| a != b);
        wrong.count()
    });
    let whole = whole
        .filter(|&wrong| wrong <= all / 2)
        .map(|wrong| (all, 1.0 - wrong as f64 / all as f64));
    let lost = chars.get(..all - 1).filter(|own| {
        let same = own.iter().zip(word).take_while(|(a, b)| a == b).count();
        own[same..] == word[same + 1..]
    });
    let lost = lost.map(|_| (all - 1, 1.0 - 1.0 / all as f64));
    whole.into_iter().chain(lost)
}

/// 〜5 behind a block's number, and nothing else.
fn is_range(after: &[char]) -> bool {
    let Some((first, rest)) = after.split_first() else {
        return false;
    };
    if !matches!(first, '〜' | '-' | 'ー') {
        return false;
    }
    let misread = || rest.len() <= MOST_DIGITS && rest.iter().all(|&c| number::digit(c).is_some());
    rest.iter().any(char::is_ascii_digit) || misread()
}
