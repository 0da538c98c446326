//! What rehearsals need to know of a talk: its slides with their times, and what they say. Manual page: `tests/spec/rehearse.md`.

use super::says::says;
use crate::deck::{Deck, Plan, Step, plain};
use std::ops::Range;

/// A talk as it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Talk {
    /// Its file name, which tells its runs from those of its neighbours.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its slides in order, backup slides last.
    pub slides: Vec<Facts>,
    /// Its sections in order; the slides before the first one have a section without a title.
    pub sections: Vec<(String, Range<usize>)>,
    /// `duration:`, in seconds.
    pub slot: Option<u32>,
    /// `questions:`, in seconds.
    pub questions: Option<u32>,
}

/// One slide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its id.
    pub id: String,
    /// Its number as shown.
    pub number: String,
    /// Its title; its id when it has none.
    pub title: String,
    /// What it says, as a short hash.
    pub says: String,
    /// What it was planned for, in seconds.
    pub plan: u32,
    /// Whether it may be skipped.
    pub optional: bool,
    /// Whether it is behind the talk.
    pub backup: bool,
    /// Its last step.
    pub last_step: Step,
}

impl Talk {
    /// The facts of a deck, notes and all, whose file has this name.
    pub fn of(deck: &Deck, name: &str) -> Talk {
        let plan = Plan::of(deck);
        let slides = deck.slides.iter().zip(&plan.slides).map(|(slide, timed)| {
            let title = slide.title_text();
            Facts {
                id: slide.id.clone(),
                number: slide.number.clone(),
                title: if title.is_empty() { format!("#{}", slide.id) } else { title },
                says: says(slide),
                plan: timed.seconds,
                optional: slide.optional,
                backup: slide.backup,
                last_step: slide.last_step,
            }
        });
        let section = |index: Option<usize>| index.and_then(|index| deck.sections.get(index));
        let sections = plan.groups.iter().map(|group| {
            let title = section(group.section).map(|section| plain(&section.title)).unwrap_or_default();
            (title, group.slides.clone())
        });
        Talk {
            name: name.to_owned(),
            title: deck.settings.title.clone(),
            sections: sections.collect(),
            slides: slides.collect(),
            slot: plan.slot,
            questions: plan.questions,
        }
    }

    /// The index of the slide with that id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.slides.iter().position(|slide| slide.id == id)
    }

    /// Number of slides that are not behind the talk.
    pub fn counted(&self) -> usize {
        self.slides.iter().filter(|slide| !slide.backup).count()
    }

    /// What all slides are planned for, in seconds.
    pub fn planned(&self) -> u32 {
        self.slides.iter().fold(0, |sum, slide| sum.saturating_add(slide.plan))
    }

    /// Seconds for speaking: the slot without the questions.
    pub fn speaking(&self) -> Option<u32> {
        self.slot.map(|slot| slot.saturating_sub(self.questions.unwrap_or(0)))
    }

    /// The slide that somebody means who names a number, an id or a title, of a slide or a section.
    ///
    /// # Errors
    /// The nearest name there is, if one is near.
    pub fn named(&self, asked: &str) -> Result<usize, Option<String>> {
        let wanted = asked.trim().trim_start_matches('#');
        let same = |one: &str| one.to_lowercase() == wanted.to_lowercase();
        let section = || self.sections.iter().find(|(title, _)| same(title)).map(|(_, slides)| slides.start);
        let by = |test: &dyn Fn(&Facts) -> bool| self.slides.iter().position(test);
        let begins = |one: &str| !wanted.is_empty() && one.to_lowercase().starts_with(&wanted.to_lowercase());
        by(&|slide| slide.id == wanted)
            .or_else(|| by(&|slide| same(&slide.number)))
            .or_else(section)
            .or_else(|| by(&|slide| same(&slide.title)))
            .or_else(|| self.sections.iter().find(|(title, _)| begins(title)).map(|(_, slides)| slides.start))
            .or_else(|| by(&|slide| begins(&slide.title)))
            .ok_or_else(|| {
                let sections = self.sections.iter().map(|(title, _)| title.as_str());
                let slides = self.slides.iter().flat_map(|slide| [slide.id.as_str(), slide.title.as_str()]);
                crate::source::nearest(wanted, sections.chain(slides)).map(str::to_owned)
            })
    }
}
