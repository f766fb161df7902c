//! Reads a PDF, lays out its pages and writes what was seen as JSON: `lay_out_pdf FILE [ROUNDS]`.
//!
//! With ROUNDS the layout alone is repeated that often, and pages a second are printed instead.

use std::error::Error;
use std::time::Instant;

use hyokasho_layout::{LayoutOptions, lay_out};
use hyokasho_read_pdf::{ReadOptions, open};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("usage: lay_out_pdf FILE [ROUNDS]")?;
    let pages = open(std::fs::read(path)?, &ReadOptions::default())?
        .read()
        .value;
    let Some(rounds) = args.next() else {
        let laid = lay_out(&pages, &LayoutOptions::default()).value;
        return Ok(serde_json::to_writer(std::io::stdout().lock(), &laid)?);
    };
    let rounds: u32 = rounds.parse()?;
    let start = Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(lay_out(&pages, &LayoutOptions::default()));
    }
    let count = f64::from(rounds) * pages.len() as f64;
    println!("{:.0} pages/s", count / start.elapsed().as_secs_f64());
    Ok(())
}
