//! Change rows without end: item cells in several ways of writing, drawn from the form's own nodes, a
//! third of them damaged.

use hyokasho_catalogue::{Form, NodeId};
use hyokasho_document::{Block, BlockKind, Cell};
use hyokasho_source::Place;

/// Steps through the nodes: a prime, so that every node comes.
const STRIDE: usize = 7919;
/// Rows of one date.
const ROWS_A_DATE: usize = 40;

/// A change table of `count` rows under a header, which the form's own columns name.
pub fn change_rows(form: &Form, count: usize) -> Vec<Block> {
    let nodes: Vec<NodeId> = (0..form.nodes.len())
        .filter(|&id| form.nodes[id].key.is_some())
        .collect();
    let columns: Vec<&str> = form
        .nodes
        .iter()
        .filter(|node| {
            node.key
                .as_deref()
                .is_some_and(|key| key.starts_with("changes["))
        })
        .map(|node| node.label.as_str())
        .collect();
    let header = row(0, &columns);
    let rows = (0..count).filter_map(|at| {
        let node = *nodes.get(at * STRIDE % nodes.len().max(1))?;
        let date = format!(
            "{}.{}.1",
            28 - at / (ROWS_A_DATE * 12) % 20,
            12 - at / ROWS_A_DATE % 12
        );
        let cells = [
            "H",
            &item(form, node, at),
            &format!("旧{at}課"),
            &format!("新{at}課"),
            "",
            "",
        ];
        let mut cells = cells.map(str::to_owned);
        cells[0].push_str(&date);
        Some(row(at as u32 + 1, &cells))
    });
    std::iter::once(header).chain(rows).collect()
}

fn row<T: AsRef<str>>(number: u32, texts: &[T]) -> Block {
    let place = |column| Place::cell(number + 1, column + 1);
    let cells = (0..)
        .zip(texts)
        .map(|(column, text)| Cell::new(text.as_ref(), column, place(column)))
        .collect();
    Block {
        kind: BlockKind::Row {
            table: 0,
            row: number,
        },
        cells,
    }
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
