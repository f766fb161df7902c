//! Heading levels by size and weight against the body's text.

use crate::{PageLayout, Paragraph};

/// Sizes against the body's from which a line is a heading of level 1, 2, 3. Producers scale pages,
/// so sizes vary by some percent.
const LEVELS: [f64; 3] = [1.6, 1.3, 1.12];
/// Level of a bold line of the body's size.
const BOLD: u8 = 4;
/// Characters of a heading at most; what is longer is a paragraph.
const LONGEST: usize = 60;
/// Lines of a heading at most.
const LINES: u32 = 2;

/// The size that most glyphs of the document have, in points.
pub(crate) fn body_size(pages: &[PageLayout]) -> f64 {
    let mut counts = std::collections::BTreeMap::new();
    for &(size, count) in pages.iter().flat_map(|p| &p.sizes) {
        *counts.entry(size).or_insert(0_u64) += u64::from(count);
    }
    let most = counts
        .into_iter()
        .max_by_key(|&(size, count)| (count, std::cmp::Reverse(size)));
    most.map_or(1.0, |(size, _)| f64::from(size) / 10.0)
}

/// The heading level of a paragraph, if it is a heading.
pub(crate) fn heading(paragraph: &Paragraph, body: f64) -> Option<u8> {
    let text = paragraph.text.text.trim();
    let sentence = text
        .chars()
        .next_back()
        .is_none_or(crate::chars::ends_sentence);
    if sentence || paragraph.lines > LINES || text.chars().count() > LONGEST {
        return None;
    }
    let ratio = paragraph.size / body;
    let level = LEVELS
        .iter()
        .position(|least| ratio >= *least)
        .map(|i| i as u8 + 1);
    level.or(paragraph.bold.then_some(BOLD))
}
