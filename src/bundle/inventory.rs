//! What the elements of a deck have, so that its style sheet need not speak of anything else. Manual page: `tests/spec/output.md`.

use super::css::{is_name, split_outside_brackets, whole};
use memchr::memmem::Finder;
use std::collections::HashSet;
use std::sync::OnceLock;

/// What elements of a deck have or may be given: classes, attributes, custom properties.
#[derive(Debug)]
pub struct Inventory<'a> {
    classes: HashSet<&'a str>,
    /// `dir` and all `data-` attributes: as they are written, `data-aspect="4:3"`, and their names.
    attributes: HashSet<&'a str>,
    /// The names of custom properties, `--accent`, that are spoken of anywhere in elements.
    properties: HashSet<&'a str>,
    scripts: [&'a str; 2],
    /// What the scripts say, read when it is first asked for.
    said: OnceLock<Said<'a>>,
}

/// What scripts say.
#[derive(Debug)]
struct Said<'a> {
    /// Every word: some are classes. Put together from a word and a number (`'pen' + 1`) they count, too.
    words: HashSet<&'a str>,
    /// The names of custom properties.
    properties: HashSet<&'a str>,
}

impl<'a> Inventory<'a> {
    /// What these scripts and these pieces of HTML have. Attributes are written as the renderer does it: `class="one two"
    /// data-number="3"`.
    pub fn new(scripts: [&'a str; 2], html: impl Iterator<Item = &'a str>) -> Self {
        let (mut lists, mut attributes, mut names) = (HashSet::new(), HashSet::new(), HashSet::new());
        let class = Finder::new("class=\"");
        let others = [" data-", " dir="].map(Finder::new);
        let property = Finder::new("--");
        for html in html {
            for at in class.find_iter(html.as_bytes()) {
                lists.extend(html[at + 7..].split('"').next());
            }
            names.extend(properties(html, &property));
            for start in &others {
                for at in start.find_iter(html.as_bytes()) {
                    let text = &html[at + 1..];
                    let name = &text[..text.find(|c| !is_name(c)).unwrap_or(text.len())];
                    attributes.insert(name);
                    let value = text[name.len()..].strip_prefix("=\"").and_then(|value| value.find('"'));
                    attributes.extend(value.map(|end| &text[..name.len() + end + 3]));
                }
            }
        }
        let classes = lists.into_iter().flat_map(str::split_ascii_whitespace).collect();
        Inventory { classes, attributes, properties: names, scripts, said: OnceLock::new() }
    }

    /// Names what a style sheet made with this inventory depends on.
    pub fn write_key(&self, hasher: &mut blake3::Hasher) {
        for set in [&self.classes, &self.attributes, &self.properties] {
            let mut words: Vec<&str> = set.iter().copied().collect();
            words.sort_unstable();
            hasher.update(words.join("\0").as_bytes()).update(b"\0\0");
        }
        for script in self.scripts {
            hasher.update(script.as_bytes()).update(&[0]);
        }
    }

    fn said(&self) -> &Said<'a> {
        self.said.get_or_init(|| {
            let dashes = Finder::new("--");
            Said {
                words: self.scripts.iter().flat_map(|script| script.split(|c: char| !is_name(c))).collect(),
                properties: self.scripts.iter().flat_map(|script| properties(script, &dashes)).collect(),
            }
        })
    }

    /// Whether `[inside]` of a selector may match. Only `dir` and `data-` attributes are known; a script writes `data-last-step`
    /// as it is or as `lastStep`.
    fn has_attribute(&self, inside: &str) -> bool {
        let name = &inside[..inside.find(|c| !is_name(c)).unwrap_or(inside.len())];
        let Some(data) = name.strip_prefix("data-").or((name == "dir").then_some("dir")) else { return true };
        let mut parts = data.split('-');
        let mut camel = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            camel.extend(part.chars().next().map(|c| c.to_ascii_uppercase()));
            camel.push_str(part.get(1..).unwrap_or_default());
        }
        let is_exact = inside[name.len()..].starts_with("=\"") && inside.ends_with('"');
        self.said().words.contains(name)
            || self.said().words.contains(camel.as_str())
            || self.attributes.contains(if is_exact { inside } else { name })
    }

    /// Whether any element or script speaks of a custom property.
    pub fn reads(&self, property: &str) -> bool {
        self.properties.contains(property) || self.said().properties.contains(property)
    }

    fn has(&self, name: &str) -> bool {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        self.classes.contains(name)
            || self.said().words.contains(name)
            || (stem != name && self.said().words.contains(stem))
    }

    /// Whether a selector may match anything: what must be there for it is there. `:not(…)` is not looked at.
    pub fn may_match(&self, selector: &str) -> bool {
        let mut at = 0;
        while let Some(c) = selector[at..].chars().next() {
            let rest = &selector[at..];
            at += whole(rest);
            if c == '.' {
                let name = &rest[1..];
                let name = &name[..name.find(|c| !is_name(c)).unwrap_or(name.len())];
                let is_plain = !name.is_empty() && !rest[1 + name.len()..].starts_with('\\');
                if is_plain && !self.has(name) {
                    return false;
                }
            } else if matches!(c, '(' | '[') {
                let inside = inside(rest);
                let head = &selector[..at - 1];
                let is_list = c == '(' && [":is", ":where", ":has"].iter().any(|name| head.ends_with(name));
                if is_list && !split_outside_brackets(inside, |c| c == ',').iter().any(|part| self.may_match(part)) {
                    return false;
                }
                if c == '[' && !self.has_attribute(inside) {
                    return false;
                }
                at += inside.len();
            }
        }
        true
    }
}

/// The names of custom properties in a text; `dashes` finds two of them.
fn properties<'a>(text: &'a str, dashes: &Finder<'_>) -> impl Iterator<Item = &'a str> {
    dashes.find_iter(text.as_bytes()).filter_map(|at| {
        let name = &text[at..];
        let is_start = !text[..at].ends_with(is_name);
        is_start.then(|| &name[..name.find(|c| !is_name(c)).unwrap_or(name.len())])
    })
}

/// What stands between the bracket at the start of a text and the one that closes it.
fn inside(text: &str) -> &str {
    let (mut at, mut depth) = (0, 0usize);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' if depth == 1 => return &text[1..at],
            ')' | ']' => depth -= 1,
            _ => {}
        }
        at += whole(&text[at..]);
    }
    &text[1..]
}
