//! Where a deck goes: beside the talk, to a named file, or to standard output; never over something that was read.
//! Manual page: `tests/spec/command-line.md`.

use super::visible::visible;
use super::{failure, print_raw};
use crate::bundle::{self, Bundle, Written};
use crate::render::assets::Beside;
use crate::source::{Diagnostic, Files, plain_words, quoted, size_words, slashes};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The place a deck is written to.
pub enum Target {
    /// `-o -`
    Standard,
    /// A file.
    File(PathBuf),
}

impl Target {
    /// What `-o` says; else the talk's name with `.html`, or `.presenter.html` with the notes.
    pub fn new(output: Option<&Path>, talk: &Path, notes: bool) -> Target {
        match output {
            Some(path) if path.as_os_str() == "-" => Target::Standard,
            Some(path) => Target::File(path.to_path_buf()),
            None => Target::File(talk.with_extension(if notes { "presenter.html" } else { "html" })),
        }
    }

    /// The folder for clips that stand beside the deck: `talk.media` for `talk.html` and for `talk.presenter.html`.
    pub fn media_folder(&self) -> String {
        let name = match self {
            Target::Standard => "talk".into(),
            Target::File(path) => path.file_name().unwrap_or_default().to_string_lossy(),
        };
        let name = name.strip_suffix(".html").or_else(|| name.strip_suffix(".htm")).unwrap_or(&name);
        format!("{}.media", name.strip_suffix(".presenter").unwrap_or(name))
    }

    /// Says which clips stand beside the deck, that all of them must go along. Empty when there are none.
    pub fn travelling(&self, clips: &[Beside]) -> String {
        if clips.is_empty() {
            return String::new();
        }
        let named: Vec<String> =
            clips.iter().map(|clip| format!("{} ({})", visible(&clip.name), size_words(clip.file.size))).collect();
        let folder = self.media_folder();
        format!("  with {}: {} · take the folder along with the deck\n", visible(&folder), named.join(", "))
    }

    /// Refuses a folder, and any file that the talk is made of.
    ///
    /// # Errors
    /// Says what the output would overwrite, or why nothing can be written there.
    pub fn check(&self, files: &Files) -> Result<(), Box<Diagnostic>> {
        let Target::File(path) = self else { return Ok(()) };
        let shown = slashes(path);
        if path.is_dir() {
            let inside = quoted(&path.join("talk.html").to_string_lossy());
            return Err(failure(
                "output-is-folder",
                format!("cannot write `{shown}`: it is a folder"),
                format!("name the file: `-o {inside}`"),
            ));
        }
        if path.file_name().is_none() {
            return Err(failure(
                "output-is-folder",
                format!("cannot write `{shown}`: it names no file"),
                "name the file: `-o talk.html`",
            ));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            let message = format!("cannot write `{shown}`: there is no folder `{}`", folder.display());
            return Err(failure(
                "output-folder-missing",
                message,
                format!("make it: `mkdir -p {}`", quoted(&folder.to_string_lossy())),
            ));
        }
        // The same file may have several names; what it really is decides. One that is not there yet cannot be among them.
        let full = path.canonicalize().ok();
        if full.is_some_and(|full| files.read_so_far().binary_search(&full).is_ok()) {
            return Err(failure(
                "output-is-input",
                format!("`{shown}` is a file that the talk is made of"),
                "write somewhere else: `-o talk.html`",
            ));
        }
        Ok(())
    }

    /// Writes, whole or not at all, and says what happened.
    ///
    /// # Errors
    /// Says why nothing was written; an older file is then still there.
    pub fn write(&self, bundle: &Bundle, files: &Files) -> Result<String, Box<Diagnostic>> {
        let bytes = bundle.bytes.as_slice();
        self.write_clips(&bundle.beside, files)?;
        let Target::File(path) = self else {
            return print_raw(bytes).map(|()| "wrote standard output".to_owned());
        };
        let shown = slashes(path);
        // A device or a pipe is written to; a finished file moved over it would replace it.
        if std::fs::metadata(path).is_ok_and(|known| !known.is_file()) {
            let done = std::fs::OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(bytes));
            return match done {
                Ok(()) => Ok(format!("wrote {}", visible(&shown))),
                Err(error) => Err(failure(
                    "output-unwritable",
                    format!("cannot write `{shown}`: {}", plain_words(&error)),
                    "write somewhere else with `-o OUT`",
                )),
            };
        }
        match bundle::write(path, bytes, &files.read_so_far()) {
            Ok(Written::Changed) => Ok(format!("wrote {}", visible(&shown))),
            Ok(Written::Unchanged) => Ok(format!("unchanged {}", visible(&shown))),
            Err(error) => Err(failure(error.code, error.message, error.hint)),
        }
    }

    /// Copies the clips that stand beside the deck, before the deck that names them.
    fn write_clips(&self, clips: &[Beside], files: &Files) -> Result<(), Box<Diagnostic>> {
        let Some(first) = clips.first() else { return Ok(()) };
        let is_file = |path: &Path| std::fs::metadata(path).map_or(true, |known| known.is_file());
        let Target::File(path) = self else { return Err(no_folder(first)) };
        if !is_file(path) {
            return Err(no_folder(first));
        }
        match bundle::copy_beside(&path.with_file_name(self.media_folder()), clips, &files.read_so_far()) {
            Ok(_) => Ok(()),
            Err(error) => Err(failure(error.code, error.message, error.hint)),
        }
    }
}

fn no_folder(clip: &Beside) -> Box<Diagnostic> {
    failure(
        "output-beside",
        format!("`{}` stands beside the deck, and there is nothing it could stand beside", visible(&clip.name)),
        "name a file with `-o talk.html`, or embed the clip: without `{beside}`, and small enough",
    )
}
