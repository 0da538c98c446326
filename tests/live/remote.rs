//! Phones that steer and guests that follow: who gets in, what they are told, and what they never get.

use crate::built;
use crate::client::{get, next, socket, status};
use deckle::live::patch::Edition;
use deckle::live::server::{Heard, Listen, Remote, Role, Server, Shows};
use serde_json::{Value, json};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::WebSocket;

const TALK: &str = "---\ntitle: T\n---\n\n# Opening {#one}\n\nhello\n\n<!-- canary-note one -->\n\n---\n\n# Middle {#two}\n\n::: steps\n\
    - canary-first\n- canary-second\n:::\n\n<!-- canary-note two\n\n[step]\n\ncanary-note later -->\n\n---\n\n# Canary-end {#three}\n\ncanary-body\n";

struct Hall {
    _server: Server,
    shows: Arc<Shows>,
    edition: Edition,
    heard: Receiver<Heard>,
    /// Where a guest connects: this machine, without the speaker's token.
    at: SocketAddr,
}

fn hall() -> Hall {
    let names = [("talk".to_owned(), "talk.md".to_owned())];
    let random = |bytes: &mut [u8]| {
        std::fs::File::open("/dev/urandom").and_then(|mut file| std::io::Read::read_exact(&mut file, bytes)).is_ok()
    };
    let shows =
        Shows::new(&names, "run".to_owned(), "follow".to_owned()).with_remote(Remote::new(Arc::new(random)), "secret");
    let shows = Arc::new(shows);
    let (sender, heard) = channel();
    let listen = Listen { port: 0, token: Some("secret".to_owned()) };
    let server = Server::start(&listen, shows.clone(), move |what| drop(sender.send(what))).unwrap();
    let at = SocketAddr::from(([127, 0, 0, 1], server.address.port()));
    let mut hall = Hall { _server: server, shows, edition: Edition::default(), heard, at };
    hall.save(TALK);
    hall
}

impl Hall {
    fn save(&mut self, text: &str) {
        let (apart, sources) = built(text, true);
        let (edition, change) = self.edition.next(apart, &sources, Vec::new());
        self.shows.show("/", Role::Speaker).unwrap().publish(edition.clone(), change.as_ref());
        self.shows.build_followed("/", built(text, false).0, &edition);
        self.edition = edition;
    }

    fn open(&self, path: &str) -> WebSocket<TcpStream> {
        open(self.at, path)
    }

    fn speaker(&self) -> WebSocket<TcpStream> {
        let mut page = self.open(&format!("/live?token=secret&seen=run.{}", self.edition.rev));
        assert_eq!(next(&mut page).unwrap()["kind"], "hello");
        page
    }

    fn phone(&self, hello: Value) -> (WebSocket<TcpStream>, Value) {
        phone(self.at, &hello)
    }

    fn paired(&self) -> (WebSocket<TcpStream>, String) {
        let code = self.shows.remote.as_ref().unwrap().new_code(true).unwrap();
        let (phone, answer) = self.phone(json!({ "kind": "pair", "code": code }));
        assert_eq!(answer["kind"], "paired", "{answer}");
        (phone, answer["token"].as_str().unwrap().to_owned())
    }

    fn whole(&self) -> String {
        get(self.at, "/whole.json", "")
    }
}

fn open(at: SocketAddr, path: &str) -> WebSocket<TcpStream> {
    socket(at, path, &format!("http://{at}")).unwrap()
}

/// A socket of a phone that has said this, and what came back.
fn phone(at: SocketAddr, hello: &Value) -> (WebSocket<TcpStream>, Value) {
    let mut phone = open(at, "/remote-live");
    phone.send(hello.to_string().into()).unwrap();
    let answer = next(&mut phone).unwrap_or_default();
    (phone, answer)
}

fn say(page: &mut WebSocket<TcpStream>, message: &Value) {
    page.send(message.to_string().into()).unwrap();
}

/// What a page of the speaker reports.
fn report(window: &str, key: u32, step: u32) -> Value {
    json!({ "kind": "session", "window": window, "key": key, "step": step, "last": 2, "number": "1", "count": 3, "title": "Title", "next": ["2", "Then"],
        "aspect": 1.8, "lang": "en", "cover": "", "held": null, "plan": [0, 10, 60], "slot": 60, "acted": true,
        "clock": { "elapsed": 1, "running": true, "asked": 0, "asking": false } })
}

