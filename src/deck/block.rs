//! Blocks: what stands on a slide.

use super::{Chart, Diagram, Inline, Math, Stages, Steps};
use crate::source::{Span, Spanned};

/// `{#id .class key=value}`
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Attributes {
    /// `#id`
    pub id: Option<Spanned<String>>,
    /// `.class`, in order, each once.
    pub classes: Vec<String>,
    /// `key=value`, in order.
    pub pairs: Vec<(Spanned<String>, Spanned<String>)>,
    /// The whole `{…}`; empty when nothing was written.
    pub span: Span,
}

impl Attributes {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Spanned<String>> {
        self.pairs.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
    }

    /// Whether the class was given.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|name| name == class)
    }

    /// `lang=…` as a language tag, if it looks like one.
    pub fn language(&self) -> Option<&str> {
        self.get("lang").map(|value| value.value.as_str())
    }
}

/// Something that stands on a slide.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Where it is written.
    pub span: Span,
    /// When it is visible.
    pub steps: Steps,
    /// What was written in `{…}`.
    pub attributes: Attributes,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// A heading; level 1 to 6.
    Heading {
        /// Level as written.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List(List),
    /// `> quote`, with the source line (`— Name`) taken out.
    Quote {
        /// What is quoted.
        blocks: Vec<Block>,
        /// Who said it.
        source: Option<Vec<Inline>>,
    },
    /// `> [!KIND] Title`
    Callout {
        /// Lower-case kind: `note`, `tip`, `important`, `warning`, `caution`, `take`, or any word.
        kind: String,
        /// The title; empty means the kind's own name.
        title: Vec<Inline>,
        /// The body.
        blocks: Vec<Block>,
    },
    /// A code block.
    Code(Code),
    /// A chart.
    Chart(Box<Chart>),
    /// A diagram that is written as text.
    Diagram(Diagram),
    /// A display formula; stages step through its rows.
    Math(Math, Stages),
    /// A table.
    Table(Table),
    /// Pictures that stand alone in a paragraph, one or several.
    Pictures(Vec<Picture>),
    /// `::: columns`
    Columns(Vec<Column>),
    /// Blocks in one place: each with `{replace}` takes the place of the one before it, one step later.
    Stack(Vec<Block>),
    /// `::: name` or `::: {.class}` around blocks; the name is in the classes.
    Group(Vec<Block>),
    /// A raw HTML element from the allow-list that holds blocks.
    Html {
        /// Element name.
        name: &'static str,
        /// Allowed attributes.
        attributes: Vec<(&'static str, String)>,
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// Inlines that are no paragraph: text directly inside a raw HTML element or a tight list item.
    Plain(Vec<Inline>),
    /// A thematic break that does not separate slides (`***`).
    Rule,
    /// `<!-- agenda -->`: the sections of the talk. Filled in by `render` from the deck.
    Agenda,
    /// `<!-- contact -->`: the speaker's name, mail and links.
    Contact,
    /// Something that could not be made (a missing picture, an include): a visible frame with these words.
    Broken {
        /// What is missing, for people.
        what: String,
    },
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Whether items are set without space between them (CommonMark's tight list).
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
}

impl List {
    /// How many digits the largest number of an ordered list has.
    pub fn digits(&self) -> Option<u32> {
        let last = self.start?.saturating_add(self.items.len().saturating_sub(1) as u64);
        Some(last.checked_ilog10().unwrap_or(0) + 1)
    }
}

/// A list item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Where it is written.
    pub span: Span,
    /// When it is visible.
    pub steps: Steps,
    /// Attributes at its end: `- text {.good}`.
    pub attributes: Attributes,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A code block.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The language as written, empty if none.
    pub language: Spanned<String>,
    /// `title="…"`
    pub title: Option<String>,
    /// The text, without a final line end.
    pub text: String,
    /// Where the text is written (in another file for `from=`).
    pub text_span: Span,
    /// The number of the first line when `{lines}` was given (`lines=7` starts at 7).
    pub line_numbers: Option<u32>,
    /// Which lines are lit when.
    pub stages: Stages,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// How each column is set.
    pub columns: Vec<ColumnKind>,
    /// The head row; may be all empty.
    pub head: Vec<Cell>,
    /// The body rows, each with as many cells as there are columns.
    pub rows: Vec<Row>,
    /// When each column is visible, for `{steps=columns}`; else empty.
    pub column_steps: Vec<Steps>,
}

/// A table row.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Marked: its first cell holds a `[…]{.mark}` span.
    pub marked: bool,
    /// When it is visible, for `{steps=rows}`.
    pub steps: Steps,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// At the left (the default for words).
    Left,
    /// Centred, because the source says `:---:`.
    Center,
    /// At the right, because the source says `---:`.
    Right,
    /// Figures: set at the right with tabular figures, aligned at the decimal point.
    Number {
        /// The most digits after the decimal point in this column.
        decimals: u8,
    },
}

/// A table cell.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Cell {
    /// Its text.
    pub content: Vec<Inline>,
    /// Digits after the decimal point if the cell is a number in a number column.
    pub decimals: Option<u8>,
}

/// One column of `::: columns`.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Where it is written.
    pub span: Span,
    /// Share of the width in percent, if given.
    pub width: Option<f32>,
    /// When it is visible.
    pub steps: Steps,
    /// Its attributes.
    pub attributes: Attributes,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// `![alt](path){width=50% .right #fig-x credit="…"}`
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The path as written, percent-decoded.
    pub path: Spanned<String>,
    /// What it shows, in words.
    pub alt: String,
    /// The Markdown title, used as the caption; empty if none.
    pub title: String,
    /// `width=`, `height=`, `credit=`, classes.
    pub attributes: Attributes,
    /// When it is visible.
    pub steps: Steps,
    /// The whole picture syntax.
    pub span: Span,
}
