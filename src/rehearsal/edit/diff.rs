//! Edits as a unified diff. Manual page: `tests/spec/rehearse.md`, "Suggested times".

use super::{Change, Edit, applied};

/// Unchanged lines around a changed one.
const AROUND: usize = 3;

/// A line of the old text with what stands there now.
struct Line<'a> {
    old: &'a str,
    /// Nothing when it is as before.
    new: Option<String>,
}

/// The diff of one file.
pub fn unified(change: &Change) -> String {
    let mark = if change.has_mark { "\u{feff}" } else { "" };
    let shown = &change.source.shown;
    let lines = lines(&change.source.text, &change.edits);
    let mut out = format!("--- {shown}\n+++ {shown}\n");
    // How many lines the new text is ahead of the old one.
    let mut ahead = 0usize;
    for (from, to) in hunks(&lines) {
        let added: usize = lines[from..to]
            .iter()
            .map(|line| line.new.as_deref().map_or(1, |new| new.split_inclusive('\n').count()))
            .sum();
        out.push_str(&format!("@@ -{},{} +{},{} @@\n", from + 1, to - from, from + 1 + ahead, added));
        ahead += added - (to - from);
        for (index, line) in lines[from..to].iter().enumerate() {
            let mark = if from + index == 0 { mark } else { "" };
            let Some(new) = &line.new else {
                put(&mut out, ' ', mark, line.old);
                continue;
            };
            // A line put in before another leaves that one as it is.
            match new.strip_suffix(line.old).filter(|before| before.ends_with('\n')) {
                Some(before) => {
                    let mut parts = before.split_inclusive('\n');
                    // With a byte-order mark before it, the old first line is another one now.
                    if !mark.is_empty() {
                        put(&mut out, '-', mark, line.old);
                        parts.by_ref().take(1).for_each(|part| put(&mut out, '+', mark, part));
                    }
                    parts.for_each(|part| put(&mut out, '+', "", part));
                    put(&mut out, if mark.is_empty() { ' ' } else { '+' }, "", line.old);
                }
                None => {
                    put(&mut out, '-', mark, line.old);
                    put(&mut out, '+', mark, new);
                }
            }
        }
    }
    out
}

fn put(out: &mut String, sign: char, mark: &str, line: &str) {
    out.push(sign);
    out.push_str(mark);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

fn lines<'a>(text: &'a str, edits: &[Edit]) -> Vec<Line<'a>> {
    let mut at = 0;
    let mut edits = edits.iter().peekable();
    text.split_inclusive('\n')
        .map(|old| {
            let (from, to) = (at, at + old.len());
            at = to;
            let is_last = to == text.len();
            let mut own = Vec::new();
            while let Some(edit) = edits.next_if(|edit| edit.start < to || is_last) {
                own.push(Edit { start: edit.start - from, end: edit.end - from, text: edit.text.clone() });
            }
            Line { old, new: (!own.is_empty()).then(|| applied(old, &own)) }
        })
        .collect()
}

/// Runs of lines with their surroundings, as half-open ranges.
fn hunks(lines: &[Line<'_>]) -> Vec<(usize, usize)> {
    let mut hunks: Vec<(usize, usize)> = Vec::new();
    for (index, _) in lines.iter().enumerate().filter(|(_, line)| line.new.is_some()) {
        let (from, to) = (index.saturating_sub(AROUND), (index + AROUND + 1).min(lines.len()));
        match hunks.last_mut() {
            Some(last) if from <= last.1 => last.1 = to,
            _ => hunks.push((from, to)),
        }
    }
    hunks
}
