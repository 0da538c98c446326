//! Every command does its work and says so.

use super::desk::{CLEAN, Desk, FAULTY, Ran};

#[test]
fn build_writes_beside_the_talk_and_says_so_on_standard_error() {
    let desk = Desk::talk(CLEAN);
    let ran = desk.run(&["build", "talk.md"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    let parts: Vec<&str> = ran.err.trim_end().split(" · ").collect();
    assert_eq!(parts[..2], ["wrote talk.html", "2 slides"], "{}", ran.err);
    assert!(parts[3].ends_with(" ms"), "{}", ran.err);
    assert!(desk.read("talk.html").contains("<section"));
    assert_eq!(desk.read("talk.md"), CLEAN);
}

#[test]
fn a_deck_with_errors_on_slides_is_written_and_the_exit_code_is_1() {
    let desk = Desk::talk(FAULTY);
    let ran = desk.run(&["build", "talk.md"]);
    assert_eq!(ran.code, 1);
    ran.says("directive-unknown", "1 error in talk.md\nwrote talk.html · 2 slides");
    assert!(desk.has("talk.html"));
}

#[test]
fn quiet_says_nothing_when_all_is_well_and_still_shows_errors() {
    assert_eq!(Desk::talk(CLEAN).run(&["build", "talk.md", "--quiet"]).err, "");
    let ran = Desk::talk(FAULTY).run(&["build", "talk.md", "-q"]);
    ran.says("directive-unknown", "pasue");
    assert!(!ran.err.contains("wrote"), "{}", ran.err);
}

#[test]
fn a_folder_with_a_talk_is_as_good_as_the_talk() {
    let desk = Desk::with(&[
        ("a/talk.md", CLEAN.as_bytes()),
        ("b/index.md", CLEAN.as_bytes()),
        ("c/other.md", CLEAN.as_bytes()),
        ("d/x.txt", b""),
    ]);
    assert_eq!(desk.run(&["build", "a"]).code, 0);
    assert_eq!(desk.run(&["build", "b/"]).code, 0);
    assert!(desk.has("a/talk.html") && desk.has("b/index.html"));
    desk.run(&["build", "c"]).refused("file-kind", "did you mean `c/other.md`?");
    desk.run(&["build", "d"]).refused("file-kind", "deckle new");
    assert_eq!(Ran::of(desk.command().current_dir(desk.path("a")).args(["build", "."])).code, 0);
}

#[test]
fn notes_go_into_a_file_of_their_own() {
    let desk = Desk::talk(CLEAN);
    let ran = desk.run(&["build", "talk.md", "--notes"]);
    assert!(ran.err.contains("wrote talk.presenter.html"), "{}", ran.err);
    assert!(desk.has("talk.presenter.html") && !desk.has("talk.html"));
}

#[test]
fn check_writes_no_file_and_its_exit_code_tells() {
    let desk = Desk::with(&[
        ("good.md", CLEAN.as_bytes()),
        ("bad.md", FAULTY.as_bytes()),
        ("odd.md", "# J√ºrgen\n\nWords.\n".as_bytes()),
    ]);
    let good = desk.run(&["check", "good.md"]);
    assert_eq!((good.code, good.out.as_str(), good.err.as_str()), (0, "nothing to mend in good.md\n", ""));
    let bad = desk.run(&["check", "bad.md"]);
    assert_eq!((bad.code, bad.err.as_str()), (1, ""));
    assert!(bad.out.ends_with("1 error in bad.md\n"), "{}", bad.out);
    let odd = desk.run(&["check", "odd.md"]);
    assert!(odd.out.contains("warning[mojibake]") && odd.out.contains("`Jürgen`"), "{}", odd.out);
    assert_eq!(odd.code, 0);
    assert_eq!(desk.run(&["check", "odd.md", "--strict"]).code, 1);
    assert_eq!(desk.run(&["check", "none.md"]).code, 2);
    assert_eq!(std::fs::read_dir(desk.path("")).unwrap().count(), 3);
}

#[test]
fn outline_lists_the_slides_as_a_table_and_as_json() {
    let desk = Desk::talk(CLEAN);
    let table = desk.run(&["outline", "talk.md"]);
    assert_eq!((table.code, table.err.as_str()), (0, ""));
    assert!(table.out.starts_with("no  id"), "{}", table.out);
    assert!(table.out.contains("Second\n") && table.out.ends_with("\n2 slides\n"), "{}", table.out);
    let list: serde_json::Value =
        serde_json::from_str(&desk.run(&["outline", "talk.md", "--format", "json"]).out).unwrap();
    assert_eq!(list["slides"].as_array().unwrap().len(), 2);
    assert_eq!(list["slides"][1]["title"], "Second");
    assert_eq!(desk.run(&["outline", "none.md"]).code, 2);
}

#[test]
fn new_writes_a_talk_that_builds_and_never_overwrites() {
    let desk = Desk::with(&[("full/x", b"1")]);
    let ran = desk.run(&["new", "my talk"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("next: deckle build 'my talk'"), "{}", ran.err);
    let built = desk.run(&["build", "my talk"]);
    assert_eq!(built.code, 0, "{}", built.err);
    assert!(desk.has("my talk/talk.html"));
    desk.run(&["new", "my talk"]).refused("folder-not-empty", "already holds something");
    desk.run(&["new", "full"]).refused("folder-not-empty", "already holds something");
    desk.run(&["new", "full/x"]).refused("folder-not-empty", "is no folder");
    std::fs::create_dir(desk.path("empty")).unwrap();
    assert_eq!(desk.run(&["new", "empty"]).code, 0);
    assert_eq!(desk.run(&["new", "deep/er"]).code, 0);
}

#[test]
fn explain_prints_the_page_of_a_code_and_lists_them_all() {
    let desk = Desk::with(&[]);
    let page = desk.run(&["explain", "path-outside"]);
    assert!(page.code == 0 && page.out.starts_with("path-outside\n\n") && page.out.contains("--allow"), "{}", page.out);
    assert_eq!(desk.run(&["explain", "error[path-outside]"]).out, page.out);
    assert!(desk.run(&["explain"]).out.lines().any(|line| line == "mojibake"));
    desk.run(&["explain", "path-outsid"]).refused("code-unknown", "did you mean `path-outside`?");
}

#[test]
fn completions_are_written_for_every_shell() {
    let desk = Desk::with(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = desk.run(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains("outline") && ran.out.len() > 500, "{shell}");
    }
}

#[test]
fn help_names_every_command_with_examples_and_version_is_one_line() {
    let desk = Desk::with(&[]);
    let help = desk.run(&["--help"]);
    for command in ["build", "check", "outline", "time", "new", "explain", "completions"] {
        assert!(help.out.lines().any(|line| line.trim_start().starts_with(command)), "{command}");
        let own = desk.run(&[command, "--help"]);
        assert!(own.code == 0 && own.out.contains("Example"), "{command}");
    }
    assert!(help.out.contains("Examples:") && !help.out.contains("worker"));
    assert_eq!(desk.run(&["--version"]).out, format!("deckle {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_command_line_is_told_with_what_was_meant() {
    let desk = Desk::with(&[]);
    let ran = desk.run(&["biuld"]);
    assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains("'build'"), "{}", ran.err);
    let flag = desk.run(&["build", "x", "--themes", "y"]);
    assert!(flag.code == 2 && flag.err.contains("--theme"), "{}", flag.err);
    assert_eq!(desk.run(&[]).code, 2);
    assert_eq!(desk.run(&["build"]).code, 2);
    assert_eq!(desk.run(&["build", ""]).code, 2);
    assert_eq!(desk.run(&["build", "x", "--jobs", "0"]).code, 2);
    assert_eq!(desk.run(&["build", "x", "--format", "xml"]).code, 2);
}

#[test]
fn every_code_in_the_source_has_its_part_on_the_page_of_messages() {
    let mut codes = std::collections::BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from("src")];
    while let Some(path) = folders.pop() {
        if path.is_dir() {
            folders.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        // A code is the first word in quotes behind one of these, on the same line or the next.
        for call in
            ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note(", "failure(", "Err(error(", "code: "]
        {
            for (at, _) in text.match_indices(call) {
                let rest = text[at + call.len()..].trim_start();
                let word = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(word, _)| word);
                let is_code = |word: &&str| {
                    word.contains('-') && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
                };
                codes.extend(word.filter(is_code).map(str::to_owned));
            }
        }
    }
    assert!(codes.len() > 50, "{codes:?}");
    let listed = Desk::with(&[]).run(&["explain"]).out;
    let missing: Vec<&String> = codes.iter().filter(|code| !listed.lines().any(|line| line == **code)).collect();
    assert!(missing.is_empty(), "no part in tests/spec/errors.md: {missing:?}");
    assert!(listed.lines().is_sorted());
}
