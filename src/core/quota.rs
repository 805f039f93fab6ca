//! What is remembered of spent quotas, so that calls which cannot succeed are not sent.

/// How often a call is let through all the same: people top up.
const PROBE_MS: f64 = 60_000.0;
/// How many spent quotas are remembered at most; beyond that the one that ends first is forgotten.
const MOST: usize = 100;

struct Spent<T> {
    key: u64,
    until_ms: f64,
    asked_ms: f64,
    what: T,
}

/// Spent quotas by [`key`], each with what was said about it. Times are dates.
pub struct QuotaMemory<T> {
    spent: Vec<Spent<T>>,
}

impl<T> Default for QuotaMemory<T> {
    fn default() -> Self {
        QuotaMemory { spent: Vec::new() }
    }
}

impl<T> QuotaMemory<T> {
    /// What was said, where a call of that key need not be sent. Once a minute it is to be sent nevertheless.
    pub fn ask(&mut self, key: u64, now_ms: f64) -> Option<&T> {
        self.spent.retain(|spent| spent.until_ms > now_ms);
        let spent = self.spent.iter_mut().find(|spent| spent.key == key)?;
        // A clock that was set back must not hold the probe up either.
        if (now_ms - spent.asked_ms).abs() >= PROBE_MS {
            spent.asked_ms = now_ms;
            return None;
        }
        Some(&spent.what)
    }

    /// The quota is spent until then.
    pub fn remember(&mut self, key: u64, until_ms: f64, now_ms: f64, what: T) {
        self.forget(key);
        if self.spent.len() >= MOST {
            let ends = |spent: &Spent<T>| spent.until_ms;
            let first = self.spent.iter().map(ends).fold(f64::INFINITY, f64::min);
            self.spent.retain(|spent| spent.until_ms != first);
        }
        if until_ms > now_ms {
            self.spent.push(Spent {
                key,
                until_ms,
                asked_ms: now_ms,
                what,
            });
        }
    }

    /// A call of that key has succeeded.
    pub fn forget(&mut self, key: u64) {
        self.spent.retain(|spent| spent.key != key);
    }

    /// Whatever was remembered is forgotten.
    pub fn clear(&mut self) {
        self.spent.clear();
    }
}

/// The key of what a request draws on: its origin, path and credentials, of which nothing else is kept (FNV-1a).
#[must_use]
pub fn key(of: &str) -> u64 {
    of.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}
