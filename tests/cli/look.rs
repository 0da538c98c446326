//! What `check` says of the look, and what pictures have to do with it. Manual page: `tests/spec/checks.md`.

use super::desk::Desk;
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A picture of one colour for its upper and one for its lower half, and noise of `noise` steps so that it weighs something.
fn png(width: u32, height: u32, above: u8, below: u8, noise: u32) -> Vec<u8> {
    let mut state = 1u32;
    let picture = RgbImage::from_fn(width, height, |_, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grey = if y < height / 2 { above } else { below };
        let part = grey.saturating_sub(((state >> 16) % (noise + 1)) as u8);
        Rgb([part; 3])
    });
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

fn short(desk: &Desk, arguments: &[&str]) -> String {
    desk.run(&[&["check", "talk.md", "--format", "short"], arguments].concat()).out
}

#[test]
fn the_scrim_is_as_strong_as_the_part_of_the_picture_behind_the_text_asks_for() {
    let scrim = |above: u8, below: u8| {
        let desk = Desk::with(&[("field.png", &png(640, 360, above, below, 0))]);
        desk.put("talk.md", b"## A title {layout=image-full}\n\n![A field](field.png)\n");
        assert_eq!(desk.run(&["build", "talk.md"]).code, 0);
        let deck = desk.read("talk.html");
        let style = deck.split("style=\"--scrim:").nth(1).expect("a scrim").split(';').next().unwrap();
        style.parse::<f32>().unwrap()
    };
    // The sky above does not count.
    assert_eq!((scrim(255, 20), scrim(20, 20)), (0.0, 0.0));
    let (grey, snow) = (scrim(0, 160), scrim(0, 255));
    assert!(0.2 < grey && grey < snow && snow < 0.6, "{grey} {snow}");
}

#[test]
fn a_colour_that_no_scrim_helps_is_said() {
    let desk = Desk::with(&[("field.png", &png(1920, 1080, 200, 200, 0))]);
    desk.put("talk.md", b"## A title {layout=image-full}\n\n![A field in snow](field.png)\n\nIt was [cheap]{.good}\n");
    let said = short(&desk, &[]);
    assert!(said.contains("warning[text-over-picture]: text in `--good`") && said.contains(" : 1 in "), "{said}");
    desk.put("talk.md", b"## A title {layout=image-full}\n\n![A field in snow](field.png)\n\nIt was **cheap**\n");
    assert_eq!(short(&desk, &[]), "");
}

#[test]
fn pictures_have_the_pixels_that_can_be_seen() {
    let desk = Desk::with(&[("small.png", &png(300, 200, 255, 0, 0)), ("large.png", &png(2400, 1600, 255, 250, 200))]);
    desk.put(
        "talk.md",
        b"## One\n\n![A small field](small.png)\n\n---\n\n## Two\n\n![A large field](large.png){width=20%}\n",
    );
    let said = short(&desk, &[]);
    let small = said.lines().find(|line| line.contains("[picture-small]")).expect(&said);
    assert!(small.starts_with("talk.md:3:1: warning") && small.contains("300 pixels wide"), "{small}");
    let heavy = said.lines().find(|line| line.contains("[picture-heavy]")).expect(&said);
    assert!(
        heavy.starts_with("talk.md:9:1: note") && heavy.contains("2400 × 1600 pixels") && heavy.contains("kB lighter"),
        "{heavy}"
    );
    // Small enough for the one, large enough for the other.
    desk.put("talk.md", b"## One\n\n![A small field](small.png){width=15%}\n\n---\n\n## Two {layout=image-full}\n\n![A large field](large.png)\n");
    let said = short(&desk, &[]);
    assert!(!said.contains("picture-small") && !said.contains("pixels and"), "{said}");
}

#[test]
fn a_baseline_tells_only_what_is_new() {
    let desk = Desk::talk("## One\n\nTODO\n\n---\n\n## One\n\nWords.\n");
    let missing = desk.run(&["check", "talk.md", "--baseline", "known.txt"]);
    missing.refused("baseline-unreadable", "known.txt");
    let written = desk.run(&["check", "talk.md", "--baseline", "known.txt", "--write-baseline"]);
    assert_eq!((written.code, written.out.as_str()), (0, "nothing new to mend in talk.md, 2 known\n"));
    assert!(written.err.contains("wrote known.txt · 2 known"), "{}", written.err);
    assert_eq!(desk.read("known.txt").lines().count(), 3);
    // Lines move, a finding goes, another one comes.
    desk.put("talk.md", b"# T\n\nWords.\n\n---\n\n## One\n\nWords.\n\n---\n\n## One\n\nFIXME\n");
    let said = short(&desk, &["--baseline", "known.txt"]);
    assert!(said.contains("note[todo-shown]: `FIXME`") && said.contains("note[baseline-gone]: 1 finding"), "{said}");
    assert!(!said.contains("title-duplicate"), "{said}");
    desk.run(&["check", "talk.md", "--baseline", "known.txt", "--write-baseline"]);
    assert_eq!(desk.read("known.txt").lines().count(), 2);
    assert!(short(&desk, &["--baseline", "known.txt"]).starts_with("talk.md:15:1: note[todo-shown]"));
    assert_eq!(desk.run(&["check", "talk.md", "--write-baseline"]).code, 2);
    let own = desk.run(&["check", "talk.md", "--baseline", "talk.md", "--write-baseline"]);
    assert_eq!(own.code, 2, "{}", own.err);
}

#[test]
fn a_project_and_its_talks_say_how_loud_a_check_is() {
    let desk = Desk::with(&[("deckle.toml", b"[check]\ntodo-shown = \"error\"\ntitle-duplicate = \"off\"\n")]);
    desk.put("talks/talk.md", b"## One\n\nTODO\n\n---\n\n## One\n\nWords.\n");
    let check = || desk.run(&["check", "talks/talk.md", "--format", "short"]);
    let ran = check();
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("talks/talk.md:3:1: error[todo-shown]") && ran.out.lines().count() == 1, "{}", ran.out);
    desk.put("talks/talk.md", b"---\ncheck: {todo-shown: off}\n---\n\n## One\n\nTODO\n");
    assert_eq!((check().code, check().out), (0, String::new()));
    desk.put("deckle.toml", b"[check]\ntodo-shown = 3\n");
    let ran = check();
    assert!(ran.code == 1 && ran.out.starts_with("deckle.toml:2:14: error[project-value]"), "{}", ran.out);
}
