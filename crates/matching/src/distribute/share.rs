//! Lines shared out among the labels they stand behind.
//!
//! Input: items in the form's order, and lines. Output: a share of the lines for each item: what typed items can
//! read (`cuts`), a line or a paragraph for each text, doubtful where nothing tells.

use hyokasho_catalogue::NodeId;

use super::Ground;
use super::cuts::{best_cuts, group_texts, listed_options};
use crate::candidates::BULLETS;
use crate::choice;
use crate::compose::paragraphs;
use crate::fold::fold_start;
use crate::regions::Piece;
use crate::sheet::Sheet;

/// Pieces parted at their line ends.
pub(super) fn lines_of(ground: &Ground<'_>, pieces: &[Piece]) -> Vec<Piece> {
    let mut lines = Vec::new();
    for piece in pieces {
        let text = ground.text(piece);
        let mut start = piece.range.start;
        for line in text.split('\n') {
            if !line.trim().is_empty() {
                lines.push(Piece {
                    cell: piece.cell,
                    range: start..start + line.len(),
                });
            }
            start += line.len() + 1;
        }
    }
    lines
}

/// One label's share of the lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Share {
    /// Its lines.
    pub pieces: Vec<Piece>,
    /// Whether they may belong to a neighbour.
    pub doubtful: bool,
}

/// A stack of more labels than this is no stack of the forms (a provision has eight).
const MOST_MEMBERS: usize = 12;
/// Characters of an assessment's number at most.
const LONGEST_NUMBER: usize = 8;
/// Folded characters that tell whether a line begins with a list's number.
const LIST_START: usize = 6;
/// More lines than this are paragraphs, not values.
const MOST_SHARED_LINES: usize = 80;

/// Shares lines out among stacked labels: in order, so that every typed item can read its share. Texts
/// between typed items share one line each where there are just as many, else they are doubtful. `together` are
/// labels in one cell, whose values stand in the cell beside it.
pub(super) fn share(
    ground: &Ground<'_>,
    nodes: &[NodeId],
    lines: &[Piece],
    together: bool,
) -> Option<Vec<Share>> {
    if nodes.is_empty() || nodes.len() > MOST_MEMBERS || lines.len() > MOST_SHARED_LINES {
        return None;
    }
    if let Some(shares) = number_beside_name(ground, nodes, lines) {
        return Some(shares);
    }
    let groups = group_texts(ground, nodes);
    let listed = listed_options(ground, nodes, lines);
    let cuts = best_cuts(ground, &groups, lines, &listed);
    let only_texts = groups.len() == 1 && groups[0].typed.is_none();
    // Texts alone: the first ones are blank and the last one is filled, as everywhere in the form, unless
    // the copy puts labels before their values elsewhere too, or there is a line for each of some names.
    let is_name = |&node: &NodeId| ground.form.nodes[node].name;
    let names = lines.len() == nodes.len() && nodes.iter().all(is_name);
    let apart = names
        || ground.labels_first
            && (nodes.len() > 2 || one_each(ground.sheet, lines, nodes.len()).len() == nodes.len());
    if only_texts && !apart && !is_number_and_text(ground, lines) {
        return if together {
            texts_of_one_cell(ground, nodes, lines)
        } else {
            as_many_texts(ground, nodes, lines)
        };
    }
    let mut shares = Vec::with_capacity(nodes.len());
    for (group, cut) in groups.iter().zip(cuts.windows(2)) {
        let part = &lines[cut[0]..cut[1]];
        let paragraphs = one_each(ground.sheet, part, group.count);
        let even = group.count == 1
            || part.is_empty()
            || (paragraphs.len() == group.count
                && !parts_sentence(ground.sheet, &paragraphs)
                && !counts_on(ground, &paragraphs));
        for member in 0..group.count {
            let pieces = match (even, group.count) {
                (true, 2..) => paragraphs.get(member).cloned().unwrap_or_default(),
                _ => part.to_vec(),
            };
            shares.push(Share {
                pieces,
                doubtful: !even,
            });
        }
    }
    Some(shares)
}

/// Whether a text begins with the number that follows the one before it: both are items of one label's list.
fn counts_on(ground: &Ground<'_>, texts: &[Vec<Piece>]) -> bool {
    let number = |text: &Vec<Piece>| {
        let piece = text.first()?;
        let text = ground.text(piece).trim_start();
        Some(choice::list_number(&fold_start(text, LIST_START))?.0)
    };
    let numbers: Vec<Option<usize>> = texts.iter().map(number).collect();
    numbers
        .windows(2)
        .any(|pair| matches!(pair, [Some(a), Some(b)] if a + 1 == *b))
}

