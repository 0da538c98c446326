//! How file names are shown to people.

use super::Source;
use std::path::Path;
use std::sync::Arc;

/// A path for people, with `/` everywhere and without a leading `./`.
pub fn slashes(path: &Path) -> String {
    let short = path.strip_prefix(".").ok().filter(|short| !short.as_os_str().is_empty()).unwrap_or(path);
    let shown = short.to_string_lossy();
    if cfg!(windows) { shown.replace('\\', "/") } else { shown.into_owned() }
}

/// How a file that the talk names is shown: seen from the same place as the talk itself.
pub(crate) fn shown_beside(talk: Option<&Arc<Source>>, full: &Path) -> String {
    let beside = talk.and_then(|talk| {
        let rest = full.strip_prefix(talk.path.parent()?).ok()?;
        Some(Path::new(&talk.shown).parent()?.join(rest))
    });
    let here = || Some(full.strip_prefix(std::env::current_dir().ok()?).ok()?.to_path_buf());
    slashes(&beside.or_else(here).unwrap_or_else(|| full.to_path_buf()))
}

/// A path short enough for a message.
pub(crate) fn clipped(written: &str) -> String {
    const MOST: usize = 160;
    match written.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &written[..end]),
        None => written.to_owned(),
    }
}

/// A name as a shell takes it.
pub fn quoted(name: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-+".contains(letter);
    if name.chars().all(plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}
