//! Raw HTML: read with html5ever's tokenizer, then only what is on the allow-list stays. The only door to html5ever.
//! Manual page: `tests/spec/html.md`.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::ops::Range;

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Name, lower case.
    pub name: String,
    /// Attributes in order, names lower case, values decoded.
    pub attributes: Vec<(String, String)>,
}

/// What raw HTML is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HtmlToken {
    /// A start tag.
    Open(Element),
    /// An end tag.
    Close(String),
    /// Text with entities decoded.
    Text(String),
    /// `<?…>`, `<!…>`: nothing that is shown.
    Declaration,
}

#[derive(Default)]
struct Sink(RefCell<Vec<HtmlToken>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut out = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                match tag.kind {
                    TagKind::StartTag => out.push(HtmlToken::Open(Element {
                        name,
                        attributes: tag.attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect(),
                    })),
                    TagKind::EndTag => out.push(HtmlToken::Close(name)),
                }
            }
            Token::CharacterTokens(text) => match out.last_mut() {
                Some(HtmlToken::Text(before)) => before.push_str(&text),
                _ => out.push(HtmlToken::Text(text.to_string())),
            },
            Token::CommentToken(_) | Token::DoctypeToken(_) => out.push(HtmlToken::Declaration),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Cuts raw HTML into tokens with their places in it. A tag that does not end comes as text.
pub fn tokens(html: &str) -> Vec<(HtmlToken, Range<usize>)> {
    let mut at = 0;
    let place = |token: HtmlToken| {
        let found = match &token {
            HtmlToken::Open(element) => tag_place(html, at, "<", &element.name),
            HtmlToken::Close(name) => tag_place(html, at, "</", name),
            HtmlToken::Declaration => declaration_place(html, at),
            HtmlToken::Text(_) => None,
        };
        let range = found.unwrap_or(at..html.len());
        if !matches!(token, HtmlToken::Text(_)) {
            at = range.end;
        }
        (token, range)
    };
    let mut out: Vec<(HtmlToken, Range<usize>)> = tokenized(html).into_iter().map(place).collect();
    // The tokenizer forgets a tag that does not end; it is shown as what it is.
    let tag = |start: &usize| html[start + 1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
    if let Some(start) = html[at..].match_indices('<').map(|(offset, _)| at + offset).find(tag) {
        out.push((HtmlToken::Text(html[start..].to_owned()), start..html.len()));
    }
    let mut next = html.len();
    for (token, range) in out.iter_mut().rev() {
        if matches!(token, HtmlToken::Text(_)) {
            range.end = next.max(range.start);
        }
        next = range.start;
    }
    out
}

/// Where a tag stands at or after `from`: the tokenizer tells only lines.
fn tag_place(html: &str, from: usize, mark: &str, name: &str) -> Option<Range<usize>> {
    let mut start = from;
    loop {
        start += html[start..].find(mark)?;
        let after = html.as_bytes().get(start + mark.len()..start + mark.len() + name.len());
        if after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes())) {
            break;
        }
        start += mark.len();
    }
    let mut quote = None;
    let end = html[start..].find(|c| match (c, quote) {
        ('"' | '\'', None) => {
            quote = Some(c);
            false
        }
        (c, Some(open)) if c == open => {
            quote = None;
            false
        }
        ('>', None) => true,
        _ => false,
    });
    let end = end.or_else(|| html[start..].find('>'));
    Some(start..end.map_or(html.len(), |end| start + end + 1))
}

/// Where a `<!…>`, `<?…>` or a closing tag without a name stands at or after `from`.
fn declaration_place(html: &str, from: usize) -> Option<Range<usize>> {
    let opens = |start: &usize| {
        let after = &html[start + 1..];
        let nameless = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '>');
        after.starts_with(['!', '?']) || after.strip_prefix('/').is_some_and(nameless)
    };
    let start = html[from..].match_indices('<').map(|(offset, _)| from + offset).find(opens)?;
    let mark = if html[start..].starts_with("<!--") { "-->" } else { ">" };
    Some(start..html[start..].find(mark).map_or(html.len(), |end| start + end + mark.len()))
}

