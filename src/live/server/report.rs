//! What a speaker's page reports of the talk, and how phones are told of it. Manual page: `tests/spec/remote.md`, "Messages".

use crate::live::patch::{Key, Place};
use serde::{Deserialize, Serialize};

/// Letters of a title; more are cut off.
const TITLE: usize = 300;
/// Slides in the list of those that were shown.
const SEEN: usize = 4000;

/// What a page reports. Times are in seconds; no time of day is in it, since two machines' clocks differ and may be set.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Report {
    window: Window,
    /// The slide.
    pub key: Key,
    /// The step of it, and its last one.
    step: u32,
    last: u32,
    /// The number shown, and how many slides there are.
    number: String,
    count: u32,
    title: String,
    /// Number and title of the next slide; nothing at the end.
    next: Option<(String, String)>,
    /// Width of the canvas over its height.
    aspect: f64,
    /// Language of the talk.
    lang: String,
    cover: Cover,
    /// Where the audience is held: slide, step, and its number.
    held: Option<(Key, u32, String)>,
    clock: Clock,
    /// The plan: when this step should begin and end, and how long all takes.
    plan: Option<(f64, f64, f64)>,
    /// The talk's time without questions; 0 if there is none.
    slot: f64,
    /// Slides shown so far with their furthest step.
    #[serde(default, skip_serializing)]
    pub seen: Vec<(Key, u32)>,
    /// Whether somebody has just done something there; else it only answers.
    #[serde(default, skip_serializing)]
    pub acted: bool,
    /// Whether the talk begins anew.
    #[serde(default, skip_serializing)]
    pub anew: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Window {
    Stage,
    Presenter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Cover {
    #[serde(rename = "")]
    None,
    Black,
    White,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
struct Clock {
    /// Of the talk, without questions.
    elapsed: f64,
    running: bool,
    /// Of questions.
    asked: f64,
    asking: bool,
}

impl Report {
    /// Reads a message; nothing when it is another one or not as it should be.
    pub fn read(text: &str) -> Option<Report> {
        #[derive(Deserialize)]
        #[serde(tag = "kind", rename_all = "lowercase")]
        enum Message {
            Session(Report),
        }
        let Message::Session(mut report) = serde_json::from_str(text).ok()?;
        let next = report.next.iter_mut().flat_map(|(number, title)| [number, title]);
        for text in [&mut report.number, &mut report.title, &mut report.lang].into_iter().chain(next) {
            if let Some((end, _)) = text.char_indices().nth(TITLE) {
                text.truncate(end);
            }
        }
        report.seen.truncate(SEEN);
        Some(report)
    }

    /// Whether it comes from a presenter window.
    pub fn is_presenter(&self) -> bool {
        self.window == Window::Presenter
    }

    /// Where the audience is.
    pub fn audience(&self) -> Place {
        let (key, step) = self.held.as_ref().map_or((self.key, self.step), |(key, step, _)| (*key, *step));
        let cover = match self.cover {
            Cover::None => "",
            Cover::Black => "black",
            Cover::White => "white",
        };
        Place { key, step, cover }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub const REPORT: &str = r#"{"kind":"session","window":"stage","key":2,"step":1,"last":3,"number":"3","count":9,"title":"T","next":["4","N"],"aspect":1.8,"lang":"en",
        "cover":"","held":null,"clock":{"elapsed":1.5,"running":true,"asked":0,"asking":false},"plan":null,"slot":0,"seen":[[1,0]],"acted":true}"#;

    #[test]
    fn a_report_is_read_and_only_a_report() {
        let report = Report::read(REPORT).unwrap();
        assert_eq!((report.audience(), report.seen.as_slice()), (Place { key: 2, step: 1, cover: "" }, &[(1, 0)][..]));
        let held =
            REPORT.replace("\"held\":null", "\"held\":[7,2,\"8\"]").replace("\"cover\":\"\"", "\"cover\":\"white\"");
        assert_eq!(Report::read(&held).unwrap().audience(), Place { key: 7, step: 2, cover: "white" });
        for (from, to) in [
            ("\"session\"", "\"overflow\""),
            ("\"key\":2", "\"key\":-2"),
            ("\"key\":2,", ""),
            ("\"step\":1", "\"step\":1.5"),
            ("\"cover\":\"\"", "\"cover\":\"pink\""),
            ("1.5", "1e999"),
            ("[[1,0]]", "[[1]]"),
            ("\"window\":\"stage\"", "\"window\":\"phone\""),
        ] {
            assert_eq!(Report::read(&REPORT.replace(from, to)), None, "{to}");
        }
        for text in ["", "[]", "null", "{\"kind\":\"session\"}"] {
            assert_eq!(Report::read(text), None, "{text}");
        }
    }

    #[test]
    fn phones_are_not_told_what_only_the_server_needs() {
        let told = serde_json::to_string(
            &Report::read(&REPORT.replace("\"T\"", &format!("\"{}\"", "ö".repeat(400)))).unwrap(),
        )
        .unwrap();
        assert!(told.contains(&"ö".repeat(TITLE)) && !told.contains(&"ö".repeat(TITLE + 1)));
        assert!(!told.contains("seen") && !told.contains("acted"), "{told}");
    }
}
