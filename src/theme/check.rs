//! A look at a theme itself, without a talk: tokens, contrast, layouts and their slots. Manual page: `tests/spec/themes.md`.

use super::color::READABLE;
use super::contract::{COMMON, SLOTS, known_variables};
use super::fields::{SectionFields, SlideFields, Slots, SpeakerFields, TalkFields};
use super::tokens::{Holds, Mode, Settings, TOKENS, named, properties, shared};
use super::{Apart, Embed, Talk, Theme, guarded, loaded, missing_tokens};
use crate::deck::Layout;
use crate::parse::nearest;
use crate::source::{Diagnostic, Files, Report, Span, Spanned};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Loads a theme and looks at all of it. Messages show the lines of the theme's own files, also of a built-in one.
pub fn check(files: &Files, theme: &Spanned<String>, embed: Embed<'_>, apart: Arc<dyn Apart>) -> Report<Theme> {
    let mut report = loaded(files, theme, embed, true);
    report.value.layouts.set_apart(apart);
    if report.diagnostics.iter().any(|found| found.code == "theme-unknown") {
        return report;
    }
    let theme = &report.value;
    let mut found = Vec::new();
    for sheet in &theme.sheets {
        // A theme of the program keeps the rules that are made for strangers, so that a copy of it keeps them, too.
        found.extend(guarded(files, sheet, embed).diagnostics);
    }
    let settings = Settings::of(theme.sheets.iter().map(|sheet| &*sheet.text));
    found.extend(missing_tokens(&theme.name, &theme.sheets));
    found.extend(unknown_tokens(theme, &settings));
    found.extend(contrast(theme, &settings));
    for layout in Layout::ALL.map(Layout::name) {
        found.extend(variables(theme, layout));
        found.extend(placement(theme, layout));
    }
    for found in found {
        if !report.diagnostics.contains(&found) {
            report.diagnostics.push(found);
        }
    }
    report
}

/// Custom properties that nobody reads: a token that was meant, or one for nothing.
fn unknown_tokens(theme: &Theme, settings: &Settings) -> Vec<Diagnostic> {
    let shared = shared();
    let mut read: BTreeSet<&str> = BTreeSet::new();
    for sheet in &theme.sheets {
        for (at, _) in sheet.text.match_indices("var(") {
            read.extend(properties(&sheet.text[at..]).next());
        }
    }
    let mut out = Vec::new();
    for setting in &settings.list {
        let name = setting.name.trim_start_matches("--");
        if named(name).is_some() || shared.contains(setting.name.as_str()) || read.contains(setting.name.as_str()) {
            continue;
        }
        let place = theme.sheets.get(setting.sheet).map_or(Span::NOWHERE, |sheet| sheet.span(setting.range.clone()));
        let problem = format!("nothing reads `{}`", setting.name);
        out.push(match nearest(name, TOKENS.map(|(token, _)| token)) {
            Some(near) => Diagnostic::error("theme-token", problem, place).hint(format!("did you mean `--{near}`?")),
            None => Diagnostic::warning("theme-token", problem, place).hint("take it out, or use it in a rule"),
        });
    }
    out
}

/// Text that cannot be read on what it may stand on, in light, dark and high contrast.
fn contrast(theme: &Theme, settings: &Settings) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let place = |token: &str, mode: Mode| {
        let setting = settings.of_token(token, mode)?;
        Some(theme.sheets.get(setting.sheet)?.span(setting.range.clone()))
    };
    for mode in Mode::ALL {
        let color = |token: &str| settings.color(token, mode);
        let grounds: Vec<_> = ["ground", "surface"].into_iter().filter_map(|name| Some((name, color(name)?))).collect();
        for (token, holds) in TOKENS {
            if matches!(holds, Holds::Font | Holds::Size) {
                continue;
            }
            let Some(place) = place(token, mode) else { continue };
            let Some(own) = color(token) else {
                let message = format!("`--{token}` is no colour that can be checked");
                let hint = "write `#rrggbb`, `rgb(…)`, `light-dark(…)`, `color-mix(…)` or another token";
                out.push(Diagnostic::warning("theme-token", message, place).hint(hint));
                continue;
            };
            let mut on = grounds.clone();
            if token == "ink" {
                on.extend(color("mark").map(|mark| ("mark", mark)));
            }
            if holds != Holds::TextColor {
                continue;
            }
            let seen = on.iter().map(|(name, ground)| (own.over(*ground).contrast(*ground), *name));
            let Some((worst, name)) = seen.min_by(|one, other| one.0.total_cmp(&other.0)) else { continue };
            if worst < READABLE {
                let all: Vec<_> = on.iter().map(|(_, ground)| *ground).collect();
                let message = format!(
                    "`--{token}` ({}) has a contrast of {worst:.2} on `--{name}` {}, less than {READABLE}",
                    own.hex(),
                    mode.words()
                );
                let better = own.readable_on(&all, READABLE).hex();
                out.push(Diagnostic::error("theme-contrast", message, place).hint(format!("`{better}` has it")));
            }
        }
    }
    out
}

