//! Formulas to HTML and MathML. The only door to KaTeX. Manual page: `tests/spec/math.md`.
//!
//! KaTeX runs in a worker (`render::worker`), on a thread with a large stack, because some formulas make it loop
//! or eat memory. What can be refused by looking at the text alone is refused before that, see [`limits`].

mod glyphs;
pub mod limits;
pub mod measure;
pub mod mistakes;
mod names;
pub mod rows;
mod shrink;

use super::worker::task::{Mistake, Outcome};
use measure::Piece;
pub use names::{is_known, nearest};

/// Macro expansions in one formula; more is taken for a loop.
const MOST_EXPANSIONS: i32 = 1000;

/// The largest size a formula may ask for (`\rule`, `\hspace`), in em.
const LARGEST_SIZE: f64 = 50.0;

/// What must be equal for two outcomes of one formula to be equal: the engine and how we use it.
/// The number at the end counts changes of this module.
pub fn version() -> String {
    format!("katex {} htmlAndMathml {MOST_EXPANSIONS} {LARGEST_SIZE} 4", katex::KATEX_VERSION.trim())
}

/// A formula that was drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formula {
    /// HTML and MathML.
    pub html: String,
    /// The pieces between which a line may break; none for what stands in the place of a formula that could not be drawn.
    pub pieces: Vec<Piece>,
}

impl Formula {
    /// Measures what was drawn.
    pub fn new(html: String) -> Formula {
        let pieces = measure::pieces(&html);
        Formula { html, pieces }
    }
}

/// KaTeX itself gave out (no memory): no answer to the formula, nothing to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure;

/// Starts KaTeX on this thread; 30 to 100 ms at the first call.
///
/// # Errors
/// When it does not start.
pub fn warm() -> Result<(), Failure> {
    outcome("x", false, &[]).map(drop)
}

/// Draws one formula. `macros` are names with their backslash and bodies.
///
/// # Errors
/// When KaTeX gave out. A formula that is wrong is an [`Outcome::Mistake`].
pub fn outcome(tex: &str, display: bool, macros: &[(String, String)]) -> Result<Outcome, Failure> {
    let error = match render(tex, display, macros) {
        Ok(html) => return Ok(Outcome::Formula(Formula::new(shrink::shrink(&html)))),
        Err(error) => error,
    };
    if !mistakes::is_unreadable(&error) {
        return if mistakes::is_failure(&error) { Err(Failure) } else { Ok(Outcome::Mistake(mistakes::read(&error))) };
    }
    // The same mistake again, in a form in which its message can be read.
    let apart: Vec<_> = macros.iter().map(|(name, body)| (name.clone(), mistakes::without_pairs(body))).collect();
    let error =
        render(&mistakes::without_pairs(tex), display, &apart).err().filter(|error| !mistakes::is_failure(error));
    let mistake = mistakes::read(&error.ok_or(Failure)?);
    Ok(Outcome::Mistake(Mistake {
        message: mistakes::with_pairs(&mistake.message),
        before: mistakes::with_pairs(&mistake.before),
        at: mistakes::with_pairs(&mistake.at),
        ..mistake
    }))
}

