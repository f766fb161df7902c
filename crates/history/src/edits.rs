//! The exact edit between the two sides of a row.
//!
//! Input: both texts. Output: the stretches that stayed, went and came; none where a side quotes
//! nothing. Compared line by line; what was replaced is compared again word by word, where a word is a
//! run of one script, and a short stretch of it character by character, numbers and codes whole.

use hyokasho_model::{Edit, EditKind};
use imara_diff::{Algorithm, Diff, Hunk, NoSliderHeuristic, Token};
use rustc_hash::FxHashMap;

use crate::phrases::{Says, says};

/// Bytes of both sides up to which words are compared; the work grows with the length times
/// the difference.
const BY_WORD: usize = 16_000;
/// Bytes of both sides up to which characters are compared: in longer stretches without a word in
/// common, equal characters are chance.
const BY_CHARACTER: usize = 240;
/// Characters that two changes must lie apart to count as two: shorter stretches between them are
/// chance.
const APART: usize = 2;

/// Stretches of one text that a buffer has room for before it grows.
const STRETCHES: usize = 16;

/// The edit between the two sides, where both quote a text.
pub fn edits(before: &str, after: &str) -> Vec<Edit> {
    if says(before) != Says::Text || says(after) != Says::Text {
        return Vec::new();
    }
    diff(before, after)
}

/// The edit from one text to another.
pub fn diff(before: &str, after: &str) -> Vec<Edit> {
    let mut stayed = Vec::with_capacity(STRETCHES);
    compare(Unit::Line, (before, after), (0, 0), &mut stayed);
    told(before, after, &stayed)
}

/// A stretch that stayed: where it begins in both texts, and its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stayed {
    before: usize,
    after: usize,
    length: usize,
}

/// What is compared as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Line,
    Word,
    Character,
}

impl Unit {
    /// The unit for a stretch that was replaced as a whole.
    fn finer(self, before: &str, after: &str) -> Option<Self> {
        let length = before.len() + after.len();
        match self {
            Self::Line if length <= BY_WORD => Some(Self::Word),
            Self::Word if length <= BY_CHARACTER => Some(Self::Character),
            _ => None,
        }
    }

    /// The text's parts.
    fn parts(self, text: &str) -> Vec<&str> {
        match self {
            Self::Line => text.split_inclusive('\n').collect(),
            Self::Word => runs(text, |script| script != Script::Other),
            // of a number or a code no character tells anything
            Self::Character => runs(text, |script| script == Script::Alphanumeric),
        }
    }
}

/// What a character is, as far as it makes a word with its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Hiragana,
    Katakana,
    Ideograph,
    Alphanumeric,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'ぁ'..='ゖ' => Script::Hiragana,
        'ァ'..='ヺ' | 'ー' => Script::Katakana,
        '一'..='鿿' | '々' => Script::Ideograph,
        c if c.is_ascii_alphanumeric() => Script::Alphanumeric,
        _ => Script::Other,
    }
}

/// Runs of one script, where its characters join; others stand alone.
fn runs(text: &str, joins: impl Fn(Script) -> bool) -> Vec<&str> {
    // a run has some characters, of three bytes each
    let mut runs = Vec::with_capacity(text.len() / 6 + 1);
    let mut start = 0;
    let mut open = Script::Other;
    for (at, c) in text.char_indices() {
        let now = script(c);
        if at > start && (now != open || !joins(now)) {
            runs.push(&text[start..at]);
            start = at;
        }
        open = now;
    }
    if start < text.len() {
        runs.push(&text[start..]);
    }
    runs
}

/// Adds what stayed of two texts, compared by a unit and finer ones; `at` is where they begin.
fn compare(
    unit: Unit,
    (before, after): (&str, &str),
    at: (usize, usize),
    stayed: &mut Vec<Stayed>,
) {
    let (old, new) = (unit.parts(before), unit.parts(after));
    if let ([_], [_], true, Some(finer)) = (
        &old[..],
        &new[..],
        before != after,
        unit.finer(before, after),
    ) {
        return compare(finer, (before, after), at, stayed);
    }
    let (mut old_rest, mut new_rest) = (Rest::of(before), Rest::of(after));
    for hunk in difference(&old, &new).hunks() {
        let hunk = without_edges(hunk, &old, &new);
        let begins = (at.0 + old_rest.byte, at.1 + new_rest.byte);
        let same = old_rest.take(&old, hunk.before.start);
        new_rest.take(&new, hunk.after.start);
        push(stayed, begins, same.len());
        let begins = (at.0 + old_rest.byte, at.1 + new_rest.byte);
        let went = old_rest.take(&old, hunk.before.end);
        let came = new_rest.take(&new, hunk.after.end);
        let both = !went.is_empty() && !came.is_empty();
        if let Some(finer) = unit.finer(went, came).filter(|_| both) {
            compare(finer, (went, came), begins, stayed);
        }
    }
    let begins = (at.0 + old_rest.byte, at.1 + new_rest.byte);
    push(stayed, begins, before.len() - old_rest.byte);
}

