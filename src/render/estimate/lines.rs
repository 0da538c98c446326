//! Text broken into lines, as a browser would break it. Manual page: `tests/spec/fit.md`.

use super::Sheet;
use crate::deck::{Attributes, Inline, Math};
use crate::render::math::measure;

/// Above and below the base line in em, what a line takes at a line height of `line`: ascent and descent of the text face,
/// and half of what is left on either side.
fn around(line: f32) -> (f32, f32) {
    const ASCENT: f32 = 1.069;
    const DESCENT: f32 = 0.293;
    let half = (line - ASCENT - DESCENT) / 2.0;
    (ASCENT + half, DESCENT + half)
}

/// How text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    /// Size in px.
    pub size: f32,
    /// Line height in em.
    pub line: f32,
    pub bold: bool,
    /// Letter spacing in em.
    pub spacing: f32,
}

/// A paragraph after its lines were broken.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Filled {
    /// Number of lines.
    pub lines: u32,
    /// Height of all of them in px.
    pub height: f32,
    /// Width of the longest in px.
    pub longest: f32,
    /// Width of the longest word in px.
    pub word: f32,
    /// By how many px something that does not break is wider than the lines.
    pub wide: f32,
}

/// What stands in a line.
enum Piece {
    Letter(char, f32),
    /// Something whole: a formula or a part of it, a picture, a box.
    Whole(f32),
    /// Makes its line higher: px above and below the base line.
    Strut(f32, f32),
    /// A new line begins.
    Break,
}

impl Sheet<'_> {
    /// Breaks inlines into lines of `width` px.
    pub(super) fn lines(&self, inlines: &[Inline], text: Type, width: f32) -> Filled {
        let mut pieces = Vec::new();
        self.pieces(inlines, text, &mut pieces);
        fill(&pieces, text, width)
    }

    fn pieces(&self, inlines: &[Inline], text: Type, out: &mut Vec<Piece>) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => self.letters(words, text, out),
                Inline::Code(code) => {
                    // The code face at nine tenths; the ground reaches a fifth of an em to either side.
                    let each = self.code_advance * 0.9 * text.size;
                    let side = if text.line < 1.2 { 0.0 } else { 0.18 * text.size };
                    let last = code.chars().count().saturating_sub(1);
                    out.extend(code.chars().enumerate().map(|(at, letter)| {
                        let ends = f32::from(u8::from(at == 0) + u8::from(at == last)) * side;
                        Piece::Letter(letter, each * wide(letter) + ends)
                    }));
                }
                Inline::Math(math) => self.math(math, text, out),
                Inline::Strong(content) => self.pieces(content, Type { bold: true, ..text }, out),
                Inline::Emphasis(content) | Inline::Struck(content) | Inline::Link { content, .. } => {
                    self.pieces(content, text, out)
                }
                Inline::Span { attributes, content, .. } => self.span(attributes, content, text, out),
                Inline::Html { name, content, .. } => self.element(name, content, text, out),
                Inline::Picture(picture) => {
                    let ratio = self.ratio(picture).unwrap_or(1.5);
                    out.push(Piece::Whole(1.4 * text.size * ratio));
                    out.push(Piece::Strut(1.05 * text.size, 0.35 * text.size));
                }
                Inline::Footnote(number) => {
                    let digits = number.to_string().len() as f32;
                    out.push(Piece::Letter('\u{2060}', (self.letters.digit() * digits + 0.2) * 0.6 * text.size));
                }
                // The box stands where the disc would.
                Inline::Checkbox(_) => {}
                Inline::SoftBreak => self.letters(" ", text, out),
                Inline::HardBreak => out.push(Piece::Break),
            }
        }
    }

    fn letters(&self, words: &str, text: Type, out: &mut Vec<Piece>) {
        out.extend(words.chars().map(|letter| {
            let width = self.advance(letter, text.bold) + text.spacing;
            Piece::Letter(letter, width * text.size)
        }));
    }

    fn math(&self, math: &Math, text: Type, out: &mut Vec<Piece>) {
        let pieces = self.formula(math);
        let all = measure::whole(&pieces);
        if math.display {
            // In a paragraph it has a line of its own, with an em above and below.
            out.push(Piece::Break);
            out.push(Piece::Whole(all.width * text.size));
            out.push(Piece::Strut((all.above + 1.0) * text.size, (all.below + 1.0) * text.size));
            out.push(Piece::Break);
            return;
        }
        // A short one stays in one piece.
        let parts: &[measure::Piece] = if pieces.len() < 3 { &[all] } else { &pieces };
        for part in parts {
            out.push(Piece::Whole(part.width * text.size));
            out.push(Piece::Strut(part.above * text.size, part.below * text.size));
        }
    }

    fn span(&self, attributes: &Attributes, content: &[Inline], text: Type, out: &mut Vec<Piece>) {
        let size = self.size_of(attributes, text.size);
        let bold = text.bold || attributes.has_class("big") || attributes.has_class("predicted");
        let inner = Type { size, bold, ..text };
        let padding = match () {
            () if attributes.has_class("token") => 0.4 * text.size + 5.0,
            () if attributes.has_class("mark") => 0.16 * text.size,
            () => 0.0,
        };
        let begin = out.len();
        self.pieces(content, inner, out);
        if padding > 0.0 {
            let letters = &mut out[begin..];
            if let [Piece::Letter(_, first), ..] = letters {
                *first += padding;
            }
            if let [.., Piece::Letter(_, last)] = letters {
                *last += padding;
            }
        }
        if attributes.has_class("token") {
            // A box of its own: 1.25 lines, 10 px of frame and margin.
            let (above, below) = around(1.25);
            out.push(Piece::Strut(above * text.size + 6.0, below * text.size + 7.0));
        } else if size > text.size {
            let (above, below) = around(text.line);
            out.push(Piece::Strut(above * size, below * size));
        }
    }

    fn element(&self, name: &str, content: &[Inline], text: Type, out: &mut Vec<Piece>) {
        let (above, below) = around(text.line);
        match name {
            "br" => out.push(Piece::Break),
            "kbd" => {
                out.push(Piece::Letter('\u{2060}', 0.36 * text.size + 2.0));
                for letter in crate::deck::plain(content).chars() {
                    out.push(Piece::Letter(letter, self.code_advance * 0.8 * text.size));
                }
                out.push(Piece::Letter('\u{2060}', 0.36 * text.size + 2.0));
            }
            "sub" | "sup" => {
                let size = text.size * 0.8333;
                self.pieces(content, Type { size, ..text }, out);
                let shift = if name == "sup" { 0.333 } else { -0.2 } * text.size;
                out.push(Piece::Strut(above * size + shift, below * size - shift));
            }
            "small" => self.pieces(content, Type { size: text.size * 0.8333, ..text }, out),
            "b" | "strong" => self.pieces(content, Type { bold: true, ..text }, out),
            "code" | "samp" | "tt" => {
                self.pieces(&[Inline::Code(crate::deck::plain(content))], text, out);
            }
            _ => self.pieces(content, text, out),
        }
    }
}