/// Variables that do not exist, each at its place.
fn variables(theme: &Theme, layout: &str) -> Vec<Diagnostic> {
    let known = known_variables();
    let used = theme.layouts.variables(layout).unwrap_or_default();
    let unknown = used.iter().filter(|variable| !known.contains(variable));
    unknown
        .map(|variable| {
            let place = theme.layouts.place_of(layout, variable);
            let problem = format!("unknown variable `{variable}` in layout `{layout}`");
            let (group, name) = variable.rsplit_once('.').unwrap_or(("", variable));
            let fields = known.iter().filter_map(|known| match known.rsplit_once('.') {
                Some((of, field)) => (of == group).then_some(field),
                None => group.is_empty().then_some(known),
            });
            let near = nearest(name, fields)
                .map(|near| if group.is_empty() { near.to_owned() } else { format!("{group}.{near}") });
            let found = Diagnostic::error("theme-layout", problem, place);
            match near {
                Some(near) => found.hint(format!("did you mean `{near}`?")),
                None => found.hint("`deckle explain theme-layout` lists them"),
            }
        })
        .collect()
}

/// Fills a layout with marks and counts where they come out: every slot once.
fn placement(theme: &Theme, layout: &'static str) -> Vec<Diagnostic> {
    let mark = |slot: &str| format!("<i data-slot=\"{slot}\"></i>");
    let slots = Slots {
        body: mark("body"),
        subtitle: mark("subtitle"),
        media: mark("media"),
        takeaway: mark("takeaway"),
        footnotes: mark("footnotes"),
        backgrounds: mark("backgrounds"),
    };
    let (full, bare) = (specimen(true), specimen(false));
    let place = |words: &str| theme.layouts.place_of(layout, words);
    let mut out = Vec::new();
    for (talk, slots, is_full) in [(&full, &slots, true), (&bare, &Slots::default(), false)] {
        let slide = SlideFields {
            layout,
            title: if is_full { "Title".to_owned() } else { String::new() },
            section: is_full.then_some(0),
            ..SlideFields::default()
        };
        let written = match theme.layouts.fill(layout, slide, slots, talk) {
            Ok(written) => written,
            Err(fault) => {
                // Said already as a variable that does not exist.
                if !fault.message.contains("is undefined") {
                    out.push(fault.diagnostic(place("")));
                }
                continue;
            }
        };
        for slot in SLOTS.into_iter().filter(|_| is_full) {
            let has = COMMON.contains(&slot) || theme.manifest.has_slot(layout, slot);
            let count = written.matches(&mark(slot)).count();
            let words = format!("slots.{slot}");
            let problem = match count {
                0 if has => format!("layout `{layout}` does not place `{words}` on a slide that has everything"),
                0 | 1 => continue,
                count => format!("layout `{layout}` places `{words}` {count} times"),
            };
            out.push(Diagnostic::error("theme-layout", problem, place(&words)).hint("place it once"));
        }
        if is_full && !written.contains("class=\"content\"") {
            let problem = format!("layout `{layout}` has no `<div class=\"content\">`");
            let hint = "put what stands on the slide into it: it has the margins, and it is measured";
            out.push(Diagnostic::warning("theme-layout", problem, place("")).hint(hint));
        }
    }
    out
}

/// A talk that says everything, or nothing.
fn specimen(is_full: bool) -> Talk {
    if !is_full {
        return Talk::new(TalkFields::default(), Vec::new());
    }
    let words = || "x".to_owned();
    let speaker =
        SpeakerFields { name: words(), role: words(), at: words(), mail: words(), ..SpeakerFields::default() };
    let talk = TalkFields {
        title: words(),
        subtitle: words(),
        speaker,
        date: words(),
        footer: words(),
        license: words(),
        ..TalkFields::default()
    };
    Talk::new(talk, vec![SectionFields { title: words(), id: words(), number: Some(1), ..SectionFields::default() }])
}
