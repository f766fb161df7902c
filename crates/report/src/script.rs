//! Data as a script that a page opened from disk can load.
//!
//! JSON to one call of the page's receiver. No `<` stands in it, so that it is harmless wherever it
//! is pasted, and no line separator that old readers of scripts trip over.

use serde_json::Value;

/// A script that hands `data` to the page.
pub(crate) fn receive(kind: &str, id: &str, data: &Value) -> String {
    let json = data.to_string();
    let mut text = String::with_capacity(json.len() + 64);
    text.push_str("hyokasho.receive(\"");
    text.push_str(kind);
    text.push_str("\", \"");
    text.push_str(id);
    text.push_str("\", ");
    for c in json.chars() {
        match c {
            '<' => text.push_str("\\u003c"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            c => text.push(c),
        }
    }
    text.push_str(");\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_does_not_stand_in_a_script() {
        let text = receive(
            "document",
            "1",
            &serde_json::json!({ "a": "</script><b>\u{2028}" }),
        );
        assert!(!text.contains('<'));
        assert!(text.contains("\\u003c/script>"));
        assert!(text.contains("\\u2028"));
    }
}
