//! What users are told: every kind and action has its texts, and none needs what is not known.
#![cfg(not(target_arch = "wasm32"))]

use redress::core::classification::Window;
use redress::core::kind::{Action, ErrorKind};
use redress::core::locale::{Language, PLACEHOLDERS, base_36};
use redress::core::notice::{Link, Notice, Situation, Until, known};

const HOUR_MS: f64 = 3_600_000.0;
const DAY_MS: f64 = 24.0 * HOUR_MS;

const KNOWN: [(&str, u32); 8] = [
    ("limit", known::LIMIT),
    ("used", known::USED),
    ("plan", known::PLAN),
    ("feature", known::FEATURE),
    ("field", known::FIELD),
    ("upgrade_url", known::UPGRADE_URL),
    ("docs_url", known::DOCS_URL),
    ("retryable", known::RETRYABLE),
];

/// What is known | what is told: severity, title, message, button.
///
/// The first word is the kind; the action is its usual one unless it is named. `reset=` and
/// `retry=` are hours from now. Kinds that are retryable are known to be, except where it says
/// `final`. A button with an arrow has a URL.
const NOTICES: &str = "
quota_exhausted month limit used upgrade_url reset=600 | Warning | {period} limit reached | You have used {used} of {limit} {window}. It resets on {until}. | Upgrade plan →UpgradeUrl
quota_exhausted month limit used reset=5  | Warning | {period} limit reached | You have used {used} of {limit} {window}. It resets {wait}. | Upgrade plan
quota_exhausted month limit used retry=5  | Warning | {period} limit reached | You have used {used} of {limit} {window}. It resets {wait}. | Upgrade plan
quota_exhausted month limit used reset=-1 | Warning | {period} limit reached | You have used {used} of {limit} {window}. | Upgrade plan
quota_exhausted limit used                | Warning | Limit reached | You have used {used} of {limit}. | Upgrade plan
quota_exhausted day limit plan            | Warning | {period} limit reached | You have used all that your plan includes. | Upgrade to {plan}
quota_exhausted                           | Warning | Limit reached | You have used all that your plan includes. | Upgrade plan
quota_exhausted wait reset=600            | Warning | Limit reached | You have used all that your plan includes. It resets on {until}. |
quota_exhausted add_credits upgrade_url   | Warning | Credits used up | Please add credits to continue. | Add credits →UpgradeUrl
quota_exhausted raise_limit               | Warning | Spending limit reached | You have used all that it allows. | Raise spending limit
tier_locked plan feature upgrade_url      | Warning | This needs the {plan} plan | {feature} is not part of your current plan. | Upgrade to {plan} →UpgradeUrl
tier_locked docs_url                      | Warning | This needs a higher plan | Your current plan does not include this. | Upgrade plan
payment_required upgrade_url              | Error | Payment needed | There is a problem with your payment. Please update your payment details. | Update payment →UpgradeUrl
rate_limited                              | Warning | Too many requests right now | The service needs a pause. Please try again in a moment. | Try again
rate_limited hour limit used retry=0.1    | Warning | Too many requests right now | The service needs a pause. Please try again {wait}. | Try again
concurrency_limited concurrent limit      | Warning | Too many requests at once | Only {limit} can run at the same time. Please try again in a moment. | Try again
concurrency_limited minute limit reset=1  | Warning | Too many requests at once | Others are still running. Please try again in a moment. | Try again
overloaded                                | Warning | The service is busy | It has a lot to do at the moment. Please try again in a moment. | Try again
maintenance                               | Warning | Down for maintenance | The service is being worked on. Please try again later. |
maintenance retry=1                       | Warning | Down for maintenance | The service is being worked on. Please try again {wait}. |
not_ready                                 | Info | Not ready yet | This is still being prepared. Please try again later. |
server_error docs_url reset=5             | Warning | The service had a problem | This was not caused by you. Please try again in a moment. | Try again
server_error contact_support final        | Error | The service had a problem | This was not caused by you. Please contact support. | Contact support
unauthorized docs_url                     | Error | Please sign in | You need to be signed in for this. | Sign in
unauthorized rotate_key                   | Error | The API key was not accepted | Please replace it with a valid one. | Replace API key
token_expired                             | Error | Your session has expired | Please sign in again. | Sign in
token_expired rotate_key                  | Error | The API key has expired | Please replace it with a valid one. | Replace API key
forbidden                                 | Error | No access | Your account has no permission for this. Please ask the owner for access. | Request access
validation                                | Error | Some input was not accepted | Please check your input and try again. | Edit and try again
validation field docs_url                 | Error | Some input was not accepted | Please check “{field}” and try again. | See how to fix it →DocsUrl
not_found                                 | Error | Not found | It does not exist, or it was removed. |
gone                                      | Error | No longer available | It has expired or was removed. |
already_exists                            | Warning | This already exists | You can use the existing one. | Use existing
network                                   | Warning | No connection to the service | Please check your connection and try again. | Try again
offline                                   | Warning | You are offline | Please check your connection and try again. | Try again
aborted                                   | Info | Stopped | This did not run to its end. |
not_error                                 | Info | Everything is fine | Nothing went wrong. |
unknown                                   | Error | Something went wrong | The service did not say why. Please contact support. | Contact support
";

