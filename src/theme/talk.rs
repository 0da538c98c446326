//! What a talk says about its own look: tokens in `look:`, the event's colour, and `<style>` on its slides, as one sheet that
//! stands above the theme. Manual pages: `tests/spec/themes.md`, `tests/spec/front-matter.md`.

use super::color::{Color, READABLE};
use super::contract::{FONTS, listed};
use super::faces::{FAMILIES, Faces};
use super::guard::Guard;
use super::tokens::{Holds, Mode, Settings, TOKENS, named};
use super::{Embed, Theme};
use crate::deck::{Deck, Style};
use crate::parse::nearest;
use crate::source::{Asked, Diagnostic, Files, Report, Span, Spanned};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Contrast of text where high contrast is asked for, WCAG 2.2 level AAA.
const HIGH: f32 = 7.0;
/// Sizes in px that a talk may ask for.
const SIZES: std::ops::RangeInclusive<f32> = 0.0..=400.0;

/// The talk's own sheet, in the layer `talk`; empty when it says nothing.
pub fn sheet(files: &Files, deck: &Deck, theme: &Theme, embed: Embed<'_>) -> Report<String> {
    let mut report = Report::new();
    let mut css = report.keep(tokens(deck, theme));
    for slide in &deck.slides {
        for style in &slide.styles {
            css.push_str(&report.keep(style_sheet(files, style, &slide.id, embed)));
        }
    }
    report.with(css)
}

/// Gives the theme the font families that the talk asks for: `look: {font-text: Inter}`.
pub fn fonts(deck: &Deck, theme: &mut Theme) -> Report<()> {
    let mut report = Report::new();
    let uses = FONTS.into_iter().filter_map(|usage| {
        let token = format!("font-{usage}");
        let (_, family) =
            deck.settings.look.iter().rev().find(|(name, _)| name.value.trim_start_matches("--") == token)?;
        Some((usage, family))
    });
    let uses: Vec<(&str, &Spanned<String>)> = uses.collect();
    if uses.is_empty() {
        return report;
    }
    let before = theme.manifest.fonts.clone();
    theme.manifest.fonts.extend(uses.iter().map(|(usage, family)| ((*usage).to_owned(), family.value.clone())));
    let (faces, unknown) = Faces::of(&theme.manifest.fonts, &theme.own_faces);
    for (usage, family) in uses.iter().filter(|(usage, _)| unknown.iter().any(|(other, _)| other == usage)) {
        let found = Diagnostic::error("look-value", format!("unknown font family `{}`", family.value), family.span);
        report.say(match nearest(&family.value, FAMILIES) {
            Some(near) => found.hint(format!("did you mean `{near}`?")),
            None => found.hint(format!("the program has {}; a theme may bring its own in `fonts/`", listed(&FAMILIES))),
        });
        match before.get(*usage) {
            Some(family) => theme.manifest.fonts.insert((*usage).to_owned(), family.clone()),
            None => theme.manifest.fonts.remove(*usage),
        };
    }
    theme.faces = match report.diagnostics.is_empty() {
        true => faces,
        false => Faces::of(&theme.manifest.fonts, &theme.own_faces).0,
    };
    report
}

fn style_sheet(files: &Files, style: &Style, id: &str, embed: Embed<'_>) -> Report<String> {
    let from = style.css.span;
    let mut picture = |path: &str, place: Span| {
        let bytes = files.bytes(Asked { from: place.file, span: place }, path)?;
        embed(bytes, &Spanned::new(path.to_owned(), place))
    };
    let scope = if style.is_scoped { format!("[id=\"{}\"]", id.replace(['"', '\\'], "")) } else { String::new() };
    let span = |range: std::ops::Range<usize>| from.part(range.start, range.end);
    Guard { css: &style.css.value, span: &span, embed: &mut picture, code: "style-css", layer: "talk", scope }.pass()
}

/// What the talk asks of a token.
enum Wanted {
    /// A colour as written.
    Color(String),
    /// Anything else as CSS.
    Plain(String),
}