fn render(tex: &str, display: bool, macros: &[(String, String)]) -> Result<String, String> {
    let mut options = katex::Opts::default();
    options.set_display_mode(display);
    options.set_output_type(katex::OutputType::HtmlAndMathml);
    options.set_throw_on_error(true);
    options.set_trust(false);
    options.set_max_expand(Some(MOST_EXPANSIONS));
    options.set_max_size(Some(LARGEST_SIZE));
    for (name, body) in macros {
        options.add_macro(name.clone(), body.clone());
    }
    katex::render_with_opts(tex, &options).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(tex: &str) -> String {
        match outcome(tex, true, &[]).unwrap() {
            Outcome::Formula(formula) => formula.html,
            other => panic!("{tex}: {other:?}"),
        }
    }

    fn mistake(tex: &str) -> Mistake {
        match outcome(tex, false, &[]).unwrap() {
            Outcome::Mistake(mistake) => mistake,
            other => panic!("{tex}: {other:?}"),
        }
    }

    #[test]
    fn a_formula_is_html_and_mathml() {
        let html = html(r"\frac{a}{b}");
        assert!(html.contains("<mfrac>") && html.contains("class=\"mfrac\""), "{html}");
        assert!(html.contains(r"\frac{a}{b}</annotation>"), "the source is there for readers and for copying");
    }

    #[test]
    fn a_mistake_has_its_place_in_utf16_units() {
        let found = mistake("ä😀b+c}");
        assert_eq!((found.position, found.at.as_str(), found.before.as_str()), (Some(6), "}", "ä😀b+c"));
        let found = mistake(r"\frac{a}{b");
        assert_eq!((found.position, found.at.as_str()), (None, ""));
        assert_eq!(found.message, "unexpected end of the formula in a macro argument, expected `}`");
    }

    #[test]
    fn an_unknown_command_gets_the_nearest_name() {
        let found = mistake(r"1 + \aplha");
        assert_eq!(found.message, r"unknown command `\aplha`");
        assert_eq!((found.nearest.as_str(), found.position, found.at.as_str()), (r"\alpha", Some(4), r"\aplha"));
        let found = mistake(r"\begin{algined}x\end{algined}");
        assert_eq!((found.message.as_str(), found.nearest.as_str()), ("unknown environment `algined`", "aligned"));
    }

    #[test]
    fn macros_of_the_front_matter_are_known() {
        let macros =
            [(r"\R".to_owned(), r"\mathbb{R}".to_owned()), (r"\E".to_owned(), r"\mathbb{E}\left[#1\right]".to_owned())];
        let Ok(Outcome::Formula(Formula { html, .. })) = outcome(r"\E{x} \in \R", false, &macros) else { panic!() };
        assert!(html.contains("mathbb"), "{html}");
    }

    #[test]
    fn a_definition_inside_a_formula_ends_with_it() {
        html(r"\gdef\mine{x} \mine");
        assert_eq!(mistake(r"\mine").message, r"unknown command `\mine`");
    }

    #[test]
    fn loops_of_macros_and_deep_nesting_are_mistakes() {
        assert!(mistake(r"\def\l{\l\l}\l").message.contains("too many expansions"), "{:?}", mistake(r"\def\l{\l\l}\l"));
        let nested = format!("{}x{}", r"\frac{1}{".repeat(18), "}".repeat(18));
        assert_eq!(mistake(&nested).message, "the formula is nested too deeply");
    }

    #[test]
    fn a_matrix_of_twelve_by_twelve_is_drawn() {
        let rows: Vec<String> = (0..12)
            .map(|row| (0..12).map(|column| format!("a_{{{row},{column}}}")).collect::<Vec<_>>().join("&"))
            .collect();
        assert!(html(&format!(r"\begin{{pmatrix}}{}\end{{pmatrix}}", rows.join(r"\\"))).len() > 10_000);
    }

    /// Where the lowest point of a drawing of straight lines is.
    fn lowest(path: &str) -> f64 {
        let mut numbers =
            path.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'))).filter(|part| !part.is_empty());
        let mut next = || numbers.next().and_then(|number| number.parse::<f64>().ok()).unwrap_or(f64::NAN);
        let (mut y, mut lowest) = (0.0, 0.0_f64);
        for command in path.chars().filter(char::is_ascii_alphabetic) {
            match command {
                'M' => (_, y) = (next(), next()),
                'V' => y = next(),
                'v' => y += next(),
                'H' | 'h' => drop(next()),
                'z' => {}
                other => panic!("{other} in {path}"),
            }
            lowest = lowest.max(y);
        }
        lowest
    }

    #[test]
    fn tall_brackets_end_at_one_height() {
        for rows in [4, 5, 9] {
            for (left, right) in [("[", "]"), (r"\lfloor", r"\rfloor"), (r"\lceil", r"\rceil")] {
                let inner = vec!["a"; rows].join(r"\\");
                let html = html(&format!(r"\left{left}\begin{{matrix}}{inner}\end{{matrix}}\right{right}"));
                let ends: Vec<f64> =
                    html.split("<path d='").skip(1).filter_map(|rest| rest.split('\'').next()).map(lowest).collect();
                assert!(!html.contains("MM"), "{html}");
                assert!(ends.len() == 2 && ends[0] == ends[1] && ends[0] > 4000.0, "{rows} {left}: {ends:?}");
            }
        }
    }

    #[test]
    fn sizes_are_bounded() {
        assert!(html(r"\rule{900em}{900em}").contains("50em"));
    }

    #[test]
    fn characters_that_mean_something_in_html_are_escaped() {
        let html = html(r"a < b \& \text{<script>alert(1)</script>}");
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn an_astral_character_at_the_place_keeps_the_message() {
        let found = mistake(r"x \begin{😀} y \end{😀}");
        assert_eq!((found.message.as_str(), found.before.as_str()), ("unknown environment `😀`", r"x \begin"));
        assert_eq!((found.at.as_str(), found.position), ("{😀}", Some(8)));
    }
}
