//! An installed Chromium, steered over two pipes. No port is opened, nothing is downloaded, and the browser ends with us.
//! Manual page: `tests/spec/fit.md`.
//!
//! The protocol is Chrome's own: messages as JSON, each ended by a zero byte, to the browser on descriptor 3 and back on
//! descriptor 4 (<https://chromedevtools.github.io/devtools-protocol/>). A shell puts the two pipes there.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Names under which Chromium and its relatives are installed.
const NAMES: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "brave-browser",
    "headless_shell",
];
/// Where macOS keeps them.
const APPLICATIONS: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
];
/// How a browser starts: no window, no network, no first-run pages, the same letters on every machine.
const FLAGS: [&str; 19] = [
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--disable-breakpad",
    "--metrics-recording-only",
    "--mute-audio",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND",
];
/// Puts the pipes on descriptors 3 and 4, and the browser in the shell's place.
const SHELL: &str = "exec 3<&0 4>&1 </dev/null >/dev/null; exec \"$@\"";

/// Why a browser could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// None is installed, or the one that was named is not there.
    Missing(String),
    /// It does not start, or has ended.
    Gone(String),
    /// It did not answer in time.
    Late(&'static str),
    /// It answered with an error.
    Refused(String),
}

/// A running browser. It ends, and its profile goes, when this is dropped.
pub struct Browser {
    child: Child,
    pipe: ChildStdin,
    answers: Receiver<Value>,
    /// Everything that waited while another answer was looked for.
    events: Vec<Value>,
    profile: Option<TempDir>,
    last: u64,
    patience: Duration,
}

/// A page in a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page(String);

/// The browser to use: the one that `$CHROMIUM` names, else the first that is installed.
///
/// # Errors
/// [`Fault::Missing`], with what was looked for.
pub fn find() -> Result<PathBuf, Fault> {
    if let Some(named) = std::env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        let path = PathBuf::from(named);
        return if path.is_file() {
            Ok(path)
        } else {
            Err(Fault::Missing(format!("`$CHROMIUM` names `{}`, where there is none", path.display())))
        };
    }
    let folders: Vec<PathBuf> = std::env::var_os("PATH").iter().flat_map(std::env::split_paths).collect();
    let named = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = named.chain(APPLICATIONS.iter().map(PathBuf::from)).find(|path| path.is_file());
    found.ok_or_else(|| Fault::Missing("no Chromium, Chrome, Edge or Brave is installed".to_owned()))
}

