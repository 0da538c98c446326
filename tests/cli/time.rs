//! The plan of a talk: printed, as JSON, in messages, and in the deck. Manual page: `tests/spec/time.md`.

use super::desk::{CLEAN, Desk, Ran};
use serde_json::{Value, json};

/// A talk that fits its slot: two slides before a section of 3 minutes, one that waits in it, one behind all.
const TIMED: &str = "---\nduration: 10m\nquestions: 2m\n---\n\n# Paper {time=30s}\n\n---\n\n# Rags {time=3m}\n\n---\n\n\
    ## Beating {time=90s optional}\n\nOne.\n\n. . .\n\nTwo.\n\n---\n\n## Sizing\n\nWords.\n\n<!-- Say what gelatine does. -->\n\n\
    ---\n\n## Spare {backup time=4m}\n\nWords.\n";
/// A talk of 3 minutes in a slot of 2.
const LONG: &str = "---\nduration: 2m\n---\n\n## Paper {time=3m}\n\nWords.\n";

#[test]
fn a_talk_that_fits_is_printed_and_ends_with_0() {
    let ran = Desk::talk(TIMED).run(&["time", "talk.md"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("\n 3  Beating (optional)   1:30  0:45–2:15\n"), "{}", ran.out);
    assert!(
        ran.out.contains("3:30 planned · slot 10:00 (8:00 without 2:00 for questions) · 4:30 free\n"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains('\u{1b}'), "no colours where there is no terminal");
}

#[test]
fn a_talk_that_is_over_ends_with_1_and_all_commands_say_so() {
    let desk = Desk::talk(LONG);
    let ran = desk.run(&["time", "talk.md"]);
    assert_eq!(ran.code, 1);
    ran.says("time-over", "--> talk.md:2:11");
    ran.says("time-over", "cut 1:00");
    assert!(ran.out.contains("1:00 over"), "{}", ran.out);
    for command in ["build", "check"] {
        let ran = desk.run(&[command, "talk.md", "--format", "short"]);
        let line = "talk.md:2:11: error[time-over]: the talk is planned for 3:00; the slot has 2:00 for it";
        assert!(ran.code == 1 && format!("{}{}", ran.out, ran.err).contains(line), "{command}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn a_section_of_shares_too_short_ends_with_1_though_the_talk_fits() {
    let ran = Desk::talk("# A\n\n---\n\n# Rags {time=20s}\n\n---\n\n## Beating\n\nWords.\n").run(&["time", "talk.md"]);
    assert_eq!(ran.code, 1);
    ran.says("time-tight", "cannot be shown in less than 0:30");
    assert!(ran.out.contains("0:10 over"), "{}", ran.out);
}

#[test]
fn other_errors_are_said_and_change_nothing_what_cannot_be_read_ends_with_2() {
    let desk = Desk::with(&[("odd.md", b"# A\n\n<!-- pasue -->\n"), ("empty.md", b"---\ntitle: A\n---\n")]);
    let ran = desk.run(&["time", "odd.md"]);
    assert_eq!(ran.code, 0);
    ran.says("directive-unknown", "pasue");
    desk.run(&["time", "none.md"]).refused("file-missing", "none.md");
    desk.run(&["time", "empty.md"]).refused("talk-empty", "no slides");
}

#[test]
fn as_json_it_holds_every_sum() {
    let ran = Desk::talk(TIMED).run(&["time", "talk.md", "--format", "json"]);
    let plan: Value = serde_json::from_str(&ran.out).unwrap();
    for (key, value) in [("slot", 600), ("questions", 120), ("planned", 210), ("free", 270), ("over", 0), ("saves", 90)]
    {
        assert_eq!(plan[key], value, "{key}");
    }
    assert_eq!(
        plan["sections"],
        json!([
            { "title": null, "id": null, "first": 0, "slides": 1, "budget": null, "seconds": 30, "starts": 0 },
            { "title": "Rags", "id": "rags", "first": 1, "slides": 3, "budget": 180, "seconds": 180, "starts": 30 },
        ])
    );
    let slides: Vec<(u64, bool, Option<u64>)> = plan["slides"]
        .as_array()
        .unwrap()
        .iter()
        .map(|slide| (slide["seconds"].as_u64().unwrap(), slide["given"].as_bool().unwrap(), slide["starts"].as_u64()))
        .collect();
    assert_eq!(
        slides,
        [(30, true, Some(0)), (15, false, Some(30)), (90, true, Some(45)), (75, false, Some(135)), (0, false, None)]
    );
}

#[test]
fn the_deck_carries_the_plan_the_same_with_and_without_notes() {
    let desk = Desk::talk(TIMED);
    for notes in [&["build", "talk.md"][..], &["build", "talk.md", "--notes"]] {
        assert_eq!(desk.run(notes).code, 0);
    }
    for name in ["talk.html", "talk.presenter.html"] {
        let deck = desk.read(name);
        let main = "<main class=\"deck\" data-plan=\"30 15 90 75 0\" data-duration=\"600\" data-questions=\"120\">";
        assert!(deck.contains(main), "{name}");
        assert_eq!(deck.matches(" data-optional aria-").count(), 1, "{name}: on one slide");
        let beating = deck.split("id=\"beating\"").nth(1).unwrap();
        assert!(beating.split_once('>').unwrap().0.contains(" data-optional"), "{name}");
    }
    let plain = Desk::talk(CLEAN);
    plain.run(&["build", "talk.md"]);
    assert!(plain.read("talk.html").contains("<main class=\"deck\" data-plan=\"15 15\">"));
}

#[test]
fn colours_come_when_they_are_asked_for_and_not_against_no_color() {
    let desk = Desk::talk(TIMED);
    let forced = Ran::of(desk.command().env("CLICOLOR_FORCE", "1").args(["time", "talk.md"]));
    assert!(forced.out.contains("\u{1b}[1mRags"), "{}", forced.out);
    let without = Ran::of(desk.command().env("NO_COLOR", "1").args(["time", "talk.md"]));
    assert_eq!(without.out, desk.run(&["time", "talk.md"]).out);
}

#[test]
fn its_help_says_where_times_are_written_and_what_the_exit_codes_mean() {
    let help = Desk::with(&[]).run(&["time", "--help"]);
    for words in ["duration: 45m", "{time=8m}", "{optional}", "Exit code 0: it fits. 1:"] {
        assert!(help.out.contains(words), "no `{words}` in:\n{}", help.out);
    }
}
