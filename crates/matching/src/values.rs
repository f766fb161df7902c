//! Regions to value objects, one way a kind.
//!
//! Input: a node of the catalogue and the text of its region. Output: the value object without its
//! places, and the findings about it. What is not told stays unclear.

use hyokasho_catalogue::{ItemKind, Node};
use hyokasho_model::{Basis, Candidate, Kind, Status, Value, ValueObject};
use hyokasho_normalize::dates::{self, Precision};
use hyokasho_source::{Code, Diagnostic};

use crate::choice::{self, Reading};
use crate::compose::with_printed_marks;
use crate::flags;

/// A value and the findings about it.
pub struct Read {
    /// The value object; places are filled in by the caller.
    pub object: ValueObject,
    /// Findings without key and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads an item's region. `asides` are the furniture texts in angle brackets.
pub fn read(node: &Node, text: &str, asides: &[Vec<char>]) -> Read {
    match node.kind.unwrap_or(ItemKind::Text) {
        ItemKind::Text => read_text(text),
        ItemKind::Choice => read_choice(node, text, asides),
        ItemKind::Flags => read_flags(node, text),
        ItemKind::Date => read_date(text),
        ItemKind::Count => read_count(text),
    }
}

fn object(kind: Kind, status: Status, value: Option<Value>, text: &str) -> ValueObject {
    ValueObject {
        kind,
        status,
        value,
        option: None,
        text: with_printed_marks(text),
        source: Vec::new(),
        basis: None,
        candidates: Vec::new(),
        label_source: Vec::new(),
    }
}

fn clean(object: ValueObject) -> Read {
    Read {
        object,
        diagnostics: Vec::new(),
    }
}

fn read_text(text: &str) -> Read {
    let text = text.trim_start_matches([':', ' ']).trim();
    if hyokasho_normalize::glyphs::is_blank(text) {
        return clean(object(Kind::Text, Status::Blank, None, text));
    }
    let value = Value::Text(with_printed_marks(text));
    let mut object = object(Kind::Text, Status::Filled, Some(value), text);
    object.basis = Some(Basis::Label);
    clean(object)
}

fn read_choice(node: &Node, text: &str, asides: &[Vec<char>]) -> Read {
    let mut diagnostics = Vec::new();
    let mut made = object(Kind::Choice, Status::Unclear, None, text);
    match choice::read(text, node, asides) {
        Reading::Selected {
            option,
            basis,
            repaired,
        } => {
            let official = &node.options[option].text;
            made.status = Status::Filled;
            made.value = Some(Value::Text(official.clone()));
            made.option = Some(option as u32 + 1);
            made.basis = Some(basis);
            if repaired {
                diagnostics.push(Diagnostic::new(
                    Code::OptionRepaired,
                    format!("read as the official option {official}"),
                ));
            }
        }
        Reading::Blank => made.status = Status::Blank,
        Reading::Unclear(options) => {
            let every: Vec<usize> = (0..node.options.len()).collect();
            let options = if options.is_empty() { every } else { options };
            made.candidates = options
                .iter()
                .map(|&option| candidate(&node.options[option].text, None))
                .collect();
        }
        Reading::Foreign(found) => {
            let found = with_printed_marks(&found);
            diagnostics.push(Diagnostic::new(
                Code::OptionUnknown,
                format!("{found} is none of the form's options"),
            ));
            made.candidates = vec![candidate(
                &found,
                Some("printed, and no option of the form"),
            )];
        }
    }
    Read {
        object: made,
        diagnostics,
    }
}

fn candidate(value: &str, reason: Option<&str>) -> Candidate {
    Candidate {
        value: Value::Text(value.to_owned()),
        reason: reason.map(str::to_owned),
    }
}

fn read_flags(node: &Node, text: &str) -> Read {
    let reading = flags::read(text, node);
    let mut diagnostics = Vec::new();
    if reading.contradicts {
        diagnostics.push(Diagnostic::new(
            Code::OptionsContradict,
            "options that exclude one another are marked together",
        ));
    }
    let unclear = reading
        .flags
        .iter()
        .filter(|f| f.state == hyokasho_model::FlagState::Unclear)
        .count();
    if unclear > 0 {
        let message = format!(
            "the state of {unclear} of {} options cannot be told",
            reading.flags.len()
        );
        diagnostics.push(Diagnostic::new(Code::MarkUnclear, message));
    }
    let flags: Vec<_> = reading
        .flags
        .into_iter()
        .map(|mut flag| {
            flag.text = flag.text.map(|text| with_printed_marks(&text));
            flag
        })
        .collect();
    let object = object(Kind::Flags, Status::Filled, Some(Value::Flags(flags)), text);
    Read {
        object,
        diagnostics,
    }
}

fn read_date(text: &str) -> Read {
    if hyokasho_normalize::glyphs::is_blank(text) {
        return clean(object(Kind::Date, Status::Blank, None, text));
    }
    let mut diagnostics = Vec::new();
    let mut made = object(Kind::Date, Status::Unclear, None, text);
    let text: &str = &dates::mend_digits(text);
    let days = different_days(text);
    if days.len() > 1 {
        let reason = Some("one of several dates that are printed");
        made.candidates = days.iter().map(|day| candidate(day, reason)).collect();
        return Read {
            object: made,
            diagnostics,
        };
    }
    match dates::parse(text) {
        Some(parsed) if loses_unit(&parsed.found.iso, &text[parsed.found.end..]) => {
            made.candidates = vec![candidate(
                &parsed.found.iso,
                Some("as printed; a number without its unit follows"),
            )];
        }
        Some(parsed) if parsed.found.valid && !parsed.found.fiscal_year => {
            made.status = Status::Filled;
            made.value = Some(Value::Text(parsed.found.iso));
            made.basis = Some(Basis::Label);
        }
        Some(parsed) => {
            made.candidates = vec![candidate(
                &parsed.found.iso,
                Some("as printed; no day of the calendar"),
            )];
            diagnostics.push(Diagnostic::new(
                Code::DateUnreadable,
                format!("{} is no date", text.trim()),
            ));
        }
        None => diagnostics.push(Diagnostic::new(
            Code::DateUnreadable,
            format!("no date in 「{}」", text.trim()),
        )),
    }
    Read {
        object: made,
        diagnostics,
    }
}

/// Characters of an ISO date with its day.
const WHOLE_DATE: usize = 10;

/// The same with its month.
const DATE_WITH_MONTH: usize = 7;
/// Characters that are a damaged number of a month or a day at most.
const DAMAGED_NUMBER: usize = 2;

/// Whether a number stands behind a date that has no day or no month: it may be the one that lost its unit. Or
/// the unit that the date lacks stands there, behind what may be its number: no word that tells a part of the
/// month (中旬), which is written in kanji.
fn loses_unit(iso: &str, behind: &str) -> bool {
    let behind = behind.trim_start();
    let unit = match iso.len() {
        WHOLE_DATE.. => return false,
        DATE_WITH_MONTH.. => '日',
        _ => '月',
    };
    let numbered = behind.find(unit).is_some_and(|at| {
        let number = behind[..at].trim_end();
        let kanji = |c: char| matches!(c, '一'..='鿿' | 'ぁ'..='ヿ');
        (1..=DAMAGED_NUMBER).contains(&number.chars().count()) && !number.contains(kanji)
    });
    numbered || behind.starts_with(|c: char| c.is_ascii_digit())
}

/// The different full dates that a text prints; the end of a range is none of its own.
fn different_days(text: &str) -> Vec<String> {
    let mut days: Vec<String> = Vec::new();
    let mut end = None;
    for found in dates::find_all(text) {
        let ends_range = end.is_some_and(|end: usize| dates::is_range(&text[end..found.start]));
        end = Some(found.end);
        let whole = found.precision == Precision::Day && found.valid;
        if whole && !ends_range && !days.contains(&found.iso) {
            days.push(found.iso);
        }
    }
    days
}

/// The number in `( n ) 件`; the last parenthesis that holds a number alone, or nothing.
fn read_count(text: &str) -> Read {
    let mut blank = false;
    for (close, _) in text.rmatch_indices(')') {
        let Some(open) = text[..close].rfind('(') else {
            continue;
        };
        let inside = text[open + 1..close].trim();
        if hyokasho_normalize::glyphs::is_blank(inside) {
            blank = true;
            continue;
        }
        let count = hyokasho_normalize::numbers::parse_count(inside);
        if let Some(count) = count.filter(|c| c.start == 0 && c.end == inside.len()) {
            let mut made = object(
                Kind::Count,
                Status::Filled,
                Some(Value::Count(count.value)),
                &text[open..=close],
            );
            made.basis = Some(Basis::Count);
            return clean(made);
        }
    }
    let status = if blank {
        Status::Blank
    } else {
        Status::Unclear
    };
    clean(object(Kind::Count, status, None, text))
}

/// The model's kind of an item.
pub fn kind_of(node: &Node) -> Kind {
    match node.kind.unwrap_or(ItemKind::Text) {
        ItemKind::Text => Kind::Text,
        ItemKind::Choice => Kind::Choice,
        ItemKind::Flags => Kind::Flags,
        ItemKind::Date => Kind::Date,
        ItemKind::Count => Kind::Count,
    }
}
