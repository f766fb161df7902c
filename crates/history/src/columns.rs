//! The columns of the change table, by the labels in its header rows.
//!
//! Input: a row's cells and the form's labels of the change items. Output: which grid column holds
//! which field. Labels come from the catalogue; a header may be damaged, merged, in another order,
//! or spread over two rows.

use hyokasho_catalogue::Form;
use hyokasho_document::Cell;
use rustc_hash::FxHashSet;

/// A field of a change row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    Date,
    Item,
    Before,
    After,
    Timing,
    Explanation,
}

impl Field {
    /// All fields, in the order of the form.
    pub(crate) const ALL: [Self; 6] = [
        Self::Date,
        Self::Item,
        Self::Before,
        Self::After,
        Self::Timing,
        Self::Explanation,
    ];

    /// Whether nothing but its cell tells where the field's text ends: a date and a timing are known when complete.
    pub(crate) fn is_open(self) -> bool {
        !matches!(self, Self::Date | Self::Timing)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Date => "changes[n].date",
            Self::Item => "changes[n].item",
            Self::Before => "changes[n].before",
            Self::After => "changes[n].after",
            Self::Timing => "changes[n].timing",
            Self::Explanation => "changes[n].explanation",
        }
    }
}

/// How alike a header cell and a label must be.
const ALIKE: f32 = 0.55;
/// Fields that a row must name to be a header.
const NAMED: usize = 3;
/// The same for the second row of a header.
const NAMED_BELOW: usize = 2;
/// Letters that may stand behind a timing.
const BEHIND_TIMING: usize = 3;
/// Letters of a header cell at most: its label and a note.
const LONGEST: usize = 24;

/// The labels of the change table's columns.
#[derive(Debug)]
pub(crate) struct ColumnLabels {
    labels: Vec<(Field, Vec<char>)>,
    /// The pairs of letters that the labels hold.
    pairs: FxHashSet<[char; 2]>,
    timings: Vec<(String, Vec<char>)>,
    /// Letters of the longest timing.
    longest_timing: usize,
    /// The headline's letters.
    titles: Vec<Vec<char>>,
    /// Every label of the form, which item cells quote.
    quoted: Vec<String>,
}

/// Which grid columns hold which field: first column, column behind the last, field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    spans: Vec<(u32, u32, Field)>,
}

impl ColumnLabels {
    /// The labels of a form.
    pub(crate) fn new(form: &Form) -> Self {
        let mut found = Self {
            labels: Vec::new(),
            pairs: FxHashSet::default(),
            timings: Vec::new(),
            longest_timing: 0,
            titles: Vec::new(),
            quoted: form.nodes.iter().map(|node| node.label.clone()).collect(),
        };
        for field in Field::ALL {
            for node in form
                .nodes
                .iter()
                .filter(|node| node.key.as_deref() == Some(field.key()))
            {
                let labels =
                    std::iter::once(&node.label).chain(node.variants.iter().map(|v| &v.label));
                found
                    .labels
                    .extend(labels.map(|label| (field, letters(label))));
                if let Some(part) = node.parent.and_then(|parent| form.nodes.get(parent)) {
                    found.titles.push(letters(&part.label));
                    found.titles.push(letters(&format!(
                        "{}{}",
                        part.number.as_deref().unwrap_or_default(),
                        part.label
                    )));
                }
                if field == Field::Timing {
                    found.timings.extend(
                        node.options
                            .iter()
                            .map(|o| (o.text.clone(), letters(&o.text))),
                    );
                }
            }
        }
        let labels = found.labels.iter().map(|(_, label)| label);
        let pairs = labels.flat_map(|label| label.array_windows::<2>()).copied();
        found.pairs = pairs.collect();
        let lengths = found.timings.iter().map(|(_, timing)| timing.len());
        found.longest_timing = lengths.max().unwrap_or(0);
        found
    }

    /// The columns that a header row sets; `None` where the row is no header.
    pub(crate) fn header(&self, cells: &[Cell], below: bool) -> Option<Columns> {
        let mut columns = Columns::default();
        let filled = cells.iter().filter(|cell| !cell.is_blank()).count();
        let written = cells.iter().filter(|cell| !cell.is_blank());
        for (before, cell) in written.enumerate() {
            if (columns.spans.len() + filled - before) * 2 <= filled {
                return None;
            }
            let Some(field) = self.field(&cell.text) else {
                continue;
            };
            if !columns.spans.iter().any(|&(_, _, known)| known == field) {
                columns.spans.push(span(cell, field));
            }
        }
        let enough = columns.spans.len() >= if below { NAMED_BELOW } else { NAMED };
        if !enough || columns.spans.len() * 2 <= filled {
            return None;
        }
        if !below {
            columns.fill(cells);
        }
        Some(columns)
    }

