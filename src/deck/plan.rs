//! How long each slide may take: given in the talk, or its share of what its section or the talk has left.
//! All times are whole seconds. Manual page: `tests/spec/time.md`.

use super::share::{Claim, share};
use super::words::spoken;
use super::{Deck, Layout, Slide, Step};
use crate::source::Spanned;
use std::ops::Range;

/// Words of notes that are said in a minute.
const WORDS_A_MINUTE: u64 = 130;
/// Seconds that every advance on a slide takes.
const STEP_SECONDS: u64 = 12;
/// No derived time is shorter, in seconds.
pub const SHORTEST: u32 = 15;

/// The times of a talk.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Plan {
    /// Every slide's time, in the order of [`Deck::slides`].
    pub slides: Vec<Timed>,
    /// The slides before the first section, and then section by section; backup slides are in none.
    pub groups: Vec<Group>,
    /// `duration:`, in seconds.
    pub slot: Option<u32>,
    /// `questions:`, in seconds.
    pub questions: Option<u32>,
}

/// One slide's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timed {
    /// Seconds that it may take; 0 for a backup slide.
    pub seconds: u32,
    /// Seconds that have passed when it comes.
    pub starts: u32,
    /// Whether the talk says so; else it is derived.
    pub given: bool,
    /// Whether it may be skipped when late. Backup slides are not part of the talk, so there is nothing to skip.
    pub skippable: bool,
    /// Its last step.
    pub last_step: Step,
}

/// A run of timed slides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Index into [`Deck::sections`]; `None` before the first one.
    pub section: Option<usize>,
    /// Which slides, as indices into [`Deck::slides`].
    pub slides: Range<usize>,
    /// The section's own `time=`, in seconds.
    pub budget: Option<u32>,
    /// The sum of the times that its slides were given.
    pub given: u32,
    /// The sum of its slides' times.
    pub seconds: u32,
}

impl Group {
    /// Seconds that it takes from the talk: its slides, or its own time if that is longer.
    pub fn taken(&self) -> u32 {
        self.seconds.max(self.budget.unwrap_or(0))
    }

    /// Seconds that the talk says it takes, without what is derived.
    pub fn said(&self) -> u32 {
        self.given.max(self.budget.unwrap_or(0))
    }
}

impl Plan {
    /// The plan of a deck, notes and all: the words of the notes are part of the weights.
    pub fn of(deck: &Deck) -> Plan {
        let seconds_of = |time: &Option<Spanned<u32>>| time.as_ref().map(|time| time.value);
        let (slot, questions) = (seconds_of(&deck.settings.duration), seconds_of(&deck.settings.questions));
        let mut plan = Plan { slides: Vec::new(), groups: groups(deck), slot, questions };
        let mut seconds = vec![0; deck.slides.len()];
        let mut given = vec![false; deck.slides.len()];
        for group in &mut plan.groups {
            for index in group.slides.clone() {
                // On the slide that opens a section, the time is the section's.
                let opens = group.section.is_some() && index == group.slides.start;
                if let (Some(budget), false) = (deck.slides[index].budget, opens) {
                    (seconds[index], given[index]) = (budget, true);
                    group.given = group.given.saturating_add(budget);
                }
            }
        }
        plan.derive(deck, &given, &mut seconds);
        for group in &mut plan.groups {
            group.seconds = sum(seconds[group.slides.clone()].iter().copied());
        }
        let mut starts = 0u32;
        for (index, slide) in deck.slides.iter().enumerate() {
            let (skippable, last_step) = (slide.optional && !slide.backup, slide.last_step);
            plan.slides.push(Timed { seconds: seconds[index], starts, given: given[index], skippable, last_step });
            starts = starts.saturating_add(seconds[index]);
        }
        plan
    }

