//! The deck as the audience's own screens have it: the slides that the speaker has shown, and where the talk is.
//! Manual page: `tests/spec/remote.md`.
//!
//! It is cut here and not in the page, so that nobody can look ahead: no address and no message holds what was not shown yet.

use super::veil::{self, veil};
use super::{Change, Edition, Key, Slide, with_key};
use crate::bundle::Apart;
use crate::render::assets::Assets;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the talk is, for those who follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The slide.
    pub key: Key,
    /// The step of it.
    pub step: u32,
    /// What covers the screen: `black`, `white`, or nothing.
    pub cover: &'static str,
}

/// What the speaker shows.
#[derive(Clone, Debug)]
pub struct Showing {
    /// Where the audience is, and what covers it.
    pub place: Place,
    /// Slides shown so far, each with its furthest step.
    pub seen: Vec<(Key, u32)>,
    /// Whether the talk begins anew: what was shown before does not count any more.
    pub anew: bool,
}

/// The deck as far as it was shown.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    /// Everything, without notes; the keys are those of the speaker's edition.
    full: Edition,
    seen: BTreeMap<Key, u32>,
    place: Option<Place>,
    /// What the pages have.
    edition: Edition,
    /// Sections that were cut already.
    cuts: BTreeMap<Key, Cut>,
}

/// A section as far as it was shown.
#[derive(Clone, Debug)]
struct Cut {
    whole: Arc<str>,
    step: u32,
    html: Arc<str>,
    /// The pictures and clips that it names.
    assets: Vec<String>,
}

impl Followed {
    /// Takes a new build, made without notes. `speaker` is the edition of the same build that the speaker's pages have.
    /// Gives what the pages have now, and the change if there is any.
    pub fn build(&mut self, apart: Option<Apart>, speaker: &Edition) -> (Edition, Option<Change>) {
        // The same talk, parsed twice: the slides are the same ones. If they are not, nothing is better than the wrong slide.
        let same = |apart: &Apart| {
            apart.slides.len() == speaker.slides.len()
                && apart.slides.iter().zip(&speaker.slides).all(|(section, slide)| super::id(&section.html) == slide.id)
        };
        if let Some(apart) = apart.filter(same) {
            let known: BTreeMap<Key, Arc<str>> =
                self.full.slides.iter().map(|slide| (slide.key, slide.html.clone())).collect();
            let slide = |(section, slide): (&crate::bundle::apart::Section, &Slide)| {
                let html = with_key(&section.html, slide.key);
                let before = known.get(&slide.key).filter(|before| ***before == *html).cloned();
                Slide { html: before.unwrap_or_else(|| html.into()), ..slide.clone() }
            };
            self.full.slides = apart.slides.iter().zip(&speaker.slides).map(slide).collect();
            self.full.style = (apart.style + veil::STYLE).into();
            self.full.head = apart.head;
            // The plan is the speaker's own, and counts the slides to come.
            self.full.head.plan.clear();
            self.full.assets = Arc::new(apart.assets);
        }
        self.next()
    }

    /// Takes what the speaker shows now.
    pub fn show(&mut self, showing: &Showing) -> (Edition, Option<Change>) {
        if showing.anew {
            self.seen.clear();
        }
        let Place { key, step, cover } = showing.place;
        // Behind a cover nothing is shown.
        let now = cover.is_empty().then_some((key, step));
        for (key, step) in showing.seen.iter().copied().chain(now) {
            let furthest = self.seen.entry(key).or_default();
            *furthest = step.max(*furthest);
        }
        let before = self.place.filter(|_| !cover.is_empty() && !showing.anew);
        let shown = Place { cover, ..before.unwrap_or(showing.place) };
        self.place = Some(shown);
        self.next()
    }

    fn next(&mut self) -> (Edition, Option<Change>) {
        let before = &self.edition;
        let mut slides = Vec::new();
        let mut assets = Assets::new();
        let mut cuts = BTreeMap::new();
        let mut add = |hash: &str| {
            let found = self.full.assets.get_key_value(hash);
            assets.extend(found.map(|(hash, asset)| (hash.clone(), asset.clone())));
        };
        named(&self.full.style).for_each(&mut add);
        for slide in &self.full.slides {
            let Some(step) = self.seen.get(&slide.key).copied() else { continue };
            let known = self.cuts.remove(&slide.key);
            let cut =
                known.filter(|cut| Arc::ptr_eq(&cut.whole, &slide.html) && cut.step == step).unwrap_or_else(|| {
                    let html = veil(&slide.html, step);
                    let assets = named(&html).map(str::to_owned).collect();
                    Cut { whole: slide.html.clone(), step, html: html.into(), assets }
                });
            cut.assets.iter().for_each(|hash| add(hash));
            slides.push(Slide { html: cut.html.clone(), ..slide.clone() });
            cuts.insert(slide.key, cut);
        }
        self.cuts = cuts;
        let place = self.place.filter(|place| slides.iter().any(|slide| slide.key == place.key));
        let old: BTreeMap<Key, &Arc<str>> = before.slides.iter().map(|slide| (slide.key, &slide.html)).collect();
        let sent = slides.iter().filter(|slide| old.get(&slide.key) != Some(&&slide.html)).count();
        let removed = old.keys().filter(|key| slides.iter().all(|slide| slide.key != **key)).count();
        let order = |slides: &[Slide]| slides.iter().map(|slide| slide.key).collect::<Vec<_>>();
        let restyled = *before.style != *self.full.style;
        let is_same = sent == 0 && !restyled && before.head == self.full.head && before.place == place;
        let is_same = is_same && order(&before.slides) == order(&slides);
        let mut next = Edition {
            rev: before.rev + u32::from(!is_same),
            slides,
            head: self.full.head.clone(),
            style: self.full.style.clone(),
            assets: Arc::new(assets),
            place,
            ..Edition::default()
        };
        let change = (!is_same).then(|| Change {
            message: next.message("patch", None, Some(before), None),
            sent,
            removed,
            restyled,
            ..Change::default()
        });
        std::mem::swap(&mut self.edition, &mut next);
        (self.edition.clone(), change)
    }
}

/// The pictures and clips that a text names.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split("asset/").skip(1).map(|rest| &rest[..rest.bytes().take_while(u8::is_ascii_hexdigit).count()])
}
