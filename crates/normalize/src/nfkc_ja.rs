//! `nfkc-ja-1`: raw text to normalized text, with or without a map back.
//!
//! The rules are laid down in the crate's documentation and in docs/normalization.md.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

use crate::class::{Class, Plain, class, is_exempt};
use crate::spans::{Normalized, SpanMap};

/// The text after `nfkc-ja-1`.
pub fn normalize(raw: &str) -> String {
    normalize_cow(raw).into_owned()
}

/// The text after `nfkc-ja-1`, borrowed where it needs no change.
pub fn normalize_cow(raw: &str) -> Cow<'_, str> {
    let unchanged = unchanged_prefix(raw);
    if unchanged == raw.len() {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(Writer::<false>::run(raw, unchanged).text)
}

/// The text after `nfkc-ja-1`, with the way back to the raw text.
pub fn normalize_mapped(raw: &str) -> Normalized {
    let unchanged = unchanged_prefix(raw);
    if unchanged == raw.len() {
        return Normalized {
            text: raw.to_owned(),
            map: SpanMap::default(),
        };
    }
    Writer::<true>::run(raw, unchanged)
}

/// Whether the text is in `nfkc-ja-1` already.
pub fn is_normalized(raw: &str) -> bool {
    *normalize_cow(raw) == *raw
}

/// How many bytes at the start surely stay as they are. What follows them may change, and the last
/// character of them may combine with it.
fn unchanged_prefix(raw: &str) -> usize {
    let table = Plain::at_hand();
    let mut safe = 0;
    let mut blank_before = true;
    let mut at = 0;
    loop {
        let stretch = table.stretch(&raw.as_bytes()[at..]);
        at += stretch;
        blank_before &= stretch == 0;
        let Some(c) = raw[at..].chars().next() else {
            return if blank_before { safe } else { at };
        };
        match class(c) {
            Class::Plain => blank_before = false,
            _ if blank_before => return safe,
            Class::Space | Class::Newline if c == ' ' || c == '\n' => {
                blank_before = true;
                safe = at;
            }
            _ => return at,
        }
        at += c.len_utf8();
    }
}

/// Spaces and line ends that wait for what follows them.
struct Gap {
    raw: Range<usize>,
    newline: bool,
}

/// Writes the normalized text; keeps the map only where `MAP` asks for it.
struct Writer<'a, const MAP: bool> {
    raw: &'a str,
    out: Normalized,
    /// Start of the raw stretch that is copied as it is at the next flush.
    plain: usize,
    gap: Option<Gap>,
}

impl<'a, const MAP: bool> Writer<'a, MAP> {
    fn run(raw: &'a str, unchanged: usize) -> Normalized {
        let mut text = String::with_capacity(raw.len());
        text.push_str(&raw[..unchanged]);
        let out = Normalized {
            text,
            map: SpanMap::default(),
        };
        let mut writer = Self {
            raw,
            out,
            plain: unchanged,
            gap: None,
        };
        let mut at = unchanged;
        for c in raw[unchanged..].chars() {
            let end = at + c.len_utf8();
            writer.take(c, at..end);
            at = end;
        }
        writer.flush(raw.len());
        writer.leave_gap_out();
        writer.out
    }

    #[inline]
    fn take(&mut self, c: char, raw: Range<usize>) {
        let class = class(c);
        if class == Class::Plain && self.gap.is_none() {
            return;
        }
        self.flush(raw.start);
        self.plain = raw.end;
        match class {
            Class::Plain => {
                self.close_gap();
                self.plain = raw.start;
            }
            Class::To(to) => self.replace(to, raw),
            Class::Wave => {
                let address = self.gap.is_none() && self.out.text.ends_with('/');
                self.replace(if address { '~' } else { '〜' }, raw);
            }
            Class::Space => self.widen_gap(raw, false),
            Class::Newline => self.widen_gap(raw, true),
            Class::Drop => self.leave_out(raw),
            Class::Combines => self.combine(c, raw),
            Class::Complex => self.expand(c, raw),
        }
    }

