//! Any bytes as a PDF: every page is read or refused, within small limits.

#![no_main]

use hyokasho_read_pdf::{ReadOptions, open};
use libfuzzer_sys::fuzz_target;

/// Small limits, so that the fuzzer spends its time on structure and not on volume.
const LIMITS: ReadOptions = ReadOptions {
    bytes: 1 << 20,
    pages: 8,
    glyphs_per_page: 2_000,
    paths_per_page: 2_000,
    decoded_bytes: 4 << 20,
    nesting: 16,
};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(file) = open(bytes, &LIMITS) {
        let _ = file.read();
    }
});
