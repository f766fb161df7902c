//! Check boxes in text: `[ ○ ]`, `[ ]`, ☑, `<input>` boxes, drawn marks, and what they say.
//!
//! Input: normalized text. Output: boxes with their byte ranges and what is seen of their state. What a
//! lost state stands for is decided by evidence, in `flags`.

use std::ops::Range;

use hyokasho_document::mark;

/// What is seen of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// A mark stands in it.
    On,
    /// An `<input checked>`: a mark, and a sign that unchecked inputs of the cell are empty boxes.
    OnChecked,
    /// It is empty: `[ ]`, ☐.
    Off,
    /// An `<input>` without `checked`: the copy may have lost its state.
    Lost,
}

/// A box in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Byte range of the box with its brackets.
    pub range: Range<usize>,
    /// What is seen.
    pub seen: Seen,
}

/// A bracket with more than this many characters inside is no box but a choice's bracket.
const WIDEST_BOX: usize = 3;

/// All boxes of a text, in order.
pub fn find_boxes(text: &str) -> Vec<Marked> {
    let mut boxes = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let found = match c {
            '[' | '〔' | '［' | '【' => bracket(text, at, c.len_utf8()),
            c => bare(c).map(|seen| Marked {
                range: at..at + c.len_utf8(),
                seen,
            }),
        };
        match found {
            Some(found) => {
                at = found.range.end;
                boxes.push(found);
            }
            None => at += c.len_utf8(),
        }
    }
    boxes
}

/// A bracket that opens at `at`: closed with a mark or nothing inside, or open with an input in it.
fn bracket(text: &str, at: usize, open: usize) -> Option<Marked> {
    let inside = &text[at + open..];
    let mut seen = Seen::Off;
    let mut content = 0;
    for (offset, c) in inside.char_indices() {
        let here = at + open + offset;
        match c {
            ']' | '〕' | '］' | '】' => {
                return Some(Marked {
                    range: at..here + c.len_utf8(),
                    seen,
                });
            }
            c if c.is_whitespace() => {}
            c => {
                content += 1;
                let Some(state) = inner(c) else {
                    // A box whose closing bracket was lost: an input opened it.
                    let lost_close = content == 2 && matches!(seen, Seen::Lost | Seen::OnChecked);
                    return lost_close.then_some(Marked {
                        range: at..here,
                        seen,
                    });
                };
                if content > WIDEST_BOX {
                    return None;
                }
                seen = state;
            }
        }
    }
    (content == 1 && matches!(seen, Seen::Lost | Seen::OnChecked)).then_some(Marked {
        range: at..text.len(),
        seen,
    })
}

/// What a character inside a bracket says.
fn inner(c: char) -> Option<Seen> {
    bare(c).or_else(|| {
        (hyokasho_normalize::glyphs::is_on_glyph(c)
            || matches!(c, 'O' | 'o' | '0' | 'レ' | 'V' | 'v'))
        .then_some(Seen::On)
    })
}

/// What a box that stands without brackets says.
fn bare(c: char) -> Option<Seen> {
    Some(match c {
        mark::BOX => Seen::Lost,
        mark::BOX_CHECKED => Seen::OnChecked,
        mark::SEEN_ON | '☑' | '☒' | '■' | '✅' | '🗹' => Seen::On,
        mark::SEEN_OFF | '☐' | '□' => Seen::Off,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<Seen> {
        find_boxes(text).into_iter().map(|b| b.seen).collect()
    }

    #[test]
    fn boxes_and_their_states() {
        assert_eq!(seen("[ ○ ] a [ ] b [] c"), [Seen::On, Seen::Off, Seen::Off]);
        assert_eq!(seen("☑a ☐b ■c"), [Seen::On, Seen::Off, Seen::On]);
        assert_eq!(seen("[レ]a[O]b"), [Seen::On, Seen::On]);
        assert_eq!(
            seen("\u{FDD0} a [\u{FDD1}] b [\u{FDD0} c"),
            [Seen::Lost, Seen::OnChecked, Seen::Lost]
        );
    }

    #[test]
    fn a_choice_in_brackets_is_no_box() {
        assert_eq!(seen("[ 実施する ] 1) 実施する"), []);
    }
}
