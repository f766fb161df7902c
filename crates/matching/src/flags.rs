//! Which options of a check list are marked, by the evidence that the contract ranks.
//!
//! Input: the normalized text of the item's region and the official options. Output: one flag an
//! option in the form's order. A lost `<input>` state is settled by a filled parenthesis, a count, an
//! exclusive partner or contrast within the cell; else it stays unclear.

use hyokasho_catalogue::{Node, OptionText};
use hyokasho_model::{Basis, Flag, FlagState};

use crate::fold::{Folded, fold, similarity};
use crate::marks::{Marked, Seen, find_boxes};

/// Similarity that a damaged option behind a box must have.
const SIMILAR: f64 = 0.75;
/// Signs between a box and its option that are counted on; more are looked for where no option is found.
const MOST_SIGNS: usize = 2;
/// Characters behind a box among which its option stands, damaged or not.
const MOST_FOLDED: usize = 80;
/// Empty brackets that must stand around a single other glyph before contrast tells its state.
const LEAST_EMPTIES: usize = 2;

/// One option as found in the text.
#[derive(Debug, Clone)]
struct Found {
    option: usize,
    seen: Option<Seen>,
    bracketed: bool,
    text: Option<String>,
    count: Option<u64>,
}

/// What a region says of a check list.
#[derive(Debug, Clone, PartialEq)]
pub struct FlagsReading {
    /// One flag an option, in the form's order.
    pub flags: Vec<Flag>,
    /// How many options were found in the text.
    pub found: usize,
    /// Whether options that exclude one another are both marked.
    pub contradicts: bool,
}

/// Reads a check list.
pub fn read(text: &str, node: &Node) -> FlagsReading {
    let boxes = find_boxes(text);
    let found = find_options(text, &boxes, &node.options);
    let mut flags: Vec<Flag> = Vec::with_capacity(node.options.len());
    let mut states: Vec<(usize, Option<Seen>, bool)> = Vec::new();
    for (option, official) in node.options.iter().enumerate() {
        let here = found.iter().find(|f| f.option == option);
        if here.is_none() && is_replaced(official, &node.options, &found) {
            continue;
        }
        let (state, basis) = seen_state(here);
        states.push((
            option,
            here.and_then(|f| f.seen),
            here.is_some_and(|f| f.bracketed),
        ));
        flags.push(Flag {
            option: official.text.clone(),
            state,
            basis,
            text: here.and_then(|f| f.text.clone()),
            count: here.and_then(|f| f.count),
        });
    }
    settle_by_content(&mut flags, &states);
    settle_by_contrast(&mut flags, &states);
    let contradicts = settle_by_exclusion(&mut flags, &node.options);
    FlagsReading {
        flags,
        found: found.len(),
        contradicts,
    }
}

/// 4情報 and 5情報: the revision prints one of the two.
fn is_replaced(option: &OptionText, options: &[OptionText], found: &[Found]) -> bool {
    options.iter().enumerate().any(|(at, other)| {
        let alternatives = option.alternative_to.as_deref() == Some(other.text.as_str())
            || other.alternative_to.as_deref() == Some(option.text.as_str());
        // With neither printed, the one that the form began with stands for both.
        alternatives && (found.iter().any(|f| f.option == at) || option.alternative_to.is_some())
    })
}

fn seen_state(found: Option<&Found>) -> (FlagState, Option<Basis>) {
    match found.and_then(|f| f.seen) {
        Some(Seen::On | Seen::OnChecked) => (FlagState::On, Some(Basis::Mark)),
        Some(Seen::Off) => (FlagState::Off, Some(Basis::Mark)),
        Some(Seen::Lost) | None => (FlagState::Unclear, None),
    }
}

