//! The core in a native program: an `http::Response`, from whatever client, is classified, and the engine says whether
//! and when to try again. The program brings clock, randomness and waiting: `cargo run --example native`
use http::{HeaderMap, Response, StatusCode};
use redress::core::classification::Classification;
use redress::core::classify::classify;
use redress::core::decision::{Decision, Outcome};
use redress::core::facts::Facts;
use redress::core::kind::ErrorKind;
use redress::core::policy::Policy;
use redress::core::retry::{State, decide, did_nothing, is_idempotent};
use redress::core::workspace::Workspace;

const NOW_MS: f64 = 1_768_478_400_000.0;

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let text = |value| http::HeaderValue::to_str(value).ok();
    headers
        .iter()
        .filter_map(move |(name, value)| Some((name.as_str(), text(value)?)))
}

/// What the response means. Its texts are in the workspace until the next one is classified.
fn understand(response: &Response<String>, workspace: &mut Workspace) -> Classification {
    let facts = Facts::of(
        workspace,
        response.status().as_u16(),
        pairs(response.headers()),
        response.body(),
        NOW_MS,
    );
    classify(&facts, workspace)
}

/// What to do after an attempt that came to this response.
fn next(method: &str, response: &Response<String>, meant: &Classification) -> Decision {
    let policy = Policy::default();
    let mut state = State::new(NOW_MS);
    state.begin(&policy, NOW_MS);
    let hint_ms = Some(meant.retry_after_ms).filter(|ms| ms.is_finite());
    let outcome = Outcome {
        success: response.status().is_success(),
        retryable: meant.retryable,
        hint_ms,
        repeatable: is_idempotent(method)
            || did_nothing(response.status().as_u16(), hint_ms.is_some(), false),
        replayable: true,
        cut_by_deadline: false,
        offline: false,
    };
    // A number from 0 up to 1, fresh for each decision; a fixed one makes this example repeatable.
    let random = 0.5;
    decide(&mut state, &policy, &outcome, NOW_MS, random)
}

fn answer(status: StatusCode, retry_after: Option<&str>, body: &str) -> Response<String> {
    let mut response = Response::builder().status(status);
    if let Some(seconds) = retry_after {
        response = response.header("retry-after", seconds);
    }
    response
        .body(body.to_owned())
        .expect("the response is valid")
}

fn main() {
    let mut workspace = Workspace::new();
    let busy = answer(StatusCode::TOO_MANY_REQUESTS, Some("7"), "");
    let meant = understand(&busy, &mut workspace);
    println!("{}: {:?}", meant.kind.name(), next("GET", &busy, &meant));
    assert_eq!(meant.kind, ErrorKind::RateLimited);
    assert!(
        matches!(next("GET", &busy, &meant), Decision::Wait { delay_ms } if delay_ms >= 7000.0)
    );

    let body = r#"{"code":"TIER_LOCKED","message":"WebP needs the Starter plan","plan":"starter"}"#;
    let locked = answer(StatusCode::FORBIDDEN, None, body);
    let meant = understand(&locked, &mut workspace);
    let message = workspace.text(meant.message).unwrap_or_default();
    println!(
        "{}: {message}: {:?}",
        meant.kind.name(),
        next("GET", &locked, &meant)
    );
    assert_eq!(meant.kind, ErrorKind::TierLocked);
    assert!(matches!(
        next("GET", &locked, &meant),
        Decision::GiveUp(_) | Decision::Done
    ));
}
