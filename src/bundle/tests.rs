//! A whole deck packed from small slides.

use super::*;
use crate::source::{FileId, Level};

const CSS: &str = "@layer theme{:root{--accent:red} em{font-style:italic}}";

pub(super) fn parts<'a>(slides: Vec<(&'a str, Span)>, assets: &'a BTreeMap<String, Asset>) -> Parts<'a> {
    let (title, language, theme) = ("A <talk>", "de", "lectern");
    static PLAN: Plan = Plan { slides: Vec::new(), groups: Vec::new(), slot: Some(1200), questions: None };
    static NONE: BTreeSet<String> = BTreeSet::new();
    static FACES: std::sync::LazyLock<Faces> = std::sync::LazyLock::new(Faces::default);
    let (has_media, media_folder, frames) = (false, "talk.media", &NONE);
    let (color, aspect, css, plan) = ("auto", "16:9", CSS, &PLAN);
    Parts {
        title,
        language,
        theme,
        color,
        aspect,
        css,
        faces: &FACES,
        plan,
        slides,
        assets,
        has_media,
        media_folder,
        frames,
        cache: None,
    }
}

fn packed(html: &str) -> (String, Report<Bundle>) {
    let assets = BTreeMap::new();
    let report = pack(&parts(vec![(html, Span::new(FileId(0), 5, 9))], &assets));
    (String::from_utf8(report.value.bytes.clone()).unwrap(), report)
}

#[test]
fn a_deck_without_formulas_and_code_carries_none_of_their_bytes() {
    let (html, report) = packed("<section class=\"slide\"><h2 class=\"title\">Plain</h2></section>");
    assert!(!html.contains("katex") && !html.contains("KaTeX_Main\";"), "no rules and no faces of formulas");
    assert!(!html.contains("font-family:\"Deckle Code\""));
    assert_eq!(
        report.value.fonts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["NotoSans-Regular", "NotoSans-Bold"]
    );
    assert!(report.diagnostics.is_empty());
    assert!(html.contains("<html lang=\"de\" data-theme=\"lectern\" data-color=\"auto\" data-aspect=\"16:9\">"));
    assert!(html.contains("<main class=\"deck\" data-plan=\"\" data-duration=\"1200\">"));
    assert!(html.contains("<title>A &lt;talk&gt;</title>"));
    let (html, _) =
        packed("<section><span class=\"katex\"><span class=\"mathnormal\">x</span></span><code>a</code></section>");
    assert!(
        html.contains(".katex")
            && html.contains("font-family:\"KaTeX_Math\"")
            && html.contains("font-family:\"Deckle Code\"")
    );
}

#[test]
fn the_policy_lets_only_the_two_scripts_run() {
    let (html, _) = packed("<section></section>");
    let scripts: Vec<_> = html.split("<script>").skip(1).map(|rest| rest.split_once("</script>").unwrap().0).collect();
    let hashes: Vec<_> = scripts.iter().map(|script| format!("'{}'", runtime::hash(script))).collect();
    assert!(html.contains(&format!("script-src {};", hashes.join(" "))));
    assert!(html.contains("default-src 'none'") && !html.contains("unsafe-eval"));
    assert_eq!(html.matches("<script").count(), 2);
}

#[test]
fn the_policy_lets_in_clips_and_frames_only_where_there_are_some() {
    let policy_of = |clips: &[Asset], frames: &[&str]| {
        let assets = clips.iter().map(|clip| (clip.hash.clone(), clip.clone())).collect();
        let frames = frames.iter().map(|frame| (*frame).to_owned()).collect();
        let parts = Parts { frames: &frames, ..parts(vec![("<section></section>", Span::default())], &assets) };
        policy(&[""], &Sources::of(&parts))
    };
    let inside = Asset::new("video/webm", b"webm".as_slice().into(), (0, 0), None);
    let outside = Asset::beside("audio/wav", Beside { name: "a.wav".to_owned(), ..Beside::default() }, None);
    let picture = Asset::new("image/png", b"png".as_slice().into(), (1, 1), None);
    let plain = policy_of(&[picture], &[]);
    assert!(!plain.contains("media-src") && !plain.contains("frame-src"), "{plain}");
    assert!(policy_of(std::slice::from_ref(&inside), &[]).contains("; media-src data:; base-uri"));
    assert!(policy_of(std::slice::from_ref(&outside), &[]).contains("; media-src 'self'; base-uri"));
    assert!(policy_of(&[inside, outside], &[]).contains("; media-src data: 'self'; base-uri"));
    assert!(policy_of(&[], &["https://a.org", "https://b.org"]).contains("; frame-src https://a.org https://b.org;"));
}

#[test]
fn characters_that_no_face_has_are_one_note_at_their_slide() {
    let (_, report) = packed("<section><p>🦀 and 漢 and 🦀</p></section>");
    assert_eq!(report.diagnostics.len(), 1);
    let note = &report.diagnostics[0];
    assert_eq!((note.level, note.code, note.span.start), (Level::Note, "glyph-missing", 5));
    assert_eq!(note.message, "the deck's fonts have no `漢` (U+6F22), `🦀` (U+1F980)");
}

#[test]
fn the_same_parts_give_the_same_bytes() {
    let html = "<section><h2>Größe ✓</h2><em>a</em><code>fn</code></section>";
    assert_eq!(packed(html).0, packed(html).0);
}
