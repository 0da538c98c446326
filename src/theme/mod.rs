//! Layer 3: how a talk looks. Loads a theme (tokens, style sheet, layouts) and fills layouts with slots.
//!
//! [`load`] finds the theme by name, [`contract`] says what a theme must bring, [`layouts`] is the only door to the
//! template engine, [`faces`] that to the fonts, [`metrics`] knows how wide letters are. Manual page: `tests/spec/themes.md`.

mod built_in;
mod check;
pub mod color;
pub mod contract;
pub mod faces;
mod fields;
mod find;
mod folder;
mod guard;
pub mod layouts;
pub mod metrics;
mod outlines;
mod sheet;
pub mod talk;
pub mod tokens;

pub use check::check;
pub use contract::Manifest;
pub use fields::{SectionFields, SlideFields, Slots, SpeakerFields, TalkFields};
pub use find::is_path;
pub use folder::Text;
pub use layouts::{Fault, Layouts, Talk};
pub use metrics::Letters;

use crate::deck::Layout;
use crate::parse::nearest;
use crate::source::{Asked, Diagnostic, FileId, Files, Report, Span, Spanned};
use find::{Found, Known};
use folder::Folder;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The theme used when none is named or the named one does not exist.
pub const DEFAULT: &str = "lectern";

/// Makes a picture of a style sheet a `data:` address: its bytes, and its path with the place that names it.
pub type Embed<'a> = &'a dyn Fn(Arc<[u8]>, &Spanned<String>) -> Result<String, Diagnostic>;

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
    /// The style sheets as they are written, in the order in which they count.
    pub sheets: Vec<Text>,
    /// Its fonts.
    pub faces: faces::Faces,
}

impl Theme {
    /// Takes other families, by use; those that the theme names stay for the others.
    pub fn take_families(&mut self, families: BTreeMap<String, String>) {
        if !families.is_empty() {
            self.manifest.fonts.extend(families);
            self.faces = faces::Faces::of(&self.manifest.fonts, &[]).0;
        }
    }

    /// How wide its letters are.
    pub fn metrics(&self) -> &'static Letters {
        Letters::of(&self.faces)
    }
}

/// Loads the theme of that name. An unknown name is an error at its place, and [`DEFAULT`] is used instead.
pub fn load(files: &Files, theme: &Spanned<String>, embed: Embed<'_>) -> Report<Theme> {
    loaded(files, theme, embed, false)
}

/// [`load`], for a look at the theme itself: with `register`, messages show the lines of built-in files, too.
fn loaded(files: &Files, theme: &Spanned<String>, embed: Embed<'_>, register: bool) -> Report<Theme> {
    let mut report = Report::new();
    let name = if theme.value.is_empty() { DEFAULT } else { theme.value.as_str() };
    let asked = Asked { from: FileId(0), span: theme.span };
    let mut known = Known::new();
    let folder = match report.keep(find::find(files, asked, name, &mut known, register)) {
        Found::Folder(folder) => *folder,
        Found::Again | Found::Nowhere => {
            report.say(find::unknown(files, name, theme.span));
            known.insert(DEFAULT.to_owned());
            Folder::built_in(&built_in::LECTERN, None)
        }
    };
    let chain = report.keep(chain(files, folder, &mut known, register));
    let theme = report.keep(assemble(files, chain, theme.span, embed));
    report.with(theme)
}