    /// The field that a header cell names.
    fn field(&self, text: &str) -> Option<Field> {
        let cell = short_letters(text, LONGEST)?;
        // what shares no pair of letters with any label is like none: dates, most texts
        let like_any = |pair| self.pairs.contains(pair);
        if cell.len() > 1 && !cell.array_windows().any(like_any) {
            return None;
        }
        let scored = self
            .labels
            .iter()
            .map(|(field, label)| (alike(&cell, label), *field));
        scored
            .filter(|(score, _)| *score >= ALIKE)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, field)| field)
    }

    /// The timing that a text is, as the form writes it.
    pub(crate) fn timing(&self, text: &str) -> Option<&str> {
        if let Some((timing, _)) = self.timings.iter().find(|(timing, _)| timing == text) {
            return Some(timing);
        }
        let cell = short_letters(text, self.longest_timing + BEHIND_TIMING)?;
        let whole = self.timings.iter().find(|(_, timing)| *timing == cell);
        let begins = || {
            self.timings.iter().find(|(_, timing)| {
                cell.len() <= timing.len() + BEHIND_TIMING && cell.starts_with(timing)
            })
        };
        let begins = || begins().filter(|_| self.timing_in(text).is_some());
        whole.or_else(begins).map(|(text, _)| text.as_str())
    }

    /// Whether a word is a timing and nothing else.
    pub(crate) fn is_timing(&self, word: &str) -> bool {
        self.timings.iter().any(|(text, _)| text == word)
    }

    /// The one timing that stands in a longer text.
    pub(crate) fn timing_in(&self, text: &str) -> Option<&str> {
        let cell = letters(text);
        let mut held = self
            .timings
            .iter()
            .filter(|(_, timing)| cell.windows(timing.len()).any(|w| w == timing));
        let first = held.next()?;
        held.next().is_none().then_some(first.0.as_str())
    }

    /// Whether letters end with a label of the form.
    pub(crate) fn ends_with_label(&self, text: &[char]) -> bool {
        let text: String = text.iter().collect();
        let mut labels = self.quoted.iter().filter(|label| !label.is_empty());
        labels.any(|label| text.ends_with(label.as_str()))
    }

    /// Whether letters begin with a label of the form, or are the beginning of one; or there are none.
    pub(crate) fn begins_with_label(&self, text: &[char]) -> bool {
        let text: String = text.iter().collect();
        let mut labels = self.quoted.iter().filter(|label| !label.is_empty());
        labels.any(|label| text.starts_with(label.as_str()) || label.starts_with(&text))
    }

    /// Whether a label of the form holds these letters, one behind the other.
    pub(crate) fn quotes(&self, letters: &[char]) -> bool {
        let part: String = letters.iter().collect();
        !part.is_empty() && self.quoted.iter().any(|label| label.contains(&part))
    }

    /// The labels that a line of letters holds, in its order: each with its first letter and the one
    /// behind its last.
    pub(crate) fn in_line(&self, line: &[char]) -> Vec<(Field, std::ops::Range<usize>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < line.len() {
            let here = self
                .labels
                .iter()
                .filter(|(_, label)| line[at..].starts_with(label));
            let longest = here.max_by_key(|(_, label)| label.len());
            match longest {
                Some((field, label)) if !label.is_empty() => {
                    found.push((*field, at..at + label.len()));
                    at += label.len();
                }
                _ => at += 1,
            }
        }
        found
    }

    /// Whether letters are a part of a column's label: what its wrapped lines hold.
    pub(crate) fn is_part(&self, text: &[char]) -> bool {
        let holds = |label: &[char]| label.windows(text.len()).any(|part| part == text);
        !text.is_empty() && self.labels.iter().any(|(_, label)| holds(label))
    }

    /// Whether a line is a column's label and nothing else.
    pub(crate) fn is_label(&self, text: &str) -> bool {
        let text = letters(text);
        self.labels.iter().any(|(_, label)| *label == text)
    }

    /// Whether a line or a row is nothing but the table's headline.
    pub(crate) fn is_title(&self, text: &str) -> bool {
        let text = letters(text);
        self.titles.contains(&text)
    }
}

impl Columns {
    /// The columns in the form's order, for a table without a header.
    pub(crate) fn standard() -> Self {
        Self {
            spans: Field::ALL
                .iter()
                .zip(0..)
                .map(|(&field, at)| (at, at + 1, field))
                .collect(),
        }
    }

    /// Whether these are the form's own columns.
    pub(crate) fn are_standard(&self) -> bool {
        self.spans == Self::standard().spans
    }

    /// Whether the fields stand in the form's order.
    pub(crate) fn are_in_order(&self) -> bool {
        self.spans.is_sorted()
            && self
                .spans
                .array_windows()
                .all(|[(.., before), (.., field)]| before < field)
    }

