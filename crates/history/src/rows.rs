//! The rows of the change table.
//!
//! Input: the blocks of the part. Output: one [`Row`] for each change, in order: headers, titles and
//! separators left out, rows that a page's end cut joined, shifted cells put right where the timing
//! tells. Dates and items are not read here.

use hyokasho_document::{Block, BlockKind, Cell};
use hyokasho_normalize::dates;
use hyokasho_source::{Code, Diagnostic, Place};

use crate::aligned;
use crate::columns::{ColumnLabels, Columns, Field};
use crate::dates::begins_item;
use crate::joined;
use crate::lines;
use crate::text::{letters, value_text};

/// What a row's cells do not tell whose box hides a part of their text that was not read.
const CLIPPED: &str = "what its cells have no room for";

/// What a row does not tell whose cells are fewer than the columns, up to the timing.
const COLUMN_LOST: &str = "which of its cells are joined";

/// A row of the table, its cells by field.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// The cells' texts as the model has them, in the order of [`Field::ALL`].
    pub(crate) texts: [String; 6],
    /// The rows that each field's cell spans; 0 where the row has none of its own.
    pub(crate) spans: [u32; 6],
    /// The rows that the date cell spans; 0 where the row has no date cell.
    pub(crate) date_span: u32,
    /// The rows that a blank date cell of its own spans; 0 where the row has none.
    pub(crate) blank_date_span: u32,
    /// Whether the row has a date cell of its own, blank or not.
    pub(crate) own_date: bool,
    /// Whether something that repeats for a page stands between this row and the one before.
    pub(crate) after_break: bool,
    /// Where the row stands.
    pub(crate) places: Vec<Place>,
    /// What the copy does not tell of the row; then its texts are no more than what they may be.
    pub(crate) doubt: Option<&'static str>,
    /// The words of item and sides where the copy joins them.
    pub(crate) joined: Vec<String>,
    /// Whether these stand on one line.
    pub(crate) whole: bool,
}

impl Row {
    /// A field's text.
    pub(crate) fn text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// The row's texts as the document prints them, those that are there.
    pub(crate) fn printed(&self) -> String {
        let texts = self.texts.iter().filter(|text| !text.is_empty());
        texts.map(String::as_str).collect::<Vec<_>>().join("\t")
    }

    fn is_blank(&self, fields: &[Field]) -> bool {
        fields.iter().all(|&field| self.text(field).is_empty())
    }

    /// Whether nothing but a date stands in the row: the text of a date cell merged over others.
    pub(crate) fn is_date_alone(&self) -> bool {
        self.is_blank(&Field::ALL[1..]) && !self.text(Field::Date).is_empty()
    }
}

/// Reads the rows of the part's blocks.
pub(crate) fn read_rows(
    blocks: &[Block],
    labels: &ColumnLabels,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let mut reader = Reader {
        labels,
        columns: None,
        rows: Vec::new(),
        broken: false,
        header_above: false,
        lacking: false,
        spanning: Spanning::default(),
    };
    for block in blocks {
        match block.kind {
            BlockKind::Row { .. } => reader.row(block, findings),
            BlockKind::Furniture => reader.broken = true,
            BlockKind::Line { .. } | BlockKind::Figure => reader.header_above = false,
        }
    }
    if reader.rows.is_empty() {
        return aligned::read_rows(blocks, labels, findings)
            .or_else(|| joined::read_rows(blocks, labels, findings))
            .unwrap_or_else(|| lines::read_rows(blocks, labels, findings));
    }
    report_lines(blocks, labels, findings);
    reader.rows
}

struct Reader<'a> {
    labels: &'a ColumnLabels,
    columns: Option<Columns>,
    rows: Vec<Row>,
    broken: bool,
    header_above: bool,
    lacking: bool,
    spanning: Spanning,
}

/// Texts of cells that go on over the rows below, by field, with the rows that they still have.
#[derive(Default)]
struct Spanning([(String, u32); 6]);

impl Spanning {
    /// Takes a row's own cells, and gives the row the texts of the cells above that go on over it; one that only
    /// continues the row above has them there. Dates are told with the table's other dates.
    fn go_on(&mut self, row: &mut Row, continues: bool) {
        for field in &Field::ALL[1..] {
            let at = *field as usize;
            let (text, left) = &mut self.0[at];
            if row.spans[at] == 0 && *left > 0 {
                *left -= 1;
                if !continues {
                    row.texts[at].clone_from(text);
                }
            } else {
                *left = row.spans[at].saturating_sub(1);
                text.clone_from(&row.texts[at]);
            }
        }
    }
}

