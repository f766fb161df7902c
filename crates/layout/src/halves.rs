//! Whether the rows around a page's end are halves of one.
//!
//! Input: the cells of both rows, pair by pair. Output: [`Evidence`]: texts that break off and go on, lists
//! that go on, cells filled in one half alone, columns that every other row of the table fills.

use crate::{TableCell, Text, Wrap, chars};

/// Lines left free above the lower half: an empty line may part the paragraphs that the page's end parts.
const LINES_ABOVE: f64 = 2.5;

/// The upper half of a pair.
pub(crate) struct Upper<'a> {
    /// Its text.
    pub(crate) text: &'a str,
    /// Rows that its cell spans.
    pub(crate) row_span: u32,
    /// How its last line ends.
    pub(crate) wrap: Wrap,
    /// Whether it goes down to its cell's lower side.
    pub(crate) ends_low: bool,
}

/// In how many columns that every other row of the table fills one of the rows around a page's end is blank,
/// and the other one is not.
#[derive(Debug, Default)]
pub(crate) struct Lacking {
    /// Whether there is such a column at all.
    pub(crate) seen: bool,
    /// Whether the lower row is blank in the first of these columns: rows begin with it.
    pub(crate) label: bool,
    /// Whether the upper row is blank there: a label in the middle of its row's height stands in the half that
    /// holds the middle.
    pub(crate) label_below: bool,
    /// Those where the upper row is blank.
    pub(crate) upper: usize,
    /// Those where the lower row is blank.
    pub(crate) lower: usize,
}

/// What the cells of two rows around a page's end tell. A cell merged over rows (a label, a date) may end,
/// go on or stay blank beside one row as beside two: only its text tells.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// Filled in both.
    both: usize,
    /// Filled above alone.
    ended: usize,
    /// Those of them that stand first, as a label does whose rule a page's end has drawn over: it may
    /// belong to several rows.
    leading: usize,
    /// Merged over rows and filled above alone.
    labels_ended: usize,
    /// Filled below alone, under a blank cell of the same width: in the middle of a row's height a
    /// short text stands in one half, while a long one runs through both.
    fresh: usize,
    /// Texts that break off above and go on below.
    flowing: usize,
    /// Lists that end above with a part and begin below with one, both behind the same sign.
    listed: usize,
    /// Whether no cell above is as wide as a filled one below, or the texts of a pair are two: one ends
    /// above its half's end, the other begins below its half's start, or their cell is merged.
    parted: bool,
}

