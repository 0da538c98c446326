//! Better times for a talk: the medians of its runs, so that sections and the slot still fit. Manual page: `tests/spec/rehearse.md`,
//! "Suggested times".

use super::measure::{sound, told};
use super::run::Run;
use super::talk::Talk;
use super::{counted, median, seconds};
use crate::deck::{Deck, Group, Plan, SHORTEST, clock, plain};
use crate::source::{Span, Spanned};

/// Times are rounded to so many seconds.
const ROUND: u32 = 5;

/// A slide's new time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Index of the slide.
    pub index: usize,
    /// Seconds that it should have.
    pub seconds: u32,
}

/// What is proposed, and what to know about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// In the order of the slides.
    pub proposals: Vec<Proposal>,
    /// A sentence each.
    pub notes: Vec<String>,
}

/// The times that the runs suggest, where they differ from the plan by 5 seconds and 10 %.
pub fn suggest(deck: &Deck, talk: &Talk, runs: &[Run]) -> Suggestion {
    let told: Vec<_> = runs.iter().enumerate().map(|(index, run)| told(talk, run, index + 1)).collect();
    let plan = Plan::of(deck);
    let mut notes = Vec::new();
    let mut wanted: Vec<Option<u32>> = vec![None; deck.slides.len()];
    for group in &plan.groups {
        for index in group.slides.clone() {
            // On the slide that opens a section, the time is the section's.
            let opens = group.section.is_some() && index == group.slides.start;
            let middle = median(sound(&told, index)).filter(|_| !opens);
            wanted[index] = middle.map(|time| rounded(f64::from(seconds(time))));
        }
    }
    for group in plan.groups.iter().filter(|group| group.budget.is_some()) {
        let room = group.budget.unwrap_or(0).saturating_sub(needed(deck, &plan, group, &wanted));
        let title = group.section.and_then(|section| deck.sections.get(section)).map(|section| plain(&section.title));
        if let Some(sum) = fit(&mut wanted, &[group], room) {
            let title = title.unwrap_or_default();
            notes.push(format!(
                "the medians of “{title}” add up to {}; scaled to the {} that it leaves them",
                clock(sum),
                clock(room)
            ));
        }
    }
    let open: Vec<&Group> = plan.groups.iter().filter(|group| group.budget.is_none()).collect();
    if let Some(room) = plan.talk() {
        let taken: u32 = plan.groups.iter().filter_map(|group| group.budget).sum();
        let rest: u32 = open.iter().map(|group| needed(deck, &plan, group, &wanted)).sum();
        let room = room.saturating_sub(taken).saturating_sub(rest);
        if let Some(sum) = fit(&mut wanted, &open, room) {
            notes.push(format!(
                "the medians add up to {}; scaled to the {} that the slot leaves them",
                clock(sum),
                clock(room)
            ));
        }
    }
    let mut proposals = Vec::new();
    for (index, wanted) in wanted.iter().enumerate() {
        let now = plan.slides.get(index).map_or(0, |timed| timed.seconds);
        if let Some(seconds) = wanted.filter(|wanted| wanted.abs_diff(now) >= ROUND.max(now / 10)) {
            proposals.push(Proposal { index, seconds });
        }
    }
    trim(deck, &mut proposals, &mut notes);
    Suggestion { proposals, notes }
}

/// Seconds that slides of a group without a proposal need at least.
fn needed(deck: &Deck, plan: &Plan, group: &Group, wanted: &[Option<u32>]) -> u32 {
    let open = group.slides.clone().filter(|index| wanted[*index].is_none());
    open.map(|index| match plan.slides[index].given {
        true => deck.slides[index].budget.unwrap_or(0),
        false => SHORTEST,
    })
    .sum()
}

/// Scales the wishes of some groups down to the room that there is; says what they added up to if it was more.
fn fit(wanted: &mut [Option<u32>], groups: &[&Group], room: u32) -> Option<u32> {
    let all = || groups.iter().flat_map(|group| group.slides.clone());
    let sum: u32 = all().filter_map(|index| wanted[index]).sum();
    if sum <= room {
        return None;
    }
    let factor = f64::from(room) / f64::from(sum);
    for index in all() {
        wanted[index] = wanted[index].map(|time| ((f64::from(time) * factor) as u32 / ROUND * ROUND).max(ROUND));
    }
    Some(sum)
}

/// Takes time away, a little at a time from the longest, until everything fits. What was over before stays so.
fn trim(deck: &Deck, proposals: &mut Vec<Proposal>, notes: &mut Vec<String>) {
    let is_over = |proposals: &[Proposal]| over(&Plan::of(&with(deck, proposals)));
    let before = over(&Plan::of(deck));
    let mut cut = 0;
    // Each turn takes one step from one slide.
    for _ in 0..10_000 {
        if is_over(proposals) <= before {
            break;
        }
        let longest =
            proposals.iter_mut().filter(|proposal| proposal.seconds > ROUND).max_by_key(|one| (one.seconds, one.index));
        let Some(longest) = longest else { break };
        longest.seconds -= ROUND;
        cut += ROUND;
    }
    if is_over(proposals) > before {
        proposals.clear();
        notes.push("no times are proposed: the talk would be longer than it may be".to_owned());
    } else if cut > 0 {
        notes.push(format!("{} taken from the longest, so that everything fits", clock(cut)));
    }
}

/// Seconds by which sections and the talk are over, all together.
fn over(plan: &Plan) -> u32 {
    let sections =
        plan.groups.iter().map(|group| group.budget.map_or(0, |budget| group.seconds.saturating_sub(budget)));
    plan.over().saturating_add(sections.sum())
}

/// The deck with these times.
pub fn with(deck: &Deck, proposals: &[Proposal]) -> Deck {
    let mut deck = deck.clone();
    for proposal in proposals {
        if let Some(slide) = deck.slides.get_mut(proposal.index) {
            slide.budget = Some(proposal.seconds);
            let key = Spanned::new("time".to_owned(), Span::default());
            slide.attributes.pairs.retain(|(key, _)| key.value != "time");
            slide.attributes.pairs.push((key, Spanned::new(written(proposal.seconds), Span::default())));
        }
    }
    deck
}

/// `2m`, `90s`
pub fn written(seconds: u32) -> String {
    if seconds >= 60 && seconds.is_multiple_of(60) { format!("{}m", seconds / 60) } else { format!("{seconds}s") }
}

/// `3 slides get new times`
pub fn words(proposals: usize) -> String {
    let verb = if proposals == 1 { "gets a new time" } else { "get new times" };
    format!("{} {verb}", counted(proposals, "slide"))
}

fn rounded(seconds: f64) -> u32 {
    ((seconds / f64::from(ROUND)).round() as u32 * ROUND).max(ROUND)
}
