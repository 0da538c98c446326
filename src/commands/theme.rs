//! Themes on the command line: `--theme DIR`, `deckle check --theme`, `deckle new --theme`.
//! Manual pages: `tests/spec/command-line.md`, `tests/spec/themes.md`.

mod check;
mod tour;

pub use check::check;

use super::visible::visible;
use super::{Exit, Outcome, failure, tell};
use crate::source::{plain_words, quoted, slashes, talk_path};
use crate::theme;
use std::path::{Path, PathBuf};

/// What `--theme` names, as the talk would write it, and the folders that may be read. A folder is named as seen from where deckle
/// runs; that it may be read is said by naming it.
pub fn named(given: Option<&str>, talk: &Path, allow: &[PathBuf]) -> (Option<String>, Vec<PathBuf>) {
    let mut allow = allow.to_vec();
    let Some(name) = given else { return (None, allow) };
    let folder = Path::new(name);
    let is_folder = theme::is_path(name) && folder.join("theme.toml").is_file();
    let talk = talk_path(talk).canonicalize().ok();
    match (folder.canonicalize(), talk.as_deref().and_then(Path::parent)) {
        (Ok(full), Some(from)) if is_folder => {
            // The folder around it, because what the theme extends may stand beside it.
            allow.extend(full.parent().map(Path::to_path_buf));
            (Some(seen_from(from, &full)), allow)
        }
        _ => (Some(name.to_owned()), allow),
    }
}

/// The way from one folder to another, both canonical: `./themes/mine`, `../../mine`.
fn seen_from(from: &Path, to: &Path) -> String {
    let shared = from.ancestors().find(|above| to.starts_with(above)).unwrap_or(Path::new("/"));
    let up = from.strip_prefix(shared).map_or(0, |rest| rest.components().count());
    let down = to.strip_prefix(shared).unwrap_or(to);
    format!("{}{}", if up == 0 { "./".to_owned() } else { "../".repeat(up) }, slashes(down))
}

/// `deckle new --theme NAME`: a folder that can be edited, whole or not at all.
pub fn copy(name: &str, from: &str, folder: Option<&Path>) -> Outcome {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        let message = format!("`{}` cannot be the name of a theme", visible(name));
        return Err(failure(
            "theme-unknown",
            message,
            "use letters, digits and hyphens: `deckle new --theme my-theme`",
        ));
    }
    let Some(files) = theme::to_copy(from, name) else {
        let message = format!("there is no theme `{}` to begin with", visible(from));
        let known: Vec<String> = theme::names().iter().map(|name| format!("`{name}`")).collect();
        return Err(failure("theme-unknown", message, format!("the themes are {}", known.join(", "))));
    };
    let folder = folder.map_or_else(|| Path::new("themes").join(name), Path::to_path_buf);
    let shown = slashes(&folder);
    if folder.symlink_metadata().is_ok() {
        let message = format!("`{}` is there already", visible(&shown));
        return Err(failure(
            "folder-not-empty",
            message,
            "name a folder that does not exist yet; nothing is ever overwritten",
        ));
    }
    write(&folder, &files).map_err(|error| {
        let message = format!("cannot write `{}`: {}", visible(&shown), plain_words(&error));
        failure("output-unwritable", message, "name a folder that you may write to")
    })?;
    let quoted = quoted(&folder.to_string_lossy());
    tell(&format!(
        "wrote {}: theme.toml, theme.css and {} layouts, as in {from}\nnext: change theme.css, write `theme: {}` in a talk, and `deckle check --theme {}`\n",
        visible(&shown),
        files.len() - 2,
        folder.file_name().unwrap_or_default().to_string_lossy(),
        visible(&quoted)
    ));
    Ok(Exit::Fine)
}

/// Writes beside the place and moves all of it there at once.
fn write(folder: &Path, files: &[(String, String)]) -> std::io::Result<()> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    let beside = tempfile::Builder::new().prefix(".deckle-theme-").tempdir_in(parent)?;
    // A folder of its own in it, with the rights that a new folder has.
    let whole = beside.path().join("theme");
    for (path, text) in files {
        let path = whole.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(&whole))?;
        std::fs::write(path, text)?;
    }
    std::fs::rename(&whole, folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_as_seen_from_the_talk() {
        for (from, to, way) in
            [("/a/b", "/a/b/themes/x", "./themes/x"), ("/a/b", "/a/c", "../c"), ("/a/b", "/c", "../../c")]
        {
            assert_eq!(seen_from(Path::new(from), Path::new(to)), way);
        }
    }
}
