//! The address of a page: what is framed after a click, and where that comes from. Manual page: `tests/spec/media.md`.

use crate::deck::clip_time;
use crate::source::{Diagnostic, Spanned};

/// A page on the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The address as written, for a link.
    pub link: String,
    /// What the frame loads.
    pub frame: String,
    /// Scheme, host and port of `frame`, as a content security policy names them.
    pub origin: String,
    /// The host of `frame`, for people.
    pub host: String,
    /// A player of videos: it must fall silent when its slide is left.
    pub is_player: bool,
}

/// The page at an address.
///
/// # Errors
/// The address names no plain host.
pub fn page(address: &Spanned<String>) -> Result<Page, Diagnostic> {
    let wrong = || {
        let message = format!("`{}` is no address of a page", address.value);
        Diagnostic::error("page-address", message, address.span)
            .hint("write `https://`, a host in plain letters (`xn--…` for others), and a path")
    };
    let link = clean(&address.value);
    let (scheme, host, rest) = parts(&link).ok_or_else(wrong)?;
    let player = player(&host, rest);
    let is_player = player.is_some();
    let frame = player.unwrap_or_else(|| format!("{scheme}://{host}{rest}"));
    let (scheme, host, _) = parts(&frame).ok_or_else(wrong)?;
    Ok(Page { origin: format!("{scheme}://{host}"), host, is_player, frame, link })
}

/// Without characters that have no place in an address; blanks, quotes and brackets encoded.
fn clean(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.trim().chars().filter(|c| !c.is_control()) {
        match c {
            ' ' => out.push_str("%20"),
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            c => out.push(c),
        }
    }
    out
}

/// Scheme, host with port, and what follows. No user names, no signs with which a policy could be written.
fn parts(address: &str) -> Option<(&'static str, String, &str)> {
    let (scheme, rest) = address.split_once("://")?;
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "https" => "https",
        "http" => "http",
        _ => return None,
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].to_ascii_lowercase();
    let (name, port) = host.split_once(':').unwrap_or((&host, "0"));
    let labels = name.split('.').all(|label| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    });
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    (labels && is_port).then_some((scheme, host, &rest[end..]))
}

/// YouTube and Vimeo: the address of the player that keeps the fewest traces.
fn player(host: &str, rest: &str) -> Option<String> {
    let (path, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let value = |key: &str| {
        let mut pairs = query.split('&').chain(fragment.split('&'));
        pairs.find_map(|pair| pair.split_once('=').filter(|(name, _)| *name == key).map(|(_, value)| value))
    };
    let seconds = |text: Option<&str>| text.and_then(clip_time).map(|time| time as u64).filter(|time| *time > 0);
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    let plain = |id: &&str| {
        (1..=64).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let short = ["www.", "m.", "music."].iter().find_map(|start| host.strip_prefix(start)).unwrap_or(host);
    match short {
        "youtu.be" | "youtube.com" | "youtube-nocookie.com" => {
            let id = match steps.as_slice() {
                ["watch"] => value("v"),
                ["shorts" | "embed" | "live" | "v", id] => Some(*id),
                [id] if short == "youtu.be" => Some(*id),
                _ => None,
            }
            .filter(plain)?;
            let start = seconds(value("t").or_else(|| value("start")));
            let start = start.map(|start| format!("&start={start}")).unwrap_or_default();
            Some(format!("https://www.youtube-nocookie.com/embed/{id}?autoplay=1{start}"))
        }
        "vimeo.com" | "player.vimeo.com" => {
            let (id, hash) = match steps.as_slice() {
                ["video", id] | [id] => (*id, value("h")),
                ["channels", _, id] | ["groups", _, "videos", id] => (*id, None),
                ["video", id, hash] | [id, hash] => (*id, Some(*hash)),
                _ => return None,
            };
            id.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
            let hash = hash.filter(plain).map(|hash| format!("&h={hash}")).unwrap_or_default();
            let start = seconds(value("t")).map(|start| format!("#t={start}s")).unwrap_or_default();
            Some(format!("https://player.vimeo.com/video/{id}?dnt=1&autoplay=1{hash}{start}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn of(address: &str) -> Option<Page> {
        page(&Spanned::new(address.to_owned(), Span::default())).ok()
    }

    #[test]
    fn videos_are_framed_from_the_players_that_keep_fewest_traces() {
        let tube = "https://www.youtube-nocookie.com/embed/abcDEF123_-?autoplay=1";
        let vimeo = "https://player.vimeo.com/video/12345678?dnt=1&autoplay=1";
        for (address, frame) in [
            ("https://www.youtube.com/watch?v=abcDEF123_-", tube.to_owned()),
            ("https://youtube.com/watch?list=x&v=abcDEF123_-&t=1m30s", format!("{tube}&start=90")),
            ("https://m.youtube.com/watch?v=abcDEF123_-#t=9", format!("{tube}&start=9")),
            ("https://youtu.be/abcDEF123_-?t=42", format!("{tube}&start=42")),
            ("https://www.youtube.com/shorts/abcDEF123_-", tube.to_owned()),
            ("https://www.youtube.com/embed/abcDEF123_-?start=7", format!("{tube}&start=7")),
            ("https://vimeo.com/12345678", vimeo.to_owned()),
            ("https://vimeo.com/12345678/ab12#t=1m5s", format!("{vimeo}&h=ab12#t=65s")),
            ("https://vimeo.com/channels/paper/12345678", vimeo.to_owned()),
        ] {
            let page = of(address).unwrap();
            assert_eq!((page.frame, page.is_player), (frame, true), "{address}");
        }
        for other in [
            "https://www.youtube.com/@somebody",
            "https://vimeo.com/features",
            "https://youtube.com.example.org/watch?v=abcDEF123_-",
        ] {
            assert!(!of(other).unwrap().is_player, "{other}");
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port_and_nothing_else() {
        let page = of("HTTPS://Example.ORG:8443/a b?x=\"1\"#y").unwrap();
        assert_eq!(page.origin, "https://example.org:8443");
        assert_eq!(page.frame, "https://example.org:8443/a%20b?x=%221%22#y");
        assert_eq!(page.host, "example.org:8443");
        for wrong in [
            "https://",
            "https:///x",
            "https://a b/x",
            "https://user@example.org/",
            "https://ex;ample.org",
            "https://*.org",
            "https://a..b",
            "https://b\u{fc}ro.ch",
            "javascript://x",
            "https://x:y",
            "https://x:99999",
            "https://x:+8",
            "https://'self'",
        ] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
