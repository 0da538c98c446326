//! The whole program: saves on a real disk, messages on a real socket.

use crate::client::{get, next, socket};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tokio_tungstenite::tungstenite::WebSocket;

pub struct Watch {
    folder: tempfile::TempDir,
    child: Child,
    pub address: SocketAddr,
}

/// Watches `talk.md` with this text, or the whole folder.
pub fn watch(text: &str, whole_folder: bool, options: &[&str]) -> Watch {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("talk.md"), text).unwrap();
    if whole_folder {
        fs::rename(folder.path().join("talk.md"), folder.path().join("one.md")).unwrap();
        fs::write(folder.path().join("two.md"), "# Second talk\n").unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_deckle"));
    command.arg("watch").arg(folder.path()).args(["--port", "0"]).args(options);
    command.env("DECKLE_CACHE", "off").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.find_map(|line| line.ok().filter(|line| line.starts_with("http://"))).expect("an address");
    let address = line.split(['/', ' ']).nth(2).unwrap().parse().unwrap();
    // Read on, so that the program never waits for us.
    std::thread::spawn(move || lines.for_each(drop));
    Watch { folder, child, address }
}

impl Watch {
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn page(&self, prefix: &str) -> WebSocket<TcpStream> {
        let page = get(self.address, prefix, "");
        let content = page.split_once("name=\"deckle-live\" content=\"").unwrap().1;
        let mut words = content.split_once('"').unwrap().0.split(' ');
        let seen = format!("{}.{}", words.next().unwrap(), words.next().unwrap());
        let mut page =
            socket(self.address, &format!("{prefix}live?seen={seen}"), &format!("http://{}", self.address)).unwrap();
        assert_eq!(next(&mut page).unwrap()["kind"], "hello");
        page
    }

    /// Ends it, and gives what it said and its exit code.
    pub fn end(mut self) -> (String, Option<i32>) {
        let mut said = String::new();
        let mut errors = self.child.stderr.take().unwrap();
        Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        errors.read_to_string(&mut said).unwrap();
        (said, self.child.wait().unwrap().code())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn saves_reach_the_page_and_a_broken_talk_does_not() {
    let watch = watch("# One\n\nword\n\n---\n\n## Two {#two}\n\n![a plot](plot.svg)\n", false, &[]);
    let mut page = watch.page("/");
    // The missing picture is awaited.
    let plot = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><path d=\"M0 0h10\"/></svg>";
    fs::write(watch.path("plot.svg"), plot).unwrap();
    let patch = next(&mut page).unwrap();
    assert!(patch["slides"]["1"].as_str().unwrap().contains("M0 0h10"), "{patch}");
    assert_eq!(patch["findings"].as_array().map(Vec::len), Some(0));
    // Nothing to show: the old slides stay.
    fs::write(watch.path("new"), [0xff, 0xfe, 0, 1]).unwrap();
    fs::rename(watch.path("new"), watch.path("talk.md")).unwrap();
    let patch = next(&mut page).unwrap();
    assert_eq!((patch["failed"].as_bool(), patch["order"].to_string()), (Some(true), "[0,1]".to_owned()));
    assert_eq!(patch["findings"][0]["level"], "error");
    assert!(get(watch.address, "/", "").contains("M0 0h10"));
    fs::write(watch.path("talk.md"), "# One\n\nwords\n\n---\n\n## Two {#two}\n").unwrap();
    // A build that begins while we write may find the file empty.
    let patch = std::iter::from_fn(|| next(&mut page)).find(|patch| patch["failed"] == false).unwrap();
    assert_eq!(patch["edited"].as_u64(), Some(0));
    assert!(!watch.path("talk.html").exists(), "nothing is written beside the talk");
    let (said, code) = watch.end();
    assert_eq!(code, Some(0));
    for words in [
        "error[picture-missing]",
        "1 slide changed (#two)",
        "the last good deck stays",
        "2 slides changed (#one, #two)",
    ] {
        assert!(said.contains(words), "`{words}` in:\n{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_of_talks_is_listed_and_each_page_hears_of_its_own() {
    let watch = watch("# First talk\n", true, &["--follow"]);
    let index = get(watch.address, "/", "");
    assert!(index.contains("href=\"/one/\"") && index.contains("href=\"/two/\""));
    let (mut one, mut two) = (watch.page("/one/"), watch.page("/two/"));
    fs::write(watch.path("one.md"), "# First talk, edited\n").unwrap();
    assert_eq!(next(&mut one).unwrap()["kind"], "patch");
    fs::write(watch.path("two.md"), "# Second talk, edited\n").unwrap();
    assert_eq!(next(&mut two).unwrap()["rev"], 2);
    let (said, _) = watch.end();
    assert!(said.contains("one.md rebuilt") && said.contains("two.md rebuilt"), "{said}");
}

/// `SAVES=10000 cargo test --release --test live -- --ignored --nocapture` prints how the memory grows.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes; set SAVES"]
fn many_saves_do_not_leak() {
    let saves: usize = std::env::var("SAVES").ok().and_then(|number| number.parse().ok()).unwrap_or(1000);
    let slide = |at: usize, save: usize| {
        let mark = if at == 7 { save } else { at };
        format!("## Slide {at}\n\n{} mark-{mark}. $x_{mark}$\n", "word ".repeat(40))
    };
    let text = |save: usize| (0..40).map(|at| slide(at, save)).collect::<Vec<_>>().join("\n---\n\n");
    let mut watch = watch(&text(0), false, &[]);
    // A line a save is more than a pipe holds that nobody reads.
    let mut said = watch.child.stderr.take().unwrap();
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    let mut page = watch.page("/");
    let memory = || {
        let status = fs::read_to_string(format!("/proc/{}/status", watch.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().split(' ').next().unwrap().parse::<u64>().unwrap()
    };
    let mut first = 0;
    for save in 1..=saves {
        match save % 3 {
            0 => fs::write(watch.path("talk.md"), text(save)).unwrap(),
            _ => {
                fs::write(watch.path("new"), text(save)).unwrap();
                fs::rename(watch.path("new"), watch.path("talk.md")).unwrap();
            }
        }
        // A file that is written in place may be read when half of it is there; the other half follows.
        let mark = format!("mark-{save}.");
        loop {
            let Some(patch) = next(&mut page) else {
                let has = get(watch.address, "/whole.json", "").contains(&mark);
                panic!("save {save} was not told; the server has it: {has}");
            };
            if patch["slides"]["7"].as_str().is_some_and(|html| html.contains(&mark)) {
                break;
            }
        }
        if save == saves / 10 {
            first = memory();
        }
        if save % (saves / 10).max(1) == 0 {
            println!("{save} saves: {} kB", memory());
        }
    }
    assert!(memory() < first + (first / 2).max(40_000), "{first} kB became {} kB", memory());
}
