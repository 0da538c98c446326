//! A deck made of formulas and code blocks, and what is drawn of it.

use deckle::deck::{Attributes, Block, BlockKind, Code, Deck, Inline, Layout, Math, Slide, Slot, Stages, Steps};
use deckle::render::draw::{self, Drawn, Options};
use deckle::source::{Diagnostic, FileId, Report, Span, Spanned};

/// A deck whose source is its formulas and blocks, one after another, so that spans can be checked against text.
#[derive(Default)]
pub struct Talk {
    source: String,
    blocks: Vec<Block>,
    deck: Deck,
}

impl Talk {
    fn span(&mut self, text: &str) -> Span {
        let start = self.source.len();
        self.source.push_str(text);
        self.source.push('\n');
        Span::new(FileId(0), start, start + text.len())
    }

    fn add(&mut self, kind: BlockKind) {
        self.blocks.push(Block {
            span: Span::default(),
            steps: Steps::Always,
            attributes: Attributes::default(),
            kind,
        });
    }

    pub fn math(mut self, tex: &str) -> Talk {
        let math = Math { tex: tex.to_owned(), display: false, span: self.span(tex), verbatim: true };
        self.add(BlockKind::Paragraph(vec![Inline::Math(math)]));
        self
    }

    pub fn code(mut self, language: &str, text: &str) -> Talk {
        let language = Spanned::new(language.to_owned(), self.span(language));
        let text_span = self.span(text);
        let code = Code {
            language,
            title: None,
            text: text.to_owned(),
            text_span,
            line_numbers: None,
            stages: Stages::default(),
        };
        self.add(BlockKind::Code(code));
        self
    }

    pub fn macro_(mut self, name: &str, body: &str) -> Talk {
        let body = Spanned::new(body.to_owned(), self.span(body));
        self.deck.settings.macros.insert(name.to_owned(), body);
        self
    }

    fn deck(&self) -> Deck {
        let slide = Slide {
            span: Span::default(),
            id: "one".to_owned(),
            number: "1".to_owned(),
            section: None,
            layout: Spanned::new(Layout::Default, Span::default()),
            title: None,
            slots: vec![Slot { name: "body", blocks: self.blocks.clone() }],
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
        };
        Deck { slides: vec![slide], ..self.deck.clone() }
    }

    pub fn draw(&self, options: &Options) -> Result {
        Result { source: self.source.clone(), blocks: self.blocks.clone(), report: draw::all(&self.deck(), options) }
    }
}

pub struct Result {
    pub source: String,
    blocks: Vec<Block>,
    pub report: Report<Drawn>,
}

impl Result {
    /// The HTML of every block, in order.
    pub fn html(&self) -> Vec<String> {
        let drawn = &self.report.value;
        let block = |block: &Block| match &block.kind {
            BlockKind::Paragraph(inlines) => match &inlines[0] {
                Inline::Math(math) => drawn.formula(math).to_owned(),
                _ => unreachable!(),
            },
            BlockKind::Code(code) => drawn.code(code).join("\n"),
            _ => unreachable!(),
        };
        self.blocks.iter().map(block).collect()
    }

    pub fn text_at(&self, diagnostic: &Diagnostic) -> &str {
        &self.source[diagnostic.span.start as usize..diagnostic.span.end as usize]
    }

    /// Codes with the text they underline.
    pub fn found(&self) -> Vec<(&str, &str)> {
        self.report.diagnostics.iter().map(|diagnostic| (diagnostic.code, self.text_at(diagnostic))).collect()
    }

    pub fn codes(&self) -> Vec<&str> {
        self.report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    }
}
