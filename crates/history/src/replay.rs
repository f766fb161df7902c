//! An item's text taken back through a change row, and forward again.
//!
//! Input: the text and a row. Output: the text on the row's other side, as far as the row quotes it.
//! A row may quote the whole text or a part of it, which must stand in the text once.

use hyokasho_model::Change;

use crate::content::content;
use crate::phrases::{Says, pieces, says};
use crate::text::is_letter;

/// What is known of an item's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// The text; empty where nothing stood there.
    Known(String),
    /// The rows do not tell.
    Unknown,
}

/// The text before the row, from the text after it. `own` tells that the row names the item itself
/// and not a block that holds it.
pub fn undo(text: &Text, change: &Change, own: bool) -> Text {
    step(text, &change.after, &change.before, own)
}

/// The text after the row, from the text before it.
pub fn redo(text: &Text, change: &Change, own: bool) -> Text {
    step(text, &change.before, &change.after, own)
}

/// The text on the side `to`, from the text on the side `from`.
fn step(text: &Text, from: &str, to: &str, own: bool) -> Text {
    let Text::Known(now) = text else {
        return Text::Unknown;
    };
    let absent =
        |side: Says| matches!(side, Says::Blank | Says::Nothing | Says::Comes | Says::Goes);
    let (says_from, says_to) = (says(from), says(to));
    let becomes = |replaced: &dyn Fn(&str) -> String| match says_to {
        Says::Text if pieces(to).join("") == to => Text::Known(replaced(to)),
        side if absent(side) => Text::Known(replaced("")),
        _ => Text::Unknown,
    };
    if absent(says_from) {
        return if content(now).is_empty() {
            becomes(&str::to_owned)
        } else if own {
            Text::Unknown
        } else {
            text.clone()
        };
    }
    if says_from != Says::Text {
        return Text::Unknown;
    }
    if content(now) == content(from) {
        return becomes(&str::to_owned);
    }
    match find_once(now, from) {
        Some((start, end)) => {
            becomes(&|part: &str| format!("{}{part}{}", &now[..start], &now[end..]))
        }
        // a row on a block that quotes another item's text leaves this one alone
        None if !own => text.clone(),
        None => Text::Unknown,
    }
}

/// Where a part stands in a text by its contents, layout apart; `None` where it stands there not at
/// all or more than once.
fn find_once(text: &str, quoted: &str) -> Option<(usize, usize)> {
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut letters = String::new();
    for (at, c) in text.char_indices() {
        let folded = content(c.encode_utf8(&mut [0; 4]));
        ends.extend(folded.bytes().map(|_| (at, at + c.len_utf8())));
        letters.push_str(&folded);
    }
    let part = content(quoted);
    let start = letters.find(&part).filter(|_| !part.is_empty())?;
    let next = start + letters[start..].chars().next().map_or(1, char::len_utf8);
    if letters[next..].contains(&part) {
        return None;
    }
    let found = (ends.get(start)?.0, ends.get(start + part.len() - 1)?.1);
    Some(with_signs(text, quoted, found))
}

/// The stretch with the signs around it that the part quotes too: brackets, bullets, full stops.
fn with_signs(text: &str, part: &str, (mut start, mut end): (usize, usize)) -> (usize, usize) {
    let is_sign = |c: &char| !is_letter(*c);
    let leading: Vec<char> = part.trim().chars().take_while(is_sign).collect();
    for sign in leading.into_iter().rev().filter(|c| !c.is_whitespace()) {
        let Some(before) = text[..start].trim_end().strip_suffix(sign) else {
            break;
        };
        start = before.len();
    }
    let trailing: Vec<char> = part.trim().chars().rev().take_while(is_sign).collect();
    for sign in trailing.into_iter().rev().filter(|c| !c.is_whitespace()) {
        let Some(behind) = text[end..].trim_start().strip_prefix(sign) else {
            break;
        };
        end = text.len() - behind.len();
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Text {
        Text::Known(text.to_owned())
    }

    #[test]
    fn whole_texts_are_exchanged() {
        assert_eq!(
            step(&known("税務課"), "税務課", "税務部", true),
            known("税務部")
        );
        assert_eq!(step(&known("税 務課。"), "税務課", "なし", true), known(""));
        assert_eq!(
            step(&known(""), "(右記を追加)", "税務課", true),
            known("税務課")
        );
    }

    #[test]
    fn parts_are_exchanged_where_they_stand_once() {
        assert_eq!(
            step(&known("係は税務課が担う"), "「税務課」", "税務部", true),
            known("係は税務部が担う")
        );
        assert_eq!(
            step(&known("税務課と税務課"), "税務課", "税務部", true),
            Text::Unknown
        );
        assert_eq!(
            step(&known("福祉課"), "税務課", "税務部", false),
            known("福祉課")
        );
        assert_eq!(
            step(&known("福祉課"), "税務課", "税務部", true),
            Text::Unknown
        );
    }

    #[test]
    fn signs_around_a_part_go_with_it() {
        assert_eq!(
            step(
                &known("課で担う。\n<窓口の措置> 鍵を掛ける。"),
                "<窓口の措置>鍵を掛ける。",
                "なし",
                true
            ),
            known("課で担う。\n")
        );
    }

    #[test]
    fn what_is_not_quoted_is_unknown() {
        assert_eq!(
            step(&known("税務課"), "税務課", "(省略)", true),
            Text::Unknown
        );
        assert_eq!(
            step(&known("税務課"), "(省略)", "税務部", true),
            Text::Unknown
        );
    }
}
