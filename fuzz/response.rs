//! Any bytes as a response: the first line holds status and clock, then come headers up to an empty line, then the body.
//! Shared by the fuzz target and by the host test that replays what it has found (tests/replay.rs).

#[path = "../tests/golden/sound.rs"]
mod sound;

use redress::core::classify::classify;
use redress::core::facts::Facts;
use redress::core::workspace::Workspace;

/// Whatever it is made of, there is a classification, and all of it can be read.
pub fn check(data: &[u8], ws: &mut Workspace) {
    let text = String::from_utf8_lossy(data);
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let (status, now) = lines
        .next()
        .and_then(|line| line.split_once(' '))
        .unwrap_or(("", ""));
    let headers = lines.filter_map(|line| line.split_once(':'));
    let facts = Facts::of(
        ws,
        status.parse().unwrap_or(429),
        headers,
        body,
        // JavaScript lets no other clock in.
        now.parse()
            .ok()
            .filter(|now: &f64| now.is_finite())
            .unwrap_or(1.7e12),
    );
    let found = classify(&facts, ws);
    sound::check(&found, ws, &|| text.to_string());
}
