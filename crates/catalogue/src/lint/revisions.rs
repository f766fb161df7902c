//! Rules about revisions: well-formed months in order, and `since` and `until` that name a revision.

use super::nodes;
use crate::Revision;
use crate::problem::Problems;
use crate::read::ReadForm;

pub(super) fn check(read: &ReadForm, problems: &mut Problems) {
    check_revisions(read, problems);
    for (_, node, place) in nodes(read) {
        let lines = (place.of("since"), place.of("until"));
        check_span(
            node.since.as_deref(),
            node.until.as_deref(),
            lines,
            &read.form.revisions,
            problems,
        );
        for (variant, &line) in node.variants.iter().zip(&place.variants) {
            let (since, until) = (variant.since.as_deref(), variant.until.as_deref());
            check_span(since, until, (line, line), &read.form.revisions, problems);
        }
    }
}

/// Revisions have a month each, oldest first.
fn check_revisions(read: &ReadForm, problems: &mut Problems) {
    let mut earlier: Option<&str> = None;
    for (revision, &line) in read.form.revisions.iter().zip(&read.revision_lines) {
        if !is_month(&revision.date) {
            problems.add(
                line,
                format!("`{}` is no month such as 2025-05", revision.date),
            );
        } else if earlier.is_some_and(|earlier| earlier >= revision.date.as_str()) {
            problems.add(
                line,
                format!("the revision {} stands out of order", revision.date),
            );
        }
        earlier = Some(&revision.date);
    }
}

fn check_span(
    since: Option<&str>,
    until: Option<&str>,
    lines: (u32, u32),
    revisions: &[Revision],
    problems: &mut Problems,
) {
    for (name, month, line) in [("since", since, lines.0), ("until", until, lines.1)] {
        let Some(month) = month else { continue };
        if !is_month(month) {
            problems.add(
                line,
                format!("`{name}` must be a month such as 2025-05, not `{month}`"),
            );
        } else if !revisions.iter().any(|revision| revision.date == month) {
            problems.add(
                line,
                format!("`{name}` names {month}, which is no revision of this form"),
            );
        }
    }
    if let (Some(since), Some(until)) = (since, until)
        && since >= until
    {
        problems.add(lines.1, "`until` must be later than `since`");
    }
}

/// `YYYY-MM`.
fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else {
        return false;
    };
    let digits = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(year, 4) && digits(month, 2) && matches!(month.parse(), Ok(1..=12))
}
