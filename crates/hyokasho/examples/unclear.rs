//! What a document does not tell: `cargo run -p hyokasho --example unclear -- FILE`.
//!
//! Reads one PDF or text copy and prints each item and each box whose state is unclear, with its
//! candidates and where it stands. Nothing here needs the command line program.

use std::error::Error;
use std::process::ExitCode;

use hyokasho::{Fact, FlagState, Options, Place, Status, Value, extract};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: unclear FILE");
        return Ok(ExitCode::from(2));
    };
    let bytes = std::fs::read(&path)?;
    let document = extract(&bytes, &path.to_string_lossy(), &Options::default())?;
    for fact in &document.value.facts {
        for doubt in doubts(fact) {
            let place = fact.object.source.first().map(named).unwrap_or_default();
            println!("{}\t{}\t{doubt}\t{place}", fact.key, fact.label);
        }
    }
    for finding in &document.diagnostics {
        eprintln!("{}: {}", finding.code, finding.message);
    }
    Ok(ExitCode::SUCCESS)
}

/// The candidates of an unclear item, or the options whose box cannot be told.
fn doubts(fact: &Fact) -> Vec<String> {
    let object = &fact.object;
    if object.status == Status::Unclear {
        let candidates = object.candidates.iter();
        let told = candidates.filter_map(|one| Some(one.value.as_text()?.to_owned()));
        return vec![told.collect::<Vec<_>>().join(" / ")];
    }
    let Some(Value::Flags(flags)) = &object.value else {
        return Vec::new();
    };
    let lost = flags.iter().filter(|flag| flag.state == FlagState::Unclear);
    lost.map(|flag| flag.option.clone()).collect()
}

fn named(place: &Place) -> String {
    match place {
        Place::Page { page, bbox } => format!("page {page}, {bbox:?} points"),
        Place::Line { line, cell: None } => format!("line {line}"),
        Place::Line {
            line,
            cell: Some(cell),
        } => format!("line {line}, cell {cell}"),
    }
}
