//! What does not fit on a deck's slides, measured in a browser. Manual page: `tests/spec/fit.md`.

use super::browser::{Browser, Fault, find};
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;

/// Runs in the page; see there.
const SCRIPT: &str = include_str!("../../assets/export/measure.js");
/// A browser may take so long for one answer; a deck of many hundred slides is one answer.
const PATIENCE: Duration = Duration::from_secs(120);

/// A slide of which something does not fit.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Sticking {
    /// The slide's id.
    pub id: String,
    /// The place of its title, as `data-at` says it.
    pub at: String,
    /// By how many px the body is too tall, and something on it too wide.
    pub tall: u32,
    /// Px beside its place.
    pub wide: u32,
    /// Px of pictures that have become too small to be seen.
    pub small: u32,
    /// Px outside of the canvas.
    pub outside: u32,
    /// Px that are cut off.
    pub cut: u32,
    /// Size of the body's text in px.
    pub size: f32,
    /// Line height in px.
    pub line: f32,
    /// What is too wide, outside or cut off, or the first part that is too low.
    pub part: Option<Part>,
}

/// A part of a slide.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Part {
    /// Its place.
    pub at: String,
    /// What it is: `item`, `row`, `line`, or the name of an element.
    pub kind: String,
    /// Its number among its like, from 1; 0 when it has none.
    pub number: u32,
}

/// Loads a deck from a file, lets its own runtime fit every slide, and measures.
///
/// # Errors
/// When there is no browser, or it fails.
pub fn measure(deck: &Path, canvas: (u32, u32)) -> Result<Vec<Sticking>, Fault> {
    let mut browser = Browser::launch(&find()?, PATIENCE)?;
    let page = browser.open(&address(deck), canvas)?;
    let found = browser.evaluate(&page, SCRIPT)?;
    serde_json::from_value(found).map_err(|error| Fault::Refused(format!("its answer cannot be read: {error}")))
}

/// The address of a file.
fn address(path: &Path) -> String {
    let mut address = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => address.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => address.push(char::from(byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_an_address() {
        assert_eq!(address(Path::new("/tmp/a b/ü#1.html")), "file:///tmp/a%20b/%C3%BC%231.html");
    }

    #[test]
    fn what_the_page_says_is_read() {
        let said = r#"[{"id":"a","at":"0.5.9","tall":40,"wide":0,"small":0,"outside":0,"cut":0,"size":24,"line":33.1,
            "part":{"at":"0.9.20","kind":"item","number":5}}]"#;
        let read: Vec<Sticking> = serde_json::from_str(said).unwrap();
        assert_eq!((read[0].tall, read[0].part.as_ref().unwrap().number), (40, 5));
    }
}
