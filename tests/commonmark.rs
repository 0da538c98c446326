//! The examples of the CommonMark specification: all of them hold, but for those that `tests/spec/commonmark.md` lists
//! with a reason. The specification comes with the development packages of `tests/browser`.

#[path = "commonmark/plain.rs"]
mod plain;
mod support;

use deckle::source::Files;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use support::{dom, page};

const SPECIFICATION: &str = "tests/browser/node_modules/commonmark-spec/spec.txt";

struct Example {
    number: u32,
    section: String,
    markdown: String,
    html: String,
}

#[test]
fn the_examples_of_commonmark_hold_but_for_the_listed_ones() {
    let listed = exceptions();
    let mut failing = BTreeSet::new();
    let mut report = String::new();
    let examples = examples();
    for example in &examples {
        let got =
            plain::html(&deckle::parse::talk(&Files::from_text(Path::new("/"), "talk.md", &example.markdown)).value);
        let holds = normal(&got) == normal(&example.html);
        if !holds {
            failing.insert(example.number);
        }
        if !holds && !listed.contains(&example.number) {
            let Example { number, section, markdown, html } = example;
            report += &format!("\nexample {number} ({section}) fails:\n{markdown}  wanted:\n{html}  got:\n{got}\n");
        }
    }
    for number in listed.difference(&failing) {
        report += &format!("\nexample {number} holds: take it out of the list of exceptions\n");
    }
    let found = failing.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
    println!("{} of {} examples hold; these do not: {found}", examples.len() - failing.len(), examples.len());
    assert!(report.is_empty(), "{report}\nfailing now: {found}");
}

fn examples() -> Vec<Example> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SPECIFICATION);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{SPECIFICATION}: {error}\ninstall it: npm ci --prefix tests/browser"));
    let mut section = String::new();
    let mut number = 0;
    let mut examples = Vec::new();
    for piece in page::pieces(&text) {
        match piece {
            page::Piece::Prose(prose) => {
                section =
                    prose.lines().rfind(|line| line.starts_with("## ")).map_or(section, |line| line[3..].to_owned());
            }
            page::Piece::Fence(fence) if fence.kind == "example" => {
                let (markdown, html) = fence.body.split_once("\n.\n").unwrap_or_else(|| {
                    let html = fence.body.strip_prefix(".\n").unwrap_or_else(|| panic!("line {}: no HTML", fence.line));
                    ("", html)
                });
                number += 1;
                let visible_tabs = |text: &str| text.replace('→', "\t");
                let markdown = if markdown.is_empty() { String::new() } else { visible_tabs(markdown) + "\n" };
                examples.push(Example { number, section: section.clone(), markdown, html: visible_tabs(html) });
            }
            page::Piece::Fence(_) => {}
        }
    }
    assert!(examples.len() > 600, "only {} examples in {SPECIFICATION}", examples.len());
    examples
}

/// The numbers in the first column of the table of exceptions: `12`, `15–17`, separated by commas.
fn exceptions() -> BTreeSet<u32> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec/commonmark.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut reasons: BTreeMap<u32, &str> = BTreeMap::new();
    for row in text
        .lines()
        .filter(|line| line.starts_with("| ") && line[2..].starts_with(|first: char| first.is_ascii_digit()))
    {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let (numbers, reason) = (cells.next().unwrap_or(""), cells.next_back().unwrap_or(""));
        assert!(!reason.is_empty(), "no reason: {row}");
        for range in numbers.split(',').map(str::trim) {
            let (first, last) = range.split_once('–').unwrap_or((range, range));
            let number = |text: &str| text.parse::<u32>().unwrap_or_else(|_| panic!("no number: `{text}` in {row}"));
            for example in number(first)..=number(last) {
                let twice = reasons.insert(example, reason);
                assert!(twice.is_none(), "example {example} is listed twice");
            }
        }
    }
    reasons.into_keys().collect()
}

/// HTML as the specification's own test tool compares it: spelling of tags, order of attributes, and white space that
/// does not show make no difference. Nor do, here, quotation marks and dashes as a typesetter writes them, and slide
/// breaks that have nothing on one side: there is no empty slide.
fn normal(html: &str) -> String {
    let mut out = String::new();
    dom::fragment(html.trim_end()).iter().for_each(|node| write(node, false, &mut out));
    for (set, typed) in [('“', "\""), ('”', "\""), ('‘', "'"), ('’', "'"), ('–', "--"), ('—', "---"), ('…', "...")]
    {
        out = out.replace(set, typed);
    }
    let breaks = |line: &&str| *line == "<hr>" || *line == "</hr>";
    let lines: Vec<&str> = out.lines().filter(|line| !line.is_empty()).collect();
    let first = lines.iter().take_while(|line| breaks(line)).count();
    let last = lines[first..].iter().rev().take_while(|line| breaks(line)).count();
    lines[first..lines.len() - last].join("\n").trim().to_owned()
}

fn write(node: &markup5ever_rcdom::Handle, verbatim: bool, out: &mut String) {
    if let Some(text) = dom::text(node) {
        if verbatim {
            out.push_str(&text);
            return;
        }
        for character in text.chars() {
            let space = matches!(character, ' ' | '\n' | '\t' | '\r');
            if !space {
                out.push(character);
            } else if !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        }
        return;
    }
    let name = dom::name(node);
    if name.is_empty() {
        return;
    }
    let block = !matches!(name, "a" | "em" | "strong" | "code" | "img" | "br" | "del" | "input" | "span");
    let line = |out: &mut String| {
        if block && !verbatim {
            out.truncate(out.trim_end_matches(' ').len());
            if !out.ends_with('\n') {
                out.push('\n');
            }
        }
    };
    line(out);
    let empty = |(key, value): &&(String, String)| key == "alt" && value.is_empty();
    let attributes = dom::attributes(node);
    let attributes: String =
        attributes.iter().filter(|one| !empty(one)).map(|(key, value)| format!(" {key}={value:?}")).collect();
    out.push_str(&format!("<{name}{attributes}>"));
    line(out);
    node.children.borrow().iter().for_each(|child| write(child, verbatim || name == "pre", out));
    line(out);
    out.push_str(&format!("</{name}>"));
    line(out);
}
