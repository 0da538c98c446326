//! `deckle rehearse report --suggest`: times from the runs, as a diff of the source or written into it.
//! Manual page: `tests/spec/rehearse.md`, "Suggested times".

use super::super::visible::{sign, visible};
use super::super::{Exit, Outcome, failure, print, print_raw, tell};
use crate::deck::Deck;
use crate::rehearsal::edit::{Change, changes, write_all};
use crate::rehearsal::suggest::{suggest, words};
use crate::rehearsal::{Run, Talk};
use crate::source::Files;
use anstyle::{AnsiColor, Style};

const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// Prints the diff on standard output and what to know about it on standard error; applies it if asked to.
pub fn run(files: &Files, deck: &Deck, talk: &Talk, runs: &[Run], write: bool) -> Outcome {
    let suggestion = suggest(deck, talk, runs);
    let (changes, left_out) = changes(files, deck, &suggestion.proposals);
    for note in suggestion.notes.iter().chain(&left_out) {
        tell(&format!("note: {}\n", visible(note)));
    }
    if changes.is_empty() {
        tell("no slide needs another time\n");
        return Ok(Exit::Mistakes);
    }
    match std::io::IsTerminal::is_terminal(&std::io::stdout()) {
        true => print(&changes.iter().map(coloured).collect::<String>())?,
        // A program reads it: every byte counts.
        false => print_raw(changes.iter().map(Change::diff).collect::<String>().as_bytes())?,
    }
    let edits: usize = changes.iter().map(|change| change.edits.len()).sum();
    if !write {
        tell(&format!("{}; `--write` applies this\n", words(edits)));
        return Ok(Exit::Fine);
    }
    write_all(&changes).map_err(|error| failure(error.code, error.message, error.hint))?;
    let names: Vec<&str> = changes.iter().map(|change| change.source.shown.as_str()).collect();
    tell(&format!("wrote {}: {}\n", visible(&names.join(", ")), words(edits)));
    Ok(Exit::Fine)
}

/// The diff with its colours, for terminals; signs that could disturb one are made visible.
fn coloured(change: &Change) -> String {
    let diff = change.diff();
    let mut out = String::with_capacity(diff.len() * 2);
    for line in diff.split_inclusive('\n') {
        let text = line.strip_suffix('\n').unwrap_or(line);
        let text: String = text.trim_end_matches('\r').chars().map(sign).collect();
        let style = match text.as_bytes() {
            [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] | [b'@', ..] => DIM,
            [b'-', ..] => RED,
            [b'+', ..] => GREEN,
            _ => Style::new(),
        };
        out.push_str(&format!("{style}{text}{style:#}\n"));
    }
    out
}
