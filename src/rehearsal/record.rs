//! Writes down a run while it happens: whole lines, each once, in the order in which the pages say them. What the disk does not take
//! waits in memory and is tried again. Manual page: `tests/spec/rehearse.md`, "The file".

use super::book;
use super::entry::{End, Entry, Line, Start, clock_of, is_id};
use super::run::Run;
use super::talk::Talk;
use crate::source::plain_words;
use serde_json::{Number, Value};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// While nothing else happens, the clock is written down so often, in milliseconds.
const OFTEN: u64 = 10_000;

/// What a page is answered, and what people should hear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The page should send the run again from this entry on.
    pub resend: Option<usize>,
    /// The first entry of this run since the program began.
    pub is_new: bool,
    /// The page shows a run that its speaker ended before this program began.
    pub is_over: bool,
}

/// Writes the runs of one talk to its file.
pub struct Recorder {
    path: PathBuf,
    talk: Talk,
    runs: BTreeMap<String, Own>,
    /// Ids of the runs that were heard of, the newest last.
    order: Vec<String>,
    /// Lines that are not on the disk yet.
    waiting: Vec<String>,
    is_failing: bool,
    trouble: Option<String>,
}

/// A run of this session.
#[derive(Default)]
struct Own {
    run: Run,
    /// The newest that is known of its clock.
    now: End,
    /// The newest that is written of it.
    written: End,
    /// Pages that show it.
    pages: usize,
    /// Its speaker ended it, and has done nothing since.
    is_over: bool,
}

impl Recorder {
    /// Records into the file at `path`. Nothing is written before something happens.
    pub fn new(path: PathBuf, talk: Talk) -> Recorder {
        Recorder {
            path,
            talk,
            runs: BTreeMap::new(),
            order: Vec::new(),
            waiting: Vec::new(),
            is_failing: false,
            trouble: None,
        }
    }

    /// The talk was edited: from now on this is what its slides say.
    pub fn talk_is(&mut self, talk: Talk) {
        self.talk = talk;
    }

    /// A page says what it has of a run, from one entry on. Said twice it is written once; an entry that differs from the one
    /// with its number takes its place.
    pub fn hear(&mut self, id: &str, from: usize, said: &[Value]) -> Answer {
        let entries: Vec<Entry> = said.iter().map_while(Entry::of_page).collect();
        if !self.knows(id) && !self.begins(id, &entries) {
            return Answer::default();
        }
        let Some(own) = self.runs.get_mut(id) else { return Answer::default() };
        let is_new = !self.order.iter().any(|known| known == id);
        let mut answer = Answer { resend: None, is_new, is_over: false };
        let count = own.run.entries.len();
        if from > count {
            answer.resend = Some(count);
            answer.is_new = false;
            return answer;
        }
        if own.run.entries.is_empty()
            && let Some(first) = entries.first()
        {
            own.run.start = Start {
                run: id.to_owned(),
                talk: Some(self.talk.name.clone()),
                title: None,
                time: first.time,
                slot: self.talk.slot,
                questions: self.talk.questions,
                planned: Some(self.talk.planned()),
            };
            self.waiting.push(Line::Start(own.run.start.clone()).write());
        }
        for (n, entry) in (from..).zip(entries) {
            let Ok(n) = u32::try_from(n) else { break };
            if own.run.entries.get(&n).is_some_and(|(known, _)| *known == entry) {
                continue;
            }
            let slide = self.talk.slides.iter().find(|slide| slide.id == entry.slide);
            let says = slide.filter(|_| entry.event == super::Event::Go).map(|slide| slide.says.clone());
            let line = Line::Entry { run: id.to_owned(), n, entry: entry.clone(), says: says.clone() };
            self.waiting.push(line.write());
            let seen = End { at: entry.at, asked: entry.asked, over: false };
            (own.now, own.written) = (later(own.now, seen), later(own.written, seen));
            own.run.entries.insert(n, (entry, says));
            own.is_over = false;
        }
        if own.is_over {
            return Answer { is_new: false, is_over: true, ..answer };
        }
        if answer.is_new {
            self.order.push(id.to_owned());
        }
        self.append();
        answer
    }

    /// A page says where the clock of a run stands, in milliseconds.
    pub fn tick(&mut self, id: &str, at: &Number, asked: &Number) {
        let clock = |number: &Number| number.as_f64().and_then(clock_of);
        let own = self.runs.get_mut(id).filter(|own| !own.is_over);
        let (Some(at), Some(asked), Some(own)) = (clock(at), clock(asked), own) else { return };
        own.now = later(own.now, End { at, asked, over: false });
        if own.now.at + own.now.asked >= own.written.at + own.written.asked + OFTEN {
            self.end(id, false);
        }
    }

    /// A page shows this run.
    pub fn joined(&mut self, id: &str) {
        if let Some(own) = self.runs.get_mut(id) {
            own.pages += 1;
        }
    }

