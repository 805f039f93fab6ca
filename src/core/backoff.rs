//! How long to wait before the next attempt: the schedule, before any hint of the server's.

/// The longest wait that the timers of a JavaScript runtime can hold (about 24.8 days);
/// one more millisecond and they fire at once.
pub const MAX_TIMER_MS: f64 = i32::MAX as f64;

/// No call makes more attempts.
pub const MAX_ATTEMPTS: u32 = 1000;

/// How a delay is spread, so that clients that failed together do not come back together.
/// The names are those of the AWS Architecture Blog's "Exponential Backoff and Jitter".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Jitter {
    /// Anywhere from nothing to the whole delay.
    #[default]
    Full,
    /// At least half of the delay.
    Equal,
    /// From the base to three times the delay before.
    Decorrelated,
    /// Always the whole delay.
    None,
}

impl Jitter {
    /// The names in JavaScript, in the order of the variants and with a blank behind each.
    pub const NAMES: &str = "full equal decorrelated none ";

    /// The variants, in the order of their names.
    pub const ALL: &[Jitter] = &[
        Jitter::Full,
        Jitter::Equal,
        Jitter::Decorrelated,
        Jitter::None,
    ];
}

/// An exponential schedule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    /// The first delay.
    pub base_delay_ms: f64,
    /// What each delay is multiplied by to give the next one.
    pub factor: f64,
    /// No delay is longer.
    pub max_delay_ms: f64,
    /// How a delay is spread.
    pub jitter: Jitter,
}

impl Backoff {
    /// The delay after the attempt of that number (the first is 1), before jitter:
    /// `base · factor^(attempt - 1)`, at most the cap.
    #[must_use]
    pub fn ceiling_ms(&self, attempt: u32) -> f64 {
        let mut delay = self.base_delay_ms;
        for _ in 1..attempt.min(MAX_ATTEMPTS) {
            if delay >= self.max_delay_ms {
                break;
            }
            delay *= self.factor;
        }
        timer_ms(delay.min(self.max_delay_ms))
    }

    /// The delay after that attempt. `previous_delay_ms` is the delay before it (0 for none),
    /// `random` a number from 0 up to 1.
    #[must_use]
    pub fn delay_ms(&self, attempt: u32, previous_delay_ms: f64, random: f64) -> f64 {
        let random = unit(random);
        match self.jitter {
            Jitter::None => self.ceiling_ms(attempt),
            Jitter::Full => self.ceiling_ms(attempt) * random,
            Jitter::Equal => self.ceiling_ms(attempt) * (0.5 + random / 2.0),
            Jitter::Decorrelated => {
                let base = self.base_delay_ms;
                let highest = (previous_delay_ms.max(base) * 3.0).min(MAX_TIMER_MS);
                timer_ms((base + (highest - base) * random).min(self.max_delay_ms))
            }
        }
    }
}

/// What a timer can be set to: never negative, never more than it can hold; 0 for what is not a number.
#[must_use]
pub fn timer_ms(ms: f64) -> f64 {
    if ms > 0.0 { ms.min(MAX_TIMER_MS) } else { 0.0 }
}

/// A random number as it should be: whatever else comes counts as the nearest bound.
#[must_use]
pub fn unit(random: f64) -> f64 {
    if random > 0.0 { random.min(1.0) } else { 0.0 }
}
