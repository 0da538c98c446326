//! What a worker is asked and what it answers, as plain data that becomes bytes and back.
//! Manual pages: `tests/spec/math.md` and `tests/spec/code.md`.

use super::wire::{Reader, Writer};

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
}

/// The engine a task needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// KaTeX.
    Math,
    /// The syntax definitions.
    Code,
}

/// What a task came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The formula as HTML and MathML.
    Formula(String),
    /// The formula cannot be drawn.
    Mistake(Mistake),
    /// The code, one HTML text a line.
    Lines(Vec<String>),
    /// Nobody knows the language; the nearest name, empty if none is near.
    UnknownLanguage(String),
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
        }
    }

    /// Roughly how long it takes, in microseconds: good enough to share work out, never used for a decision that shows.
    pub fn cost(&self) -> u64 {
        match self {
            Task::Formula { tex, .. } => 500 + 30 * tex.len() as u64,
            Task::Code { text, .. } => 1000 + 3 * text.len() as u64,
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
            Outcome::Formula(html) => Writer::tagged(b'F').text(html).done(),
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
        }
    }

    /// From bytes; `None` if they are not an outcome's.
    pub fn decode(bytes: &[u8]) -> Option<Outcome> {
        let mut reader = Reader::new(bytes);
        let outcome = match reader.tag()? {
            b'F' => Outcome::Formula(reader.text()?),
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
            _ => return None,
        };
        reader.end(outcome)
    }

    /// Whether it is an answer to a task of that engine.
    pub fn answers(&self, engine: Engine) -> bool {
        match self {
            Outcome::Formula(_) | Outcome::Mistake(_) => engine == Engine::Math,
            Outcome::Lines(_) | Outcome::UnknownLanguage(_) => engine == Engine::Code,
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
        ] {
            assert_eq!(Task::decode(&task.encode()), Some(task));
        }
        let mistake = Mistake { position: Some(0), at: "}".to_owned(), ..Mistake::default() };
        for outcome in [
            Outcome::Formula("<b>".to_owned()),
            Outcome::Mistake(mistake),
            Outcome::Mistake(Mistake::default()),
            Outcome::Lines(vec![String::new(), "x".to_owned()]),
            Outcome::UnknownLanguage("rust".to_owned()),
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
