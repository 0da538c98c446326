//! How a phone becomes a remote: a code that only the terminal shows buys it a token, once. Manual page: `tests/spec/remote.md`.
//!
//! Six digits can be guessed by a machine that may try often enough. So a code is good for two minutes and for one phone, and five
//! wrong tries, from wherever they come, end it; only the terminal can then show another.

use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a code is good.
pub const GOOD_FOR: Duration = Duration::from_secs(120);
/// So many wrong tries end a code.
pub const TRIES: u32 = 5;
/// Digits of a code.
const DIGITS: usize = 6;
/// Paired phones; the one that was paired first goes when there are more.
const PHONES: usize = 32;
/// Bytes of a token.
const TOKEN: usize = 16;

/// Fills bytes with random ones that nobody can guess; false when the system gives none.
pub type Random = Arc<dyn Fn(&mut [u8]) -> bool + Send + Sync>;

/// The code that counts now, and the tokens that were given for earlier ones.
pub struct Pairing {
    random: Random,
    code: Option<Code>,
    /// Wrong tries since a person asked for a code.
    wrong: u32,
    tokens: Vec<String>,
}

struct Code {
    digits: String,
    shown: Instant,
}

/// What becomes of a code that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was right: the phone's token.
    Paired(String),
    /// It was wrong, and may be tried so many times more.
    Wrong(u32),
    /// It was wrong too often. Until another code is shown nothing is right.
    Locked,
    /// There is none: it was used, or its time is over.
    None,
}

impl Pairing {
    /// Without a code.
    pub fn new(random: Random) -> Pairing {
        Pairing { random, code: None, wrong: 0, tokens: Vec::new() }
    }

    /// A new code, which counts from now on instead of any other. When no person asked for it, wrong tries still count, and after
    /// too many there is none: nobody gets more tries by waiting. `None` also when the system gives no random numbers.
    pub fn show(&mut self, now: Instant, asked: bool) -> Option<String> {
        if asked {
            self.wrong = 0;
        }
        if self.wrong >= TRIES {
            return None;
        }
        let mut bytes = [0; 8];
        if !(self.random)(&mut bytes) {
            return None;
        }
        // A million is so small a part of what 64 bits hold that no code is likelier than another.
        let digits = format!("{:0DIGITS$}", u64::from_le_bytes(bytes) % 10_u64.pow(DIGITS as u32));
        self.code = Some(Code { digits: digits.clone(), shown: now });
        Some(digits)
    }

    /// Somebody tries a code.
    pub fn try_code(&mut self, given: &str, now: Instant) -> Verdict {
        if self.wrong >= TRIES {
            return Verdict::Locked;
        }
        let Some(code) = self.code.as_ref().filter(|code| now.duration_since(code.shown) < GOOD_FOR) else {
            return Verdict::None;
        };
        if !same(&code.digits, given) {
            self.wrong += 1;
            return match TRIES - self.wrong {
                0 => Verdict::Locked,
                left => Verdict::Wrong(left),
            };
        }
        let mut bytes = [0; TOKEN];
        if !(self.random)(&mut bytes) {
            return Verdict::None;
        }
        self.code = None;
        self.wrong = 0;
        let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        if self.tokens.len() == PHONES {
            self.tokens.remove(0);
        }
        self.tokens.push(token.clone());
        Verdict::Paired(token)
    }

