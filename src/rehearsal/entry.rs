//! One line of `rehearsals.jsonl`: what it holds, how it is written, and what is wrong with one that cannot be used.
//! Manual page: `tests/spec/rehearse.md`, "The file".

use super::date;
use crate::deck::Step;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

/// No clock of a talk runs longer, in milliseconds (a week).
const LONGEST: f64 = 604_800_000.0;
/// No wall clock is later, in milliseconds since 1970 (the year 9999).
const LATEST: f64 = 253_402_300_799_999.0;
/// No run has more entries.
const ENTRIES: u64 = 100_000;
/// No id of a slide or run is longer, in bytes.
const ID: usize = 1000;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// A place was reached.
    Go,
    /// The clock was stopped.
    Pause,
    /// The clock went on.
    Resume,
    /// A question was asked: the talk's clock stands, the questions' runs.
    Question,
    /// It was answered.
    Answered,
    /// The speaker pressed M.
    Mark,
}

impl Event {
    /// All of them with their names.
    pub const ALL: [(Event, &str); 6] = [
        (Event::Go, "go"),
        (Event::Pause, "pause"),
        (Event::Resume, "resume"),
        (Event::Question, "question"),
        (Event::Answered, "answered"),
        (Event::Mark, "mark"),
    ];

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        Event::ALL.iter().find(|(event, _)| *event == self).map_or("", |(_, name)| name)
    }

    /// The event of that name.
    pub fn named(name: &str) -> Option<Event> {
        Event::ALL.iter().find(|(_, known)| *known == name).map(|(event, _)| *event)
    }
}

/// One entry of a run's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What happened.
    pub event: Event,
    /// Id of the slide that was shown from then on.
    pub slide: String,
    /// Its step.
    pub step: Step,
    /// The talk's clock without questions, in milliseconds.
    pub at: u64,
    /// The questions so far, in milliseconds.
    pub asked: u64,
    /// The wall clock, in milliseconds since 1970. Only tells runs apart; no time is computed from it.
    pub time: u64,
}

impl Entry {
    /// What a page sends: `[kind, slide, step, at, asked, time]`. `None` when it is not that.
    pub fn of_page(value: &Value) -> Option<Entry> {
        let [event, slide, step, at, asked, time] = value.as_array()?.as_slice() else { return None };
        Some(Entry {
            event: Event::named(event.as_str()?)?,
            slide: Some(slide.as_str()?).filter(|id| is_id(id))?.to_owned(),
            step: Step::try_from(step.as_u64()?).ok()?,
            at: whole(at.as_f64()?, LONGEST)?,
            asked: whole(asked.as_f64()?, LONGEST)?,
            time: whole(time.as_f64()?, LATEST)?,
        })
    }
}

/// The first line of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The run's id.
    pub run: String,
    /// File name of the talk; nothing in a file saved by a deck.
    pub talk: Option<String>,
    /// The talk's title, in a file saved by a deck.
    pub title: Option<String>,
    /// When it began, in milliseconds since 1970.
    pub time: u64,
    /// `duration:` at that time, in seconds.
    pub slot: Option<u32>,
    /// `questions:` at that time, in seconds.
    pub questions: Option<u32>,
    /// What the talk was planned for, in seconds.
    pub planned: Option<u32>,
}

/// Where a run's clock stood when it was last heard of. More entries may follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// The talk's clock, in milliseconds.
    pub at: u64,
    /// The questions, in milliseconds.
    pub asked: u64,
    /// Whether the speaker ended it. A page that is left open counts on, and means nothing by it.
    pub over: bool,
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A run begins.
    Start(Start),
    /// Something happened in it.
    Entry {
        /// The run's id.
        run: String,
        /// Which entry of the run, from 0; a later line with the same number counts instead.
        n: u32,
        /// What happened.
        entry: Entry,
        /// On `go`: a short hash of what the slide said. Nothing when nobody knows.
        says: Option<String>,
    },
    /// It ended, as far as anybody knew.
    End(String, End),
}

/// Why a line cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes from the start of the line to the place.
    pub offset: usize,
    /// Bytes of the place; to the line's end when 0.
    pub length: usize,
    /// What is wrong.
    pub message: String,
}

#[derive(Deserialize, Serialize, Default)]
#[serde(default)]
struct Raw {
    run: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
    event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    talk: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slide: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    questions: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    planned: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    says: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    over: bool,
}

