//! Which option characters are, damaged or cut.
//!
//! Input: folded characters. Output: the one option that is near, or those that it may be.

use super::list::list_number;
use super::{MARGIN, Printing, Reading, SIMILAR};
use crate::fold::similarity;

/// The option that begins with these characters, half of it at least: a narrow cell parts it, and the
/// bracket closes in its first line.
pub(super) fn begun(chars: &[char], printings: &[Printing]) -> Option<usize> {
    let begins = |p: &&Printing| p.chars.starts_with(chars) && 2 * chars.len() >= p.chars.len();
    printings.iter().find(begins).map(|p| p.option)
}

/// The official option that these characters are, and whether they are damaged; one alone must be near.
pub(super) fn nearest(chars: &[char], printings: &[Printing]) -> Option<(usize, bool)> {
    if let Some(printing) = printings.iter().find(|p| p.chars == chars) {
        return Some((printing.option, false));
    }
    // 十分である。 and 2)十分である are the option too.
    let bare = trim(chars);
    if let Some(printing) = printings.iter().find(|p| p.chars == bare) {
        return Some((printing.option, false));
    }
    let digits = |chars: &[char]| {
        chars
            .iter()
            .copied()
            .filter(char::is_ascii_digit)
            .collect::<Vec<char>>()
    };
    let own = digits(bare);
    let mut scored: Vec<(f64, usize)> = Vec::new();
    for printing in printings {
        let alike = similarity(bare, &printing.chars, 0.4);
        match scored
            .iter_mut()
            .find(|(_, option)| *option == printing.option)
        {
            Some(best) => best.0 = best.0.max(alike),
            None => scored.push((alike, printing.option)),
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let &(best, option) = scored.first()?;
    let second = scored.get(1).map_or(0.0, |s| s.0);
    // Numbers tell the options of size apart; a damaged number tells nothing.
    let same_digits = printings
        .iter()
        .any(|p| p.option == option && digits(&p.chars) == own);
    let told = best >= SIMILAR && best - second >= MARGIN && same_digits;
    (told && !is_common(bare, option, printings)).then_some((option, true))
}

/// Whether the characters are the end or the beginning of the option and of another one alike: where the
/// copy has lost the rest, how alike they are tells how long the options are, not which of them it is.
fn is_common(chars: &[char], option: usize, printings: &[Printing]) -> bool {
    let is_of = |part: fn(&[char], &[char]) -> bool| {
        let mut with = printings.iter().filter(|p| part(&p.chars, chars));
        let own = with.clone().any(|p| p.option == option);
        own && with.any(|p| p.option != option)
    };
    is_of(<[char]>::ends_with) || is_of(<[char]>::starts_with)
}

/// What is selected and no option; unclear where it might be more than one.
pub(super) fn foreign(chars: &[char], printings: &[Printing]) -> Reading {
    let near: Vec<usize> = printings
        .iter()
        .filter(|p| {
            similarity(chars, &p.chars, 0.6) > 0.0
                || contains(chars, &p.chars)
                || is_common(chars, p.option, printings)
        })
        .map(|p| p.option)
        .collect();
    if near.is_empty() {
        Reading::Foreign(chars.iter().collect())
    } else {
        Reading::Unclear(near)
    }
}

fn contains(chars: &[char], part: &[char]) -> bool {
    !part.is_empty() && chars.windows(part.len()).any(|window| window == part)
}

fn trim(chars: &[char]) -> &[char] {
    let mut bare = chars;
    if let Some((_, used)) = list_number(bare) {
        bare = &bare[used..];
    }
    while let [rest @ .., '。' | '.' | ':' | '、'] = bare {
        bare = rest;
    }
    bare
}
