//! One run measured against the talk as it is now: what each slide got, how far that can be trusted, and the curve.
//! Manual page: `tests/spec/rehearse.md`, "The report".

use super::run::{Run, Summary};
use super::talk::Talk;
use crate::deck::Step;
use std::ops::Range;

/// Shown for less than this, in milliseconds, a slide was only passed over.
const PASSED: u64 = 1000;

/// How far a time can be compared with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The whole slide, and it says the same now.
    Sound,
    /// It said something else then.
    Changed,
    /// Only a part of it was shown.
    Half,
}

/// What a slide got in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Got {
    /// Milliseconds of the talk, all visits together.
    pub spent: u64,
    /// Milliseconds of questions.
    pub asked: u64,
    /// How far it can be compared.
    pub trust: Trust,
}

/// A run, measured against the talk as it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Its number among the runs of the talk, from 1.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// When it began, in milliseconds since 1970.
    pub began: u64,
    /// Milliseconds of the talk.
    pub spent: u64,
    /// Milliseconds of questions.
    pub asked: u64,
    /// How many questions.
    pub questions: usize,
    /// What each slide of the talk got; nothing when it was not shown.
    pub got: Vec<Option<Got>>,
    /// From which slide to which, as indices; empty if none of the talk's slides was shown.
    pub reach: Range<usize>,
    /// What it left out of the talk, in words: `from slide 5`, `stopped at slide 9`.
    pub partial: Option<String>,
    /// Seconds ahead (negative) and behind at the end of each slide of `reach`.
    pub curve: Vec<i64>,
    /// What the speaker marked: index of the slide if it is still there, its id, step, and the clock in milliseconds.
    pub marks: Vec<(Option<usize>, String, Step, u64)>,
    /// Milliseconds on slides that the talk has no more.
    pub gone: u64,
    /// Milliseconds on backup slides.
    pub backup: u64,
}

impl Told {
    /// Seconds by which it took longer than the slides that it reached should have; the last point of its curve.
    pub fn difference(&self) -> i64 {
        self.curve.last().copied().unwrap_or(0)
    }

    /// Seconds that the slides it reached should have taken.
    pub fn planned(&self, talk: &Talk) -> u32 {
        talk.slides[self.reach.clone()].iter().map(|slide| slide.plan).sum()
    }
}

/// Trusted times of a slide, oldest run first, in milliseconds.
pub fn sound(runs: &[Told], index: usize) -> Vec<u64> {
    let got = runs.iter().filter_map(|run| run.got.get(index).copied().flatten());
    got.filter(|got| got.trust == Trust::Sound).map(|got| got.spent).collect()
}

/// Measures a run against the talk.
pub fn told(talk: &Talk, run: &Run, number: usize) -> Told {
    let summary = run.summary();
    let counted = talk.counted();
    let shown = |index: usize| summary.stays.get(&talk.slides[index].id).is_some_and(|stay| stay.spent >= PASSED);
    let last = summary.last.as_ref().and_then(|(id, _)| talk.find(id));
    let is_last = |index: usize| Some(index) == last && index + 1 == counted;
    // The order of the talk counts, not that of the visits: somebody who goes back has still been further.
    let first = (0..counted).find(|index| shown(*index) || is_last(*index));
    let furthest = (0..counted).rev().find(|index| shown(*index) || is_last(*index));
    let reach = first.zip(furthest).map_or(0..0, |(first, furthest)| first..furthest + 1);
    let is_complete = reach.end == counted && counted > 0;
    let got: Vec<Option<Got>> = (0..talk.slides.len())
        .map(|index| {
            let stay = summary.stays.get(&talk.slides[index].id).filter(|_| shown(index))?;
            let is_cut = Some(index) == last && !is_complete && !talk.slides[index].backup;
            let is_late = summary.first.as_ref().is_some_and(|(id, step)| *id == talk.slides[index].id && *step > 0)
                && !run.entries.values().any(|(entry, _)| entry.slide == talk.slides[index].id && entry.step == 0);
            let trust = match () {
                () if stay.says.iter().any(|says| *says != talk.slides[index].says) => Trust::Changed,
                () if is_cut || is_late || stay.step < talk.slides[index].last_step => Trust::Half,
                () => Trust::Sound,
            };
            Some(Got { spent: stay.spent, asked: stay.asked, trust })
        })
        .collect();
    let mut behind = 0i64;
    let curve = reach.clone().map(|index| {
        let spent = got[index].map_or(0, |got| i64::try_from(got.spent).unwrap_or(0));
        behind += spent - i64::from(talk.slides[index].plan) * 1000;
        (behind + 500).div_euclid(1000)
    });
    let curve = curve.collect();
    let spent_on = |test: &dyn Fn(Option<usize>) -> bool| {
        summary.stays.iter().filter(|(id, _)| test(talk.find(id))).map(|(_, stay)| stay.spent).sum()
    };
    Told {
        number,
        id: run.start.run.clone(),
        began: run.start.time,
        spent: summary.spent,
        asked: summary.asked,
        questions: summary.questions,
        partial: partial(talk, &reach, is_complete),
        curve,
        got,
        reach,
        gone: spent_on(&|index| index.is_none()),
        backup: spent_on(&|index| index.is_some_and(|index| talk.slides[index].backup)),
        marks: marks(talk, &summary),
    }
}

fn marks(talk: &Talk, summary: &Summary) -> Vec<(Option<usize>, String, Step, u64)> {
    summary.marks.iter().map(|mark| (talk.find(&mark.slide), mark.slide.clone(), mark.step, mark.at)).collect()
}

/// What was left out. The clock starts with the first advance, so that the second slide may be the first to have a time.
fn partial(talk: &Talk, reach: &Range<usize>, is_complete: bool) -> Option<String> {
    let number = |index: usize| talk.slides[index].number.as_str();
    match (reach.start > 1, is_complete) {
        _ if reach.is_empty() => Some("none of its slides is in the talk now".to_owned()),
        (false, true) => None,
        (true, true) => Some(format!("from slide {}", number(reach.start))),
        (false, false) => Some(format!("stopped at slide {}", number(reach.end - 1))),
        (true, false) if reach.len() == 1 => Some(format!("slide {} only", number(reach.start))),
        (true, false) => Some(format!("slides {} to {}", number(reach.start), number(reach.end - 1))),
    }
}
