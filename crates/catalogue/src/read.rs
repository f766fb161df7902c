//! Reads one form file.
//!
//! In: the text of a form file and the option sets. Out: the form, with the lines of its nodes for
//! the linter. Types and unknown fields are checked here; what the fields say is the linter's concern.

use toml::de::{DeTable, DeValue};

use crate::fields::{Fields, Lined, Lines};
use crate::nesting::{Stated, nest};
use crate::options::{OptionSets, read_node_options};
use crate::problem::Problems;
use crate::{Form, FormKind, ItemKind, Node, NodeId, Revision, Role, Variant};

/// A form as read, with what only the linter needs.
pub(crate) struct ReadForm {
    pub(crate) form: Form,
    pub(crate) stated: Vec<Stated>,
    /// Where each node's fields stand.
    pub(crate) places: Vec<NodePlace>,
    /// The nodes whose `under` leads nowhere.
    pub(crate) lost: Vec<NodeId>,
    /// The line of `form = …`.
    pub(crate) line: u32,
    /// The line of each revision.
    pub(crate) revision_lines: Vec<u32>,
}

/// Lines of a node, of its fields and its variants.
pub(crate) struct NodePlace {
    pub(crate) line: u32,
    fields: Vec<Lined<&'static str>>,
    pub(crate) variants: Vec<u32>,
}

impl NodePlace {
    /// The line of a field, or of the node where it has no such field.
    pub(crate) fn of(&self, field: &str) -> u32 {
        self.fields
            .iter()
            .find(|(name, _)| *name == field)
            .map_or(self.line, |&(_, line)| line)
    }

    /// Whether the node has the field.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|(name, _)| *name == field)
    }
}

/// The table of a TOML text, as far as it can be read.
pub(crate) fn parse<'i>(text: &'i str, lines: &Lines, problems: &mut Problems) -> DeTable<'i> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let line = error.span().map_or(1, |span| lines.line(span.start));
        problems.add(line, error.message());
    }
    table.into_inner()
}

/// Reads a form; `None` where the text does not say which form it is.
pub(crate) fn read_form(
    text: &str,
    sets: &OptionSets,
    used: &mut Vec<String>,
    problems: &mut Problems,
) -> Option<ReadForm> {
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
    let revision_tables = fields.tables("revision", problems);
    let revision_lines = revision_tables.iter().map(|table| table.line).collect();
    let revisions = revision_tables
        .into_iter()
        .map(|table| read_revision(table, problems))
        .collect();
    let mut nodes = Vec::new();
    let mut stated = Vec::new();
    let mut places = Vec::new();
    for table in fields.tables("node", problems) {
        let (node, said, place) = read_node(table, sets, used, problems);
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
        revision_lines,
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
const PLACED: [&str; 14] = [
    "role", "number", "label", "key", "kind", "path", "options", "variants", "within", "under",
    "opens", "since", "until", "name",
];

fn read_node(
    mut fields: Fields<'_, '_>,
    sets: &OptionSets,
    used: &mut Vec<String>,
    problems: &mut Problems,
) -> (Node, Stated, NodePlace) {
    let (variants, variant_lines) = read_variants(&mut fields, problems);
    let place = NodePlace {
        line: fields.line,
        fields: placed(&fields),
        variants: variant_lines,
    };
    let node = Node {
        role: read_role(&mut fields, problems),
        key: optional(fields.text("key", problems)),
        kind: read_kind(&mut fields, problems),
        path: String::new(),
        number: optional(fields.text("number", problems)),
        label: fields.needed_text("label", problems).0,
        variants,
        options: read_node_options(&mut fields, sets, used, problems),
        name: fields.flag("name", problems),
        within: optional(fields.text("within", problems)),
        opens: optional(fields.text("opens", problems)),
        parent: None,
        since: optional(fields.text("since", problems)),
        until: optional(fields.text("until", problems)),
        note: optional(fields.text("note", problems)),
    };
    let stated = Stated {
        under: optional(fields.text("under", problems)),
        path: optional(fields.text("path", problems)),
    };
    fields.finish(problems);
    (node, stated, place)
}

fn placed(fields: &Fields<'_, '_>) -> Vec<Lined<&'static str>> {
    PLACED
        .iter()
        .filter_map(|&name| Some((name, fields.line_of(name)?)))
        .collect()
}

fn optional(found: Option<Lined<String>>) -> Option<String> {
    found.map(|(text, _)| text)
}

/// The role; a node with none is taken for furniture, so that it hides no other problem.
fn read_role(fields: &mut Fields<'_, '_>, problems: &mut Problems) -> Role {
    let (name, line) = fields.needed_text("role", problems);
    Role::from_name(&name).unwrap_or_else(|| {
        if !name.is_empty() {
            problems.add(line, format!("`{name}` is no role"));
        }
        Role::Furniture
    })
}

fn read_kind(fields: &mut Fields<'_, '_>, problems: &mut Problems) -> Option<ItemKind> {
    let (name, line) = fields.text("kind", problems)?;
    let kind = ItemKind::from_name(&name);
    if kind.is_none() {
        problems.add(line, format!("`{name}` is no kind of an item"));
    }
    kind
}

/// Variants, each a label alone or a table, and their lines.
fn read_variants(fields: &mut Fields<'_, '_>, problems: &mut Problems) -> (Vec<Variant>, Vec<u32>) {
    let lines = fields.lines();
    let list = fields.list("variants", problems);
    let read = |(value, line): Lined<&DeValue<'_>>| {
        Some((read_variant(value, line, lines, problems)?, line))
    };
    list.into_iter().filter_map(read).unzip()
}

fn read_variant(
    value: &DeValue<'_>,
    line: u32,
    lines: &Lines,
    problems: &mut Problems,
) -> Option<Variant> {
    if let Some(label) = value.as_str() {
        return Some(Variant {
            label: label.to_owned(),
            ..Variant::default()
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
    let variant = Variant {
        label: fields.needed_text("label", problems).0,
        number: optional(fields.text("number", problems)),
        since: optional(fields.text("since", problems)),
        until: optional(fields.text("until", problems)),
        evidence: optional(fields.text("evidence", problems)),
    };
    fields.finish(problems);
    Some(variant)
}
