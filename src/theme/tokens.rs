//! The tokens: custom properties that a theme sets and everything is drawn with. Which there are, and what colours come of
//! them in light, dark and high contrast. Manual page: `tests/spec/themes.md`.

use super::color::Color;
use super::sheet::{Item, Kind, parse, parts, without_comments};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a token holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A colour that text is set in: it must be readable on the ground and on the surface.
    TextColor,
    /// Another colour.
    Color,
    /// A list of font families.
    Font,
    /// A length in px.
    Size,
}

/// Every token with what it holds. A theme sets each, or inherits it.
pub const TOKENS: [(&str, Holds); 38] = [
    ("ground", Holds::Color),
    ("surface", Holds::Color),
    ("ink", Holds::TextColor),
    ("muted", Holds::TextColor),
    ("accent", Holds::TextColor),
    ("second", Holds::TextColor),
    ("good", Holds::TextColor),
    ("bad", Holds::TextColor),
    ("mark", Holds::Color),
    ("line", Holds::Color),
    ("font-text", Holds::Font),
    ("font-code", Holds::Font),
    ("size-display", Holds::Size),
    ("size-section", Holds::Size),
    ("size-statement", Holds::Size),
    ("size-title", Holds::Size),
    ("size-body-l", Holds::Size),
    ("size-body", Holds::Size),
    ("size-body-s", Holds::Size),
    ("size-body-xs", Holds::Size),
    ("size-lead", Holds::Size),
    ("size-small", Holds::Size),
    ("size-footer", Holds::Size),
    ("size-number", Holds::Size),
    ("size-facts", Holds::Size),
    ("size-quote", Holds::Size),
    ("margin", Holds::Size),
    ("gutter", Holds::Size),
    ("code-keyword", Holds::TextColor),
    ("code-function", Holds::TextColor),
    ("code-type", Holds::TextColor),
    ("code-string", Holds::TextColor),
    ("code-number", Holds::TextColor),
    ("code-constant", Holds::TextColor),
    ("code-comment", Holds::TextColor),
    ("code-variable", Holds::TextColor),
    ("code-operator", Holds::TextColor),
    ("code-punctuation", Holds::TextColor),
];

/// The token of that name, without its hyphens in front.
pub fn named(name: &str) -> Option<(&'static str, Holds)> {
    TOKENS.into_iter().find(|(known, _)| *known == name)
}

/// The sheet that stands under every theme; it sets the tokens that all have in common.
pub const LOOK: &str = include_str!("../../assets/page/look.css");
/// The sheets that all themes share: what they read is known, too.
const SHARED: [&str; 2] = [LOOK, include_str!("../../assets/page/frame.css")];

/// The names of custom properties that the shared sheets read or set, with their hyphens.
pub fn shared() -> BTreeSet<&'static str> {
    SHARED.iter().flat_map(|css| properties(css)).collect()
}

/// The names of custom properties spoken of in a text, with their hyphens.
pub fn properties(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    text.match_indices("--").filter_map(move |(at, _)| {
        let name = &text[at..];
        let is_start = !text[..at].ends_with(is_name);
        is_start.then(|| &name[..name.find(|c| !is_name(c)).unwrap_or(name.len())])
    })
}

/// In what surroundings colours are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mode {
    /// Dark instead of light.
    pub is_dark: bool,
    /// High contrast.
    pub is_contrast: bool,
}

impl Mode {
    /// All four.
    pub const ALL: [Mode; 4] = [
        Mode { is_dark: false, is_contrast: false },
        Mode { is_dark: true, is_contrast: false },
        Mode { is_dark: false, is_contrast: true },
        Mode { is_dark: true, is_contrast: true },
    ];

    /// For people.
    pub fn words(self) -> &'static str {
        match (self.is_dark, self.is_contrast) {
            (false, false) => "in light",
            (true, false) => "in dark",
            (false, true) => "in high contrast on light",
            (true, true) => "in high contrast on dark",
        }
    }

    /// Whether a rule of this prelude counts for the whole deck in these surroundings.
    fn holds(self, prelude: &str) -> bool {
        let folded = without_comments(prelude).to_ascii_lowercase();
        let text = folded.trim();
        if let Some(query) = text.strip_prefix("@media") {
            let query: String = query.chars().filter(|c| !c.is_whitespace()).collect();
            let has = |feature: &str| query.contains(feature);
            return !(has("print") && !has("screen")
                || has("forced-colors")
                || has("width")
                || has("height")
                || has("prefers-contrast") && !self.is_contrast
                || has("prefers-color-scheme:dark") && !self.is_dark
                || has("prefers-color-scheme:light") && self.is_dark);
        }
        if text.starts_with('@') {
            return text.starts_with("@layer") || text.starts_with("@supports");
        }
        parts(text).into_iter().any(|selector| {
            let Some(rest) = selector.strip_prefix(":root").or_else(|| selector.strip_prefix("html")) else {
                return false;
            };
            match rest.trim_matches(['[', ']']).strip_prefix("data-color=").map(|value| value.trim_matches(['"', '\'']))
            {
                Some("dark") => self.is_dark && !self.is_contrast,
                Some("light") => !self.is_dark && !self.is_contrast,
                Some("contrast") => self.is_contrast,
                Some("auto") => !self.is_contrast,
                _ => rest.is_empty() || rest.starts_with("[data-theme"),
            }
        })
    }
}

/// One place at which a sheet sets a custom property.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name, with its hyphens.
    pub name: String,
    /// The value as written.
    pub value: String,
    /// Index of the sheet.
    pub sheet: usize,
    /// The declaration.
    pub range: Range<usize>,
    /// What stands around it, the outermost first.
    around: Vec<String>,
}

