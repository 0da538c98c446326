//! Which face needs which characters: one pass over the slides' HTML with a small stack. Manual page: `tests/spec/output.md`.
//!
//! The HTML is our own, so the reader is simple, but it never fails on anything: a character too many in a face costs a
//! few bytes, and one too few is drawn by the next face of the family.

use super::marks::{Mark, Marks, Rules};
use crate::theme::faces::{CODE, CODE_ITALIC, COUNT, DISPLAY, FaceId, TEXT, TEXT_BOLD, TEXT_BOLD_ITALIC, TEXT_ITALIC};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Characters by face.
#[derive(Debug)]
pub struct Needs {
    ascii: [u128; COUNT],
    others: Vec<BTreeSet<char>>,
    /// Whether there is a formula anywhere.
    pub has_math: bool,
    /// Whether code is drawn anywhere.
    pub has_code: bool,
}

impl Default for Needs {
    fn default() -> Needs {
        Needs { ascii: [0; COUNT], others: vec![BTreeSet::new(); COUNT], has_math: false, has_code: false }
    }
}

impl Needs {
    /// `face` draws `character`.
    pub fn add(&mut self, face: FaceId, character: char) {
        let at = usize::from(face.0);
        if character.is_ascii() {
            self.ascii[at] |= 1 << u32::from(character);
        } else {
            self.others[at].insert(character);
        }
    }

    /// Every character of a face, without control characters.
    pub fn of(&self, face: FaceId) -> BTreeSet<char> {
        let at = usize::from(face.0);
        let ascii = (' '..='~').filter(|c| self.ascii[at] >> u32::from(*c) & 1 == 1);
        ascii.chain(self.others[at].iter().copied()).collect()
    }

    /// Reads one slide.
    pub fn read(&mut self, html: &str, marks: &Marks) {
        Reader { needs: self, marks, stack: Vec::new() }.read(html);
    }
}

/// How text is drawn at one place.
#[derive(Clone, Copy, Default)]
struct Manner {
    hidden: bool,
    code: bool,
    bold: bool,
    italic: bool,
    svg: bool,
    /// What style sheets may have made of it besides: then it is in both faces.
    maybe_code: bool,
    maybe_bold: bool,
    maybe_italic: bool,
    maybe_display: bool,
    /// Index into [`MATH_FAMILIES`] inside a formula.
    math: Option<u8>,
    math_bold: bool,
    math_italic: bool,
}

const MATH_FAMILIES: [&str; 12] = [
    "KaTeX_Main",
    "KaTeX_Math",
    "KaTeX_AMS",
    "KaTeX_Caligraphic",
    "KaTeX_Fraktur",
    "KaTeX_SansSerif",
    "KaTeX_Script",
    "KaTeX_Size1",
    "KaTeX_Size2",
    "KaTeX_Size3",
    "KaTeX_Size4",
    "KaTeX_Typewriter",
];

/// The faces of [`MATH_FAMILIES`], upright or bold, upright or italic.
static MATH_FACES: LazyLock<[[[FaceId; 2]; 2]; 12]> = LazyLock::new(|| {
    MATH_FAMILIES
        .map(|family| [false, true].map(|bold| [false, true].map(|italic| FaceId::of_math(family, bold, italic))))
});

impl Manner {
    /// Calls `add` with each face that may draw text here.
    fn faces(self, add: &mut dyn FnMut(FaceId)) {
        if let Some(family) = self.math {
            return add(MATH_FACES[usize::from(family)][usize::from(self.math_bold)][usize::from(self.math_italic)]);
        }
        let both = |certain: bool, maybe: bool| {
            [certain, maybe && !certain]
                .into_iter()
                .enumerate()
                .filter(|(at, yes)| *at == 0 || *yes)
                .map(|(_, yes)| yes)
        };
        for code in both(self.code, self.maybe_code) {
            for italic in both(self.italic, self.maybe_italic) {
                // A face for titles comes besides that for text, in the same weight and slope.
                let mut add = |face: FaceId| {
                    add(face);
                    if self.maybe_display && face < DISPLAY {
                        add(FaceId(DISPLAY.0 + face.0));
                    }
                };
                match (code, italic) {
                    (true, false) => add(CODE),
                    (true, true) => add(CODE_ITALIC),
                    // Which of the upright faces draws a title or a strong word is for style sheets to say; both hold all text.
                    (false, false) => [TEXT, TEXT_BOLD].into_iter().for_each(&mut add),
                    (false, true) => both(self.bold, self.maybe_bold)
                        .for_each(|bold| add(if bold { TEXT_BOLD_ITALIC } else { TEXT_ITALIC })),
                }
            }
        }
    }

    /// Whether only the upright text faces draw here.
    fn is_plain(self) -> bool {
        self.math.is_none() && !(self.code || self.italic || self.maybe_code || self.maybe_italic || self.maybe_display)
    }

