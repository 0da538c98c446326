//! Where a theme is: a folder beside the talk, at the project's root, or in the program. Manual page: `tests/spec/themes.md`.

use super::folder::Folder;
use super::{built_in, contract};
use crate::parse::nearest;
use crate::source::{Asked, Diagnostic, FileId, Files, Report, Span};
use std::collections::BTreeSet;

/// Themes that were found before, so that none is found in itself: shown paths of `theme.toml`, and built-in names.
pub(super) type Known = BTreeSet<String>;

/// What came of looking for a theme.
pub(super) enum Found {
    /// It is there.
    Folder(Box<Folder>),
    /// It is among those that were found before.
    Again,
    /// It is not there.
    Nowhere,
}

/// Whether a talk's `theme:` names a folder and no theme: `./mine`, `../shared/mine`, `/themes/mine`.
pub fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || name.starts_with('.')
}

/// Looks for the theme `name` that `asked` names. `register` gives the files of built-in themes numbers, too.
pub(super) fn find(files: &Files, asked: Asked, name: &str, known: &mut Known, register: bool) -> Report<Found> {
    let mut report = Report::new();
    let mut is_again = false;
    for (from, path) in places(asked, name) {
        let asked = Asked { from, span: asked.span };
        let manifest = format!("{path}/theme.toml");
        if !files.is_there(asked, &manifest) {
            // A path that leads outside or is none is told so.
            if let Err(problem) = files.text(asked, &manifest)
                && is_path(name)
                && problem.code != "file-missing"
            {
                report.say(problem);
            }
            continue;
        }
        let source = match files.text(asked, &manifest) {
            Ok(source) => source,
            Err(problem) => {
                report.say(problem);
                continue;
            }
        };
        if known.insert(source.shown.clone()) {
            let folder = report.keep(Folder::read(files, &source));
            return report.with(Found::Folder(Box::new(folder)));
        }
        is_again = true;
    }
    if let Some(folder) = built_in::named(name) {
        if known.insert(name.to_owned()) {
            let folder = Folder::built_in(&folder, register.then_some(files));
            return report.with(Found::Folder(Box::new(folder)));
        }
        is_again = true;
    }
    report.with(if is_again { Found::Again } else { Found::Nowhere })
}

/// The folders that a name may mean, and the files they are seen from.
fn places(asked: Asked, name: &str) -> Vec<(FileId, String)> {
    let talk = FileId(0);
    if is_path(name) {
        return vec![(asked.from, name.trim_end_matches('/').to_owned())];
    }
    let mut places = Vec::new();
    if asked.from != talk {
        // A theme beside the one that extends it.
        places.push((asked.from, format!("../{name}")));
    }
    places.extend(["themes/", "", "/themes/", "/"].map(|folder| (talk, format!("{folder}{name}"))));
    places
}

/// That there is no theme of that name, and which there are.
pub(super) fn unknown(files: &Files, name: &str, span: Span) -> Diagnostic {
    let asked = Asked { from: FileId(0), span };
    let message = format!("unknown theme `{name}`, `{}` is used instead", super::DEFAULT);
    let problem = Diagnostic::error("theme-unknown", message, span);
    let is_folder = |path: &str| !files.names_in(asked, path).is_empty();
    for (_, path) in places(asked, name) {
        if is_folder(&path) {
            let path = path.trim_start_matches('/');
            return problem
                .hint(format!("the folder `{path}` has no `theme.toml`; `deckle new --theme NAME` writes one"));
        }
    }
    let own = files.names_in(asked, "themes");
    let mut names: Vec<&str> = built_in::ALL.iter().map(|folder| folder.name).collect();
    names.extend(
        own.iter().map(String::as_str).filter(|name| files.is_there(asked, &format!("themes/{name}/theme.toml"))),
    );
    names.dedup();
    problem.hint(match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("the themes are {}; a folder `themes/{name}` beside the talk may be one", contract::listed(&names))
        }
    })
}
