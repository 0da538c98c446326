//! One connection: a request is let in, looked up and answered; a socket gets the messages of its talk.
//! Manual page: `tests/spec/watch.md`.

use super::gate::{Asked, Refusal, Role, admit};
use super::phone::phone;
use super::remote::Seat;
use super::reply::{clip, content, fixed, plain};
use super::shows::{Found, Show, Shows};
use super::{Event, Heard};
use futures_util::{SinkExt, StreamExt};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role as Side, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// Bytes of a request line with its headers.
const REQUEST: usize = 64 << 10;
/// Headers of a request.
const HEADERS: usize = 100;
/// Bytes of a message from a page.
const MESSAGE: usize = 64 << 10;
/// Connections of this machine itself: a crowd on the network does not keep the speaker out.
const HOME: usize = 4096;
/// A request must have come in this time.
const SLOW_REQUEST: Duration = Duration::from_secs(10);
/// A connection without a socket ends after this time, whatever it does; browsers open another.
const CONNECTION: Duration = Duration::from_secs(120);
/// A page that takes no message for so long is let go; it connects again when it can.
const SLOW_PAGE: Duration = Duration::from_secs(20);

/// What all connections share.
pub struct House {
    pub shows: Arc<Shows>,
    pub token: Option<String>,
    pub hear: Box<dyn Fn(Heard) + Send + Sync>,
}

/// Takes connections for ever.
pub async fn accept(listener: std::net::TcpListener, house: Arc<House>, most: usize) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    let (home, away) = (Arc::new(Semaphore::new(HOME)), Arc::new(Semaphore::new(most)));
    loop {
        match listener.accept().await {
            Ok((stream, there)) => {
                // Over the limit the connection is closed at once: waiting would keep honest pages out too.
                let places = if there.ip().is_loopback() { &home } else { &away };
                let Ok(place) = places.clone().try_acquire_owned() else { continue };
                let house = house.clone();
                tokio::spawn(async move {
                    let _ = serve(stream, there, house).await;
                    drop(place);
                });
            }
            // No descriptors left: others will be given back.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn serve(stream: TcpStream, there: SocketAddr, house: Arc<House>) -> std::io::Result<()> {
    let here = stream.local_addr()?;
    stream.set_nodelay(true)?;
    let (give, taken) = tokio::sync::oneshot::channel();
    let give = Arc::new(std::sync::Mutex::new(Some(give)));
    let own = house.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let (house, give) = (own.clone(), give.clone());
        async move {
            let (response, socket) = answer(request, &house, here, there);
            if let (Some(socket), Ok(mut give)) = (socket, give.lock()) {
                give.take().map(|give| give.send(socket));
            }
            Ok::<_, Infallible>(response)
        }
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(SLOW_REQUEST).max_buf_size(REQUEST).max_headers(HEADERS);
    let connection = http.serve_connection(TokioIo::new(stream), service).with_upgrades();
    let _ = timeout(CONNECTION, connection).await;
    if let Ok(Socket { upgrade, leads }) = taken.await
        && let Ok(upgraded) = upgrade.await
    {
        let limits = WebSocketConfig::default().max_message_size(Some(MESSAGE)).max_frame_size(Some(MESSAGE));
        let socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Side::Server, Some(limits)).await;
        match leads {
            Leads::Phone => phone(socket, &house).await,
            Leads::Talk { prefix, role, seen } => {
                if let Some(show) = house.shows.show(&prefix, role) {
                    talk(socket, show, &house, (role, &prefix), &seen).await;
                }
            }
        }
    }
    Ok(())
}

/// A socket that was let in.
struct Socket {
    upgrade: hyper::upgrade::OnUpgrade,
    leads: Leads,
}

/// Where a socket leads.
enum Leads {
    /// To the messages of a talk.
    Talk {
        prefix: String,
        role: Role,
        /// What the page shows: session and revision.
        seen: String,
    },
    /// To what phones steer by, once it has shown its code or its token.
    Phone,
}

type Answer = (Response<Full<Bytes>>, Option<Socket>);