fn tokens(deck: &Deck, theme: &Theme) -> Report<String> {
    let mut report = Report::new();
    let settings = &deck.settings;
    let accent =
        settings.event.accent.iter().map(|color| (Spanned::new("accent".to_owned(), color.span), color.clone()));
    let asked: Vec<(Spanned<String>, Spanned<String>)> = accent.chain(settings.look.iter().cloned()).collect();
    if asked.is_empty() {
        return report.with(String::new());
    }
    let known = Settings::of(theme.sheets.iter().map(|sheet| &*sheet.text));
    let mut wanted: BTreeMap<&'static str, (Wanted, Span)> = BTreeMap::new();
    let mut brand = None;
    for (name, value) in &asked {
        // Font families are the theme's matter, which has them by now.
        if FONTS.iter().any(|usage| name.value.trim_start_matches("--").strip_prefix("font-") == Some(usage)) {
            continue;
        }
        let Some((token, holds)) = token(&name.value) else {
            report.say(unknown(name));
            continue;
        };
        match read(token, holds, value, &known) {
            Ok(is_wanted) => {
                // The event's own colour stays that of its fills, whatever colour the talk gives its words.
                if token == "accent" && (brand.is_none() || settings.event.accent.is_none()) {
                    brand = known.evaluate(&value.value, Mode::ALL[0], 0).map(Color::hex);
                }
                wanted.insert(token, (is_wanted, value.span));
            }
            Err(problem) => report.say(*problem),
        }
    }
    let mut css = String::new();
    let mut changed: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (selector, modes, least) in [
        (":root", [Mode::ALL[0], Mode::ALL[1]], READABLE),
        ("@media (prefers-contrast: more) { :root", [Mode::ALL[2], Mode::ALL[3]], HIGH),
        ("html[data-color=\"contrast\"]", [Mode::ALL[2], Mode::ALL[3]], HIGH),
    ] {
        let is_plain = selector == ":root";
        let mut rules = String::new();
        let brand = brand.iter().filter(|_| is_plain).map(|color| format!("--brand: {color};"));
        rules.extend(brand);
        for (token, holds) in TOKENS {
            let colors = modes.map(|mode| final_color(token, holds, mode, least, &wanted, &known));
            match (&colors, wanted.get(token)) {
                // Of the theme's own colours only those go into the sheet that had to be moved.
                ([Some(light), Some(dark)], None) if light.0 == light.1 && dark.0 == dark.1 => {}
                ([Some(light), Some(dark)], _) => {
                    for (mode, (asked, color)) in modes.iter().zip([light, dark]).filter(|_| is_plain) {
                        if asked != color {
                            changed.entry(token).or_default().push(format!("{} {}", color.hex(), mode.words()));
                        }
                    }
                    let (light, dark) = (light.1.hex(), dark.1.hex());
                    let _ = match light == dark {
                        true => write!(rules, "--{token}: {light};"),
                        false => write!(rules, "--{token}: light-dark({light}, {dark});"),
                    };
                }
                (_, Some((Wanted::Plain(value), _))) if is_plain => _ = write!(rules, "--{token}: {value};"),
                _ => {}
            }
        }
        if !rules.is_empty() {
            let end = if selector.starts_with('@') { " }" } else { "" };
            let _ = writeln!(css, "{selector} {{ {rules} }}{end}");
        }
    }
    report.diagnostics.extend(told(&changed, &wanted));
    let css = if css.is_empty() { css } else { format!("@layer talk {{\n{css}}}\n") };
    report.with(css)
}

/// The token that a talk means: `accent`, `--accent`, `title` for `size-title`, `text` for `font-text`.
fn token(name: &str) -> Option<(&'static str, Holds)> {
    let name = name.trim_start_matches("--");
    named(name).or_else(|| named(&format!("size-{name}"))).or_else(|| named(&format!("font-{name}")))
}

