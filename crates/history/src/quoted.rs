//! A text in quotation marks, as findings show it.
//!
//! Input: any text. Output: what `{:?}` prints of it, but that letters of Japanese are not looked up in
//! the table of printable characters, which takes longer than the finding itself.

use std::fmt::{Display, Formatter, Result, Write};

use crate::text::is_letter;

/// Shows a text in quotation marks, escaped.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        out.write_char('"')?;
        let mut plain = 0;
        for (at, c) in self.0.char_indices().filter(|&(_, c)| !is_plain(c)) {
            out.write_str(&self.0[plain..at])?;
            write!(out, "{}", c.escape_debug())?;
            plain = at + c.len_utf8();
        }
        out.write_str(&self.0[plain..])?;
        out.write_char('"')
    }
}

/// Whether a character is surely shown as it is.
fn is_plain(c: char) -> bool {
    match c {
        '"' | '\\' => false,
        c if c.is_ascii() => c.is_ascii_graphic() || c == ' ',
        '\u{3001}'..='\u{3020}' => true,
        c => is_letter(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_debug_prints() {
        for text in [
            "「係長」、課長",
            "a\"b\\c\n'd'\t\u{3000}",
            "①〜③・ー\u{FDD0}",
            "",
        ] {
            assert_eq!(Quoted(text).to_string(), format!("{text:?}"));
        }
    }
}