impl Browser {
    /// Starts the browser at `program`; every answer may take as long as `patience`.
    ///
    /// # Errors
    /// When it does not start.
    pub fn launch(program: &Path, patience: Duration) -> Result<Browser, Fault> {
        let gone = |error: std::io::Error| Fault::Gone(format!("`{}` does not start: {error}", program.display()));
        let profile = tempfile::Builder::new().prefix("deckle-browser-").tempdir().map_err(gone)?;
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SHELL, "sh"]).arg(program).args(FLAGS);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        if is_root() {
            command.arg("--no-sandbox");
        }
        command.arg("about:blank").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(gone)?;
        let (Some(pipe), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Fault::Gone("its pipes are not there".to_owned()));
        };
        let (sender, answers) = channel();
        std::thread::Builder::new()
            .spawn(move || {
                let mut output = BufReader::new(output);
                let mut message = Vec::new();
                while output.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                    message.pop();
                    let Ok(value) = serde_json::from_slice(&message) else { return };
                    if sender.send(value).is_err() {
                        return;
                    }
                    message.clear();
                }
            })
            .map_err(gone)?;
        Ok(Browser { child, pipe, answers, events: Vec::new(), profile: Some(profile), last: 0, patience })
    }

    /// Opens an address in a new page of that size in px, and waits until it is loaded.
    ///
    /// # Errors
    /// When the browser does not answer, or cannot open it.
    pub fn open(&mut self, address: &str, (width, height): (u32, u32)) -> Result<Page, Fault> {
        let made = self.call(None, "Target.createTarget", json!({ "url": "about:blank" }))?;
        let attach = json!({ "targetId": made["targetId"], "flatten": true });
        let session = self.call(None, "Target.attachToTarget", attach)?;
        let page = Page(session["sessionId"].as_str().unwrap_or_default().to_owned());
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call(Some(&page), "Emulation.setDeviceMetricsOverride", size)?;
        self.call(Some(&page), "Page.enable", json!({}))?;
        let gone = self.call(Some(&page), "Page.navigate", json!({ "url": address }))?;
        if let Some(error) = gone["errorText"].as_str() {
            return Err(Fault::Refused(error.to_owned()));
        }
        self.wait(&page, "Page.loadEventFired")?;
        Ok(page)
    }

    /// Runs a script on the page, waits for its promise, and gives its value.
    ///
    /// # Errors
    /// When the browser does not answer, or the script throws.
    pub fn evaluate(&mut self, page: &Page, script: &str) -> Result<Value, Fault> {
        let asked = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.call(Some(page), "Runtime.evaluate", asked)?;
        match answer.get("exceptionDetails") {
            Some(thrown) => {
                let words = thrown["exception"]["description"].as_str().or(thrown["text"].as_str());
                Err(Fault::Refused(words.unwrap_or("the script failed").to_owned()))
            }
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Calls a method of the protocol, on a page or on the browser itself.
    ///
    /// # Errors
    /// When the browser does not answer in time, or with an error.
    pub fn call(&mut self, page: Option<&Page>, method: &'static str, parameters: Value) -> Result<Value, Fault> {
        self.last += 1;
        let number = self.last;
        let mut message = json!({ "id": number, "method": method, "params": parameters });
        if let Some(Page(session)) = page {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.pipe.write_all(&bytes).map_err(|_| self.gone())?;
        let mut answer = self.next(method, |message| message["id"] == number)?;
        match answer["error"]["message"].as_str() {
            Some(words) => Err(Fault::Refused(format!("{method}: {words}"))),
            None => Ok(answer["result"].take()),
        }
    }

    fn wait(&mut self, page: &Page, event: &'static str) -> Result<(), Fault> {
        let is_it = |message: &Value| message["method"] == event && message["sessionId"] == page.0.as_str();
        if self.events.iter().any(is_it) {
            return Ok(());
        }
        self.next(event, is_it).map(drop)
    }

    /// The next message that is the one; others are kept.
    fn next(&mut self, what: &'static str, is_it: impl Fn(&Value) -> bool) -> Result<Value, Fault> {
        let end = Instant::now() + self.patience;
        loop {
            match self.answers.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(message) if is_it(&message) => return Ok(message),
                Ok(message) => self.events.push(message),
                Err(RecvTimeoutError::Timeout) => return Err(Fault::Late(what)),
                Err(RecvTimeoutError::Disconnected) => return Err(self.gone()),
            }
        }
    }

    fn gone(&mut self) -> Fault {
        match self.child.try_wait() {
            Ok(Some(status)) => Fault::Gone(format!("it has ended: {status}")),
            _ => Fault::Gone("it has closed its pipe".to_owned()),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked first, so that its own children end in order; then made to.
        let asked = self.pipe.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0").is_ok();
        let end = Instant::now() + Duration::from_secs(if asked { 2 } else { 0 });
        while Instant::now() < end && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        // What is written a moment later by a child of its is taken away with the second try.
        if let Some(profile) = self.profile.take() {
            let path = profile.path().to_owned();
            if profile.close().is_err() {
                std::thread::sleep(Duration::from_millis(100));
                let _ = std::fs::remove_dir_all(path);
            }
        }
    }
}

/// Chromium's own sandbox does not work for root.
fn is_root() -> bool {
    #[cfg(target_os = "linux")]
    return rustix::process::geteuid().is_root();
    #[cfg(not(target_os = "linux"))]
    false
}
