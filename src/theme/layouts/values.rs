//! The slide and the talk as values of the template engine: named fields, made into values when they are asked for.

use crate::theme::fields::{EVENT, SECTION, SLIDE, SPEAKER, SectionFields, SlideFields, Slots, TALK, TalkFields};
use minijinja::value::{Enumerator, Object, ObjectRepr, Value};
use std::sync::Arc;

/// As many sections as a strip can show; of more, those around the current one are given to a template.
const STRIP: usize = 24;

/// The talk as templates see it, made once and shared by all slides.
pub struct Talk {
    deck: Value,
    sections: Arc<Vec<SectionFields>>,
    /// What it was made of, for another process.
    pub said: Arc<TalkFields>,
}

impl Talk {
    /// Prepares the talk's fields.
    pub fn new(talk: TalkFields, sections: Vec<SectionFields>) -> Talk {
        let said = Arc::new(talk.clone());
        let speaker = talk.speaker;
        let links =
            speaker.links.into_iter().map(|(name, url)| record(&["name", "url"], vec![name.into(), url.into()]));
        let present = !speaker.name.is_empty();
        let speaker = Record {
            names: SPEAKER,
            values: vec![
                speaker.name.into(),
                speaker.role.into(),
                speaker.at.into(),
                speaker.mail.into(),
                speaker.url.into(),
                speaker.photo.into(),
                Value::from(links.collect::<Vec<Value>>()),
                Value::from_safe_string(speaker.qr),
            ],
            present,
        };
        let present = talk.event.iter().any(|field| !field.is_empty());
        let logos: Vec<Value> = talk.logos.into_iter().map(Value::from_safe_string).collect();
        let values = talk.event.into_iter().map(Value::from).chain([Value::from(logos)]).collect();
        let event = Record { names: EVENT, values, present };
        let deck = record(
            TALK,
            vec![
                talk.title.into(),
                talk.subtitle.into(),
                Value::from_object(speaker),
                Value::from_object(event),
                talk.date.into(),
                talk.footer.into(),
                talk.license.into(),
                talk.slide_count.into(),
                talk.language.into(),
            ],
        );
        Talk { deck, sections: Arc::new(sections), said }
    }
}

impl Talk {
    /// Its sections.
    pub fn sections(&self) -> &[SectionFields] {
        &self.sections
    }
}

/// What a template sees of one slide: `slide`, `slots`, `deck` and `sections`.
pub(super) fn context(slide: SlideFields, slots: &Slots, talk: &Talk) -> Value {
    let current = slide.section;
    let slide = record(
        SLIDE,
        vec![
            slide.id.into(),
            slide.number.into(),
            slide.layout.into(),
            Value::from_safe_string(slide.title),
            slide.title_level.into(),
            slide.section_number.map_or(Value::from(""), Value::from),
            Value::from_safe_string(slide.section_title),
            slide.classes.into(),
            slide.backup.into(),
            slide.language.into(),
        ],
    );
    let slots = [&slots.body, &slots.subtitle, &slots.media, &slots.takeaway, &slots.footnotes, &slots.backgrounds];
    let slots = record(
        &crate::theme::contract::SLOTS,
        slots.into_iter().map(|slot| Value::from_safe_string(slot.clone())).collect(),
    );
    let count = talk.sections.len();
    let first = current.unwrap_or(0).saturating_sub(STRIP / 2).min(count.saturating_sub(STRIP));
    let sections = Strip { all: talk.sections.clone(), first, last: (first + STRIP).min(count), current };
    let sections = Value::from_object(sections);
    record(&["slide", "slots", "deck", "sections"], vec![slide, slots, talk.deck.clone(), sections])
}

/// Named values with known names.
#[derive(Debug)]
struct Record {
    names: &'static [&'static str],
    values: Vec<Value>,
    present: bool,
}

fn record(names: &'static [&'static str], values: Vec<Value>) -> Value {
    Value::from_object(Record { names, values, present: true })
}

impl Object for Record {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let index = self.names.iter().position(|name| *name == key)?;
        self.values.get(index).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(self.names)
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.present
    }
}

/// The sections, made into values only when a template walks through them.
#[derive(Debug)]
struct Strip {
    all: Arc<Vec<SectionFields>>,
    first: usize,
    last: usize,
    current: Option<usize>,
}

impl Object for Strip {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let index = self.first + key.as_usize()?;
        let section = self.all.get(index).filter(|_| index < self.last)?;
        let done = self.current.is_some_and(|current| index < current);
        Some(record(
            SECTION,
            vec![
                Value::from_safe_string(section.title.clone()),
                section.id.as_str().into(),
                section.number.map_or(Value::from(""), Value::from),
                (self.current == Some(index)).into(),
                done.into(),
                section.backup.into(),
                section.time.as_str().into(),
            ],
        ))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.last - self.first)
    }
}
