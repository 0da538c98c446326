//! The manual as tests: every example in `tests/spec/*.md` is built, and what comes of it must stand below it.
//!
//! An example is a `md` block, with `file path=…` blocks before it for what it needs beside it. Behind it stands at least
//! one of: `html` (what is on the slides), `outline`, `time` and `check` (what these commands print), `error` (the diagnostics).
//! Diagnostics that no `error` block shows are a failure, and so is a page that has no example and names no other test. `BLESS=1 cargo test --test spec` writes the blocks anew;
//! `PAGE=steps` takes one page only.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::page::{self, Fence, Piece};
use support::pretty;

/// A `md` block, the files beside it, and where its expectations stand among the pieces of its page.
struct Example {
    talk: usize,
    files: Vec<usize>,
    expected: Vec<usize>,
}

#[test]
fn every_example_of_the_manual_holds() {
    let pages = pages();
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(path) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = check_page(path);
                    failures.lock().unwrap().extend(found);
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    assert!(
        failures.is_empty(),
        "\n{}\n\n{} failures (BLESS=1 writes the blocks anew)",
        failures.join("\n"),
        failures.len()
    );
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| {
            std::env::var("PAGE").ok().is_none_or(|page| path.file_stem().is_some_and(|stem| *stem == *page))
        })
        .collect();
    pages.sort();
    assert!(!pages.is_empty(), "the manual has no page");
    pages
}

fn check_page(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    let mut pieces = page::pieces(&text);
    let examples = match examples(&pieces) {
        Ok(examples) if examples.is_empty() => return tested_elsewhere(&text, &name),
        Ok(examples) => examples,
        Err(problem) => return vec![format!("{name}:{problem}")],
    };
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    let mut added = Vec::new();
    for example in &examples {
        let outcome = outcome(&pieces, example);
        for index in &example.expected {
            let fence = fence(&pieces[*index]);
            let got = outcome.of_kind(&fence.kind);
            if bless {
                pieces[*index] = Piece::Fence(Fence { body: got.to_owned(), ..fence.clone() });
            } else if fence.body != got {
                failures.push(format!(
                    "{name}:{}: {} differs\n{}",
                    fence.line,
                    fence.kind,
                    difference(&fence.body, got)
                ));
            }
        }
        let has = |kind: &str| example.expected.iter().any(|index| fence(&pieces[*index]).kind == kind);
        let missing = [
            ("html", example.expected.is_empty()),
            ("error", !outcome.error.is_empty() && !has("error") && !has("check")),
        ];
        for (kind, _) in missing.into_iter().filter(|(_, missing)| *missing) {
            let line = fence(&pieces[example.talk]).line;
            failures.push(format!("{name}:{line}: no {kind} block for\n{}", outcome.of_kind(kind)));
            added.push((example.expected.last().unwrap_or(&example.talk) + 1, kind, outcome.of_kind(kind).to_owned()));
        }
    }
    if !bless {
        return failures;
    }
    for (place, kind, body) in added.into_iter().rev() {
        let new = Fence { kind: kind.to_owned(), rest: String::new(), body, line: 0 };
        pieces.splice(place..place, [Piece::Prose("\n".to_owned()), Piece::Fence(new)]);
    }
    std::fs::write(path, page::join(&pieces)).unwrap();
    Vec::new()
}

/// A page whose matter cannot be shown by an example says which test program holds it: "Tested in `tests/cli.rs`."
fn tested_elsewhere(text: &str, name: &str) -> Vec<String> {
    let named = text.split_once("Tested in `").and_then(|(_, rest)| rest.split_once('`')).map(|(path, _)| path);
    match named {
        Some(path) if Path::new(env!("CARGO_MANIFEST_DIR")).join(path).is_file() => Vec::new(),
        Some(path) => vec![format!("{name}: there is no `{path}`")],
        None => vec![format!("{name}: no example on this page, and no line such as: Tested in `tests/cli.rs`.")],
    }
}

fn examples(pieces: &[Piece]) -> Result<Vec<Example>, String> {
    let mut examples: Vec<Example> = Vec::new();
    let mut files = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let Piece::Fence(fence) = piece else { continue };
        match fence.kind.as_str() {
            "file" => files.push(index),
            "md" => examples.push(Example { talk: index, files: std::mem::take(&mut files), expected: Vec::new() }),
            "html" | "outline" | "time" | "check" | "error" => match examples.last_mut() {
                Some(example) => example.expected.push(index),
                None => return Err(format!("{}: this {} block follows no md block", fence.line, fence.kind)),
            },
            _ => {}
        }
    }
    Ok(examples)
}

fn fence(piece: &Piece) -> &Fence {
    match piece {
        Piece::Fence(fence) => fence,
        Piece::Prose(text) => unreachable!("an example is made of fences, not of prose: {text}"),
    }
}

struct Outcome {
    html: String,
    outline: String,
    time: String,
    check: String,
    error: String,
}

impl Outcome {
    fn of_kind(&self, kind: &str) -> &str {
        match kind {
            "html" => &self.html,
            "outline" => &self.outline,
            "time" => &self.time,
            "check" => &self.check,
            _ => &self.error,
        }
    }
}

fn outcome(pieces: &[Piece], example: &Example) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    for index in &example.files {
        let file = fence(&pieces[*index]);
        let path = folder.path().join(page::word(&file.rest, "path").unwrap_or("file"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &file.body).unwrap();
    }
    let talk = fence(&pieces[example.talk]);
    std::fs::write(folder.path().join("talk.md"), &talk.body).unwrap();
    let mut build = vec!["build", "talk.md", "-o", "-", "--quiet"];
    build.extend(talk.rest.split_whitespace());
    let built = deckle(folder.path(), &build);
    let printed = |command: &str| match example.expected.iter().any(|index| fence(&pieces[*index]).kind == command) {
        true => String::from_utf8_lossy(&deckle(folder.path(), &[command, "talk.md"]).stdout).into_owned(),
        false => String::new(),
    };
    Outcome {
        html: pretty::slides(&String::from_utf8_lossy(&built.stdout)),
        outline: printed("outline"),
        time: printed("time"),
        check: without_count(&printed("check")),
        error: without_count(&String::from_utf8_lossy(&built.stderr)),
    }
}

/// Messages without the line at the end that counts them.
fn without_count(messages: &str) -> String {
    let (before, last) = messages.trim_end().rsplit_once("\n\n").unwrap_or(("", messages));
    let counts = last.starts_with(|first: char| first.is_ascii_digit()) && last.ends_with(" in talk.md");
    if counts { format!("{before}\n") } else { messages.to_owned() }
}

fn deckle(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deckle"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .env("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"))
        .output()
        .unwrap()
}

/// The lines of both, those that only one of them has marked with `-` (expected) and `+` (got).
fn difference(expected: &str, got: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), got.lines().collect());
    let same_start = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let rest = old.len().min(new.len()) - same_start;
    let same_end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(one, other)| one == other).count();
    let mark = |sign: char, lines: &[&str]| lines.iter().map(|line| format!("    {sign} {line}\n")).collect::<String>();
    let before = &old[same_start.saturating_sub(2)..same_start];
    let (removed, added) = (&old[same_start..old.len() - same_end], &new[same_start..new.len() - same_end]);
    format!("{}{}{}", mark(' ', before), mark('-', removed), mark('+', added))
}
