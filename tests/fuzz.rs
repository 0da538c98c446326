//! Whatever is written in a talk: no panic, no hang, the same result twice, no text lost, places that lie in the source, and
//! HTML that is whole. Inputs are the manual's examples, the files in `tests/fuzz/corpus`, and changes made to them by a seeded
//! generator. `DECKLE_FUZZ_SECONDS=600 cargo test --test fuzz` runs longer, `DECKLE_FUZZ_SEED` starts elsewhere.
//!
//! Failing inputs are made small and written to `target/fuzz`; once mended, they move to the corpus under names.

#[path = "fuzz/change.rs"]
mod change;
#[path = "fuzz/checks.rs"]
mod checks;
mod support;

use std::collections::{BTreeMap, btree_map::Entry};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use support::page::{self, Piece};
use support::random::Random;

/// No input of these sizes takes this long, even on a busy machine in a debug build.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn parsing_survives_anything() {
    run("parse", 3000, checks::parse, change::input);
}

#[test]
fn building_survives_anything() {
    run("build", 60, checks::build, change::input);
}

#[test]
fn no_text_is_lost() {
    run("lost", 3000, checks::nothing_lost, |random, seeds| change::marked(random, seeds, checks::MARK));
}

/// What is checked of an input: nothing, or what is wrong.
type Check = fn(&[u8]) -> Result<(), String>;

/// Runs a check on every seed, then on that many changed seeds (or until the time is up), and fails with everything that was found.
fn run(name: &str, inputs: u64, check: Check, next: fn(&mut Random, &[&str]) -> Vec<u8>) {
    let seeds = seeds();
    let texts: Vec<&str> = seeds.iter().map(|(_, text)| text.as_str()).collect();
    // A number of inputs, not a time, so that the same tree gives the same verdict on every machine.
    let seconds = environment("DECKLE_FUZZ_SECONDS");
    let mut random = Random(environment("DECKLE_FUZZ_SEED").unwrap_or(1));
    let start = Instant::now();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut count = 0u64;
    let corpus = seeds.iter().map(|(seed, text)| (seed.clone(), text.clone().into_bytes()));
    let changed = std::iter::from_fn(|| {
        let origin = format!("seed {}", random.0);
        Some((origin, next(&mut random, &texts)))
    });
    let mut left = inputs;
    let changed = changed.take_while(|_| match seconds {
        Some(seconds) => start.elapsed() < Duration::from_secs(seconds),
        None => left.checked_sub(1).map(|less| left = less).is_some(),
    });
    for (origin, input) in corpus.chain(changed) {
        count += 1;
        let Err(problem) = outcome(check, &input) else { continue };
        // Problems that differ only in numbers and in what is quoted are one problem.
        let words = problem.split(['\'', '`', '{']).next().unwrap_or("");
        let Entry::Vacant(place) = found.entry(words.replace(|one: char| one.is_ascii_digit(), "")) else { continue };
        let hangs = problem.contains("took longer");
        let small = if hangs { input } else { shrunk(check, &input) };
        place.insert(format!("{origin}: {problem}\n{}", kept(name, &small)));
        if hangs || found.len() == 10 {
            break;
        }
    }
    println!("{name}: {count} inputs from {} seeds in {:.1} s", seeds.len(), start.elapsed().as_secs_f32());
    assert!(found.is_empty(), "{}", found.into_values().collect::<Vec<_>>().join("\n\n"));
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

/// Writes a failing input to a file and says which.
fn kept(name: &str, input: &[u8]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    let path = folder.join(format!("{name}-{:016x}.md", input.iter().fold(1469598103934665603u64, hash)));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(&path, input).unwrap();
    format!("the input, made small, stands in {}:\n{}", path.display(), input.escape_ascii())
}

// FNV-1a, for a file name that stays the same for the same input.
fn hash(sum: u64, byte: &u8) -> u64 {
    (sum ^ u64::from(*byte)).wrapping_mul(1099511628211)
}

/// Runs a check in a thread of its own; a panic and a hang are failures.
fn outcome(check: Check, input: &[u8]) -> Result<(), String> {
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

/// Takes pieces out of a failing input as long as it still fails, for at most ten seconds.
fn shrunk(check: Check, input: &[u8]) -> Vec<u8> {
    let start = Instant::now();
    let mut small = input.to_vec();
    let mut length = small.len().div_ceil(2);
    while length > 0 {
        let mut at = 0;
        while at < small.len() && start.elapsed() < Duration::from_secs(10) {
            let mut shorter = small.clone();
            shorter.drain(at..(at + length).min(small.len()));
            if outcome(check, &shorter).is_err() { small = shorter } else { at += length }
        }
        length /= 2;
    }
    small
}
