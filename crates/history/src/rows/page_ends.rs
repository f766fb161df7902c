//! Rows that a page's end cuts: which row goes on with the one before it.
//!
//! Input: two rows that follow one another. Output: whether they are one, and the row that they are.

use hyokasho_normalize::dates;

use super::{Row, append, ends_sentence, starts_item};
use crate::columns::{ColumnLabels, Field};
use crate::dates::begins_item;
use crate::text::{is_letter, letters};

/// Letters on each side of a page's end that must stand together in a label of the form.
const SEAM: usize = 3;

/// Whether a row only continues the one above it.
pub(super) fn continues(row: &Row) -> bool {
    row.is_blank(&[Field::Date, Field::Item, Field::Timing])
        && !row.is_blank(&[Field::Before, Field::After, Field::Explanation])
}

/// Whether a row is the rest of the row above, which lacks what stands in the middle of its tall cells: it brings the
/// timing, and has neither date nor item.
pub(super) fn brings_timing(before: &Row, row: &Row, labels: &ColumnLabels) -> bool {
    row.is_blank(&[Field::Date, Field::Item])
        && before.is_blank(&[Field::Timing, Field::Explanation])
        && labels.timing(row.text(Field::Timing)).is_some()
}

/// Whether a row that has all that stands in the middle of its cells goes on with a text of the row of texts before it: one
/// ends there without ending a sentence.
pub(super) fn goes_on_in(upper: &Row, row: &Row) -> bool {
    let open = |field: Field| {
        let (first, rest) = (upper.text(field), row.text(field));
        !first.is_empty() && !rest.is_empty() && !ends_sentence(first) && !starts_item(rest)
    };
    let whole = [Field::Date, Field::Item, Field::Timing];
    whole.iter().all(|&field| !row.is_blank(&[field]))
        && (open(Field::Before) || open(Field::After))
}

/// Whether a page's end cuts the row above within its item, in the middle of a label of the form.
pub(super) fn is_cut_in_item(before: &Row, row: &Row, labels: &ColumnLabels) -> bool {
    let item = row.text(Field::Item);
    row.after_break
        && row.is_blank(&[Field::Date, Field::Timing])
        && !begins_item(item)
        && (is_cut_in_label(before.text(Field::Item), item, labels)
            || is_rest_of_item(before, row, labels))
}

/// Whether a page's end cuts the row above within its item, at another place: what stands in the item's column begins
/// with no label of the form, and of the row's own nothing but parts of texts is there.
fn is_rest_of_item(before: &Row, row: &Row, labels: &ColumnLabels) -> bool {
    row.in_lines()
        && row.is_blank(&[Field::Explanation])
        && !before.is_blank(&[Field::Date, Field::Item])
        && !labels.begins_with_label(&letters(row.text(Field::Item)))
}

/// Whether the last letters of one text and the first of the next stand so in a label of the form.
fn is_cut_in_label(text: &str, next: &str, labels: &ColumnLabels) -> bool {
    // the text may be that of many rows already
    let last = text.chars().rev().filter(|&c| is_letter(c)).take(SEAM);
    let last: Vec<char> = last.collect();
    let before = last.into_iter().rev();
    let behind = next.chars().filter(|&c| is_letter(c)).take(SEAM);
    let seam: Vec<char> = before.chain(behind).collect();
    seam.len() == 2 * SEAM && labels.quotes(&seam)
}

/// Whether a page's end cuts the row within its date: neither half gives a day, both together do and
/// nothing else.
pub(super) fn completes_date(before: &Row, row: &Row) -> bool {
    let (first, rest) = (before.text(Field::Date), row.text(Field::Date));
    let day = |text: &str| {
        dates::parse(text).is_some_and(|parsed| {
            parsed.found.precision == dates::Precision::Day && parsed.rest.is_empty()
        })
    };
    let any = |text: &str| dates::parse(text).is_some_and(|parsed| parsed.found.start == 0);
    !first.is_empty()
        && !rest.is_empty()
        && !day(first)
        && !any(rest)
        && day(&format!("{first}{rest}"))
}

pub(super) fn join(row: &mut Row, more: Row) {
    for (text, rest) in row.texts.iter_mut().zip(&more.texts) {
        append(text, rest);
    }
    row.places.extend(more.places);
    row.doubt = row.doubt.or(more.doubt);
}
