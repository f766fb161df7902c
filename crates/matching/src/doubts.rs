//! Values that a copy in lines has mixed up with others: signs that a region is not its label's alone.
//!
//! Input: the chain's candidates, the assignments. Output: assignments marked as doubtful, and whether
//! the copy lost the order in which the form is read. A copy that prints the contents of cells apart
//! from their labels shows it by what the form always prints together: a choice and its options.

use std::sync::LazyLock;

use hyokasho_catalogue::{Form, ItemKind, Node, Role};
use hyokasho_document::mark::is_mark;
use memchr::memmem::Finder;
use rustc_hash::FxHashSet;

use crate::candidates::Candidate;
use crate::chain::Link;
use crate::choice;
use crate::compose::text_of;
use crate::distribute::Assignment;
use crate::fold::{fold, fold_start};
use crate::marks;
use crate::regions::{Piece, has_own_cell};
use crate::sheet::{Line, Sheet};

/// Choices with their options that show that the copy prints options at all, and choices without them
/// that show that their order is lost: one may be damaged.
const LEAST_CHOICES: usize = 2;
/// One of so many choices without its options shows that the order is lost.
const ONE_OF: usize = 8;
/// Boxes before options of the form that no free text has.
const LEAST_BOXES: usize = 2;
/// Characters that stand around an option in a list at most: its number, or brackets and a mark.
const MOST_AROUND: usize = 3;
/// Letters that a label needs to be more than a word of a text.
const TELLING: u32 = 3;

/// Lines where a label of the form stands that the chain could not take: it stands out of the form's
/// order. Only labels of one item alone, which is found nowhere else, and labels that lead a row.
pub fn crossed(form: &Form, sheet: &Sheet, candidates: &[Candidate], links: &[Link]) -> Vec<u32> {
    let mut taken = vec![false; form.nodes.len()];
    for link in links {
        taken[link.candidate.node] = true;
    }
    let alone = |candidate: &Candidate, line: &[Candidate]| {
        let same = |other: &&Candidate| (other.from, other.to) == (candidate.from, candidate.to);
        line.iter().filter(same).count() == 1
    };
    let parted = |candidate: &Candidate| {
        let line = &sheet.lines[candidate.line as usize];
        let text = &sheet.cells[line.cell as usize].text;
        let end = sheet.fold_ends(line).get(candidate.to as usize - 1);
        candidate.from == 0 && end.is_some_and(|&end| text[end as usize..].starts_with(' '))
    };
    let item = |candidate: &Candidate| {
        let node = &form.nodes[candidate.node];
        node.role == Role::Item && node.key.is_some()
    };
    let leads = |candidate: &Candidate| {
        let at = |link: &Link| link.candidate.line;
        candidate.whole
            && leads_row(sheet, &sheet.lines[candidate.line as usize])
            && links.binary_search_by_key(&candidate.line, at).is_err()
    };
    let mut told = Vec::new();
    for line in candidates.chunk_by(|a, b| a.line == b.line) {
        let crosses = |candidate: &&Candidate| {
            candidate.similarity >= 1.0
                && candidate.lines == 1
                && candidate.tail.is_none()
                && candidate.to >= candidate.from + TELLING
                && (candidate.whole || parted(candidate))
                && item(candidate)
                && (leads(candidate) || (!taken[candidate.node] && alone(candidate, line)))
        };
        told.extend(line.iter().filter(crosses).map(|candidate| candidate.line));
    }
    told
}

/// Marks assignments as doubtful that hold another item's label, or an option list in a free text.
pub fn mark(
    form: &Form,
    sheet: &Sheet,
    crossed: &[u32],
    asides: &[Vec<char>],
    options: &FormOptions,
    assignments: &mut [Assignment],
) {
    for assignment in assignments {
        let first = assignment.pieces.first();
        let text = form.nodes[assignment.node].kind.unwrap_or(ItemKind::Text) == ItemKind::Text;
        let foreign = crossed.iter().any(|&at| {
            let line = &sheet.lines[at as usize];
            let begins = first.is_some_and(|piece| {
                piece.cell == line.cell as usize && starts_in(sheet, piece, line)
            });
            let holds = |pieces: &[Piece]| pieces.iter().any(|piece| overlaps(piece, line));
            let stands = !line.row || (text && leads_row(sheet, line));
            begins || holds(&assignment.label) || (stands && holds(&assignment.pieces))
        });
        assignment.doubtful |=
            foreign || (text && holds_list(&text_of(sheet, &assignment.pieces), asides, options));
    }
}

/// Marks values as doubtful that hold parts of a neighbour's: lists, brackets and texts that a copy in lines
/// has moved from one item to the next.
pub fn mark_mixed(
    form: &Form,
    sheet: &Sheet,
    asides: &[Vec<char>],
    options: &FormOptions,
    assignments: &mut [Assignment],
) {
    for at in 0..assignments.len() {
        let (assignments, behind) = assignments.split_at_mut(at + 1);
        let Some(own) = assignments.last_mut() else {
            continue;
        };
        let node = &form.nodes[own.node];
        match node.kind {
            Some(ItemKind::Choice) => {
                let is_text = |next: &&mut Assignment| {
                    form.nodes[next.node].kind.unwrap_or(ItemKind::Text) == ItemKind::Text
                        && in_lines(sheet, next)
                };
                let next = behind.first_mut().filter(is_text);
                mark_choice(node, sheet, asides, options, own, next);
            }
            Some(ItemKind::Flags) if own.by_position || in_lines(sheet, own) => {
                own.doubtful |= options.lists_foreign(&text_of(sheet, &own.pieces), node);
            }
            _ => {}
        }
    }
}

