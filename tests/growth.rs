//! Parse time grows with the source, not with its square. Nothing is asserted: times on a busy machine prove nothing,
//! the printed table does. `DECKLE_GROWTH=full cargo test --release --test growth -- --nocapture` runs the full sizes.

use deckle::source::Files;
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

/// A name and the source of about the given number of bytes.
type Case = (&'static str, fn(usize) -> String);

const CASES: &[Case] = &[
    ("dollars", |n| "$".repeat(n)),
    ("dollars with a letter", |n| "$a".repeat(n / 2)),
    ("dollars with a brace", |n| "${".repeat(n / 2)),
    ("double dollars a line", |n| "$$\n".repeat(n / 3)),
    ("double dollars, never closed, a paragraph each", |n| "a $$ b\n\n".repeat(n / 8)),
    ("opened formulas, a slide each", |n| "$$\na\n\n---\n\n".repeat(n / 10)),
    ("backticks", |n| "`".repeat(n)),
    ("backtick runs of every length", |n| {
        (1..)
            .map(|k| "`".repeat(k) + " ")
            .scan(0, |sum, run| {
                *sum += run.len();
                (*sum < n).then_some(run)
            })
            .collect()
    }),
    ("backticks of one", |n| "` `` ".repeat(n / 5)),
    ("fences, longer and longer", |n| {
        (3..)
            .map(|k| "`".repeat(k) + "\n")
            .scan(0, |sum, run| {
                *sum += run.len();
                (*sum < n).then_some(run)
            })
            .collect()
    }),
    ("fences, shorter and shorter", |n| {
        let most = ((2 * n) as f64).sqrt() as usize;
        (3..most).rev().map(|k| "`".repeat(k) + "\n").collect()
    }),
    ("fences, never closed, a slide each", |n| "```rust\nx\n\n---\n\n".repeat(n / 16)),
    ("fences in quotes", |n| "> ```\n\n".repeat(n / 7)),
    ("fences in items", |n| "- ```\n".repeat(n / 6)),
    ("brackets", |n| "[".repeat(n)),
    ("brackets closed", |n| "[".repeat(n / 2) + &"]".repeat(n / 2)),
    ("closing brackets", |n| "]".repeat(n)),
    ("links never closed", |n| "[a](b".repeat(n / 5)),
    ("picture starts", |n| "![".repeat(n / 2)),
    ("spaced picture starts", |n| "![](a b".repeat(n / 7)),
    ("footnote references", |n| "[^a]".repeat(n / 4)),
    ("footnotes with definitions", |n| (0..n / 20).map(|k| format!("[^{k}]\n\n[^{k}]: x\n\n")).collect()),
    ("definitions", |n| (0..n / 12).map(|k| format!("[a{k}]: b\n")).collect()),
    ("definitions, one paragraph of brackets", |n| "[a]:\n".repeat(n / 5)),
    ("spans", |n| "[a]{.b}".repeat(n / 7)),
    ("spans in spans", |n| "[".repeat(n / 6) + &"]{.b}".repeat(n / 6)),
    ("spans without an opening", |n| "]{.b}".repeat(n / 5)),
    ("spans after formulas", |n| "$a$]{.b}".repeat(n / 8)),
    ("comment starts", |n| "<!--".repeat(n / 4)),
    ("comment starts, a line each", |n| "<!--\n".repeat(n / 5)),
    ("comment starts, a slide each", |n| "<!--\n\n---\n\n".repeat(n / 11)),
    ("comments", |n| "<!-- a -->\n".repeat(n / 11)),
    ("comments in one line", |n| "a <!-- a --> ".repeat(n / 13)),
    ("pauses in one line", |n| "a <!-- pause --> ".repeat(n / 17)),
    ("pauses, a line each", |n| "a\n<!-- pause -->\n".repeat(n / 17)),
    ("pauses, a paragraph each", |n| "a\n\n<!-- pause -->\n\n".repeat(n / 17)),
    ("steps in one note", |n| format!("<!-- {} -->", "[step] a ".repeat(n / 9))),
    ("colons", |n| ":".repeat(n)),
    (":::", |n| ":::\n".repeat(n / 4)),
    ("::: x", |n| "::: x\n".repeat(n / 6)),
    ("::: x and breaks", |n| "::: x\n\n---\n\n".repeat(n / 12)),
    ("open container, many breaks", |n| format!("::: x\n\n{}:::\n", "---\n\na\n\n".repeat(n / 8))),
    ("open container, many breaks, never closed", |n| format!("::: x\n\n{}", "---\n\n::: y\n\n".repeat(n / 12))),
    ("braces", |n| "{".repeat(n)),
    ("braces in a heading", |n| format!("# {}", "{ ".repeat(n / 2))),
    ("braces with a quote", |n| format!("# {}", " {a=\"".repeat(n / 5))),
    ("braces after brackets", |n| "]{a=\"".repeat(n / 5)),
    ("quote marks", |n| ">".repeat(n)),
    ("quote marks, a line each", |n| ">\n".repeat(n / 2)),
    ("quotes, deeper and deeper", |n| {
        (1..)
            .map(|k| ">".repeat(k) + "a\n\n")
            .scan(0, |sum, run| {
                *sum += run.len();
                (*sum < n).then_some(run)
            })
            .collect()
    }),
    ("list levels", |n| {
        let most = (n as f64).sqrt() as usize;
        (0..most).map(|k| "  ".repeat(k) + "- a\n").collect()
    }),
    ("bullets in one line", |n| "- ".repeat(n / 2)),
    ("items", |n| "- a\n".repeat(n / 4)),
    ("items around pauses", |n| "- a\n\n. . .\n\n".repeat(n / 12)),
    ("breaks", |n| "---\n".repeat(n / 4)),
    ("slides", |n| "## a\n\nb\n\n---\n\n".repeat(n / 14)),
    ("equal ids", |n| "## a {#b}\n\n---\n\n".repeat(n / 16)),
    ("links to nowhere", |n| "[a](#ab) ".repeat(n / 9)),
    ("words in one line", |n| "word ".repeat(n / 5)),
    ("letters in one line", |n| "a".repeat(n)),
    ("spaces in one line", |n| " ".repeat(n)),
    ("one word a line", |n| "word\n".repeat(n / 5)),
    ("addresses", |n| "https://a.b/( ".repeat(n / 14)),
    ("one long address", |n| format!("https://{}", "(".repeat(n))),
    ("address with brackets", |n| format!("https://a.b{}", ")".repeat(n))),
    ("www", |n| "www.".repeat(n / 4)),
    ("colons of shortcodes", |n| ":a".repeat(n / 2)),
    ("entities", |n| "&amp;".repeat(n / 5)),
    ("backslashes", |n| "\\".repeat(n)),
    ("emphasis", |n| "*a ".repeat(n / 3)),
    ("emphasis of both kinds", |n| "*_".repeat(n / 2)),
    ("strong", |n| "**a".repeat(n / 3)),
    ("html starts", |n| "<".repeat(n)),
    ("html open", |n| "<div>\n".repeat(n / 6)),
    ("html open in one line", |n| "<b>".repeat(n / 3)),
    ("html tags without end", |n| "<a ".repeat(n / 3)),
    ("html attributes", |n| format!("<div {}>", "a=b ".repeat(n / 4))),
    ("html removed", |n| "<svg>\n\n".repeat(n / 7)),
    ("html removed in one line", |n| "a <svg>".repeat(n / 7)),
    ("pre without end", |n| "<pre>\n\n".repeat(n / 7)),
    ("declarations", |n| "<!x ".repeat(n / 4)),
    ("processing instructions", |n| "<?".repeat(n / 2)),
    ("cdata", |n| "<![CDATA[".repeat(n / 9)),
    ("table rows", |n| format!("|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(n / 6))),
    ("table columns", |n| {
        let k = n / 4;
        format!("{}|\n{}|\n", "|a".repeat(k), "|-".repeat(k))
    }),
    ("table, wide and short rows", |n| {
        let k = 500.min(n / 8);
        format!("{}|\n{}|\n{}", "|a".repeat(k), "|-".repeat(k), "|x\n".repeat(n / 600))
    }),
    ("quotation marks", |n| "\"a ".repeat(n / 3)),
    ("front matter lines", |n| format!("---\n{}---\n", "a: b\n".repeat(n.min(60_000) / 5))),
    ("front matter brackets", |n| format!("---\na: {}\n---\n", "[".repeat(n.min(60_000)))),
    ("front matter unclosed", |n| format!("---\n{}", "a: b\n".repeat(n / 5))),
    ("math rows", |n| format!("$$\n{}$$\n", "a &= b \\\\\n".repeat(n / 10))),
    ("math with blank lines", |n| "$$\na\n\n".repeat(n / 6)),
    ("steps", |n| "[a]{step=2} ".repeat(n / 12)),
    ("unknown directives", |n| "<!-- pasue -->\n\n".repeat(n / 16)),
    ("columns", |n| "::: columns\n::: column\na\n:::\n:::\n\n".repeat(n / 36)),
];

#[test]
fn parse_time_grows_with_the_source() {
    let full = std::env::var("DECKLE_GROWTH").is_ok_and(|word| word == "full");
    let only = std::env::var("CASE").unwrap_or_default();
    let size =
        std::env::var("SIZE").ok().and_then(|size| size.parse().ok()).unwrap_or(if full { 1 << 20 } else { 1 << 14 });
    let mut table = format!("{:<50} {:>10} {:>9} {:>9} {:>6}\n", "", "bytes", "ms", "ms at 2×", "×");
    for (name, source) in CASES.iter().filter(|(name, _)| only.is_empty() || **name == *only) {
        if full || !only.is_empty() {
            eprint!("{name:<50} ");
        }
        let one = milliseconds(&source(size / 2)).min(milliseconds(&source(size / 2)));
        let two = milliseconds(&source(size));
        let _ = writeln!(table, "{name:<50} {size:>10} {one:>9.1} {two:>9.1} {:>6.1}", two / one.max(0.05));
        if full || !only.is_empty() {
            eprintln!("{one:>9.1} {two:>9.1} {:>6.1}", two / one.max(0.05));
        }
    }
    if full {
        table += &large();
    }
    println!("{table}");
}

fn large() -> String {
    let mut out = String::new();
    let cases: [(&str, String); 8] = [
        ("16 MB of breaks", "---\n".repeat(4 << 20)),
        ("a line of 10 MB", "word ".repeat(2 << 20)),
        ("40,000 >", ">".repeat(40_000)),
        ("1,000 list levels", (0..1000).map(|k| "  ".repeat(k) + "- a\n").collect()),
        ("1,000 containers", "::: x\n".repeat(1000) + &":::\n".repeat(1000)),
        (
            "tables of 200 × 500",
            format!("{}|\n{}|\n{}", "|a".repeat(200), "|-".repeat(200), ("|1".repeat(200) + "|\n").repeat(500)),
        ),
        ("10,000 slides", "## A title here\n\nText with $x$ and `code`.\n\n- a\n- b\n\n---\n\n".repeat(10_000)),
        (
            "16 MB of slides",
            "## A title here\n\nText with $x$ and `code`.\n\n- a\n- b\n\n---\n\n".repeat(16 * 1024 * 1024 / 64),
        ),
    ];
    for (name, source) in cases {
        let time = milliseconds(&source);
        let _ = writeln!(out, "{name:<50} {:>10} {time:>9.1}", source.len());
    }
    out
}

fn milliseconds(source: &str) -> f64 {
    let files = Files::from_text(Path::new("/nowhere"), "talk.md", source);
    // The main thread's stack, as when the program is run by a person.
    std::thread::scope(|scope| {
        let run = || {
            let start = Clock::now();
            drop(deckle::parse::talk(&files));
            start.milliseconds()
        };
        std::thread::Builder::new().stack_size(8 << 20).spawn_scoped(scope, run).unwrap().join().unwrap()
    })
}

/// Time that this thread has computed, where the system tells (Linux); elsewhere the time on the wall.
struct Clock(Option<f64>, Instant);

impl Clock {
    fn now() -> Clock {
        Clock(computed(), Instant::now())
    }

    fn milliseconds(&self) -> f64 {
        match (self.0, computed()) {
            (Some(start), Some(end)) => end - start,
            _ => self.1.elapsed().as_secs_f64() * 1000.0,
        }
    }
}

fn computed() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e6)
}
