//! A retry budget: a token bucket that many calls share, so that an outage is not multiplied by retries.
//!
//! As in Finagle (`RetryBudget`) and tower (`TpsBudget`): a success puts `ratio` of a token into the
//! bucket, a retry takes a whole one, and both are forgotten after `window_ms`. A reserve of
//! `min_per_second` retries for each second of the window is always there, for callers so quiet that
//! their own successes would allow nothing.

use super::options::Setting;

/// The window is kept as this many slots, so that the past leaves it in steps and not at once.
const SLOTS: usize = 10;

/// The bucket. Time is an input, on a clock that does not jump.
#[derive(Clone, Debug)]
pub struct Budget {
    ratio: f64,
    window_ms: f64,
    min_per_second: f64,
    /// Deposits less withdrawals of each slot of the window, the present one at `present`.
    slots: [f64; SLOTS],
    present: usize,
    /// When the present slot began; `None` before the first use.
    began_ms: Option<f64>,
}

impl Budget {
    /// How many retries each success allows.
    pub const RATIO: f64 = 0.2;
    /// How long deposits and withdrawals count.
    pub const WINDOW_MS: f64 = 10_000.0;
    /// Retries a second that are allowed without any success.
    pub const MIN_PER_SECOND: f64 = 10.0;

    /// A budget whose window is empty.
    #[must_use]
    pub fn new(ratio: f64, window_ms: f64, min_per_second: f64) -> Budget {
        Budget {
            ratio,
            window_ms,
            min_per_second,
            slots: [0.0; SLOTS],
            present: 0,
            began_ms: None,
        }
    }

    /// Takes over an option of `createRetryBudget`.
    pub fn set(&mut self, setting: Setting, number: f64) {
        match setting {
            Setting::Ratio => self.ratio = number,
            Setting::WindowMs => self.window_ms = number,
            Setting::MinPerSecond => self.min_per_second = number,
            _ => {}
        }
    }

    /// A call has succeeded.
    pub fn deposit(&mut self, now_ms: f64) {
        self.add(now_ms, self.ratio);
    }

    /// Takes one retry out of the bucket; false where there is none left.
    pub fn withdraw(&mut self, now_ms: f64) -> bool {
        let left = self.balance(now_ms);
        // Sums of tenths are not exact: five times 0.2 has to make one retry.
        if left < 1.0 - 1e-9 {
            return false;
        }
        self.add(now_ms, -1.0);
        true
    }

    /// How many retries the bucket holds now.
    pub fn balance(&mut self, now_ms: f64) -> f64 {
        self.expire(now_ms);
        self.min_per_second * self.window_ms / 1000.0 + self.slots.iter().sum::<f64>()
    }

    fn add(&mut self, now_ms: f64, amount: f64) {
        self.expire(now_ms);
        if let Some(slot) = self.slots.get_mut(self.present) {
            *slot += amount;
        }
    }

    /// Moves to the slot of `now_ms` and empties those that have left the window.
    fn expire(&mut self, now_ms: f64) {
        let began = self.began_ms.unwrap_or(now_ms);
        // A float that is too large, negative or not a number becomes the nearest integer or 0.
        let slot_ms = self.window_ms / SLOTS as f64;
        let passed = ((now_ms - began) / slot_ms) as usize;
        for _ in 0..passed.min(SLOTS) {
            self.present = (self.present + 1) % SLOTS;
            if let Some(slot) = self.slots.get_mut(self.present) {
                *slot = 0.0;
            }
        }
        self.began_ms = Some(if passed > SLOTS {
            now_ms
        } else {
            began + passed as f64 * slot_ms
        });
    }
}

impl Default for Budget {
    fn default() -> Self {
        Budget::new(Self::RATIO, Self::WINDOW_MS, Self::MIN_PER_SECOND)
    }
}
