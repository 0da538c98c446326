//! `deckle watch`: builds after every save and shows the result. Manual page: `tests/spec/watch.md`.

pub mod clock;
mod deck;
mod lan;
mod talks;

use super::build::options;
use super::rehearse::recording::{Recording, earlier};
use super::visible::visible;
use super::{Exit, Outcome, failure, findings::Findings, print, tell};
use crate::cli::Watch;
use crate::live::server::{Event, Heard, Listen, Remote, Role, Server, Shows};
use crate::live::watcher::{POLL, Told, Watcher};
use crate::render::draw;
use crate::render::memory::Memory;
use crate::source::{Diagnostic, Source, plain_words, slashes};
use crate::{Options, source};
use deck::{Deck, Rebuilt};
use lan::Lan;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// So many edited slides are named in a line.
const NAMED: usize = 3;

/// What the loop waits for.
enum News {
    Files(Told),
    Pages(Heard),
    Enter,
}

/// Watches until somebody ends it.
pub fn run(arguments: &Watch) -> Outcome {
    watch(arguments, None)?;
    print("\n")?;
    Ok(Exit::Fine)
}

/// Watches until somebody ends it, and gives the recording back, if there is one, with what was recorded.
pub fn watch(arguments: &Watch, recording: Option<Recording>) -> Result<Option<Recording>, Box<Diagnostic>> {
    let found = talks::talks(&arguments.talks);
    if found.is_empty() {
        let given: Vec<String> = arguments.talks.iter().map(|path| slashes(path)).collect();
        return Err(failure(
            "talks-none",
            format!("there is no talk in `{}`", given.join("`, `")),
            "name a Markdown file; `deckle new FOLDER` writes one to begin with",
        ));
    }
    raise_descriptors();
    let mut words = Vec::new();
    words.extend(arguments.follow.then_some("follow"));
    words.extend(recording.iter().flat_map(Recording::words));
    let names: Vec<(String, String)> = found.iter().map(|(name, _, shown)| (name.clone(), shown.clone())).collect();
    let token = arguments.lan.then(|| random(16)).transpose()?;
    let mut shows = Shows::new(&names, random(6)?, words.join(" "));
    if let Some(token) = &token {
        shows = shows.with_remote(Remote::new(Arc::new(|bytes| getrandom::fill(bytes).is_ok())), token);
    }
    let shows = Arc::new(shows);
    let prefix = |name: &str| if found.len() == 1 { "/".to_owned() } else { format!("/{name}/") };
    let decks =
        found.iter().map(|(name, path, shown)| Deck::new(prefix(name), path.clone(), shown.clone(), arguments.lan));
    let first = found.first().map_or(Path::new("."), |(_, path, _)| path.as_path());
    let (theme, allow) = super::theme::named(arguments.theme.as_deref(), first, &arguments.allow);
    let mut options = options(theme, &arguments.screen, true, None);
    options.draw.memory = Some(Arc::new(Memory::default()));
    let (sender, receiver) = channel();
    let mut watch = Loop {
        decks: decks.collect(),
        options,
        allow,
        lan: Lan::new(shows.clone()),
        shows,
        said: BTreeSet::new(),
        watcher: watcher(arguments, sender.clone())?,
        recording,
    };
    let all: Vec<usize> = (0..watch.decks.len()).collect();
    watch.build(&all, Instant::now());
    let server = serve(arguments, token.clone(), watch.shows.clone(), sender.clone())?;
    announce(arguments, &server, token.as_deref(), watch.recording.as_ref())?;
    if arguments.lan {
        watch.lan.announce(server.address.port())?;
        lan::on_enter(move || drop(sender.send(News::Enter)));
    }
    // After the first page is there, so that the first new formula finds its engine running.
    let drawing = watch.options.draw.clone();
    let _ = std::thread::Builder::new().spawn(move || draw::warm_up(&drawing));
    watch.run(&receiver);
    drop(server);
    Ok(watch.recording)
}

fn watcher(arguments: &Watch, sender: Sender<News>) -> Result<Watcher, Box<Diagnostic>> {
    Watcher::start(arguments.poll.map(Duration::from_millis), move |told| drop(sender.send(News::Files(told)))).map_err(
        |error| {
            failure(
                "watch-impossible",
                format!("files cannot be watched: {}", plain_words(&error)),
                "end other programs and try again",
            )
        },
    )
}

