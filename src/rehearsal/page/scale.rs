//! Round numbers for axes of time. Manual page: `tests/spec/rehearse.md`, "The report".

/// Distances between marks, in seconds.
const STEPS: [i64; 15] = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];

/// The smallest distance that needs at most so many marks for `span` seconds.
pub fn step(span: i64, most: i64) -> i64 {
    let fits = |step: &&i64| span / **step <= most;
    STEPS.iter().find(fits).copied().unwrap_or_else(|| (span / most.max(1)).max(1))
}

/// Places for labels that want to be at `wanted`, in order, at least `apart` from each other and all between two bounds
/// if there is room.
pub fn spread(wanted: &[f64], apart: f64, from: f64, to: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]).then(one.cmp(other)));
    let mut places = wanted.to_vec();
    // Pushed down from above, then up again from the lower bound.
    let mut least = from;
    for index in &order {
        places[*index] = places[*index].max(least);
        least = places[*index] + apart;
    }
    let mut most = to;
    for index in order.iter().rev() {
        places[*index] = places[*index].min(most);
        most = places[*index] - apart;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn axes_have_round_numbers() {
        assert_eq!((step(100, 5), step(3600, 6), step(20, 5)), (30, 600, 5));
    }

    proptest! {
        #[test]
        fn labels_never_overlap_and_stay_inside(wanted in prop::collection::vec(-500.0f64..900.0, 1..20)) {
            let room = wanted.len() as f64 * 16.0;
            let places = spread(&wanted, 16.0, 0.0, room.max(300.0));
            let mut sorted = places.clone();
            sorted.sort_by(f64::total_cmp);
            prop_assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 15.999));
            prop_assert!(sorted.iter().all(|place| (-0.001..=room.max(300.0)).contains(place)), "{places:?}");
        }
    }
}
