//! Times from runs, written into the source: nothing but times changes.

use crate::desk::Desk;
use crate::{TALK, whole};
use deckle::deck::Plan;
use deckle::rehearsal::edit::{changes, write_all};
use deckle::rehearsal::suggest::Proposal;
use deckle::source::{Files, Limits};
use proptest::prelude::*;
use std::path::Path;

#[test]
fn medians_become_a_diff_and_the_diff_becomes_the_file() {
    let desk = Desk::talk(TALK);
    desk.put(
        "rehearsals.jsonl",
        (whole("a", 1, [61.0, 15.0, 62.0, 9.0]) + &whole("b", 2, [52.0, 15.0, 60.0, 9.0])).as_bytes(),
    );
    let ran = desk.run(&["rehearse", "report", "talk.md", "--suggest"]);
    let hunk = "--- talk.md\n+++ talk.md\n@@ -7,7 +7,7 @@\n \n ---\n \n-## Rags {#two time=40s}\n+## Rags {#two time=55s}\n \n One.\n \n";
    assert!(ran.code == 0 && ran.out.starts_with(hunk), "{}\n{}", ran.out, ran.err);
    assert_eq!(desk.read("talk.md"), TALK, "a suggestion writes nothing");
    let written = desk.run(&["rehearse", "report", "talk.md", "--suggest", "--write"]);
    assert!(written.code == 0 && written.err.contains("wrote talk.md"), "{}", written.err);
    assert!(desk.read("talk.md").contains("## Rags {#two time=55s}"));
    assert_eq!(patched(TALK, &ran.out), desk.read("talk.md"));
    let again = desk.run(&["rehearse", "report", "talk.md", "--suggest"]);
    assert!(again.code == 1 && again.err.contains("no slide needs another time"), "{}{}", again.out, again.err);
}

#[test]
fn what_does_not_fit_is_scaled_and_said() {
    let desk = Desk::talk(TALK);
    desk.put("rehearsals.jsonl", whole("a", 1, [300.0, 15.0, 200.0, 60.0]).as_bytes());
    let ran = desk.run(&["rehearse", "report", "talk.md", "--suggest", "--write"]);
    assert!(ran.err.contains("the medians of “Wood” add up to") && ran.err.contains("the slot leaves"), "{}", ran.err);
    let time = desk.run(&["time", "talk.md"]);
    assert_eq!(time.code, 0, "{}{}", time.out, time.err);
}

#[test]
fn included_files_slides_without_a_heading_marks_and_line_ends_stay_as_they_are() {
    let talk = "\u{feff}---\r\nduration: 9m\r\n---\r\n\r\n# Über\r\n\r\n---\r\n\r\nÄ ½ words.\r\n\r\n---\r\n\r\nSetext\r\n------\r\n\r\nWords.\r\n\r\n---\r\n\r\n<!-- include: part.md -->\r\n";
    let desk = Desk::with(&[("talk.md", talk.as_bytes()), ("part.md", b"## Part {#part}\n\nWords.")]);
    let events = [("go", "slide-2", 0, 0.0), ("go", "setext", 0, 60.0), ("go", "part", 0, 150.0)];
    desk.put("rehearsals.jsonl", crate::run("a", 1, &events, 240.0).as_bytes());
    let ran = desk.run(&["rehearse", "report", "talk.md", "--suggest", "--write"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let after = desk.read("talk.md");
    assert!(
        after.starts_with("\u{feff}---\r\nduration: 9m\r\n") && !after.replace("\r\n", "").contains('\n'),
        "{after:?}"
    );
    assert!(after.contains("---\r\n\r\n<!-- slide: {time: 1m} -->\r\nÄ ½ words."), "{after:?}");
    assert!(
        after.contains("<!-- slide: {time: 90s} -->\r\nSetext\r\n------\r\n"),
        "an underlined heading takes no attributes: {after:?}"
    );
    assert_eq!(desk.read("part.md"), "## Part {#part time=90s}\n\nWords.");
    assert!(ran.out.contains("--- part.md\n") && ran.out.contains("\\ No newline at end of file"), "{}", ran.out);
}

#[test]
fn a_file_that_was_saved_meanwhile_is_left_alone_and_so_are_the_others() {
    let desk = Desk::with(&[
        ("talk.md", b"# A\n\n---\n\n## B {#b}\n\nWords.\n\n---\n\n<!-- include: part.md -->\n"),
        ("part.md", b"## C {#c}\n\nWords.\n"),
    ]);
    let files = Files::open(&desk.path("talk.md"), Vec::new(), Limits::default()).value;
    let deck = deckle::parse::talk(&files).value;
    let proposals = [Proposal { index: 1, seconds: 90 }, Proposal { index: 2, seconds: 120 }];
    let (changes, left_out) = changes(&files, &deck, &proposals);
    assert_eq!((changes.len(), left_out.len()), (2, 0));
    desk.put("part.md", b"## C {#c}\n\nOther words.\n");
    let error = write_all(&changes).unwrap_err();
    assert_eq!(error.code, "suggest-changed");
    assert!(desk.read("talk.md").contains("## B {#b}") && desk.read("part.md").contains("Other"), "none is written");
    desk.put("part.md", b"## C {#c}\n\nWords.\n");
    write_all(&changes).unwrap();
    assert!(desk.read("talk.md").contains("## B {#b time=90s}") && desk.read("part.md").contains("{#c time=2m}"));
}

/// What `patch` makes of it: the program's own diff, applied line by line.
fn patched(text: &str, diff: &str) -> String {
    let old: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut out, mut at) = (String::new(), 0);
    for line in diff.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix("@@ -") {
            let from: usize = rest.split(',').next().unwrap().parse().unwrap();
            out.extend(old[at..from - 1].iter().copied());
            at = from - 1;
        } else if line.starts_with("--- ") || line.starts_with("+++ ") {
        } else if let Some(added) = line.strip_prefix('+') {
            out.push_str(added);
        } else if line.starts_with('\\') {
            out.truncate(out.trim_end_matches('\n').len());
        } else {
            assert_eq!(&line[1..], old[at].trim_end_matches('\n').to_owned() + "\n");
            if line.starts_with(' ') {
                out.push_str(old[at]);
            }
            at += 1;
        }
    }
    out.extend(old[at..].iter().copied());
    out
}