fn serve(
    arguments: &Watch,
    token: Option<String>,
    shows: Arc<Shows>,
    sender: Sender<News>,
) -> Result<Server, Box<Diagnostic>> {
    let listen = Listen { port: arguments.port, token };
    Server::start(&listen, shows, move |heard| drop(sender.send(News::Pages(heard)))).map_err(|error| {
        let message =
            format!("no page can be served at port {} or the next hundred: {}", arguments.port, plain_words(&error));
        failure("port-taken", message, "name another port: `--port 8000`")
    })
}

/// Prints the addresses, and shows the page where that is asked for.
fn announce(
    arguments: &Watch,
    server: &Server,
    token: Option<&str>,
    recording: Option<&Recording>,
) -> Result<(), Box<Diagnostic>> {
    let port = server.address.port();
    let query = token.map(|token| format!("?token={token}")).unwrap_or_default();
    let place = recording.map_or("", Recording::place);
    let own = format!("http://127.0.0.1:{port}/{query}{place}");
    let ends =
        recording.map_or("Ctrl-C ends", |_| "the clock starts with your first step · Ctrl-C ends with the report");
    let mut out = String::new();
    if port != arguments.port && arguments.port != 0 {
        out.push_str(&format!("port {} is taken\n", arguments.port));
    }
    out.push_str(&format!("{own} · S opens the presenter window · {ends}\n"));
    print(&out)?;
    if arguments.open && !open(&own) {
        tell("the browser cannot be opened: open the address yourself\n");
    }
    Ok(())
}

struct Loop {
    decks: Vec<Deck>,
    options: Options,
    allow: Vec<PathBuf>,
    shows: Arc<Shows>,
    lan: Lan,
    /// What is wrong and was drawn already, without its place, which moves with every edit.
    said: BTreeSet<(usize, &'static str, String)>,
    watcher: Watcher,
    /// What writes down a rehearsal, if this is one.
    recording: Option<Recording>,
}

impl Loop {
    fn run(&mut self, receiver: &Receiver<News>) {
        while let Ok(news) = receiver.recv() {
            match news {
                News::Files(Told::Changed(paths)) => {
                    let paths: BTreeSet<PathBuf> = paths.into_iter().collect();
                    let asked = |deck: &Deck| deck.looked.iter().any(|looked| paths.contains(&looked.path));
                    let touched: Vec<usize> =
                        (0..self.decks.len()).filter(|index| asked(&self.decks[*index])).collect();
                    self.build(&touched, Instant::now());
                }
                News::Files(Told::Polling(why)) => {
                    tell(&format!(
                        "{} the files are looked at every {} ms: {}\n",
                        clock::now(),
                        POLL.as_millis(),
                        visible(&why)
                    ));
                }
                News::Pages(Heard::Page(prefix, Event::Overflow { slides })) => {
                    if let Some(deck) = self.decks.iter_mut().find(|deck| deck.prefix == prefix) {
                        let (sources, found) = deck.overflows(&slides);
                        draw_findings(sources, found);
                    }
                }
                News::Pages(Heard::Page(prefix, event)) => {
                    let answer = self.recording.as_mut().and_then(|recording| recording.heard(event));
                    if let Some((answer, show)) = answer.zip(self.shows.show(&prefix, Role::Speaker)) {
                        show.tell(&answer);
                    }
                }
                News::Pages(Heard::Stop) => return,
                // A terminal that is gone is no reason to end.
                News::Pages(heard) => drop(self.lan.hear(&heard)),
                News::Enter => drop(self.lan.enter()),
            }
        }
    }

    /// Builds some of the decks, and watches what they asked for.
    fn build(&mut self, which: &[usize], begun: Instant) {
        for index in which {
            let Some(deck) = self.decks.get_mut(*index) else { continue };
            let before = deck.looked.len();
            let rebuilt = deck.rebuild(&self.options, &self.allow, &self.shows);
            let took = begun.elapsed();
            let name = (self.decks.len() > 1).then(|| self.decks[*index].shown.clone());
            self.say(*index, name, &rebuilt, before == 0, took);
            self.remember(*index, rebuilt);
        }
        if !which.is_empty() {
            self.watcher.watch(self.decks.iter().flat_map(|deck| deck.looked.clone()).collect());
        }
    }

