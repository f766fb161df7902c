//! Any text as dates, numbers and text to normalize: found places lie in the text, spans in the raw one.

#![no_main]

use hyokasho_normalize::{dates, fold_mapped, is_normalized, normalize, normalize_mapped, numbers};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &str| {
    let text = normalize(raw);
    assert!(is_normalized(&text), "normalizing once is enough");
    let _ = dates::parse(&text);
    let _ = dates::find_all(&text);
    let _ = dates::find_all(raw);
    let _ = numbers::parse_count(&text);
    let _ = numbers::find_all(&text);
    for mapped in [normalize_mapped(raw), fold_mapped(raw)] {
        for (at, c) in mapped.text.char_indices() {
            let range = mapped.raw_range(at..at + c.len_utf8());
            assert!(
                raw.get(range).is_some(),
                "a span lies on characters of the raw text"
            );
        }
    }
});
