//! Lines to blocks: the driver of this crate.
//!
//! Each line is told to be blank, a separator, a row or text; runs of rows make a table; HTML in
//! them is read; what the copy repeats is marked as furniture at the end.

use hyokasho_document::{Block, BlockKind, Cell, Document, Run};
use hyokasho_source::{Code, Diagnosed, Diagnostic, Place};

use crate::flat;
use crate::html::{self, Fragment, Table};
use crate::lines::{self, Line, TableJoiner};
use crate::repeated::Grid;
use crate::rows::{self, Kind};
use crate::{ReadOptions, fences, furniture, markdown, merged};

/// Makes a document of a text.
pub(crate) fn assemble(text: &str, options: &ReadOptions) -> Diagnosed<Document> {
    let lines = flat::parted(lines::split(text));
    let mut joiner = TableJoiner::new();
    let mut assembly = Assembly::new(options);
    assembly.loose_rows = rows::are_loose(lines.iter().map(|line| line.text));
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        if assembly.is_full(line.number) {
            break;
        }
        if line.starts_page {
            assembly.page_break();
        }
        if let Some(drawn) = fences::diagram(&lines[next..]) {
            assembly.diagram(&lines[next..next + drawn]);
            next += drawn;
        } else if let Some(table) = joiner
            .joined(&lines, next)
            .and_then(|range| lines.get(range))
        {
            assembly.joined(table);
            next += table.len();
        } else {
            assembly.line(*line);
            next += 1;
        }
    }
    let count = lines.last().map_or(0, |line| line.number);
    assembly.finish(count)
}

/// A cell of a row before its table is complete.
struct Content {
    text: String,
    /// Its number in the line, from 1.
    number: u32,
    /// The texts of the HTML table in it.
    grid: Option<Grid>,
}

/// A row before its table is complete.
struct PendingRow {
    line: u32,
    is_separator: bool,
    cells: Vec<Content>,
    /// Cells taken out because they repeat the HTML table of another.
    copied: Vec<Content>,
}

impl PendingRow {
    fn texts(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|cell| cell.text.as_str())
    }

    /// Cells up to the last that says something.
    fn filled(&self) -> usize {
        self.cells
            .iter()
            .rposition(|cell| !cell.text.trim().is_empty())
            .map_or(0, |last| last + 1)
    }
}

struct Assembly<'o> {
    options: &'o ReadOptions,
    blocks: Vec<Block>,
    diagnostics: Vec<Diagnostic>,
    /// Rows of the table that is being read.
    rows: Vec<PendingRow>,
    /// The HTML table that ended just before that table.
    before_rows: Option<(u32, Grid)>,
    tables: u32,
    cells: u32,
    /// Blocks that a page break stands before.
    page_starts: Vec<usize>,
    too_deep: Option<u32>,
    full: bool,
    /// Whether ` | ` parts cells of rows that have no bars around them.
    loose_rows: bool,
}

impl<'o> Assembly<'o> {
    fn new(options: &'o ReadOptions) -> Self {
        Self {
            options,
            blocks: Vec::new(),
            diagnostics: Vec::new(),
            rows: Vec::new(),
            before_rows: None,
            tables: 0,
            cells: 0,
            page_starts: Vec::new(),
            too_deep: None,
            full: false,
            loose_rows: false,
        }
    }

    /// Whether the limit of cells is reached; reports it once.
    fn is_full(&mut self, line: u32) -> bool {
        let limit = self.options.max_cells;
        if self.cells >= limit && !self.full {
            self.full = true;
            let message =
                format!("the limit of {limit} cells is reached; what follows is not read");
            self.diagnostics
                .push(Diagnostic::new(Code::LimitReached, message).at([Place::line(line)]));
        }
        self.full
    }

    fn page_break(&mut self) {
        self.end_table();
        self.page_starts.push(self.blocks.len());
    }