    /// Copies what stayed up to a raw position.
    fn flush(&mut self, end: usize) {
        if self.plain < end {
            self.out.text.push_str(&self.raw[self.plain..end]);
            self.plain = end;
        }
    }

    fn widen_gap(&mut self, raw: Range<usize>, newline: bool) {
        match &mut self.gap {
            Some(gap) => {
                gap.raw.end = raw.end;
                gap.newline |= newline;
            }
            None => self.gap = Some(Gap { raw, newline }),
        }
    }

    /// Writes what the gap comes to, something visible following it.
    fn close_gap(&mut self) {
        let Some(gap) = self.gap.take() else { return };
        let at = self.out.text.len();
        if at == 0 {
            return self.edit(at, gap.raw);
        }
        let becomes = if gap.newline { "\n" } else { " " };
        self.out.text.push_str(becomes);
        if self.raw.get(gap.raw.clone()) != Some(becomes) {
            self.edit(at, gap.raw);
        }
    }

    /// Nothing visible follows the gap.
    fn leave_gap_out(&mut self) {
        if let Some(gap) = self.gap.take() {
            self.edit(self.out.text.len(), gap.raw);
        }
    }

    fn leave_out(&mut self, raw: Range<usize>) {
        match &mut self.gap {
            Some(gap) => gap.raw.end = raw.end,
            None => self.edit(self.out.text.len(), raw),
        }
    }

    /// Writes one character for another.
    fn replace(&mut self, to: char, raw: Range<usize>) {
        self.close_gap();
        let at = self.out.text.len();
        self.out.text.push(to);
        if to.len_utf8() != raw.len() {
            self.edit(at, raw);
        }
    }

    /// Writes visible characters that stand for a raw stretch or a part of one.
    fn visible(&mut self, chars: &[char], raw: Range<usize>) {
        self.close_gap();
        let at = self.out.text.len();
        self.out.text.extend(chars);
        self.edit(at, raw);
    }

    /// A character that NFKC makes several of; one of them may be a space.
    fn expand(&mut self, c: char, raw: Range<usize>) {
        let mut word = Vec::with_capacity(4);
        for part in c.nfkc() {
            match class(part) {
                Class::Space | Class::Newline => {
                    if !word.is_empty() {
                        self.visible(&word, raw.clone());
                        word.clear();
                    }
                    self.widen_gap(raw.clone(), false);
                }
                Class::To(to) => word.push(to),
                Class::Wave => word.push('〜'),
                Class::Drop => {}
                _ => word.push(part),
            }
        }
        if !word.is_empty() {
            self.visible(&word, raw);
        }
    }

    /// A character that may join the one before it: both are normalized together.
    fn combine(&mut self, c: char, raw: Range<usize>) {
        if self.gap.is_some() {
            return self.expand(c, raw);
        }
        let base = base_of(&self.out.text);
        let start = if base < self.out.text.len() {
            self.out.map.cut(base)
        } else {
            raw.start
        };
        let cluster: String = self.out.text.split_off(base);
        let joined: Vec<char> = cluster.chars().chain(std::iter::once(c)).nfkc().collect();
        let at = self.out.text.len();
        self.out.text.extend(joined);
        self.edit(at, start..raw.end);
    }

    fn edit(&mut self, text_start: usize, raw: Range<usize>) {
        if MAP {
            self.out.map.push(text_start..self.out.text.len(), raw);
        }
    }
}

/// Where the last base character of the text and its combining characters start; the text's end
/// where it has none that may be normalized again.
fn base_of(text: &str) -> usize {
    let mut at = text.len();
    for (start, c) in text.char_indices().rev() {
        if c == ' ' || c == '\n' || is_exempt(c) {
            return at;
        }
        at = start;
        if canonical_combining_class(c) == 0 {
            break;
        }
    }
    at
}
