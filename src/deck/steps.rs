//! Steps: a slide starts at step 0; every advance adds one, up to the slide's `last_step`.

/// Number of advances made on a slide.
pub type Step = u16;

/// When something is visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Steps {
    /// At every step.
    #[default]
    Always,
    /// From this step to the end of the slide.
    From(Step),
    /// From the first to the second step, both included; hidden before and after.
    Range(Step, Step),
}

impl Steps {
    /// The first step at which it is visible.
    pub fn first(self) -> Step {
        match self {
            Steps::Always => 0,
            Steps::From(first) | Steps::Range(first, _) => first,
        }
    }

    /// The last step at which something changes, 0 if nothing does.
    pub fn last_change(self) -> Step {
        match self {
            Steps::Always => 0,
            Steps::From(first) => first,
            Steps::Range(_, last) => last.saturating_add(1),
        }
    }
}

/// Which lines of a code block (or rows of a formula) are lit at one step. Numbers are one-based line numbers of the block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lit {
    /// All of them.
    All,
    /// None of them.
    None,
    /// These inclusive ranges.
    Lines(Vec<(u32, u32)>),
}

impl Lit {
    /// Whether the line is lit.
    pub fn has(&self, line: u32) -> bool {
        match self {
            Lit::All => true,
            Lit::None => false,
            Lit::Lines(ranges) => ranges.iter().any(|(first, last)| (*first..=*last).contains(&line)),
        }
    }
}

/// The lit lines of a block step by step: stage 0 holds until step `first`, stage 1 from `first` on, then one stage a step.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Stages {
    /// The step at which stage 1 begins; without a second stage, 0.
    pub first: Step,
    /// The stages; empty means that all lines are lit at all steps.
    pub stages: Vec<Lit>,
}
