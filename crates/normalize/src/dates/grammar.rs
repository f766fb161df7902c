//! How a date is written: one function for each form, on normalized text.

use std::ops::Range;

use super::era::{self, Named};
use crate::fold::fold_one;
use crate::numerals::{digits, kanji, kanji_digit, spaces, up_to_two_digits};
use crate::tsv;

pub(super) const JOINS: &str = include_str!("../../data/date-joins.tsv");

/// Bytes between a date and a shorter one that continues it: two kanji and spaces around them.
const LONGEST_JOIN: usize = 12;

/// Western years that a date may have: from the first era's to far planning.
const WESTERN: std::ops::RangeInclusive<u64> = 1868..=2199;

/// The unit of days, and what copies made by OCR print for it.
const DAY: [&str; 3] = ["日", "目", "曰"];

/// A date as it was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) year: i32,
    pub(super) month: Option<i32>,
    pub(super) day: Option<i32>,
    pub(super) outside_era: bool,
    pub(super) fiscal_year: bool,
    pub(super) relative: bool,
}

impl Reading {
    /// Whether the calendar has such a day, or such a month.
    pub(super) fn in_calendar(&self) -> bool {
        let part = |value: Option<i32>| i8::try_from(value.unwrap_or(1)).unwrap_or(-1);
        i16::try_from(self.year).is_ok_and(|year| {
            jiff::civil::Date::new(year, part(self.month), part(self.day)).is_ok()
        })
    }
}

/// Reads on from a position of a text.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_spaces(&mut self) {
        self.at += spaces(self.rest());
    }

    /// Steps over a word and the spaces before it.
    fn word(&mut self, word: &str) -> Option<()> {
        let gap = spaces(self.rest());
        self.rest()
            .get(gap..)?
            .starts_with(word)
            .then(|| self.at += gap + word.len())
    }

    /// Reads a number of one or two digits and the spaces before it.
    fn number(&mut self) -> Option<i32> {
        let gap = spaces(self.rest());
        let (value, len) = up_to_two_digits(self.rest().get(gap..)?)?;
        self.at += gap + len;
        i32::try_from(value).ok()
    }

    /// Tries a reading and steps back where it fails.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.at;
        read(self).or_else(|| {
            self.at = before;
            None
        })
    }
}

/// The year with what it was named by.
struct Year {
    western: i32,
    era: Option<Named>,
}

/// Whether a date may start with the character: a cheap question before the costly one.
pub(super) fn may_start(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '西' | '同' | '翌' | '十')
        || kanji_digit(c).is_some()
        || era::may_start(c)
}

/// The date that starts at a byte of the text, and its byte range. `last` is the date before it and
/// where that one ended.
pub(super) fn date_at(
    text: &str,
    at: usize,
    last: Option<&(Reading, usize)>,
) -> Option<(Reading, Range<usize>)> {
    let mut cursor = Cursor { text, at };
    if let Some((last, end)) = last
        && let Some(reading) = cursor.attempt(|cursor| relative(cursor, last, *end))
    {
        return Some((reading, at..cursor.at));
    }
    if text
        .get(..at)?
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_alphanumeric() || c == '.' || c == '/')
    {
        return None;
    }
    let year = year(&mut cursor)?;
    let mut reading = cursor
        .attempt(|cursor| in_words(cursor, &year))
        .or_else(|| cursor.attempt(|cursor| with_signs(cursor, &year)))?;
    reading.outside_era = year
        .era
        .is_some_and(|named| named.era.excludes(reading.year, reading.month, reading.day));
    Some((reading, at..cursor.at))
}

fn year(cursor: &mut Cursor) -> Option<Year> {
    if let Some(named) = era::named_at(cursor.rest()) {
        cursor.at += named.len;
        if named.short {
            let _ = cursor.word(".");
        }
        let western = match cursor.word("元") {
            Some(()) => named.era.western(1),
            None => named.era.western(cursor.number().filter(|&year| year > 0)?),
        };
        let _ = cursor.attempt(|cursor| western_aside(cursor, western));
        return Some(Year {
            western,
            era: Some(named),
        });
    }
    let _ = cursor.word("西暦");
    cursor.skip_spaces();
    let (value, len) = digits(cursor.rest(), 4).or_else(|| kanji(cursor.rest()))?;
    cursor.at += len;
    WESTERN.contains(&value).then_some(Year {
        western: value as i32,
        era: None,
    })
}

