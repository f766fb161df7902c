//! `forms`: the official forms as the program knows them, and the linter for form files.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};
use hyokasho_catalogue::{Catalogue, Form, FormKind};

use crate::messages::Messages;
use crate::session::{Failure, Session, Status};

/// `forms [FORM]`, `forms check FILE…`.
pub fn command(messages: &Messages) -> Command {
    let check = Command::new("check")
        .about(messages.text("forms.check.about"))
        .arg(
            Arg::new("files")
                .value_name("FILE")
                .required(true)
                .num_args(1..)
                .help(messages.text("forms.check.files")),
        );
    Command::new("forms")
        .about(messages.text("forms.about"))
        .after_help(messages.text("forms.after_help"))
        .args_conflicts_with_subcommands(true)
        .arg(
            Arg::new("kind")
                .value_name("FORM")
                .value_parser(["basic", "focused", "full"])
                .help(messages.text("forms.kind")),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help(messages.text("forms.json")),
        )
        .subcommand(check)
}

/// Lists forms or items, or checks form files.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    if let Some(("check", inner)) = matches.subcommand() {
        return check(inner, session);
    }
    let catalogue = Catalogue::embedded();
    let kind = matches
        .get_one::<String>("kind")
        .and_then(|name| FormKind::from_name(name));
    let forms: Vec<&Form> = catalogue
        .forms
        .iter()
        .filter(|form| kind.is_none_or(|kind| form.kind == kind))
        .collect();
    let text = match (matches.get_flag("json"), kind) {
        (true, _) => as_json(&forms),
        (false, Some(_)) => forms.iter().map(|form| items(form)).collect(),
        (false, None) => forms
            .iter()
            .map(|form| overview(form, &session.messages))
            .collect(),
    };
    session.print(&text)?;
    Ok(Status::Good)
}

fn overview(form: &Form, messages: &Messages) -> String {
    let items = form.items().count();
    let mut text = String::new();
    let title = form.titles.first().map_or("", String::as_str);
    let _ = writeln!(text, "{}  {}  {title}", form.kind.as_str(), form.style);
    let _ = writeln!(
        text,
        "  {}",
        messages.with("forms.items", &[&items.to_string()])
    );
    for revision in &form.revisions {
        let _ = writeln!(text, "  {}  {}", revision.date, revision.label);
        for change in &revision.changes {
            let _ = writeln!(text, "           {change}");
        }
    }
    text.push('\n');
    text
}

fn items(form: &Form) -> String {
    let mut text = String::new();
    for (_, node) in form.items() {
        let kind = node.kind.map_or("", hyokasho_catalogue::ItemKind::as_str);
        let key = node.key.as_deref().unwrap_or_default();
        let _ = writeln!(text, "{key}\t{kind}\t{}\t{}", node.path, node.label);
    }
    text
}

fn as_json(forms: &[&Form]) -> String {
    let forms: Vec<serde_json::Value> = forms
        .iter()
        .map(|form| {
            let items: Vec<serde_json::Value> = form
                .items()
                .map(|(_, node)| {
                    serde_json::json!({
                        "key": node.key,
                        "kind": node.kind.map(hyokasho_catalogue::ItemKind::as_str),
                        "number": node.path,
                        "label": node.label,
                        "options": node.options.iter().map(|option| &option.text).collect::<Vec<_>>(),
                        "since": node.since,
                        "until": node.until,
                    })
                })
                .collect();
            serde_json::json!({
                "form": form.kind.as_str(),
                "style": form.style,
                "titles": form.titles,
                "revisions": form.revisions,
                "items": items,
            })
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&forms).unwrap_or_default();
    text.push('\n');
    text
}

fn check(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let files: Vec<&String> = matches
        .get_many::<String>("files")
        .into_iter()
        .flatten()
        .collect();
    let mut texts = Vec::new();
    for file in &files {
        let bytes = session.read(file)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::new(session.messages.with("forms.not_utf8", &[file])))?;
        texts.push(text);
    }
    let named: Vec<(&str, &str)> = files
        .iter()
        .zip(&texts)
        .map(|(file, text)| (file.as_str(), text.as_str()))
        .collect();
    let problems = hyokasho_catalogue::check(&named);
    let mut text = String::new();
    for problem in &problems {
        let _ = writeln!(text, "{problem}");
    }
    let count = problems.len().to_string();
    let summary = if problems.is_empty() {
        "forms.clean"
    } else {
        "forms.problems"
    };
    let _ = writeln!(text, "{}", session.messages.with(summary, &[&count]));
    session.print(&text)?;
    Ok(if problems.is_empty() {
        Status::Good
    } else {
        Status::Failed
    })
}
