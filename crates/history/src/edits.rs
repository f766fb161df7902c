//! The exact edit between the two sides of a row.
//!
//! Input: both texts. Output: the stretches that stayed, went and came; none where a side quotes
//! nothing. Compared character by character, by words where the texts are long.

use hyokasho_model::{Edit, EditKind};
use similar::{Algorithm, ChangeTag, DiffOp, DiffTag, TextDiff, capture_diff_slices};

use crate::phrases::{Says, says};

/// Characters of both sides up to which single characters are compared; the work grows with the
/// length times the difference.
const BY_CHARACTER: usize = 8_000;
/// Characters that two changes must lie apart to count as two: shorter stretches between them are
/// chance.
const APART: usize = 2;

/// The edit between the two sides, where both quote a text.
pub fn edits(before: &str, after: &str) -> Vec<Edit> {
    if says(before) != Says::Text || says(after) != Says::Text {
        return Vec::new();
    }
    diff(before, after)
}

/// The edit from one text to another.
pub fn diff(before: &str, after: &str) -> Vec<Edit> {
    let mut edits = if before.len() + after.len() <= BY_CHARACTER {
        by_character(before, after)
    } else {
        by(&TextDiff::configure()
            .algorithm(Algorithm::Patience)
            .diff_lines(before, after))
    };
    merge_chance(&mut edits);
    edits
}

fn by_character(before: &str, after: &str) -> Vec<Edit> {
    let (old, new): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let mut edits: Vec<Edit> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (tag, went, came) = op.as_tag_tuple();
        let text = |letters: &[char]| letters.iter().collect::<String>();
        match tag {
            DiffTag::Equal => push(&mut edits, EditKind::Equal, &text(&old[went])),
            DiffTag::Delete => push(&mut edits, EditKind::Delete, &text(&old[went])),
            DiffTag::Insert => push(&mut edits, EditKind::Insert, &text(&new[came])),
            DiffTag::Replace => {
                push(&mut edits, EditKind::Delete, &text(&old[went]));
                push(&mut edits, EditKind::Insert, &text(&new[came]));
            }
        }
    }
    edits
}

fn by(diff: &TextDiff<'_, '_, str>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for change in diff
        .ops()
        .iter()
        .flat_map(|op: &DiffOp| diff.iter_changes(op))
    {
        let op = match change.tag() {
            ChangeTag::Equal => EditKind::Equal,
            ChangeTag::Delete => EditKind::Delete,
            ChangeTag::Insert => EditKind::Insert,
        };
        push(&mut edits, op, change.value());
    }
    edits
}

fn push(edits: &mut Vec<Edit>, op: EditKind, text: &str) {
    if text.is_empty() {
        return;
    }
    match edits.last_mut() {
        Some(last) if last.op == op => last.text.push_str(text),
        _ => edits.push(Edit {
            op,
            text: text.to_owned(),
        }),
    }
}

/// Takes short equal stretches between two changes into the changes.
fn merge_chance(edits: &mut Vec<Edit>) {
    let mut merged: Vec<Edit> = Vec::new();
    let (mut went, mut came) = (String::new(), String::new());
    let last = edits.len().saturating_sub(1);
    for (at, edit) in edits.drain(..).enumerate() {
        match edit.op {
            EditKind::Delete => went.push_str(&edit.text),
            EditKind::Insert => came.push_str(&edit.text),
            EditKind::Equal => {
                let inside = at > 0
                    && at < last
                    && edit.text.chars().count() < APART
                    && !edit.text.contains('\n');
                if inside && !(went.is_empty() && came.is_empty()) {
                    went.push_str(&edit.text);
                    came.push_str(&edit.text);
                } else {
                    push(&mut merged, EditKind::Delete, &std::mem::take(&mut went));
                    push(&mut merged, EditKind::Insert, &std::mem::take(&mut came));
                    push(&mut merged, EditKind::Equal, &edit.text);
                }
            }
        }
    }
    push(&mut merged, EditKind::Delete, &went);
    push(&mut merged, EditKind::Insert, &came);
    *edits = merged;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let show = |edit: &Edit| match edit.op {
            EditKind::Equal => edit.text.clone(),
            EditKind::Delete => format!("-{}-", edit.text),
            EditKind::Insert => format!("+{}+", edit.text),
        };
        edits(before, after).iter().map(show).collect()
    }

    #[test]
    fn what_went_and_what_came_is_told() {
        assert_eq!(shown("税務課の係長", "税務部の係長"), "税務-課-+部+の係長");
        assert_eq!(shown("同じ", "同じ"), "同じ");
    }

    #[test]
    fn no_edit_without_two_quotes() {
        assert_eq!(shown("(右記を追加)", "新しい文"), "");
    }
}
