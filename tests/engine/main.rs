//! The engine as a whole: deck in, HTML and diagnostics out, with real worker processes.
//! Manual pages: `tests/spec/math.md` and `tests/spec/code.md`.

mod hostile;
mod talk;

use deckle::render::draw::Options;
use deckle::render::worker::pool::Patience;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use talk::Talk;

fn options(cache: Option<&Path>) -> Options {
    Options {
        cache: cache.map(Path::to_path_buf),
        workers: 2,
        program: env!("CARGO_BIN_EXE_deckle").into(),
        patience: Patience::default(),
        memory: None,
    }
}

fn nobody(cache: Option<&Path>) -> Options {
    Options { program: "/nonexistent/deckle".into(), ..options(cache) }
}

fn hasty(cache: Option<&Path>) -> Options {
    Options { patience: Patience { item: Duration::from_millis(400), ..Patience::default() }, ..options(cache) }
}

/// A formula of 8 KiB that would take minutes.
fn endless_formula() -> String {
    format!(r"\def\a{{{}}}{}", "x".repeat(7000), r"\a".repeat(400))
}

/// Four bytes on which the Scala definition never returns.
const ENDLESS_SCALA: &str = ":f@/";

#[test]
fn formulas_and_code_are_drawn_and_identical_ones_share_their_html() {
    let talk = Talk::default().math("x^2").code("rust", "let x;").math("x^2").math(r"\frac{1}{2}");
    let result = talk.draw(&options(None));
    assert_eq!(result.report.diagnostics, []);
    let html = result.html();
    assert!(html[0].starts_with("<span class=\"katex\">"), "{}", html[0]);
    assert!(html[1].starts_with("<span class=\"t-keyword\">let</span> x"), "{}", html[1]);
    assert_eq!(html[0], html[2]);
    assert!(html[3].contains("mfrac"));
}

#[test]
fn what_is_in_the_cache_needs_no_process() {
    let cache = tempfile::tempdir().unwrap();
    let talk = Talk::default().math("x^2").code("rust", "let x;").math(r"\wrong").code("qqqqqq", "x");
    let cold = talk.draw(&options(Some(cache.path())));
    let warm = talk.draw(&nobody(Some(cache.path())));
    assert_eq!(cold.html(), warm.html());
    assert_eq!(cold.report.diagnostics, warm.report.diagnostics);
    assert_eq!(warm.codes(), ["math-error", "code-language"]);
}

#[test]
fn a_deck_without_formulas_and_code_touches_nothing() {
    let cache = tempfile::tempdir().unwrap();
    let folder = cache.path().join("never");
    let result = Talk::default().code("text", "a < b").code("", "plain").draw(&nobody(Some(&folder)));
    assert_eq!(result.report.diagnostics, []);
    assert_eq!(result.html(), ["a &lt; b", "plain"]);
    assert!(!folder.exists());
}

#[test]
fn a_changed_macro_redraws_only_what_uses_it() {
    let cache = tempfile::tempdir().unwrap();
    let talk = |body| Talk::default().macro_(r"\mine", body).math("x^2").math(r"\mine");
    talk("a").draw(&options(Some(cache.path())));
    assert_eq!(talk("b").draw(&nobody(Some(cache.path()))).found(), [("worker-missing", r"\mine")]);
    let result = talk("b").draw(&options(Some(cache.path())));
    assert!(result.html()[1].contains("<mi>b</mi>"));
}

#[test]
fn the_outcome_never_depends_on_workers_or_cache() {
    let mut talk = Talk::default();
    for number in 0..30 {
        talk = talk.math(&format!(r"\sum_{{i=1}}^{{{number}}} \frac{{x_i}}{{2}} \wrong{number}"));
        talk = talk.math(&format!(r"\sqrt{{{number}}}")).code("python", &format!("def f():\n    return {number}"));
    }
    let cache = tempfile::tempdir().unwrap();
    let first = talk.draw(&options(None));
    for workers in 1..=4 {
        for cache in [None, Some(cache.path())] {
            let result = talk.draw(&Options { workers, ..options(cache) });
            assert_eq!(result.html(), first.html());
            assert_eq!(result.report.diagnostics, first.report.diagnostics);
        }
    }
}

#[test]
fn a_mistake_is_found_at_its_place_behind_umlauts_and_astral_characters() {
    let talk = Talk::default()
        .math(r"\text{Größe 😀} + \aplha")
        .math("ä😀b+c}")
        .math(r"\frac{a}{b")
        .math("x^😀^😀")
        .math(r"\sqrt[");
    let result = talk.draw(&options(None));
    assert_eq!(
        result.found()[..4],
        [("math-error", r"\aplha"), ("math-error", "}"), ("math-error", "{"), ("math-error", "^")]
    );
    assert_eq!(result.report.diagnostics[0].hint.as_deref(), Some(r"did you mean `\alpha`?"));
    assert_eq!(result.report.diagnostics[2].message, "`{` is never closed");
    assert_eq!(result.report.diagnostics[2].span.start as usize, result.source.find(r"{b").unwrap());
    assert!(result.html()[0].starts_with("<span class=\"broken\" title=\"unknown command"), "{}", result.html()[0]);
}

