//! `deckle rehearse`, run as people run it: pages on a real socket, files on a real disk. Manual page: `tests/spec/rehearse.md`.

#[allow(dead_code, reason = "made for other tests too")]
#[path = "live/client.rs"]
mod client;
#[allow(dead_code, reason = "made for other tests too")]
#[path = "cli/desk.rs"]
mod desk;
#[path = "rehearse/import.rs"]
mod import;
#[path = "rehearse/record.rs"]
mod record;
#[path = "rehearse/report.rs"]
mod report;
#[path = "rehearse/session.rs"]
mod session;
#[path = "rehearse/suggest.rs"]
mod suggest;

use serde_json::json;

/// A talk of 6 slides in a slot of 5 minutes; `two` has three steps, `four` may be skipped.
pub const TALK: &str = "---\nduration: 5m\nquestions: 1m\n---\n\n# The colour of paper\n\n---\n\n## Rags {#two time=40s}\n\nOne.\n\n. . .\n\nTwo.\n\n\
    . . .\n\nThree.\n\n---\n\n# Wood {time=2m}\n\n---\n\n## Pulp {#four time=30s optional}\n\nWords.\n\n---\n\n## Acid {#five time=60s}\n\nWords.\n\n---\n\n\
    # Thank you {layout=questions}\n\n---\n\n## Spare {#spare backup}\n\nWords.\n";

/// The lines of a run: what happened, on which slide, at which step, at which second of the talk.
pub fn run(id: &str, day: u32, events: &[(&str, &str, u32, f64)], end: f64) -> String {
    let mut out = format!(
        "{}\n",
        json!({ "run": id, "event": "start", "talk": "talk.md", "time": format!("2026-11-{day:02}T09:00:00Z") })
    );
    let mut asked = 0.0;
    for (n, (event, slide, step, at)) in events.iter().enumerate() {
        asked += if *event == "answered" { 20.0 } else { 0.0 };
        let line = json!({ "run": id, "n": n, "event": event, "slide": slide, "step": step, "at": at, "asked": asked, "time": 1 });
        out.push_str(&format!("{line}\n"));
    }
    out + &format!("{}\n", json!({ "run": id, "event": "end", "at": end, "asked": asked }))
}

/// A run of the whole talk, with so many seconds for each of `two`, `wood`, `five` and `thank-you`; `four` is skipped.
pub fn whole(id: &str, day: u32, times: [f64; 4]) -> String {
    let [two, wood, five, end] = times;
    let steps = [two * 0.5, two * 0.8];
    let events = [
        ("go", "two", 0, 0.0),
        ("go", "two", 1, steps[0]),
        ("go", "two", 2, steps[1]),
        ("go", "wood", 0, two),
        ("go", "five", 0, two + wood),
        ("go", "thank-you", 0, two + wood + five),
    ];
    run(id, day, &events, two + wood + five + end)
}
