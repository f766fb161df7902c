//! The catalogue as pages for people: `docs/forms.md` and `docs/items.md`.
//!
//! In: the catalogue. Out: Markdown. Everything Japanese on these pages comes from the data.

use std::fmt::Write as _;

use crate::{Catalogue, Form, FormKind, ItemKind, Node, OptionText, Role, Variant};

const FORMS_HEAD: &str = "# The forms\n\n\
    Generated from `crates/catalogue/forms` by `cargo run -p hyokasho-catalogue --example docs`; do not edit.\n\n\
    Each form lists everything that it prints, in the order of print. Indentation shows what stands under what. \
    Parts, headings, risks, titles of blocks and labels are bold, furniture is in italics; a key follows what \
    labels an item.\n";

const ITEMS_HEAD: &str = "# The items\n\n\
    Generated from `crates/catalogue/forms` by `cargo run -p hyokasho-catalogue --example docs`; do not edit.\n\n\
    One key an item, the same on every form and in every revision. The columns full, focused and basic hold the \
    item's number on that form; an empty cell: the form does not print it.\n\n\
    | key | kind | full | focused | basic | label |\n|---|---|---|---|---|---|\n";

/// `docs/forms.md`: each form's revisions and everything that it prints.
pub fn forms_markdown(catalogue: &Catalogue) -> String {
    let mut page = FORMS_HEAD.to_owned();
    for form in &catalogue.forms {
        form_section(form, &mut page);
    }
    page
}

/// `docs/items.md`: every key with its kind, numbers, label and options, in the order of the fullest form.
pub fn items_markdown(catalogue: &Catalogue) -> String {
    let mut page = ITEMS_HEAD.to_owned();
    let keys = all_keys(catalogue);
    for key in &keys {
        item_row(catalogue, key, &mut page);
    }
    page.push_str("\n## Options\n\nAn option's number is its place in the list.\n");
    for (options, owners) in all_options(catalogue, &keys) {
        options_section(options, &owners, &mut page);
    }
    page
}

fn form_section(form: &Form, page: &mut String) {
    let title = form.titles.first().map_or("", String::as_str);
    line(
        page,
        format_args!("\n## {} {title} (`{}`)\n", form.style, form.kind.as_str()),
    );
    line(
        page,
        format_args!("| revision | printed as | changes | known from |\n|---|---|---|---|"),
    );
    for revision in &form.revisions {
        let changes = revision.changes.join("; ");
        line(
            page,
            format_args!(
                "| {} | {} | {changes} | {} |",
                revision.date, revision.label, revision.evidence
            ),
        );
    }
    page.push('\n');
    for (id, node) in form.nodes.iter().enumerate() {
        let indent = "  ".repeat(form.ancestors(id).count());
        line(page, format_args!("{indent}- {}", node_line(node)));
    }
}

fn node_line(node: &Node) -> String {
    let number = node
        .number
        .as_deref()
        .map_or(String::new(), |number| format!("{number} "));
    let printed = escape(&format!("{number}{}", node.label));
    let mut text = match (node.role, &node.key) {
        (Role::Item, _) => printed,
        (Role::Furniture, _) => format!("*{printed}*"),
        _ => format!("**{printed}**"),
    };
    if let (Some(key), Some(kind)) = (&node.key, node.kind) {
        let _ = write!(text, " `{key}` ({})", kind.as_str());
    }
    if let Some(opens) = &node.opens {
        let _ = write!(text, ", opens `{opens}`");
    }
    text.push_str(&span(node.since.as_deref(), node.until.as_deref()));
    for variant in &node.variants {
        text.push_str(&variant_text(variant));
    }
    if let Some(note) = &node.note {
        let _ = write!(text, ". {}", escape(note.trim_end_matches('.')));
    }
    text
}

fn variant_text(variant: &Variant) -> String {
    let number = variant
        .number
        .as_deref()
        .map_or(String::new(), |number| format!("{number} "));
    let printed = escape(&format!("{number}{}", variant.label));
    format!(
        "; also 「{printed}」{}",
        span(variant.since.as_deref(), variant.until.as_deref())
    )
}

