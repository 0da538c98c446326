//! Phones that steer: which page of the laptop leads, what it reports, and what phones ask of it.
//! Manual page: `tests/spec/remote.md`.
//!
//! The laptop is always right. A phone shows what the leading page reported and nothing else; what it asks for goes to that one page,
//! and comes back as the next report. Nothing queues: an order that cannot be carried out now is dropped, of the laser only the
//! newest place counts.

use super::pairing::{Pairing, Random, Verdict};
use super::report::Report;
use super::shows::Shows;
use crate::live::patch::Showing;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// Orders that a page has not taken yet; more are dropped.
const ORDERS: usize = 8;
/// A page that owes an answer for so long does not answer.
const SILENT: Duration = Duration::from_millis(1600);
/// Two phones ask a page no more often than one.
const ASK: Duration = Duration::from_millis(500);

/// What phones are shown.
#[derive(Clone, Debug, Default)]
pub enum State {
    /// No page of the speaker is open.
    #[default]
    Alone,
    /// What the leading page reported, of the talk with that prefix.
    Led(Arc<str>, Arc<Report>),
}

/// Everything about phones that steer. One for the whole server.
pub struct Remote {
    pairing: Mutex<Pairing>,
    desk: Mutex<Desk>,
    state: watch::Sender<State>,
    /// Times on the phones' messages count from here.
    begun: Instant,
}

/// The speaker's pages.
#[derive(Default)]
struct Desk {
    pages: Vec<Page>,
    /// Counts pages and acts.
    count: u64,
    asked: Option<Instant>,
}

struct Page {
    id: u64,
    prefix: Arc<str>,
    report: Option<Arc<Report>>,
    /// Since when it owes an answer.
    owing: Option<Instant>,
    /// When somebody last did something there, as a count.
    acted: u64,
    orders: mpsc::Sender<Utf8Bytes>,
    laser: watch::Sender<Utf8Bytes>,
}

impl Page {
    fn answers(&self) -> bool {
        self.owing.is_none_or(|since| since.elapsed() < SILENT)
    }
}

impl Desk {
    /// The page that counts: a presenter window if there is one, else the one where something was done last.
    fn leader(&self, prefix: Option<&str>) -> Option<&Page> {
        let pages = self.pages.iter().filter(|page| prefix.is_none_or(|prefix| *page.prefix == *prefix));
        pages
            .filter_map(|page| Some((page, page.report.as_ref()?)))
            .max_by_key(|(page, report)| (report.is_presenter(), page.acted))
            .map(|(page, _)| page)
    }

    fn state(&self) -> State {
        let led = self.leader(None).and_then(|page| Some(State::Led(page.prefix.clone(), page.report.clone()?)));
        led.unwrap_or_default()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Remote {
    /// Without a code, a phone or a page.
    pub fn new(random: Random) -> Remote {
        Remote {
            pairing: Mutex::new(Pairing::new(random)),
            desk: Mutex::default(),
            state: watch::Sender::new(State::Alone),
            begun: Instant::now(),
        }
    }

    /// A new code for a phone, by a person's wish or without. `None` when there may be none now, see [`Pairing::show`].
    pub fn new_code(&self, asked: bool) -> Option<String> {
        lock(&self.pairing).show(Instant::now(), asked)
    }

    /// A phone tries a code.
    pub fn try_code(&self, code: &str) -> Verdict {
        lock(&self.pairing).try_code(code, Instant::now())
    }

    /// Whether a phone with this token was paired.
    pub fn knows(&self, token: &str) -> bool {
        lock(&self.pairing).knows(token)
    }

    /// What phones are shown, now and from now on.
    pub fn states(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Milliseconds since the server began.
    pub fn time(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Asks the leading page for a report, and says whether it still answers.
    pub fn ask(&self) -> bool {
        let mut desk = lock(&self.desk);
        let now = Instant::now();
        if desk.asked.is_none_or(|asked| now.duration_since(asked) >= ASK) {
            desk.asked = Some(now);
            let leader = desk.leader(None).map(|page| page.id);
            if let Some(page) = desk.pages.iter_mut().find(|page| Some(page.id) == leader) {
                let _ = page.orders.try_send(Utf8Bytes::from_static("{\"kind\":\"ask\"}"));
                page.owing.get_or_insert(now);
            }
        }
        desk.leader(None).is_none_or(Page::answers)
    }

    /// An order for the leading page. One that does not answer is not given any: it would do it all at once when it wakes.
    pub fn order(&self, order: String) {
        let desk = lock(&self.desk);
        if let Some(page) = desk.leader(None).filter(|page| page.answers()) {
            let _ = page.orders.try_send(order.into());
        }
    }

    /// Where the laser is now, or that it is gone. What was not sent yet is forgotten.
    pub fn point(&self, order: String) {
        if let Some(page) = lock(&self.desk).leader(None) {
            page.laser.send_replace(order.into());
        }
    }

    /// A page of the speaker is there.
    pub fn enter(&self, prefix: &str) -> Seat<'_> {
        let (orders, taken) = mpsc::channel(ORDERS);
        let (laser, lit) = watch::channel(Utf8Bytes::default());
        let mut desk = lock(&self.desk);
        desk.count += 1;
        let id = desk.count;
        let prefix: Arc<str> = prefix.into();
        desk.pages.push(Page { id, prefix, report: None, owing: None, acted: id, orders, laser });
        Seat { remote: self, id, orders: taken, laser: lit }
    }
}

/// A page's place at the speaker's desk; it is gone when this is dropped.
pub struct Seat<'a> {
    remote: &'a Remote,
    id: u64,
    orders: mpsc::Receiver<Utf8Bytes>,
    laser: watch::Receiver<Utf8Bytes>,
}

impl Seat<'_> {
    /// The next thing that the page should do.
    pub async fn order(&mut self) -> Utf8Bytes {
        tokio::select! {
            order = self.orders.recv() => match order {
                Some(order) => order,
                None => std::future::pending().await,
            },
            changed = self.laser.changed() => match changed {
                Ok(()) => self.laser.borrow_and_update().clone(),
                Err(_) => std::future::pending().await,
            },
        }
    }

    /// Hears what the page reports, and passes it on if it leads. False when it is no report.
    pub fn hear(&self, text: &str, shows: &Shows) -> bool {
        let Some(report) = Report::read(text) else { return false };
        let mut desk = lock(&self.remote.desk);
        desk.count += u64::from(report.acted);
        let count = desk.count;
        let Some(page) = desk.pages.iter_mut().find(|page| page.id == self.id) else { return true };
        let (prefix, report) = (page.prefix.clone(), Arc::new(report));
        page.owing = None;
        page.acted = if report.acted { count } else { page.acted };
        page.report = Some(report.clone());
        if desk.leader(Some(&*prefix)).is_some_and(|page| page.id == self.id) {
            let seen = report.seen.clone();
            shows.show_followed(&prefix, &Showing { place: report.audience(), seen, anew: report.anew });
        }
        if desk.leader(None).is_some_and(|page| page.id == self.id) {
            self.remote.state.send_replace(State::Led(prefix, report));
        }
        true
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut desk = lock(&self.remote.desk);
        let led = desk.leader(None).is_some_and(|page| page.id == self.id);
        desk.pages.retain(|page| page.id != self.id);
        if led {
            self.remote.state.send_replace(desk.state());
        }
    }
}
