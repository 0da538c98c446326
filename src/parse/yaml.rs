//! YAML as a tree with places. Scalars stay text (`NO`, `1.10` and `12:30` are what was written); anchors are refused,
//! so that a few lines cannot grow into gigabytes. The only door to the YAML parser.

use crate::source::{Diagnostic, FileId, Span, Spanned};
use granit_parser::{Event, Parser};

/// A YAML value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yaml {
    /// Nothing, `~` or `null`.
    Null,
    /// Any scalar, as written.
    Text(String),
    /// A sequence.
    List(Vec<Spanned<Yaml>>),
    /// A mapping, in order.
    Map(Vec<(Spanned<String>, Spanned<Yaml>)>),
}

/// Containers may stand this deep in each other.
const DEPTH: usize = 32;

/// Reads `text`, which stands at byte `offset` of `file`, as one YAML document.
///
/// A plain value that itself holds a colon (`title: Attention: is all you need`) is an error in YAML and the commonest
/// front matter there is: it is read as if it stood in quotes.
///
/// # Errors
/// A diagnostic at the place of the fault.
pub fn read(text: &str, file: FileId, offset: usize) -> Result<Spanned<Yaml>, Diagnostic> {
    let first = Reader::new(text, file, offset, Vec::new()).document(text);
    if first.is_ok() {
        return first;
    }
    let (quoted, shifts) = quote_colons(text);
    if shifts.is_empty() {
        return first;
    }
    Reader::new(text, file, offset, shifts).document(&quoted).or(first)
}

struct Reader {
    file: FileId,
    offset: usize,
    length: usize,
    /// Offsets in the changed text after which one byte was put in.
    shifts: Vec<usize>,
}

impl Reader {
    fn new(text: &str, file: FileId, offset: usize, shifts: Vec<usize>) -> Reader {
        Reader { file, offset, length: text.len(), shifts }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let back = |at: usize| (at - self.shifts.partition_point(|shift| *shift < at)).min(self.length);
        Span::new(self.file, self.offset + back(start), self.offset + back(end))
    }

    fn document(&self, text: &str) -> Result<Spanned<Yaml>, Diagnostic> {
        let mut parser = Parser::new_from_str(text);
        let mut value = None;
        loop {
            let (event, start, end) = self.next(&mut parser, text)?;
            match event {
                Event::StreamEnd => break,
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
                event if value.is_none() => value = Some(self.node(&mut parser, text, event, start, end, 0)?),
                _ => break,
            }
        }
        Ok(value.unwrap_or(Spanned::new(Yaml::Null, self.span(0, 0))))
    }

    fn next<'a>(
        &self,
        parser: &mut Parser<'a, granit_parser::StrInput<'a>>,
        text: &'a str,
    ) -> Result<(Event<'a>, usize, usize), Diagnostic> {
        match parser.next() {
            None => Ok((Event::StreamEnd, text.len(), text.len())),
            Some(Ok((event, span))) => {
                let start = span.start.byte_offset().unwrap_or(0);
                let end = span.end.byte_offset().unwrap_or(start);
                Ok((event, start, end))
            }
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
                let message = format!("this is not YAML: {}", error.info().trim_end_matches('.'));
                Err(Diagnostic::error("yaml", message, self.span(at, at))
                    .hint("put values that hold `: ` or start with a sign in quotes; indent with spaces"))
            }
        }
    }

    fn node<'a>(
        &self,
        parser: &mut Parser<'a, granit_parser::StrInput<'a>>,
        text: &'a str,
        event: Event<'a>,
        start: usize,
        end: usize,
        depth: usize,
    ) -> Result<Spanned<Yaml>, Diagnostic> {
        let span = self.span(start, end);
        if depth > DEPTH {
            return Err(Diagnostic::error("yaml-limit", format!("more than {DEPTH} levels of nesting"), span)
                .hint("flatten this value"));
        }
        match event {
            Event::Scalar(value, style, anchor, ..) => {
                if anchor != 0 {
                    return Err(self.refused(span));
                }
                let plain = matches!(style, granit_parser::ScalarStyle::Plain);
                let null = plain && (value.is_empty() || value == "~" || value == "null");
                Ok(Spanned::new(if null { Yaml::Null } else { Yaml::Text(value.into_owned()) }, span))
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    let (event, start, end) = self.next(parser, text)?;
                    if matches!(event, Event::SequenceEnd) {
                        let span = span.to(self.span(start, end));
                        return Ok(Spanned::new(Yaml::List(items), span));
                    }
                    items.push(self.node(parser, text, event, start, end, depth + 1)?);
                }
            }
            Event::MappingStart(..) => {
                let mut pairs = Vec::new();
                loop {
                    let (event, start, end) = self.next(parser, text)?;
                    if matches!(event, Event::MappingEnd) {
                        return Ok(Spanned::new(Yaml::Map(pairs), span.to(self.span(start, end))));
                    }
                    let key = self.node(parser, text, event, start, end, depth + 1)?;
                    let name = match key.value {
                        Yaml::Text(name) => name,
                        _ => {
                            return Err(
                                Diagnostic::error("yaml", "a key must be a word", key.span).hint("write `key: value`")
                            );
                        }
                    };
                    let (event, start, end) = self.next(parser, text)?;
                    let value = self.node(parser, text, event, start, end, depth + 1)?;
                    pairs.push((Spanned::new(name, key.span), value));
                }
            }
            Event::Alias(..) | Event::UnresolvedAlias(..) => Err(self.refused(span)),
            _ => Err(Diagnostic::error("yaml", "a value is missing", span).hint("write `key: value`")),
        }
    }

    fn refused(&self, span: Span) -> Diagnostic {
        Diagnostic::error("yaml-anchor", "anchors and aliases are not read", span)
            .hint("write the value out where it is used")
    }
}

/// Puts plain values that hold `: ` into quotes. Returns the new text and the offsets in it of the bytes put in.
fn quote_colons(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len() + 16);
    let mut shifts = Vec::new();
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let value = super::lines::looks_like_key(body.trim_start().trim_start_matches("- "))
            .then(|| body.find(": "))
            .flatten()
            .map(|colon| colon + 2 + (body[colon + 2..].len() - body[colon + 2..].trim_start().len()))
            .filter(|value| {
                let text = body[*value..].trim_end();
                let plain = !text.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!', '#']);
                plain
                    && !text.is_empty()
                    && (text.contains(": ") || text.ends_with(':') || text.starts_with(['@', '`', '%']))
            });
        match value {
            Some(value) => {
                let end = body.trim_end().len();
                out.push_str(&line[..value]);
                shifts.push(out.len());
                out.push('\'');
                for c in line[value..end].chars() {
                    if c == '\'' {
                        shifts.push(out.len());
                        out.push('\'');
                    }
                    out.push(c);
                }
                shifts.push(out.len());
                out.push('\'');
                out.push_str(&line[end..]);
            }
            None => out.push_str(line),
        }
    }
    (out, shifts)
}

impl Yaml {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match self {
            Yaml::Text(text) => Some(text),
            _ => None,
        }
    }
}
