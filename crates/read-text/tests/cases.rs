//! `tests/cases/*.txt` against their dumps, `*.expected`; `UPDATE_GOLDEN=1` writes them anew.

use std::fmt::Write;

use hyokasho_cases::Cases;
use hyokasho_read_text::{ReadOptions, dump, read};

#[test]
fn cases_read_as_expected() {
    let cases = Cases::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases"), "txt");
    cases.hold(|name| {
        let read = read(&cases.bytes(name), &ReadOptions::default()).expect("a case is a text");
        let mut out = dump(&read.value.document);
        for diagnostic in &read.diagnostics {
            let _ = writeln!(
                out,
                "! {} {} {:?}",
                diagnostic.code, diagnostic.message, diagnostic.source
            );
        }
        out
    });
}
