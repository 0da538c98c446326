//! How far a drawing unfolds: `<use>` of a group of `<use>` of a group … doubles with each step, so that ten lines can
//! stop a browser. Manual page: `tests/spec/pictures.md`.

use std::collections::BTreeMap;

/// What a browser may have to draw at most, counted in elements after all references are followed.
const UNFOLDED: u64 = 2_000_000;
/// Longest chain of references.
const CHAIN: usize = 200;

/// Which element with an id holds how many elements and points where.
#[derive(Default)]
pub struct References {
    marks: Vec<Mark>,
    /// Ids pointed to, in order of the file.
    used: Vec<String>,
}

struct Mark {
    id: String,
    elements: (usize, usize),
    used: (usize, usize),
}

impl References {
    /// An element with an id begins; `elements` is how many began so far.
    pub fn open(&mut self, id: String, elements: usize) -> usize {
        let at = self.used.len();
        self.marks.push(Mark { id, elements: (elements.saturating_sub(1), elements), used: (at, at) });
        self.marks.len() - 1
    }

    /// The element with that mark ends.
    pub fn close(&mut self, mark: usize, elements: usize) {
        let used = self.used.len();
        if let Some(mark) = self.marks.get_mut(mark) {
            mark.elements.1 = elements;
            mark.used.1 = used;
        }
    }

    /// The element just opened points to these ids.
    pub fn point_to(&mut self, ids: Vec<String>) {
        self.used.extend(ids);
    }

    /// Fails when following all references gives too much to draw. Circles count once: browsers cut them.
    pub fn check(&self) -> Result<(), String> {
        let by_id: BTreeMap<&str, usize> =
            self.marks.iter().enumerate().rev().map(|(at, mark)| (mark.id.as_str(), at)).collect();
        let mut known = vec![None; self.marks.len()];
        let mut total = 0u64;
        for id in &self.used {
            if let Some(mark) = by_id.get(id.as_str()) {
                total = total.saturating_add(self.weight(*mark, &by_id, &mut known, 0));
            }
            if total > UNFOLDED {
                return Err("its references (`<use>` and the like) unfold to millions of elements".to_owned());
            }
        }
        Ok(())
    }

    fn weight(&self, at: usize, by_id: &BTreeMap<&str, usize>, known: &mut [Option<u64>], chain: usize) -> u64 {
        if let Some(weight) = known[at] {
            return weight;
        }
        if chain > CHAIN {
            return u64::MAX;
        }
        // While an element is being weighed it counts nothing, which ends circles.
        known[at] = Some(0);
        let mark = &self.marks[at];
        let mut weight = (mark.elements.1 - mark.elements.0) as u64;
        for id in &self.used[mark.used.0..mark.used.1] {
            if let Some(next) = by_id.get(id.as_str()) {
                weight = weight.saturating_add(self.weight(*next, by_id, known, chain + 1));
            }
        }
        known[at] = Some(weight);
        weight
    }
}
