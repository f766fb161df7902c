//! Brackets around several lines: a bracket that stands at half height beside two or more lines is
//! moved to the start of the first, its partner to the end of the last.
//!
//! Spreadsheets set the brackets in cells of their own, in the middle of the row, while the value
//! between them wraps.

use hyokasho_source::Rect;

use crate::ink::Ink;

/// Brackets whose middles differ by no more than this are a pair, in em.
const LEVEL: f64 = 0.25;
/// How far above and below the brackets the lines between them may stand, in em.
const REACH: f64 = 1.6;

/// Moves brackets beside several lines to the ends of these.
pub(crate) fn settle_brackets(inks: &mut [Ink], held: &[u32]) {
    let is = |inks: &[Ink], i: u32, signs: &str| signs.contains(inks[i as usize].first());
    let opening: Vec<u32> = held.iter().copied().filter(|&i| is(inks, i, "[［")).collect();
    let closing: Vec<u32> = held.iter().copied().filter(|&i| is(inks, i, "]］")).collect();
    for &open in &opening {
        let (a, em) = (inks[open as usize].rect, inks[open as usize].size);
        let level = |rect: &Rect, y: f64| (rect.centre().1 - y).abs() <= LEVEL * em;
        let y = a.centre().1;
        let close = closing
            .iter()
            .copied()
            .filter(|&c| inks[c as usize].rect.x0 > a.x0 && level(&inks[c as usize].rect, y))
            .min_by(|&b, &c| inks[b as usize].rect.x0.total_cmp(&inks[c as usize].rect.x0));
        let Some(close) = close else { continue };
        let b = inks[close as usize].rect;
        let between: Vec<Rect> = held
            .iter()
            .map(|&i| &inks[i as usize])
            .filter(|ink| !ink.is_space())
            .map(|ink| ink.rect)
            .filter(|r| a.x1 - 0.1 * em <= r.x0 && r.x1 <= b.x0 + 0.1 * em)
            .filter(|r| (r.centre().1 - y).abs() <= REACH * em)
            .collect();
        let middles = || between.iter().map(|r| r.centre().1);
        let (top, bottom) = (middles().fold(y, f64::min), middles().fold(y, f64::max));
        let around = y - top > LEVEL * em && bottom - y > LEVEL * em;
        let others = opening.iter().chain(&closing).filter(|&&o| o != open && o != close).any(|&o| {
            let at = inks[o as usize].rect.centre().1;
            top - LEVEL * em <= at && at <= bottom + LEVEL * em && inks[o as usize].rect.x0 <= b.x1
        });
        if around && !others {
            shift(&mut inks[open as usize], top - y);
            shift(&mut inks[close as usize], bottom - y);
        }
    }
}

fn shift(ink: &mut Ink, by: f64) {
    ink.rect.y0 += by;
    ink.rect.y1 += by;
}
