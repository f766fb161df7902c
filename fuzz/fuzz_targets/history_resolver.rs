//! The target `history_resolver`: see `entries::history_resolver`.

#![no_main]

#[path = "../entries.rs"]
#[expect(dead_code, reason = "each target runs one of the entries")]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::history_resolver(bytes));
