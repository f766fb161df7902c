//! An item cell read as letters and numbers: the text without layout, with the numbers that stand
//! in it and what each letter would cost if nothing of the form explained it.
//!
//! Input: any text. Output: [`CellText`]. Knows no form; the conventions of numbering stand in
//! `data/cells.toml`.

mod conventions;
mod numbers;

pub(crate) use conventions::in_short;
use conventions::{CONVENTIONS, EXCEPTIONS, FILE_WORDS, IDLE_WORDS, IdleWord, JOINT_WORDS};

/// What a letter costs that nothing of the form explains.
const LETTER: f32 = 0.6;
/// What a number costs that nothing of the form explains: numbers are rarely idle.
const NUMBER: f32 = 1.8;
/// What a letter of a word costs that is known to name no item.
const IDLE: f32 = 0.05;
/// Stands between the numbers of a path: Ⅰの7の2.
const PARTICLE: char = 'の';
/// Stands for the letters of a name.
const TAKEN: char = '\0';
/// Longest cell that is read, in letters: the longest path of the forms has about 150.
pub(crate) const LONGEST: usize = 600;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Ⅰ, II; or what OCR makes of it.
    Roman,
    /// 1, 12.
    Arabic,
    /// ①.
    Circled,
    /// (1).
    Bracketed,
}

/// What stands between a number and the next one, when no letter does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// Letters, or nothing.
    None,
    /// A path's dash, dot or space.
    Path,
    /// All from this to the next.
    Range,
    /// This and the next.
    List,
}

/// A number in the cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// First letter.
    pub(crate) start: usize,
    /// Behind the last letter.
    pub(crate) end: usize,
    /// How it is written.
    pub(crate) style: Style,
    /// Its value.
    pub(crate) value: u32,
    /// Whether the number is one as printed, not one that a damaged copy may mean.
    pub(crate) certain: bool,
    /// What joins it to the next number.
    pub(crate) joint: Joint,
}

/// A cell's letters and numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct CellText {
    /// Letters, digits and enclosed numbers, without anything between them.
    pub(crate) letters: Vec<char>,
    /// Whether white space, punctuation or the cell's start stands before the letter.
    pub(crate) boundary: Vec<bool>,
    /// The numbers, in order.
    pub(crate) numbers: Vec<Number>,
    /// What stands in brackets: first letter, behind the last letter; of nested ones the outermost.
    pub(crate) brackets: Vec<(usize, usize)>,
    /// The first sign between the letter and the one before it that is no bracket, where there is one.
    signs: Vec<Option<char>>,
    /// What the letters before the position cost together; one longer than `letters`.
    cost: Vec<f32>,
}

fn is_bracket(c: char) -> bool {
    matches!(
        c,
        '(' | ')' | '[' | ']' | '「' | '」' | '『' | '』' | '【' | '】' | '〔' | '〕' | '<' | '>'
    )
}

/// Whether the character is a letter of a cell: a letter, a digit, an enclosed number.
pub(crate) fn is_letter(c: char) -> bool {
    crate::text::is_letter(c) || circled(c).is_some()
}

/// The letters of a label.
pub(crate) fn letters_of(text: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(text.len() / 3 + 1);
    letters.extend(text.chars().filter(|&c| is_letter(c)));
    letters
}

/// The value of an enclosed number.
pub(crate) fn circled(c: char) -> Option<u32> {
    match c {
        '①'..='⑳' => Some(c as u32 - '①' as u32 + 1),
        '㉑'..='㉟' => Some(c as u32 - '㉑' as u32 + 21),
        _ => None,
    }
}

/// The value of a Roman numeral in ASCII letters, up to XXXIX.
pub(crate) fn roman(text: &[char]) -> Option<u32> {
    let value = |c: &char| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    };
    let values: Vec<u32> = text.iter().map(value).collect::<Option<_>>()?;
    let mut sum = 0;
    for (at, &v) in values.iter().enumerate() {
        let before_larger = values.get(at + 1).is_some_and(|&next| next > v);
        sum = if before_larger {
            sum - i64::from(v)
        } else {
            sum + i64::from(v)
        };
    }
    u32::try_from(sum)
        .ok()
        .filter(|&n| n > 0 && !text.is_empty())
}

