//! Options and parentheses whose text wraps in a cell of its own that no rule parts from its neighbours: the
//! lines around the mark's height are put on one line with the mark.
//!
//! Spreadsheets print a check list on a grid: the bracket, the option and the parenthesis behind it stand in
//! cells of their own without rules, each set in the middle of the row. An option that wraps then stands above
//! and below its bracket, half a line off, beside other options that do not wrap. Read by heights, pieces of
//! neighbouring options mix; so each piece is first condensed to the height of its row.
//!
//! Input: the inks of one area. Output: the same inks, moved and narrowed; their places stay.

use hyokasho_document::mark;
use hyokasho_source::Rect;

use crate::chars;
use crate::ink::Ink;

/// Middles that differ by no more than this stand at one height, in em.
const LEVEL: f64 = 0.25;
/// Distance from line to line of one piece at most, in em.
const PITCH: f64 = 1.7;
/// A line farther than this many pitches from a piece is none of it.
const APART: f64 = 1.08;
/// Starts of lines that differ by no more than this are aligned, in em.
const ALIGNED: f64 = 0.3;
/// Shares of the way to the next row's height that a row's lines stay within, one tried after the other.
const REACHES: [f64; 2] = [0.49, 0.9];
/// Gap before a parenthesis in a cell of its own, in em; a narrower one is left as it is.
const OWN_CELL: f64 = 1.0;
/// Gap that stands for a space, in em.
const SPACE: f64 = 0.5;
/// Signs between the two brackets of a mark.
const MARK_SIGNS: usize = 1;
/// Marks of a check list at least.
const FEWEST_MARKS: usize = 2;
/// Brackets and boxes of one cell that are looked at; a form's longest list has some twenty.
const LIMIT: usize = 100;
/// Signs that are boxes.
const BOXES: [char; 5] = ['□', '■', '☐', '☑', '☒'];

/// A mark: a box, or brackets with a sign in them or none.
struct Mark {
    rect: Rect,
    em: f64,
}

/// A parenthesis, or the bracket of a choice, that opens and closes at one height.
struct Parenthesis {
    open: u32,
    close: u32,
    square: bool,
}

/// Brackets that open and close: those of a choice, parentheses.
const PAIRS: [([char; 2], [char; 2]); 2] = [(['[', '［'], [']', '］']), (['(', '（'], [')', '）'])];

/// Puts the lines of each option and of each parenthesis on the line of its mark.
pub(crate) fn settle_wrapped(inks: &mut [Ink], held: &[u32], area: &Rect) {
    let marks = find_marks(inks, held);
    let parentheses = find_parentheses(inks, held, &marks);
    if marks.is_empty() && parentheses.is_empty() {
        return;
    }
    let levels = levels(inks, &marks, &parentheses);
    // rows first that a line is nearest to; a high row may reach into the room of a low one
    let mut left: Vec<&Parenthesis> = parentheses.iter().collect();
    for reach in REACHES {
        left.retain(|p| !settle_parenthesis(inks, held, p, &marks, (&levels, reach)));
    }
    let ends = label_ends(inks, held, &marks, &parentheses, area);
    // beside the empty bracket of a choice stands the list of its options: a check list has several marks
    let labelled = if marks.len() < FEWEST_MARKS {
        0
    } else {
        marks.len()
    };
    let mut open: Vec<usize> = (0..labelled).collect();
    for reach in REACHES {
        open = settle_labels(inks, held, (&marks, &ends), &open, (&levels, reach));
    }
    for parenthesis in parentheses.iter().filter(|p| !p.square) {
        draw_near(inks, held, parenthesis, &marks);
    }
}

