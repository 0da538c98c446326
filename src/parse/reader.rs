//! The only door to pulldown-cmark: masked Markdown to a flat list of our own tokens.

use super::html::{self, HtmlToken};
use super::mask::{self, Masked};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag as Theirs};
use std::collections::BTreeMap;
use std::ops::Range;

/// Link definitions of the whole talk: folded label to address and title.
pub type Definitions = BTreeMap<String, (String, String)>;

/// Something that opens; the next [`Token::End`] on the same level closes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Tag {
    /// A paragraph.
    Paragraph,
    /// A heading of a level.
    Heading(u8),
    /// `>`
    Quote,
    /// A list, with the first number of an ordered one.
    List(Option<u64>),
    /// A list item.
    Item,
    /// Code; the info string of a fence.
    Code(Option<String>),
    /// A table; where its columns are set.
    Table(Vec<Align>),
    /// A table's head or body row.
    Row,
    /// A table cell.
    Cell,
    /// `[^label]:`
    Footnote(String),
    /// `*`
    Emphasis,
    /// `**`
    Strong,
    /// `~~`
    Struck,
    /// A link.
    Link(String, String),
    /// A picture.
    Image(String, String),
}

/// A column's alignment as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `---`
    Unset,
    /// `:---`
    Left,
    /// `:---:`
    Center,
    /// `---:`
    Right,
}

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// Something opens.
    Start(Tag),
    /// The last opened thing closes.
    End,
    /// Words, entities decoded, possibly with stand-ins.
    Text(String),
    /// A code span.
    Code(String),
    /// A stand-in on a line of its own.
    Mark(usize),
    /// A block's stand-in that ended up inside a paragraph, because it is indented further than the text before it.
    InlineMark(usize),
    /// An HTML element opens, in a line or as a block.
    Open(html::Element, bool),
    /// An HTML element closes.
    Close(String, bool),
    /// Text inside an HTML block.
    HtmlText(String),
    /// `<?…>` or `<!…>`, in a line or as a block.
    Declaration(bool),
    /// A line end inside a paragraph.
    Soft,
    /// A forced line end.
    Hard,
    /// `***`
    Rule,
    /// `[^label]`
    FootnoteReference(String),
    /// `[ ]`
    Checkbox(bool),
}

/// The tokens of one slide with their places in the masked text.
pub fn tokens(masked: &Masked, definitions: &Definitions) -> Vec<(Token, Range<usize>)> {
    let mut callback = |link: BrokenLink<'_>| {
        definitions
            .get(&fold(&link.reference))
            .map(|(url, title)| (CowStr::from(url.clone()), CowStr::from(title.clone())))
    };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let parser = Parser::new_with_broken_link_callback(&masked.text, options, Some(&mut callback)).into_offset_iter();
    let mut out = Vec::new();
    let mut html_block: Option<HtmlBlock> = None;
    for (event, range) in parser {
        match event {
            Event::Start(Theirs::HtmlBlock) => html_block = Some(HtmlBlock::default()),
            Event::End(pulldown_cmark::TagEnd::HtmlBlock) => {
                if let Some(block) = html_block.take() {
                    block.tokens(true, &mut out);
                }
            }
            Event::Html(raw) | Event::Text(raw) if html_block.is_some() => {
                if let Some(block) = &mut html_block {
                    block.push(&raw, range);
                }
            }
            Event::Html(raw) | Event::InlineHtml(raw) => {
                let mut line = HtmlBlock::default();
                line.push(&raw, range);
                line.tokens(false, &mut out);
            }
            Event::Start(tag) => out.push((Token::Start(convert(tag)), range)),
            Event::End(_) => out.push((Token::End, range)),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                out.push((Token::Text(text.into_string()), range))
            }
            Event::Code(text) => out.push((Token::Code(text.into_string()), range)),
            Event::FootnoteReference(label) => out.push((Token::FootnoteReference(label.into_string()), range)),
            Event::SoftBreak => out.push((Token::Soft, range)),
            Event::HardBreak => out.push((Token::Hard, range)),
            Event::Rule => out.push((Token::Rule, range)),
            Event::TaskListMarker(done) => out.push((Token::Checkbox(done), range)),
        }
    }
    undefined_footnotes(&masked.text, out)
}

