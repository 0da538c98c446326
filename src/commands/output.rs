//! Where a deck goes: beside the talk, to a named file, or to standard output; never over something that was read.
//! Manual page: `tests/spec/command-line.md`.

use super::visible::visible;
use super::{failure, print_raw};
use crate::bundle::{self, Written};
use crate::source::{Diagnostic, Files, plain_words, quoted, slashes};
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
    pub fn write(&self, bytes: &[u8], files: &Files) -> Result<String, Box<Diagnostic>> {
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
}