/// A filled parenthesis or a count: the option is on. Against an empty box it is in doubt.
fn settle_by_content(flags: &mut [Flag], states: &[(usize, Option<Seen>, bool)]) {
    for (flag, (_, seen, _)) in flags.iter_mut().zip(states) {
        let basis = match (&flag.text, flag.count) {
            (_, Some(count)) if count > 0 => Basis::Count,
            (Some(_), _) => Basis::Text,
            _ => continue,
        };
        match (flag.state, seen) {
            (FlagState::Unclear, _) => {
                flag.state = FlagState::On;
                flag.basis = Some(basis);
            }
            (FlagState::Off, _) => {
                flag.state = FlagState::Unclear;
                flag.basis = None;
            }
            (FlagState::On, _) => {}
        }
    }
}

/// Beside `<input checked>` and without any empty bracket, unchecked is off; a single other glyph
/// among empty brackets is on.
fn settle_by_contrast(flags: &mut [Flag], states: &[(usize, Option<Seen>, bool)]) {
    let checked = states
        .iter()
        .any(|(_, seen, _)| *seen == Some(Seen::OnChecked));
    let empties = states
        .iter()
        .filter(|(_, seen, bracketed)| *seen == Some(Seen::Off) && *bracketed)
        .count();
    let lost = states
        .iter()
        .filter(|(_, seen, _)| *seen == Some(Seen::Lost))
        .count();
    let other_on = states
        .iter()
        .any(|(_, seen, _)| matches!(seen, Some(Seen::On | Seen::OnChecked)));
    let state = if checked && empties == 0 {
        FlagState::Off
    } else if lost == 1 && empties >= LEAST_EMPTIES && !other_on && lost + empties == states.len() {
        FlagState::On
    } else {
        return;
    };
    for (flag, (_, seen, _)) in flags.iter_mut().zip(states) {
        if flag.state == FlagState::Unclear && *seen == Some(Seen::Lost) {
            flag.state = state;
            flag.basis = Some(Basis::Contrast);
        }
    }
}

/// An option that is on puts out those that exclude it; true when two such are both on.
fn settle_by_exclusion(flags: &mut [Flag], options: &[OptionText]) -> bool {
    let on: Vec<String> = flags
        .iter()
        .filter(|f| f.state == FlagState::On)
        .map(|f| f.option.clone())
        .collect();
    let mut contradicts = false;
    for flag in flags.iter_mut() {
        let excluded = options.iter().any(|option| {
            let excludes = |a: &OptionText, b: &str| a.excludes.iter().any(|text| text == b);
            let this = options.iter().find(|o| o.text == flag.option);
            on.contains(&option.text)
                && option.text != flag.option
                && (excludes(option, &flag.option)
                    || this.is_some_and(|o| excludes(o, &option.text)))
        });
        if !excluded {
            continue;
        }
        match flag.state {
            FlagState::Unclear => {
                flag.state = FlagState::Off;
                flag.basis = Some(Basis::Exclusive);
            }
            FlagState::On => contradicts = true,
            FlagState::Off => {}
        }
    }
    contradicts
}

/// A printing of an option.
struct Printing {
    option: usize,
    chars: Vec<char>,
}

/// The options in a text, each with the box before it.
fn find_options(text: &str, boxes: &[Marked], options: &[OptionText]) -> Vec<Found> {
    let printings = printings(options);
    let mut found: Vec<Found> = Vec::new();
    let first = boxes.first().map_or(text.len(), |b| b.range.start);
    unboxed(text, 0..first, options, &printings, &mut found);
    for (at, this) in boxes.iter().enumerate() {
        let stop = boxes
            .get(at + 1)
            .map_or(text.len(), |next| next.range.start);
        let begins_option = |at: usize| {
            boxes.iter().any(|b| {
                b.range.start == at
                    && behind_box(&text[b.range.end..], &printings, &[])
                        .is_some_and(|(_, used)| used > 0)
            })
        };
        let stop = if begins_option(stop) {
            stop
        } else {
            parenthesis_stop(text, this.range.end, stop, boxes)
        };
        let stretch = this.range.end..stop;
        let bracketed = text[this.range.clone()].contains(['[', ']', '〔']);
        let Some((option, used)) = behind_box(&text[stretch.clone()], &printings, &found) else {
            continue;
        };
        let mut here = Found {
            option,
            seen: Some(this.seen),
            bracketed,
            text: None,
            count: None,
        };
        let mut from = stretch.start + used;
        from += fill(&text[from..stretch.end], &options[option], &mut here);
        if !found.iter().any(|f| f.option == option) {
            found.push(here);
        }
        unboxed(text, from..stretch.end, options, &printings, &mut found);
    }
    found
}

