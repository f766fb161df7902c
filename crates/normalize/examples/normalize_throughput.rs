//! How many megabytes a second normalization and folding do on a text file:
//! `cargo run --release -p hyokasho-normalize --example normalize_throughput FILE`.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long each measurement runs.
const SPAN: Duration = Duration::from_millis(500);

fn main() -> std::io::Result<()> {
    let path = std::env::args()
        .nth(1)
        .ok_or_else(|| std::io::Error::other("a text file is wanted"))?;
    let raw = std::fs::read_to_string(path)?;
    let normal = hyokasho_normalize::normalize(&raw);
    let mut buffer = String::new();
    measure("normalize, text that needs changes", raw.len(), || {
        black_box(hyokasho_normalize::normalize(&raw)).len()
    });
    measure("normalize_mapped, the same", raw.len(), || {
        black_box(hyokasho_normalize::normalize_mapped(&raw))
            .text
            .len()
    });
    measure("normalize, normalized text", normal.len(), || {
        black_box(hyokasho_normalize::normalize(&normal)).len()
    });
    measure("fold_into", raw.len(), || {
        hyokasho_normalize::fold_into(&raw, &mut buffer);
        black_box(&buffer).len()
    });
    measure("dates::find_all", raw.len(), || {
        black_box(hyokasho_normalize::dates::find_all(&raw)).len()
    });
    Ok(())
}

fn measure(name: &str, bytes: usize, mut run: impl FnMut() -> usize) {
    let start = Instant::now();
    let mut rounds = 0;
    while start.elapsed() < SPAN {
        black_box(run());
        rounds += 1;
    }
    let rate = (bytes * rounds) as f64 / start.elapsed().as_secs_f64() / 1e6;
    println!("{name}: {rate:.0} MB/s");
}
