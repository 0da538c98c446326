//! What runs say: as a table, as a page, as JSON, and of files that are damaged.

use crate::desk::{Desk, Ran};
use crate::{TALK, run, whole};
use serde_json::{Value, json};

fn desk(runs: &[String]) -> Desk {
    let desk = Desk::talk(TALK);
    desk.put("rehearsals.jsonl", runs.concat().as_bytes());
    desk
}

fn json(desk: &Desk, options: &[&str]) -> Value {
    let ran = desk.run(&[&["rehearse", "report", "talk.md", "--format", "json"], options].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn four_runs_become_medians_and_verdicts() {
    let times = [[60.0, 15.0, 62.0, 9.0], [58.0, 15.0, 61.0, 9.0], [66.0, 15.0, 60.0, 9.0], [61.0, 15.0, 59.5, 9.0]];
    let runs: Vec<String> = times.iter().zip(1..).map(|(times, day)| whole(&format!("r{day}"), day, *times)).collect();
    let desk = desk(&runs);
    let report = json(&desk, &[]);
    let slide = |index: usize, key: &str| report["slides"][index][key].clone();
    assert_eq!((slide(1, "median"), slide(1, "difference")), (json!(60.0), json!(21)));
    assert_eq!(slide(1, "verdict"), "over in 4 of 4 runs: cut or split");
    assert_eq!((slide(4, "verdict"), slide(3, "verdict")), (json!("steady"), json!("always skipped")));
    assert_eq!(
        (slide(3, "median"), slide(3, "earlier")),
        (json!(null), json!([])),
        "what was skipped is not 0 seconds"
    );
    assert_eq!(slide(0, "verdict"), "the clock starts after it");
    assert_eq!(report["run"]["seconds"], 144.5);
    let second = json(&desk, &["--run", "2"]);
    assert_eq!(
        (second["slides"][1]["verdict"].clone(), second["earlier"].as_array().map(Vec::len)),
        (json!("over in 2 of 2 runs: cut or split"), Some(1))
    );
    desk.run(&["rehearse", "report", "talk.md", "--run", "5"]).refused("rehearsal-run", "there are runs 1 to 4");
}

#[test]
fn parts_of_the_talk_are_marked_and_count_for_what_they_showed() {
    // Begun at `five`; then one that stopped in the middle of `two`.
    let from = run("from", 2, &[("go", "five", 0, 0.0), ("go", "thank-you", 0, 70.0)], 80.0);
    let stopped = run("stopped", 3, &[("go", "two", 0, 0.0), ("go", "two", 1, 10.0)], 200.0);
    let desk = desk(&[whole("whole", 1, [40.0, 15.0, 60.0, 9.0]), from, stopped]);
    let report = json(&desk, &[]);
    assert_eq!(
        (report["run"]["partial"].as_str(), report["earlier"][1]["partial"].as_str()),
        (Some("stopped at slide 2"), Some("from slide 5"))
    );
    assert_eq!(report["slides"][1]["trust"], "half");
    assert_eq!((&report["slides"][1]["median"], &report["slides"][4]["median"]), (&json!(40.0), &json!(65.0)));
    assert_eq!(report["slides"][1]["difference"], Value::Null);
    let ran = desk.run(&["rehearse", "report", "talk.md"]);
    assert!(ran.out.contains("(3:20)") && ran.out.contains("Not the whole talk: stopped at slide 2."), "{}", ran.out);
}

#[test]
fn visits_add_up_questions_stand_apart_and_times_that_go_back_count_nothing() {
    let events = [
        ("go", "two", 0, 0.0),
        ("go", "two", 2, 10.0),
        ("question", "two", 2, 12.0),
        ("answered", "two", 2, 12.0),
        ("go", "five", 0, 20.0),
        ("go", "two", 2, 50.0),
        ("go", "five", 0, 55.0),
        ("pause", "five", 0, 45.0),
        ("go", "thank-you", 0, 70.0),
    ];
    let desk = desk(&[run("one", 1, &events, 75.0)]);
    let ran = desk.run(&["rehearse", "report", "talk.md", "--format", "json"]);
    ran.says("rehearsal-line", "--> rehearsals.jsonl:9:1");
    ran.says("rehearsal-line", "goes back from 0:55 to 0:45");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&report["slides"][1]["seconds"], &report["slides"][4]["seconds"]), (&json!(25.0), &json!(45.0)));
    assert_eq!((&report["run"]["asked"], &report["slides"][1]["asked"]), (&json!(20.0), &json!(20.0)));
}

