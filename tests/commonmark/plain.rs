//! A deck as the plain HTML of CommonMark: what the specification's examples are compared with. A slide break is the
//! `<hr />` that it would be outside of a talk.

use deckle::deck::{Attributes, Block, BlockKind, Cell, ColumnKind, Deck, Inline, Item, Picture, Slide, Table};

/// The whole deck.
pub fn html(deck: &Deck) -> String {
    deck.slides.iter().map(slide).collect::<Vec<_>>().join("<hr />\n")
}

// In the order in which it is written: a heading that became the title stands where it stood.
fn slide(slide: &Slide) -> String {
    let all = slide.slots.iter().flat_map(|slot| &slot.blocks);
    let mut written: Vec<(u32, String)> = all.map(|one| (one.span.start, block(one))).collect();
    if let Some(title) = &slide.title {
        written.push((title.span.start, format!("<h{0}>{1}</h{0}>\n", title.level, inlines(&title.content))));
    }
    written.sort_by_key(|(start, _)| *start);
    written.into_iter().map(|(_, html)| html).collect()
}

fn blocks(all: &[Block]) -> String {
    all.iter().map(block).collect()
}

fn block(block: &Block) -> String {
    match &block.kind {
        BlockKind::Heading { level, content } => format!("<h{level}>{}</h{level}>\n", inlines(content)),
        BlockKind::Paragraph(content) => format!("<p>{}</p>\n", inlines(content)),
        BlockKind::Plain(content) => inlines(content),
        BlockKind::List(list) => {
            let (name, start) = match list.start {
                None => ("ul", String::new()),
                Some(1) => ("ol", String::new()),
                Some(start) => ("ol", format!(" start=\"{start}\"")),
            };
            let items: String = list.items.iter().map(|one| item(one, list.tight)).collect();
            format!("<{name}{start}>\n{items}</{name}>\n")
        }
        BlockKind::Quote { blocks: inside, source } => {
            let source = source.as_ref().map(|source| format!("<p>{}</p>", inlines(source))).unwrap_or_default();
            format!("<blockquote>\n{}{source}</blockquote>\n", blocks(inside))
        }
        BlockKind::Callout { title, blocks: inside, .. } => {
            format!("<blockquote>\n{}{}</blockquote>\n", inlines(title), blocks(inside))
        }
        BlockKind::Code(code) => {
            let language = match code.language.value.as_str() {
                "" => String::new(),
                language => format!(" class=\"language-{}\"", escape(language)),
            };
            let end = if code.text.is_empty() { "" } else { "\n" };
            format!("<pre><code{language}>{}{end}</code></pre>\n", escape(&code.text))
        }
        BlockKind::Math(math, _) => format!("<p>$${}$$</p>\n", escape(&math.tex)),
        BlockKind::Table(table) => self::table(table),
        BlockKind::Pictures(pictures) => {
            format!("<p>{}</p>\n", pictures.iter().map(picture).collect::<Vec<_>>().join("\n"))
        }
        BlockKind::Columns(columns) => columns.iter().map(|column| blocks(&column.blocks)).collect(),
        BlockKind::Group(inside) | BlockKind::Stack(inside) => format!("<div>{}</div>\n", blocks(inside)),
        BlockKind::Html { name, attributes, blocks: inside } => element(name, attributes, &blocks(inside)) + "\n",
        BlockKind::Rule => "<hr />\n".to_owned(),
        BlockKind::Broken { what } => escape(what),
        // No example of CommonMark is a chart or a diagram.
        BlockKind::Chart(_) | BlockKind::Diagram(_) | BlockKind::Agenda | BlockKind::Contact => String::new(),
    }
}

fn item(item: &Item, tight: bool) -> String {
    let inside: String = item
        .blocks
        .iter()
        .map(|one| match &one.kind {
            BlockKind::Paragraph(content) if tight => inlines(content) + "\n",
            BlockKind::Pictures(pictures) if tight => pictures.iter().map(picture).collect::<String>() + "\n",
            _ => block(one),
        })
        .collect();
    format!("<li>{}</li>\n", inside.trim_end_matches('\n'))
}

fn table(table: &Table) -> String {
    let row = |cells: &[Cell], name: &str| -> String {
        let cells = cells.iter().zip(&table.columns).map(|(cell, column)| {
            let align = match column {
                ColumnKind::Left | ColumnKind::Number { .. } => "",
                ColumnKind::Center => " align=\"center\"",
                ColumnKind::Right => " align=\"right\"",
            };
            format!("<{name}{align}>{}</{name}>", inlines(&cell.content))
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let body: String = table.rows.iter().map(|one| row(&one.cells, "td")).collect();
    format!("<table><thead>{}</thead><tbody>{body}</tbody></table>\n", row(&table.head, "th"))
}

fn inlines(all: &[Inline]) -> String {
    all.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => escape(text),
        Inline::Code(code) => format!("<code>{}</code>", escape(code)),
        Inline::Math(math) => format!("${}$", escape(&math.tex)),
        Inline::Emphasis(content) => format!("<em>{}</em>", inlines(content)),
        Inline::Strong(content) => format!("<strong>{}</strong>", inlines(content)),
        Inline::Struck(content) => format!("<del>{}</del>", inlines(content)),
        Inline::Link { url, title, content, .. } => {
            format!("<a href=\"{}\"{}>{}</a>", escape(&encoded(url)), titled(title), inlines(content))
        }
        Inline::Picture(one) => picture(one),
        Inline::Span { content, .. } => format!("<span>{}</span>", inlines(content)),
        Inline::Html { name, attributes, content } => element(name, attributes, &inlines(content)),
        Inline::Footnote(number) => format!("[^{number}]"),
        Inline::Checkbox(done) => (if *done { "[x] " } else { "[ ] " }).to_owned(),
        Inline::SoftBreak => "\n".to_owned(),
        Inline::HardBreak => "<br />\n".to_owned(),
    }
}

fn picture(picture: &Picture) -> String {
    let Picture { path, alt, title, attributes: Attributes { .. }, .. } = picture;
    format!("<img src=\"{}\" alt=\"{}\"{} />", escape(&encoded(&path.value)), escape(alt), titled(title))
}

fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) }
}

fn element(name: &str, attributes: &[(&'static str, String)], inside: &str) -> String {
    let attributes: String = attributes.iter().map(|(key, value)| format!(" {key}=\"{}\"", escape(value))).collect();
    format!("<{name}{attributes}>{inside}</{name}>")
}

/// An address with everything percent-encoded that the specification's HTML has encoded.
fn encoded(url: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!~*'();/?:@&=+$,#%".contains(&byte);
    url.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