/// A box inside a parenthesis that opened behind an option belongs to the parenthesis' text.
fn parenthesis_stop(text: &str, from: usize, stop: usize, boxes: &[Marked]) -> usize {
    let stretch = &text[from..stop];
    let depth = |s: &str| {
        s.chars()
            .fold(0i32, |d, c| d + i32::from(c == '(') - i32::from(c == ')'))
    };
    if depth(stretch) <= 0 {
        return stop;
    }
    let Some(close) = text[stop..].find(')') else {
        return stop;
    };
    let close = stop + close + 1;
    let inside = boxes
        .iter()
        .filter(|b| b.range.start >= stop && b.range.start < close)
        .count();
    // More than one box before the bracket closes: the closing bracket was lost.
    if inside > 1 {
        stop
    } else {
        stop.max(
            boxes
                .iter()
                .map(|b| b.range.start)
                .find(|&s| s >= close)
                .unwrap_or(stop),
        )
    }
}

fn printings(options: &[OptionText]) -> Vec<Printing> {
    let mut printings: Vec<Printing> = options
        .iter()
        .enumerate()
        .flat_map(|(option, text)| {
            std::iter::once(&text.text)
                .chain(&text.variants)
                .map(move |printing| Printing {
                    option,
                    chars: fold(&hyokasho_normalize::normalize(printing)),
                })
        })
        .collect();
    printings.sort_by_key(|p| std::cmp::Reverse(p.chars.len()));
    printings
}

/// The option right behind a box, and the bytes it takes. Damaged options must be near one that is
/// not found yet.
fn behind_box(text: &str, printings: &[Printing], found: &[Found]) -> Option<(usize, usize)> {
    // As many characters as the longest option has tell an undamaged one.
    let longest = printings.first().map_or(0, |p| p.chars.len());
    let begun = Folded::new(text, MOST_FOLDED.min(MOST_SIGNS + longest));
    if signs(&begun.chars) <= MOST_SIGNS
        && let Some(found) = undamaged(&begun, printings)
    {
        return Some(found);
    }
    let folded = Folded::new(text, MOST_FOLDED);
    if let Some(found) = undamaged(&folded, printings) {
        return Some(found);
    }
    let skip = signs(&folded.chars);
    let chars = &folded.chars[skip..];
    let bytes = |count: usize| folded.ends[skip + count - 1] as usize;
    let end = chars
        .iter()
        .position(|&c| matches!(c, '(' | '\n'))
        .unwrap_or(chars.len());
    let own = &chars[..end];
    if own.is_empty() {
        return None;
    }
    printings
        .iter()
        .filter(|p| !found.iter().any(|f| f.option == p.option) && p.chars.len() >= 3)
        .map(|p| {
            let own = own_of(p, chars, own);
            let length = p.chars.len().min(own.len());
            let whole = similarity(own, &p.chars, SIMILAR);
            let start = similarity(&own[..length], &p.chars, SIMILAR);
            (
                whole.max(start),
                p,
                if whole >= start { own.len() } else { length },
            )
        })
        .filter(|(alike, ..)| *alike > 0.0)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, printing, used)| (printing.option, bytes(used)))
}

/// How many signs between a box and its option there are: a bracket that closes, a colon, a dot.
fn signs(chars: &[char]) -> usize {
    let is_sign = |c: &&char| matches!(c, ']' | ')' | ':' | '.' | '・');
    chars.iter().take_while(is_sign).count()
}