impl CellText {
    /// Reads normalized text.
    pub(crate) fn read(text: &str) -> Self {
        // characters of three bytes, as nearly all are
        let usual = (text.len() / 3).min(LONGEST) + 1;
        let mut cell = Self {
            letters: Vec::with_capacity(usual),
            boundary: Vec::with_capacity(usual),
            signs: Vec::with_capacity(usual),
            ..Self::default()
        };
        // the characters between letters, by the letter that they stand before
        let mut between: Vec<&str> = Vec::with_capacity(usual + 1);
        let mut line_start = Vec::with_capacity(usual);
        let mut behind = 0;
        let mut sign = None;
        let (mut depth, mut opened) = (0_u32, 0);
        for (at, c) in text.char_indices() {
            if !is_letter(c) {
                if c == '(' {
                    opened = if depth == 0 {
                        cell.letters.len()
                    } else {
                        opened
                    };
                    depth += 1;
                } else if c == ')' && depth > 0 {
                    depth -= 1;
                    if depth == 0 && opened < cell.letters.len() {
                        cell.brackets.push((opened, cell.letters.len()));
                    }
                } else if !c.is_whitespace() && !is_bracket(c) {
                    sign = sign.or(Some(c));
                }
                continue;
            }
            let pending = &text[behind..at];
            between.push(pending);
            if cell.letters.len() == LONGEST {
                break;
            }
            cell.boundary
                .push(cell.letters.is_empty() || !pending.is_empty());
            line_start.push(cell.letters.is_empty() || pending.contains('\n'));
            cell.letters.push(c);
            cell.signs.push(sign.take());
            behind = at + c.len_utf8();
        }
        if between.len() == cell.letters.len() {
            between.push(&text[behind..]);
        }
        cell.read_numbers(&between, &line_start);
        cell.weigh();
        cell
    }

    /// What the letters from `start` to `end` cost where nothing explains them.
    pub(crate) fn cost(&self, start: usize, end: usize) -> f32 {
        let at = |i: usize| {
            self.cost
                .get(i.min(self.letters.len()))
                .copied()
                .unwrap_or(0.0)
        };
        (at(end) - at(start)).max(0.0)
    }

    /// The letters' count.
    pub(crate) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Makes the letters of a span cost next to nothing, and takes the numbers in it away.
    pub(crate) fn excuse(&mut self, start: usize, end: usize) {
        self.numbers.retain(|n| n.end <= start || n.start >= end);
        let saved = self.cost(start, end) - IDLE * end.saturating_sub(start) as f32;
        let base = self.cost.get(start).copied().unwrap_or(0.0);
        for (at, cost) in self.cost.iter_mut().enumerate().skip(start + 1) {
            *cost = if at < end {
                base + IDLE * (at - start) as f32
            } else {
                *cost - saved
            };
        }
    }

    /// Takes a name away: its letters are none of the form's and cost next to nothing.
    pub(crate) fn take(&mut self, start: usize, end: usize) {
        self.excuse(start, end);
        self.letters[start..end].fill(TAKEN);
    }

    /// The next name of a file: the letters up to the word with which such names end, back to white
    /// space, a sign or a number.
    pub(crate) fn file_name(&self, from: usize) -> Option<(usize, usize)> {
        let ends = |at: usize| {
            let word = FILE_WORDS
                .iter()
                .find(|word| word[0] == self.letters[at] && self.letters[at..].starts_with(word))?;
            let end = at + word.len();
            self.begins(end).then_some(end)
        };
        let begins = |start: usize| {
            let parted = self.boundary[start] && self.signs[start] != Some('・');
            parted
                || self.letters[start - 1] == TAKEN
                || self.numbers.iter().any(|n| n.end == start)
        };
        (from..self.len()).find_map(|at| {
            let end = ends(at)?;
            let start = (from + 1..=at)
                .rev()
                .find(|&start| begins(start))
                .unwrap_or(from);
            (start < at).then_some((start, end))
        })
    }

    /// Whether something new may begin at a letter: behind white space or a sign, or with a number.
    pub(crate) fn begins(&self, at: usize) -> bool {
        at >= self.len() || self.boundary[at] || self.numbers.iter().any(|n| n.start == at)
    }

    /// Whether a plain number begins at the letter and letters run into it.
    pub(crate) fn is_glued(&self, at: usize) -> bool {
        let run_into = |n: &Number| n.start == at && n.style == Style::Arabic;
        at > 0
            && !self.boundary[at]
            && self.numbers.iter().any(run_into)
            && !self.numbers.iter().any(|n| n.end == at)
            && !matches!(self.letters[at - 1], PARTICLE | TAKEN)
            && !self.joined_before(at)
    }

    /// Whether a word that joins things ends before the letter.
    pub(crate) fn joined_before(&self, at: usize) -> bool {
        let mut words = JOINT_WORDS.iter();
        words.any(|(word, _)| self.letters[..at].ends_with(word))
    }

    /// Whether a thing may end before the letter and another one begin there.
    pub(crate) fn parts(&self, at: usize) -> bool {
        let Some(&letter) = self.letters.get(at) else {
            return true;
        };
        self.boundary[at] || circled(letter).is_some() || self.joint_word(at).is_some()
    }

    /// What joins the letters before a place to those behind it, and where these begin: a sign or a word.
    pub(crate) fn joint_at(&self, at: usize) -> Option<(Joint, usize)> {
        let sign = self.signs.get(at).copied().flatten();
        let is = |words: &[String]| {
            sign.is_some_and(|sign| words.iter().any(|word| word.chars().eq([sign])))
        };
        if is(&CONVENTIONS.joints.list) {
            return Some((Joint::List, at));
        }
        if is(&CONVENTIONS.joints.range) {
            return Some((Joint::Range, at));
        }
        self.joint_word(at)
    }

