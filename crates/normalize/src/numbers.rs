//! Counts in text: `3`, `1,000`, `10万`, `1億2,000万`, `三十二件`.
//!
//! Text in, whole numbers with their places out. What a number counts is not decided here.

use std::ops::Range;
use std::sync::LazyLock;

use crate::nfkc_ja::normalize_mapped;
use crate::numerals::{kanji_digit, large_unit, small_unit};
use crate::tsv;

const COUNTERS: &str = include_str!("../data/counters.tsv");
const MISREAD: &str = include_str!("../data/misread-digits.tsv");

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Its value.
    pub value: u64,
    /// First byte of it in the given text.
    pub start: usize,
    /// End of it in the given text.
    pub end: usize,
}

/// A letter that copies made by OCR print for a digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misread {
    /// The letter.
    pub glyph: char,
    /// The digit that is meant.
    pub digit: char,
    /// Whether nothing else is meant in a date.
    pub in_dates: bool,
}

/// The digit that a letter may stand for.
pub fn misread_digit(glyph: char) -> Option<Misread> {
    static TABLE: LazyLock<Vec<Misread>> = LazyLock::new(|| {
        let rows = tsv::rows(MISREAD);
        rows.filter_map(|[glyph, digit, dates]| {
            Some(Misread {
                glyph: tsv::single(glyph)?,
                digit: tsv::single(digit)?,
                in_dates: dates == "yes",
            })
        })
        .collect()
    });
    TABLE.iter().find(|misread| misread.glyph == glyph).copied()
}

/// The first number of the text.
pub fn parse_count(text: &str) -> Option<Count> {
    find_all(text).into_iter().next()
}

/// Every number of the text, in order. Kanji numerals count where a counter follows them, a unit is
/// among them, or nothing else stands in the text.
pub fn find_all(text: &str) -> Vec<Count> {
    let normalized = normalize_mapped(text);
    let mut counts = Vec::new();
    let mut at = 0;
    while let Some(c) = normalized
        .text
        .get(at..)
        .and_then(|rest| rest.chars().next())
    {
        match number_at(&normalized.text, at) {
            Some((value, len)) => {
                let Range { start, end } = normalized.raw_range(at..at + len);
                counts.push(Count { value, start, end });
                at += len;
            }
            // a number that is too large to hold is stepped over as a whole
            None if c.is_ascii_digit() => at += digits_at(&normalized.text, at),
            None => at += c.len_utf8(),
        }
    }
    counts
}

fn digits_at(text: &str, at: usize) -> usize {
    text.bytes()
        .skip(at)
        .take_while(|b| b.is_ascii_digit() || *b == b',')
        .count()
}

fn number_at(text: &str, at: usize) -> Option<(u64, usize)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if first.is_ascii_digit() {
        return read(rest);
    }
    kanji_digit(first).or_else(|| small_unit(first))?;
    let (value, len) = read(rest)?;
    let number = rest.get(..len)?;
    let has_digit = number.chars().any(|c| kanji_digit(c).is_some());
    let has_unit = number.chars().any(|c| large_unit(c).is_some()) && has_digit;
    let counted = tsv::rows(COUNTERS)
        .any(|[word, _]| rest.get(len..).is_some_and(|after| after.starts_with(word)));
    (has_unit || counted || len == text.len()).then_some((value, len))
}

/// Parts of a number still to be added up.
#[derive(Default)]
struct Sum {
    total: u64,
    section: u64,
    current: Option<Decimal>,
}

/// Digits with `scale` of them after the point.
#[derive(Clone, Copy)]
struct Decimal {
    digits: u64,
    scale: u32,
}

impl Decimal {
    fn times(self, unit: u64) -> Option<u64> {
        let product = self.digits.checked_mul(unit)?;
        let divisor = 10u64.checked_pow(self.scale)?;
        product.is_multiple_of(divisor).then_some(product / divisor)
    }
}

fn read(text: &str) -> Option<(u64, usize)> {
    let mut sum = Sum::default();
    let mut len = 0;
    while let Some(c) = text.get(len..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(len..)?;
        if let Some(unit) = small_unit(c) {
            sum.section = sum.section.checked_add(sum.take(unit)?)?;
            len += c.len_utf8();
        } else if let Some(unit) = large_unit(c).filter(|_| len > 0) {
            let part = sum.section.checked_mul(unit)?;
            let current = match sum.current.take() {
                Some(current) => current.times(unit)?,
                None => 0,
            };
            sum.total = sum.total.checked_add(part)?.checked_add(current)?;
            sum.section = 0;
            len += c.len_utf8();
        } else if sum.current.is_some() {
            break;
        } else if let Some((decimal, taken)) =
            digits_with_commas(rest).or_else(|| kanji_digits(rest))
        {
            sum.current = Some(decimal);
            len += taken;
        } else {
            break;
        }
    }
    let last = sum.current.map_or(Some(0), |current| current.times(1))?;
    (len > 0).then_some((sum.total.checked_add(sum.section)?.checked_add(last)?, len))
}

impl Sum {
    fn take(&mut self, unit: u64) -> Option<u64> {
        self.current
            .take()
            .unwrap_or(Decimal {
                digits: 1,
                scale: 0,
            })
            .times(unit)
    }
}

/// `1,000`, `12`, and `1.5` where a unit follows it.
fn digits_with_commas(text: &str) -> Option<(Decimal, usize)> {
    let bytes = text.as_bytes();
    let digit = |at: usize| {
        bytes
            .get(at)
            .filter(|b| b.is_ascii_digit())
            .map(|b| u64::from(b - b'0'))
    };
    let mut value = Decimal {
        digits: digit(0)?,
        scale: 0,
    };
    let mut at = 1;
    loop {
        if let Some(next) = digit(at) {
            value.digits = value.digits.checked_mul(10)?.checked_add(next)?;
            at += 1;
        } else if bytes.get(at) == Some(&b',')
            && (1..=3).all(|n| digit(at + n).is_some())
            && digit(at + 4).is_none()
        {
            at += 1;
        } else {
            break;
        }
    }
    let fraction = bytes
        .get(at + 1..)
        .unwrap_or_default()
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let unit_follows = || {
        text.get(at + 1 + fraction..)?
            .chars()
            .next()
            .and_then(large_unit)
    };
    if bytes.get(at) == Some(&b'.') && fraction > 0 && unit_follows().is_some() {
        for n in 1..=fraction {
            value.digits = value.digits.checked_mul(10)?.checked_add(digit(at + n)?)?;
            value.scale += 1;
        }
        at += 1 + fraction;
    }
    Some((value, at))
}

fn kanji_digits(text: &str) -> Option<(Decimal, usize)> {
    let (mut digits, mut len) = (0u64, 0);
    for c in text.chars() {
        let Some(digit) = kanji_digit(c) else { break };
        digits = digits.checked_mul(10)?.checked_add(digit)?;
        len += c.len_utf8();
    }
    (len > 0).then_some((Decimal { digits, scale: 0 }, len))
}