    /// What a class of KaTeX's changes; the table follows assets/page/math.css.
    fn math_class(&mut self, class: &str) {
        let (family, bold, italic) = match class {
            "textbf" => return self.math_bold = true,
            "textit" => return self.math_italic = true,
            "mathrm" => return self.math_italic = false,
            "textrm" => return self.math = Some(0),
            "mainrm" => (0, self.math_bold, false),
            "mathit" => (0, self.math_bold, true),
            "mathbf" => (0, true, self.math_italic),
            "mathnormal" => (1, self.math_bold, true),
            "boldsymbol" => (1, true, true),
            "amsrm" | "mathbb" | "textbb" => (2, false, false),
            "mathcal" => (3, self.math_bold, false),
            "mathfrak" | "textfrak" => (4, self.math_bold, false),
            "mathboldfrak" | "textboldfrak" => (4, true, false),
            "mathsf" | "textsf" => (5, self.math_bold, self.math_italic),
            "mathboldsf" | "textboldsf" => (5, true, false),
            "mathitsf" | "textitsf" | "mathsfit" => (5, false, true),
            "mathscr" | "textscr" => (6, false, false),
            "small-op" | "delim-size1" | "size1" => (7, false, false),
            "large-op" | "size2" => (8, false, false),
            "size3" => (9, false, false),
            "delim-size4" | "size4" => (10, false, false),
            "mathtt" | "texttt" => (11, false, false),
            _ => return,
        };
        (self.math, self.math_bold, self.math_italic) = (Some(family), bold, italic);
    }
}

struct Reader<'a> {
    needs: &'a mut Needs,
    marks: &'a Marks,
    /// Name, classes, and how text is drawn inside.
    stack: Vec<(&'a str, &'a str, Manner)>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, html: &'a str) {
        let mut rest = html;
        while !rest.is_empty() {
            let end = position(rest, b'<').unwrap_or(rest.len());
            self.text(&rest[..end]);
            rest = &rest[end..];
            rest = if let Some(comment) = rest.strip_prefix("<!--") {
                comment.split_once("-->").map_or("", |(_, after)| after)
            } else if let Some(tag) = rest.strip_prefix("</") {
                let (name, after) = position(tag, b'>').map_or((tag, ""), |end| (&tag[..end], &tag[end + 1..]));
                self.close(name.trim());
                after
            } else if rest.is_empty() {
                rest
            } else {
                self.open(&rest[1..])
            };
        }
    }

    fn manner(&self) -> Manner {
        self.stack.last().map_or(Manner::default(), |(_, _, manner)| *manner)
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.stack.iter().rposition(|(open, ..)| *open == name) {
            self.stack.truncate(at);
        }
    }

    /// Reads a start tag from behind its `<`; returns what follows it.
    fn open(&mut self, tag: &'a str) -> &'a str {
        let end = end_of_name(tag, b"/");
        let name = &tag[..end];
        let mut manner = self.manner();
        self.element(name, &mut manner);
        let mut rest = &tag[end..];
        let mut classes = "";
        loop {
            rest = rest.trim_ascii_start();
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            if let Some(after) = rest.strip_prefix("/>") {
                self.classes(classes, &mut manner);
                return after;
            }
            let Some((key, value, after)) = attribute(rest) else { return "" };
            match key {
                "class" => classes = value,
                // In a formula the family's own classes decide.
                "style" | "font-style" | "font-weight" | "font-family" if manner.math.is_none() => {
                    styled(key, value, &mut manner)
                }
                _ => {}
            }
            rest = after;
        }
        self.classes(classes, &mut manner);
        // What a browser never draws is half of a formula: not worth a look inside.
        if name == "math"
            && let Some(end) = rest.find("</math>")
        {
            return &rest[end + "</math>".len()..];
        }
        if !is_void(name) {
            self.stack.push((name, classes, manner));
        }
        rest
    }

    fn element(&mut self, name: &str, manner: &mut Manner) {
        match name {
            "em" | "i" | "cite" | "var" | "dfn" => manner.italic = true,
            "strong" | "b" | "th" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" => manner.bold = true,
            "code" | "pre" | "kbd" | "samp" => manner.code = true,
            "math" | "script" | "style" => manner.hidden = true,
            "title" | "desc" if manner.svg => manner.hidden = true,
            "svg" => manner.svg = true,
            _ => {}
        }
        if manner.math.is_none() {
            self.marked(self.marks.of_element(name), manner);
        }
    }

    fn classes(&mut self, classes: &str, manner: &mut Manner) {
        let mut delimiter = false;
        for class in classes.split_ascii_whitespace() {
            match class {
                "katex" => {
                    (manner.math, manner.math_bold, manner.math_italic) = (Some(0), false, false);
                    self.needs.has_math = true;
                }
                "katex-mathml" => manner.hidden = true,
                "delimsizing" => delimiter = true,
                // `size3` alone is a size of letters; only of a delimiter is it a face.
                "size1" | "size2" | "size3" | "size4" if !delimiter => {}
                _ if manner.math.is_some() => manner.math_class(class),
                "title" => manner.bold = true,
                _ => {}
            }
            if manner.math.is_none() {
                self.marked(self.marks.of_class(class), manner);
            }
        }
    }

    /// Adds what the style sheets' rules about an element or class may make of it here.
    fn marked(&self, rules: Rules<'_>, manner: &mut Manner) {
        let is_around = |class: &str| {
            self.stack.iter().any(|(_, classes, _)| classes.split_ascii_whitespace().any(|other| other == class))
        };
        for mark in rules.holding(is_around) {
            match mark {
                Mark::Italic => manner.maybe_italic = true,
                Mark::Bold => manner.maybe_bold = true,
                Mark::Code => manner.maybe_code = true,
                Mark::Display => manner.maybe_display = true,
            }
        }
    }

    fn text(&mut self, text: &str) {
        let manner = self.manner();
        if manner.hidden || text.is_empty() {
            return;
        }
        // The upright text faces hold all of ASCII anyway, and that is nearly all text.
        if manner.is_plain() && text.is_ascii() && !text.contains('&') {
            return;
        }
        let (ascii, others) = characters(text);
        let needs = &mut *self.needs;
        manner.faces(&mut |face| {
            needs.has_code |= face == CODE || face == CODE_ITALIC;
            needs.ascii[usize::from(face.0)] |= ascii;
            needs.others[usize::from(face.0)].extend(&others);
        });
    }
}

