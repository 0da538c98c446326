//! What must hold for every input.

use crate::support::dom;
use deckle::source::{Files, Source, Span};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

/// Parsing: the same result twice, and every place within the source.
pub fn parse(input: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(input);
    let files = Files::from_text(Path::new("/nowhere"), "talk.md", &text);
    let report = deckle::parse::talk(&files);
    let again = deckle::parse::talk(&Files::from_text(Path::new("/nowhere"), "talk.md", &text));
    if report.value != again.value || report.diagnostics != again.diagnostics {
        return Err("two runs differ".to_owned());
    }
    for diagnostic in &report.diagnostics {
        let places = diagnostic.also.iter().map(|(span, _)| *span).chain([diagnostic.span]);
        for span in places {
            within(&files.source(span.file), span).map_err(|problem| format!("{problem} in {diagnostic:?}"))?;
        }
    }
    let mut ids = BTreeSet::new();
    for slide in &report.value.slides {
        within(&files.source(slide.span.file), slide.span)?;
        if !ids.insert(&slide.id) {
            return Err(format!("two slides have the id `{}`", slide.id));
        }
    }
    Ok(())
}

fn within(source: &Source, span: Span) -> Result<(), String> {
    let (start, end) = (span.start as usize, span.end as usize);
    if source.text.get(start..end).is_none() {
        return Err(format!("{start}..{end} is no place in a source of {} bytes", source.text.len()));
    }
    Ok(())
}

/// No text is lost: every marked word is in the deck or lies inside the place of a diagnostic. Comments that ask to be
/// left out (`<!-- // … -->`, `<!-- TODO … -->`) and definitions of links that nobody uses are not text.
pub fn nothing_lost(input: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(input);
    if text.contains("//") || text.contains("TODO") || text.contains("]:") {
        return Ok(());
    }
    let report = deckle::parse::talk(&Files::from_text(Path::new("/nowhere"), "talk.md", &text));
    let deck = format!("{:?}", report.value);
    for (at, _) in text.match_indices(MARK) {
        let length =
            text[at + MARK.len()..].find(|one: char| !one.is_ascii_digit()).unwrap_or(text.len() - at - MARK.len());
        let word = &text[at..at + MARK.len() + length];
        // These point at one place and say that all around it is not shown.
        let in_yaml = |code: &str| code == "yaml" || code.starts_with("front-matter");
        let said = report.diagnostics.iter().any(|found| {
            let (start, end) = (found.span.start as usize, found.span.end as usize);
            (start..end).contains(&at) || in_yaml(found.code) || (found.code == "comment-unclosed" && start <= at)
        });
        if !deck.contains(word) && !said {
            return Err(format!("a word is lost: `{word}`"));
        }
    }
    Ok(())
}

/// What marked words begin with; a number follows.
pub const MARK: &str = "Kept";

/// The whole program: a known exit code, the same bytes twice, HTML without a fault and without foreign scripts.
pub fn build(input: &[u8]) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    std::fs::write(folder.path().join("talk.md"), input).map_err(|error| error.to_string())?;
    let first = deckle(folder.path())?;
    let second = deckle(folder.path())?;
    let messages = String::from_utf8_lossy(&first.stderr).into_owned();
    let Some(code @ 0..=2) = first.status.code() else {
        return Err(format!("exit: {}\n{messages}", first.status));
    };
    if first.stdout != second.stdout || first.stderr != second.stderr {
        return Err("two builds differ".to_owned());
    }
    if messages.contains("panicked") || messages.contains("a fault of deckle") {
        return Err(messages);
    }
    if code > 0 && messages.is_empty() {
        return Err(format!("exit code {code} without a word"));
    }
    if code == 2 { Ok(()) } else { whole(&String::from_utf8_lossy(&first.stdout)) }
}

fn deckle(folder: &Path) -> Result<Output, String> {
    Command::new(env!("CARGO_BIN_EXE_deckle"))
        .args(["build", "talk.md", "-o", "-", "--format", "short", "--quiet"])
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder)
        .output()
        .map_err(|error| error.to_string())
}

/// Well-formed HTML with unique ids, no script but ours, no handler, no active address.
fn whole(html: &str) -> Result<(), String> {
    let document = dom::document(html);
    if let Some(error) = document.errors.borrow().first() {
        return Err(format!("the HTML is not well-formed: {error}"));
    }
    let mut ids = BTreeSet::new();
    for element in dom::find_all(&document.document, &|node| !dom::name(node).is_empty()) {
        let name = dom::name(&element);
        for (key, value) in dom::attributes(&element) {
            let squeezed: String = value.chars().filter(|one| !one.is_whitespace() && !one.is_control()).collect();
            if key == "id" && !ids.insert(value.clone()) {
                return Err(format!("the id `{value}` stands twice"));
            }
            if key.starts_with("on") || squeezed.to_ascii_lowercase().starts_with("javascript:") {
                return Err(format!("active content: <{name} {key}={value:?}>"));
            }
        }
        if matches!(name, "iframe" | "object" | "embed" | "base" | "form" | "frame" | "link") {
            return Err(format!("active content: <{name}>"));
        }
    }
    let scripts = dom::find(&document.document, &|node| dom::name(node) == "script").len();
    if scripts > 2 { Err(format!("{scripts} scripts")) } else { Ok(()) }
}
