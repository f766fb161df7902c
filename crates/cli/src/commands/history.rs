//! `history`: how the document changed, or the document as of a date.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};
use hyokasho_history::{AsOfValue, NumberedChange, RestsOn, as_of, timeline};
use hyokasho_model::{Change, ChangeKind, DateBasis, Key, Model, Reconciled};
use serde_json::json;

use super::rendering::{
    BAD, DIM, GOOD, HEAD, pad, paint, printed_label, render_edits, render_sides,
};
use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// Columns that a label takes in the table of rows.
const LABEL: usize = 46;

/// `history FILE`.
pub fn command(messages: &Messages) -> Command {
    Command::new("history")
        .about(messages.text("history.about"))
        .after_help(messages.text("history.after_help"))
        .arg(Session::file_argument(messages))
        .arg(
            Arg::new("key")
                .long("key")
                .value_name("KEY")
                .help(messages.text("history.key")),
        )
        .arg(
            Arg::new("as-of")
                .long("as-of")
                .value_name("DATE")
                .help(messages.text("history.as_of")),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help(messages.text("history.json")),
        )
        .args(Session::reading_arguments(messages))
}

/// Prints the timeline, or the document as of a date.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let file = matches
        .get_one::<String>("file")
        .map_or("-", String::as_str);
    let key = matches.get_one::<String>("key").map(String::as_str);
    let date = matches.get_one::<String>("as-of").map(String::as_str);
    if let Some(date) = date.filter(|date| !is_date(date)) {
        return Err(Failure::usage(
            session.messages.with("history.bad_date", &[date]),
        ));
    }
    let model = session.extract(matches, file)?.model;
    let json = matches.get_flag("json");
    let text = if let Some(date) = date {
        let mut values = as_of(&model, date);
        values.retain(|value| key.is_none_or(|key| Key::new(value.key.clone()).is_in(key)));
        if json {
            json_text(&json!(values))
        } else {
            values_view(&values, &session.messages)
        }
    } else {
        let rows = timeline(&model, key);
        if json {
            json_text(&json!(rows.iter().map(row_json).collect::<Vec<_>>()))
        } else {
            timeline_view(&model, &rows, key, &session.messages)
        }
    };
    session.print(&text)?;
    Ok(Status::Good)
}

/// Whether the text is `2018`, `2018-04` or `2018-04-01`, and of the calendar.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize, digits: usize| {
        let part = parts.get(at)?;
        let plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (year, month, day) = (number(0, 4), number(1, 2), number(2, 2));
    match parts.len() {
        1 => year.is_some(),
        2 => year.is_some() && month.is_some_and(|month| (1..=12).contains(&month)),
        3 => match (year, month, day) {
            (Some(year), Some(month), Some(day)) => (1..=days(year, month)).contains(&day),
            _ => false,
        },
        _ => false,
    }
}

/// Days of a month; none where there is no such month.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn json_text(json: &serde_json::Value) -> String {
    format!("{json:#}\n")
}

fn row_json(row: &NumberedChange<'_>) -> serde_json::Value {
    json!({ "row": row.number, "change": row.change, "source": row.fact.object.source })
}