fn tokenized(html: &str) -> Vec<HtmlToken> {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// What may be done with an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Written as it is.
    Keep(&'static str),
    /// Written, and never has content.
    Void(&'static str),
    /// The element goes, its content stays.
    Unwrap,
    /// The element goes with all that is in it.
    Remove,
}

const KEEP: [&str; 62] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
];
const KEEP_MORE: [&str; 5] = ["tt", "u", "ul", "var", "font"];
const VOID: [&str; 4] = ["br", "hr", "img", "wbr"];
const REMOVE: [&str; 22] = [
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "applet",
    "noscript",
    "template",
    "title",
    "textarea",
    "select",
    "svg",
    "math",
    "audio",
    "video",
    "canvas",
    "frameset",
    "frame",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
];

/// The rule for an element name.
pub fn rule(name: &str) -> Rule {
    if let Some(kept) = KEEP.iter().chain(&KEEP_MORE).find(|kept| **kept == name) {
        // Elements that HTML has given up are written as what replaced them.
        return Rule::Keep(match *kept {
            "center" => "div",
            "strike" => "s",
            "tt" => "code",
            "font" => "span",
            kept => kept,
        });
    }
    if let Some(void) = VOID.iter().find(|void| **void == name) {
        return Rule::Void(void);
    }
    if REMOVE.contains(&name) { Rule::Remove } else { Rule::Unwrap }
}

/// Whether an element plays a clip or shows a page.
pub fn is_medium(name: &str) -> bool {
    matches!(name, "video" | "audio" | "iframe")
}

/// What to do about a clip or a frame that is refused.
pub fn refusal_hint(name: &str) -> Option<&'static str> {
    match name {
        "video" | "audio" => Some("name a file beside the talk: `src=\"clip.mp4\"`"),
        "iframe" => Some("a frame shows a page whose address begins with `https:`, after a click"),
        _ => None,
    }
}

/// Takes the address of a `<source>` for the clip around it, unless it has one.
pub fn add_source(medium: &mut Element, source: &Element) {
    let named = medium.attributes.iter().any(|(key, _)| key == "src");
    if source.name == "source" && medium.name != "iframe" && !named {
        medium.attributes.extend(source.attributes.iter().find(|(key, _)| key == "src").cloned());
    }
}

/// What is said by HTML of a clip or a frame and decided by us.
const SILENT: [&str; 13] = [
    "allow",
    "allowfullscreen",
    "crossorigin",
    "frameborder",
    "height",
    "loading",
    "playsinline",
    "preload",
    "referrerpolicy",
    "sandbox",
    "scrolling",
    "type",
    "webkit-playsinline",
];

/// A clip or a frame as pairs of the picture syntax, and the attributes that go. `None` when it names no file, or no page.
#[allow(clippy::type_complexity, reason = "pairs and names, as `attributes` gives them")]
pub fn medium(element: &Element) -> Option<(Vec<(&'static str, String)>, Vec<String>)> {
    const KEYS: [&str; 11] =
        ["src", "poster", "class", "id", "lang", "autoplay", "loop", "muted", "controls", "width", "alt"];
    let is_frame = element.name == "iframe";
    let source = element.attributes.iter().find(|(key, _)| key == "src").map_or("", |(_, value)| value.trim());
    if !is_medium(&element.name) || source.is_empty() || (is_frame && !crate::deck::is_web(source)) {
        return None;
    }
    let shown = match element.name.as_str() {
        "video" => "video",
        "audio" => "audio",
        _ => "page",
    };
    let mut kept = vec![("as", shown.to_owned())];
    let mut gone = Vec::new();
    for (key, value) in &element.attributes {
        let key = match key.as_str() {
            // Of the names that HTML has for it the first counts.
            "title" | "aria-label" => "alt",
            key => key,
        };
        let known = KEYS.iter().find(|known| **known == key).copied();
        let length = |value: &str| value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'%' | b'.'));
        match known {
            Some("width") if !length(value) || value.is_empty() => gone.push(key.to_owned()),
            Some(known @ ("autoplay" | "loop" | "muted" | "controls")) => kept.push((known, "true".to_owned())),
            Some(known) if kept.iter().all(|(before, _)| *before != known) => kept.push((known, value.clone())),
            Some(_) => {}
            None if SILENT.contains(&key) => {}
            None => gone.push(key.to_owned()),
        }
    }
    Some((kept, gone))
}

/// Whether a closing tag of `length` bytes that closes nothing is worth a finding: that of a refused element is not,
/// because the element was named where it opened, unless the tag swallowed more than a name.
pub fn is_worth_a_word(name: &str, length: usize) -> bool {
    let clean = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    matches!(rule(name), Rule::Keep(_)) || !clean || length > name.len() + 4
}

/// Whether HTML wants a closing tag for an element.
pub fn must_be_closed(name: &str) -> bool {
    !matches!(
        name,
        "p" | "li" | "dt" | "dd" | "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" | "colgroup" | "rt" | "rp"
    )
}

