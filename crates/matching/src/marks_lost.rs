//! Copies that lost every mark: circles drawn around options, ticks that are no characters.
//!
//! Input: the facts of a document. Output: the same, unclear where nothing is marked anywhere. Every
//! assessment marks something, so items whose boxes are all empty in all of the document say that the
//! copy does not show marks, and not that nothing was chosen.

use hyokasho_catalogue::Form;
use hyokasho_model::{Candidate, FlagState, Kind, Status, Value};

use crate::facts::Made;

/// Items with empty boxes that show it: a form's blank block has two.
const LEAST: usize = 4;

/// Makes what is empty unclear where no item of its kind has a mark.
pub(crate) fn doubt(form: &Form, made: &mut [Made]) {
    if none_marked(made, Kind::Flags) {
        made.iter_mut().for_each(doubt_flags);
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
