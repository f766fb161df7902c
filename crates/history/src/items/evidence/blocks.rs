//! Blocks that repeat, and the parts that are printed once for each file: their labels with the numbers behind
//! them, one, a list or a range.
//!
//! Input: the places of a block's label in the cell. Output: the same with the numbers that they set.

use super::super::cell::{Joint, Number, Style};
use super::super::index::Element;
use super::{Indices, Match, NEAR, NUMBER, NUMBER_NEAR, OMITTED_BLOCK, Seen};

/// What the end of a range weighs that only a dash tells: less than an item's number, so that both are
/// meant.
const NUMBER_DASHED: f32 = 1.9;

impl Match {
    /// Both blocks, or all from one to the other.
    fn joined(&self, next: &Self, joint: Joint) -> Option<Self> {
        let (Indices(a), Indices(b)) = (self.sets?, next.sets?);
        let (from, to) = (a.checked_ilog2()?, b.trailing_zeros());
        if from >= to {
            return None;
        }
        let between = if joint == Joint::Range {
            Indices::range(from, to).0
        } else {
            0
        };
        Some(Self {
            start: self.start,
            end: next.end,
            weight: self.weight + next.weight,
            sets: Some(Indices(a | b | between)),
        })
    }
}

impl Seen<'_> {
    /// A block's label with the numbers behind it.
    pub(super) fn block(&self, element: &Element, labels: &[Match]) -> Vec<Match> {
        let mut matches: Vec<Match> = Vec::new();
        for label in labels.iter().filter(|label| Self::whole(element, label)) {
            let Some(first) = self.cell.numbers.iter().position(|n| n.start == label.end) else {
                matches.push(Match {
                    weight: label.weight - OMITTED_BLOCK,
                    ..*label
                });
                continue;
            };
            if self.cell.numbers[first].style == Style::Roman {
                continue;
            }
            let (indices, last) = self.numbers_from(first);
            let weight = label.weight + NUMBER;
            matches.push(Match {
                start: label.start,
                end: self.cell.numbers[last].end,
                weight,
                sets: Some(indices),
            });
        }
        self.join_repeated(&mut matches);
        self.join_dashed(&mut matches);
        // the heading that the form prints over its later blocks (2 to 5), then one of them
        let mut joined = Vec::new();
        for (a, b) in matches
            .iter()
            .flat_map(|a| matches.iter().map(move |b| (a, b)))
        {
            let held = a
                .sets
                .zip(b.sets)
                .is_some_and(|(a, b)| a != b && b.0 & a.0 == b.0);
            if held && a.end <= b.start && b.start - a.end <= NEAR {
                joined.push(Match {
                    start: a.start,
                    weight: a.weight + b.weight,
                    ..*b
                });
            }
        }
        matches.extend(joined);
        matches
    }

    /// Joins blocks named one behind another, each with its label: 提供先1、提供先2; 提供先1から提供先3.
    fn join_repeated(&self, matches: &mut Vec<Match>) {
        matches.sort_by_key(|m| m.start);
        let mut at = 0;
        while at < matches.len() {
            let last = matches[at];
            let (joint, from) = self
                .cell
                .joint_at(last.end)
                .unwrap_or((Joint::None, last.end));
            let next = matches.iter().skip(at + 1).find(|next| next.start == from);
            let joined = next.and_then(|next| last.joined(next, joint));
            matches.extend(joined);
            at += 1;
        }
    }

    /// Where a cell ends with two numbers behind a block's label and a dash between them, its only one:
    /// all blocks from the one to the other may be meant, or an item of the first.
    fn join_dashed(&self, matches: &mut Vec<Match>) {
        let Some([first, last]) = self.cell.numbers.last_chunk() else {
            return;
        };
        let dashed = last.end == self.cell.len()
            && first.end == last.start
            && first.value < last.value
            && (first.style, last.style) == (Style::Arabic, Style::Arabic)
            && self.cell.only_dash(last.start);
        if !dashed {
            return;
        }
        let blocks = matches.iter().find(|m| m.end == first.end).copied();
        matches.extend(blocks.map(|block| Match {
            end: last.end,
            weight: block.weight + NUMBER_DASHED,
            sets: Some(Indices::range(first.value, last.value)),
            ..block
        }));
    }

    /// Whether a block's label is there whole: a part of it names something else.
    fn whole(element: &Element, label: &Match) -> bool {
        element
            .printings
            .iter()
            .any(|printing| printing.length <= label.end - label.start + 1)
    }

    /// The numbers from one on that a range or a list joins; how many numbers, and the last.
    fn numbers_from(&self, first: usize) -> (Indices, usize) {
        let numbers = &self.cell.numbers;
        let mut indices = Indices::range(numbers[first].value, numbers[first].value);
        let mut last = first;
        while let Some(next) = numbers.get(last + 1) {
            let between = next.start - numbers[last].end;
            let same = next.style == numbers[first].style;
            match numbers[last].joint {
                Joint::Range if same && next.value > numbers[last].value => {
                    indices.0 |= Indices::range(numbers[last].value, next.value).0;
                }
                Joint::List if same && between == 0 => {
                    indices.0 |= Indices::range(next.value, next.value).0;
                }
                _ => break,
            }
            last += 1;
        }
        (indices, last)
    }

    /// The numbers in brackets behind a part that is printed once for each file.
    pub(super) fn file_numbers(&self, matches: &mut Vec<Match>) {
        let numbers = &self.cell.numbers;
        let mut numbered = Vec::new();
        for m in matches.iter() {
            let Some(first) = numbers.iter().position(|n| n.start == m.end) else {
                continue;
            };
            for (files, last) in self.files_from(first) {
                let count = files.numbers().count().min(2) as f32;
                numbered.push(Match {
                    end: numbers[last].end,
                    weight: m.weight + NUMBER_NEAR * count,
                    sets: Some(files),
                    ..*m
                });
            }
        }
        matches.extend(numbered);
    }

    /// The files that the number in brackets names, alone and with those behind it, and the last number.
    /// Where nothing joins the numbers, the last may be a section's: unless a section's own follows.
    fn files_from(&self, first: usize) -> Vec<(Indices, usize)> {
        let numbers = &self.cell.numbers;
        let is_file = |n: &Number| n.style == Style::Bracketed && n.value <= self.files;
        if !is_file(&numbers[first]) {
            return Vec::new();
        }
        let mut files = Indices::one(numbers[first].value);
        let mut found = vec![(files, first)];
        let mut adjacent = false;
        for (at, pair) in numbers[first..].windows(2).enumerate() {
            let [before, next] = pair else { break };
            if !is_file(next) || next.start != before.end || next.value <= before.value {
                break;
            }
            match before.joint {
                Joint::Range => files.0 |= Indices::range(before.value, next.value).0,
                Joint::List | Joint::Path => files.0 |= Indices::one(next.value).0,
                Joint::None => break,
            }
            adjacent |= before.joint == Joint::Path;
            let last = first + at + 1;
            let section = numbers.get(last + 1);
            let followed = section.is_some_and(|n| n.start == next.end && n.style == Style::Arabic);
            if !adjacent || followed {
                found.push((files, last));
            }
        }
        found
    }
}
