//! How wide and how high a drawn formula is, read from KaTeX's own HTML. Manual page: `tests/spec/fit.md`.
//!
//! KaTeX computes every height itself and writes it into a strut at the beginning of each base (a piece between which a
//! line may break). Widths are left to the browser: here they are summed up from the advances of the letters and
//! the spaces that KaTeX writes as margins, through the stacks of fractions, roots, indices and tables.

use super::glyphs::Face;

/// KaTeX sets formulas at 1.21 times the size of the text.
pub const SCALE: f32 = 1.21;
/// Above and below the base line, what a line of KaTeX's faces takes at the line height of 1.2, in em of the formula; with
/// letters of the italic face and with indices it reaches lower. Measured in Chromium.
const LINE: (f32, f32) = (0.909, 0.345);
const LOW: f32 = 0.373;
/// TeX's eleven sizes, as in math.css.
const SIZES: [f32; 11] = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.44, 1.728, 2.074, 2.488];

/// A piece of a formula, in em of the text around it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Piece {
    /// From its beginning to its end.
    pub width: f32,
    /// From the base line upwards.
    pub above: f32,
    /// From the base line downwards.
    pub below: f32,
}

impl Piece {
    /// As large as a share of it.
    pub fn scaled(self, share: f32) -> Piece {
        Piece { width: self.width * share, above: self.above * share, below: self.below * share }
    }
}

/// The pieces of a drawn formula; empty when it was not drawn.
pub fn pieces(html: &str) -> Vec<Piece> {
    let mut walk = Walk { open: Vec::new(), pieces: Vec::new() };
    let Some(start) = html.find("<span class=\"katex-html\"") else { return Vec::new() };
    let mut rest = &html[start..];
    while let Some(open) = rest.find('<') {
        walk.text(&rest[..open]);
        let Some(close) = rest[open..].find('>').map(|close| open + close) else { break };
        let tag = &rest[open + 1..close];
        rest = &rest[close + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            walk.end(name);
        } else if tag.starts_with("svg") {
            rest = rest.find("</svg>").map_or("", |end| &rest[end + 6..]);
        } else if !tag.ends_with('/') {
            walk.begin(tag);
        }
    }
    walk.pieces
}

/// What a formula as a whole takes, in em of the text around it.
pub fn whole(pieces: &[Piece]) -> Piece {
    pieces.iter().fold(Piece::default(), |sum, piece| Piece {
        width: sum.width + piece.width,
        above: sum.above.max(piece.above),
        below: sum.below.max(piece.below),
    })
}

/// A guess at what has not been drawn, from the TeX itself.
pub fn guess(tex: &str) -> Piece {
    let mut longest = 0.0_f32;
    for row in tex.split("\\\\") {
        let (mut width, mut command) = (0.0, false);
        for sign in row.chars() {
            match sign {
                '\\' => (width, command) = (width + 0.8, true),
                letter if command && letter.is_ascii_alphabetic() => {}
                '{' | '}' | '^' | '_' | ' ' | '&' | '\n' => command = false,
                '=' | '+' | '<' | '>' => (width, command) = (width + 1.4, false),
                _ => (width, command) = (width + 0.6, false),
            }
        }
        longest = longest.max(width);
    }
    let rows = tex.matches("\\\\").count() as f32;
    let tall = ["\\frac", "\\sum", "\\int", "\\prod", "\\binom"].iter().any(|name| tex.contains(name));
    let row: f32 = if tall { 2.6 } else { 1.5 };
    let height = row + rows * row;
    Piece { width: longest, above: height * 0.6, below: height * 0.4 }
}

/// How the contents of an element lie.
#[derive(Clone, Copy, PartialEq)]
enum Lies {
    /// Beside each other.
    Row,
    /// On top of each other.
    Stack,
    /// Whatever it holds takes no room.
    Nowhere,
}

struct Open {
    lies: Lies,
    face: Face,
    /// Size relative to the formula's.
    scale: f32,
    /// What its contents take, in em of the formula.
    width: f32,
    /// What it takes besides: margins and padding.
    around: f32,
    /// The least it takes.
    least: f32,
    /// Set for a base.
    base: Option<Piece>,
}

struct Walk {
    open: Vec<Open>,
    pieces: Vec<Piece>,
}

impl Walk {
    fn begin(&mut self, tag: &str) {
        let value = |name: &str| tag.split_once(name).and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        let (classes, style) = (value("class=\""), value("style=\""));
        let own: Vec<&str> = if classes.is_empty() { Vec::new() } else { classes.split(' ').collect() };
        let has = |class: &str| own.contains(&class);
        let (face, around) = self.open.last().map_or((Face::MAIN, 1.0), |open| (open.face, open.scale));
        let mut scale = around;
        if has("sizing") || has("fontsize-ensurer") {
            let of = |prefix: &str| {
                let class = classes.split(' ').find_map(|class| class.strip_prefix(prefix)?.parse::<usize>().ok());
                SIZES[class.unwrap_or(6).clamp(1, 11) - 1]
            };
            scale *= of("size") / of("reset-size");
        }
        if (has("mathnormal") || has("msupsub"))
            && let Some(piece) = self.open.iter_mut().rev().find_map(|open| open.base.as_mut())
        {
            piece.below = piece.below.max(LOW);
        }
        let ems = |name: &str| em(style, name) * scale;
        let nowhere = ["strut", "pstrut", "vlist-s", "llap", "rlap", "clap", "tag", "frac-line", "stretchy"];
        let lies = if nowhere.iter().any(|class| has(class)) || (has("accent-body") && !has("accent-full")) {
            Lies::Nowhere
        } else if has("vlist") || has("vlist-t") {
            Lies::Stack
        } else {
            Lies::Row
        };
        if has("strut")
            && let Some(piece) = self.open.last_mut().and_then(|open| open.base.as_mut())
        {
            let (height, shift) = (em(style, "height:"), em(style, "vertical-align:"));
            (piece.above, piece.below) = (piece.above.max(height + shift), piece.below.max(-shift));
        }
        let padding =
            [("nulldelimiter", 0.12), ("x-arrow-pad", 1.0), ("boxpad", 0.6), ("cancel-pad", 0.4), ("root", -0.27778)];
        let padding: f32 = padding.iter().filter(|(class, _)| has(class)).map(|(_, em)| em * scale).sum();
        let margins = ems("margin-right:") + ems("margin-left:") + ems("padding-left:") + ems("border-right-width:");
        self.open.push(Open {
            lies,
            face: of_classes(&has, face),
            scale,
            width: 0.0,
            around: margins + padding,
            least: em_of_own(style, "width:").max(em(style, "min-width:")) * scale,
            base: has("base").then_some(Piece { width: 0.0, above: LINE.0, below: LINE.1 }),
        });
    }

