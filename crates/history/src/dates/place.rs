//! Where an item cell puts its row in the form, by the numbers at its start.

/// The Roman numbers of a form's parts.
const PARTS: [&str; 7] = ["I", "II", "III", "IV", "V", "VI", "VII"];

/// A part's number as copies misread it: 皿 for III, and 1 for I where a heading's number follows.
fn misread_part(item: &str) -> Option<(u32, &str)> {
    if let Some(rest) = item.strip_prefix('皿') {
        return Some((3, rest));
    }
    let rest = item.strip_prefix(['1', 'l', '|'])?;
    let number = rest.trim_start_matches([' ', '-', '.']);
    (number.len() < rest.len() && number.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((1, rest))
}

/// Ends the word before an annex's number, which is no heading's.
const ANNEX: char = '添';

/// Where an item cell's numbers put it in the form: the part's Roman number, then the heading's.
pub(crate) fn form_place(item: &str) -> Option<u32> {
    let item = item.trim_start();
    let letters = item
        .bytes()
        .take_while(|b| matches!(b, b'I' | b'V' | b'X'))
        .count();
    let (part, rest) = match PARTS
        .iter()
        .position(|numeral| *numeral == &item[..letters])
    {
        Some(at) => (at as u32 + 1, &item[letters..]),
        None => misread_part(item)?,
    };
    let heading = rest
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(rest.len());
    if rest[..heading].ends_with(ANNEX) {
        return None;
    }
    let rest = &rest[heading..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let heading = rest[..digits]
        .parse::<u32>()
        .ok()
        .filter(|n| *n < 100)
        .unwrap_or(0);
    Some(part * 100 + heading)
}

/// Characters of the bracket that an item may begin with instead of a number: (別添1), (1).
const BRACKET: usize = 6;

/// Whether a text begins as an item cell does: with its number in the form, or with a bracket.
pub(crate) fn begins_item(text: &str) -> bool {
    let item = hyokasho_normalize::normalize(text);
    let bracket = item.starts_with('(') && item.chars().take(BRACKET).any(|c| c == ')');
    bracket || form_place(&item).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_from_the_numbers() {
        assert_eq!(
            form_place("II 特定個人情報ファイルの概要 5. 提供"),
            Some(205)
        );
        assert_eq!(form_place("III-3 リスク2"), Some(303));
        assert_eq!(form_place("皿 5 リスク1"), Some(305));
        assert_eq!(form_place("1 3 ファイル名"), Some(103));
        assert_eq!(form_place("3 ファイル名"), None);
        assert_eq!(form_place("(別添1)"), None);
        assert_eq!(form_place("II 別添1"), None);
        assert_eq!(form_place("表紙 公表日"), None);
    }
}
