//! Layer 3: how a talk looks. Loads a theme (tokens, style sheet, layouts) and fills layouts with slots.
//!
//! [`load`] finds the theme by name, [`contract`] says what a theme must bring, [`layouts`] is the only door to the
//! template engine, [`faces`] that to the fonts, [`metrics`] knows how wide letters are. Manual page: `tests/spec/themes.md`.

mod built_in;
mod check;
pub mod color;
pub mod contract;
mod copy;
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
pub use layouts::{Apart, Fault, Layouts, Talk};
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
    /// The font files that it brings, by family.
    pub own_faces: Vec<(String, faces::Face)>,
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
    let (mut css, mut sheets) = (String::new(), vec![Text::built_in("look.css".to_owned(), tokens::LOOK)]);
    let mut own_faces = Vec::new();
    let is_strange = chain.iter().any(|(folder, _)| !folder.is_built_in);
    for (folder, own) in chain.into_iter().rev() {
        push(&folder);
        if own.fonts.values().any(|family| !faces::FAMILIES.contains(&family.as_str())) {
            own_faces.extend(report.keep(own_fonts(files, &folder)));
        }
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
        sheets.insert(1, below.css.clone());
    }
    let layouts = report.keep(compiled(stacks, &mut manifest, span));
    let (faces, unknown) = faces::Faces::of(&manifest.fonts, &own_faces);
    for (usage, family) in unknown {
        let place = manifest.font_places.get(&usage).copied().unwrap_or(span);
        report.say(unknown_font(&name, &family, place));
    }
    report.with(Theme { name, css, manifest, layouts, sheets, faces, own_faces })
}

/// The font files in `fonts/` of a theme, by family.
fn own_fonts(files: &Files, folder: &Folder) -> Report<Vec<(String, faces::Face)>> {
    const MOST: usize = 32;
    let mut report = Report::new();
    let Some(file) = folder.manifest.file.filter(|_| !folder.is_built_in) else { return Report::default() };
    let asked = Asked { from: file, span: folder.manifest.span(0..0) };
    let mut fonts = Vec::new();
    let is_font = |name: &String| {
        let name = name.to_ascii_lowercase();
        [".ttf", ".otf", ".woff", ".woff2"].iter().any(|end| name.ends_with(end))
    };
    for name in files.names_in(asked, "fonts").into_iter().filter(is_font).take(MOST) {
        let path = format!("fonts/{name}");
        match files.bytes_within(asked, &path).map(|bytes| faces::Face::read(&name, &bytes)) {
            Ok(Ok(font)) => fonts.push(font),
            Ok(Err(words)) => {
                let found = Diagnostic::error("theme-font", format!("`{path}` {words}"), asked.span);
                report.say(found.hint("take the TTF or OTF file of a family that may be embedded"));
            }
            Err(problem) => report.say(problem),
        }
    }
    report.with(fonts)
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
    // The program's own templates are tested; a deck in one of its themes does not wait for a second look.
    let is_strange = stacks.values().flatten().any(|text| text.file.is_some());
    loop {
        let top = stacks.iter().filter_map(|(file, stack)| Some((file.clone(), stack.last()?.clone())));
        let Report { value: layouts, diagnostics } = Layouts::compile(top.collect(), span);
        if !is_strange {
            return Report { value: layouts, diagnostics };
        }
        let mut found = diagnostics;
        let faulty = Layout::ALL.map(Layout::name).into_iter().find_map(|layout| {
            let strange = layouts.strange_parts(layout);
            let broken = strange.iter().find(|(file, _)| !layouts.has(file));
            let lost = || contract::lost_slot(&layouts, layout, &strange.first()?.1);
            let faulty = broken.or_else(|| {
                found.push(lost()?);
                strange.first()
            });
            faulty.map(|(file, _)| file.clone())
        });
        for found in found {
            if !report.diagnostics.contains(&found) {
                report.say(found);
            }
        }
        // What is below a stranger's template is another's, and in the end one of the program.
        match faulty.and_then(|file| stacks.get_mut(&file)) {
            Some(stack) => drop(stack.pop()),
            None => {
                contract::settle_slots(&layouts, manifest);
                return report.with(layouts);
            }
        }
    }
}

/// A built-in theme as files to begin an own one with: `theme.toml`, `theme.css`, and every layout by its path. `None` if there is
/// no such theme.
pub fn to_copy(from: &str, name: &str) -> Option<Vec<(String, String)>> {
    let folder = built_in::named(from)?;
    let mut layouts: BTreeMap<&str, &str> = built_in::LECTERN.layouts.iter().copied().collect();
    layouts.extend(folder.layouts.iter().copied());
    let mut files = vec![
        ("theme.toml".to_owned(), copy::manifest(folder.manifest, from, name)),
        ("theme.css".to_owned(), copy::css(folder.css, from)),
    ];
    files.extend(layouts.into_iter().map(|(file, text)| (format!("layouts/{file}"), copy::layout(file, text))));
    Some(files)
}

/// The names of the themes that come with the program.
pub fn names() -> Vec<&'static str> {
    built_in::ALL.iter().map(|folder| folder.name).collect()
}

#[cfg(test)]
mod tests;
