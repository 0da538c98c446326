//! The decks of this repository: what is said about the one full of mistakes, and the outlines of the others.
//! `BLESS=1 cargo test --test decks` writes `tests/golden/` anew. Manual pages: `tests/spec/errors.md`, `tests/spec/slides.md`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Slides of `decks/bad.md`: each of them stands, whatever the ones before it lack.
const BAD_SLIDES: usize = 44;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn deckle(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deckle"))
        .args(arguments)
        .current_dir(repository())
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .env("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"))
        .output()
        .unwrap()
}

/// Compares with `tests/golden/NAME`, or writes it.
#[track_caller]
fn golden(name: &str, got: &str) {
    let path: PathBuf = repository().join("tests/golden").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, got).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let changed: Vec<String> = expected
        .lines()
        .filter(|line| !got.lines().any(|other| other == *line))
        .map(|line| format!("- {line}"))
        .chain(got.lines().filter(|line| !expected.lines().any(|other| other == *line)).map(|line| format!("+ {line}")))
        .collect();
    assert!(expected == got, "tests/golden/{name} differs (BLESS=1 writes it anew):\n{}", changed.join("\n"));
}

#[test]
fn every_mistake_of_the_bad_deck_is_said_once_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("bad.html");
    let built = deckle(&["build", "decks/bad.md", "-o", out.to_str().unwrap(), "--format", "short", "--quiet"]);
    assert_eq!(built.status.code(), Some(1), "{}", String::from_utf8_lossy(&built.stderr));
    golden("bad.txt", &String::from_utf8(built.stderr).unwrap());
    let deck = std::fs::read_to_string(out).unwrap();
    assert_eq!(deck.matches("<section class=\"slide ").count(), BAD_SLIDES);
}

#[test]
fn every_slide_of_the_bad_deck_stands() {
    let talk = std::fs::read_to_string(repository().join("decks/bad.md")).unwrap();
    let headings = talk.lines().filter(|line| line.starts_with("# ") || line.starts_with("## ")).count();
    assert_eq!(headings, BAD_SLIDES);
    golden("bad.outline", &outline("decks/bad.md"));
}

#[test]
fn the_tour_is_outlined() {
    golden("tour.outline", &outline("decks/tour.md"));
}

#[test]
fn the_lectures_are_outlined() {
    golden("cs-461.outline", &outline("decks/cs-461-apertus/talk.md"));
    golden("fast-weights.outline", &outline("decks/fast-weights/talk.md"));
}

#[test]
fn nothing_in_the_talks_of_this_repository_looks_bad() {
    for talk in ["decks/tour.md", "decks/cs-461-apertus/talk.md", "decks/fast-weights/talk.md"] {
        let ran = deckle(&["check", talk, "--strict"]);
        assert_eq!(String::from_utf8_lossy(&ran.stdout), format!("nothing to mend in {talk}\n"));
        assert!(ran.status.success());
    }
}

fn outline(talk: &str) -> String {
    let ran = deckle(&["outline", talk]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}
