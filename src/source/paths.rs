//! From a path as a talk writes it to a file inside the project, or to the reason why not.
//! Rules: `tests/spec/files.md`.

use super::names::{clipped, quoted};
use super::read::{Refusal, refusal};
use super::{Diagnostic, Span};
use std::path::{Component, Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Where files may lie.
pub(crate) struct Borders {
    /// The project root, canonical.
    pub root: PathBuf,
    /// Further folders, canonical, from the command line.
    pub allow: Vec<PathBuf>,
}

impl Borders {
    /// Whether a canonical path lies inside, compared name by name: `talk` is not a beginning of `talk-secret`.
    pub fn hold(&self, path: &Path) -> bool {
        path.starts_with(&self.root) || self.allow.iter().any(|folder| path.starts_with(folder))
    }

    /// The places at which [`Borders::resolve`] looks first: absolute, without dots, inside the borders, links not followed.
    pub fn candidates(&self, base: &Path, written: &str) -> Vec<PathBuf> {
        let names = [Some(written.to_owned()), percent_decoded(written)];
        let fitting = names.into_iter().flatten().filter(|name| wrong_form(name).is_none());
        let places = fitting.map(|name| match name.strip_prefix('/') {
            Some(rest) => without_dots(&self.root.join(rest)),
            None => without_dots(&base.join(name)),
        });
        places.filter(|place| self.hold(place)).collect()
    }

    /// The canonical path of the file that `written` means when it stands in a file of the folder `base`.
    ///
    /// # Errors
    /// A diagnostic at `span` for a path that is none, leads outside, or names nothing.
    pub fn resolve(&self, base: &Path, written: &str, span: Span) -> Result<PathBuf, Diagnostic> {
        if let Some((message, hint)) = wrong_form(written) {
            return Err(Diagnostic::error("path-form", message, span).hint(hint));
        }
        match self.find(base, written, span) {
            // `a%20b.png` is `a b.png`, unless a file is really called so.
            Err(problem) if problem.code == "file-missing" => match percent_decoded(written) {
                Some(decoded) if wrong_form(&decoded).is_none() => self.find(base, &decoded, span),
                _ => Err(problem),
            },
            found => found,
        }
    }

    fn find(&self, base: &Path, written: &str, span: Span) -> Result<PathBuf, Diagnostic> {
        let joined = match written.strip_prefix('/') {
            Some(rest) => self.root.join(rest),
            None => base.join(written),
        };
        let found = match joined.canonicalize() {
            Ok(full) => Ok(full),
            // A path that leads outside is told so, whether there is something or not.
            Err(_) if !self.hold(&without_dots(&joined)) => return Err(outside(written, &without_dots(&joined), span)),
            Err(error) => match refusal(error) {
                Refusal::Missing => self.search(&joined),
                Refusal::Unreadable(why) => {
                    return Err(Diagnostic::error(
                        "file-unreadable",
                        format!("cannot read `{}`: {why}", clipped(written)),
                        span,
                    ));
                }
                Refusal::Kind(_) | Refusal::TooLarge { .. } => Err(None),
            },
        };
        match found {
            Ok(full) if self.hold(&full) => Ok(full),
            Ok(full) => Err(outside(written, &full, span)),
            Err(hint) => {
                let problem =
                    Diagnostic::error("file-missing", format!("there is no file `{}`", clipped(written)), span);
                let hint = hint.or_else(|| {
                    written
                        .starts_with('/')
                        .then(|| format!("`/` means the project's folder, `{}`", shown_folder(&self.root)))
                });
                Err(match hint {
                    Some(hint) => problem.hint(hint),
                    None => problem,
                })
            }
        }
    }

    /// Walks down to the first name that is not there and looks for what was meant:
    /// the same name in another Unicode form is taken, another case or a near name becomes a hint.
    fn search(&self, joined: &Path) -> Result<PathBuf, Option<String>> {
        let mut folder = PathBuf::new();
        for part in without_dots(joined).components() {
            let next = folder.join(part);
            if next.symlink_metadata().is_ok() {
                folder = next;
                continue;
            }
            // Names are looked up, and told, only inside the borders.
            let inside = folder.canonicalize().is_ok_and(|folder| self.hold(&folder));
            let Component::Normal(name) = part else { return Err(None) };
            if !inside {
                return Err(None);
            }
            let name = name.to_string_lossy();
            match listing(&folder).and_then(|names| alike(&name, &names)) {
                Some(Alike::SameLetters(found)) => folder.push(found),
                Some(Alike::OtherCase(found)) => {
                    return Err(Some(format!("it is written `{found}`, with these capitals")));
                }
                Some(Alike::Near(found)) => return Err(Some(format!("did you mean `{found}`?"))),
                None if folder.is_dir() => return Err(None),
                None => {
                    return Err(Some(format!(
                        "`{}` is no folder",
                        folder.file_name().unwrap_or_default().to_string_lossy()
                    )));
                }
            }
        }
        folder.canonicalize().map_err(|_| Some("a link on the way leads to nothing".to_owned()))
    }
}

fn outside(written: &str, full: &Path, span: Span) -> Diagnostic {
    let folder = full.parent().unwrap_or(full);
    let folder =
        std::env::current_dir().ok().and_then(|here| seen_from(&here, folder)).unwrap_or_else(|| folder.to_path_buf());
    Diagnostic::error("path-outside", format!("`{}` lies outside the project", clipped(written)), span).hint(format!(
        "copy it into the project, or allow its folder for this build: `--allow {}`",
        quoted(&clipped(&folder.to_string_lossy()))
    ))
}

/// The way from one folder to another, if it does not lead more than three up.
fn seen_from(here: &Path, folder: &Path) -> Option<PathBuf> {
    let shared = here.ancestors().find(|above| folder.starts_with(above))?;
    let up = here.strip_prefix(shared).ok()?.components().count();
    let way: PathBuf = std::iter::repeat_n(Path::new(".."), up).chain([folder.strip_prefix(shared).ok()?]).collect();
    (up <= 3 && !way.as_os_str().is_empty()).then_some(way)
}

fn shown_folder(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Takes `.` and `..` out by their letters alone, without asking the disk.
pub(crate) fn without_dots(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// What is wrong with the spelling of a path, and what to do.
fn wrong_form(written: &str) -> Option<(String, String)> {
    let told = |what: &str, hint: &str| Some((format!("`{}` {what}", clipped(written)), hint.to_owned()));
    let lower = written.to_ascii_lowercase();
    let scheme = lower.split_once(':').map_or("", |(scheme, _)| scheme);
    if written.trim().is_empty() {
        return Some(("the path is empty".to_owned(), "write the name of a file, relative to this file".to_owned()));
    }
    if let Some(letter) = written.chars().find(|letter| letter.is_control()) {
        return Some((
            format!("the path holds the control character U+{:04X}", u32::from(letter)),
            "take it out".to_owned(),
        ));
    }
    if scheme.len() == 1 && scheme.chars().all(|letter| letter.is_ascii_alphabetic()) {
        return told("starts with a drive", "write the path relative to this file, with `/`");
    }
    if scheme == "file" {
        return told("is a URL", "write the path relative to this file, without `file:`");
    }
    if matches!(scheme, "http" | "https" | "ftp" | "data" | "javascript" | "blob") {
        return told(
            "is no file of this project",
            "a deck works offline: save the file beside the talk and name it here",
        );
    }
    if written.starts_with("//") || written.starts_with("\\\\") {
        return told(
            "names another machine",
            "write the path relative to this file; a single `/` means the project's folder",
        );
    }
    if written.contains('\\') {
        return told("holds a backslash", &format!("write `{}`", clipped(&written.replace('\\', "/"))));
    }
    if written == "~" || written.starts_with("~/") {
        return told("starts in a home folder", "copy the file into the project; paths are relative to this file");
    }
    if let Some(device) = written.split('/').find(|part| is_device(part)).filter(|_| cfg!(windows)) {
        return Some((format!("`{device}` is a device on Windows"), "give the file another name".to_owned()));
    }
    None
}

/// Names that Windows keeps for devices, with any ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").trim_end().to_ascii_lowercase();
    let numbered =
        |prefix| stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Takes `%20` apart, once; nothing if there is none, or if the result is no text.
fn percent_decoded(written: &str) -> Option<String> {
    let bytes = written.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).filter(|_| *byte == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.filter(|pair| !pair.starts_with('+')).and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok().filter(|decoded| decoded != written)
}

/// The names in a folder, in order; of a huge folder a part.
pub(crate) fn listing(folder: &Path) -> Option<Vec<String>> {
    const MOST: usize = 10_000;
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .ok()?
        .take(MOST)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    Some(names)
}

enum Alike {
    SameLetters(String),
    OtherCase(String),
    Near(String),
}

fn alike(name: &str, names: &[String]) -> Option<Alike> {
    let letters: String = name.nfc().collect();
    let folded = letters.to_lowercase();
    let composed = |known: &String| known.nfc().collect::<String>();
    if let Some(found) = names.iter().find(|known| composed(known) == letters) {
        return Some(Alike::SameLetters(found.clone()));
    }
    if let Some(found) = names.iter().find(|known| composed(known).to_lowercase() == folded) {
        return Some(Alike::OtherCase(found.clone()));
    }
    nearest(name, names.iter().map(String::as_str)).map(|found| Alike::Near(found.to_owned()))
}

/// The candidate that differs least from `word`, if it differs little enough to have been meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    // One slip in three letters, at most four; long words are not compared, the work grows with the square.
    let most = (length / 3).clamp(1, 4);
    if length == 0 || length > 200 {
        return None;
    }
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= most)
        .map(|candidate| (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
