//! Items that are found more than once.
//!
//! Input: the facts found, in reading order. Output: one fact a key, and findings about what differs.

use hyokasho_model::{Candidate, Flag, FlagState, Key, Kind, Status, Value, ValueObject};
use hyokasho_source::{Code, Diagnostic};
use rustc_hash::FxHashMap;

use super::Made;

/// Items found more than once: a blank gives way, equal ones become one, texts are joined, others are
/// unclear.
pub(super) fn merge_repeated(made: &mut Vec<Made>, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: FxHashMap<Key, usize> = FxHashMap::default();
    let mut kept: Vec<Made> = Vec::with_capacity(made.len());
    for next in made.drain(..) {
        match first.get(&next.fact.key) {
            None => {
                first.insert(next.fact.key.clone(), kept.len());
                kept.push(next);
            }
            Some(&at) => merge_into(&mut kept[at], next, diagnostics),
        }
    }
    *made = kept;
}

fn merge_into(kept: &mut Made, next: Made, diagnostics: &mut Vec<Diagnostic>) {
    let (old, new) = (&mut kept.fact.object, next.fact.object);
    let says_nothing = |object: &ValueObject| {
        object.status == Status::Blank
            || (object.status == Status::Unclear && object.text.is_empty())
    };
    // an empty bracket, and the option list that a page parts from it
    let empty = old.kind == Kind::Choice
        && old.status == Status::Blank
        && !old.text.is_empty()
        && new.status == Status::Unclear
        && new.candidates.len() != 1;
    if empty {
        old.source.extend(new.source);
    } else if says_nothing(old) {
        *old = new;
    } else if says_nothing(&new) || old.value == new.value {
    } else if let (Some(Value::Text(a)), Some(Value::Text(b)), Kind::Text) =
        (&mut old.value, &new.value, new.kind)
    {
        // A row that a page parts may be printed again, from its beginning, with the rest.
        if b.starts_with(a.as_str()) && new.status == Status::Filled {
            a.clone_from(b);
        } else if !ends_with_paragraph(a, b) {
            a.push('\n');
            a.push_str(b);
        }
        old.text.clone_from(a);
        old.source.extend(new.source);
    } else if let (Some(Value::Flags(a)), Some(Value::Flags(b))) = (&mut old.value, &new.value) {
        merge_flags(a, b);
        old.text.push('\n');
        old.text.push_str(&new.text);
        old.source.extend(new.source);
    } else if leaves_open(&new, old) {
        old.source.extend(new.source);
    } else if leaves_open(old, &new) {
        *old = new;
    } else {
        let message = "the item is printed twice, with different values";
        diagnostics.push(
            Diagnostic::new(Code::DuplicateItem, message)
                .about(kept.fact.key.as_str())
                .at(new.source.iter().copied()),
        );
        let values = [old.value.take(), new.value].into_iter().flatten();
        old.candidates = values
            .map(|value| Candidate {
                value,
                reason: None,
            })
            .collect();
        old.status = Status::Unclear;
        old.option = None;
        old.source.extend(new.source);
    }
}

/// Whether a text ends with another one, which begins a line of it: the row was printed twice.
fn ends_with_paragraph(text: &str, end: &str) -> bool {
    text.strip_suffix(end)
        .is_some_and(|before| !end.is_empty() && before.ends_with('\n'))
}

/// A check list that a page parts and whose label is printed again: each part tells its own options. What both tell
/// otherwise is not told.
fn merge_flags(kept: &mut [Flag], next: &[Flag]) {
    for (flag, other) in kept.iter_mut().zip(next) {
        // of two options of which the form prints one, a part with neither says nothing
        if flag.option != other.option {
            if flag.state == FlagState::Unclear {
                flag.clone_from(other);
            }
            continue;
        }
        if flag.state == FlagState::Unclear {
            (flag.state, flag.basis) = (other.state, other.basis);
        } else if other.state != FlagState::Unclear && other.state != flag.state {
            (flag.state, flag.basis) = (FlagState::Unclear, None);
        }
        flag.text = flag.text.take().or_else(|| other.text.clone());
        flag.count = flag.count.or(other.count);
    }
}

/// Whether one printing of a choice, of which the copy shows the options alone, leaves open what another one tells.
fn leaves_open(open: &ValueObject, told: &ValueObject) -> bool {
    let value = told.value.as_ref();
    open.kind == Kind::Choice
        && open.status == Status::Unclear
        && told.status == Status::Filled
        && (open.candidates.is_empty()
            || open.candidates.iter().any(|one| Some(&one.value) == value))
}