/// The folder, the one it extends, and so on, each with its manifest.
fn chain(files: &Files, folder: Folder, known: &mut Known, register: bool) -> Report<Vec<(Folder, Manifest)>> {
    let mut report = Report::new();
    let manifest = report.keep(contract::read_manifest(&folder.name, &folder.manifest));
    let mut chain = vec![(folder, manifest)];
    while let Some((top, base)) = chain.last().and_then(|(top, manifest)| Some((top, manifest.extends.clone()?))) {
        let from = top.manifest.file.unwrap_or(FileId(0));
        let problem =
            match report.keep(find::find(files, Asked { from, span: base.span }, &base.value, known, register)) {
                Found::Folder(next) => {
                    let manifest = report.keep(contract::read_manifest(&next.name, &next.manifest));
                    chain.push((*next, manifest));
                    continue;
                }
                Found::Again => format!("theme `{}` extends itself", base.value),
                Found::Nowhere => format!("there is no theme `{}` to extend", base.value),
            };
        let problem = Diagnostic::error("theme-extends", problem, base.span);
        report.say(problem.hint("name another theme, or take `extends` out"));
        break;
    }
    report.with(chain)
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

/// Puts the folders together: style sheets one after the other, layouts of the same name replaced. What no folder brings comes from
/// [`DEFAULT`].
fn assemble(files: &Files, chain: Vec<(Folder, Manifest)>, span: Span, embed: Embed<'_>) -> Report<Theme> {
    let mut report = Report::new();
    let name = chain.first().map(|(folder, _)| folder.name.clone()).unwrap_or_default();
    let below = Folder::built_in(&built_in::LECTERN, None);
    let mut manifest = Manifest {
        layouts: report.keep(contract::read_manifest(DEFAULT, &below.manifest)).layouts,
        ..Manifest::default()
    };
    // Every template that a file name may mean, the one that counts last.
    let mut stacks: BTreeMap<String, Vec<Text>> = BTreeMap::new();
    let mut push = |folder: &Folder| {
        for (file, text) in &folder.layouts {
            stacks.entry(file.clone()).or_default().push(text.clone());
        }
    };
    push(&below);
    let (mut css, mut sheets) = (String::new(), Vec::new());
    let is_strange = chain.iter().any(|(folder, _)| !folder.is_built_in);
    for (folder, own) in chain.into_iter().rev() {
        push(&folder);
        css.push_str(&if folder.is_built_in {
            folder.css.text.to_string()
        } else {
            report.keep(guarded(files, &folder.css, embed))
        });
        sheets.push(folder.css);
        manifest.put_over(own);
    }
    if is_strange && let Some(told) = missing_tokens(&name, &sheets) {
        report.say(told);
        css.insert_str(0, &below.css.text);
        sheets.insert(0, below.css.clone());
    }
    let layouts = report.keep(compiled(stacks, &mut manifest, span));
    let (faces, unknown) = faces::Faces::of(&manifest.fonts, &[]);
    unknown.into_iter().for_each(|(_, family)| report.say(unknown_font(&name, &family, span)));
    report.with(Theme { name, css, manifest, layouts, sheets, faces })
}

/// A stranger's sheet as it may go into a deck.
fn guarded(files: &Files, css: &Text, embed: Embed<'_>) -> Report<String> {
    let Some(file) = css.file else { return Report::default() };
    let mut picture = |path: &str, place: Span| {
        let bytes = files.bytes_within(Asked { from: file, span: place }, path)?;
        embed(bytes, &Spanned::new(path.to_owned(), place))
    };
    let span = |range| css.span(range);
    guard::Guard {
        css: &css.text,
        span: &span,
        embed: &mut picture,
        code: "theme-css",
        layer: "theme",
        scope: String::new(),
    }
    .pass()
}

/// One warning for all tokens that nobody sets.
fn missing_tokens(name: &str, sheets: &[Text]) -> Option<Diagnostic> {
    let settings = tokens::Settings::of(sheets.iter().map(|sheet| &*sheet.text));
    let missing: Vec<String> = tokens::TOKENS
        .iter()
        .filter(|(token, _)| !settings.has(token))
        .map(|(token, _)| format!("--{token}"))
        .collect();
    let shown: Vec<&str> = missing.iter().take(6).map(String::as_str).collect();
    let more =
        if missing.len() > shown.len() { format!(" and {} more", missing.len() - shown.len()) } else { String::new() };
    let place = sheets.last().map_or(Span::NOWHERE, |sheet| sheet.span(0..0));
    let message =
        format!("theme `{name}` does not set {}{more}; `{DEFAULT}` stands underneath", contract::listed(&shown));
    let hint = format!("set them in `:root`, or write `extends = \"{DEFAULT}\"` in `theme.toml`");
    (!missing.is_empty()).then(|| Diagnostic::warning("theme-token", message, place).hint(hint))
}

/// Compiles the templates. One of a stranger that is broken or would lose a part of a slide gives way to the one below it.
fn compiled(mut stacks: BTreeMap<String, Vec<Text>>, manifest: &mut Manifest, span: Span) -> Report<Layouts> {
    let mut report = Report::new();
    loop {
        let top = stacks.iter().filter_map(|(file, stack)| Some((file.clone(), stack.last()?.clone())));
        let compiled = Layouts::compile(top.collect(), span);
        let mut is_settled = true;
        for layout in Layout::ALL.map(Layout::name) {
            let Some(text) = compiled.value.text(layout).filter(|text| text.file.is_some()) else { continue };
            let lost = contract::lost_slot(&compiled.value, layout, text);
            if compiled.value.has(layout) && lost.is_none() {
                continue;
            }
            report.diagnostics.extend(lost);
            let file = format!("{layout}.html");
            if let Some(stack) = stacks.get_mut(&file).filter(|stack| stack.len() > 1) {
                stack.pop();
                is_settled = false;
            }
        }
        report.diagnostics.extend(compiled.diagnostics);
        if is_settled {
            report.diagnostics.dedup();
            contract::settle_slots(&compiled.value, manifest);
            return report.with(compiled.value);
        }
    }
}

#[cfg(test)]
mod tests;