/// The next message of a kind.
fn next_of(page: &mut WebSocket<TcpStream>, kind: &str) -> Value {
    loop {
        let message = next(page).unwrap_or_else(|| panic!("no `{kind}` came"));
        if message["kind"] == kind {
            return message;
        }
    }
}

#[test]
fn a_phone_pairs_and_sees_what_the_laptop_reports() {
    let hall = hall();
    let (mut phone, token) = hall.paired();
    assert_eq!(hall.heard.recv_timeout(Duration::from_secs(5)).unwrap(), Heard::Paired);
    assert!(token.len() >= 32);
    assert_eq!(next(&mut phone).unwrap()["kind"], "alone");
    let mut page = hall.speaker();
    say(&mut page, &report("stage", 1, 1));
    let state = next_of(&mut phone, "state");
    assert_eq!(state["report"]["title"], "Title");
    assert_eq!(state["notes"][1], json!([1, "<p>canary-note later</p>"]), "{state}");
    // The notes of a slide are sent once.
    say(&mut page, &report("stage", 1, 2));
    assert_eq!(next_of(&mut phone, "state")["notes"], Value::Null);
    // A phone that comes back by its token, and the laptop that goes.
    let (mut again, answer) = hall.phone(json!({ "kind": "token", "token": token }));
    assert_eq!(answer["kind"], "known");
    assert_eq!(next_of(&mut again, "state")["report"]["step"], 2);
    drop(page);
    next_of(&mut phone, "alone");
    next_of(&mut again, "alone");
}

#[test]
fn orders_go_to_one_page_the_presenter_window_if_there_is_one() {
    let hall = hall();
    let (mut phone, _) = hall.paired();
    let (mut stage, mut presenter) = (hall.speaker(), hall.speaker());
    say(&mut stage, &report("stage", 0, 0));
    let at = next_of(&mut phone, "state")["at"].as_u64().unwrap();
    say(&mut phone, &json!({ "kind": "do", "action": "black", "at": at }));
    assert_eq!(next_of(&mut stage, "do")["action"], "black");
    say(&mut presenter, &report("presenter", 1, 0));
    while next_of(&mut phone, "state")["report"]["window"] != "presenter" {}
    // The other window may act; the presenter window still leads.
    say(&mut stage, &report("stage", 1, 0));
    for action in ["next", "previous", "timer", "question"] {
        say(&mut phone, &json!({ "kind": "do", "action": action, "at": at }));
        assert_eq!(next_of(&mut presenter, "do")["action"], action);
    }
    // The laser is a place on the slide, and goes when the phone goes.
    say(&mut phone, &json!({ "kind": "laser", "place": [0.25, 0.5] }));
    assert_eq!(next_of(&mut presenter, "laser")["place"], json!([0.25, 0.5]));
    drop(phone);
    assert_eq!(next_of(&mut presenter, "laser")["place"], Value::Null);
    // Nothing of it went to the other window.
    stage.get_mut().set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    while let Some(message) = next(&mut stage) {
        assert_ne!(message["kind"], "do", "{message}");
    }
}

#[test]
fn what_is_no_order_is_not_heard() {
    let hall = hall();
    let (mut phone, _) = hall.paired();
    let mut page = hall.speaker();
    say(&mut page, &report("stage", 0, 0));
    let at = next_of(&mut phone, "state")["at"].as_u64().unwrap();
    for message in [
        json!({ "kind": "do", "action": "reload", "at": at }),
        json!({ "kind": "do", "action": "next" }),
        json!({ "kind": "do", "action": "next", "at": -1 }),
        json!({ "kind": "laser", "place": [2, 0.5] }),
        json!({ "kind": "laser", "place": [0.5] }),
        json!({ "kind": "laser", "place": ["a", 1] }),
        json!({ "kind": "session" }),
        json!({ "kind": "overflow", "slides": [{ "key": 1, "px": 1 }] }),
        json!([1]),
        report("presenter", 2, 0),
    ] {
        say(&mut phone, &message);
    }
    phone.send("no JSON".into()).unwrap();
    phone.send(vec![0, 1, 2].into()).unwrap();
    say(&mut phone, &json!({ "kind": "do", "action": "timer", "at": at }));
    assert_eq!(next_of(&mut page, "do")["action"], "timer", "the first that is one");
    assert!(hall.heard.try_iter().all(|heard| heard == Heard::Paired), "phones report nothing");
    // A message over 64 KB ends the phone's socket and nothing else.
    let _ = phone.send("x".repeat(100 << 10).into());
    while next(&mut phone).is_some() {}
    say(&mut page, &report("stage", 0, 1));
}

