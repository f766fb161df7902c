//! Dates in Japanese text: eras, abbreviations, western years, kanji numerals and ranges.
//!
//! Text in, ISO dates with their places out. A day or month that is not given is left out
//! (`2024-10`). Impossible days and years past an era's end are converted and flagged, never
//! dropped. Eras stand in `data/eras.tsv`. What a date is the date of is not decided here.

mod era;
mod grammar;

use std::borrow::Cow;
use std::ops::Range;

use crate::nfkc_ja::normalize_mapped;
use crate::{fold_one, numbers, tsv};
use grammar::{JOINS, Reading};

/// How much of a date is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// The year alone.
    Year,
    /// Year and month.
    Month,
    /// Year, month and day.
    Day,
}

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent findings about one date"
)]
pub struct Found {
    /// `2018-04-01`, `2018-04` or `2018`; of an impossible date the numbers as they stand.
    pub iso: String,
    /// First byte of it in the given text.
    pub start: usize,
    /// End of it in the given text.
    pub end: usize,
    /// How much is given.
    pub precision: Precision,
    /// Whether the calendar has it: no 13th month, no 30 February.
    pub valid: bool,
    /// Whether it lies outside the era that it names (平成31年6月); it is converted arithmetically.
    pub era_overrun: bool,
    /// Whether it is a fiscal year (令和6年度), which begins in April.
    pub fiscal_year: bool,
    /// Whether its year was left out and is that of the date before it (同年, or after から).
    pub relative: bool,
}

/// The date that a text gives, and what else the text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The date.
    pub found: Found,
    /// The text without the date, spaces at its ends left out: 予定, the end of a range.
    pub rest: String,
}

/// The first date of a text that gives a month; where none does, the first year that is no fiscal
/// year.
pub fn parse(text: &str) -> Option<Parsed> {
    let mut all = find_all(text);
    let chosen = all
        .iter()
        .position(|found| found.precision > Precision::Year)
        .or_else(|| all.iter().position(|found| !found.fiscal_year))?;
    let found = all.swap_remove(chosen);
    let before = text.get(..found.start)?.trim();
    let after = text.get(found.end..)?.trim();
    Some(Parsed {
        rest: format!("{before}{after}"),
        found,
    })
}

/// Every date of a text, in order.
pub fn find_all(text: &str) -> Vec<Found> {
    let normalized = normalize_mapped(text);
    let mut dates: Vec<Found> = Vec::new();
    let mut last: Option<(Reading, usize)> = None;
    let mut at = 0;
    while let Some(c) = normalized
        .text
        .get(at..)
        .and_then(|rest| rest.chars().next())
    {
        let date = grammar::may_start(c)
            .then(|| grammar::date_at(&normalized.text, at, last.as_ref()))
            .flatten();
        let Some((reading, span)) = date else {
            at += c.len_utf8();
            continue;
        };
        at = span.end;
        dates.push(found(&reading, normalized.raw_range(span)));
        last = Some((reading, at));
    }
    dates
}

/// What stands between two dates where the second is the end of what the first begins: から, a wave dash.
pub fn is_range(between: &str) -> bool {
    let between = crate::nfkc_ja::normalize(between);
    let between: String = between
        .trim()
        .chars()
        .map(|c| fold_one(c).unwrap_or(c))
        .collect();
    let mut joins = tsv::rows::<3>(JOINS);
    joins.any(|[join, _, range]| range == "yes" && join == between)
}

/// The units of a date.
const UNITS: [char; 3] = ['年', '月', '日'];

/// A text with letters made digits where these stand right before the unit of a date, or among the digits there:
/// 平成27年l0月5日. Every letter and its digit take one byte.
pub fn mend_digits(text: &str) -> Cow<'_, str> {
    let misread = |c: char| numbers::misread_digit(c).filter(|misread| misread.in_dates);
    let is_digit = |c: char| c.is_ascii_digit() || misread(c).is_some();
    let mut mended = Cow::Borrowed(text);
    for (unit, _) in text.match_indices(UNITS) {
        let before = &text[..unit];
        let start = before.trim_end_matches(is_digit).len();
        let foreign = before[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
        if foreign || !before[start..].contains(|c| misread(c).is_some()) {
            continue;
        }
        let digits: String = before[start..]
            .chars()
            .map(|c| misread(c).map_or(c, |misread| misread.digit))
            .collect();
        mended.to_mut().replace_range(start..unit, &digits);
    }
    mended
}

fn found(reading: &Reading, place: Range<usize>) -> Found {
    let Reading {
        year, month, day, ..
    } = *reading;
    let (iso, precision) = match (month, day) {
        (Some(month), Some(day)) => (format!("{year:04}-{month:02}-{day:02}"), Precision::Day),
        (Some(month), None) => (format!("{year:04}-{month:02}"), Precision::Month),
        (None, _) => (format!("{year:04}"), Precision::Year),
    };
    Found {
        iso,
        start: place.start,
        end: place.end,
        precision,
        valid: reading.in_calendar(),
        era_overrun: reading.outside_era,
        fiscal_year: reading.fiscal_year,
        relative: reading.relative,
    }
}
