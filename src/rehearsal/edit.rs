//! New times written into the source: the smallest edits that give them, as a diff and as files. Nothing but times changes,
//! which is checked by reading the result. Manual page: `tests/spec/rehearse.md`, "Suggested times".

mod diff;
mod same;

use super::suggest::{Proposal, written};
use crate::bundle::{WriteError, write};
use crate::deck::{Deck, Plan, Slide};
use crate::source::{FileId, Files, Source, Span};
use same::is_same_but;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

/// A text in place of a part of the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// First byte of the part.
    pub start: usize,
    /// One past its last byte; nothing is taken out when it is `start`.
    pub end: usize,
    /// What stands there then.
    pub text: String,
}

/// The edits of one file.
#[derive(Clone, Debug)]
pub struct Change {
    /// The file as it was read.
    pub source: Arc<Source>,
    /// In order, none touching another.
    pub edits: Vec<Edit>,
    /// Whether the file begins with a byte-order mark, which the source does not have.
    has_mark: bool,
}

/// Edits that give slides these times. The words say which slides are left out, and why.
pub fn changes(files: &Files, deck: &Deck, proposals: &[Proposal]) -> (Vec<Change>, Vec<String>) {
    let mut words = Vec::new();
    let mut by_file: BTreeMap<FileId, Vec<(&Slide, u32)>> = BTreeMap::new();
    for proposal in proposals {
        let Some(slide) = deck.slides.get(proposal.index) else { continue };
        let slides = by_file.entry(slide.span.file).or_default();
        // A file that is included twice has its slides twice in the talk, and once on the disk.
        match slides.iter().any(|(other, _)| other.span == slide.span) {
            // The parts of a slide have its time together, which was written with the first of them.
            true if slide.part.is_some() => {}
            true => words.push(format!("slide {} stands in the talk twice: the first one's time counts", slide.number)),
            false => slides.push((slide, together(deck, slide, proposal, proposals))),
        }
    }
    let mut changes = Vec::new();
    for (file, slides) in by_file {
        let source = files.source(file);
        let (edits, left_out) = edits(&source, &slides);
        words.extend(
            left_out
                .iter()
                .map(|number| format!("slide {number} has no place for a time that would change nothing else")),
        );
        if !edits.is_empty() {
            let has_mark = has_mark(&source);
            changes.push(Change { source, edits, has_mark });
        }
    }
    (changes, words)
}

/// The time of a slide; of one that was split, of all its parts.
fn together(deck: &Deck, slide: &Slide, proposal: &Proposal, proposals: &[Proposal]) -> u32 {
    if slide.part.is_none() {
        return proposal.seconds;
    }
    let plan = Plan::of(deck);
    let parts = deck.slides.iter().enumerate().filter(|(_, other)| other.part.is_some() && other.span == slide.span);
    let seconds = parts.map(|(index, _)| {
        let proposed = proposals.iter().find(|proposal| proposal.index == index);
        proposed.map_or_else(|| plan.slides.get(index).map_or(0, |timed| timed.seconds), |proposal| proposal.seconds)
    });
    seconds.sum()
}

