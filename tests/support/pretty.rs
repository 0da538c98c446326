//! What stands on the slides of a built deck, as indented HTML that a person reads in the manual.
//!
//! Left out because it says nothing there: the footer, the plain boxes around the content, what a
//! drawing and a formula are made of (a formula is shown as its TeX), and the bytes of a picture.

use super::dom;
use markup5ever_rcdom::Handle;

/// Elements that begin a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Boxes around the content that every layout has.
const FRAMES: &[&str] = &["content", "body"];

const VOID: &[&str] = &["br", "hr", "img", "input", "wbr", "source", "col"];

/// The slides of a deck, one after the other; with more than one, each under a line with its id.
pub fn slides(deck: &str) -> String {
    let document = dom::document(deck);
    let sections = dom::find(&document.document, &|node| dom::name(node) == "section" && dom::has_class(node, "slide"));
    let mut out = String::new();
    for section in &sections {
        if sections.len() > 1 {
            out.push_str(&format!("<!-- #{} -->\n", dom::attribute(section, "id")));
        }
        for canvas in dom::find(section, &|node| dom::has_class(node, "canvas")) {
            children(&canvas, 0, &mut out);
        }
        for notes in dom::find(section, &|node| dom::name(node) == "template") {
            block(&notes, 0, &mut out);
        }
    }
    out
}

fn children(node: &Handle, depth: usize, out: &mut String) {
    let mut line = String::new();
    for child in node.children.borrow().iter() {
        if is_block(child) {
            flush(&mut line, depth, out);
            if dom::has_class(child, "foot") {
            } else if matches!(dom::attributes(child).as_slice(), [(key, value)] if key == "class" && FRAMES.contains(&value.as_str()))
            {
                children(child, depth, out);
            } else {
                block(child, depth, out);
            }
        } else {
            inline(child, &mut line);
        }
    }
    flush(&mut line, depth, out);
}

// Text between blocks; white space at its ends is layout, not content.
fn flush(line: &mut String, depth: usize, out: &mut String) {
    if !line.trim().is_empty() {
        out.push_str(&format!("{}{}\n", "  ".repeat(depth), line.trim()));
    }
    line.clear();
}

fn block(node: &Handle, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let name = dom::name(node);
    let holds_blocks = name != "pre" && node.children.borrow().iter().any(is_block);
    if holds_blocks && !is_drawn(node) {
        out.push_str(&format!("{indent}{}\n", open(node)));
        children(node, depth + 1, out);
        out.push_str(&format!("{indent}</{name}>\n"));
    } else {
        let mut line = String::new();
        inline(node, &mut line);
        out.push_str(&format!("{indent}{}\n", line.trim_end()));
    }
}

fn inline(node: &Handle, out: &mut String) {
    if let Some(text) = dom::text(node) {
        out.push_str(&escape(&text));
        return;
    }
    let name = dom::name(node);
    if name.is_empty() {
        return;
    }
    out.push_str(&open(node));
    if VOID.contains(&name) {
        return;
    }
    if name == "svg" {
        out.push('…');
    } else if is_drawn(node) {
        out.push_str(&escape(&tex(node)));
    } else {
        let contents = contents(node);
        contents.iter().for_each(|child| inline(child, out));
    }
    out.push_str(&format!("</{name}>"));
}

// A template keeps its content in a document of its own.
fn contents(node: &Handle) -> Vec<Handle> {
    if let markup5ever_rcdom::NodeData::Element { template_contents, .. } = &node.data
        && let Some(inside) = template_contents.borrow().as_ref()
    {
        return inside.children.borrow().clone();
    }
    node.children.borrow().clone()
}

fn is_block(node: &Handle) -> bool {
    BLOCKS.contains(&dom::name(node))
}

// An element whose content KaTeX drew.
fn is_drawn(node: &Handle) -> bool {
    dom::has_class(node, "math") && dom::find(node, &|one| dom::has_class(one, "katex")).len() == 1
}

fn tex(node: &Handle) -> String {
    dom::find(node, &|one| dom::name(one) == "annotation").iter().map(dom::all_text).collect()
}

fn open(node: &Handle) -> String {
    let attributes: String = dom::attributes(node)
        .into_iter()
        .map(|(key, value)| match value.as_str() {
            "" => format!(" {key}"),
            value => format!(" {key}=\"{}\"", escape(&shortened(value)).replace('"', "&quot;")),
        })
        .collect();
    format!("<{}{attributes}>", dom::name(node))
}

fn shortened(value: &str) -> String {
    match value.split_once(";base64,") {
        Some((kind, _)) if kind.starts_with("data:") => format!("{kind};base64,…"),
        _ => value.to_owned(),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\u{a0}', "&nbsp;")
        .replace('\u{ad}', "&shy;")
}