impl Evidence {
    /// Looks at each cell of the lower row and the upper one's that has its sides.
    pub(crate) fn new<'a>(
        lower: &[&TableCell],
        upper: &[Option<usize>],
        get: impl Fn(usize) -> Upper<'a>,
    ) -> Self {
        let mut evidence = Self::default();
        for (cell, above) in lower.iter().zip(upper) {
            match above.map(&get) {
                Some(above) => evidence.add(cell, &above),
                None => evidence.parted |= !cell.text.is_blank(),
            }
        }
        evidence
    }

    fn add(&mut self, cell: &TableCell, above: &Upper) {
        let merged = above.row_span > 1 || cell.row_span > 1;
        let last = above.text.trim_end().chars().next_back();
        let broken = last.is_some_and(|c| !chars::ends_sentence(c));
        let full = above.wrap.room < cell.text.wrap.head && !cell.text.wrap.opens;
        match (last.is_some(), cell.text.is_blank()) {
            (true, true) if merged => self.labels_ended += 1,
            (true, true) => {
                self.leading += usize::from(self.ended == self.leading && self.both == 0);
                self.ended += 1;
            }
            (true, false) => {
                let flows = (broken && full) || list_goes_on(above.text, &cell.text.text);
                let crosses = above.ends_low && starts_high(cell);
                self.both += 1;
                self.flowing += usize::from(flows);
                self.listed += usize::from(!flows && signed_list(above.text, &cell.text));
                self.parted |= !crosses || (merged && !flows);
            }
            (false, false) if !merged => self.fresh += 1,
            (false, _) => {}
        }
    }

    /// Whether the lower row is the rest of the upper one of so many cells: texts go on, beside cells that
    /// have ended. Two such cells are enough; one, where most texts break off in the middle of a line.
    pub(crate) fn one_row(&self, cells: usize) -> bool {
        if self.parted || self.both == 0 {
            return false;
        }
        let flows = self.flowing > 0 && 2 * self.flowing >= self.both;
        if self.fresh > 0 {
            return self.complementary(flows);
        }
        self.ended >= 2
            || (self.ended == 1 && (cells <= 2 || (flows && self.leading == 0)))
            || (self.ended + self.labels_ended > 0 && self.all_flow())
    }

    /// Whether a row whose first cell is filled in both halves is one: a label that wraps breaks off with
    /// all other texts, or beside texts that have ended.
    pub(crate) fn label_flows(&self) -> bool {
        let several = self.both + self.ended >= 2;
        !self.parted && self.fresh == 0 && several && self.all_flow()
    }

    /// Whether cells that are blank in one half are filled in the other. Beside texts that all go on, the
    /// upper half may show nothing else. Lists that go on by their signs in several cells, and in no cell
    /// anything else, say what broken texts do.
    fn complementary(&self, flows: bool) -> bool {
        (self.ended >= 1 && (flows || self.several_go_on()))
            || self.ended >= 2
            || (self.all_flow() && self.fresh >= 2)
    }

    /// Whether the lower half lacks what all rows of the table begin with, beside a text that goes on or an upper
    /// half that lacks something too; or each half lacks what the other has, in several columns or beside a text
    /// that goes on; or the upper one does, and all of several texts go on, or any where it lacks the label.
    pub(crate) fn completes(&self, lacking: &Lacking) -> bool {
        let flows = self.flowing > 0;
        let complementary = lacking.upper > 0 && lacking.lower > 0;
        let several = lacking.upper + lacking.lower > 2;
        !self.parted
            && self.both > 0
            && ((lacking.label && (flows || lacking.upper > 0))
                || (complementary && (flows || several))
                || (lacking.label_below && (self.all_flow() || self.goes_on_below(lacking)))
                || (lacking.upper > 0 && flows && self.several_go_on()))
    }

    /// Whether the lower row has all that the upper one lacks, in several columns, beside a text or a list that goes
    /// on: what is set in the middle of the row's height stands in the lower half.
    fn goes_on_below(&self, lacking: &Lacking) -> bool {
        lacking.upper >= 2 && lacking.lower == 0 && self.flowing + self.listed > 0
    }

    /// Whether there are several texts in both halves, and each of them goes on as a text or as a list.
    fn several_go_on(&self) -> bool {
        self.both >= 2 && self.flowing + self.listed == self.both
    }

    fn all_flow(&self) -> bool {
        self.flowing > 0 && self.flowing == self.both
    }
}

/// Whether a cell's text begins at its upper side.
fn starts_high(cell: &TableCell) -> bool {
    cell.text
        .runs
        .first()
        .is_none_or(|run| run.rect.y0 - cell.rect.y0 <= LINES_ABOVE * (run.rect.y1 - run.rect.y0))
}

/// Whether a text ends with a caption in angle brackets: the list that it announces is missing.
pub(crate) fn ends_with_caption(text: &str) -> bool {
    let text = text.trim_end();
    [('<', '>'), ('＜', '＞'), ('〈', '〉')]
        .iter()
        .any(|&(open, close)| text.ends_with(close) && text.contains(open))
}

/// Whether the upper text ends with the caption of a list that the lower one begins, or the lower one begins
/// with the number behind the last one of the upper one's list.
fn list_goes_on(upper: &str, lower: &str) -> bool {
    let Some(number) = list_number(lower) else {
        return false;
    };
    let last = upper.trim_end().lines().next_back().unwrap_or_default();
    match number.checked_sub(1) {
        Some(0) => ends_with_caption(upper),
        Some(before) => last.char_indices().any(|(at, _)| {
            !last[..at].ends_with(is_digit) && list_number(&last[at..]) == Some(before)
        }),
        None => false,
    }
}

/// Whether the last part of the upper text and the first one of the lower text stand behind the same sign.
fn signed_list(upper: &str, lower: &Text) -> bool {
    let last = upper.trim_end().lines().next_back().unwrap_or_default();
    let sign = |text: &str| text.trim_start().chars().next();
    let first = sign(&lower.text).filter(|c| lower.wrap.opens && !c.is_alphanumeric());
    first.is_some() && first == sign(last)
}

/// The number that opens a text: figures and a closing bracket, within brackets as well.
fn list_number(text: &str) -> Option<u32> {
    let mut number = None;
    let text = text.trim_start();
    for c in text.strip_prefix(['(', '（']).unwrap_or(text).chars() {
        match digit(c) {
            Some(digit) => number = Some(number.unwrap_or(0).min(99) * 10 + digit),
            None => return number.filter(|_| matches!(c, ')' | '）')),
        }
    }
    None
}

fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        c => c.to_digit(10),
    }
}