/// Whether an element may stand inside a paragraph.
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "var"
            | "br"
            | "img"
            | "wbr"
    )
}

/// Whether `child` may stand directly in `parent`: tables and lists have fixed parts, and links do not nest.
pub fn may_stand_in(child: &str, parent: Option<&str>) -> bool {
    match child {
        "tr" => matches!(parent, Some("table" | "thead" | "tbody" | "tfoot")),
        "td" | "th" => parent == Some("tr"),
        "thead" | "tbody" | "tfoot" | "caption" | "colgroup" => parent == Some("table"),
        "col" => parent == Some("colgroup"),
        "li" => matches!(parent, Some("ul" | "ol")),
        "dt" | "dd" => parent == Some("dl"),
        "rt" | "rp" => parent == Some("ruby"),
        "summary" => parent == Some("details"),
        "figcaption" => parent == Some("figure"),
        _ => !matches!(parent, Some("table" | "thead" | "tbody" | "tfoot" | "tr" | "ul" | "ol" | "dl" | "colgroup")),
    }
}

const ATTRIBUTES: [&str; 22] = [
    "class", "lang", "title", "dir", "href", "src", "alt", "width", "height", "colspan", "rowspan", "start",
    "reversed", "type", "open", "datetime", "cite", "style", "align", "scope", "id", "value",
];

/// The attributes that stay, and the names of those that go.
pub fn attributes(name: &str, given: &[(String, String)]) -> (Vec<(&'static str, String)>, Vec<String>) {
    let mut kept: Vec<(&'static str, String)> = Vec::new();
    let mut gone = Vec::new();
    for (key, value) in given {
        let known = ATTRIBUTES.iter().find(|known| *known == key).copied();
        let fits = match known {
            Some("href") => name == "a" && safe_address(value).is_some(),
            Some("cite") => safe_address(value).is_some(),
            Some("src" | "alt") => name == "img",
            Some("style") => safe_style(value),
            Some("width" | "height" | "colspan" | "rowspan" | "start" | "value") => {
                !value.is_empty() && value.chars().all(|c| c.is_ascii_digit() || c == '%' || c == '.')
            }
            Some("dir") => matches!(value.as_str(), "ltr" | "rtl" | "auto"),
            Some("align") => matches!(value.as_str(), "left" | "right" | "center"),
            Some("type") => matches!(value.as_str(), "1" | "a" | "A" | "i" | "I") && name == "ol",
            Some("scope") => matches!(value.as_str(), "row" | "col") && name == "th",
            Some(_) => true,
            None => false,
        };
        match known {
            Some(known) if fits && !kept.iter().any(|(key, _)| *key == known) => kept.push((known, value.clone())),
            _ => gone.push(key.clone()),
        }
    }
    (kept, gone)
}

/// A style may set looks, but name no address and leave its place in no way.
fn safe_style(value: &str) -> bool {
    let folded: String = value.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    !["url(", "image(", "image-set(", "expression", "@", "\\", "<", "position:", "/*", "behavior", "src("]
        .iter()
        .any(|bad| folded.contains(bad))
}

/// The address if it may be followed: `http:`, `https:`, `mailto:`, `tel:`, a fragment or a relative path.
/// Control characters and white space do not hide a scheme.
pub fn safe_address(address: &str) -> Option<String> {
    let clean: String = address.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned();
    let folded: String = clean.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let scheme = folded
        .split(['/', '?', '#'])
        .next()
        .and_then(|start| start.split_once(':'))
        .map(|(scheme, _)| scheme.to_owned());
    match scheme.as_deref() {
        None | Some("http" | "https" | "mailto" | "tel") => Some(clean),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn active_addresses_are_refused_however_they_are_spelled() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "java\tscript:x",
            " javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///x",
        ] {
            assert_eq!(safe_address(bad), None, "{bad:?}");
        }
        for good in ["https://a.b/c:d", "#x", "a/b.html", "mailto:a@b.c", "?q=a:b"] {
            assert!(safe_address(good).is_some(), "{good}");
        }
    }

    #[test]
    fn tags_and_text_are_cut_apart() {
        let read = tokens("<p class=a>x &amp; y<br></P>");
        assert_eq!(read.len(), 4);
        assert_eq!(read[1], (HtmlToken::Text("x & y".to_owned()), 11..20));
        assert_eq!(read[3], (HtmlToken::Close("p".to_owned()), 24..28));
    }
}
