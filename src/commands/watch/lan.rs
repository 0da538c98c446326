//! `--lan` in the terminal: the audience's address and the remote's, each with its QR code, and the codes that pair phones.
//! Manual page: `tests/spec/remote.md`.

use super::super::columns::terminal;
use super::super::{print, tell};
use super::clock;
use crate::live::server::{Heard, Shows, network_address};
use crate::render::qr;
use crate::source::Diagnostic;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Columns that two QR codes beside each other need.
const WIDE: usize = 80;
/// When phones ask, a code is shown no more often than this.
const CALM: Duration = Duration::from_secs(20);

/// The terminal's side of the network.
pub struct Lan {
    shows: Arc<Shows>,
    /// When a code was shown last.
    shown: Option<Instant>,
    /// Whether it was said that nobody can be paired any more.
    is_locked: bool,
}

impl Lan {
    /// Nothing is said yet.
    pub fn new(shows: Arc<Shows>) -> Lan {
        Lan { shows, shown: None, is_locked: false }
    }

    /// Prints both addresses and the first code.
    ///
    /// # Errors
    /// When standard output cannot be written to.
    pub fn announce(&mut self, port: u16) -> Result<(), Box<Diagnostic>> {
        let Some(ip) = network_address() else {
            return print("this machine is on no network: nobody else can see the deck\n");
        };
        let (follow, remote) = (format!("http://{ip}:{port}/"), format!("http://{ip}:{port}/remote"));
        let left = column("THE AUDIENCE", "follows the talk, without notes", &follow);
        let right = column("YOUR OWN PHONE", "steers, and shows the notes", &remote);
        let is_wide = terminal(0, usize::MAX) >= WIDE;
        print(&format!("\n{}", if is_wide { beside(&left, &right) } else { below(&left, &right) }))?;
        self.show_code(true, "code for the phone")
    }

    /// Somebody pressed Enter.
    ///
    /// # Errors
    /// When standard output cannot be written to.
    pub fn enter(&mut self) -> Result<(), Box<Diagnostic>> {
        self.show_code(true, "code for a phone")
    }

    /// What the server says of phones.
    ///
    /// # Errors
    /// When standard output cannot be written to.
    pub fn hear(&mut self, heard: &Heard) -> Result<(), Box<Diagnostic>> {
        match heard {
            Heard::Paired => {
                self.shown = None;
                tell(&format!(
                    "{} a phone is paired and steers the talk; Enter shows a code for another one\n",
                    clock::now()
                ));
            }
            // Not at each of its tries, and never by itself once tries ran out.
            Heard::CodeWanted if self.shown.is_none_or(|shown| shown.elapsed() >= CALM) => {
                self.show_code(false, "a phone asks for a code")?;
            }
            Heard::Locked if !self.is_locked => {
                self.is_locked = true;
                tell(&format!(
                    "{} five wrong codes: no phone can be paired before Enter shows another code\n",
                    clock::now()
                ));
            }
            _ => {}
        }
        Ok(())
    }

    fn show_code(&mut self, asked: bool, what: &str) -> Result<(), Box<Diagnostic>> {
        let Some(remote) = &self.shows.remote else { return Ok(()) };
        match remote.new_code(asked) {
            Some(code) => {
                self.is_locked = false;
                self.shown = Some(Instant::now());
                let (first, last) = code.split_at(code.len() / 2);
                print(&format!(
                    "{} {what}: {first} {last} · one phone, two minutes · Enter shows another\n",
                    clock::now()
                ))
            }
            None if asked => print("the system gives no random numbers: no phone can be paired\n"),
            None => Ok(()),
        }
    }
}

/// Lines of the same width: what it is for, the address, its QR code.
fn column(who: &str, what: &str, address: &str) -> Vec<String> {
    let mut lines = vec![who.to_owned(), what.to_owned(), address.to_owned()];
    lines.extend(qr::lines(address).unwrap_or_default());
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    lines.iter().map(|line| format!("{line}{}", " ".repeat(width - line.chars().count()))).collect()
}

fn beside(left: &[String], right: &[String]) -> String {
    let width = left.first().map_or(0, |line| line.chars().count());
    let rows = left.len().max(right.len());
    let row = |at: usize| {
        let (one, other) = (left.get(at).map_or("", String::as_str), right.get(at).map_or("", String::as_str));
        format!("{}\n", format!("{one:width$}    {other}").trim_end())
    };
    (0..rows).map(row).collect()
}

fn below(left: &[String], right: &[String]) -> String {
    let part = |lines: &[String]| lines.iter().map(|line| format!("{}\n", line.trim_end())).collect::<String>();
    format!("{}\n{}", part(left), part(right))
}

/// Calls `pressed` each time somebody presses Enter, for as long as there is a terminal.
pub fn on_enter(pressed: impl Fn() + Send + 'static) {
    #[cfg(unix)]
    {
        // A program that runs in the background must not be stopped because it would read; it gets an error instead.
        // SAFETY: only says that this signal is ignored; no handler runs.
        unsafe { libc::signal(libc::SIGTTIN, libc::SIG_IGN) };
    }
    let _ = std::thread::Builder::new().name("enter".to_owned()).spawn(move || {
        let mut input = std::io::stdin().lock();
        let mut bytes = [0; 256];
        loop {
            match input.read(&mut bytes) {
                Ok(0) => return,
                Ok(read) => {
                    if bytes[..read].contains(&b'\n') {
                        pressed();
                    }
                    // A key that is held, or a program that writes, is one wish.
                    std::thread::sleep(Duration::from_millis(300));
                }
                Err(error) if is_in_background(&error) => std::thread::sleep(Duration::from_secs(2)),
                Err(_) => return,
            }
        }
    });
}

#[cfg(unix)]
fn is_in_background(error: &std::io::Error) -> bool {
    error.raw_os_error() == Some(libc::EIO)
}

#[cfg(not(unix))]
fn is_in_background(_: &std::io::Error) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_codes_stand_beside_each_other_in_eighty_columns() {
        let left = column("THE AUDIENCE", "follows the talk, without notes", "http://192.168.100.200:65535/");
        let right = column("YOUR OWN PHONE", "steers, and shows the notes", "http://192.168.100.200:65535/remote");
        let both = beside(&left, &right);
        let widest = both.lines().map(|line| line.chars().count()).max();
        assert!(widest.is_some_and(|width| width < WIDE), "{widest:?}\n{both}");
        let words: Vec<&str> = both.lines().take(3).collect();
        assert!(words[0].starts_with("THE AUDIENCE ") && words[0].ends_with(" YOUR OWN PHONE"), "{both}");
        assert!(words[2].contains("65535/ ") && words[2].ends_with("65535/remote"), "{both}");
        assert_eq!(below(&left, &right).lines().count(), left.len() + right.len() + 1);
    }
}
