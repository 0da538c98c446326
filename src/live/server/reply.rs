//! Answers: what is given, with the headers that keep it here, parts of clips, and refusals in words.
//! Manual page: `tests/spec/watch.md`, "Who is let in".

use crate::source::Glimpse;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use std::io::{Read, Seek};

/// Bytes of a clip in one answer.
const PART: u64 = 4 << 20;

/// Bytes of a type; `fixed` for what never changes at its address.
pub fn content(mime: &'static str, body: Bytes, fixed: bool) -> Response<Full<Bytes>> {
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

/// The asked part of a clip's file, at most [`PART`] of it: players ask for the rest when they need it.
pub fn clip(mime: &'static str, file: &Glimpse, range: &str) -> Response<Full<Bytes>> {
    let read = || -> std::io::Result<Part> {
        // The name may have been turned elsewhere since the build: a link is not followed.
        if file.path.canonicalize()? != file.path {
            return Err(std::io::ErrorKind::NotFound.into());
        }
        let mut opened = file.open()?;
        let size = opened.metadata()?.len();
        let (start, length) = asked(range, size);
        let mut bytes = Vec::new();
        opened.seek(std::io::SeekFrom::Start(start))?;
        opened.take(length.min(PART)).read_to_end(&mut bytes)?;
        Ok(Part { start, size, bytes: bytes.into() })
    };
    match read() {
        Ok(part) => partial(content(mime, part.bytes.clone(), false), &part, range),
        Err(_) => plain(StatusCode::NOT_FOUND, "the clip is gone\n", false),
    }
}

/// What never changes at its address: all of it, or the asked part. Browsers let nobody seek in a clip that comes only whole.
pub fn fixed(mime: &'static str, bytes: &Bytes, range: &str) -> Response<Full<Bytes>> {
    let size = bytes.len() as u64;
    let (start, length) = asked(range, size);
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
    let part = Part { start, size, bytes: bytes.slice(place(start)..place(start + length)) };
    partial(content(mime, part.bytes.clone(), true), &part, range)
}

/// A part of something that is `size` bytes long.
struct Part {
    start: u64,
    size: u64,
    bytes: Bytes,
}

/// Where the asked part begins and how long it is; without a range that we know, everything.
fn asked(range: &str, size: u64) -> (u64, u64) {
    let range = range.strip_prefix("bytes=").and_then(|range| range.split_once('-'));
    let Some((start, end)) = range.and_then(|(start, end)| Some((start.parse::<u64>().ok()?, end))) else {
        return (0, size);
    };
    let end = end.parse::<u64>().map_or(size, |last| last.saturating_add(1)).min(size);
    (start, end.saturating_sub(start))
}

/// Says which part it is.
fn partial(mut response: Response<Full<Bytes>>, part: &Part, range: &str) -> Response<Full<Bytes>> {
    let length = part.bytes.len() as u64;
    if length == 0 && part.size > 0 {
        return plain(StatusCode::RANGE_NOT_SATISFIABLE, "there is no such part\n", false);
    }
    response.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if !range.is_empty() || length < part.size {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let last = (part.start + length).saturating_sub(1);
        if let Ok(value) = HeaderValue::from_str(&format!("bytes {}-{last}/{}", part.start, part.size)) {
            response.headers_mut().insert(header::CONTENT_RANGE, value);
        }
    }
    response
}

/// Words; `last` ends the connection, whose body, if any, nobody reads.
pub fn plain(status: StatusCode, words: &'static str, last: bool) -> Response<Full<Bytes>> {
    let mut response = content("text/plain; charset=utf-8", Bytes::from_static(words.as_bytes()), false);
    *response.status_mut() = status;
    if last {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
