//! Loads the catalogue from its files.
//!
//! In: named texts: form files (`form = "full"` …), `options.toml` with the named option sets, and
//! `keys.tsv`, the closed list of keys; of the last two the embedded ones serve where none is given.
//! Out: the forms, and every problem of every file at once. It reads no disk and knows no documents.

use std::sync::OnceLock;

use toml::de::DeTable;

use crate::fields::{Fields, Lined, Lines};
use crate::keys::KeyList;
use crate::nesting::{Stated, nest};
use crate::options::{OptionSets, read_node_options, read_sets};
use crate::problem::{Problem, Problems};
use crate::{Catalogue, Form, FormKind, ItemKind, Node, Revision, Role, Variant};

/// Name of the file with the option sets.
pub const OPTIONS_FILE: &str = "options.toml";
/// Name of the file with the closed list of keys.
pub const KEYS_FILE: &str = "keys.tsv";

/// The files that the program carries, in the order of loading.
pub const EMBEDDED: [(&str, &str); 5] = [
    (KEYS_FILE, include_str!("../forms/keys.tsv")),
    (OPTIONS_FILE, include_str!("../forms/options.toml")),
    ("basic.toml", include_str!("../forms/basic.toml")),
    ("focused.toml", include_str!("../forms/focused.toml")),
    ("full.toml", include_str!("../forms/full.toml")),
];

/// A form as read, with what only the linter needs.
pub(crate) struct ReadForm {
    pub(crate) form: Form,
    pub(crate) stated: Vec<Stated>,
    /// Where each node's fields stand.
    pub(crate) places: Vec<NodePlace>,
    /// The nodes whose `under` leads nowhere.
    pub(crate) lost: Vec<usize>,
    /// The line of `form = …`.
    pub(crate) line: u32,
}

/// Lines of a node and of its fields.
pub(crate) struct NodePlace {
    pub(crate) line: u32,
    fields: Vec<Lined<&'static str>>,
}

impl NodePlace {
    /// The line of a field, or of the node where it has no such field.
    pub(crate) fn of(&self, field: &str) -> u32 {
        self.fields
            .iter()
            .find(|(name, _)| *name == field)
            .map_or(self.line, |&(_, line)| line)
    }
}

impl Catalogue {
    /// The catalogue that the program carries.
    pub fn embedded() -> &'static Self {
        static EMBEDDED_CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        EMBEDDED_CATALOGUE.get_or_init(|| read_all(&EMBEDDED).0)
    }

    /// The catalogue of the given files (name, text).
    ///
    /// # Errors
    /// Every problem of every file, in the order of the files and their lines.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Vec<Problem>> {
        let (catalogue, problems) = read_all(files);
        if problems.is_empty() {
            Ok(catalogue)
        } else {
            Err(problems)
        }
    }
}

/// Every problem of the given files (name, text), in the order of the files and their lines.
pub fn check(files: &[(&str, &str)]) -> Vec<Problem> {
    read_all(files).1
}

/// The file that ends in `name`, or the embedded one.
fn file_or_embedded<'a>(files: &[(&'a str, &'a str)], name: &'static str) -> (&'a str, &'a str) {
    let given = files.iter().find(|(file, _)| base(file) == name);
    given
        .or_else(|| EMBEDDED.iter().find(|(file, _)| *file == name))
        .copied()
        .unwrap_or((name, ""))
}

fn base(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

fn read_all(files: &[(&str, &str)]) -> (Catalogue, Vec<Problem>) {
    let mut found = Vec::new();
    let (keys_name, keys_text) = file_or_embedded(files, KEYS_FILE);
    let mut problems = Problems::new(keys_name);
    let _keys = KeyList::read(keys_text, &mut problems);
    found.extend(problems.into_sorted());

    let (options_name, options_text) = file_or_embedded(files, OPTIONS_FILE);
    let mut problems = Problems::new(options_name);
    let lines = Lines::new(options_text);
    let (sets, _names) = read_sets(
        &parse(options_text, &lines, &mut problems),
        &lines,
        &mut problems,
    );
    found.extend(problems.into_sorted());

    let mut forms: Vec<Form> = Vec::new();
    for (name, text) in files
        .iter()
        .filter(|(name, _)| ![KEYS_FILE, OPTIONS_FILE].contains(&base(name)))
    {
        let mut problems = Problems::new(name);
        if let Some(read) = read_form(text, &sets, &mut problems) {
            forms.push(read.form);
        }
        found.extend(problems.into_sorted());
    }
    forms.sort_by_key(|form| form.kind);
    (Catalogue { forms }, found)
}

/// The table of a TOML text, as far as it can be read.
fn parse<'i>(text: &'i str, lines: &Lines, problems: &mut Problems) -> DeTable<'i> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let line = error.span().map_or(1, |span| lines.line(span.start));
        problems.add(line, error.message());
    }
    table.into_inner()
}

