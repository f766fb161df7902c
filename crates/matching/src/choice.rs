//! Which option of a choice is selected.
//!
//! Input: the normalized text of the item's region and the official options. The form prints the
//! selected option in brackets beside a numbered option list; copies damage the bracket, the list or
//! both. Output: the option, blank, or unclear with its candidates — never the nearest guess.

mod list;
mod near;
mod selection;

use hyokasho_catalogue::{Node, OptionText};
use hyokasho_document::mark;
use hyokasho_model::Basis;

use crate::fold::{fold, similarity};
pub use list::list_number;
use list::{OptionList, before_list, is_bare_list};
use selection::Selection;

/// Similarity that a damaged option must have with the official one.
const SIMILAR: f64 = 0.72;
/// How much nearer it must be than any other option.
const MARGIN: f64 = 0.12;

/// Closing brackets that may be the one of a bracket around an option: an option has one in it at most.
const MOST_CLOSING: usize = 2;

/// What a region says of a choice.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// The option with this position in the node's list.
    Selected {
        /// Position in the node's options, from 0.
        option: usize,
        /// What decided it.
        basis: Basis,
        /// Whether the option's text was damaged.
        repaired: bool,
    },
    /// Printed, and nothing selected.
    Blank,
    /// Not to be told; options that it may be, by position.
    Unclear(Vec<usize>),
    /// Something is selected that is none of the options.
    Foreign(String),
}

/// An official option with all its printings, folded, longest first.
struct Printing {
    option: usize,
    chars: Vec<char>,
}

/// Reads a choice.
pub fn read(text: &str, node: &Node, asides: &[Vec<char>]) -> Reading {
    let printings = printings(&node.options);
    let mut chars = fold(text);
    if let Some(behind) = remove_asides(&mut chars, asides) {
        if let Some(option) = before_list(&chars, behind, &printings, node.options.len()) {
            return Reading::Selected {
                option,
                basis: Basis::Label,
                repaired: false,
            };
        }
        if is_bare_list(&chars[behind..], &printings, node.options.len()) {
            chars.truncate(behind);
        }
    }
    if chars.is_empty() {
        return Reading::Unclear(Vec::new());
    }
    if hyokasho_normalize::glyphs::is_blank(text) {
        return Reading::Blank;
    }
    let list = OptionList::take(&mut chars, &printings, node.options.len());
    if let Some(option) = list.marked() {
        return Reading::Selected {
            option,
            basis: Basis::Mark,
            repaired: false,
        };
    }
    square_brackets(&mut chars, &printings);
    let selection = Selection::new(&chars);
    selection.decide(&printings, &list, node.options.len())
}

/// Whether a region holds neither an option of the list nor a selected one: the form prints both, so they
/// stand elsewhere.
pub fn is_bare(text: &str, node: &Node, asides: &[Vec<char>]) -> bool {
    !lists_options(text, node, asides)
        && !matches!(read(text, node, asides), Reading::Selected { .. })
}

/// Whether a region lists one option twice and every other one once.
pub fn lists_one_twice(text: &str, node: &Node, asides: &[Vec<char>]) -> bool {
    let count = node.options.len();
    own_list(text, node, asides).doubled(count).is_some()
}

/// Whether a region lists an option of the item.
pub fn lists_options(text: &str, node: &Node, asides: &[Vec<char>]) -> bool {
    !own_list(text, node, asides).listed.is_empty()
}

/// Whether a region holds something that is none of the item's options.
pub fn holds_other(text: &str, node: &Node, asides: &[Vec<char>]) -> bool {
    matches!(read(text, node, asides), Reading::Foreign(_))
}

/// Whether folded characters are an option of the item.
pub fn is_option(chars: &[char], node: &Node) -> bool {
    printings(&node.options).iter().any(|p| p.chars == chars)
}

fn own_list(text: &str, node: &Node, asides: &[Vec<char>]) -> OptionList {
    let printings = printings(&node.options);
    let mut chars = fold(text);
    remove_asides(&mut chars, asides);
    OptionList::take(&mut chars, &printings, node.options.len())
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

/// Removes <選択肢> and its like: what the catalogue lists as furniture in angle brackets. Gives where the first
/// stood.
fn remove_asides(chars: &mut Vec<char>, asides: &[Vec<char>]) -> Option<usize> {
    let mut first = None;
    let mut at = 0;
    while at < chars.len() {
        if chars[at] == '<'
            && let Some(close) = chars[at..].iter().take(12).position(|&c| c == '>')
        {
            let inside = &chars[at..=at + close];
            if asides
                .iter()
                .any(|aside| similarity(inside, aside, 0.6) > 0.0)
            {
                chars.drain(at..=at + close);
                first.get_or_insert(at);
                continue;
            }
        }
        at += 1;
    }
    first
}

/// Brackets of other shapes around an option become the square ones that the form prints. 【 】 with
/// nothing in it is an empty bracket too; round ones around other things are a part of the text.
fn square_brackets(chars: &mut [char], printings: &[Printing]) {
    let longest = printings.first().map_or(0, |p| p.chars.len());
    let mut at = 0;
    while at < chars.len() {
        let close = match chars[at] {
            '(' => ')',
            '【' => '】',
            '「' => '」',
            '{' => '}',
            _ => {
                at += 1;
                continue;
            }
        };
        let behind = &chars[at + 1..];
        let dashes = behind.iter().take_while(|&c| is_dash(&[*c])).count();
        let near = at + 1..chars.len().min(at + 2 + longest.max(dashes));
        let ends = near.filter(|&end| chars[end] == close);
        let around = |&end: &usize| {
            let inside = &chars[at + 1..end];
            let empty = close == '】' && is_dash(inside);
            empty || printings.iter().any(|printing| printing.chars == inside)
        };
        if let Some(end) = ends.take(MOST_CLOSING).find(around) {
            chars[at] = '[';
            chars[end] = ']';
            at = end;
        }
        at += 1;
    }
}

/// Whether a character is a box, read or drawn.
pub(crate) fn is_box(c: char) -> bool {
    mark::is_mark(c) || matches!(c, '☑' | '☐' | '□' | '■' | '☒')
}

fn is_dash(chars: &[char]) -> bool {
    chars.iter().all(|c| matches!(c, '-' | 'ー' | '一'))
}
