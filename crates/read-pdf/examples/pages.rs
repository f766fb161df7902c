//! Prints what the reader sees of a PDF, page by page as JSON lines: `pages FILE.pdf`; with `--time`,
//! counts and the time instead.

use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("pages FILE.pdf [--time]")?;
    let bytes = std::fs::read(path)?;
    let start = Instant::now();
    let read = hyokasho_read_pdf::read(bytes, &hyokasho_read_pdf::ReadOptions::default())?;
    if arguments.next().is_some() {
        let glyphs: usize = read.value.iter().map(|page| page.glyphs.len()).sum();
        let rules: usize = read.value.iter().map(|page| page.rules.len()).sum();
        let shapes: usize = read.value.iter().map(|page| page.shapes.len()).sum();
        println!(
            "{} pages, {glyphs} glyphs, {rules} rules, {shapes} shapes, {:?}",
            read.value.len(),
            start.elapsed()
        );
    } else {
        for page in &read.value {
            let text: String = page
                .glyphs
                .iter()
                .map(|glyph| glyph.text.as_str())
                .collect();
            println!("{} {}x{} {text}", page.number, page.width, page.height);
            println!(
                "{:?}\n{:?}\n{:?}\n{:?}",
                page.rules, page.shapes, page.images, page.fields
            );
        }
    }
    for finding in &read.diagnostics {
        println!(
            "{} {:?} {:?}",
            finding.code, finding.message, finding.source
        );
    }
    Ok(())
}