/// The edits of one file, and the numbers of the slides that cannot be given a time.
fn edits(source: &Arc<Source>, slides: &[(&Slide, u32)]) -> (Vec<Edit>, Vec<String>) {
    let first: Vec<Edit> =
        slides.iter().filter_map(|(slide, seconds)| ways(source, slide, *seconds).into_iter().next()).collect();
    let times: Vec<(Span, u32)> = slides.iter().map(|(slide, seconds)| (slide.span, *seconds)).collect();
    let sorted = sorted(first);
    if sorted.len() == slides.len() && is_same_but(source, &applied(&source.text, &sorted), &times) {
        return (sorted, Vec::new());
    }
    // Something is written in an unusual way: one slide after the other, each in the first way that works.
    let (mut done, mut times, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (slide, seconds) in slides {
        let mut with: Vec<(Span, u32)> = times.clone();
        with.push((slide.span, *seconds));
        let works = |edit: &Edit| {
            let tried = self::sorted(done.iter().cloned().chain([edit.clone()]).collect());
            is_same_but(source, &applied(&source.text, &tried), &with)
        };
        match ways(source, slide, *seconds).into_iter().find(works) {
            Some(edit) => {
                done.push(edit);
                times = with;
            }
            None => left_out.push(slide.number.clone()),
        }
    }
    (self::sorted(done), left_out)
}

fn sorted(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort();
    edits
}

/// Ways to write a slide's time, the best first.
fn ways(source: &Source, slide: &Slide, seconds: u32) -> Vec<Edit> {
    let mut ways = Vec::new();
    let time = written(seconds);
    let is_here = |span: Span| span.file == slide.span.file && !span.is_empty();
    if let Some(given) = slide.attributes.get("time").filter(|given| is_here(given.span)) {
        let quotes = ['"', '\'', '“', '”', '„'];
        let inside = source.slice(given.span);
        let lead = inside.len() - inside.trim_start_matches(quotes).len();
        let length = inside.trim_matches(quotes).len();
        let start = given.span.start as usize + lead;
        ways.push(Edit { start, end: start + length, text: time });
        // There can be only one.
        return ways;
    }
    let braces = slide.attributes.span;
    if is_here(braces) && source.slice(braces).ends_with('}') {
        let at = braces.end as usize - 1;
        let space = if source.text[..at].ends_with(char::is_whitespace) { "" } else { " " };
        ways.push(Edit { start: at, end: at, text: format!("{space}time={time}") });
    } else if let Some(title) = slide.title.as_ref().filter(|title| is_here(title.span)) {
        // An underlined heading takes no attributes.
        let line = source.slice(title.span).lines().next().unwrap_or_default().trim_end();
        if line.trim_start().starts_with('#') {
            let at = title.span.start as usize + line.len();
            ways.push(Edit { start: at, end: at, text: format!(" {{time={time}}}") });
        }
    }
    let line_end = if source.text.contains("\r\n") { "\r\n" } else { "\n" };
    let start = source.text[..slide.span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    for gap in ["", line_end] {
        ways.push(Edit { start, end: start, text: format!("<!-- slide: {{time: {time}}} -->{line_end}{gap}") });
    }
    ways
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len() + edits.len() * 16);
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.start.max(at)]);
        out.push_str(&edit.text);
        at = edit.end.max(at);
    }
    out + &text[at..]
}

fn has_mark(source: &Source) -> bool {
    let mut start = [0; 3];
    std::fs::File::open(&source.path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && start == [0xef, 0xbb, 0xbf]
}

impl Change {
    /// The file with its edits.
    pub fn text(&self) -> String {
        applied(&self.source.text, &self.edits)
    }

    /// What `diff -u` would print, with three lines around each edit.
    pub fn diff(&self) -> String {
        diff::unified(self)
    }

    fn bytes(&self, text: &str) -> Vec<u8> {
        format!("{}{text}", if self.has_mark { "\u{feff}" } else { "" }).into_bytes()
    }
}

/// Writes the changed files, each whole or not at all. None is written when one is not as it was read.
///
/// # Errors
/// When a file was changed meanwhile, or the disk refuses.
pub fn write_all(changes: &[Change]) -> Result<(), WriteError> {
    for change in changes {
        let now = std::fs::read(&change.source.path).unwrap_or_default();
        if now != change.bytes(&change.source.text) {
            return Err(WriteError {
                code: "suggest-changed",
                message: format!("`{}` has changed since it was read; nothing is written", change.source.shown),
                hint: "run the command again".to_owned(),
            });
        }
    }
    for change in changes {
        write(&change.source.path, &change.bytes(&change.text()), &[])?;
    }
    Ok(())
}
