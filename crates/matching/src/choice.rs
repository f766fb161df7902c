//! Which option of a choice is selected.
//!
//! Input: the normalized text of the item's region and the official options. The form prints the
//! selected option in brackets beside a numbered option list; copies damage the bracket, the list or
//! both. Output: the option, blank, or unclear with its candidates — never the nearest guess.

use hyokasho_catalogue::{Node, OptionText};
use hyokasho_document::mark;
use hyokasho_model::Basis;

use crate::fold::{fold, similarity};
use crate::number::circled;

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

/// The option that stands alone before a numbered list, as the form prints the selected one; its brackets are lost. The
/// list itself may be cut by a page.
fn before_list(chars: &[char], list: usize, printings: &[Printing], count: usize) -> Option<usize> {
    let (own, list) = chars.split_at(list);
    let printing = printings.iter().find(|p| p.chars == own)?;
    list_item(list, printings, count)?;
    Some(printing.option)
}

/// Whether characters are all options one after another, without their numbers, and nothing else: the option list of
/// a copy that made an HTML list of it.
fn is_bare_list(chars: &[char], printings: &[Printing], count: usize) -> bool {
    let mut rest = chars;
    for option in 0..count {
        while let ['・' | '-', behind @ ..] = rest {
            rest = behind;
        }
        let mut own = printings.iter().filter(|p| p.option == option);
        let Some(behind) = own.find_map(|p| rest.strip_prefix(p.chars.as_slice())) else {
            return false;
        };
        rest = behind;
    }
    rest.is_empty()
}

