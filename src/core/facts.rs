//! What is known of a failed request, before anything is made of it.

use super::headers::Headers;

/// Bytes of a body that are looked at.
pub const MAX_BODY: usize = 64 * 1024;

/// The facts of one outcome.
#[derive(Clone, Debug, Default)]
pub struct Facts<'a> {
    /// The HTTP status; none where no response came, or none is known.
    pub status: Option<u16>,
    /// The headers that say something.
    pub headers: Headers<'a>,
    /// The body as text. What goes beyond [`MAX_BODY`] is not looked at.
    pub body: &'a str,
    /// The clock, in epoch milliseconds.
    pub now_ms: f64,
}

impl<'a> Facts<'a> {
    /// The part of the body that is looked at, without byte order mark and outer blanks.
    #[must_use]
    pub fn text(&self) -> &'a str {
        let mut end = self.body.len().min(MAX_BODY);
        while !self.body.is_char_boundary(end) {
            end -= 1;
        }
        let text = self.body.get(..end).unwrap_or("");
        text.trim_start_matches('\u{FEFF}').trim_ascii()
    }
}
