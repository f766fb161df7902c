//! `inspect`: what the program sees on a page.
//!
//! A page of a PDF as text, JSON or an SVG overlay, or an overview of all pages; of a text document
//! its blocks and cells. Nothing here is matched with a form.

mod layer;
mod listing;
mod overlay;
mod page_json;

use std::fmt::Write as _;

use clap::{Arg, ArgMatches, Command, value_parser};
use hyokasho_catalogue::Catalogue;
use hyokasho_pipeline::{InspectedPage, Pipeline};

use super::writing::write;
use crate::messages::Messages;
use crate::session::{Failure, Session, Status};
use layer::Layer;

/// `inspect FILE --page N`.
pub fn command(messages: &Messages) -> Command {
    let help = |name: &str| messages.text(&format!("inspect.{name}"));
    Command::new("inspect")
        .about(help("about"))
        .after_help(help("after_help"))
        .arg(Session::file_argument(messages))
        .arg(
            Arg::new("page")
                .long("page")
                .value_name("N")
                .value_parser(value_parser!(u32).range(1..))
                .help(help("page")),
        )
        .arg(
            Arg::new("show")
                .long("show")
                .value_name("WHAT")
                .value_delimiter(',')
                .value_parser(Layer::ALL.map(Layer::name))
                .help(help("show")),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["text", "json", "svg"])
                .default_value("text")
                .help(help("format")),
        )
        .arg(
            Arg::new("out")
                .short('o')
                .long("out")
                .value_name("OUT")
                .help(help("out")),
        )
        .args(Session::reading_arguments(messages))
}

/// Shows what the program sees.
pub fn run(matches: &ArgMatches, session: &Session) -> Result<Status, Failure> {
    let file = matches
        .get_one::<String>("file")
        .map_or("-", String::as_str);
    let bytes = session.read(file)?;
    let text = if Pipeline::is_pdf(&bytes) {
        inspect_pdf(matches, session, file, &bytes)?
    } else {
        inspect_text(matches, session, file, &bytes)?
    };
    write(matches.get_one::<String>("out"), &text, session)?;
    Ok(Status::Good)
}

fn inspect_pdf(
    matches: &ArgMatches,
    session: &Session,
    file: &str,
    bytes: &[u8],
) -> Result<String, Failure> {
    let options = session.options(matches)?;
    let format = matches
        .get_one::<String>("format")
        .map_or("text", String::as_str);
    let number = matches.get_one::<u32>("page").copied();
    if format == "svg" && number.is_none() {
        return Err(Failure::usage(
            session.messages.text("inspect.svg_needs_page"),
        ));
    }
    let pages = Pipeline::new(Catalogue::embedded())
        .inspect(bytes, &options)
        .map_err(|error| {
            Failure::new(
                session
                    .messages
                    .with("failed", &[file, &session.cause(&error)]),
            )
        })?;
    let Some(number) = number else {
        return Ok(if format == "json" {
            page_json::overview(&pages)
        } else {
            listing::overview(&pages, &session.messages)
        });
    };
    let page = pages
        .iter()
        .find(|page| page.page.number == number)
        .ok_or_else(|| {
            let parts = [file, &number.to_string(), &pages.len().to_string()];
            Failure::new(session.messages.with("inspect.no_page", &parts))
        })?;
    Ok(show_page(
        page,
        format,
        &Layer::chosen(matches, format),
        pages.len(),
        &session.messages,
    ))
}

fn show_page(
    page: &InspectedPage,
    format: &str,
    layers: &[Layer],
    pages: usize,
    messages: &Messages,
) -> String {
    match format {
        "json" => page_json::page(page, layers),
        "svg" => overlay::page(page, layers, messages),
        _ => listing::page(page, layers, pages, messages),
    }
}

fn inspect_text(
    matches: &ArgMatches,
    session: &Session,
    file: &str,
    bytes: &[u8],
) -> Result<String, Failure> {
    let format = matches
        .get_one::<String>("format")
        .map_or("text", String::as_str);
    if matches.contains_id("page") || format == "svg" {
        return Err(Failure::usage(
            session.messages.with("inspect.text_has_no_pages", &[file]),
        ));
    }
    let document = Pipeline::new(Catalogue::embedded())
        .read(bytes, file, &session.options(matches)?)
        .map_err(|error| {
            Failure::new(
                session
                    .messages
                    .with("failed", &[file, &session.cause(&error)]),
            )
        })?
        .value
        .0;
    if format == "json" {
        return Ok(page_json::pretty(
            &serde_json::to_value(&document).unwrap_or_default(),
        ));
    }
    let mut text = String::new();
    let (lines, blocks) = (
        document.lines.unwrap_or(0).to_string(),
        document.blocks.len().to_string(),
    );
    let _ = writeln!(
        text,
        "{}",
        session
            .messages
            .with("inspect.text_head", &[&lines, &blocks])
    );
    text.push_str(&hyokasho_read_text::dump(&document));
    Ok(text)
}
