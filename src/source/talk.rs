//! Opening the talk itself: which file is meant, its text, and what to say when there is none.
//! Manual page: `tests/spec/files.md`.

use super::encoding::decode;
use super::names::{clipped, slashes};
use super::paths::listing;
use super::read::{Refusal, regular_file};
use super::{Diagnostic, FileId, Limits, Report, Span};
use std::path::{Path, PathBuf};

/// The talk that `given` means: itself, or `talk.md` or `index.md` in it when it is a folder.
pub fn talk_path(given: &Path) -> PathBuf {
    let inside = ["talk.md", "index.md"].map(|name| given.join(name));
    match given.is_dir() {
        true => inside.into_iter().find(|path| path.exists()).unwrap_or_else(|| given.to_path_buf()),
        false => given.to_path_buf(),
    }
}

/// The folders of `--allow`, canonical.
pub(super) fn allowed(folders: Vec<PathBuf>) -> Report<Vec<PathBuf>> {
    let mut report = Report::new();
    let mut known = Vec::new();
    for folder in folders {
        match folder.canonicalize() {
            Ok(full) if full.is_dir() => known.push(full),
            _ => report.say(
                Diagnostic::error(
                    "allow-missing",
                    format!("`--allow {}` is no folder", slashes(&folder)),
                    Span::NOWHERE,
                )
                .hint("name a folder that exists, seen from where you run deckle"),
            ),
        }
    }
    report.with(known)
}

/// The talk's text, or what is wrong and the text to draw it with.
pub(super) fn read(talk: &Path, canonical: &Path, limits: Limits) -> Result<String, (Box<Diagnostic>, String)> {
    let span = Span::default();
    let name = slashes(talk);
    let alone = |problem: Diagnostic| (Box::new(problem), String::new());
    let bytes = regular_file(canonical, limits.source).map_err(|refusal| {
        alone(match refusal {
            Refusal::Missing => missing_talk(talk),
            Refusal::Kind("a folder") => folder_talk(talk),
            refusal => refusal.diagnostic(&name, span),
        })
    })?;
    let text = decode(bytes).map_err(|fault| (Box::new(fault.diagnostic(FileId(0), &name, None)), fault.excerpt))?;
    if text.trim().is_empty() {
        return Err(alone(
            Diagnostic::error("talk-empty", format!("`{name}` is empty"), span)
                .hint("`deckle new FOLDER` writes a talk to begin with"),
        ));
    }
    Ok(text)
}

fn missing_talk(talk: &Path) -> Diagnostic {
    let problem =
        Diagnostic::error("file-missing", format!("there is no file `{}`", clipped(&slashes(talk))), Span::default());
    let folder = talk.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = talk.file_name().unwrap_or_default().to_string_lossy();
    let names = listing(folder);
    let near = names.as_ref().and_then(|names| {
        // `talk` for `talk.md` is more than a slip of the finger.
        let complete = names.iter().find(|known| known.strip_prefix(&*name) == Some(".md"));
        complete.map(String::as_str).or_else(|| super::nearest(&name, names.iter().map(String::as_str)))
    });
    match (near, names.is_some()) {
        (Some(near), _) => problem.hint(format!("did you mean `{}`?", slashes(&talk.with_file_name(near)))),
        (None, true) => problem.hint("`deckle new FOLDER` writes a talk to begin with"),
        (None, false) => problem.hint(format!("there is no folder `{}` either", slashes(folder))),
    }
}

fn folder_talk(talk: &Path) -> Diagnostic {
    let talks: Vec<String> =
        listing(talk).unwrap_or_default().into_iter().filter(|name| name.ends_with(".md")).collect();
    let hint = match talks.as_slice() {
        [] => "name a Markdown file; `deckle new FOLDER` writes one to begin with".to_owned(),
        [only] => format!("did you mean `{}`?", slashes(&talk.join(only))),
        [first, ..] => {
            format!("name one of its {} Markdown files, such as `{}`", talks.len(), slashes(&talk.join(first)))
        }
    };
    Diagnostic::error(
        "file-kind",
        format!("`{}` is a folder and holds neither `talk.md` nor `index.md`", slashes(talk)),
        Span::default(),
    )
    .hint(hint)
}