impl Reader<'_> {
    fn row(&mut self, block: &Block, findings: &mut Vec<Diagnostic>) {
        if let Some(columns) = self.labels.header(&block.cells, self.header_above) {
            return self.header(columns, block, findings);
        }
        self.header_above = false;
        if is_idle(block, self.labels) {
            self.broken = true;
            return;
        }
        let columns = self.columns.get_or_insert_with(Columns::standard);
        let mut row = fields(block, columns, self.labels);
        row.after_break = std::mem::take(&mut self.broken);
        let before = self.rows.last_mut();
        let before = before.filter(|before| continues(&row) || completes_date(before, &row));
        self.spanning.go_on(&mut row, before.is_some());
        match before {
            Some(before) => join(before, row),
            None => self.rows.push(row),
        }
    }

    fn header(&mut self, columns: Columns, block: &Block, findings: &mut Vec<Diagnostic>) {
        self.broken = true;
        self.spanning = Spanning::default();
        match &mut self.columns {
            Some(known) if self.header_above => known.refine(&columns),
            known => *known = Some(columns),
        }
        self.header_above = true;
        let lacking: Vec<&str> = self
            .columns
            .iter()
            .flat_map(Columns::lacking)
            .map(name)
            .collect();
        if !lacking.is_empty() && !std::mem::replace(&mut self.lacking, true) {
            let message = format!("the change table has no column for: {}", lacking.join(", "));
            findings.push(Diagnostic::new(Code::ChangeColumns, message).at(places(&block.cells)));
        }
    }
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Date => "date",
        Field::Item => "item",
        Field::Before => "before",
        Field::After => "after",
        Field::Timing => "timing",
        Field::Explanation => "explanation",
    }
}

/// Whether a row holds no contents: nothing, a separator of dashes, or the table's title.
fn is_idle(block: &Block, labels: &ColumnLabels) -> bool {
    let mut filled = block.cells.iter().filter(|cell| !cell.is_blank());
    let Some(first) = filled.next() else {
        return true;
    };
    let ruled = block.cells.iter().all(|cell| {
        cell.text
            .chars()
            .all(|c| matches!(c, '-' | '=' | ':' | '|' | ' ' | '─' | '━'))
    });
    ruled || (filled.next().is_none() && labels.is_title(&first.text))
}

/// A row's cells by field.
fn fields(block: &Block, columns: &Columns, labels: &ColumnLabels) -> Row {
    let standing = standing(&block.cells, columns, labels);
    let mut row = Row {
        places: places(&block.cells),
        ..Row::default()
    };
    let shift = match standing {
        Standing::Shifted(shift) => shift,
        Standing::DateJoined(_) => 1,
        Standing::Unknown => {
            row.doubt = Some(COLUMN_LOST);
            0
        }
    };
    for cell in &block.cells {
        let column = i64::from(cell.column) + shift;
        let Some(field) = u32::try_from(column)
            .ok()
            .and_then(|column| columns.field(column))
        else {
            continue;
        };
        row.spans[field as usize] = cell.row_span.max(1);
        row.own_date |= field == Field::Date && cell.row_span <= 1;
        if field == Field::Date {
            let span = if cell.is_blank() {
                &mut row.blank_date_span
            } else {
                &mut row.date_span
            };
            *span = cell.row_span.max(1);
        }
        if field.is_open() && !cell.lost.is_empty() {
            row.doubt = Some(CLIPPED);
        }
        let text = match standing {
            Standing::DateJoined(date) if cell.column == 0 => {
                row.texts[Field::Date as usize] = value_text(&cell.text[..date]);
                value_text(&cell.text[date..])
            }
            _ => value_text(&cell.text),
        };
        let known = &mut row.texts[field as usize];
        if known.is_empty() {
            *known = text;
        } else {
            append(known, &text);
        }
    }
    row
}

/// Where a row's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// So many columns left of their own.
    Shifted(i64),
    /// One column left of their own: the first cell holds the date, which ends here, and the item.
    DateJoined(usize),
    /// The copy joins two cells of the row, and does not tell which.
    Unknown,
}

