//! What the server has to show: a map from addresses to finished things. Of the disk only clips are read, whose files the build has named.
//! Manual page: `tests/spec/watch.md`.

use super::gate::Role;
use super::remote::Remote;
use crate::bundle::{Apart, phone};
use crate::live::patch::{Change, Edition, Followed, Showing};
use crate::render::assets::Asset;
use crate::source::Glimpse;
use hyper::body::Bytes;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::broadcast;
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// A page that is behind by more messages than this is told to fetch everything once.
const QUEUE: usize = 16;

/// All talks.
pub struct Shows {
    /// By what stands before their addresses: `/`, or `/NAME/` when there are several.
    talks: BTreeMap<String, Talk>,
    /// Names and paths of several talks, which a page lists.
    names: Option<Vec<(String, String)>>,
    /// Names this run of the server: keys of another run mean nothing here.
    pub session: String,
    /// Words for the live script, such as `follow`.
    pub words: String,
    /// What phones steer by; only where the network is let in.
    pub remote: Option<Remote>,
    /// What makes a page the speaker's there, as it stands in addresses.
    query: String,
}

struct Talk {
    speaker: Show,
    audience: Show,
    /// What the audience has: the talk as far as it was shown.
    followed: Mutex<Followed>,
}

/// One deck for one role.
pub struct Show {
    editions: RwLock<Editions>,
    /// A message for every page that comes, besides its state.
    standing: RwLock<Option<Utf8Bytes>>,
    sender: broadcast::Sender<Utf8Bytes>,
}

#[derive(Clone, Default)]
struct Editions {
    newest: Arc<Edition>,
    /// Its pictures are still asked for by pages that are one message behind.
    before: Arc<Edition>,
}

/// What an address leads to.
pub enum Found<'a> {
    /// An HTML page.
    Page(Vec<u8>),
    /// The state of a deck as JSON.
    Whole(String),
    /// Something that never changes at this address: its type and its bytes.
    Fixed(&'static str, Bytes),
    /// A clip: its type and its file, as the build found it.
    Clip(&'static str, Glimpse),
    /// Where sockets of a talk connect, with the talk's name.
    Live(&'a str, &'a Show),
    /// Where sockets of phones connect.
    Phone,
    /// The same with a slash at its end.
    Moved(String),
    /// Nothing.
    Nothing,
}

impl Shows {
    /// Talks without any slides yet. With one talk its name is `/`; several are `/NAME/` and listed at `/`.
    pub fn new(names: &[(String, String)], session: String, words: String) -> Shows {
        let prefix = |name: &str| if names.len() == 1 { "/".to_owned() } else { format!("/{name}/") };
        let talk = || Talk { speaker: Show::new(), audience: Show::new(), followed: Mutex::default() };
        let talks = names.iter().map(|(name, _)| (prefix(name), talk()));
        let several = (names.len() > 1).then(|| names.to_vec());
        Shows { talks: talks.collect(), names: several, session, words, remote: None, query: String::new() }
    }

    /// The same, with phones that steer. `token` is the speaker's.
    pub fn with_remote(self, remote: Remote, token: &str) -> Shows {
        Shows { remote: Some(remote), query: format!("?token={token}"), ..self }
    }

    /// A new build for those who follow: made without notes, beside `speaker`, which was made with them.
    pub fn build_followed(&self, prefix: &str, apart: Option<Apart>, speaker: &Edition) {
        self.follow(prefix, |followed| followed.build(apart, speaker));
    }

    /// What the speaker shows, for those who follow.
    pub fn show_followed(&self, prefix: &str, showing: &Showing) {
        self.follow(prefix, |followed| followed.show(showing));
    }

    fn follow(&self, prefix: &str, change: impl FnOnce(&mut Followed) -> (Edition, Option<Change>)) {
        let Some(talk) = self.talks.get(prefix) else { return };
        // Held until it is published: a build and a step must not overtake each other.
        let mut followed = talk.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if let (edition, Some(change)) = change(&mut followed) {
            talk.audience.publish(edition, Some(&change));
        }
    }

    /// BCP 47 tag of the first talk: the language of pages that belong to no talk.
    pub fn language(&self) -> String {
        self.talks.values().next().map(|talk| talk.speaker.newest().language().to_owned()).unwrap_or_default()
    }

    /// The show of a talk.
    pub fn show(&self, prefix: &str, role: Role) -> Option<&Show> {
        let talk = self.talks.get(prefix)?;
        Some(match role {
            Role::Speaker => &talk.speaker,
            Role::Audience => &talk.audience,
        })
    }

    /// What a path leads to. It is compared letter by letter and never decoded or joined to anything. `is_home`: asked by this machine,
    /// whose speaker's page asks for pictures without saying who it is.
    pub fn find(&self, path: &str, role: Role, is_home: bool) -> Found<'_> {
        match path {
            "/remote" if self.remote.is_some() => return Found::Page(phone::page(&self.language()).into_bytes()),
            "/remote-live" if self.remote.is_some() => return Found::Phone,
            _ => {}
        }
        if let Some(names) = self.names.as_ref().filter(|_| path == "/") {
            // Where the files are on this machine is nothing to guests.
            let query = (role == Role::Speaker).then_some(self.query.as_str());
            return Found::Page(index(names, query).into_bytes());
        }
        if let Some(face) = path.starts_with("/fonts/").then(|| crate::bundle::apart::font(path)).flatten() {
            let bytes = match face {
                std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
            };
            return Found::Fixed("font/ttf", bytes);
        }
        if self.talks.contains_key(&format!("{path}/")) {
            return Found::Moved(format!("{path}/"));
        }
        let Some((prefix, rest, show)) = self.talks.keys().find_map(|prefix| {
            let rest = path.strip_prefix(prefix.as_str())?;
            Some((prefix.as_str(), rest, self.show(prefix, role)?))
        }) else {
            return Found::Nothing;
        };
        match rest {
            "" => {
                let mut words = self.words.clone();
                match role {
                    Role::Audience => words.push_str(" audience"),
                    Role::Speaker if self.remote.is_some() => words.push_str(" lan"),
                    Role::Speaker => {}
                }
                Found::Page(show.newest().document(&self.session, words.trim()))
            }
            "whole.json" => Found::Whole(show.newest().whole(&self.session)),
            "live" => Found::Live(prefix, show),
            _ => match rest.strip_prefix("asset/").and_then(|hash| {
                let own = || self.show(prefix, Role::Speaker).filter(|_| is_home)?.asset(hash);
                show.asset(hash).or_else(own)
            }) {
                Some(Asset { mime, beside: Some(clip), .. }) => Found::Clip(mime, clip.file),
                Some(Asset { mime, bytes, .. }) => Found::Fixed(mime, Bytes::from_owner(bytes)),
                None => Found::Nothing,
            },
        }
    }
}

