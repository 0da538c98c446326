//! Pages nest correctly, whatever the tree: random trees against our own reader of tags and against html5ever.

use super::*;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

type Tag = (String, Vec<(String, String)>);

const VOID: [&str; 6] = ["br", "hr", "img", "wbr", "col", "path"];

/// Every start tag in order, if all of them are closed in order.
pub(super) fn tags(html: &str) -> Result<Vec<Tag>, String> {
    let (mut tags, mut open, mut rest) = (Vec::new(), Vec::<String>::new(), html);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = end_of_tag(rest).ok_or_else(|| format!("unclosed tag at `{}`", &rest[..rest.len().min(60)]))?;
        let (tag, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let expected = open.pop();
            if expected.as_deref() != Some(name) {
                return Err(format!("`</{name}>` where `{expected:?}` is open"));
            }
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) || name.is_empty() {
            return Err(format!("`<{tag}>` is no tag"));
        }
        if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
        tags.push((name.to_owned(), pairs(attributes)));
    }
    if open.is_empty() { Ok(tags) } else { Err(format!("{open:?} still open")) }
}

fn end_of_tag(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let (mut pairs, mut rest) = (Vec::new(), text.trim_end_matches('/').trim());
    while !rest.is_empty() {
        let (name, value, after) = match rest.find(['=', ' ']) {
            Some(at) if rest[at..].starts_with("=\"") => {
                let value = &rest[at + 2..];
                let end = value.find('"').unwrap_or(value.len());
                (&rest[..at], &value[..end], value.get(end + 1..).unwrap_or(""))
            }
            Some(at) => (&rest[..at], "", &rest[at..]),
            None => (rest, "", ""),
        };
        pairs.push((name.to_owned(), value.to_owned()));
        rest = after.trim_start();
    }
    pairs
}

/// Reads the page as browsers do: no error, and the same elements in the same order at the same depth.
pub(super) fn agrees_with_a_browser(html: &str) {
    let options = html5ever::ParseOpts {
        tokenizer: html5ever::tokenizer::TokenizerOpts { exact_errors: true, ..Default::default() },
        ..Default::default()
    };
    let document = html5ever::parse_document(RcDom::default(), options)
        .one(format!("<!doctype html><html><head><title>t</title></head><body>{html}</body></html>"));
    assert!(document.errors.borrow().is_empty(), "{:?}\n{html}", document.errors.borrow());
    let mut seen = Vec::new();
    walk(&document.document, &mut seen);
    let ours: Vec<String> =
        tags(html).unwrap_or_else(|problem| panic!("{problem}\n{html}")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(seen[4..], ours, "{html}");
}

fn walk(node: &Handle, seen: &mut Vec<String>) {
    if let NodeData::Element { name, template_contents, .. } = &node.data {
        seen.push(name.local.to_string());
        template_contents.borrow().iter().for_each(|content| walk(content, seen));
    }
    node.children.borrow().iter().for_each(|child| walk(child, seen));
}

/// Small random trees from a counter: no crate, the same trees every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % sides
    }

    fn steps(&mut self) -> Steps {
        match self.throw(6) {
            0 => Steps::From(self.throw(3) as u16),
            1 => Steps::Range(1, 2),
            _ => Steps::Always,
        }
    }

    fn inlines(&mut self, depth: u64) -> Vec<Inline> {
        (0..self.throw(4)).map(|_| self.inline(depth)).collect()
    }

    fn inline(&mut self, depth: u64) -> Inline {
        const NAMES: [&str; 16] =
            ["a", "b", "div", "p", "li", "table", "br", "ruby", "rt", "rp", "h2", "nobr", "button", "td", "kbd", "svg"];
        match self.throw(if depth == 0 { 7 } else { 12 }) {
            0 | 1 => Inline::Text("t <&\" ".to_owned()),
            2 => Inline::Code("c".to_owned()),
            3 => Inline::Math(math("m", self.throw(2) == 0)),
            4 => Inline::Footnote(self.throw(3) as u32),
            5 => Inline::Picture(picture("p", "")),
            6 => Inline::HardBreak,
            7 => Inline::Emphasis(self.inlines(depth - 1)),
            8 => Inline::Strong(self.inlines(depth - 1)),
            9 => link("https://a.ch", self.inlines(depth - 1)),
            10 => Inline::Span {
                attributes: attributes("i", "k", &[]),
                steps: self.steps(),
                content: self.inlines(depth - 1),
            },
            _ => Inline::Html {
                name: NAMES[self.throw(16) as usize],
                attributes: vec![("id", "i".to_owned())],
                content: self.inlines(depth - 1),
            },
        }
    }

    fn blocks(&mut self, depth: u64) -> Vec<Block> {
        (0..self.throw(4)).map(|_| self.block(depth)).collect()
    }

    fn block(&mut self, depth: u64) -> Block {
        const NAMES: [&str; 32] = [
            "a", "p", "ul", "li", "ol", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "td", "th", "caption",
            "colgroup", "col", "h1", "h4", "details", "summary", "figure", "br", "hr", "b", "span", "button", "form",
            "option", "main", "ruby", "rt",
        ];
        let kind = match self.throw(if depth == 0 { 8 } else { 16 }) {
            0 | 1 => BlockKind::Paragraph(self.inlines(3)),
            2 => BlockKind::Plain(self.inlines(2)),
            3 => BlockKind::Heading { level: self.throw(7) as u8, content: self.inlines(2) },
            4 => BlockKind::Code(code("a\nb")),
            5 => BlockKind::Pictures((0..self.throw(3)).map(|_| picture("p", "")).collect()),
            6 => [
                BlockKind::Rule,
                BlockKind::Agenda,
                BlockKind::Contact,
                BlockKind::Math(math("x", true), Stages::default()),
            ][self.throw(4) as usize]
                .clone(),
            7 => BlockKind::Table(self.table()),
            8 => BlockKind::Quote {
                blocks: self.blocks(depth - 1),
                source: (self.throw(2) == 0).then(|| self.inlines(1)),
            },
            9 => BlockKind::Callout { kind: "take".to_owned(), title: self.inlines(1), blocks: self.blocks(depth - 1) },
            10 => BlockKind::Columns(
                (0..self.throw(3))
                    .map(|_| Column {
                        span: Span::default(),
                        width: Some(50.0),
                        steps: self.steps(),
                        attributes: Attributes::default(),
                        blocks: self.blocks(depth - 1),
                    })
                    .collect(),
            ),
            11 => BlockKind::Group(self.blocks(depth - 1)),
            12 => BlockKind::List(List {
                start: (self.throw(2) == 0).then_some(2),
                tight: true,
                items: (0..self.throw(3))
                    .map(|_| Item { steps: self.steps(), ..item(self.blocks(depth - 1)) })
                    .collect(),
            }),
            _ => BlockKind::Html {
                name: NAMES[self.throw(32) as usize],
                attributes: vec![("class", "c".to_owned())],
                blocks: self.blocks(depth - 1),
            },
        };
        Block {
            steps: self.steps(),
            attributes: if self.throw(5) == 0 {
                attributes("i", "k", &[("lang", "de")])
            } else {
                Attributes::default()
            },
            ..block(kind)
        }
    }

    fn table(&mut self) -> Table {
        let columns = self.throw(4) as usize;
        let cells = |dice: &mut Dice| {
            (0..columns).map(|_| Cell { content: dice.inlines(1), decimals: None }).collect::<Vec<Cell>>()
        };
        Table {
            columns: vec![ColumnKind::Number { decimals: 1 }; columns],
            column_steps: Vec::new(),
            head: cells(self),
            rows: (0..self.throw(4)).map(|_| Row { cells: cells(self), ..Row::default() }).collect(),
        }
    }
}

