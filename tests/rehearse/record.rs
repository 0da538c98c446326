//! What is said on the socket stands in the file: whole lines, each once, whatever ends first.

use crate::TALK;
use crate::desk::Desk;
use crate::session::Session;
use deckle::rehearsal::record::Recorder;
use deckle::rehearsal::{Talk, book};
use deckle::source::Files;
use proptest::prelude::*;
use serde_json::{Value, json};

const RUN: &str = "mik5jz2m";

fn lines(desk: &Desk) -> Vec<Value> {
    let text = desk.read("rehearsals.jsonl");
    assert!(text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect()
}

fn events(desk: &Desk) -> Vec<String> {
    lines(desk).iter().map(|line| line["event"].as_str().unwrap().to_owned()).collect()
}

#[cfg(unix)]
#[test]
fn a_rehearsal_is_written_down_and_ends_with_a_report() {
    let desk = Desk::talk(TALK);
    let session = Session::start(&desk, 0, &[]);
    assert!(session.line.contains("Ctrl-C ends with the report"), "{}", session.line);
    let (mut stage, mut presenter) = (session.page(), session.page());
    let begin = [("go", "two", 0, 0.0), ("go", "two", 1, 12.5)];
    stage.run(RUN, 0, &begin);
    // Both windows say the same.
    presenter.run(RUN, 0, &begin);
    stage.run(RUN, 2, &[("go", "two", 2, 30.0), ("mark", "two", 2, 31.25), ("go", "wood", 0, 50.0)]);
    stage.run(RUN, 5, &[("go", "five", 0, 66.0), ("go", "thank-you", 0, 150.0)]);
    stage.tick(RUN, 159.5);
    assert_eq!(stage.settle(RUN), 7);
    let (out, said, code) = session.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("the clock runs\n") && said.contains("rehearsal.html"), "{said}");
    for words in
        ["over by 15 %", " 2  Rags", "0:50  +0:10", "(+0:24)", "Marked\n   0:31  2 “Rags”, step 3", "It took 2:40"]
    {
        assert!(out.contains(words), "no `{words}` in:\n{out}");
    }
    assert_eq!(events(&desk), ["start", "go", "go", "go", "mark", "go", "go", "go", "end"]);
    let lines = lines(&desk);
    assert_eq!((lines[0]["talk"].as_str(), lines[0]["slot"].as_u64()), (Some("talk.md"), Some(300)));
    let exact = format!(
        "\"slide\":\"two\",\"step\":1,\"at\":12.5,\"asked\":0,\"time\":1764412345678,\"says\":{}}}",
        lines[2]["says"]
    );
    assert!(desk.read("rehearsals.jsonl").contains(&exact), "{exact}");
    assert_eq!((&lines[8]["at"], &lines[8]["over"]), (&Value::from(159.5), &Value::from(true)));
    assert!(desk.read("rehearsal.html").contains("Rehearsal 1"));
    assert_eq!(desk.read("talk.md"), TALK);
}

#[cfg(unix)]
#[test]
fn a_killed_server_loses_nothing_when_the_page_comes_back() {
    let desk = Desk::talk(TALK);
    let session = Session::start(&desk, 0, &[]);
    let mut page = session.page();
    page.run(RUN, 0, &[("go", "two", 0, 0.0), ("go", "two", 1, 9.0)]);
    page.settle(RUN);
    session.kill();
    let session = Session::start(&desk, 0, &[]);
    let mut page = session.page();
    // What the page did meanwhile, and all that came before: the first two are not written again.
    page.run(RUN, 0, &[("go", "two", 0, 0.0), ("go", "two", 1, 9.0), ("go", "two", 2, 20.0), ("go", "wood", 0, 30.0)]);
    // A page that begins in the middle is asked for the rest.
    let mut late = session.page();
    late.run("another1", 5, &[("go", "five", 0, 9.0)]);
    assert_eq!(late.settle("another1"), 0);
    page.tick(RUN, 33.0);
    page.settle(RUN);
    let (out, ..) = session.end();
    assert_eq!(events(&desk), ["start", "go", "go", "go", "go", "end"]);
    assert!(out.contains("stopped at slide 3"), "{out}");
}

#[cfg(unix)]
#[test]
fn a_page_that_is_left_open_adds_nothing_to_a_run_that_is_over() {
    let desk = Desk::talk(TALK);
    let begin = [("go", "two", 0, 0.0), ("go", "wood", 0, 9.0)];
    let session = Session::start(&desk, 0, &[]);
    let mut page = session.page();
    page.run(RUN, 0, &begin);
    page.settle(RUN);
    session.end();
    let before = desk.read("rehearsals.jsonl");
    let session = Session::start(&desk, 0, &[]);
    let mut page = session.page();
    page.run(RUN, 0, &begin);
    page.tick(RUN, 4000.0);
    page.settle(RUN);
    let (out, said, _) = session.end();
    assert!(out.contains("nothing was rehearsed") && said.contains("Shift T"), "{out}{said}");
    assert_eq!(desk.read("rehearsals.jsonl"), before);
    // A further step takes it up again.
    let session = Session::start(&desk, 0, &[]);
    let mut page = session.page();
    page.run(RUN, 0, &begin);
    page.run(RUN, 2, &[("go", "five", 0, 20.0)]);
    page.settle(RUN);
    session.end();
    assert_eq!(events(&desk), ["start", "go", "go", "end", "go", "end"]);
}

