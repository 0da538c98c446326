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

/// The asked part of a clip, at most [`PART`] of it: players ask for the rest when they need it.
pub fn clip(mime: &'static str, file: &Glimpse, range: &str) -> Response<Full<Bytes>> {
    let read = || -> std::io::Result<(u64, u64, Vec<u8>)> {
        // The name may have been turned elsewhere since the build: a link is not followed.
        if file.path.canonicalize()? != file.path {
            return Err(std::io::ErrorKind::NotFound.into());
        }
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
pub fn plain(status: StatusCode, words: &'static str, last: bool) -> Response<Full<Bytes>> {
    let mut response = content("text/plain; charset=utf-8", Bytes::from_static(words.as_bytes()), false);
    *response.status_mut() = status;
    if last {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
