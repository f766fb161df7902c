//! Headlines of parts and sections that a copy prints again at the head of a page.
//!
//! Input: the sheet, the candidates, the chain. Output: the lines where a headline that the chain has come by
//! already stands once more, with its number, alone in its row or line, while its section goes on: furniture
//! of the page, and no part of the value before it. A text that quotes a headline does so within a line; where a
//! line of plain text is just the headline and text goes on behind it, nothing tells which of the two it is.

use hyokasho_catalogue::{Form, NodeId, Role};

use crate::candidates::Candidate;
use crate::chain::Link;
use crate::labels::{LabelIndex, without_continued};
use crate::number::{self, Agreement};
use crate::sheet::{Line, Sheet};

/// Lines of headlines that are printed again within their sections.
#[derive(Debug, Default)]
pub struct Again {
    /// Those that are furniture.
    pub furniture: Vec<u32>,
    /// Those that may be a text's.
    pub open: Vec<u32>,
}

/// Finds the headlines that are printed again within their sections.
pub fn printed_again(
    form: &Form,
    index: &LabelIndex,
    sheet: &Sheet,
    candidates: &[Candidate],
    links: &[Link],
) -> Again {
    let mut again = Again::default();
    let is_label = |line: u32| {
        let at = |link: &Link| link.candidate.line;
        links.binary_search_by_key(&line, at).is_ok()
    };
    // From the end on: a headline may stand above another one.
    for candidate in candidates.iter().rev() {
        if !is_headline(form, index, sheet, candidate)
            || !is_alone(sheet, candidate)
            || is_label(candidate.line)
        {
            continue;
        }
        let before = links.partition_point(|link| link.candidate.line < candidate.line);
        let open = before
            .checked_sub(1)
            .is_some_and(|last| is_within(form, links[last].candidate.node, candidate.node));
        let printed = |link: &Link| link.candidate.node == candidate.node;
        if !open || !links[..before].iter().rev().any(printed) {
            continue;
        }
        let behind = candidate.line + candidate.lines;
        let goes_on = is_label(behind) || again.furniture.contains(&behind);
        let told = goes_on || is_marked(sheet, candidate);
        let found = if told {
            &mut again.furniture
        } else {
            &mut again.open
        };
        found.extend(candidate.line..behind);
    }
    again
}

/// Whether a headline is more than a line of text: a row, a heading of the copy's own, or said to go on; nothing
/// or a row stands behind it.
fn is_marked(sheet: &Sheet, candidate: &Candidate) -> bool {
    let last = (candidate.line + candidate.lines - 1) as usize;
    let line = &sheet.lines[last];
    let chars = sheet.folded(line);
    let next = sheet.lines.get(last + 1);
    line.row
        || line.heading
        || without_continued(chars).len() < chars.len()
        || next.is_none_or(|next| next.row)
}

/// Whether a candidate is a headline as printed, with its number.
fn is_headline(form: &Form, index: &LabelIndex, sheet: &Sheet, candidate: &Candidate) -> bool {
    matches!(form.nodes[candidate.node].role, Role::Part | Role::Heading)
        && candidate.whole
        && candidate.from == 0
        && candidate.similarity >= 1.0
        && candidate.tail.is_none()
        && has_own_number(index, sheet, candidate)
}

/// Whether a candidate's line begins with the number that the form prints before the label.
pub fn has_own_number(index: &LabelIndex, sheet: &Sheet, candidate: &Candidate) -> bool {
    let line = &sheet.lines[candidate.line as usize];
    let read = number::read(sheet.folded(line), &index.words);
    read.zip(index.numbers[candidate.node])
        .is_some_and(|((number, _), own)| number.agreement(own) == Agreement::Same)
}

/// Whether nothing else stands in the line's cell and row, or, of lines, in its line.
fn is_alone(sheet: &Sheet, candidate: &Candidate) -> bool {
    let line = &sheet.lines[candidate.line as usize];
    line.first && (!line.row || (cell_is_its_own(line, candidate) && row_is_its_own(sheet, line)))
}

fn cell_is_its_own(line: &Line, candidate: &Candidate) -> bool {
    line.only || candidate.lines > 1
}

/// Whether the other cells of the row are blank.
pub fn row_is_its_own(sheet: &Sheet, line: &Line) -> bool {
    let own = line.cell as usize;
    let block = sheet.cells[own].block;
    let in_row = |at: &usize| sheet.cells[*at].block == block;
    let behind = (own + 1..sheet.cells.len()).take_while(in_row);
    let before = (0..own).rev().take_while(in_row);
    behind
        .chain(before)
        .all(|at| sheet.cells[at].text.trim().is_empty())
}

/// Whether a node is another, or stands under it.
pub fn is_within(form: &Form, node: NodeId, head: NodeId) -> bool {
    node == head || form.ancestors(node).any(|(id, _)| id == head)
}
