//! A rehearsal while it happens: what the pages say goes to the recorder, what people should hear to the terminal.
//! Manual page: `tests/spec/rehearse.md`.

use super::super::tell;
use super::super::visible::visible;
use super::super::watch::clock;
use crate::deck::Deck;
use crate::live::server::Event;
use crate::rehearsal::record::Recorder;
use crate::rehearsal::report::{Report, last_times};
use crate::rehearsal::{Run, Talk, book};
use crate::source::Files;
use std::path::{Path, PathBuf};

/// So many earlier times of a slide are shown to the speaker.
const EARLIER: usize = 3;

/// What `deckle watch` needs to know of a rehearsal.
pub struct Recording {
    recorder: Recorder,
    talk: Talk,
    talk_path: PathBuf,
    path: PathBuf,
    place: String,
    is_blind: bool,
    /// The pages were told that the disk refuses.
    is_troubled: bool,
    /// An open page shows a run that is over, and that was said.
    is_reminded: bool,
}

impl Recording {
    /// A rehearsal of a talk, which begins at `place` (`#id`) if one is given.
    pub fn new(talk: Talk, talk_path: &Path, place: Option<String>, is_blind: bool) -> Recording {
        let path = book::beside(talk_path);
        Recording {
            recorder: Recorder::new(path.clone(), talk.clone()),
            talk,
            talk_path: talk_path.to_path_buf(),
            path,
            place: place.unwrap_or_default(),
            is_blind,
            is_troubled: false,
            is_reminded: false,
        }
    }

    /// The words for the pages.
    pub fn words(&self) -> Vec<&'static str> {
        if self.is_blind { vec!["rehearse", "blind"] } else { vec!["rehearse"] }
    }

    /// What follows the address: nothing, or `#id`.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The talk was built anew; gives the message with the times of earlier runs.
    pub fn built(&mut self, files: &Files) -> String {
        self.talk = talk_of(&crate::talk(files).value, &self.talk_path);
        self.recorder.talk_is(self.talk.clone());
        message(&self.talk, &self.other_runs())
    }

    /// A page said something; gives what it should be answered.
    pub fn heard(&mut self, event: Event) -> Option<String> {
        let mut answer = None;
        match event {
            Event::Run { run, from, events } => {
                let told = self.recorder.hear(&run, from, &events);
                if let Some(from) = told.resend {
                    answer = Some(serde_json::json!({ "kind": "resend", "run": run, "from": from }).to_string());
                } else if told.is_over && !std::mem::replace(&mut self.is_reminded, true) {
                    tell("an open page still shows the run that is over: Shift T sets its clock to zero\n");
                } else if told.is_new {
                    tell(&format!("{} the clock runs\n", clock::now()));
                    answer = Some(message(&self.talk, &self.other_runs()));
                }
            }
            Event::Tick { run, at, asked } => self.recorder.tick(&run, &at, &asked),
            Event::Joined(run) => self.recorder.joined(&run),
            Event::Left(run) => self.recorder.left(&run),
            Event::Overflow { .. } => {}
        }
        self.complain().or(answer)
    }

    /// Nothing more will be said.
    pub fn finish(&mut self) {
        self.recorder.finish();
        let _ = self.complain();
    }

    /// Whether all that was heard is in the file.
    pub fn is_written(&self) -> bool {
        self.recorder.is_written()
    }

    /// The newest run of this session, compared; `None` when the clock never started.
    pub fn report(&self) -> Option<Report> {
        let own = self.recorder.runs();
        let newest = own.last()?.start.run.clone();
        let mut read = book::read(&self.path);
        super::tell_faults(&mut read, &self.path);
        // What the disk did not take is known here all the same.
        for run in own {
            read.value.runs.insert(run.start.run.clone(), run);
        }
        let runs = read.value.runs_of(&self.talk.name);
        let end = runs.iter().position(|run| run.start.run == newest)?;
        Report::of(&self.talk, &runs[..=end])
    }

    /// The runs but the one that is going on.
    fn other_runs(&self) -> Vec<Run> {
        let own = self.recorder.runs();
        let mut runs = book::read(&self.path).value.runs_of(&self.talk.name);
        runs.retain(|run| own.last().is_none_or(|own| own.start.run != run.start.run));
        runs
    }

    /// Says once that the disk refuses; the run goes on. Gives what the pages should hear of it, and of its end.
    fn complain(&mut self) -> Option<String> {
        let trouble = |words: &str| serde_json::json!({ "kind": "trouble", "words": words }).to_string();
        if let Some(why) = self.recorder.trouble() {
            let file = crate::source::slashes(&self.path);
            let words = format!("`{file}` cannot be written: {why}; the run is kept in memory and tried again");
            tell(&format!("{} {}\n", clock::now(), visible(&words)));
            self.is_troubled = true;
            return Some(trouble(&words));
        }
        let is_over = self.is_troubled && self.recorder.is_written();
        self.is_troubled &= !is_over;
        is_over.then(|| trouble(""))
    }
}

/// What rehearsals need to know of a talk at this path.
pub fn talk_of(deck: &Deck, path: &Path) -> Talk {
    Talk::of(deck, &path.file_name().unwrap_or_default().to_string_lossy())
}

/// For the pages of a talk that is only watched: the last times of its slides, if it has been rehearsed.
pub fn earlier(path: &Path, files: &Files) -> Option<String> {
    let path = crate::source::talk_path(path);
    let book = book::beside(&path);
    if !book.exists() {
        return None;
    }
    let talk = talk_of(&crate::talk(files).value, &path);
    Some(message(&talk, &book::read(&book).value.runs_of(&talk.name)))
}

fn message(talk: &Talk, runs: &[Run]) -> String {
    let slides: serde_json::Map<String, serde_json::Value> =
        last_times(talk, runs, EARLIER).into_iter().map(|(id, times)| (id, times.into())).collect();
    serde_json::json!({ "kind": "earlier", "slides": slides }).to_string()
}
