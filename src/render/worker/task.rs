//! What a worker is asked and what it answers, as plain data that becomes bytes and back.
//! Manual pages: `tests/spec/math.md` and `tests/spec/code.md`.

use super::wire::{Reader, Writer};
use crate::deck::DiagramKind;
use crate::render::math::Formula;
use crate::render::math::measure::Piece;

/// One thing to draw. Equal tasks have equal outcomes: a task's bytes are its name in the cache.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// A formula.
    Formula {
        /// The TeX.
        tex: String,
        /// On a line of its own.
        display: bool,
        /// The macros it may use, sorted by name.
        macros: Vec<(String, String)>,
    },
    /// A code block.
    Code {
        /// The language as written, lower case.
        language: String,
        /// Its text, lines ended by `\n`, without control characters that mean something to a terminal.
        text: String,
    },
    /// A diagram.
    Diagram {
        /// Its language.
        kind: DiagramKind,
        /// Its source, lines ended by `\n`.
        text: String,
    },
}

/// The engine a task needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// KaTeX.
    Math,
    /// The syntax definitions.
    Code,
    /// The layouts of diagrams.
    Diagram,
}

impl Engine {
    /// How many there are.
    pub const COUNT: usize = 3;
    /// Every engine, the one with the longest work first.
    pub const ALL: [Engine; Engine::COUNT] = [Engine::Math, Engine::Code, Engine::Diagram];
}

/// What a task came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The formula, drawn and measured.
    Formula(Formula),
    /// The formula cannot be drawn.
    Mistake(Mistake),
    /// The code, one HTML text a line.
    Lines(Vec<String>),
    /// Nobody knows the language; the nearest name, empty if none is near.
    UnknownLanguage(String),
    /// The diagram as SVG, not yet inert.
    Picture(String),
    /// The diagram cannot be drawn.
    Undrawn(Undrawn),
}

/// Why a diagram cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Undrawn {
    /// The words, lower case, without a final period.
    pub message: String,
    /// What to do; may be empty.
    pub hint: String,
    /// The line of the source, from 1, if it is known.
    pub line: Option<u32>,
}

/// Why a formula cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Mistake {
    /// The words, lower case, without a final period.
    pub message: String,
    /// What stands before the place, as much of it as the engine shows.
    pub before: String,
    /// What stands at the place; empty at the end of the formula.
    pub at: String,
    /// Where the place begins, in UTF-16 units from 0, in the formula or in the macro the engine was reading.
    pub position: Option<u32>,
    /// The nearest known name of an unknown command, empty if none is near.
    pub nearest: String,
}

impl Task {
    /// The engine it needs.
    pub fn engine(&self) -> Engine {
        match self {
            Task::Formula { .. } => Engine::Math,
            Task::Code { .. } => Engine::Code,
            Task::Diagram { .. } => Engine::Diagram,
        }
    }

    /// Roughly how long it takes, in microseconds: good enough to share work out, never used for a decision that shows.
    pub fn cost(&self) -> u64 {
        match self {
            Task::Formula { tex, .. } => 500 + 30 * tex.len() as u64,
            Task::Code { text, .. } => 1000 + 3 * text.len() as u64,
            Task::Diagram { text, .. } => 3000 + 30 * text.len() as u64,
        }
    }

    /// As bytes.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Task::Formula { tex, display, macros } => macros
                .iter()
                .fold(
                    Writer::tagged(b'f').number(u32::from(*display)).number(macros.len() as u32),
                    |writer, (name, body)| writer.text(name).text(body),
                )
                .text(tex)
                .done(),
            Task::Code { language, text } => Writer::tagged(b'c').text(language).text(text).done(),
            Task::Diagram { kind, text } => Writer::tagged(b'd').number(*kind as u32).text(text).done(),
        }
    }

    /// From bytes; `None` if they are not a task's.
    pub fn decode(bytes: &[u8]) -> Option<Task> {
        let mut reader = Reader::new(bytes);
        let task = match reader.tag()? {
            b'f' => {
                let display = reader.number()? == 1;
                let count = reader.number()?;
                let macros = (0..count).map(|_| Some((reader.text()?, reader.text()?))).collect::<Option<Vec<_>>>()?;
                Task::Formula { tex: reader.text()?, display, macros }
            }
            b'd' => {
                let number = reader.number()?;
                let kind = [DiagramKind::Mermaid, DiagramKind::Dot].into_iter().find(|kind| *kind as u32 == number)?;
                Task::Diagram { kind, text: reader.text()? }
            }
            b'c' => Task::Code { language: reader.text()?, text: reader.text()? },
            _ => return None,
        };
        reader.end(task)
    }
}