#[test]
fn a_slide_that_says_something_else_is_not_compared_and_one_with_a_new_time_is() {
    let desk = Desk::talk(TALK);
    let talk = desk.run(&["rehearse", "report", "talk.md"]);
    assert!(talk.code == 1 && talk.err.contains("there is no run of talk.md yet"), "{}", talk.err);
    #[cfg(unix)]
    {
        let session = crate::session::Session::start(&desk, 0, &[]);
        let mut page = session.page();
        page.run("one", 0, &[("go", "two", 2, 0.0), ("go", "five", 0, 30.0), ("go", "thank-you", 0, 95.0)]);
        page.settle("one");
        session.end();
        desk.put("talk.md", TALK.replace("#five time=60s", "#five .loud time=90s").as_bytes());
        assert_eq!(json(&desk, &[])["slides"][4]["trust"], "sound");
        desk.put(
            "talk.md",
            TALK.replace("## Acid {#five time=60s}\n\nWords.", "## Acid {#five time=60s}\n\nOther words.").as_bytes(),
        );
        let report = json(&desk, &[]);
        assert_eq!(
            (report["slides"][4]["trust"].as_str(), report["slides"][4]["changed"].as_u64()),
            (Some("changed"), Some(1))
        );
        assert!(report["slides"][4]["verdict"].as_str().unwrap().contains("changed since 1 run"));
        let ran = desk.run(&["rehearse", "report", "talk.md", "--suggest"]);
        assert!(!ran.out.contains("+## Acid"), "{}", ran.out);
    }
}

#[test]
fn the_page_is_one_file_without_a_script_and_nothing_else_is_overwritten() {
    let text = TALK.replace("# The colour of paper", "# <b>&\"Paper\" </script>\u{202e}");
    let desk = Desk::talk(&text);
    desk.put(
        "rehearsals.jsonl",
        (whole("a", 1, [60.0, 15.0, 62.0, 9.0]) + &whole("b", 2, [60.0, 15.0, 62.0, 9.0])).as_bytes(),
    );
    let ran = desk.run(&["rehearse", "report", "talk.md"]);
    assert!(ran.code == 0 && ran.err.contains("wrote rehearsal.html"), "{}", ran.err);
    let page = desk.read("rehearsal.html");
    assert!(page.contains("default-src 'none'") && !page.contains("<script") && !page.contains("http:"), "{page}");
    assert!(page.matches("run 1 ").count() == 1 && page.contains("<svg"));
    assert!(desk.run(&["rehearse", "report", "talk.md"]).err.contains("unchanged rehearsal.html"));
    desk.put("mine.html", b"<p>mine");
    desk.run(&["rehearse", "report", "talk.md", "-o", "mine.html"])
        .refused("rehearsal-output", "no report of a rehearsal");
    assert_eq!(desk.read("mine.html"), "<p>mine");
    let stream = desk.run(&["rehearse", "report", "talk.md", "-o", "-"]);
    assert_eq!(stream.out, page);
    // A talk with a name of its own has a report of its own.
    desk.put("other.md", TALK.as_bytes());
    desk.put("rehearsals.jsonl", whole("c", 1, [60.0, 15.0, 62.0, 9.0]).replace("talk.md", "other.md").as_bytes());
    assert!(desk.run(&["rehearse", "report", "other.md"]).err.contains("wrote other.rehearsal.html"));
    assert_eq!(desk.run(&["rehearse", "report", "talk.md"]).code, 1);
}

