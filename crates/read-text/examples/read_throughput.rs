//! How many megabytes a second the reader does on text files, by the wall clock (on a busy machine
//! `perf stat` tells the processor's share):
//! `cargo run --release -p hyokasho-read-text --example read_throughput FILE…`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use hyokasho_read_text::{ReadOptions, read};

/// How long each measurement runs.
const SPAN: Duration = Duration::from_secs(1);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let start = Instant::now();
        let mut rounds = 0;
        while start.elapsed() < SPAN {
            black_box(read(&bytes, &ReadOptions::default())?);
            rounds += 1;
        }
        let rate = (bytes.len() * rounds) as f64 / start.elapsed().as_secs_f64() / 1e6;
        println!("{path}: {rate:.0} MB/s");
    }
    Ok(())
}
