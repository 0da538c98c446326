//! Themes as the command line sees them: every built-in one is without a finding, a copy looks the same, and a hostile one harms nobody.

use std::path::Path;
use std::process::{Command, Output};

fn deckle(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deckle"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn every_built_in_theme_is_without_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    for name in deckle::theme::names() {
        let checked = deckle(folder.path(), &["check", "--theme", name, "--strict"]);
        let said = text(&checked.stdout) + &text(&checked.stderr);
        assert_eq!(
            (said.as_str(), checked.status.code()),
            (format!("nothing to mend in the theme {name}\n").as_str(), Some(0))
        );
    }
}

#[test]
fn what_does_not_fit_in_a_theme_is_told_by_the_slides_of_the_tour() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(deckle(folder.path(), &["new", "--theme", "loud"]).status.code(), Some(0));
    let path = folder.path().join("themes/loud/theme.css");
    let css = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, css + "@layer theme { :root { --size-title: 84px; --acent: red; } }\n").unwrap();
    let checked = deckle(folder.path(), &["check", "--theme", "loud", "--strict", "--format", "short"]);
    let said = text(&checked.stdout);
    assert_eq!(checked.status.code(), Some(1), "{said}");
    for part in
        ["[title-long]: slide `image-right` of the tour: ", "[overflow-estimated]: slide `references` of the tour: "]
    {
        assert_eq!(said.matches(part).count(), 1, "{said}");
    }
    let checked = deckle(folder.path(), &["check", "--theme", "loud"]);
    assert!(text(&checked.stdout).ends_with(" warnings in the theme loud\n"), "{}", text(&checked.stdout));
}

#[test]
fn a_copy_of_a_theme_is_without_a_finding_and_looks_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let talk = "# Title\n\n---\n\n## One\n\n- item with `code`\n\n> [!TAKE]\n> So.\n\n---\n\n# Part\n\n---\n\n## Two\n\n```rust\nfn f() {}\n```\n";
    put(folder.path(), "talk.md", talk);
    for from in deckle::theme::names() {
        let name = format!("my-{from}");
        let written = deckle(folder.path(), &["new", "--theme", &name, "--from", from]);
        assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
        let checked = deckle(folder.path(), &["check", "--theme", &name, "--strict"]);
        assert_eq!(text(&checked.stdout), format!("nothing to mend in the theme {name}\n"));
        let deck = |theme: &str| {
            let built = deckle(folder.path(), &["build", "talk.md", "-o", "-", "-q", "--theme", theme]);
            assert_eq!((text(&built.stderr).as_str(), built.status.code()), ("", Some(0)));
            text(&built.stdout)
        };
        assert!(
            deck(&name).replace(&format!("data-theme=\"{name}\""), &format!("data-theme=\"{from}\"")) == deck(from),
            "{from}"
        );
    }
    let again = deckle(folder.path(), &["new", "--theme", "my-lectern"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("is there already"), "{}", text(&again.stderr));
}

#[test]
fn a_theme_that_never_ends_is_stopped_and_the_deck_is_built() {
    const SLOTS: &str = "{{ slots.body }}{{ slots.takeaway }}{{ slots.footnotes }}{{ slots.backgrounds }}";
    let hostile = [
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "{% set n = namespace(x='aaaaaaaaaaaaaaaa') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='aaaaaaaaaaaaaaaa') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=range(1000)|list) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x|length }}",
        "{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
        "{{ 'a' * 99999999 }}{{ 'a' * 99999999 }}",
        "{{ [1] * 999999999 }}",
        "{% macro f(x) %}{{ f(x ~ x) }}{{ f(x ~ x) }}{% endmacro %}{{ f('aaaaaaaa') }}",
        "{% set a %}{% for i in range(9999) %}aaaaaaaa{% endfor %}{% endset %}{% for i in range(99999) %}{{ a }}{% endfor %}",
        "{{ range(99999)|join('a' * 99999) }}",
        "{% set a = 'a' * 999999 %}{{ a|replace('a', a) }}",
        "{{ ('a' * 9999999)|indent(99)|upper|list|sort|tojson }}",
        "{% include 'default.html' %}",
    ];
    let talk = "# T\n\n---\n\n## A\n\nKept words.\n\n---\n\n## B\n\nMore words.\n";
    for text_of in hostile {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), "talk.md", &format!("---\ntheme: own\n---\n\n{talk}"));
        put(folder.path(), "own/theme.toml", "extends = \"lectern\"\n");
        put(folder.path(), "own/layouts/default.html", &format!("{SLOTS}{text_of}"));
        let begun = std::time::Instant::now();
        let built = deckle(folder.path(), &["build", "talk.md", "-o", "-", "-q"]);
        let (page, said) = (text(&built.stdout), text(&built.stderr));
        // Far above what it takes, so that a busy machine does not fail it; without a limit it is hours.
        assert!(begun.elapsed().as_secs() < 60, "{text_of}");
        assert_eq!(built.status.code(), Some(1), "{text_of}: {said}");
        assert!(said.contains("theme-template") && said.contains("own/layouts/default.html:1:"), "{text_of}: {said}");
        assert_eq!(said.matches("theme-template").count(), 1, "{text_of}: {said}");
        assert!(page.contains("Kept words.") && page.contains("More words."), "{text_of}");
    }
}
