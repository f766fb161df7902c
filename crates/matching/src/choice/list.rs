//! The option list that the form prints beside a choice.
//!
//! Input: folded characters of a region. Output: the options listed, taken out of the characters, and what stands
//! before the list.

use hyokasho_document::mark;

use super::{Printing, SIMILAR};
use crate::fold::similarity;
use crate::number::circled;

/// Characters of a list's number with its bracket at most.
const LONGEST_NUMBER: usize = 3;

/// The numbered options of the list, taken out of the text.
pub(super) struct OptionList {
    /// Listed options by position, each with the seen mark before it.
    pub listed: Vec<(usize, bool)>,
    /// Whether a bracket is open where an item stands: what stands in it is the list, so it is not empty.
    pub in_bracket: bool,
}

impl OptionList {
    /// Takes `n) option` out of the characters, and leaves the rest. A list may go on behind the
    /// options of the node's revision; such items are taken out too.
    pub fn take(chars: &mut Vec<char>, printings: &[Printing], count: usize) -> Self {
        let mut listed = Vec::new();
        let mut in_bracket = false;
        let mut numbered = None;
        let mut rest = Vec::with_capacity(chars.len());
        let mut at = 0;
        while at < chars.len() {
            if let Some((used, option)) = numbered_selection(&chars[at..], printings, count) {
                numbered = Some((option, rest.len()..rest.len() + used));
                rest.push('[');
                rest.extend_from_slice(&chars[at + 1..at + used - 1]);
                rest.push(']');
                at += used;
            } else if let Some((used, option)) = list_item(&chars[at..], printings, count) {
                let marked = rest.last().is_some_and(|&c| {
                    c == mark::SEEN_ON || hyokasho_normalize::glyphs::is_on_glyph(c)
                });
                if marked || rest.last() == Some(&mark::SEEN_OFF) {
                    rest.pop();
                }
                listed.push((option, marked));
                in_bracket |= rest.last() == Some(&'[');
                at += used;
            } else {
                rest.push(chars[at]);
                at += 1;
            }
        }
        // A list that has the other options and not this one begins or ends in the bracket.
        if let Some((option, stretch)) = numbered
            && !listed.is_empty()
            && listed.iter().all(|(listed, _)| *listed != option)
        {
            rest.splice(stretch, ['[', ']']);
            listed.push((option, false));
            in_bracket = true;
        }
        *chars = rest;
        Self { listed, in_bracket }
    }

    /// The one option whose list item carries a mark.
    pub fn marked(&self) -> Option<usize> {
        let mut marked = self.listed.iter().filter(|(_, marked)| *marked);
        let (option, _) = marked.next()?;
        marked.next().is_none().then_some(*option)
    }

    /// The one option that stands twice in a list that has every other option once: the selected one is
    /// written as the list writes it, with its number, and its bracket is damaged or lost.
    pub fn doubled(&self, count: usize) -> Option<usize> {
        let times = |option| {
            let same = |(listed, _): &&(usize, bool)| *listed == option;
            self.listed.iter().filter(same).count()
        };
        let doubled = (0..count).find(|&option| times(option) == 2)?;
        let others = (0..count).all(|option| option == doubled || times(option) == 1);
        others.then_some(doubled)
    }

    /// Whether every option of the form is listed.
    pub fn is_complete(&self, count: usize) -> bool {
        (0..count).all(|option| self.listed.iter().any(|(listed, _)| *listed == option))
    }
}

/// The length of a bracket that holds one list item and nothing else: `[ 3) option ]`, the selected option with
/// its number, in brackets of any shape that no option has. With it the option.
fn numbered_selection(
    chars: &[char],
    printings: &[Printing],
    count: usize,
) -> Option<(usize, usize)> {
    let close = match chars.first()? {
        '[' => ']',
        '【' => '】',
        '「' => '」',
        '{' => '}',
        _ => return None,
    };
    let near = &chars[..chars.len().min(longest_item(printings) + 2)];
    let close = near.iter().position(|&c| c == close)?;
    let inside = &chars[1..close];
    let (used, option) = list_item(inside, printings, count)?;
    (used == inside.len()).then_some((close + 1, option))
}

/// A list item at the start of the characters: its length and its option.
pub(super) fn list_item(
    chars: &[char],
    printings: &[Printing],
    count: usize,
) -> Option<(usize, usize)> {
    let (number, used) = list_number(chars)?;
    let rest = &chars[used..];
    if let Some(printing) = printings.iter().find(|p| rest.starts_with(&p.chars)) {
        return Some((used + printing.chars.len(), printing.option));
    }
    // A damaged list item: its number and most of its characters tell the option.
    let damaged = number.checked_sub(1).filter(|&n| n < count)?;
    printings
        .iter()
        .filter(|p| p.option == damaged)
        .find_map(|p| {
            let end = item_end(rest, p.chars.len());
            (similarity(&rest[..end], &p.chars, SIMILAR) > 0.0).then_some((used + end, p.option))
        })
}

/// Characters that a list item takes at most, damaged or not: its number, and the longest option.
fn longest_item(printings: &[Printing]) -> usize {
    let longest = printings.first().map_or(0, |p| p.chars.len());
    LONGEST_NUMBER + longest_damaged(longest)
}

/// Characters that an option of a length takes at most where it is damaged.
fn longest_damaged(length: usize) -> usize {
    length + length / 3 + 1
}

/// Where a damaged list item ends: at the next number with a bracket, or at about its length.
fn item_end(rest: &[char], length: usize) -> usize {
    let most = longest_damaged(length).min(rest.len());
    (1..most)
        .find(|&at| list_number(&rest[at..]).is_some_and(|(_, used)| used > 1))
        .unwrap_or(most.min(rest.len()))
}

/// `3)`, `3.`, ③ before an option: the number and the characters it takes.
pub fn list_number(chars: &[char]) -> Option<(usize, usize)> {
    let &first = chars.first()?;
    if let Some(n) = circled(first) {
        return Some((usize::from(n), 1));
    }
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits == 0 || digits >= LONGEST_NUMBER {
        return None;
    }
    let number = chars[..digits]
        .iter()
        .filter_map(|c| c.to_digit(10))
        .fold(0, |n, d| n * 10 + d) as usize;
    matches!(chars.get(digits), Some(')' | '.')).then_some((number, digits + 1))
}

/// The option that stands alone before a numbered list, as the form prints the selected one; its brackets are lost. The
/// list itself may be cut by a page.
pub(super) fn before_list(
    chars: &[char],
    list: usize,
    printings: &[Printing],
    count: usize,
) -> Option<usize> {
    let (own, list) = chars.split_at(list);
    let printing = printings.iter().find(|p| p.chars == own)?;
    list_item(list, printings, count)?;
    Some(printing.option)
}

/// Whether characters are all options one after another, without their numbers, and nothing else: the option list of
/// a copy that made an HTML list of it.
pub(super) fn is_bare_list(chars: &[char], printings: &[Printing], count: usize) -> bool {
    let mut rest = chars;
    for option in 0..count {
        while let ['・' | '-', behind @ ..] = rest {
            rest = behind;
        }
        let mut own = printings.iter().filter(|p| p.option == option);
        let Some(behind) = own.find_map(|p| rest.strip_prefix(p.chars.as_slice())) else {
            return false;
        };
        rest = behind;
    }
    rest.is_empty()
}