#[test]
fn the_same_mistake_twice_is_one_finding_with_two_places() {
    let result = Talk::default().math(r"\wrong").math("x").math(r"\wrong").draw(&options(None));
    assert_eq!(result.codes(), ["math-error"]);
    assert_eq!(result.report.diagnostics[0].also.len(), 1);
}

#[test]
fn a_mistake_inside_a_macro_names_the_macro() {
    let result = Talk::default().macro_(r"\mine", r"\frac{\wrogn}{2}").math(r"1 + \mine").draw(&options(None));
    assert_eq!(result.found(), [("math-error", r"\mine")]);
    let diagnostic = &result.report.diagnostics[0];
    assert_eq!(diagnostic.message, r"unknown command `\wrogn` in the macro `\mine`");
    assert_eq!(diagnostic.also.len(), 1);
}

#[test]
fn what_is_refused_costs_no_time() {
    let began = Instant::now();
    let long = "x+".repeat(50_000);
    let talk = Talk::default()
        .macro_(r"\bomb", r"\edef\a{\a\a}")
        .math(r"\edef\a{\a\a\a}\a")
        .math(&long)
        .math(r"\href{javascript:alert(1)}{x}")
        .math(r"\bomb")
        .math(&"{".repeat(1000));
    let result = talk.draw(&nobody(None));
    assert_eq!(result.codes(), ["math-refused", "math-refused", "math-limit", "math-refused", "math-limit"]);
    assert_eq!(result.found()[0].1, r"\edef\a{\a\a}");
    assert_eq!(result.found()[1].1, r"\edef");
    assert!(result.html()[2].starts_with("<span class=\"broken\""));
    assert!(began.elapsed() < Duration::from_secs(1));
}

#[test]
fn an_endless_formula_is_killed_and_the_next_ones_are_drawn() {
    let cache = tempfile::tempdir().unwrap();
    let endless = endless_formula();
    let talk = Talk::default().math("a").math(&endless).math("b").math("c");
    for _ in 0..2 {
        let result = talk.draw(&hasty(Some(cache.path())));
        assert_eq!(result.codes(), ["math-timeout"]);
        assert_eq!(result.report.diagnostics[0].message, "the formula takes longer than 0.4 s to draw");
        let html = result.html();
        assert!(html[0].contains("katex") && html[2].contains("katex") && html[3].contains("katex"));
        assert!(html[1].contains("broken") && html[1].contains(r"\def\a{xxx"));
    }
}

#[test]
fn endless_code_is_killed_and_shown_plain() {
    let talk = Talk::default().code("scala", ENDLESS_SCALA).code("rust", "let x;").math("a");
    let result = talk.draw(&hasty(None));
    assert_eq!(result.found(), [("code-timeout", ENDLESS_SCALA)]);
    let html = result.html();
    assert_eq!(html[0], ENDLESS_SCALA);
    assert!(html[1].contains("t-keyword") && html[2].contains("katex"));
}

#[test]
fn many_endless_items_end() {
    let talk = (0..20).fold(Talk::default(), |talk, number| talk.code("scala", &format!("{ENDLESS_SCALA}{number}")));
    let began = Instant::now();
    let result = talk.draw(&hasty(None));
    assert_eq!(result.codes(), ["code-timeout"; 20]);
    assert!(began.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_program_that_is_no_worker_is_one_error_and_the_source_is_shown() {
    let talk = Talk::default().math("x^2").math("y").code("rust", "let x < y;");
    for program in ["/nonexistent/deckle", "/bin/true", "/bin/cat", "/bin/yes"] {
        let patience = Patience { start: Duration::from_millis(300), ..Patience::default() };
        let result = talk.draw(&Options { program: PathBuf::from(program), patience, ..options(None) });
        assert_eq!(result.codes(), ["worker-missing"], "{program}");
        assert_eq!(result.html()[0], "<span class=\"broken\" title=\"the worker does not start\">x^2</span>");
        assert_eq!(result.html()[2], "let x &lt; y;");
    }
}

/// A worker in a script that does something to it first.
#[cfg(unix)]
fn worker_after(folder: &Path, shell: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let script = folder.join("worker.sh");
    std::fs::write(&script, format!("#!/bin/sh\n{shell}\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_deckle"))).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).unwrap();
    script
}

#[cfg(unix)]
#[test]
fn a_worker_that_dies_of_an_item_costs_that_item_only() {
    let folder = tempfile::tempdir().unwrap();
    let program = worker_after(folder.path(), "(sleep 1; kill -9 $$) >/dev/null 2>&1 </dev/null &");
    let talk = Talk::default().math("a").math(&endless_formula()).math("b");
    let patience = Patience { item: Duration::from_secs(60), ..Patience::default() };
    let result = talk.draw(&Options { program, patience, workers: 1, ..options(None) });
    assert_eq!(result.codes(), ["worker-failed"]);
    assert!(result.html()[0].contains("katex") && result.html()[2].contains("katex"));
}

