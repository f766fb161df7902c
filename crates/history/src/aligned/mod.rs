//! Change rows in a copy that keeps the look of the page: several cells stand on a line, each column's
//! at its own place, and a cell's lines one below another.
//!
//! Input: the blocks of the part, lines whose `column` says where they begin. Output: rows; those whose
//! cells or ends cannot be told are doubted. `None` where the copy does not keep columns: no header with
//! its labels side by side, spaces between them.

mod asides;
mod cells;
mod edges;
mod header;
mod line;
mod page;
mod parting;
mod rows;
mod width;

use hyokasho_document::Block;
use hyokasho_source::{Code, Diagnostic};

use crate::columns::ColumnLabels;
use crate::rows::Row;

use asides::asides;
use cells::Cells;
use header::Header;
use line::Line;
use page::Page;

/// Reads the rows; `None` where the copy keeps no columns.
pub(crate) fn read_rows(
    blocks: &[Block],
    labels: &ColumnLabels,
    findings: &mut Vec<Diagnostic>,
) -> Option<Vec<Row>> {
    let lines = line::lines(blocks);
    let headers: Vec<(usize, Header)> = (0..lines.len())
        .filter_map(|at| Some((at, Header::read(&lines[at], labels)?)))
        .filter(|(at, _)| lines[*at].words.iter().skip(1).any(line::Word::is_apart))
        .collect();
    let (first, _) = headers.first()?;
    let asides = asides(&lines, &headers, labels);
    let first = lines[*first].number;
    let mut pages = Vec::new();
    for page in lines.chunk_by(|a, b| a.page == b.page) {
        let number = page.first().map_or(0, |line| line.page);
        let header = headers.iter().find(|(at, _)| lines[*at].page == number);
        let content: Vec<Line> = page
            .iter()
            .filter(|line| line.number > first && !line.repeats && !line.words.is_empty())
            .filter(|line| !asides.contains(&line.number) && !labels.is_title(&line.text))
            .cloned()
            .collect();
        let edges = edges::edges(&content, header.map(|(_, header)| header), labels);
        pages.push(Page::new(content, edges, labels));
    }
    let widths = page::widths(&pages);
    let (kept, cells): (Vec<Line>, Vec<Cells>) =
        pages.into_iter().flat_map(|page| page.cut(widths)).unzip();
    let starts = parting::rows(&kept, &cells);
    if starts.is_empty() {
        return None;
    }
    let message =
        "the change table stands as lines: rows are told by the columns that texts stand in";
    findings
        .push(Diagnostic::new(Code::ChangeColumns, message).at(kept.first().and_then(|l| l.place)));
    Some(rows::assemble(
        &kept,
        &cells,
        &starts,
        line::has_feeds(blocks),
    ))
}
