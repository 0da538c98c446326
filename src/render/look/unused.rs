//! `picture-unused`: picture files that lie among those of the talk and that no slide shows.

use crate::deck::{Deck, Shows, by_name};
use crate::render::pictures::each;
use crate::source::{Asked, Diagnostic, Files, Span, slashes};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// So many names are told.
const TOLD: usize = 5;

/// Looks only into folders that the talk takes pictures from, and not into its own: there other talks may lie.
pub(super) fn check(files: &Files, deck: &Deck) -> Option<Diagnostic> {
    // Logos and posters are among them, and pictures of styles.
    let used: BTreeSet<PathBuf> = files.read_so_far().into_iter().collect();
    let mut first: BTreeMap<PathBuf, Span> = BTreeMap::new();
    each(deck, &mut |picture, _| {
        let asked = Asked { from: picture.path.span.file, span: picture.path.span };
        let full = files.full_path(asked, &picture.path.value).filter(|full| used.contains(full));
        if let Some(folder) = full.as_deref().and_then(Path::parent) {
            first.entry(folder.to_path_buf()).or_insert(picture.path.span);
        }
    });
    let own = files.sources().first().and_then(|talk| talk.path.parent().map(Path::to_path_buf))?;
    let mut unused: Vec<PathBuf> = Vec::new();
    for folder in first.keys().filter(|folder| folder.starts_with(&own) && **folder != own) {
        unused.extend(files.files_in(folder).into_iter().filter(|path| is_picture(path) && !used.contains(path)));
    }
    let (span, count) = (*first.values().next()?, unused.len());
    if count == 0 {
        return None;
    }
    let names: Vec<String> = unused
        .iter()
        .take(TOLD)
        .map(|path| format!("`{}`", slashes(path.strip_prefix(&own).unwrap_or(path))))
        .collect();
    let more = if count > TOLD { format!(" and {} more", count - TOLD) } else { String::new() };
    let who = if count == 1 { "this picture".to_owned() } else { format!("these {count} pictures") };
    let message = format!("no slide shows {who} beside the talk's others: {}{more}", names.join(", "));
    Some(Diagnostic::note("picture-unused", message, span).hint("show them, or move them out of the folder"))
}

fn is_picture(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let name = path.to_str().unwrap_or_default();
    ending.is_some_and(|ending| ["png", "jpg", "jpeg", "webp", "gif", "avif", "svg"].contains(&ending.as_str()))
        && by_name(name) == Shows::Picture
}
