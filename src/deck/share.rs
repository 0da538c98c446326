//! Seconds shared out by weight, in whole seconds that add up. Manual page: `tests/spec/time.md`.

/// A slide that wants a share.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Where its share is written.
    pub index: usize,
    /// Its weight, at least the shortest share.
    pub weight: u32,
    /// Takes no more than its weight.
    pub firm: bool,
}

/// Writes the shares of `total` into `out` and returns their sum. It is `total` unless that is less than the shortest share
/// for each (then it is more), or all claims are firm and small (then it is less).
pub fn share(total: u32, claims: &[Claim], shortest: u32, out: &mut [u32]) -> u32 {
    let wanted: u64 = claims.iter().map(|claim| u64::from(claim.weight)).sum();
    if u64::from(total) <= wanted {
        return spread(total, claims.to_vec(), shortest, out);
    }
    // There is enough for all, so only the rest is shared in proportion.
    let (firm, open): (Vec<Claim>, Vec<Claim>) = claims.iter().partition(|claim| claim.firm);
    let mut sum = 0u32;
    for claim in firm {
        out[claim.index] = claim.weight;
        sum += claim.weight;
    }
    sum + spread(total - sum, open, shortest, out)
}

/// Shares in proportion, none below the shortest, by the largest remainders; of equal ones the earlier gets the second.
fn spread(total: u32, mut claims: Vec<Claim>, shortest: u32, out: &mut [u32]) -> u32 {
    if claims.is_empty() {
        return 0;
    }
    claims.sort_by_key(|claim| (claim.weight, claim.index));
    let mut left = u128::from(total);
    let mut weights: u128 = claims.iter().map(|claim| u128::from(claim.weight)).sum();
    let mut sum = 0u32;
    let mut first = 0;
    // The lightest come first: once one's share is long enough, so are all that follow.
    while let Some(claim) = claims.get(first)
        && u128::from(claim.weight) * left < u128::from(shortest) * weights
    {
        out[claim.index] = shortest;
        sum = sum.saturating_add(shortest);
        left = left.saturating_sub(u128::from(shortest));
        weights -= u128::from(claim.weight);
        first += 1;
    }
    let rest = &mut claims[first..];
    if rest.is_empty() {
        return sum;
    }
    let mut handed = 0;
    for claim in rest.iter() {
        let whole = u128::from(claim.weight) * left / weights;
        out[claim.index] = whole as u32;
        handed += whole;
    }
    rest.sort_by_key(|claim| (std::cmp::Reverse(u128::from(claim.weight) * left % weights), claim.index));
    for claim in rest.iter().take((left - handed) as usize) {
        out[claim.index] += 1;
    }
    sum.saturating_add(left as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shares(total: u32, weights: &[u32]) -> Vec<u32> {
        let claims: Vec<Claim> =
            weights.iter().enumerate().map(|(index, weight)| Claim { index, weight: *weight, firm: false }).collect();
        let mut out = vec![0; weights.len()];
        assert_eq!(share(total, &claims, 15, &mut out), out.iter().sum::<u32>());
        out
    }

    #[test]
    fn shares_add_up_and_the_remainder_goes_to_the_nearest() {
        assert_eq!(shares(100, &[20, 20, 20]), [34, 33, 33]);
        assert_eq!(shares(90, &[15, 30, 45]), [15, 30, 45]);
        assert_eq!(shares(60, &[15, 15, 300]), [15, 15, 30]);
        assert_eq!(shares(0, &[15, 300]), [15, 15]);
        assert!(shares(0, &[]).is_empty());
    }

    #[test]
    fn firm_ones_never_stretch_but_shrink_like_the_others() {
        let claims = [Claim { index: 0, weight: 20, firm: true }, Claim { index: 1, weight: 40, firm: false }];
        let mut out = [0; 2];
        assert_eq!(share(600, &claims, 15, &mut out), 600);
        assert_eq!(out, [20, 580]);
        assert_eq!(share(51, &claims, 15, &mut out), 51);
        assert_eq!(out, [17, 34]);
        assert_eq!(share(600, &claims[..1], 15, &mut out), 20);
    }

    proptest! {
        #[test]
        fn any_shares_add_up(total in 0u32..100_000, weights in prop::collection::vec(15u32..5_000, 1..40)) {
            let got = shares(total, &weights);
            prop_assert_eq!(got.iter().sum::<u32>(), total.max(15 * weights.len() as u32));
            prop_assert!(got.iter().all(|seconds| *seconds >= 15));
            for (one, other) in got.iter().zip(&weights).flat_map(|a| got.iter().zip(&weights).map(move |b| (a, b))) {
                prop_assert!(one.1 <= other.1 || one.0 + 1 >= *other.0, "the heavier has no less");
            }
        }
    }
}
