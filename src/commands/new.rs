//! `deckle new`: a small talk that teaches the language by using it. Manual page: `tests/spec/command-line.md`.

use super::visible::visible;
use super::{Exit, Outcome, failure, tell, theme};
use crate::cli::New;
use crate::source::{Diagnostic, plain_words, quoted, slashes};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

/// What is written, by its place in the folder.
const FILES: [(&str, &str); 2] =
    [("talk.md", include_str!("new/talk.md")), ("pictures/pipeline.svg", include_str!("new/pipeline.svg"))];

/// Makes the folder and writes; a folder that holds something is left alone.
pub fn run(arguments: &New) -> Outcome {
    if let Some(name) = &arguments.theme {
        return theme::copy(name, &arguments.from, arguments.folder.as_deref());
    }
    let folder = arguments.folder.as_deref().unwrap_or(Path::new("."));
    let shown = slashes(folder);
    let refused = |what: &str| {
        Err(failure(
            "folder-not-empty",
            format!("`{shown}` {what}"),
            "name a folder that does not exist yet; nothing is ever overwritten",
        ))
    };
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return refused("already holds something");
    }
    if folder.symlink_metadata().is_ok() && !folder.is_dir() {
        return refused("is no folder");
    }
    for (name, text) in FILES {
        put(&folder.join(name), text)?;
    }
    let talk = quoted(&folder.to_string_lossy());
    tell(&visible_lines(&shown, &talk));
    Ok(Exit::Fine)
}

fn visible_lines(folder: &str, quoted: &str) -> String {
    format!("wrote {}/talk.md and a picture\nnext: deckle build {}\n", visible(folder), visible(quoted))
}

fn put(path: &Path, text: &str) -> Result<(), Box<Diagnostic>> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = std::fs::create_dir_all(folder)
        // Even a file that came into being this moment is not overwritten.
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(path))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        failure(
            "output-unwritable",
            format!("cannot write `{}`: {}", slashes(path), plain_words(&error)),
            "name a folder that you may write to",
        )
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_talk_names_every_picture_that_is_written() {
        let talk = super::FILES[0].1;
        for (name, _) in &super::FILES[1..] {
            assert!(talk.contains(name), "{name}");
        }
    }
}
