//! How messages look: for people, one line each, JSON, SARIF; on which stream; in which colours.

use super::desk::{Desk, FAULTY, Ran};
use serde_json::Value;

#[test]
fn people_see_the_line_itself() {
    let ran = Desk::talk(FAULTY).run(&["check", "talk.md"]);
    let expected = "\
error[directive-unknown]: unknown directive `pasue`
 --> talk.md:3:1
  |
3 | <!-- pasue -->
  | ^^^^^^^^^^^^^^
  = hint: did you mean `pause`?

1 error in talk.md
";
    assert_eq!(ran.out, expected);
}

#[test]
fn short_is_one_line_each() {
    let ran = Desk::talk(FAULTY).run(&["check", "talk.md", "--format", "short"]);
    assert_eq!(
        ran.out,
        "talk.md:3:1: error[directive-unknown]: unknown directive `pasue` (hint: did you mean `pause`?)\n"
    );
}

#[test]
fn json_is_one_array_on_standard_output_for_build_too() {
    let desk = Desk::talk(format!("Größe {FAULTY}"));
    let ran = desk.run(&["build", "talk.md", "--format", "json"]);
    let list: Value = serde_json::from_str(&ran.out).unwrap();
    let one = &list.as_array().unwrap()[0];
    assert_eq!(
        (&one["level"], &one["code"], &one["file"]),
        (&"error".into(), &"directive-unknown".into(), &"talk.md".into())
    );
    assert_eq!(
        (&one["line"], &one["column"], &one["end_line"], &one["end_column"]),
        (&3.into(), &1.into(), &3.into(), &15.into())
    );
    assert_eq!(one["bytes"], serde_json::json!([18, 32]));
    assert_eq!(one["hint"], "did you mean `pause`?");
    assert!(one["also"].as_array().is_some_and(Vec::is_empty));
    assert!(ran.err.starts_with("wrote "), "{}", ran.err);
    assert_eq!(desk.run(&["check", "none.md", "--format", "json"]).out.matches("\"file-missing\"").count(), 1);
}

#[test]
fn a_clean_talk_is_an_empty_array() {
    let ran = Desk::talk("# A\n").run(&["check", "talk.md", "--format", "json"]);
    assert_eq!(ran.out, "[]\n");
}

#[test]
fn sarif_has_what_the_standard_asks_for() {
    let desk = Desk::with(&[("my talk.md", FAULTY.as_bytes())]);
    let ran = desk.run(&["check", "my talk.md", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "deckle");
    let result = &run["results"][0];
    let rule = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
    assert_eq!((&result["level"], &result["ruleId"]), (&"error".into(), &"directive-unknown".into()));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20talk.md");
    assert_eq!((&place["region"]["startLine"], &place["region"]["endColumn"]), (&3.into(), &15.into()));
    assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
}

#[test]
fn messages_are_sorted_told_once_and_at_most_fifty_are_drawn() {
    let many: String = (0..60).map(|_| "<!-- pasue -->\n\n![a](none.png) J√ºrgen\n\n").collect();
    let desk = Desk::talk(format!("# A\n\n{many}"));
    let short = desk.run(&["check", "talk.md", "--format", "short"]).out;
    let lines: Vec<usize> = short.lines().map(|line| line.split(':').nth(1).unwrap().parse().unwrap()).collect();
    assert!(lines.is_sorted(), "{short}");
    let human = desk.run(&["check", "talk.md"]).out;
    assert_eq!(
        human.matches("\n --> ").count() + human.matches("\n  --> ").count() + human.matches("\n   --> ").count(),
        50
    );
    let left = short.lines().count() - 50;
    assert!(
        human.contains(&format!("and {left} more (--format short lists all)\n120 errors, ")),
        "{}",
        &human[human.len() - 200..]
    );
    assert!(!human.contains("warning["), "errors go before warnings when not all are drawn");
}

#[test]
fn a_line_of_ten_megabytes_is_cut_around_its_place() {
    let text = format!("# A\n\n{}<!-- pasue -->{}\n", "ä ".repeat(1 << 21), "b ".repeat(1 << 21));
    let ran = Desk::talk(text).run(&["check", "talk.md"]);
    assert!(ran.out.contains("talk.md:3:4194305"), "{}", ran.out.len());
    assert!(ran.out.contains("<!-- pasue -->") && ran.out.len() < 2000, "{}", ran.out.len());
}

#[test]
fn what_would_move_the_terminal_is_drawn_visibly() {
    let desk = Desk::talk("# A\n\n\u{1b}[31m\u{202e}\u{9b}2J\ta\u{7}<!-- pasue -->\n\n![x](no\u{1b}[2J.png)\n");
    for format in ["human", "short"] {
        let ran = desk.run(&["check", "talk.md", "--format", format]);
        assert!(ran.out.chars().all(|letter| letter == '\n' || !letter.is_control()), "{format}: {:?}", ran.out);
        assert!(!ran.out.contains('\u{202e}'), "{format}");
    }
    assert!(desk.run(&["check", "talk.md"]).out.contains("␛[31m"));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let desk = Desk::talk(FAULTY);
    let run = |name: &str, value: &str| Ran::of(desk.command().env(name, value).args(["check", "talk.md"])).out;
    assert!(!desk.run(&["check", "talk.md"]).out.contains('\x1b'));
    assert!(run("CLICOLOR_FORCE", "1").contains('\x1b'));
    assert!(!run("NO_COLOR", "1").contains('\x1b'));
    assert!(!run("CLICOLOR", "1").contains('\x1b'), "a pipe is no terminal");
    let both = Ran::of(desk.command().env("CLICOLOR_FORCE", "1").args(["check", "talk.md", "--format", "json"])).out;
    assert!(!both.contains('\x1b'), "JSON is for programs");
}