/// How slides are begun; `@` becomes a number.
const HEADS: [&str; 22] = [
    "## Slide @\n",
    "# Part @\n",
    "# Part @ {time=2m}\n",
    "## Slide @ {#own-@ .a .b time=90s optional}\n",
    "## Slide @ {#quoted-@ time=\"1m 30s\"}\n",
    "## Slide @ {  .c  }\n",
    "## Slide @ ##\n",
    "  ## Slide @   \n",
    "Setext @\n---------\n",
    "Setext @ {.d}\n=========\n",
    "Two lines\nof setext @\n===\n",
    "## Slide @ `code` $x_{1,2}$ {1,2}\n",
    "## Größe @ 纸 😀 {lang=de}\n",
    "<!-- slide: {time: 45s, optional: true} -->\n## Slide @\n",
    "<!-- slide: {class: [a, b]} -->\n## Slide @ {.e}\n",
    "<!-- slide: {time: 1:30} -->\n\nNo heading @.\n",
    "No heading @.\n",
    "- a list @\n- of two\n",
    "![bg](none-@.png)\n",
    "```\n## no heading @ {time=9s}\n```\n",
    "> ## Quoted @\n",
    "<!-- a note @ -->\n",
];
const BODIES: [&str; 6] = [
    "",
    "Words {time=5s}.\n",
    "### Below {.x}\n",
    ". . .\n\nMore.\n",
    "::: columns\n::: column\nA\n:::\n:::\n",
    "<!-- Notes. -->\n",
];

fn talks() -> impl Strategy<Value = String> {
    let slide = (prop::sample::select(HEADS.to_vec()), prop::sample::select(BODIES.to_vec()), any::<bool>());
    (prop::collection::vec(slide, 1..12), any::<bool>(), any::<bool>()).prop_map(|(slides, has_front, is_crlf)| {
        let slides = slides.iter().enumerate().map(|(number, (head, body, has_gap))| {
            format!("{}{}{body}", head.replace('@', &number.to_string()), if *has_gap { "\n" } else { "" })
        });
        let all: Vec<String> = slides.collect();
        let front = if has_front { "---\nduration: 20m # the slot\n---\n\n" } else { "" };
        let text = format!("{front}{}", all.join("\n\n---\n\n"));
        if is_crlf { text.replace('\n', "\r\n") } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]
    #[test]
    fn an_edited_talk_is_the_same_but_for_its_times(text in talks(), seconds in prop::collection::vec(1u32..40, 12), chosen in prop::collection::vec(any::<bool>(), 12)) {
        let files = Files::from_text(Path::new("/nowhere"), "talk.md", &text);
        let before = deckle::parse::talk(&files).value;
        let proposals: Vec<Proposal> = (0..before.slides.len())
            .filter(|index| chosen[index % 12])
            .map(|index| Proposal { index, seconds: seconds[index % 12] * 5 })
            .collect();
        let (changes, left_out) = changes(&files, &before, &proposals);
        prop_assert!(changes.len() <= 1);
        prop_assert_eq!(changes.iter().map(|change| change.edits.len()).sum::<usize>() + left_out.len(), proposals.len());
        let Some(change) = changes.first() else { return Ok(()) };
        let edited = change.text();
        let after = deckle::parse::talk(&Files::from_text(Path::new("/nowhere"), "talk.md", &edited)).value;
        prop_assert_eq!(before.slides.len(), after.slides.len());
        let given: Vec<Option<u32>> = after.slides.iter().map(|slide| slide.budget).collect();
        let mut set = 0;
        for (index, slide) in before.slides.iter().enumerate() {
            let proposed = proposals.iter().find(|proposal| proposal.index == index).map(|proposal| proposal.seconds);
            prop_assert!(given[index] == proposed || given[index] == slide.budget);
            set += usize::from(proposed.is_some() && given[index] == proposed);
            prop_assert_eq!(&after.slides[index].id, &slide.id);
            prop_assert_eq!(after.slides[index].layout.value, slide.layout.value);
            prop_assert_eq!(after.slides[index].title_text(), slide.title_text());
        }
        prop_assert!(set >= change.edits.len(), "each edit gives a time");
        prop_assert!(left_out.len() * 4 <= proposals.len() + 3, "few slides have no place: {:?}\n{}", left_out, text);
        // Everything outside the edited lines is there byte for byte, and the diff leads from one to the other.
        prop_assert_eq!(patched(&text, &change.diff()), edited);
        let _ = Plan::of(&after);
    }
}
