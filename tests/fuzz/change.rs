//! New inputs: seeds cut, doubled, spliced and sprinkled with what the language is made of.

use crate::support::random::Random;

/// What the scanner, the parser or the renderer looks for, and what tends to break such programs.
const TOKENS: &[&str] = &[
    "---\n",
    "\n---\n",
    "***\n",
    "___\n",
    "----\n",
    "# ",
    "## T {#a .b c=d}\n",
    "{#",
    "{",
    "}",
    "{step=2}",
    "{step=2-3}",
    "{1|2|all}",
    "{width=50%}",
    "\n::: columns\n",
    "\n::: column\n",
    "\n:::\n",
    "::::\n",
    "::: {.x step=1}\n",
    "::: notes\n",
    "::: steps\n",
    ". . .\n",
    "\n\n. . .\n\n",
    "<!-- ",
    " -->",
    "<!-- pause -->\n",
    "<!-- slide: {time: 5s} -->\n",
    "<!-- // x -->",
    "<!-- include: x.md -->\n",
    "<!-- agenda -->\n",
    "```\n",
    "```rust {1|2}\n",
    "````\n",
    "~~~\n",
    "```math\n",
    "```console\n",
    "$",
    "$$",
    "\n$$\n",
    "$$ {1|2}\n",
    r"\(",
    r"\)",
    r"\[",
    r"\]",
    r"\begin{align}",
    r"\end{align}",
    r"\frac{a}{b}",
    "\\",
    "^",
    "_",
    "> ",
    "> [!NOTE] ",
    "> [!TAKE]\n",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "999999999) ",
    "- [ ] ",
    "- [x] ",
    "    ",
    "\t",
    "| a | b |\n|---|--:|\n| 1.5 | x |\n",
    "|",
    "|---|",
    "![a](b.png)",
    "![bg](x.svg)\n",
    "![bg left:40%](x)",
    "[a](b)",
    "[a]: b\n",
    "[^1]",
    "[^1]: n\n",
    "<https://a.b>",
    "http://x.y/z",
    "<div>\n",
    "</div>",
    "<div>\n\n",
    "<b onclick=x>",
    "<script>",
    "</script>",
    "</section>",
    "<style>",
    "<plaintext>",
    "<table><tr>",
    "<svg>",
    "<!",
    "<?",
    "<![CDATA[",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "javascript:x",
    "`",
    "``",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "!",
    "\"",
    "'",
    "...",
    "--",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    " ",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "\u{a0}",
    "é",
    "e\u{301}",
    "ß",
    "😀",
    "👩\u{200d}🔬",
    "漢字",
    "\u{10ffff}",
    "title: x\n",
    "lang: de\n",
    "math: {macros: {\"\\\\R\": \"x\"}}\n",
    "a: &a [*a]\n",
    "{{ 7*7 }}",
    "# A {.backup}\n",
    "notes:\n",
    "[step]",
    "— Name\n",
    "{lines}",
    "{title=\"a\"}",
    "{from=\"x.rs#a\"}",
    "{lang=de}",
    "{.mark}",
    "[x]{.y}",
];

/// The next input: mostly a changed seed, sometimes a soup of tokens, seldom plain bytes.
pub fn input(random: &mut Random, seeds: &[&str]) -> Vec<u8> {
    match random.below(20) {
        0 => (0..random.below(200)).map(|_| random.next() as u8).collect(),
        1..=4 => soup(random).into_bytes(),
        _ => {
            let mut text = random.one_of(seeds).to_owned();
            for _ in 0..=random.below(6) {
                text = changed(random, &text, seeds);
            }
            text.truncate(boundary(&text, 6000));
            text.into_bytes()
        }
    }
}

/// The next input with paragraphs of one marked word each between its lines.
pub fn marked(random: &mut Random, seeds: &[&str], mark: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(&input(random, seeds)).into_owned();
    let mut out = String::new();
    let mut number = 0;
    for line in text.split_inclusive('\n') {
        out.push_str(line);
        if line.ends_with('\n') && random.below(6) == 0 {
            number += 1;
            out.push_str(&format!("{}{mark}{number}\n{}", random.one_of(&["", "\n"]), random.one_of(&["", "\n"])));
        }
    }
    out.into_bytes()
}

fn soup(random: &mut Random) -> String {
    (0..random.below(60)).map(|_| random.one_of(TOKENS)).collect()
}

fn changed(random: &mut Random, text: &str, seeds: &[&str]) -> String {
    let (from, to) = range(random, text);
    let (before, inside, after) = (&text[..from], &text[from..to], &text[to..]);
    match random.below(9) {
        0 => [before, after].concat(),
        1 => [before, inside, inside, after].concat(),
        2 => [before, random.one_of(TOKENS), inside, after].concat(),
        3 => [before, random.one_of(TOKENS), inside, random.one_of(TOKENS), after].concat(),
        4 => {
            // Deep nesting and long runs are what breaks recursive and quadratic code.
            let times = 1 << random.below(9);
            [before, &random.one_of(TOKENS).repeat(times), after].concat()
        }
        5 => {
            let other = random.one_of(seeds);
            let (from, to) = range(random, other);
            [before, &other[from..to], after].concat()
        }
        6 => before.to_owned(),
        7 => text.replace('\n', random.one_of(&["\r\n", "\r", "\n\n", "\n  ", "\n> "])),
        _ => [before, inside.lines().rev().collect::<Vec<_>>().join("\n").as_str(), after].concat(),
    }
}

fn range(random: &mut Random, text: &str) -> (usize, usize) {
    let (one, other) = (boundary(text, random.below(text.len() + 1)), boundary(text, random.below(text.len() + 1)));
    // Mostly short pieces: long ones leave little of the seed.
    let end = if random.below(4) == 0 { one.max(other) } else { boundary(text, one.min(other) + random.below(30)) };
    (one.min(other), end)
}

fn boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}