/// Condenses the options behind some of the marks; gives the numbers of the others.
fn settle_labels(
    inks: &mut [Ink],
    held: &[u32],
    (marks, ends): (&[Mark], &[f64]),
    open: &[usize],
    levels: (&[f64], f64),
) -> Vec<usize> {
    let of = |&at: &usize| label_piece(inks, held, &marks[at], ends[at], (marks, levels));
    let labels: Vec<Option<Piece>> = open.iter().map(of).collect();
    // Lines above and below an option at the height of its mark may be other rows' as well: they are its own
    // where nothing follows closely, or where its row is seen to be centred.
    let centred = |level: f64| {
        labels.iter().zip(open).any(|(label, &at)| {
            let even = label.as_ref().is_some_and(|piece| !piece.odd);
            even && (marks[at].rect.centre().1 - level).abs() <= LEVEL * marks[at].em
        })
    };
    let mut left = Vec::new();
    for (label, &at) in labels.iter().zip(open) {
        let level = marks[at].rect.centre().1;
        match label {
            Some(piece) if !piece.odd || piece.alone || centred(level) => {
                condense(inks, &piece.lines, level, ends[at]);
            }
            _ => left.push(at),
        }
    }
    left
}

fn middle(ink: &Ink) -> f64 {
    ink.rect.centre().1
}

fn is_level(ink: &Ink, y: f64, em: f64) -> bool {
    (middle(ink) - y).abs() <= LEVEL * em
}

/// The boxes of the area, from left to right.
fn find_marks(inks: &[Ink], held: &[u32]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for &i in held {
        let ink = &inks[i as usize];
        let rect = match ink.first() {
            '[' | '［' => closed_mark(inks, held, ink),
            c if (mark::is_mark(c) || BOXES.contains(&c)) && ink.rect.width() > 1.0 => {
                Some(ink.rect)
            }
            _ => None,
        };
        marks.extend(rect.map(|rect| Mark { rect, em: ink.size }));
        if marks.len() >= LIMIT {
            break;
        }
    }
    marks.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
    marks
}

/// The area of a bracket that closes at its height, with no more than a sign in it.
fn closed_mark(inks: &[Ink], held: &[u32], open: &Ink) -> Option<Rect> {
    let y = middle(open);
    let behind = || {
        let all = held.iter().map(|&i| &inks[i as usize]);
        all.filter(|ink| {
            !ink.is_space() && ink.rect.x0 > open.rect.x0 && is_level(ink, y, open.size)
        })
    };
    let close = behind()
        .filter(|ink| matches!(ink.first(), ']' | '］'))
        .min_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0))?;
    let inside = behind().filter(|ink| ink.rect.x0 < close.rect.x0).count();
    (inside <= MARK_SIGNS).then(|| open.rect.union(&close.rect))
}

/// Brackets that open and close at one height with no mark between.
fn find_parentheses(inks: &[Ink], held: &[u32], marks: &[Mark]) -> Vec<Parenthesis> {
    let mut found: Vec<Parenthesis> = Vec::new();
    for (opening, closing) in PAIRS {
        let square = opening[0] == '[';
        let is_sign = |i: &u32| {
            let ink = &inks[*i as usize];
            let (x, y) = ink.rect.centre();
            let sign = opening.contains(&ink.first()) || closing.contains(&ink.first());
            sign && !marks.iter().any(|mark| mark.rect.contains(x, y))
        };
        let signs: Vec<u32> = held.iter().copied().filter(is_sign).take(LIMIT).collect();
        for &open in &signs {
            let ink = &inks[open as usize];
            let close = opening
                .contains(&ink.first())
                .then(|| partner(inks, &signs, ink));
            let Some(close) = close.flatten() else {
                continue;
            };
            let (a, b, y) = (ink.rect.x1, inks[close as usize].rect.x0, middle(ink));
            let parted = marks.iter().any(|m| {
                (m.rect.centre().1 - y).abs() <= LEVEL * m.em && a <= m.rect.x0 && m.rect.x1 <= b
            });
            if !parted {
                found.push(Parenthesis {
                    open,
                    close,
                    square,
                });
            }
        }
    }
    found
}

