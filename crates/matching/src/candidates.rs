//! Where labels may stand: every line is compared with the form's labels.
//!
//! Input: the sheet and the label index. Output: candidates with scores, in reading order. Nothing is
//! decided here; the same text may be a candidate for a dozen nodes, and the chain picks.

mod behind;
mod cells;
mod short;
mod titles;

use hyokasho_catalogue::{Form, NodeId, Role};

use crate::choice::is_box;
use crate::fold::similarity;
use crate::labels::{Label, LabelIndex, without_continued};
use crate::number::{self, Agreement, Number};
use crate::sheet::Sheet;

/// A label may be wrapped over this many lines: the longest labels (98 characters) in the narrow
/// label columns of plain text copies.
const MOST_LINES: usize = 4;
/// Similarity that a long damaged label must have: three of four characters are right.
const SIMILAR_LONG: f64 = 0.74;
/// Similarity that a short damaged label (5 to 9 characters) must have: at most one or two wrong.
const SIMILAR_SHORT: f64 = 0.8;
/// Labels of four characters and less must be exact but for the evidence that `short` asks for.
const SHORTEST_DAMAGED: usize = 5;
/// A damaged label in front of its value must be this long: shorter ones begin sentences.
const SHORTEST_WORD: usize = 7;
/// A candidate below this score says less than nothing.
const LEAST_SCORE: f64 = 0.5;
/// Characters before which a mid-line label is a quotation.
const QUOTING: [char; 9] = ['「', '『', '(', '、', '・', '"', '[', 'の', '及'];

/// Particles right behind a label that is named in a sentence: no value begins with them.
const NAMED_ON: [char; 3] = ['の', 'を', 'と'];

/// Signs that begin an item of a list in free text.
pub const BULLETS: [char; 6] = ['・', '○', '●', '◎', '◇', '◆'];

/// Brackets around a title in a text.
const TITLING: [char; 2] = ['【', '<'];

