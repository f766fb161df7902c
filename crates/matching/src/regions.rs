//! What stands behind each label: the pieces of text up to the next one.
//!
//! Input: the sheet, the chain. Output: one region a label, each a list of pieces in reading order.
//! Whose value a piece is, is decided in `distribute`.

use std::ops::Range;

use crate::chain::Link;
use crate::sheet::Sheet;

/// A stretch of a cell's normalized text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Cell in the sheet.
    pub cell: usize,
    /// Byte range in the cell's text.
    pub range: Range<usize>,
}

/// A label and what stands behind it.
#[derive(Debug, Clone)]
pub struct Region {
    /// Link in the chain; `None` for what stands before the first label.
    pub link: Option<usize>,
    /// Where the label stands.
    pub label: Vec<Piece>,
    /// What stands behind it.
    pub pieces: Vec<Piece>,
    /// Whether the label's row has a cell for the value, blank or not.
    pub own_cell: bool,
}

/// Parts the lines before `end` at the labels of the chain. `skip` are lines without a value.
pub fn part(sheet: &Sheet, links: &[Link], skip: &[u32], end: usize) -> Vec<Region> {
    let mut regions = vec![Region {
        link: None,
        label: Vec::new(),
        pieces: Vec::new(),
        own_cell: false,
    }];
    let mut next = 0;
    let mut at = 0;
    let mut from: Option<usize> = None;
    while at < end.min(sheet.lines.len()) {
        let line = &sheet.lines[at];
        let begin = from
            .take()
            .or_else(|| behind_tail(sheet, links, next, at))
            .unwrap_or(line.range.start as usize);
        if skip.binary_search(&(at as u32)).is_ok() {
            at += 1;
            continue;
        }
        let here = links
            .get(next)
            .filter(|link| link.candidate.line as usize == at);
        let Some(label) = here else {
            push(
                sheet,
                &mut regions,
                line.cell as usize,
                begin..line.range.end as usize,
            );
            at += 1;
            continue;
        };
        let label_start = fold_offset(sheet, at, label.candidate.from as usize);
        push(
            sheet,
            &mut regions,
            line.cell as usize,
            begin..label_start.max(begin),
        );
        let last = at + label.candidate.lines as usize - 1;
        let behind = behind_signs(
            sheet,
            last,
            fold_offset(sheet, last, label.candidate.to as usize),
        );
        regions.push(Region {
            link: Some(next),
            label: label_pieces(sheet, at, last, label_start, behind),
            pieces: Vec::new(),
            own_cell: has_own_cell(sheet, sheet.lines[last].cell as usize),
        });
        next += 1;
        // The rest of the label's last line comes next: it is a value, or the next label.
        at = last;
        from = Some(behind);
        let more = links
            .get(next)
            .is_some_and(|link| link.candidate.line as usize == at);
        if !more {
            let line = &sheet.lines[at];
            push(
                sheet,
                &mut regions,
                line.cell as usize,
                behind..line.range.end as usize,
            );
            from = None;
            at += 1;
        }
    }
    regions
}

/// Where a line's text begins behind the second part of the label before it.
fn behind_tail(sheet: &Sheet, links: &[Link], next: usize, at: usize) -> Option<usize> {
    let (line, to) = links.get(next.checked_sub(1)?)?.candidate.tail?;
    let folded = fold_offset(sheet, at, to as usize);
    (line as usize == at).then(|| behind_signs(sheet, at, folded))
}

/// The byte offset in the cell's text behind a count of folded characters of a line.
fn fold_offset(sheet: &Sheet, line: usize, folded: usize) -> usize {
    let line = &sheet.lines[line];
    match folded.checked_sub(1) {
        None => line.range.start as usize,
        Some(last) => sheet
            .fold_ends(line)
            .get(last)
            .map_or(line.range.end as usize, |&end| end as usize),
    }
}

/// The offset behind the reference signs (※) that the form prints after a label.
fn behind_signs(sheet: &Sheet, line: usize, at: usize) -> usize {
    let line = &sheet.lines[line];
    let rest = &sheet.cells[line.cell as usize].text[at..line.range.end as usize];
    let kept = rest
        .char_indices()
        .find(|(_, c)| crate::fold::fold_char(*c).is_some());
    at + kept.map_or(rest.len(), |(offset, _)| offset)
}

/// Adds a stretch to the last region, joined with the piece before it where the cell is the same.
fn push(sheet: &Sheet, regions: &mut [Region], cell: usize, range: Range<usize>) {
    let Some(region) = regions.last_mut() else {
        return;
    };
    // White space and reference signs alone are nothing.
    if sheet.cells[cell].text[range.clone()]
        .chars()
        .all(|c| crate::fold::fold_char(c).is_none())
    {
        return;
    }
    let goes_on = |piece: &Piece| {
        let gap = sheet.cells[cell].text.get(piece.range.end..range.start);
        piece.cell == cell && gap.is_some_and(|gap| gap.trim().is_empty())
    };
    match region.pieces.last_mut() {
        Some(piece) if goes_on(piece) => piece.range.end = range.end,
        _ if range.is_empty() => {}
        _ => region.pieces.push(Piece { cell, range }),
    }
}

fn label_pieces(sheet: &Sheet, first: usize, last: usize, start: usize, end: usize) -> Vec<Piece> {
    (first..=last)
        .map(|at| {
            let line = &sheet.lines[at];
            let from = if at == first {
                start
            } else {
                line.range.start as usize
            };
            let to = if at == last {
                end
            } else {
                line.range.end as usize
            };
            Piece {
                cell: line.cell as usize,
                range: from..to.max(from),
            }
        })
        .collect()
}

/// Whether another cell of the same row stands right of this one.
pub fn has_own_cell(sheet: &Sheet, cell: usize) -> bool {
    sheet.cells[cell].row
        && sheet
            .cells
            .get(cell + 1)
            .is_some_and(|next| next.block == sheet.cells[cell].block)
}
