//! A value explained as one page of HTML: the source at the left, the value object at the right.
//!
//! Self-contained: no script, no file beside it, nothing fetched. It is well-formed XML too.

use std::fmt::Write as _;

use hyokasho_document::Document;
use hyokasho_document::page::Page;
use hyokasho_model::{Change, Fact, Flag, FlagState, Model, Status, Value};

use super::lines;
use super::pages::{MARK_STYLE, draw_marked_page};
use super::{basis_words, place_words, status_name};
use crate::commands::drawing::{PAGE_STYLE, escape, open};
use crate::messages::{Lang, Messages};

const STYLE: &str = include_str!("explain.css");

/// The HTML page of a value that stands on pages.
pub fn of_pages(fact: &Fact, model: &Model, pages: &[&Page], messages: &Messages) -> String {
    let mut source = String::new();
    for page in pages {
        let caption = messages.with("explain.page_of", &[&page.number.to_string()]);
        let _ = write!(
            source,
            "<figure><figcaption>{}</figcaption>",
            escape(&caption)
        );
        open(&mut source, page.width, page.height, &caption, "");
        draw_marked_page(&mut source, page, fact, messages);
        source.push_str("</svg></figure>\n");
    }
    whole(fact, model, &source, messages)
}

/// The HTML page of a value that stands in a text.
pub fn of_lines(fact: &Fact, model: &Model, document: &Document, messages: &Messages) -> String {
    whole(fact, model, &lines::render(fact, document), messages)
}

fn whole(fact: &Fact, model: &Model, source: &str, messages: &Messages) -> String {
    let lang = if messages.lang == Lang::Ja {
        "ja"
    } else {
        "en"
    };
    let title = format!("{} — {}", fact.key, model.source.file);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\"/>\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\
         <meta name=\"color-scheme\" content=\"light dark\"/>\
         <title>{}</title><style>{STYLE}{PAGE_STYLE}{MARK_STYLE}</style></head>\n<body>\n",
        escape(&title)
    );
    let _ = writeln!(
        out,
        "<header><p class=\"file\">{}</p><h1><span class=\"number\">{}</span> {}</h1><p><code>{}</code></p>{}</header>",
        escape(&model.source.file),
        escape(&fact.number),
        escape(&fact.label),
        escape(fact.key.as_str()),
        legend(messages)
    );
    let _ = write!(
        out,
        "<main>\n<section class=\"source\" lang=\"ja\">\n{source}</section>\n<aside>\n"
    );
    panel(&mut out, fact, model, messages);
    out.push_str("</aside>\n</main>\n</body></html>\n");
    out
}

fn legend(messages: &Messages) -> String {
    let entry = |class: &str| {
        let words = escape(&messages.text(&format!("explain.legend.{class}")));
        format!("<li><i class=\"swatch {class}\"></i>{words}</li>")
    };
    format!(
        "<ul class=\"legend\">{}</ul>",
        ["label", "value", "mark"].map(entry).concat()
    )
}

fn panel(out: &mut String, fact: &Fact, model: &Model, messages: &Messages) {
    let object = &fact.object;
    let status = messages.text(&format!("explain.{}", status_name(object.status)));
    let basis = basis_words(object.basis, messages);
    let class = match object.status {
        Status::Filled => "filled",
        Status::Blank => "blank",
        Status::Unclear => "unclear",
    };
    let _ = writeln!(
        out,
        "<p><b class=\"status {class}\">{}</b> <small>{}</small></p>",
        escape(&status),
        escape(&basis)
    );
    if let Some(value) = &object.value {
        section(out, "value", &value_html(value, messages), messages);
    }
    if !object.candidates.is_empty() {
        let item = |candidate: &hyokasho_model::Candidate| {
            let reason = escape(candidate.reason.as_deref().unwrap_or_default());
            format!(
                "<li>{} <small>{reason}</small></li>",
                value_html(&candidate.value, messages)
            )
        };
        let items: String = object.candidates.iter().map(item).collect();
        section(out, "candidates", &format!("<ul>{items}</ul>"), messages);
    }
    if object.value.as_ref().and_then(Value::as_text) != Some(object.text.as_str())
        && !object.text.is_empty()
    {
        section(out, "printed", &text_html(&object.text), messages);
    }
    let found: Vec<String> = model
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.key.as_deref() == Some(fact.key.as_str()))
        .map(|diagnostic| {
            format!(
                "<li><code>{}</code> {}</li>",
                diagnostic.code,
                escape(&diagnostic.message)
            )
        })
        .collect();
    if !found.is_empty() {
        section(
            out,
            "findings",
            &format!("<ul>{}</ul>", found.concat()),
            messages,
        );
    }
    for (name, places) in [
        ("label_places", &object.label_source),
        ("value_places", &object.source),
    ] {
        if !places.is_empty() {
            let words = places
                .iter()
                .map(|place| escape(&place_words(place, messages)));
            let items = words.collect::<Vec<_>>().join("</li><li>");
            section(
                out,
                name,
                &format!("<ul class=\"places\"><li>{items}</li></ul>"),
                messages,
            );
        }
    }
}

fn section(out: &mut String, name: &str, inner: &str, messages: &Messages) {
    let title = messages.text(&format!("explain.panel.{name}"));
    let _ = writeln!(out, "<h2>{}</h2>\n{inner}", escape(&title));
}

fn text_html(text: &str) -> String {
    format!("<div class=\"text\" lang=\"ja\">{}</div>", escape(text))
}

fn value_html(value: &Value, messages: &Messages) -> String {
    match value {
        Value::Text(text) => text_html(text),
        Value::Count(count) => format!("<div class=\"text\">{count}</div>"),
        Value::Flags(flags) => {
            let items: String = flags.iter().map(|flag| flag_html(flag, messages)).collect();
            format!("<ul class=\"flags\" lang=\"ja\">{items}</ul>")
        }
        Value::Change(change) => change_html(change, messages),
    }
}

fn flag_html(flag: &Flag, messages: &Messages) -> String {
    let (class, sign) = match flag.state {
        FlagState::On => ("on", "●"),
        FlagState::Off => ("off", "○"),
        FlagState::Unclear => ("unclear", "?"),
    };
    let mut inner = escape(&flag.option);
    if let Some(text) = &flag.text {
        let _ = write!(inner, " <q>{}</q>", escape(text));
    }
    if let Some(count) = flag.count {
        let _ = write!(inner, " <q>{count}</q>");
    }
    let state = escape(&messages.text(&format!("explain.state.{class}")));
    let basis = escape(&basis_words(flag.basis, messages));
    format!(
        "<li class=\"{class}\" title=\"{state} {basis}\"><i>{sign}</i><span>{inner}</span></li>"
    )
}

fn change_html(change: &Change, messages: &Messages) -> String {
    let rows = [
        ("date", change.date.clone().unwrap_or_default()),
        ("item", change.item.clone()),
        ("keys", change.keys.join("\n")),
        ("before", change.before.clone()),
        ("after", change.after.clone()),
        ("timing", change.timing.clone().unwrap_or_default()),
        ("explanation", change.explanation.clone()),
    ];
    let row = |(name, text): &(&str, String)| {
        let title = escape(&messages.text(&format!("explain.change.{name}")));
        format!("<dt>{title}</dt><dd lang=\"ja\">{}</dd>", escape(text))
    };
    let shown = rows.iter().filter(|(_, text)| !text.is_empty());
    format!("<dl>{}</dl>", shown.map(row).collect::<String>())
}
