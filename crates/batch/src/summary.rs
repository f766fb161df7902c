//! The table at the end of a run, in the words of a language.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use crate::report::TOLD;
use crate::{Failure, Outcome, Report, Totals};

/// How many slow documents are told.
const SLOW: usize = 5;
/// Space between columns.
const GAP: &str = "  ";

/// The words of the summary, in the reader's language.
#[expect(missing_docs, reason = "each is the word that its name says")]
pub struct Words {
    pub form: String,
    pub documents: String,
    pub converted: String,
    pub unchanged: String,
    pub failed: String,
    pub filled: String,
    pub blank: String,
    pub unclear: String,
    pub missing: String,
    pub changes: String,
    pub seconds: String,
    pub total: String,
    pub cause: String,
    pub slowest: String,
    pub duplicates: String,
    pub left_over: String,
    pub removed: String,
    pub hidden: String,
    pub problems: String,
    pub and_more: String,
    /// The form's name in this language, by `basic`, `focused` and `full`.
    pub form_name: Box<dyn Fn(&str) -> String>,
    /// A failure in this language.
    pub failure: Box<dyn Fn(&Failure) -> String>,
}

impl Default for Words {
    fn default() -> Self {
        let word = str::to_owned;
        Self {
            form: word("form"),
            documents: word("documents"),
            converted: word("converted"),
            unchanged: word("unchanged"),
            failed: word("failed"),
            filled: word("filled"),
            blank: word("blank"),
            unclear: word("unclear"),
            missing: word("missing"),
            changes: word("changes"),
            seconds: word("seconds"),
            total: word("all"),
            cause: word("cause"),
            slowest: word("slowest documents"),
            duplicates: word("the same bytes under several names"),
            left_over: word("outputs without a document (--prune removes them)"),
            removed: word("outputs removed"),
            hidden: word("passed over, their names begin with a dot"),
            problems: word("problems of the run"),
            and_more: word("and more, see run.json"),
            form_name: Box::new(str::to_owned),
            failure: Box::new(|failure| failure.message.clone()),
        }
    }
}

/// The summary of a report as text for a terminal.
pub fn summary(report: &Report, words: &Words) -> String {
    let mut text = by_form(report, words);
    failures(&mut text, report, words);
    slowest(&mut text, report, words);
    notes(&mut text, report, words);
    text
}

fn by_form(report: &Report, words: &Words) -> String {
    let mut rows = vec![
        [
            &words.form,
            &words.documents,
            &words.converted,
            &words.unchanged,
            &words.failed,
            &words.filled,
            &words.blank,
            &words.unclear,
            &words.missing,
            &words.changes,
        ]
        .map(Clone::clone)
        .to_vec(),
    ];
    rows.extend(
        report
            .forms
            .iter()
            .map(|(form, totals)| totals_row((words.form_name)(form), totals)),
    );
    rows.push(totals_row(words.total.clone(), &report.totals));
    let mut text = table(&rows);
    let _ = writeln!(text, "{:.1} {}", report.seconds, words.seconds);
    text
}

fn totals_row(name: String, totals: &Totals) -> Vec<String> {
    let tally = &totals.tally;
    let mut row = vec![name];
    let numbers = [
        totals.documents,
        totals.converted,
        totals.unchanged,
        totals.failed,
    ];
    let items = [
        tally.filled,
        tally.blank,
        tally.unclear,
        tally.missing,
        tally.changes,
    ];
    row.extend(numbers.iter().chain(&items).map(u64::to_string));
    row
}

fn failures(text: &mut String, report: &Report, words: &Words) {
    if report.causes.is_empty() {
        return;
    }
    let mut rows = vec![vec![words.cause.clone(), words.documents.clone()]];
    rows.extend(
        report
            .causes
            .iter()
            .map(|(cause, count)| vec![cause.clone(), count.to_string()]),
    );
    let _ = write!(text, "\n{}", table(&rows));
    let failures = report
        .failures
        .iter()
        .filter_map(|one| Some((one, one.failure.as_ref()?)));
    let line = |(one, failure): (&Outcome, &Failure)| {
        format!(
            "{}: {}: {}",
            printable(&one.input),
            failure.cause,
            printable(&(words.failure)(failure))
        )
    };
    list(text, failures.map(line), report.totals.failed, words);
}

fn slowest(text: &mut String, report: &Report, words: &Words) {
    if report.slowest.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", words.slowest);
    for slow in report.slowest.iter().take(SLOW) {
        let (seconds, name) = (slow.seconds, printable(&slow.document));
        let _ = writeln!(text, "{GAP}{seconds:>8.3}{GAP}{name}");
    }
}

fn notes(text: &mut String, report: &Report, words: &Words) {
    let same = report
        .duplicates
        .iter()
        .map(|one| one.documents.join(" = "));
    note(text, &words.duplicates, same, words);
    note(
        text,
        &words.left_over,
        report.left_over.iter().cloned(),
        words,
    );
    note(text, &words.removed, report.removed.iter().cloned(), words);
    note(
        text,
        &words.problems,
        report.problems.iter().cloned(),
        words,
    );
    if report.hidden > 0 {
        let _ = writeln!(text, "\n{}: {}", words.hidden, report.hidden);
    }
}

fn note(
    text: &mut String,
    title: &str,
    lines: impl ExactSizeIterator<Item = String>,
    words: &Words,
) {
    let all = lines.len();
    if all > 0 {
        let _ = writeln!(text, "\n{title}: {all}");
        list(text, lines.map(|line| printable(&line)), all as u64, words);
    }
}

/// The first lines of a list that has so many in all.
fn list(text: &mut String, lines: impl Iterator<Item = String>, all: u64, words: &Words) {
    for line in lines.take(TOLD) {
        let _ = writeln!(text, "{GAP}{line}");
    }
    if all > TOLD as u64 {
        let _ = writeln!(text, "{GAP}… {}", words.and_more);
    }
}

/// Columns as wide as their widest cell; the first from the left, numbers from the right.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.width())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let space = " ".repeat(width - cell.width().min(*width));
            let _ = if column == 0 {
                write!(text, "{cell}{space}")
            } else {
                write!(text, "{GAP}{space}{cell}")
            };
        }
        text.push('\n');
    }
    text
}

/// A name or message without characters that could steer a terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}
