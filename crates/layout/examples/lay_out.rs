//! Lays out pages given as JSON on standard input and writes what was seen as JSON.

use hyokasho_document::page::Page;
use hyokasho_layout::{LayoutOptions, lay_out};

fn main() -> serde_json::Result<()> {
    let pages: Vec<Page> = serde_json::from_reader(std::io::stdin().lock())?;
    let laid = lay_out(&pages, &LayoutOptions::default()).value;
    serde_json::to_writer(std::io::stdout().lock(), &laid)
}
