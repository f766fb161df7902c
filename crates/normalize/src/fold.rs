//! Folding for the comparison of labels: normalized text without white space and note marks, with
//! brackets, dashes, colons, dots and circles of all kinds made one.
//!
//! What counts as what stands in `data/folds.tsv` and `data/dashes.tsv`. Boxes and marks
//! ([`hyokasho_document::mark`]) stay.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::class::{Class, class};
use crate::nfkc_ja::{normalize_cow, normalize_mapped};
use crate::spans::Normalized;
use crate::{glyphs, tsv};

const FOLDS: &str = include_str!("../data/folds.tsv");

/// What dashes fold to.
const DASH: char = '-';
const PLANE: usize = 0x1_0000;
// Entries of the table that are no characters: surrogates, which no `char` is.
const DROP: u16 = 0xD800;
const SLOW: u16 = 0xD801;

static FOLD: LazyLock<Box<[u16]>> = LazyLock::new(build);

/// The text folded.
pub fn fold(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    fold_into(raw, &mut out);
    out
}

/// The characters of the folded text that are asked for.
pub fn fold_filtered(raw: &str, keep: impl Fn(char) -> bool) -> String {
    let table: &[u16] = &FOLD;
    let mut out = String::with_capacity(raw.len());
    let push = |out: &mut String, c| {
        if keep(c) {
            out.push(c);
        }
    };
    // where the stretch begins that is copied as it is: nearly all characters fold to themselves
    let mut plain = 0;
    for (at, c) in raw.char_indices() {
        let same = table
            .get(c as usize)
            .is_some_and(|&entry| u32::from(entry) == c as u32);
        if same && keep(c) {
            continue;
        }
        out.push_str(&raw[plain..at]);
        plain = at + c.len_utf8();
        if !same && !fold_char(c, &mut |folded| push(&mut out, folded)) {
            out.clear();
            fold_joined(raw, |c| push(&mut out, c));
            return out;
        }
    }
    out.push_str(&raw[plain..]);
    out
}

/// The text folded into a buffer, which is emptied first. The cheap way for hot loops: one table
/// look-up a character, no allocation where the buffer is large enough.
pub fn fold_into(raw: &str, out: &mut String) {
    out.clear();
    if !fold_chars(raw, |c| out.push(c)) {
        out.clear();
        fold_joined(raw, |c| out.push(c));
    }
}

/// As [`fold_into`], into characters.
pub fn fold_chars_into(raw: &str, out: &mut Vec<char>) {
    out.clear();
    if !fold_chars(raw, |c| out.push(c)) {
        out.clear();
        fold_joined(raw, |c| out.push(c));
    }
}

/// The text folded, with the way back to the raw text.
pub fn fold_mapped(raw: &str) -> Normalized {
    let normalized = normalize_mapped(raw);
    let mut out = Normalized {
        text: String::with_capacity(normalized.text.len()),
        ..Normalized::default()
    };
    for (at, c) in normalized.text.char_indices() {
        let start = out.text.len();
        fold_char(c, &mut |folded| out.text.push(folded));
        let from = normalized.raw_range(at..at + c.len_utf8());
        let expected = out.raw_range(start..out.text.len());
        if start == out.text.len() || expected != from {
            out.map.push(start..out.text.len(), from);
        }
    }
    out
}

/// One character of normalized text folded; `None` where folding leaves it out.
pub fn fold_one(c: char) -> Option<char> {
    let mut folded = None;
    fold_char(c, &mut |to| folded = folded.or(Some(to)));
    folded
}

/// Folds until a character joins the one before it; whether there was none.
fn fold_chars(raw: &str, mut push: impl FnMut(char)) -> bool {
    raw.chars().all(|c| fold_char(c, &mut push))
}

/// Folds a text in which characters join the ones before them.
fn fold_joined(raw: &str, mut push: impl FnMut(char)) {
    for c in normalize_cow(raw).chars() {
        fold_char(c, &mut push);
    }
}

/// Folds one character; `false` where it may join the character before it (it is folded by itself
/// then).
#[inline]
fn fold_char(c: char, push: &mut impl FnMut(char)) -> bool {
    match FOLD.get(c as usize) {
        Some(&DROP) => true,
        Some(&SLOW) | None => fold_slow(c, push),
        Some(&entry) => {
            push(char::from_u32(u32::from(entry)).unwrap_or(c));
            true
        }
    }
}

fn fold_slow(c: char, push: &mut impl FnMut(char)) -> bool {
    // variation selectors tell two shapes of one character apart
    if ('\u{E0100}'..='\u{E01EF}').contains(&c) {
        return true;
    }
    match class(c) {
        Class::Plain => push(c),
        Class::To(to) => push(to),
        Class::Combines => {
            c.nfkc().for_each(push);
            return false;
        }
        Class::Complex => c.nfkc().for_each(|part| match FOLD.get(part as usize) {
            Some(&SLOW) | None => push(part),
            Some(&DROP) => {}
            Some(&entry) => push(char::from_u32(u32::from(entry)).unwrap_or(part)),
        }),
        _ => {}
    }
    true
}

fn build() -> Box<[u16]> {
    let mut table = vec![DROP; PLANE].into_boxed_slice();
    for (code, slot) in (0u32..).zip(table.iter_mut()) {
        *slot = match char::from_u32(code).map(|c| (c, class(c))) {
            Some((c, Class::Plain)) => c as u16,
            Some((_, Class::To(to))) => u16::try_from(to as u32).unwrap_or(SLOW),
            Some((_, Class::Wave)) => '〜' as u16,
            Some((_, Class::Combines | Class::Complex)) => SLOW,
            _ => DROP,
        };
    }
    let unified = unified();
    for slot in &mut table {
        if let Ok(at) = unified.binary_search_by_key(slot, |&(from, _)| from) {
            *slot = unified[at].1;
        }
    }
    for variation_selector in 0xFE00..=0xFE0F {
        table[variation_selector] = DROP;
    }
    table
}

/// What folds to what, sorted by the character that folds.
fn unified() -> Vec<(u16, u16)> {
    let mut pairs = Vec::new();
    for [from, to, _] in tsv::rows(FOLDS) {
        let becomes = tsv::single(to).map_or(DROP, |c| c as u16);
        pairs.extend(from.chars().map(|c| (c as u16, becomes)));
    }
    pairs.extend(glyphs::folding_dashes().map(|c| (c as u16, DASH as u16)));
    pairs.sort_unstable();
    pairs.dedup_by_key(|pair| pair.0);
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read_and_stays_in_the_basic_plane() {
        for [from, to, note] in tsv::rows(FOLDS) {
            assert!(to.is_empty() || tsv::single(to).is_some(), "{note}: {to}");
            assert!(
                from.chars()
                    .chain(to.chars())
                    .all(|c| (c as u32) < 0x1_0000),
                "{note}"
            );
        }
    }
}
