//! Any text inside a table cell of a text copy, where HTML is taken as structure.

#![no_main]

use hyokasho_read_text::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|fragment: &str| {
    let options = ReadOptions {
        encoding: Some("utf-8".to_owned()),
        ..ReadOptions::default()
    };
    let text = format!("before\t<table><tr><td>{fragment}</td></tr></table>\nafter\t{fragment}\n");
    let _ = read(text.as_bytes(), &options);
});
