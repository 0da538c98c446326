//! `{replace}`: a picture or block that takes the place of the one before it, one step later.
//! Manual page: `tests/spec/steps.md`.

use super::Builder;
use crate::deck::{Attributes, Block, BlockKind, Picture, Step, Steps};
use crate::source::{Diagnostic, Span};

/// The word in the braces.
const WORD: &str = "replace";

/// What a block's attributes say about when and where it stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// When it is visible, if that is said.
    pub steps: Option<Steps>,
    /// The step at which it takes the place of the block before it.
    pub replaces: Option<Step>,
}

impl Builder<'_> {
    /// Reads `step=` and `replace` of a block that comes after `out`; `paused` says that a pause stands right before it.
    pub(super) fn place(&mut self, attributes: &Attributes, out: &[Block], paused: bool) -> Place {
        let own = self.explicit_steps(attributes);
        self.place_from(attributes, own, out, paused)
    }

    fn place_from(&mut self, attributes: &Attributes, own: Option<Steps>, out: &[Block], paused: bool) -> Place {
        let Some(word) = word(attributes) else { return Place { steps: own, replaces: None } };
        self.replacing.retain(|span| *span != word);
        let Some(before) = out.last().filter(|block| !matches!(block.kind, BlockKind::Heading { .. })) else {
            self.say_nothing_to_replace(word);
            return Place { steps: own, replaces: None };
        };
        let step = self.replacing_step(start(before), own, attributes, paused);
        Place { steps: Some(from(own, step)), replaces: Some(step) }
    }

    /// The step that a replacement takes: as written, that of a pause right before it, else the next one.
    fn replacing_step(&mut self, start: Step, own: Option<Steps>, attributes: &Attributes, paused: bool) -> Step {
        match own {
            Some(own) if own.first() > start => own.first(),
            Some(_) => {
                let value = attributes.get("step").map_or(attributes.span, |value| value.span);
                let found = Diagnostic::error("replace-step", "this replaces what is not there before it", value);
                self.say(found.hint(format!("write `step={}` or more, or leave the number out", start + 1)));
                self.step_after(start)
            }
            None if paused && self.shown_from > start => self.shown_from,
            None => self.step_after(start),
        }
    }

    fn step_after(&mut self, start: Step) -> Step {
        self.counter = self.counter.max(start);
        self.new_step()
    }

    /// Adds a block where it belongs: behind the others, or in the place of the last.
    pub(super) fn put(&mut self, mut block: Block, place: Place, out: &mut Vec<Block>) {
        if let Some(steps) = place.steps {
            block.steps = steps;
        }
        let Some(step) = place.replaces else { return out.push(block) };
        let Some(before) = out.pop() else { return out.push(block) };
        let span = before.span.to(block.span);
        let mut stack = match before.kind {
            BlockKind::Stack(blocks) => blocks,
            _ => vec![in_one_box(before)],
        };
        if let Some(before) = stack.last_mut() {
            end(before, step);
        }
        let mut block = in_one_box(block);
        to_picture(&mut block);
        stack.push(block);
        out.push(Block {
            span,
            steps: Steps::Always,
            attributes: Attributes::default(),
            kind: BlockKind::Stack(stack),
        });
    }

    /// Adds the pictures of one paragraph: each by itself when every one replaces the one before, else beside each other.
    pub(super) fn put_pictures(
        &mut self,
        mut pictures: Vec<Picture>,
        (span, steps): (Span, Steps),
        paused: bool,
        out: &mut Vec<Block>,
    ) {
        let block = |pictures: Vec<Picture>, span| Block {
            span,
            steps,
            attributes: Attributes::default(),
            kind: BlockKind::Pictures(pictures),
        };
        let own = |picture: &Picture| Some(picture.steps).filter(|steps| *steps != Steps::Always);
        let replaces = |picture: &Picture| word(&picture.attributes).is_some();
        if pictures.iter().skip(1).all(replaces) && pictures.iter().any(replaces) {
            for picture in pictures {
                let place = self.place_from(&picture.attributes, own(&picture), out, paused);
                let span = picture.span;
                // Its own steps stay with the picture.
                let given = if place.replaces.is_some() { place } else { Place::default() };
                self.put(block(vec![picture], span), given, out);
            }
            return;
        }
        let mut place = Place::default();
        for at in 0..pictures.len() {
            if !replaces(&pictures[at]) {
                continue;
            }
            let (before, rest) = pictures.split_at_mut(at);
            let picture = &mut rest[0];
            match before.last_mut() {
                None => {
                    place = self.place_from(&picture.attributes, own(picture), out, paused);
                    if place.replaces.is_some() {
                        picture.steps = Steps::Always;
                    }
                }
                Some(before) => {
                    self.cannot_replace(&picture.attributes);
                    let start = before.steps.first().max(steps.first());
                    let step = self.replacing_step(start, own(picture), &picture.attributes, false);
                    before.steps = until(before.steps, start, step);
                    picture.steps = from(own(picture), step);
                }
            }
        }
        self.put(block(pictures, span), place, out);
    }

    /// Remembers the word where it may or may not find something to replace.
    pub(super) fn may_replace(&mut self, attributes: &Attributes) {
        self.replacing.extend(word(attributes));
    }

    /// Forgets the word where another finding speaks of it.
    pub(super) fn cannot_replace(&mut self, attributes: &Attributes) {
        self.replacing.retain(|span| Some(*span) != word(attributes));
    }

    /// The words that found nothing to replace, at the slide's end.
    pub(super) fn say_unused_replacements(&mut self) {
        for word in std::mem::take(&mut self.replacing) {
            self.say_nothing_to_replace(word);
        }
    }

    fn say_nothing_to_replace(&mut self, word: Span) {
        let found = Diagnostic::error("replace-nothing", "there is nothing here that this could replace", word);
        self.say(found.hint(
            "write it behind a picture that stands alone, or as `::: {replace}`, right after the picture or block to replace",
        ));
    }
}