/// A notice with its placeholders as they are written in a language.
struct Told {
    notice: Notice,
    label: String,
    windows: [String; 2],
    title: String,
    message: String,
}

impl Told {
    fn of(situation: &Situation) -> Told {
        let mut texts = String::new();
        let notice = situation.notice(Language::of(base_36("en")), &mut texts);
        let lines: Vec<String> = texts.lines().map(named).collect();
        let [label, next, period, window, title, message @ ..] = lines.as_slice() else {
            panic!("{situation:?}: a text is missing in {lines:?}");
        };
        Told {
            notice,
            label: label.clone(),
            windows: [period.clone(), window.clone()],
            title: title.clone(),
            message: message.concat().replace("{next}", next),
        }
    }
}

fn named(text: &str) -> String {
    let name = |c: char| PLACEHOLDERS.get(c as usize).filter(|_| c < ' ');
    let mut named = String::new();
    for c in text.chars() {
        match name(c) {
            Some(name) => named.extend(["{", name, "}"]),
            None => named.push(c),
        }
    }
    named
}

fn situation(words: &str) -> Situation {
    let mut words = words.split_whitespace();
    let kind = words.next().and_then(ErrorKind::from_name).expect("a kind");
    let mut situation = Situation {
        kind,
        action: kind.action(),
        window: Window::Unknown,
        known: if kind.retryable() {
            known::RETRYABLE
        } else {
            0
        },
        reset_in_ms: f64::NAN,
        retry_in_ms: f64::NAN,
    };
    let hours = |text: &str| HOUR_MS * text.parse::<f64>().expect("a number of hours");
    for word in words {
        if let Some(action) = Action::from_name(word) {
            situation.action = action;
        } else if let Some(window) = Window::ALL.iter().find(|window| window.name() == word) {
            situation.window = *window;
        } else if let Some((_, bit)) = KNOWN.iter().find(|(name, _)| *name == word) {
            situation.known |= bit;
        } else if let Some(text) = word.strip_prefix("reset=") {
            situation.reset_in_ms = hours(text);
        } else if let Some(text) = word.strip_prefix("retry=") {
            situation.retry_in_ms = hours(text);
        } else {
            assert_eq!(word, "final", "a word of the table");
            situation.known &= !known::RETRYABLE;
        }
    }
    situation
}

#[test]
fn users_are_told() {
    for row in NOTICES.lines().filter(|row| !row.is_empty()) {
        let (words, wanted) = row.split_once('|').expect("two sides");
        let Told {
            notice,
            label,
            title,
            message,
            ..
        } = Told::of(&situation(words));
        let button = match notice.link {
            Link::None => label,
            link => format!("{label} →{link:?}"),
        };
        let told = format!("{:?} | {title} | {message} | {button}", notice.severity);
        assert_eq!(told.trim(), wanted.trim(), "{words}");
    }
}

