//! The text path on one core, for profilers: `text_path ROUNDS [FILE…]`, bytes to facts.
//!
//! Without files it takes the documents beside the project, or the fixtures. Run it under `perf stat`
//! and divide the bytes that it names by the CPU seconds. No rounds: it prints the facts themselves, to
//! be compared before and after a change.

use hyokasho_benches::{Input, Stages, fixtures, seeds};

/// The program's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let rounds: usize = arguments
        .next()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(20);
    let mut inputs: Vec<Input> = arguments
        .filter_map(|path| {
            std::fs::read(&path)
                .ok()
                .map(|bytes| Input { name: path, bytes })
        })
        .collect();
    if inputs.is_empty() {
        inputs = seeds();
    }
    if inputs.is_empty() {
        inputs = fixtures("markdown");
    }
    let stages = Stages::new();
    if rounds == 0 {
        for input in &inputs {
            print!("{}", String::from_utf8_lossy(&stages.facts(input)));
        }
        return;
    }
    let mut facts = 0;
    for _ in 0..rounds {
        facts = inputs.iter().map(|input| stages.facts(input).len()).sum();
    }
    let bytes: usize = inputs.iter().map(|input| input.bytes.len()).sum();
    println!(
        "{} bytes in, {facts} bytes of facts out, {rounds} rounds: {} bytes",
        bytes,
        bytes * rounds
    );
}
