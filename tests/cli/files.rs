//! Bad files and bad paths: one clear message each, at its place.

use super::desk::{CLEAN, Desk, Ran};

#[test]
fn a_talk_that_is_not_there_is_told_with_what_was_meant() {
    let desk = Desk::talk(CLEAN);
    desk.run(&["build", "tlak.md"]).refused("file-missing", "did you mean `talk.md`?");
    desk.run(&["build", "talk"]).refused("file-missing", "did you mean `talk.md`?");
    desk.run(&["build", "no/talk.md"]).refused("file-missing", "there is no folder `no`");
    desk.run(&["build", "zzzzzzzz"]).refused("file-missing", "deckle new");
    desk.run(&["build", "talk.md/x"]).refused("file-missing", "talk.md/x");
    desk.run(&["build", &"x".repeat(5000)]).refused("file-unreadable", "too long");
}

#[test]
fn other_encodings_are_named_with_the_place_and_the_way_to_convert() {
    let utf_16: Vec<u8> = [0xFEFF].into_iter().chain("# Grüße\n".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let desk = Desk::with(&[
        ("latin.md", b"# A\n\nGr\xFC\xDFe\n"),
        ("mac.md", b"# A\n\nGr\x9F\xA7e\n"),
        ("windows.md", b"# A\n\n\x84Gr\xFC\xDFe\x93\n"),
        ("wide.md", &utf_16),
        ("nul.md", b"# A\n\nB\0C\n"),
        ("my talk.md", b"Gr\xFC\xDFe"),
    ]);
    let latin = desk.run(&["build", "latin.md"]);
    latin.refused("encoding", "`latin.md` is not UTF-8; it looks like Latin-1\n --> latin.md:3:3\n");
    latin.says("encoding", "`iconv -f ISO-8859-1 -t UTF-8 latin.md -o latin-utf8.md`");
    desk.run(&["build", "mac.md"]).refused("encoding", "Mac Roman");
    desk.run(&["build", "windows.md"]).refused("encoding", "Windows-1252");
    desk.run(&["build", "wide.md"]).refused("encoding", "iconv -f UTF-16 -t UTF-8 wide.md");
    desk.run(&["build", "nul.md"]).refused("nul-byte", "nul.md:3:2");
    desk.run(&["build", "my talk.md"]).refused("encoding", "'my talk.md' -o 'my talk-utf8.md'");
    assert!(!desk.has("latin.html"));
}

#[test]
fn a_mark_and_any_line_ends_are_text() {
    for text in ["\u{FEFF}# A\n", "# A\r\n\r\nB\r\n", "# A\r\rB\r", "# A\r\n\rB\n"] {
        assert_eq!(Desk::talk(text).run(&["build", "talk.md"]).code, 0, "{text:?}");
    }
}

#[test]
fn what_is_no_text_is_called_what_it_is() {
    for (bytes, words) in [
        (&b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"[..], "a PNG picture"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x03\x04\x14\0\0\0", "a zip archive"),
        (b"\x7FELF\x02\x01\x01\0", "a program"),
        (&[7u8; 100], "a binary file"),
    ] {
        Desk::talk(bytes).run(&["build", "talk.md"]).refused("file-binary", words);
    }
}

#[test]
fn an_empty_talk_is_told() {
    for text in ["", "\u{FEFF}", " \n\t\r\n"] {
        Desk::talk(text).run(&["build", "talk.md"]).refused("talk-empty", "deckle new");
    }
}

#[test]
fn a_talk_of_fifty_megabytes_ends_at_once() {
    let desk = Desk::with(&[]);
    let file = std::fs::File::create(desk.path("talk.md")).unwrap();
    file.set_len(50 << 20).unwrap();
    let begun = std::time::Instant::now();
    desk.run(&["build", "talk.md"]).refused("file-too-large", "has 50 MiB, more than the 16 MiB");
    assert!(begun.elapsed().as_millis() < 1000, "{:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn pipes_devices_sockets_and_circles_of_links_are_not_waited_for() {
    let desk = Desk::talk("# A\n\n![x](pipe)\n\n<!-- include: pipe -->\n");
    assert!(std::process::Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap().success());
    desk.run(&["build", "pipe"]).refused("file-kind", "is a named pipe");
    desk.run(&["build", "/dev/zero"]).refused("file-kind", "is a device");
    let inside = desk.run(&["build", "talk.md"]);
    inside.says("file-kind", "talk.md:3:6");
    inside.says("file-kind", "talk.md:5:15");
    std::os::unix::fs::symlink("circle", desk.path("circle")).unwrap();
    desk.run(&["build", "circle"]).refused("file-unreadable", "circle");
    if cfg!(target_os = "linux") {
        desk.run(&["build", "/proc/self/environ"]).refused("file-kind", "running system");
    }
}

#[cfg(unix)]
#[test]
fn a_talk_without_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::talk(CLEAN);
    std::fs::set_permissions(desk.path("talk.md"), std::fs::Permissions::from_mode(0o000)).unwrap();
    // The owner of the machine may read everything; then there is nothing to test.
    if std::fs::read(desk.path("talk.md")).is_err() {
        desk.run(&["build", "talk.md"]).refused("file-unreadable", "permission denied");
    }
}

/// The findings of a talk that includes one file, in the short form.
fn include(desk: &Desk, path: &str, more: &[&str]) -> String {
    desk.put("project/talk.md", format!("# A\n\n<!-- include: {path} -->\n").as_bytes());
    let ran = Ran::of(desk.command().args(["check", "project", "--format", "short"]).args(more));
    assert!(ran.err.is_empty(), "{}", ran.err);
    ran.out
}

#[test]
fn files_outside_the_project_are_refused_and_can_be_allowed() {
    let desk = Desk::with(&[("project/fig/a.md", b"x"), ("project-secret/b.md", b"x"), ("shared/c.md", b"x")]);
    let outside = |path: &str| {
        let out = include(&desk, path, &[]);
        assert!(out.starts_with("project/talk.md:3:15: error[path-outside]"), "{path}: {out}");
        out
    };
    for path in [
        "../project-secret/b.md",
        "../shared/c.md",
        "fig/../../shared/c.md",
        "..",
        "%2e%2e/shared/c.md",
        "..%2fshared%2fc.md",
        "../../../../../../../../etc/passwd",
        "../shared/none.md",
    ] {
        outside(path);
    }
    assert!(outside("../shared/c.md").contains("`--allow shared`"));
    assert!(!include(&desk, "../shared/c.md", &["--allow", "shared"]).contains("path-outside"));
    assert!(include(&desk, "../project-secret/b.md", &["--allow", "shared"]).contains("path-outside"));
    for path in ["fig/a.md", "/fig/a.md", "./fig/../fig/a.md", "fig/%61.md", "../project/fig/a.md"] {
        let out = include(&desk, path, &[]);
        assert!(!out.contains("path-") && !out.contains("file-"), "{path}: {out}");
    }
    Ran::of(desk.command().args(["build", "project", "--allow", "nothing"]))
        .refused("allow-missing", "`--allow nothing`");
}

#[cfg(unix)]
#[test]
fn links_are_followed_before_the_border_is_asked() {
    use std::os::unix::fs::symlink;
    let desk = Desk::with(&[("project/in/a.md", b"x"), ("secret/b.md", b"x")]);
    symlink("../secret", desk.path("project/out")).unwrap();
    symlink("../secret/b.md", desk.path("project/b.md")).unwrap();
    symlink("in", desk.path("project/same")).unwrap();
    symlink("loop", desk.path("project/loop")).unwrap();
    symlink("nothing", desk.path("project/dangling.md")).unwrap();
    assert!(include(&desk, "out/b.md", &[]).contains("path-outside"));
    assert!(include(&desk, "b.md", &[]).contains("path-outside"));
    assert!(!include(&desk, "same/a.md", &[]).contains("path-outside"));
    assert!(include(&desk, "loop/a.md", &[]).contains("links lead in a circle"));
    assert!(include(&desk, "dangling.md", &[]).contains("a link on the way leads to nothing"));
    let named = include(&desk, "out/bb.md", &[]);
    assert!(named.contains("file-missing") && !named.contains("did you mean"), "no names of outside are told: {named}");
}

#[test]
fn paths_of_other_forms_are_told_what_to_write() {
    let desk = Desk::with(&[("project/a.md", b"x")]);
    for (path, words) in [
        ("file:///etc/passwd", "is a URL"),
        ("FILE:a.md", "is a URL"),
        ("//host/a.md", "another machine"),
        ("~/a.md", "home folder"),
        ("fig\\\\a.md", "write `fig"),
        ("C:/a.md", "drive"),
        ("c:a.md", "drive"),
    ] {
        let out = include(&desk, path, &[]);
        assert!(out.contains("error[path-form]") && out.contains(words), "{path}: {out}");
    }
}

#[test]
fn names_that_nearly_fit_are_hinted_at() {
    let desk = Desk::with(&[
        ("project/fig/Heads.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("project/Ü b.md", b"x"),
    ]);
    let hint = |path: &str| include(&desk, path, &[]);
    if cfg!(target_os = "linux") {
        assert!(hint("fig/heads.svg").contains("it is written `Heads.svg`"));
        assert!(hint("Fig/Heads.svg").contains("it is written `fig`"));
    }
    assert!(hint("fig/Haeds.svg").contains("did you mean `Heads.svg`?"));
    assert!(hint("/etc/passwd").contains("`/` means the project's folder"));
    // The same letters in another Unicode form, and with the space written as %20, are the same file.
    let out = hint("U\u{308}%20b.md");
    assert!(!out.contains("file-missing"), "{out}");
    assert!(hint(&"x".repeat(4000)).len() < 1000);
}

#[test]
fn the_project_begins_where_its_settings_stand() {
    let desk = Desk::with(&[
        ("site/deckle.toml", b""),
        ("site/logo.png", b"x"),
        ("site/talks/a/talk.md", b"# A\n\n![x](/logo.png)\n\n![y](../../logo.png)\n\n![z](../../../above.png)\n"),
        ("above.png", b"x"),
    ]);
    let out = desk.run(&["check", "site/talks/a", "--format", "short"]).out;
    assert_eq!(out.matches("path-outside").count(), 1, "{out}");
    assert!(!out.contains("file-missing"), "{out}");
}

#[test]
fn an_included_file_that_is_no_text_is_told_in_itself_and_where_it_is_asked_for() {
    let desk =
        Desk::with(&[("talk.md", b"# A\n\n<!-- include: parts/b.md -->\n"), ("parts/b.md", b"# B\n\nGr\xFC\xDFe\n")]);
    let ran = desk.run(&["build", "talk.md"]);
    assert_eq!(ran.code, 1);
    ran.says("encoding", " --> parts/b.md:3:3\n");
    ran.says("encoding", " ::: talk.md:3:15\n");
}

#[test]
fn a_thousand_files_are_read_and_no_more() {
    let line = |number: usize| format!("![x](p/{number}.png)\n\n");
    let desk = Desk::with(&[]);
    for number in 0..1000 {
        desk.put(&format!("p/{number}.png"), b"x");
    }
    let check = |count: usize| {
        desk.put("talk.md", format!("# A\n\n{}", (0..count).map(line).collect::<String>()).as_bytes());
        desk.run(&["check", "talk.md", "--format", "short"]).out.matches("files-too-many").count()
    };
    assert_eq!((check(999), check(1000)), (0, 1));
}
