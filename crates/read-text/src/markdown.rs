//! Markdown taken off a line or a cell: headings, list bullets, bold, escapes, TeX symbols.
//!
//! One line in, its text and heading level out. List items lose the dash that Markdown put in front
//! of them and keep their own bullet or number.

use std::borrow::Cow;
use std::sync::LazyLock;

use hyokasho_document::mark;
use memchr::{memchr, memmem};

const SYMBOLS: &str = include_str!("../data/symbols.tsv");

/// Commands and glyphs, the longest command first.
static COMMANDS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let rows = SYMBOLS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1);
    let mut commands: Vec<_> = rows
        .filter_map(|row| {
            let mut fields = row.split('\t');
            Some((fields.next()?, fields.next()?))
        })
        .collect();
    commands.sort_by_key(|(command, _)| std::cmp::Reverse(command.len()));
    commands
});

/// Level of a line that is bold as a whole: below every heading.
const BOLD_LINE: u8 = 6;
/// Characters that a backslash escapes in Markdown.
const ESCAPED: &[u8] = b"*_#|.-+[]<>~`";

/// A line without its Markdown.
pub(crate) struct Line<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) heading: Option<u8>,
}

/// Takes the Markdown off a line outside any table.
pub(crate) fn line(raw: &str) -> Line<'_> {
    let text = raw.trim();
    if let Some((level, text)) = heading(text) {
        return Line {
            text: inline(text),
            heading: Some(level),
        };
    }
    let text = quoted(text);
    if let Some(item) = item(text) {
        return Line {
            text: task(item).unwrap_or_else(|| inline(item)),
            heading: None,
        };
    }
    let heading = is_bold(text).then_some(BOLD_LINE);
    Line {
        text: inline(text),
        heading,
    }
}

/// What stands in place of an image that is all of a line, where its description says anything; the image itself is
/// no text.
pub(crate) fn image(text: &str) -> Option<&str> {
    let (description, target) = text.trim().strip_prefix("![")?.split_once("](")?;
    let whole = target
        .strip_suffix(')')
        .is_some_and(|target| !target.contains(')'));
    whole.then(|| description.trim())
}

/// Takes the Markdown off a cell of a row; in the first one a heading or a list bullet may stand, since it begins
/// the line.
pub(crate) fn cell(text: &str, is_first: bool) -> Cow<'_, str> {
    let begun = is_first
        .then(|| heading(text).map(|(_, text)| text).or_else(|| item(text)))
        .flatten();
    inline(begun.unwrap_or(text))
}

/// Takes bold and strike-through marks, escapes and TeX symbols off a text.
pub(crate) fn inline(text: &str) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), STRUCK.as_bytes()).is_some() {
        let text = without_pairs(text, STRUCK);
        return Cow::Owned(unstruck(&text).into_owned());
    }
    unstruck(text)
}

/// The mark of struck text; the text counts, struck or not.
const STRUCK: &str = "~~";

/// Takes bold marks, escapes and TeX symbols off a text.
fn unstruck(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let bold = memmem::find(bytes, b"**").is_some();
    let escapes = memchr(b'\\', bytes).is_some();
    match (bold, escapes) {
        (false, false) => Cow::Borrowed(text),
        (true, false) => without_bold(text),
        (bold, true) => {
            let text = without_escapes(text);
            if bold {
                Cow::Owned(without_bold(&text).into_owned())
            } else {
                Cow::Owned(text)
            }
        }
    }
}

/// `#` to `######` and what follows them. One sign needs a space after it.
fn heading(text: &str) -> Option<(u8, &str)> {
    let level = text.bytes().take_while(|b| *b == b'#').count();
    if !(1..=6).contains(&level) {
        return None;
    }
    let rest = text.get(level..)?;
    let spaced = rest.starts_with([' ', '\t', '\u{3000}']);
    let text = rest.trim().trim_end_matches('#').trim_end();
    (!text.is_empty() && (spaced || level > 1)).then_some((level as u8, unbold(text)))
}

fn quoted(text: &str) -> &str {
    text.strip_prefix("> ").map_or(text, str::trim_start)
}

/// What follows a list bullet of Markdown. A dash or star alone is text, and so is a page number
/// between dashes.
fn item(text: &str) -> Option<&str> {
    let rest = ["- ", "* ", "+ "]
        .iter()
        .find_map(|bullet| text.strip_prefix(bullet))?
        .trim_start();
    let between_dashes = rest.ends_with('-')
        && rest
            .trim_end_matches('-')
            .trim()
            .bytes()
            .all(|b| b.is_ascii_digit());
    (!rest.is_empty() && !between_dashes).then_some(rest)
}

/// A ticked box of a Markdown task list.
fn task(item: &str) -> Option<Cow<'_, str>> {
    let rest = item
        .strip_prefix("[x] ")
        .or_else(|| item.strip_prefix("[X] "))?;
    Some(format!("[{}] {}", mark::BOX_CHECKED, inline(rest)).into())
}

fn is_bold(text: &str) -> bool {
    unbold(text).len() < text.len()
}

/// The text without the bold marks around it as a whole.
fn unbold(text: &str) -> &str {
    let inner = text
        .strip_prefix("**")
        .and_then(|rest| rest.strip_suffix("**"));
    inner
        .filter(|inner| !inner.is_empty() && !inner.contains("**"))
        .map_or(text, str::trim)
}

fn without_bold(text: &str) -> Cow<'_, str> {
    without_pairs(text, "**")
}

/// The text without pairs of a mark; one without a partner stays.
fn without_pairs<'a>(text: &'a str, mark: &str) -> Cow<'a, str> {
    let marks = memmem::find_iter(text.as_bytes(), mark).count();
    if marks < 2 {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (n, piece) in text.split(mark).enumerate() {
        if n == marks && marks % 2 == 1 {
            out.push_str(mark);
        }
        out.push_str(piece);
    }
    Cow::Owned(out)
}

fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        let (before, command) = rest.split_at(at);
        out.push_str(before);
        let known = COMMANDS.iter().find(|(name, _)| is_command(command, name));
        rest = match known {
            Some((name, glyph)) => symbol(command, name, glyph, &mut out),
            None => escape(command, &mut out),
        };
    }
    out.push_str(rest);
    out
}

/// Writes a command's glyph, without the dollar signs around it; what follows it.
fn symbol<'a>(command: &'a str, name: &str, glyph: &str, out: &mut String) -> &'a str {
    let after = command.get(name.len()..).unwrap_or_default();
    let opened = out.trim_end().strip_suffix('$').map(str::len);
    let closed = after.trim_start().strip_prefix('$');
    if let (Some(opened), Some(_)) = (opened, closed) {
        out.truncate(opened);
    }
    out.push_str(glyph);
    opened.and(closed).unwrap_or(after)
}

/// Writes what a backslash escapes, or the backslash itself; what follows it.
fn escape<'a>(command: &'a str, out: &mut String) -> &'a str {
    let escapes = command
        .as_bytes()
        .get(1)
        .is_some_and(|b| ESCAPED.contains(b));
    let kept = 1 + usize::from(escapes);
    let from = usize::from(escapes);
    out.push_str(command.get(from..kept).unwrap_or_default());
    command.get(kept..).unwrap_or_default()
}

/// Whether the text starts with the command, and not with a longer word.
fn is_command(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|after| {
        name.ends_with('}') || !after.starts_with(|c: char| c.is_ascii_alphabetic())
    })
}
