//! Lines to text: lines that only wrapped are joined, lines that end a paragraph end with `\n`.
//!
//! A line wrapped when the start of the next one would not have fitted behind it. A list item
//! always opens a line; lines with gaps that part columns are joined only inside an open bracket.

use hyokasho_document::mark;
use hyokasho_source::Rect;

use crate::chars;
use crate::columns::lines_to_blocks;
use crate::ink::Ink;
use crate::lines::{COLUMN_GAP, Line, is_space_gap};
use crate::{Text, TextRun, Wrap};

/// Largest padding between a cell's side and its text; more is an indent.
const PADDING: f64 = 6.0;
/// Largest padding where all lines are centred: their distance from the side tells nothing.
const CENTRED_PADDING: f64 = 2.0;
/// Room that is left when a line is full, in em: rounding, and punctuation set narrower.
const SLACK: f64 = 0.3;
/// A line is centred when its sides differ by no more than this, in em.
const CENTRED: f64 = 0.6;
/// Starts of right-aligned lines differ by at least this, in em, while all reach the right side.
/// The last line of a paragraph seldom does.
const RAGGED: f64 = 1.5;
/// A pitch larger than the usual one by this factor, and by this much in em, parts paragraphs.
const PARAGRAPH_PITCH: (f64, f64) = (1.5, 0.6);
/// Lines of one paragraph are no farther apart than this, in em, even where they are the only ones.
const FARTHEST: f64 = 4.0;
/// Lines of sizes that differ by more than this factor are of different paragraphs.
const OTHER_SIZE: f64 = 1.3;
/// Lines that a value in brackets has at most.
const HELD_LINES: usize = 6;
/// Bytes of most of the characters that are written.
const WIDE_BYTES: usize = 3;
/// Gap that starts a new run, in em, so that options on one line have places of their own.
const RUN_GAP: f64 = 1.0;

/// The space that lines fill, with what their sides tell about wrapping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    left: f64,
    right: f64,
    /// Smallest distance from line to line.
    pitch: f64,
    right_aligned: bool,
}

impl Frame {
    /// The frame of lines between two sides, padding not yet taken off.
    pub(crate) fn new(left: f64, right: f64, lines: &[Line]) -> Self {
        let start = lines.iter().map(|l| l.start).fold(f64::MAX, f64::min);
        let centred = |l: &Line| is_centred(l, l.rect.x0 - left, right - l.rect.x1);
        let largest = if lines.iter().all(centred) {
            CENTRED_PADDING
        } else {
            PADDING
        };
        let padding = (start - left).clamp(0.0, largest);
        let (left, right) = (left + padding, right - padding);
        let pitch = lines
            .windows(2)
            .map(|pair| pair[1].middle() - pair[0].middle())
            .filter(|pitch| *pitch > 1.0)
            .fold(f64::MAX, f64::min);
        Self {
            left,
            right,
            pitch,
            right_aligned: is_right_aligned(lines, right),
        }
    }

    /// Free room that a line leaves.
    fn room(&self, line: &Line) -> f64 {
        let (left, right) = (line.rect.x0 - self.left, self.right - line.rect.x1);
        if is_centred(line, left, right) {
            left + right
        } else if self.right_aligned {
            left
        } else {
            right
        }
    }

    /// Free room that is left for a text that goes on. A line that is spread over its cell is full by that alone.
    fn room_behind(&self, line: &Line) -> f64 {
        if line.spread {
            self.right - self.left
        } else {
            self.room(line)
        }
    }

    /// How the next line continues this one; none where it does not.
    pub(crate) fn joint(&self, inks: &[Ink], line: &Line, next: &Line) -> Option<Joint> {
        let open = |line: &Line| chars::open_squares(line.chars(inks));
        self.joint_of(inks, line, next, open(next) < 0 && open(line) > 0)
    }

    /// The same. `held`: a bracket that stands open before the next line closes in it.
    fn joint_of(&self, inks: &[Ink], line: &Line, next: &Line, held: bool) -> Option<Joint> {
        let (last, first) = (line.last_char(inks), next.first_char(inks));
        let wrapped = held || self.room(line) < head(inks, next) + SLACK * line.size;
        let sizes = line.size.max(next.size) / line.size.min(next.size);
        if !wrapped || sizes > OTHER_SIZE || self.is_parted(line, next) {
            return None;
        }
        let indented = next.rect.x0 - next.start >= next.size / 2.0;
        if indented && chars::ends_sentence(last) {
            return None;
        }
        if next.opens_item(inks) && last != '、' {
            return None;
        }
        let in_brackets = || chars::open_brackets(line.chars(inks)) > 0;
        if (line.columns || next.columns) && !held && !in_brackets() {
            return None;
        }
        // a date in a narrow cell breaks between two digits
        let number = last.is_ascii_digit() && first.is_ascii_digit();
        let space = !number && chars::space_between(last, first) && !has_address(inks, line);
        Some(if space { Joint::Space } else { Joint::Close })
    }

