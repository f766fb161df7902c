//! Inks to lines: what overlaps in height is one line, read from left to right.
//!
//! Superscripts and mixed sizes stay in their line. Vertical writing is turned by a quarter first,
//! so that its lines run like horizontal ones.

use hyokasho_source::Rect;

use crate::chars;
use crate::ink::Ink;

/// Share of the lower ink's height that must overlap with a line for the ink to be in it. A raised
/// figure overlaps by four fifths, ruby by a fifth.
const OVERLAP: f64 = 0.5;
/// How far the middles of inks of one line lie apart, in em of the largest: a bracket halfway between two lines
/// of small print belongs to one of them.
const ONE_LINE: f64 = 0.6;
/// Inks that there is room for in a line at once.
const USUAL: usize = 40;
/// Lines that an ink is compared with: it lies between the last ones when sorted by height.
const RECENT: usize = 4;
/// Gap between two letters that stands for a space, in em.
pub(crate) const WORD_GAP: f64 = 0.18;
/// Gap beside a wide character that stands for a space, in em. Word processors part Latin letters
/// and wide characters by a quarter em without a space, and justified text stretches its gaps.
pub(crate) const WIDE_GAP: f64 = 0.45;
/// Gap that parts columns inside a line, in em: more than an ideographic space.
pub(crate) const COLUMN_GAP: f64 = 1.6;
/// Characters of a spread label have gaps that differ by no more than this, in em.
const SPREAD: f64 = 0.35;

/// Inks that tell whether a list item opens: a bracket, a short number, a bracket.
const OPENING: usize = 6;

/// A line of inks in reading order.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Numbers of its inks; white space at its ends is left out.
    pub(crate) inks: Vec<u32>,
    /// Area of its inks in the reading frame.
    pub(crate) rect: Rect,
    /// Start of the line with its leading white space.
    pub(crate) start: f64,
    /// Size of its largest ink.
    pub(crate) size: f64,
    /// Whether a gap parts columns in it.
    pub(crate) columns: bool,
    /// Whether its characters are spread over the line by equal gaps.
    pub(crate) spread: bool,
}

impl Line {
    /// Middle of the line.
    pub(crate) fn middle(&self) -> f64 {
        self.rect.centre().1
    }

    /// Whether it opens a list item.
    pub(crate) fn opens_item(&self, inks: &[Ink]) -> bool {
        self.opens_item_at(inks, 0)
    }

    /// Whether its ink of this number opens a list item.
    pub(crate) fn opens_item_at(&self, inks: &[Ink], number: usize) -> bool {
        let start = self.inks[number..].iter().take(OPENING);
        chars::opens_item(start.flat_map(|&i| inks[i as usize].text.chars()))
    }

    /// All its characters.
    pub(crate) fn chars<'a>(&'a self, inks: &'a [Ink]) -> impl Iterator<Item = char> + 'a {
        self.inks
            .iter()
            .flat_map(|&i| inks[i as usize].text.chars())
    }

    pub(crate) fn first_char(&self, inks: &[Ink]) -> char {
        self.inks.first().map_or(' ', |&i| inks[i as usize].first())
    }

    pub(crate) fn last_char(&self, inks: &[Ink]) -> char {
        self.inks.last().map_or(' ', |&i| inks[i as usize].last())
    }

    pub(crate) fn is_bold(&self, inks: &[Ink]) -> bool {
        self.inks
            .iter()
            .all(|&i| inks[i as usize].bold || inks[i as usize].is_space())
    }

    /// The line of some of its inks.
    pub(crate) fn part(inks: &[Ink], numbers: &[u32]) -> Option<Self> {
        order_to_line(inks, numbers.to_vec())
    }
}

/// A band that gathers inks of one line.
struct Band {
    inks: Vec<u32>,
    /// Middle of the first ink.
    first: f64,
    /// Height of the largest ink so far, by its middle and size.
    middle: f64,
    size: f64,
}

