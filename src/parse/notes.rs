//! Speaker notes: Markdown in a comment or in `::: notes`, cut at `[step]`.
//! Manual page: `tests/spec/notes.md`.

use super::builder::{self, Context};
use super::scanner;
use crate::deck::{Attributes, Block, BlockKind, Inline, Note, Step, Steps};
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

/// The notes of a `::: notes` whose blocks have been read: cut at each `[step]` in its paragraphs.
pub fn cut(span: Span, blocks: Vec<Block>) -> Vec<Note> {
    let mut out = vec![Note { span, step: 0, blocks: Vec::new() }];
    for block in blocks {
        let Block { span: place, steps, attributes, kind: BlockKind::Paragraph(content) } = block else {
            push(&mut out, block);
            continue;
        };
        for (index, content) in parts(content).into_iter().enumerate() {
            if index > 0 {
                let step = out.last().map_or(0, |note| note.step).saturating_add(1);
                out.push(Note { span, step, blocks: Vec::new() });
            }
            if !content.is_empty() {
                let kind = BlockKind::Paragraph(content);
                push(&mut out, Block { span: place, steps, attributes: attributes.clone(), kind });
            }
        }
    }
    out.retain(|note| !note.blocks.is_empty());
    out
}

fn push(notes: &mut [Note], block: Block) {
    if let Some(note) = notes.last_mut() {
        note.blocks.push(block);
    }
}

/// The inlines between the `[step]` marks of a paragraph.
fn parts(content: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut parts: Vec<Vec<Inline>> = Vec::new();
    let mut part = Vec::new();
    for inline in content {
        let Inline::Text(text) = inline else {
            part.push(inline);
            continue;
        };
        for (index, piece) in text.split(MARK).enumerate() {
            if index > 0 {
                parts.push(std::mem::take(&mut part));
            }
            if !piece.is_empty() {
                part.push(Inline::Text(piece.to_owned()));
            }
        }
    }
    parts.push(part);
    parts.iter_mut().for_each(builder::trim);
    parts
}