    fn is_parted(&self, line: &Line, next: &Line) -> bool {
        let pitch = next.middle() - line.middle();
        let size = line.size.max(next.size);
        let (factor, ems) = PARAGRAPH_PITCH;
        let wider = pitch > factor * self.pitch && pitch > self.pitch + ems * size;
        wider || pitch > FARTHEST * size
    }
}

/// How two lines of one paragraph are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// Without anything between.
    Close,
    /// With a space.
    Space,
}

/// The lines that a bracket holds to the line before: it opens in a line above and closes in them or soon below,
/// as that of a value does that wraps.
fn held_lines(inks: &[Ink], lines: &[Line]) -> Vec<bool> {
    let open = |line: &Line| chars::open_squares(line.chars(inks));
    let opens: Vec<i32> = lines.iter().map(open).collect();
    if opens.iter().all(|&open| open == 0) {
        return Vec::new();
    }
    let mut before = 0;
    let mut held = Vec::with_capacity(lines.len());
    for (i, open) in opens.iter().enumerate() {
        let closes = || opens[i..].iter().take(HELD_LINES).any(|&open| open < 0);
        held.push(before > 0 && closes());
        before += open;
    }
    held
}

fn is_centred(line: &Line, left: f64, right: f64) -> bool {
    left > line.size && (left - right).abs() <= CENTRED * line.size
}

fn is_right_aligned(lines: &[Line], right: f64) -> bool {
    let flush = lines.iter().all(|l| right - l.rect.x1 <= 0.7 * l.size);
    let starts = lines.iter().map(|l| l.rect.x0);
    let (least, most) = starts.fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)));
    let size = lines.first().map_or(1.0, |l| l.size);
    lines.len() > 1 && flush && most - least >= RAGGED * size
}

/// Whether an address stands in the line, which breaks anywhere.
fn has_address(inks: &[Ink], line: &Line) -> bool {
    let text: String = line.chars(inks).collect();
    text.contains("://")
}

/// Width of what must stay together at the start of a line: a word, or a character with the
/// punctuation that may not be parted from it.
fn head(inks: &[Ink], line: &Line) -> f64 {
    let mut end = line.rect.x0;
    let mut last: Option<&Ink> = None;
    for ink in line.inks.iter().map(|&i| &inks[i as usize]) {
        let together = last.is_none_or(|last| {
            let (before, after) = (last.last(), ink.first());
            let word = !chars::is_wide(before) && !chars::is_wide(after);
            chars::may_not_end(before) || chars::may_not_start(after) || word
        });
        if !together || ink.is_space() || last.is_some_and(|l| is_space_gap(l, ink, end)) {
            break;
        }
        end = end.max(ink.rect.x1);
        last = Some(ink);
    }
    end - line.rect.x0
}

/// Whether the lines are one word set from top to bottom, a character a line.
fn is_stacked(inks: &[Ink], lines: &[Line]) -> bool {
    let middle = |l: &Line| l.rect.centre().0;
    lines.len() > 1
        && lines
            .iter()
            .all(|l| l.inks.len() == 1 && chars::is_wide(l.first_char(inks)))
        && lines
            .iter()
            .all(|l| (middle(l) - middle(&lines[0])).abs() <= l.size / 2.0)
        && !lines.iter().any(|l| mark::is_mark(l.first_char(inks)))
}

/// Lines in a frame, to ask how each continues the one before.
pub(crate) struct Flow<'a, 'b> {
    inks: &'a [Ink<'b>],
    lines: &'a [Line],
    frame: &'a Frame,
    stacked: bool,
    /// For each line whether a bracket holds it to the one before; empty where no line leaves one open.
    held: Vec<bool>,
}

impl<'a, 'b> Flow<'a, 'b> {
    pub(crate) fn new(inks: &'a [Ink<'b>], lines: &'a [Line], frame: &'a Frame) -> Self {
        Self {
            inks,
            lines,
            frame,
            stacked: is_stacked(inks, lines),
            held: held_lines(inks, lines),
        }
    }

    /// How a line continues the one before it; none where it does not.
    pub(crate) fn joint(&self, next: usize) -> Option<Joint> {
        let pair = (self.lines.get(next.checked_sub(1)?)?, self.lines.get(next)?);
        if self.stacked {
            Some(Joint::Close)
        } else {
            let held = self.held.get(next).copied().unwrap_or(false);
            self.frame.joint_of(self.inks, pair.0, pair.1, held)
        }
    }
}

