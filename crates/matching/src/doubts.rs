//! Values that a copy in lines has mixed up with others: signs that a region is not its label's alone.
//!
//! Input: the chain's candidates, the assignments. Output: assignments marked as doubtful, and whether
//! the copy lost the order in which the form is read. A copy that prints the contents of cells apart
//! from their labels shows it by what the form always prints together: a choice and its options.

use hyokasho_catalogue::{Form, ItemKind, Role};
use rustc_hash::FxHashSet;

use crate::candidates::Candidate;
use crate::chain::Link;
use crate::choice;
use crate::compose::text_of;
use crate::distribute::Assignment;
use crate::fold::fold;
use crate::regions::{Piece, has_own_cell};
use crate::sheet::{Line, Sheet};

/// Choices with their options that show that the copy prints options at all, and choices without them
/// that show that their order is lost: one may be damaged.
const LEAST_CHOICES: usize = 2;
/// One of so many choices without its options shows that the order is lost.
const ONE_OF: usize = 8;
/// Letters that a label needs to be more than a word of a text.
const TELLING: u32 = 3;

/// Lines where a label of the form stands that the chain could not take: it stands out of the form's
/// order. Only labels of one item alone, which is found nowhere else.
pub fn crossed(form: &Form, sheet: &Sheet, candidates: &[Candidate], links: &[Link]) -> Vec<u32> {
    let taken = |candidate: &Candidate| {
        links
            .iter()
            .any(|link| link.candidate.node == candidate.node)
    };
    let alone = |candidate: &Candidate| {
        let same = |other: &&Candidate| {
            (other.line, other.from, other.to) == (candidate.line, candidate.from, candidate.to)
        };
        candidates.iter().filter(same).count() == 1
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
    let told = candidates.iter().filter(|candidate| {
        candidate.similarity >= 1.0
            && candidate.lines == 1
            && candidate.to >= candidate.from + TELLING
            && (candidate.whole || parted(candidate))
            && item(candidate)
            && !taken(candidate)
            && alone(candidate)
    });
    told.map(|candidate| candidate.line).collect()
}

/// Marks assignments as doubtful that hold another item's label, or an option list in a free text.
pub fn mark(
    form: &Form,
    sheet: &Sheet,
    crossed: &[u32],
    asides: &[Vec<char>],
    options: &FxHashSet<Vec<char>>,
    assignments: &mut [Assignment],
) {
    for assignment in assignments {
        let first = assignment.pieces.first();
        let foreign = crossed.iter().any(|&at| {
            let line = &sheet.lines[at as usize];
            let begins = first.is_some_and(|piece| {
                piece.cell == line.cell as usize && starts_in(sheet, piece, line)
            });
            let holds = |pieces: &[Piece]| pieces.iter().any(|piece| overlaps(piece, line));
            begins || holds(&assignment.label) || (!line.row && holds(&assignment.pieces))
        });
        let text = form.nodes[assignment.node].kind.unwrap_or(ItemKind::Text) == ItemKind::Text;
        assignment.doubtful |=
            foreign || (text && holds_list(&text_of(sheet, &assignment.pieces), asides, options));
    }
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

/// The options of the form's choices, folded.
pub fn chosen_options(form: &Form) -> FxHashSet<Vec<char>> {
    let choices = form
        .nodes
        .iter()
        .filter(|node| node.kind == Some(ItemKind::Choice));
    choices
        .flat_map(|node| &node.options)
        .map(|option| fold(&hyokasho_normalize::normalize(&option.text)))
        .collect()
}

/// Whether a free text holds what no writer puts there: a line that ends with the heading of an option
/// list, an option with its number, or half a bracket on a line of its own.
fn holds_list(text: &str, asides: &[Vec<char>], options: &FxHashSet<Vec<char>>) -> bool {
    // a text that speaks of it goes on behind it
    let has_aside = |line: &[char]| asides.iter().any(|aside| line.ends_with(aside));
    let is_option = |line: &[char]| {
        choice::list_number(line)
            .is_some_and(|(_, used)| used > 1 && options.contains(&line[used..]))
    };
    text.lines().any(|line| {
        // Nearly every line of a text is told by a glance.
        let glance =
            line.contains(['<', '[', ']']) || line.starts_with(|c: char| c.is_ascii_digit());
        glance && {
            let line = fold(line);
            matches!(line[..], ['[' | ']']) || has_aside(&line) || is_option(&line)
        }
    })
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