    fn text(&mut self, text: &str) {
        let Some(open) = self.open.last_mut() else { return };
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            let letter = match letter {
                '&' => match letters.by_ref().take_while(|letter| *letter != ';').collect::<String>().as_str() {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "nbsp" => ' ',
                    _ => '"',
                },
                '\u{200b}' | '\n' => continue,
                '\u{a0}' => ' ',
                letter => letter,
            };
            open.width += open.face.advance(letter) * open.scale;
        }
    }

    fn end(&mut self, _name: &str) {
        let Some(done) = self.open.pop() else { return };
        let width = match done.lies {
            Lies::Nowhere => 0.0,
            _ => done.width.max(done.least) + done.around,
        };
        if let Some(piece) = done.base {
            let [width, above, below] = [width, piece.above, piece.below].map(|em| em * SCALE);
            self.pieces.push(Piece { width, above, below });
        }
        if let Some(parent) = self.open.last_mut() {
            match parent.lies {
                Lies::Stack => parent.width = parent.width.max(width),
                _ => parent.width += width,
            }
        }
    }
}

/// The face that an element's classes choose, as in math.css.
fn of_classes(has: &dyn Fn(&str) -> bool, around: Face) -> Face {
    let sized = |number: usize| has(["size1", "size2", "size3", "size4"][number - 1]);
    let is_delimiter = has("delimsizing");
    let chosen = [
        (has("mathnormal"), Face::MATH),
        (has("boldsymbol"), Face::MATH_BOLD),
        (has("mathbf") || has("textbf"), Face::BOLD),
        (has("mathit") || has("textit"), Face::ITALIC),
        (has("amsrm") || has("mathbb") || has("textbb"), Face::AMS),
        (has("mathcal"), Face::CALIGRAPHIC),
        (has("mathfrak") || has("textfrak"), Face::FRAKTUR),
        (has("mathscr") || has("textscr"), Face::SCRIPT),
        (has("mathtt") || has("texttt"), Face::TYPEWRITER),
        (has("mathsf") || has("textsf"), Face::SANS),
        (has("mathboldsf"), Face::SANS_BOLD),
        (has("mathitsf") || has("textitsf"), Face::SANS_ITALIC),
        (has("small-op") || has("delim-size1") || is_delimiter && sized(1), Face::sized(1)),
        (has("large-op") || is_delimiter && sized(2), Face::sized(2)),
        (is_delimiter && sized(3), Face::sized(3)),
        (has("delim-size4") || is_delimiter && sized(4), Face::sized(4)),
        (has("mathrm") || has("textrm") || has("mainrm"), Face::MAIN),
    ];
    chosen.iter().find(|(is, _)| *is).map_or(around, |(_, face)| *face)
}

/// A length in em of a style; 0 where it is not given.
fn em(style: &str, name: &str) -> f32 {
    if style.is_empty() {
        return 0.0;
    }
    let value = style.split_once(name).and_then(|(_, rest)| rest.split("em").next());
    value.and_then(|value| value.parse().ok()).unwrap_or(0.0)
}

/// The same for a name that is the end of others.
fn em_of_own(style: &str, name: &str) -> f32 {
    style.split(';').find_map(|part| part.strip_prefix(name)?.strip_suffix("em")?.parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::math::outcome;
    use crate::render::worker::task::Outcome;

    fn of(tex: &str) -> Vec<Piece> {
        let Ok(Outcome::Formula(formula)) = outcome(tex, true, &[]) else { panic!("{tex}") };
        formula.pieces
    }

    #[test]
    fn a_sum_is_the_width_of_its_letters_and_spaces() {
        let [x, y] = of("x+y")[..] else { panic!() };
        // x, two spaces of 4 mu, and the sign; then y with its italic correction.
        assert!((x.width / SCALE - (0.572 + 0.4444 + 0.778)).abs() < 0.002, "{x:?}");
        assert!((y.width / SCALE - (0.490 + 0.0359)).abs() < 0.002, "{y:?}");
    }

    #[test]
    fn stacks_are_as_wide_as_their_widest_part() {
        let [fraction] = of(r"\frac{abc}{x}")[..] else { panic!() };
        let [alone] = of("abc")[..] else { panic!() };
        assert!((fraction.width - alone.width - 0.24 * SCALE).abs() < 0.01, "{fraction:?} {alone:?}");
        assert!(fraction.above + fraction.below > 2.0);
    }

    #[test]
    fn what_was_not_drawn_is_guessed() {
        assert_eq!(pieces("<span class=\"broken\">x</span>"), []);
        let (one, two) = (guess("a = b"), guess(r"a = b \\ c = d"));
        assert!(one.width == two.width && two.above > one.above, "{one:?} {two:?}");
    }
}
