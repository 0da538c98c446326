//! The runtime as one inline script. `build.rs` joins and minifies the modules of `assets/runtime`.
//! Manual page: `tests/spec/output.md`.

use sha2::{Digest, Sha256};

/// How much of the runtime a deck needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What every deck needs, and what some do.
    Deck {
        /// It has clips or frames.
        media: bool,
        /// It has speaker notes.
        notes: bool,
    },
    /// All of it, and what puts changed slides in place of old ones.
    Watch,
}

/// The script of a deck: its interface speaks the language of that tag, English if it is none of ours.
pub fn script(language: &str, extent: Extent) -> String {
    macro_rules! runtime {
        ($language:literal) => {
            match extent {
                Extent::Deck { media: false, notes: false } => {
                    include_str!(concat!(env!("OUT_DIR"), "/runtime-", $language, ".js"))
                }
                Extent::Deck { media: true, notes: false } => {
                    include_str!(concat!(env!("OUT_DIR"), "/runtime-", $language, "-media.js"))
                }
                Extent::Deck { media: false, notes: true } => {
                    include_str!(concat!(env!("OUT_DIR"), "/runtime-", $language, "-notes.js"))
                }
                Extent::Deck { media: true, notes: true } => {
                    include_str!(concat!(env!("OUT_DIR"), "/runtime-", $language, "-media-notes.js"))
                }
                Extent::Watch => include_str!(concat!(env!("OUT_DIR"), "/runtime-", $language, "-watch.js")),
            }
        };
    }
    let tag = language.get(..2).unwrap_or_default().to_ascii_lowercase();
    inline(match tag.as_str() {
        "de" => runtime!("de"),
        "fr" => runtime!("fr"),
        "it" => runtime!("it"),
        _ => runtime!("en"),
    })
}

/// The few lines that stand before the slides, so that the first one is painted while the file is being read.
pub fn early() -> String {
    inline(include_str!(concat!(env!("OUT_DIR"), "/early.js")))
}

/// The script of a page that a server keeps up to date; exported decks do not have it. It is served to this machine, so it stays
/// as it is written.
pub fn live_script() -> String {
    inline(concat!(
        "(()=>{'use strict';\n",
        include_str!("../../assets/runtime/live.js"),
        include_str!("../../assets/runtime/carry.js"),
        include_str!("../../assets/runtime/rehearse.js"),
        include_str!("../../assets/remote/lead.js"),
        include_str!("../../assets/remote/follow.js"),
        "})();"
    ))
}

/// The script of the page by which a phone steers.
pub fn phone_script() -> String {
    inline(include_str!(concat!(env!("OUT_DIR"), "/phone.js")))
}

/// Inside an inline script these would end it or change how it is read, even in a string.
fn inline(script: &str) -> String {
    script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
}

/// The hash by which the content security policy lets this script, and no other, run.
pub fn hash(script: &str) -> String {
    format!("sha256-{}", base64_simd::STANDARD.encode_to_string(Sha256::digest(script.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_cannot_end_its_element() {
        assert_eq!(inline("a='</script><!--'"), "a='<\\/script><\\!--'");
    }

    #[test]
    fn the_runtime_is_one_minified_function() {
        let script = script("en", Extent::Watch);
        // Lines end only inside the texts of pages that it makes.
        let lines = script.lines().count();
        assert!(script.starts_with("(()=>{") && script.len() / lines > 1000, "{lines} lines: {}", &script[..80]);
        assert!(!script.contains("import ") && !script.contains("typedef"));
    }

    #[test]
    fn a_deck_carries_the_words_of_its_language_and_what_its_media_and_notes_need() {
        let plain = Extent::Deck { media: false, notes: false };
        let (english, swiss) = (script("en-GB", plain), script("de-CH", plain));
        assert!(english.contains("next step") && !english.contains("nächster Schritt"));
        assert!(swiss.contains("nächster Schritt") && !swiss.contains("next step"));
        assert_eq!(script("rm", plain), script("", plain));
        for (extent, clips, times) in [
            (plain, false, false),
            (Extent::Deck { media: true, notes: false }, true, false),
            (Extent::Deck { media: false, notes: true }, false, true),
            (Extent::Deck { media: true, notes: true }, true, true),
            (Extent::Watch, true, true),
        ] {
            let script = script("en", extent);
            assert_eq!((script.contains("currentTime"), script.contains(".times.jsonl")), (clips, times), "{extent:?}");
            assert_eq!(script.contains(".swap="), extent == Extent::Watch, "{extent:?}");
        }
    }

    #[test]
    fn the_hash_is_the_one_browsers_compute() {
        assert_eq!(hash("alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }
}
