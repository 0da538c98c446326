//! What a theme must bring: a manifest, every layout, and templates that use only the variables that exist.
//! Manual page: `tests/spec/themes.md`.

use super::Theme;
use crate::deck::Layout;
use crate::parse::nearest;
use crate::source::{Diagnostic, Report, Span};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The places of a slide that a layout may fill.
pub const SLOTS: [&str; 6] = ["body", "subtitle", "media", "takeaway", "footnotes", "backgrounds"];
/// Those that every layout has; a manifest lists only the others.
pub const COMMON: [&str; 4] = ["body", "takeaway", "footnotes", "backgrounds"];

/// `theme.toml`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The theme's name.
    pub name: String,
    /// The theme whose layouts and style sheet stand underneath.
    #[serde(default)]
    pub extends: Option<String>,
    /// One sentence for people who choose.
    #[serde(default)]
    pub description: Option<String>,
    /// The font families it is drawn for, by use (`text`, `code`).
    #[serde(default)]
    pub fonts: BTreeMap<String, String>,
    /// The slots that each layout fills besides those that every layout has.
    #[serde(default)]
    pub layouts: BTreeMap<String, Vec<String>>,
}

impl Manifest {
    /// Whether the layout has a place for that slot. What has no place goes into the body, so that nothing is lost.
    pub fn has_slot(&self, layout: &str, slot: &str) -> bool {
        COMMON.contains(&slot) || self.layouts.get(layout).is_some_and(|slots| slots.iter().any(|name| name == slot))
    }
}

/// Reads `theme.toml` of the theme `name`. A broken one is an error, and an empty manifest stands in.
pub(super) fn read_manifest(name: &str, text: &str, span: Span) -> Report<Manifest> {
    let mut report = Report::new();
    let mut manifest: Manifest = match toml::from_str(text) {
        Ok(manifest) => manifest,
        Err(error) => {
            let (line, column) = super::layouts::place(text, error.span().map_or(0, |range| range.start));
            let message =
                format!("`{name}/theme.toml:{line}:{column}`: {}", error.message().trim().trim_end_matches('.'));
            report.say(Diagnostic::error("theme-manifest", message, span));
            Manifest::default()
        }
    };
    if manifest.name.is_empty() {
        manifest.name = name.to_owned();
    }
    for (layout, slots) in &manifest.layouts {
        if Layout::named(layout).is_none() {
            let names = Layout::ALL.into_iter().map(Layout::name);
            report.say(misnamed(
                &format!("unknown layout `{layout}` in `{name}/theme.toml`"),
                nearest(layout, names),
                span,
            ));
        }
        for slot in slots.iter().filter(|slot| !SLOTS.contains(&slot.as_str())) {
            let message = format!("unknown slot `{slot}` of layout `{layout}` in `{name}/theme.toml`");
            report.say(misnamed(&message, nearest(slot, SLOTS), span));
        }
    }
    report.with(manifest)
}

fn misnamed(message: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error("theme-manifest", message, span);
    match near {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}

/// Checks a theme without showing a slide: every layout is there, uses known variables only, and places every slot
/// that the manifest promises.
pub fn check(theme: &Theme, span: Span) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for layout in Layout::ALL.into_iter().map(Layout::name) {
        let Some(variables) = theme.layouts.variables(layout) else {
            found.push(Diagnostic::error(
                "theme-layout",
                format!("theme `{}` has no layout `{layout}`", theme.name),
                span,
            ));
            continue;
        };
        for variable in variables.iter().filter(|variable| !is_known(variable)) {
            let message = format!("layout `{layout}` of theme `{}` uses the unknown variable `{variable}`", theme.name);
            let known = known_variables();
            found.push(misnamed(&message, nearest(variable, known.iter().map(String::as_str)), span));
        }
        let Some(slots) = theme.manifest.layouts.get(layout) else {
            let message = format!("layout `{layout}` is not listed in `{}/theme.toml`", theme.name);
            found.push(Diagnostic::error("theme-layout", message, span).hint(format!("add `{layout} = []`")));
            continue;
        };
        let promised = COMMON.into_iter().chain(slots.iter().map(String::as_str));
        for slot in promised.filter(|slot| !variables.iter().any(|name| *name == format!("slots.{slot}"))) {
            let message =
                format!("layout `{layout}` of theme `{}` promises the slot `{slot}` and does not place it", theme.name);
            found
                .push(Diagnostic::error("theme-layout", message, span).hint(format!("write `{{{{ slots.{slot} }}}}`")));
        }
    }
    found
}

fn is_known(variable: &str) -> bool {
    known_variables().iter().any(|name| name == variable)
}

/// Every variable of a template by its full name, with the groups themselves.
fn known_variables() -> Vec<String> {
    let mut names: Vec<String> = ["slide", "slots", "deck", "sections"].map(str::to_owned).to_vec();
    let groups: [(&str, &[&str]); 5] = [
        ("slide", super::fields::SLIDE),
        ("slots", &SLOTS),
        ("deck", super::fields::TALK),
        ("deck.speaker", super::fields::SPEAKER),
        ("deck.event", super::fields::EVENT),
    ];
    for (group, fields) in groups {
        names.extend(fields.iter().map(|field| format!("{group}.{field}")));
    }
    names
}

/// "`a`, `b` and `c`"
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.join(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_says_what_is_wrong_with_it() {
        let messages = |text: &str| -> Vec<String> {
            read_manifest("own", text, Span::default()).diagnostics.into_iter().map(|found| found.message).collect()
        };
        assert_eq!(messages("name = \"own\"\n"), [""; 0]);
        assert!(
            messages("name = \"own\"\ncolour = 1\n")[0].starts_with("`own/theme.toml:2:1`: unknown field `colour`")
        );
        assert_eq!(
            messages("name = \"own\"\n[layouts]\ndefalt = []\n"),
            ["unknown layout `defalt` in `own/theme.toml`"]
        );
        assert_eq!(
            messages("name = \"own\"\n[layouts]\ndefault = [\"bdy\"]\n"),
            ["unknown slot `bdy` of layout `default` in `own/theme.toml`"]
        );
    }
}
