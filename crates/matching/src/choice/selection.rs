//! What stands beside a choice's option list: the selected option, in brackets or without.
//!
//! Input: folded characters without the list. Output: the reading, by the brackets and boxes around the option.

use hyokasho_document::mark;
use hyokasho_model::Basis;

use super::list::OptionList;
use super::near::{begun, foreign, nearest};
use super::{Printing, Reading, is_box, is_dash};

/// What stands beside the option list.
pub(super) struct Selection {
    /// Text inside brackets, one entry a bracket, boxes removed.
    bracketed: Vec<Vec<char>>,
    /// Text outside brackets, boxes and stray brackets removed; one entry a stretch between boxes.
    loose: Vec<Vec<char>>,
    /// Whether any bracket or a part of one is there.
    has_bracket: bool,
    /// States of the boxes before the loose stretches.
    loose_boxes: Vec<Option<char>>,
}

impl Selection {
    pub fn new(chars: &[char]) -> Self {
        let mut selection = Self {
            bracketed: Vec::new(),
            loose: vec![Vec::new()],
            has_bracket: false,
            loose_boxes: vec![None],
        };
        let last_close = chars.iter().rposition(|&c| c == ']');
        let mut at = 0;
        while at < chars.len() {
            match chars[at] {
                '[' => {
                    selection.has_bracket = true;
                    if Some(at) < last_close
                        && let Some(close) = chars[at..].iter().position(|&c| c == ']')
                    {
                        let inside = chars[at + 1..at + close]
                            .iter()
                            .copied()
                            .filter(|&c| !is_box(c))
                            .collect();
                        selection.bracketed.push(inside);
                        at += close;
                    }
                }
                // no option has a bar: recognition reads a bracket as one
                ']' | '|' => selection.has_bracket = true,
                c if is_box(c) => {
                    // Half a bracket may have become an input box.
                    selection.loose.push(Vec::new());
                    selection.loose_boxes.push(Some(c));
                }
                c => selection
                    .loose
                    .last_mut()
                    .into_iter()
                    .for_each(|stretch| stretch.push(c)),
            }
            at += 1;
        }
        selection
    }

    pub fn decide(&self, printings: &[Printing], list: &OptionList, count: usize) -> Reading {
        let filled: Vec<&Vec<char>> = self
            .bracketed
            .iter()
            .filter(|inside| !is_dash(inside))
            .collect();
        match filled[..] {
            [inside] => match nearest(inside, printings) {
                Some((option, repaired)) => {
                    return Reading::Selected {
                        option,
                        basis: Basis::Bracket,
                        repaired,
                    };
                }
                None => return foreign(inside, printings),
            },
            [] => {}
            _ => return Self::several(&filled, printings),
        }
        let loose: Vec<(usize, &Vec<char>)> = self
            .loose
            .iter()
            .enumerate()
            .filter(|(_, stretch)| !is_dash(stretch) && !is_colon(stretch) && !is_count(stretch))
            .collect();
        match loose[..] {
            [] if self.bracketed.iter().any(|inside| is_dash(inside)) && !list.in_bracket => {
                Reading::Blank
            }
            [] => self.doubled(list, count),
            [(at, stretch)] => self.one_loose(at, stretch, printings, list, count),
            _ => self.marked_loose(&loose, printings),
        }
    }

    /// Nothing but the list: what it has twice is selected.
    fn doubled(&self, list: &OptionList, count: usize) -> Reading {
        match list.doubled(count) {
            Some(option) => Reading::Selected {
                option,
                basis: if self.has_bracket {
                    Basis::Bracket
                } else {
                    Basis::Label
                },
                repaired: false,
            },
            None => Reading::Unclear(Vec::new()),
        }
    }

    /// One text outside of brackets: half a bracket or a box beside it stands for the bracket; without
    /// any, it must be surplus to a complete list, or there must be no list at all.
    fn one_loose(
        &self,
        at: usize,
        stretch: &[char],
        printings: &[Printing],
        list: &OptionList,
        count: usize,
    ) -> Reading {
        let boxed = self.loose_boxes[at].is_some() || self.has_bracket;
        let stretch = without_count(stretch);
        match nearest(stretch, printings) {
            Some((option, repaired)) if boxed && !self.bracketed.iter().any(Vec::is_empty) => {
                Reading::Selected {
                    option,
                    basis: Basis::Bracket,
                    repaired,
                }
            }
            Some((option, repaired))
                if list.is_complete(count) || (list.listed.is_empty() && !boxed) =>
            {
                Reading::Selected {
                    option,
                    basis: Basis::Label,
                    repaired,
                }
            }
            Some((option, _)) => Reading::Unclear(vec![option]),
            None => foreign(stretch, printings),
        }
    }

    /// Several options outside of brackets, each behind a box: the one whose box is marked.
    fn marked_loose(&self, loose: &[(usize, &Vec<char>)], printings: &[Printing]) -> Reading {
        let mut options = Vec::new();
        let mut on = Vec::new();
        for &(at, stretch) in loose {
            let Some((option, _)) = nearest(without_count(stretch), printings) else {
                continue;
            };
            options.push(option);
            if matches!(
                self.loose_boxes[at],
                Some(mark::BOX_CHECKED | mark::SEEN_ON | '☑' | '■' | '☒')
            ) {
                on.push(option);
            }
        }
        match on[..] {
            [option] => Reading::Selected {
                option,
                basis: Basis::Mark,
                repaired: false,
            },
            _ => Reading::Unclear(options),
        }
    }

    fn several(filled: &[&Vec<char>], printings: &[Printing]) -> Reading {
        let mut options: Vec<usize> = filled
            .iter()
            .filter_map(|inside| {
                let near = nearest(inside, printings).map(|(option, _)| option);
                near.or_else(|| begun(inside, printings))
            })
            .collect();
        options.dedup();
        match options[..] {
            [option] => Reading::Selected {
                option,
                basis: Basis::Bracket,
                repaired: false,
            },
            _ => Reading::Unclear(options),
        }
    }
}

/// The colon that copies put behind a label.
fn is_colon(chars: &[char]) -> bool {
    matches!(chars, [':'])
}

/// `(3)件` beside a choice: the number of another item.
fn is_count(chars: &[char]) -> bool {
    without_count(chars).is_empty()
}

fn without_count(chars: &[char]) -> &[char] {
    let Some(open) = chars.iter().rposition(|&c| c == '(') else {
        return chars;
    };
    let inside = &chars[open + 1..];
    let digits = inside.iter().take_while(|c| c.is_ascii_digit()).count();
    let closes = inside.get(digits) == Some(&')');
    if closes && inside.len() <= digits + 2 {
        &chars[..open]
    } else {
        chars
    }
}