/// The bracket that closes another at its height.
fn partner(inks: &[Ink], signs: &[u32], open: &Ink) -> Option<u32> {
    let mut behind: Vec<u32> = signs
        .iter()
        .copied()
        .filter(|&i| {
            let ink = &inks[i as usize];
            ink.rect.x0 > open.rect.x0 && is_level(ink, middle(open), open.size)
        })
        .collect();
    behind.sort_by(|&a, &b| {
        let x = |i: u32| inks[i as usize].rect.x0;
        x(a).total_cmp(&x(b))
    });
    let mut depth = 1;
    behind.into_iter().find(|&i| {
        depth += chars::any_bracket(inks[i as usize].first());
        depth == 0
    })
}

/// Heights of the rows that marks and parentheses stand in.
fn levels(inks: &[Ink], marks: &[Mark], parentheses: &[Parenthesis]) -> Vec<f64> {
    let marks = marks.iter().map(|m| (m.rect.centre().1, m.em));
    // a parenthesis inside a line of running text is no row of a list
    let open = |p: &Parenthesis| &inks[p.open as usize];
    let own = parentheses.iter().map(open);
    let mut all: Vec<(f64, f64)> = marks.collect();
    let listed = all.len();
    for ink in own {
        if listed == 0 {
            all.push((middle(ink), ink.size));
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut levels: Vec<f64> = Vec::new();
    for (y, em) in all {
        if levels.last().is_none_or(|last| y - last > LEVEL * em) {
            levels.push(y);
        }
    }
    levels
}

/// How far above and below a height its row reaches.
fn reach((levels, share): (&[f64], f64), y: f64, em: f64) -> (f64, f64) {
    let above = levels.iter().rev().find(|&&l| y - l > LEVEL * em);
    let below = levels.iter().find(|&&l| l - y > LEVEL * em);
    (
        above.map_or(f64::MAX, |l| share * (y - l)),
        below.map_or(f64::MAX, |l| share * (l - y)),
    )
}

/// The lines of one option or parenthesis, top to bottom.
struct Piece {
    lines: Vec<Vec<u32>>,
    /// Whether its middle line stands at the row's height.
    odd: bool,
    /// Whether no other line follows closely.
    alone: bool,
}

/// Inks in lines of one height, top to bottom, each from left to right.
fn in_lines(inks: &[Ink], mut numbers: Vec<u32>) -> Vec<Vec<u32>> {
    let of = |i: u32| &inks[i as usize];
    numbers.sort_by(|&a, &b| middle(of(a)).total_cmp(&middle(of(b))));
    let mut lines: Vec<Vec<u32>> = Vec::new();
    for i in numbers {
        match lines.last_mut() {
            Some(line) if is_level(of(i), middle(of(line[0])), of(i).size) => line.push(i),
            _ => lines.push(vec![i]),
        }
    }
    for line in &mut lines {
        line.sort_by(|&a, &b| of(a).rect.x0.total_cmp(&of(b).rect.x0));
    }
    lines
}

/// The lines that stand around a height, as many above as below.
fn centred_piece(
    inks: &[Ink],
    lines: &[Vec<u32>],
    y: f64,
    em: f64,
    (up, down): (f64, f64),
) -> Option<Piece> {
    let at: Vec<f64> = lines
        .iter()
        .map(|line| middle(&inks[line[0] as usize]))
        .collect();
    let (mut first, mut end) = (at.partition_point(|m| *m < y - LEVEL * em), 0);
    end += at.partition_point(|m| *m <= y + LEVEL * em);
    if end - first > 1 {
        return None;
    }
    let odd = end > first;
    let (mut above, mut below) = (y, y);
    let mut pitch = 0.0_f64;
    while first > 0 && end < at.len() {
        let (a, b) = (at[first - 1], at[end]);
        let step = if above < below || odd {
            above - a
        } else {
            b - a
        };
        let even = ((y - a) - (b - y)).abs() <= LEVEL * em;
        if !even || step > PITCH * em || y - a >= up || b - y >= down {
            break;
        }
        (above, below) = (a, b);
        pitch = pitch.max(step);
        first -= 1;
        end += 1;
    }
    if end - first < 2 {
        return None;
    }
    let near = |d: f64| d <= APART * pitch;
    let alone =
        !(first > 0 && near(above - at[first - 1]) || end < at.len() && near(at[end] - below));
    Some(Piece {
        lines: lines[first..end].to_vec(),
        odd,
        alone,
    })
}

/// Solid inks with their middles between two x.
fn between(inks: &[Ink], held: &[u32], (x0, x1): (f64, f64)) -> Vec<u32> {
    let inside = |i: &u32| {
        let ink = &inks[*i as usize];
        let x = ink.rect.centre().0;
        !ink.is_space() && x0 < x && x < x1
    };
    held.iter().copied().filter(inside).collect()
}

/// Whether a line goes on beyond one of its ends, marks beside it left out.
fn goes_on(inks: &[Ink], held: &[u32], line: &[u32], marks: &[Mark]) -> bool {
    let (Some(&first), Some(&last)) = (line.first(), line.last()) else {
        return true;
    };
    let (first, last) = (&inks[first as usize], &inks[last as usize]);
    held.iter().map(|&i| &inks[i as usize]).any(|ink| {
        let near = |gap: f64| (-LEVEL * ink.size..SPACE * ink.size).contains(&gap);
        let (x, y) = ink.rect.centre();
        !ink.is_space()
            && is_level(ink, middle(first), first.size)
            && !marks.iter().any(|mark| mark.rect.contains(x, y))
            && (ink.rect.x0 < first.rect.x0 && near(first.rect.x0 - ink.rect.x1)
                || ink.rect.x1 > last.rect.x1 && near(ink.rect.x0 - last.rect.x1))
    })
}

/// Condenses the lines between the brackets of a parenthesis that stand around its height.
fn settle_parenthesis(
    inks: &mut [Ink],
    held: &[u32],
    parenthesis: &Parenthesis,
    marks: &[Mark],
    levels: (&[f64], f64),
) -> bool {
    let (open, close) = (
        &inks[parenthesis.open as usize],
        &inks[parenthesis.close as usize],
    );
    let (y, em, end) = (middle(open), open.size, close.rect.x0);
    let near = within(levels, y, em).min(PITCH * em);
    let row = |ink: &&Ink| !ink.is_space() && (middle(ink) - y).abs() <= near;
    let across = |bracket: &Rect| {
        let all = held.iter().map(|&i| &inks[i as usize]).filter(row);
        let beside = |ink: &Ink| {
            let (a, b) = (ink.rect.x0 + LEVEL * em, ink.rect.x1 - LEVEL * em);
            !is_level(ink, y, em) && a < bracket.x1 && b > bracket.x0
        };
        all.into_iter().any(beside)
    };
    if across(&open.rect) || across(&close.rect) {
        return false;
    }
    let (level, off): (Vec<u32>, Vec<u32>) = between(inks, held, (open.rect.x1, end))
        .into_iter()
        .partition(|&i| is_level(&inks[i as usize], y, em));
    let Some(left) = off
        .iter()
        .map(|&i| &inks[i as usize])
        .filter(|ink| (middle(ink) - y).abs() <= near)
        .map(|ink| ink.rect.x0)
        .reduce(f64::min)
    else {
        return false;
    };
    // what stands before the lines at their height is a label in the parenthesis
    let core = level
        .into_iter()
        .filter(|&i| inks[i as usize].rect.x0 >= left - ALIGNED * em);
    let lines = in_lines(inks, off.into_iter().chain(core).collect());
    let Some(piece) = centred_piece(inks, &lines, y, em, reach(levels, y, em)) else {
        return false;
    };
    let listed = marks.iter().any(|m| {
        (m.rect.centre().1 - y).abs() <= LEVEL * em
            && m.rect.x1 <= inks[parenthesis.open as usize].rect.x0
    });
    // Centred text with a line in parentheses looks the same but for the starts of its lines.
    let own = !piece.odd || ((listed || parenthesis.square) && is_aligned(inks, &piece.lines, em));
    let across = |line: &Vec<u32>| goes_across(inks, held, line, parenthesis);
    let settled = own && !piece.lines.iter().any(across);
    if settled {
        condense(inks, &piece.lines, y, end);
    }
    settled
}

/// How far a height's row reaches at the nearer side.
fn within(levels: (&[f64], f64), y: f64, em: f64) -> f64 {
    let (up, down) = reach(levels, y, em);
    up.min(down)
}

/// Whether a line between two brackets goes on beyond one of them.
fn goes_across(inks: &[Ink], held: &[u32], line: &[u32], parenthesis: &Parenthesis) -> bool {
    let level = |i: u32| i == parenthesis.open || i == parenthesis.close;
    let others: Vec<u32> = held.iter().copied().filter(|&i| !level(i)).collect();
    let y = middle(&inks[parenthesis.open as usize]);
    let here = &inks[line[0] as usize];
    !is_level(here, y, here.size) && goes_on(inks, &others, line, &[])
}

/// Whether lines start at one x, or have one middle.
fn is_aligned(inks: &[Ink], lines: &[Vec<u32>], em: f64) -> bool {
    let ends = |line: &Vec<u32>| {
        let of = |i: &u32| inks[*i as usize].rect;
        (
            line.first().map_or(0.0, |i| of(i).x0),
            line.last().map_or(0.0, |i| of(i).x1),
        )
    };
    let all: Vec<(f64, f64)> = lines.iter().map(ends).collect();
    let alike = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let (least, most) = all
            .iter()
            .map(of)
            .fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)));
        most - least <= ALIGNED * em
    };
    alike(&|(a, _)| *a) || alike(&|(a, b)| (a + b) / 2.0)
}

