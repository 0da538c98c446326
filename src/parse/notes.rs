//! Speaker notes: Markdown in a comment, cut at `[step]`.
//! Manual page: `tests/spec/notes.md`.

use super::builder::{self, Context};
use super::scanner;
use crate::deck::{Attributes, Block, BlockKind, Note, Step, Steps};
use crate::source::{Diagnostic, Span};
use std::ops::Range;

/// The mark that moves to the next step.
const MARK: &str = "[step]";

/// Reads the inside of a comment as notes.
pub fn read(context: Context<'_>, inner: Range<usize>, language: &str, findings: &mut Vec<Diagnostic>) -> Vec<Note> {
    let text = &context.source.text;
    let mut out = Vec::new();
    let mut at = inner.start;
    let mut step: Step = 0;
    loop {
        let end = text[at..inner.end].find(MARK).map_or(inner.end, |offset| at + offset);
        if !text[at..end].trim().is_empty() {
            let (pieces, found) = scanner::scan_part(context.source, at..end);
            findings.extend(found);
            let content = builder::read(context, &pieces, 0..pieces.len(), language, findings);
            let lead = text[at..end].len() - text[at..end].trim_start().len();
            let span = Span::new(context.source.id, at + lead, at + lead + text[at..end].trim().len());
            let mut blocks = content.blocks;
            blocks.extend(content.footnotes.into_iter().flatten());
            // What has a place of its own on a slide stands in line here.
            blocks.extend(content.notes.into_iter().flat_map(|note| note.blocks));
            blocks.extend(content.backgrounds.into_iter().map(|background| Block {
                span: background.picture.span,
                steps: Steps::Always,
                attributes: Attributes::default(),
                kind: BlockKind::Pictures(vec![background.picture]),
            }));
            out.push(Note { span, step, blocks });
        }
        if end == inner.end {
            return out;
        }
        at = end + MARK.len();
        step = step.saturating_add(1);
    }
}
