//! Slides, their notes and times, and the deck that holds them.

use super::{Attributes, Block, Inline, Picture, Settings, Step};
use crate::source::{Span, Spanned};

/// A whole talk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deck {
    /// What the front matter says.
    pub settings: Settings,
    /// The slides in order, backup slides last.
    pub slides: Vec<Slide>,
    /// The sections in order.
    pub sections: Vec<Section>,
}

/// A run of slides that a section slide opens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Its title.
    pub title: Vec<Inline>,
    /// Id of the slide that opens it.
    pub id: String,
    /// Index of that slide in [`Deck::slides`].
    pub first: usize,
    /// `time=` on its heading, in seconds.
    pub budget: Option<u32>,
    /// Whether it is a backup section.
    pub backup: bool,
}

/// One slide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slide {
    /// Everything that is written of it, without the separators.
    pub span: Span,
    /// Unique in the deck: `{#id}`, else the slug of the title, else `slide-N`.
    pub id: String,
    /// What is shown as its number: `1`, `2`, …; backup slides are `A1`, `A2`, ….
    pub number: String,
    /// Index into [`Deck::sections`].
    pub section: Option<usize>,
    /// Its layout.
    pub layout: Spanned<Layout>,
    /// The heading that became the title.
    pub title: Option<Title>,
    /// What is on it, by slot name: `body` always; others such as `media`, `left`, `right`, `takeaway`, `subtitle` as the layout has them.
    pub slots: Vec<Slot>,
    /// Footnotes in order of their numbers.
    pub footnotes: Vec<Vec<Block>>,
    /// `![bg](…)` pictures.
    pub backgrounds: Vec<Background>,
    /// Speaker notes in order.
    pub notes: Vec<Note>,
    /// The step at which everything has happened.
    pub last_step: Step,
    /// `time=`, in seconds.
    pub budget: Option<u32>,
    /// `{lang=de}`; else the deck's.
    pub language: Option<String>,
    /// Attributes of the title heading and of `<!-- slide: {…} -->`, merged.
    pub attributes: Attributes,
    /// May be skipped when late.
    pub optional: bool,
    /// Numbered apart, not counted, not timed.
    pub backup: bool,
    /// `tags: [core]`
    pub tags: Vec<String>,
    /// Which part of how many it is, when `auto-split` has made several of one.
    pub part: Option<(u16, u16)>,
    /// `<style>` on it.
    pub styles: Vec<Style>,
}

/// A style sheet in a talk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// What stands in `<style>`.
    pub css: Spanned<String>,
    /// `<style scoped>` counts for its slide only.
    pub is_scoped: bool,
}

impl Slide {
    /// The blocks of a slot, empty if the slide has none of that name.
    pub fn slot(&self, name: &str) -> &[Block] {
        self.slots.iter().find(|slot| slot.name == name).map_or(&[], |slot| slot.blocks.as_slice())
    }

    /// The title as plain text, else the empty text.
    pub fn title_text(&self) -> String {
        self.title.as_ref().map(|title| super::plain(&title.content)).unwrap_or_default()
    }
}

/// The heading that became a slide's title.
#[derive(Clone, Debug, PartialEq)]
pub struct Title {
    /// Where it is written.
    pub span: Span,
    /// Level as written, 1 to 6.
    pub level: u8,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A named place of a layout.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// A background picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Background {
    /// The picture; an empty path with a `color` attribute is a plain ground.
    pub picture: Picture,
    /// Where it stands.
    pub side: Side,
    /// Share of the slide's width in percent for a side picture.
    pub share: Option<f32>,
    /// `contain` instead of `cover`.
    pub contain: bool,
}

/// Where a background stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Behind everything.
    Full,
    /// The left part of the slide.
    Left,
    /// The right part of the slide.
    Right,
}

/// A part of the speaker notes.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Where it is written.
    pub span: Span,
    /// The step it belongs to.
    pub step: Step,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// How a slide is arranged. Chosen from its content unless `layout=` says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
#[allow(missing_docs, reason = "the names are the layouts' own, explained in the manual's page on layouts")]
pub enum Layout {
    Title,
    Section,
    Agenda,
    #[default]
    Default,
    Statement,
    BigNumber,
    TwoColumns,
    Comparison,
    ImageLeft,
    ImageRight,
    ImageFull,
    Gallery,
    Code,
    Table,
    Formula,
    Quote,
    Timeline,
    Bio,
    References,
    Questions,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Layout; 20] = [
        Layout::Title,
        Layout::Section,
        Layout::Agenda,
        Layout::Default,
        Layout::Statement,
        Layout::BigNumber,
        Layout::TwoColumns,
        Layout::Comparison,
        Layout::ImageLeft,
        Layout::ImageRight,
        Layout::ImageFull,
        Layout::Gallery,
        Layout::Code,
        Layout::Table,
        Layout::Formula,
        Layout::Quote,
        Layout::Timeline,
        Layout::Bio,
        Layout::References,
        Layout::Questions,
    ];

    /// The name in sources, themes and class names.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Title => "title",
            Layout::Section => "section",
            Layout::Agenda => "agenda",
            Layout::Default => "default",
            Layout::Statement => "statement",
            Layout::BigNumber => "big-number",
            Layout::TwoColumns => "two-columns",
            Layout::Comparison => "comparison",
            Layout::ImageLeft => "image-left",
            Layout::ImageRight => "image-right",
            Layout::ImageFull => "image-full",
            Layout::Gallery => "gallery",
            Layout::Code => "code",
            Layout::Table => "table",
            Layout::Formula => "formula",
            Layout::Quote => "quote",
            Layout::Timeline => "timeline",
            Layout::Bio => "bio",
            Layout::References => "references",
            Layout::Questions => "questions",
        }
    }

    /// The layout of that name.
    pub fn named(name: &str) -> Option<Layout> {
        Layout::ALL.into_iter().find(|layout| layout.name() == name)
    }
}