/// Brackets of other shapes around an option become the square ones that the form prints. 【 】 with
/// nothing in it is an empty bracket too; round ones around other things are a part of the text.
fn square_brackets(chars: &mut [char], printings: &[Printing]) {
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
        let ends = (at + 1..chars.len()).filter(|&end| chars[end] == close);
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

/// The numbered options of the list, taken out of the text.
struct OptionList {
    /// Listed options by position, each with the seen mark before it.
    listed: Vec<(usize, bool)>,
    /// Whether a bracket is open where an item stands: what stands in it is the list, so it is not empty.
    in_bracket: bool,
}

impl OptionList {
    /// Takes `n) option` out of the characters, and leaves the rest. A list may go on behind the
    /// options of the node's revision; such items are taken out too.
    fn take(chars: &mut Vec<char>, printings: &[Printing], count: usize) -> Self {
        let mut listed = Vec::new();
        let mut in_bracket = false;
        let mut numbered = None;
        let mut rest = Vec::with_capacity(chars.len());
        let mut at = 0;
        while at < chars.len() {
            if let Some((used, option)) = numbered_selection(&chars[at..], printings, count) {
                numbered = Some((option, rest.len()..rest.len() + used));
                rest.extend_from_slice(&chars[at..at + used]);
                at += used;
            } else if let Some((used, option)) = list_item(&chars[at..], printings, count) {
                let marked = rest.last().is_some_and(|&c| {
                    c == mark::SEEN_ON || hyokasho_normalize::glyphs::is_on_glyph(c)
                });
                if marked || rest.last() == Some(&mark::SEEN_OFF) {
                    rest.pop();
                }
                listed.push((option, marked));
                in_bracket |= rest.last() == Some(&'[');
                at += used;
            } else {
                rest.push(chars[at]);
                at += 1;
            }
        }
        // A list that has the other options and not this one begins or ends in the bracket.
        if let Some((option, stretch)) = numbered
            && !listed.is_empty()
            && listed.iter().all(|(listed, _)| *listed != option)
        {
            rest.splice(stretch, ['[', ']']);
            listed.push((option, false));
            in_bracket = true;
        }
        *chars = rest;
        Self { listed, in_bracket }
    }

    /// The one option whose list item carries a mark.
    fn marked(&self) -> Option<usize> {
        let mut marked = self.listed.iter().filter(|(_, marked)| *marked);
        let (option, _) = marked.next()?;
        marked.next().is_none().then_some(*option)
    }

    /// The one option that stands twice in a list that has every other option once: the selected one is
    /// written as the list writes it, with its number, and its bracket is damaged or lost.
    fn doubled(&self, count: usize) -> Option<usize> {
        let times = |option| {
            let same = |(listed, _): &&(usize, bool)| *listed == option;
            self.listed.iter().filter(same).count()
        };
        let doubled = (0..count).find(|&option| times(option) == 2)?;
        let others = (0..count).all(|option| option == doubled || times(option) == 1);
        others.then_some(doubled)
    }

    /// Whether every option of the form is listed.
    fn is_complete(&self, count: usize) -> bool {
        (0..count).all(|option| self.listed.iter().any(|(listed, _)| *listed == option))
    }
}

/// The length of a bracket that holds one list item and nothing else: `[ 3) option ]`, the selected option with
/// its number. With it the option.
fn numbered_selection(
    chars: &[char],
    printings: &[Printing],
    count: usize,
) -> Option<(usize, usize)> {
    if chars.first() != Some(&'[') {
        return None;
    }
    let close = chars.iter().position(|&c| c == ']')?;
    let inside = &chars[1..close];
    let (used, option) = list_item(inside, printings, count)?;
    (used == inside.len()).then_some((close + 1, option))
}

/// A list item at the start of the characters: its length and its option.
fn list_item(chars: &[char], printings: &[Printing], count: usize) -> Option<(usize, usize)> {
    let (number, used) = list_number(chars)?;
    let rest = &chars[used..];
    if let Some(printing) = printings.iter().find(|p| rest.starts_with(&p.chars)) {
        return Some((used + printing.chars.len(), printing.option));
    }
    // A damaged list item: its number and most of its characters tell the option.
    let damaged = number.checked_sub(1).filter(|&n| n < count)?;
    printings
        .iter()
        .filter(|p| p.option == damaged)
        .find_map(|p| {
            let end = item_end(rest, p.chars.len());
            (similarity(&rest[..end], &p.chars, SIMILAR) > 0.0).then_some((used + end, p.option))
        })
}

/// Where a damaged list item ends: at the next number with a bracket, or at about its length.
fn item_end(rest: &[char], length: usize) -> usize {
    let most = (length + length / 3 + 1).min(rest.len());
    (1..most)
        .find(|&at| list_number(&rest[at..]).is_some_and(|(_, used)| used > 1))
        .unwrap_or(most.min(rest.len()))
}

/// `3)`, `3.`, ③ before an option: the number and the characters it takes.
pub fn list_number(chars: &[char]) -> Option<(usize, usize)> {
    let &first = chars.first()?;
    if let Some(n) = circled(first) {
        return Some((usize::from(n), 1));
    }
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits == 0 || digits > 2 {
        return None;
    }
    let number = chars[..digits]
        .iter()
        .filter_map(|c| c.to_digit(10))
        .fold(0, |n, d| n * 10 + d) as usize;
    matches!(chars.get(digits), Some(')' | '.')).then_some((number, digits + 1))
}

/// What stands beside the option list.
struct Selection {
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
    fn new(chars: &[char]) -> Self {
        let mut selection = Self {
            bracketed: Vec::new(),
            loose: vec![Vec::new()],
            has_bracket: false,
            loose_boxes: vec![None],
        };
        let mut at = 0;
        while at < chars.len() {
            match chars[at] {
                '[' => {
                    selection.has_bracket = true;
                    if let Some(close) = chars[at..].iter().position(|&c| c == ']') {
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

    fn decide(&self, printings: &[Printing], list: &OptionList, count: usize) -> Reading {
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

/// The option that begins with these characters, half of it at least: a narrow cell parts it, and the
/// bracket closes in its first line.
fn begun(chars: &[char], printings: &[Printing]) -> Option<usize> {
    let begins = |p: &&Printing| p.chars.starts_with(chars) && 2 * chars.len() >= p.chars.len();
    printings.iter().find(begins).map(|p| p.option)
}

/// The official option that these characters are, and whether they are damaged; one alone must be near.
fn nearest(chars: &[char], printings: &[Printing]) -> Option<(usize, bool)> {
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
fn foreign(chars: &[char], printings: &[Printing]) -> Reading {
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

/// Whether a character is a box, read or drawn.
pub(crate) fn is_box(c: char) -> bool {
    mark::is_mark(c) || matches!(c, '☑' | '☐' | '□' | '■' | '☒')
}

fn is_dash(chars: &[char]) -> bool {
    chars.iter().all(|c| matches!(c, '-' | 'ー' | '一'))
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