fn answer(mut request: Request<Incoming>, house: &House, here: SocketAddr, there: SocketAddr) -> Answer {
    let upgrade = hyper::upgrade::on(&mut request);
    let all = |name: HeaderName| -> Vec<&str> {
        // What is no text is no name of ours.
        request.headers().get_all(name).iter().map(|value| value.to_str().unwrap_or("\u{FFFD}")).collect()
    };
    // Hyper reads in large parts and minds its own limit only between them.
    let size = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len() + 4;
    if request.uri().to_string().len() + request.headers().iter().map(size).sum::<usize>() > REQUEST {
        return (plain(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "too much at once\n", true), None);
    }
    let one = |name: &'static str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let wants_socket = one("upgrade").eq_ignore_ascii_case("websocket");
    let asked = Asked {
        method: request.method().as_str(),
        path: request.uri().path(),
        has_authority: request.uri().authority().is_some(),
        query: request.uri().query().unwrap_or(""),
        hosts: all(header::HOST),
        origins: all(header::ORIGIN),
        site: one("sec-fetch-site"),
        mode: one("sec-fetch-mode"),
        upgrade: wants_socket,
        here,
        there,
    };
    let role = match admit(&asked, house.token.as_deref()) {
        Ok(role) => role,
        Err(Refusal::Method) => return (plain(StatusCode::METHOD_NOT_ALLOWED, "only GET\n", true), None),
        Err(Refusal::Stranger) => {
            return (
                plain(StatusCode::FORBIDDEN, "not from here: open the address that the terminal shows\n", true),
                None,
            );
        }
    };
    // Browsers ask for it without being told to, and write a refusal on the console.
    if asked.path == "/favicon.ico" {
        return (plain(StatusCode::NO_CONTENT, "", false), None);
    }
    match house.shows.find(asked.path, role, there.ip().is_loopback()) {
        Found::Live(prefix, _) if wants_socket => {
            let seen = asked.query.split('&').find_map(|pair| pair.strip_prefix("seen=")).unwrap_or("").to_owned();
            let leads = Leads::Talk { prefix: prefix.to_owned(), role, seen };
            switch(one("sec-websocket-key"), one("sec-websocket-version"), Socket { upgrade, leads })
        }
        Found::Phone if wants_socket => {
            let socket = Socket { upgrade, leads: Leads::Phone };
            switch(one("sec-websocket-key"), one("sec-websocket-version"), socket)
        }
        Found::Page(page) => (content("text/html; charset=utf-8", page.into(), false), None),
        Found::Whole(json) => (content("application/json", json.into(), false), None),
        Found::Fixed(mime, bytes) => (fixed(mime, &bytes, one("range")), None),
        Found::Clip(mime, file) => (clip(mime, &file, one("range")), None),
        Found::Moved(path) => {
            let mut response = plain(StatusCode::PERMANENT_REDIRECT, "", false);
            if let Ok(value) = HeaderValue::from_str(&path) {
                response.headers_mut().insert(header::LOCATION, value);
            }
            (response, None)
        }
        Found::Live(..) | Found::Phone | Found::Nothing => {
            (plain(StatusCode::NOT_FOUND, "there is nothing here\n", false), None)
        }
    }
}

/// Turns a request into a socket.
fn switch(key: &str, version: &str, socket: Socket) -> Answer {
    if version != "13" || key.len() != 24 {
        return (plain(StatusCode::BAD_REQUEST, "no WebSocket of version 13\n", true), None);
    }
    let mut response = plain(StatusCode::SWITCHING_PROTOCOLS, "", false);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(value) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) {
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, value);
    }
    (response, Some(socket))
}

/// A WebSocket of ours.
pub type Stream = WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>;

/// Sends a page every message of its talk, and hears what a speaker's page says.
async fn talk(socket: Stream, show: &Show, house: &House, (role, prefix): (Role, &str), seen: &str) {
    let (mut out, mut from) = socket.split();
    // First listen, then look: nothing falls in between.
    let mut news = show.listen();
    let newest = show.newest();
    let session = &house.shows.session;
    let first =
        if seen == format!("{session}.{}", newest.rev) { newest.greeting(session).into() } else { refetch(show) };
    let mut next = Some(first);
    let mut seat = house.shows.remote.as_ref().filter(|_| role == Role::Speaker).map(|remote| remote.enter(prefix));
    let mut standing = show.standing();
    let mut running = Running { house, prefix, run: None };
    loop {
        if let Some(message) = next.take() {
            match timeout(SLOW_PAGE, out.send(Message::Text(message))).await {
                Ok(Ok(())) => {}
                // Gone, or asleep: it will connect again.
                _ => return,
            }
            // Then what holds for every page that comes.
            next = standing.take();
            if next.is_some() {
                continue;
            }
        }
        tokio::select! {
            told = news.recv() => match told {
                Ok(message) => next = Some(message),
                // It was too slow. What it missed is not sent again; it fetches the whole once.
                Err(RecvError::Lagged(_)) => next = Some(refetch(show)),
                Err(RecvError::Closed) => return,
            },
            order = ordered(seat.as_mut()) => next = Some(order),
            said = from.next() => match said {
                Some(Ok(Message::Text(text))) if role == Role::Speaker => {
                    let is_report = seat.as_ref().is_some_and(|seat| seat.hear(&text, &house.shows));
                    if !is_report && let Ok(event) = serde_json::from_str::<Event>(&text) {
                        running.hear(event);
                    }
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
        }
    }
}

/// What a phone asks of this page; without phones there is never anything.
async fn ordered(seat: Option<&mut Seat<'_>>) -> Utf8Bytes {
    match seat {
        Some(seat) => seat.order().await,
        None => std::future::pending().await,
    }
}

/// What is heard of one page; when it goes, whoever records its run is told.
struct Running<'a> {
    house: &'a House,
    prefix: &'a str,
    /// The run that it shows.
    run: Option<String>,
}

impl Running<'_> {
    fn hear(&mut self, event: Event) {
        let run = event.run().map(str::to_owned);
        self.tell(event);
        if run.is_some() && run != self.run {
            self.run.take().into_iter().for_each(|old| self.tell(Event::Left(old)));
            run.clone().into_iter().for_each(|new| self.tell(Event::Joined(new)));
            self.run = run;
        }
    }

    fn tell(&self, event: Event) {
        (self.house.hear)(Heard::Page(self.prefix.to_owned(), event));
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.run.take().into_iter().for_each(|run| self.tell(Event::Left(run)));
    }
}

fn refetch(show: &Show) -> Utf8Bytes {
    format!("{{\"kind\":\"refetch\",\"rev\":{}}}", show.newest().rev).into()
}
