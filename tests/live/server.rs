//! Strangers, liars, slow ones and many.

use crate::built;
use crate::client::{get, next, raw, socket, status};
use deckle::live::patch::Edition;
use deckle::live::server::{Event, Heard, Listen, Overflow, Role, Server, Shows};
use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

pub struct House {
    pub server: Server,
    pub shows: Arc<Shows>,
    edition: Edition,
    heard: Receiver<Heard>,
}

pub const TALK: &str = "# One\n\nword\n\n<!-- a secret note -->\n\n---\n\n# Two\n";

pub fn house(token: Option<&str>) -> House {
    let shows = Arc::new(Shows::new(&[("talk".to_owned(), "talk.md".to_owned())], "run".to_owned(), String::new()));
    let (sender, heard) = channel();
    let listen = Listen { port: 0, token: token.map(str::to_owned) };
    let server = Server::start(&listen, shows.clone(), move |what| drop(sender.send(what))).unwrap();
    let mut house = House { server, shows, edition: Edition::default(), heard };
    house.save(TALK);
    house
}

impl House {
    pub fn save(&mut self, text: &str) {
        let (apart, sources) = built(text, true);
        let (edition, change) = self.edition.next(apart, &sources, Vec::new());
        self.shows.show("/", Role::Speaker).unwrap().publish(edition.clone(), change.as_ref());
        self.edition = edition;
    }

    fn origin(&self) -> String {
        format!("http://{}", self.server.address)
    }

    pub fn page(&self) -> tokio_tungstenite::tungstenite::WebSocket<TcpStream> {
        let path = format!("/live?seen=run.{}", self.edition.rev);
        let mut socket = socket(self.server.address, &path, &self.origin()).unwrap();
        assert_eq!(next(&mut socket).unwrap()["kind"], "hello");
        socket
    }
}

#[test]
fn the_deck_and_its_parts_are_served_and_never_stored() {
    let house = house(None);
    let at = house.server.address;
    assert!(at.ip().is_loopback());
    let page = get(at, "/", "");
    assert_eq!(status(&page), 200);
    assert!(
        page.contains("cache-control: no-store") && page.contains("a secret note") && page.contains("data-key=\"1\"")
    );
    assert_eq!(status(&get(at, "/whole.json", "")), 200);
    let font = page.split_once("url(/fonts/").unwrap().1.split_once(')').unwrap().0;
    let font = get(at, &format!("/fonts/{font}"), "");
    assert!(font.contains("immutable") && font.contains("content-type: font/ttf"));
}

#[test]
fn strangers_get_nothing() {
    let house = house(None);
    let at = house.server.address;
    let port = at.port();
    for host in [
        "evil.com",
        "localhost",
        "localhost.evil",
        "127.0.0.1",
        "null",
        "",
        "[::1]",
        "127.0.0.1:1",
        "127.0.0.1.evil.com",
    ] {
        let answer = raw(at, format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes());
        assert!(matches!(status(&answer), 400 | 403), "{host}: {answer}");
        assert!(!answer.contains("word"));
    }
    for lines in ["", "Host: evil.com\r\nHost: localhost\r\n"] {
        let answer = raw(at, format!("GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n").as_bytes());
        assert!(matches!(status(&answer), 400 | 403), "{answer}");
    }
    let proxy = format!("GET http://evil.com/ HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n");
    assert_eq!(status(&raw(at, proxy.as_bytes())), 403);
    for lines in
        ["Origin: http://evil.com\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"]
    {
        assert_eq!(status(&get(at, "/whole.json", lines)), 403, "{lines}");
    }
    for origin in [
        "",
        "null",
        "http://evil.com",
        "http://localhost.evil",
        "http://127.0.0.1",
        &format!("http://localhost:{port}"),
        &format!("https://{at}"),
    ] {
        assert!(socket(at, "/live", origin).is_err(), "{origin}");
    }
    assert!(socket(at, "/live", &house.origin()).is_ok());
    for method in ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "BREW"] {
        let answer = raw(at, format!("{method} / HTTP/1.1\r\nHost: {at}\r\nContent-Length: 4\r\n\r\nabcd").as_bytes());
        assert_eq!(status(&answer), 405, "{method}: {answer}");
    }
}

#[test]
fn no_address_leads_to_the_disk() {
    let house = house(None);
    let at = house.server.address;
    let ups =
        ["..", "%2e%2e", ".%2e", "%252e%252e", "..%00", "..;", "....", "..\\", "%c0%ae%c0%ae", "\u{ff0e}\u{ff0e}"];
    let slashes = ["/", "%2f", "\\", "%5c", "//", "%252f"];
    let mut tried = 0;
    for up in ups {
        for slash in slashes {
            for start in ["/", "/asset/", "/fonts/"] {
                let path = format!("{start}{}etc{slash}passwd", format!("{up}{slash}").repeat(6));
                let answer = get(at, &path, "");
                assert!(matches!(status(&answer), 400 | 404), "{path}: {answer}");
                assert!(!answer.contains("root:"));
                tried += 1;
            }
        }
    }
    for path in [
        "/talk.md",
        "/Cargo.toml",
        "/asset",
        "/asset/",
        "/fonts",
        "/fonts/",
        "//",
        "/.",
        "/./",
        "/index.html",
        "/live/",
        "/%2F",
        "*",
    ] {
        assert!(matches!(status(&get(at, path, "")), 400 | 403 | 404), "{path}");
    }
    assert!(tried >= 120);
}