impl Outcome {
    /// As bytes.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Outcome::Formula(Formula { html, pieces }) => pieces
                .iter()
                .fold(Writer::tagged(b'F').text(html).number(pieces.len() as u32), |writer, piece| {
                    writer.decimal(piece.width).decimal(piece.above).decimal(piece.below)
                })
                .done(),
            Outcome::Mistake(mistake) => Writer::tagged(b'M')
                .text(&mistake.message)
                .text(&mistake.before)
                .text(&mistake.at)
                .number(mistake.position.map_or(0, |position| position.saturating_add(1)))
                .text(&mistake.nearest)
                .done(),
            Outcome::Lines(lines) => lines
                .iter()
                .fold(Writer::tagged(b'L').number(lines.len() as u32), |writer, line| writer.text(line))
                .done(),
            Outcome::UnknownLanguage(nearest) => Writer::tagged(b'U').text(nearest).done(),
            Outcome::Picture(svg) => Writer::tagged(b'P').text(svg).done(),
            Outcome::Undrawn(undrawn) => {
                Writer::tagged(b'N').text(&undrawn.message).text(&undrawn.hint).number(undrawn.line.unwrap_or(0)).done()
            }
        }
    }

    /// From bytes; `None` if they are not an outcome's.
    pub fn decode(bytes: &[u8]) -> Option<Outcome> {
        let mut reader = Reader::new(bytes);
        let outcome = match reader.tag()? {
            b'F' => {
                let html = reader.text()?;
                let count = reader.number()?;
                let mut piece =
                    || Some(Piece { width: reader.decimal()?, above: reader.decimal()?, below: reader.decimal()? });
                Outcome::Formula(Formula { html, pieces: (0..count).map(|_| piece()).collect::<Option<_>>()? })
            }
            b'M' => Outcome::Mistake(Mistake {
                message: reader.text()?,
                before: reader.text()?,
                at: reader.text()?,
                position: reader.number()?.checked_sub(1),
                nearest: reader.text()?,
            }),
            b'L' => {
                let count = reader.number()?;
                Outcome::Lines((0..count).map(|_| reader.text()).collect::<Option<Vec<_>>>()?)
            }
            b'U' => Outcome::UnknownLanguage(reader.text()?),
            b'P' => Outcome::Picture(reader.text()?),
            b'N' => Outcome::Undrawn(Undrawn {
                message: reader.text()?,
                hint: reader.text()?,
                line: Some(reader.number()?).filter(|line| *line > 0),
            }),
            _ => return None,
        };
        reader.end(outcome)
    }

    /// Whether it is an answer to a task of that engine.
    pub fn answers(&self, engine: Engine) -> bool {
        match self {
            Outcome::Formula(_) | Outcome::Mistake(_) => engine == Engine::Math,
            Outcome::Lines(_) | Outcome::UnknownLanguage(_) => engine == Engine::Code,
            Outcome::Picture(_) | Outcome::Undrawn(_) => engine == Engine::Diagram,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_and_outcomes_come_back_as_they_were() {
        let macros = vec![("\\R".to_owned(), "\\mathbb{R}".to_owned())];
        for task in [
            Task::Formula { tex: "ä\0x".to_owned(), display: true, macros },
            Task::Code { language: "rust".to_owned(), text: "fn main() {}\n".to_owned() },
            Task::Diagram { kind: DiagramKind::Dot, text: "digraph{}".to_owned() },
        ] {
            assert_eq!(Task::decode(&task.encode()), Some(task));
        }
        let mistake = Mistake { position: Some(0), at: "}".to_owned(), ..Mistake::default() };
        for outcome in [
            Outcome::Formula(Formula {
                html: "<b>".to_owned(),
                pieces: vec![Piece { width: 1.5, above: 0.25, below: 0.0 }],
            }),
            Outcome::Mistake(mistake),
            Outcome::Mistake(Mistake::default()),
            Outcome::Lines(vec![String::new(), "x".to_owned()]),
            Outcome::UnknownLanguage("rust".to_owned()),
            Outcome::Picture("<svg/>".to_owned()),
            Outcome::Undrawn(Undrawn { message: "no".to_owned(), hint: String::new(), line: Some(3) }),
            Outcome::Undrawn(Undrawn::default()),
        ] {
            assert_eq!(Outcome::decode(&outcome.encode()), Some(outcome));
        }
    }

    #[test]
    fn bytes_with_something_missing_or_left_over_are_refused() {
        let bytes = Outcome::Lines(vec!["one".to_owned()]).encode();
        for end in 0..bytes.len() {
            assert_eq!(Outcome::decode(&bytes[..end]), None);
        }
        assert_eq!(Outcome::decode(&[bytes, vec![0]].concat()), None);
    }
}
