//! The outside world moving: which of the files a talk asked for have new content. The only door to notify.
//! Manual page: `tests/spec/watch.md`, "Which files count".
//!
//! Folders are watched, never files: an editor that saves by renaming gives the name to another file, and a watch on the old
//! one goes deaf. Events only wake us; what has changed is decided by looking (stamps first, then hashes of the content), so that
//! lost, doubled and late events do no harm.

mod known;
mod ways;

use crate::source::Looked;
use known::Known;
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use ways::Ways;

/// So long nothing may happen before we look: editors save in bursts.
const QUIET: Duration = Duration::from_millis(8);
/// The same after an event that ends a save: a file closed after writing, or moved into its place.
const QUIET_WHEN_WHOLE: Duration = Duration::from_millis(2);
/// A burst is not waited out longer than this.
const BURST: Duration = Duration::from_millis(50);
/// A file that is gone or empty may come back so long before that counts as a change.
const MISSING: Duration = Duration::from_millis(300);
/// How often to look when the system cannot tell us.
pub const POLL: Duration = Duration::from_millis(500);

/// What the watcher tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// These paths have other content than before, are there again, or are gone.
    Changed(Vec<PathBuf>),
    /// The system gives no events; files are looked at every [`POLL`] from now on. Why.
    Polling(String),
}

/// Watches on a thread of its own until it is dropped.
pub struct Watcher {
    sender: Sender<Message>,
}

enum Message {
    Event(notify::Result<Event>),
    Watch(Vec<Looked>),
    End,
}

impl Watcher {
    /// Begins with nothing to watch. With `poll` files are looked at that often instead of waiting for events, which shares on
    /// the network need.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(poll: Option<Duration>, tell: impl Fn(Told) + Send + 'static) -> std::io::Result<Watcher> {
        let (sender, receiver) = channel();
        let mut eye =
            Eye { events: None, poll, known: Known::default(), ways: Ways::default(), watched: BTreeMap::new() };
        if poll.is_none() {
            let events = sender.clone();
            match notify::recommended_watcher(move |event| drop(events.send(Message::Event(event)))) {
                Ok(events) => eye.events = Some(events),
                Err(error) => eye.give_up(&error, &tell),
            }
        }
        std::thread::Builder::new().name("watcher".to_owned()).spawn(move || eye.run(&receiver, &tell))?;
        Ok(Watcher { sender })
    }

    /// Watches exactly these paths from now on. What has changed since their stamps were taken is told at once.
    pub fn watch(&self, looked: Vec<Looked>) {
        // The thread lives as long as `self`.
        let _ = self.sender.send(Message::Watch(looked));
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.sender.send(Message::End);
    }
}

/// The watcher's own thread.
struct Eye {
    events: Option<RecommendedWatcher>,
    poll: Option<Duration>,
    known: Known,
    ways: Ways,
    /// Folders that notify watches, with what tells one from its successor of the same name.
    watched: BTreeMap<PathBuf, ways::Identity>,
}

impl Eye {
    fn run(mut self, receiver: &Receiver<Message>, tell: &dyn Fn(Told)) {
        let mut next_poll = self.poll.map(|poll| Instant::now() + poll);
        loop {
            let until = [next_poll, self.known.look_again()].into_iter().flatten().min();
            let message = match until {
                // Nothing to do until somebody moves: this is where an idle watch stands.
                None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(until) => receiver.recv_timeout(until.saturating_duration_since(Instant::now())),
            };
            match message {
                Ok(Message::End) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Message::Watch(looked)) => self.known.set(looked),
                Ok(Message::Event(event)) => {
                    let Some(quiet) = self.quiet_after(&event) else { continue };
                    if !self.wait_out(quiet, receiver) {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            next_poll = self.poll.map(|poll| Instant::now() + poll);
            self.follow(tell);
            let changed = self.known.changed(self.poll.is_some());
            if !changed.is_empty() {
                tell(Told::Changed(changed));
            }
        }
    }

    /// Waits until a burst of events is over; false when the watching is.
    fn wait_out(&mut self, mut quiet: Duration, receiver: &Receiver<Message>) -> bool {
        let begun = Instant::now();
        let mut last = begun;
        loop {
            let left = (last + quiet).min(begun + BURST).saturating_duration_since(Instant::now());
            match receiver.recv_timeout(left) {
                Ok(Message::Event(event)) => {
                    if let Some(longer) = self.quiet_after(&event) {
                        (quiet, last) = (longer, Instant::now());
                    }
                }
                Ok(Message::Watch(looked)) => self.known.set(looked),
                Ok(Message::End) | Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => return true,
            }
            if begun.elapsed() >= BURST {
                return true;
            }
        }
    }

    /// How long to wait after an event before looking; `None` for an event that is nothing to us.
    fn quiet_after(&mut self, event: &notify::Result<Event>) -> Option<Duration> {
        let Ok(event) = event else { return Some(QUIET) };
        let whole = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
            // Our own reading gives such events: taking them for changes would build for ever.
            EventKind::Access(_) => return None,
            EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => true,
            _ => false,
        };
        for path in &event.paths {
            // A folder that went away took its watch along, even when another of that name stands there already.
            let gone = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
            if gone && self.watched.remove(path).is_some() {
                let _ = self.events.as_mut().map(|events| events.unwatch(path));
            }
        }
        if event.need_rescan() {
            self.watched.clear();
            return Some(QUIET);
        }
        let matters = event.paths.is_empty() || event.paths.iter().any(|path| self.ways.hold(path));
        matters.then_some(if whole { QUIET_WHEN_WHOLE } else { QUIET })
    }

    /// Watches the folders that lead to the files now, and no others. Again until nothing new appears: folders made while we
    /// were adding the one above them have given no event.
    fn follow(&mut self, tell: &dyn Fn(Told)) {
        for _ in 0..100 {
            self.ways = Ways::to(self.known.paths());
            let Some(events) = &mut self.events else { return };
            let watched = std::mem::take(&mut self.watched);
            for folder in watched.keys().filter(|folder| !self.ways.folders.contains_key(*folder)) {
                let _ = events.unwatch(folder);
            }
            let mut new = false;
            let mut problem = None;
            for (folder, identity) in &self.ways.folders {
                if watched.get(folder) != Some(identity) {
                    new = true;
                    if watched.contains_key(folder) {
                        let _ = events.unwatch(folder);
                    }
                    if let Err(error) = events.watch(folder, RecursiveMode::NonRecursive) {
                        problem = Some(error).filter(|_| folder.is_dir()).or(problem);
                        continue;
                    }
                }
                self.watched.insert(folder.clone(), *identity);
            }
            if let Some(problem) = problem {
                return self.give_up(&problem, tell);
            }
            if !new {
                return;
            }
        }
    }

    /// No events: look from time to time.
    fn give_up(&mut self, error: &notify::Error, tell: &dyn Fn(Told)) {
        self.events = None;
        self.watched.clear();
        self.poll = Some(POLL);
        tell(Told::Polling(error.to_string()));
    }
}

#[cfg(test)]
mod tests;
