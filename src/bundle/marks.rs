//! Which elements a style sheet sets in italics, in bold or in the code face: the fonts must hold their characters too.
//! Reads CSS just well enough for that and errs towards more. Manual page: `tests/spec/output.md`.

use super::css::{pieces, split_outside_brackets};
use std::collections::{BTreeMap, BTreeSet};

/// What the style sheets make of elements (`em`) and classes (`.t-comment`).
#[derive(Debug, Default, PartialEq)]
pub struct Marks {
    /// By the name of the element a rule is about.
    elements: BTreeMap<String, BTreeSet<Rule>>,
    /// By the name of the class, without its dot.
    classes: BTreeMap<String, BTreeSet<Rule>>,
    /// Characters that the style sheets themselves write (`content: "→"`).
    pub characters: BTreeSet<char>,
}

/// One rule: what it does, and the classes that must stand around the element.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rule {
    mark: Mark,
    within: BTreeSet<String>,
}

/// What a rule may do to a face.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Set in italics.
    Italic,
    /// Set in bold.
    Bold,
    /// Set in the code face.
    Code,
    /// Set in the face for titles.
    Display,
}

impl Marks {
    /// Reads a style sheet without comments.
    pub fn add(&mut self, css: &str) {
        let mut open: Vec<&str> = Vec::new();
        for (piece, end) in pieces(css) {
            match end {
                Some('{') => open.push(piece),
                _ => {
                    self.declaration(piece, &open);
                    if end == Some('}') {
                        open.pop();
                    }
                }
            }
        }
    }

    fn declaration(&mut self, text: &str, open: &[&str]) {
        let Some((name, value)) = text.split_once(':') else { return };
        let (name, value) = (name.trim(), value.trim());
        if name == "content" || name == "quotes" || name.starts_with("--") {
            self.characters.extend(strings(value).chars().filter(|c| !c.is_control()));
        }
        // The nearest selector around the declaration, past `@media` and the like.
        let Some(selector) = open.iter().rev().find(|prelude| !prelude.starts_with('@')) else { return };
        let is_italic = value.contains("italic") || value.contains("oblique");
        let is_code = value.contains("--font-code") || value.contains("Deckle Code");
        let is_display = value.contains("--font-display") || value.contains("Deckle Display");
        let is_bold = value
            .split([' ', '!'])
            .next()
            .is_some_and(|weight| weight.starts_with("bold") || weight.parse().is_ok_and(|weight: u16| weight >= 600));
        let marks = match name {
            "font-style" => vec![(Mark::Italic, is_italic)],
            "font-weight" => vec![(Mark::Bold, is_bold)],
            "font-family" => vec![(Mark::Code, is_code), (Mark::Display, is_display)],
            "font" => {
                let is_bold = value.split(' ').any(|word| matches!(word, "bold" | "600" | "700" | "800"));
                vec![
                    (Mark::Italic, is_italic),
                    (Mark::Bold, is_bold),
                    (Mark::Code, is_code),
                    (Mark::Display, is_display),
                ]
            }
            _ => return,
        };
        for (mark, _) in marks.into_iter().filter(|(_, holds)| *holds) {
            for (subject, within) in subjects(selector) {
                let rules = match subject.strip_prefix('.') {
                    Some(class) => self.classes.entry(class.to_owned()),
                    None => self.elements.entry(subject),
                };
                rules.or_default().insert(Rule { mark, within });
            }
        }
    }

    /// The rules about an element.
    pub fn of_element(&self, name: &str) -> Rules<'_> {
        Rules(self.elements.get(name))
    }

    /// The rules about a class.
    pub fn of_class(&self, name: &str) -> Rules<'_> {
        Rules(self.classes.get(name))
    }
}

/// Rules about one element or class.
pub struct Rules<'a>(Option<&'a BTreeSet<Rule>>);

impl<'a> Rules<'a> {
    /// What they may do where `is_around` tells which classes stand around.
    pub fn holding(self, is_around: impl Fn(&str) -> bool) -> impl Iterator<Item = Mark> {
        let holds = move |rule: &&'a Rule| rule.within.iter().all(|class| is_around(class));
        self.0.into_iter().flatten().filter(holds).map(|rule| rule.mark)
    }
}

