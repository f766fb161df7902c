//! Rebuilds the change history of a seed and prints the facts, for measuring with the score script.
//! The part is found in a crude way and the body is taken from the gold facts: the stages that do
//! this for documents are not needed. `seed_changes 000 > facts.ndjson`; findings go to stderr.

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::Instant;

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    for (number, kind) in common::SEEDS
        .into_iter()
        .filter(|(number, _)| *number == wanted)
    {
        let (Some(gold), Some(seed)) = (common::gold(number), common::seed(number)) else {
            return;
        };
        let catalogue = common::catalogue();
        let form = common::form(&catalogue, kind);
        let blocks = common::change_blocks(&seed);
        let body = common::body(&gold);
        let start = Instant::now();
        let rebuilt = hyokasho_history::rebuild(&blocks, form, &body);
        eprintln!("{} rows in {:?}", rebuilt.value.len(), start.elapsed());
        for finding in &rebuilt.diagnostics {
            eprintln!(
                "{} {}: {}",
                finding.code,
                finding.key.as_deref().unwrap_or("-"),
                finding.message
            );
        }
        for fact in &rebuilt.value {
            println!("{}", serde_json::to_string(fact).expect("facts are JSON"));
        }
    }
}