/// `, since 2024-10, until 2025-05`, as far as they are there.
fn span(since: Option<&str>, until: Option<&str>) -> String {
    let since = since.map_or(String::new(), |since| format!(", since {since}"));
    let until = until.map_or(String::new(), |until| format!(", until {until}"));
    since + &until
}

/// Every key once: in the order of the full form, then what only the others print.
fn all_keys(catalogue: &Catalogue) -> Vec<&str> {
    let mut keys: Vec<&str> = Vec::new();
    for form in fullest_first(catalogue) {
        for key in form.keys() {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

fn fullest_first(catalogue: &Catalogue) -> impl Iterator<Item = &Form> {
    FormKind::ALL
        .into_iter()
        .rev()
        .filter_map(|kind| catalogue.form(kind))
}

/// The node of a key on each form that prints it, fullest form first.
fn nodes_of<'a>(catalogue: &'a Catalogue, key: &str) -> Vec<(&'a Form, &'a Node)> {
    let find = |form: &'a Form| Some((form, form.node(form.find_key(key)?)?));
    fullest_first(catalogue).filter_map(find).collect()
}

fn item_row(catalogue: &Catalogue, key: &str, page: &mut String) {
    let nodes = nodes_of(catalogue, key);
    let number = |kind: FormKind| {
        let node = nodes.iter().find(|(form, _)| form.kind == kind);
        node.map_or("", |(_, node)| node.path.as_str())
    };
    let kind = nodes
        .iter()
        .find_map(|(_, node)| node.kind)
        .map_or("", ItemKind::as_str);
    let [full, focused, basic] = [FormKind::Full, FormKind::Focused, FormKind::Basic].map(number);
    let mut labels: Vec<&str> = Vec::new();
    for (_, node) in &nodes {
        if !labels.contains(&node.label.as_str()) {
            labels.push(&node.label);
        }
    }
    let labels = escape(&labels.join(" / "));
    line(
        page,
        format_args!("| `{key}` | {kind} | {full} | {focused} | {basic} | {labels} |"),
    );
}

/// Each list of options once, with the items that have it, in the order of the keys.
fn all_options<'a>(
    catalogue: &'a Catalogue,
    keys: &[&str],
) -> Vec<(&'a [OptionText], Vec<String>)> {
    let mut lists: Vec<(&[OptionText], Vec<String>)> = Vec::new();
    for key in keys {
        let mut own: Vec<&[OptionText]> = Vec::new();
        for (form, node) in nodes_of(catalogue, key) {
            let options = node.options.as_slice();
            if options.is_empty() || own.contains(&options) {
                continue;
            }
            let of_form = if own.is_empty() {
                String::new()
            } else {
                format!(" on the {} form", form.kind.as_str())
            };
            let owner = format!("`{key}`{of_form}");
            own.push(options);
            match lists.iter_mut().find(|(list, _)| *list == options) {
                Some((_, owners)) => owners.push(owner),
                None => lists.push((options, vec![owner])),
            }
        }
    }
    lists
}

fn options_section(options: &[OptionText], owners: &[String], page: &mut String) {
    line(page, format_args!("\n{}\n", owners.join(", ")));
    for (at, option) in options.iter().enumerate() {
        line(page, format_args!("{}. {}", at + 1, option_text(option)));
    }
}

fn option_text(option: &OptionText) -> String {
    let mut text = escape(&option.text);
    for variant in &option.variants {
        let _ = write!(text, "; also 「{}」", escape(variant));
    }
    if !option.excludes.is_empty() {
        let _ = write!(text, "; off where on: {}", option.excludes.join(", "));
    }
    if let Some(other) = &option.alternative_to {
        let _ = write!(text, "; printed in place of {other}");
    }
    if option.parenthesis {
        text.push_str("; with a parenthesis to fill in");
    }
    if option.counted {
        text.push_str("; with a count");
    }
    text
}

/// Characters that Markdown would read as markup.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '|' | '<' | '>' | '[' | ']' | '*' | '_') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = page.write_fmt(text);
    page.push('\n');
}
