//! What the server has to show: a map from addresses to finished things. Of the disk only clips are read, whose files the build has named.
//! Manual page: `tests/spec/watch.md`.

use super::gate::Role;
use crate::live::patch::{Change, Edition};
use crate::render::assets::Asset;
use crate::source::Glimpse;
use hyper::body::Bytes;
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};
use tokio::sync::broadcast;
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// A page that is behind by more messages than this is told to fetch everything once.
const QUEUE: usize = 16;

/// All talks.
pub struct Shows {
    /// By what stands before their addresses: `/`, or `/NAME/` when there are several.
    talks: BTreeMap<String, Talk>,
    /// The page that lists several talks.
    index: Option<String>,
    /// Names this run of the server: keys of another run mean nothing here.
    pub session: String,
    /// Words for the live script, such as `follow`.
    pub words: String,
}

struct Talk {
    speaker: Show,
    audience: Show,
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
    /// The same with a slash at its end.
    Moved(String),
    /// Nothing.
    Nothing,
}

impl Shows {
    /// Talks without any slides yet. With one talk its name is `/`; several are `/NAME/` and listed at `/`.
    pub fn new(names: &[(String, String)], session: String, words: String) -> Shows {
        let prefix = |name: &str| if names.len() == 1 { "/".to_owned() } else { format!("/{name}/") };
        let talks = names.iter().map(|(name, _)| (prefix(name), Talk { speaker: Show::new(), audience: Show::new() }));
        let index = (names.len() > 1).then(|| index(names));
        Shows { talks: talks.collect(), index, session, words }
    }

    /// The show of a talk.
    pub fn show(&self, prefix: &str, role: Role) -> Option<&Show> {
        let talk = self.talks.get(prefix)?;
        Some(match role {
            Role::Speaker => &talk.speaker,
            Role::Audience => &talk.audience,
        })
    }

    /// What a path leads to. It is compared letter by letter and never decoded or joined to anything.
    pub fn find(&self, path: &str, role: Role) -> Found<'_> {
        if let Some(index) = self.index.as_ref().filter(|_| path == "/") {
            return Found::Page(index.clone().into_bytes());
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
                if role == Role::Audience {
                    words.push_str(" audience");
                }
                Found::Page(show.newest().document(&self.session, words.trim()))
            }
            "whole.json" => Found::Whole(show.newest().whole(&self.session)),
            "live" => Found::Live(prefix, show),
            _ => match rest.strip_prefix("asset/").and_then(|hash| show.asset(hash)) {
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
        self.editions.read().unwrap_or_else(std::sync::PoisonError::into_inner).newest.clone()
    }

    /// The messages from now on.
    pub fn listen(&self) -> broadcast::Receiver<Utf8Bytes> {
        self.sender.subscribe()
    }

    /// Shows another state and tells every page of it. Never waits for any of them.
    pub fn publish(&self, edition: Edition, change: Option<&Change>) {
        let edition = Arc::new(edition);
        {
            let mut editions = self.editions.write().unwrap_or_else(std::sync::PoisonError::into_inner);
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
        let editions = self.editions.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        editions.newest.assets.get(hash).or_else(|| editions.before.assets.get(hash)).cloned()
    }
}

/// The page that lists the talks.
fn index(names: &[(String, String)]) -> String {
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
        out.push_str(&format!("<li><a href=\"/{name}/\">{name}</a> <small>{}</small></li>\n", escaped(shown)));
    }
    out.push_str("</ul>\n</body>\n</html>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_an_entry_of_the_map_or_nothing() {
        let names = [("one".to_owned(), "a/one.md".to_owned()), ("two".to_owned(), "<b>".to_owned())];
        let shows = Shows::new(&names, "s".to_owned(), String::new());
        let found = |path: &str| match shows.find(path, Role::Speaker) {
            Found::Page(_) => "page",
            Found::Whole(_) => "whole",
            Found::Fixed(..) => "fixed",
            Found::Live(..) => "live",
            Found::Clip(..) => "clip",
            Found::Moved(_) => "moved",
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
        let Found::Page(page) = shows.find("/", Role::Audience) else { panic!("no index") };
        assert!(String::from_utf8(page).unwrap().contains("<small>&lt;b></small>"));
    }
}
