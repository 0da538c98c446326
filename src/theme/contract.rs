//! What a theme must bring, and its manifest: every layout, and templates that use only the variables that exist.
//! Manual page: `tests/spec/themes.md`.

use super::folder::Text;
use super::layouts::Layouts;
use crate::deck::{Aspect, Color, Layout, Settings};
use crate::parse::nearest;
use crate::source::{Diagnostic, Report, Span, Spanned};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned as Placed;

/// The places of a slide that a layout may fill.
pub const SLOTS: [&str; 6] = ["body", "subtitle", "media", "takeaway", "footnotes", "backgrounds"];
/// Those that every layout has; a manifest lists only the others.
pub const COMMON: [&str; 4] = ["body", "takeaway", "footnotes", "backgrounds"];
/// What fonts are for.
pub const FONTS: [&str; 3] = ["text", "code", "display"];

/// `theme.toml`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The theme's name.
    pub name: String,
    /// The theme whose layouts and style sheet stand underneath, and where it is named.
    pub extends: Option<Spanned<String>>,
    /// One sentence for people who choose.
    pub description: Option<String>,
    /// Light or dark for talks that do not say.
    pub color: Option<Color>,
    /// The canvas for talks that do not say.
    pub size: Option<Aspect>,
    /// The font families it is drawn for, by use (`text`, `code`).
    pub fonts: BTreeMap<String, String>,
    /// Where those are named.
    pub font_places: BTreeMap<String, Span>,
    /// The slots that each layout fills besides those that every layout has.
    pub layouts: BTreeMap<String, Vec<String>>,
}

impl Manifest {
    /// Whether the layout has a place for that slot. What has no place goes into the body, so that nothing is lost.
    pub fn has_slot(&self, layout: &str, slot: &str) -> bool {
        COMMON.contains(&slot) || self.layouts.get(layout).is_some_and(|slots| slots.iter().any(|name| name == slot))
    }

    /// Gives a talk what it does not say itself: light or dark, and the canvas.
    pub fn settle(&self, settings: &mut Settings) {
        if let Some(color) = self.color.filter(|_| !settings.keys.contains("color")) {
            settings.color = color;
        }
        if let Some(size) = self.size.filter(|_| !settings.keys.contains("aspect")) {
            settings.aspect = size;
        }
    }

    /// Takes over what a theme above it says.
    pub(super) fn put_over(&mut self, above: Manifest) {
        self.layouts.extend(above.layouts);
        self.fonts.extend(above.fonts);
        self.font_places.extend(above.font_places);
        (self.name, self.extends) = (above.name, above.extends);
        self.description = above.description.or(self.description.take());
        self.color = above.color.or(self.color);
        self.size = above.size.or(self.size);
    }
}

/// `theme.toml` as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Option<Placed<String>>,
    extends: Option<Placed<String>>,
    description: Option<String>,
    color: Option<Placed<String>>,
    size: Option<Placed<String>>,
    #[serde(default)]
    fonts: BTreeMap<Placed<String>, Placed<String>>,
    #[serde(default)]
    layouts: BTreeMap<Placed<String>, Vec<Placed<String>>>,
}

const KEYS: [&str; 7] = ["name", "extends", "description", "color", "size", "fonts", "layouts"];

/// Reads `theme.toml` of the theme in the folder `name`. A broken one is an error, and an empty manifest stands in.
pub(super) fn read_manifest(name: &str, file: &Text) -> Report<Manifest> {
    let mut report = Report::new();
    let mut manifest = Manifest { name: name.to_owned(), ..Manifest::default() };
    let wrong = |message: String, range: Range<usize>| Diagnostic::error("theme-manifest", message, file.span(range));
    let written: Written = match toml::from_str(&file.text) {
        Ok(written) => written,
        Err(error) => {
            let range = error.span().unwrap_or(0..0);
            let message = error.message().trim().trim_end_matches('.').replace('\n', ", ");
            let unknown = file.text.get(range.clone()).unwrap_or("");
            let near = nearest(unknown, KEYS).filter(|_| message.contains("unknown field"));
            let known = || format!("the keys are {}", listed(&KEYS));
            let hint = near.map_or_else(known, |near| format!("did you mean `{near}`?"));
            report.say(wrong(message, range).hint(hint));
            return report.with(manifest);
        }
    };
    if let Some(said) = written.name.filter(|said| said.get_ref() != name) {
        let message = format!("the theme calls itself `{}` and its folder is `{name}`", said.get_ref());
        let found = Diagnostic::warning("theme-manifest", message, file.span(said.span()));
        report.say(found.hint("a talk names the folder; make them equal"));
    }
    manifest.description = written.description;
    manifest.extends = written.extends.map(|base| Spanned::new(base.get_ref().clone(), file.span(base.span())));
    if let Some(said) = written.color {
        manifest.color = Color::named(said.get_ref());
        if manifest.color.is_none() {
            report.say(
                wrong(format!("unknown colour `{}`", said.get_ref()), said.span())
                    .hint("write `auto`, `light` or `dark`"),
            );
        }
    }
    if let Some(said) = written.size {
        manifest.size = Aspect::named(said.get_ref());
        if manifest.size.is_none() {
            report.say(
                wrong(format!("unknown size `{}`", said.get_ref()), said.span()).hint("write `16:9`, `16:10` or `4:3`"),
            );
        }
    }
    for (usage, family) in written.fonts {
        if !FONTS.contains(&usage.get_ref().as_str()) {
            let message = format!("unknown use of a font `{}`", usage.get_ref());
            report.say(misnamed(message, nearest(usage.get_ref(), FONTS), &FONTS, file.span(usage.span())));
            continue;
        }
        manifest.font_places.insert(usage.get_ref().clone(), file.span(family.span()));
        manifest.fonts.insert(usage.into_inner(), family.into_inner());
    }
    for (layout, slots) in written.layouts {
        let name = layout.get_ref();
        if Layout::named(name).is_none() {
            let names = Layout::ALL.map(Layout::name);
            let message = format!("unknown layout `{name}`");
            report.say(misnamed(message, nearest(name, names), &names, file.span(layout.span())));
            continue;
        }
        let mut known = Vec::new();
        for slot in slots {
            if SLOTS.contains(&slot.get_ref().as_str()) {
                known.push(slot.into_inner());
                continue;
            }
            let message = format!("unknown slot `{}` of layout `{name}`", slot.get_ref());
            report.say(misnamed(message, nearest(slot.get_ref(), SLOTS), &SLOTS, file.span(slot.span())));
        }
        manifest.layouts.insert(layout.into_inner(), known);
    }
    report.with(manifest)
}

