//! Dates in Japanese text: eras, abbreviations, western years, kanji numerals and ranges.
//!
//! Text in, ISO dates with their places out. A day or month that is not given is left out
//! (`2024-10`). Impossible days and years past an era's end are converted and flagged, never
//! dropped. Eras stand in `data/eras.tsv`. What a date is the date of is not decided here.

mod era;
mod grammar;

use std::ops::Range;

use crate::nfkc_ja::normalize_mapped;
use grammar::Reading;

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