    fn line(&mut self, line: Line) {
        match rows::kind(line.text) {
            Kind::Blank => self.end_table(),
            Kind::Separator => self.separator(line),
            Kind::Tabs if is_table_alone(line.text) => self.text(Line {
                text: line.text.trim(),
                ..line
            }),
            Kind::Tabs => self.row(line.number, line.text.split('\t')),
            Kind::Pipes | Kind::Text if self.loose_rows && rows::is_loose(line.text) => {
                self.row(line.number, rows::loose_cells(line.text));
            }
            Kind::Pipes => self.row(line.number, rows::pipe_cells(line.text).into_iter()),
            Kind::Text => self.text(line),
        }
    }

    /// Lines that one HTML table runs over. What stands in cells before it makes it a cell of a row.
    fn joined(&mut self, lines: &[Line]) {
        let Some(first) = lines.first() else { return };
        let text = lines
            .iter()
            .map(|line| line.text)
            .collect::<Vec<_>>()
            .join("\n");
        let table = text
            .find("<table")
            .or_else(|| text.find("<TABLE"))
            .unwrap_or(0);
        let (before, _) = text.split_at(table);
        if let Some(tab) = before.rfind('\t').filter(|_| !before.contains('\n')) {
            let (labels, rest) = text.split_at(tab);
            let rest = rest.replace('\t', " ");
            return self.row(
                first.number,
                labels.split('\t').chain(std::iter::once(rest.as_str())),
            );
        }
        self.end_table();
        if let Some(fragment) = self.read_html(&text, first.number) {
            self.fragment(&fragment);
        }
    }

    fn separator(&mut self, line: Line) {
        if self.rows.is_empty() {
            return self.furniture(line.text.trim().to_owned(), Place::line(line.number));
        }
        let cell = Content {
            text: line.text.trim().to_owned(),
            number: 1,
            grid: None,
        };
        self.rows.push(PendingRow {
            line: line.number,
            is_separator: true,
            cells: vec![cell],
            copied: Vec::new(),
        });
    }

