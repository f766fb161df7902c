//! Lines on the table's pages that are no part of its rows.
//!
//! Input: the lines and the headers among them. Output: the numbers of the lines that hold the headers'
//! labels and of those that stand for the page alone.

use super::header::{Header, is_wrapped_label};
use super::line::Line;
use crate::columns::ColumnLabels;

/// Lines above and below the header's that hold the rest of its labels.
const WRAPPED: usize = 2;
/// Lines at the top of a page that a header's repeated labels may stand on.
const TOP: usize = 3;

/// The numbers of the lines that hold the headers' labels, and of those that stand at the top of pages
/// or at their end for the page alone: the same line on several pages, or numbers that count them.
pub(super) fn asides(
    lines: &[Line],
    headers: &[(usize, Header)],
    labels: &ColumnLabels,
) -> Vec<u32> {
    let mut held = Vec::new();
    let mut wrapped_labels = Vec::new();
    for (at, _) in headers {
        held.push(lines[*at].number);
        let wrapped = |near: &&Line| near.page == lines[*at].page && is_wrapped_label(near, labels);
        let above = lines[..*at].iter().rev().take(WRAPPED).take_while(wrapped);
        let below = lines[at + 1..].iter().take(WRAPPED).take_while(wrapped);
        for line in above.chain(below) {
            held.push(line.number);
            wrapped_labels.push(line.letters());
        }
    }
    let pages = || lines.chunk_by(|a, b| a.page == b.page);
    let tops: Vec<(String, u32)> = pages()
        .flat_map(|page| page.iter().filter(|line| !line.repeats).take(TOP))
        .map(|line| (line.letters(), line.number))
        .collect();
    held.extend(
        tops.iter()
            .filter(|(text, _)| wrapped_labels.contains(text))
            .map(|(_, n)| n),
    );
    let heads = pages().filter_map(|page| page.iter().find(|line| !line.repeats));
    let heads: Vec<(String, u32)> = heads.map(|line| (line.letters(), line.number)).collect();
    let again = |text: &str| heads.iter().filter(|(other, _)| other == text).count();
    held.extend(
        heads
            .iter()
            .filter(|(text, _)| again(text) > 1)
            .map(|(_, n)| n),
    );
    held.extend(page_numbers(pages()));
    held
}

/// The numbers of pages at their ends, which stand apart from what is above them, or count the pages up.
fn page_numbers<'a>(pages: impl Iterator<Item = &'a [Line]>) -> Vec<u32> {
    let lasts = pages.filter_map(|page| {
        let mut lines = page.iter().rev().filter(|line| !line.repeats);
        let last = lines.next()?;
        let page_number = last.text.trim().parse::<i64>().ok()?;
        let apart = lines
            .next()
            .is_none_or(|above| above.number + 1 < last.number);
        Some((page_number - last.page as i64, apart, last.number))
    });
    let counted: Vec<(i64, bool, u32)> = lasts.collect();
    let again = |count: i64| counted.iter().filter(|(other, ..)| *other == count).count();
    let believed = counted
        .iter()
        .filter(|(count, apart, _)| *apart || again(*count) > 1);
    believed.map(|(.., number)| *number).collect()
}
