//! `<style>` in a drawing: simple rules are moved to the elements they speak of, because a style sheet inside a slide
//! would speak to the whole deck. Manual page: `tests/spec/pictures.md`.

use super::values::{Declaration, Removed, declarations};
use std::collections::BTreeMap;

/// The rules of all `<style>` elements of one file.
#[derive(Default)]
pub struct Rules {
    by_key: BTreeMap<Key, Vec<Rule>>,
    count: usize,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Any,
    Tag(String),
    Class(String),
    Id(String),
}

struct Rule {
    /// Ids, classes, tags, then the place in the file: what wins over what.
    weight: (usize, usize, usize, usize),
    selector: Vec<Key>,
    declarations: Vec<Declaration>,
}

impl Rules {
    /// Takes in one style sheet. Ids it points to are added to `used`, what is too clever to be moved is told by `removed`.
    pub fn add(&mut self, sheet: &str, used: &mut Vec<String>, removed: &mut Removed) {
        let sheet = without_comments(sheet);
        let mut rest = sheet.as_str();
        while let Some((at_end, found)) = rest.find(['{', ';']).map(|at| (at, rest.as_bytes()[at])) {
            let head = rest[..at_end].trim();
            if found == b';' {
                // `@import`, `@charset` and `@namespace` end without a block.
                if head.starts_with("@import") {
                    removed.note("`@import`");
                }
                rest = &rest[at_end + 1..];
                continue;
            }
            let length = block_length(&rest[at_end..]);
            let body =
                rest[at_end + 1..at_end + length].strip_suffix('}').unwrap_or(&rest[at_end + 1..at_end + length]);
            if head.starts_with('@') {
                removed.note(format!("the style rule `{}`", super::values::shortened(head)));
            } else {
                let declarations = declarations(body, used, removed);
                for selector in head.split(',') {
                    match parse(selector.trim()) {
                        Some(keys) => self.insert(keys, declarations.clone()),
                        None => removed.note(format!("the style rule `{}`", super::values::shortened(selector.trim()))),
                    }
                }
            }
            rest = &rest[at_end + length..];
        }
    }

    fn insert(&mut self, selector: Vec<Key>, declarations: Vec<Declaration>) {
        let count = |wanted: fn(&Key) -> bool| selector.iter().filter(|key| wanted(key)).count();
        let weight = (
            count(|key| matches!(key, Key::Id(_))),
            count(|key| matches!(key, Key::Class(_))),
            count(|key| matches!(key, Key::Tag(_))),
            self.count,
        );
        self.count += 1;
        // Filed under its rarest part, so that looking up stays quick.
        if let Some(key) = selector.iter().max().cloned() {
            self.by_key.entry(key).or_default().push(Rule { weight, selector, declarations });
        }
    }

    /// The declarations that hold for an element, weakest first.
    pub fn matching(&self, tag: &str, id: Option<&str>, classes: &str) -> Vec<&Declaration> {
        if self.by_key.is_empty() {
            return Vec::new();
        }
        let mut mine = vec![Key::Any, Key::Tag(tag.to_owned())];
        mine.extend(classes.split_whitespace().map(|class| Key::Class(class.to_owned())));
        mine.extend(id.map(|id| Key::Id(id.to_owned())));
        let mut rules: Vec<&Rule> = mine
            .iter()
            .filter_map(|key| self.by_key.get(key))
            .flatten()
            .filter(|rule| rule.selector.iter().all(|key| mine.contains(key)))
            .collect();
        rules.sort_by_key(|rule| rule.weight);
        rules.dedup_by_key(|rule| rule.weight);
        rules.into_iter().flat_map(|rule| &rule.declarations).collect()
    }
}

/// `rect.cls-1#a` as its parts; `None` for combinators, pseudo-classes and attribute selectors.
fn parse(selector: &str) -> Option<Vec<Key>> {
    let mut keys = Vec::new();
    let mut rest = selector.strip_prefix("svg ").map_or(selector, str::trim_start);
    while !rest.is_empty() {
        let (kind, body) = match rest.as_bytes()[0] {
            b'.' | b'#' => rest.split_at(1),
            b'*' => {
                keys.push(Key::Any);
                rest = &rest[1..];
                continue;
            }
            _ => ("", rest),
        };
        let end = body.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(body.len());
        let name = body[..end].to_owned();
        if name.is_empty() {
            return None;
        }
        keys.push(match kind {
            "." => Key::Class(name),
            "#" => Key::Id(name),
            _ if keys.is_empty() => Key::Tag(name),
            _ => return None,
        });
        rest = &body[end..];
    }
    (!keys.is_empty()).then_some(keys)
}

/// Length of a block that starts with `{`, its end included; an open block ends with the sheet.
fn block_length(text: &str) -> usize {
    let mut depth = 0usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}

fn without_comments(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet.trim().trim_start_matches("<!--").trim_end_matches("-->");
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start + 2..].split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}