#[cfg(unix)]
#[test]
fn the_last_page_that_goes_ends_the_run_and_an_edit_of_the_past_counts() {
    let desk = Desk::talk(TALK);
    let session = Session::start(&desk, 0, &[]);
    let mut page = session.page();
    page.run(RUN, 0, &[("go", "two", 0, 0.0), ("go", "wood", 0, 9.0)]);
    // The other window was later: its second entry takes the place of ours.
    page.run(RUN, 1, &[("go", "five", 0, 8.5)]);
    page.tick(RUN, 15.0);
    page.settle(RUN);
    drop(page);
    let mut other = session.page();
    while events(&desk).last().is_none_or(|event| event != "end") {
        std::thread::yield_now();
    }
    // It was only provisional: the next page goes on.
    other.run(RUN, 2, &[("go", "thank-you", 0, 40.0)]);
    other.settle(RUN);
    session.end();
    assert_eq!(events(&desk), ["start", "go", "go", "go", "end", "go", "end"]);
    let lines = lines(&desk);
    assert_eq!((lines[3]["n"].as_u64(), lines[3]["slide"].as_str()), (Some(1), Some("five")));
    let report: Value =
        serde_json::from_str(&desk.run(&["rehearse", "report", "talk.md", "--format", "json"]).out).unwrap();
    assert_eq!(report["slides"][4]["seconds"], 31.5, "{report:#}");
}