/// Where the word stands, if it does.
fn word(attributes: &Attributes) -> Option<Span> {
    attributes.pairs.iter().find(|(key, value)| key.value == WORD && value.value != "false").map(|(key, _)| key.span)
}

/// The picture, if a block is just one.
fn one_picture(block: &mut Block) -> Option<&mut Picture> {
    match &mut block.kind {
        BlockKind::Pictures(pictures) if pictures.len() == 1 => pictures.first_mut(),
        _ => None,
    }
}

/// The first step at which the topmost of a block is seen.
fn start(block: &Block) -> Step {
    let inside = match &block.kind {
        BlockKind::Stack(blocks) => blocks.last().map_or(0, start),
        BlockKind::Pictures(pictures) if pictures.len() == 1 => pictures[0].steps.first(),
        _ => 0,
    };
    block.steps.first().max(inside)
}

/// Visible from `step` on, as long as was written.
fn from(own: Option<Steps>, step: Step) -> Steps {
    match own {
        Some(Steps::Range(_, last)) if last >= step => Steps::Range(step, last),
        _ => Steps::From(step),
    }
}

/// Visible from `start` until before `step`.
fn until(own: Steps, start: Step, step: Step) -> Steps {
    let last = step.saturating_sub(1);
    match own {
        Steps::Range(_, before) => Steps::Range(start, before.min(last)),
        _ => Steps::Range(start, last),
    }
}

/// Hides a block from `step` on.
fn end(block: &mut Block, step: Step) {
    to_picture(block);
    let start = start(block);
    match one_picture(block) {
        Some(picture) => picture.steps = until(picture.steps, start, step),
        None => block.steps = until(block.steps, start, step),
    }
}

/// The steps of a block that is just a picture are the picture's.
fn to_picture(block: &mut Block) {
    let start = start(block);
    let steps = std::mem::take(&mut block.steps);
    match one_picture(block) {
        Some(picture) => {
            picture.steps = match (picture.steps, steps) {
                (steps, Steps::Always) | (Steps::Always, steps) => steps,
                (Steps::Range(_, last), _) => Steps::Range(start, last.max(start)),
                _ => Steps::From(start),
            }
        }
        None => block.steps = steps,
    }
}

/// A quote and who said it are written beside each other: here they stand in one box.
fn in_one_box(mut block: Block) -> Block {
    if !matches!(block.kind, BlockKind::Quote { source: Some(_), .. }) {
        return block;
    }
    let steps = std::mem::take(&mut block.steps);
    Block { span: block.span, steps, attributes: Attributes::default(), kind: BlockKind::Group(vec![block]) }
}
