//! A page of the manual: prose with fenced blocks, some of which are examples and what comes of them.

/// A piece of a page, in order; the pieces written one after the other are the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Lines outside of fences, each with its line end.
    Prose(String),
    /// A fenced block.
    Fence(Fence),
}

/// A fenced block.
#[derive(Clone, Debug, PartialEq)]
pub struct Fence {
    /// Its first word: `md`, `html`, `outline`, `error`, `file`, …
    pub kind: String,
    /// What stands behind the first word.
    pub rest: String,
    /// The lines between the fences, each with its line end.
    pub body: String,
    /// The line it begins at, from 1.
    pub line: usize,
}

/// Splits a page. An unclosed fence reaches to the end.
pub fn pieces(page: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut prose = String::new();
    let mut lines = page.split_inclusive('\n').enumerate();
    while let Some((index, line)) = lines.next() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            prose.push_str(line);
            continue;
        }
        if !prose.is_empty() {
            pieces.push(Piece::Prose(std::mem::take(&mut prose)));
        }
        let (kind, rest) = line[ticks..].trim().split_once(' ').unwrap_or((line[ticks..].trim(), ""));
        let (kind, rest) = (kind.to_owned(), rest.to_owned());
        let closing = "`".repeat(ticks);
        let body = lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim_end() != closing).collect();
        pieces.push(Piece::Fence(Fence { kind, rest, body, line: index + 1 }));
    }
    if !prose.is_empty() {
        pieces.push(Piece::Prose(prose));
    }
    pieces
}

/// Writes pieces as a page; a fence gets as many backticks as its body needs.
pub fn join(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Prose(text) => text.clone(),
            Piece::Fence(Fence { kind, rest, body, .. }) => {
                let longest = body.lines().map(|line| line.len() - line.trim_start().trim_start_matches('`').len());
                let inside =
                    longest.zip(body.lines()).map(|(used, line)| used - (line.len() - line.trim_start().len()));
                let fence = "`".repeat(inside.max().unwrap_or(0).max(2) + 1);
                let info = format!("{kind} {rest}");
                let end = if body.is_empty() || body.ends_with('\n') { "" } else { "\n" };
                format!("{fence}{}\n{body}{end}{fence}\n", info.trim_end())
            }
        })
        .collect()
}

/// The value of `key=` in the words behind a fence's kind.
pub fn word<'a>(rest: &'a str, key: &str) -> Option<&'a str> {
    rest.split_whitespace().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
}