fn unknown(name: &Spanned<String>) -> Diagnostic {
    let bare = name.value.trim_start_matches("--");
    let short = TOKENS.map(|(token, _)| token.strip_prefix("size-").unwrap_or(token));
    let near = nearest(bare, TOKENS.map(|(token, _)| token)).or_else(|| nearest(bare, short));
    let found = Diagnostic::warning("look-unknown", format!("unknown token `{}`", name.value), name.span);
    match near {
        Some(near) => found.hint(format!("did you mean `{near}`?")),
        None => found.hint("known are `accent`, `second`, `ground`, `title`, `body`, `font-text` and more: `deckle explain look-unknown`"),
    }
}

fn read(token: &str, holds: Holds, value: &Spanned<String>, known: &Settings) -> Result<Wanted, Box<Diagnostic>> {
    let wrong = |wanted: &str, hint: &str| {
        Err(Box::new(Diagnostic::error("look-value", format!("`{token}` takes {wanted}"), value.span).hint(hint)))
    };
    let text = value.value.trim();
    match holds {
        Holds::Color | Holds::TextColor => {
            match Mode::ALL.map(|mode| known.evaluate(text, mode, 0)).iter().all(Option::is_some) {
                true => Ok(Wanted::Color(text.to_owned())),
                false => wrong("a colour", "write `\"#e2001a\"`, or `\"light-dark(#a00, #f88)\"` for light and dark"),
            }
        }
        Holds::Size => match text.strip_suffix("px").unwrap_or(text).trim().parse::<f32>() {
            Ok(size) if SIZES.contains(&size) => Ok(Wanted::Plain(format!("{size}px"))),
            _ => wrong("a size in px from 0 to 400", "a slide is 720 px high; a title has 42"),
        },
        Holds::Font => wrong("the name of a font family", "write `font-text: Inter`"),
    }
}

/// The colour asked for and the one that can be read, if the talk says something about it or about what it stands on.
fn final_color(
    token: &'static str,
    holds: Holds,
    mode: Mode,
    least: f32,
    wanted: &BTreeMap<&'static str, (Wanted, Span)>,
    known: &Settings,
) -> Option<(Color, Color)> {
    let own = |token: &str| match wanted.get(token) {
        Some((Wanted::Color(value), _)) => known.evaluate(value, mode, 0),
        _ => known.color(token, mode),
    };
    if matches!(holds, Holds::Font | Holds::Size) {
        return None;
    }
    let is_asked = wanted.contains_key(token);
    let grounds: Vec<Color> = ["ground", "surface"].into_iter().filter_map(own).collect();
    let asked = own(token)?;
    if holds == Holds::Color {
        return is_asked.then_some((asked, asked));
    }
    // A colour of the theme is moved only where the talk changed what it stands on.
    let stands_on_new = wanted.contains_key("ground") || wanted.contains_key("surface");
    let color = asked.over(*grounds.first()?).readable_on(&grounds, least);
    (is_asked || stands_on_new).then_some((asked, color))
}

/// What became of colours that could not be read as they were asked for.
fn told(
    changed: &BTreeMap<&'static str, Vec<String>>,
    wanted: &BTreeMap<&'static str, (Wanted, Span)>,
) -> Vec<Diagnostic> {
    let place = |token: &str| {
        let own = wanted.get(token).or_else(|| wanted.get("ground")).or_else(|| wanted.get("surface"));
        own.map_or(Span::NOWHERE, |(_, span)| *span)
    };
    let one = |(token, colors): (&&'static str, &Vec<String>)| {
        let message = format!("text in `{token}` becomes {}, so that it can be read", colors.join(" and "));
        let hint = match *token {
            "accent" => "the colour as you gave it is kept for fills, as `--brand`",
            _ => "give a colour with a contrast of 4.5 or more to keep it as it is",
        };
        Diagnostic::note("look-contrast", message, place(token)).hint(hint)
    };
    changed.iter().map(one).collect()
}