impl Show {
    fn new() -> Show {
        Show { editions: RwLock::default(), standing: RwLock::default(), sender: broadcast::channel(QUEUE).0 }
    }

    /// The state that pages should show.
    pub fn newest(&self) -> Arc<Edition> {
        self.editions.read().unwrap_or_else(PoisonError::into_inner).newest.clone()
    }

    /// The messages from now on.
    pub fn listen(&self) -> broadcast::Receiver<Utf8Bytes> {
        self.sender.subscribe()
    }

    /// Shows another state and tells every page of it. Never waits for any of them.
    pub fn publish(&self, edition: Edition, change: Option<&Change>) {
        let edition = Arc::new(edition);
        {
            let mut editions = self.editions.write().unwrap_or_else(PoisonError::into_inner);
            let before = std::mem::replace(&mut editions.newest, edition);
            if change.is_some() {
                editions.before = before;
            }
        }
        if let Some(change) = change {
            // Without pages there is nobody to tell.
            let _ = self.sender.send(change.message.as_str().into());
        }
    }

    /// Tells every page that is there. Never waits for any of them.
    pub fn tell(&self, message: &str) {
        let _ = self.sender.send(message.into());
    }

    /// Tells every page that is there and every one that comes, until something else takes its place.
    pub fn keep_telling(&self, message: &str) {
        let mut standing = self.standing.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if standing.as_ref().map(Utf8Bytes::as_str) != Some(message) {
            *standing = Some(message.into());
            self.tell(message);
        }
    }

