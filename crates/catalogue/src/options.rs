//! Reads lists of options: a node's own, and the named sets of `options.toml`.
//!
//! An option is its official text alone or a table. The rules about one list (no option twice,
//! links that lead to an option of the list) are checked here, where each option's line is known.

use rustc_hash::FxHashMap;
use toml::de::{DeTable, DeValue};

use crate::OptionText;
use crate::fields::{Fields, Lined, Lines, lined};
use crate::problem::Problems;

/// The named lists of `options.toml`.
pub(crate) type OptionSets = FxHashMap<String, Vec<OptionText>>;

/// What a node says of its options: `@name` of a set, or a list of its own.
pub(crate) fn read_node_options(
    fields: &mut Fields<'_, '_>,
    sets: &OptionSets,
    used: &mut Vec<String>,
    problems: &mut Problems,
) -> Vec<OptionText> {
    let lines = fields.lines();
    match fields.value("options") {
        None => Vec::new(),
        Some((DeValue::Array(array), _)) => read_list(&lined(array, lines), lines, problems),
        Some((value, line)) => {
            let name = value.as_str().and_then(|text| text.strip_prefix('@'));
            let Some(name) = name else {
                problems.add(
                    line,
                    "`options` must be a list or the name of a set, \"@name\"",
                );
                return Vec::new();
            };
            used.push(name.to_owned());
            sets.get(name).cloned().unwrap_or_else(|| {
                problems.add(line, format!("there is no option set `{name}`"));
                Vec::new()
            })
        }
    }
}

/// The named sets of `options.toml`, with the line of each.
pub(crate) fn read_sets(
    table: &DeTable<'_>,
    lines: &Lines,
    problems: &mut Problems,
) -> (OptionSets, Vec<Lined<String>>) {
    let mut sets = OptionSets::default();
    let mut names = Vec::new();
    for (key, value) in table {
        let line = lines.line(key.span().start);
        let Some(array) = value.get_ref().as_array() else {
            problems.add(
                line,
                format!("the option set `{}` must be a list", key.get_ref()),
            );
            continue;
        };
        let options = read_list(&lined(array, lines), lines, problems);
        if options.is_empty() {
            problems.add(line, format!("the option set `{}` is empty", key.get_ref()));
        }
        sets.insert(key.get_ref().to_string(), options);
        names.push((key.get_ref().to_string(), line));
    }
    (sets, names)
}

fn read_list(
    list: &[Lined<&DeValue<'_>>],
    lines: &Lines,
    problems: &mut Problems,
) -> Vec<OptionText> {
    let options: Vec<Lined<OptionText>> = list
        .iter()
        .filter_map(|&(value, line)| Some((read_option(value, line, lines, problems)?, line)))
        .collect();
    check_printings(&options, problems);
    check_links(&options, problems);
    options.into_iter().map(|(option, _)| option).collect()
}

fn read_option(
    value: &DeValue<'_>,
    line: u32,
    lines: &Lines,
    problems: &mut Problems,
) -> Option<OptionText> {
    match value {
        DeValue::String(text) if text.trim().is_empty() => {
            problems.add(line, "the option is empty");
            None
        }
        DeValue::String(text) => Some(OptionText {
            text: text.to_string(),
            ..OptionText::default()
        }),
        DeValue::Table(table) => {
            let mut fields = Fields::new(table, line, lines);
            let texts = |list: Vec<Lined<String>>| list.into_iter().map(|(text, _)| text).collect();
            let option = OptionText {
                text: fields.needed_text("text", problems).0,
                variants: texts(fields.texts("variants", problems)),
                excludes: texts(fields.texts("excludes", problems)),
                parenthesis: fields.flag("parenthesis", problems),
                counted: fields.flag("counted", problems),
                alternative_to: fields
                    .text("alternative_to", problems)
                    .map(|(text, _)| text),
            };
            fields.finish(problems);
            Some(option)
        }
        other => {
            problems.add(
                line,
                format!(
                    "an option must be text or a table, not {}",
                    other.type_str()
                ),
            );
            None
        }
    }
}

/// No printing of an option is that of another one, and no variant is empty.
fn check_printings(options: &[Lined<OptionText>], problems: &mut Problems) {
    let mut seen: Vec<&str> = Vec::new();
    for (option, line) in options {
        if option
            .variants
            .iter()
            .any(|variant| variant.trim().is_empty())
        {
            problems.add(*line, "a variant of the option is empty");
        }
        for printing in std::iter::once(&option.text).chain(&option.variants) {
            if !printing.is_empty() && seen.contains(&printing.as_str()) {
                problems.add(
                    *line,
                    format!("the option 「{printing}」 stands twice in the list"),
                );
            }
            seen.push(printing);
        }
    }
}

/// `excludes` and `alternative_to` lead to other options of the list.
fn check_links(options: &[Lined<OptionText>], problems: &mut Problems) {
    for (at, (option, line)) in options.iter().enumerate() {
        let links = option.excludes.iter().map(|to| ("excludes", to));
        let links = links.chain(
            option
                .alternative_to
                .iter()
                .map(|to| ("alternative_to", to)),
        );
        for (field, to) in links {
            let found = options
                .iter()
                .enumerate()
                .any(|(other, (o, _))| other != at && o.text == *to);
            if !found {
                problems.add(
                    *line,
                    format!("`{field}` names 「{to}」, which is no other option of the list"),
                );
            }
        }
    }
}
