//! The rows of the change table.
//!
//! Input: the blocks of the part. Output: one [`Row`] for each change, in order: headers, titles and
//! separators left out, rows that a page's end cut joined, shifted cells put right where the timing
//! tells. Dates and items are not read here.

mod cells;
mod page_ends;
mod run_on;

use hyokasho_document::{Block, BlockKind, Cell};
use hyokasho_normalize::dates;
use hyokasho_source::{Code, Diagnostic, Place};

use crate::aligned;
use crate::columns::{ColumnLabels, Columns, Field};
use crate::joined;
use crate::lines;
use crate::standing::{across_lines, column_without_header, stands_in_form_columns};
use crate::text::letters;
use cells::fields;
use page_ends::{brings_timing, completes_date, continues, goes_on_in, is_cut_in_item, join};
use run_on::RunOn;

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

    /// Whether one cell stands in place of both sides.
    pub(crate) fn has_one_side(&self) -> bool {
        let [before, after] = [Field::Before, Field::After].map(|field| self.spans[field as usize]);
        let (text, same) = (self.text(Field::Before), self.text(Field::After));
        before > 0 && after == 0 && !text.is_empty() && text == same
    }

    /// The row's texts as the document prints them, those that are there.
    pub(crate) fn printed(&self) -> String {
        let texts = self.texts.iter().filter(|text| !text.is_empty());
        texts.map(String::as_str).collect::<Vec<_>>().join("\t")
    }

    /// Whether the row stands in a text, where tables say which cells are merged.
    fn in_lines(&self) -> bool {
        let mut places = self.places.iter();
        places.all(|place| matches!(place, Place::Line { .. }))
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
        behind: Behind::Row,
        spanning: Spanning::default(),
        upper: None,
    };
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        match block.kind {
            BlockKind::Row { .. } => at += reader.row(&blocks[at..], findings),
            BlockKind::Furniture => {
                reader.broken = true;
                at += 1;
            }
            BlockKind::Line { .. } | BlockKind::Figure => {
                reader.header_above = false;
                if reader.behind == Behind::Row && !is_idle(block, labels) {
                    reader.behind = Behind::Line;
                }
                at += 1;
            }
        }
    }
    reader.settle_upper(None);
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
    behind: Behind,
    spanning: Spanning,
    /// A row of texts alone within a page, of which the rows behind tell whether it goes on with the row above or
    /// is the upper part of the next one, which a page's end cuts.
    upper: Option<Row>,
}

/// What a row stands behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// A row of the table.
    Row,
    /// A line that is no title: the table may have ended.
    Line,
    /// A row of another table.
    OtherTable,
}

/// Texts of cells that go on over the rows below, by field, with the rows that they still have.
#[derive(Default)]
struct Spanning([(String, u32); 6]);

impl Spanning {
    /// Whether the item's cell above goes on over a row.
    fn has_item(&self, row: &Row) -> bool {
        let at = Field::Item as usize;
        row.spans[at] == 0 && self.0[at].1 > 0
    }

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
    /// Reads the row that begins at the first of the blocks; gives how many of them it takes.
    fn row(&mut self, blocks: &[Block], findings: &mut Vec<Diagnostic>) -> usize {
        let block = &blocks[0];
        if let Some(last) = self.run_on(block, findings) {
            self.row(&[last], findings);
            return 1;
        }
        if let Some(mut columns) = self.labels.header(&block.cells, self.header_above) {
            if let Some(blank) = column_without_header(&blocks[1..], &columns, self.labels) {
                columns.insert(blank);
            }
            self.header(columns, blocks, findings);
            return 1;
        }
        let part = is_part_of_header(block, self.labels);
        let wrapped = part && (self.header_above || self.has_header_below(&blocks[1..]));
        self.header_above = false;
        if wrapped || is_idle(block, self.labels) {
            self.broken = true;
            return 1;
        }
        let columns = self.columns.get_or_insert_with(Columns::standard);
        let whole = across_lines(blocks, columns, self.labels);
        let taken = whole.as_ref().map_or(1, |(_, behind)| behind + 1);
        let block = whole.as_ref().map_or(block, |(block, _)| block);
        let mut row = fields(block, columns, self.labels, findings);
        if self.behind != Behind::Row && self.is_of_another_table(&row) {
            self.behind = Behind::OtherTable;
            let message = "a row behind the change table is none of its rows";
            findings
                .push(Diagnostic::new(Code::Unassigned, message).at(row.places.iter().copied()));
            return taken;
        }
        self.behind = Behind::Row;
        row.after_break = std::mem::take(&mut self.broken);
        self.settle_upper(Some(&mut row));
        if self.may_be_upper(&row) {
            self.upper = Some(row);
            return taken;
        }
        let before = self.rows.last_mut();
        let before = before.filter(|before| {
            let spanned = !row.after_break && row.in_lines() && self.spanning.has_item(&row);
            (!spanned && (continues(&row) || brings_timing(before, &row, self.labels)))
                || is_cut_in_item(before, &row, self.labels)
                || completes_date(before, &row)
        });
        self.spanning.go_on(&mut row, before.is_some());
        match before {
            Some(before) => join(before, row),
            None => self.rows.push(row),
        }
        taken
    }

