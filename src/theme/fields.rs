//! What a layout template is told about the slide and the talk, as plain data. Manual page: `tests/spec/themes.md`.

use serde::{Deserialize, Serialize};

/// Names of the fields of `slide`, in the order of [`SlideFields`].
pub const SLIDE: &[&str] = &[
    "id",
    "number",
    "layout",
    "title",
    "title_level",
    "section_number",
    "section_title",
    "classes",
    "backup",
    "language",
];
/// Names of the fields of `deck`.
pub const TALK: &[&str] =
    &["title", "subtitle", "speaker", "event", "date", "footer", "license", "slide_count", "language"];
/// Names of the fields of `deck.speaker`.
pub const SPEAKER: &[&str] = &["name", "role", "at", "mail", "url", "photo", "links", "qr"];
/// Names of the fields of `deck.event`.
pub const EVENT: &[&str] = &["name", "short", "date", "place", "url", "hashtag", "logos"];
/// Names of the fields of an entry of `sections`.
pub const SECTION: &[&str] = &["title", "id", "number", "current", "done", "backup", "time"];

/// `slide`. Empty texts are false in a template's `if`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SlideFields {
    /// Its id.
    pub id: String,
    /// Its number as shown, `3` or `A1`.
    pub number: String,
    /// The layout's name.
    #[serde(skip)]
    pub layout: &'static str,
    /// The title as HTML.
    pub title: String,
    /// 1 for the title and section layouts, else 2.
    pub title_level: u8,
    /// Its section's number from 1, if it is in a counted one.
    pub section_number: Option<usize>,
    /// Its section's title as HTML.
    pub section_title: String,
    /// The author's classes, separated by spaces.
    pub classes: String,
    /// Whether it is a backup slide.
    pub backup: bool,
    /// Its language tag.
    pub language: String,
    /// Index into the talk's sections.
    pub section: Option<usize>,
}

/// `slots`: HTML by place, empty where there is nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Slots {
    /// The blocks of the slide.
    pub body: String,
    /// What stands under a title slide's title.
    pub subtitle: String,
    /// The picture of a picture layout.
    pub media: String,
    /// The sentence to take away.
    pub takeaway: String,
    /// The items of the footnote list.
    pub footnotes: String,
    /// Background elements.
    pub backgrounds: String,
}

/// `deck`. All fields are plain text, escaped by the template engine; addresses are checked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TalkFields {
    /// The talk's title.
    pub title: String,
    /// Its subtitle.
    pub subtitle: String,
    /// Who speaks; false in an `if` when nobody is named.
    pub speaker: SpeakerFields,
    /// The event: name, short name, date, place, address, hashtag; false in an `if` when all are empty.
    pub event: [String; 6],
    /// The event's logos as HTML.
    pub logos: Vec<String>,
    /// The date as written.
    pub date: String,
    /// The footer's text.
    pub footer: String,
    /// The licence.
    pub license: String,
    /// How many slides are counted.
    pub slide_count: usize,
    /// The language tag.
    pub language: String,
}

/// `deck.speaker`
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SpeakerFields {
    /// Name with titles.
    pub name: String,
    /// Role.
    pub role: String,
    /// Institution.
    pub at: String,
    /// Mail address.
    pub mail: String,
    /// Page.
    pub url: String,
    /// The photo's address for an `img`.
    pub photo: String,
    /// Further addresses: `{name, url}`.
    pub links: Vec<(String, String)>,
    /// A QR code of the page, else of the first address, as SVG; only in talks with a slide of the layout `bio`.
    pub qr: String,
}

/// An entry of `sections`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SectionFields {
    /// The title as HTML.
    pub title: String,
    /// Id of the slide that opens it.
    pub id: String,
    /// Its number from 1; none for backup sections.
    pub number: Option<usize>,
    /// Whether it is a backup section.
    pub backup: bool,
    /// The time it is given, such as `8 min`; may be empty.
    pub time: String,
}
