//! Two to six pictures and nothing else. Manual page: `tests/spec/pictures.md`.

use crate::deck::{Block, BlockKind, Picture, Shows, Steps};

/// Whether these blocks are two to six pictures: none that plays, none that takes the place of another.
pub fn is_one(body: &[Block]) -> bool {
    let mut count = 0;
    for block in body {
        match &block.kind {
            BlockKind::Pictures(pictures) if pictures.iter().all(stays) => count += pictures.len(),
            _ => return false,
        }
    }
    (2..=6).contains(&count)
}

fn stays(picture: &Picture) -> bool {
    picture.shows() == Shows::Picture && picture.attributes.get("replace").is_none()
}

/// Puts all pictures of the slide into one block where the first of them stood.
pub fn arrange(body: &mut Vec<Block>) {
    let Some(first) = body.iter().position(|block| matches!(block.kind, BlockKind::Pictures(_))) else { return };
    let mut all = Vec::new();
    let mut kept = Vec::with_capacity(body.len());
    for mut block in std::mem::take(body) {
        match &mut block.kind {
            BlockKind::Pictures(pictures) => {
                for mut picture in pictures.drain(..) {
                    if picture.steps == Steps::Always {
                        picture.steps = block.steps;
                    }
                    all.push(picture);
                }
            }
            _ => kept.push(block),
        }
    }
    *body = kept;
    let span = all.iter().fold(all[0].span, |span, picture| span.to(picture.span));
    body.insert(first.min(body.len()), super::block("gallery", span, BlockKind::Pictures(all)));
}
