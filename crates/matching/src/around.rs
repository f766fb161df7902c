//! Values that begin above their labels.
//!
//! The form sets a label in the middle of its cell's height. A copy that goes through a page line by line
//! prints the upper half of a value before its label, where it looks like the end of the value before. No sign
//! parts the two, but a name shows it: the words of 事務の名称 do not go on with sentences, these are the
//! beginning of 事務の内容. Labels that the copy printed in another order than the form show in names as well;
//! and a date that stands before its label, in the end of another text, while nothing stands behind the label.
//! Input: the assignments. Output: those whose extent nothing tells are marked as doubtful.

use hyokasho_catalogue::{Form, ItemKind, NodeId, Role};

use crate::FormIndex;
use crate::compose::text_of;
use crate::distribute::{Assignment, Ground};
use crate::doubts::in_lines;
use crate::fold::fold;
use crate::number;
use crate::regions::Region;
use crate::sheet::Sheet;

/// What ends a sentence.
const FULL_STOP: char = '。';

/// Marks the texts of a copy that shows that values begin above their labels. What shows it, if anything does.
pub fn doubt(
    index: &FormIndex<'_>,
    sheet: &Sheet,
    assignments: &mut [Assignment],
) -> Option<&'static str> {
    let form = index.form;
    let (mut sentences, mut labels) = (false, false);
    for assignment in assignments.iter_mut() {
        if !form.nodes[assignment.node].name || !in_lines(sheet, assignment) {
            continue;
        }
        let text = text_of(sheet, &assignment.pieces);
        let (goes_on, is_mixed) = (goes_on(&text), holds_label(index, &text));
        assignment.doubtful |= goes_on || is_mixed;
        sentences |= goes_on;
        labels |= is_mixed;
    }
    if sentences {
        doubt_extents(form, sheet, assignments);
        doubt_left_above(form, sheet, assignments);
    }
    if labels {
        doubt_blanks(form, sheet, assignments);
    }
    doubt_stacked(form, sheet, assignments);
    doubt_dashes(form, sheet, assignments);
    let dates = doubt_dates(form, sheet, assignments);
    match (sentences || labels, dates) {
        (true, _) => {
            Some("a name goes on with what is no part of it: values may begin above their labels")
        }
        (_, true) => Some("a text ends with a date, and a date's label beside it has none"),
        _ => None,
    }
}

/// Headings with something behind them that show that values stand before their labels: one or two may have
/// caught a remark, or the end of a page.
const LEAST_HEADINGS: usize = 3;

/// Whether the copy puts values before their labels: a heading has no value, so what stands between it and
/// the first label under it is that label's, in most headings that have lines of their own.
pub fn stand_before(ground: &Ground<'_>, regions: &[Region]) -> bool {
    let headings = regions.iter().filter(|region| {
        let node = ground.node_of(region).map(|node| &ground.form.nodes[node]);
        let is_bare = node.is_some_and(|node| node.role == Role::Heading && node.key.is_none());
        is_bare && !region.own_cell
    });
    let (mut all, mut filled) = (0, 0);
    for heading in headings {
        all += 1;
        filled += usize::from(!heading.pieces.is_empty());
    }
    filled >= LEAST_HEADINGS && 2 * filled > all
}

/// Marks all values that stand in lines.
pub fn doubt_all(sheet: &Sheet, assignments: &mut [Assignment]) {
    for assignment in assignments {
        assignment.doubtful |= in_lines(sheet, assignment);
    }
}

/// Texts with a dash on a line of its own beside other lines: the dash says that one of two is blank.
fn doubt_dashes(form: &Form, sheet: &Sheet, assignments: &mut [Assignment]) {
    for assignment in assignments {
        if is_text(form, sheet, assignment) && is_long(sheet, assignment) {
            let text = text_of(sheet, &assignment.pieces);
            assignment.doubtful |= text.lines().any(is_dash);
        }
    }
}

fn is_dash(line: &str) -> bool {
    let mut chars = line.trim().chars();
    chars.next().and_then(hyokasho_normalize::fold_one) == Some('-') && chars.next().is_none()
}

/// Whether sentences follow a name in lines of their own.
pub(crate) fn goes_on(text: &str) -> bool {
    text.lines().skip(1).any(holds_sentence)
}

/// Whether a sentence ends here outside of parentheses, where definitions have theirs.
fn holds_sentence(line: &str) -> bool {
    let mut depth = 0_i32;
    line.chars().any(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == FULL_STOP && depth <= 0
    })
}

/// Whether a line is a label of the form with its own number before it.
fn holds_label(index: &FormIndex<'_>, text: &str) -> bool {
    text.lines().any(|line| {
        let chars = fold(line);
        number::read(&chars, &index.labels.words).is_some_and(|(number, used)| {
            let label = index.labels.exact(&chars[used..]);
            label.is_some_and(|label| {
                let same = |&node: &NodeId| index.labels.numbers[node] == Some(number);
                label.nodes.iter().any(same)
            })
        })
    })
}

/// A text of several lines may hold the beginning of the next one, and may have left its own above its
/// label; so may a text that follows several lines.
fn doubt_extents(form: &Form, sheet: &Sheet, assignments: &mut [Assignment]) {
    let mut follows_lines = false;
    for assignment in assignments {
        let has_lines = is_long(sheet, assignment);
        // A name in one line stands beside its label.
        let follows = follows_lines && !form.nodes[assignment.node].name;
        if is_text(form, sheet, assignment) && !assignment.pieces.is_empty() {
            assignment.doubtful |= has_lines || follows;
        }
        follows_lines = has_lines;
    }
}

