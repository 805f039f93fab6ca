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
//! | workerd | `Error: Network connection lost.` | none; for others `Error: internal error; reference = …` |

use super::kind::ErrorKind;

/// What is known of a thrown value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Thrown<'t> {
    /// Its `name`.
    pub name: &'t [u8],
    /// Its `message`.
    pub message: &'t [u8],
    /// Its `code`, or that of its `cause`.
    pub code: &'t [u8],
    /// The runtime says that the device is not connected.
    pub offline: bool,
}

/// Parts of codes and messages of requests that no retry mends: the address itself is wrong, or
/// the runtime refuses to try.
const PERMANENT: &str = "ERR_INVALID_URL|Invalid URL|valid URL|URL is not valid|Failed to parse URL|bad port|\
    are blocked|unknown scheme|INVALID_PROTOCOL|UNSUPPORTED_PROTOCOL|redirect count exceeded";

/// Parts of codes and messages of a request that did not get through.
const NETWORK: &str = "etch failed|ailed to fetch|NetworkError|Load failed|error sending request|etwork|ECONN|EPIPE|\
    ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_SOCKET|onnection|socket|terminated|error reading a body|\
    internal error; reference|ERR_TLS|certificate";

/// Parts of codes and messages of a request that took too long.
const TIMEOUT: &str = "ETIMEDOUT|ESOCKETTIMEDOUT|_TIMEOUT|timed out|imeout";

impl Thrown<'_> {
    fn says(&self, parts: &str) -> bool {
        let within =
            |text: &[u8], part: &[u8]| text.windows(part.len()).any(|window| window == part);
        parts
            .as_bytes()
            .split(|byte| *byte == b'|')
            .any(|part| within(self.code, part) || within(self.message, part))
    }

    /// What went wrong, and whether the same request may get through later.
    #[must_use]
    pub fn kind(&self) -> (ErrorKind, bool) {
        let network = || self.name == b"NetworkError" || self.says(NETWORK);
        let kind = if self.name == b"TimeoutError" {
            ErrorKind::Timeout
        } else if self.name == b"AbortError"
            || self.code == b"ABORT_ERR"
            || self.code == b"ERR_CANCELED"
        {
            ErrorKind::Aborted
        } else if self.says(PERMANENT) {
            return (ErrorKind::Network, false);
        } else if self.offline && network() {
            ErrorKind::Offline
        } else if self.says(TIMEOUT) {
            ErrorKind::Timeout
        } else if network() {
            ErrorKind::Network
        } else {
            ErrorKind::Unknown
        };
        (kind, kind.retryable())
    }
}