    /// After the pages have the new state: what its slides took in rehearsals.
    fn remember(&mut self, index: usize, rebuilt: Rebuilt) {
        let Some(deck) = self.decks.get(index).filter(|_| rebuilt.is_good) else { return };
        let message = match &mut self.recording {
            Some(recording) => Some(recording.built(&rebuilt.files)),
            None => earlier(&deck.path, &rebuilt.files),
        };
        if let Some((message, show)) = message.zip(self.shows.show(&deck.prefix, Role::Speaker)) {
            show.keep_telling(&message);
        }
    }

    /// One line about a build, and what is newly wrong.
    fn say(&mut self, index: usize, name: Option<String>, rebuilt: &Rebuilt, is_first: bool, took: Duration) {
        let mut now = BTreeSet::new();
        let mut new = Vec::new();
        for found in &rebuilt.diagnostics {
            let mark = (index, found.code, found.message.clone());
            new.extend((!self.said.contains(&mark)).then(|| found.clone()));
            now.insert(mark);
        }
        let had_any = self.said.iter().any(|(deck, ..)| *deck == index);
        self.said.retain(|(deck, ..)| *deck != index);
        self.said.extend(now);
        draw_findings(rebuilt.sources.clone(), new);
        let name = name.map(|name| format!("{} ", visible(&name))).unwrap_or_default();
        let what = if is_first && rebuilt.is_good { counted(rebuilt.slides, "slide") } else { words(rebuilt) };
        let mended = if had_any && rebuilt.diagnostics.is_empty() { ", nothing left to mend" } else { "" };
        let verb = if is_first { "built" } else { "rebuilt" };
        tell(&format!("{} {name}{verb} in {} ms, {what}{mended}\n", clock::now(), took.as_millis()));
    }
}

/// What a build changed, in words.
fn words(rebuilt: &Rebuilt) -> String {
    if !rebuilt.is_good {
        return match rebuilt.slides {
            0 => "there is no deck to show yet".to_owned(),
            _ => "the last good deck stays".to_owned(),
        };
    }
    let Some(change) = &rebuilt.change else { return "nothing changed".to_owned() };
    let mut parts = Vec::new();
    if !rebuilt.edited.is_empty() {
        let names: Vec<String> = rebuilt.edited.iter().take(NAMED).map(|id| format!("#{id}")).collect();
        let more = if rebuilt.edited.len() > NAMED { ", …" } else { "" };
        parts.push(format!(
            "{} changed ({}{more})",
            counted(rebuilt.edited.len(), "slide"),
            visible(&names.join(", "))
        ));
    } else if change.sent > 0 {
        parts.push(format!("{} drawn anew", counted(change.sent, "slide")));
    }
    if change.removed > 0 {
        parts.push(format!("{} removed", counted(change.removed, "slide")));
    }
    parts.extend(change.restyled.then(|| "new style".to_owned()));
    if parts.is_empty() { "same slides".to_owned() } else { parts.join(", ") }
}

fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

fn draw_findings(sources: Vec<Arc<Source>>, found: Vec<source::Diagnostic>) {
    if !found.is_empty() {
        tell(&Findings::new(sources, found).drawn());
    }
}

/// Random letters that fit into an address: nobody can guess the 16 bytes of a token.
fn random(bytes: usize) -> Result<String, Box<Diagnostic>> {
    let mut own = vec![0; bytes];
    getrandom::fill(&mut own).map_err(|error| {
        failure("watch-impossible", format!("the system gives no random numbers: {error}"), "try again later")
    })?;
    Ok(own.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Opens an address with what the system opens addresses with.
fn open(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = match () {
        () if cfg!(target_os = "macos") => ("open", &[]),
        () if cfg!(windows) => ("cmd", &["/c", "start", ""]),
        () => ("xdg-open", &[]),
    };
    let mut command = std::process::Command::new(program);
    command.args(before).arg(address);
    let quiet = std::process::Stdio::null;
    command.stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn().is_ok_and(|mut child| {
        // Waited for on a thread of its own, so that it does not stay behind as a dead process.
        std::thread::Builder::new().spawn(move || child.wait()).is_ok()
    })
}

/// A thousand pages need a thousand descriptors; the system allows few until it is asked for more.
fn raise_descriptors() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let wanted = limit.maximum.map_or(65_536, |most| most.min(65_536));
        if limit.current.is_some_and(|current| current < wanted) {
            let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum });
        }
    }
}
