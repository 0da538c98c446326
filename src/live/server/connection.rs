//! One connection: a request is let in, looked up and answered; a socket gets the messages of its talk.
//! Manual page: `tests/spec/watch.md`.

use super::gate::{Asked, Refusal, Role, admit};
use super::shows::{Found, Show, Shows};
use super::{Event, Heard};
use crate::source::Glimpse;
use futures_util::{SinkExt, StreamExt};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io::{Read, Seek};
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
/// Bytes of a clip in one answer.
const PART: u64 = 4 << 20;
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
    let places = Arc::new(Semaphore::new(most));
    loop {
        match listener.accept().await {
            Ok((stream, there)) => {
                // Over the limit the connection is closed at once: waiting would keep honest pages out too.
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
    if let Ok(Socket { upgrade, prefix, role, seen }) = taken.await
        && let Ok(upgraded) = upgrade.await
    {
        let limits = WebSocketConfig::default().max_message_size(Some(MESSAGE)).max_frame_size(Some(MESSAGE));
        let socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Side::Server, Some(limits)).await;
        if let Some(show) = house.shows.show(&prefix, role) {
            talk(socket, show, &house, (role, &prefix), &seen).await;
        }
    }
    Ok(())
}

/// A socket that was let in.
struct Socket {
    upgrade: hyper::upgrade::OnUpgrade,
    prefix: String,
    role: Role,
    /// What the page shows: session and revision.
    seen: String,
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
    match house.shows.find(asked.path, role) {
        Found::Live(prefix, _) if wants_socket => {
            let (key, version) = (one("sec-websocket-key"), one("sec-websocket-version"));
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
            let seen = asked.query.split('&').find_map(|pair| pair.strip_prefix("seen=")).unwrap_or("").to_owned();
            (response, Some(Socket { upgrade, prefix: prefix.to_owned(), role, seen }))
        }
        Found::Page(page) => (content("text/html; charset=utf-8", page.into(), false), None),
        Found::Whole(json) => (content("application/json", json.into(), false), None),
        Found::Fixed(mime, bytes) => (content(mime, bytes, true), None),
        Found::Clip(mime, file) => (clip(mime, &file, one("range")), None),
        Found::Moved(path) => {
            let mut response = plain(StatusCode::PERMANENT_REDIRECT, "", false);
            if let Ok(value) = HeaderValue::from_str(&path) {
                response.headers_mut().insert(header::LOCATION, value);
            }
            (response, None)
        }
        Found::Live(..) | Found::Nothing => (plain(StatusCode::NOT_FOUND, "there is nothing here\n", false), None),
    }
}

fn content(mime: &'static str, body: Bytes, fixed: bool) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    let headers = response.headers_mut();
    let cache = if fixed { "private, max-age=31536000, immutable" } else { "no-store" };
    for (name, value) in [
        (header::CONTENT_TYPE, mime),
        (header::CACHE_CONTROL, cache),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The asked part of a clip, at most [`PART`] of it: players ask for the rest when they need it.
fn clip(mime: &'static str, file: &Glimpse, range: &str) -> Response<Full<Bytes>> {
    let read = || -> std::io::Result<(u64, u64, Vec<u8>)> {
        let mut opened = file.open()?;
        let size = opened.metadata()?.len();
        let asked = range.strip_prefix("bytes=").and_then(|range| range.split_once('-'));
        let start = asked.and_then(|(start, _)| start.parse().ok()).unwrap_or(0);
        let end = asked.and_then(|(_, end)| end.parse::<u64>().ok()).map_or(size, |last| last.saturating_add(1));
        let length = end.min(size).saturating_sub(start).min(PART);
        let mut bytes = Vec::new();
        opened.seek(std::io::SeekFrom::Start(start))?;
        opened.take(length).read_to_end(&mut bytes)?;
        Ok((start, size, bytes))
    };
    let Ok((start, size, bytes)) = read() else { return plain(StatusCode::NOT_FOUND, "the clip is gone\n", false) };
    if bytes.is_empty() {
        return plain(StatusCode::RANGE_NOT_SATISFIABLE, "there is no such part\n", false);
    }
    let is_whole = range.is_empty() && bytes.len() as u64 == size;
    let words = format!("bytes {start}-{}/{size}", start + bytes.len() as u64 - 1);
    let mut response = content(mime, bytes.into(), false);
    response.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if !is_whole {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        if let Ok(value) = HeaderValue::from_str(&words) {
            response.headers_mut().insert(header::CONTENT_RANGE, value);
        }
    }
    response
}

/// Words; `last` ends the connection, whose body, if any, nobody reads.
fn plain(status: StatusCode, words: &'static str, last: bool) -> Response<Full<Bytes>> {
    let mut response = content("text/plain; charset=utf-8", Bytes::from_static(words.as_bytes()), false);
    *response.status_mut() = status;
    if last {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

type Stream = WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>;

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
            said = from.next() => match said {
                Some(Ok(Message::Text(text))) if role == Role::Speaker => {
                    if let Ok(event) = serde_json::from_str::<Event>(&text) {
                        running.hear(event);
                    }
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
        }
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