/// The same of one choice and the text that the form asks for next. The form prints a choice's options beside
/// it, so that a value over the list is the choice's own, no other list stands with it, and what stands with
/// the list and is no option belongs to the text.
fn mark_choice(
    node: &Node,
    sheet: &Sheet,
    asides: &[Vec<char>],
    options: &FormOptions,
    own: &mut Assignment,
    next: Option<&mut Assignment>,
) {
    let blank = next.as_ref().is_some_and(|next| next.pieces.is_empty());
    if !own.by_position && !blank {
        return;
    }
    let text = text_of(sheet, &own.pieces);
    match next {
        Some(next) if blank && choice::holds_other(&text, node, asides) => next.doubtful = true,
        next if own.by_position => {
            let lists = |text: &str| choice::lists_options(text, node, asides);
            let in_next =
                |next: &Assignment| next.by_position && lists(&text_of(sheet, &next.pieces));
            let parted = !lists(&text) && next.as_deref().is_some_and(in_next);
            own.doubtful |= parted
                || choice::lists_one_twice(&text, node, asides)
                || options.lists_foreign(&text, node);
        }
        _ => {}
    }
}

/// Whether the line is the first of several cells of a row.
fn leads_row(sheet: &Sheet, line: &Line) -> bool {
    line.row && line.only && line.column == 0 && has_own_cell(sheet, line.cell as usize)
}

fn starts_in(sheet: &Sheet, piece: &Piece, line: &Line) -> bool {
    let text = &sheet.cells[piece.cell].text[piece.range.clone()];
    let start = piece.range.start + (text.len() - text.trim_start().len());
    (line.range.start as usize..line.range.end as usize).contains(&start)
}

fn overlaps(piece: &Piece, line: &Line) -> bool {
    piece.cell == line.cell as usize
        && piece.range.start < line.range.end as usize
        && (line.range.start as usize) < piece.range.end
}

/// The options of a form, folded.
#[derive(Debug)]
pub struct FormOptions {
    /// Of its choices.
    chosen: FxHashSet<Vec<char>>,
    /// Characters of the longest of these.
    longest: usize,
    /// Of its items with a box before every option.
    boxed: FxHashSet<Vec<char>>,
}

impl FormOptions {
    /// The options of a form.
    pub fn new(form: &Form) -> Self {
        let of = |kind: ItemKind| {
            let nodes = form
                .nodes
                .iter()
                .filter(move |node| node.kind == Some(kind));
            nodes
                .flat_map(|node| &node.options)
                .map(|option| fold(&hyokasho_normalize::normalize(&option.text)))
                .collect()
        };
        let chosen: FxHashSet<Vec<char>> = of(ItemKind::Choice);
        Self {
            longest: chosen.iter().map(Vec::len).max().unwrap_or(0),
            chosen,
            boxed: of(ItemKind::Flags),
        }
    }

    /// A line folded, as far as it matters: of one without an aside no more than shows that it is longer
    /// than an option.
    fn folded(&self, line: &str) -> Vec<char> {
        let most = if opens_aside(line) {
            usize::MAX
        } else {
            self.longest + MOST_AROUND + 1
        };
        fold_start(line, most)
    }

    /// An option with its number: an item of an option list.
    fn is_listed(&self, line: &[char]) -> bool {
        choice::list_number(line)
            .is_some_and(|(_, used)| used > 1 && self.chosen.contains(&line[used..]))
    }

    /// Whether a text lists an option that is none of the item's.
    fn lists_foreign(&self, text: &str, node: &Node) -> bool {
        let mut lines = text.lines().filter(|line| may_list(line)).map(fold);
        lines.any(|line| {
            let foreign = |(_, used): (usize, usize)| !choice::is_option(&line[used..], node);
            self.is_listed(&line) && choice::list_number(&line).is_some_and(foreign)
        })
    }

    /// An option list that goes on behind its heading in the same line.
    fn begins_list(&self, chars: &[char]) -> bool {
        choice::list_number(chars).is_some_and(|(_, used)| {
            used > 1
                && self
                    .chosen
                    .iter()
                    .any(|option| chars[used..].starts_with(option))
        })
    }

    /// An option in brackets, with or without a lost one: the one that is chosen.
    fn is_bracketed(&self, line: &[char]) -> bool {
        let [open, inside @ .., close] = line else {
            return false;
        };
        let inside = match inside {
            [first, rest @ ..] if is_mark(*first) => rest,
            inside => inside,
        };
        (is_bracket(*open) || is_mark(*open)) && is_bracket(*close) && self.chosen.contains(inside)
    }

