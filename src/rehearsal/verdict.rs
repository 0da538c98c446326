//! What several runs say of a slide's time, in words. Manual page: `tests/spec/rehearse.md`, "Verdicts".

use super::{counted, median, seconds};
use crate::deck::clock;

/// How a verdict looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Something to cut.
    Over,
    /// Time to spare.
    Under,
    /// As it should be.
    Good,
    /// Nothing to act on.
    #[default]
    Quiet,
}

/// What the runs say of a slide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// In words; empty when there is nothing to say.
    pub words: String,
    /// How it looks.
    pub tone: Tone,
}

/// What is known of a slide.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Its plan, in seconds.
    pub plan: u32,
    /// Whether it may be skipped.
    pub optional: bool,
    /// Trusted times of all runs, in milliseconds, the shown run's last if it has one.
    pub times: Vec<u64>,
    /// Whether the shown run has a trusted time.
    pub is_timed: bool,
    /// Whether the shown run showed it at all.
    pub is_shown: bool,
    /// Whether the shown run showed only a part of it.
    pub is_half: bool,
    /// Whether the shown run could have: it had begun before it and did not stop before it.
    pub is_within: bool,
    /// Whether it is the talk's first slide: the clock only starts when it is left.
    pub is_first: bool,
    /// Whether any run showed it.
    pub was_shown: bool,
    /// How many runs showed it when it said something else.
    pub changed: usize,
}

/// Whether a time is over its plan so far that it is worth a word: by 15 %, and by 10 seconds at least.
pub fn is_over(time: u64, plan: u32) -> bool {
    i64::from(seconds(time)) - i64::from(plan) >= margin(plan)
}

/// Whether it is under its plan as far.
pub fn is_under(time: u64, plan: u32) -> bool {
    i64::from(plan) - i64::from(seconds(time)) >= margin(plan)
}

fn margin(plan: u32) -> i64 {
    (i64::from(plan) * 15).div_euclid(100).max(10)
}

/// The verdict on a slide.
pub fn verdict(known: &Known) -> Verdict {
    let Known { plan, times, .. } = known;
    let say = |words: String, tone: Tone| Verdict { words, tone };
    let changed = match known.changed {
        0 => String::new(),
        runs => format!("changed since {}, not counted", counted(runs, "run")),
    };
    if !known.is_shown && known.is_first {
        return say("the clock starts after it".to_owned(), Tone::Quiet);
    }
    if !known.was_shown {
        let words = if known.optional { "always skipped" } else { "never reached" };
        return say(words.to_owned(), Tone::Quiet);
    }
    if times.is_empty() {
        let words = if changed.is_empty() && known.is_half { "only begun".to_owned() } else { changed };
        return say(words, Tone::Quiet);
    }
    let mut verdict = of_times(*plan, times, known.is_timed);
    if !known.is_shown && known.is_within {
        let words = if known.optional { "skipped this time" } else { "passed over this time" };
        verdict.words = joined(words, &verdict.words);
    }
    if known.is_half {
        verdict.words = joined("only begun this time", &verdict.words);
    }
    verdict.words = joined(&verdict.words, &changed);
    verdict
}

fn of_times(plan: u32, times: &[u64], is_timed: bool) -> Verdict {
    let runs = times.len();
    let over = times.iter().filter(|time| is_over(**time, plan)).count();
    let under = times.iter().filter(|time| is_under(**time, plan)).count();
    let (least, most) = (times.iter().min().copied().unwrap_or(0), times.iter().max().copied().unwrap_or(0));
    let middle = median(times.to_vec()).unwrap_or(0);
    let spread = most - least;
    let now = times.last().copied().unwrap_or(0);
    let (words, tone) = match runs {
        _ if runs >= 2 && over == runs => (format!("over in {over} of {runs} runs: cut or split"), Tone::Over),
        _ if runs >= 2 && under == runs => {
            ("faster than planned in every run: its time can go elsewhere".to_owned(), Tone::Under)
        }
        _ if runs >= 3 && spread > (middle / 2).max(30_000) => {
            (format!("from {} to {}: not settled yet", clock(seconds(least)), clock(seconds(most))), Tone::Quiet)
        }
        _ if runs >= 2 && over * 2 >= runs => {
            let tone = if is_timed && is_over(now, plan) { Tone::Over } else { Tone::Quiet };
            (format!("over in {over} of {runs} runs"), tone)
        }
        1 if over == 1 => ("over".to_owned(), Tone::Over),
        1 if under == 1 => ("under".to_owned(), Tone::Under),
        _ if runs >= 2 && is_timed && is_over(now, plan) => ("over this time".to_owned(), Tone::Over),
        _ if runs >= 3 && over == 0 && under == 0 && spread <= (middle / 5).max(10_000) => {
            ("steady".to_owned(), Tone::Good)
        }
        _ if runs >= 2 && under * 2 >= runs => (format!("under in {under} of {runs} runs"), Tone::Quiet),
        _ => (String::new(), Tone::Good),
    };
    Verdict { words, tone }
}

fn joined(one: &str, other: &str) -> String {
    [one, other].iter().filter(|words| !words.is_empty()).copied().collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(plan: u32, times: &[u32]) -> String {
        let times = times.iter().map(|time| u64::from(*time) * 1000).collect();
        let known = Known { plan, times, is_timed: true, is_shown: true, was_shown: true, ..Known::default() };
        verdict(&known).words
    }

    #[test]
    fn times_become_words() {
        assert_eq!(said(60, &[80, 75, 90, 71]), "over in 4 of 4 runs: cut or split");
        assert_eq!(said(60, &[40, 44]), "faster than planned in every run: its time can go elsewhere");
        assert_eq!(said(60, &[58, 61, 63]), "steady");
        assert_eq!(said(60, &[40, 61, 125]), "from 0:40 to 2:05: not settled yet");
        assert_eq!(said(60, &[80, 60]), "over in 1 of 2 runs");
        assert_eq!(said(60, &[60, 60, 60, 80]), "over this time");
        assert_eq!((said(60, &[70]), said(60, &[69]), said(60, &[50])), ("over".into(), String::new(), "under".into()));
    }

    #[test]
    fn what_was_not_seen_or_has_changed_is_said() {
        let known = |known: Known| verdict(&known).words;
        assert_eq!(known(Known::default()), "never reached");
        assert_eq!(known(Known { optional: true, ..Known::default() }), "always skipped");
        let changed = Known { was_shown: true, is_shown: true, changed: 2, ..Known::default() };
        assert_eq!(known(changed), "changed since 2 runs, not counted");
        let skipped =
            Known { plan: 9, optional: true, times: vec![9000], was_shown: true, is_within: true, ..Known::default() };
        assert_eq!(known(skipped), "skipped this time");
        assert_eq!(known(Known { was_shown: true, is_shown: true, is_half: true, ..Known::default() }), "only begun");
    }
}
