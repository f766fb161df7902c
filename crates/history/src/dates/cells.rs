//! One date cell read: its date, and what is doubtful about it.

use hyokasho_model::DateBasis;
use hyokasho_normalize::dates::{self, Found, Precision};

use super::RowDate;

/// Reads one date cell.
pub(super) fn read(text: &str) -> RowDate {
    if text.is_empty() {
        return RowDate::default();
    }
    // letters among the digits are digits: every letter and its digit take one byte
    let text = &*dates::mend_digits(text);
    let found = found_in(text);
    let mut days = found.iter().filter(|date| date.precision > Precision::Year);
    let Some(date) = days.next() else {
        let candidates = found.iter().map(|date| date.iso.clone()).collect();
        return RowDate {
            candidates,
            doubt: Some(format!("no date can be read in {text:?}")),
            ..RowDate::default()
        };
    };
    if let Some(longer) = cut_day(text, date) {
        return RowDate {
            candidates: vec![date.iso.clone(), longer],
            doubt: Some(format!("the day in {text:?} may be cut")),
            ..RowDate::default()
        };
    }
    let others: Vec<String> = days
        .map(|other| other.iso.clone())
        .filter(|other| *other != date.iso)
        .collect();
    if !date.valid {
        let doubt = Some(format!("the date {text:?} is impossible"));
        return RowDate {
            candidates: vec![date.iso.clone()],
            doubt,
            ..RowDate::default()
        };
    }
    let doubt = match (date.era_overrun, others.is_empty()) {
        (true, _) => Some(format!("the date {text:?} lies outside its era")),
        (_, false) => Some(format!("{text:?} holds several dates")),
        _ => None,
    };
    RowDate {
        date: Some(date.iso.clone()),
        basis: Some(DateBasis::Printed),
        candidates: others,
        doubt,
    }
}

/// The dates of a cell. Where its lines give no day and the whole does, the cell is narrow and cuts the
/// date; where two digits end it behind a month, the copy lost the unit of the day.
fn found_in(text: &str) -> Vec<Found> {
    let found = dates::find_all(text);
    let has_day = |found: &[Found]| found.iter().any(|date| date.precision == Precision::Day);
    if has_day(&found) {
        return found;
    }
    let mut wholes = Vec::new();
    if text.contains('\n') {
        wholes.push(text.replace('\n', ""));
    }
    let month = found
        .last()
        .filter(|date| date.precision == Precision::Month);
    if month.is_some_and(|month| digits(&text[month.end..]) == Some(2)) {
        wholes.push(format!("{}{DAY}", text.trim_end()));
    }
    let mut wholes = wholes.iter().map(|whole| dates::find_all(whole));
    wholes.find(|whole| has_day(whole)).unwrap_or(found)
}

/// The unit of days.
const DAY: char = '日';

/// How many digits a text is, and nothing else.
fn digits(text: &str) -> Option<usize> {
    let text = text.trim();
    text.bytes()
        .all(|b| b.is_ascii_digit())
        .then_some(text.len())
}

/// The date that a cell holds if its last digit, which stands apart or behind the month, is the day's: a page's end
/// cuts 24 into 2 and 4.
fn cut_day(text: &str, date: &Found) -> Option<String> {
    let (before, behind) = (text.get(..date.end)?, text.get(date.end..)?.trim());
    if digits(behind) != Some(1) {
        return None;
    }
    let mut whole = format!("{before}{behind}");
    whole.extend((date.precision == Precision::Month).then_some(DAY));
    let whole = dates::find_all(&whole);
    let longer = whole.first().filter(|longer| {
        longer.valid && longer.precision == Precision::Day && longer.iso != date.iso
    });
    longer.map(|longer| longer.iso.clone())
}