/// Where the option behind each mark ends: at the next mark or at a parenthesis in a cell of its own.
fn label_ends(
    inks: &[Ink],
    held: &[u32],
    marks: &[Mark],
    parentheses: &[Parenthesis],
    area: &Rect,
) -> Vec<f64> {
    let end = |mark: &Mark| {
        let y = mark.rect.centre().1;
        let next = marks
            .iter()
            .filter(|m| m.rect.x0 >= mark.rect.x1)
            .filter(|m| (m.rect.centre().1 - y).abs() <= LEVEL * mark.em)
            .map(|m| m.rect.x0);
        let open = parentheses
            .iter()
            .map(|p| &inks[p.open as usize])
            .filter(|ink| ink.rect.x0 >= mark.rect.x1 && is_level(ink, y, mark.em))
            .filter(|ink| !is_covered(inks, held, ink, mark.em))
            .map(|ink| ink.rect.x0);
        next.chain(open).fold(area.x1, f64::min)
    };
    marks.iter().map(end).collect()
}

/// Whether the line above or below runs over a bracket: it stands in a text that wraps.
fn is_covered(inks: &[Ink], held: &[u32], bracket: &Ink, em: f64) -> bool {
    let y = middle(bracket);
    held.iter().map(|&i| &inks[i as usize]).any(|ink| {
        let apart = (middle(ink) - y).abs();
        !ink.is_space()
            && (LEVEL * em..=PITCH * em / 1.3).contains(&apart)
            && ink.rect.x0 + LEVEL * em < bracket.rect.x1
            && ink.rect.x1 - LEVEL * em > bracket.rect.x0
    })
}

