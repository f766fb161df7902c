//! Reads TOML tables field by field, with the line of each.
//!
//! In: a parsed table with byte spans. Out: values and their lines; a field of the wrong type, a
//! lacking one and one that nobody asked for each make a [`Problem`](crate::Problem), and reading goes on.

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::problem::Problems;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at + 1).collect())
    }

    /// The line, from 1, that holds the byte at `offset`.
    pub(crate) fn line(&self, offset: usize) -> u32 {
        self.0.partition_point(|&start| start <= offset) as u32 + 1
    }
}

/// A table whose fields are asked for by name.
pub(crate) struct Fields<'a, 'i> {
    table: &'a DeTable<'i>,
    lines: &'a Lines,
    /// The line on which the table begins.
    pub(crate) line: u32,
    asked: Vec<&'static str>,
}

/// A value with its line.
pub(crate) type Lined<T> = (T, u32);

impl<'a, 'i> Fields<'a, 'i> {
    pub(crate) fn new(table: &'a DeTable<'i>, line: u32, lines: &'a Lines) -> Self {
        Self {
            table,
            lines,
            line,
            asked: Vec::new(),
        }
    }

    /// The value of a field as it stands, with its line.
    pub(crate) fn value(&mut self, name: &'static str) -> Option<Lined<&'a DeValue<'i>>> {
        self.asked.push(name);
        let value = self.table.get(name)?;
        Some((value.get_ref(), self.lines.line(value.span().start)))
    }

    pub(crate) fn text(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
    ) -> Option<Lined<String>> {
        let (value, line) = self.value(name)?;
        text_of(name, value, line, problems).map(|text| (text, line))
    }

    /// A text field that must be there and say something; empty where it does not.
    pub(crate) fn needed_text(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
    ) -> Lined<String> {
        let Some(line) = self.line_of(name) else {
            self.asked.push(name);
            problems.add(self.line, format!("the field `{name}` is lacking"));
            return (String::new(), self.line);
        };
        let text = self.text(name, problems);
        if text
            .as_ref()
            .is_some_and(|(text, _)| text.trim().is_empty())
        {
            problems.add(line, format!("the field `{name}` is empty"));
        }
        text.unwrap_or((String::new(), line))
    }

    pub(crate) fn flag(&mut self, name: &'static str, problems: &mut Problems) -> bool {
        let Some((value, line)) = self.value(name) else {
            return false;
        };
        value.as_bool().unwrap_or_else(|| {
            problems.add(
                line,
                format!("`{name}` must be true or false, not {}", value.type_str()),
            );
            false
        })
    }

    pub(crate) fn list(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
    ) -> Vec<Lined<&'a DeValue<'i>>> {
        let Some((value, line)) = self.value(name) else {
            return Vec::new();
        };
        if let Some(array) = value.as_array() {
            return lined(array, self.lines);
        }
        problems.add(
            line,
            format!("`{name}` must be a list, not {}", value.type_str()),
        );
        Vec::new()
    }

    pub(crate) fn texts(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
    ) -> Vec<Lined<String>> {
        let list = self.list(name, problems);
        list.into_iter()
            .filter_map(|(value, line)| Some((text_of(name, value, line, problems)?, line)))
            .collect()
    }

    /// The tables of a list of tables (`[[node]]`).
    pub(crate) fn tables(
        &mut self,
        name: &'static str,
        problems: &mut Problems,
    ) -> Vec<Fields<'a, 'i>> {
        let lines = self.lines;
        let list = self.list(name, problems);
        list.into_iter()
            .filter_map(|(value, line)| {
                let table = value.as_table();
                if table.is_none() {
                    problems.add(
                        line,
                        format!("`{name}` must hold tables, not {}", value.type_str()),
                    );
                }
                table.map(|table| Fields::new(table, line, lines))
            })
            .collect()
    }

    /// The line of a field, where it is there.
    pub(crate) fn line_of(&self, name: &str) -> Option<u32> {
        self.table
            .get_key_value(name)
            .map(|(key, _)| self.lines.line(key.span().start))
    }

    /// The lines that all this table's lines are counted by.
    pub(crate) fn lines(&self) -> &'a Lines {
        self.lines
    }

    /// Reports the fields that were not asked for.
    pub(crate) fn finish(self, problems: &mut Problems) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !self.asked.contains(&name) {
                problems.add(
                    self.lines.line(key.span().start),
                    format!("no field is called `{name}` here"),
                );
            }
        }
    }
}

/// The elements of an array with their lines.
pub(crate) fn lined<'a, 'i>(array: &'a DeArray<'i>, lines: &Lines) -> Vec<Lined<&'a DeValue<'i>>> {
    array
        .iter()
        .map(|value: &Spanned<DeValue<'i>>| (value.get_ref(), lines.line(value.span().start)))
        .collect()
}

fn text_of(name: &str, value: &DeValue<'_>, line: u32, problems: &mut Problems) -> Option<String> {
    let text = value.as_str();
    if text.is_none() {
        problems.add(
            line,
            format!("`{name}` must be text, not {}", value.type_str()),
        );
    }
    text.map(str::to_owned)
}
