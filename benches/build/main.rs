//! What a build costs, whole process by whole process: cold, warm and unchanged, for the talks in `decks/` and for generated
//! lectures of 100, 1,000 and 10,000 slides, with and without formulas and code. Prints tables; judges nothing, because
//! times on a busy machine prove nothing.
//!
//! Run with `cargo bench --bench build`. After `--`: numbers are other counts of slides, `runs=N` other numbers of runs,
//! `write=FOLDER` only writes the lectures there, for a profiler.

mod figures;
mod lecture;
mod measure;

use lecture::Kind;
use measure::{Before, Build, Cost};
use std::path::Path;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let value = |key: &str| words.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
    let mut counts: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if counts.is_empty() {
        counts = vec![100, 1_000, 10_000];
    }
    if let Some(folder) = value("write") {
        return write(Path::new(folder), &counts);
    }
    let runs = value("runs").and_then(|runs| runs.parse().ok());
    println!("{}\n", measure::machine());
    println!(
        "{:<34} {:>4} {:>9} {:>9} {:>9} {:>8} {:>8} {:>9}",
        "", "runs", "wall", "fastest", "cpu", "peak", "worker", "deck"
    );
    let folder = tempfile::tempdir().expect("a folder for lectures and decks");
    for name in ["cs-461-apertus", "fast-weights"] {
        let talk = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks").join(name).join("talk.md");
        if measure::is_there(&talk) {
            rows(name, &build(folder.path(), &talk), runs.unwrap_or(11));
        }
    }
    for kind in [Kind::Full, Kind::Plain] {
        let mut all = Vec::new();
        for count in &counts {
            let home = folder.path().join(format!("{kind:?}-{count}"));
            let talk = lecture::write(&home, *count, kind).expect("room for a lecture");
            let kind = if kind == Kind::Plain { ", no formulas, no code" } else { "" };
            let runs = runs.unwrap_or(if *count > 2_000 { 3 } else { 11 });
            all.push((*count, rows(&format!("{count} slides{kind}"), &build(&home, &talk), runs)));
        }
        for pair in all.windows(2) {
            growth(&pair[0], &pair[1]);
        }
        println!();
    }
}

fn write(folder: &Path, counts: &[usize]) {
    for kind in [Kind::Full, Kind::Plain] {
        for count in counts {
            let talk = lecture::write(&folder.join(format!("{kind:?}-{count}").to_lowercase()), *count, kind);
            println!("{}", talk.expect("room for a lecture").display());
        }
    }
}

fn build(home: &Path, talk: &Path) -> Build {
    Build { talk: talk.to_path_buf(), output: home.join("deck.html"), cache: home.join("cache") }
}

/// Measures and prints the three rows of a talk.
fn rows(name: &str, build: &Build, runs: usize) -> [Cost; 3] {
    [(Before::Nothing, "cold"), (Before::Cache, "warm"), (Before::Deck, "unchanged")].map(|(before, word)| {
        let cost = build.cost(before, runs);
        let ms = |time: std::time::Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
        let mb = |bytes: u64| if bytes == 0 { "-".to_owned() } else { format!("{:.1} MB", bytes as f64 / 1e6) };
        println!(
            "{:<34} {runs:>4} {:>9} {:>9} {:>9} {:>8} {:>8} {:>9}",
            format!("{name}, {word}"),
            ms(cost.wall),
            ms(cost.fastest),
            ms(cost.processor),
            mb(cost.memory),
            mb(cost.worker),
            mb(cost.bytes),
        );
        cost
    })
}

/// How much more the longer talk takes: its slides, then time on the wall, processor time and memory.
fn growth((few, less): &(usize, [Cost; 3]), (many, more): &(usize, [Cost; 3])) {
    for (index, word) in ["cold", "warm", "unchanged"].into_iter().enumerate() {
        let (less, more) = (less[index], more[index]);
        let times = |small: f64, large: f64| format!("{:.1} ×", large / small.max(f64::MIN_POSITIVE));
        println!(
            "  from {few} to {many} slides ({}), {word}: wall {}, fastest {}, cpu {}, memory {}, deck {}",
            times(*few as f64, *many as f64),
            times(less.wall.as_secs_f64(), more.wall.as_secs_f64()),
            times(less.fastest.as_secs_f64(), more.fastest.as_secs_f64()),
            times(less.processor.as_secs_f64(), more.processor.as_secs_f64()),
            times(less.memory as f64, more.memory as f64),
            times(less.bytes as f64, more.bytes as f64),
        );
    }
}
