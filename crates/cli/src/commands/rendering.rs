//! What the views of changes have in common: colours, widths, edits on one line.
//!
//! Colours are written always; the stream takes them away where the terminal does not show them. What
//! went and what came is therefore marked by signs too.

use anstyle::{AnsiColor, Style};
use hyokasho_model::{Edit, EditKind, Key};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Headlines.
pub const HEAD: Style = Style::new().bold();
/// What matters less.
pub const DIM: Style = Style::new().dimmed();
/// What agrees, what came.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// What differs, what went.
pub const BAD: Style = AnsiColor::Red.on_default();

/// Letters of an unchanged stretch that are shown on either side of a change.
const CONTEXT: usize = 16;

/// The text in a style.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The text cut or filled to so many columns; full-width characters take two.
pub fn pad(text: &str, columns: usize) -> String {
    let width = text.width();
    if width <= columns {
        return format!("{text}{}", " ".repeat(columns - width));
    }
    let mut cut = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide + 1 > columns {
            break;
        }
        used += wide;
        cut.push(c);
    }
    format!("{cut}…{}", " ".repeat(columns - used - 1))
}

/// A label as the form prints it: a block's number in its place.
pub fn printed_label(label: &str, key: &str) -> String {
    let block = Key::new(key).indices().last().copied();
    block.map_or_else(
        || label.to_owned(),
        |block| label.replace("{n}", &block.to_string()),
    )
}

/// Where white space alone changed, a line's end is shown by a sign.
fn visible(text: &str) -> String {
    if text.trim().is_empty() {
        text.replace('\n', "↵")
    } else {
        text.to_owned()
    }
}

/// An edit with signs: `[-went-]`, `{+came+}`; long unchanged stretches are cut.
pub fn render_edits(edits: &[Edit]) -> String {
    let mut text = String::new();
    for (at, edit) in edits.iter().enumerate() {
        match edit.op {
            EditKind::Equal => text.push_str(&context(&edit.text, at == 0, at + 1 == edits.len())),
            EditKind::Delete => text.push_str(&paint(BAD, &format!("[-{}-]", visible(&edit.text)))),
            EditKind::Insert => {
                text.push_str(&paint(GOOD, &format!("{{+{}+}}", visible(&edit.text))));
            }
        }
    }
    text
}

/// Both sides as they stand, where the edit between them cannot be told.
pub fn render_sides(before: &str, after: &str) -> String {
    let side = |style, sign, text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            paint(style, &format!("{sign} {text}")) + "\n"
        }
    };
    format!("{}{}", side(BAD, '-', before), side(GOOD, '+', after))
}

fn context(text: &str, first: bool, last: bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let head = if first { 0 } else { CONTEXT };
    let tail = if last { 0 } else { CONTEXT };
    if letters.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let (start, end) = (&letters[..head], &letters[letters.len() - tail..]);
    start.iter().chain(['…'].iter()).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_characters_take_two_columns() {
        assert_eq!(pad("税務", 6), "税務  ");
        assert_eq!(pad("税務課", 5), "税務…");
        assert_eq!(pad("税務課", 6), "税務課");
    }

    #[test]
    fn a_block_s_number_stands_in_its_label() {
        assert_eq!(printed_label("委託{n}", "a[1].b[3].title"), "委託3");
        assert_eq!(printed_label("名称", "a[1].name"), "名称");
    }

    #[test]
    fn unchanged_stretches_are_cut() {
        let edit = |op, text: &str| Edit {
            op,
            text: text.to_owned(),
        };
        let shown = render_edits(&[
            edit(EditKind::Equal, &"あ".repeat(40)),
            edit(EditKind::Insert, "い"),
        ]);
        assert!(shown.starts_with('…') && shown.contains("{+い+}"));
    }
}
