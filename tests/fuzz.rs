//! Whatever is written in a talk: no panic, no hang, the same result twice, places that lie in the source, and HTML that
//! is whole. Inputs are the manual's examples, the files in `tests/fuzz/corpus`, and changes made to them by a seeded
//! generator. `DECKLE_FUZZ_SECONDS=600 cargo test --test fuzz` runs longer, `DECKLE_FUZZ_SEED` starts elsewhere.
//!
//! A failing input is made small and written to `target/fuzz`; once mended, it moves to the corpus under a name.

#[path = "fuzz/change.rs"]
mod change;
#[path = "fuzz/checks.rs"]
mod checks;
mod support;

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use support::page::{self, Piece};
use support::random::Random;

/// No input of these sizes takes this long, even on a busy machine in a debug build.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn parsing_survives_anything() {
    run("parse", checks::parse);
}

#[test]
fn building_survives_anything() {
    run("build", checks::build);
}

/// Runs a check on every seed, then on changed seeds until the time is up.
fn run(name: &str, check: fn(&[u8]) -> Result<(), String>) {
    let seeds = seeds();
    let texts: Vec<&str> = seeds.iter().map(|(_, text)| text.as_str()).collect();
    let seconds = environment("DECKLE_FUZZ_SECONDS").unwrap_or(3);
    let mut random = Random(environment("DECKLE_FUZZ_SEED").unwrap_or(1));
    let start = Instant::now();
    let mut count = 0u64;
    for (seed, text) in &seeds {
        guarded(name, check, text.as_bytes(), seed);
        count += 1;
    }
    while start.elapsed() < Duration::from_secs(seconds) {
        let before = random.0;
        let input = change::input(&mut random, &texts);
        guarded(name, check, &input, &format!("seed {before}"));
        count += 1;
    }
    println!("{name}: {count} inputs from {} seeds in {:.1} s", seeds.len(), start.elapsed().as_secs_f32());
}

fn environment(key: &str) -> Option<u64> {
    std::env::var(key)
        .ok()
        .map(|value| value.parse().unwrap_or_else(|_| panic!("{key} is a whole number, not `{value}`")))
}

/// The corpus and the examples of the manual, each with its name.
fn seeds() -> Vec<(String, String)> {
    let mut seeds = Vec::new();
    for path in files("tests/fuzz/corpus") {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        seeds.push((path.display().to_string(), text));
    }
    for path in files("tests/spec") {
        for piece in page::pieces(&std::fs::read_to_string(&path).unwrap()) {
            if let Piece::Fence(fence) = piece
                && fence.kind == "md"
            {
                seeds.push((format!("{}:{}", path.display(), fence.line), fence.body));
            }
        }
    }
    seeds
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    files
}

/// Runs a check in a thread of its own; a failure or a hang ends the test with the input in a file.
fn guarded(name: &str, check: fn(&[u8]) -> Result<(), String>, input: &[u8], origin: &str) {
    if let Err(problem) = outcome(check, input) {
        let small = if problem.contains("took longer") { input.to_vec() } else { shrunk(check, input) };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}-{:016x}.md", small.iter().fold(1469598103934665603u64, hash)));
        std::fs::write(&path, &small).unwrap();
        panic!("{origin}: {problem}\nthe input, made small, stands in {}:\n{}", path.display(), small.escape_ascii());
    }
}

// FNV-1a, for a file name that stays the same for the same input.
fn hash(sum: u64, byte: &u8) -> u64 {
    (sum ^ u64::from(*byte)).wrapping_mul(1099511628211)
}

fn outcome(check: fn(&[u8]) -> Result<(), String>, input: &[u8]) -> Result<(), String> {
    let (done, wait) = mpsc::channel();
    let copy = input.to_vec();
    // The main thread's stack of 8 MiB, as when the program is run by a person.
    let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(move || done.send(check(&copy))).unwrap();
    match wait.recv_timeout(PATIENCE) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(format!("took longer than {} s", PATIENCE.as_secs())),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            let panic = thread.join().err();
            let words = panic.as_ref().and_then(|panic| {
                panic
                    .downcast_ref::<String>()
                    .cloned()
                    .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            });
            Err(format!("panicked: {}", words.unwrap_or_default()))
        }
    }
}

/// Takes pieces out of a failing input as long as it still fails, for at most half a minute.
fn shrunk(check: fn(&[u8]) -> Result<(), String>, input: &[u8]) -> Vec<u8> {
    let start = Instant::now();
    let mut small = input.to_vec();
    let mut length = small.len().div_ceil(2);
    while length > 0 {
        let mut at = 0;
        while at < small.len() && start.elapsed() < Duration::from_secs(30) {
            let mut shorter = small.clone();
            shorter.drain(at..(at + length).min(small.len()));
            if outcome(check, &shorter).is_err() { small = shorter } else { at += length }
        }
        length /= 2;
    }
    small
}