    /// The field of a grid column.
    pub(crate) fn field(&self, column: u32) -> Option<Field> {
        let inside = self
            .spans
            .iter()
            .find(|(from, to, _)| (*from..*to).contains(&column));
        inside.map(|&(_, _, field)| field)
    }

    /// The column of a field.
    pub(crate) fn column(&self, field: Field) -> Option<u32> {
        self.spans
            .iter()
            .find(|(_, _, known)| *known == field)
            .map(|&(from, _, _)| from)
    }

    /// Gives the header's other cells the fields that they stand for by their place: between two fields, before
    /// the first or behind the last one of the form, where as many cells stand as fields are lacking. A blank
    /// cell without such a field belongs to the label at its left, which names both.
    fn fill(&mut self, cells: &[Cell]) {
        let known = std::mem::take(&mut self.spans);
        let field_of = |cell: &Cell| {
            let mut fields = known.iter();
            let field = fields.find(|(from, ..)| *from == cell.column);
            field.map(|&(_, _, field)| field as usize)
        };
        let lacking = |field: usize| known.iter().all(|&(.., known)| known as usize != field);
        let mut at = 0;
        let mut last: Option<usize> = None;
        while at < cells.len() {
            let behind = cells[at..].iter().position(|cell| field_of(cell).is_some());
            let behind = at + behind.unwrap_or(cells.len() - at);
            let unnamed = &cells[at..behind];
            let next = cells.get(behind).and_then(field_of);
            let from = last.map_or(0, |field| field + 1);
            let between = from..next.unwrap_or(Field::ALL.len());
            let as_many = between.len() == unnamed.len() && between.clone().all(lacking);
            for (cell, field) in unnamed.iter().zip(between).filter(|_| as_many) {
                self.spans.push(span(cell, Field::ALL[field]));
            }
            let blank = || unnamed.iter().all(Cell::is_blank);
            let open = self.spans.last_mut().filter(|(.., field)| field.is_open());
            if let Some((_, to, _)) = open.filter(|_| !as_many && blank()) {
                *to = unnamed.last().map_or(*to, |cell| span(cell, Field::Item).1);
            }
            if let (Some(cell), Some(field)) = (cells.get(behind), next) {
                self.spans.push(span(cell, Field::ALL[field]));
            }
            last = next.or(last);
            at = behind + 1;
        }
    }

    /// The columns from the first to behind the last; `None` without any.
    pub(crate) fn width(&self) -> Option<usize> {
        self.spans.iter().map(|&(_, to, _)| to as usize).max()
    }

    /// Makes room for a column of the rows that the header does not have.
    pub(crate) fn insert(&mut self, column: u32) {
        for (from, to, _) in self.spans.iter_mut().filter(|(from, ..)| *from >= column) {
            *from += 1;
            *to += 1;
        }
    }

    /// Takes over what a second header row tells: it parts a column that spans its cells.
    pub(crate) fn refine(&mut self, below: &Self) {
        for &(from, to, field) in &below.spans {
            self.spans
                .retain(|&(a, b, known)| known != field && (b <= from || to <= a));
            self.spans.push((from, to, field));
        }
        self.spans.sort_unstable();
    }

    /// The fields that no column holds.
    pub(crate) fn lacking(&self) -> impl Iterator<Item = Field> {
        Field::ALL
            .into_iter()
            .filter(|&field| self.column(field).is_none())
    }
}

/// The columns of a header's cell, and its field.
fn span(cell: &Cell, field: Field) -> (u32, u32, Field) {
    (cell.column, cell.column + cell.column_span.max(1), field)
}

fn letters(text: &str) -> Vec<char> {
    crate::text::letters(&hyokasho_normalize::normalize_cow(text))
}

/// The letters of a text that has no more than so many, and one at least.
fn short_letters(text: &str, longest: usize) -> Option<Vec<char>> {
    // what is composed takes at most three characters before it is (voiced kana, Hangul)
    let mut raw = text.chars().filter(|&c| crate::text::is_letter(c));
    if raw.nth(3 * longest).is_some() {
        return None;
    }
    let letters = letters(text);
    (1..=longest).contains(&letters.len()).then_some(letters)
}

/// How alike two short texts are by the pairs of letters that they share: 0 to 1.
fn alike(a: &[char], b: &[char]) -> f32 {
    if a == b {
        return 1.0;
    }
    let shared = a
        .windows(2)
        .filter(|pair| b.windows(2).any(|other| other == *pair))
        .count() as f32;
    let (pairs_a, pairs_b) = (
        a.len().saturating_sub(1) as f32,
        b.len().saturating_sub(1) as f32,
    );
    if pairs_a == 0.0 || pairs_b == 0.0 {
        return 0.0;
    }
    f32::midpoint(
        2.0 * shared / (pairs_a + pairs_b),
        shared / pairs_a.min(pairs_b),
    )
    .min(0.99)
}
