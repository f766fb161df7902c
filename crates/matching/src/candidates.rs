//! Where labels may stand: every line is compared with the form's labels.
//!
//! Input: the sheet and the label index. Output: candidates with scores, in reading order. Nothing is
//! decided here; the same text may be a candidate for a dozen nodes, and the chain picks.

mod behind;
mod cells;
mod damaged;
mod score;
mod short;
mod titles;

use std::ops::Range;

use hyokasho_catalogue::{Form, NodeId, Role};

use crate::labels::{Label, LabelIndex, without_continued};
use crate::number::{self, Agreement, Number};
use crate::sheet::Sheet;

/// A label may be wrapped over this many lines: the longest labels (98 characters) in the narrow
/// label columns of plain text copies.
const MOST_LINES: usize = 4;
/// Labels of four characters and less must be exact but for the evidence that `short` asks for.
const SHORTEST_DAMAGED: usize = 5;
/// Characters before which a mid-line label is a quotation.
const QUOTING: [char; 9] = ['「', '『', '(', '、', '・', '"', '[', 'の', '及'];

/// Particles right behind a label that is named in a sentence: no value begins with them.
const NAMED_ON: [char; 3] = ['の', 'を', 'と'];

/// Signs that begin an item of a list in free text.
pub const BULLETS: [char; 6] = ['・', '○', '●', '◎', '◇', '◆'];

/// A place where a node's label may stand.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// First line in [`Sheet::lines`].
    pub line: u32,
    /// Lines that the label takes.
    pub lines: u32,
    /// First folded character of the label (with its number) in the first line.
    pub from: u32,
    /// Behind the label's last folded character in its last line.
    pub to: u32,
    /// The node.
    pub node: NodeId,
    /// How much speaks for it, in the chain's units.
    pub score: f64,
    /// Similarity with the catalogue's label.
    pub similarity: f64,
    /// Whether the label takes its lines whole.
    pub whole: bool,
    /// Whether it stands where a cell or a line begins.
    pub leads: bool,
    /// Whether it stands behind another cell of its row.
    pub beside: bool,
    /// The number printed in a block's title.
    pub block_number: Option<u32>,
    /// Where the label ends, when values stand between its two parts: the line of its second part, and
    /// behind its last folded character there.
    pub tail: Option<(u32, u32)>,
}

/// What is found in a sheet.
#[derive(Debug, Default)]
pub struct Found {
    /// Candidates in reading order.
    pub candidates: Vec<Candidate>,
    /// Lines that carry no value: headings of block ranges (委託事項2～5), cells written out again.
    pub range_lines: Vec<u32>,
}

/// Finds the candidates of the lines before `end`.
pub fn find(sheet: &Sheet, form: &Form, index: &LabelIndex, end: usize) -> Found {
    let mut finder = Finder {
        sheet,
        form,
        index,
        counts: Vec::new(),
        joined: Vec::new(),
        found: Found::default(),
        alike: 0..0,
        ranged: 0,
    };
    for at in (0..end.min(sheet.lines.len())).filter(|&at| !sheet.lines[at].figure) {
        finder.line(at);
    }
    finder.found
}

struct Finder<'a> {
    sheet: &'a Sheet<'a>,
    form: &'a Form,
    index: &'a LabelIndex,
    counts: Vec<u16>,
    joined: Vec<char>,
    found: Found,
    /// The stretch of a row that holds one line again and again, and blanks (see `titles`).
    alike: Range<usize>,
    /// Behind the last line beside a range of blocks that is furniture with it.
    ranged: usize,
}

/// A stretch of folded characters that may begin with a label.
#[derive(Clone, Copy)]
struct Stretch {
    line: usize,
    lines: usize,
    from: usize,
    number: Option<Number>,
    /// Characters of the number.
    numbered: usize,
}

