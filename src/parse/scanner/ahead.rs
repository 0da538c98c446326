//! Looks ahead once over the whole text: where containers close and where slides surely start. From that it is told
//! whether a `---` inside an open container is a rule in it or the end of a slide that forgot its `:::`.

use super::super::lines;

/// What one pass over the lines found.
pub(super) struct Ahead {
    marks: Vec<Mark>,
    /// Starts of the lines `---` that a heading of level 1 or 2 follows.
    slides: Vec<usize>,
}

/// A line that opens or closes a container.
struct Mark {
    start: usize,
    /// Containers opened minus containers closed, with this line.
    balance: i64,
    /// Index of the next line with a smaller balance: the one that closes what is open here.
    closed_by: usize,
}

impl Ahead {
    pub(super) fn new(text: &str) -> Ahead {
        let mut ahead = Ahead { marks: Vec::new(), slides: Vec::new() };
        let (mut balance, mut fence) = (0, None::<lines::Fence>);
        let mut last_break = None;
        let mut line = lines::line_at(text, 0);
        while line.start < text.len() {
            let content = text[line.start..line.end].trim();
            let heading = content.starts_with("# ") || content.starts_with("## ");
            if let (Some(start), true) = (last_break, heading) {
                ahead.slides.push(start);
                fence = None;
            }
            if !content.is_empty() {
                last_break = lines::is_break(text, line).then_some(line.start);
            }
            if let Some(open) = fence {
                if open.closed_by(content) {
                    fence = None;
                }
            } else if let Some(open) = lines::fence(content) {
                fence = Some(open);
            } else if let Some(rest) = content.strip_prefix(":::") {
                balance += if rest.trim_start_matches(':').is_empty() { -1 } else { 1 };
                ahead.marks.push(Mark { start: line.start, balance, closed_by: usize::MAX });
            }
            line = lines::line_at(text, line.next);
        }
        ahead.link();
        ahead
    }

    fn link(&mut self) {
        let mut higher: Vec<usize> = Vec::new();
        for index in 0..self.marks.len() {
            while let Some(last) = higher.pop_if(|last| self.marks[*last].balance > self.marks[index].balance) {
                self.marks[last].closed_by = index;
            }
            higher.push(index);
        }
    }

    /// Where the innermost `open` containers are all closed, if that comes before the next slide after `from`.
    pub(super) fn closed_at(&self, from: usize, open: usize) -> Option<usize> {
        let slide = self.slides.partition_point(|start| *start < from);
        let limit = self.slides.get(slide).copied().unwrap_or(usize::MAX);
        let before = self.marks.partition_point(|mark| mark.start <= from).checked_sub(1)?;
        let mut mark = &self.marks[before];
        for _ in 0..open {
            mark = self.marks.get(mark.closed_by).filter(|mark| mark.start < limit)?;
        }
        Some(mark.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_closes_before_the_next_heading_or_not() {
        let text = "::: a\n\n---\n\n::: b\n:::\n:::\n\n---\n\n# Next\n\n:::\n";
        let ahead = Ahead::new(text);
        assert_eq!(ahead.closed_at(7, 1), Some(22));
        assert_eq!(ahead.closed_at(7, 2), None);
    }
}
