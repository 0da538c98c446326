//! What an address in picture syntax stands for: a picture, a video, a sound, or a page of the network.

use super::Picture;

/// What `![words](address)` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// A picture file.
    Picture,
    /// A video file.
    Video,
    /// A sound file.
    Audio,
    /// A page on the network, loaded by nobody but a click.
    Page,
}

/// Endings of files that are pictures: an address that ends so is no page.
const PICTURES: [&str; 16] = [
    "png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "avif", "svg", "svgz", "bmp", "ico", "tif", "tiff",
    "heic",
];
const VIDEOS: [&str; 5] = ["mp4", "m4v", "webm", "mov", "ogv"];
const SOUNDS: [&str; 6] = ["mp3", "m4a", "ogg", "opus", "wav", "flac"];

impl Picture {
    /// What it shows, by `as=`, else by the ending of its name.
    pub fn shows(&self) -> Shows {
        match self.attributes.get("as").map(|value| value.value.as_str()) {
            Some("video") => return Shows::Video,
            Some("audio") => return Shows::Audio,
            Some("page") if is_web(&self.path.value) => return Shows::Page,
            _ => {}
        }
        by_name(&self.path.value)
    }

    /// Whether a word without a value was given: `{loop}`, also `{loop=true}`.
    pub fn flag(&self, name: &str) -> Option<bool> {
        let value = self.attributes.get(name)?;
        Some(!matches!(value.value.as_str(), "false" | "no" | "off" | "0"))
    }
}

/// Whether an address is one of the web.
pub fn is_web(address: &str) -> bool {
    let starts = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    starts("http://") || starts("https://")
}

/// What the ending of a name says. An address of the web is a page unless it ends as a picture, a video or a sound does.
pub fn by_name(address: &str) -> Shows {
    let web = is_web(address);
    let path = match address.split_once("://") {
        // The ending of a host is none of a file.
        Some((_, rest)) if web => {
            rest.split_once('/').map_or("", |(_, path)| path).split(['?', '#']).next().unwrap_or("")
        }
        _ => address,
    };
    let name = path.rsplit(['/', '\\']).next().unwrap_or("");
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    match ending.as_str() {
        ending if VIDEOS.contains(&ending) => Shows::Video,
        ending if SOUNDS.contains(&ending) => Shows::Audio,
        ending if web && !PICTURES.contains(&ending) => Shows::Page,
        _ => Shows::Picture,
    }
}

/// A place in a clip, in seconds: `3`, `3.5`, `90s`, `1:30`, `1h2m3s`.
pub fn clip_time(text: &str) -> Option<f64> {
    let plain = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        text.parse::<f64>().ok().filter(|time| digits && *time < 1e6)
    };
    let text = text.trim();
    if let Some((before, seconds)) = text.rsplit_once(':') {
        let (hours, minutes) = before.rsplit_once(':').unwrap_or(("0", before));
        return Some(plain(hours)? * 3600.0 + plain(minutes)? * 60.0 + plain(seconds)?);
    }
    if let Some(time) = plain(text) {
        return Some(time);
    }
    let (mut rest, mut total) = (text, 0.0);
    for (unit, length) in [('h', 3600.0), ('m', 60.0), ('s', 1.0)] {
        if let Some((number, after)) = rest.split_once(unit) {
            total += plain(number)? * length;
            rest = after;
        }
    }
    (rest.is_empty() && !text.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_is_shown() {
        for (address, shows) in [
            ("a.png", Shows::Picture),
            ("a", Shows::Picture),
            ("dir.mp4/a.PNG", Shows::Picture),
            ("Clip.MP4", Shows::Video),
            ("a b.webm", Shows::Video),
            ("x/y.opus", Shows::Audio),
            ("https://example.org", Shows::Page),
            ("https://films.mov", Shows::Page),
            ("HTTPS://example.org/a.b?x=c.png", Shows::Page),
            ("https://example.org/a.png?x=1", Shows::Picture),
            ("https://example.org/a.mp4#t=3", Shows::Video),
            ("//example.org/a", Shows::Picture),
            ("ftp://example.org/a", Shows::Picture),
        ] {
            assert_eq!(by_name(address), shows, "{address}");
        }
    }

    #[test]
    fn times_are_read_as_people_and_players_write_them() {
        for (text, time) in [
            ("3", 3.0),
            ("3.5", 3.5),
            ("90s", 90.0),
            ("1:30", 90.0),
            ("1:00:01", 3601.0),
            ("1h2m3s", 3723.0),
            ("2m", 120.0),
        ] {
            assert_eq!(clip_time(text), Some(time), "{text}");
        }
        for text in ["", "x", "-1", "1s2m", "3 4", "NaN", "inf", "1e9", ":", "1:"] {
            assert_eq!(clip_time(text), None, "{text}");
        }
    }
}