/// Where the cells stand, by the timing: a blank cell at the left is missing where the timing stands left of
/// its column and no date stands at the left.
fn standing(cells: &[Cell], columns: &Columns, labels: &ColumnLabels) -> Standing {
    let in_place = Standing::Shifted(0);
    let Some(column) = columns.column(Field::Timing) else {
        return in_place;
    };
    let timing = |cell: &&Cell| labels.timing(&cell.text).is_some();
    if cells
        .iter()
        .any(|cell| cell.column == column && (timing(&cell) || cell.is_blank()))
        && !misplaced(cells, columns, labels)
    {
        return in_place;
    }
    let Some(seen) = cells.iter().rev().find(timing) else {
        return in_place;
    };
    if seen.column >= column {
        return in_place;
    }
    let missing = column - seen.column;
    let first = cells
        .first()
        .filter(|cell| columns.field(cell.column) == Some(Field::Date));
    match first.and_then(|cell| dates::parse(&cell.text).map(|date| (cell, date))) {
        None => Standing::Shifted(i64::from(missing)),
        Some((cell, date)) if missing == 1 && joins_item(&cell.text, &date.found) => {
            Standing::DateJoined(date.found.end)
        }
        Some(_) => Standing::Unknown,
    }
}

/// Whether a date's cell goes on with an item.
fn joins_item(text: &str, date: &dates::Found) -> bool {
    let behind = text[date.end..].trim_start();
    date.precision == dates::Precision::Day
        && text[..date.start].trim().is_empty()
        && begins_item(behind)
}

/// Whether the timing column is blank while the one to its left holds a timing.
fn misplaced(cells: &[Cell], columns: &Columns, labels: &ColumnLabels) -> bool {
    let Some(column) = columns.column(Field::Timing) else {
        return false;
    };
    let at = |c: u32| cells.iter().find(|cell| cell.column == c);
    let left = column.checked_sub(1).and_then(at);
    at(column).is_none_or(Cell::is_blank)
        && left.is_some_and(|cell| labels.timing(&cell.text).is_some())
}

/// Whether a row only continues the one above it.
fn continues(row: &Row) -> bool {
    row.is_blank(&[Field::Date, Field::Item, Field::Timing])
        && !row.is_blank(&[Field::Before, Field::After, Field::Explanation])
}

/// Whether a page's end cuts the row within its date: neither half gives a day, both together do and
/// nothing else.
fn completes_date(before: &Row, row: &Row) -> bool {
    let (first, rest) = (before.text(Field::Date), row.text(Field::Date));
    let day = |text: &str| {
        dates::parse(text).is_some_and(|parsed| {
            parsed.found.precision == dates::Precision::Day && parsed.rest.is_empty()
        })
    };
    let any = |text: &str| dates::parse(text).is_some_and(|parsed| parsed.found.start == 0);
    !first.is_empty()
        && !rest.is_empty()
        && !day(first)
        && !any(rest)
        && day(&format!("{first}{rest}"))
}

fn join(row: &mut Row, more: Row) {
    for (text, rest) in row.texts.iter_mut().zip(&more.texts) {
        append(text, rest);
    }
    row.places.extend(more.places);
    row.doubt = row.doubt.or(more.doubt);
}

/// Adds text to a text: on a new line where the text has ended a sentence or a list item.
pub(crate) fn append(text: &mut String, more: &str) {
    if more.is_empty() {
        return;
    }
    let ended = text.ends_with(['。', '.', ')', '」', '>', '】', '〉']) || starts_item(more);
    if ended && !text.is_empty() {
        text.push('\n');
    }
    text.push_str(more);
}

fn starts_item(text: &str) -> bool {
    let first = text.chars().next().unwrap_or_default();
    matches!(
        first,
        '・' | '(' | '<' | '【' | '〈' | '①'..='⑳' | '○' | '●' | '※'
    )
}

fn places(cells: &[Cell]) -> Vec<Place> {
    let mut places = Vec::with_capacity(cells.iter().map(|cell| cell.runs.len()).sum());
    places.extend(
        cells
            .iter()
            .flat_map(|cell| &cell.runs)
            .map(|run| run.place),
    );
    places
}

/// Names the lines between rows that are no rows.
fn report_lines(blocks: &[Block], labels: &ColumnLabels, findings: &mut Vec<Diagnostic>) {
    for block in blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Line { .. } | BlockKind::Figure))
    {
        let text: String = block.cells.iter().map(|cell| cell.text.as_str()).collect();
        if letters(&text).len() > 1 && !labels.is_title(&text) {
            let message = format!("a line of the change table is no row: {text}");
            findings.push(Diagnostic::new(Code::Unassigned, message).at(places(&block.cells)));
        }
    }
}
