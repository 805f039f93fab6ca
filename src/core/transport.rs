//! Requests that failed without a response: what each runtime's `fetch` throws, and the
//! standard names of DOM exceptions.
//!
//! | runtime | refused | name or code that tells |
//! |---|---|---|
//! | Chromium | `TypeError: Failed to fetch` | none: CORS, CSP and refused look alike |
//! | Firefox | `TypeError: NetworkError when attempting to fetch resource.` | none |
//! | WebKit | `TypeError: Load failed` | none |
//! | Node (undici) | `TypeError: fetch failed` | `cause.code` |
//! | Deno | `TypeError: error sending request …` | the message |
//! | Bun | `TypeError` or `Error` | `code` |
//! | workerd | `Error: Network connection lost.` | none |

use super::kind::ErrorKind;

/// What is known of a thrown value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Thrown<'a> {
    /// Its `name`.
    pub name: &'a str,
    /// Its `message`.
    pub message: &'a str,
    /// Its `code`, or that of its `cause`.
    pub code: &'a str,
    /// The runtime says that the device is not connected.
    pub offline: bool,
}

/// Parts of codes and messages that no retry mends: the address itself is wrong, or the runtime
/// refuses to try.
const PERMANENT: [&str; 9] = [
    "ERR_INVALID_URL",
    "Invalid URL",
    "Failed to parse URL",
    "bad port",
    "are blocked",
    "unknown scheme",
    "ERR_INVALID_PROTOCOL",
    "UNSUPPORTED_PROTOCOL",
    "redirect count exceeded",
];

/// Parts of codes and messages of a request that did not get through.
const NETWORK: [&str; 20] = [
    "fetch failed",
    "Failed to fetch",
    "NetworkError",
    "Load failed",
    "error sending request",
    "Network connection lost",
    "network",
    "ECONN",
    "EPIPE",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "UND_ERR_SOCKET",
    "Connection",
    "connection",
    "socket",
    "terminated",
    "error reading a body",
    "ERR_TLS",
];

const TIMEOUT: [&str; 6] =
    ["ETIMEDOUT", "ESOCKETTIMEDOUT", "_TIMEOUT", "timed out", "timeout", "Timeout"];

impl Thrown<'_> {
    fn says(&self, parts: &[&str]) -> bool {
        let within = |text: &str, part: &&str| {
            text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
        };
        parts.iter().any(|part| within(self.code, part) || within(self.message, part))
    }

    /// What went wrong, and whether the same request may get through later.
    #[must_use]
    pub fn kind(&self) -> (ErrorKind, bool) {
        let kind = match self.name {
            "TimeoutError" => ErrorKind::Timeout,
            "AbortError" => ErrorKind::Aborted,
            _ if self.code == "ABORT_ERR" || self.code == "ERR_CANCELED" => ErrorKind::Aborted,
            _ if self.says(&PERMANENT) => return (ErrorKind::Network, false),
            _ if self.offline && self.is_network() => ErrorKind::Offline,
            _ if self.says(&TIMEOUT) => ErrorKind::Timeout,
            _ if self.is_network() => ErrorKind::Network,
            _ => ErrorKind::Unknown,
        };
        (kind, kind.retryable())
    }

    fn is_network(&self) -> bool {
        self.name == "NetworkError" || self.says(&NETWORK)
    }
}
