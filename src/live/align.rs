//! Which slide of the new deck is which slide of the old one: so that a page keeps its place through every edit.
//! Manual page: `tests/spec/watch.md`, "A slide stays the same slide".

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What is known of a slide.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Its id.
    pub id: &'a str,
    /// Hash of what is written of it.
    pub source: [u8; 32],
    /// Its section.
    pub html: &'a str,
}

/// Two slides with fewer words in common (twice the common ones, divided by all) are not taken for one.
const ALIKE: f32 = 0.5;
/// More pairs than this are not compared word by word.
const PAIRS: usize = 40_000;

/// For each new slide the index of the old one that it continues, each at most once.
///
/// The same text with the same id comes first, then the same text, then the same id, then the most words in common, then the
/// same place between neighbours.
pub fn align(old: &[Look<'_>], new: &[Look<'_>]) -> Vec<Option<usize>> {
    let mut pairs = Pairs { of_new: vec![None; new.len()], taken: vec![false; old.len()] };
    pairs.same(old, new, |slide| (Some(slide.source), Some(slide.id)));
    pairs.same(old, new, |slide| (Some(slide.source), None));
    pairs.same(old, new, |slide| (None, Some(slide.id)));
    pairs.alike(old, new);
    pairs.in_place();
    pairs.of_new
}

struct Pairs {
    of_new: Vec<Option<usize>>,
    taken: Vec<bool>,
}

type Mark<'a> = (Option<[u8; 32]>, Option<&'a str>);

impl Pairs {
    fn pair(&mut self, old: usize, new: usize) {
        self.taken[old] = true;
        self.of_new[new] = Some(old);
    }

    /// Pairs those with equal marks, several in their order.
    fn same<'a>(&mut self, old: &[Look<'a>], new: &[Look<'a>], mark: impl Fn(&Look<'a>) -> Mark<'a>) {
        let mut waiting: BTreeMap<Mark<'a>, Vec<usize>> = BTreeMap::new();
        for (index, slide) in old.iter().enumerate().rev().filter(|(index, _)| !self.taken[*index]) {
            waiting.entry(mark(slide)).or_default().push(index);
        }
        for (index, slide) in new.iter().enumerate() {
            if self.of_new[index].is_none()
                && let Some(found) = waiting.get_mut(&mark(slide)).and_then(Vec::pop)
            {
                self.pair(found, index);
            }
        }
    }

    /// Pairs those that have most words in common, the most alike first.
    fn alike(&mut self, old: &[Look<'_>], new: &[Look<'_>]) {
        let olds: Vec<usize> = (0..old.len()).filter(|index| !self.taken[*index]).collect();
        let news: Vec<usize> = (0..new.len()).filter(|index| self.of_new[*index].is_none()).collect();
        if olds.len() * news.len() > PAIRS {
            return;
        }
        let old_words: Vec<Vec<u64>> = olds.iter().map(|index| words(old[*index].html)).collect();
        let mut found = Vec::new();
        for index in news {
            let own = words(new[index].html);
            for (other, words) in olds.iter().zip(&old_words) {
                let share = common(&own, words);
                if share >= ALIKE {
                    found.push((share, index.abs_diff(*other), *other, index));
                }
            }
        }
        found.sort_by(|one, other| {
            other.0.total_cmp(&one.0).then((one.1, one.2, one.3).cmp(&(other.1, other.2, other.3)))
        });
        for (.., other, index) in found {
            if !self.taken[other] && self.of_new[index].is_none() {
                self.pair(other, index);
            }
        }
    }

    /// A slide after the same neighbour as one that is gone, or before it, stands in its place.
    fn in_place(&mut self) {
        for index in 0..self.of_new.len() {
            let after = if index == 0 { Some(0) } else { self.of_new[index - 1].map(|old| old + 1) };
            self.take_place(index, after);
        }
        for index in (0..self.of_new.len()).rev() {
            let before = match self.of_new.get(index + 1) {
                Some(next) => next.and_then(|old| old.checked_sub(1)),
                None => self.taken.len().checked_sub(1),
            };
            self.take_place(index, before);
        }
    }

    fn take_place(&mut self, new: usize, old: Option<usize>) {
        if let Some(old) = old.filter(|old| self.taken.get(*old) == Some(&false))
            && self.of_new[new].is_none()
        {
            self.pair(old, new);
        }
    }
}

