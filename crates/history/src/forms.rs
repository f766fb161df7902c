//! A change history that more than one form explains.
//!
//! Input: the rows as each of the forms has them. Output: the rows with the keys that all of them give.

use hyokasho_model::{Fact, Value};
use hyokasho_source::{Code, Diagnostic};

/// Takes the keys from the rows that another form resolves to other keys: the document does not tell
/// which form they are of. Both remain as candidates.
pub fn agree_on_keys(facts: &mut [Fact], of_another_form: &[Fact]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (fact, other) in facts.iter_mut().zip(of_another_form) {
        let (Some(Value::Change(change)), Some(Value::Change(other))) =
            (&mut fact.object.value, &other.object.value)
        else {
            continue;
        };
        if change.keys.is_empty() || change.keys == other.keys {
            continue;
        }
        change.key_candidates.append(&mut change.keys);
        let others = other.keys.iter().chain(&other.key_candidates);
        for key in others {
            if !change.key_candidates.contains(key) {
                change.key_candidates.push(key.clone());
            }
        }
        findings.push(
            Diagnostic::new(
                Code::ItemUnresolved,
                "two forms have an item of this name, and the document does not tell which it is",
            )
            .about(fact.key.as_str())
            .at(fact.object.source.iter().copied()),
        );
    }
    findings
}