    fn row<'a>(&mut self, line: u32, cells: impl Iterator<Item = &'a str>) {
        let mut row = PendingRow {
            line,
            is_separator: false,
            cells: Vec::new(),
            copied: Vec::new(),
        };
        for (number, raw) in (1..).zip(cells) {
            if self.is_full(line) {
                break;
            }
            row.cells.push(self.content(raw, line, number));
            self.cells += 1;
        }
        self.rows.push(row);
    }

    fn content(&mut self, raw: &str, line: u32, number: u32) -> Content {
        let raw = raw.trim_matches(' ');
        let Some(mut fragment) = self.read_html(raw, line) else {
            return Content {
                text: markdown::cell(raw, number == 1).into_owned(),
                number,
                grid: None,
            };
        };
        fragment.tell_circles();
        for hidden in &fragment.hidden {
            self.furniture(hidden.trim().to_owned(), Place::cell(line, number));
        }
        let cells = fragment.tables.iter().flat_map(|table| &table.cells);
        let grid = (!fragment.tables.is_empty())
            .then(|| Grid::new(cells.map(|cell| fragment.text_of(cell))));
        let text = match markdown::cell(&fragment.text, number == 1) {
            std::borrow::Cow::Owned(text) => text,
            std::borrow::Cow::Borrowed(_) => fragment.text,
        };
        Content { text, number, grid }
    }

    fn read_html(&mut self, raw: &str, line: u32) -> Option<Fragment> {
        let fragment = html::read(raw, line, self.options.max_nesting)?;
        if fragment.too_deep {
            self.too_deep.get_or_insert(line);
        }
        Some(fragment)
    }

    /// A line that is no row.
    fn text(&mut self, line: Line) {
        self.end_table();
        if let Some(description) = markdown::image(line.text) {
            return self.image(line, description);
        }
        let Some(mut fragment) = self.read_html(line.text, line.number) else {
            let markdown::Line { text, heading } = markdown::line(line.text);
            let indent = indent(line.text, &text);
            self.text_line(text.into_owned(), heading, Place::line(line.number));
            return self.indent_last(indent);
        };
        if html::starts_with_block(line.text) {
            return self.fragment(&fragment);
        }
        fragment.tell_circles();
        self.hidden(&fragment, line.number);
        let bold = line.text.trim().starts_with("<b>") && line.text.trim().ends_with("</b>");
        let text = markdown::line(&fragment.text);
        let heading = text.heading.or(bold.then_some(6));
        self.text_line(text.text.into_owned(), heading, Place::line(line.number));
        self.expect_copy(&fragment);
    }

    /// A line that is an image: a drawing that the copy tells no more of than its description, or what the converter
    /// puts for a stamp or a rule.
    fn image(&mut self, line: Line, description: &str) {
        let place = Place::line(line.number);
        // converters repeat the file's name as the description
        if description.is_empty() || line.text.matches(description).count() > 1 {
            return self.furniture(line.text.trim().to_owned(), place);
        }
        self.blocks.push(Block {
            kind: BlockKind::Figure,
            cells: vec![Cell::new(description, 0, place)],
        });
    }

    /// A drawing that the copy has as diagram code between its fences.
    fn diagram(&mut self, lines: &[Line]) {
        self.end_table();
        for line in lines.iter().filter(|line| !line.text.trim().is_empty()) {
            let text = line.text.trim();
            self.blocks.push(Block {
                kind: BlockKind::Figure,
                cells: vec![Cell::new(text, 0, Place::line(line.number))],
            });
        }
    }

    fn text_line(&mut self, text: String, heading: Option<u8>, place: Place) {
        let line = match place {
            Place::Line { line, .. } => line,
            Place::Page { .. } => 0,
        };
        if !text.trim().is_empty() && !self.is_full(line) {
            self.cells += 1;
            self.blocks
                .push(Block::line(heading, Cell::new(text, 0, place)));
        }
    }

    /// Tells where in its line the last line's text begins.
    fn indent_last(&mut self, indent: u32) {
        if indent > 0
            && let Some(cell) = self
                .blocks
                .last_mut()
                .and_then(|block| block.cells.first_mut())
        {
            cell.column = indent;
        }
    }

    fn furniture(&mut self, text: String, place: Place) {
        if !text.is_empty() {
            let cells = vec![Cell::new(text, 0, place)];
            self.blocks.push(Block {
                kind: BlockKind::Furniture,
                cells,
            });
        }
    }

    fn hidden(&mut self, fragment: &Fragment, line: u32) {
        for hidden in &fragment.hidden {
            self.furniture(hidden.trim().to_owned(), Place::line(line));
        }
    }

    /// HTML that stands by itself: its tables as rows, the lines between them as lines.
    fn fragment(&mut self, fragment: &Fragment) {
        self.hidden(fragment, fragment.line_at(0));
        let mut from = 0;
        for table in &fragment.tables {
            self.fragment_lines(fragment, from..table.range.start);
            self.html_table(fragment, table);
            from = table.range.end;
        }
        self.fragment_lines(fragment, from..fragment.text.len());
        self.expect_copy(fragment);
    }

    fn fragment_lines(&mut self, fragment: &Fragment, range: std::ops::Range<usize>) {
        let mut at = range.start;
        for text in fragment.text.get(range).unwrap_or_default().split('\n') {
            let level = fragment.heading_at(at);
            let line = markdown::line(text);
            let place = Place::line(fragment.line_at(at));
            self.text_line(line.text.into_owned(), line.heading.or(level), place);
            at += text.len() + 1;
        }
    }

    /// The rows that follow may repeat the last table of the fragment.
    fn expect_copy(&mut self, fragment: &Fragment) {
        self.before_rows = fragment.tables.last().map(|table| {
            let texts = table.cells.iter().map(|cell| fragment.text_of(cell));
            (fragment.line_at(table.range.start), Grid::new(texts))
        });
    }

    /// An HTML table as rows of a grid.
    fn html_table(&mut self, fragment: &Fragment, table: &Table) {
        if table.cells.is_empty() {
            return;
        }
        let number = self.next_table();
        let mut grid = GridColumns::default();
        for cells in table.cells.chunk_by(|a, b| a.row == b.row) {
            let Some((row, line)) = cells.first().map(|cell| (cell.row, cell.line)) else {
                continue;
            };
            if self.is_full(line) {
                return;
            }
            let mut block = Vec::with_capacity(cells.len());
            for (n, cell) in (1..).zip(cells) {
                let column = grid.place(row, cell.column_span, cell.row_span);
                let text = markdown::inline(fragment.text_of(cell)).into_owned();
                let mut made = Cell::new(text, column, Place::cell(cell.line, n));
                made.column_span = cell.column_span;
                made.row_span = cell.row_span;
                block.push(made);
            }
            self.cells = self.cells.saturating_add(cells.len() as u32);
            self.blocks.push(Block {
                kind: BlockKind::Row { table: number, row },
                cells: block,
            });
        }
    }

    fn next_table(&mut self) -> u32 {
        let number = self.tables;
        self.tables += 1;
        number
    }

    /// Makes blocks of the rows read.
    fn end_table(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        let expected = self.before_rows.take();
        if rows.is_empty() {
            return;
        }
        let copies = self.copies(&mut rows, expected);
        let width = rows
            .iter()
            .zip(&copies)
            .filter(|(row, copy)| !row.is_separator && !**copy)
            .map(|(row, _)| row.filled());
        let width = width.max().unwrap_or(0);
        let table = self.next_table();
        let mut number = 0;
        for (row, is_copy) in rows.into_iter().zip(copies) {
            let kept = rows::kept_cells(row.cells.len(), row.filled(), width);
            if row.is_separator || is_copy {
                self.push_cells(
                    BlockKind::Furniture,
                    row.line,
                    row.cells.into_iter().take(kept),
                );
            } else {
                self.push_cells(
                    BlockKind::Row { table, row: number },
                    row.line,
                    row.cells.into_iter().take(kept),
                );
                number += 1;
            }
            if !row.copied.is_empty() {
                self.push_cells(BlockKind::Furniture, row.line, row.copied.into_iter());
            }
        }
    }

    fn push_cells(&mut self, kind: BlockKind, line: u32, cells: impl Iterator<Item = Content>) {
        let cell =
            |cell: Content| Cell::new(cell.text, cell.number - 1, Place::cell(line, cell.number));
        self.blocks.push(Block {
            kind,
            cells: cells.map(cell).collect(),
        });
    }

    /// Which rows are the second copy of a table; cells of one that stand on the table's own line are
    /// taken out of it.
    fn copies(&mut self, rows: &mut [PendingRow], expected: Option<(u32, Grid)>) -> Vec<bool> {
        let mut copies = vec![false; rows.len()];
        let repeated_from = |from: usize, grid: &Grid, rows: &[PendingRow]| {
            grid.repeated_rows(rows.iter().skip(from).map(PendingRow::texts))
        };
        if let Some((line, grid)) = expected {
            let count = repeated_from(0, &grid, rows);
            self.report_copy(&mut copies, 0, count, line, 0);
        }
        for at in 0..rows.len() {
            let Some((cell, grid)) = rows.get_mut(at).and_then(take_grid) else {
                continue;
            };
            let line = rows.get(at).map_or(0, |row| row.line);
            let on_line = take_copied_cells(rows, at, cell, &grid);
            let count = repeated_from(at + 1, &grid, rows);
            self.report_copy(&mut copies, at + 1, count, line, on_line);
        }
        copies
    }

    fn report_copy(
        &mut self,
        copies: &mut [bool],
        from: usize,
        rows: usize,
        line: u32,
        cells: usize,
    ) {
        if rows == 0 && cells == 0 {
            return;
        }
        for copy in copies.iter_mut().skip(from).take(rows) {
            *copy = true;
        }
        let message = format!(
            "the table is there again in {cells} cells of its line and {rows} rows after it"
        );
        self.diagnostics
            .push(Diagnostic::new(Code::RepeatedTable, message).at([Place::line(line)]));
    }

    /// Puts a form feed as furniture where the copy has one: what is told by the columns that texts
    /// stand in is told for each page by itself.
    fn mark_pages(&mut self) {
        if self.page_starts.is_empty() {
            return;
        }
        let mut starts = std::mem::take(&mut self.page_starts).into_iter().peekable();
        let blocks = std::mem::take(&mut self.blocks);
        for (at, block) in blocks.into_iter().enumerate() {
            while starts.next_if(|&start| start <= at).is_some() {
                // before the line's first cell
                let place = match block.cells.first().and_then(|cell| cell.runs.first()) {
                    Some(Run {
                        place: Place::Line { line, .. },
                        ..
                    }) => Place::cell(*line, 0),
                    _ => Place::line(0),
                };
                self.furniture("\u{c}".to_owned(), place);
            }
            self.blocks.push(block);
        }
    }

    fn finish(mut self, lines: u32) -> Diagnosed<Document> {
        self.end_table();
        furniture::mark(&mut self.blocks, &self.page_starts);
        self.mark_pages();
        merged::take_repeats(&mut self.blocks);
        if let Some(line) = self.too_deep {
            let message = format!(
                "HTML elements are nested deeper than {}",
                self.options.max_nesting
            );
            self.diagnostics
                .push(Diagnostic::new(Code::NestingLimit, message).at([Place::line(line)]));
        }
        let document = Document {
            blocks: self.blocks,
            pages: None,
            lines: Some(lines),
        };
        Diagnosed {
            value: document,
            diagnostics: self.diagnostics,
        }
    }
}

