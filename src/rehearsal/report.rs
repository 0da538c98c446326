//! One run compared with the plan and with the runs before it: plain data that the terminal, the page and JSON show.
//! Manual page: `tests/spec/rehearse.md`, "The report".

use super::measure::{Got, Told, Trust, sound, told};
use super::run::Run;
use super::sentences::sentences;
use super::talk::Talk;
use super::verdict::{Known, Verdict, is_over, is_under, verdict};
use super::{counted, median, seconds};
use crate::deck::clock;
use std::ops::Range;

/// A slide's line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What the shown run gave it.
    pub got: Option<Got>,
    /// Seconds over its plan (or under, negative), when that can be said.
    pub difference: Option<i64>,
    /// Whether the shown time is over, or under, by 15 % and 10 seconds.
    pub is_over: bool,
    /// As `is_over`.
    pub is_under: bool,
    /// Trusted times of earlier runs, in milliseconds, oldest first.
    pub earlier: Vec<u64>,
    /// Their median, in milliseconds.
    pub median: Option<u64>,
    /// Earlier runs that showed it when it said something else.
    pub changed: usize,
    /// What all of them say.
    pub verdict: Verdict,
}

/// A section's line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its title; empty for the slides before the first section.
    pub title: String,
    /// Its slides.
    pub slides: Range<usize>,
    /// Seconds that its slides should take.
    pub plan: u32,
    /// Milliseconds that they got; nothing when none was shown.
    pub spent: Option<u64>,
    /// Seconds over the plan, when the run showed all of it that must be shown.
    pub difference: Option<i64>,
    /// Median of the earlier runs that did, in milliseconds.
    pub median: Option<u64>,
}

/// The comparison.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The talk.
    pub talk: Talk,
    /// The runs up to the shown one, which is the last.
    pub runs: Vec<Told>,
    /// A line for each slide of the talk.
    pub rows: Vec<Row>,
    /// The sections.
    pub sections: Vec<Part>,
    /// What to know before anything else, one sentence each.
    pub sentences: Vec<String>,
}

impl Report {
    /// Compares the last of the runs with the plan and with the others. `None` without runs.
    pub fn of(talk: &Talk, runs: &[Run]) -> Option<Report> {
        let told: Vec<Told> = runs.iter().enumerate().map(|(index, run)| told(talk, run, index + 1)).collect();
        let rows: Vec<Row> = (0..talk.slides.len()).map(|index| row(talk, &told, index)).collect();
        let sections = talk.sections.iter().map(|(title, slides)| part(talk, &told, title, slides)).collect();
        told.last()?;
        let mut report = Report { talk: talk.clone(), runs: told, rows, sections, sentences: Vec::new() };
        report.sentences = sentences(&report);
        Some(report)
    }

    /// The run that is shown.
    pub fn shown(&self) -> &Told {
        // A report is only made of runs.
        &self.runs[self.runs.len() - 1]
    }

    /// The runs before it.
    pub fn before(&self) -> &[Told] {
        &self.runs[..self.runs.len() - 1]
    }
}

/// The last trusted times of each slide, newest first, in seconds; at most so many.
pub fn last_times(talk: &Talk, runs: &[Run], most: usize) -> Vec<(String, Vec<u32>)> {
    let told: Vec<Told> = runs.iter().enumerate().map(|(index, run)| told(talk, run, index + 1)).collect();
    let times = |index: usize| sound(&told, index).into_iter().rev().take(most).map(seconds).collect::<Vec<u32>>();
    let all = talk.slides.iter().enumerate().map(|(index, slide)| (slide.id.clone(), times(index)));
    all.filter(|(_, times)| !times.is_empty()).collect()
}

fn row(talk: &Talk, runs: &[Told], index: usize) -> Row {
    let Some((shown, before)) = runs.split_last() else { return Row::default() };
    let slide = &talk.slides[index];
    let got = shown.got[index];
    let earlier = sound(before, index);
    let of_trust =
        |trust: Trust| before.iter().filter(|run| run.got[index].is_some_and(|got| got.trust == trust)).count();
    let changed = of_trust(Trust::Changed) + usize::from(got.is_some_and(|got| got.trust == Trust::Changed));
    let whole = got.filter(|got| got.trust == Trust::Sound).map(|got| got.spent);
    let verdict = match slide.backup {
        true => Verdict::default(),
        false => verdict(&Known {
            plan: slide.plan,
            optional: slide.optional,
            times: sound(runs, index),
            is_timed: whole.is_some(),
            is_shown: got.is_some(),
            is_half: got.is_some_and(|got| got.trust == Trust::Half),
            is_within: shown.reach.contains(&index),
            is_first: index == 0,
            was_shown: runs.iter().any(|run| run.got[index].is_some()),
            changed,
        }),
    };
    let compared = got.filter(|got| got.trust != Trust::Half && !slide.backup).map(|got| got.spent);
    Row {
        got,
        difference: compared.map(|spent| i64::from(seconds(spent)) - i64::from(slide.plan)),
        is_over: compared.is_some_and(|spent| is_over(spent, slide.plan)),
        is_under: compared.is_some_and(|spent| is_under(spent, slide.plan)),
        median: median(earlier.clone()),
        earlier,
        changed,
        verdict,
    }
}

fn part(talk: &Talk, runs: &[Told], title: &str, slides: &Range<usize>) -> Part {
    let plan: u32 = talk.slides[slides.clone()].iter().map(|slide| slide.plan).sum();
    // The clock starts with the first advance, so that the very first slide may have no time.
    let is_before = |run: &Told, index: usize| index == 0 && run.got[0].is_none();
    let sum = |run: &Told| run.got[slides.clone()].iter().flatten().map(|got| got.spent).sum::<u64>();
    let is_whole = |run: &Told| {
        slides.clone().all(|index| match run.got[index] {
            Some(got) => got.trust == Trust::Sound,
            None => talk.slides[index].optional || is_before(run, index),
        })
    };
    let Some((shown, before)) = runs.split_last() else { return Part::default() };
    let was_shown = run_shows(shown, slides);
    let untimed = if slides.contains(&0) && is_before(shown, 0) { talk.slides[0].plan } else { 0 };
    Part {
        title: title.to_owned(),
        slides: slides.clone(),
        plan,
        spent: was_shown.then(|| sum(shown)),
        difference: (was_shown && is_whole(shown)).then(|| i64::from(seconds(sum(shown))) - i64::from(plan - untimed)),
        median: median(before.iter().filter(|run| run_shows(run, slides) && is_whole(run)).map(sum).collect()),
    }
}

fn run_shows(run: &Told, slides: &Range<usize>) -> bool {
    run.got[slides.clone()].iter().any(Option::is_some)
}

/// `2:10 for 3 questions`; nothing without any.
pub fn questions_words(run: &Told) -> Option<String> {
    (run.questions > 0 || run.asked > 0)
        .then(|| format!("{} for {}", clock(seconds(run.asked)), counted(run.questions.max(1), "question")))
}
