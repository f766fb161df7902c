//! Running heads, feet and page numbers: what repeats at the same place of neighbouring pages.
//!
//! Two texts are the same when they differ in their digits alone. A heading that a form prints anew
//! for each file comes back after some pages, not on each; so it must repeat page by page.

use rustc_hash::FxHashMap;

use crate::{PageLayout, Paragraph};

/// Paragraphs from the top or the bottom of a page that may be furniture.
const DEPTH: usize = 3;
/// How far the place may vary from page to page.
const PLACE: f64 = 3.0;
/// Pages in a row that must show a text; fewer when the document has fewer.
const PAGES: usize = 3;
/// Share of the page's height at its top and bottom where page numbers stand.
const MARGIN: f64 = 0.12;

/// Marks the paragraphs that are page furniture.
pub(crate) fn set_furniture_aside(pages: &mut [PageLayout]) {
    let mut seen: FxHashMap<(String, bool, i64), Vec<(usize, usize)>> = FxHashMap::default();
    for (p, page) in pages.iter().enumerate() {
        for (i, from_top) in candidates(page) {
            let paragraph = &page.paragraphs[i];
            let text = without_digits(&paragraph.text.text);
            let place = place(page, paragraph, from_top);
            // a place near the border of two slots is looked for in both
            for slot in [place.floor(), place.round() - 0.5] {
                let key = (text.clone(), from_top, (slot * 2.0) as i64);
                seen.entry(key).or_default().push((p, i));
            }
        }
    }
    let count = pages.len();
    let mut furniture: Vec<(usize, usize)> = seen
        .into_values()
        .flat_map(|places| repeated(&places, count))
        .collect();
    furniture.sort_unstable();
    for (p, i) in furniture {
        pages[p].paragraphs[i].furniture = true;
    }
    for page in pages {
        mark_page_number(page);
    }
}

/// Distance from the page's top or bottom, in steps of the tolerance.
fn place(page: &PageLayout, paragraph: &Paragraph, from_top: bool) -> f64 {
    let (_, y) = paragraph.rect.centre();
    (if from_top { y } else { page.height - y }) / (2.0 * PLACE)
}

/// Paragraphs above all tables and below all tables, the outermost ones, and from which side.
fn candidates(page: &PageLayout) -> Vec<(usize, bool)> {
    let areas = || {
        page.tables
            .iter()
            .map(|t| t.rect)
            .chain(page.figures.iter().map(|f| f.rect))
    };
    let top = areas().map(|r| r.y0).fold(f64::MAX, f64::min);
    let bottom = areas().map(|r| r.y1).fold(f64::MIN, f64::max);
    let middle = |i: &usize| page.paragraphs[*i].rect.centre().1;
    let mut by_height: Vec<usize> = (0..page.paragraphs.len()).collect();
    by_height.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let above = by_height
        .iter()
        .filter(|i| middle(i) < top)
        .take(DEPTH)
        .map(|&i| (i, true));
    let below = by_height
        .iter()
        .rev()
        .filter(|i| middle(i) > bottom)
        .take(DEPTH)
        .map(|&i| (i, false));
    above.chain(below).collect()
}

/// Places on runs of neighbouring pages, or of every second page, that are long enough.
fn repeated(places: &[(usize, usize)], pages: usize) -> Vec<(usize, usize)> {
    let enough = PAGES.min(pages);
    if enough < 2 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for step in [1, 2] {
        let mut runs: Vec<Vec<(usize, usize)>> = Vec::new();
        for &(page, i) in places {
            let run = runs.iter_mut().rev().take(step).find(|run| {
                run.last()
                    .is_some_and(|&(last, _)| last + step == page || last == page)
            });
            match run {
                Some(run) => run.push((page, i)),
                None => runs.push(vec![(page, i)]),
            }
        }
        let long = |run: &Vec<(usize, usize)>| {
            let mut pages: Vec<usize> = run.iter().map(|(page, _)| *page).collect();
            pages.dedup();
            pages.len() >= enough
        };
        found.extend(runs.into_iter().filter(long).flatten());
    }
    found
}

/// A number alone in the margin that is the page's own.
fn mark_page_number(page: &mut PageLayout) {
    let (top, bottom) = (page.height * MARGIN, page.height * (1.0 - MARGIN));
    let own = page.number.to_string();
    for (i, _) in candidates(page) {
        let paragraph = &mut page.paragraphs[i];
        let (_, y) = paragraph.rect.centre();
        let in_margin = y < top || y > bottom;
        let text = ascii_digits(&paragraph.text.text);
        let first = text
            .split(|c: char| !c.is_ascii_digit())
            .find(|n| !n.is_empty());
        let number = text
            .chars()
            .all(|c| c.is_ascii_digit() || " -–−‐/／".contains(c));
        paragraph.furniture |= in_margin && number && first == Some(own.as_str());
    }
}

fn ascii_digits(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            c => c,
        })
        .collect()
}

/// The text with each number as one sign, and without white space.
fn without_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in ascii_digits(text).chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}
