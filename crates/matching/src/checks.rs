//! The form's own checks: numbers that it prints against the blocks found.
//!
//! Input: the facts of the body. Output: findings; no value is changed.

use hyokasho_catalogue::{Form, ItemKind};
use hyokasho_model::{Fact, Key, Status, Value};
use hyokasho_source::{Code, Diagnostic};

/// Checks the facts of a body.
pub fn check(form: &Form, facts: &mut [Fact], diagnostics: &mut Vec<Diagnostic>) {
    for fact in facts.iter() {
        match &fact.object.value {
            Some(Value::Count(printed)) => {
                let blocks = sibling_blocks(form, &fact.key, 0);
                compare(facts, fact, *printed, blocks.as_deref(), diagnostics);
            }
            Some(Value::Flags(flags)) => {
                for (at, flag) in flags
                    .iter()
                    .filter(|flag| is_counted(form, fact, &flag.option))
                    .enumerate()
                {
                    if let Some(printed) = flag.count {
                        let blocks = sibling_blocks(form, &fact.key, at);
                        compare(facts, fact, printed, blocks.as_deref(), diagnostics);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_counted(form: &Form, fact: &Fact, option: &str) -> bool {
    let node = form
        .find_key(&fact.key.pattern())
        .and_then(|id| form.node(id));
    node.is_some_and(|node| {
        node.kind == Some(ItemKind::Flags)
            && node.options.iter().any(|o| o.text == option && o.counted)
    })
}

/// The block that a number counts: the `nth` block that opens after the item, within the same outer one.
fn sibling_blocks(form: &Form, key: &Key, nth: usize) -> Option<String> {
    let id = form.find_key(&key.pattern())?;
    let outer = key.indices();
    let prefix = form.nodes[id + 1..]
        .iter()
        .filter_map(|node| node.opens.as_deref())
        .filter(|prefix| prefix.matches('[').count() == outer.len() + 1)
        .nth(nth)?;
    let whole = Key::from_pattern(prefix, &outer);
    let at = whole.as_str().rfind('[')?;
    Some(whole.as_str()[..at].to_owned())
}

fn compare(
    facts: &[Fact],
    fact: &Fact,
    printed: u64,
    blocks: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(list) = blocks else { return };
    let depth = list.matches('[').count();
    let mut found: Vec<u32> = facts
        .iter()
        .filter(|other| {
            other.key.is_in(list) && other.object.status != Status::Blank && says_something(other)
        })
        .filter_map(|other| other.key.indices().get(depth).copied())
        .collect();
    found.sort_unstable();
    found.dedup();
    if found.len() as u64 != printed {
        let message = format!(
            "the form says {printed}, and {} blocks of {list} are filled in",
            found.len()
        );
        let diagnostic = Diagnostic::new(Code::CountMismatch, message).about(fact.key.as_str());
        diagnostics.push(diagnostic.at(fact.object.source.iter().copied().take(1)));
    }
}

/// A check list is filled whenever it is printed; it says something when an option is on.
fn says_something(fact: &Fact) -> bool {
    match &fact.object.value {
        Some(Value::Flags(flags)) => flags
            .iter()
            .any(|flag| flag.state == hyokasho_model::FlagState::On),
        Some(_) => true,
        None => false,
    }
}
