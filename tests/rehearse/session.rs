//! The program while it rehearses: it is started in a folder, pages connect, it is ended.

use crate::client::{get, next, socket};
use crate::desk::{Desk, program};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use tokio_tungstenite::tungstenite::{Message, WebSocket};

/// A running rehearsal of `talk.md`.
pub struct Session {
    pub child: Child,
    pub address: SocketAddr,
    /// The line with the address.
    pub line: String,
    out: std::thread::JoinHandle<String>,
}

/// A page of it.
pub struct Page(pub WebSocket<TcpStream>);

impl Session {
    pub fn start(desk: &Desk, port: u16, options: &[&str]) -> Session {
        let mut command = Command::new(program());
        command.arg("rehearse").arg(desk.path("talk.md")).args(["--port", &port.to_string()]).args(options);
        command.env("DECKLE_CACHE", "off").env("NO_COLOR", "1").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.find_map(|line| line.ok().filter(|line| line.starts_with("http://"))).expect("an address");
        let address = line.split(['/', ' ']).nth(2).unwrap().parse().unwrap();
        let out = std::thread::spawn(move || lines.map_while(Result::ok).map(|line| line + "\n").collect());
        Session { child, address, line, out }
    }

    pub fn page(&self) -> Page {
        let page = get(self.address, "/", "");
        let content = page.split_once("name=\"deckle-live\" content=\"").unwrap().1;
        let words: Vec<&str> = content.split_once('"').unwrap().0.split(' ').collect();
        assert!(words.contains(&"rehearse"), "{words:?}");
        let path = format!("/live?seen={}.{}", words[0], words[1]);
        let mut page = Page(socket(self.address, &path, &format!("http://{}", self.address)).unwrap());
        assert_eq!(page.hear()["kind"], "hello");
        assert_eq!(page.hear()["kind"], "earlier");
        page
    }

    /// Ctrl-C; gives standard output, standard error and the exit code.
    pub fn end(mut self) -> (String, String, Option<i32>) {
        let mut said = String::new();
        Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let code = self.child.wait().unwrap().code();
        (self.out.join().unwrap(), said, code)
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Page {
    pub fn hear(&mut self) -> Value {
        next(&mut self.0).unwrap()
    }

    pub fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).unwrap();
    }

    /// Entries of a run, from one on: kind, slide, step, seconds.
    pub fn run(&mut self, run: &str, from: usize, events: &[(&str, &str, u32, f64)]) {
        let events: Vec<Value> = events
            .iter()
            .map(|(kind, slide, step, at)| json!([kind, slide, step, at * 1000.0, 0, 1_764_412_345_678u64]))
            .collect();
        self.say(json!({ "kind": "run", "run": run, "from": from, "events": events }));
    }

    pub fn tick(&mut self, run: &str, at: f64) {
        self.say(json!({ "kind": "tick", "run": run, "at": at * 1000.0, "asked": 0 }));
    }

    /// Waits until everything that was said has been heard: a question with a gap is answered.
    pub fn settle(&mut self, run: &str) -> usize {
        self.run(run, 90_000, &[]);
        loop {
            let message = self.hear();
            // All pages hear it, also what others asked.
            if message["kind"] == "resend" && message["run"] == run {
                return message["from"].as_u64().unwrap() as usize;
            }
        }
    }
}