    /// Gives every slide without a time its share.
    fn derive(&self, deck: &Deck, given: &[bool], seconds: &mut [u32]) {
        let claims = |group: &Group| -> Vec<Claim> {
            let open = group.slides.clone().filter(|index| !given[*index]);
            open.map(|index| {
                let alone = group.section.is_some() && group.slides.len() == 1;
                Claim { index, weight: weight(&deck.slides[index]), firm: !alone && is_brief(&deck.slides[index]) }
            })
            .collect()
        };
        let mut left = self.talk();
        let mut pool = Vec::new();
        for group in &self.groups {
            let claims = claims(group);
            let taken = match group.budget {
                Some(budget) => {
                    let shared = share(budget.saturating_sub(group.given), &claims, SHORTEST, seconds);
                    group.given.saturating_add(shared).max(budget)
                }
                None => {
                    pool.extend(claims);
                    group.given
                }
            };
            left = left.map(|left| left.saturating_sub(taken));
        }
        match left {
            Some(left) => {
                share(left, &pool, SHORTEST, seconds);
            }
            None => pool.iter().for_each(|claim| seconds[claim.index] = claim.weight),
        }
    }

    /// Seconds for speaking: the slot without the questions.
    pub fn talk(&self) -> Option<u32> {
        self.slot.map(|slot| slot.saturating_sub(self.questions.unwrap_or(0)))
    }

    /// The sum of all slides' times.
    pub fn seconds(&self) -> u32 {
        sum(self.groups.iter().map(|group| group.seconds))
    }

    /// What all sections take, of which some may be longer than their slides.
    pub fn taken(&self) -> u32 {
        sum(self.groups.iter().map(Group::taken))
    }

    /// What the talk itself says of its sections and slides, without what is derived.
    pub fn said(&self) -> u32 {
        sum(self.groups.iter().map(Group::said))
    }

    /// Seconds by which the talk is longer than its slot allows; 0 if it fits or the slot is not known.
    pub fn over(&self) -> u32 {
        self.talk().map_or(0, |talk| self.taken().saturating_sub(talk))
    }

    /// Seconds that nothing is planned for; `None` if the slot is not known.
    pub fn free(&self) -> Option<u32> {
        self.talk().map(|talk| talk.saturating_sub(self.taken()))
    }

    /// Seconds that skipping every optional slide saves.
    pub fn saves(&self) -> u32 {
        sum(self.slides.iter().filter(|slide| slide.skippable).map(|slide| slide.seconds))
    }

    /// Seconds that should have passed when this step of this slide begins: a slide's steps share its time evenly. Past the
    /// last step it is the slide's end, past the last slide the talk's.
    pub fn expected(&self, slide: usize, step: Step) -> u32 {
        let Some(timed) = self.slides.get(slide) else { return self.seconds() };
        let parts = u64::from(timed.last_step) + 1;
        let passed = u64::from(timed.seconds) * u64::from(step).min(parts) / parts;
        timed.starts.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX))
    }

    /// The slide of a run that has the longest time, the first of them if there are several.
    pub fn longest(&self, slides: Range<usize>) -> Option<usize> {
        slides.max_by_key(|index| (self.slides[*index].seconds, std::cmp::Reverse(*index)))
    }
}

/// Seconds as `1:30`, from an hour on as `1:02:03`.
pub fn clock(seconds: u32) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

/// The runs of timed slides; backup slides stand behind all of them.
fn groups(deck: &Deck) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, slide) in deck.slides.iter().enumerate().filter(|(_, slide)| !slide.backup) {
        match groups.last_mut() {
            Some(group) if group.section == slide.section => group.slides.end = index + 1,
            _ => groups.push(Group {
                section: slide.section,
                slides: index..index + 1,
                budget: slide.section.and_then(|section| deck.sections.get(section)?.budget),
                given: 0,
                seconds: 0,
            }),
        }
    }
    groups
}

/// What a slide without a time would take by itself, in seconds.
fn weight(slide: &Slide) -> u32 {
    let words: u64 = slide.notes.iter().map(|note| spoken(&note.blocks) as u64).sum();
    let seconds = (words * 60).div_ceil(WORDS_A_MINUTE) + u64::from(slide.last_step) * STEP_SECONDS;
    u32::try_from(seconds).unwrap_or(u32::MAX).max(SHORTEST)
}

/// Slides that nobody stays on longer because there is time: they open the talk or a section, or wait for questions.
fn is_brief(slide: &Slide) -> bool {
    matches!(slide.layout.value, Layout::Title | Layout::Section | Layout::Questions)
}

fn sum(seconds: impl Iterator<Item = u32>) -> u32 {
    seconds.fold(0, u32::saturating_add)
}

#[cfg(test)]
mod tests;