#[test]
fn every_kind_and_action_has_calm_texts_that_need_only_what_is_known() {
    let texts = KNOWN.get(..5).expect("five of them are texts");
    let all = texts.iter().fold(0, |all, (_, bit)| all | bit);
    let ends = [
        (f64::NAN, f64::NAN),
        (f64::NAN, HOUR_MS),
        (2.0 * DAY_MS, -1.0),
    ];
    let mut situations = Vec::new();
    for &kind in ErrorKind::ALL {
        for &action in Action::ALL {
            for window in [Window::Hour, Window::Month, Window::Concurrent] {
                for known in [
                    0,
                    all,
                    known::LIMIT,
                    all & !known::USED,
                    all & !known::FEATURE,
                ] {
                    situations.extend(ends.map(|(reset_in_ms, retry_in_ms)| Situation {
                        kind,
                        action,
                        window,
                        known,
                        reset_in_ms,
                        retry_in_ms,
                    }));
                }
            }
        }
    }
    for situation in situations {
        let Told {
            notice,
            label,
            title,
            message,
            ..
        } = Told::of(&situation);
        let told = format!("{title} / {message} / {label}");
        let needs = |name: &str| told.contains(&format!("{{{name}}}"));
        let end_in_ms = match notice.until {
            Until::ResetAt => situation.reset_in_ms,
            Until::RetryAt => situation.retry_in_ms,
        };
        let has_window = situation.window == Window::Month;
        assert!(!title.is_empty() && message.ends_with('.'), "{told}");
        for (name, bit) in texts {
            assert!(
                !needs(name) || situation.known & bit != 0,
                "{told}: {situation:?}"
            );
        }
        assert!(!needs("wait") || end_in_ms > 0.0, "{told}: {situation:?}");
        assert!(
            !needs("until") || end_in_ms > DAY_MS,
            "{told}: {situation:?}"
        );
        assert!(
            has_window || !needs("window") && !needs("period"),
            "{told}: {situation:?}"
        );
        assert!(
            !needs("next"),
            "{told}: the sentence of an action asks for itself"
        );

        assert!(!told.contains(['!', '|']) && !told.contains("  "), "{told}");
        assert!(
            !told.contains(|c: char| c.is_ascii_digit()),
            "{told}: a status or a code"
        );
        assert!(
            title.len() <= 40 && message.len() <= 120 && label.len() <= 24,
            "{told}"
        );
    }
}

#[test]
fn windows_have_names() {
    for (window, period, name) in [
        (Window::Day, "Daily", "today"),
        (Window::Week, "Weekly", "this week"),
        (Window::Month, "Monthly", "this month"),
    ] {
        let told = Told::of(&Situation {
            window,
            ..situation("quota_exhausted")
        });
        assert_eq!(told.windows, [period, name]);
    }
}

#[test]
fn it_ends_when_what_ran_out_is_back() {
    for (words, until) in [
        ("quota_exhausted reset=600 retry=1", Until::ResetAt),
        ("rate_limited reset=1", Until::ResetAt),
        ("rate_limited reset=1 retry=0.5", Until::RetryAt),
        // Many servers send a reset with every answer.
        ("tier_locked reset=600", Until::RetryAt),
        ("server_error reset=600", Until::RetryAt),
        ("concurrency_limited reset=1", Until::RetryAt),
    ] {
        assert_eq!(Told::of(&situation(words)).notice.until, until, "{words}");
    }
}

#[test]
fn a_language_that_is_not_there_is_english() {
    for tag in ["en", "xx", "zz"] {
        assert_eq!(Language::of(base_36(tag)).tag, "en");
    }
    assert_eq!(base_36("en"), 527, "the same as parseInt of JavaScript");
}