/// The rows by date, the oldest first.
fn timeline_view(
    model: &Model,
    rows: &[NumberedChange<'_>],
    key: Option<&str>,
    messages: &Messages,
) -> String {
    if rows.is_empty() {
        return key.map_or_else(
            || messages.text("history.none"),
            |key| messages.with("history.none_of_key", &[key]),
        ) + "\n";
    }
    let mut text = String::new();
    let mut date = None;
    for row in rows {
        if date != Some(&row.change.date) {
            date = Some(&row.change.date);
            let shown = row
                .change
                .date
                .clone()
                .unwrap_or_else(|| messages.text("history.no_date"));
            let _ = writeln!(text, "{}", paint(HEAD, &shown));
        }
        row_view(&mut text, model, row, messages);
    }
    text
}

fn row_view(text: &mut String, model: &Model, row: &NumberedChange<'_>, messages: &Messages) {
    let change = row.change;
    let mut notes = vec![kind(change, messages)];
    notes.extend(change.timing.clone());
    if change.date_basis == Some(DateBasis::Inferred) {
        notes.push(messages.text("history.inferred"));
    }
    let verdict = change
        .reconciled
        .map(|verdict| verdict_view(verdict, messages))
        .unwrap_or_default();
    let _ = writeln!(
        text,
        "{:>5}  {}  {}  {verdict}",
        row.number,
        pad(&named(model, change, messages), LABEL),
        notes.join(" ")
    );
    let keys = if change.keys.is_empty() {
        change.item.replace('\n', " ")
    } else {
        change.keys.join(" ")
    };
    let _ = writeln!(text, "       {}", paint(DIM, &keys));
    let body = if change.edits.is_empty() {
        render_sides(&change.before, &change.after)
    } else {
        render_edits(&change.edits)
    };
    for line in body.lines() {
        let _ = writeln!(text, "       {line}");
    }
}

fn kind(change: &Change, messages: &Messages) -> String {
    messages.text(match change.change {
        Some(ChangeKind::Added) => "history.added",
        Some(ChangeKind::Removed) => "history.removed",
        Some(ChangeKind::Modified) => "history.modified",
        Some(ChangeKind::Unstated) | None => "history.unstated",
    })
}

fn verdict_view(verdict: Reconciled, messages: &Messages) -> String {
    let (style, name) = match verdict {
        Reconciled::Agrees => (GOOD, "history.agrees"),
        Reconciled::Differs => (BAD, "history.differs"),
        Reconciled::NotQuoted => (DIM, "history.not_quoted"),
        Reconciled::NoItem => (DIM, "history.no_item"),
    };
    paint(style, &messages.text(name))
}

/// The item's number and label, or what the row itself calls it.
fn named(model: &Model, change: &Change, messages: &Messages) -> String {
    let Some(key) = change.keys.first() else {
        return messages.text("history.unresolved");
    };
    match model.fact(key) {
        Some(fact) => format!("{} {}", fact.number, printed_label(&fact.label, key)),
        None => change.item.replace('\n', " "),
    }
}

/// The items as of a date, each with what it rests on.
fn values_view(values: &[AsOfValue], messages: &Messages) -> String {
    let mut text = String::new();
    for value in values {
        let (style, rests) = match value.rests_on {
            RestsOn::Body => (DIM, messages.text("history.rests_body")),
            RestsOn::RowBefore(row) => (
                GOOD,
                messages.with("history.rests_before", &[&row.to_string()]),
            ),
            RestsOn::RowAfter(row) => (
                GOOD,
                messages.with("history.rests_after", &[&row.to_string()]),
            ),
            RestsOn::Unknown(row) => (
                BAD,
                messages.with("history.rests_unknown", &[&row.to_string()]),
            ),
        };
        let named = format!(
            "{} {}",
            value.number,
            printed_label(&value.label, &value.key)
        );
        let _ = writeln!(
            text,
            "{}  {}  {}",
            pad(named.trim(), LABEL),
            paint(DIM, &value.key),
            paint(style, &rests)
        );
        let shown = match value.value.as_deref() {
            Some("") => messages.text("history.blank"),
            Some(shown) => shown.to_owned(),
            None => continue,
        };
        for line in shown.lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn dates_are_days_of_the_calendar_or_begin_one() {
        for date in ["2018", "2018-04", "2018-04-30", "2020-02-29"] {
            assert!(is_date(date), "{date}");
        }
        for date in [
            "18",
            "2018-13",
            "2018-04-31",
            "2019-02-29",
            "2018-4-1",
            "2018-04-01-01",
            "",
        ] {
            assert!(!is_date(date), "{date}");
        }
    }
}
