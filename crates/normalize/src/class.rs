//! What nfkc-ja-1 does with each character, looked up in one table.
//!
//! NFKC by the `unicode-normalization` crate, overridden by `data/characters.tsv` and
//! `data/radicals.tsv`. Characters of the basic plane are looked up in 65,536 entries of two bytes,
//! made once; the others are decided by their ranges.

use std::sync::LazyLock;

use unicode_normalization::{IsNormalized, UnicodeNormalization, char, is_nfc_quick};

use crate::tsv;

const CHARACTERS: &str = include_str!("../data/characters.tsv");
const RADICALS: &str = include_str!("../data/radicals.tsv");

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// It stays.
    Plain,
    /// It becomes one other character.
    To(char),
    /// A layout space.
    Space,
    /// The end of a paragraph.
    Newline,
    /// It shows nothing and is left out.
    Drop,
    /// An ASCII tilde, which is a wave dash but in a web address.
    Wave,
    /// It may join the character before it.
    Combines,
    /// It becomes several characters.
    Complex,
}

// Entries of the table that are no characters: surrogates, which no `char` is.
const DROP: u16 = 0xD800;
const WAVE: u16 = 0xD801;
const COMBINES: u16 = 0xD802;
const COMPLEX: u16 = 0xD803;
/// A radical whose ideograph lies outside the basic plane.
const ASTRAL: u16 = 0xD804;

const PLANE: usize = 0x1_0000;
const PAGES: usize = PLANE / 64;
/// The first page whose characters take three bytes.
const FIRST_OF_THREE: usize = 0x800 / 64;
static TABLE: LazyLock<Box<[u16]>> = LazyLock::new(build);

/// Which characters stay, told by their bytes in UTF-8: nearly all of a Japanese text do.
pub(crate) struct Plain {
    /// For each first byte how many bytes its characters take, where all of them stay: those of ASCII
    /// characters but for blanks, and of most ideographs.
    whole: [u8; 256],
    /// Of the 64 characters of three bytes that share the first two those that stay.
    pages: [u64; PAGES],
}

static PLAIN: LazyLock<Plain> = LazyLock::new(Plain::new);

impl Plain {
    /// The table at hand, for loops over long texts.
    pub(crate) fn at_hand() -> &'static Self {
        &PLAIN
    }

    fn new() -> Self {
        let stays = |code: u32| char::from_u32(code).is_some_and(|c| class(c) == Class::Plain);
        let mut pages = [0; PAGES];
        for (page, bits) in (0..).zip(&mut pages).skip(FIRST_OF_THREE) {
            *bits = (0..64).fold(0, |bits, at| bits | u64::from(stays(page << 6 | at)) << at);
        }
        let mut whole = [0; 256];
        for (byte, length) in (0..0x80).zip(&mut whole) {
            *length = u8::from(stays(byte));
        }
        for (pages, length) in pages.chunks_exact(64).zip(&mut whole[0xE0..]) {
            *length = if pages.iter().all(|&page| page == u64::MAX) {
                3
            } else {
                0
            };
        }
        Self { whole, pages }
    }

    /// How many bytes at the start are characters that stay; of those that do not have three bytes only
    /// ASCII is known here.
    pub(crate) fn stretch(&self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            let length = usize::from(self.whole[usize::from(first)]);
            if length > 0 {
                at += length;
            } else if self.begins(&bytes[at..]) {
                at += 3;
            } else {
                break;
            }
        }
        at
    }

    /// Whether the bytes begin with a character of three bytes that stays.
    #[inline]
    fn begins(&self, bytes: &[u8]) -> bool {
        let &[first @ 0xE0..0xF0, second, third, ..] = bytes else {
            return false;
        };
        let page = usize::from(first & 0xF) << 6 | usize::from(second & 0x3F);
        self.pages[page] >> (third & 0x3F) & 1 == 1
    }
}

/// Looks a character up.
#[inline]
pub(crate) fn class(c: char) -> Class {
    let Some(&entry) = TABLE.get(c as usize) else {
        return class_beyond_basic_plane(c);
    };
    if u32::from(entry) == c as u32 && c != ' ' && c != '\n' {
        return Class::Plain;
    }
    match entry {
        0x0020 => Class::Space,
        0x000A => Class::Newline,
        DROP => Class::Drop,
        WAVE => Class::Wave,
        COMBINES => Class::Combines,
        COMPLEX => Class::Complex,
        ASTRAL => radicals()
            .find(|&(from, _)| from == c)
            .map_or(Class::Plain, |(_, to)| Class::To(to)),
        entry => char::from_u32(u32::from(entry)).map_or(Class::Complex, Class::To),
    }
}

