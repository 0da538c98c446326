//! Runs that exported decks have saved.

use crate::desk::Desk;
use crate::{TALK, whole};

/// As a deck saves it: no talk, but its title.
fn saved(id: &str, day: u32, times: [f64; 4]) -> String {
    whole(id, day, times).replace("\"talk\":\"talk.md\"", "\"title\":\"The colour of paper\"")
}

#[test]
fn files_are_merged_once_and_runs_stand_in_the_order_of_their_times() {
    let desk = Desk::talk(TALK);
    desk.put("rehearsals.jsonl", whole("second", 2, [40.0, 15.0, 60.0, 9.0]).as_bytes());
    desk.put("one.jsonl", saved("third", 3, [41.0, 15.0, 60.0, 9.0]).as_bytes());
    desk.put("two.jsonl", saved("first", 1, [42.0, 15.0, 60.0, 9.0]).as_bytes());
    let ran = desk.run(&["rehearse", "import", "talk.md", "one.jsonl", "two.jsonl"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "one.jsonl: 1 run added\ntwo.jsonl: 1 run added\n"), "{}", ran.err);
    let once = desk.read("rehearsals.jsonl");
    let again = desk.run(&["rehearse", "import", "talk.md", "one.jsonl", "two.jsonl", "one.jsonl"]);
    assert_eq!(again.out.matches("0 runs added, 1 run known already").count(), 3, "{}", again.out);
    assert_eq!(desk.read("rehearsals.jsonl"), once);
    let report: serde_json::Value =
        serde_json::from_str(&desk.run(&["rehearse", "report", "talk.md", "--format", "json"]).out).unwrap();
    assert_eq!(
        (report["run"]["run"].as_str(), report["slides"][1]["earlier"].to_string()),
        (Some("third"), "[42.0,40.0]".into())
    );
}

#[test]
fn what_a_deck_saves_is_read_and_a_second_save_of_the_same_run_completes_it() {
    let desk = Desk::talk(TALK);
    let first = "[\"go\",\"two\",0,0,0,1764412345678]\n[\"go\",\"two\",2,20000,0,1764412365678]\n";
    desk.put("talk.times.jsonl", format!("{first}[\"end\",\"two\",2,25000,0,1764412370678]\n").as_bytes());
    let later =
        format!("{first}[\"go\",\"five\",0,40000,0,1764412385678]\n[\"end\",\"five\",0,95500,0,1764412441178]\n");
    desk.put("talk.times (1).jsonl", later.as_bytes());
    let ran = desk.run(&["rehearse", "import", "talk.md", "talk.times.jsonl", "talk.times (1).jsonl"]);
    assert_eq!(
        ran.out, "talk.times.jsonl: 1 run added\ntalk.times (1).jsonl: 0 runs added, 1 missing entry completed\n",
        "{}",
        ran.err
    );
    let report: serde_json::Value =
        serde_json::from_str(&desk.run(&["rehearse", "report", "talk.md", "--format", "json"]).out).unwrap();
    assert_eq!(
        (report["slides"][1]["seconds"].as_f64(), report["slides"][4]["seconds"].as_f64()),
        (Some(40.0), Some(55.5))
    );
    assert_eq!(
        (report["run"]["run"].as_str(), report["run"]["time"].as_str()),
        (Some("mik5jz2m"), Some("2025-11-29T10:32:25Z"))
    );
}

#[test]
fn a_longer_save_of_a_known_run_completes_it() {
    let desk = Desk::talk(TALK);
    let all = saved("run", 1, [40.0, 15.0, 60.0, 9.0]);
    let lines: Vec<&str> = all.split_inclusive('\n').collect();
    desk.put("early.jsonl", lines[..4].concat().as_bytes());
    desk.put("late.jsonl", all.as_bytes());
    desk.run(&["rehearse", "import", "talk.md", "early.jsonl"]);
    let ran = desk.run(&["rehearse", "import", "talk.md", "late.jsonl"]);
    assert_eq!(ran.out, "late.jsonl: 0 runs added, 3 missing entries completed\n");
    let ran = desk.run(&["rehearse", "report", "talk.md"]);
    assert!(ran.out.contains("It took 2:04"), "{}", ran.out);
}

#[test]
fn what_is_damaged_or_of_another_talk_is_said_and_left_out() {
    let desk = Desk::talk(TALK);
    let strange = saved("strange", 1, [1.0; 4])
        .replace("\"two\"", "\"x\"")
        .replace("\"wood\"", "\"y\"")
        .replace("\"five\"", "\"z\"")
        .replace("thank-you", "w");
    desk.put("strange.jsonl", strange.as_bytes());
    desk.put("torn.jsonl", format!("{}{{\"run\":", saved("good", 1, [40.0, 15.0, 60.0, 9.0])).as_bytes());
    let ran = desk.run(&["rehearse", "import", "talk.md", "strange.jsonl", "torn.jsonl"]);
    assert_eq!(ran.code, 1);
    ran.says("rehearsal-foreign", "shows no slide of this talk");
    ran.says("rehearsal-line", "torn.jsonl:9:");
    assert!(
        ran.out.contains("torn.jsonl: 1 run added") && !desk.read("rehearsals.jsonl").contains("strange"),
        "{}",
        ran.out
    );
    desk.run(&["rehearse", "import", "talk.md", "none.jsonl"]).refused("file-missing", "none.jsonl");
}
