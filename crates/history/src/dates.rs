//! The dates of change rows: printed, carried down, or inferred.
//!
//! Input: the rows' date cells. Output: for each row a date with its basis and other dates that it
//! may have. A blank date cell belongs to a cell merged over several rows, whose text may stand in
//! its first row or in its middle.

mod cells;
mod place;

use std::ops::Range;

use hyokasho_model::DateBasis;

use cells::read;
pub(crate) use place::{begins_item, form_place};

/// A row's date cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DateCell<'a> {
    /// Its text; empty where the row has none.
    pub(crate) text: &'a str,
    /// Rows that the cell spans; more than 1 only where the reader saw it.
    pub(crate) span: u32,
    /// Rows that a blank cell of its own spans; 0 where the row has none.
    pub(crate) blank_span: u32,
    /// Whether the row has a cell of its own for the date, with the page's rules around it.
    pub(crate) ruled: bool,
    /// The page on which the row begins, where the document has pages.
    pub(crate) page: Option<u32>,
    /// Whether something that repeats for a page stands above the row.
    pub(crate) after_break: bool,
    /// Where the row's item stands in the form, as far as its numbers tell (see [`form_place`]).
    pub(crate) place: Option<u32>,
}

/// A row's date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RowDate {
    /// The date.
    pub(crate) date: Option<String>,
    /// How it was found.
    pub(crate) basis: Option<DateBasis>,
    /// Other dates that the row may have.
    pub(crate) candidates: Vec<String>,
    /// What is doubtful about it.
    pub(crate) doubt: Option<String>,
}