/// Columns of the code face: none for what combines, two for East Asian signs.
fn wide(letter: char) -> f32 {
    crate::render::letters::columns(letter.encode_utf8(&mut [0; 4])) as f32
}

/// Lines filled from the left, each as full as can be.
fn fill(pieces: &[Piece], text: Type, width: f32) -> Filled {
    let normal = around(text.line);
    let usual = (normal.0 * text.size, normal.1 * text.size);
    let mut done = Filled::default();
    // The line at hand: its width with and without the spaces at its end, and its height.
    let (mut filled, mut bare, mut high) = (0.0_f32, 0.0_f32, usual);
    let mut is_empty = true;
    let end = |done: &mut Filled, bare: f32, high: &mut (f32, f32)| {
        done.lines += 1;
        done.height += high.0 + high.1;
        done.longest = done.longest.max(bare);
        *high = usual;
    };
    let mut at = 0;
    while at < pieces.len() {
        // A word: what stays together, and the spaces after it.
        let (mut word, mut spaces, mut word_high, mut whole) = (0.0_f32, 0.0_f32, (0.0_f32, 0.0_f32), true);
        let mut next = at;
        let mut breaks = false;
        while let Some(piece) = pieces.get(next) {
            next += 1;
            match piece {
                Piece::Break => {
                    breaks = true;
                    break;
                }
                Piece::Letter(' ', space) => spaces += space,
                Piece::Letter('\u{ad}', _) => {}
                Piece::Letter(_, letter) => (word, whole) = (word + spaces + letter, false),
                Piece::Whole(part) => word += spaces + part,
                Piece::Strut(above, below) => word_high = (word_high.0.max(*above), word_high.1.max(*below)),
            }
            if !matches!(piece, Piece::Letter(' ', _)) && spaces > 0.0 {
                spaces = 0.0;
            }
            if may_break(pieces, next) {
                break;
            }
        }
        let hyphen = matches!(pieces.get(next.wrapping_sub(1)), Some(Piece::Letter('\u{ad}', _)));
        let needed = word + if hyphen { 0.32 * text.size } else { 0.0 };
        done.word = done.word.max(needed);
        let is_word = word > 0.0 || word_high.0 > 0.0;
        if is_word && filled + needed > width + 0.01 && !is_empty && bare > 0.0 {
            end(&mut done, bare, &mut high);
            (filled, bare) = (0.0, 0.0);
        }
        if is_word && word > width && width > 0.0 {
            if whole {
                done.wide = done.wide.max(word - width);
            } else {
                // A word longer than a line is broken anywhere.
                let lines = ((word / width).ceil() - 1.0).max(0.0);
                for _ in 0..(lines as usize).min(1000) {
                    end(&mut done, width, &mut high);
                }
                word -= lines * width;
            }
        }
        if is_word {
            high = (high.0.max(word_high.0), high.1.max(word_high.1));
            bare = filled + word;
            is_empty = false;
        }
        filled += word + spaces;
        if breaks && (next < pieces.len() || is_word) {
            // A line end at the very end makes no line of its own.
            if next < pieces.len() {
                end(&mut done, bare, &mut high);
                (filled, bare, is_empty) = (0.0, 0.0, true);
            }
        }
        at = next;
    }
    end(&mut done, bare, &mut high);
    done
}