/// Whether NFKC may not touch the character though it would change it.
pub(crate) fn is_exempt(c: char) -> bool {
    matches!(class(c), Class::Plain) && c.nfkc().next() != Some(c)
}

fn class_beyond_basic_plane(c: char) -> Class {
    match c as u32 {
        // ideographs of the supplementary planes, without the compatibility ones
        0x2_0000..=0x2_F7FF | 0x3_0000..=0x3_FFFD => Class::Plain,
        0xF_0000.. => Class::To(char::REPLACEMENT_CHARACTER),
        code if code & 0xFFFE == 0xFFFE => Class::To(char::REPLACEMENT_CHARACTER),
        _ => by_nfkc(c),
    }
}

fn by_nfkc(c: char) -> Class {
    let joins = |c: char| {
        char::canonical_combining_class(c) != 0
            || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe
    };
    let mut decomposed = c.nfkc();
    let first = decomposed.next().unwrap_or(c);
    if joins(c) || joins(first) {
        return Class::Combines;
    }
    match (first, decomposed.next()) {
        (first, None) if first == c => Class::Plain,
        (' ', None) => Class::Space,
        (first, None) => Class::To(first),
        _ => Class::Complex,
    }
}

fn entry(class: Class) -> u16 {
    match class {
        Class::To(c) => u16::try_from(c as u32).unwrap_or(COMPLEX),
        Class::Space => 0x0020,
        Class::Newline => 0x000A,
        Class::Drop => DROP,
        Class::Wave => WAVE,
        Class::Combines => COMBINES,
        Class::Plain | Class::Complex => COMPLEX,
    }
}

fn build() -> Box<[u16]> {
    let mut table = vec![0; PLANE].into_boxed_slice();
    for (code, slot) in (0u32..).zip(table.iter_mut()) {
        *slot = match code {
            // unified ideographs, kana but for their combining marks, Hangul syllables: NFKC leaves them
            0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 => code as u16,
            _ => char::from_u32(code).map_or(COMPLEX, |c| match by_nfkc(c) {
                Class::Plain => code as u16,
                class => entry(class),
            }),
        };
    }
    for (radical, ideograph) in radicals() {
        table[radical as usize & 0xFFFF] = u16::try_from(ideograph as u32).unwrap_or(ASTRAL);
    }
    for [codes, becomes, _] in tsv::rows(CHARACTERS) {
        for code in tsv::code_points(codes) {
            table[code as usize & 0xFFFF] = match becomes {
                "space" => entry(Class::Space),
                "newline" => entry(Class::Newline),
                "drop" => DROP,
                "wave" => WAVE,
                "unmapped" => entry(Class::To(char::REPLACEMENT_CHARACTER)),
                "keep" => code as u16,
                other => tsv::single(other).map_or(code as u16, |c| entry(Class::To(c))),
            };
        }
    }
    table
}

fn radicals() -> impl Iterator<Item = (char, char)> {
    tsv::rows::<3>(RADICALS)
        .filter_map(|[from, to, _]| Some((tsv::single(from)?, tsv::single(to)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        assert_eq!(radicals().count(), tsv::rows::<3>(RADICALS).count());
        for [codes, becomes, _] in tsv::rows(CHARACTERS) {
            assert!(!tsv::code_points(codes).is_empty(), "{codes}");
            let word = ["space", "newline", "drop", "wave", "unmapped", "keep"].contains(&becomes);
            assert!(word || tsv::single(becomes).is_some(), "{codes}: {becomes}");
        }
    }

    #[test]
    fn marks_stay_and_other_noncharacters_do_not() {
        for code in 0xFDD0..=0xFDD3 {
            assert_eq!(char::from_u32(code).map(class), Some(Class::Plain));
        }
        assert_eq!(class('\u{FDD4}'), Class::To('\u{FFFD}'));
        assert_eq!(class('\u{1FFFF}'), Class::To('\u{FFFD}'));
        assert_eq!(class('\u{E000}'), Class::To('\u{FFFD}'));
        assert_eq!(class('\u{F0000}'), Class::To('\u{FFFD}'));
    }
}