/// What such a particle takes from a label's score: more than its number and its row give.
const NAMED: f64 = 4.0;

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

    /// Labels that are near these characters as a whole, and near their start where the number agrees.
    fn damaged(
        &mut self,
        stretch: Stretch,
        rest: &[char],
        whole_to: usize,
        trailing: Option<Number>,
        begun: bool,
    ) {
        if rest.len() < SHORTEST_DAMAGED {
            // A label that lost its last letter may begin with a whole shorter one; its number tells it.
            if !begun || stretch.number.is_some() {
                self.short(stretch, rest, whole_to);
            }
            return;
        }
        // A title in brackets within a text may name a label; the form's labels begin with none.
        if rest.first().is_some_and(|c| TITLING.contains(c)) {
            return;
        }
        let index = self.index;
        let number = stretch.number.or(trailing);
        if self.near(stretch, number, rest, whole_to) || begun {
            return;
        }
        if let Some(own) = without_strangers(rest)
            && self.near(stretch, number, &own, whole_to)
        {
            return;
        }
        if self.first_word(stretch, rest) {
            return;
        }
        self.short(stretch, rest, whole_to);
        let Some(number) = stretch.number else { return };
        for &node in index.numbered(number) {
            for label in index.labels_of(node) {
                if label.chars.len() < SHORTEST_DAMAGED || label.chars.len() >= rest.len() {
                    continue;
                }
                let ends_word = |length| self.ends_word(stretch, length);
                let (alike, length) = start_like(rest, &label.chars, ends_word);
                if alike > 0.0 {
                    let to = stretch.numbered + length;
                    let next = rest.get(length).copied().unwrap_or(' ');
                    let score = self.score(stretch, Some(number), node, length, false, alike, next);
                    self.add(stretch, node, to, false, alike, score);
                }
            }
        }
    }

    /// Labels that are near these characters as a whole; whether there are any.
    fn near(&mut self, stretch: Stretch, number: Option<Number>, rest: &[char], to: usize) -> bool {
        let index = self.index;
        // No label has a bracket; where one stands, a value is in it, and it may be as like as a damaged word.
        if rest.len() * 10 > index.longest * 13 || rest.contains(&'[') {
            return false;
        }
        let mut any = false;
        let mut counts = std::mem::take(&mut self.counts);
        for label in index.near(rest, &mut counts) {
            let alike = similarity(rest, &label.chars, floor(label.chars.len()));
            if alike > 0.0 {
                self.push(stretch, number, label, to, true, alike, ' ');
                any = true;
            }
        }
        self.counts = counts;
        any
    }

    /// A damaged label that a space parts from its value: the line's first word, where it is long. True
    /// when it is one.
    fn first_word(&mut self, stretch: Stretch, rest: &[char]) -> bool {
        // Of wrapped lines the first may end within the number.
        if stretch.lines > 1 {
            return false;
        }
        let line = &self.sheet.lines[stretch.line];
        let text = &self.sheet.cells[line.cell as usize].text;
        let ends = self.sheet.fold_ends(line);
        let ends = ends
            .get(stretch.from + stretch.numbered..)
            .unwrap_or_default();
        let parted = |&end: &u32| text[end as usize..].starts_with([' ', '[', '※']);
        let length = ends.iter().position(parted).map_or(0, |at| at + 1);
        if length < SHORTEST_WORD || length >= rest.len() {
            return false;
        }
        let index = self.index;
        let mut counts = std::mem::take(&mut self.counts);
        let near = index.near(&rest[..length], &mut counts);
        self.counts = counts;
        let mut any = false;
        for label in near
            .into_iter()
            .filter(|label| label.chars.len() >= SHORTEST_WORD)
        {
            let alike = similarity(&rest[..length], &label.chars, SIMILAR_SHORT);
            if alike > 0.0 {
                self.push(
                    stretch,
                    stretch.number,
                    label,
                    stretch.numbered + length,
                    false,
                    alike,
                    ' ',
                );
                any = true;
            }
        }
        any
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

    #[expect(
        clippy::too_many_arguments,
        reason = "one stretch, one label, and how they met"
    )]
    fn push(
        &mut self,
        stretch: Stretch,
        number: Option<Number>,
        label: &Label,
        to: usize,
        whole: bool,
        alike: f64,
        next: char,
    ) {
        for &node in &label.nodes {
            let score = self.score(stretch, number, node, label.chars.len(), whole, alike, next);
            self.add(stretch, node, to, whole, alike, score);
        }
    }

    fn add(
        &mut self,
        stretch: Stretch,
        node: NodeId,
        to: usize,
        whole: bool,
        alike: f64,
        score: f64,
    ) {
        if score < LEAST_SCORE {
            return;
        }
        let line = &self.sheet.lines[stretch.line];
        self.found.candidates.push(Candidate {
            line: stretch.line as u32,
            lines: stretch.lines as u32,
            from: stretch.from as u32,
            to: to as u32,
            node,
            score,
            similarity: alike,
            whole,
            leads: stretch.from == 0 && (line.first || !line.row),
            beside: line.row && line.column > 0,
            block_number: None,
            tail: None,
        });
    }

    /// Whether a number that is not the label's is one of a list in a row's value, which names what the
    /// form has labels for: behind another cell, or with nothing behind it in a cell that is not the
    /// row's first or that goes on.
    fn is_listed(&self, stretch: Stretch, number: Number) -> bool {
        let line = &self.sheet.lines[stretch.line];
        let cells = &self.sheet.cells;
        let cell = &cells[line.cell as usize];
        let is_last = || {
            let behind = cells[line.cell as usize + 1..].iter();
            behind
                .take_while(|other| other.block == cell.block)
                .all(|other| other.text.trim().is_empty())
        };
        matches!(number, Number::Circled(_) | Number::Arabic(_))
            && line.row
            && (line.column > 0 || ((cell.cell > 0 || !line.only) && is_last()))
    }

    /// What speaks for the node's label standing here. A long label, one that takes its line whole,
    /// one whose number agrees and one at a label's usual place say more.
    #[expect(clippy::too_many_arguments, reason = "the evidence for one candidate")]
    fn score(
        &self,
        stretch: Stretch,
        number: Option<Number>,
        node: NodeId,
        length: usize,
        whole: bool,
        alike: f64,
        next: char,
    ) -> f64 {
        let line = &self.sheet.lines[stretch.line];
        let mut score = 2.0 + 0.25 * length.min(16) as f64;
        score *= 1.0 - 2.2 * (1.0 - alike);
        let form = self.index.numbers[node];
        let agreement = number.and_then(|printed| Some(printed.agreement(form?)));
        score += match (number, agreement) {
            (Some(_), Some(Agreement::Same)) => 1.5,
            (Some(_), Some(Agreement::Near)) => 0.5,
            (Some(printed), _) if self.is_listed(stretch, printed) => -6.0,
            (Some(_), Some(Agreement::Other)) => -2.0,
            (Some(_), None) => -1.5,
            (None, _) if form.is_some() => -0.5,
            (None, _) => 0.0,
        };
        if whole {
            score += 1.5;
        } else if !matches!(next, '[' | '(' | ':' | '<' | ' ') && !is_box(next) {
            // The value is glued to the label, or this is a sentence that begins with its words.
            let numbered = matches!(agreement, Some(Agreement::Same | Agreement::Near));
            score -= if numbered { 1.0 } else { 2.5 };
            if NAMED_ON.contains(&next) {
                score -= NAMED;
            }
            // Behind another cell of its row it is one: a label in front of its value is parted from it.
            let to = stretch.from + stretch.numbered + length;
            if line.row && line.column > 0 && stretch.lines == 1 && !self.parted(line, to) {
                score -= 4.0;
            }
        }
        // A bracket or a box right behind a label whose item is chosen or marked: its value begins.
        let valued = self.form.nodes[node]
            .kind
            .is_some_and(hyokasho_catalogue::ItemKind::has_options);
        if valued && !whole && (next == '[' || is_box(next)) {
            score += 2.5;
        }
        score += match (line.row, line.first) {
            (true, true) if line.column == 0 => 1.0,
            (true, true) => 0.0,
            (false, true) if line.heading => 1.0,
            (false, _) => 0.5,
            (true, false) if line.column == 0 => -1.0,
            // A headline has a row of its own; a list in a value may have its words and its number.
            (true, false) if self.form.nodes[node].role == Role::Heading => -9.0,
            (true, false) => -3.0,
        };
        if length <= 2 && number.is_none() && !whole {
            score -= 2.0;
        }
        score
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

/// How alike the start of these characters is to a label, and how long that start is: a damaged label
/// may have lost or won a character. Of starts that are as like one that ends a word is taken, else the
/// shortest: no character of the value is.
fn start_like(rest: &[char], label: &[char], ends_word: impl Fn(usize) -> bool) -> (f64, usize) {
    let least = label.len().saturating_sub(2);
    (least..=(label.len() + 1).min(rest.len()))
        .rev()
        .map(|length| (similarity(&rest[..length], label, SIMILAR_SHORT), length))
        .max_by(|a, b| {
            let words = || ends_word(a.1).cmp(&ends_word(b.1));
            a.0.total_cmp(&b.0).then_with(words)
        })
        .unwrap_or((0.0, 0))
}

/// The characters without letters of other scripts between them, which recognition puts in a damaged
/// letter's place; `None` where there are none.
fn without_strangers(chars: &[char]) -> Option<Vec<char>> {
    let is_stranger = |c: &char| c.is_ascii_alphabetic() || ('\u{c0}'..'\u{2000}').contains(c);
    if !chars.iter().any(is_stranger) {
        return None;
    }
    let own: Vec<char> = chars.iter().copied().filter(|c| !is_stranger(c)).collect();
    (own.len() >= SHORTEST_DAMAGED).then_some(own)
}

fn floor(length: usize) -> f64 {
    match length {
        0..SHORTEST_DAMAGED => 1.0,
        SHORTEST_DAMAGED..10 => SIMILAR_SHORT,
        _ => SIMILAR_LONG,
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
