//! What holds for every source: no panic, pieces that make up the source, places that lie in it, and no text lost.
//!
//! Sources are drawn from the building blocks of the language, each with words that occur once, and then changed:
//! pieces cut out, doubled, moved, line ends exchanged.

#[path = "properties/shown.rs"]
mod shown;

use deckle::deck::Deck;
use deckle::parse::{PieceKind, scan};
use deckle::source::{Diagnostic, FileId, Files, Report, Span};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Building blocks; each `@` becomes a word of its own.
const BLOCKS: &[&str] = &[
    "# @\n\n",
    "## @ {#a}\n\n",
    "## @ `@` $@$ {.a time=90s}\n\n",
    "### @\n",
    "@ @\n@\n\n",
    "@ **@** *@* ~~@~~ `@` $@_1$ <kbd>@</kbd> [@](#@) ![@](@.png \"@\")\n\n",
    "[@]{.mark step=2} and [@]{lang=de}\n\n",
    "- @\n- @ {.good}\n  - @\n\n    @\n- [ ] @\n\n",
    "1. @\n2. @\n\n   $$\n   @\n   $$\n\n",
    "> @\n> @\n> — @\n\n",
    "> [!NOTE] @\n> @\n>\n> - @\n\n",
    "> [!TAKE] @\n\n",
    "```rust {1|2-3} {title=\"@\"}\n@\n  @\n```\n\n",
    "```@\n@\n\n---\n\n@\n```\n\n",
    "~~~\n@\n~~~\n\n",
    "    @\n    @\n\n",
    "$$\n@ \\\\\n- @\n= @\n$$ {1|2}\n\n",
    "$$ @ $$\n\n",
    "@ $$ @ $$ @\n\n",
    "| @ | $|@|$ |\n|---|--:|\n| @ | 1.5 |\n| [@]{.mark} | @ |\n\n",
    "![@](@.svg){width=50% credit=\"@\"}\n\n",
    "![bg left:40%](@.png)\n\n",
    "![@](@ @.png)\n\n",
    "::: columns\n::: {.column width=60%}\n@\n:::\n::: column\n- @\n:::\n:::\n\n",
    "::: steps\n- @\n- @\n:::\n\n",
    "::: notes\n@ $@$\n:::\n\n",
    "::: {step=2}\n@\n:::\n\n",
    "::: @\n@\n:::\n\n",
    "<!-- @ $@$\n\n[step] @ -->\n",
    "@ <!-- @ --> @\n\n",
    "@ <!-- pause --> @\n\n",
    "<!-- slide: {time: 90s} -->\n",
    "<!-- agenda -->\n\n",
    ". . .\n\n",
    "@\n\n. . .\n\n@\n\n",
    "@[^1] @[^2]\n\n[^1]: @\n[^2]: @ `@`\n\n",
    "<div class=\"a\">\n\n@ **@**\n\n</div>\n\n",
    "<div>@ <b>@</b>\n<p>@</div>\n\n",
    "<table><tr><td>@</td><td>@</table>\n\n",
    "<ul><li>@<li>@</ul>\n\n",
    "<pre>\n@ $@$\n\n@</pre>\n\n",
    "<svg><text>@</text></svg>\n\n",
    "<script>\n@\n</script>\n\n",
    "<?@?>\n\n",
    "<!X @>\n\n",
    "<![CDATA[@]]>\n\n",
    "@ <?@?> @ <x>@</x> <script>@</script>\n\n",
    "https://@.org/@ www.@.org <@@x.org> <https://@.org>\n\n",
    ":rocket: @ :@:\n\n",
    "@\n@  \n@\\\n@\n\n",
    "***\n\n",
    "@\n===\n\n",
    "&amp;@ &lt;@ \\*@\\*\n\n",
    "US$@ and $@ or $5-$10 @\n\n",
    "\"@\" '@' @--@ @...\n\n",
    "---\n",
    "---\n\n",
    "\n---\n\n## @\n\n",
];

