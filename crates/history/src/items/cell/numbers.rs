//! The numbers of a cell: Roman, arabic, circled or in brackets, and what joins each to the next.
//!
//! Input: a cell's letters and what stands between them. Output: its numbers, in order.

use super::conventions::CONVENTIONS;
use super::{CellText, Joint, Number, Style, circled, roman};

/// Letters of a joint at most (から, 及び, ないし).
const JOINT: usize = 4;

impl CellText {
    pub(super) fn read_numbers(&mut self, between: &[&str], line_start: &[bool]) {
        let mut at = 0;
        while at < self.letters.len() {
            let number = self.number_at(at, between, line_start.get(at).copied().unwrap_or(false));
            at = number.map_or(at + 1, |n| n.end);
            self.numbers.extend(number);
        }
        for at in 1..self.numbers.len() {
            let (before, after) = (self.numbers[at - 1], self.numbers[at]);
            self.numbers[at - 1].joint = self.joint(before, after, between);
        }
    }

    fn number_at(&self, at: usize, between: &[&str], line_start: bool) -> Option<Number> {
        let first = *self.letters.get(at)?;
        let number = |end, style, value, certain| Number {
            start: at,
            end,
            style,
            value,
            certain,
            joint: Joint::None,
        };
        if let Some(value) = circled(first) {
            return Some(number(at + 1, Style::Circled, value, true));
        }
        if first.is_ascii_digit() {
            let end = self.run_end(at, char::is_ascii_digit);
            let digits: String = self.letters[at..end].iter().collect();
            let bracketed =
                between[at].ends_with('(') && between.get(end).is_some_and(|b| b.starts_with(')'));
            let style = if bracketed {
                Style::Bracketed
            } else {
                Style::Arabic
            };
            return digits
                .parse()
                .ok()
                .filter(|&n| n < 1000)
                .map(|value| number(end, style, value, true));
        }
        let alone = at == 0 || self.boundary[at] || !self.letters[at - 1].is_ascii_alphabetic();
        if alone && matches!(first, 'I' | 'V' | 'X') {
            let end = self.run_end(at, char::is_ascii_alphabetic);
            if let Some(value) = roman(&self.letters[at..end]) {
                return Some(number(end, Style::Roman, value, true));
            }
        }
        if line_start {
            let seen = CONVENTIONS.roman.iter().find_map(|seen| {
                let end = at + seen.seen.chars().count();
                let fits = end <= self.letters.len()
                    && seen.seen.chars().eq(self.letters[at..end].iter().copied());
                let ends = !self.letters.get(end).is_some_and(char::is_ascii_alphabetic)
                    || self.boundary[end];
                (fits && ends).then_some((end, seen.value))
            });
            return seen.map(|(end, value)| number(end, Style::Roman, value, false));
        }
        None
    }

    /// The end of a run of letters of one class that nothing parts.
    fn run_end(&self, at: usize, class: impl Fn(&char) -> bool) -> usize {
        let mut end = at + 1;
        while end < self.letters.len() && !self.boundary[end] && class(&self.letters[end]) {
            end += 1;
        }
        end
    }

    /// Whether the word before the one number stands before the other as well.
    fn repeats_word(&self, before: Number, after: Number) -> bool {
        let word = &self.letters[before.end..after.start];
        !word.is_empty() && self.letters[..before.start].ends_with(word)
    }

    fn joint(&self, before: Number, after: Number, between: &[&str]) -> Joint {
        if after.start - before.end > JOINT {
            return Joint::None;
        }
        let mut gap = between
            .get(before.end)
            .copied()
            .unwrap_or_default()
            .to_owned();
        let between_letters = if self.repeats_word(before, after) {
            after.start..after.start
        } else {
            before.end..after.start
        };
        for at in between_letters {
            gap.push(self.letters[at]);
            gap.push_str(between.get(at + 1).copied().unwrap_or_default());
        }
        let gap = gap.trim_matches(|c: char| c.is_whitespace() || c == '(' || c == ')');
        let is = |words: &[String]| words.iter().any(|word| word == gap);
        if is(&CONVENTIONS.joints.range) {
            Joint::Range
        } else if is(&CONVENTIONS.joints.list) {
            Joint::List
        } else if before.end == after.start {
            Joint::Path
        } else {
            Joint::None
        }
    }
}
