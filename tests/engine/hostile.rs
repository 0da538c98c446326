//! Random formulas and code, well-meant and hostile: always HTML that is whole and inert, or a finding; never less text.

use super::talk::Talk;
use super::{hasty, options};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// A small generator of our own: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn text(&mut self, pieces: &[&str], most: usize) -> String {
        (0..=self.roll(most)).map(|_| pieces[self.roll(pieces.len())]).collect()
    }
}

const TEX: &[&str] = &[
    "x",
    "y",
    "1",
    "+",
    "=",
    " ",
    "{",
    "}",
    "{a}",
    "{b}",
    "^",
    "_",
    "&",
    r"\\",
    "<",
    ">",
    "\"",
    "'",
    "%",
    "~",
    "#1",
    "|",
    "[",
    "]",
    "(",
    ")",
    "ä",
    "😀",
    "\u{301}",
    "\u{202e}",
    "中",
    r"\frac",
    r"\sqrt",
    r"\sum",
    r"\left(",
    r"\right)",
    r"\begin{aligned}",
    r"\end{aligned}",
    r"\begin{bmatrix}",
    r"\end{bmatrix}",
    "\\text{a<b>&\"'}",
    r"\mathbb{R}",
    r"\def\a{x}",
    r"\a",
    r"\newcommand{\b}[1]{#1}",
    r"\b",
    r"\href{javascript:alert(1)}{x}",
    r"\htmlClass{a}{b}",
    r"\color{red}",
    "\\textcolor{\"><script>}{x}",
    r"\rule{1e9em}{1em}",
    r"\hspace{9em}",
    r"\operatorname{a}",
    r"\tag{1}",
    r"\ce{H2O}",
    r"\verb|<b>|",
    r"\char`\<",
    r"\unicode{x}",
    r"\underbrace",
    r"\overset",
    "\n",
    "\r",
    "\0",
];

const CODE: &[&str] = &[
    "a",
    "b1",
    " ",
    "  ",
    "\n",
    "\n",
    "\t",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "</script>",
    "&",
    "&amp;",
    "\"",
    "'",
    "`",
    "\"\"\"",
    "/*",
    "*/",
    "//",
    "#",
    "--",
    "$",
    "${",
    "$(",
    "=>",
    "->",
    "=",
    ":",
    ";",
    ",",
    ".",
    "\\",
    "@",
    "!",
    "?",
    "0x1f",
    "1.5e3",
    "if",
    "for",
    "class",
    "def",
    "fn",
    "let",
    "return",
    "import",
    "ä",
    "😀",
    "\u{301}",
    "\u{202e}",
    "\0",
    "\u{1b}[31m",
    "\r\n",
    "$ ls",
    ">>> x",
    "<?php",
];

const LANGUAGES: &[&str] = &[
    "rust", "python", "c", "cpp", "java", "js", "ts", "html", "css", "bash", "console", "json", "yaml", "toml",
    "latex", "md", "php", "ruby", "go", "haskell", "scala", "make", "sql", "xml", "diff", "r", "julia", "lua", "perl",
    "cs",
];

#[test]
fn random_formulas_are_whole_inert_html_or_a_finding() {
    let mut dice = Dice(1);
    let formulas: Vec<String> = (0..400).map(|_| dice.text(TEX, 12)).collect();
    let talk = formulas.iter().fold(Talk::default(), |talk, tex| talk.math(tex));
    let result = talk.draw(&hasty(None));
    let html = result.html();
    let broken = html.iter().filter(|html| html.starts_with("<span class=\"broken\"")).count();
    assert!(broken > 50 && broken < 390, "{broken} of 400 are broken: the dice are loaded");
    for (html, tex) in html.iter().zip(&formulas) {
        check(html, tex);
    }
    for diagnostic in &result.report.diagnostics {
        assert!(
            result.source.get(diagnostic.span.start as usize..diagnostic.span.end as usize).is_some(),
            "{diagnostic:?}"
        );
        assert!(!diagnostic.message.is_empty() && !diagnostic.message.contains('\u{332}'), "{diagnostic:?}");
    }
}

#[test]
fn random_code_keeps_its_text_in_every_language() {
    let mut dice = Dice(2);
    let blocks: Vec<(&str, String)> =
        (0..400).map(|number| (LANGUAGES[number % LANGUAGES.len()], dice.text(CODE, 25))).collect();
    let talk = blocks.iter().fold(Talk::default(), |talk, (language, text)| talk.code(language, text));
    let result = talk.draw(&hasty(None));
    for (html, (language, text)) in result.html().iter().zip(&blocks) {
        let shown = check(html, text);
        let expected =
            text.replace("\u{1b}[31m", "").replace("\r\n", "\n").replace('\0', "U+0000").replace('\u{202e}', "U+202E");
        assert_eq!(shown, expected, "{language}");
    }
}

#[test]
fn the_same_dice_give_the_same_bytes() {
    let mut dice = Dice(3);
    let talk = (0..60).fold(Talk::default(), |talk, _| talk.math(&dice.text(TEX, 8)));
    assert_eq!(talk.draw(&options(None)).html(), talk.draw(&options(None)).html());
}

/// Parses a piece of a page: no parse error, no element or attribute that could do anything. Gives its text.
fn check(html: &str, source: &str) -> String {
    let page = format!("<!DOCTYPE html><html><head><title>t</title></head><body><p>{html}</p></body></html>");
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(page);
    let errors = dom.errors.borrow();
    assert!(errors.is_empty(), "{source:?}: {errors:?}\n{html}");
    let mut text = String::new();
    walk(&dom.document, &mut text, source);
    text.strip_prefix('t').unwrap_or(&text).to_owned()
}

fn walk(node: &Handle, text: &mut String, source: &str) {
    match &node.data {
        NodeData::Text { contents } => text.push_str(&contents.borrow()),
        NodeData::Element { name, attrs, .. } => {
            let inert = !["script", "a", "img", "iframe", "object", "embed", "form", "style", "link", "base"]
                .contains(&&*name.local);
            assert!(inert, "{source:?} makes <{}>", name.local);
            for attribute in attrs.borrow().iter() {
                let name = &*attribute.name.local;
                assert!(!name.starts_with("on") && name != "href" && name != "src", "{source:?} makes {name}=");
                assert!(!attribute.value.contains("url("), "{source:?} makes {name}={}", attribute.value);
            }
        }
        _ => {}
    }
    node.children.borrow().iter().for_each(|child| walk(child, text, source));
}