#[test]
fn damaged_lines_are_told_with_their_places_and_kept() {
    let good = whole("good", 1, [40.0, 15.0, 60.0, 9.0]);
    let bad = [
        "not json at all",
        "{\"run\":\"good\",\"n\":1,\"event\":\"fly\",\"slide\":\"two\",\"at\":1,\"asked\":0}",
        "{\"run\":\"good\",\"n\":1,\"event\":\"go\",\"slide\":\"two\",\"at\":NaN,\"asked\":0}",
        "{\"run\":\"good\",\"n\":1,\"event\":\"go\",\"slide\":\"two\",\"at\":1e300,\"asked\":0}",
        "{\"run\":\"good\",\"n\":99999999999999999999,\"event\":\"go\",\"slide\":\"two\",\"at\":1,\"asked\":0}",
        "{\"run\":\"good\",\"n\":1,\"event\":\"go\",\"slide\":\"two\",\"at\":-1,\"asked\":0}",
        "{\"run\":\"lost\",\"n\":1,\"event\":\"go\",\"slide\":\"two\",\"at\":1,\"asked\":0}",
        "{\"run\":\"good\",\"event\":\"start\",\"talk\":\"other.md\",\"time\":\"2026-11-01T09:00:00Z\"}",
        "{\"run\":\"later\",\"event\":\"start\",\"talk\":\"talk.md\",\"time\":\"yesterday\"}",
        "[1,2,3]",
        "\u{0}\u{1b}[31m",
    ];
    let text = format!("{}\n{good}{}", bad[0], bad[1..].join("\n"));
    let desk = Desk::talk(TALK);
    desk.put("rehearsals.jsonl", text.as_bytes());
    let ran = desk.run(&["rehearse", "report", "talk.md"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for words in [
        "rehearsals.jsonl:1:2",
        "no event `fly`",
        ":11:",
        "`at` is no time",
        "belongs to another talk",
        "no line `start`",
        "no date such as",
    ] {
        assert!(ran.err.contains(words), "no `{words}` in:\n{}", ran.err);
    }
    assert!(ran.out.contains(" 2  Rags") && !ran.err.contains('\u{1b}'), "{}", ran.out);
    assert_eq!(desk.read("rehearsals.jsonl"), text, "nothing is repaired");
}

#[test]
fn ten_megabytes_of_rubbish_are_only_rubbish() {
    let desk = Desk::talk(TALK);
    let mut bytes = whole("good", 1, [40.0, 15.0, 60.0, 9.0]).into_bytes();
    bytes.extend((0..10_000_000u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8));
    desk.put("rehearsals.jsonl", &bytes);
    let ran = desk.run(&["rehearse", "report", "talk.md"]);
    assert!(ran.code == 0 && ran.out.contains("Rags"), "{}", ran.err);
    ran.says("rehearsal-line", "more lines of `rehearsals.jsonl` cannot be used");
}

#[test]
fn narrow_terminals_and_colours_are_respected() {
    let desk = desk(&[whole("a", 1, [60.0, 15.0, 62.0, 9.0])]);
    let plain = desk.run(&["rehearse", "report", "talk.md"]);
    assert!(!plain.out.contains('\u{1b}'));
    let forced = Ran::of(desk.command().env("CLICOLOR_FORCE", "1").args(["rehearse", "report", "talk.md"]));
    assert!(
        forced.out.contains("\u{1b}[1m\u{1b}[31m+0:20") || forced.out.contains("\u{1b}[31m+0:20"),
        "{:?}",
        forced.out
    );
}

#[test]
fn the_help_teaches_and_a_talk_called_report_can_be_named() {
    let desk = Desk::with(&[("report", TALK.as_bytes())]);
    let help = desk.run(&["rehearse", "--help"]);
    for words in ["--blind", "report", "import", "deckle rehearse ./report", "rehearsals.jsonl"] {
        assert!(help.out.contains(words), "no `{words}` in:\n{}", help.out);
    }
    assert!(desk.run(&["rehearse", "report", "./report"]).err.contains("there is no run of report yet"));
    desk.run(&["rehearse", "./report", "--from", "nowhere"]).refused("rehearsal-place", "nowhere");
    assert_eq!(desk.run(&["rehearse"]).code, 2);
}
