//! Folding for comparison: characters that say the same in damaged and clean copies become one.
//!
//! Input is text normalized by `nfkc-ja-1`; output drops white space and reference signs and unifies
//! brackets, dashes and quotation marks. Every folded character keeps the byte offset at which its
//! source ends, so that a match leads back to the text.

/// A stretch of text, folded.
#[derive(Debug, Default, Clone)]
pub struct Folded {
    /// Folded characters.
    pub chars: Vec<char>,
    /// For each folded character the byte offset in the source just behind its character.
    pub ends: Vec<u32>,
}

impl Folded {
    /// Folds a text, at most `limit` characters of it.
    pub fn new(text: &str, limit: usize) -> Self {
        let most = limit.min(usual_length(text));
        let mut folded = Self {
            chars: Vec::with_capacity(most),
            ends: Vec::with_capacity(most),
        };
        for (at, c) in text.char_indices() {
            if let Some(to) = fold_char(c) {
                if folded.chars.len() == limit {
                    break;
                }
                folded.chars.push(to);
                folded.ends.push((at + c.len_utf8()) as u32);
            }
        }
        folded
    }
}

/// Characters of a text of Japanese, which takes three bytes for each.
fn usual_length(text: &str) -> usize {
    text.len() / 3 + 1
}

/// The folded form of a character; `None` where it does not count.
#[inline]
pub fn fold_char(c: char) -> Option<char> {
    // Nearly every character of a form is one of these, and stays.
    if matches!(c, '一'..='鿿' | 'ぁ'..='ヿ' | 'a'..='z' | '0'..='9') {
        return Some(c);
    }
    fold_other(c)
}

fn fold_other(c: char) -> Option<char> {
    Some(match c {
        c if c.is_whitespace() => return None,
        '※' | '*' | '#' | '_' | '"' | '\u{FEFF}' | '\u{200B}' => return None,
        '〈' | '《' | '⟨' | '＜' => '<',
        '〉' | '》' | '⟩' | '＞' => '>',
        '（' | '〔' => '(',
        '）' | '〕' => ')',
        '［' => '[',
        '］' => ']',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | 'ｰ' | '─' | '━' => {
            '-'
        }
        '〜' | '～' | '~' | '∼' => '〜',
        '：' => ':',
        '．' => '.',
        '，' => ',',
        '･' | '•' => '・',
        c => c.to_ascii_lowercase(),
    })
}

/// Folds a whole text to characters.
pub fn fold(text: &str) -> Vec<char> {
    fold_start(text, usize::MAX)
}

/// Folds a text to so many characters at most.
pub fn fold_start(text: &str, most: usize) -> Vec<char> {
    let mut folded = Vec::with_capacity(most.min(usual_length(text)));
    folded.extend(text.chars().filter_map(fold_char).take(most));
    folded
}

/// What a product of a floor and a length may be short of the number that it means.
const ROUNDING: f64 = 1e-9;

/// Similarity of two folded texts, 0 to 1: one less the edit distance over the longer length.
/// Gives up early with 0 when it cannot reach `floor`.
pub fn similarity(a: &[char], b: &[char], floor: f64) -> f64 {
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1.0;
    }
    // A floor such as 0.8 is no binary fraction: one of five characters must not be lost to rounding.
    let allowed = ((1.0 - floor) * longest as f64 + ROUNDING).floor() as usize;
    match edit_distance(a, b, allowed) {
        Some(distance) => 1.0 - distance as f64 / longest as f64,
        None => 0.0,
    }
}

/// Levenshtein distance, `None` when it exceeds `allowed`; work is bounded by a diagonal band.
pub fn edit_distance(a: &[char], b: &[char], allowed: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > allowed {
        return None;
    }
    // What both begin and end with costs nothing.
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let ends = a.iter().rev().zip(b.iter().rev());
    let same = ends.take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    let (a, b) = if a.len() < b.len() { (b, a) } else { (a, b) };
    // What is left differs at both of its ends: in two edits at least, where more than one character is left.
    let least = if b.is_empty() {
        a.len()
    } else {
        a.len().min(2).max(a.len() - b.len())
    };
    if least > allowed {
        return None;
    }
    if b.is_empty() || a.len() == 1 {
        return Some(least);
    }
    if b.len() <= u64::BITS as usize {
        by_bits(a, b, allowed)
    } else {
        banded(a, b, allowed)
    }
}

/// The distance, of a text of 64 characters at most: a column of the table of distances as the bits of a
/// word, which say where it goes up and where down (Myers 1999, in the form of Hyyrö 2003).
fn by_bits(a: &[char], b: &[char], allowed: usize) -> Option<usize> {
    let places = Places::of(b);
    let last = 1_u64 << (b.len() - 1);
    let (mut up, mut down) = (u64::MAX, 0_u64);
    let mut distance = b.len();
    for (at, &c) in a.iter().enumerate() {
        let same = places.get(c);
        let vertical = same | down;
        let horizontal = ((same & up).wrapping_add(up) ^ up) | same;
        let rise = down | !(horizontal | up);
        let fall = up & horizontal;
        distance += usize::from(rise & last != 0);
        distance -= usize::from(fall & last != 0);
        // Each character that is left takes one off at most.
        if distance > allowed + (a.len() - at - 1) {
            return None;
        }
        let (rise, fall) = (rise << 1 | 1, fall << 1);
        up = fall | !(vertical | rise);
        down = rise & vertical;
    }
    (distance <= allowed).then_some(distance)
}

