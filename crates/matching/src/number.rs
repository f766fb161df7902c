//! Numbers printed before labels: Ⅰ, 1., ①, リスク1:, (別添1).
//!
//! Input: folded characters. Output: the number and how many characters it takes. Which words may
//! stand before a number (リスク, 別添) comes from the catalogue.

use std::sync::OnceLock;

/// A number printed before a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Number {
    /// Ⅰ, Ⅱ … of a part; also as OCR misreads them.
    Roman(u8),
    /// 1. 2. … of a heading.
    Arabic(u8),
    /// ① … of an item.
    Circled(u8),
    /// A word and a number; 0 where the number is not printed. The word is its position in the
    /// list that the reader of numbers was given.
    Named(u8, u8),
}

/// How two numbers compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// The same number in the same style.
    Same,
    /// The same number in a style that OCR mixes up (1 for Ⅰ, 1 for ①).
    Near,
    /// Different numbers.
    Other,
}

impl Number {
    /// The number itself.
    pub fn value(self) -> u8 {
        match self {
            Self::Roman(n) | Self::Arabic(n) | Self::Circled(n) | Self::Named(_, n) => n,
        }
    }

    /// How this printed number compares with the form's.
    pub fn agreement(self, form: Self) -> Agreement {
        match (self, form) {
            (a, b) if a == b => Agreement::Same,
            (Self::Named(a, _), Self::Named(b, 0)) if a == b => Agreement::Near,
            (Self::Named(a, 0), Self::Named(b, _)) if a == b => Agreement::Near,
            (Self::Named(..), _) | (_, Self::Named(..)) => Agreement::Other,
            (a, b) if a.value() == b.value() => Agreement::Near,
            _ => Agreement::Other,
        }
    }
}

/// Reads a number at the start of folded characters; `words` are folded words that may stand before
/// one. Gives the number and the count of characters with its full stop, colon or bracket.
pub fn read(chars: &[char], words: &[Vec<char>]) -> Option<(Number, usize)> {
    let open = usize::from(chars.first() == Some(&'('));
    let (number, mut used) = read_bare(&chars[open..], words)?;
    used += open;
    if open == 1 {
        if chars.get(used) != Some(&')') {
            return None;
        }
        used += 1;
    }
    while matches!(chars.get(used), Some('.' | ':' | ')' | '、' | ',' | '・')) {
        used += 1;
    }
    Some((number, used))
}

fn read_bare(chars: &[char], words: &[Vec<char>]) -> Option<(Number, usize)> {
    let &first = chars.first()?;
    if let Some(n) = circled(first) {
        return Some((Number::Circled(n), 1));
    }
    for (at, word) in words.iter().enumerate() {
        if chars.starts_with(word) {
            let rest = &chars[word.len()..];
            if let Some((n, used)) = arabic(rest) {
                return Some((Number::Named(at as u8, n), word.len() + used));
            }
            if matches!(rest.first(), Some(':' | ')')) {
                return Some((Number::Named(at as u8, 0), word.len()));
            }
        }
    }
    if let Some((n, used)) = arabic(chars).or_else(|| misread_heading(chars)) {
        return Some((Number::Arabic(n), used));
    }
    roman(chars).map(|(n, used)| (Number::Roman(n), used))
}

/// The value of an enclosed number ① … ⑳.
pub fn circled(c: char) -> Option<u8> {
    let n = (c as u32).checked_sub('①' as u32)?;
    (n < 20).then(|| n as u8 + 1)
}

/// A number of one or two digits that is not part of a longer one.
fn arabic(chars: &[char]) -> Option<(u8, usize)> {
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits == 0 || digits > 2 {
        return None;
    }
    let value = chars[..digits]
        .iter()
        .filter_map(|c| c.to_digit(10))
        .fold(0, |n, d| n * 10 + d);
    Some((value as u8, digits))
}

/// A letter before a full stop, where a heading has its number.
fn misread_heading(chars: &[char]) -> Option<(u8, usize)> {
    let [letter, '.', ..] = chars else {
        return None;
    };
    let n = digit(*letter).filter(|&n| n > 1)?;
    Some((n as u8, 1))
}

/// The digit that a folded character is, or that OCR misreads as it.
pub fn digit(c: char) -> Option<u32> {
    let misread = || {
        hyokasho_normalize::numbers::misread_digit(c)?
            .digit
            .to_digit(10)
    };
    c.to_digit(10).or_else(misread)
}

/// A Roman number up to VIII in folded (lower-case) letters or in the glyphs that OCR prints for one.
fn roman(chars: &[char]) -> Option<(u8, usize)> {
    const NUMERALS: [&str; 8] = ["viii", "vii", "iii", "iv", "vi", "ii", "i", "v"];
    const VALUES: [u8; 8] = [8, 7, 3, 4, 6, 2, 1, 5];
    let starts = |word: &str| {
        let mut own = chars.iter();
        word.chars().all(|c| own.next() == Some(&c))
    };
    let numeral = NUMERALS.iter().zip(VALUES);
    let mut numeral = numeral.filter(|_| matches!(chars, ['i' | 'v', ..]));
    if let Some((word, value)) = numeral.find(|(word, _)| starts(word)) {
        let used = word.len();
        // A Latin word is no number.
        return (!chars.get(used).is_some_and(char::is_ascii_alphabetic)).then_some((value, used));
    }
    misread()
        .iter()
        .find(|(glyph, _)| starts(glyph))
        .map(|(glyph, n)| (*n, glyph.chars().count()))
}

/// The table of glyphs that OCR prints for Roman numbers, longest first.
fn misread() -> &'static [(String, u8)] {
    static TABLE: OnceLock<Vec<(String, u8)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: Vec<(String, u8)> = include_str!("../data/number-glyphs.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let (glyph, number) = line.split_once('\t')?;
                Some((glyph.to_owned(), number.trim().parse().ok()?))
            })
            .collect();
        table.sort_by_key(|(glyph, _)| std::cmp::Reverse(glyph.chars().count()));
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    fn check(text: &str, number: Number, used: usize) {
        let words = [fold("リスク"), fold("別添")];
        assert_eq!(read(&fold(text), &words), Some((number, used)), "{text}");
    }

    #[test]
    fn numbers_before_labels() {
        check("① 名称", Number::Circled(1), 1);
        check("3. 名称", Number::Arabic(3), 2);
        check("10.その他", Number::Arabic(10), 3);
        check("III 対策", Number::Roman(3), 3);
        check("皿 対策", Number::Roman(3), 1);
        check("111 対策", Number::Roman(3), 3);
        check("Z. 名称", Number::Arabic(2), 2);
        check("l. 名称", Number::Roman(1), 2);
        check("リスク2: 権限", Number::Named(0, 2), 5);
        check("リスク: 権限", Number::Named(0, 0), 4);
        check("(別添1) 内容", Number::Named(1, 1), 5);
    }

    #[test]
    fn words_are_no_numbers() {
        let words = [fold("リスク")];
        for text in ["リスクへの対策", "NISC", "ICカード", "1000人", ""] {
            assert_eq!(read(&fold(text), &words), None, "{text}");
        }
    }
}
