//! Attribute values and style declarations of a drawing: what may stay, and where the prefix of its ids goes.
//! Manual page: `tests/spec/pictures.md`.

use super::lists::{FUNCTIONS, PROPERTIES};
use std::collections::BTreeSet;

/// Stands where the prefix of a use goes. XML has no such character, so it cannot come from a file.
pub const PREFIX: char = '\u{1}';

/// What was taken out of a file, each thing once.
#[derive(Default)]
pub struct Removed(BTreeSet<String>);

impl Removed {
    /// Remembers one thing, in words such as `` `<script>` ``.
    pub fn note(&mut self, what: impl Into<String>) {
        self.0.insert(what.into());
    }

    /// All of it, sorted.
    pub fn into_words(self) -> Vec<String> {
        self.0.into_iter().collect()
    }
}

/// A style value that calls only harmless functions and points only into its own file, with [`PREFIX`] before each id;
/// ids pointed to are added to `used`. `None` when it must go.
pub fn style_value(value: &str, used: &mut Vec<String>) -> Option<String> {
    // A backslash or a comment can hide a name; neither is ever needed here.
    if value.contains('\\') || value.contains("/*") || value.contains(['<', '{', '}', ';', '@']) {
        return None;
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(open) = rest.find('(') {
        let before = &rest[..open];
        let start = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
            .map_or(0, |at| at + char_len(before, at));
        let name = before[start..].to_ascii_lowercase();
        if before[..start].ends_with(|c: char| !c.is_ascii()) {
            return None;
        }
        out.push_str(&before[..start]);
        if name == "url" {
            let close = open + rest[open..].find(')')?;
            let id = rest[open + 1..close].trim().trim_matches(['"', '\'']).trim().strip_prefix('#')?;
            if !is_id(id) {
                return None;
            }
            used.push(id.to_owned());
            out.push_str("url(#");
            out.push(PREFIX);
            out.push_str(id);
            out.push(')');
            rest = &rest[close + 1..];
        } else if name.is_empty() || FUNCTIONS.contains(&name.as_str()) {
            out.push_str(&before[start..]);
            out.push('(');
            rest = &rest[open + 1..];
        } else {
            return None;
        }
    }
    out.push_str(rest);
    Some(out)
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// One `name: value` of a style.
pub type Declaration = (String, String);

/// The harmless declarations of `fill: red; stroke: url(#a)`; what was dropped is told through `removed`.
pub fn declarations(style: &str, used: &mut Vec<String>, removed: &mut Removed) -> Vec<Declaration> {
    let mut out: Vec<Declaration> = Vec::new();
    for part in style.split(';') {
        let Some((name, value)) = part.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim();
        let value = value.strip_suffix("!important").unwrap_or(value).trim();
        if name == "font-family" {
            out.extend(font_family(value).map(|family| (name, family.to_owned())));
        } else if name.starts_with('-') || is_vendor_chatter(&name) {
            // `-inkscape-…`, `-webkit-…` and fonts of the exporter's machine: nothing to tell.
        } else if name == "font" {
            font_shorthand(value, &mut out);
        } else if PROPERTIES.contains(&name.as_str()) {
            match style_value(value, used) {
                Some(value) => out.push((name, value)),
                None => removed.note(format!("`{name}: {}`", shortened(value))),
            }
        } else if value.contains('(') || value.contains('\\') {
            removed.note(format!("`{name}: {}`", shortened(value)));
        }
    }
    out
}

fn is_vendor_chatter(name: &str) -> bool {
    matches!(
        name,
        "enable-background" | "text-indent" | "solid-color" | "solid-opacity" | "shape-inside" | "shape-padding"
    )
}

/// `font: bold 12px Arial` becomes the parts that do not name a font.
fn font_shorthand(value: &str, out: &mut Vec<Declaration>) {
    for word in value.split_whitespace() {
        let word = word.to_ascii_lowercase();
        match word.as_str() {
            "italic" | "oblique" => out.push(("font-style".to_owned(), "italic".to_owned())),
            "bold" | "bolder" | "500" | "600" | "700" | "800" | "900" => {
                out.push(("font-weight".to_owned(), "bold".to_owned()))
            }
            _ if word.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
                let size = word.split('/').next().unwrap_or("");
                if size.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '%')
                    && !size.ends_with(|c: char| c.is_ascii_digit())
                {
                    out.push(("font-size".to_owned(), size.to_owned()));
                }
            }
            _ => {}
        }
    }
    if let Some(family) = font_family(value) {
        out.push(("font-family".to_owned(), family.to_owned()));
    }
}

/// The family that a drawing may name: the deck's code face when it asks for a fixed pitch. Everything else is inherited,
/// because a font of the exporter's machine is not there on the speaker's.
pub fn font_family(value: &str) -> Option<&'static str> {
    let lower = value.to_ascii_lowercase();
    let fixed = ["--font-code", "mono", "courier", "consolas", "menlo", "typewriter", "deckle code"];
    fixed.iter().any(|name| lower.contains(name)).then_some("var(--font-code)")
}

/// Whether an id can stand in an attribute and in `url(#…)` without quotes.
pub fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '+' | '~' | '$' | ','))
}

/// Whether the address is a raster picture inside the file itself.
pub fn is_inner_picture(href: &str) -> bool {
    let lower: String = href.chars().take(40).collect::<String>().to_ascii_lowercase();
    let Some((kind, _)) = lower.split_once(";base64,") else { return false };
    matches!(kind, "data:image/png" | "data:image/jpeg" | "data:image/jpg" | "data:image/webp" | "data:image/gif")
        && href.split_once(',').is_some_and(|(_, data)| {
            data.bytes().all(|b| b.is_ascii_alphanumeric() || b.is_ascii_whitespace() || b"+/=".contains(&b))
        })
}

/// When an animation begins or ends: clock values only, no events of other elements.
pub fn is_clock(value: &str) -> bool {
    value == "indefinite"
        || value
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | ';' | 's' | 'm' | 'h' | 'i' | 'n' | '+' | '-' | ' '))
}

/// Writes `text` for HTML text or a quoted attribute. Characters that HTML calls errors are left out.
pub fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            PREFIX => out.push(PREFIX),
            _ if c.is_control() || is_noncharacter(c) => {}
            _ => out.push(c),
        }
    }
}

fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
}

/// At most 40 characters of a value, for a message.
pub fn shortened(value: &str) -> String {
    let mut out: String = value.chars().take(40).map(|c| if c.is_control() || c == '`' { ' ' } else { c }).collect();
    if value.chars().count() > 40 {
        out.push('…');
    }
    out
}
