//! Builds decks by hand and looks at their pages. The blocks' own pages in `tests/spec` show the same from Markdown.

mod blocks;
mod nesting;
mod safety;
mod slides;
mod speed;

use super::draw::Drawn;
use super::pictures::Pictures;
use super::{Options, Pages, pages};
use crate::deck::*;
use crate::source::{Diagnostic, FileId, Files, Report, Span, Spanned};
use crate::theme::{Layouts, Text};
use crate::theme::{Manifest, Theme};
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn slide(id: &str, blocks: Vec<Block>) -> Slide {
    Slide {
        span: Span::default(),
        id: id.to_owned(),
        number: "1".to_owned(),
        section: None,
        layout: Spanned::default(),
        title: None,
        slots: vec![Slot { name: "body", blocks }],
        footnotes: Vec::new(),
        backgrounds: Vec::new(),
        notes: Vec::new(),
        last_step: 0,
        budget: None,
        language: None,
        attributes: Attributes::default(),
        optional: false,
        backup: false,
        tags: Vec::new(),
        part: None,
        styles: Vec::new(),
    }
}

fn deck(slides: Vec<Slide>) -> Deck {
    Deck { settings: Settings { language: "en".to_owned(), ..Settings::default() }, slides, sections: Vec::new() }
}

/// The built-in theme.
fn lectern() -> Theme {
    let files = Files::from_text(Path::new("/nowhere"), "talk.md", "");
    crate::theme::load(&files, &Spanned::default(), &super::pictures::address).value
}

/// A theme whose every layout is this template.
fn theme_of(text: &'static str) -> Theme {
    let names = ["default.html", "title.html", "image-left.html", "code.html"];
    let templates = names.map(|name| (name.to_owned(), Text::built_in(format!("own/layouts/{name}"), text))).into();
    let manifest = Manifest {
        layouts: BTreeMap::from([("image-left".to_owned(), vec!["media".to_owned()])]),
        ..Manifest::default()
    };
    Theme {
        name: "own".to_owned(),
        css: String::new(),
        manifest,
        layouts: Layouts::compile(templates, Span::default()).value,
        sheets: Vec::new(),
        own_faces: Vec::new(),
        faces: Default::default(),
    }
}

fn render(deck: &Deck, theme: &Theme, pictures: &Pictures, options: &Options) -> Report<Pages> {
    pages(deck, theme, &Drawn::default(), pictures, options)
}

fn rendered(deck: &Deck) -> Report<Pages> {
    render(deck, &lectern(), &Pictures::default(), &Options::default())
}

/// The body of a slide with these blocks, and what was noticed.
fn noticed(blocks: Vec<Block>) -> (String, Vec<Diagnostic>) {
    let report = render(
        &deck(vec![slide("s", blocks)]),
        &theme_of("{{ slots.body }}"),
        &Pictures::default(),
        &Options::default(),
    );
    let html = &report.value.slides[0].html;
    let body =
        html.split_once("<div class=\"canvas\">\n").and_then(|(_, rest)| rest.strip_suffix("\n</div></section>"));
    (body.unwrap_or(html).to_owned(), report.diagnostics)
}

/// The body of a slide with these blocks.
fn body(blocks: Vec<Block>) -> String {
    noticed(blocks).0
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn block(kind: BlockKind) -> Block {
    Block { span: Span::default(), steps: Steps::Always, attributes: Attributes::default(), kind }
}

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.to_owned())]
}

fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(text(words)))
}

fn plain(words: &str) -> Block {
    block(BlockKind::Plain(text(words)))
}

/// `attributes("fig", "a b", &[("lang", "de")])`
fn attributes(id: &str, classes: &str, pairs: &[(&str, &str)]) -> Attributes {
    let spanned = |value: &str| Spanned::new(value.to_owned(), Span::default());
    Attributes {
        id: (!id.is_empty()).then(|| spanned(id)),
        classes: classes.split_whitespace().map(str::to_owned).collect(),
        pairs: pairs.iter().map(|(key, value)| (spanned(key), spanned(value))).collect(),
        span: Span::default(),
    }
}

fn item(blocks: Vec<Block>) -> Item {
    Item { span: Span::default(), steps: Steps::Always, attributes: Attributes::default(), blocks }
}

fn picture(path: &str, alt: &str) -> Picture {
    Picture {
        path: Spanned::new(path.to_owned(), Span::new(FileId(0), 0, 0)),
        alt: alt.to_owned(),
        title: String::new(),
        attributes: Attributes::default(),
        steps: Steps::Always,
        span: Span::default(),
    }
}

fn code(text: &str) -> Code {
    Code {
        language: Spanned::default(),
        title: None,
        text: text.to_owned(),
        text_span: Span::default(),
        line_numbers: None,
        stages: Stages::default(),
    }
}

fn math(tex: &str, display: bool) -> Math {
    Math { tex: tex.to_owned(), display, span: Span::default(), verbatim: true }
}

fn link(url: &str, content: Vec<Inline>) -> Inline {
    Inline::Link { url: url.to_owned(), title: String::new(), content, span: Span::default() }
}
