//! Any bytes as a text copy: the reader answers, and what it gives stays within its limits.

#![no_main]

use hyokasho_read_text::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

/// Few enough cells for hostile input to reach the limit.
const CELLS: u32 = 4_096;

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions {
        max_cells: CELLS,
        ..ReadOptions::default()
    };
    let _ = read(bytes, &options);
});