fn read_form(text: &str, sets: &OptionSets, problems: &mut Problems) -> Option<ReadForm> {
    let lines = Lines::new(text);
    let table = parse(text, &lines, problems);
    let mut fields = Fields::new(&table, 1, &lines);
    let (kind, line) = fields.needed_text("form", problems);
    let style = fields.needed_text("style", problems).0;
    let titles = fields
        .texts("titles", problems)
        .into_iter()
        .map(|(title, _)| title)
        .collect();
    let revisions = fields
        .tables("revision", problems)
        .into_iter()
        .map(|f| read_revision(f, problems))
        .collect();
    let mut used = Vec::new();
    let mut nodes = Vec::new();
    let mut stated = Vec::new();
    let mut places = Vec::new();
    for table in fields.tables("node", problems) {
        let (node, said, place) = read_node(table, sets, &mut used, problems);
        nodes.push(node);
        stated.push(said);
        places.push(place);
    }
    fields.finish(problems);
    let lost = nest(&mut nodes, &stated);
    let Some(kind) = FormKind::from_name(&kind) else {
        problems.add(line, "`form` must be basic, focused or full");
        return None;
    };
    let form = Form {
        kind,
        style,
        titles,
        revisions,
        nodes,
    };
    Some(ReadForm {
        form,
        stated,
        places,
        lost,
        line,
    })
}

fn read_revision(mut fields: Fields<'_, '_>, problems: &mut Problems) -> Revision {
    let revision = Revision {
        date: fields.needed_text("date", problems).0,
        label: fields.needed_text("label", problems).0,
        changes: fields
            .texts("changes", problems)
            .into_iter()
            .map(|(text, _)| text)
            .collect(),
        evidence: fields.needed_text("evidence", problems).0,
    };
    fields.finish(problems);
    revision
}

/// The fields of a node whose lines the linter asks for.
const PLACED: [&str; 13] = [
    "role", "number", "label", "key", "kind", "path", "options", "variants", "within", "under",
    "opens", "since", "until",
];

fn read_node(
    mut fields: Fields<'_, '_>,
    sets: &OptionSets,
    used: &mut Vec<String>,
    problems: &mut Problems,
) -> (Node, Stated, NodePlace) {
    let place = NodePlace {
        line: fields.line,
        fields: PLACED
            .iter()
            .map(|&name| (name, fields.line_of(name)))
            .collect(),
    };
    let text = |found: Option<Lined<String>>| found.map(|(text, _)| text);
    let (role, role_line) = fields.needed_text("role", problems);
    let kind = fields.text("kind", problems);
    let node = Node {
        role: Role::from_name(&role).unwrap_or_else(|| {
            problems.add(role_line, format!("`{role}` is no role"));
            Role::Furniture
        }),
        key: text(fields.text("key", problems)),
        kind: kind.and_then(|(name, line)| {
            let kind = ItemKind::from_name(&name);
            if kind.is_none() {
                problems.add(line, format!("`{name}` is no kind of an item"));
            }
            kind
        }),
        path: String::new(),
        number: text(fields.text("number", problems)),
        label: fields.needed_text("label", problems).0,
        variants: read_variants(&mut fields, problems),
        options: read_node_options(&mut fields, sets, used, problems),
        within: text(fields.text("within", problems)),
        opens: text(fields.text("opens", problems)),
        parent: None,
        since: text(fields.text("since", problems)),
        until: text(fields.text("until", problems)),
        note: text(fields.text("note", problems)),
    };
    let stated = Stated {
        under: text(fields.text("under", problems)),
        path: text(fields.text("path", problems)),
    };
    fields.finish(problems);
    (node, stated, place)
}

/// Variants: a label alone, or a table.
fn read_variants(fields: &mut Fields<'_, '_>, problems: &mut Problems) -> Vec<Variant> {
    let lines = fields.lines();
    let list = fields.list("variants", problems);
    list.into_iter()
        .filter_map(|(value, line)| {
            if let Some(label) = value.as_str() {
                return Some(Variant {
                    label: label.to_owned(),
                    number: None,
                    since: None,
                    until: None,
                    evidence: None,
                });
            }
            let Some(table) = value.as_table() else {
                problems.add(
                    line,
                    format!(
                        "a variant must be text or a table, not {}",
                        value.type_str()
                    ),
                );
                return None;
            };
            let mut fields = Fields::new(table, line, lines);
            let text = |found: Option<Lined<String>>| found.map(|(text, _)| text);
            let variant = Variant {
                label: fields.needed_text("label", problems).0,
                number: text(fields.text("number", problems)),
                since: text(fields.text("since", problems)),
                until: text(fields.text("until", problems)),
                evidence: text(fields.text("evidence", problems)),
            };
            fields.finish(problems);
            Some(variant)
        })
        .collect()
}