/// What is put into the middle of something.
const SPRINKLES: &[&str] = &[
    "`",
    "``",
    "```",
    "~~~",
    "$",
    "$$",
    "\n$$\n",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "<!--",
    "-->",
    ":::",
    "\n:::\n",
    "\n::: x\n",
    "---",
    "\n---\n",
    ">",
    "> ",
    "- ",
    "1. ",
    "#",
    "|",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<td>",
    "<",
    "\\",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    "\t",
    "    ",
    "  ",
    "é",
    "漢",
    "😀",
    "\u{a0}",
    "\u{feff}",
    "\u{0}",
    "\u{2028}",
    "*",
    "_",
    "~",
    "=",
    "&",
    "{step=1}",
    "{.a}",
    "{1|2}",
    "[^1]",
    "[^1]: ",
    "[step]",
    "[!NOTE]",
    "<script>",
    "</script>",
    "<svg>",
    "<pre>",
    "<p>",
    "<a>",
    "</a>",
    "<table>",
    "<br>",
    "<img>",
    ". . .",
    "\n\n. . .\n\n",
    "<!-- pause -->",
    "<!-- // ",
    "title: x\n",
];

fn source() -> impl Strategy<Value = String> {
    let blocks = prop::collection::vec(prop::sample::select(BLOCKS), 1..12);
    let start =
        prop::sample::select(&["", "", "---\ntitle: @\nlang: de\n---\n\n", "---\ntitle: @\n\n# @\n\n", "\n---\n"][..]);
    let changes = prop::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..8u8, prop::sample::select(SPRINKLES)),
        0..6,
    );
    let ends = prop::sample::select(&["\n", "\n", "\n", "\r\n", "\r"][..]);
    (start, blocks, changes, ends).prop_map(|(start, blocks, changes, ends)| {
        let mut text = numbered(&(start.to_owned() + &blocks.concat()));
        for (from, to, kind, sprinkle) in changes {
            text = changed(&text, from.index(text.len() + 1), to.index(text.len() + 1), kind, sprinkle);
        }
        if ends == "\n" { text } else { text.replace('\n', ends) }
    })
}

/// Each `@` as `q7z`, counted.
fn numbered(pattern: &str) -> String {
    let mut out = String::new();
    for (count, part) in pattern.split('@').enumerate() {
        if count > 0 {
            out.push_str(&format!("q{count}z"));
        }
        out.push_str(part);
    }
    out
}

fn changed(text: &str, one: usize, other: usize, kind: u8, sprinkle: &str) -> String {
    let from = text.floor_char_boundary(one.min(other));
    let to = text.floor_char_boundary(one.max(other).min(from + 40));
    let (before, inside, after) = (&text[..from], &text[from..to], &text[to..]);
    match kind {
        0 => [before, after].concat(),
        1 => [before, inside, inside, after].concat(),
        2 => [before, sprinkle, inside, sprinkle, after].concat(),
        3 => before.to_owned(),
        _ => [before, sprinkle, inside, after].concat(),
    }
}

