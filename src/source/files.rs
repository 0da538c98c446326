//! The only door to the disk: reads regular files inside the project, decodes text, remembers what it read.
//! Rules and limits: `tests/spec/files.md`.

use super::encoding::{Fault, decode};
use super::glimpse::Glimpse;
use super::names::{clipped, shown_beside, slashes};
use super::paths::{Borders, listing, without_dots};
use super::read::{Refusal, regular_file, size_words};
use super::{Diagnostic, FileId, Looked, Report, Source, Span, Stamp, talk};
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
    /// Bytes of one video or sound, which is not read but copied.
    pub clip: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { source: 16 << 20, includes: 64 << 20, files: 1000, picture: 50 << 20, clip: 4 << 30 }
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
    borders: Borders,
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    sources: Vec<Arc<Source>>,
    by_path: BTreeMap<PathBuf, (FileId, Option<Fault>)>,
    bytes: BTreeMap<PathBuf, Arc<[u8]>>,
    glimpses: BTreeMap<PathBuf, Glimpse>,
    /// Every path asked for inside the borders, found or not, with what was there before it was read.
    looked: BTreeMap<PathBuf, Option<Stamp>>,
    /// Bytes of all sources but the talk.
    included: u64,
}

impl State {
    fn count(&self) -> usize {
        self.by_path.len() + self.bytes.len() + self.glimpses.len()
    }
}

impl Files {
    /// Opens a talk: a file, or a folder that holds `talk.md` or `index.md`. The project root is the nearest folder
    /// above it that holds a `deckle.toml`, else the talk's own folder.
    /// `allow` are further folders that may be read, from the command line only.
    ///
    /// A talk that cannot be read gives an error diagnostic and a source 0 that is empty or holds the text around the
    /// bad place, so that messages can still be drawn.
    pub fn open(given: &Path, allow: Vec<PathBuf>, limits: Limits) -> Report<Files> {
        let mut report = Report::new();
        let talk = talk::talk_path(given);
        let canonical =
            talk.canonicalize().unwrap_or_else(|_| std::path::absolute(&talk).unwrap_or_else(|_| talk.clone()));
        let folder = canonical.parent().map(Path::to_path_buf).unwrap_or_default();
        let root =
            folder.ancestors().find(|above| above.join("deckle.toml").is_file()).unwrap_or(&folder).to_path_buf();
        let borders = Borders { root, allow: report.keep(talk::allowed(allow)) };
        let asked = without_dots(&std::path::absolute(&talk).unwrap_or_else(|_| talk.clone()));
        let looked = [asked, canonical.clone()].map(|path| (path.clone(), Stamp::of(&path))).into();
        let text = match talk::read(&talk, &canonical, limits) {
            Ok(text) => text,
            Err((problem, excerpt)) => {
                report.say(*problem);
                excerpt
            }
        };
        let shown = slashes(&talk);
        let source = Source::new(FileId(0), shown, canonical.clone(), text.into());
        let mut state = State { looked, ..State::default() };
        state.by_path.insert(canonical, (FileId(0), None));
        state.sources.push(Arc::new(source));
        report.with(Files { borders, limits, state: Mutex::new(state) })
    }

    /// A talk that stands in memory, for tests and tools; its folder is `folder`.
    pub fn from_text(folder: &Path, name: &str, text: &str) -> Files {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let path = folder.join(name);
        let source = Source::new(FileId(0), name.to_owned(), path.clone(), text.into());
        let mut state = State::default();
        state.by_path.insert(path, (FileId(0), None));
        state.sources.push(Arc::new(source));
        Files {
            borders: Borders { root: folder, allow: Vec::new() },
            limits: Limits::default(),
            state: Mutex::new(state),
        }
    }

    /// The source with that number. Number 0, the talk, always exists.
    pub fn source(&self, id: FileId) -> Arc<Source> {
        let state = self.lock();
        state
            .sources
            .get(usize::from(id.0))
            .or_else(|| state.sources.first())
            .cloned()
            .unwrap_or_else(|| Arc::new(Source::new(id, String::new(), PathBuf::new(), "".into())))
    }

    /// All sources read so far, the talk first, in the order of their numbers.
    pub fn sources(&self) -> Vec<Arc<Source>> {
        self.lock().sources.clone()
    }

    /// The folder that `/` means and that nothing is read outside of.
    pub fn root(&self) -> &Path {
        &self.borders.root
    }

