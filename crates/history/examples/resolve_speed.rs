//! How many generated change rows a second are resolved: item cells in several ways of writing, drawn
//! from the form's own nodes, a third of them damaged.

use std::time::Instant;

use hyokasho_catalogue::{Catalogue, Form, FormKind, NodeId};
use hyokasho_history::Resolver;

const ROWS: usize = 10_000;

fn main() {
    let form = Catalogue::embedded()
        .form(FormKind::Full)
        .expect("the full form");
    let start = Instant::now();
    let resolver = Resolver::new(form, &[]);
    println!("index: {:?}", start.elapsed());
    let nodes: Vec<NodeId> = (0..form.nodes.len())
        .filter(|&id| form.nodes[id].key.is_some())
        .collect();
    let rows: Vec<String> = (0..ROWS)
        .map(|at| item(form, nodes[at * 7919 % nodes.len()], at))
        .collect();
    let distinct: std::collections::BTreeSet<&String> = rows.iter().collect();
    let start = Instant::now();
    let told = rows
        .iter()
        .filter(|row| !resolver.resolve(row, "古い文", "新しい文").keys.is_empty())
        .count();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{ROWS} rows ({} distinct cells), {told} resolved: {:.0} rows/s",
        distinct.len(),
        ROWS as f64 / seconds
    );
}

/// An item cell that names the node, written in one of several ways.
fn item(form: &Form, node: NodeId, at: usize) -> String {
    let mut path = Vec::new();
    let mut over = Some(node);
    while let Some(id) = over {
        path.push(&form.nodes[id]);
        over = form.nodes[id].parent;
    }
    path.reverse();
    let style = at % 6;
    let steps = path.iter().enumerate().map(|(depth, node)| {
        let number = node.number.as_deref().unwrap_or_default();
        let label = node.label.replace("{n}", "1");
        let last = depth + 1 == path.len();
        match style {
            0 if !last => number.to_owned(),
            1 => format!("{number}.{label}"),
            2 => format!("{number} {}", label.chars().take(9).collect::<String>()),
            3 => format!("{number}{}", label.replacen('の', "", 1)),
            _ => format!("{number} {label}"),
        }
    });
    let mut cell = steps
        .collect::<Vec<_>>()
        .join(if style == 4 { "-" } else { " " });
    if at.is_multiple_of(3) {
        let damaged = cell
            .char_indices()
            .nth(at / 3 % cell.chars().count().max(1));
        if let Some((index, c)) = damaged {
            cell.replace_range(index..index + c.len_utf8(), "口");
        }
    }
    cell
}
