//! Damaged files by the hundred: bytes flipped, tails cut, pieces of one file put into another.
//! None may panic or take long. `HYOKASHO_MUTATIONS=2000` makes the run longer.

mod common;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use common::sheet;
use hyokasho_read_pdf::{ReadOptions, read};

/// Files of the ordinary run.
const RUNS: usize = 300;
/// No file may take longer.
const LIMIT: Duration = Duration::from_secs(5);
/// Larger fixtures are left to the long run.
const SMALL: u64 = 100_000;

/// The generator of Steele and others' `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

fn seeds(all: bool) -> Vec<Vec<u8>> {
    let mut form = sheet(
        "/Span<</ActualText<FEFF76EE>>>BDC BT /F1 10 Tf 2 Tr 20 30 Td [(A) -50 (B)] TJ ET EMC /X Do",
    );
    form.resources = "/XObject<</X 10 0 R>>".into();
    form.objects = vec![(
        "<</Subtype/Form/BBox[0 0 99 99]>>".into(),
        Some(b"0 0 m 9 9 l S 1 1 8 8 re f".to_vec()),
    )];
    let mut seeds = vec![form.pdf()];
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/pdf");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    paths.sort();
    for path in paths {
        let bytes = std::fs::read(&path).expect("a fixture");
        if all || bytes.len() as u64 <= SMALL {
            seeds.push(bytes);
        }
    }
    seeds
}

fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    match random.below(4) {
        0 => flip(&mut bytes, random),
        1 => bytes.truncate(random.below(bytes.len())),
        2 => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len());
            let piece = &other[from..(from + random.below(4_000)).min(other.len())];
            let at = random.below(bytes.len());
            let end = (at + random.below(4_000)).min(bytes.len());
            bytes.splice(at..end, piece.iter().copied());
        }
        _ => digits(&mut bytes, random),
    }
    bytes
}

fn flip(bytes: &mut [u8], random: &mut Random) {
    for _ in 0..=random.below(200) {
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
}

/// Changes digits, so that references, lengths and offsets point elsewhere.
fn digits(bytes: &mut [u8], random: &mut Random) {
    for _ in 0..2_000 {
        let at = random.below(bytes.len());
        if bytes[at].is_ascii_digit() {
            bytes[at] = b'0' + random.below(10) as u8;
        }
    }
}

#[test]
fn damaged_files_neither_panic_nor_hang() {
    let asked = std::env::var("HYOKASHO_MUTATIONS")
        .ok()
        .and_then(|runs| runs.parse().ok());
    let runs = asked.unwrap_or(RUNS);
    let seeds = seeds(asked.is_some());
    let mut random = Random(4);
    let (mut pages, mut errors, mut slowest) = (0, 0, Duration::ZERO);
    for run in 0..runs {
        let bytes = mutated(&seeds, &mut random);
        let start = Instant::now();
        match read(bytes, &ReadOptions::default()) {
            Ok(read) => pages += read.value.len(),
            Err(_) => errors += 1,
        }
        let taken = start.elapsed();
        slowest = slowest.max(taken);
        assert!(taken < LIMIT, "run {run} took {taken:?}");
    }
    println!("{runs} files: {pages} pages, {errors} errors, slowest {slowest:?}");
    assert!(pages > runs && errors > 0);
}
