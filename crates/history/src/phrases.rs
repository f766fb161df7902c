//! What the cells before and after say instead of quoting: なし, (右記を追加), 削除, (省略) ….
//!
//! Input: a cell's normalized text. Output: [`Says`]. The phrases stand in `data/phrases.toml`; a
//! phrase counts only when it is all that the cell holds.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// What a side of a change row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Says {
    /// Nothing is written, or a dash.
    Blank,
    /// That nothing stands there.
    Nothing,
    /// That the other side came.
    Comes,
    /// That the other side went.
    Goes,
    /// That something stands there, without quoting it.
    Omitted,
    /// That it stands in another place.
    Elsewhere,
    /// The text itself, or a part of it.
    Text,
}

#[derive(Deserialize, Default)]
struct Phrases {
    nothing: Vec<String>,
    comes: Vec<String>,
    goes: Vec<String>,
    omitted: Vec<String>,
    elsewhere: Vec<String>,
    made: Parts,
}

/// What phrases are put together of.
#[derive(Deserialize, Default)]
struct Parts {
    words: Vec<String>,
    nothing: Vec<String>,
    comes: Vec<String>,
    goes: Vec<String>,
    omitted: Vec<String>,
    tails: Vec<String>,
}

/// The same as letters.
struct Made {
    words: Vec<Vec<char>>,
    endings: Vec<(Vec<char>, Says)>,
    tails: Vec<Vec<char>>,
}

static DATA: LazyLock<Phrases> =
    LazyLock::new(|| toml::from_str(include_str!("../data/phrases.toml")).unwrap_or_default());

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let made = &DATA.made;
    let all = |words: &[String]| words.iter().map(|word| word.chars().collect()).collect();
    let endings = [
        (&made.nothing, Says::Nothing),
        (&made.comes, Says::Comes),
        (&made.goes, Says::Goes),
        (&made.omitted, Says::Omitted),
    ];
    let endings = endings.into_iter().flat_map(|(words, says)| {
        let letters = words.iter().map(|word| word.chars().collect());
        letters.map(move |letters| (letters, says))
    });
    Made {
        words: all(&made.words),
        endings: endings.collect(),
        tails: all(&made.tails),
    }
});

impl Made {
    /// What letters say that are put together of the words and one ending.
    fn says(&self, letters: &[char]) -> Option<Says> {
        let mut tails = self.tails.iter();
        let tailless = tails.find_map(|tail| letters.strip_suffix(tail.as_slice()));
        let letters = tailless.unwrap_or(letters);
        let mut endings = self.endings.iter();
        endings.find_map(|(ending, says)| {
            let words = letters.strip_suffix(ending.as_slice())?;
            self.are_words(words).then_some(*says)
        })
    }

    /// Whether letters are one word or more and nothing else.
    fn are_words(&self, letters: &[char]) -> bool {
        let mut words = self.words.iter();
        words.any(|word| {
            let rest = letters.strip_prefix(word.as_slice());
            rest.is_some_and(|rest| rest.is_empty() || self.are_words(rest))
        })
    }
}

static PHRASES: LazyLock<FxHashMap<Vec<char>, Says>> = LazyLock::new(|| {
    let phrases = &*DATA;
    let lists = [
        (&phrases.nothing, Says::Nothing),
        (&phrases.comes, Says::Comes),
        (&phrases.goes, Says::Goes),
        (&phrases.omitted, Says::Omitted),
        (&phrases.elsewhere, Says::Elsewhere),
    ];
    lists
        .into_iter()
        .flat_map(|(list, says)| {
            let letters = |phrase: &String| phrase.chars().filter(|&c| tells(c)).collect();
            list.iter().map(move |phrase| (letters(phrase), says))
        })
        .filter(|(letters, _): &(Vec<char>, Says)| !letters.is_empty())
        .collect()
});

/// Longest phrase in letters that is looked up.
const LONGEST: usize = 24;

/// Whether a character counts in a phrase: letters, digits and 〃; what a dash or a mark is made of goes.
fn tells(c: char) -> bool {
    crate::text::is_letter(c) || c == '〃'
}

/// What the phrase says that the letters of a text make.
fn phrase(text: &str) -> Option<Says> {
    let mut letters = ['\0'; LONGEST];
    let mut length = 0;
    for c in text.chars().filter(|&c| tells(c)) {
        *letters.get_mut(length)? = c;
        length += 1;
    }
    let letters = &letters[..length];
    PHRASES.get(letters).copied().or_else(|| MADE.says(letters))
}

/// What the cell says.
pub fn says(text: &str) -> Says {
    if is_blank(text) {
        return Says::Blank;
    }
    phrase(text).unwrap_or(Says::Text)
}

/// Whether nothing is written in the cell, or a dash, which a copy may have as a letter like one.
pub(crate) fn is_blank(text: &str) -> bool {
    let written = text.chars().any(tells) && !matches!(text.trim(), "ー" | "一");
    !written && !hyokasho_document::mark::stand_in(text) && !text.contains('[')
}

/// The text in pieces, where it stands between omissions; one piece where nothing is left out.
pub fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut rest = text;
    while let Some(open) = rest.find(['(', '〈', '<', '…']) {
        let (before, bracket) = rest.split_at(open);
        piece.push_str(before);
        let skipped = omission(bracket);
        if skipped == 0 {
            let first = bracket.chars().next().map_or(0, char::len_utf8);
            piece.push_str(&bracket[..first]);
            rest = &bracket[first..];
        } else {
            pieces.push(std::mem::take(&mut piece));
            rest = &bracket[skipped..];
        }
    }
    piece.push_str(rest);
    pieces.push(piece);
    pieces.retain(|piece| piece.chars().any(crate::text::is_letter));
    pieces
}

/// Bytes of the omission that stands at the start, brackets included; 0 where none stands there.
fn omission(text: &str) -> usize {
    let close = text
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| matches!(c, ')' | '〉' | '>'));
    let Some((close, bracket)) = close else {
        return 0;
    };
    let end = close + bracket.len_utf8();
    if phrase(&text[..end]) == Some(Says::Omitted) {
        end
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_count_alone_and_in_any_brackets() {
        for (text, says_what) in [
            ("", Says::Blank),
            ("—", Says::Blank),
            ("ー", Says::Blank),
            ("(右記を追加)", Says::Comes),
            ("【追記】", Says::Comes),
            ("なし", Says::Nothing),
            ("削除。", Says::Goes),
            ("( 省略 )", Says::Omitted),
            ("同上", Says::Elsewhere),
            ("[ ]", Says::Text),
            ("削除後に廃棄する", Says::Text),
            ("(右欄の内容を追加)", Says::Comes),
            ("記述なし", Says::Nothing),
            ("該当箇所なし", Says::Nothing),
            ("左記の文言を削除する。", Says::Goes),
            ("以下の記載は省略", Says::Omitted),
            ("一部削除", Says::Text),
            ("再委託していない", Says::Text),
            ("右の記録", Says::Text),
        ] {
            assert_eq!(says(text), says_what, "{text}");
        }
    }

    #[test]
    fn no_phrase_is_longer_than_what_is_looked_up() {
        assert!(PHRASES.keys().all(|phrase| phrase.len() <= LONGEST));
    }

    #[test]
    fn omissions_part_a_text() {
        assert_eq!(pieces("あいう(省略)えお"), ["あいう", "えお"]);
        assert_eq!(pieces("(略)えお(係)"), ["えお(係)"]);
        assert_eq!(pieces("(略)"), Vec::<String>::new());
    }
}