    /// A page that showed this run is gone; with the last one the run ends, until another comes.
    pub fn left(&mut self, id: &str) {
        let Some(own) = self.runs.get_mut(id) else { return };
        own.pages = own.pages.saturating_sub(1);
        if own.pages == 0 && !own.is_over {
            self.end(id, false);
        }
    }

    /// Ends all runs.
    pub fn finish(&mut self) {
        for id in self.order.clone() {
            self.end(&id, true);
        }
        self.append();
    }

    /// The runs that were heard of, the newest last.
    pub fn runs(&self) -> Vec<Run> {
        self.order.iter().filter_map(|id| Some(self.runs.get(id)?.run.clone())).collect()
    }

    /// Why the disk refuses, each time it begins to.
    pub fn trouble(&mut self) -> Option<String> {
        self.trouble.take()
    }

    /// Whether everything is on the disk.
    pub fn is_written(&self) -> bool {
        self.waiting.is_empty()
    }

    fn knows(&mut self, id: &str) -> bool {
        if self.runs.contains_key(id) {
            return true;
        }
        // A server before this one may have begun it.
        let on_disk = book::read(&self.path).value.runs.remove(id);
        let Some(run) = on_disk.filter(|run| run.start.talk.as_deref() == Some(&self.talk.name)) else { return false };
        let summary = run.summary();
        let now = End { at: summary.spent, asked: summary.asked, over: false };
        let is_over = run.end.is_some_and(|end| end.over);
        self.runs.insert(id.to_owned(), Own { run, now, written: now, pages: 0, is_over });
        true
    }

    /// Whether a run that nobody knows is one of this talk. A page that was open at this address may show another.
    fn begins(&mut self, id: &str, entries: &[Entry]) -> bool {
        let is_ours = entries.iter().any(|entry| self.talk.find(&entry.slide).is_some());
        let is_name = is_id(id) && id.len() <= 40 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        // A page that begins in the middle has more to say: it is asked for the beginning.
        if is_name && (is_ours || entries.is_empty()) {
            self.runs.insert(id.to_owned(), Own::default());
        }
        self.runs.contains_key(id)
    }

    fn end(&mut self, id: &str, over: bool) {
        let Some(own) = self.runs.get_mut(id).filter(|own| !own.run.entries.is_empty()) else { return };
        let end = End { over, ..own.now };
        if own.run.end != Some(end) {
            own.run.end = Some(end);
            own.written = own.now;
            self.waiting.push(Line::End(id.to_owned(), end).write());
        }
        self.append();
    }

    /// Brings what waits to the disk, as far as it takes it.
    fn append(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        if !self.path.exists() {
            // Somebody has taken the file away: all runs of this session are written into a new one.
            let runs = self.order.iter().filter_map(|id| self.runs.get(id));
            self.waiting = runs.flat_map(|own| lines(&own.run)).collect();
        }
        match append(&self.path, &mut self.waiting) {
            Ok(()) => self.is_failing = false,
            Err(error) if !self.is_failing => {
                self.is_failing = true;
                self.trouble = Some(plain_words(&error));
            }
            Err(_) => {}
        }
    }
}

/// Both clocks at the later of two moments.
fn later(one: End, other: End) -> End {
    End { at: one.at.max(other.at), asked: one.asked.max(other.asked), over: false }
}

/// Everything that is known of a run, as lines.
pub fn lines(run: &Run) -> Vec<String> {
    let id = &run.start.run;
    let entries = run.entries.iter().map(|(n, (entry, says))| Line::Entry {
        run: id.clone(),
        n: *n,
        entry: entry.clone(),
        says: says.clone(),
    });
    let end = run.end.map(|end| Line::End(id.clone(), end));
    std::iter::once(Line::Start(run.start.clone())).chain(entries).chain(end).map(|line| line.write()).collect()
}

/// Appends lines, each in one piece, and takes those that are written out of the list. Others may append to the same file meanwhile.
///
/// # Errors
/// When the file cannot be opened or the disk takes no more.
pub fn append(path: &Path, lines: &mut Vec<String>) -> io::Result<()> {
    let mut file = open(path)?;
    hold(&file);
    if is_torn(&mut file)? {
        file.write_all(b"\n")?;
    }
    while let Some(line) = lines.first() {
        // A line that was cut short is written again whole, behind a line end of its own.
        if file.write(line.as_bytes())? < line.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        lines.remove(0);
    }
    file.flush()
}

/// A file that is no link and no pipe: a folder from somebody else must not lead us elsewhere.
fn open(path: &Path) -> io::Result<File> {
    if std::fs::symlink_metadata(path).is_ok_and(|known| !known.is_file()) {
        return Err(io::Error::other("it is no regular file"));
    }
    OpenOptions::new().read(true).append(true).create(true).open(path)
}

/// Waits until nobody else writes, so that half of another's line is not taken for one that a crash has left; closing the file
/// lets it go. On a drive without locks, or when somebody does not let go, the worst is an empty line, which readers skip.
fn hold(file: &File) {
    for _ in 0..100 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(2)),
            Ok(()) | Err(TryLockError::Error(_)) => return,
        }
    }
}

/// Whether a crash has left half a line at the end.
fn is_torn(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}
