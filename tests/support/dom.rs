//! Parsed HTML, so that tests compare elements and not spellings.

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// A whole document.
pub fn document(html: &str) -> RcDom {
    html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(html)
}

/// The elements and texts of a piece of HTML, as if it stood in a `<div>`.
pub fn fragment(html: &str) -> Vec<Handle> {
    let whole = document(&format!("<!doctype html><body><div>{html}</div>"));
    let body = find(&whole.document, &|node| name(node) == "body").into_iter().next();
    let Some(body) = body else { return Vec::new() };
    // Taken out, because a document that is dropped empties every node that still hangs in it.
    let children = body.children.take();
    children
        .into_iter()
        .flat_map(|child| if name(&child) == "div" { child.children.take() } else { vec![child] })
        .collect()
}

/// The element's name, empty for everything that is no element.
pub fn name(node: &Handle) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

/// The element's attributes in alphabetical order.
pub fn attributes(node: &Handle) -> Vec<(String, String)> {
    let NodeData::Element { attrs, .. } = &node.data else { return Vec::new() };
    let mut pairs: Vec<(String, String)> =
        attrs.borrow().iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
    pairs.sort();
    pairs
}

/// The value of one attribute, empty if it is not there.
pub fn attribute(node: &Handle, key: &str) -> String {
    attributes(node).into_iter().find(|(name, _)| name == key).map(|(_, value)| value).unwrap_or_default()
}

/// Whether the element has the class.
pub fn has_class(node: &Handle, class: &str) -> bool {
    attribute(node, "class").split_whitespace().any(|one| one == class)
}

/// The text of a text node.
pub fn text(node: &Handle) -> Option<String> {
    match &node.data {
        NodeData::Text { contents } => Some(contents.borrow().to_string()),
        _ => None,
    }
}

/// Every node below that the question picks, in order; what is below a picked node is not asked.
pub fn find(node: &Handle, picked: &dyn Fn(&Handle) -> bool) -> Vec<Handle> {
    if picked(node) {
        return vec![node.clone()];
    }
    node.children.borrow().iter().flat_map(|child| find(child, picked)).collect()
}

/// Every node below that the question picks, in order, also below picked ones.
pub fn find_all(node: &Handle, picked: &dyn Fn(&Handle) -> bool) -> Vec<Handle> {
    let below: Vec<Handle> = node.children.borrow().iter().flat_map(|child| find_all(child, picked)).collect();
    if picked(node) { [vec![node.clone()], below].concat() } else { below }
}

/// All text below a node.
pub fn all_text(node: &Handle) -> String {
    text(node).unwrap_or_else(|| node.children.borrow().iter().map(all_text).collect())
}
