//! What the highlighter does with ordinary and with hostile code.

use super::*;

fn lines(language: &str, text: &str) -> Vec<String> {
    match outcome(language, text) {
        Outcome::Lines(lines) => lines,
        other => panic!("{language}: {other:?}"),
    }
}

/// The text of a line without its tags.
fn text_of(line: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in line.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn the_version_is_that_of_the_lock_file() {
    let lock = include_str!("../../../Cargo.lock").replace('\r', "");
    for name in ["syntect", "two-face"] {
        let version =
            lock.split_once(&format!("name = \"{name}\"\nversion = \"")).unwrap().1.split_once('"').unwrap().0;
        assert!(VERSION.contains(&format!("{name} {version}")), "{name} is now {version}: change VERSION");
    }
}

#[test]
fn every_alias_leads_to_a_definition() {
    for name in languages::definitions() {
        assert!(DEFINITIONS.find_syntax_by_name(name).is_some(), "{name}");
    }
}

#[test]
fn every_scope_of_the_table_can_be_read() {
    assert_eq!(PREFIXES.len(), roles::MEANINGS.len());
}

#[test]
fn rust_has_its_roles() {
    let drawn = lines("rust", "pub fn area(r: f64) -> f64 { // m²\n    let s = \"x\\n\";");
    assert_eq!(
        drawn[0],
        "<span class=\"t-keyword\">pub fn</span> <span class=\"t-function\">area</span><span class=\"t-punctuation\">(</span>\
         <span class=\"t-variable\">r</span><span class=\"t-punctuation\">:</span> <span class=\"t-type\">f64</span>\
         <span class=\"t-punctuation\">) -&gt;</span> <span class=\"t-type\">f64</span> <span class=\"t-punctuation\">{</span> \
         <span class=\"t-comment\">// m²</span>"
    );
    assert!(drawn[1].starts_with("    <span class=\"t-keyword\">let</span> s <span class=\"t-operator\">=</span> <span class=\"t-string\">\"x</span>"), "{}", drawn[1]);
}

#[test]
fn a_comment_over_several_lines_is_closed_and_opened_at_each_line_end() {
    let drawn = lines("c", "/* one\n   two */ int x;");
    assert_eq!(drawn[0], "<span class=\"t-comment\">/* one</span>");
    assert_eq!(
        drawn[1],
        "   <span class=\"t-comment\">two */</span> <span class=\"t-type\">int</span> x<span class=\"t-punctuation\">;</span>"
    );
}

#[test]
fn code_inside_a_string_is_code() {
    let drawn = lines("python", "f\"a{len(x)}b\"");
    assert!(drawn[0].contains("<span class=\"t-function\">len</span>"), "{}", drawn[0]);
}

#[test]
fn names_that_people_write_are_known() {
    for name in "console shell-session sh zsh sbatch cu cuda text plain txt csharp objc py js ts jsx tsx rs yml docker dockerfile c++ \
                 cpp h hpp go java kotlin swift scala julia r matlab haskell ocaml lua perl ruby php sql html css json yaml toml xml \
                 ini diff make makefile cmake latex bibtex markdown md bash powershell fish vim nix proto graphql zig dart elixir typst"
        .split_whitespace()
    {
        assert!(matches!(outcome(name, "x"), Outcome::Lines(_)), "{name}");
    }
}

#[test]
fn an_unknown_language_gives_the_nearest_name() {
    assert_eq!(outcome("pyhton", "x"), Outcome::UnknownLanguage("python".to_owned()));
    assert_eq!(outcome("qqqqqqqq", "x"), Outcome::UnknownLanguage(String::new()));
}

#[test]
fn no_text_is_lost_in_any_language() {
    let text = "a <b> & \"c\" 'd' {e} [f] // g\n\n\t# h /* i */ $j %k\n-- l\n  ä😀\u{301} \\m\nlast";
    for definition in DEFINITIONS.syntaxes() {
        let mut painter = Painter::new(definition);
        for line in text.split('\n') {
            assert_eq!(text_of(&painter.line(line)), line, "{}", definition.name);
        }
    }
}

#[test]
fn a_session_tells_prompts_commands_and_output_apart() {
    let drawn = lines("console", "$ export A=\"1\nx\n$ ls\n>>> print(1)\n1\n# remark");
    assert!(
        drawn[0].starts_with("<span class=\"t-prompt\">$ </span><span class=\"t-keyword\">export</span>"),
        "{}",
        drawn[0]
    );
    assert_eq!(drawn[1], "<span class=\"t-output\">x</span>");
    assert_eq!(drawn[2], "<span class=\"t-prompt\">$ </span><span class=\"t-function\">ls</span>");
    assert!(
        drawn[3].starts_with("<span class=\"t-prompt\">&gt;&gt;&gt; </span><span class=\"t-function\">print</span>"),
        "{}",
        drawn[3]
    );
    assert_eq!(drawn[5], "<span class=\"t-comment\"># remark</span>");
    assert_eq!(lines("bash", "$ ls\nfile")[1], "<span class=\"t-output\">file</span>");
}

#[test]
fn a_very_long_line_is_plain_and_the_next_is_not() {
    let drawn = lines("rust", &format!("let a = {};\nlet b;", "1+".repeat(3000)));
    assert!(!drawn[0].contains("<span"));
    assert!(drawn[1].contains("t-keyword"));
    let exact = lines("rust", &format!("//{}", "x".repeat(LONGEST_LINE - 2)));
    assert!(exact[0].contains("t-comment"));
}

#[test]
fn differences_are_inserted_and_deleted() {
    let drawn = lines("diff", "-old\n+new\n same");
    assert_eq!(drawn, ["<span class=\"t-deleted\">-old</span>", "<span class=\"t-inserted\">+new</span>", " same"]);
}
