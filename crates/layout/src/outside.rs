//! Text outside tables: lines to paragraphs in reading order, two columns one after the other.

use hyokasho_source::Rect;

use crate::Paragraph;
use crate::ink::Ink;
use crate::lines::{Line, inks_to_lines};
use crate::paragraphs::{Frame, paragraph_to_text};
use crate::ruby::fold_ruby;

/// Narrowest gutter between two columns, in em.
const GUTTER: f64 = 2.0;
/// Lines with text at both sides of a gutter that make two columns. Fewer are found by chance in
/// tabbed lines.
const COLUMN_LINES: usize = 4;

/// A line that starts so far behind the next one's end, in em, is set at the page's right side: a running head
/// over a heading. The first line of a paragraph is indented by less.
const AT_THE_RIGHT: f64 = 4.0;

/// Paragraphs of the inks outside tables. `tables` are the areas that part them; `width` is the
/// page's: its left and right margin are taken as equal where no line tells more.
pub(crate) fn inks_to_paragraphs(
    inks: &mut Vec<Ink>,
    numbers: &[u32],
    tables: &[Rect],
    width: f64,
) -> Vec<Paragraph> {
    let mut lines = inks_to_lines(inks, numbers);
    fold_ruby(inks, &mut lines);
    let areas = tables.iter().copied().chain(lines.iter().map(|l| l.rect));
    let Some(all) = areas.reduce(|all, area| all.union(&area)) else {
        return Vec::new();
    };
    let mut paragraphs = Vec::new();
    let right = all.x1.max(width - all.x0);
    for Group { lines, gutter } in columns(inks, &lines) {
        let sides = match gutter {
            Some((left, Side::Left)) => (all.x0, left),
            Some((left, Side::Right)) => (left, right),
            None => (all.x0, right),
        };
        lines_to_paragraphs(inks, &lines, sides, tables, &mut paragraphs);
    }
    paragraphs
}

fn lines_to_paragraphs(
    inks: &[Ink],
    lines: &[Line],
    (left, right): (f64, f64),
    tables: &[Rect],
    out: &mut Vec<Paragraph>,
) {
    let frame = Frame::new(left, right, lines);
    let mut start = 0;
    for end in 1..=lines.len() {
        let goes_on = lines.get(end).is_some_and(|next| {
            let line = &lines[end - 1];
            line.is_bold(inks) == next.is_bold(inks)
                && !is_parted(line, next, tables)
                && line.rect.x0 - next.rect.x1 < AT_THE_RIGHT * line.size
                && frame.joint(inks, line, next).is_some()
        });
        if !goes_on {
            out.push(to_paragraph(inks, &lines[start..end], &frame));
            start = end;
        }
    }
}

/// Whether a table lies between two lines.
fn is_parted(line: &Line, next: &Line, tables: &[Rect]) -> bool {
    tables
        .iter()
        .any(|t| line.middle() < t.centre().1 && t.centre().1 < next.middle())
}

fn to_paragraph(inks: &[Ink], lines: &[Line], frame: &Frame) -> Paragraph {
    let text = paragraph_to_text(inks, lines, frame);
    let rect = text
        .runs
        .iter()
        .map(|r| r.rect)
        .reduce(|all, rect| all.union(&rect));
    Paragraph {
        rect: rect.unwrap_or_default(),
        size: lines.iter().map(|l| l.size).fold(0.0, f64::max),
        bold: lines.iter().all(|l| l.is_bold(inks)),
        lines: lines.len() as u32,
        text,
        furniture: false,
    }
}

/// Lines of one column.
struct Group {
    lines: Vec<Line>,
    /// The side of the gutter that bounds them, and which of the two columns they are.
    gutter: Option<(f64, Side)>,
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// Groups of lines in reading order: all lines of a left column stand before those of the right.
fn columns(inks: &[Ink], lines: &[Line]) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut plain = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some((count, gutter)) = column_run(inks, &lines[at..]) {
            groups.push(Group {
                lines: std::mem::take(&mut plain),
                gutter: None,
            });
            let middle = f64::midpoint(gutter.0, gutter.1);
            let (left, right) = split(inks, &lines[at..at + count], middle);
            // the left column may be as wide as its gutter leaves room for
            let room = lines[at].size * GUTTER;
            let end = gutter.0.max(gutter.1 - room);
            groups.push(Group {
                lines: left,
                gutter: Some((end, Side::Left)),
            });
            groups.push(Group {
                lines: right,
                gutter: Some((gutter.1, Side::Right)),
            });
            at += count;
        } else {
            plain.push(lines[at].clone());
            at += 1;
        }
    }
    groups.push(Group {
        lines: plain,
        gutter: None,
    });
    groups.retain(|g| !g.lines.is_empty());
    groups
}

/// How many of the first lines stand in two columns, and the gutter between them.
fn column_run(inks: &[Ink], lines: &[Line]) -> Option<(usize, (f64, f64))> {
    let mut gutter = widest_gap(inks, lines.first()?, (f64::MIN, f64::MAX))?;
    let mut count = 1;
    let mut both = 1;
    for line in &lines[1..] {
        let beside = line.rect.x1 <= gutter.0 || line.rect.x0 >= gutter.1;
        if let Some(narrower) = widest_gap(inks, line, gutter) {
            gutter = narrower;
            both += 1;
        } else if !beside {
            break;
        }
        count += 1;
    }
    (both >= COLUMN_LINES).then_some((count, gutter))
}

/// The widest gap of a line within the bounds, if it is wide enough for a gutter.
fn widest_gap(inks: &[Ink], line: &Line, bounds: (f64, f64)) -> Option<(f64, f64)> {
    if !line.columns {
        return None;
    }
    let mut widest: Option<(f64, f64)> = None;
    let mut end: Option<f64> = None;
    for ink in line
        .inks
        .iter()
        .map(|&i| &inks[i as usize])
        .filter(|ink| !ink.is_space())
    {
        if let Some(end) = end {
            let gap = (end.max(bounds.0), ink.rect.x0.min(bounds.1));
            let wide = gap.1 - gap.0 >= GUTTER * line.size;
            if wide && widest.is_none_or(|w| w.1 - w.0 < gap.1 - gap.0) {
                widest = Some(gap);
            }
        }
        end = Some(end.unwrap_or(f64::MIN).max(ink.rect.x1));
    }
    widest
}

fn split(inks: &[Ink], lines: &[Line], gutter: f64) -> (Vec<Line>, Vec<Line>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in lines {
        let (a, b): (Vec<u32>, Vec<u32>) = line
            .inks
            .iter()
            .partition(|&&i| inks[i as usize].rect.centre().0 < gutter);
        left.extend(Line::part(inks, &a));
        right.extend(Line::part(inks, &b));
    }
    (left, right)
}
