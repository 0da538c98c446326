//! Which talks to watch, and what they are called. Manual page: `tests/spec/watch.md`, "Several talks".

use crate::source::{slashes, talk_path};
use std::path::{Path, PathBuf};

/// The talks that the command line means: each with a name for its address, the path to open, and the path as shown.
pub fn talks(given: &[PathBuf]) -> Vec<(String, PathBuf, String)> {
    let mut paths = Vec::new();
    for path in given {
        match talk_path(path) {
            // A folder that is no talk itself is a folder of talks.
            folder if folder.is_dir() => paths.extend(inside(&folder)),
            talk => paths.push(talk),
        }
    }
    let mut names: Vec<String> = Vec::new();
    let mut talks = Vec::new();
    for path in paths {
        let base = name(&path);
        let numbered = (2..).map(|number| format!("{base}-{number}"));
        let Some(name) = std::iter::once(base.clone()).chain(numbered).find(|name| !names.contains(name)) else {
            continue;
        };
        names.push(name.clone());
        let shown = slashes(&path);
        talks.push((name, path, shown));
    }
    talks
}

/// The Markdown files of a folder and the talks in the folders in it, in order.
fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let hidden = |path: &Path| path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
    let mut found: Vec<PathBuf> = entries
        .filter(|path| !hidden(path))
        .filter_map(|path| match path.is_dir() {
            true => Some(talk_path(&path)).filter(|talk| talk.is_file()),
            false => Some(path).filter(|path| path.extension().is_some_and(|end| end == "md")),
        })
        .collect();
    found.sort();
    found
}

/// Letters, digits and hyphens of the talk's own name; its folder's when it is called `talk.md` or `index.md`.
fn name(path: &Path) -> String {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let full = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let word = match stem(&full).as_str() {
        "talk" | "index" => full.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned(),
        other => other.to_owned(),
    };
    let mut name = String::new();
    for letter in word.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => name.push(letter),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    match name.trim_end_matches('-') {
        // Addresses of the server itself.
        "" | "fonts" | "asset" => "a-talk".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_talks_gives_each_a_name_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in [
            "Fast weights (2).md",
            "tour.md",
            "notes.txt",
            ".hidden.md",
            "cs-461/talk.md",
            "tour/index.md",
            "empty/x.txt",
            "ü/talk.md",
        ] {
            std::fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            std::fs::write(root.join(name), "# A").unwrap();
        }
        let names = |given: &[PathBuf]| talks(given).into_iter().map(|(name, ..)| name).collect::<Vec<_>>();
        assert_eq!(names(&[root.to_path_buf()]), ["fast-weights-2", "cs-461", "tour", "tour-2", "a-talk"]);
        assert_eq!(names(&[root.join("cs-461"), root.join("tour.md")]), ["cs-461", "tour"]);
        assert_eq!(names(&[root.join("none.md")]), ["none"]);
        assert_eq!(names(&[root.join("empty")]), [""; 0]);
    }
}
