//! What is remembered of limits: of spent quotas, so that calls which cannot succeed are not sent; and of a pace that was
//! too fast, so that the next call does not come before the time that the last one was told.

/// How often a call is let through all the same: people top up.
const PROBE_MS: f64 = 60_000.0;
/// How many limits are remembered at most; beyond that the one that ends first is forgotten.
const MOST: usize = 100;

struct Reached<T> {
    key: u64,
    limit: Limit,
    until_ms: f64,
    asked_ms: f64,
    what: T,
}

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// An allowance: a call before its time is not sent.
    Quota,
    /// A pace: a call before its time waits.
    Pace,
}

/// Limits that were reached, by [`key`], each with what was said about it. Times are dates.
pub struct QuotaMemory<T> {
    reached: Vec<Reached<T>>,
}

impl<T> Default for QuotaMemory<T> {
    fn default() -> Self {
        QuotaMemory {
            reached: Vec::new(),
        }
    }
}

impl<T> QuotaMemory<T> {
    /// Which limit holds a call of that key back, for how long, and what was said about it. Once a minute a call is to be
    /// sent in spite of a spent quota.
    pub fn ask(&mut self, key: u64, now_ms: f64) -> Option<(Limit, f64, &T)> {
        self.reached.retain(|reached| reached.until_ms > now_ms);
        let reached = self.reached.iter_mut().find(|reached| reached.key == key)?;
        // A clock that was set back must not hold the probe up either.
        if reached.limit == Limit::Quota && (now_ms - reached.asked_ms).abs() >= PROBE_MS {
            reached.asked_ms = now_ms;
            return None;
        }
        Some((reached.limit, reached.until_ms - now_ms, &reached.what))
    }

    /// The limit is reached until then.
    pub fn remember(&mut self, key: u64, limit: Limit, until_ms: f64, now_ms: f64, what: T) {
        self.forget(key);
        if self.reached.len() >= MOST {
            let ends = |reached: &Reached<T>| reached.until_ms;
            let first = self.reached.iter().map(ends).fold(f64::INFINITY, f64::min);
            self.reached.retain(|reached| reached.until_ms != first);
        }
        if until_ms > now_ms {
            self.reached.push(Reached {
                key,
                limit,
                until_ms,
                asked_ms: now_ms,
                what,
            });
        }
    }

    /// A call of that key has succeeded.
    pub fn forget(&mut self, key: u64) {
        self.reached.retain(|reached| reached.key != key);
    }

    /// Whatever was remembered is forgotten.
    pub fn clear(&mut self) {
        self.reached.clear();
    }
}

/// The key of what a request draws on: its origin, path and credentials, of which nothing else is kept (FNV-1a).
#[must_use]
pub fn key(of: &str) -> u64 {
    of.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}
