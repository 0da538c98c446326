//! Clips beside the deck: copied, listed, found again, never over something that was read.

use super::desk::Desk;

/// The beginning of a WebM file; nothing here plays it.
const WEBM: &[u8] = b"\x1a\x45\xdf\xa3\x42\x82\x84webm";

fn desk(talk: &str) -> Desk {
    Desk::with(&[
        ("talk.md", talk.as_bytes()),
        ("a/clip.webm", WEBM),
        ("b/clip.webm", b"\x1a\x45\xdf\xa3\x42\x82\x84webm, too"),
    ])
}

const TALK: &str = "# A\n\n![x](a/clip.webm){beside}\n\n![y](b/clip.webm){beside}\n\n![x](a/clip.webm){beside}\n";

#[test]
fn clips_beside_the_deck_are_copied_once_named_and_listed() {
    let desk = desk(TALK);
    let ran = desk.run(&["build", "talk.md", "-o", "my talk.html"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("with my talk.media: clip-2.webm (16 bytes), clip.webm (11 bytes)"), "{}", ran.err);
    assert_eq!(std::fs::read(desk.path("my talk.media/clip.webm")).unwrap(), WEBM);
    let deck = desk.read("my talk.html");
    assert_eq!(deck.matches("src=\"my%20talk.media/clip.webm\"").count(), 2);
    assert_eq!(deck.matches("src=\"my%20talk.media/clip-2.webm\"").count(), 1);
    assert!(deck.contains("media-src 'self';") && !deck.contains("data:video"));
    let written = |name: &str| std::fs::metadata(desk.path(name)).unwrap().modified().unwrap();
    let before = written("my talk.media/clip.webm");
    let again = desk.run(&["build", "talk.md", "-o", "my talk.html"]);
    assert!(again.err.starts_with("unchanged my talk.html"), "{}", again.err);
    assert_eq!(written("my talk.media/clip.webm"), before);
    // The presenter's file looks into the same folder.
    desk.run(&["build", "talk.md", "--notes", "-o", "my talk.presenter.html"]);
    assert!(desk.read("my talk.presenter.html").contains("my%20talk.media/clip.webm"));
}

#[test]
fn with_nothing_to_stand_beside_there_is_an_error_with_a_way_out() {
    let desk = desk(TALK);
    desk.run(&["build", "talk.md", "-o", "-"]).refused("output-beside", "-o talk.html");
    assert!(!desk.has("talk.media"));
    let inside = self::desk("---\nmedia: beside\n---\n\n# A\n\n![x](a/clip.webm){embed}\n");
    let ran = inside.run(&["build", "talk.md", "-o", "-"]);
    assert!(ran.code == 0 && ran.out.contains("media-src data:;"), "{}", ran.err);
}

#[test]
fn the_folder_may_be_no_file_and_a_clip_of_the_talk_is_never_overwritten() {
    let desk = Desk::with(&[
        ("talk.md", TALK.as_bytes()),
        ("a/clip.webm", WEBM),
        ("b/clip.webm", WEBM),
        ("talk.media", b"mine"),
    ]);
    desk.run(&["build", "talk.md"]).refused("output-unwritable", "no folder");
    assert_eq!(desk.read("talk.media"), "mine");
    assert!(!desk.has("talk.html"), "a deck without its clips is not written");
    let talk = "# A\n\n![x](a/clip.webm){beside}\n\n![y](talk.media/clip.webm)\n";
    let desk = Desk::with(&[
        ("talk.md", talk.as_bytes()),
        ("a/clip.webm", b"\x1a\x45\xdf\xa3webm other"),
        ("talk.media/clip.webm", WEBM),
    ]);
    desk.run(&["build", "talk.md"]).refused("output-is-input", "talk.media/clip.webm");
    assert_eq!(std::fs::read(desk.path("talk.media/clip.webm")).unwrap(), WEBM);
}