#[test]
fn many_places_of_the_laser_do_not_queue() {
    let hall = hall();
    let (mut phone, _) = hall.paired();
    let mut page = hall.speaker();
    say(&mut page, &report("stage", 0, 0));
    next_of(&mut phone, "state");
    for at in 0..20_000 {
        say(&mut phone, &json!({ "kind": "laser", "place": [f64::from(at) / 20_000.0, 0.5] }));
    }
    say(&mut phone, &json!({ "kind": "laser", "place": null }));
    let mut seen = 0;
    while next_of(&mut page, "laser")["place"] != Value::Null {
        seen += 1;
    }
    assert!(seen < 5_000, "{seen} of 20000 were passed on");
}

#[test]
fn guesses_are_counted_over_all_phones_and_end_with_the_fifth() {
    let hall = hall();
    let remote = hall.shows.remote.as_ref().unwrap();
    let code = remote.new_code(true).unwrap();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    // At once, each on a connection of its own.
    let answers: Vec<String> = std::thread::scope(|scope| {
        let at = hall.at;
        let guess =
            move || phone(at, &json!({ "kind": "pair", "code": wrong })).1["kind"].as_str().unwrap_or("").to_owned();
        let all: Vec<_> = (0..40).map(|_| scope.spawn(guess)).collect();
        all.into_iter().map(|guess| guess.join().unwrap()).collect()
    });
    let count = |kind: &str| answers.iter().filter(|answer| *answer == kind).count();
    assert_eq!((count("wrong"), count("locked")), (4, 36), "{answers:?}");
    assert!(hall.heard.try_iter().any(|heard| heard == Heard::Locked));
    assert_eq!(hall.phone(json!({ "kind": "pair", "code": code })).1["kind"], "locked", "the right one comes too late");
    assert_eq!(remote.new_code(false), None, "only a person opens it again");
    hall.paired();
    // A code is used up by the phone that had it.
    assert_eq!(hall.phone(json!({ "kind": "pair", "code": code })).1["kind"], "none");
}

#[test]
fn a_socket_has_one_try_and_tells_nothing_before() {
    let hall = hall();
    let mut page = hall.speaker();
    say(&mut page, &report("stage", 0, 0));
    for hello in ["no JSON", "{}", "{\"kind\":\"do\",\"action\":\"next\",\"at\":0}", "{\"kind\":\"token\"}", "[]"] {
        let mut phone = hall.open("/remote-live");
        phone.send(hello.into()).unwrap();
        assert_eq!(next(&mut phone), None, "{hello}");
    }
    for token in ["", "secret", &"0".repeat(32)] {
        let (mut phone, answer) = hall.phone(json!({ "kind": "token", "token": token }));
        assert_eq!(answer, json!({ "kind": "unknown" }));
        let _ = phone.send("{\"kind\":\"token\"}".into());
        assert_eq!(next(&mut phone), None);
    }
    // Nobody was told to do anything.
    page.get_mut().set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    assert_eq!(next(&mut page), None);
}

#[test]
fn a_stolen_token_is_worth_nothing_on_another_page() {
    let hall = hall();
    let (_phone, token) = hall.paired();
    let port = hall.at.port();
    for origin in [
        "",
        "null",
        "http://evil.com",
        "https://127.0.0.1",
        &format!("http://localhost:{port}"),
        &format!("http://evil.com:{port}"),
    ] {
        assert!(socket(hall.at, "/remote-live", origin).is_err(), "{origin}");
        assert!(socket(hall.at, &format!("/remote-live?token={token}"), origin).is_err(), "{origin}");
    }
    for lines in ["Origin: http://evil.com\r\n", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"] {
        assert_eq!(status(&get(hall.at, "/remote", lines)), 403, "{lines}");
    }
    // In an address it is nothing: it makes no speaker, and no answer repeats it.
    for path in [format!("/?token={token}"), format!("/whole.json?token={token}"), format!("/remote?token={token}")] {
        let answer = get(hall.at, &path, &format!("Authorization: Bearer {token}\r\n"));
        assert!(status(&answer) == 200 && !answer.contains("canary") && !answer.contains(&token), "{path}");
    }
    // Another run of the server knows no phone of this one.
    let other = self::hall();
    assert_eq!(other.phone(json!({ "kind": "token", "token": token })).1["kind"], "unknown");
}

