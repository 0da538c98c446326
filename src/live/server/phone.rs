//! A phone's socket: it shows its code or its token, and from then on is told what the laptop shows, and may ask for more.
//! Manual page: `tests/spec/remote.md`.

use super::connection::{House, Stream};
use super::pairing::Verdict;
use super::remote::{Remote, State};
use super::shows::Shows;
use super::{Heard, gate::Role};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;

/// A socket that has not shown its code or its token in this time is closed.
const NAMELESS: Duration = Duration::from_secs(10);
/// Who was wrong waits so long for the answer.
const WRONG: Duration = Duration::from_secs(1);
/// How often a phone hears from us. It turns grey when it has heard nothing for two seconds.
const BEAT: Duration = Duration::from_millis(700);
/// A phone that takes no message for so long is let go; what it asked for meanwhile goes with it.
const SLOW: Duration = Duration::from_secs(2);
/// An order that comes so many ms after what the phone saw when it gave it is too old.
const STALE: u64 = 2500;
/// Places of the laser nearer than this to the last one are passed over.
const LASER: Duration = Duration::from_millis(12);

/// The first message.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Hello {
    Pair { code: String },
    Token { token: String },
}

/// What a phone asks for. `at` is the time on the newest message that it has seen.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Wish {
    Do {
        action: Action,
        at: u64,
    },
    /// The laser, as parts of the width and the height that is seen; without a place it is gone.
    Laser {
        place: Option<(f64, f64)>,
    },
}

/// What a phone may do.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Next,
    Previous,
    Black,
    Timer,
    Question,
}

impl Action {
    fn name(self) -> &'static str {
        match self {
            Action::Next => "next",
            Action::Previous => "previous",
            Action::Black => "black",
            Action::Timer => "timer",
            Action::Question => "question",
        }
    }
}

type Out = SplitSink<Stream, Message>;
type From = SplitStream<Stream>;

/// Lets a phone in or not, and serves it until it goes.
pub async fn phone(socket: Stream, house: &House) {
    let Some(remote) = &house.shows.remote else { return };
    let (mut out, mut from) = socket.split();
    if !is_let_in(&mut out, &mut from, remote, house).await {
        // A reason that it has been sent arrives before the end.
        let _ = timeout(SLOW, out.close()).await;
        return;
    }
    let mut guest = Guest { remote, pointed: None };
    guest.serve(&mut out, &mut from, &house.shows).await;
}

async fn send(out: &mut Out, text: String) -> bool {
    matches!(timeout(SLOW, out.send(Message::Text(text.into()))).await, Ok(Ok(())))
}

/// Waits for a code or a token. Each socket has one try; nothing is told before.
async fn is_let_in(out: &mut Out, from: &mut From, remote: &Remote, house: &House) -> bool {
    let Ok(Some(Ok(Message::Text(text)))) = timeout(NAMELESS, from.next()).await else { return false };
    let answer = match serde_json::from_str(&text) {
        Ok(Hello::Token { token }) if remote.knows(&token) => {
            return send(out, "{\"kind\":\"known\"}".to_owned()).await;
        }
        Ok(Hello::Token { .. }) => "{\"kind\":\"unknown\"}".to_owned(),
        Ok(Hello::Pair { code }) => match remote.try_code(&code) {
            Verdict::Paired(token) => {
                (house.hear)(Heard::Paired);
                return send(out, format!("{{\"kind\":\"paired\",\"token\":\"{token}\"}}")).await;
            }
            Verdict::Wrong(left) => format!("{{\"kind\":\"wrong\",\"left\":{left}}}"),
            Verdict::Locked => {
                (house.hear)(Heard::Locked);
                "{\"kind\":\"locked\"}".to_owned()
            }
            Verdict::None => {
                (house.hear)(Heard::CodeWanted);
                "{\"kind\":\"none\"}".to_owned()
            }
        },
        Err(_) => return false,
    };
    sleep(WRONG).await;
    send(out, answer).await;
    false
}

/// A paired phone.
struct Guest<'a> {
    remote: &'a Remote,
    /// When it pointed last; nothing while its laser is off.
    pointed: Option<Instant>,
}