/// Lines of the given inks, top to bottom.
pub(crate) fn inks_to_lines(inks: &[Ink], numbers: &[u32]) -> Vec<Line> {
    let mut sorted = numbers.to_vec();
    let middle = |i: u32| inks[i as usize].rect.centre().1;
    sorted.sort_by(|&a, &b| middle(a).total_cmp(&middle(b)));
    let mut bands: Vec<Band> = Vec::new();
    for i in sorted {
        let (middle, size) = (middle(i), inks[i as usize].size);
        let first = bands.len().saturating_sub(RECENT);
        let best = (first..bands.len())
            .filter(|&b| middle - bands[b].first <= ONE_LINE * bands[b].size.max(size))
            .map(|b| (b, overlap(&bands[b], middle, size)))
            .filter(|(_, overlap)| *overlap >= OVERLAP)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((b, _)) = best {
            let band = &mut bands[b];
            band.inks.push(i);
            if size > band.size {
                (band.middle, band.size) = (middle, size);
            }
        } else {
            let mut inks = Vec::with_capacity(numbers.len().min(USUAL));
            inks.push(i);
            bands.push(Band {
                inks,
                first: middle,
                middle,
                size,
            });
        }
    }
    let mut lines: Vec<Line> = bands
        .into_iter()
        .filter_map(|band| band_to_line(inks, band.inks))
        .collect();
    lines.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    lines
}

/// Overlap of an ink's height with a band, as a share of the lower of the two.
fn overlap(band: &Band, middle: f64, size: f64) -> f64 {
    let top = (band.middle - band.size / 2.0).max(middle - size / 2.0);
    let bottom = (band.middle + band.size / 2.0).min(middle + size / 2.0);
    (bottom - top) / band.size.min(size)
}

fn band_to_line(inks: &[Ink], mut numbers: Vec<u32>) -> Option<Line> {
    numbers.sort_by(|&a, &b| {
        inks[a as usize]
            .rect
            .x0
            .total_cmp(&inks[b as usize].rect.x0)
    });
    order_to_line(inks, numbers)
}

/// A line of inks that are in order already; none when all are white space.
fn order_to_line(inks: &[Ink], mut numbers: Vec<u32>) -> Option<Line> {
    let blank = |&i: &u32| inks[i as usize].is_space();
    let start = inks[*numbers.first()? as usize].rect.x0;
    let last = numbers.iter().rposition(|i| !blank(i))?;
    numbers.truncate(last + 1);
    let first = numbers.iter().position(|i| !blank(i))?;
    numbers.drain(..first);
    let of = |i: u32| &inks[i as usize];
    let rect = numbers[1..]
        .iter()
        .fold(of(numbers[0]).rect, |all, &i| all.union(&of(i).rect));
    let size = numbers.iter().map(|&i| of(i).size).fold(0.0, f64::max);
    let (columns, spread) = gaps(inks, &numbers, size);
    Some(Line {
        inks: numbers,
        rect,
        start,
        size,
        columns,
        spread,
    })
}

/// Whether a gap parts columns, and whether all gaps are alike and wide.
fn gaps(inks: &[Ink], numbers: &[u32], size: f64) -> (bool, bool) {
    let (mut least, mut most, mut count) = (f64::MAX, 0.0_f64, 0);
    let mut all_wide = true;
    let mut end: Option<f64> = None;
    for ink in numbers.iter().map(|&i| &inks[i as usize]) {
        if ink.is_space() {
            all_wide = false;
            continue;
        }
        all_wide &= chars::is_wide(ink.first());
        if let Some(end) = end {
            let gap = ink.rect.x0 - end;
            (least, most) = (least.min(gap), most.max(gap));
            count += 1;
        }
        end = Some(end.unwrap_or(f64::MIN).max(ink.rect.x1));
    }
    let spread = all_wide && count >= 2 && least >= SPREAD * size && most - least <= SPREAD * size;
    (most >= COLUMN_GAP * size && !spread, spread)
}

/// The gap between two neighbours as a share of the smallest that stands for a space.
pub(crate) fn is_space_gap(before: &Ink, after: &Ink, end: f64) -> bool {
    let em = before.size.max(after.size);
    let gap = after.rect.x0 - end;
    let wide = chars::is_wide(before.last()) || chars::is_wide(after.first());
    gap >= em * if wide { WIDE_GAP } else { WORD_GAP } && !after.glued
}
