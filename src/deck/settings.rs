//! What the front matter says about the whole talk.

use super::checks::Levels;
use crate::source::Spanned;
use std::collections::{BTreeMap, BTreeSet};

/// The front matter, checked. Every key has a page in `tests/spec/front-matter.md`.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Settings {
    /// `title:`; else the first slide's title.
    pub title: String,
    /// `subtitle:`
    pub subtitle: Option<String>,
    /// `speaker:`, a name or a map.
    pub speaker: Option<Speaker>,
    /// `event:`, a name or a map.
    pub event: Event,
    /// `date:` as written.
    pub date: Option<String>,
    /// `lang:` a BCP 47 tag; `en` if not given.
    pub language: String,
    /// `duration:` the slot, in seconds.
    pub duration: Option<Spanned<u32>>,
    /// `questions:` the part of the slot kept free, in seconds.
    pub questions: Option<Spanned<u32>>,
    /// `theme:`
    pub theme: Spanned<String>,
    /// `color: auto | light | dark`
    pub color: Color,
    /// `aspect: 16:9 | 16:10 | 4:3`
    pub aspect: Aspect,
    /// `steps: lists` shows every list item by item.
    pub steps_in_lists: bool,
    /// `hyphens: false` keeps every word whole.
    pub whole_words: bool,
    /// `footer:` text at the bottom left of content slides.
    pub footer: Option<String>,
    /// `look:` tokens by name, in order.
    pub look: Vec<(Spanned<String>, Spanned<String>)>,
    /// `math: {macros: {…}}`, by macro name with its backslash.
    pub macros: BTreeMap<String, Spanned<String>>,

    /// `profile:` words that switch on `{when=word}` and switch off `{unless=word}`.
    pub profile: Vec<String>,
    /// `license:` of the talk, shown on the last slide.
    pub license: Option<String>,
    /// The keys that the front matter has, for what a theme says when a talk does not.
    pub keys: BTreeSet<String>,
    /// `auto-split: true` makes several slides of one that is too full.
    pub auto_split: bool,
    /// `media: beside` puts every video and sound beside the deck instead of into it.
    pub media_beside: bool,
    /// `room: 6H` how far away the last row sits, in heights of the screen.
    pub room: Option<Spanned<f32>>,
    /// `check:` how loud each check of the look is, with what the project's `deckle.toml` adds.
    pub levels: Levels,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Speaker {
    /// Name with titles.
    pub name: String,
    /// `role:`
    pub role: Option<String>,
    /// `at:` the institution.
    pub at: Option<String>,
    /// `mail:`
    pub mail: Option<String>,
    /// `url:`
    pub url: Option<String>,
    /// `photo:` a path, relative to the talk.
    pub photo: Option<Spanned<String>>,
    /// `links:` further addresses by name, in order.
    pub links: Vec<(String, String)>,
}

impl Speaker {
    /// The address that leads to the speaker: the page, else the first of the links.
    pub fn page(&self) -> Option<&str> {
        self.url.as_deref().or_else(|| self.links.first().map(|(_, url)| url.as_str()))
    }
}

/// Where the talk is given.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Event {
    /// Full name.
    pub name: Option<String>,
    /// Short name for the footer.
    pub short: Option<String>,
    /// Date as written.
    pub date: Option<String>,
    /// City or room.
    pub place: Option<String>,
    /// Address of the event's page.
    pub url: Option<String>,
    /// `hashtag:` as written.
    pub hashtag: Option<String>,
    /// `footer:` for talks that have none of their own.
    pub footer: Option<String>,
    /// `license:` for talks that have none of their own.
    pub license: Option<String>,
    /// `accent:` a colour as CSS has it.
    pub accent: Option<Spanned<String>>,
    /// `logo:` or `logos:`, at most two.
    pub logos: Vec<Logo>,
}

/// A logo of the event.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Logo {
    /// A path, relative to the talk.
    pub path: Spanned<String>,
    /// What it says, for those who do not see it.
    pub alt: String,
}

/// Which of the theme's colour sets is shown first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Color {
    /// As the machine's setting says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Color {
    /// `auto`, `light` or `dark`.
    pub fn named(name: &str) -> Option<Color> {
        match name {
            "auto" => Some(Color::Auto),
            "light" => Some(Color::Light),
            "dark" => Some(Color::Dark),
            _ => None,
        }
    }
}

/// The canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Aspect {
    /// 1280 × 720 px
    #[default]
    Wide,
    /// 1280 × 800 px
    Office,
    /// 960 × 720 px
    Classic,
}

impl Aspect {
    /// `16:9`, `16:10` or `4:3`.
    pub fn named(name: &str) -> Option<Aspect> {
        match name {
            "16:9" => Some(Aspect::Wide),
            "16:10" => Some(Aspect::Office),
            "4:3" => Some(Aspect::Classic),
            _ => None,
        }
    }

    /// Width and height of the canvas in px.
    pub fn size(self) -> (u32, u32) {
        match self {
            Aspect::Wide => (1280, 720),
            Aspect::Office => (1280, 800),
            Aspect::Classic => (960, 720),
        }
    }
}