fn parse(text: &str) -> (Files, Report<Deck>) {
    let files = Files::from_text(Path::new("/nowhere"), "talk.md", text);
    let report = deckle::parse::talk(&files);
    (files, report)
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400);
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_pieces_joined_are_the_source(text in source()) {
        let files = Files::from_text(Path::new("/nowhere"), "talk.md", &text);
        let (pieces, _) = scan(&files.source(FileId(0)));
        let joined: String = pieces.iter().map(|piece| &text[piece.range.clone()]).collect();
        prop_assert_eq!(joined, text.clone());
        for piece in &pieces {
            if let PieceKind::Comment { inner, .. } | PieceKind::Math { inner, .. } | PieceKind::Open(inner) = &piece.kind {
                prop_assert!(piece.range.start <= inner.start && inner.end <= piece.range.end, "{:?}", piece);
                prop_assert!(text.get(inner.clone()).is_some(), "{:?}", piece);
            }
        }
    }

    #[test]
    fn any_text_at_all_is_read(text in any::<String>()) {
        let (_, report) = parse(&text);
        drop(report);
    }

    #[test]
    fn places_lie_in_the_source(text in source()) {
        let (files, report) = parse(&text);
        let source = files.source(FileId(0));
        let inside = |span: Span| source.text.get(span.start as usize..span.end as usize).is_some();
        for found in &report.diagnostics {
            prop_assert!(inside(found.span), "{:?}", found);
        }
        for slide in &report.value.slides {
            prop_assert!(inside(slide.span), "{:?}", slide.span);
        }
    }

    #[test]
    fn no_text_is_lost(text in source()) {
        let (_, report) = parse(&text);
        let lost = lost(&text, &report);
        prop_assert!(lost.is_empty(), "{:?} lost\n{:#?}", lost, report.diagnostics);
    }
}

/// The words of the source that stand neither in the deck nor in a diagnostic's place.
fn lost(text: &str, report: &Report<Deck>) -> Vec<String> {
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    for word in words(&shown::text(&report.value)).into_iter().map(|(word, _)| word) {
        *shown.entry(word).or_default() += 1;
    }
    let mut lost = Vec::new();
    for (word, place) in words(text) {
        if is_private(text, place.start)
            || is_refused(text, place.start, &report.diagnostics)
            || report.diagnostics.iter().any(|found| covers(found, &place))
        {
            continue;
        }
        match shown.get_mut(&word) {
            Some(count) if *count > 0 => *count -= 1,
            _ => lost.push(word),
        }
    }
    lost
}

fn covers(found: &Diagnostic, place: &Range<usize>) -> bool {
    found.span.start as usize <= place.start && place.end <= found.span.end as usize
}

/// Words that no one is meant to see: after `<!-- //`, in a link definition, in an HTML tag.
fn is_private(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let comment = comment_around(before).is_some_and(|inside| inside.starts_with("//"));
    let paragraph = before.rfind("\n\n").map_or(before, |end| &before[end + 2..]);
    let starts = |line: &str| line.trim_start_matches([' ', '\t', '>', '-', '*', '+']).starts_with('[');
    let definition = paragraph.split(['\n', '\r']).any(starts) && text[at - paragraph.len()..].contains("]:");
    let tag = before.rfind('<').is_some_and(|open| {
        !before[open..].contains('>') && before[open + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
    });
    let remark = text.starts_with("---")
        && !before[3..].contains("\n---")
        && before.rsplit(['\n', '\r']).next().is_some_and(|line| line.starts_with('#'));
    comment || definition || tag || remark
}

/// What stands in the comment that is open at the end of a text.
fn comment_around(before: &str) -> Option<&str> {
    let closed = before.rfind("-->").map_or(0, |end| end + 3);
    let open = before[closed..].find("<!--")?;
    Some(before[closed + open + 4..].trim_start())
}

/// Words in settings that could not be read as a whole: the finding stands at the place of the fault.
fn is_refused(text: &str, at: usize, diagnostics: &[Diagnostic]) -> bool {
    let before = &text[..at];
    let slide = comment_around(before).is_some_and(|inside| inside.starts_with("slide"));
    let front = text.starts_with("---");
    let codes = ["yaml", "slide-", "front-matter"];
    (slide || front) && diagnostics.iter().any(|found| codes.iter().any(|code| found.code.starts_with(code)))
}

/// The numbered words of a text and where they stand.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    for (start, _) in text.match_indices('q') {
        let digits = bytes[start + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 0 && bytes.get(start + 1 + digits) == Some(&b'z') {
            let range = start..start + digits + 2;
            out.push((text[range.clone()].to_owned(), range));
        }
    }
    out
}