/// The lines of the option behind a mark, where it wraps around the mark's height.
fn label_piece(
    inks: &[Ink],
    held: &[u32],
    mark: &Mark,
    end: f64,
    (marks, levels): (&[Mark], (&[f64], f64)),
) -> Option<Piece> {
    let (y, em) = (mark.rect.centre().1, mark.em);
    let lines = in_lines(inks, between(inks, held, (mark.rect.x1, end)));
    let piece = centred_piece(inks, &lines, y, em, reach(levels, y, em))?;
    let whole = !piece
        .lines
        .iter()
        .any(|line| goes_on(inks, held, line, marks));
    (whole && is_aligned(inks, &piece.lines, em)).then_some(piece)
}

/// Puts lines behind one another at a height, narrowed so that they take the room of the longest.
fn condense(inks: &mut [Ink], lines: &[Vec<u32>], y: f64, end: f64) {
    let ends: Vec<(f64, f64)> = lines
        .iter()
        .map(|line| {
            let of = |i: &u32| inks[*i as usize].rect;
            let last = line.iter().map(|i| of(i).x1).fold(f64::MIN, f64::max);
            (line.first().map_or(0.0, |i| of(i).x0), last)
        })
        .collect();
    let left = ends.iter().map(|e| e.0).fold(f64::MAX, f64::min);
    let right = ends.iter().map(|e| e.1).fold(f64::MIN, f64::max);
    let spaced: f64 = lines.iter().map(|l| SPACE * inks[l[0] as usize].size).sum();
    let width: f64 = ends.iter().map(|e| e.1 - e.0).sum::<f64>() + spaced;
    let by = (right - left) / width.max(1.0);
    let mut at = left;
    let mut before: Option<(char, f64)> = None;
    for (line, (x0, x1)) in lines.iter().zip(ends) {
        let first = &inks[line[0] as usize];
        let (em, c) = (first.size, first.first());
        if let Some((last, free)) = before {
            // a line that leaves room for more was ended by hand
            let wrapped = free < 2.0 * em;
            if !wrapped
                || chars::space_between(last, c) && !(last.is_ascii_digit() && c.is_ascii_digit())
            {
                at += SPACE * em * by;
            } else {
                inks[line[0] as usize].glued = true;
            }
        }
        for &i in line {
            let ink = &mut inks[i as usize];
            let half = ink.rect.height() * by / 2.0;
            ink.rect = Rect {
                x0: at + (ink.rect.x0 - x0) * by,
                x1: at + (ink.rect.x1 - x0) * by,
                y0: y - half,
                y1: y + half,
            };
            ink.size *= by;
        }
        at += (x1 - x0) * by;
        let last = inks[line[line.len() - 1] as usize].last();
        before = Some((last, end.min(right) - x1));
    }
}

