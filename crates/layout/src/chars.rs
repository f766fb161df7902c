//! How characters behave at the edges of lines: what opens a list item, what may not open or end a
//! line, and between which characters a line break is a space.
//!
//! These are rules of writing (JIS X 4051 and Unicode line breaking), not of any form.

/// Characters that may not open a line; they stay with the character before them.
const NO_START: &str = "、。，．,.・：；:;？！?!゛゜ヽヾゝゞ々ー’”）)〕］]｝}〉》」』】〙〗〟｠»ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ～〜％%";
/// Characters that may not end a line; they stay with the character after them.
const NO_END: &str = "‘“（(〔［[｛{〈《「『【〘〖〝｟«";
/// Signs that open a list item, a note or a section by themselves.
const BULLETS: &str = "・･●○◯〇■□◆◇▪▫◎•‣※☆★➢➣➤►▶▷☐☑☒✓✔";
/// What ends a number that opens a list item.
const NUMBER_ENDS: &str = ".．)）";
/// Longest number of a list item, in characters.
const NUMBER_LENGTH: usize = 3;

/// Whether the character belongs to a script that is written without spaces between words.
pub(crate) fn is_wide(c: char) -> bool {
    c >= '\u{2E80}'
        || matches!(c, '\u{2460}'..='\u{27BF}' | '\u{2000}'..='\u{206F}' | '\u{2190}'..='\u{23FF}')
}

/// Whether two characters at the sides of a line break were parted by a space.
pub(crate) fn space_between(before: char, after: char) -> bool {
    let word = |c: char| c.is_alphanumeric() && !is_wide(c);
    (word(before) || ",.;:)%".contains(before)) && (word(after) || "(".contains(after))
}

/// Whether the character may not open a line.
pub(crate) fn may_not_start(c: char) -> bool {
    NO_START.contains(c)
}

/// Whether the character may not end a line.
pub(crate) fn may_not_end(c: char) -> bool {
    NO_END.contains(c)
}

/// Whether the character ends a sentence.
pub(crate) fn ends_sentence(c: char) -> bool {
    "。．！？!?".contains(c)
}

/// Brackets that open less brackets that close.
pub(crate) fn open_brackets(chars: impl Iterator<Item = char>) -> i32 {
    chars.fold(0, |open, c| match c {
        '(' | '（' | '「' | '『' => open + 1,
        ')' | '）' | '」' | '』' => open - 1,
        _ => open,
    })
}

/// Square brackets that open less those that close.
pub(crate) fn open_squares(chars: impl Iterator<Item = char>) -> i32 {
    chars.fold(0, |open, c| match c {
        '[' | '［' => open + 1,
        ']' | '］' => open - 1,
        _ => open,
    })
}

/// 1 for an opening, -1 for a closing bracket of an option, 0 for anything else.
pub(crate) fn any_bracket(c: char) -> i32 {
    match c {
        '(' | '（' | '[' | '［' | '〔' => 1,
        ')' | '）' | ']' | '］' | '〕' => -1,
        _ => 0,
    }
}

/// Whether the character is the point that texts list things behind.
pub(crate) fn is_point(c: char) -> bool {
    matches!(c, '・' | '･')
}

/// Whether the start of a line opens a list item: a bullet, a mark, a bracket for one, or a short
/// number or letter with a full stop or a bracket.
pub(crate) fn opens_item(start: impl Iterator<Item = char> + Clone) -> bool {
    let mut chars = start.clone();
    let Some(first) = chars.next() else {
        return false;
    };
    if BULLETS.contains(first)
        || hyokasho_document::mark::is_mark(first)
        || matches!(first, '\u{2460}'..='\u{249B}' | '\u{24EA}' | '\u{3251}'..='\u{325F}')
        || matches!(first, '[' | '［' | '【' | '＜' | '<')
    {
        return true;
    }
    if matches!(first, '(' | '（') {
        return closes_number(chars, ")）");
    }
    closes_number(start, NUMBER_ENDS)
}

/// Whether a short number or a single letter, then one of the ends, stands here.
fn closes_number(chars: impl Iterator<Item = char>, ends: &str) -> bool {
    let mut digits = 0;
    let mut letters = 0;
    let mut chars = chars.peekable();
    while let Some(c) = chars.next() {
        if ends.contains(c) {
            // 1.5 is a number of its own
            let decimal = ".．".contains(c) && chars.peek().is_some_and(|n| n.is_numeric());
            return digits + letters > 0 && !decimal;
        }
        match c {
            _ if c.is_numeric() && letters == 0 => digits += 1,
            'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' | 'ぁ'..='ん' | 'ァ'..='ヶ'
                if digits == 0 && letters == 0 =>
            {
                letters += 1;
            }
            'i' | 'v' | 'x' | 'I' | 'V' | 'X' if digits == 0 => letters += 1,
            _ => return false,
        }
        if digits + letters > NUMBER_LENGTH {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_items_open_with_bullets_and_short_numbers() {
        for item in [
            "・x",
            "① x",
            "(1) x",
            "（ア）x",
            "1. x",
            "１）x",
            "ア．x",
            "iv) x",
            "※x",
            "[ ] x",
        ] {
            assert!(opens_item(item.chars()), "{item}");
        }
        for text in ["1.5 x", "(16の項)", "2024年", "あの", "（以下", "x", ""] {
            assert!(!opens_item(text.chars()), "{text}");
        }
    }

    #[test]
    fn words_are_parted_by_a_space_and_wide_characters_are_not() {
        assert!(space_between('d', 'w'));
        assert!(!space_between('字', 'w'));
        assert!(!space_between('字', '字'));
    }
}