/// The words of a section, as sorted numbers.
fn words(html: &str) -> Vec<u64> {
    let mut text = String::with_capacity(html.len() / 2);
    let mut in_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => (in_tag, _) = (true, text.push(' ')),
            '>' => in_tag = false,
            _ if !in_tag => text.push(letter),
            _ => {}
        }
    }
    let number = |word: &str| {
        let mut hasher = DefaultHasher::new();
        word.hash(&mut hasher);
        hasher.finish()
    };
    let mut words: Vec<u64> = text.split_whitespace().map(number).collect();
    words.sort_unstable();
    words
}

/// Twice the words in common divided by all words; 0 for two empty slides.
fn common(one: &[u64], other: &[u64]) -> f32 {
    let (mut left, mut right, mut both) = (0, 0, 0usize);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        both += usize::from(a == b);
        left += usize::from(a <= b);
        right += usize::from(b <= a);
    }
    let all = one.len() + other.len();
    if all == 0 { 0.0 } else { (2 * both) as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Slides as `id:words`.
    fn aligned(old: &[&'static str], new: &[&'static str]) -> Vec<Option<usize>> {
        fn look(slide: &'static str) -> Look<'static> {
            let (id, html) = slide.split_once(':').unwrap();
            Look { id, source: *blake3::hash(html.as_bytes()).as_bytes(), html }
        }
        let looks = |slides: &[&'static str]| slides.iter().map(|slide| look(slide)).collect::<Vec<_>>();
        align(&looks(old), &looks(new))
    }

    #[test]
    fn an_inserted_slide_is_new_and_the_others_stay() {
        assert_eq!(aligned(&["a:one", "b:two"], &["a:one", "x:other", "b:two"]), [Some(0), None, Some(1)]);
        assert_eq!(aligned(&["a:one"], &["x:other", "a:one"]), [None, Some(0)]);
    }

    #[test]
    fn a_slide_of_the_same_title_before_another_does_not_take_its_place() {
        let old = ["results:forty two is the answer", "end:thanks"];
        let new = ["results:quite something else here now", "results-2:forty two is the answer", "end:thanks"];
        assert_eq!(aligned(&old, &new), [None, Some(0), Some(1)]);
    }

    #[test]
    fn reordering_keeps_each_slide() {
        assert_eq!(aligned(&["a:1", "b:2", "c:3"], &["c:3", "a:1", "b:2"]), [Some(2), Some(0), Some(1)]);
    }

    #[test]
    fn retitled_and_edited_it_is_still_the_slide_with_the_same_words() {
        let old = ["intro:<h2>Intro</h2> we show how it works", "b:something else"];
        let new = ["b:something else", "beginning:<h2>Beginning</h2> we show how it works"];
        assert_eq!(aligned(&old, &new), [Some(1), Some(0)]);
    }

    #[test]
    fn what_is_all_new_takes_the_place_of_what_is_gone() {
        assert_eq!(aligned(&["a:1", "b:2", "c:3"], &["a:1", "x:9", "c:3"]), [Some(0), Some(1), Some(2)]);
        assert_eq!(aligned(&["a:1"], &["x:9"]), [Some(0)]);
        assert_eq!(aligned(&[], &["x:9"]), [None]);
        assert_eq!(aligned(&["a:1", "b:2"], &[]), [None; 0]);
    }

    #[test]
    fn equal_slides_are_paired_in_their_order() {
        assert_eq!(aligned(&["a:x", "a-2:x", "a-3:x"], &["a:x", "a-2:x"]), [Some(0), Some(1)]);
    }
}
