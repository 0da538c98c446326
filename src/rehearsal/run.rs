//! One run: its entries in order, and how long each slide was shown. Manual page: `tests/spec/rehearse.md`.

use super::entry::{End, Entry, Event, Start};
use crate::deck::Step;
use std::collections::{BTreeMap, BTreeSet};

/// A run as it stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Its first line.
    pub start: Start,
    /// Its entries by number, each with what the slide said then.
    pub entries: BTreeMap<u32, (Entry, Option<String>)>,
    /// Where its clock was last seen.
    pub end: Option<End>,
}

/// What a run says of one slide, all visits together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stay {
    /// Milliseconds of the talk.
    pub spent: u64,
    /// Milliseconds of questions.
    pub asked: u64,
    /// The last step that was seen.
    pub step: Step,
    /// What it said, whenever that is known.
    pub says: BTreeSet<String>,
}

/// A moment that the speaker marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Id of the slide.
    pub slide: String,
    /// Its step.
    pub step: Step,
    /// The talk's clock, in milliseconds.
    pub at: u64,
}

/// What a run adds up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// By id of the slide.
    pub stays: BTreeMap<String, Stay>,
    /// Milliseconds of the talk.
    pub spent: u64,
    /// Milliseconds of questions.
    pub asked: u64,
    /// How many questions.
    pub questions: usize,
    /// In the order in which they were made.
    pub marks: Vec<Mark>,
    /// Id and step of the place where the clock started.
    pub first: Option<(String, Step)>,
    /// Id and step of the place where it was last seen.
    pub last: Option<(String, Step)>,
}

impl Run {
    /// Adds up what happened. Times that go back count nothing.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        let mut before: Option<&Entry> = None;
        let (mut at, mut asked) = (0, 0);
        for (entry, says) in self.entries.values() {
            if let Some(before) = before {
                summary.add(&before.slide, entry.at.saturating_sub(at), entry.asked.saturating_sub(asked));
            }
            (at, asked) = (at.max(entry.at), asked.max(entry.asked));
            let stay = summary.stays.entry(entry.slide.clone()).or_default();
            stay.step = stay.step.max(entry.step);
            stay.says.extend(says.clone());
            match entry.event {
                Event::Mark => {
                    summary.marks.push(Mark { slide: entry.slide.clone(), step: entry.step, at: entry.at });
                }
                Event::Question => summary.questions += 1,
                _ => {}
            }
            summary.first.get_or_insert_with(|| (entry.slide.clone(), entry.step));
            before = Some(entry);
        }
        if let (Some(before), Some(end)) = (before, self.end) {
            summary.add(&before.slide, end.at.saturating_sub(at), end.asked.saturating_sub(asked));
        }
        summary.last = before.map(|entry| (entry.slide.clone(), entry.step));
        summary
    }
}

impl Summary {
    fn add(&mut self, slide: &str, spent: u64, asked: u64) {
        let stay = self.stays.entry(slide.to_owned()).or_default();
        stay.spent += spent;
        stay.asked += asked;
        self.spent += spent;
        self.asked += asked;
    }
}