/// Where each character stands in a text of 64 characters at most, as bits.
struct Places {
    chars: [char; Self::SLOTS],
    bits: [u64; Self::SLOTS],
}

impl Places {
    /// Twice as many as there can be characters: an empty one follows every search.
    const SLOTS: usize = 128;

    fn of(text: &[char]) -> Self {
        let mut places = Self {
            chars: ['\0'; Self::SLOTS],
            bits: [0; Self::SLOTS],
        };
        for (at, &c) in text.iter().enumerate() {
            let slot = places.slot(c);
            places.chars[slot] = c;
            places.bits[slot] |= 1 << at;
        }
        places
    }

    fn get(&self, c: char) -> u64 {
        self.bits[self.slot(c)]
    }

    /// The character's slot, or the empty one where it would be.
    fn slot(&self, c: char) -> usize {
        let mut slot = (c as u32).wrapping_mul(0x9E37_79B1) as usize >> 25;
        while self.bits[slot % Self::SLOTS] != 0 && self.chars[slot % Self::SLOTS] != c {
            slot += 1;
        }
        slot % Self::SLOTS
    }
}

/// The distance within a diagonal band of the table of distances.
fn banded(a: &[char], b: &[char], allowed: usize) -> Option<usize> {
    let far = allowed + 1;
    let mut row: Vec<usize> = (0..=b.len()).map(|j| j.min(far)).collect();
    for (i, &ca) in a.iter().enumerate() {
        let from = (i + 1).saturating_sub(allowed).max(1);
        let to = (i + 1 + allowed).min(b.len());
        let mut diagonal = row[from - 1];
        row[from - 1] = if from == 1 { (i + 1).min(far) } else { far };
        let mut best = row[from - 1];
        for j in from..=to {
            let substitute = diagonal + usize::from(ca != b[j - 1]);
            diagonal = row[j];
            let above = if j == i + 1 + allowed { far } else { row[j] };
            row[j] = substitute.min(above + 1).min(row[j - 1] + 1).min(far);
            best = best.min(row[j]);
        }
        if best >= far {
            return None;
        }
    }
    (row[b.len()] <= allowed).then_some(row[b.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_exact_within_its_bound() {
        let distance = |a: &str, b: &str, allowed| edit_distance(&fold(a), &fold(b), allowed);
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("abcdef", "abcdef", 0), Some(0));
        assert_eq!(distance("abc", "xabcy", 2), Some(2));
        assert_eq!(distance("", "ab", 2), Some(2));
        assert_eq!(distance("aba", "ababa", 2), Some(2));
        assert_eq!(distance("abc", "adc", 1), Some(1));
        assert_eq!(distance("abc", "ac", 1), Some(1));
        assert_eq!(distance("abcd", "acbd", 1), None);
        assert_eq!(distance("abcd", "acbd", 2), Some(2));
        assert_eq!(distance("abcd", "bcda", 1), None);
        assert_eq!(distance("x", "", 0), None);
    }

    /// The distance by its definition.
    fn by_definition(a: &[char], b: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, ca) in a.iter().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], i + 1);
            for (j, cb) in b.iter().enumerate() {
                let edited = (diagonal + usize::from(ca != cb))
                    .min(row[j] + 1)
                    .min(row[j + 1] + 1);
                diagonal = std::mem::replace(&mut row[j + 1], edited);
            }
        }
        row[b.len()]
    }

    #[test]
    fn distances_are_those_of_the_definition() {
        let words: Vec<Vec<char>> = (0..3_usize.pow(5))
            .map(|n| {
                let letters = (0..5).map(|at| ['a', 'b', ' '][n / 3_usize.pow(at) % 3]);
                letters.filter(|c| *c != ' ').collect()
            })
            .collect();
        let long = |word: &[char]| [word, &['c'; 70], word].concat();
        for a in words.iter().step_by(2) {
            for b in words.iter().step_by(3) {
                let distance = by_definition(a, b);
                for allowed in 0..6 {
                    let found = edit_distance(a, b, allowed);
                    assert_eq!(
                        found,
                        (distance <= allowed).then_some(distance),
                        "{a:?} {b:?}"
                    );
                }
            }
        }
        for (a, b) in words.iter().step_by(5).zip(words.iter().step_by(7)) {
            let long_distance = by_definition(&long(a), &long(b));
            assert_eq!(edit_distance(&long(a), &long(b), 10), Some(long_distance));
            let apart = |word: &[char]| [&['x'], word, &['c'; 30], word, &['y']].concat();
            let (a, b) = (apart(a), apart(b)[1..].to_vec());
            assert_eq!(edit_distance(&a, &b, 20), Some(by_definition(&a, &b)));
            assert_eq!(banded(&a, &b, 20), Some(by_definition(&a, &b)));
        }
    }

    #[test]
    fn one_of_five_is_four_fifths_alike() {
        let alike = similarity(&fold("abcde"), &fold("abxde"), 0.8);
        assert!((alike - 0.8).abs() < 1e-6, "{alike}");
    }

    #[test]
    fn folded_characters_lead_back_to_the_text() {
        let text = "① 名 称※";
        let folded = Folded::new(text, 10);
        assert_eq!(folded.chars, ['①', '名', '称']);
        assert_eq!(&text[..folded.ends[1] as usize], "① 名");
    }
}