    /// What every page that comes is told besides its state.
    pub fn standing(&self) -> Option<Utf8Bytes> {
        self.standing.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    fn asset(&self, hash: &str) -> Option<Asset> {
        let editions = self.editions.read().unwrap_or_else(PoisonError::into_inner).clone();
        editions.newest.assets.get(hash).or_else(|| editions.before.assets.get(hash)).cloned()
    }
}

/// The page that lists the talks; the speaker's has their paths, and links with what makes a page the speaker's.
fn index(names: &[(String, String)], speaker: Option<&str>) -> String {
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Talks</title>\n\
         <style>body{font:1.25rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}\
         li{margin:.5em 0}small{opacity:.7}</style>\n</head>\n<body>\n<h1>Talks</h1>\n<ul>\n",
    );
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    for (name, shown) in names {
        // Names are made of letters that mean nothing in an address.
        let path = speaker.map(|_| format!(" <small>{}</small>", escaped(shown))).unwrap_or_default();
        out.push_str(&format!("<li><a href=\"/{name}/{}\">{name}</a>{path}</li>\n", speaker.unwrap_or_default()));
    }
    out.push_str("</ul>\n</body>\n</html>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::apart::Section;
    use crate::live::patch::Place;
    use crate::source::Span;

    #[test]
    fn a_path_is_an_entry_of_the_map_or_nothing() {
        let names = [("one".to_owned(), "a/one.md".to_owned()), ("two".to_owned(), "<b>".to_owned())];
        let shows = Shows::new(&names, "s".to_owned(), String::new());
        let found = |path: &str| match shows.find(path, Role::Speaker, true) {
            Found::Page(_) => "page",
            Found::Whole(_) => "whole",
            Found::Fixed(..) => "fixed",
            Found::Live(..) => "live",
            Found::Clip(..) => "clip",
            Found::Moved(_) => "moved",
            Found::Phone => "phone",
            Found::Nothing => "nothing",
        };
        for (path, kind) in
            [("/", "page"), ("/one/", "page"), ("/one", "moved"), ("/one/live", "live"), ("/two/whole.json", "whole")]
        {
            assert_eq!(found(path), kind, "{path}");
        }
        for path in [
            "",
            "/on",
            "/three/",
            "//",
            "/one/../two/",
            "/one//",
            "/%6fne/",
            "/one/asset/",
            "/one/talk.md",
            "/live",
            "/one/live/",
        ] {
            assert_eq!(found(path), "nothing", "{path}");
        }
        let index = |role| match shows.find("/", role, false) {
            Found::Page(page) => String::from_utf8(page).unwrap(),
            _ => panic!("no index"),
        };
        assert!(index(Role::Speaker).contains("<a href=\"/two/\">two</a> <small>&lt;b></small>"));
        assert!(
            index(Role::Audience).contains("<a href=\"/two/\">two</a></li>")
                && !index(Role::Audience).contains("one.md")
        );
    }

    #[test]
    fn guests_get_pictures_when_they_are_shown_and_the_speaker_at_once() {
        let hash = "0123456789abcdef0123456789abcdef";
        let section = |id: &str, body: &str| Section {
            html: format!("<section class=\"slide\" id=\"{id}\" data-last-step=\"0\">{body}</section>"),
            span: Span::default(),
        };
        let picture = Asset { hash: hash.to_owned(), mime: "image/png", ..Asset::default() };
        let apart = Apart {
            slides: vec![section("one", ""), section("two", &format!("<img src=\"asset/{hash}\">"))],
            assets: [(hash.to_owned(), picture)].into(),
            ..Apart::default()
        };
        let shows = Shows::new(&[("talk".to_owned(), String::new())], "s".to_owned(), String::new());
        let (edition, change) = Edition::default().next(Some(apart.clone()), &[], Vec::new());
        shows.show("/", Role::Speaker).unwrap().publish(edition.clone(), change.as_ref());
        shows.build_followed("/", Some(apart), &edition);
        let path = format!("/asset/{hash}");
        let is_there = |role, is_home| matches!(shows.find(&path, role, is_home), Found::Fixed("image/png", _));
        let showing = |key| Showing { place: Place { key, step: 0, cover: "" }, seen: Vec::new(), anew: false };
        shows.show_followed("/", &showing(0));
        assert!(is_there(Role::Speaker, true) && is_there(Role::Audience, true) && !is_there(Role::Audience, false));
        shows.show_followed("/", &showing(1));
        assert!(is_there(Role::Audience, false));
    }
}