    /// Reads a text file that the talk names (an include, a code file).
    ///
    /// # Errors
    /// A diagnostic at `asked.span` when the file is missing, no regular file, outside the project or too large;
    /// in the file itself, with `asked.span` beside it, when its text is not UTF-8.
    pub fn text(&self, asked: Asked, path: &str) -> Result<Arc<Source>, Diagnostic> {
        let full = self.resolve(asked, path)?;
        // Held while reading: two threads that ask for one file get one number.
        let mut state = self.lock();
        if let Some((id, fault)) = state.by_path.get(&full) {
            let source = state.sources.get(usize::from(id.0)).cloned();
            let source = source.unwrap_or_else(|| Arc::new(Source::new(*id, path.to_owned(), full.clone(), "".into())));
            let problem = fault.as_ref().map(|fault| fault.diagnostic(*id, &source.shown, Some(asked.span)));
            return problem.map_or(Ok(source), Err);
        }
        self.check_count(&state, asked.span)?;
        let left = self.limits.includes.saturating_sub(state.included);
        let bytes = regular_file(&full, self.limits.source.min(left)).map_err(|refusal| match refusal {
            Refusal::TooLarge { .. } if left < self.limits.source => too_much(self.limits.includes, path, asked.span),
            refusal => refusal.diagnostic(path, asked.span),
        })?;
        state.included += bytes.len() as u64;
        let id = FileId(u16::try_from(state.sources.len()).unwrap_or(u16::MAX));
        let (text, fault) = match decode(bytes) {
            Ok(text) => (text, None),
            Err(fault) => (fault.excerpt.clone(), Some(fault)),
        };
        let shown = shown_beside(state.sources.first(), &full);
        let source = Arc::new(Source::new(id, shown.clone(), full.clone(), text.into()));
        let problem = fault.as_ref().map(|fault| fault.diagnostic(id, &shown, Some(asked.span)));
        state.by_path.insert(full, (id, fault));
        state.sources.push(source.clone());
        problem.map_or(Ok(source), Err)
    }

    /// The project's `deckle.toml`, if it has one; the watcher looks after it either way.
    pub fn project(&self) -> Option<Result<Arc<Source>, Diagnostic>> {
        let path = self.borders.root.join("deckle.toml");
        let stamp = Stamp::of(&path);
        self.lock().looked.entry(path).or_insert(stamp);
        stamp?;
        Some(self.text(Asked { from: FileId(0), span: Span::NOWHERE }, "/deckle.toml"))
    }

    /// The files of a folder, in order; of a huge folder a part. Nothing for a folder outside the project.
    pub fn files_in(&self, folder: &Path) -> Vec<PathBuf> {
        if !self.borders.hold(folder) {
            return Vec::new();
        }
        let names = listing(folder).unwrap_or_default().into_iter();
        names.map(|name| folder.join(name)).filter(|path| path.is_file()).collect()
    }

    /// Where a path that the talk writes leads; nothing if it leads nowhere or outside.
    pub fn full_path(&self, asked: Asked, path: &str) -> Option<PathBuf> {
        self.resolve(asked, path).ok()
    }

    /// Reads any file that the talk names (a picture).
    ///
    /// # Errors
    /// As [`Files::text`], without the encoding.
    pub fn bytes(&self, asked: Asked, path: &str) -> Result<Arc<[u8]>, Diagnostic> {
        let full = self.resolve(asked, path)?;
        let known = |state: &State| state.bytes.get(&full).cloned();
        {
            let state = self.lock();
            if let Some(bytes) = known(&state) {
                return Ok(bytes);
            }
            self.check_count(&state, asked.span)?;
        }
        let bytes = regular_file(&full, self.limits.picture).map_err(|refusal| refusal.diagnostic(path, asked.span))?;
        let mut state = self.lock();
        // Another thread may have been quicker; all get the same bytes.
        let bytes = known(&state).unwrap_or_else(|| bytes.into());
        state.bytes.insert(full, bytes.clone());
        Ok(bytes)
    }

    /// Reads a text file as [`Files::text`] does, but only from the folder of the file that asks, or from below it.
    ///
    /// # Errors
    /// As [`Files::text`]; `path-outside` for a path that leaves the folder, also through a link.
    pub fn text_within(&self, asked: Asked, path: &str) -> Result<Arc<Source>, Diagnostic> {
        self.stay_within(asked, path)?;
        self.text(asked, path)
    }

    /// Reads any file as [`Files::bytes`] does, but only from the folder of the file that asks, or from below it.
    ///
    /// # Errors
    /// As [`Files::bytes`]; `path-outside` for a path that leaves the folder, also through a link.
    pub fn bytes_within(&self, asked: Asked, path: &str) -> Result<Arc<[u8]>, Diagnostic> {
        self.stay_within(asked, path)?;
        self.bytes(asked, path)
    }

