//! The data tables beside this crate: tab-separated, one header line, `#` starts a comment line.
//!
//! Rows come out as fields; what they mean is the business of the module that reads them. A table
//! is part of the program, so a damaged row is left out here and reported by the tests.

/// The rows of a table after its header, each cut at tabs. Missing fields read as empty.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| {
            let mut fields = [""; N];
            for (field, text) in fields.iter_mut().zip(line.split('\t')) {
                *field = text;
            }
            fields
        })
}

/// The single character of a field.
pub(crate) fn single(field: &str) -> Option<char> {
    let mut chars = field.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The code points of a field `U+XXXX` or `U+XXXX..U+YYYY`.
pub(crate) fn code_points(field: &str) -> std::ops::RangeInclusive<u32> {
    let code = |text: &str| u32::from_str_radix(text.trim_start_matches("U+"), 16).ok();
    let (first, last) = field.split_once("..").unwrap_or((field, field));
    match (code(first), code(last)) {
        (Some(first), Some(last)) => first..=last,
        #[expect(
            clippy::reversed_empty_ranges,
            reason = "an unreadable field names no character"
        )]
        _ => 1..=0,
    }
}