/// Moves a parenthesis in a cell of its own behind the option that it belongs to: where it stands tells
/// nothing, as the form sets it behind its own option and not behind those above and below.
fn draw_near(inks: &mut [Ink], held: &[u32], parenthesis: &Parenthesis, marks: &[Mark]) {
    let open = &inks[parenthesis.open as usize];
    let (y, em, start) = (middle(open), open.size, open.rect.x0);
    let close = inks[parenthesis.close as usize].rect;
    let level = |rect: &Rect| (rect.centre().1 - y).abs() <= LEVEL * em;
    let Some(mark) = marks
        .iter()
        .rev()
        .find(|m| level(&m.rect) && m.rect.x1 <= start)
    else {
        return;
    };
    let in_row = |i: &&u32| {
        let ink = &inks[**i as usize];
        !ink.is_space() && level(&ink.rect)
    };
    let label = held.iter().filter(in_row).map(|&i| inks[i as usize].rect);
    let label = label
        .filter(|r| r.x0 >= mark.rect.x1 && r.x1 <= start + LEVEL * em)
        .map(|r| r.x1)
        .fold(f64::MIN, f64::max);
    let gap = start - label;
    if gap < OWN_CELL * em || label < mark.rect.x1 {
        return;
    }
    let mut inside: Vec<u32> = held
        .iter()
        .copied()
        .filter(|i| in_row(&i))
        .filter(|&i| {
            let r = inks[i as usize].rect;
            r.x0 >= start && r.x1 <= close.x1
        })
        .collect();
    inside.sort_by(|&a, &b| {
        let x = |i: u32| inks[i as usize].rect.x0;
        x(a).total_cmp(&x(b))
    });
    let by = gap - SPACE * em;
    for i in inside {
        shift(&mut inks[i as usize], -by);
    }
}

fn shift(ink: &mut Ink, by: f64) {
    ink.rect.x0 += by;
    ink.rect.x1 += by;
}
