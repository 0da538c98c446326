//! Shows decks to browsers: HTTP and one WebSocket a page. The only door to hyper, tokio and tungstenite.
//! Manual page: `tests/spec/watch.md`.
//!
//! The server answers from finished editions and reads nothing from the disk. It runs on one thread of its own; a save hands over an
//! edition and never waits for a page. Hyper is used without a framework on top: addresses are looked up in a map, so that a router and
//! its parts would only be more to build and to trust.

mod connection;
pub mod gate;
mod pairing;
mod phone;
mod remote;
mod reply;
mod report;
mod shows;

pub use gate::Role;
pub use remote::Remote;
pub use shows::Shows;

use serde::Deserialize;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::net::TcpSocket;
use tokio::sync::oneshot;

/// When the wanted port is taken, so many after it are tried.
const PORTS: u16 = 100;
/// Connections that may wait until they are taken. When a whole hall comes at once, those beyond it try again a second later.
const WAITING: u32 = 4096;
/// More connections at once are turned away.
const CONNECTIONS: usize = 4096;

/// How to listen.
#[derive(Clone, Debug)]
pub struct Listen {
    /// The port to try first.
    pub port: u16,
    /// On the network too; the speaker then needs this token.
    pub token: Option<String>,
}

/// What a speaker's page reports.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Event {
    /// Slides whose content sticks out.
    Overflow {
        /// Which.
        slides: Vec<Overflow>,
    },
    /// What the page has of a run of the talk, from one entry on.
    Run {
        /// The run's id.
        run: String,
        /// The number of the first of these entries.
        from: usize,
        /// Entries as the page has them; whoever records them looks into them.
        events: Vec<serde_json::Value>,
    },
    /// Where the clocks of a run stand.
    Tick {
        /// The run's id.
        run: String,
        /// Milliseconds of the talk.
        at: serde_json::Number,
        /// Milliseconds of questions.
        asked: serde_json::Number,
    },
    /// A page shows this run. No page says so itself.
    #[serde(skip)]
    Joined(String),
    /// A page that showed this run is gone, or shows another. No page says so itself.
    #[serde(skip)]
    Left(String),
}

/// A slide whose content sticks out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Overflow {
    /// Its key.
    pub key: u32,
    /// How far, in px of the unscaled slide.
    pub px: u32,
}

/// What the server hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A page of the talk with that prefix reports something.
    Page(String, Event),
    /// A phone was paired.
    Paired,
    /// A phone tried a code when there was none.
    CodeWanted,
    /// Codes were wrong too often: none is right until another is shown.
    Locked,
    /// Somebody wants the program to end.
    Stop,
}

/// A running server; dropping it closes every connection.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens and serves on a thread of its own. `hear` must not wait.
    ///
    /// # Errors
    /// When no port is free or the system gives no thread.
    pub fn start(
        listen: &Listen,
        shows: Arc<Shows>,
        hear: impl Fn(Heard) + Send + Sync + 'static,
    ) -> io::Result<Server> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _here = runtime.enter();
            bind(listen)?
        };
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let token = listen.token.clone();
        let house = Arc::new(connection::House { shows, token, hear: Box::new(hear) });
        let thread = std::thread::Builder::new().name("server".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = connection::accept(listener, house.clone(), CONNECTIONS) => {}
                    () = signals(&house) => {}
                    _ = stopped => {}
                }
            });
            // Connections are dropped, whatever they are doing.
            runtime.shutdown_background();
        })?;
        Ok(Server { address, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.take().map(|stop| stop.send(()));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl Event {
    /// The run that a page shows which says this.
    fn run(&self) -> Option<&str> {
        match self {
            Event::Run { run, .. } | Event::Tick { run, .. } => Some(run),
            _ => None,
        }
    }
}

/// Hears of Ctrl-C and of the wish to end, for as long as the server lives.
async fn signals(house: &connection::House) {
    loop {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let (terminate, hangup) = (signal(SignalKind::terminate()), signal(SignalKind::hangup()));
            let (Ok(mut terminate), Ok(mut hangup)) = (terminate, hangup) else { return std::future::pending().await };
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
                // The terminal was closed.
                _ = hangup.recv() => {}
            }
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        (house.hear)(Heard::Stop);
    }
}

/// The wanted port, else the next free one. To be called where the runtime is.
fn bind(listen: &Listen) -> io::Result<TcpListener> {
    let ip = if listen.token.is_some() { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    let last = listen.port.saturating_add(if listen.port == 0 { 0 } else { PORTS });
    let open = |port| {
        let socket = TcpSocket::new_v4()?;
        // Else a port stays taken for a minute after the program that had it; on Windows it means something else.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind((ip, port).into())?;
        socket.listen(WAITING)?.into_std()
    };
    let mut refused = None;
    for port in listen.port..=last {
        match open(port) {
            Ok(listener) => return Ok(listener),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// The address by which others on the network reach this machine, if it has one. Nothing is sent.
pub fn network_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address kept for documentation: the system only chooses the way there.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|ip| !ip.is_unspecified() && !ip.is_loopback())
}