/// The text of a cell's lines between its sides.
pub(crate) fn lines_to_text(inks: &[Ink], lines: &[Line], left: f64, right: f64) -> Text {
    let blocks = lines_to_blocks(inks, lines, left, right);
    let mut text = Text::default();
    for (i, block) in blocks.iter().enumerate() {
        match i {
            0 => {}
            _ if block.beside => text.text.push(' '),
            _ => text.text.push('\n'),
        }
        write_paragraph(inks, &block.lines, &block.frame, &mut text);
    }
    let ends = blocks.first().zip(blocks.last());
    if let Some((first, last)) = ends.map(|(a, b)| (a.lines.first(), (b.lines.last(), &b.frame))) {
        text.wrap = wrap(inks, first, last);
    }
    text
}

/// The text of the lines of one paragraph.
pub(crate) fn paragraph_to_text(inks: &[Ink], lines: &[Line], frame: &Frame) -> Text {
    let mut text = Text::default();
    write_paragraph(inks, lines, frame, &mut text);
    text.wrap = wrap(inks, lines.first(), (lines.last(), frame));
    text
}

fn wrap(inks: &[Ink], first: Option<&Line>, (last, frame): (Option<&Line>, &Frame)) -> Wrap {
    Wrap {
        head: first.map_or(0.0, |l| head(inks, l)),
        opens: first.is_some_and(|l| l.opens_item(inks)),
        room: last.map_or(0.0, |l| frame.room_behind(l) - SLACK * l.size),
    }
}

fn write_paragraph(inks: &[Ink], lines: &[Line], frame: &Frame, out: &mut Text) {
    let flow = Flow::new(inks, lines, frame);
    for (i, line) in lines.iter().enumerate() {
        if flow.joint(i) == Some(Joint::Space) {
            out.text.push(' ');
        }
        write_line(inks, line, out);
    }
}

/// Writes a line's inks; runs of white space and gaps become one space.
fn write_line(inks: &[Ink], line: &Line, out: &mut Text) {
    out.text.reserve(line.inks.len() * WIDE_BYTES);
    let mut run: Option<(usize, Rect)> = None;
    let mut last: Option<&Ink> = None;
    let mut blank: Option<&str> = None;
    let mut end = f64::MIN;
    for ink in line.inks.iter().map(|&i| &inks[i as usize]) {
        if ink.is_space() {
            let single = blank.is_none() && ink.text.chars().count() == 1;
            blank = Some(if single { ink.text.as_ref() } else { " " });
            continue;
        }
        if let Some(before) = last {
            let gap = ink.rect.x0 - end;
            let parted = gap >= RUN_GAP * ink.size || is_mark(before) || is_mark(ink);
            if parted {
                close_run(&mut run, out);
            }
            let wide = gap >= COLUMN_GAP * line.size;
            match blank {
                Some(space) if !wide => out.text.push_str(space),
                Some(_) => out.text.push(' '),
                None if !line.spread && is_space_gap(before, ink, end) => out.text.push(' '),
                None => {}
            }
        }
        let (_, area) = run.get_or_insert((out.text.len(), ink.place));
        *area = area.union(&ink.place);
        if ink.hidden {
            out.hide(ink.text.len());
        }
        out.text.push_str(ink.text.as_ref());
        end = end.max(ink.rect.x1);
        (last, blank) = (Some(ink), None);
    }
    close_run(&mut run, out);
}

fn is_mark(ink: &Ink) -> bool {
    mark::is_mark(ink.first())
}

fn close_run(run: &mut Option<(usize, Rect)>, out: &mut Text) {
    if let Some((start, rect)) = run.take() {
        out.runs.push(TextRun {
            range: start..out.text.len(),
            rect,
        });
    }
}

impl Text {
    /// The next bytes of the text are hidden ones.
    fn hide(&mut self, bytes: usize) {
        let (start, end) = (self.text.len(), self.text.len() + bytes);
        match self.hidden.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => self.hidden.push(start..end),
        }
    }

    /// Appends another text behind a separator that the reader puts in.
    pub(crate) fn append(&mut self, separator: &str, other: &Self) {
        self.text.push_str(separator);
        let offset = self.text.len();
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.iter().map(|run| TextRun {
            range: run.range.start + offset..run.range.end + offset,
            rect: run.rect,
        }));
        let moved = other.hidden.iter();
        self.hidden
            .extend(moved.map(|range| range.start + offset..range.end + offset));
        self.cut |= other.cut;
    }
}
