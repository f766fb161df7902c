//! Words of blocks and risks that a copy damaged: 委事項2, 提洪先1, リヌク1.
//!
//! Input: a cell and its text. Output: the text with such words as the form has them, where one letter is
//! missing, one too many or misread, a number follows, and nothing stands before them that could be of one
//! word with them. A word that is not known leaves its number to other items.

use super::cell::{CellText, Number, Style, is_letter};
use super::index::FormIndex;

/// Letters of the shortest word that is known with one of them damaged.
const SHORTEST: usize = 3;

/// The text with its words mended; `None` where there is nothing to mend.
pub(crate) fn mend(index: &FormIndex, cell: &CellText, text: &str) -> Option<String> {
    let mut mended: Option<String> = None;
    // from the end, so that the places before stay
    for number in cell.numbers.iter().rev() {
        if let Some((start, word)) = damaged(index, cell, number) {
            let text = mended.get_or_insert_with(|| text.to_owned());
            let (from, to) = (byte(text, start), byte(text, number.start));
            text.replace_range(from..to, &word.iter().collect::<String>());
        }
    }
    mended
}

/// The damaged word before a number: its first letter in the cell, and the word.
fn damaged<'a>(
    index: &'a FormIndex,
    cell: &CellText,
    number: &Number,
) -> Option<(usize, &'a [char])> {
    let before = &cell.letters[..number.start];
    let mut words = index.words.iter();
    if number.style != Style::Arabic || words.any(|word| before.ends_with(word)) {
        return None;
    }
    let words = index.words.iter().filter(|word| word.len() >= SHORTEST);
    let mut near = words.filter_map(|word| {
        let lengths = [word.len(), word.len() - 1, word.len() + 1];
        let starts = lengths
            .into_iter()
            .filter_map(|n| number.start.checked_sub(n));
        let mut starts =
            starts.filter(|&start| begins(cell, start) && !holds_number(cell, start, number));
        let start = starts.find(|&start| differ_in_one(&before[start..], word))?;
        Some((start, word.as_slice()))
    });
    near.next().filter(|_| near.next().is_none())
}

/// Whether something new begins at the letter.
fn begins(cell: &CellText, at: usize) -> bool {
    cell.begins(at) || cell.numbers.iter().any(|n| n.end == at)
}

/// Whether another number stands among the letters before a number.
fn holds_number(cell: &CellText, start: usize, number: &Number) -> bool {
    let mut others = cell.numbers.iter();
    others.any(|other| start <= other.start && other.end <= number.start)
}

/// Whether one letter is misread, missing or too many.
fn differ_in_one(seen: &[char], word: &[char]) -> bool {
    let same = seen.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (seen, word) = (&seen[same..], &word[same..]);
    match seen.len().cmp(&word.len()) {
        std::cmp::Ordering::Equal => seen.get(1..) == word.get(1..),
        std::cmp::Ordering::Less => word.get(1..) == Some(seen),
        std::cmp::Ordering::Greater => seen.get(1..) == Some(word),
    }
}

/// The byte of a letter.
fn byte(text: &str, letter: usize) -> usize {
    let mut letters = text.char_indices().filter(|&(_, c)| is_letter(c));
    letters.nth(letter).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_may_differ() {
        let differ = |seen: &str, word: &str| {
            let [seen, word] = [seen, word].map(|text| text.chars().collect::<Vec<_>>());
            differ_in_one(&seen, &word)
        };
        assert!(
            differ("あう", "あいう") && differ("あxう", "あいう") && differ("あいxう", "あいう")
        );
        assert!(!differ("xxう", "あいう") && !differ("うい", "あいう") && !differ("い", "あいう"));
    }
}