/// The same year in western numbers beside the era's: 平成31(2019)年, 平成31年(2019年).
fn western_aside(cursor: &mut Cursor, western: i32) -> Option<()> {
    cursor.word("(")?;
    cursor.skip_spaces();
    let (value, len) = digits(cursor.rest(), 4)?;
    cursor.at += len;
    let _ = cursor.word("年");
    cursor.word(")")?;
    (i32::try_from(value) == Ok(western)).then_some(())
}

/// 年, then perhaps 月, then perhaps 日; or 年度.
fn in_words(cursor: &mut Cursor, year: &Year) -> Option<Reading> {
    cursor.word("年")?;
    if year.era.is_some() {
        let _ = cursor.attempt(|cursor| western_aside(cursor, year.western));
    }
    let mut reading = Reading {
        year: year.western,
        ..Reading::default()
    };
    if cursor.word("度").is_some() {
        reading.fiscal_year = true;
        return Some(reading);
    }
    month_and_day(cursor, &mut reading);
    Some(reading)
}

fn month_and_day(cursor: &mut Cursor, reading: &mut Reading) {
    reading.month = cursor.attempt(|cursor| unit(cursor, "月"));
    if reading.month.is_some() {
        let mut names = DAY.iter();
        reading.day = names.find_map(|name| cursor.attempt(|cursor| unit(cursor, name)));
    }
}

fn unit(cursor: &mut Cursor, name: &str) -> Option<i32> {
    let value = cursor.number()?;
    cursor.word(name).map(|()| value)
}

/// `R6.3.1`, `H28/4/1`, `2018-04-01`. A western year needs the day, else it may be a decimal or a
/// section's number; an abbreviated era as well.
fn with_signs(cursor: &mut Cursor, year: &Year) -> Option<Reading> {
    let sign = sign(cursor)?;
    let month = cursor.number()?;
    let day = cursor.attempt(|cursor| {
        (self::sign(cursor)? == sign)
            .then(|| cursor.number())
            .flatten()
    });
    let full_era = year.era.as_ref().is_some_and(|named| !named.short);
    let ends = cursor
        .rest()
        .chars()
        .next()
        .is_none_or(|c| !c.is_ascii_alphanumeric());
    let complete = day.is_some() || full_era;
    (ends && complete).then_some(Reading {
        year: year.western,
        month: Some(month),
        day,
        ..Reading::default()
    })
}

/// A point, slash or dash.
fn sign(cursor: &mut Cursor) -> Option<char> {
    cursor.skip_spaces();
    let c = cursor.rest().chars().next()?;
    let sign = if matches!(c, '.' | '/') {
        Some(c)
    } else {
        fold_one(c).filter(|&c| c == '-')
    };
    cursor.at += sign.map_or(0, |_| c.len_utf8());
    sign
}

/// A date without its year: 同年5月26日, 同月26日, 翌年3月1日, or a month after から.
fn relative(cursor: &mut Cursor, last: &Reading, last_end: usize) -> Option<Reading> {
    let mut reading = Reading {
        year: last.year,
        relative: true,
        ..Reading::default()
    };
    if cursor.word("同月").is_some() {
        reading.month = last.month;
        reading.day = Some(unit(cursor, "日")?);
        return reading.month.is_some().then_some(reading);
    }
    if cursor.word("翌年").is_some() {
        reading.year += 1;
    } else if cursor.word("同年").is_none() {
        let between = cursor
            .text
            .get(last_end..cursor.at)
            .filter(|gap| gap.len() <= LONGEST_JOIN)?
            .trim();
        let dash = fold_one(between.chars().next()?) == Some('-') && between.chars().count() == 1;
        if !dash && !tsv::rows(JOINS).any(|[join, _]| join == between) {
            return None;
        }
    }
    month_and_day(cursor, &mut reading);
    reading.month?;
    let parts = |reading: &Reading| (reading.year, reading.month, reading.day);
    reading.year += i32::from(parts(&reading) < parts(last));
    Some(reading)
}
