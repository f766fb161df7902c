//! Ruby to parentheses: a line of small kana over a line of text is put behind the characters that
//! it stands over, `漢字(かんじ)`.

use hyokasho_source::Rect;

use crate::ink::Ink;
use crate::lines::Line;

/// Largest size of ruby against its text's; half is usual.
const RUBY_SIZE: f64 = 0.62;
/// Farthest that ruby stands over its text, in em of the text.
const RUBY_GAP: f64 = 0.4;
/// Gap inside ruby that parts the readings of two words, in em of the ruby.
const WORD: f64 = 1.2;

/// Puts ruby lines into the lines below them. New inks for the parentheses are appended.
pub(crate) fn fold_ruby(inks: &mut Vec<Ink>, lines: &mut Vec<Line>) {
    let mut i = 0;
    while i + 1 < lines.len() {
        if is_ruby(inks, &lines[i], &lines[i + 1]) {
            let ruby = lines.remove(i);
            insert(inks, &ruby, &mut lines[i]);
        } else {
            i += 1;
        }
    }
}

fn is_ruby(inks: &[Ink], line: &Line, base: &Line) -> bool {
    let kana = |c: char| matches!(c, '\u{3041}'..='\u{30FF}') || c.is_whitespace();
    let gap = (base.middle() - base.size / 2.0) - (line.middle() + line.size / 2.0);
    line.size <= RUBY_SIZE * base.size
        && gap <= RUBY_GAP * base.size
        && line.rect.x0 >= base.rect.x0 - base.size / 2.0
        && line.rect.x1 <= base.rect.x1 + base.size / 2.0
        && line
            .inks
            .iter()
            .all(|&i| inks[i as usize].text.chars().all(kana))
}

fn insert(inks: &mut Vec<Ink>, ruby: &Line, base: &mut Line) {
    for word in words(inks, ruby).into_iter().rev() {
        let Some(&last) = word.last() else { continue };
        let end = inks[last as usize].rect.x1;
        let before = base
            .inks
            .partition_point(|&i| inks[i as usize].rect.centre().0 <= end);
        let anchor = base.inks[before.saturating_sub(1)] as usize;
        let mut added = vec![bracket(inks, anchor, "(")];
        for i in word {
            let (x, rect) = (inks[anchor].rect.x1, inks[i as usize].rect);
            inks[i as usize].rect = Rect {
                x0: x,
                x1: x,
                ..rect
            };
            inks[i as usize].glued = true;
            added.push(i);
        }
        added.push(bracket(inks, anchor, ")"));
        base.inks.splice(before..before, added);
    }
}

fn bracket(inks: &mut Vec<Ink>, anchor: usize, sign: &'static str) -> u32 {
    let Ink {
        rect,
        place,
        size,
        bold,
        vertical,
        ..
    } = inks[anchor];
    let end = Rect {
        x0: rect.x1,
        ..rect
    };
    inks.push(Ink {
        place,
        bold,
        vertical,
        glued: true,
        ..Ink::new(sign, end, size)
    });
    (inks.len() - 1) as u32
}

fn words(inks: &[Ink], ruby: &Line) -> Vec<Vec<u32>> {
    let mut words: Vec<Vec<u32>> = Vec::new();
    let mut end = f64::MIN;
    for &i in &ruby.inks {
        let ink = &inks[i as usize];
        if ink.is_space() {
            continue;
        }
        match words.last_mut() {
            Some(word) if ink.rect.x0 - end < WORD * ink.size => word.push(i),
            _ => words.push(vec![i]),
        }
        end = ink.rect.x1;
    }
    words
}
