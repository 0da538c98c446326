//! Layer 3: how a talk looks. Loads a theme (tokens, style sheet, layouts) and fills layouts with slots.
//!
//! [`load`] finds the theme by name, [`contract`] says what a theme must bring, [`layouts`] is the only door to the
//! template engine, [`faces`] that to the fonts, [`metrics`] knows how wide letters are. Manual page: `tests/spec/themes.md`.

mod built_in;
pub mod color;
pub mod contract;
pub mod faces;
mod fields;
pub mod layouts;
pub mod metrics;
mod outlines;

pub use contract::Manifest;
pub use fields::{SectionFields, SlideFields, Slots, SpeakerFields, TalkFields};
pub use layouts::{Fault, Layouts, Talk};
pub use metrics::Letters;

use crate::parse::nearest;
use crate::source::{Diagnostic, Files, Report, Span, Spanned};
use built_in::Folder;
use std::collections::BTreeMap;

/// The theme used when none is named or the named one does not exist.
pub const DEFAULT: &str = "lectern";

/// A theme, ready to be used.
#[derive(Debug)]
pub struct Theme {
    /// Its name, as `data-theme` shows it.
    pub name: String,
    /// Its style sheet, those of the themes it extends first.
    pub css: String,
    /// What its `theme.toml` says, with what it inherits.
    pub manifest: Manifest,
    /// Its layouts, compiled.
    pub layouts: Layouts,
    /// Its fonts.
    pub faces: faces::Faces,
}

impl Theme {
    /// How wide its letters are.
    pub fn metrics(&self) -> &'static Letters {
        Letters::of(&self.faces)
    }
}

/// Loads the theme of that name. An unknown name is an error at its place, and [`DEFAULT`] is used instead.
///
/// Themes are built in for now; `files` is the door through which a folder beside the talk will come.
pub fn load(_files: &Files, theme: &Spanned<String>) -> Report<Theme> {
    let mut report = Report::new();
    let name = if theme.value.is_empty() { DEFAULT } else { theme.value.as_str() };
    let folder = built_in::named(name).unwrap_or_else(|| {
        report.say(unknown(name, theme.span));
        built_in::LECTERN
    });
    let theme = report.keep(assemble(&folder, &built_in::named, theme.span));
    report.with(theme)
}

fn unknown(name: &str, span: Span) -> Diagnostic {
    let names: Vec<&str> = built_in::ALL.iter().map(|folder| folder.name).collect();
    let hint = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the themes are {}", contract::listed(&names)),
    };
    Diagnostic::error("theme-unknown", format!("unknown theme `{name}`, `{DEFAULT}` is used instead"), span).hint(hint)
}

fn unknown_font(theme: &str, family: &str, span: Span) -> Diagnostic {
    let hint = match nearest(family, faces::FAMILIES) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("the program has {}; a theme may bring its own in `fonts/`", contract::listed(&faces::FAMILIES))
        }
    };
    Diagnostic::error("theme-font", format!("theme `{theme}` names the unknown font family `{family}`"), span)
        .hint(hint)
}

/// Puts a folder and the folders it extends together: style sheets one after the other, layouts of the same name replaced.
fn assemble(folder: &Folder, find: &dyn Fn(&str) -> Option<Folder>, span: Span) -> Report<Theme> {
    let mut report = Report::new();
    let mut chain = vec![(*folder, report.keep(contract::read_manifest(folder.name, folder.manifest, span)))];
    while let Some(base) = chain.last().and_then(|(_, manifest)| manifest.extends.clone()) {
        if chain.iter().any(|(known, _)| known.name == base) {
            report.say(
                Diagnostic::error("theme-extends", format!("theme `{base}` extends itself"), span)
                    .hint("correct `extends` in its `theme.toml`"),
            );
            break;
        }
        let Some(next) = find(&base) else {
            report.say(
                Diagnostic::error("theme-extends", format!("there is no theme `{base}` to extend"), span)
                    .hint("correct `extends` in its `theme.toml`"),
            );
            break;
        };
        chain.push((next, report.keep(contract::read_manifest(next.name, next.manifest, span))));
    }
    let (mut css, mut manifest) = (String::new(), Manifest::default());
    let mut templates: BTreeMap<&'static str, layouts::Template> = BTreeMap::new();
    for (part, own) in chain.into_iter().rev() {
        css.push_str(part.css);
        manifest.layouts.extend(own.layouts);
        manifest.fonts.extend(own.fonts);
        for &(file, text) in part.layouts {
            templates.insert(file, layouts::Template { shown: format!("{}/layouts/{file}", part.name), text });
        }
        (manifest.name, manifest.extends) = (own.name, own.extends);
    }
    let layouts = report.keep(Layouts::compile(templates, span));
    let (faces, unknown) = faces::Faces::of(&manifest.fonts, &[]);
    unknown.into_iter().for_each(|(_, family)| report.say(unknown_font(&manifest.name, &family, span)));
    report.with(Theme { name: folder.name.to_owned(), css, manifest, layouts, faces })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &'static str, manifest: &'static str, layouts: &'static [(&'static str, &'static str)]) -> Folder {
        Folder { name, manifest, css: "", layouts }
    }

    fn codes<T>(report: &Report<T>) -> Vec<&'static str> {
        report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    }

    #[test]
    fn the_default_theme_loads_and_keeps_its_contract() {
        let files = Files::from_text(std::path::Path::new("/nowhere"), "talk.md", "");
        let report = load(&files, &Spanned::default());
        assert_eq!(report.diagnostics, []);
        assert_eq!(report.value.name, DEFAULT);
        assert_eq!(contract::check(&report.value, Span::default()), []);
    }

    #[test]
    fn an_unknown_theme_names_the_nearest_and_uses_the_default() {
        let files = Files::from_text(std::path::Path::new("/nowhere"), "talk.md", "");
        let report = load(&files, &Spanned::new("lectren".to_owned(), Span::default()));
        assert_eq!(codes(&report), ["theme-unknown"]);
        assert_eq!(report.diagnostics[0].hint.as_deref(), Some("did you mean `lectern`?"));
        assert_eq!(report.value.name, DEFAULT);
    }

    #[test]
    fn a_theme_inherits_layouts_and_replaces_some() {
        let base =
            folder("base", "name = \"base\"\n[layouts]\ndefault = []\n", &[("default.html", "B"), ("foot.html", "F")]);
        let top = folder("top", "name = \"top\"\nextends = \"base\"\n", &[("default.html", "T")]);
        let report = assemble(&top, &|name| (name == "base").then_some(base), Span::default());
        assert_eq!(report.diagnostics, []);
        assert_eq!(report.value.name, "top");
        assert!(report.value.manifest.layouts.contains_key("default"));
        let talk = layouts::Talk::new(TalkFields::default(), Vec::new());
        let filled = report.value.layouts.fill("default", SlideFields::default(), &Slots::default(), &talk);
        assert_eq!(filled.as_deref(), Ok("T"));
    }

    #[test]
    fn themes_that_extend_each_other_are_said_so_and_still_load() {
        let one = folder("one", "name = \"one\"\nextends = \"two\"\n", &[]);
        let two = folder("two", "name = \"two\"\nextends = \"one\"\n", &[]);
        let report = assemble(&one, &|name| if name == "one" { Some(one) } else { Some(two) }, Span::default());
        assert_eq!(codes(&report), ["theme-extends"]);
    }
}
