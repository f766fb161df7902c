//! Rows that continue one another as one change.
//!
//! Input: the change facts in order. Output: their group numbers, from 1: rows one after another
//! with the same date and the same item share a number.

use hyokasho_model::{Change, Fact, Value};

use crate::text::letters;

/// Numbers the groups.
pub(crate) fn number_groups(facts: &mut [Fact]) {
    let mut group = 0;
    let mut before: Option<(Option<String>, Vec<String>, Vec<char>)> = None;
    for fact in facts {
        let Some(Value::Change(change)) = &mut fact.object.value else {
            // an unclear row may be of either group
            before = None;
            continue;
        };
        let this = (
            change.date.clone(),
            change.keys.clone(),
            letters(&change.item),
        );
        if !before
            .as_ref()
            .is_some_and(|before| continues(before, &this, change))
        {
            group += 1;
        }
        change.group = group;
        before = Some(this);
    }
}

type Row = (Option<String>, Vec<String>, Vec<char>);

fn continues(before: &Row, this: &Row, _change: &Change) -> bool {
    let same_item = if this.1.is_empty() {
        !this.2.is_empty() && before.2 == this.2
    } else {
        before.1 == this.1
    };
    before.0 == this.0 && same_item
}
