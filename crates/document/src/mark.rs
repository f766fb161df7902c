//! Boxes and drawn marks as single characters inside a cell's text.
//!
//! Readers meet marks that are no characters: HTML `<input>` boxes, `AcroForm` check boxes, circles
//! and ticks drawn as paths. They are kept in the text at the point where they stand, as Unicode
//! noncharacters (U+FDD0 …), which no input may contain: a reader replaces such characters in its
//! input by U+FFFD.

/// `<input>` without `checked`: in a copy made by OCR its state may be lost.
pub const BOX: char = '\u{FDD0}';
/// `<input checked>`.
pub const BOX_CHECKED: char = '\u{FDD1}';
/// A box seen on the page (drawn square, form field) without a mark in it.
pub const SEEN_OFF: char = '\u{FDD2}';
/// A mark seen on the page: a ticked box, a checked form field, a circle drawn in or around an
/// option. A circle around an option's text stands before that text.
pub const SEEN_ON: char = '\u{FDD3}';

/// Whether the character is one of the marks of this module.
pub fn is_mark(c: char) -> bool {
    ('\u{FDD0}'..='\u{FDD3}').contains(&c)
}

/// Whether the text holds any of the marks. Most texts hold none, which one look for the first byte that
/// all marks share tells.
pub fn stand_in(text: &str) -> bool {
    const LEAD: u8 = 0xEF;
    memchr::memchr(LEAD, text.as_bytes()).is_some() && text.contains(is_mark)
}

/// Whether the character is a noncharacter that no input may bring in.
pub fn is_reserved(c: char) -> bool {
    ('\u{FDD0}'..='\u{FDEF}').contains(&c) || (c as u32) & 0xFFFE == 0xFFFE
}
