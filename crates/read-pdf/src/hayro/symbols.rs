//! Private-use characters of symbol fonts to the Unicode characters they show.
//!
//! The word processors print ticks and boxes from Wingdings and Symbol, whose characters stand at
//! U+F020 and above without a meaning of their own; the font's name and a table (`data/symbols.tsv`)
//! give it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const TABLE: &str = include_str!("../../data/symbols.tsv");

type Symbols = FxHashMap<(&'static str, u32), char>;

static SYMBOLS: LazyLock<Symbols> = LazyLock::new(|| TABLE.lines().filter_map(row).collect());

/// A symbol font of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SymbolFont(&'static str);

impl SymbolFont {
    /// The symbol font that a `PostScript` name means.
    pub fn by_name(name: &str) -> Option<Self> {
        let letters = || {
            let solid = name.bytes().filter(|b| !matches!(b, b'-' | b' '));
            solid.map(|b| b.to_ascii_lowercase())
        };
        // Longer names first: `Wingdings2` begins with `Wingdings`.
        [
            "wingdings3",
            "wingdings2",
            "wingdings",
            "webdings",
            "symbol",
        ]
        .into_iter()
        .find(|font| letters().take(font.len()).eq(font.bytes()))
        .map(Self)
    }

    /// What its private-use character shows.
    pub fn shows(self, private: char) -> Option<char> {
        // U+F020 to U+F0FF stand for the font's codes 0x20 to 0xFF.
        let code = u32::from(private).checked_sub(0xF000)?;
        SYMBOLS.get(&(self.0, code)).copied()
    }
}

/// Whether Unicode leaves the character's meaning to private agreement.
pub(super) fn is_private(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF)
}

fn row(line: &'static str) -> Option<((&'static str, u32), char)> {
    let mut fields = line.split('\t');
    let font = fields.next().filter(|font| !font.starts_with('#'))?;
    let code = u32::from_str_radix(fields.next()?.strip_prefix("0x")?, 16).ok()?;
    let shown = fields.next()?.chars().next()?;
    Some(((font, code), shown))
}

#[cfg(test)]
mod tests {
    use super::{SYMBOLS, SymbolFont, TABLE};

    #[test]
    fn every_row_is_read() {
        let rows = TABLE.lines().filter(|line| line.contains("0x")).count();
        assert_eq!(SYMBOLS.len(), rows);
    }

    #[test]
    fn a_font_is_known_by_its_name() {
        let ticked = |font: &str, c| SymbolFont::by_name(font).and_then(|f| f.shows(c));
        assert_eq!(ticked("Wingdings-Regular", '\u{F0FE}'), Some('☑'));
        assert_eq!(ticked("Wingdings 2", '\u{F052}'), Some('☑'));
        assert_eq!(ticked("MS-Mincho", '\u{F0FE}'), None);
    }
}
