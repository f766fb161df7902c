//! Texts of cells as the model has them, and their letters for comparing contents without layout.

use std::borrow::Cow;

use hyokasho_document::mark;

use crate::phrases::is_blank;

/// A cell's text as the model has it: normalized, boxes and drawn marks as characters, empty where
/// the cell is blank.
pub(crate) fn value_text(raw: &str) -> String {
    let text = printable(hyokasho_normalize::normalize_cow(raw));
    if is_blank(&text) { String::new() } else { text }
}

/// The text with boxes and marks as characters that a reader can print.
fn printable(text: Cow<'_, str>) -> String {
    let drawn = |c| match c {
        mark::BOX | mark::SEEN_OFF => Some('□'),
        mark::BOX_CHECKED | mark::SEEN_ON => Some('■'),
        _ => None,
    };
    if mark::stand_in(&text) {
        text.chars().map(|c| drawn(c).unwrap_or(c)).collect()
    } else {
        text.into_owned()
    }
}

/// Letters, digits and enclosed numbers alone.
pub(crate) fn letters(text: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(text.len() / 3 + 1);
    letters.extend(text.chars().filter(|&c| is_letter(c)));
    letters
}

/// Whether the character is a letter, a digit or an enclosed number. The ranges that nearly every
/// character of a form is in are told without a look into the table of all scripts.
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='鿿' => true,
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '・' => false,
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        c => c.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_cuts_say_what_the_table_of_all_scripts_says() {
        let differing = ('\0'..=char::MAX).find(|&c| is_letter(c) != c.is_alphanumeric());
        assert_eq!(differing, None);
    }
}
