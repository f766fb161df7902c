//! docs/limits.md says what the program does: every limit stands there with its default.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hyokasho_batch::WorkerLimits;
use hyokasho_pipeline::Limits;

/// First to second cell of every table row in docs/limits.md.
fn documented() -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/limits.md");
    let text = fs::read_to_string(path).expect("docs/limits.md");
    let row = |line: &str| {
        let mut cells = line
            .strip_prefix('|')?
            .split('|')
            .map(|cell| cell.trim().replace('`', ""));
        Some((cells.next()?, cells.next()?))
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn every_limit_of_a_document_is_documented_with_its_default() {
    let documented = documented();
    let limits = serde_json::to_value(Limits::default()).expect("limits are JSON");
    for (name, default) in limits.as_object().expect("an object") {
        assert_eq!(documented.get(name), Some(&default.to_string()), "{name}");
    }
}

#[test]
fn the_limits_of_a_worker_are_documented_with_their_defaults() {
    let (documented, limits) = (documented(), WorkerLimits::default());
    let default = |name: &str| documented.get(name).map(String::as_str);
    assert_eq!(
        default("--time-limit SECONDS"),
        Some(limits.time.as_secs().to_string().as_str())
    );
    assert_eq!(
        default("--memory-limit MIB"),
        Some((limits.memory >> 20).to_string().as_str())
    );
}
