//! Which `<` opens an HTML tag and which is text.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};

/// Elements that converters write. Others (`data`, `map`, `title` …) are words that stand in angle
/// brackets in a Japanese text.
fn is_element(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"br"
            | b"span"
            | b"b"
            | b"i"
            | b"u"
            | b"s"
            | b"em"
            | b"strong"
            | b"small"
            | b"big"
            | b"sup"
            | b"sub"
            | b"ul"
            | b"ol"
            | b"li"
            | b"dl"
            | b"dt"
            | b"dd"
            | b"table"
            | b"thead"
            | b"tbody"
            | b"tfoot"
            | b"tr"
            | b"td"
            | b"th"
            | b"caption"
            | b"colgroup"
            | b"col"
            | b"input"
            | b"label"
            | b"font"
            | b"center"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"hr"
            | b"a"
            | b"img"
            | b"pre"
            | b"code"
            | b"blockquote"
            | b"section"
            | b"article"
            | b"header"
            | b"footer"
            | b"main"
            | b"nav"
            | b"form"
            | b"fieldset"
            | b"legend"
            | b"select"
            | b"option"
            | b"textarea"
            | b"button"
            | b"html"
            | b"head"
            | b"body"
            | b"meta"
            | b"link"
            | b"title"
            | b"style"
            | b"script"
            | b"tt"
            | b"strike"
            | b"del"
            | b"ins"
            | b"mark"
            | b"ruby"
            | b"rt"
            | b"rp"
            | b"rb"
            | b"figure"
            | b"figcaption"
            | b"abbr"
            | b"nobr"
            | b"wbr"
            | b"o:p"
    ) || is_page_furniture(name)
}

/// Elements of no HTML that models which read pages write around what a page repeats.
pub(super) fn is_page_furniture(name: &[u8]) -> bool {
    matches!(name, b"page_number" | b"watermark")
}

/// Whether the fragment begins with a tag that begins a line of its own.
pub(crate) fn starts_with_block(raw: &str) -> bool {
    let raw = raw.trim_start();
    let name = name_of(raw.as_bytes().get(1..).unwrap_or_default());
    let block = matches!(
        name.to_ascii_lowercase().as_slice(),
        b"p" | b"div"
            | b"ul"
            | b"ol"
            | b"dl"
            | b"table"
            | b"thead"
            | b"tbody"
            | b"tr"
            | b"td"
            | b"th"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"html"
            | b"body"
            | b"section"
            | b"article"
            | b"header"
            | b"main"
            | b"form"
            | b"center"
            | b"head"
    );
    let doctype = raw
        .as_bytes()
        .get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype"));
    doctype || (block && tag_end(raw.as_bytes()).is_some())
}

/// A text in which every `<` that opens no tag is written as an entity.
pub(crate) struct Escaped<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Whether it holds a tag, a comment or a declaration.
    pub(crate) has_tags: bool,
}

/// Escapes every `<` that opens no tag.
pub(crate) fn escape_text(raw: &str) -> Escaped<'_> {
    let bytes = raw.as_bytes();
    let mut escaped = String::new();
    let (mut copied, mut after) = (0, 0);
    let mut comment_may_end = true;
    for at in memchr_iter(b'<', bytes) {
        if at < after {
            continue;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let end = tag_end(rest)
            .or_else(|| comment_end(rest, &mut comment_may_end))
            .or_else(|| declaration_end(rest));
        if let Some(end) = end {
            after = at + end;
            continue;
        }
        escaped.push_str(raw.get(copied..at).unwrap_or_default());
        escaped.push_str("&lt;");
        copied = at + 1;
    }
    let has_tags = after > 0;
    if copied == 0 {
        return Escaped {
            text: Cow::Borrowed(raw),
            has_tags,
        };
    }
    escaped.push_str(raw.get(copied..).unwrap_or_default());
    Escaped {
        text: Cow::Owned(escaped),
        has_tags,
    }
}

fn name_of(bytes: &[u8]) -> &[u8] {
    let len = bytes
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(**b, b':' | b'_'))
        .count();
    bytes.get(..len).unwrap_or_default()
}

/// Length of the tag that the bytes start with. Attributes are ASCII but for what stands in quotes,
/// and a tag ends before the next `<`.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let start = 1 + usize::from(bytes.get(1) == Some(&b'/'));
    let name = name_of(bytes.get(start..)?);
    if !is_element(name) && !is_upper_case_element(name) {
        return None;
    }
    let mut at = start + name.len();
    if !matches!(bytes.get(at)?, b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r') {
        return None;
    }
    loop {
        match *bytes.get(at)? {
            b'>' => return Some(at + 1),
            b'<' | 0x80.. => return None,
            quote @ (b'"' | b'\'') if follows_equals_sign(bytes, at) => {
                let value = bytes.get(at + 1..)?;
                let end = memchr(quote, value)?;
                if memchr(b'<', value.get(..end)?).is_some() {
                    return None;
                }
                at += end + 2;
            }
            _ => at += 1,
        }
    }
}

fn follows_equals_sign(bytes: &[u8], at: usize) -> bool {
    bytes
        .get(..at)
        .is_some_and(|before| before.trim_ascii_end().ends_with(b"="))
}

/// Names in capitals throughout; single capitals (`<A>`, `<I>`) are headings of a text.
fn is_upper_case_element(name: &[u8]) -> bool {
    (name.len() > 1 || name == b"P")
        && name.iter().all(|b| !b.is_ascii_lowercase())
        && is_element(&name.to_ascii_lowercase())
}

fn comment_end(bytes: &[u8], may_end: &mut bool) -> Option<usize> {
    if !bytes.starts_with(b"<!--") || !*may_end {
        return None;
    }
    let end = memchr::memmem::find(bytes.get(4..)?, b"-->");
    *may_end = end.is_some();
    end.map(|end| end + 7)
}

fn declaration_end(bytes: &[u8]) -> Option<usize> {
    let starts = |word: &[u8]| {
        bytes
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    if !starts(b"<!doctype") && !starts(b"<?xml") {
        return None;
    }
    let end = 1 + memchr2(b'<', b'>', bytes.get(1..)?)?;
    (bytes.get(end) == Some(&b'>')).then_some(end + 1)
}
