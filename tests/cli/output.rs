//! Where a deck is written, and what is left alone.

use super::desk::{CLEAN, Desk, FAULTY, Ran, program};
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

#[test]
fn a_dash_is_standard_output() {
    let desk = Desk::talk(CLEAN);
    let ran = desk.run(&["build", "talk.md", "-o", "-"]);
    assert!(ran.code == 0 && ran.out.to_lowercase().starts_with("<!doctype html>"), "{}", ran.err);
    assert!(!desk.has("talk.html") && !desk.has("-"));
    desk.run(&["build", "talk.md", "-o", "-", "--format", "json"]).refused("output-shared", "standard output");
}

#[test]
fn the_output_is_never_a_file_that_was_read() {
    let desk = Desk::with(&[
        ("talk.md", b"# A\n\n![x](pictures/a.png)\n\n<!-- include: b.md -->\n"),
        ("pictures/a.png", b"png"),
        ("b.md", b"# B\n"),
    ]);
    desk.run(&["build", "talk.md", "-o", "talk.md"]).refused("output-is-input", "`talk.md`");
    desk.run(&["build", "talk.md", "-o", "./pictures/../talk.md"]).refused("output-is-input", "made of");
    desk.run(&["build", "talk.md", "-o", "pictures/a.png"]).refused("output-is-input", "a.png");
    desk.run(&["build", "talk.md", "-o", "b.md"]).refused("output-is-input", "b.md");
    let listed = desk.run(&["build", "talk.md", "-o", "talk.md", "--format", "json"]);
    assert!(
        listed.code == 2 && listed.out.contains("\"output-is-input\"") && listed.out.contains("\"line\": null"),
        "{}",
        listed.out
    );
    assert_eq!((desk.read("b.md").as_str(), desk.read("pictures/a.png").as_str()), ("# B\n", "png"));
    let odd = Desk::with(&[("talk.html", CLEAN.as_bytes())]);
    odd.run(&["build", "talk.html"]).refused("output-is-input", "talk.html");
    assert_eq!(odd.read("talk.html"), CLEAN);
}

#[cfg(unix)]
#[test]
fn links_to_the_talk_are_the_talk() {
    let desk = Desk::talk(CLEAN);
    std::os::unix::fs::symlink("talk.md", desk.path("other.html")).unwrap();
    desk.run(&["build", "talk.md", "-o", "other.html"]).refused("output-is-input", "other.html");
    std::fs::hard_link(desk.path("talk.md"), desk.path("hard.html")).unwrap();
    assert_eq!(desk.run(&["build", "talk.md", "-o", "hard.html"]).code, 0);
    assert_eq!(desk.read("talk.md"), CLEAN);
}

#[test]
fn a_folder_that_is_not_there_or_an_output_that_is_a_folder_is_told_before_anything_is_written() {
    let desk = Desk::talk(CLEAN);
    desk.run(&["build", "talk.md", "-o", "out/deck.html"]).refused("output-folder-missing", "mkdir -p out");
    assert!(!desk.has("out"));
    std::fs::create_dir(desk.path("out")).unwrap();
    desk.run(&["build", "talk.md", "-o", "out"]).refused("output-is-folder", "-o out/talk.html");
    desk.run(&["build", "talk.md", "-o", ".."]).refused("output-is-folder", "folder");
    assert_eq!(desk.run(&["build", "talk.md", "-o", "out/deck.html"]).code, 0);
}

#[test]
fn the_same_bytes_are_not_written_again() {
    let desk = Desk::talk(CLEAN);
    desk.run(&["build", "talk.md"]);
    let time = || std::fs::metadata(desk.path("talk.html")).unwrap().modified().unwrap();
    let before = time();
    let again = desk.run(&["build", "talk.md"]);
    assert!(again.err.starts_with("unchanged talk.html · "), "{}", again.err);
    assert_eq!(time(), before);
}

#[test]
fn what_cannot_be_built_leaves_the_old_deck_alone() {
    let desk = Desk::talk(CLEAN);
    desk.run(&["build", "talk.md"]);
    let old = desk.read("talk.html");
    desk.put("talk.md", b"# Gr\xFC\xDFe\n");
    desk.run(&["build", "talk.md"]).refused("encoding", "iconv");
    assert_eq!(desk.read("talk.html"), old);
}