/// `[^label]` without a definition comes as three words; they become the reference that was meant.
fn undefined_footnotes(text: &str, tokens: Vec<(Token, Range<usize>)>) -> Vec<(Token, Range<usize>)> {
    let mut out: Vec<(Token, Range<usize>)> = Vec::with_capacity(tokens.len());
    for (token, range) in tokens {
        let label = match (out.as_slice(), &token) {
            ([.., (Token::Text(open), opens), (Token::Text(label), _)], Token::Text(close))
                if open == "[" && close == "]" && !text[..opens.start].ends_with('\\') =>
            {
                label.strip_prefix('^').filter(|label| text.get(opens.start + 2..range.start) == Some(*label))
            }
            _ => None,
        };
        let Some(label) = label.filter(|label| !label.is_empty() && !label.contains(char::is_whitespace)) else {
            out.push((token, range));
            continue;
        };
        let reference = Token::FootnoteReference(label.to_owned());
        out.pop();
        if let Some(last) = out.last_mut() {
            *last = (reference, last.1.start..range.end);
        }
    }
    out
}

/// Raw HTML of several lines, each with its place in the masked text.
#[derive(Default)]
struct HtmlBlock {
    raw: String,
    /// Where a line starts in `raw`, and its range in the masked text.
    lines: Vec<(usize, Range<usize>)>,
}

impl HtmlBlock {
    fn push(&mut self, raw: &str, range: Range<usize>) {
        self.lines.push((self.raw.len(), range));
        self.raw.push_str(raw);
    }

    /// The place in the masked text of a byte of `raw`.
    fn place(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.lines.get(line).map_or(0, |(start, range)| (range.start + at.saturating_sub(*start)).min(range.end))
    }

    fn tokens(&self, block: bool, out: &mut Vec<(Token, Range<usize>)>) {
        for (token, range) in html::tokens(&self.raw) {
            let token = match token {
                HtmlToken::Open(element) => Token::Open(element, block),
                HtmlToken::Close(name) => Token::Close(name, block),
                HtmlToken::Text(text) if block => Token::HtmlText(text),
                HtmlToken::Text(text) => Token::Text(text),
                HtmlToken::Declaration => match mask::block_mark(&self.raw[range.clone()]) {
                    Some(index) if block => Token::Mark(index),
                    Some(index) => Token::InlineMark(index),
                    None => Token::Declaration(block),
                },
            };
            let start = self.place(range.start);
            let end = if range.end > range.start { self.place(range.end - 1) + 1 } else { start };
            out.push((token, start..end));
        }
    }
}

fn convert(tag: Theirs<'_>) -> Tag {
    match tag {
        Theirs::Heading { level, .. } => Tag::Heading(level as u8),
        Theirs::BlockQuote(_) => Tag::Quote,
        Theirs::CodeBlock(CodeBlockKind::Fenced(info)) => Tag::Code(Some(info.into_string())),
        Theirs::CodeBlock(CodeBlockKind::Indented) => Tag::Code(None),
        Theirs::List(start) => Tag::List(start),
        Theirs::Item => Tag::Item,
        Theirs::FootnoteDefinition(label) => Tag::Footnote(label.into_string()),
        Theirs::Table(alignments) => Tag::Table(alignments.into_iter().map(align).collect()),
        Theirs::TableHead | Theirs::TableRow => Tag::Row,
        Theirs::TableCell => Tag::Cell,
        Theirs::Emphasis => Tag::Emphasis,
        Theirs::Strong => Tag::Strong,
        Theirs::Strikethrough => Tag::Struck,
        Theirs::Link { link_type: LinkType::Email, dest_url, title, .. } => {
            Tag::Link(format!("mailto:{dest_url}"), title.into_string())
        }
        Theirs::Link { dest_url, title, .. } => Tag::Link(dest_url.into_string(), title.into_string()),
        Theirs::Image { dest_url, title, .. } => Tag::Image(dest_url.into_string(), title.into_string()),
        _ => Tag::Paragraph,
    }
}

fn align(alignment: pulldown_cmark::Alignment) -> Align {
    match alignment {
        pulldown_cmark::Alignment::None => Align::Unset,
        pulldown_cmark::Alignment::Left => Align::Left,
        pulldown_cmark::Alignment::Center => Align::Center,
        pulldown_cmark::Alignment::Right => Align::Right,
    }
}

/// Folds a link label as CommonMark compares them: case and white space do not count.
pub fn fold(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Reads the link definitions in a run of lines.
pub fn definitions(text: &str, into: &mut Definitions) {
    let parser = Parser::new_ext(text, Options::empty());
    for (label, definition) in parser.reference_definitions().iter() {
        into.entry(fold(label)).or_insert_with(|| {
            (definition.dest.to_string(), definition.title.as_ref().map(ToString::to_string).unwrap_or_default())
        });
    }
}