/// How many characters stand before a line's text.
fn indent(line: &str, text: &str) -> u32 {
    if !line.starts_with([' ', '\u{3000}']) || text.trim().is_empty() {
        return 0;
    }
    let before = line
        .find(text)
        .unwrap_or_else(|| line.len() - line.trim_start().len());
    line[..before].chars().count() as u32
}

/// Whether an HTML table is all that stands in the line, but for empty cells after it.
fn is_table_alone(line: &str) -> bool {
    let text = line.trim_end();
    text.starts_with("<table") && text.ends_with("</table>") && !text.contains('\t')
}

/// The first HTML table of a row and the cell that holds it.
fn take_grid(row: &mut PendingRow) -> Option<(usize, Grid)> {
    row.cells
        .iter_mut()
        .enumerate()
        .find_map(|(at, cell)| Some((at, cell.grid.take()?)))
}

/// Takes the cells after `cell` out of a row where they repeat its table; how many they are.
fn take_copied_cells(rows: &mut [PendingRow], row: usize, cell: usize, grid: &Grid) -> usize {
    let Some(row) = rows.get_mut(row) else {
        return 0;
    };
    if !grid.is_repeated_by(row.texts().skip(cell + 1)) {
        return 0;
    }
    row.copied = row.cells.split_off(cell + 1);
    row.copied
        .iter()
        .filter(|cell| !cell.text.is_empty())
        .count()
}

/// Columns of an HTML table that cells of rows above reach into.
#[derive(Default)]
struct GridColumns {
    /// For each column the row from which on it is free.
    free_from: Vec<u32>,
    row: Option<u32>,
    next: usize,
}

/// Columns of the widest table that is laid out; further cells share the last.
const WIDEST_TABLE: usize = 1_000;

impl GridColumns {
    /// Puts a cell into the first free columns of its row.
    fn place(&mut self, row: u32, column_span: u32, row_span: u32) -> u32 {
        if self.row != Some(row) {
            self.row = Some(row);
            self.next = 0;
        }
        while self.next < WIDEST_TABLE
            && self
                .free_from
                .get(self.next)
                .is_some_and(|&free| free > row)
        {
            self.next += 1;
        }
        let column = self.next.min(WIDEST_TABLE - 1);
        let end = (column + column_span as usize).min(WIDEST_TABLE);
        if self.free_from.len() < end {
            self.free_from.resize(end, 0);
        }
        for free in self.free_from.iter_mut().take(end).skip(column) {
            *free = row.saturating_add(row_span);
        }
        self.next = end;
        column as u32
    }
}