/// A text for each label of a stack of texts: the copy may have put the labels before the values here alone, or the
/// last label has them all. A list belongs to one label.
fn as_many_texts(ground: &Ground<'_>, nodes: &[NodeId], lines: &[Piece]) -> Option<Vec<Share>> {
    let texts = one_each(ground.sheet, lines, nodes.len());
    let is_listed = |text: &Vec<Piece>| {
        let piece = text.first();
        piece.is_some_and(|piece| {
            let text = ground.text(piece).trim_start();
            text.starts_with(BULLETS)
                || choice::list_number(&fold_start(text, LIST_START)).is_some()
        })
    };
    let listed = texts.iter().filter(|text| is_listed(text)).count();
    if texts.len() != nodes.len() || listed > 1 || parts_sentence(ground.sheet, &texts) {
        return None;
    }
    let share = |pieces| Share {
        pieces,
        doubtful: true,
    };
    Some(texts.into_iter().map(share).collect())
}

/// The texts of labels in one cell: names take a paragraph each and what follows them the rest, or there is a text
/// for each label; else nothing tells where one ends and the next begins.
fn texts_of_one_cell(ground: &Ground<'_>, nodes: &[NodeId], lines: &[Piece]) -> Option<Vec<Share>> {
    let text = |line: &Piece| ground.text(line);
    if lines
        .iter()
        .all(|line| hyokasho_normalize::glyphs::is_blank(text(line)))
    {
        return None;
    }
    let certain = |pieces| Share {
        pieces,
        doubtful: false,
    };
    let before = nodes.len() - 1;
    let are_names = nodes[..before]
        .iter()
        .all(|&node| ground.form.nodes[node].name);
    if are_names && lines.len() > before {
        let (names, rest) = lines.split_at(before);
        let names = names.iter().map(|name| certain(vec![name.clone()]));
        return Some(names.chain([certain(rest.to_vec())]).collect());
    }
    if let Some(texts) = as_many_texts(ground, nodes, lines) {
        return Some(texts.into_iter().map(|text| certain(text.pieces)).collect());
    }
    let all = Share {
        pieces: lines.to_vec(),
        doubtful: true,
    };
    Some(vec![all; nodes.len()])
}

/// The number and the name that the form prints side by side at its head: the one line that is a bare
/// number, before the name or behind it, or the first word of the name's line, and the name's lines.
fn number_beside_name(
    ground: &Ground<'_>,
    nodes: &[NodeId],
    lines: &[Piece],
) -> Option<Vec<Share>> {
    let head = ground.form.items().next().map(|(node, _)| node);
    if nodes.len() != 2 || nodes.first().copied() != head {
        return None;
    }
    let text = |line: &Piece| ground.text(line);
    let is_number = |line: &Piece| is_bare_number(text(line));
    let parted: Vec<Piece>;
    let (number, name) = match lines {
        [number, name @ ..] if is_number(number) => (number, name),
        [name @ .., number] if is_number(number) => (number, name),
        [first, rest @ ..] => {
            let (word, _) = text(first).split_once(' ')?;
            let end = first.range.start + word.len();
            let piece = |range| Piece {
                cell: first.cell,
                range,
            };
            let pair = [piece(first.range.start..end), piece(end..first.range.end)];
            parted = pair.into_iter().chain(rest.iter().cloned()).collect();
            (parted.first().filter(|word| is_number(word))?, &parted[1..])
        }
        [] => return None,
    };
    let share = |pieces: &[Piece]| Share {
        pieces: pieces.to_vec(),
        doubtful: false,
    };
    let told = !name.is_empty() && !name.iter().any(is_number);
    told.then(|| vec![share(std::slice::from_ref(number)), share(name)])
}

/// An assessment's number: digits, perhaps with letters and dashes.
fn is_bare_number(text: &str) -> bool {
    let text = text.trim();
    text.len() <= LONGEST_NUMBER
        && text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// A bare number over a text: the values of a number and a name that the form prints side by side.
fn is_number_and_text(ground: &Ground<'_>, lines: &[Piece]) -> bool {
    let text = |line: &Piece| ground.text(line).trim().to_owned();
    lines.len() == 2 && {
        let (first, second) = (text(&lines[0]), text(&lines[1]));
        first.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !second.is_ascii()
    }
}

/// Whether the lines of a sentence are shared out as values: one that goes on in the next, which ends it.
fn parts_sentence(sheet: &Sheet, shares: &[Vec<Piece>]) -> bool {
    let lines = paragraphs(sheet, &shares.concat());
    let ends = |piece: &Piece| {
        let text = &sheet.cells[piece.cell].text[piece.range.clone()];
        text.trim_end().ends_with('。')
    };
    lines.len() < shares.len()
        && lines
            .iter()
            .any(|lines| lines.len() > 1 && lines.last().is_some_and(ends))
}

/// Lines as values: each for itself where there are just as many as are wanted, else wrapped ones joined.
pub(super) fn one_each(sheet: &Sheet, lines: &[Piece], wanted: usize) -> Vec<Vec<Piece>> {
    if lines.len() == wanted {
        lines.iter().map(|line| vec![line.clone()]).collect()
    } else {
        paragraphs(sheet, lines)
    }
}