#[cfg(target_os = "linux")]
#[test]
fn an_engine_that_finds_no_memory_to_start_is_said_and_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let program = worker_after(folder.path(), "ulimit -v 104000");
    let cache = folder.path().join("cache");
    let talk = Talk::default().math("a").math("b");
    let result = talk.draw(&Options { program, ..options(Some(&cache)) });
    assert_eq!(result.codes(), ["worker-missing"]);
    assert!(result.report.diagnostics[0].message.ends_with("its math engine does not start"));
    assert_eq!(talk.draw(&options(Some(&cache))).report.diagnostics, []);
}

#[test]
fn a_damaged_cache_changes_nothing() {
    let cache = tempfile::tempdir().unwrap();
    let talk =
        (0..12).fold(Talk::default().code("rust", "let x;"), |talk, number| talk.math(&format!("x_{{{number}}}")));
    let first = talk.draw(&options(Some(cache.path())));
    let mut seed = 1u32;
    for _ in 0..6 {
        for entry in std::fs::read_dir(cache.path().join("drawn-1")).unwrap() {
            let path = entry.unwrap().path();
            let mut bytes = std::fs::read(&path).unwrap();
            for _ in 0..bytes.len() / 400 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = seed as usize % bytes.len();
                bytes[at] ^= (seed >> 24) as u8;
            }
            std::fs::write(&path, bytes).unwrap();
        }
        let result = talk.draw(&options(Some(cache.path())));
        assert_eq!(result.html(), first.html());
        assert_eq!(result.report.diagnostics, []);
    }
    talk.draw(&options(Some(cache.path())));
    assert_eq!(talk.draw(&nobody(Some(cache.path()))).html(), first.html());
}

#[test]
fn builds_at_the_same_time_share_a_cache() {
    let cache = tempfile::tempdir().unwrap();
    let talk =
        (0..8).fold(Talk::default().code("python", "x = 1"), |talk, number| talk.math(&format!("x_{{{number}}}")));
    let first = talk.draw(&options(None)).html();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| assert_eq!(talk.draw(&options(Some(cache.path()))).html(), first));
        }
    });
    assert_eq!(talk.draw(&nobody(Some(cache.path()))).html(), first);
}

#[test]
fn a_cache_that_cannot_be_written_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let result = Talk::default().math("x").draw(&options(Some(&file)));
    assert_eq!(result.report.diagnostics, []);
    assert!(result.html()[0].contains("katex"));
}

#[test]
fn colours_of_a_terminal_and_turned_text_are_found_at_their_place() {
    let talk =
        Talk::default().code("rust", "a \u{1b}[31mb").code("rust", "let x; // \u{202e} y").code("text", "\u{2066}");
    let result = talk.draw(&options(None));
    assert_eq!(result.found(), [("code-escape", "\u{1b}[31m"), ("code-bidi", "\u{202e}"), ("code-bidi", "\u{2066}")]);
    let html = result.html();
    assert_eq!(html[0], "a b");
    assert!(html[1].contains("<span class=\"t-control\">U+202E</span>"), "{}", html[1]);
    assert!(html.iter().all(|html| !html.contains(['\u{1b}', '\u{202e}', '\u{2066}'])));
}

#[test]
fn an_unknown_language_is_a_warning_at_its_name() {
    let result = Talk::default().code("Pyhton", "x = 1").draw(&options(None));
    assert_eq!(result.found(), [("code-language", "Pyhton")]);
    assert_eq!(result.report.diagnostics[0].hint.as_deref(), Some("did you mean `python`?"));
    assert_eq!(result.html(), ["x = 1"]);
}

#[test]
fn large_blocks_are_plain_and_say_so() {
    let large = "let x;\n".repeat(30_000);
    let one_line = "x".repeat(1 << 20);
    let result =
        Talk::default().code("rust", &large).code("rust", &one_line).code("text", &one_line).draw(&nobody(None));
    assert_eq!(result.codes(), ["code-limit"; 2]);
    assert_eq!(result.html()[1].len(), 1 << 20);
    let result = Talk::default().code("rust", &"x\n".repeat(100_000)).draw(&options(None));
    assert_eq!(result.codes(), [""; 0]);
    assert_eq!(result.html()[0].len(), 200_000);
}

#[test]
fn a_worker_ends_when_its_parent_is_gone_even_while_it_works() {
    use deckle::render::worker::{task::Task, wire};
    let mut worker = std::process::Command::new(env!("CARGO_BIN_EXE_deckle"))
        .arg("worker")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let task = Task::Code { language: "scala".to_owned(), text: ENDLESS_SCALA.to_owned() };
    wire::write_frame(worker.stdin.as_mut().unwrap(), &task.encode()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    drop(worker.stdin.take());
    let began = Instant::now();
    while worker.try_wait().unwrap().is_none() {
        assert!(began.elapsed() < Duration::from_secs(5), "the worker goes on alone");
        std::thread::sleep(Duration::from_millis(10));
    }
}
