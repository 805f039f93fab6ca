//! What is known of a failed request, before anything is made of it.

use super::headers::{HeaderName, Headers};
use super::span::Span;
use super::workspace::Workspace;

/// Bytes of a body that are looked at.
pub const MAX_BODY: usize = 64 * 1024;

/// The facts of one outcome. Its texts stand in a workspace.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The HTTP status; 0 where no response came, or none is known.
    pub status: u16,
    /// The headers that say something.
    pub headers: Headers,
    /// The body.
    pub body: Span,
    /// The clock, in epoch milliseconds.
    pub now_ms: f64,
    /// What the caller's rules look at: 0 is the host, from 1 on the headers in the rules' order.
    pub looked_up: Vec<(u32, Span)>,
}

impl Facts {
    /// Copies the facts of a response into a workspace: for programs that have them as text.
    pub fn of<'t>(
        workspace: &mut Workspace,
        status: u16,
        headers: impl IntoIterator<Item = (&'t str, &'t str)>,
        body: &str,
        now_ms: f64,
    ) -> Facts {
        workspace.begin(0);
        let mut end = body.len().min(MAX_BODY);
        while !body.is_char_boundary(end) {
            end -= 1;
        }
        let body = workspace.append(body.as_bytes().get(..end).unwrap_or(&[]));
        let mut facts = Facts {
            status,
            headers: Headers::default(),
            body,
            now_ms,
            looked_up: Vec::new(),
        };
        for (name, value) in headers {
            if let Some(name) =
                HeaderName::recognise(name.as_bytes(), &workspace.headers, &workspace.words)
            {
                let value = workspace.append(value.trim_ascii().as_bytes());
                facts.headers.add(name, value, workspace);
            }
        }
        facts
    }
}
