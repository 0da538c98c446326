//! Where words stand so that none lies on another. Manual page: `tests/spec/charts.md`.

/// Moves places apart until each two are `gap` from each other, with the least movement, within `low` to `high`.
/// Blocks of neighbours that touch move together (pool adjacent violators).
pub fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]).then(a.cmp(b)));
    // A block: its first place and how many there are.
    let mut blocks: Vec<(f64, f64)> = Vec::new();
    for place in order.iter().map(|index| wanted[*index]) {
        blocks.push((place, 1.0));
        while let [.., (above, many), (below, more)] = blocks.as_slice() {
            if above + many * gap <= *below {
                break;
            }
            let count = many + more;
            let first = (above * many + (below - many * gap) * more) / count;
            blocks.truncate(blocks.len() - 2);
            blocks.push((first, count));
        }
    }
    let mut places = Vec::with_capacity(wanted.len());
    for (first, count) in blocks {
        (0..count as usize).for_each(|at| places.push(first + at as f64 * gap));
    }
    // Push back from the ends.
    let mut limit = high;
    for place in places.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - gap;
    }
    let mut limit = low;
    for place in &mut places {
        *place = place.max(limit);
        limit = *place + gap;
    }
    let mut out = vec![0.0; wanted.len()];
    order.iter().zip(places).for_each(|(index, place)| out[*index] = place);
    out
}

/// A box: left, top, right, bottom.
pub type Box4 = (f64, f64, f64, f64);

/// Words of a size at a point: the first of eight places around it that is free. The place is that of the base line's start.
pub fn beside(point: (f64, f64), width: f64, height: f64, away: f64, room: Box4, taken: &[Box4]) -> Option<(f64, f64)> {
    let (x, y) = point;
    let (half, low) = (width / 2.0, height * 0.33);
    let near = away * 0.75;
    let places = [
        (x + away, y + low),
        (x - half, y - away),
        (x - away - width, y + low),
        (x - half, y + away + height * 0.75),
        (x + near, y - near),
        (x - near - width, y - near),
        (x + near, y + near + height * 0.7),
        (x - near - width, y + near + height * 0.7),
    ];
    places.into_iter().find(|place| {
        let own = of_words(*place, width, height);
        own.0 >= room.0
            && own.1 >= room.1
            && own.2 <= room.2
            && own.3 <= room.3
            && taken.iter().all(|other| !overlap(own, *other))
    })
}

/// The box of words whose base line starts at a place.
pub fn of_words((x, y): (f64, f64), width: f64, height: f64) -> Box4 {
    (x, y - height * 0.75, x + width, y + height * 0.25)
}

fn overlap(a: Box4, b: Box4) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_touch_move_apart_and_others_stay() {
        assert_eq!(spread(&[10.0, 100.0], 20.0, 0.0, 200.0), [10.0, 100.0]);
        assert_eq!(spread(&[50.0, 50.0], 20.0, 0.0, 200.0), [40.0, 60.0]);
        assert_eq!(spread(&[60.0, 50.0, 55.0], 20.0, 0.0, 200.0), [75.0, 35.0, 55.0]);
        assert_eq!(spread(&[195.0, 198.0], 20.0, 0.0, 200.0), [180.0, 200.0]);
        assert_eq!(spread(&[1.0, 2.0], 20.0, 0.0, 200.0), [0.0, 20.0]);
    }

    #[test]
    fn words_find_a_free_side() {
        let room = (0.0, 0.0, 100.0, 100.0);
        assert_eq!(beside((50.0, 50.0), 30.0, 10.0, 8.0, room, &[]), Some((58.0, 53.3)));
        let left = beside((95.0, 50.0), 30.0, 10.0, 8.0, room, &[]).unwrap();
        assert!(left.0 < 95.0);
        assert_eq!(beside((50.0, 50.0), 300.0, 10.0, 8.0, room, &[]), None);
    }
}
