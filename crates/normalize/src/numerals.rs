//! Numerals of normalized text: ASCII digits and kanji, as dates and counts write them.

/// A number and how many bytes it takes.
pub(crate) type Numeral = (u64, usize);

/// ASCII digits at the start of the text, `most` at most; none where more digits follow.
pub(crate) fn digits(text: &str, most: usize) -> Option<Numeral> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if len == 0 || len > most {
        return None;
    }
    Some((text.get(..len)?.parse().ok()?, len))
}

/// The value of a kanji digit.
pub(crate) fn kanji_digit(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '壱' => 1,
        '二' | '弐' => 2,
        '三' | '参' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Ten, a hundred, a thousand.
pub(crate) fn small_unit(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

/// The myriads.
pub(crate) fn large_unit(c: char) -> Option<u64> {
    Some(match c {
        '万' | '萬' => 10_000,
        '億' => 100_000_000,
        '兆' => 1_000_000_000_000,
        _ => return None,
    })
}

/// Kanji numerals below ten thousand at the start of the text, in units (二十八) or by position
/// (二〇一八).
pub(crate) fn kanji(text: &str) -> Option<Numeral> {
    let (mut total, mut current, mut len) = (0u64, None::<u64>, 0);
    for c in text.chars() {
        if let Some(digit) = kanji_digit(c) {
            if len == 0 && c == '○' {
                return None;
            }
            current = Some(current.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
        } else if let Some(unit) = small_unit(c) {
            total = total.checked_add(current.take().unwrap_or(1).checked_mul(unit)?)?;
        } else {
            break;
        }
        len += c.len_utf8();
    }
    (len > 0).then_some((total.checked_add(current.unwrap_or(0))?, len))
}

/// A number of up to two digits, in ASCII digits or kanji.
pub(crate) fn up_to_two_digits(text: &str) -> Option<Numeral> {
    digits(text, 2).or_else(|| kanji(text).filter(|&(value, _)| value < 100))
}

/// Bytes of spaces at the start of the text.
pub(crate) fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}
