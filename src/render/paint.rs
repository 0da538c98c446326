//! Every run of text on a slide, with the colour it is set in and the colour behind it, as the classes and styles around it
//! say. Manual page: `tests/spec/checks.md`.

use crate::deck::{Attributes, Block, BlockKind, Inline, Slide};
use crate::source::Span;

/// The colours of a text as CSS values; `None` is what the slide has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paint {
    /// Of the letters.
    pub text: Option<String>,
    /// Of what is right behind them.
    pub ground: Option<String>,
}

/// A run of text.
pub(crate) struct Run<'a> {
    /// The words.
    pub text: &'a str,
    /// The block it stands in.
    pub span: Span,
    /// Its colours.
    pub paint: &'a Paint,
}

/// Classes that set text in a token of the theme.
const TEXTS: [(&str, &str); 6] = [
    ("muted", "var(--muted)"),
    ("accent", "var(--accent)"),
    ("second", "var(--second)"),
    ("good", "var(--good)"),
    ("bad", "var(--bad)"),
    ("big", "var(--accent)"),
];
const SURFACE: &str = "var(--surface)";
const MARK: &str = "var(--mark)";

impl Paint {
    fn with(&self, attributes: &Attributes) -> Paint {
        let mut paint = self.clone();
        let mut tokens = TEXTS.into_iter().filter(|(class, _)| attributes.has_class(class));
        paint.text = tokens.next_back().map(|(_, token)| token.to_owned()).or(paint.text);
        if attributes.has_class("mark") {
            paint.ground = Some(MARK.to_owned());
        }
        if attributes.has_class("card") {
            paint.ground = Some(SURFACE.to_owned());
        }
        paint
    }

    fn on(&self, ground: &str) -> Paint {
        Paint { ground: Some(ground.to_owned()), ..self.clone() }
    }

    /// With what raw HTML says of itself.
    fn styled(&self, name: &str, attributes: &[(&'static str, String)]) -> Paint {
        let mut paint = self.clone();
        if name == "mark" {
            paint.ground = Some(MARK.to_owned());
        }
        let style = attributes.iter().find(|(name, _)| *name == "style").map_or("", |(_, style)| style.as_str());
        for (property, value) in style.split(';').filter_map(|one| one.split_once(':')) {
            let value = value.trim().trim_end_matches("!important").trim().to_owned();
            match property.trim().to_ascii_lowercase().as_str() {
                "color" => paint.text = Some(value),
                "background" | "background-color" => paint.ground = Some(value),
                _ => {}
            }
        }
        let classes = attributes.iter().find(|(name, _)| *name == "class").map_or("", |(_, classes)| classes.as_str());
        let classes = classes.split_whitespace().map(str::to_owned).collect();
        paint.with(&Attributes { classes, ..Attributes::default() })
    }
}

/// Calls `see` with every run of text of the slide's title, slots and footnotes.
pub(crate) fn runs(slide: &Slide, see: &mut dyn FnMut(Run<'_>)) {
    let plain = Paint::default();
    if let Some(title) = &slide.title {
        inlines(&title.content, title.span, &plain, see);
    }
    let footnotes = slide.footnotes.iter().map(Vec::as_slice);
    for list in slide.slots.iter().map(|slot| slot.blocks.as_slice()).chain(footnotes) {
        blocks(list, &plain, see);
    }
}

fn blocks(list: &[Block], paint: &Paint, see: &mut dyn FnMut(Run<'_>)) {
    for block in list {
        let paint = &paint.with(&block.attributes);
        match &block.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) | BlockKind::Plain(content) => {
                inlines(content, block.span, paint, see);
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    blocks(&item.blocks, &paint.with(&item.attributes), see);
                }
            }
            BlockKind::Quote { blocks: inner, source } => {
                blocks(inner, paint, see);
                inlines(source.as_deref().unwrap_or_default(), block.span, paint, see);
            }
            BlockKind::Callout { title, blocks: inner, kind } => {
                let paint = &if kind == "take" { paint.clone() } else { paint.on(SURFACE) };
                inlines(title, block.span, paint, see);
                blocks(inner, paint, see);
            }
            BlockKind::Table(table) => {
                table.head.iter().for_each(|cell| inlines(&cell.content, block.span, paint, see));
                for row in &table.rows {
                    let paint = &if row.marked { paint.on(MARK) } else { paint.clone() };
                    row.cells.iter().for_each(|cell| inlines(&cell.content, block.span, paint, see));
                }
            }
            BlockKind::Pictures(pictures) => {
                for picture in pictures {
                    see(Run { text: &picture.title, span: picture.span, paint });
                }
            }
            BlockKind::Columns(columns) => {
                columns.iter().for_each(|column| blocks(&column.blocks, &paint.with(&column.attributes), see));
            }
            BlockKind::Group(inner) if block.attributes.has_class("cards") => blocks(inner, &paint.on(SURFACE), see),
            BlockKind::Group(inner) | BlockKind::Stack(inner) => blocks(inner, paint, see),
            BlockKind::Html { name, attributes, blocks: inner } => blocks(inner, &paint.styled(name, attributes), see),
            _ => {}
        }
    }
}

fn inlines(list: &[Inline], span: Span, paint: &Paint, see: &mut dyn FnMut(Run<'_>)) {
    for inline in list {
        match inline {
            Inline::Text(text) => see(Run { text, span, paint }),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Struck(inner) => inlines(inner, span, paint, see),
            Inline::Link { content, span, .. } => inlines(content, *span, paint, see),
            Inline::Span { attributes, content, .. } => {
                let span = if attributes.span.is_empty() { span } else { attributes.span };
                inlines(content, span, &paint.with(attributes), see);
            }
            Inline::Html { name, attributes, content } => inlines(content, span, &paint.styled(name, attributes), see),
            _ => {}
        }
    }
}
