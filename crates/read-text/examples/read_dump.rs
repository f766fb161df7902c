//! Prints a text file as the reader sees it: `cargo run -p hyokasho-read-text --example read_dump FILE`.

use hyokasho_read_text::{ReadOptions, dump, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a text file is wanted")?;
    let read = read(&std::fs::read(path)?, &ReadOptions::default())?;
    print!("{}", dump(&read.value.document));
    for diagnostic in read.diagnostics {
        eprintln!(
            "{} {} {:?}",
            diagnostic.code, diagnostic.message, diagnostic.source
        );
    }
    Ok(())
}