#[cfg(unix)]
#[test]
fn nonsense_on_the_socket_writes_nothing() {
    let desk = Desk::talk(TALK);
    let session = Session::start(&desk, 0, &[]);
    let mut page = session.page();
    page.run(RUN, 0, &[("go", "of-another-talk", 0, 0.0)]);
    page.run("../../evil", 0, &[("go", "two", 0, 0.0)]);
    for events in [
        r#"[["fly","two",0,0,0,0]]"#,
        r#"[["go","two",-1,0,0,0]]"#,
        r#"[["go","two",0,1e300,0,0]]"#,
        r#"[["go","",0,0,0,0]]"#,
        "[[]]",
        "[7]",
    ] {
        page.say(serde_json::json!({ "kind": "run", "run": RUN, "from": 0, "events": serde_json::from_str::<Value>(events).unwrap() }));
    }
    page.say(serde_json::json!({ "kind": "joined", "run": RUN }));
    page.tick(RUN, -5.0);
    page.tick("nobody", 5.0);
    page.settle("settle");
    let (out, said, code) = session.end();
    assert_eq!(code, Some(0));
    assert!(out.contains("nothing was rehearsed") && !desk.has("rehearsals.jsonl"), "{out}{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_nothing_is_said_once_and_the_report_comes_all_the_same() {
    let desk = Desk::talk(TALK);
    // A folder of that name can be no file; a full disk refuses in the same place.
    std::fs::create_dir(desk.path("rehearsals.jsonl")).unwrap();
    let session = Session::start(&desk, 0, &[]);
    let mut page = session.page();
    page.run(RUN, 0, &[("go", "two", 0, 0.0), ("go", "two", 2, 9.0)]);
    assert_eq!(page.hear()["kind"], "trouble");
    page.run(RUN, 2, &[("go", "wood", 0, 30.0)]);
    page.settle(RUN);
    let (out, said, code) = session.end();
    assert_eq!((code, said.matches("cannot be written").count()), (Some(0), 1), "{said}");
    assert!(said.contains("could not be written down"), "{said}");
    assert!(out.contains(" 2  Rags") && out.contains("0:30"), "{out}");
    assert!(desk.has("rehearsal.html"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_something_again_gets_everything_and_torn_lines_stay_apart() {
    let desk = Desk::talk(TALK);
    std::fs::create_dir(desk.path("rehearsals.jsonl")).unwrap();
    let session = Session::start(&desk, 0, &[]);
    let mut page = session.page();
    page.run(RUN, 0, &[("go", "two", 0, 0.0)]);
    page.settle(RUN);
    std::fs::remove_dir(desk.path("rehearsals.jsonl")).unwrap();
    // Somebody else's crash.
    desk.put("rehearsals.jsonl", b"{\"run\":\"to");
    page.run(RUN, 1, &[("go", "wood", 0, 30.0)]);
    page.settle(RUN);
    let text = desk.read("rehearsals.jsonl");
    assert!(text.starts_with("{\"run\":\"to\n{\"run\":\"mik5jz2m\",\"event\":\"start\""), "{text}");
    // The file is taken away: what is known goes into a new one.
    std::fs::remove_file(desk.path("rehearsals.jsonl")).unwrap();
    page.run(RUN, 2, &[("go", "five", 0, 40.0)]);
    page.settle(RUN);
    session.end();
    assert_eq!(events(&desk), ["start", "go", "go", "go", "end"]);
}

#[cfg(unix)]
#[test]
fn two_rehearsals_of_one_talk_share_the_file() {
    let desk = Desk::talk(TALK);
    let (one, two) = (Session::start(&desk, 0, &[]), Session::start(&desk, 0, &[]));
    let (mut first, mut second) = (one.page(), two.page());
    for n in 0..40usize {
        let at = n as f64;
        first.run("first", n, &[("go", if n % 2 == 0 { "two" } else { "five" }, 0, at)]);
        second.run("second", n, &[("go", if n % 2 == 0 { "five" } else { "two" }, 0, at)]);
    }
    assert_eq!((first.settle("first"), second.settle("second")), (40, 40));
    one.end();
    two.end();
    let lines = lines(&desk);
    for run in ["first", "second"] {
        let own: Vec<u64> =
            lines.iter().filter(|line| line["run"] == run).filter_map(|line| line["n"].as_u64()).collect();
        assert_eq!(own, (0..40).collect::<Vec<u64>>(), "{run}");
    }
}

#[cfg(unix)]
#[test]
fn it_begins_where_it_is_told_and_hides_the_clock_if_asked() {
    let desk = Desk::talk(TALK);
    for (from, place) in [("wood", "/#wood "), ("4", "/#four "), ("ACID", "/#five ")] {
        let session = Session::start(&desk, 0, &["--from", from, "--blind"]);
        assert!(session.line.contains(place), "{}", session.line);
        assert!(crate::client::get(session.address, "/", "").contains("rehearse blind\""));
        session.end();
    }
    let ran = desk.run(&["rehearse", "talk.md", "--from", "wod"]);
    ran.refused("rehearsal-place", "did you mean `Wood`?");
}

#[cfg(unix)]
#[test]
fn pages_are_told_the_last_times_of_each_slide() {
    let desk = Desk::talk(TALK);
    let runs = [[40.0, 10.0, 60.0, 9.0], [44.0, 10.0, 70.0, 9.0], [35.0, 10.0, 50.0, 9.0], [42.0, 10.0, 65.0, 9.0]];
    let text: String = runs.iter().zip(1..).map(|(times, day)| crate::whole(&format!("r{day}"), day, *times)).collect();
    desk.put("rehearsals.jsonl", text.as_bytes());
    for command in ["rehearse", "watch"] {
        let mut process = std::process::Command::new(crate::desk::program());
        process.arg(command).arg(desk.path("talk.md")).args(["--port", "0"]);
        let mut child =
            process.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap();
        let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
        let line = lines.find_map(|line| line.ok().filter(|line| line.starts_with("http://"))).unwrap();
        let address = line.split(['/', ' ']).nth(2).unwrap().parse().unwrap();
        let mut page = crate::client::socket(address, "/live?seen=x.0", &format!("http://{address}")).unwrap();
        assert_eq!(crate::client::next(&mut page).unwrap()["kind"], "refetch");
        let told = crate::client::next(&mut page).unwrap();
        assert_eq!(
            (told["kind"].as_str(), &told["slides"]["five"]),
            (Some("earlier"), &serde_json::json!([65, 50, 70]))
        );
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Two pages that send any parts of the run again and again, and servers that die at any moment: the file holds the run, each
    /// entry once.
    #[test]
    fn whatever_is_sent_how_often_the_file_holds_the_run_once(parts in prop::collection::vec((0usize..30, 1usize..12, 0u8..8), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rehearsals.jsonl");
        let deck = deckle::parse::talk(&Files::from_text(folder.path(), "talk.md", TALK)).value;
        let talk = Talk::of(&deck, "talk.md");
        let log: Vec<Value> = (0..42u64).map(|n| json!(["go", if n % 2 == 0 { "two" } else { "five" }, n % 3, n * 1500, 0, 1_764_412_345_678 + n])).collect();
        let mut recorder = Recorder::new(path.clone(), talk.clone());
        let mut known = 0;
        for (from, count, dies) in parts {
            let to = (from + count).min(log.len());
            let answer = recorder.hear(RUN, from, &log[from..to]);
            match answer.resend {
                Some(asked) => {
                    prop_assert!(from > known && asked == known);
                    recorder.hear(RUN, asked, &log[asked..to]);
                }
                None => prop_assert!(from <= known),
            }
            known = known.max(to);
            recorder.tick(RUN, &(known as u64 * 1500).into(), &0.into());
            if dies == 0 {
                recorder = Recorder::new(path.clone(), talk.clone());
            }
        }
        recorder.finish();
        let read = book::read(&path);
        prop_assert!(read.diagnostics.is_empty());
        let run = &read.value.runs[RUN];
        prop_assert_eq!(run.entries.len(), known);
        let text = std::fs::read_to_string(&path).unwrap();
        prop_assert_eq!(text.lines().filter(|line| line.contains("\"n\":")).count(), known, "each once");
        prop_assert!(run.entries.iter().all(|(n, (entry, _))| entry.at == u64::from(*n) * 1500));
    }
}
