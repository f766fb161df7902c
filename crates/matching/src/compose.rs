//! Pieces of text put together as one value.
//!
//! Input: pieces in reading order. Output: normalized text whose `\n` end paragraphs and list items.

use hyokasho_document::mark;

use crate::regions::Piece;
use crate::sheet::Sheet;

/// A line of a plain text copy that is at least this long was wrapped, unless it ends a sentence: the
/// forms' cells hold 30 characters and more a line.
const WRAPPED: usize = 26;

/// Bytes of a text that no value has twice, one behind the other: ten characters.
const LEAST_AGAIN: usize = 30;

/// The text of pieces, marks as they are kept inside the program.
pub fn text_of(sheet: &Sheet, pieces: &[Piece]) -> String {
    let length: usize = pieces.iter().map(|piece| piece.range.len() + 1).sum();
    let mut text = String::with_capacity(length);
    let mut last: Option<&Piece> = None;
    for piece in pieces {
        let part = sheet.cells[piece.cell].text[piece.range.clone()].trim();
        if part.is_empty() || last.is_some_and(|last| is_row_again(sheet, last, piece, part)) {
            continue;
        }
        if let Some(last) = last
            && !is_wrapped(sheet, last, piece, &text, part)
        {
            text.push('\n');
        }
        text.push_str(part);
        last = Some(piece);
    }
    text
}

/// Whether a cell says what the one of the row before it says: copies print a page's last row at the head of the next
/// one again, where its label may be lost.
fn is_row_again(sheet: &Sheet, last: &Piece, piece: &Piece, part: &str) -> bool {
    let (a, b) = (&sheet.cells[last.cell], &sheet.cells[piece.cell]);
    part.len() >= LEAST_AGAIN
        && a.row
        && b.row
        && a.block != b.block
        && a.text[last.range.clone()].trim() == part
}

/// Pieces grouped to paragraphs: a line that only wrapped goes on with the one before it.
pub fn paragraphs(sheet: &Sheet, pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut groups: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let part = |piece: &Piece| sheet.cells[piece.cell].text[piece.range.clone()].trim();
        let wrapped = groups
            .last()
            .and_then(|group| group.last())
            .is_some_and(|last| is_wrapped(sheet, last, piece, part(last), part(piece)));
        match groups.last_mut() {
            Some(group) if wrapped => group.push(piece.clone()),
            _ => groups.push(vec![piece.clone()]),
        }
    }
    groups
}

/// Whether the second piece goes on with the first one's sentence: both are lines outside tables, one
/// right after the other, and the first one is full and ends no sentence.
fn is_wrapped(sheet: &Sheet, first: &Piece, second: &Piece, before: &str, after: &str) -> bool {
    let (a, b) = (&sheet.cells[first.cell], &sheet.cells[second.cell]);
    if a.row || b.row || a.block + 1 != b.block {
        return false;
    }
    let line = before.rsplit('\n').next().unwrap_or(before);
    let ends = line.ends_with(['。', '」', '】', '>', ':', ')', '.', '】']);
    line.chars().count() >= WRAPPED && !ends && !starts_item(after)
}

/// Whether a line begins a list item or a heading of its own.
pub fn starts_item(line: &str) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    let second = chars.next();
    match first {
        '・' | '○' | '●' | '◎' | '■' | '□' | '◆' | '◇' | '※' | '【' | '<' | '[' | '(' | '-'
        | '*' | '→' => true,
        c if crate::number::circled(c).is_some() => true,
        c if c.is_ascii_digit() => {
            second.is_some_and(|c| matches!(c, '.' | ')' | '、' | ' ') || c.is_ascii_digit())
                && line
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .starts_with(['.', ')', '、', ' '])
        }
        _ => false,
    }
}

/// Marks as people read them: what stands in the model's `text`.
pub fn with_printed_marks(text: &str) -> String {
    if !mark::stand_in(text) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match c {
            mark::BOX => '□',
            mark::BOX_CHECKED => '☑',
            mark::SEEN_OFF => '☐',
            mark::SEEN_ON => '○',
            c => c,
        })
        .collect()
}
