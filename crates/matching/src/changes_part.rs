//! Where the change history begins.
//!
//! Input: the sheet and the form's labels of the change table's columns. Output: the first line of the
//! part. From there on item cells quote labels of the whole form, so nothing of it may enter the chain.

use hyokasho_catalogue::Form;
use hyokasho_normalize::dates::Precision;
use rustc_hash::FxHashMap;

use crate::fold::fold;
use crate::sheet::Sheet;

/// Columns that must be told before a row or a run of lines is the table's header: 項目 alone is a word.
const LEAST_COLUMNS: usize = 3;
/// A header wrapped over lines in a plain text copy stands within so many lines.
const HEADER_LINES: usize = 9;
/// The part's headline stands at most so many lines above the header.
const HEADLINE_ABOVE: usize = 4;

/// Characters of a remark beside a row's date at most: (予定), から施行.
const LONGEST_REMARK: usize = 6;

/// The labels of the change table.
pub struct ChangeLabels {
    columns: FxHashMap<Vec<char>, usize>,
    /// The columns' labels, the longest first.
    joined: Vec<Vec<char>>,
    /// The characters that they begin with.
    begins: Vec<char>,
    headlines: Vec<Vec<char>>,
    timings: Vec<Vec<char>>,
}

impl ChangeLabels {
    /// The columns' labels and the part's headlines of a form.
    pub fn new(form: &Form) -> Self {
        let folded = |text: &str| fold(&hyokasho_normalize::normalize(text));
        let mut columns = FxHashMap::default();
        let mut headlines = Vec::new();
        let mut timings = Vec::new();
        for (at, node) in form.nodes.iter().enumerate() {
            if !node
                .key
                .as_deref()
                .is_some_and(|key| key.starts_with(PREFIX))
            {
                continue;
            }
            if node.key.as_deref() == Some(TIMING) {
                timings.extend(node.options.iter().map(|option| folded(&option.text)));
            }
            for label in node.labels() {
                columns.insert(folded(label), at);
            }
            let part = form
                .ancestors(at)
                .find(|(_, part)| part.opens.is_none() && part.key.is_none());
            for label in part.into_iter().flat_map(|(_, part)| part.labels()) {
                headlines.push(folded(label));
            }
        }
        headlines.dedup();
        let mut joined: Vec<Vec<char>> = columns.keys().cloned().collect();
        joined.sort_by_key(|label| std::cmp::Reverse(label.len()));
        let mut begins: Vec<char> = joined
            .iter()
            .filter_map(|label| label.first().copied())
            .collect();
        begins.sort_unstable();
        begins.dedup();
        Self {
            columns,
            joined,
            begins,
            headlines,
            timings,
        }
    }

    /// The first line of the change part: by the header of its table, or where a copy has none by its first row.
    pub fn start(&self, sheet: &Sheet) -> Option<usize> {
        let find = |begins: &dyn Fn(usize) -> bool| (0..sheet.lines.len()).find(|&at| begins(at));
        let header = find(&|at| self.is_header(sheet, at));
        header
            .map(|header| self.headed_row(sheet, header).unwrap_or(header))
            .or_else(|| find(&|at| self.is_row(sheet, at)))
            .map(|first| self.headline_above(sheet, first))
    }

    /// The first row of the table where it stands above the first header, under the part's headline: the copy lost the
    /// header of its first page.
    fn headed_row(&self, sheet: &Sheet, header: usize) -> Option<usize> {
        let under = |headline: usize| headline + 1..(headline + 1 + HEADLINE_ABOVE).min(header);
        (0..header)
            .filter(|&at| self.is_headline(sheet.folded(&sheet.lines[at])))
            .find_map(|headline| under(headline).find(|&at| self.is_row(sheet, at)))
    }

    /// Whether a row of the table begins at this line: a day, and a timing in its column.
    fn is_row(&self, sheet: &Sheet, at: usize) -> bool {
        let line = &sheet.lines[at];
        if !line.row || !line.first || sheet.cells[line.cell as usize].cell > 0 {
            return false;
        }
        let block = sheet.cells[line.cell as usize].block;
        let row = sheet.lines[at..].iter();
        let mut row = row.take_while(|line| sheet.cells[line.cell as usize].block == block);
        let timed = row.any(|line| {
            let in_column = sheet.cells[line.cell as usize].cell as usize == TIMING_COLUMN;
            in_column && line.only && self.timings.iter().any(|t| t == sheet.folded(line))
        });
        let day = || {
            let date = hyokasho_normalize::dates::parse(sheet.text(line));
            date.is_some_and(|date| {
                let remark = date.rest.trim().chars().count();
                date.found.start == 0
                    && date.found.precision == Precision::Day
                    && remark <= LONGEST_REMARK
            })
        };
        timed && day()
    }

    /// Whether the header of the table begins at this line: its labels fill a row, or lines.
    pub fn is_header(&self, sheet: &Sheet, at: usize) -> bool {
        let folded = sheet.folded(&sheet.lines[at]);
        // nearly every line begins otherwise
        if folded
            .first()
            .is_none_or(|first| !self.begins.contains(first))
        {
            return false;
        }
        let Some(first) = self.columns.get(folded) else {
            return self.is_joined_header(folded);
        };
        let mut told = vec![*first];
        let block = sheet.cells[sheet.lines[at].cell as usize].block;
        for line in sheet.lines[at + 1..].iter().take(HEADER_LINES) {
            if sheet.lines[at].row && sheet.cells[line.cell as usize].block != block {
                break;
            }
            if let Some(column) = self.columns.get(sheet.folded(line))
                && !told.contains(column)
            {
                told.push(*column);
            }
        }
        told.len() >= LEAST_COLUMNS
    }

    /// Whether the line is the header of a copy that keeps the look of the page: its labels side by
    /// side, and little else (the end of a label that the line below goes on).
    fn is_joined_header(&self, line: &[char]) -> bool {
        let mut rest = line;
        let mut told = 0;
        while let Some(label) = self.label_at(rest) {
            rest = &rest[label..];
            told += 1;
        }
        told >= LEAST_COLUMNS && rest.len() * 2 < line.len()
    }

    /// The letters of the longest label at the start.
    fn label_at(&self, line: &[char]) -> Option<usize> {
        let mut labels = self.joined.iter();
        labels.find(|label| line.starts_with(label)).map(Vec::len)
    }

    /// The part's headline shortly above the header, else the header itself.
    fn headline_above(&self, sheet: &Sheet, header: usize) -> usize {
        (header.saturating_sub(HEADLINE_ABOVE)..header)
            .find(|&at| self.is_headline(sheet.folded(&sheet.lines[at])))
            .unwrap_or(header)
    }

    /// A line that ends with the part's headline, after its number.
    pub fn is_headline(&self, chars: &[char]) -> bool {
        self.headlines
            .iter()
            .any(|headline| chars.ends_with(headline) && chars.len() <= headline.len() + 6)
    }
}

/// The key of the timing, and its column as the form has it, from 0.
const TIMING: &str = "changes[n].timing";
const TIMING_COLUMN: usize = 4;
/// The keys of the change table's columns stand under this.
const PREFIX: &str = "changes[n].";
