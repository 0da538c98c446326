//! The colours of a theme as numbers: its custom properties in light, dark and high contrast. Manual page: `tests/spec/checks.md`.
//!
//! Reads what a theme's style sheet says of `:root` and `html[data-color=…]`, later rules first, and follows `var()` and
//! `light-dark()`. What it cannot read is unknown, never guessed.

use crate::theme::color::Color;
use std::collections::BTreeMap;

/// One of the sets of colours that a deck can be shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// For people.
    pub name: &'static str,
    /// The second value of `light-dark()`.
    pub dark: bool,
    contrast: bool,
}

/// All of them.
pub const MODES: [Mode; 4] = [
    Mode { name: "light", dark: false, contrast: false },
    Mode { name: "dark", dark: true, contrast: false },
    Mode { name: "light high-contrast", dark: false, contrast: true },
    Mode { name: "dark high-contrast", dark: true, contrast: true },
];

/// `var()` may lead on so often.
const DEPTH: usize = 8;

/// The custom properties of each mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    tokens: [BTreeMap<String, String>; 4],
}

impl Palette {
    /// Reads a style sheet.
    pub fn read(css: &str) -> Palette {
        let mut palette = Palette::default();
        rules(&without_comments(css), &mut |around, name, value| {
            for (mode, tokens) in MODES.iter().zip(&mut palette.tokens) {
                if applies(around, *mode) {
                    tokens.insert(name.to_owned(), value.to_owned());
                }
            }
        });
        palette
    }

    /// The colour of a token such as `--ink`.
    pub fn color(&self, token: &str, mode: Mode) -> Option<Color> {
        self.value(self.tokens(mode)?.get(token)?, mode, 0)
    }

    /// The colour of a CSS value such as `var(--ink)` or `#123`.
    pub fn evaluate(&self, css: &str, mode: Mode) -> Option<Color> {
        self.value(css, mode, 0)
    }

    fn tokens(&self, mode: Mode) -> Option<&BTreeMap<String, String>> {
        MODES.iter().zip(&self.tokens).find(|(known, _)| **known == mode).map(|(_, tokens)| tokens)
    }

    fn value(&self, value: &str, mode: Mode, depth: usize) -> Option<Color> {
        let value = value.trim();
        if depth > DEPTH {
            return None;
        }
        if let Some(inside) = inside(value, "light-dark(") {
            let (light, dark) = two(inside)?;
            return self.value(if mode.dark { dark } else { light }, mode, depth + 1);
        }
        if let Some(inside) = inside(value, "var(") {
            let (name, otherwise) = two(inside).unwrap_or((inside, ""));
            let set = self.tokens(mode)?.get(name.trim());
            return self.value(set.map_or(otherwise, String::as_str), mode, depth + 1);
        }
        Color::parse(value)
    }
}

/// What stands in the brackets when the whole value is one function.
fn inside<'a>(value: &'a str, function: &str) -> Option<&'a str> {
    value.strip_prefix(function)?.strip_suffix(')')
}

/// Two arguments, parted by the first comma that stands in no brackets.
fn two(arguments: &str) -> Option<(&str, &str)> {
    let mut open = 0i32;
    for (at, letter) in arguments.char_indices() {
        match letter {
            '(' => open += 1,
            ')' => open -= 1,
            ',' if open == 0 => return Some((&arguments[..at], &arguments[at + 1..])),
            _ => {}
        }
    }
    None
}

/// Whether a rule inside these preludes says something about the root element in that mode.
fn applies(around: &[&str], mode: Mode) -> bool {
    let Some((selector, outer)) = around.split_last().map(|(last, outer)| (last, outer.join(" "))) else {
        return false;
    };
    let (selector, outer) = match *selector {
        // Declarations right inside a media query nested in a rule.
        media if media.starts_with('@') => match around.iter().rev().find(|prelude| !prelude.starts_with('@')) {
            Some(selector) => (*selector, format!("{outer} {media}")),
            None => return false,
        },
        selector => (selector, outer),
    };
    if outer.contains("forced-colors") || outer.contains("print") {
        return false;
    }
    if outer.contains("prefers-contrast") && !mode.contrast {
        return false;
    }
    if outer.contains("prefers-color-scheme") && mode.dark != outer.contains("dark") {
        return false;
    }
    selector.split(',').map(str::trim).any(|one| match one {
        ":root" | "html" => true,
        _ if !(one.starts_with("html[") || one.starts_with(":root[")) || !one.ends_with(']') => false,
        _ if one.contains("contrast") => mode.contrast,
        _ if one.contains("dark") => mode.dark && !mode.contrast,
        _ if one.contains("light") => !mode.dark && !mode.contrast,
        _ => false,
    })
}

/// Calls `take` with the preludes around, name and value of every custom property.
fn rules(css: &str, take: &mut dyn FnMut(&[&str], &str, &str)) {
    let (mut around, mut start, mut open) = (Vec::new(), 0, 0i32);
    let mut quote = None;
    for (at, letter) in css.char_indices() {
        match (quote, letter) {
            (Some(mark), _) => quote = (mark != letter).then_some(mark),
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(') => open += 1,
            (None, ')') => open -= 1,
            (None, '{') => {
                around.push(css[start..at].trim());
                (start, open) = (at + 1, 0);
            }
            (None, ';' | '}') if letter == '}' || open <= 0 => {
                if let Some((name, value)) =
                    css[start..at].trim().split_once(':').filter(|(name, _)| name.starts_with("--"))
                {
                    take(&around, name.trim(), value.trim());
                }
                if letter == '}' {
                    around.pop();
                }
                (start, open) = (at + 1, 0);
            }
            _ => {}
        }
    }
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(palette: &Palette, token: &str) -> Vec<Option<String>> {
        MODES.iter().map(|mode| palette.color(token, *mode).map(Color::hex)).collect()
    }

    #[test]
    fn every_mode_has_its_colours() {
        let palette = Palette::read(
            "@layer theme { :root { --ink: light-dark(#111, #eee); /* --ink: #f00; */ --muted: var(--ink); --shadow: 0 0 red; }
             html[data-color=\"contrast\"] { --ink: light-dark(#000, #fff); }
             @media (forced-colors: active) { :root { --ink: CanvasText } } .slide { --ink: #f00 } }
             @layer talk { :root { --muted: var(--none, rgb(1 2 3)) } }",
        );
        let some = |colors: [&str; 4]| colors.map(|color| Some(color.to_owned())).to_vec();
        assert_eq!(hex(&palette, "--ink"), some(["#111111", "#eeeeee", "#000000", "#ffffff"]));
        assert_eq!(hex(&palette, "--muted"), some(["#010203"; 4]));
        assert_eq!(hex(&palette, "--shadow"), [const { None }; 4]);
    }

    #[test]
    fn a_circle_of_tokens_is_unknown_and_any_text_is_read() {
        let palette = Palette::read(":root { --a: var(--b); --b: var(--a) } }}} ( \" { ;");
        assert_eq!(palette.color("--a", MODES[0]), None);
    }
}
