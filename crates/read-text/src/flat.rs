//! Copies whose line ends became spaces: a page, or all of the document, is one line.
//!
//! Such copies are made where a text goes through a web page. Japanese has no spaces between words, so a space
//! is where a line ended, or one of the few that the form prints: within brackets, beside digits. Input: the
//! lines of a copy. Output: the same lines, or their parts where the copy is of this kind; a part keeps its
//! line's number.

use crate::lines::Line;

/// Bytes of a line on average: a page has about 3,000, a paragraph of a form on one line rarely 1,000 and most
/// lines are labels.
const FLAT_BYTES: usize = 600;
/// Parts that a flat line has at least, and the bytes of a part on average: no line of a form is longer.
const LEAST_PARTS: usize = 8;
const PART_BYTES: usize = 240;
/// Signs of markup, which tells where lines and cells end; a tag is one too.
const MARKUP: [char; 2] = ['\t', '|'];
/// Characters in brackets in which a space is no line end.
const BRACKETED: usize = 40;

/// The lines, parted where the copy is flat.
pub(crate) fn parted(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    if !is_flat(&lines) {
        return lines;
    }
    lines.into_iter().flat_map(parts_of).collect()
}

fn parts_of(line: Line<'_>) -> impl Iterator<Item = Line<'_>> {
    let texts = parts(line.text).into_iter().enumerate();
    texts.map(move |(at, text)| Line {
        text,
        starts_page: line.starts_page && at == 0,
        ..line
    })
}

fn is_flat(lines: &[Line<'_>]) -> bool {
    let filled = lines.iter().map(|line| line.text.trim());
    let filled: Vec<&str> = filled.filter(|text| !text.is_empty()).collect();
    let bytes: usize = filled.iter().map(|text| text.len()).sum();
    let is_long = bytes >= FLAT_BYTES * filled.len().max(1);
    is_long && {
        let spaces: usize = filled.iter().map(|text| spaces(text)).sum();
        let plain = filled
            .iter()
            .all(|text| !text.contains(MARKUP) && !has_tag(text));
        plain && spaces >= LEAST_PARTS * filled.len() && bytes <= PART_BYTES * spaces
    }
}

/// Whether a letter or a slash follows an angle bracket. The form prints angle brackets around words of its own
/// beside every list of options.
fn has_tag(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        next.is_ascii_alphabetic() || matches!(next, b'/' | b'!')
    })
}

fn spaces(text: &str) -> usize {
    text.chars().filter(|&c| is_space(c)).count()
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

/// The parts of a flat line; at least one, so that no line is lost.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut opened = None;
    let mut before = ' ';
    let mut chars = text.char_indices().enumerate().peekable();
    while let Some((count, (at, c))) = chars.next() {
        match c {
            '[' | '［' => opened = Some(count),
            ']' | '］' => opened = None,
            _ => {}
        }
        if !is_space(c) {
            before = c;
            continue;
        }
        let after = chars.peek().map_or(' ', |&(_, (_, c))| c);
        let is_inside = opened.is_some_and(|opened| count - opened <= BRACKETED);
        if !is_inside && !is_date(before, after) {
            parts.push(&text[start..at]);
            start = at;
        }
    }
    parts.push(&text[start..]);
    let filled = |part: &&str| !part.trim().is_empty();
    let mut parts: Vec<&str> = parts.into_iter().filter(filled).collect();
    if parts.is_empty() {
        parts.push(text);
    }
    parts
}

/// Whether a space within a date, or before the number of the form, stands between the two: copies that set
/// every number apart have it.
fn is_date(before: char, after: char) -> bool {
    let unit = |c| matches!(c, '年' | '月' | '日');
    (before.is_ascii_digit() && unit(after))
        || (after.is_ascii_digit() && (unit(before) || matches!(before, '成' | '和' | '式')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line<'_> {
        Line {
            number: 3,
            text,
            starts_page: false,
        }
    }

    #[test]
    fn spaces_are_line_ends_but_in_brackets_and_dates() {
        let found =
            parts("①事務の名称 用水の事務 [ 十分である ] 公表日 令和 5 年 6 月 1 日 様式 3");
        let trimmed: Vec<&str> = found.iter().map(|part| part.trim()).collect();
        let wanted = [
            "①事務の名称",
            "用水の事務",
            "[ 十分である ]",
            "公表日",
            "令和 5 年 6 月 1 日",
            "様式 3",
        ];
        assert_eq!(trimmed, wanted);
    }

    #[test]
    fn a_page_on_one_line_is_parted_and_a_long_paragraph_is_not() {
        let page = "事務の内容は次のとおりとする。 ".repeat(60);
        let found = parted(vec![line(&page)]);
        assert_eq!((found.len(), found[0].number), (60, 3));
        let paragraph = "事務の内容は次のとおりとする。".repeat(60);
        assert_eq!(parted(vec![line(&paragraph)]).len(), 1);
        for markup in ["\t", "<p>", "</td>"] {
            let rows = page.replacen(' ', markup, 1);
            assert_eq!(parted(vec![line(&rows)]).len(), 1, "{markup}");
        }
        let options = page.replacen(' ', " <選ぶもの> ", 1);
        assert_eq!(parted(vec![line(&options)]).len(), 61);
    }
}
