//! Labels that recognition has damaged: characters that are near one as a whole, or near its start.
//!
//! Input: a stretch of characters that is no label as printed. Output: candidates with their similarity; short labels
//! have evidence of their own (`short`).

use super::{Finder, SHORTEST_DAMAGED, Stretch};
use crate::fold::similarity;
use crate::number::Number;

/// Similarity that a long damaged label must have: three of four characters are right.
const SIMILAR_LONG: f64 = 0.74;
/// Similarity that a short damaged label (5 to 9 characters) must have: at most one or two wrong.
const SIMILAR_SHORT: f64 = 0.8;
/// A damaged label in front of its value must be this long: shorter ones begin sentences.
const SHORTEST_WORD: usize = 7;
/// Brackets around a title in a text.
const TITLING: [char; 2] = ['【', '<'];

impl Finder<'_> {
    /// Labels that are near these characters as a whole, and near their start where the number agrees.
    pub(super) fn damaged(
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
