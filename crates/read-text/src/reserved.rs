//! Characters that no input may bring in, and those that mean nothing outside their font.
//!
//! Noncharacters become U+FFFD here, since the marks of [`hyokasho_document::mark`] are among them.
//! Private-use characters stay, so that nothing is lost; normalization makes them U+FFFD.

use std::borrow::Cow;

use hyokasho_document::mark::is_reserved;
use hyokasho_source::{Code, Diagnostic, Place};
use memchr::{memchr_iter, memchr3_iter};

use crate::lines;

/// Replaces noncharacters and reports them with private-use characters: one finding for all, at the
/// first.
pub(crate) fn replace<'a>(text: Cow<'a, str>, diagnostics: &mut Vec<Diagnostic>) -> Cow<'a, str> {
    let (mut reserved, mut private, mut first) = (0usize, 0usize, None);
    for (at, c) in high_characters(&text) {
        let (is_reserved, is_private) = (is_reserved(c), is_private_use(c));
        reserved += usize::from(is_reserved);
        private += usize::from(is_private);
        if is_reserved || is_private {
            first = Some(first.map_or(at, |first: usize| first.min(at)));
        }
    }
    let Some(first) = first else { return text };
    let message = format!(
        "{private} private-use characters and {reserved} noncharacters have no meaning of their own"
    );
    let place = Place::line(lines::number_at(&text, first));
    diagnostics.push(Diagnostic::new(Code::UnmappedCharacter, message).at([place]));
    if reserved == 0 {
        return text;
    }
    text.chars()
        .map(|c| {
            if is_reserved(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect::<String>()
        .into()
}

/// The characters from U+E000 on, in no order: those whose first byte in UTF-8 is 0xEE or more. Most texts
/// have few.
fn high_characters(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    let leads = memchr3_iter(0xEE, 0xEF, 0xF0, bytes)
        .chain(memchr3_iter(0xF1, 0xF2, 0xF3, bytes))
        .chain(memchr_iter(0xF4, bytes));
    leads.filter_map(|at| Some((at, text[at..].chars().next()?)))
}

fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}
