//! Columns inside a cell that no rule parts: a bracket beside its list of options, check boxes in
//! two or three columns, each item with its own wrapped lines.
//!
//! Lines are split where a gap runs down through them; the parts become blocks, which are read row
//! by row. A single block beside a list stands before it.

use hyokasho_document::mark;

use crate::chars;
use crate::gutters::{MARK_ABOVE, Run, column_run};
use crate::ink::Ink;
use crate::lines::Line;
use crate::paragraphs::{Flow, Frame};

/// Nested columns that are looked for; forms have three columns of check boxes.
const DEPTH: u32 = 4;

/// Lines that flow as one paragraph, in their frame.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) lines: Vec<Line>,
    pub(crate) frame: Frame,
    /// Whether it stands beside the block before it.
    pub(crate) beside: bool,
}

impl Block {
    fn top(&self) -> f64 {
        self.lines.first().map_or(0.0, Line::middle)
    }

    fn size(&self) -> f64 {
        self.lines.first().map_or(1.0, |l| l.size)
    }
}

/// Blocks of a cell's lines in reading order.
pub(crate) fn lines_to_blocks(inks: &[Ink], lines: &[Line], left: f64, right: f64) -> Vec<Block> {
    blocks(inks, lines, (left, right), DEPTH)
}

fn blocks(inks: &[Ink], lines: &[Line], sides: (f64, f64), depth: u32) -> Vec<Block> {
    let frame = Frame::new(sides.0, sides.1, lines);
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let run = if depth > 0 {
            column_run(inks, &lines[at..], sides.1)
        } else {
            None
        };
        let run = run.map(|run| Run {
            start: run.start + at,
            end: run.end + at,
            ..run
        });
        let end = run.as_ref().map_or(lines.len(), |run| run.start);
        flow(inks, &lines[at..end], frame, &mut found);
        at = end;
        if let Some(run) = run {
            found.extend(run_to_blocks(
                inks,
                &lines[run.start..run.end],
                &run,
                sides,
                depth,
            ));
            at = run.end;
        }
    }
    found
}

/// Lines in one column, cut where a paragraph ends.
fn flow(inks: &[Ink], lines: &[Line], frame: Frame, out: &mut Vec<Block>) {
    let flow = Flow::new(inks, lines, &frame);
    let mut start = 0;
    for end in 1..=lines.len() {
        if end == lines.len() || flow.joint(end).is_none() {
            out.push(Block {
                lines: lines[start..end].to_vec(),
                frame,
                beside: false,
            });
            start = end;
        }
    }
}

fn run_to_blocks(
    inks: &[Ink],
    lines: &[Line],
    run: &Run,
    sides: (f64, f64),
    depth: u32,
) -> Vec<Block> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (line, split) in lines.iter().zip(&run.splits) {
        let (a, b): (Vec<u32>, Vec<u32>) = line
            .inks
            .iter()
            .partition(|&&i| inks[i as usize].rect.x0 < *split);
        left.extend(Line::part(inks, &a));
        right.extend(Line::part(inks, &b));
    }
    let marks = left.len() > 1 && left.iter().all(|line| is_mark_alone(inks, line));
    let right = blocks(inks, &right, (run.gutter.1, sides.1), depth - 1);
    let right = if marks {
        cut_beside(&left, right)
    } else {
        right
    };
    let left = blocks(inks, &left, (sides.0, run.gutter.0), depth - 1);
    in_rows(left, right)
}

/// Whether nothing but a mark stands in a line: a drawn box, or brackets with a sign in them or none.
fn is_mark_alone(inks: &[Ink], line: &Line) -> bool {
    let mut chars = line.chars(inks).filter(|c| !c.is_whitespace());
    match (chars.next(), chars.next(), chars.next(), chars.next()) {
        (Some(c), None, ..) => mark::is_mark(c) || chars::opens_item(std::iter::once(c)),
        (Some('[' | '［'), Some(']' | '］'), None, _)
        | (Some('[' | '［'), Some(_), Some(']' | '］'), None) => true,
        _ => false,
    }
}

/// Blocks cut so that each line next to a mark opens one: a form prints a mark for every option, and the
/// rest of an option that wraps has none. Columns farther right have marks of their own.
fn cut_beside(marks: &[Line], blocks: Vec<Block>) -> Vec<Block> {
    let starts = blocks.iter().flat_map(|b| &b.lines).map(|l| l.rect.x0);
    let first = starts.fold(f64::MAX, f64::min);
    let opens = |line: &Line| {
        let level = |m: &Line| (m.middle() - line.middle()).abs() <= line.size / 2.0;
        line.rect.x0 - first <= line.size && marks.iter().any(level)
    };
    let mut out = Vec::with_capacity(blocks.len());
    for Block {
        lines,
        frame,
        beside,
    } in blocks
    {
        let mut beside = Some(beside);
        let cuts: Vec<usize> = (1..lines.len()).filter(|&i| opens(&lines[i])).collect();
        let ends = cuts.iter().copied().chain([lines.len()]);
        for (start, end) in [0].into_iter().chain(cuts.iter().copied()).zip(ends) {
            out.push(Block {
                lines: lines[start..end].to_vec(),
                frame,
                beside: beside.take().unwrap_or(false),
            });
        }
    }
    out
}

/// The blocks of two columns row by row; one block beside a list stands before it, and one beside another that
/// begins less than a line above it: a mark beside a title that is set lower.
fn in_rows(left: Vec<Block>, right: Vec<Block>) -> Vec<Block> {
    let first = match (&left[..], &right[..]) {
        ([one], [other]) => one.top() - other.top() <= MARK_ABOVE * one.size().min(other.size()),
        ([_], [_, ..]) => true,
        _ => false,
    };
    let mut all: Vec<Block> = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    for (i, mut block) in right.into_iter().enumerate() {
        let reach = block.top() + block.size() / 2.0;
        while let Some(before) = left.next_if(|l| first || l.top() <= reach) {
            all.push(before);
        }
        let level = |l: &Block| (l.top() - block.top()).abs() <= block.size() / 2.0;
        block.beside |= all.last().is_some_and(level) || (first && i == 0);
        all.push(block);
    }
    all.extend(left);
    all
}