    /// A box with an option of the form, and a parenthesis at most: what a check list's last line is.
    fn is_box_alone(&self, line: &str) -> bool {
        let line = line.trim();
        if !may_have_boxes(line) {
            return false;
        }
        let boxes = marks::find_boxes(line);
        let [only] = boxes.as_slice() else {
            return false;
        };
        let own = line[only.range.end..].trim();
        let (option, rest) = own.find('(').map_or((own, ""), |at| own.split_at(at));
        only.range.start == 0
            && (rest.is_empty() || rest.ends_with(')'))
            && self.boxed.contains(&fold(option))
    }

    /// Boxes with options of the form behind them.
    fn boxes(&self, text: &str) -> usize {
        let boxes = marks::find_boxes(text);
        let stops = boxes.iter().skip(1).map(|next| next.range.start);
        let behind = boxes
            .iter()
            .zip(stops.chain([text.len()]))
            .filter(|(this, stop)| {
                let own = text[this.range.end..*stop]
                    .lines()
                    .next()
                    .unwrap_or_default();
                let own = own.rsplit_once(" (").map_or(own, |(option, _)| option);
                self.boxed.contains(&fold(own))
            });
        behind.count()
    }
}

fn is_bracket(c: char) -> bool {
    matches!(c, '[' | ']' | '(' | ')' | '【' | '】')
}

/// Whether a free text holds what no writer puts there: a line that ends with the heading of an option
/// list or goes on with the list, an option with its number or in brackets, boxes before options, or half
/// a bracket on a line of its own.
fn holds_list(text: &str, asides: &[Vec<char>], options: &FormOptions) -> bool {
    // a text that speaks of it goes on behind it
    let has_aside = |line: &[char]| {
        let ends = |at: usize, aside: &[char]| {
            line[at..].starts_with(aside) && {
                let rest = &line[at + aside.len()..];
                rest.is_empty() || options.begins_list(rest)
            }
        };
        let mut opened = (0..line.len()).filter(|&at| line[at] == '<');
        opened.any(|at| asides.iter().any(|aside| ends(at, aside)))
    };
    let listed = text.lines().filter(|line| may_list(line)).any(|line| {
        let line = options.folded(line);
        matches!(line[..], ['[' | ']'])
            || has_aside(&line)
            || options.is_listed(&line)
            || options.is_bracketed(&line)
    });
    listed
        || (may_have_boxes(text)
            && (options.boxes(text) >= LEAST_BOXES
                || text.lines().any(|line| options.is_box_alone(line))))
}

/// Whether a line has a sign of a list. A glance at the bytes tells it of nearly every line of a text.
fn may_list(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_digit)
        || memchr::memchr3(b'<', b'[', b']', bytes).is_some()
        || memchr::memchr(b'(', bytes).is_some()
        || BRACKETS.iter().any(|bracket| bracket.find(bytes).is_some())
}

/// Whether a line has a bracket that folds to the one before an aside.
fn opens_aside(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr(b'<', bytes).is_some() || ANGLES.iter().any(|angle| angle.find(bytes).is_some())
}

/// Other opening brackets, which are looked for in every line.
static BRACKETS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| ["【", "〔"].map(Finder::new));

/// What folds to `<`.
static ANGLES: LazyLock<[Finder<'static>; 4]> =
    LazyLock::new(|| ["〈", "《", "⟨", "＜"].map(Finder::new));

/// The first byte of all drawn boxes.
const DRAWN: u8 = 0xE2;

/// Whether a text has a box, a mark or an opening bracket.
fn may_have_boxes(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'[', bytes).is_some()
        || (memchr::memchr(DRAWN, bytes).is_some() && text.contains(['☐', '□', '☑', '■']))
        || hyokasho_document::mark::stand_in(text)
}

/// Whether the copy lost the order in which the form is read.
pub fn order_is_lost(
    form: &Form,
    sheet: &Sheet,
    asides: &[Vec<char>],
    assignments: &[Assignment],
) -> bool {
    let choices = assignments.iter().filter(|assignment| {
        form.nodes[assignment.node].kind == Some(ItemKind::Choice) && in_lines(sheet, assignment)
    });
    let (mut all, mut bare) = (0, 0);
    for assignment in choices {
        all += 1;
        let text = text_of(sheet, &assignment.pieces);
        let node = &form.nodes[assignment.node];
        bare += usize::from(choice::is_bare(&text, node, asides));
    }
    bare >= LEAST_CHOICES && all - bare >= LEAST_CHOICES && bare * ONE_OF >= all
}

/// Whether the label stands in a line, not in a cell beside its value's.
pub fn in_lines(sheet: &Sheet, assignment: &Assignment) -> bool {
    let label = assignment.label.last();
    label.is_some_and(|label| !has_own_cell(sheet, label.cell))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold_char;

    #[test]
    fn every_bracket_that_folds_to_an_asides_is_looked_for() {
        let mut angles = ('\0'..=char::MAX).filter(|&c| fold_char(c) == Some('<'));
        assert!(angles.all(|c| opens_aside(&c.to_string())));
    }
}