/// Labels right behind a name that goes on with sentences, under its own heading: where nothing stands behind
/// them, the sentences may be all of their values.
fn doubt_left_above(form: &Form, sheet: &Sheet, assignments: &mut [Assignment]) {
    let mut heading = None;
    for assignment in assignments {
        let node = &form.nodes[assignment.node];
        if node.name {
            let text = text_of(sheet, &assignment.pieces);
            let shows = in_lines(sheet, assignment) && goes_on(&text);
            heading = shows.then_some(node.parent);
            continue;
        }
        heading = heading.filter(|&heading| heading == node.parent && is_blank(sheet, assignment));
        assignment.doubtful |= heading.is_some() && is_text(form, sheet, assignment);
    }
}

/// Labels in another order than the form's have their values elsewhere.
fn doubt_blanks(form: &Form, sheet: &Sheet, assignments: &mut [Assignment]) {
    for assignment in assignments {
        assignment.doubtful |= is_text(form, sheet, assignment) && is_blank(sheet, assignment);
    }
}

/// Labels in lines, one right behind the other, that may show that their values stand elsewhere.
const STACKED: usize = 5;

/// Labels that stand together without any value. Where a choice is among them, whose options the form
/// prints whatever is chosen, their values stand elsewhere, behind the last label or further down; else they
/// may be blank, but for a date.
fn doubt_stacked(form: &Form, sheet: &Sheet, assignments: &mut [Assignment]) {
    let mut first = 0;
    for at in 0..=assignments.len() {
        if assignments
            .get(at)
            .is_some_and(|assignment| is_blank(sheet, assignment))
        {
            continue;
        }
        let stack = first..at;
        first = at + 1;
        let is = |assignment: &Assignment, kind| form.nodes[assignment.node].kind == Some(kind);
        let lacks_name = assignments[stack.clone()].iter().any(|assignment| {
            let node = &form.nodes[assignment.node];
            node.name && node.role == Role::Item
        });
        // A name is never blank where other values are there.
        let gives_name = lacks_name
            && assignments
                .get(at)
                .is_some_and(|last| is_text(form, sheet, last) && is_long(sheet, last));
        if stack.len() < STACKED && !gives_name {
            continue;
        }
        let apart = gives_name
            || assignments[stack.clone()]
                .iter()
                .any(|assignment| is(assignment, ItemKind::Choice));
        for assignment in &mut assignments[stack] {
            assignment.doubtful |= apart || is(assignment, ItemKind::Date);
        }
        if let Some(last) = assignments.get_mut(at) {
            // Options tell whose they are.
            let is_bare = is(last, ItemKind::Text) || is(last, ItemKind::Date);
            last.doubtful |= apart && is_bare && in_lines(sheet, last);
        }
    }
}

/// Where a date's label has nothing behind it and a text that stands beside it in the form ends with a date,
/// either may be the other's. Whether there is such a pair.
fn doubt_dates(form: &Form, sheet: &Sheet, assignments: &mut [Assignment]) -> bool {
    let parent = |assignment: &Assignment| form.nodes[assignment.node].parent;
    let blank = assignments.iter().filter(|assignment| {
        form.nodes[assignment.node].kind == Some(ItemKind::Date) && is_blank(sheet, assignment)
    });
    let blank: Vec<_> = blank.map(parent).collect();
    let mut found = Vec::new();
    for assignment in assignments.iter_mut() {
        let is_beside = is_text(form, sheet, assignment) && blank.contains(&parent(assignment));
        if is_beside && ends_with_date(&text_of(sheet, &assignment.pieces)) {
            assignment.doubtful = true;
            found.push(parent(assignment));
        }
    }
    for assignment in assignments {
        assignment.doubtful |= form.nodes[assignment.node].kind == Some(ItemKind::Date)
            && found.contains(&parent(assignment))
            && in_lines(sheet, assignment);
    }
    !found.is_empty()
}

/// Whether the last line is a date and nothing else.
fn ends_with_date(text: &str) -> bool {
    let line = text.lines().next_back().unwrap_or_default().trim();
    let parsed = hyokasho_normalize::dates::parse(line);
    parsed.is_some_and(|parsed| parsed.rest.trim().is_empty())
}

/// Whether nothing stands behind a label in lines.
fn is_blank(sheet: &Sheet, assignment: &Assignment) -> bool {
    in_lines(sheet, assignment) && text_of(sheet, &assignment.pieces).is_empty()
}

fn is_text(form: &Form, sheet: &Sheet, assignment: &Assignment) -> bool {
    form.nodes[assignment.node].kind == Some(ItemKind::Text) && in_lines(sheet, assignment)
}

/// Whether the value takes more than one line.
fn is_long(sheet: &Sheet, assignment: &Assignment) -> bool {
    let lines = assignment.pieces.iter().map(|piece| {
        let text = &sheet.cells[piece.cell].text[piece.range.clone()];
        text.lines().filter(|line| !line.trim().is_empty()).count()
    });
    lines.sum::<usize>() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_tell_and_definitions_in_parentheses_do_not() {
        assert!(goes_on("名称\n事務を行う。"));
        assert!(!goes_on("名称。"));
        assert!(!goes_on("名称\n次の事務(以下「事務」という。)"));
        assert!(goes_on("名称\n法(以下「法」という。)による事務を行う。"));
    }
}
