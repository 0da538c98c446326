//! Two things side by side: a heading, a list and perhaps a verdict each. Manual page: `tests/spec/columns.md`.

use super::{around, block};
use crate::deck::{Block, BlockKind, Column, Steps};

/// Whether these columns compare: two to four, each with a heading and a list under it, and nothing else but text and a verdict.
pub fn is_one(columns: &[Column]) -> bool {
    (2..=4).contains(&columns.len()) && columns.iter().all(compares)
}

fn compares(column: &Column) -> bool {
    let Some((head, rest)) = column.blocks.split_first() else { return false };
    let is_text = |block: &Block| matches!(block.kind, BlockKind::List(_) | BlockKind::Paragraph(_)) || is_take(block);
    is_head(head) && has_list(rest) && rest.iter().all(is_text)
}

fn is_head(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { level: 3.., .. })
}

fn has_list(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| matches!(block.kind, BlockKind::List(_)))
}

/// Whether the block is `> [!TAKE]`.
pub fn is_take(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Callout { kind, .. } if kind == "take")
}

/// Two level 3 headings that each have a list stand side by side. A takeaway that ends each of them is its verdict; one at the
/// end alone is the slide's, and so is one after the last verdict.
///
/// `asked` is for a slide that says `layout=comparison`: two headings or more, and no lists are needed.
pub fn beside(mut body: Vec<Block>, asked: bool) -> Vec<Block> {
    let heads: Vec<usize> = (0..body.len()).filter(|at| is_head(&body[*at])).collect();
    let ends = heads.iter().skip(1).copied().chain([body.len()]);
    let parts: Vec<&[Block]> = heads.iter().zip(ends).map(|(head, end)| &body[*head..end]).collect();
    let fits = if asked { parts.len() >= 2 } else { parts.len() == 2 && parts.iter().all(|part| has_list(part)) };
    let (Some((last, others)), [0, ..], true) = (parts.split_last(), heads.as_slice(), fits) else { return body };
    let takes = last.iter().rev().take_while(|block| is_take(block)).count();
    let verdict = usize::from(takes > 0 && others.iter().all(|part| part.last().is_some_and(is_take)));
    let mut below = body.split_off(body.len() - takes + verdict);
    let mut columns = Vec::with_capacity(heads.len());
    for head in heads.into_iter().rev() {
        let blocks = body.split_off(head);
        let span = around(&blocks);
        let attributes = Default::default();
        columns.push(Column { span, width: None, steps: Steps::Always, attributes, blocks });
    }
    columns.reverse();
    let span = columns[0].span.to(columns[columns.len() - 1].span);
    below.insert(0, block("", span, BlockKind::Columns(columns)));
    below
}

/// Gives every column three parts, which stand in rows: its heading, its content as one block, its verdict. What is missing
/// is an empty block, so that all rows are the same.
pub fn arrange(body: &mut [Block]) {
    for outer in body {
        let BlockKind::Columns(columns) = &mut outer.kind else { continue };
        for column in columns.iter_mut() {
            let mut content = std::mem::take(&mut column.blocks);
            let verdict = if content.last().is_some_and(is_take) { content.pop() } else { None };
            let rest = content.split_off(usize::from(content.first().is_some_and(is_head)));
            column.blocks = content;
            if column.blocks.is_empty() {
                column.blocks.push(block("", column.span, BlockKind::Group(Vec::new())));
            }
            match rest.len() {
                1 => column.blocks.extend(rest),
                0 => column.blocks.push(block("", column.span, BlockKind::Group(rest))),
                _ => column.blocks.push(block("", around(&rest), BlockKind::Group(rest))),
            }
            if let Some(Block { span, steps, attributes, kind: BlockKind::Callout { title, mut blocks, .. } }) = verdict
            {
                if !title.is_empty() {
                    blocks.insert(0, block("", span, BlockKind::Paragraph(title)));
                }
                let mut verdict = Block { steps, attributes, ..block("", span, BlockKind::Group(blocks)) };
                verdict.attributes.classes.push("verdict".to_owned());
                column.blocks.push(verdict);
            }
        }
    }
}
