//! What is said about a slide that is too full. Manual page: `tests/spec/fit.md`.

use super::{Excess, STATES};
use crate::deck::{Block, BlockKind, Slide};
use crate::source::{Diagnostic, Span};

impl Excess {
    /// The warning about a slide that looks too full.
    pub fn diagnostic(&self, slide: &Slide) -> Diagnostic {
        let amount = match () {
            () if self.tall > STATES[3].body / 8.0 => {
                let lines = (self.tall / (STATES[3].body * 1.38)).ceil().max(1.0) as u32;
                format!(
                    "likely {lines} {} too tall at {} px",
                    if lines == 1 { "line" } else { "lines" },
                    STATES[3].body
                )
            }
            () => format!("likely {} px too wide at {} px", self.wide.ceil(), STATES[3].body),
        };
        let start = Span { end: slide.span.start, ..slide.span };
        let span = slide.title.as_ref().map_or(start, |title| title.span);
        Diagnostic::warning("overflow-estimated", format!("this slide does not fit: {amount}"), span)
            .label(amount)
            .hint(self.way_out(slide))
    }

    /// What to do about it: where to split, and what else helps.
    fn way_out(&self, slide: &Slide) -> String {
        let body = slide.slot("body");
        let split = self.split.as_ref().map(|split| {
            let block =
                body.iter().find(|block| block.span.start <= split.span.start && split.span.end <= block.span.end);
            let part = match block.map(|block| &block.kind) {
                Some(BlockKind::List(_)) if split.part > 0 => format!("item {}", split.part),
                Some(BlockKind::Table(_)) if split.part > 0 => format!("row {}", split.part),
                Some(BlockKind::Code(_)) if split.part > 0 => format!("line {} of the code", split.part),
                Some(kind) => format!("the {}", name(kind)),
                None => "what does not fit".to_owned(),
            };
            format!("split it with `---` before {part}")
        });
        let columns = matches!(body, [Block { kind: BlockKind::List(list), .. }] if list.items.len() > 5)
            && !slide.attributes.has_class("two-columns");
        match (split, columns) {
            (Some(split), true) => format!("{split}, or set the list in two columns with `{{.two-columns}}`"),
            (Some(split), false) => format!("{split}, or let `auto-split: true` do it"),
            (None, _) => "shorten it, or put parts side by side with `::: columns`".to_owned(),
        }
    }
}

/// What a block is called in messages.
fn name(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading { .. } => "heading",
        BlockKind::List(_) => "list",
        BlockKind::Quote { .. } => "quote",
        BlockKind::Callout { .. } => "callout",
        BlockKind::Code(_) => "code",
        BlockKind::Math(..) => "formula",
        BlockKind::Table(_) => "table",
        BlockKind::Pictures(_) => "picture",
        BlockKind::Columns(_) => "columns",
        BlockKind::Paragraph(_) | BlockKind::Plain(_) => "paragraph",
        _ => "block",
    }
}