    /// Whether a comma or a word of a list stands before the letter: between labels a middle dot may be of
    /// a path.
    pub(crate) fn lists(&self, at: usize) -> bool {
        let comma = matches!(self.signs.get(at), Some(Some('、' | ',')));
        comma || matches!(self.joint_word(at), Some((Joint::List, _)))
    }

    /// Whether a sign or a word of a range stands before the letter.
    pub(crate) fn ranges(&self, at: usize) -> bool {
        matches!(self.joint_at(at), Some((Joint::Range, _)))
    }

    /// Whether a dash stands before the letter, and nowhere else.
    pub(crate) fn only_dash(&self, at: usize) -> bool {
        let is_dash = |sign: &Option<char>| matches!(sign, Some('-' | '‐' | '−' | '–' | '—'));
        is_dash(&self.signs[at]) && self.signs.iter().filter(|sign| is_dash(sign)).count() == 1
    }

    fn joint_word(&self, at: usize) -> Option<(Joint, usize)> {
        let rest = self.letters.get(at..)?;
        let first = rest.first()?;
        let (word, joint) = JOINT_WORDS
            .iter()
            .find(|(word, _)| word[0] == *first && rest.starts_with(word))?;
        Some((*joint, at + word.len()))
    }

    fn weigh(&mut self) {
        let mut each = vec![LETTER; self.letters.len()];
        for number in &self.numbers {
            let share = NUMBER / (number.end - number.start) as f32;
            each[number.start..number.end].fill(share);
        }
        for (start, end) in self.idle() {
            each[start..end].fill(IDLE);
            self.numbers.retain(|n| n.end <= start || n.start >= end);
        }
        let mut sum = 0.0;
        self.cost = std::iter::once(0.0)
            .chain(each.into_iter().map(|cost| {
                sum += cost;
                sum
            }))
            .collect();
    }

    /// Stretches that name no item.
    fn idle(&self) -> Vec<(usize, usize)> {
        let words = &*IDLE_WORDS;
        let letters = self.letters.iter().enumerate();
        let lettered = letters.filter_map(|(at, &c)| Some((at, words.get(&Some(c))?)));
        let numbered = words.get(&None).into_iter();
        let numbered =
            numbered.flat_map(|words| self.numbers.iter().map(move |n| (n.start, words)));
        let words = lettered
            .chain(numbered)
            .flat_map(|(start, words)| words.iter().map(move |word| (start, word)))
            .filter_map(|(start, word)| Some((start, self.idle_at(start, word)?)));
        words.chain(self.exceptions()).collect()
    }

    /// Brackets that begin with a number and say what a part leaves out.
    fn exceptions(&self) -> impl Iterator<Item = (usize, usize)> {
        let brackets = self.brackets.iter().copied();
        brackets.filter(|&(start, end)| {
            let mut words = EXCEPTIONS.iter();
            self.numbers.iter().any(|n| n.start == start)
                && words.any(|word| self.letters[start..end].ends_with(word))
        })
    }

    fn idle_at(&self, start: usize, word: &IdleWord) -> Option<usize> {
        let mut at = start;
        for (part, letters) in word.iter().enumerate() {
            if part > 0 {
                let number = self
                    .numbers
                    .iter()
                    .find(|n| n.start == at && n.style != Style::Roman)?;
                at = number.end;
            }
            if !self.letters[at..].starts_with(letters) {
                return None;
            }
            at += letters.len();
        }
        (at > start).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<(Style, u32)> {
        CellText::read(text)
            .numbers
            .iter()
            .map(|n| (n.style, n.value))
            .collect()
    }

    #[test]
    fn numbers_of_all_styles_are_told() {
        assert_eq!(
            numbers("III-3 (2) ④"),
            [
                (Style::Roman, 3),
                (Style::Arabic, 3),
                (Style::Bracketed, 2),
                (Style::Circled, 4)
            ][..]
        );
        assert_eq!(
            numbers("皿リスク対策 7."),
            [(Style::Roman, 3), (Style::Arabic, 7)]
        );
        assert_eq!(numbers("VI評価"), [(Style::Roman, 6)]);
        assert_eq!(numbers("NISC"), []);
    }

    #[test]
    fn joints_are_told() {
        let joints = |text| CellText::read(text).numbers[0].joint;
        assert_eq!(joints("①〜③"), Joint::Range);
        assert_eq!(joints("①、③"), Joint::List);
        assert_eq!(joints("①及び③"), Joint::List);
        assert_eq!(joints("I-3"), Joint::Path);
        assert_eq!(joints("① 部署 ②"), Joint::None);
    }

    #[test]
    fn idle_words_cost_little_and_hold_no_number() {
        let cell = CellText::read("記録項目(その4)");
        assert!(cell.numbers.is_empty());
        assert!(cell.cost(4, cell.len()) < 0.5);
    }
}