fn misnamed(message: String, near: Option<&str>, known: &[&str], span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error("theme-manifest", message, span);
    match near {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic.hint(format!("known are {}", listed(known))),
    }
}

/// That a template of a stranger would lose a part of every slide that has one.
pub(super) fn lost_slot(layouts: &Layouts, layout: &str, text: &Text) -> Option<Diagnostic> {
    let used = layouts.variables(layout)?;
    let lost: Vec<String> =
        COMMON.iter().map(|slot| format!("slots.{slot}")).filter(|slot| !used.contains(slot)).collect();
    let first = lost.first()?;
    let all: Vec<&str> = lost.iter().map(String::as_str).collect();
    let message = format!("layout `{layout}` does not place {}", listed(&all));
    let hint = format!("write `{{{{ {first} }}}}` where it belongs; the layout below is used for now");
    Some(Diagnostic::error("theme-layout", message, text.span(0..0)).hint(hint))
}

/// Which slots the layouts of strangers fill is what their templates place, whatever the manifest lists.
pub(super) fn settle_slots(layouts: &Layouts, manifest: &mut Manifest) {
    for layout in Layout::ALL.map(Layout::name) {
        if !layouts.strange_parts(layout).is_empty()
            && let Some(used) = layouts.variables(layout)
        {
            let slots = SLOTS.iter().filter(|slot| !COMMON.contains(slot) && used.contains(&format!("slots.{slot}")));
            manifest.layouts.insert(layout.to_owned(), slots.map(|slot| (*slot).to_owned()).collect());
        }
    }
}

/// Every variable of a template by its full name, with the groups themselves.
pub(super) fn known_variables() -> Vec<String> {
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
    use crate::source::FileId;

    fn told(text: &str) -> Vec<(String, String)> {
        let file = Text { shown: "own/theme.toml".to_owned(), text: text.into(), file: Some(FileId(1)) };
        let report = read_manifest("own", &file);
        let at = |span: Span| text[span.start as usize..span.end as usize].trim().to_owned();
        report.diagnostics.into_iter().map(|found| (at(found.span), found.message)).collect()
    }

    #[test]
    fn a_manifest_says_what_is_wrong_with_it_and_where() {
        assert_eq!(told("name = \"own\"\nextends = \"lectern\"\ncolor = \"dark\"\nsize = \"4:3\"\n"), []);
        for (text, at, message) in [
            ("colour = 1\n", "colour", "unknown field `colour`, expected one of"),
            ("color = \"drak\"\n", "\"drak\"", "unknown colour `drak`"),
            ("size = \"5:4\"\n", "\"5:4\"", "unknown size `5:4`"),
            ("name = \"other\"\n", "\"other\"", "the theme calls itself `other` and its folder is `own`"),
            ("[layouts]\ndefalt = []\n", "defalt", "unknown layout `defalt`"),
            ("[layouts]\ndefault = [\"bdy\"]\n", "\"bdy\"", "unknown slot `bdy` of layout `default`"),
            ("[fonts]\ntxt = \"Inter\"\n", "txt", "unknown use of a font `txt`"),
            ("name = \n", "", "string values must be quoted"),
        ] {
            let found = told(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(found[0].0, at, "{text}");
            assert!(found[0].1.starts_with(message), "{text}: {found:?}");
        }
    }
}
