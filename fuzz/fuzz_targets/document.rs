//! The target `document`: see `entries::document`.

#![no_main]

#[path = "../entries.rs"]
#[expect(dead_code, reason = "each target runs one of the entries")]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::document(bytes));