/// The dates of the rows.
pub(crate) fn date_rows(cells: &[DateCell<'_>]) -> Vec<RowDate> {
    let mut rows: Vec<RowDate> = cells.iter().map(|cell| read(cell.text)).collect();
    let spans = cells.iter().any(|cell| cell.span > 1);
    let on_top = stands_on_top(cells);
    let mut at = 0;
    while at < rows.len() {
        let end = (at..rows.len())
            .find(|&i| !cells[i].text.is_empty())
            .unwrap_or(rows.len());
        if end == at {
            if at > 0 && is_ditto(cells[at].text) {
                rows[at] = carried(&rows[at - 1]);
            }
            at += 1;
            continue;
        }
        fill(&mut rows, cells, at, end, Convention { spans, on_top });
        at = end;
    }
    doubt_order(&mut rows);
    rows
}

/// Whether a cell stands for the one of the row above.
pub(crate) fn is_ditto(text: &str) -> bool {
    DITTO.contains(&text)
}

/// What stands for the cell of the row above.
const DITTO: [&str; 4] = ["〃", "″", "同上", "同日"];

/// The date of the row above for a row that repeats it.
fn carried(above: &RowDate) -> RowDate {
    RowDate {
        basis: above.date.as_ref().map(|_| DateBasis::Carried),
        ..above.clone()
    }
}

/// Gives the rows of a blank stretch the date above or the date below.
fn fill(
    rows: &mut [RowDate],
    cells: &[DateCell<'_>],
    from: usize,
    to: usize,
    convention: Convention,
) {
    let above = from.checked_sub(1).and_then(|i| rows[i].date.clone());
    let below = rows.get(to).and_then(|row| row.date.clone());
    if let Some(unread) = from.checked_sub(1).filter(|_| above.is_none()) {
        return leave_open(rows, unread, from..to, below);
    }
    let mut unclear = false;
    let (carried, doubtful) = match (&above, &below) {
        (None, _) => (0, false),
        (Some(_), None) => (to - from, false),
        (Some(a), Some(b)) if a == b => (to - from, false),
        _ if convention.spans => (spanned(cells, from, to), false),
        _ => match split_by_order(cells, from, to) {
            // Cells with rules of their own are not merged: who leaves one blank means the date above. Where
            // the items begin anew, he may have left out the date as well.
            by_order if cells[from..to].iter().all(|cell| cell.ruled) => {
                (to - from, by_order.is_some_and(|rows| rows < to - from))
            }
            Some(rows) => {
                let breaks = cells.get(to).is_some_and(|cell| cell.after_break);
                unclear = convention.on_top || breaks;
                (rows, false)
            }
            None => split(rows, cells, from, to),
        },
    };
    let before_cut = before_cut_cell(cells, from, to).filter(|_| below.is_some());
    let carried = before_cut.map_or(carried, |rows| carried.min(rows));
    for (offset, row) in rows[from..to].iter_mut().enumerate() {
        if unclear && offset >= carried {
            row.candidates = above.iter().chain(&below).cloned().collect();
            row.doubt = Some(format!(
                "the items begin anew among the rows of {}",
                row.candidates[0]
            ));
            continue;
        }
        let (date, other, basis) = if offset < carried {
            (&above, &below, DateBasis::Carried)
        } else {
            (&below, &above, DateBasis::Inferred)
        };
        row.date.clone_from(date);
        row.basis = date.is_some().then_some(basis);
        let ambiguous = doubtful && other.is_some() && other != date;
        row.candidates = if ambiguous {
            other.iter().cloned().collect()
        } else {
            Vec::new()
        };
        row.doubt = match (date, ambiguous) {
            (None, _) => Some("the row has no date and none can be told".to_owned()),
            (Some(date), true) => Some(format!(
                "the merged date cell may be that of {date} or of the block beside it"
            )),
            _ => None,
        };
    }
}

/// Leaves the rows of a blank stretch open below a date cell that cannot be read: they may be of its date.
fn leave_open(rows: &mut [RowDate], unread: usize, stretch: Range<usize>, below: Option<String>) {
    let mut candidates = rows[unread].candidates.clone();
    candidates.extend(below);
    for row in &mut rows[stretch] {
        row.candidates.clone_from(&candidates);
        row.doubt = Some("the date above cannot be read".to_owned());
    }
}

/// How a table prints the dates of several rows.
#[derive(Debug, Clone, Copy)]
struct Convention {
    /// Whether the reader saw how far merged cells go.
    spans: bool,
    /// Whether dates stand in the first of their rows.
    on_top: bool,
}

/// Whether dates stand in the first of their rows: the table begins so, with more than one blank row behind. A
/// date in the middle of three rows stands below the first.
fn stands_on_top(cells: &[DateCell<'_>]) -> bool {
    let blank = |at: usize| cells.get(at).is_some_and(|cell| cell.text.is_empty());
    !cells.is_empty() && !blank(0) && blank(1) && blank(2)
}

/// How many rows of a blank stretch the date cell above spans, as the reader saw it.
fn spanned(cells: &[DateCell<'_>], from: usize, to: usize) -> usize {
    let span = from.checked_sub(1).map_or(0, |i| cells[i].span as usize);
    let rows = span.saturating_sub(1).min(to - from);
    // a page's end cuts a cell in two; rows behind it with blank cells of their own go on with its date,
    // where the next date stands on their page
    let ruled = || cells[from + rows..to].iter().all(|cell| cell.ruled);
    let own = cells
        .get(to)
        .is_none_or(|next| next.page == cells[to - 1].page)
        && ruled();
    if span > 1 && !own { rows } else { to - from }
}

/// How many rows of a blank stretch stand before a blank cell merged over several rows up to a page's end: the
/// cell goes on behind it, and its text stands in a later part of it.
fn before_cut_cell(cells: &[DateCell<'_>], from: usize, to: usize) -> Option<usize> {
    let page = |at: usize| cells.get(at).and_then(|cell| cell.page);
    let cut = |at: &usize| {
        let behind = at + cells[*at].blank_span as usize;
        cells[*at].blank_span > 1 && behind <= to && page(behind - 1) < page(behind)
    };
    (from..to).find(cut).map(|at| at - from)
}

/// How many of the blank rows belong to the date above, told by the order of the items: rows of one
/// date run through the form from its start to its end, so a step back parts two dates. `None` where
/// there is not just one such step, or an item's place is not told.
fn split_by_order(cells: &[DateCell<'_>], from: usize, to: usize) -> Option<usize> {
    let places: Vec<u32> = cells
        .get(from - 1..=to)?
        .iter()
        .map(|cell| cell.place)
        .collect::<Option<_>>()?;
    let mut backs = places
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[1] < pair[0])
        .map(|(at, _)| at);
    let back = backs.next()?;
    backs.next().is_none().then_some(back)
}

/// How many rows of a blank stretch belong to the date above, and whether that is in doubt.
fn split(rows: &[RowDate], cells: &[DateCell<'_>], from: usize, to: usize) -> (usize, bool) {
    let printed = from - 1;
    let repeats = printed > 0
        && !cells[printed - 1].text.is_empty()
        && rows[printed - 1].date == rows[printed].date;
    if repeats {
        // the date above stands in every row of its own, so that its cells are not merged: the
        // stretch is the upper half of the merged cell whose text stands below
        return (0, true);
    }
    let inferred = rows[..printed]
        .iter()
        .rev()
        .take_while(|row| row.basis == Some(DateBasis::Inferred))
        .count();
    if inferred == 0 {
        return (to - from, false);
    }
    // the text above stands in the middle of its rows: about as many follow as stand before it
    (inferred.min(to - from), inferred < to - from)
}

/// Marks dates that fall out of the order that the table has.
fn doubt_order(rows: &mut [RowDate]) {
    let dates: Vec<(usize, String)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row.date.clone()?)))
        .collect();
    let steps = || dates.windows(2).map(|pair| pair[0].1.cmp(&pair[1].1));
    let rising = steps().filter(|step| step.is_lt()).count();
    let falling = steps().filter(|step| step.is_gt()).count();
    let wrong = if falling > rising {
        std::cmp::Ordering::Less
    } else {
        std::cmp::Ordering::Greater
    };
    for pair in dates.windows(2) {
        if pair[0].1.cmp(&pair[1].1) == wrong {
            let doubt = format!("the date {} is out of order after {}", pair[1].1, pair[0].1);
            rows[pair[1].0].doubt.get_or_insert(doubt);
        }
    }
}

/// Whether the newest rows stand first.
pub(crate) fn newest_first<'a>(dates: impl Iterator<Item = &'a str> + Clone) -> bool {
    let later = dates.clone().skip(1);
    let (mut rising, mut falling) = (0, 0);
    for (a, b) in dates.zip(later) {
        rising += usize::from(a < b);
        falling += usize::from(a > b);
    }
    falling > rising
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> DateCell<'_> {
        DateCell {
            text,
            span: 1,
            blank_span: 0,
            ruled: false,
            page: None,
            after_break: false,
            place: None,
        }
    }

    fn dates(cells: &[&str]) -> Vec<(String, Option<DateBasis>, usize)> {
        let cells: Vec<DateCell<'_>> = cells.iter().map(|text| cell(text)).collect();
        let found = date_rows(&cells);
        found
            .into_iter()
            .map(|row| {
                (
                    row.date.unwrap_or_default(),
                    row.basis,
                    row.candidates.len(),
                )
            })
            .collect()
    }

    #[test]
    fn blank_cells_carry_the_date_above() {
        let found = dates(&["令和3年4月1日", "", "", "令和4年4月1日", ""]);
        assert_eq!(
            found[2],
            ("2021-04-01".to_owned(), Some(DateBasis::Carried), 0)
        );
        assert_eq!(
            found[4],
            ("2022-04-01".to_owned(), Some(DateBasis::Carried), 0)
        );
    }

    #[test]
    fn a_date_in_the_middle_of_its_cell_is_inferred_upwards() {
        let found = dates(&[
            "令和3年4月1日",
            "令和3年4月1日",
            "",
            "",
            "令和4年4月1日",
            "",
            "令和5年4月1日",
        ]);
        assert_eq!(
            found[2],
            ("2022-04-01".to_owned(), Some(DateBasis::Inferred), 1)
        );
        assert_eq!(
            found[5],
            ("2022-04-01".to_owned(), Some(DateBasis::Carried), 0)
        );
        let first = dates(&["", "令和4年4月1日", ""]);
        assert_eq!(
            first[0],
            ("2022-04-01".to_owned(), Some(DateBasis::Inferred), 0)
        );
    }

    #[test]
    fn letters_among_the_digits_are_digits() {
        for text in ["平成3l年4月1日", "平成31年4月l日", "平成31年O4月1日"] {
            assert_eq!(dates(&[text])[0].0, "2019-04-01", "{text}");
        }
    }

    #[test]
    fn impossible_and_unreadable_dates_are_not_values() {
        let found = date_rows(&[cell("令和3年2月30日"), cell("随時")]);
        assert!(
            found
                .iter()
                .all(|row| row.date.is_none() && row.doubt.is_some())
        );
        assert_eq!(found[0].candidates.len(), 1);
    }

    #[test]
    fn a_narrow_cell_cuts_a_date_anywhere() {
        for text in [
            "平成31年4月\n1日",
            "平成31年\n4月1日",
            "平成31\n年4月1日",
            "H31.\n4.1",
        ] {
            let found = dates(&[text]);
            assert_eq!(found[0].0, "2019-04-01", "{text:?}");
        }
        let two = date_rows(&[cell("令和3年4月1日\n令和4年4月1日")]);
        assert_eq!(two[0].candidates, ["2022-04-01"]);
    }

    #[test]
    fn a_day_of_two_digits_may_lack_its_unit() {
        let found = dates(&["令和7年12月15", "令和7年12月 15 "]);
        assert!(
            found.iter().all(|found| found.0 == "2025-12-15"),
            "{found:?}"
        );
        assert_eq!(dates(&["令和7年12月"])[0].0, "2025-12");
        // no day at all: open
        assert_eq!(dates(&["令和7年12月45"])[0].0, "");
    }

    #[test]
    fn a_day_that_a_pages_end_may_cut_is_open() {
        let found = &date_rows(&[cell("2021/12/2 4")])[0];
        assert_eq!(found.date, None);
        assert_eq!(found.candidates, ["2021-12-02", "2021-12-24"]);
        let below = date_rows(&["2021/12/2 4", "", "2023/3/1"].map(cell));
        assert_eq!(below[1].date, None);
        assert_eq!(
            below[1].candidates,
            ["2021-12-02", "2021-12-24", "2023-03-01"]
        );
        let found = &date_rows(&[cell("令和7年12月1")])[0];
        assert_eq!(found.candidates, ["2025-12", "2025-12-01"]);
        // no day has this number, and no digit stands apart
        for text in ["2021/12/4 2", "2021/12/2", "2021/12/2 45"] {
            assert!(date_rows(&[cell(text)])[0].date.is_some(), "{text}");
        }
    }

    #[test]
    fn rows_with_cells_of_their_own_go_on_behind_a_cell_that_a_page_cuts() {
        let row = |text, span, blank_span, page| DateCell {
            span,
            blank_span,
            ruled: blank_span == 1,
            page: Some(page),
            ..cell(text)
        };
        let rows = [
            row("令和3年4月1日", 2, 0, 1),
            row("", 0, 0, 2),
            row("", 1, 1, 2),
            row("令和4年4月1日", 1, 0, 2),
        ];
        let found = date_rows(&rows);
        // the upper half of a cell whose text stands on the next page has rules of its own too
        let cut = [rows[0], rows[1], rows[2], row("令和4年4月1日", 1, 0, 3)];
        assert_eq!(date_rows(&cut)[2].date.as_deref(), Some("2022-04-01"));
        assert_eq!(found[2].date.as_deref(), Some("2021-04-01"));
        // without a cell of its own the row is of the date below
        let merged = [rows[0], rows[1], row("", 0, 0, 2), rows[3]];
        assert_eq!(date_rows(&merged)[2].date.as_deref(), Some("2022-04-01"));
    }

    #[test]
    fn dates_out_of_order_are_doubted() {
        let cells = [
            "令和3年4月1日",
            "令和4年4月1日",
            "令和3年5月1日",
            "令和5年4月1日",
        ];
        let found = date_rows(&cells.map(cell));
        assert_eq!(found.iter().filter(|row| row.doubt.is_some()).count(), 1);
    }

    #[test]
    fn blank_cells_with_rules_of_their_own_mean_the_date_above() {
        let rows = [
            ("令和3年4月1日", "I 3"),
            ("", "II 5 移転先1"),
            ("", "I 3"),
            ("令和4年4月1日", "I 3"),
            ("", "II 2 ①"),
            ("", "III 3"),
            ("令和5年4月1日", "I 3"),
        ];
        let cells = rows.map(|(text, item)| DateCell {
            text,
            span: 1,
            ruled: true,
            blank_span: 0,
            page: None,
            after_break: false,
            place: form_place(item),
        });
        let found = date_rows(&cells);
        assert_eq!(found[2].date.as_deref(), Some("2021-04-01"));
        assert_eq!(found[2].candidates, ["2022-04-01"], "the items begin anew");
        assert_eq!(found[5].date.as_deref(), Some("2022-04-01"));
        assert!(found[5].candidates.is_empty());
        assert!(
            found
                .iter()
                .all(|row| row.basis != Some(DateBasis::Inferred))
        );
    }

    #[test]
    fn a_merged_cell_that_is_blank_at_a_pages_end_has_its_text_on_a_later_page() {
        let rows = [
            ("令和3年4月1日", 0, 5),
            ("", 2, 5),
            ("", 0, 5),
            ("", 1, 6),
            ("令和4年4月1日", 0, 7),
        ];
        let dates = |rows: &[(&str, u32, u32)]| -> Vec<Option<DateBasis>> {
            let cells = rows.iter().map(|&(text, blank_span, page)| DateCell {
                text,
                span: u32::from(!text.is_empty()),
                blank_span,
                ruled: blank_span == 1,
                page: Some(page),
                after_break: false,
                place: None,
            });
            let found = date_rows(&cells.collect::<Vec<_>>());
            found.into_iter().map(|row| row.basis).collect()
        };
        let (carried, inferred) = (Some(DateBasis::Carried), Some(DateBasis::Inferred));
        assert_eq!(dates(&rows)[1..4], [inferred; 3]);
        // the same within one page: nothing says that the merged cell is not blank as a whole
        let one_page = rows.map(|(text, span, _)| (text, span, 5));
        assert_eq!(dates(&one_page)[1..4], [carried; 3]);
        // a part of its own at the page's end is no merged cell
        let single = [rows[0], ("", 1, 5), rows[3], rows[4]];
        assert_eq!(dates(&single)[1..3], [carried; 2]);
    }

    #[test]
    fn a_step_back_in_the_form_parts_two_dates() {
        let rows = [
            ("令和3年4月1日", "II 2 ①"),
            ("令和3年4月1日", "II 5 移転先1"),
            ("", "IV 1 ①"),
            ("", "VI 2 ④"),
            ("令和4年4月1日", "I 3"),
        ];
        let cells: Vec<DateCell<'_>> = rows
            .iter()
            .map(|(text, item)| DateCell {
                text,
                span: 1,
                ruled: false,
                blank_span: 0,
                page: None,
                after_break: false,
                place: form_place(item),
            })
            .collect();
        let found = date_rows(&cells);
        assert_eq!(found[2].date.as_deref(), Some("2021-04-01"));
        assert_eq!(found[3].basis, Some(DateBasis::Carried));
    }
}