/// The names in the last part of each selector of a list, which are what the rule is about, and the classes that the
/// parts before it name.
fn subjects(selectors: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut out = Vec::new();
    for selector in split_outside_brackets(selectors, |c| c == ',') {
        let mut parts = split_outside_brackets(selector.trim(), |c| matches!(c, ' ' | '>' | '+' | '~' | '\n' | '\t'));
        parts.retain(|part| !part.trim().is_empty());
        let last = parts.pop().unwrap_or("");
        // `~` and `+` name neighbours, not what stands around.
        let within: BTreeSet<String> = match selector.contains(['~', '+', '(']) {
            true => parts
                .iter()
                .filter(|part| part.starts_with(".layout-") && !part.contains(['(', '[']))
                .flat_map(|part| classes(part))
                .collect(),
            false => parts.iter().filter(|part| !part.contains('[')).flat_map(|part| classes(part)).collect(),
        };
        // `:is(em, .b)` names what it is about inside its brackets; `:not(…)` and `[…]` do not.
        let last = last.replace(":is(", " ").replace(":where(", " ");
        let last = last.split(":not(").next().unwrap_or("");
        for word in last.split([' ', ',', ')', '&', '*']) {
            let word = word.split([':', '[']).next().unwrap_or("");
            let tag = word.split('.').next().unwrap_or("");
            if !tag.is_empty() && !tag.starts_with('#') {
                out.push((tag.to_ascii_lowercase(), within.clone()));
            }
            out.extend(classes(word).map(|class| (format!(".{class}"), within.clone())));
        }
    }
    out
}

/// The classes of `tag.one.two:hover`.
fn classes(compound: &str) -> impl Iterator<Item = String> {
    let compound = compound.split(':').next().unwrap_or("");
    compound.split('.').skip(1).filter(|class| !class.is_empty()).map(str::to_owned)
}

/// What stands inside the quotes of a value, escapes such as `\2713` decoded.
fn strings(value: &str) -> String {
    let mut out = String::new();
    let mut quote = None;
    let mut characters = value.chars().peekable();
    while let Some(c) = characters.next() {
        match quote {
            None if c == '"' || c == '\'' => quote = Some(c),
            None => {}
            Some(open) if c == open => quote = None,
            Some(_) if c == '\\' => {
                let mut code = String::new();
                while let Some(digit) = characters.next_if(|next| next.is_ascii_hexdigit() && code.len() < 6) {
                    code.push(digit);
                }
                characters.next_if_eq(&' ');
                out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
            }
            Some(_) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_say_what_is_italic_bold_and_code() {
        let mut marks = Marks::default();
        marks.add(
            "@layer theme { .t-comment { color: red; font-style: italic; } .layout-quote :is(q, p.deep) { font-style: italic }\
             code, kbd, .card:hover > .path::before { font-family: var(--font-code); content: \"\\2713 →\"; }\
             @media print { .fact { font: 600 1em var(--font-text) } } .a { font-weight: 400; & b { font-weight: bolder } } }",
        );
        let of = |name: &str, around: &[&str]| {
            let rules = name.strip_prefix('.').map_or_else(|| marks.of_element(name), |class| marks.of_class(class));
            rules.holding(|class| around.contains(&class)).collect::<Vec<_>>()
        };
        assert_eq!(of(".t-comment", &[]), [Mark::Italic]);
        assert_eq!(of("q", &[]), []);
        for name in ["q", "p", ".deep"] {
            assert_eq!(of(name, &["layout-quote"]), [Mark::Italic], "{name}");
        }
        assert_eq!(of("kbd", &[]), [Mark::Code]);
        assert_eq!(of(".path", &[]), []);
        assert_eq!(of(".path", &["card"]), [Mark::Code]);
        assert_eq!((of(".fact", &[]), of("b", &[]), of(".a", &[])), (vec![Mark::Bold], vec![Mark::Bold], vec![]));
        assert_eq!(marks.characters, "✓→".chars().collect());
    }

    #[test]
    fn broken_style_sheets_end() {
        for css in [
            "",
            "{",
            "}",
            "}}}",
            "a{b:c",
            "\"",
            "a{content:\"\\",
            "@media {",
            ":is(",
            "a{font-style:italic}}x{",
            "é{font:italic}",
        ] {
            Marks::default().add(css);
        }
    }
}