impl Finder<'_> {
    fn line(&mut self, at: usize) {
        let sheet = self.sheet;
        let line = &sheet.lines[at];
        let chars = sheet.folded(line);
        if self.block_title(at, line, chars) || self.letters_below(at, chars) {
            return;
        }
        // A list item of a free text may name a label; the form bullets none.
        if chars.first().is_some_and(|c| BULLETS.contains(c)) {
            return;
        }
        if self.repeats_above(at) {
            self.found.range_lines.push(at as u32);
            return;
        }
        self.stretch(at, 0, chars, 1);
        self.wrapped(at, chars);
        self.wrapped_beside_value(at, chars);
        self.inner(at, chars);
    }

    /// Labels at the start of these characters, with and without a number before them.
    fn stretch(&mut self, line: usize, from: usize, chars: &[char], lines: usize) {
        let read = number::read(chars, &self.index.words);
        if let Some((number, numbered)) = read {
            let stretch = Stretch {
                line,
                lines,
                from,
                number: Some(number),
                numbered,
            };
            self.labels(stretch, chars);
            // The number is none of the label's characters, damaged or not, where a label stands behind it.
            let behind = &chars[numbered..];
            let begins = |label: &Label| label.chars.len() >= SHORTEST_DAMAGED;
            if self.index.exact(behind).is_some() || self.index.prefixes(behind).any(begins) {
                return;
            }
        }
        // A label may begin with what looks like a number, and a number may be part of a label.
        let stretch = Stretch {
            line,
            lines,
            from,
            number: None,
            numbered: 0,
        };
        self.labels(stretch, chars);
    }

    fn labels(&mut self, stretch: Stretch, chars: &[char]) {
        let rest = &chars[stretch.numbered..];
        let cut = stretch.lines == 1 && self.sheet.is_cut(&self.sheet.lines[stretch.line]);
        let (rest_bare, trailing) = strip_trailing_number(without_continued(rest));
        let index = self.index;
        if !cut {
            if rest_bare.is_empty() {
                self.number_alone(stretch, chars.len());
                return;
            }
            let number = stretch.number.or(trailing);
            if let Some(label) = index.exact(rest_bare) {
                self.push(stretch, number, label, chars.len(), true, 1.0, ' ');
                return;
            }
        }
        let mut longest = 0;
        for label in index.prefixes(rest) {
            let to = stretch.numbered + label.chars.len();
            let next = chars.get(to).copied().unwrap_or(' ');
            self.push(stretch, stretch.number, label, to, false, 1.0, next);
            longest = longest.max(label.chars.len());
        }
        // Two labels of one row glued into a line, and nothing behind them.
        if let Some(second) = index
            .exact(&rest[longest..])
            .filter(|_| longest > 0 && !cut)
        {
            let from = stretch.from + stretch.numbered + longest;
            let behind = Stretch {
                from,
                number: None,
                numbered: 0,
                ..stretch
            };
            self.push(behind, None, second, chars.len(), true, 1.0, ' ');
        }
        if longest > 0 {
            self.second(stretch, chars, stretch.numbered + longest);
            self.behind_name(stretch, chars, stretch.numbered + longest);
        }
        // A damaged long label may begin with a whole shorter one.
        if !cut {
            self.damaged(stretch, rest_bare, chars.len(), trailing, longest > 0);
        }
    }

    /// リスク1: alone, its text on another line or lost.
    fn number_alone(&mut self, stretch: Stretch, to: usize) {
        let Some(number @ Number::Named(..)) = stretch.number else {
            return;
        };
        for &node in self.index.numbered(number) {
            if self.form.nodes[node].role == Role::Risk {
                self.add(stretch, node, to, true, 1.0, 2.0);
            }
        }
    }

    /// A label wrapped over lines: the line is the start of a label that the next lines go on with.
    fn wrapped(&mut self, at: usize, chars: &[char]) {
        let read = number::read(chars, &self.index.words);
        let numbered = read.map_or(0, |(_, used)| used);
        let index = self.index;
        let begun = |chars: &[char]| {
            index.is_start_of_label(&chars[numbered..]) || index.is_start_of_label(chars)
        };
        // One character behind a number begins a label that bears that number.
        let begins_numbered = |chars: &[char]| {
            let Some((number, _)) = read else {
                return false;
            };
            chars.len() == numbered + 1
                && index.numbered(number).iter().any(|&node| {
                    let mut labels = index.labels_of(node);
                    labels.any(|label| label.chars.starts_with(&chars[numbered..]))
                })
        };
        let starts = |chars: &[char]| begun(chars) || begins_numbered(chars);
        // A number on a line of its own belongs to the label below it.
        let alone = numbered > 0 && chars.len() == numbered;
        let line = &self.sheet.lines[at];
        // Of the first cell of a row the lines are parts of a label.
        let least = match numbered {
            0 if line.row && line.column == 0 && line.first && !line.only => 2,
            0 => 3,
            _ => 1,
        };
        if !alone && (chars.len() < numbered + least || !starts(chars)) {
            return;
        }
        // A number in a cell of its own is a value of a row of values as well.
        if !alone {
            self.wrapped_over_rows(at, chars);
        }
        let mut joined = std::mem::take(&mut self.joined);
        joined.clear();
        joined.extend_from_slice(chars);
        for count in 2..=MOST_LINES {
            let Some(next) = self.sheet.lines.get(at + count - 1) else {
                break;
            };
            if next.row && next.cell != self.sheet.lines[at].cell {
                if !alone {
                    self.wrapped_into_row(at, count, &joined);
                }
                break;
            }
            let earlier = joined.len();
            joined.extend_from_slice(self.sheet.folded(next));
            let before = self.found.candidates.len();
            self.stretch(at, 0, &joined, count);
            // Ends are counted in the last line.
            for candidate in &mut self.found.candidates[before..] {
                candidate.to = candidate.to.saturating_sub(earlier as u32);
            }
            self.found
                .candidates
                .retain_from(before, |candidate| candidate.to > 0);
            if !starts(&joined) {
                break;
            }
        }
        self.joined = joined;
    }

    /// Numbered labels in the middle of a line, where several items are glued into one.
    fn inner(&mut self, at: usize, chars: &[char]) {
        for from in 1..chars.len() {
            if number::circled(chars[from]).is_none() || QUOTING.contains(&chars[from - 1]) {
                continue;
            }
            let Some((number, numbered)) = number::read(&chars[from..], &self.index.words) else {
                continue;
            };
            let rest = &chars[from + numbered..];
            let longest = self
                .index
                .prefixes(rest)
                .find(|label| label.chars.len() >= 3);
            let Some(label) = longest else { continue };
            let to = from + numbered + label.chars.len();
            let stretch = Stretch {
                line: at,
                lines: 1,
                from,
                number: Some(number),
                numbered,
            };
            let next = chars.get(to).copied().unwrap_or(' ');
            for &node in &label.nodes {
                let agrees = self.index.numbers[node].map(|form| number.agreement(form));
                if agrees == Some(Agreement::Same) {
                    let score = self.score(
                        stretch,
                        Some(number),
                        node,
                        label.chars.len(),
                        false,
                        1.0,
                        next,
                    ) - 1.0;
                    self.add(stretch, node, to, false, 1.0, score);
                }
            }
        }
    }
}

/// A suffix of a list filtered in place.
trait RetainFrom<T> {
    fn retain_from(&mut self, from: usize, keep: impl FnMut(&T) -> bool);
}

impl<T> RetainFrom<T> for Vec<T> {
    fn retain_from(&mut self, from: usize, mut keep: impl FnMut(&T) -> bool) {
        let tail = self.split_off(from);
        self.extend(tail.into_iter().filter(|item| keep(item)));
    }
}

/// A label whose number is printed behind it: 名称①.
fn strip_trailing_number(chars: &[char]) -> (&[char], Option<Number>) {
    let mut bare = chars;
    while let [rest @ .., ':'] = bare {
        bare = rest;
    }
    let [rest @ .., last] = bare else {
        return (bare, None);
    };
    if let (Some(n), true) = (number::circled(*last), rest.len() > 1) {
        return (rest, Some(Number::Circled(n)));
    }
    // A heading's number keeps its full stop: 監査 8.
    let digits = rest.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let (name, tail) = rest.split_at(rest.len() - digits);
    if *last != '.' || !(1..=2).contains(&digits) || name.len() < 2 {
        return (bare, None);
    }
    let number = number::read(tail, &[]).map(|(number, _)| number);
    (name, number)
}