/// Everything that some sheets, in their order, set.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// In order; a later one wins.
    pub list: Vec<Setting>,
}

impl Settings {
    /// Reads the sheets.
    pub fn of<'a>(sheets: impl IntoIterator<Item = &'a str>) -> Settings {
        let mut settings = Settings::default();
        for (sheet, css) in sheets.into_iter().enumerate() {
            settings.collect(css, &parse(css).0, sheet, &mut Vec::new());
        }
        settings
    }

    fn collect(&mut self, css: &str, items: &[Item], sheet: usize, around: &mut Vec<String>) {
        for item in items {
            match &item.kind {
                Kind::Block { prelude, items } => {
                    around.push(css[prelude.clone()].to_owned());
                    self.collect(css, items, sheet, around);
                    around.pop();
                }
                Kind::Declaration { name, value } if css[name.clone()].starts_with("--") => self.list.push(Setting {
                    name: css[name.clone()].to_owned(),
                    value: without_comments(&css[value.clone()]).trim().to_owned(),
                    sheet,
                    range: name.start..value.end,
                    around: around.clone(),
                }),
                _ => {}
            }
        }
    }

    /// Whether a token is set for the whole deck in plain surroundings.
    pub fn has(&self, name: &str) -> bool {
        self.of_token(name, Mode::ALL[0]).is_some()
    }

    /// The setting of a token that counts, for the whole deck.
    pub fn of_token(&self, name: &str, mode: Mode) -> Option<&Setting> {
        let is_it = |setting: &&Setting| setting.name.strip_prefix("--") == Some(name);
        self.list.iter().rev().filter(is_it).find(|setting| setting.around.iter().all(|prelude| mode.holds(prelude)))
    }

    /// The colour of a token; `None` when it is not set or no colour that can be read.
    pub fn color(&self, name: &str, mode: Mode) -> Option<Color> {
        self.evaluate(&self.of_token(name, mode)?.value, mode, 0)
    }

    /// The colour that a value comes to.
    pub fn evaluate(&self, value: &str, mode: Mode, depth: usize) -> Option<Color> {
        let value = value.trim();
        if depth > 16 {
            return None;
        }
        if let Some(inside) = call(value, "var(") {
            let parts = parts(inside);
            let name = parts.first()?.strip_prefix("--")?;
            return match self.of_token(name, mode) {
                Some(setting) => self.evaluate(&setting.value, mode, depth + 1),
                None => self.evaluate(parts.get(1)?, mode, depth + 1),
            };
        }
        if let Some(inside) = call(value, "light-dark(") {
            let parts = parts(inside);
            return self.evaluate(parts.get(usize::from(mode.is_dark))?, mode, depth + 1);
        }
        if let Some(inside) = call(value, "color-mix(") {
            let parts = parts(inside);
            let [space, one, other] = parts.as_slice() else { return None };
            let ((one, share), (other, rest)) = (share(one), share(other));
            let share = match (share, rest) {
                (None, None) => 0.5,
                (Some(share), None) => share,
                (None, Some(rest)) => 1.0 - rest,
                (Some(share), Some(rest)) if share + rest > 0.0 => share / (share + rest),
                _ => return None,
            };
            let (one, other) = (self.evaluate(one, mode, depth + 1)?, self.evaluate(other, mode, depth + 1)?);
            return one.mixed(other, share, space.contains("srgb"));
        }
        Color::parse(value)
    }
}

/// What stands in the brackets of `name…)`.
fn call<'a>(value: &'a str, name: &str) -> Option<&'a str> {
    let head = value.get(..name.len())?;
    let inside = value.get(name.len()..)?.strip_suffix(')')?;
    head.eq_ignore_ascii_case(name).then_some(inside)
}

/// `red 40%` as a value and a share from 0 to 1.
fn share(part: &str) -> (&str, Option<f32>) {
    match part.rsplit_once(char::is_whitespace) {
        Some((value, percent)) if percent.ends_with('%') => {
            (value.trim(), percent.trim_end_matches('%').parse::<f32>().ok().map(|percent| percent / 100.0))
        }
        _ => (part, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_come_out_as_a_browser_shows_them() {
        let settings = Settings::of([
            "@layer theme { :root { --ground: light-dark(#fff, #000); --ink: light-dark(#111, #eee) /* x */; --accent: var(--ink);
               --muted: color-mix(in srgb, var(--ink) 50%, var(--ground)); --second: var(--none, #123456); --loop: var(--loop) }
             @media (prefers-contrast: more) { :root { --ink: light-dark(#000, #fff) } }
             html[data-color=\"contrast\"] { --ground: #00f } .card { --ground: red }
             @media print { :root { --ink: #f00 } } }",
            ":root{--accent:#0a5c8a}",
        ]);
        let hex = |name, mode| settings.color(name, mode).map(Color::hex);
        let [light, dark, contrast, contrast_dark] = Mode::ALL;
        assert_eq!(hex("ground", light).as_deref(), Some("#ffffff"));
        assert_eq!(hex("ground", dark).as_deref(), Some("#000000"));
        assert_eq!(hex("ground", contrast).as_deref(), Some("#0000ff"));
        assert_eq!(hex("ink", dark).as_deref(), Some("#eeeeee"));
        assert_eq!(hex("ink", contrast_dark).as_deref(), Some("#ffffff"));
        assert_eq!(hex("accent", dark).as_deref(), Some("#0a5c8a"));
        assert_eq!(hex("muted", light).as_deref(), Some("#888888"));
        assert_eq!(hex("second", light).as_deref(), Some("#123456"));
        assert_eq!((hex("loop", light), hex("line", light)), (None, None));
    }
}