#[test]
fn requests_that_are_too_large_or_lie_are_ended() {
    let house = house(None);
    let at = house.server.address;
    assert_eq!(status(&get(at, "/", &format!("X: {}\r\n", "x".repeat(60 << 10)))), 200);
    assert_eq!(status(&get(at, "/", &format!("X: {}\r\n", "x".repeat(70 << 10)))), 431);
    assert!(matches!(status(&get(at, &format!("/{}", "x".repeat(70 << 10)), "")), 414 | 431));
    assert_eq!(status(&get(at, "/", &"X: y\r\n".repeat(200))), 431);
    // A body that is promised and never comes, a length that is none, bytes that are no request.
    assert_eq!(status(&get(at, "/", "Content-Length: 1000000\r\n")), 200);
    assert_eq!(status(&get(at, "/", "Content-Length: -1\r\n")), 400);
    assert_eq!(
        status(&get(at, "/", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")) / 100,
        status(&get(at, "/", "Transfer-Encoding: chunked\r\n")) / 100
    );
    for noise in [&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc"[..], b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n", b"\r\n\r\n\r\n"] {
        assert!(matches!(status(&raw(at, noise)), 0 | 400));
    }
    // A message that is too large ends its socket and nothing else.
    let mut page = house.page();
    let _ = page.send("x".repeat(100 << 10).into());
    assert_eq!(next(&mut page), None);
    house.page();
}

#[test]
fn a_taken_port_leads_to_the_next() {
    let house = house(None);
    let listen = Listen { port: house.server.address.port(), token: None };
    let shows = Arc::new(Shows::new(&[("talk".to_owned(), String::new())], "other".to_owned(), String::new()));
    let second = Server::start(&listen, shows, |_| {}).unwrap();
    assert_ne!(second.address.port(), house.server.address.port());
    assert_eq!(status(&get(second.address, "/", "")), 200);
}

#[test]
fn a_page_hears_of_a_save_and_can_say_what_sticks_out() {
    let mut house = house(None);
    let mut page = house.page();
    house.save(&TALK.replace("word", "words"));
    let patch = next(&mut page).unwrap();
    assert_eq!((patch["kind"].as_str(), patch["edited"].as_u64()), (Some("patch"), Some(0)));
    page.send(r#"{"kind":"overflow","slides":[{"key":1,"px":12}]}"#.into()).unwrap();
    page.send("no JSON".into()).unwrap();
    let heard = house.heard.recv_timeout(Duration::from_secs(5)).unwrap();
    assert_eq!(heard, Heard::Page("/".to_owned(), Event::Overflow { slides: vec![Overflow { key: 1, px: 12 }] }));
    // One that shows something older is told to fetch.
    let mut old = socket(house.server.address, "/live?seen=run.1", &house.origin()).unwrap();
    assert_eq!(next(&mut old).unwrap()["kind"], "refetch");
}

#[test]
fn a_page_that_never_reads_stalls_nobody() {
    let mut house = house(None);
    let asleep: Vec<_> = (0..50).map(|_| house.page()).collect();
    let mut awake = house.page();
    let mut slowest = Duration::ZERO;
    for save in 0..100 {
        let text = format!("# One\n\n{save} {}\n\n---\n\n# Two\n", "word ".repeat(20_000));
        let (apart, sources) = built(&text, true);
        let (edition, change) = house.edition.next(apart, &sources, Vec::new());
        let begun = Instant::now();
        house.shows.show("/", Role::Speaker).unwrap().publish(edition.clone(), change.as_ref());
        slowest = slowest.max(begun.elapsed());
        house.edition = edition;
        let mut rev = 0;
        while rev < u64::from(house.edition.rev) {
            rev = next(&mut awake).expect("the page that reads is told")["rev"].as_u64().unwrap();
        }
    }
    // Whoever waits for a page that does not read waits for ever; on a busy machine a moment is longer.
    assert!(slowest < Duration::from_secs(10), "publishing took {slowest:?}");
    drop(asleep);
}

#[test]
fn half_a_request_holds_up_nobody() {
    let house = house(None);
    let mut halves: Vec<TcpStream> = (0..100).map(|_| TcpStream::connect(house.server.address).unwrap()).collect();
    halves.iter_mut().for_each(|half| half.write_all(b"GET / HTTP/1.1\r\nHo").unwrap());
    assert_eq!(status(&get(house.server.address, "/", "")), 200);
}

#[test]
fn on_the_network_nobody_gets_the_notes_without_the_token() {
    let house = house(Some("secret"));
    let (apart, sources) = built(TALK, false);
    let (edition, change) = Edition::default().next(apart, &sources, Vec::new());
    house.shows.show("/", Role::Audience).unwrap().publish(edition, change.as_ref());
    let at = std::net::SocketAddr::from(([127, 0, 0, 1], house.server.address.port()));
    assert!(house.server.address.ip().is_unspecified());
    for path in ["/", "/whole.json", "/?token=", "/?token=wrong"] {
        let answer = get(at, path, "");
        assert!(status(&answer) == 200 && answer.contains("word") && !answer.contains("secret note"), "{path}");
    }
    assert!(get(at, "/?token=secret", "").contains("a secret note"));
    // What the audience says is not heard.
    let mut page = socket(at, "/live", &format!("http://{at}")).unwrap();
    page.send(r#"{"kind":"overflow","slides":[{"key":1,"px":12}]}"#.into()).unwrap();
    assert_eq!(house.heard.recv_timeout(Duration::from_millis(300)).ok(), None);
}