impl Guest<'_> {
    async fn serve(&mut self, out: &mut Out, from: &mut From, shows: &Shows) {
        let mut states = self.remote.states();
        states.mark_changed();
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut noted = None;
        loop {
            tokio::select! {
                changed = states.changed() => {
                    let state = states.borrow_and_update().clone();
                    if changed.is_err() || !send(out, self.told(&state, shows, &mut noted)).await {
                        return;
                    }
                }
                // While the page answers, its reports are the beat.
                _ = beat.tick() => if !self.remote.ask() && !send(out, "{\"kind\":\"silent\"}".to_owned()).await {
                    return;
                } else if matches!(*states.borrow(), State::Alone) {
                    states.mark_changed();
                },
                said = from.next() => match said {
                    Some(Ok(Message::Text(text))) => self.hear(&text),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                    Some(Ok(_)) => {}
                },
            }
        }
    }

    fn hear(&mut self, text: &str) {
        match serde_json::from_str(text) {
            Ok(Wish::Do { action, at }) if self.remote.time().saturating_sub(at) < STALE => {
                self.remote.order(format!("{{\"kind\":\"do\",\"action\":\"{}\"}}", action.name()));
            }
            Ok(Wish::Laser { place: Some(place) }) => self.point(place),
            Ok(Wish::Laser { place: None }) => self.point_nowhere(),
            _ => {}
        }
    }

    fn point(&mut self, (x, y): (f64, f64)) {
        let is_place = (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y);
        if is_place && self.pointed.is_none_or(|pointed| pointed.elapsed() >= LASER) {
            self.pointed = Some(Instant::now());
            self.remote.point(format!("{{\"kind\":\"laser\",\"place\":[{x},{y}]}}"));
        }
    }

    fn point_nowhere(&mut self) {
        if self.pointed.take().is_some() {
            self.remote.point("{\"kind\":\"laser\",\"place\":null}".to_owned());
        }
    }

    /// A state as the phone is told of it. `noted` is the section whose notes it has; they are sent when it is another.
    fn told(&self, state: &State, shows: &Shows, noted: &mut Option<Arc<str>>) -> String {
        let at = self.remote.time();
        let State::Led(prefix, report) = state else { return format!("{{\"kind\":\"alone\",\"at\":{at}}}") };
        let show = shows.show(prefix, Role::Speaker);
        let section = show.and_then(|show| show.newest().slide(report.key).map(|slide| slide.html.clone()));
        let is_known = match (&section, &*noted) {
            (Some(now), Some(before)) => Arc::ptr_eq(now, before),
            (None, None) => true,
            _ => false,
        };
        let notes = (!is_known).then(|| section.as_deref().map(notes).unwrap_or_default());
        noted.clone_from(&section);
        serde_json::json!({ "kind": "state", "at": at, "report": **report, "notes": notes }).to_string()
    }
}

impl Drop for Guest<'_> {
    /// A phone that goes takes its dot along.
    fn drop(&mut self) {
        self.point_nowhere();
    }
}

/// The notes of a section: the step from which each counts, and its HTML.
fn notes(section: &str) -> Vec<(u32, &str)> {
    let parts = section.split("<template class=\"notes\" data-step=\"").skip(1);
    let part = |text| -> Option<(u32, &str)> {
        let (step, rest) = str::split_once(text, "\">")?;
        Some((step.parse().ok()?, rest.split("</template>").next()?))
    };
    parts.filter_map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_found_in_a_section() {
        let section = "<section><div>\">x</div><template class=\"notes\" data-step=\"0\"><p>one</p></template>\
            <template class=\"notes\" data-step=\"12\"><p title=\"a\">two</p></template></section>";
        assert_eq!(notes(section), [(0, "<p>one</p>"), (12, "<p title=\"a\">two</p>")]);
        assert_eq!(notes("<section></section>"), []);
    }

    #[test]
    fn a_phone_can_ask_for_five_things_and_the_laser() {
        for action in ["next", "previous", "black", "timer", "question"] {
            let Ok(Wish::Do { action: read, .. }) =
                serde_json::from_str(&format!("{{\"kind\":\"do\",\"action\":\"{action}\",\"at\":1}}"))
            else {
                panic!("{action}");
            };
            assert_eq!(read.name(), action);
        }
        for text in [
            "{\"kind\":\"do\",\"action\":\"reload\",\"at\":1}",
            "{\"kind\":\"do\",\"action\":\"next\"}",
            "{\"kind\":\"laser\",\"place\":[1]}",
        ] {
            assert!(serde_json::from_str::<Wish>(text).is_err(), "{text}");
        }
    }
}