    fn stay_within(&self, asked: Asked, path: &str) -> Result<(), Diagnostic> {
        let full = self.resolve(asked, path)?;
        let own = self.source(asked.from).path.clone();
        if own.parent().is_some_and(|folder| full.starts_with(folder)) {
            return Ok(());
        }
        let message = format!("`{}` lies outside the folder of `{}`", clipped(path), self.source(asked.from).shown);
        Err(Diagnostic::error("path-outside", message, asked.span).hint("copy it into that folder"))
    }

    /// Whether a file stands at that place inside the project. Remembered as looked for, so that `watch` sees it come.
    pub fn is_there(&self, asked: Asked, path: &str) -> bool {
        let base = self.source(asked.from).path.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut found = false;
        for candidate in self.borders.candidates(&base, path) {
            found |= candidate.symlink_metadata().is_ok();
            self.lock().looked.entry(candidate).or_insert_with_key(|path| Stamp::of(path));
        }
        found
    }

    /// The names in a folder of the project, in order, for hints and checks; empty when there is no such folder.
    pub fn names_in(&self, asked: Asked, folder: &str) -> Vec<String> {
        let found = self.resolve(asked, folder).ok().and_then(|full| super::paths::listing(&full));
        found.unwrap_or_default()
    }

    /// Adds a text that comes with the program, so that messages can show its lines.
    pub fn put(&self, shown: &str, text: &str) -> Arc<Source> {
        let mut state = self.lock();
        let id = FileId(u16::try_from(state.sources.len()).unwrap_or(u16::MAX));
        let source = Arc::new(Source::new(id, shown.to_owned(), PathBuf::new(), text.into()));
        state.sources.push(source.clone());
        source
    }

    /// Looks at the beginning of a file that may be too large to hold (a video): its size and first bytes.
    ///
    /// # Errors
    /// As [`Files::bytes`].
    pub fn glimpse(&self, asked: Asked, path: &str) -> Result<Glimpse, Diagnostic> {
        let full = self.resolve(asked, path)?;
        {
            let state = self.lock();
            if let Some(known) = state.glimpses.get(&full) {
                return Ok(known.clone());
            }
            self.check_count(&state, asked.span)?;
        }
        let glimpse = Glimpse::of(&full, self.limits.clip).map_err(|refusal| refusal.diagnostic(path, asked.span))?;
        self.lock().glimpses.insert(full, glimpse.clone());
        Ok(glimpse)
    }

    /// Everything read so far, canonical paths in order.
    pub fn read_so_far(&self) -> Vec<PathBuf> {
        let state = self.lock();
        let mut paths: Vec<PathBuf> =
            state.by_path.keys().chain(state.bytes.keys()).chain(state.glimpses.keys()).cloned().collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// Everything that was asked for, found or missing, in the order of the paths: when one of these changes, a new build
    /// may differ from the last one. The stamps are older than what was read, so that no change is missed in between.
    pub fn looked_for(&self) -> Vec<Looked> {
        let state = self.lock();
        state.looked.iter().map(|(path, stamp)| Looked { path: path.clone(), stamp: *stamp }).collect()
    }

    fn resolve(&self, asked: Asked, path: &str) -> Result<PathBuf, Diagnostic> {
        let base = self.source(asked.from).path.parent().map(Path::to_path_buf).unwrap_or_default();
        for candidate in self.borders.candidates(&base, path) {
            self.lock().looked.entry(candidate).or_insert_with_key(|path| Stamp::of(path));
        }
        let full = self.borders.resolve(&base, path, asked.span)?;
        // Another name than the one written: other letters of Unicode, or a link that leads on.
        self.lock().looked.entry(full.clone()).or_insert_with_key(|path| Stamp::of(path));
        Ok(full)
    }

    fn check_count(&self, state: &State, span: Span) -> Result<(), Diagnostic> {
        if state.count() < self.limits.files {
            return Ok(());
        }
        let message = format!("the talk reads more than {} files", self.limits.files);
        Err(Diagnostic::error("files-too-many", message, span).hint("split the talk, or join small pictures into one"))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn too_much(limit: u64, path: &str, span: Span) -> Diagnostic {
    let message = format!("with `{}` the included files have more than {} in all", clipped(path), size_words(limit));
    Diagnostic::error("file-too-large", message, span).hint("include less")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(limits: Limits, files: &[(&str, usize)]) -> (tempfile::TempDir, Files) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("talk.md"), "# A").unwrap();
        for (name, size) in files {
            std::fs::write(folder.path().join(name), "x".repeat(*size)).unwrap();
        }
        let files = Files::open(&folder.path().join("talk.md"), Vec::new(), limits);
        assert!(!files.has_errors());
        (folder, files.value)
    }

    const ASKED: Asked = Asked { from: FileId(0), span: Span { file: FileId(0), start: 2, end: 3 } };

    #[test]
    fn every_limit_holds_to_the_byte() {
        let limits = Limits { source: 10, includes: 15, files: 5, picture: 4, clip: 4 };
        let (_folder, files) = project(
            limits,
            &[("ten.md", 10), ("eleven.md", 11), ("five.md", 5), ("one.md", 1), ("four.png", 4), ("five.png", 5)],
        );
        let code = |problem: Diagnostic| (problem.code, problem.span);
        assert_eq!(files.text(ASKED, "eleven.md").map(|_| ()).map_err(code), Err(("file-too-large", ASKED.span)));
        assert!(files.text(ASKED, "ten.md").is_ok() && files.text(ASKED, "five.md").is_ok());
        let over = files.text(ASKED, "one.md").map(|_| ()).unwrap_err();
        assert_eq!(over.message, "with `one.md` the included files have more than 15 bytes in all");
        assert!(files.text(ASKED, "ten.md").is_ok(), "what was read is not read again");
        assert_eq!(files.bytes(ASKED, "five.png").map_err(code), Err(("file-too-large", ASKED.span)));
        assert!(files.bytes(ASKED, "four.png").is_ok() && files.bytes(ASKED, "one.md").is_ok());
        assert_eq!(files.text(ASKED, "eleven.md").map(|_| ()).map_err(code), Err(("files-too-many", ASKED.span)));
        let names: Vec<String> =
            files.read_so_far().iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["five.md", "four.png", "one.md", "talk.md", "ten.md"]);
    }

