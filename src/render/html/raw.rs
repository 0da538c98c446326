//! Raw HTML from the allow-list. Manual page: `tests/spec/safety.md`.
//!
//! The parser has checked names and attributes; here it is only made sure that the elements can stand where they are.
//! Browsers close a paragraph when a list begins, throw text out of tables, and end a list item when another one starts:
//! an element in such a place becomes a plain `div` or `span` with the same attributes.

use super::{Html, escape};
use crate::deck::{Block, BlockKind, Inline, Steps};
use crate::render::fit::Room;

/// Elements that may stand anywhere and hold anything.
const FLOW: [&str; 20] = [
    "div",
    "section",
    "article",
    "aside",
    "blockquote",
    "details",
    "summary",
    "figure",
    "figcaption",
    "header",
    "footer",
    "nav",
    "address",
    "hgroup",
    "search",
    "dl",
    "ul",
    "ol",
    "menu",
    "center",
];
/// Elements that may stand in text.
const PHRASING: [&str; 32] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "label", "mark",
    "meter", "output", "progress", "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
    "var", "font",
];
/// Elements without content.
const VOID: [&str; 4] = ["br", "hr", "wbr", "col"];

impl Html<'_> {
    /// A raw element that holds blocks.
    pub fn raw_block(
        &mut self,
        name: &'static str,
        own: &[(&'static str, String)],
        blocks: &[Block],
        parent: &'static str,
        steps: Steps,
        room: Room,
    ) {
        let name = stands_as(name, parent, blocks, self.here.in_link);
        self.out.push('<');
        self.out.push_str(name);
        self.raw_attributes(own);
        self.steps(steps);
        self.out.push('>');
        let was_in_link = self.here.in_link;
        self.here.in_link |= name == "a";
        self.here.parent = name;
        // What is written as HTML is set as it is written.
        let whole = std::mem::replace(&mut self.here.whole, true);
        if !VOID.contains(&name) {
            self.run(blocks, room, "");
            self.close(name);
        }
        self.here.whole = whole;
        self.here.in_link = was_in_link;
    }

    /// A raw element within text.
    pub fn raw_inline(&mut self, name: &'static str, own: &[(&'static str, String)], content: &[Inline]) {
        let name = match name {
            "br" | "wbr" => name,
            "a" if self.here.in_link => "span",
            "rt" | "rp" if self.here.parent == "ruby" => name,
            _ if PHRASING.contains(&name) => name,
            _ => "span",
        };
        self.out.push('<');
        self.out.push_str(name);
        self.raw_attributes(own);
        self.out.push('>');
        let was_in_link = self.here.in_link;
        self.here.in_link |= name == "a";
        let parent = std::mem::replace(&mut self.here.parent, name);
        let whole = std::mem::replace(&mut self.here.whole, true);
        self.inlines(content);
        self.here.whole = whole;
        self.here.parent = parent;
        self.here.in_link = was_in_link;
        if !VOID.contains(&name) {
            self.close(name);
        }
    }

    /// Allowed attributes; what could run, load or clash is left out once more.
    fn raw_attributes(&mut self, own: &[(&'static str, String)]) {
        for (index, (name, value)) in own.iter().enumerate() {
            let is_repeated = own[..index].iter().any(|(earlier, _)| earlier == name);
            let is_plain = !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            let is_ours = matches!(*name, "data-show" | "data-lit" | "data-stages" | "data-step" | "data-number");
            if is_repeated || !is_plain || is_ours || name.starts_with("on") {
                continue;
            }
            match *name {
                "href" | "cite" => {
                    if let Some(address) = escape::address(value) {
                        self.attribute(name, &address);
                    }
                }
                "src" | "srcset" | "srcdoc" | "action" | "formaction" | "poster" | "data" | "background" | "ping" => {}
                "id" => self.id(value),
                "lang" => {
                    if let Some(language) = escape::language(value) {
                        self.attribute("lang", language);
                    }
                }
                _ => self.attribute(name, value),
            }
        }
    }
}

/// The element's own name where it can stand, else `div`.
fn stands_as(name: &'static str, parent: &str, blocks: &[Block], in_link: bool) -> &'static str {
    let is_text = |block: &Block| matches!(block.kind, BlockKind::Plain(_));
    let stands = match name {
        "hr" | "br" | "wbr" => blocks.is_empty(),
        "p" | "pre" => blocks.iter().all(is_text),
        // The title of the slide is level 1 or 2.
        "h1" | "h2" | "h3" if blocks.iter().all(is_text) => return "h3",
        "h4" | "h5" | "h6" => blocks.iter().all(is_text),
        "li" => matches!(parent, "ul" | "ol" | "menu"),
        "dt" | "dd" => parent == "dl",
        "table" => is_table(blocks),
        "thead" | "tbody" | "tfoot" | "colgroup" | "caption" => parent == "table",
        "tr" => matches!(parent, "table" | "thead" | "tbody" | "tfoot"),
        "td" | "th" => parent == "tr",
        "col" => parent == "colgroup" && blocks.is_empty(),
        "a" => !in_link,
        _ => FLOW.contains(&name) || PHRASING.contains(&name),
    };
    if stands { name } else { "div" }
}

/// Whether these are the parts of a table and nothing else, so that a browser leaves them where they are.
fn is_table(blocks: &[Block]) -> bool {
    all_parts(blocks, &|name, inside| match name {
        "caption" => true,
        "colgroup" => all_parts(inside, &|name, inside| name == "col" && inside.is_empty()),
        "thead" | "tbody" | "tfoot" => all_parts(inside, &is_row),
        _ => is_row(name, inside),
    })
}

fn is_row(name: &str, inside: &[Block]) -> bool {
    name == "tr" && all_parts(inside, &|name, _| matches!(name, "td" | "th"))
}

fn all_parts(blocks: &[Block], fits: &dyn Fn(&str, &[Block]) -> bool) -> bool {
    blocks.iter().all(|block| match &block.kind {
        BlockKind::Html { name, blocks, .. } => fits(name, blocks),
        BlockKind::Plain(content) => content.iter().all(|inline| match inline {
            Inline::Text(text) => text.chars().all(|sign| sign.is_ascii_whitespace()),
            inline => matches!(inline, Inline::SoftBreak),
        }),
        _ => false,
    })
}
