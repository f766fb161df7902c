//! `diff`: two documents compared item by item, and what the newer one's change table declares.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};
use hyokasho_history::{DocumentDifference, diff};
use serde_json::json;

use super::rendering::{BAD, DIM, GOOD, HEAD, paint, printed_label, render_edits, render_sides};
use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// `diff OLDER NEWER`.
pub fn command(messages: &Messages) -> Command {
    Command::new("diff")
        .about(messages.text("diff.about"))
        .after_help(messages.text("diff.after_help"))
        .arg(
            Arg::new("older")
                .value_name("OLDER")
                .required(true)
                .help(messages.text("diff.older")),
        )
        .arg(
            Arg::new("newer")
                .value_name("NEWER")
                .required(true)
                .help(messages.text("diff.newer")),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help(messages.text("diff.json")),
        )
        .args(Session::reading_arguments(messages))
}

/// Prints the differences; failed where there are any.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let file = |name| matches.get_one::<String>(name).map_or("-", String::as_str);
    let older = session.extract(matches, file("older"))?.model;
    let newer = session.extract(matches, file("newer"))?.model;
    let differences = diff(&older, &newer);
    let text = if matches.get_flag("json") {
        format!("{:#}\n", json!(differences))
    } else {
        view(&differences, &session.messages)
    };
    session.print(&text)?;
    Ok(if differences.is_empty() {
        Status::Good
    } else {
        Status::Failed
    })
}

fn view(differences: &[DocumentDifference], messages: &Messages) -> String {
    if differences.is_empty() {
        return format!("{}\n", messages.text("diff.none"));
    }
    let mut text = String::new();
    for difference in differences {
        difference_view(&mut text, difference, messages);
    }
    let undeclared = differences
        .iter()
        .filter(|difference| difference.declared_by.is_empty())
        .count();
    let counts = [differences.len().to_string(), undeclared.to_string()];
    let _ = writeln!(
        text,
        "\n{}",
        messages.with("diff.summary", &[&counts[0], &counts[1]])
    );
    text
}

fn difference_view(text: &mut String, difference: &DocumentDifference, messages: &Messages) {
    let rows: Vec<String> = difference.declared_by.iter().map(u32::to_string).collect();
    let declared = if rows.is_empty() {
        paint(BAD, &messages.text("diff.undeclared"))
    } else {
        paint(GOOD, &messages.with("diff.declared", &[&rows.join(", ")]))
    };
    let label = printed_label(&difference.label, &difference.key);
    let named = format!("{} {label}", difference.number);
    let _ = writeln!(
        text,
        "{}  {}  {declared}",
        paint(HEAD, named.trim()),
        paint(DIM, &difference.key)
    );
    let absent = messages.text("diff.absent");
    let body = match (&difference.before, &difference.after) {
        (Some(before), Some(after)) if before.is_empty() || after.is_empty() => {
            render_sides(before, after)
        }
        (Some(_), Some(_)) => render_edits(&difference.edits),
        (before, after) => render_sides(
            before.as_deref().unwrap_or(&absent),
            after.as_deref().unwrap_or(&absent),
        ),
    };
    for line in body.lines() {
        let _ = writeln!(text, "    {line}");
    }
}