#[test]
fn random_trees_nest_as_a_browser_reads_them() {
    let (theme, mut dice) = (lectern(), Dice(7));
    let slides = (0..600).map(|index| {
        let mut sample = slide(&format!("slide-{index}"), dice.blocks(4));
        sample.layout.value = Layout::ALL[dice.throw(16) as usize];
        sample.title = Some(Title { span: Span::default(), level: 2, content: dice.inlines(3) });
        sample.footnotes = (0..dice.throw(3)).map(|_| dice.blocks(2)).collect();
        sample
            .slots
            .extend(["takeaway", "media", "subtitle", "right"].map(|name| Slot { name, blocks: dice.blocks(2) }));
        sample.notes = vec![Note { span: Span::default(), step: 1, blocks: dice.blocks(2) }];
        sample.section = (dice.throw(2) == 0).then_some(0);
        sample
    });
    let mut sample = deck(slides.collect());
    sample.sections =
        vec![Section { title: dice.inlines(3), id: "slide-0".to_owned(), first: 0, budget: None, backup: false }];
    sample.settings.speaker =
        Some(Speaker { name: "N".to_owned(), url: Some("https://a.ch".to_owned()), ..Speaker::default() });
    let pages = render(&sample, &theme, &Pictures::default(), &Options { notes: true, places: false }).value;
    for page in pages.slides {
        agrees_with_a_browser(&page.html);
    }
}

#[test]
fn a_hundred_levels_of_anything_are_no_problem() {
    let mut tower = paragraph("deep");
    for level in 0..100 {
        tower = block(match level % 5 {
            0 => BlockKind::Quote { blocks: vec![tower], source: None },
            1 => BlockKind::List(List { start: None, tight: true, items: vec![item(vec![tower])] }),
            2 => BlockKind::Group(vec![paragraph("a"), tower]),
            3 => BlockKind::Columns(vec![Column {
                span: Span::default(),
                width: None,
                steps: Steps::Always,
                attributes: Attributes::default(),
                blocks: vec![tower],
            }]),
            _ => BlockKind::Html { name: "div", attributes: Vec::new(), blocks: vec![tower] },
        });
    }
    let mut inline = Inline::Text("deep".to_owned());
    for _ in 0..100 {
        inline = Inline::Emphasis(vec![inline]);
    }
    let html = body(vec![tower, block(BlockKind::Paragraph(vec![inline]))]);
    assert_eq!(html.matches("deep").count(), 2);
    assert!(tags(&html).is_ok());
}
