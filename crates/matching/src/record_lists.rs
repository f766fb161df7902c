//! Lists of record items (別添), whose words may be labels of the form.
//!
//! Input: the sheet, the candidates. Output: the candidates without the words of such lists. The part is one free text
//! that names what a file holds, hundreds of words at times (連絡先, 実施日, 結果, 備考); as many as the form has in
//! its order would outweigh the headline of the part behind. It ends at the next headline.

use std::ops::Range;

use hyokasho_catalogue::{Form, Role};

use crate::attachments;
use crate::candidates::Candidate;
use crate::heads::has_own_number;
use crate::labels::LabelIndex;
use crate::regions::has_own_cell;
use crate::sheet::Sheet;

/// Folded characters, with a number, of a label that is no more than a word.
const WORD: usize = 6;
/// The same of a headline or a row that no list has.
const HEADLINE: u32 = 8;
/// Similarity of a headline behind the list: a damaged one ends it too.
const SIMILAR: f64 = 0.8;

/// Takes out the candidates that are words of a list of record items.
pub fn leave_out_words(
    form: &Form,
    index: &LabelIndex,
    sheet: &Sheet,
    candidates: &mut Vec<Candidate>,
) {
    let lists = lists(form, index, sheet, candidates);
    if lists.is_empty() {
        return;
    }
    candidates.retain(|candidate| {
        // Of a label over lines, two words of the list, the last line alone is counted.
        let letters = match candidate.lines {
            1 => candidate.to.saturating_sub(candidate.from) as usize,
            _ => form.nodes[candidate.node].label.chars().count(),
        };
        letters > WORD || !attachments::hold(&lists, candidate.line)
    });
}

/// Whether the form goes on at a candidate: at a headline, or where the copy lost it at a row with its number.
fn ends_list(form: &Form, index: &LabelIndex, sheet: &Sheet, candidate: &Candidate) -> bool {
    let line = &sheet.lines[candidate.line as usize];
    let told = match form.nodes[candidate.node].role {
        Role::Part | Role::Heading => true,
        Role::Item => line.column == 0 && has_own_cell(sheet, line.cell as usize),
        _ => false,
    };
    told && candidate.whole
        && candidate.from == 0
        && candidate.similarity >= SIMILAR
        && candidate.to >= HEADLINE
        && has_own_number(index, sheet, candidate)
}

/// The lines between the headline of a part that is one text of each file and the next headline.
fn lists(
    form: &Form,
    index: &LabelIndex,
    sheet: &Sheet,
    candidates: &[Candidate],
) -> Vec<Range<u32>> {
    let mut lists: Vec<Range<u32>> = Vec::new();
    let mut open = None;
    for candidate in candidates {
        let role = form.nodes[candidate.node].role;
        if !ends_list(form, index, sheet, candidate) {
            continue;
        }
        lists.extend(open.take().map(|from| from..candidate.line));
        let node = &form.nodes[candidate.node];
        if role == Role::Part && node.key.is_some() && node.opens.is_some() {
            open = Some(candidate.line + candidate.lines);
        }
    }
    lists.extend(open.map(|from| from..u32::MAX));
    lists.retain(|list| !list.is_empty());
    lists
}
