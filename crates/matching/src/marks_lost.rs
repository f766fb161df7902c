//! Copies that lost every mark: circles drawn around options, ticks that are no characters.
//!
//! Input: the facts of a document. Output: the same, unclear where nothing is marked anywhere. Every
//! assessment marks something, so items whose boxes are all empty in all of the document say that the
//! copy does not show marks, and not that nothing was chosen. A part that is left blank as a whole has no marks
//! to lose.

use hyokasho_catalogue::{Form, NodeId, Role};
use hyokasho_model::{Candidate, FlagState, Kind, Status, Value};

use crate::facts::Made;

/// Items with empty boxes that show it: a form's blank block has two.
const LEAST: usize = 4;

/// Choices with empty brackets that show that a part is left blank. Where boxes were marked and the marks lost, the
/// choices under their headings are empty too: four in the basic form, and the others are selected.
const LEAST_OF_PART: usize = 5;
/// Choices that such a part has all the same: the one that says that the rest is told elsewhere. Where it is
/// empty too, the copy shows no marks at all.
const SELECTED: usize = 1;

/// Makes what is empty unclear where no item of its kind has a mark.
pub(crate) fn doubt(form: &Form, made: &mut [Made]) {
    if none_marked(made, Kind::Flags) {
        let blank = parts_left_blank(form, made);
        let doubted = made.iter_mut();
        doubted
            .filter(|made| !blank.contains(&part_of(form, made.node)))
            .for_each(doubt_flags);
    }
    if none_marked(made, Kind::Choice) {
        for made in made.iter_mut() {
            doubt_choice(form, made);
        }
    }
}

/// Whether there are items of a kind, printed and empty, and none that is not.
fn none_marked(made: &[Made], kind: Kind) -> bool {
    let of_kind = made.iter().filter(|made| made.fact.object.kind == kind);
    let mut empty = 0;
    for made in of_kind {
        let object = &made.fact.object;
        match (object.status, &object.value) {
            (Status::Filled, Some(Value::Flags(flags)))
                if flags.iter().all(|flag| flag.state == FlagState::Off) =>
            {
                empty += 1;
            }
            (Status::Blank, _) => empty += 1,
            (Status::Filled, _) => return false,
            (Status::Unclear, _) => {}
        }
    }
    empty >= LEAST
}

/// How many choices of a part are read in which way.
#[derive(Debug, Default)]
struct ChoicesOfPart {
    blank: usize,
    selected: usize,
    unclear: usize,
}

/// Parts whose choices are printed with empty brackets. The form has assessments that go on in another form leave
/// the rest of its part on risks blank.
fn parts_left_blank(form: &Form, made: &[Made]) -> Vec<Option<NodeId>> {
    let mut parts: Vec<(Option<NodeId>, ChoicesOfPart)> = Vec::new();
    for made in made
        .iter()
        .filter(|made| made.fact.object.kind == Kind::Choice)
    {
        let part = part_of(form, made.node);
        let at = parts.iter().position(|(known, _)| *known == part);
        let at = at.unwrap_or_else(|| {
            parts.push((part, ChoicesOfPart::default()));
            parts.len() - 1
        });
        let choices = &mut parts[at].1;
        *match made.fact.object.status {
            Status::Blank => &mut choices.blank,
            Status::Filled => &mut choices.selected,
            Status::Unclear => &mut choices.unclear,
        } += 1;
    }
    parts.retain(|(_, choices)| {
        choices.blank >= LEAST_OF_PART && choices.selected == SELECTED && choices.unclear == 0
    });
    parts.into_iter().map(|(part, _)| part).collect()
}

/// The part that a node stands in.
fn part_of(form: &Form, node: NodeId) -> Option<NodeId> {
    form.ancestors(node)
        .find(|(_, node)| node.role == Role::Part)
        .map(|(part, _)| part)
}

fn doubt_flags(made: &mut Made) {
    if let Some(Value::Flags(flags)) = &mut made.fact.object.value {
        for flag in flags {
            flag.state = FlagState::Unclear;
            flag.basis = None;
        }
    }
}

fn doubt_choice(form: &Form, made: &mut Made) {
    let object = &mut made.fact.object;
    if object.kind != Kind::Choice || object.status != Status::Blank {
        return;
    }
    object.status = Status::Unclear;
    let options = form.nodes[made.node].options.iter();
    object.candidates = options
        .map(|option| Candidate {
            value: Value::Text(option.text.clone()),
            reason: Some("no choice of the copy has a mark".to_owned()),
        })
        .collect();
}