/// The characters of a text, references decoded: a bit for each of ASCII, and the others as they come.
fn characters(text: &str) -> (u128, Vec<char>) {
    let (mut ascii, mut others) = (0, Vec::new());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (decoded, length) = if c == '&' { reference(rest) } else { (c, c.len_utf8()) };
        if decoded.is_ascii() {
            ascii |= 1 << u32::from(decoded);
        } else {
            others.push(decoded);
        }
        rest = &rest[length..];
    }
    (ascii, others)
}

/// Where an ASCII sign first stands. What is searched is short: faster than a search that must first be set up.
fn position(text: &str, sign: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == sign)
}

/// Where a name ends: at white space, `>` or one of `ends`.
fn end_of_name(text: &str, ends: &[u8]) -> usize {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>' || ends.contains(byte);
    text.as_bytes().iter().position(is_end).unwrap_or(text.len())
}

/// `&amp;` and `&#8203;` as their characters, with their length in the source.
fn reference(text: &str) -> (char, usize) {
    let Some(end) = text.as_bytes().iter().take(12).position(|byte| *byte == b';') else { return ('&', 1) };
    let name = &text[1..end];
    let decoded = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some('\u{a0}'),
        "amp" => Some('&'),
        _ => name.strip_prefix('#').and_then(|code| {
            let code = code
                .strip_prefix(['x', 'X'])
                .map_or_else(|| code.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            code.and_then(char::from_u32)
        }),
    };
    decoded.map_or(('&', 1), |c| (c, end + 1))
}

/// `key="value"` and what follows.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let end = match end_of_name(text, b"=/") {
        end if end == text.len() => return None,
        0 if text.starts_with(['/', '=']) => 1,
        0 => return None,
        end => end,
    };
    let (key, rest) = text.split_at(end);
    let Some(value) = rest.strip_prefix('=') else { return Some((key, "", rest)) };
    if let Some(quote) = value.bytes().next().filter(|byte| matches!(byte, b'"' | b'\'')) {
        let value = &value[1..];
        let end = position(value, quote)?;
        return Some((key, &value[..end], &value[end + 1..]));
    }
    let end = end_of_name(value, b"");
    Some((key, &value[..end], &value[end..]))
}

fn styled(key: &str, value: &str, manner: &mut Manner) {
    if key != "font-weight" && key != "font-family" {
        manner.italic |= value.contains("italic") || value.contains("oblique");
    }
    let weight = if key == "font-weight" {
        Some(value)
    } else {
        value.split_once("font-weight:").map(|(_, after)| after.trim_start())
    };
    manner.bold |= weight.is_some_and(|weight| weight.starts_with(['6', '7', '8', '9']) || weight.starts_with("bold"));
    manner.code |= value.contains("--font-code");
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "img" | "hr" | "wbr" | "col" | "input" | "area" | "source" | "track" | "embed" | "meta" | "link"
    )
}

/// Characters that draw nothing, so that no face must have them.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || c.is_whitespace() && c != '\u{a0}'
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