    #[test]
    fn a_file_keeps_its_number_and_paths_start_where_they_are_written() {
        let (folder, files) = project(Limits::default(), &[]);
        std::fs::create_dir(folder.path().join("parts")).unwrap();
        std::fs::write(folder.path().join("parts/a.md"), "a").unwrap();
        std::fs::write(folder.path().join("parts/b.md"), "b").unwrap();
        let first = files.text(ASKED, "parts/a.md").unwrap();
        let inside = Asked { from: first.id, span: Span::new(first.id, 0, 1) };
        let second = files.text(inside, "b.md").unwrap();
        assert_eq!((first.id, second.id), (FileId(1), FileId(2)));
        assert_eq!(files.text(inside, "../parts/./a.md").unwrap().id, FileId(1));
        assert!(second.shown.ends_with("parts/b.md"), "{}", second.shown);
        assert_eq!(files.sources().len(), 3);
    }

    #[test]
    fn what_was_looked_for_is_known_whether_it_was_there_or_not() {
        let (folder, files) = project(Limits::default(), &[("a.md", 1), ("b c.png", 2)]);
        let known = |files: &Files| -> Vec<(String, Option<u64>)> {
            let root = folder.path().canonicalize().unwrap();
            let name = |path: &Path| path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            let looked = files.looked_for().into_iter();
            looked.map(|looked| (name(&looked.path), looked.stamp.map(|stamp| stamp.size))).collect()
        };
        assert_eq!(known(&files), [("talk.md".to_owned(), Some(3))]);
        assert!(files.text(ASKED, "a.md").is_ok() && files.bytes(ASKED, "b%20c.png").is_ok());
        assert!(files.text(ASKED, "parts/../none.md").is_err() && files.text(ASKED, "../outside.md").is_err());
        let wanted =
            [("a.md", Some(1)), ("b c.png", Some(2)), ("b%20c.png", None), ("none.md", None), ("talk.md", Some(3))];
        assert_eq!(known(&files), wanted.map(|(name, size)| (name.to_owned(), size)));
    }

    #[test]
    fn threads_that_ask_for_one_file_get_one_number_and_the_same_bytes() {
        let (_folder, files) = project(Limits::default(), &[("a.md", 9), ("b.png", 9)]);
        std::thread::scope(|scope| {
            let asked: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| (files.text(ASKED, "a.md").unwrap().id, files.bytes(ASKED, "b.png").unwrap())))
                .collect();
            for thread in asked {
                assert_eq!(thread.join().unwrap(), (FileId(1), Arc::from(&b"xxxxxxxxx"[..])));
            }
        });
        assert_eq!(files.sources().len(), 2);
    }
}
