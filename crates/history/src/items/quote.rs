//! What the two sides of a row tell about the kind of the item that they quote.
//!
//! Input: the texts before and after. Output: [`Quote`]: letters, marks, counts, dates. Options are
//! compared with the catalogue's by the resolver.

use std::cell::OnceCell;

use hyokasho_document::mark;
use hyokasho_normalize::dates;

use super::cell::{is_letter, letters_of};
use crate::phrases::{Says, says};

/// Letters of a text that is too long for an option.
const LONG: usize = 48;
/// Letters that may stand beside a date or a count that is the whole text.
const ASIDE: usize = 4;

/// One side of a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Side<'a> {
    /// The text.
    text: &'a str,
    /// The first letters of the quoted text, one more than an option has; empty where the side quotes
    /// nothing.
    first: Vec<char>,
    /// All its letters, once they were asked for.
    all: OnceCell<Vec<char>>,
    /// Whether options with marks are quoted.
    pub(crate) marks: bool,
    /// Whether it is a number with its counter and nothing else.
    pub(crate) count: bool,
}

/// Both sides of a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Quote<'a> {
    /// Before, after.
    pub(crate) sides: [Side<'a>; 2],
}

impl Side<'_> {
    /// The quoted text's letters; empty where the side quotes nothing.
    pub(crate) fn letters(&self) -> &[char] {
        if self.first.len() <= LONG {
            &self.first
        } else {
            self.all.get_or_init(|| letters_of(self.text))
        }
    }

    /// Whether it is a date and little else.
    pub(crate) fn is_date(&self) -> bool {
        self.first.len() <= LONG
            && dates::parse(self.text).is_some_and(|parsed| letters_of(&parsed.rest).len() <= ASIDE)
    }
}

impl<'a> Quote<'a> {
    /// Reads the two sides.
    pub(crate) fn new(before: &'a str, after: &'a str) -> Self {
        Self {
            sides: [side(before), side(after)],
        }
    }

    /// The sides that quote something.
    pub(crate) fn quoted(&self) -> impl Iterator<Item = &Side<'a>> {
        self.sides.iter().filter(|side| !side.first.is_empty())
    }

    /// Whether both sides quote something.
    pub(crate) fn both(&self) -> bool {
        self.quoted().count() == 2
    }

    /// Whether every side that quotes is so, and one does.
    pub(crate) fn all(&self, is: impl Fn(&Side<'a>) -> bool) -> bool {
        self.quoted().next().is_some() && self.quoted().all(is)
    }

    /// Whether a side quotes more than an option could be.
    pub(crate) fn long(&self) -> bool {
        self.quoted().any(|side| side.first.len() > LONG)
    }
}

fn side(text: &str) -> Side<'_> {
    if says(text) != Says::Text {
        return Side::default();
    }
    let mut first = Vec::with_capacity(LONG + 1);
    first.extend(text.chars().filter(|&c| is_letter(c)).take(LONG + 1));
    let bracketed = text.split('[').skip(1).any(|rest| {
        rest.find(']')
            .is_some_and(|close| rest[..close].trim().chars().count() <= 1)
    });
    Side {
        text,
        marks: bracketed || mark::stand_in(text),
        count: is_count(&first),
        first,
        all: OnceCell::new(),
    }
}

/// A number with one counter behind it.
fn is_count(letters: &[char]) -> bool {
    let digits = letters.iter().take_while(|c| c.is_ascii_digit()).count();
    digits > 0 && letters.len() <= digits + 1
}