/// The longest option that stands behind a box character by character, and the bytes up to its end.
fn undamaged(behind: &Folded, printings: &[Printing]) -> Option<(usize, usize)> {
    let skip = signs(&behind.chars);
    let chars = &behind.chars[skip..];
    let printing = printings.iter().find(|p| chars.starts_with(&p.chars))?;
    let end = behind.ends[skip + printing.chars.len() - 1];
    Some((printing.option, end as usize))
}

/// The characters behind a box that may be an option: up to a bracket, or as far as the option that they
/// are compared with where it has a bracket of its own.
fn own_of<'a>(printing: &Printing, chars: &'a [char], own: &'a [char]) -> &'a [char] {
    if !printing.chars.contains(&'(') || chars.get(own.len()) != Some(&'(') {
        return own;
    }
    let closing = chars.iter().position(|&c| c == ')');
    closing.map_or(own, |close| &chars[..=close])
}

/// Options that stand without a box: their mark is lost, but for a circle glyph right before them.
fn unboxed(
    text: &str,
    range: std::ops::Range<usize>,
    options: &[OptionText],
    printings: &[Printing],
    found: &mut Vec<Found>,
) {
    let stretch = &text[range.clone()];
    let folded = Folded::new(stretch, usize::MAX);
    let mut at = 0;
    while at < folded.chars.len() {
        let rest = &folded.chars[at..];
        let start = if at == 0 {
            0
        } else {
            folded.ends[at - 1] as usize
        };
        let hit = printings
            .iter()
            .find(|p| p.chars.len() >= 2 && rest.starts_with(&p.chars));
        let (Some(printing), true) = (hit, begins_here(stretch, start)) else {
            at += 1;
            continue;
        };
        let used = folded.ends[at + printing.chars.len() - 1] as usize;
        let glyph = stretch[..start]
            .trim_end()
            .chars()
            .next_back()
            .filter(|&c| hyokasho_normalize::glyphs::is_on_glyph(c));
        let seen = glyph.map(|_| Seen::On);
        let mut here = Found {
            option: printing.option,
            seen,
            bracketed: false,
            text: None,
            count: None,
        };
        let next = used + fill(&stretch[used..], &options[printing.option], &mut here);
        if !found.iter().any(|f| f.option == printing.option) {
            found.push(here);
        }
        at = folded
            .ends
            .iter()
            .position(|&e| e as usize > next)
            .unwrap_or(folded.chars.len());
    }
}

/// Whether a word may begin at this byte: behind white space, a bracket, a circle or nothing.
fn begins_here(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.ends_with(char::is_whitespace)
        || before.chars().next_back().is_none_or(|c| {
            matches!(c, ')' | ']' | '・') || hyokasho_normalize::glyphs::is_on_glyph(c)
        })
        || text[at..].starts_with(char::is_whitespace)
}

/// Reads `( … )` and `( n ) 件` behind an option; gives the bytes they take.
fn fill(text: &str, option: &OptionText, found: &mut Found) -> usize {
    let lead = text.len() - text.trim_start().len();
    let rest = &text[lead..];
    if !rest.starts_with('(') || !(option.parenthesis || option.counted) {
        return 0;
    }
    let Some(close) = closing(rest) else {
        // The closing bracket was lost: the line's end closes it.
        let inside = rest[1..].trim();
        if option.parenthesis && !inside.is_empty() && !hyokasho_normalize::glyphs::is_blank(inside)
        {
            found.text = Some(inside.to_owned());
        }
        return text.len();
    };
    let inside = rest[1..close].trim();
    if option.counted {
        found.count = hyokasho_normalize::numbers::parse_count(inside).map(|count| count.value);
    } else if !inside.is_empty() && !hyokasho_normalize::glyphs::is_blank(inside) {
        found.text = Some(inside.to_owned());
    }
    lead + close + 1
}

/// The byte of the bracket that closes the one which the text opens with.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}