    /// Whether a phone with this token was paired.
    pub fn knows(&self, token: &str) -> bool {
        self.tokens.iter().fold(false, |known, own| known | same(own, token))
    }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn same(own: &str, given: &str) -> bool {
    own.len() == given.len() && own.bytes().zip(given.bytes()).fold(0, |all, (one, other)| all | (one ^ other)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// Never the same bytes twice.
    fn pairing() -> Pairing {
        let count = AtomicU64::new(0);
        Pairing::new(Arc::new(move |bytes| {
            let hash = blake3::hash(&count.fetch_add(1, Ordering::Relaxed).to_le_bytes());
            bytes.copy_from_slice(&hash.as_bytes()[..bytes.len()]);
            true
        }))
    }

    fn wrong(code: &str) -> String {
        let last = if code.ends_with('0') { "1" } else { "0" };
        format!("{}{last}", &code[..DIGITS - 1])
    }

    #[test]
    fn a_code_pairs_one_phone() {
        let (mut pairing, now) = (pairing(), Instant::now());
        assert_eq!(pairing.try_code("000000", now), Verdict::None);
        let code = pairing.show(now, true).unwrap();
        assert!(code.len() == DIGITS && code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
        let Verdict::Paired(token) = pairing.try_code(&code, now) else { panic!("the code is right") };
        assert!(token.len() == 2 * TOKEN && pairing.knows(&token));
        assert_eq!(pairing.try_code(&code, now), Verdict::None);
        for other in ["", &token[1..], &token.to_uppercase(), &format!("{token}0"), &"0".repeat(2 * TOKEN)] {
            assert!(!pairing.knows(other), "{other}");
        }
        let code = pairing.show(now, true).unwrap();
        assert!(matches!(pairing.try_code(&code, now), Verdict::Paired(second) if second != token));
        assert!(pairing.knows(&token), "the first phone stays paired");
    }

    #[test]
    fn a_code_is_good_for_two_minutes() {
        let (mut pairing, now) = (pairing(), Instant::now());
        let code = pairing.show(now, true).unwrap();
        assert_eq!(pairing.try_code(&code, now + GOOD_FOR), Verdict::None);
        let code = pairing.show(now, true).unwrap();
        assert!(matches!(pairing.try_code(&code, now + GOOD_FOR - Duration::from_millis(1)), Verdict::Paired(_)));
    }

    #[test]
    fn five_wrong_tries_lock_until_another_code_is_shown() {
        let (mut pairing, now) = (pairing(), Instant::now());
        let code = pairing.show(now, true).unwrap();
        for (given, left) in [(wrong(&code).as_str(), 4), ("", 3), ("12345", 2), (&format!("{code}0"), 1)] {
            assert_eq!(pairing.try_code(given, now), Verdict::Wrong(left), "{given}");
        }
        assert_eq!(pairing.try_code(&wrong(&code), now), Verdict::Locked);
        assert_eq!(pairing.try_code(&code, now), Verdict::Locked, "the right one too");
        assert_eq!(pairing.try_code(&code, now + GOOD_FOR * 2), Verdict::Locked, "waiting opens nothing");
        let code = pairing.show(now, true).unwrap();
        assert!(matches!(pairing.try_code(&code, now), Verdict::Paired(_)));
    }

    #[test]
    fn waiting_for_the_next_code_brings_no_more_tries() {
        let (mut pairing, mut now) = (pairing(), Instant::now());
        for left in (1..TRIES).rev() {
            let code = pairing.show(now, false).unwrap();
            assert_eq!(pairing.try_code(&wrong(&code), now), Verdict::Wrong(left));
            now += GOOD_FOR;
            assert_eq!(pairing.try_code(&code, now), Verdict::None);
        }
        let code = pairing.show(now, false).unwrap();
        assert_eq!(pairing.try_code(&wrong(&code), now), Verdict::Locked);
        assert_eq!(pairing.show(now, false), None);
        assert!(pairing.show(now, true).is_some());
    }

    #[test]
    fn another_code_ends_the_one_before_and_no_random_numbers_give_none() {
        let (mut pairing, now) = (pairing(), Instant::now());
        let (first, second) = (pairing.show(now, true).unwrap(), pairing.show(now, true).unwrap());
        assert_ne!(first, second);
        assert_eq!(pairing.try_code(&first, now), Verdict::Wrong(4));
        assert_eq!(Pairing::new(Arc::new(|_| false)).show(now, true), None);
    }

    #[test]
    fn the_phone_that_was_paired_first_makes_room() {
        let (mut pairing, now) = (pairing(), Instant::now());
        let mut tokens = Vec::new();
        for _ in 0..=PHONES {
            let code = pairing.show(now, true).unwrap();
            let Verdict::Paired(token) = pairing.try_code(&code, now) else { panic!("the code is right") };
            tokens.push(token);
        }
        assert!(!pairing.knows(&tokens[0]) && pairing.knows(&tokens[1]) && pairing.knows(&tokens[PHONES]));
    }
}
