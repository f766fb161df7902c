//! Merged cells that the copy prints again in every column and row that they span.
//!
//! Input: the blocks of a text. Output: the same, each merged cell once; its repetitions stand behind the table as
//! furniture. Some converters write tables so, all of them: rows whose cells are all the same (the headings of a form
//! span its tables), or labels repeated row by row, tell such a copy. In other copies equal neighbours are left alone.

use hyokasho_document::{Block, BlockKind, Cell, Run};
use hyokasho_normalize::dates;

/// Rows whose cells all say the same that tell such a copy.
const FEWEST_HEADINGS: usize = 2;
/// Rows one below another with the same first cell that tell such a copy.
const FEWEST_BELOW: usize = 3;
/// Characters of a text that is looked at: single marks stand side by side.
const SHORTEST: usize = 2;
/// Characters of a label that spans rows.
const SHORTEST_LABEL: usize = 3;
/// Cells of a row in which texts may be the same side by side and one below another: a change table's.
const WIDE: usize = 5;

/// Takes the repetitions out of the tables.
pub(crate) fn take_repeats(blocks: &mut Vec<Block>) {
    if !repeats_merged_cells(blocks) {
        return;
    }
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut above: Vec<String> = Vec::new();
    let mut table = None;
    let mut repeats: Vec<Cell> = Vec::new();
    for mut block in std::mem::take(blocks) {
        let of = table_of(&block);
        if of != table {
            table = of;
            above.clear();
            kept.extend(furniture(&mut repeats));
        }
        if of.is_some() {
            let texts = block.cells.iter().map(|cell| cell.text.clone()).collect();
            if is_of_form(&block) {
                blank_below(&mut block, &above, &mut repeats);
                join_beside(&mut block, &mut repeats);
            }
            above = texts;
        }
        kept.push(block);
    }
    kept.extend(furniture(&mut repeats));
    *blocks = kept;
}

/// Whether the copy prints merged cells again.
fn repeats_merged_cells(blocks: &[Block]) -> bool {
    let mut headings = 0;
    let mut below = 1;
    let mut last: Option<(u32, &str)> = None;
    for block in blocks {
        let (Some(table), Some(first)) = (table_of(block), block.cells.first()) else {
            last = None;
            continue;
        };
        let text = first.text.as_str();
        let heading = is_heading(&block.cells);
        let repeats = heading || last == Some((table, text));
        // a look at few rows
        if repeats && (!is_of_form(block) || text.chars().nth(SHORTEST_LABEL - 1).is_none()) {
            last = None;
            continue;
        }
        headings += usize::from(heading);
        let more = block.cells.len() > 1 && !heading;
        below = if more && repeats { below + 1 } else { 1 };
        last = more.then_some((table, text));
        if headings >= FEWEST_HEADINGS || below >= FEWEST_BELOW {
            return true;
        }
    }
    false
}

/// The table of a row.
fn table_of(block: &Block) -> Option<u32> {
    match block.kind {
        BlockKind::Row { table, .. } => Some(table),
        _ => None,
    }
}

/// Whether the row is one of the form's own tables: narrower than a change table, and without a date before it.
fn is_of_form(block: &Block) -> bool {
    let first = block.cells.first().map_or("", |cell| cell.text.as_str());
    block.cells.len() < WIDE && dates::parse(first).is_none_or(|date| date.found.start > 0)
}

/// Whether all cells of a row say the same.
fn is_heading(cells: &[Cell]) -> bool {
    cells.len() > 1 && cells.windows(2).all(|pair| pair[0].text == pair[1].text)
}

/// Takes cells out that say what the one before them says; that one spans their columns.
fn join_beside(block: &mut Block, repeats: &mut Vec<Cell>) {
    let whole = is_heading(&block.cells);
    let mut kept: Vec<Cell> = Vec::with_capacity(block.cells.len());
    for cell in std::mem::take(&mut block.cells) {
        let long = cell.text.chars().nth(SHORTEST - 1).is_some();
        let before = kept.last_mut();
        match before.filter(|before| (long || whole) && before.text == cell.text) {
            Some(before) => {
                before.column_span += cell.column_span;
                repeats.push(cell);
            }
            None => kept.push(cell),
        }
    }
    block.cells = kept;
}

/// Blanks the first cells of a row that say what the cells above them say, as far as the row says more.
fn blank_below(block: &mut Block, above: &[String], repeats: &mut Vec<Cell>) {
    let same = |(cell, above): &(&Cell, &String)| {
        cell.text == **above && cell.text.chars().nth(SHORTEST_LABEL - 1).is_some()
    };
    let same = block.cells.iter().zip(above).take_while(same).count();
    if same == block.cells.len() {
        return;
    }
    for cell in &mut block.cells[..same] {
        let places = cell.runs.iter().map(|run| Run {
            range: 0..0,
            ..*run
        });
        let blank = Cell {
            text: String::new(),
            runs: places.take(1).collect(),
            ..cell.clone()
        };
        repeats.push(std::mem::replace(cell, blank));
    }
}

/// The repetitions as one block, where there are any.
fn furniture(repeats: &mut Vec<Cell>) -> Option<Block> {
    (!repeats.is_empty()).then(|| Block {
        kind: BlockKind::Furniture,
        cells: std::mem::take(repeats),
    })
}