/// Whether a line may end before the piece at `next`.
fn may_break(pieces: &[Piece], next: usize) -> bool {
    let after = pieces[next..].iter().find(|piece| !matches!(piece, Piece::Strut(..)));
    let Some(after) = after else { return false };
    // What raises its line goes with what stands before it.
    if matches!(pieces.get(next), Some(Piece::Strut(..))) {
        return false;
    }
    let before = pieces[..next].iter().rev().find(|piece| !matches!(piece, Piece::Strut(..)));
    match (before, after) {
        (_, Piece::Break | Piece::Letter(' ', _)) => false,
        (Some(Piece::Letter(' ' | '\u{ad}' | '\u{200b}', _)), _) => true,
        (Some(Piece::Letter(before, _)), Piece::Letter(after, _)) => between(*before, *after),
        (Some(Piece::Letter(before, _)), Piece::Whole(_)) => !opens(*before) && !is_glue(*before),
        (Some(Piece::Whole(_)), Piece::Letter(after, _)) => !closes(*after) && !is_glue(*after) && *after != '-',
        _ => true,
    }
}

/// Whether a line may end between two letters: the rules of Unicode's Annex 14 that matter in prose.
fn between(before: char, after: char) -> bool {
    if is_glue(before) || is_glue(after) || closes(after) || opens(before) {
        return false;
    }
    match before {
        '-' | '\u{2010}' => after.is_alphabetic(),
        '–' | '|' => true,
        '/' => after.is_alphabetic(),
        '—' => after != '—',
        _ => after == '—' || is_ideograph(before) || is_ideograph(after),
    }
}

fn is_glue(letter: char) -> bool {
    matches!(letter, '\u{a0}' | '\u{202f}' | '\u{2060}' | '\u{2011}')
}

fn opens(letter: char) -> bool {
    matches!(letter, '(' | '[' | '{' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '¿' | '¡')
}

fn closes(letter: char) -> bool {
    matches!(
        letter,
        ')' | ']' | '}' | ',' | '.' | ';' | ':' | '!' | '?' | '/' | '%' | '’' | '”' | '»' | '›' | '…' | '-' | '–'
    )
}

fn is_ideograph(letter: char) -> bool {
    matches!(u32::from(letter), 0x2e80..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff00..=0xff60 | 0x20000..=0x3fffd)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Type = Type { size: 30.0, line: 1.38, bold: false, spacing: 0.0 };

    fn of(text: &str, width: f32) -> (u32, f32) {
        let filled = Sheet::plain().lines(&[Inline::Text(text.to_owned())], BODY, width);
        (filled.lines, (filled.height * 10.0).round() / 10.0)
    }

    #[test]
    fn lines_are_filled_from_the_left() {
        assert_eq!(of("one", 1000.0), (1, 41.4));
        assert_eq!(of(&"word ".repeat(20), 480.0), (4, 165.6));
        assert_eq!(of("", 480.0), (1, 41.4));
        assert_eq!(of(&"x".repeat(100), 480.0).0, 4);
    }

    #[test]
    fn lines_end_where_the_rules_of_unicode_let_them() {
        for (before, after, may) in [
            ('-', 'a', true),
            ('-', '1', false),
            ('e', '-', false),
            ('—', 'a', true),
            ('a', '—', true),
            ('a', '\u{a0}', false),
            ('日', '本', true),
            ('本', '。', true),
            ('(', 'a', false),
            ('a', '.', false),
        ] {
            assert_eq!(between(before, after), may, "{before}{after}");
        }
    }
}