/// Which parts went and which came.
fn difference<'t>(old: &[&'t str], new: &[&'t str]) -> Diff {
    let mut known: FxHashMap<&str, Token> = FxHashMap::default();
    known.reserve(old.len());
    let mut number = |part: &&'t str| {
        let next = Token(known.len() as u32);
        *known.entry(*part).or_insert(next)
    };
    let old: Vec<Token> = old.iter().map(&mut number).collect();
    let new: Vec<Token> = new.iter().map(&mut number).collect();
    let mut difference = Diff::default();
    difference.compute_with(Algorithm::Myers, &old, &new, known.len() as u32);
    // What may stand at several places is told behind what it repeats: a sentence ends before it.
    difference.postprocess_with(&old, &new, NoSliderHeuristic);
    difference
}

/// A hunk without the parts that both its sides begin or end with.
fn without_edges(mut hunk: Hunk, old: &[&str], new: &[&str]) -> Hunk {
    while !hunk.before.is_empty()
        && !hunk.after.is_empty()
        && old[hunk.before.start as usize] == new[hunk.after.start as usize]
    {
        hunk.before.start += 1;
        hunk.after.start += 1;
    }
    while !hunk.before.is_empty()
        && !hunk.after.is_empty()
        && old[hunk.before.end as usize - 1] == new[hunk.after.end as usize - 1]
    {
        hunk.before.end -= 1;
        hunk.after.end -= 1;
    }
    hunk
}

/// What is left of a text whose parts are taken one stretch after another.
struct Rest<'t> {
    text: &'t str,
    /// The next part.
    part: usize,
    /// Where it begins in the text.
    byte: usize,
}

impl<'t> Rest<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            part: 0,
            byte: 0,
        }
    }

    /// The next parts up to one, together.
    fn take(&mut self, parts: &[&str], upto: u32) -> &'t str {
        let parts = &parts[self.part..upto as usize];
        let start = self.byte;
        self.part += parts.len();
        self.byte += parts.iter().map(|part| part.len()).sum::<usize>();
        &self.text[start..self.byte]
    }
}

/// Adds a stretch that stayed, to the last one where it goes on with that.
fn push(stayed: &mut Vec<Stayed>, (before, after): (usize, usize), length: usize) {
    if length == 0 {
        return;
    }
    match stayed.last_mut() {
        Some(last) if (last.before + last.length, last.after + last.length) == (before, after) => {
            last.length += length;
        }
        _ => stayed.push(Stayed {
            before,
            after,
            length,
        }),
    }
}

/// The edits between the stretches that stayed; a short one between two changes is taken into them.
fn told(before: &str, after: &str, stayed: &[Stayed]) -> Vec<Edit> {
    let mut edits = Vec::with_capacity(3 * stayed.len() + 2);
    let (mut from, mut since) = (0, 0);
    for stretch in stayed {
        let text = &before[stretch.before..stretch.before + stretch.length];
        let behind = (
            stretch.before + stretch.length,
            stretch.after + stretch.length,
        );
        let follows_change = (from, since) != (stretch.before, stretch.after);
        let is_last = behind == (before.len(), after.len());
        if follows_change && !is_last && is_chance(text) {
            continue;
        }
        push_edit(&mut edits, EditKind::Delete, &before[from..stretch.before]);
        push_edit(&mut edits, EditKind::Insert, &after[since..stretch.after]);
        push_edit(&mut edits, EditKind::Equal, text);
        (from, since) = behind;
    }
    push_edit(&mut edits, EditKind::Delete, &before[from..]);
    push_edit(&mut edits, EditKind::Insert, &after[since..]);
    edits
}

/// Whether a text is so short that two changes have it in common by chance.
fn is_chance(text: &str) -> bool {
    text.chars().nth(APART - 1).is_none() && !text.contains('\n')
}

fn push_edit(edits: &mut Vec<Edit>, op: EditKind, text: &str) {
    if !text.is_empty() {
        edits.push(Edit {
            op,
            text: text.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let show = |edit: &Edit| match edit.op {
            EditKind::Equal => edit.text.clone(),
            EditKind::Delete => format!("-{}-", edit.text),
            EditKind::Insert => format!("+{}+", edit.text),
        };
        edits(before, after).iter().map(show).collect()
    }

    #[test]
    fn what_went_and_what_came_is_told() {
        assert_eq!(shown("税務課の係長", "税務部の係長"), "税務-課-+部+の係長");
        assert_eq!(shown("同じ", "同じ"), "同じ");
        assert_eq!(shown("100人以上", "500人以上"), "-100-+500+人以上");
    }

    #[test]
    fn what_shares_no_word_is_replaced_as_a_whole() {
        let (before, after) = ("紙の台帳を閲覧し、".repeat(6), "端末で照会する。".repeat(6));
        assert_eq!(shown(&before, &after), format!("-{before}-+{after}+"));
    }

    #[test]
    fn a_word_in_a_long_text_is_told() {
        let line = "窓口で届出を受け付ける。\n".repeat(400);
        let edits = edits(
            &format!("{line}係長が確かめる"),
            &format!("{line}課長が確かめる"),
        );
        let changed: Vec<&str> = edits
            .iter()
            .filter(|edit| edit.op != EditKind::Equal)
            .map(|edit| edit.text.as_str())
            .collect();
        assert_eq!(changed, ["係", "課"]);
    }

    #[test]
    fn no_edit_without_two_quotes() {
        assert_eq!(shown("(右記を追加)", "新しい文"), "");
    }
}
