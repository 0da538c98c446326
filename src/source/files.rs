//! The only door to the disk: reads regular files inside the project, decodes text, remembers what it read.
//! Rules and limits: `tests/spec/files.md`.

use super::{Diagnostic, FileId, Source, Span};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// How much is read at most; over a limit comes a message that names it.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one Markdown source.
    pub source: u64,
    /// Bytes of all included sources together.
    pub includes: u64,
    /// Number of files read in one build.
    pub files: usize,
    /// Bytes of one picture.
    pub picture: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { source: 16 << 20, includes: 64 << 20, files: 1000, picture: 50 << 20 }
    }
}

/// Who asks for a file: the file the path is written in, and the place to blame.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Paths are relative to this file's folder; a leading `/` means the project root.
    pub from: FileId,
    /// Where the path is written.
    pub span: Span,
}

/// A cache of everything read so far. Cheap to share by reference between threads.
pub struct Files {
    root: PathBuf,
    allow: Vec<PathBuf>,
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    sources: Vec<Arc<Source>>,
    by_path: BTreeMap<PathBuf, FileId>,
    bytes: BTreeMap<PathBuf, Arc<[u8]>>,
}

impl Files {
    /// Opens a talk. The project root is the nearest folder above it that holds a `deckle.toml`, else the talk's own folder.
    /// `allow` are further folders that may be read, from the command line only.
    ///
    /// A talk that cannot be read gives an error diagnostic and an empty source 0, so that messages can still be drawn.
    pub fn open(talk: &Path, allow: Vec<PathBuf>, limits: Limits) -> super::Report<Files> {
        let mut report = super::Report::new();
        let canonical = talk.canonicalize().unwrap_or_else(|_| talk.to_path_buf());
        let folder = canonical.parent().map(Path::to_path_buf).unwrap_or_default();
        let root =
            folder.ancestors().find(|above| above.join("deckle.toml").is_file()).unwrap_or(&folder).to_path_buf();
        let text = match std::fs::read(&canonical).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            _ => {
                report.say(Diagnostic::error(
                    "file-unreadable",
                    format!("cannot read `{}`", talk.display()),
                    Span::default(),
                ));
                String::new()
            }
        };
        let source = Arc::new(Source::new(FileId(0), talk.display().to_string(), canonical.clone(), text.into()));
        let mut state = State::default();
        state.by_path.insert(canonical, FileId(0));
        state.sources.push(source);
        report.with(Files { root, allow, limits, state: Mutex::new(state) })
    }

    /// A talk that stands in memory, for tests and tools; its folder is `folder`.
    pub fn from_text(folder: &Path, name: &str, text: &str) -> Files {
        let path = folder.join(name);
        let source = Arc::new(Source::new(FileId(0), name.to_owned(), path.clone(), text.into()));
        let mut state = State::default();
        state.by_path.insert(path, FileId(0));
        state.sources.push(source);
        Files { root: folder.to_path_buf(), allow: Vec::new(), limits: Limits::default(), state: Mutex::new(state) }
    }

    /// The source with that number. Number 0, the talk, always exists.
    pub fn source(&self, id: FileId) -> Arc<Source> {
        let state = self.lock();
        state
            .sources
            .get(id.0 as usize)
            .or_else(|| state.sources.first())
            .cloned()
            .unwrap_or_else(|| Arc::new(Source::new(id, String::new(), PathBuf::new(), "".into())))
    }

    /// Reads a text file that the talk names (an include, a code file).
    ///
    /// # Errors
    /// A diagnostic at `asked.span` when the file is missing, no regular file, outside the project, too large or not UTF-8.
    pub fn text(&self, asked: Asked, path: &str) -> Result<Arc<Source>, Diagnostic> {
        let full = self.resolve(asked, path)?;
        if let Some(id) = self.lock().by_path.get(&full).copied() {
            return Ok(self.source(id));
        }
        let text = std::fs::read_to_string(&full).map_err(|error| {
            Diagnostic::error("file-unreadable", format!("cannot read `{path}`: {error}"), asked.span)
        })?;
        let mut state = self.lock();
        let id = FileId(state.sources.len() as u16);
        let source = Arc::new(Source::new(id, path.to_owned(), full.clone(), text.into()));
        state.by_path.insert(full, id);
        state.sources.push(source.clone());
        Ok(source)
    }

    /// Reads any file that the talk names (a picture).
    ///
    /// # Errors
    /// As [`Files::text`], without the encoding.
    pub fn bytes(&self, asked: Asked, path: &str) -> Result<Arc<[u8]>, Diagnostic> {
        let full = self.resolve(asked, path)?;
        if let Some(bytes) = self.lock().bytes.get(&full) {
            return Ok(bytes.clone());
        }
        let bytes: Arc<[u8]> = std::fs::read(&full)
            .map_err(|error| {
                Diagnostic::error("file-unreadable", format!("cannot read `{path}`: {error}"), asked.span)
            })?
            .into();
        self.lock().bytes.insert(full, bytes.clone());
        Ok(bytes)
    }

    /// Everything read so far, canonical paths in order.
    pub fn read_so_far(&self) -> Vec<PathBuf> {
        let state = self.lock();
        let mut paths: Vec<PathBuf> = state.by_path.keys().chain(state.bytes.keys()).cloned().collect();
        paths.sort();
        paths.dedup();
        paths
    }

    fn resolve(&self, asked: Asked, path: &str) -> Result<PathBuf, Diagnostic> {
        let base = self.source(asked.from).path.parent().map(Path::to_path_buf).unwrap_or_default();
        let joined = match path.strip_prefix('/') {
            Some(rest) => self.root.join(rest),
            None => base.join(path),
        };
        let missing = || Diagnostic::error("file-missing", format!("there is no file `{path}`"), asked.span);
        let full = joined.canonicalize().map_err(|_| missing())?;
        let inside = full.starts_with(&self.root) || self.allow.iter().any(|folder| full.starts_with(folder));
        if !inside {
            return Err(Diagnostic::error("path-outside", format!("`{path}` lies outside the project"), asked.span));
        }
        Ok(full)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