    /// Reads the rows that run on in one, up to the last, which it gives; none where it is one row.
    fn run_on(&mut self, block: &Block, findings: &mut Vec<Diagnostic>) -> Option<Block> {
        let mut rows = RunOn::new(block);
        loop {
            let columns = self.columns.get_or_insert_with(Columns::standard);
            let Some(row) = rows.take_row(columns, self.labels) else {
                return rows.rest();
            };
            self.row(&[row], findings);
        }
    }

    /// Whether a row may be the upper part of the next one: texts alone, below a row that lacks nothing.
    fn may_be_upper(&self, row: &Row) -> bool {
        let complete =
            |above: &Row| !above.is_blank(&[Field::Item]) && !above.is_blank(&[Field::Timing]);
        !row.after_break
            && row.in_lines()
            && continues(row)
            && row.is_blank(&[Field::Explanation])
            && !self.spanning.has_item(row)
            && self.rows.last().is_some_and(complete)
    }

    /// Gives the row that waits to the row behind it where a page's end parts them and a text goes on there; else to
    /// the row above.
    fn settle_upper(&mut self, next: Option<&mut Row>) {
        let Some(mut upper) = self.upper.take() else {
            return;
        };
        let next = next.filter(|next| next.after_break && goes_on_in(&upper, next));
        match (next, self.rows.last_mut()) {
            (Some(next), _) => {
                let lower = std::mem::take(next);
                upper.date_span = lower.date_span;
                upper.own_date = lower.own_date;
                upper.spans = lower.spans;
                join(&mut upper, lower);
                *next = upper;
            }
            (None, Some(above)) => join(above, upper),
            (None, None) => self.rows.push(upper),
        }
    }

    /// Whether a row that a line parts from the table is none of it: what stands in the date's column is no
    /// date, and no timing stands anywhere.
    fn is_of_another_table(&self, row: &Row) -> bool {
        let date = row.text(Field::Date);
        let timed = row
            .texts
            .iter()
            .any(|text| self.labels.timing(text).is_some());
        !date.is_empty() && dates::find_all(date).is_empty() && !timed
    }

    /// Whether the next row is a header.
    fn has_header_below(&self, below: &[Block]) -> bool {
        let next = below.first();
        next.is_some_and(|next| self.labels.header(&next.cells, false).is_some())
    }

    /// Takes the columns of the header that is the first of the blocks.
    fn header(&mut self, columns: Columns, blocks: &[Block], findings: &mut Vec<Diagnostic>) {
        self.broken = true;
        self.spanning = Spanning::default();
        self.behind = Behind::Row;
        let upper = self.columns.as_ref().filter(|_| self.header_above);
        let in_order = columns.are_in_order() && upper.is_none_or(Columns::are_in_order);
        match &mut self.columns {
            Some(known) if self.header_above => known.refine(&columns),
            known => *known = Some(columns),
        }
        let known = self.columns.get_or_insert_with(Columns::standard);
        if in_order && stands_in_form_columns(&blocks[1..], known, self.labels) {
            *known = Columns::standard();
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
            let header = places(&blocks[0].cells);
            findings.push(Diagnostic::new(Code::ChangeColumns, message).at(header));
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

/// Whether a row beside the header holds nothing but parts of the header's wrapped labels.
fn is_part_of_header(block: &Block, labels: &ColumnLabels) -> bool {
    let mut filled = block.cells.iter().filter(|cell| !cell.is_blank());
    filled.all(|cell| labels.is_part(&letters(&cell.text)))
}

/// Adds text to a text: on a new line where the text has ended a sentence or a list item.
pub(crate) fn append(text: &mut String, more: &str) {
    if more.is_empty() {
        return;
    }
    let ended = ends_sentence(text) || starts_item(more);
    if ended && !text.is_empty() {
        text.push('\n');
    }
    text.push_str(more);
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '.', ')', '」', '>', '】', '〉'])
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
