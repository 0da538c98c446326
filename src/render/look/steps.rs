//! `orphan-step` and `steps-single`: key presses at which nothing happens and no note begins, and lists of one that come step by step.

use super::place;
use crate::deck::{Block, BlockKind, Inline, Slide, Stages, Step, Steps};
use crate::source::{Diagnostic, Files, Span};
use std::collections::BTreeSet;

pub(super) fn check(files: &Files, slide: &Slide) -> Vec<Diagnostic> {
    let mut seen = Seen::default();
    seen.slide(slide);
    // Where the speaker says something new, something happens.
    seen.changes.extend(slide.notes.iter().map(|note| note.step));
    let mut found = orphans(files, slide, &seen.changes);
    for span in seen.single {
        let warning = Diagnostic::note("steps-single", "a list of one item comes step by step", span);
        found.push(warning.hint("take it out of `::: steps`, or say `{step=1}` of what shall wait"));
    }
    let late = slide.notes.iter().filter(|note| note.step > slide.last_step);
    for note in late {
        let message =
            format!("this note belongs to step {}, and the slide ends at step {}", note.step, slide.last_step);
        found.push(
            Diagnostic::warning("orphan-step", message, note.span)
                .hint("take `[step]` out, or add the step it speaks of"),
        );
    }
    found
}

/// Steps at which nothing on the slide changes.
fn orphans(files: &Files, slide: &Slide, changes: &BTreeSet<Step>) -> Vec<Diagnostic> {
    let empty: Vec<Step> = (1..=slide.last_step).filter(|step| !changes.contains(step)).collect();
    let Some(first) = empty.first() else { return Vec::new() };
    let last_change = changes.last().copied().unwrap_or(0);
    let (message, hint) = if *first > last_change {
        let presses = slide.last_step - last_change;
        let message = match presses {
            1 => "nothing comes after this pause: one key press does nothing".to_owned(),
            many => format!("nothing comes after this pause: {many} key presses do nothing"),
        };
        (message, "remove the pause, or put it before what shall wait")
    } else {
        let numbers: Vec<String> = empty.iter().take(5).map(Step::to_string).collect();
        let more = if empty.len() > 5 { format!(" and {} more", empty.len() - 5) } else { String::new() };
        let steps = if empty.len() == 1 { "step" } else { "steps" };
        (
            format!("nothing happens at {steps} {}{more} of this slide", numbers.join(", ")),
            "number steps without gaps: `step=1`, `step=2`, …; of two pauses in a row remove one",
        )
    };
    let span = if *first > last_change { last_pause(files, slide) } else { None };
    vec![Diagnostic::warning("orphan-step", message, span.unwrap_or_else(|| place(slide))).hint(hint)]
}

/// The last `<!-- pause -->` or `. . .` of the slide.
fn last_pause(files: &Files, slide: &Slide) -> Option<Span> {
    let source = files.source(slide.span.file);
    let text = source.slice(slide.span);
    let comments = text.rmatch_indices("<!--").find_map(|(at, _)| {
        let end = text.get(at..)?.find("-->")? + 3;
        (text.get(at + 4..at + end - 3)?.trim() == "pause").then_some((at, end))
    });
    let dots = text.rfind("\n. . .").map(|at| (at + 1, 5));
    let (at, length) = comments.into_iter().chain(dots).max()?;
    Some(slide.span.part(at, at + length))
}

/// All steps at which something changes.
#[derive(Default)]
struct Seen {
    changes: BTreeSet<Step>,
    single: Vec<Span>,
}

impl Seen {
    fn slide(&mut self, slide: &Slide) {
        if let Some(title) = &slide.title {
            self.inlines(&title.content);
        }
        slide.backgrounds.iter().for_each(|ground| self.steps(ground.picture.steps));
        slide.slots.iter().for_each(|slot| self.blocks(&slot.blocks));
        slide.footnotes.iter().for_each(|blocks| self.blocks(blocks));
    }

    fn steps(&mut self, steps: Steps) {
        match steps {
            Steps::Always => {}
            Steps::From(first) => _ = self.changes.insert(first),
            Steps::Range(first, last) => self.changes.extend([first, last.saturating_add(1)]),
        }
    }

    fn stages(&mut self, stages: &Stages) {
        let count = stages.stages.len().saturating_sub(1);
        self.changes.extend((stages.first..).take(count));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.steps(block.steps);
            match &block.kind {
                BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) | BlockKind::Plain(content) => {
                    self.inlines(content);
                }
                BlockKind::List(list) => {
                    if let [item] = list.items.as_slice()
                        && item.steps != Steps::Always
                        && block.steps == Steps::Always
                        && blocks.len() == 1
                    {
                        self.single.push(block.span);
                    }
                    for item in &list.items {
                        self.steps(item.steps);
                        self.blocks(&item.blocks);
                    }
                }
                BlockKind::Quote { blocks, source } => {
                    self.blocks(blocks);
                    self.inlines(source.as_deref().unwrap_or_default());
                }
                BlockKind::Callout { title, blocks, .. } => {
                    self.inlines(title);
                    self.blocks(blocks);
                }
                BlockKind::Code(code) => self.stages(&code.stages),
                BlockKind::Chart(chart) => {
                    self.stages(&chart.stages);
                    chart.series.iter().for_each(|series| self.steps(series.steps));
                }
                BlockKind::Math(_, stages) => self.stages(stages),
                BlockKind::Table(table) => {
                    table.column_steps.iter().for_each(|steps| self.steps(*steps));
                    for row in &table.rows {
                        self.steps(row.steps);
                        row.cells.iter().for_each(|cell| self.inlines(&cell.content));
                    }
                    table.head.iter().for_each(|cell| self.inlines(&cell.content));
                }
                BlockKind::Pictures(pictures) => pictures.iter().for_each(|picture| self.steps(picture.steps)),
                BlockKind::Columns(columns) => {
                    for column in columns {
                        self.steps(column.steps);
                        self.blocks(&column.blocks);
                    }
                }
                BlockKind::Group(blocks) | BlockKind::Stack(blocks) | BlockKind::Html { blocks, .. } => {
                    self.blocks(blocks)
                }
                _ => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Span { steps, content, .. } => {
                    self.steps(*steps);
                    self.inlines(content);
                }
                Inline::Picture(picture) => self.steps(picture.steps),
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Struck(content) => self.inlines(content),
                Inline::Link { content, .. } | Inline::Html { content, .. } => self.inlines(content),
                _ => {}
            }
        }
    }
}