#[test]
fn without_the_network_there_is_no_remote() {
    let shows = Arc::new(Shows::new(&[("talk".to_owned(), String::new())], "run".to_owned(), String::new()));
    let server = Server::start(&Listen { port: 0, token: None }, shows, |_| {}).unwrap();
    assert_eq!(status(&get(server.address, "/remote", "")), 404);
    assert!(socket(server.address, "/remote-live", &format!("http://{}", server.address)).is_err());
}

#[test]
fn the_list_of_several_talks_leads_the_speaker_to_the_speakers_pages() {
    let names = [("one", "a/one.md"), ("two", "a/two.md")].map(|(name, path)| (name.to_owned(), path.to_owned()));
    let shows = Shows::new(&names, "run".to_owned(), String::new());
    let shows = Arc::new(shows.with_remote(Remote::new(Arc::new(|_| false)), "secret"));
    let server = Server::start(&Listen { port: 0, token: Some("secret".to_owned()) }, shows, |_| {}).unwrap();
    let at = SocketAddr::from(([127, 0, 0, 1], server.address.port()));
    let (own, guest) = (get(at, "/?token=secret", ""), get(at, "/", ""));
    assert!(own.contains("href=\"/one/?token=secret\"") && own.contains("a/two.md"), "{own}");
    assert!(guest.contains("href=\"/one/\"") && !guest.contains("secret") && !guest.contains("a/two.md"), "{guest}");
}

#[test]
fn guests_get_what_was_shown_and_never_more() {
    let mut hall = hall();
    assert_eq!(hall.whole().matches("<section").count(), 0, "nothing was shown yet");
    let mut guest = hall.open("/live?seen=run.0");
    let mut page = hall.speaker();
    say(&mut page, &report("stage", 0, 0));
    let mut told = String::new();
    let mut hear = |guest: &mut WebSocket<TcpStream>| {
        let patch = next_of(guest, "patch");
        told.push_str(&patch.to_string());
        patch
    };
    let patch = hear(&mut guest);
    assert_eq!(
        (patch["order"].to_string(), patch["place"].clone()),
        ("[0]".to_owned(), json!({ "key": 0, "step": 0, "cover": "" }))
    );
    // A step: the slide with no more than its first step.
    say(&mut page, &report("stage", 1, 1));
    let patch = hear(&mut guest);
    let section = patch["slides"]["1"].as_str().unwrap();
    assert!(section.contains("canary-first") && section.contains("data-last-step=\"1\""), "{section}");
    assert!(!hall.whole().contains("canary-second") && !hall.whole().contains("Canary-end"));
    // Back: what was shown stays, the place is another; nothing is sent again.
    say(&mut page, &report("stage", 0, 0));
    let patch = hear(&mut guest);
    assert_eq!((patch["order"].to_string(), patch["slides"].clone()), ("[0,1]".to_owned(), json!({})));
    // Behind a cover, or while the audience is held, nothing new is shown.
    let mut covered = report("stage", 2, 0);
    covered["cover"] = json!("black");
    say(&mut page, &covered);
    assert_eq!(hear(&mut guest)["place"], json!({ "key": 0, "step": 0, "cover": "black" }));
    let mut held = report("presenter", 2, 0);
    held["held"] = json!([1, 1, "2"]);
    say(&mut page, &held);
    assert_eq!(hear(&mut guest)["place"], json!({ "key": 1, "step": 1, "cover": "" }));
    // A save reaches guests, as far as its slides were shown.
    hall.save(&TALK.replace("hello", "hello again").replace("canary-body", "canary-body again"));
    let patch = hear(&mut guest);
    assert!(patch["slides"]["0"].as_str().unwrap().contains("hello again") && patch["order"] == json!([0, 1]));
    for canary in ["canary-note", "canary-second", "canary-body", "Canary-end"] {
        assert!(!told.contains(canary), "{canary} in {told}");
    }
    // The clock set to zero begins the talk anew.
    let mut anew = report("presenter", 0, 0);
    anew["anew"] = json!(true);
    say(&mut page, &anew);
    assert_eq!(next_of(&mut guest, "patch")["order"].to_string(), "[0]");
    say(&mut page, &report("presenter", 2, 0));
    assert!(next_of(&mut guest, "patch")["slides"]["2"].as_str().unwrap().contains("canary-body"));
    assert!(!hall.whole().contains("canary-note"));
}