impl Line {
    /// Reads one line, without its end.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(text: &str) -> Result<Line, Fault> {
        let raw: Raw = serde_json::from_str(text).map_err(|error| {
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or_default().to_owned();
            let offset = error.column().saturating_sub(1).min(text.len());
            Fault { offset, length: 1, message: format!("this line is not what `deckle rehearse` writes: {words}") }
        })?;
        let fault = |key: &str, message: String| {
            let place = text.find(&format!("\"{key}\"")).map_or((0, 0), |at| (at, key.len() + 2));
            Fault { offset: place.0, length: place.1, message }
        };
        let number = |key: &str, value: &Option<Number>, most: f64| match value {
            None => Err(fault("event", format!("`{key}` is missing"))),
            Some(value) => value
                .as_f64()
                .and_then(|seconds| whole(seconds * 1000.0, most))
                .ok_or_else(|| fault(key, format!("`{key}` is no time of a talk in seconds"))),
        };
        let run =
            raw.run.clone().filter(|id| is_id(id)).ok_or_else(|| fault("run", "the run's id is missing".into()))?;
        match raw.event.as_deref() {
            Some("start") => {
                let time = raw.time.as_ref().and_then(Value::as_str).and_then(date::read);
                let time =
                    time.ok_or_else(|| fault("time", "`time` is no date such as 2026-11-29T10:20:55Z".into()))?;
                let Raw { talk, title, slot, questions, planned, .. } = raw;
                Ok(Line::Start(Start { run, talk, title, time, slot, questions, planned }))
            }
            Some("end") => {
                let (at, asked) = (number("at", &raw.at, LONGEST)?, number("asked", &raw.asked, LONGEST)?);
                Ok(Line::End(run, End { at, asked, over: raw.over }))
            }
            Some(name) => {
                let event = Event::named(name).ok_or_else(|| fault("event", format!("there is no event `{name}`")))?;
                let n = raw.n.filter(|n| *n < ENTRIES).and_then(|n| u32::try_from(n).ok());
                let n = n.ok_or_else(|| fault("n", "`n` is missing or too large".into()))?;
                let slide =
                    raw.slide.filter(|id| is_id(id)).ok_or_else(|| fault("slide", "`slide` is missing".into()))?;
                let step =
                    Step::try_from(raw.step.unwrap_or(0)).map_err(|_| fault("step", "there is no such step".into()))?;
                let (at, asked) = (number("at", &raw.at, LONGEST)?, number("asked", &raw.asked, LONGEST)?);
                let time = raw.time.as_ref().and_then(Value::as_f64).and_then(|time| whole(time, LATEST)).unwrap_or(0);
                let says = raw.says.filter(|says| is_id(says));
                Ok(Line::Entry { run, n, entry: Entry { event, slide, step, at, asked, time }, says })
            }
            None => Err(fault("event", "`event` is missing".into())),
        }
    }

    /// The line as it is written, with its end.
    pub fn write(&self) -> String {
        let raw = match self {
            Line::Start(start) => Raw {
                run: Some(start.run.clone()),
                event: Some("start".to_owned()),
                talk: start.talk.clone(),
                title: start.title.clone(),
                time: Some(Value::from(date::rfc3339(start.time))),
                slot: start.slot,
                questions: start.questions,
                planned: start.planned,
                ..Raw::default()
            },
            Line::Entry { run, n, entry, says } => Raw {
                run: Some(run.clone()),
                n: Some(u64::from(*n)),
                event: Some(entry.event.name().to_owned()),
                slide: Some(entry.slide.clone()),
                step: Some(u64::from(entry.step)),
                at: Some(in_seconds(entry.at)),
                asked: Some(in_seconds(entry.asked)),
                time: Some(Value::from(entry.time)),
                says: says.clone(),
                ..Raw::default()
            },
            Line::End(run, end) => Raw {
                run: Some(run.clone()),
                event: Some("end".to_owned()),
                at: Some(in_seconds(end.at)),
                asked: Some(in_seconds(end.asked)),
                over: end.over,
                ..Raw::default()
            },
        };
        // Texts and numbers always can be written.
        serde_json::to_string(&raw).unwrap_or_default() + "\n"
    }
}

/// Whether it can be the id of a slide or a run.
pub fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= ID
}

/// Milliseconds from a number that may be anything.
pub fn whole(number: f64, most: f64) -> Option<u64> {
    (number.is_finite() && (0.0..=most).contains(&number)).then_some(number.round() as u64)
}

/// The clock of a talk from a number of milliseconds that may be anything.
pub fn clock_of(milliseconds: f64) -> Option<u64> {
    whole(milliseconds, LONGEST)
}

fn in_seconds(milliseconds: u64) -> Number {
    match milliseconds % 1000 {
        0 => Number::from(milliseconds / 1000),
        _ => Number::from_f64(milliseconds as f64 / 1000.0).unwrap_or_else(|| Number::from(0)),
    }
}