#[cfg(target_os = "linux")]
#[test]
fn devices_are_written_to_and_a_full_one_is_told() {
    let desk = Desk::talk(CLEAN);
    assert_eq!(desk.run(&["build", "talk.md", "-o", "/dev/null"]).code, 0);
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    desk.run(&["build", "talk.md", "-o", "/dev/full"]).refused("output-unwritable", "no space left");
    desk.run(&["build", "talk.md", "-o", "/proc/deck.html"])
        .refused("output-unwritable", "cannot write `/proc/deck.html`");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ran =
        Command::new(program()).args(["outline", "talk.md"]).current_dir(desk.path("")).stdout(full).output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("standard output"), "{ran:?}");
}

/// Reads one line and hangs up.
fn head(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String) {
    let mut child = Command::new(program())
        .args(arguments)
        .current_dir(desk.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    (child.wait().unwrap().code(), err)
}

#[test]
fn a_closed_pipe_is_no_error() {
    let slides = "## A slide with a title of some length\n\n---\n\n".repeat(4000);
    let desk = Desk::with(&[("talk.md", slides.as_bytes()), ("bad.md", FAULTY.as_bytes())]);
    for arguments in [
        &["outline", "talk.md"][..],
        &["outline", "talk.md", "--format", "json"],
        &["build", "talk.md", "-q", "-o", "-"],
        &["completions", "zsh"],
        &["explain"],
        &["--help"],
    ] {
        assert_eq!(head(&desk, arguments), (Some(0), String::new()), "{arguments:?}");
    }
    assert_eq!(head(&desk, &["check", "bad.md"]), (Some(1), String::new()));
}

#[test]
fn closed_streams_do_no_harm() {
    let desk = Desk::talk(FAULTY);
    let ran = assert_cmd::Command::new("sh")
        .arg("-c")
        .arg("\"$0\" build talk.md 2>&- >&- <&-")
        .arg(program())
        .current_dir(desk.path(""))
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(desk.read("talk.html").contains("<section"));
    assert_eq!(desk.read("talk.md"), FAULTY);
}

#[cfg(unix)]
#[test]
fn names_need_not_be_utf_8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::with(&[]);
    let name = OsStr::from_bytes(b"T\xFCr.md");
    std::fs::write(desk.path("").join(name), CLEAN).unwrap();
    let ran = Ran::of(desk.command().arg("build").arg(name));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(desk.path("").join(OsStr::from_bytes(b"T\xFCr.html")).is_file());
    assert_eq!(Ran::of(desk.command().arg("check").arg(OsStr::from_bytes(b"\xFF\xFE"))).code, 2);
    assert_eq!(Ran::of(desk.command().arg("new").arg(OsStr::from_bytes(b"n\xFC"))).code, 0);
}

#[cfg(unix)]
#[test]
fn a_read_only_source_an_empty_environment_and_a_strict_umask_are_enough() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with(&[("in/talk.md", CLEAN.as_bytes()), ("out/.keep", b"")]);
    let mode =
        |name: &str, mode| std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    mode("in/talk.md", 0o444);
    mode("in", 0o555);
    let ran = Ran::of(desk.command().env_clear().args(["build", "in/talk.md", "-o", "out/talk.html"]));
    mode("in", 0o755);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let strict = assert_cmd::Command::new("sh")
        .arg("-c")
        .arg("umask 077; \"$0\" build in/talk.md -o out/b.html")
        .arg(program())
        .current_dir(desk.path(""))
        .output()
        .unwrap();
    assert_eq!(strict.status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn few_open_files_are_enough() {
    let pictures: String = (0..60).map(|number| format!("![x](p/{number}.png)\n\n")).collect();
    let desk = Desk::talk(format!("# A\n\n{pictures}"));
    for number in 0..60 {
        desk.put(&format!("p/{number}.png"), b"x");
    }
    let ran = assert_cmd::Command::new("sh")
        .arg("-c")
        .arg("ulimit -n 32; \"$0\" check talk.md --format short")
        .arg(program())
        .current_dir(desk.path(""))
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&ran.stdout);
    assert!(!out.contains("open files"), "{out}");
}