#[test]
fn no_address_gives_an_unpaired_phone_a_note() {
    let hall = hall();
    let mut page = hall.speaker();
    for (key, step) in [(0, 0), (1, 2), (2, 0)] {
        say(&mut page, &report("presenter", key, step));
    }
    let (mut paired, token) = hall.paired();
    assert!(next_of(&mut paired, "state")["notes"].is_array());
    let mut got = String::new();
    let words =
        [String::new(), "?token=".to_owned(), format!("?token={token}"), "?notes".to_owned(), "?presenter".to_owned()];
    for path in [
        "/",
        "/whole.json",
        "/remote",
        "/remote-live",
        "/remote/",
        "/follow",
        "/live",
        "/notes",
        "/presenter",
        "/talk.md",
        "/asset/",
        "/favicon.ico",
    ] {
        for words in &words {
            got.push_str(&get(
                hall.at,
                &format!("{path}{words}"),
                &format!("Cookie: token={token}\r\nX-Token: {token}\r\n"),
            ));
        }
    }
    for hash in got.clone().split("asset/").skip(1).map(|rest| &rest[..32.min(rest.len())]) {
        got.push_str(&get(hall.at, &format!("/asset/{hash}"), ""));
    }
    // Every message that a guest's and a strange phone's socket get meanwhile.
    for hello in
        [json!({ "kind": "pair", "code": "1" }), json!({ "kind": "token", "token": "x" }), json!({ "kind": "session" })]
    {
        got.push_str(&hall.phone(hello).1.to_string());
    }
    let mut guest = hall.open("/live");
    let _ = guest.send(report("presenter", 0, 0).to_string().into());
    say(&mut page, &report("presenter", 1, 0));
    guest.get_mut().set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    while let Some(message) = next(&mut guest) {
        got.push_str(&message.to_string());
    }
    assert!(got.contains("canary-body") && got.contains("canary-second"), "what was shown is there");
    assert!(!got.contains("canary-note"), "a note got out");
    assert!(!got.contains(&token));
}

#[test]
fn a_page_that_does_not_answer_is_given_no_orders_to_do_later() {
    let hall = hall();
    let (mut phone, _) = hall.paired();
    let mut page = hall.speaker();
    say(&mut page, &report("stage", 0, 0));
    let at = next_of(&mut phone, "state")["at"].as_u64().unwrap();
    // It is asked, and says nothing.
    next_of(&mut page, "ask");
    next_of(&mut phone, "silent");
    say(&mut phone, &json!({ "kind": "do", "action": "next", "at": at + 3_600_000 }));
    // It wakes; the phone asks for something else.
    say(&mut page, &report("stage", 0, 1));
    let at = next_of(&mut phone, "state")["at"].as_u64().unwrap();
    say(&mut phone, &json!({ "kind": "do", "action": "timer", "at": at }));
    assert_eq!(next_of(&mut page, "do")["action"], "timer");
    // What a phone saw long ago is no ground for an order.
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(2600) {
        next_of(&mut page, "ask");
        say(&mut page, &report("stage", 0, 1));
    }
    say(&mut phone, &json!({ "kind": "do", "action": "next", "at": at }));
    let mut now = at;
    while now < at + 2600 {
        now = next_of(&mut phone, "state")["at"].as_u64().unwrap();
    }
    say(&mut phone, &json!({ "kind": "do", "action": "question", "at": now }));
    assert_eq!(next_of(&mut page, "do")["action"], "question");
}
