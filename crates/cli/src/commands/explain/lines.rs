//! The lines of a text around a value, as HTML, with label, value and marks highlighted.

use std::fmt::Write as _;
use std::ops::Range;

use hyokasho_document::{Block, BlockKind, Cell, Document};
use hyokasho_model::Fact;
use hyokasho_normalize::fold_mapped;
use hyokasho_source::Place;

use super::evidence::{has_marks, marks_in};
use crate::commands::drawing::escape;

/// Blocks before and after those of the value that are shown, so that it is found again.
const CONTEXT: usize = 3;

/// What a stretch of text is of the value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Neither,
    Label,
    Value,
    Mark,
}

/// The lines of label and value with those around them.
pub fn render(fact: &Fact, document: &Document) -> String {
    let hits: Vec<bool> = document
        .blocks
        .iter()
        .map(|block| is_hit(block, fact))
        .collect();
    let mut out = String::from("<table class=\"lines\"><tbody>\n");
    let mut last = None;
    for (at, block) in document.blocks.iter().enumerate() {
        let near = at.saturating_sub(CONTEXT)..(at + CONTEXT + 1).min(hits.len());
        if !hits[near].contains(&true) {
            continue;
        }
        if last.map_or(at > 0, |last| last + 1 != at) {
            gap(&mut out);
        }
        last = Some(at);
        draw_block(&mut out, block, fact, hits[at]);
    }
    if last.is_some_and(|last| last + 1 < hits.len()) {
        gap(&mut out);
    }
    out.push_str("</tbody></table>\n");
    out
}

fn gap(out: &mut String) {
    out.push_str("<tr class=\"gap\"><th></th><td>⋯</td></tr>\n");
}

fn is_hit(block: &Block, fact: &Fact) -> bool {
    let runs = || block.cells.iter().flat_map(|cell| &cell.runs);
    let object = &fact.object;
    runs().any(|run| object.source.contains(&run.place) || object.label_source.contains(&run.place))
}

fn draw_block(out: &mut String, block: &Block, fact: &Fact, hit: bool) {
    let line = block
        .cells
        .iter()
        .flat_map(|cell| &cell.runs)
        .find_map(|run| match run.place {
            Place::Line { line, .. } => Some(line),
            Place::Page { .. } => None,
        });
    let class = match (hit, block.kind) {
        (true, _) => " class=\"hit\"",
        (false, BlockKind::Furniture) => " class=\"furniture\"",
        (false, _) => "",
    };
    let number = line.map(|line| line.to_string()).unwrap_or_default();
    let _ = write!(out, "<tr{class}><th>{number}</th><td><div class=\"cells\">");
    let kind = if matches!(block.kind, BlockKind::Row { .. }) {
        "cell"
    } else {
        "line"
    };
    for cell in &block.cells {
        let _ = write!(out, "<span class=\"{kind}\">");
        draw_cell(out, cell, fact);
        out.push_str("</span>");
    }
    out.push_str("</div></td></tr>\n");
}

fn draw_cell(out: &mut String, cell: &Cell, fact: &Fact) {
    let parts = parts(cell, fact);
    let mut start = 0;
    let mut chars = cell.text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let next = chars.peek().map(|(next, _)| parts[*next]);
        if next != Some(parts[at]) {
            let text = escape(&cell.text[start..end]);
            let _ = match parts[at] {
                Part::Neither => write!(out, "{text}"),
                Part::Label => write!(out, "<mark class=\"label\">{text}</mark>"),
                Part::Value => write!(out, "<mark class=\"value\">{text}</mark>"),
                Part::Mark => write!(out, "<mark class=\"mark\">{text}</mark>"),
            };
            start = end;
        }
    }
}

/// What each byte of a cell's text is.
fn parts(cell: &Cell, fact: &Fact) -> Vec<Part> {
    let mut parts = vec![Part::Neither; cell.text.len()];
    let object = &fact.object;
    for run in &cell.runs {
        let Some(text) = cell.text.get(run.range.clone()) else {
            continue;
        };
        let (label, value) = (
            object.label_source.contains(&run.place),
            object.source.contains(&run.place),
        );
        if value {
            parts[run.range.clone()].fill(Part::Value);
            draw_marks(&mut parts, text, run.range.start, fact);
        }
        if label && !value {
            parts[run.range.clone()].fill(Part::Label);
        } else if let Some(found) = label.then(|| find_folded(text, &fact.label)).flatten() {
            parts[run.range.start + found.start..run.range.start + found.end].fill(Part::Label);
        }
    }
    parts
}

fn draw_marks(parts: &mut [Part], text: &str, start: usize, fact: &Fact) {
    if !has_marks(fact.object.kind) {
        return;
    }
    let (offsets, chars): (Vec<usize>, Vec<char>) = text.char_indices().unzip();
    let offset = |at: usize| start + offsets.get(at).copied().unwrap_or(text.len());
    for mark in marks_in(&chars, fact.object.kind) {
        parts[offset(mark.start)..offset(mark.end)].fill(Part::Mark);
    }
}

/// Where a text holds another, both folded as labels are compared.
fn find_folded(text: &str, part: &str) -> Option<Range<usize>> {
    let (text, part) = (fold_mapped(text), fold_mapped(part).text);
    let at = text.text.find(&part).filter(|_| !part.is_empty())?;
    Some(text.map.raw_range(at..at + part.len()))
}

#[cfg(test)]
mod tests {
    use super::find_folded;

    #[test]
    fn labels_are_found_as_they_are_compared() {
        let text = "１　② 部　署：税務課";
        assert_eq!(
            find_folded(text, "部署").map(|range| &text[range]),
            Some("部　署")
        );
        assert_eq!(find_folded(text, "住所"), None);
    }
}
