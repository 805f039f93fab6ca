//! The table of options: what each may be, and what a caller is told who got one wrong.
//! Numbers are printed by JavaScript and come in as text: formatting them here costs 4 kB of the download.

use super::backoff::{Jitter, MAX_ATTEMPTS, MAX_TIMER_MS};
use super::kind::{name_at, position_of};
use super::policy::OnExhausted;
use super::text;

/// Where options are given: not every one makes sense everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `fetchWithBackoff(input, init, options)`
    Request,
    /// `fetchWithBackoff(request, options)`
    Function,
    /// `createFetch(options)`
    Client,
    /// `createRetryBudget(options)`
    Budget,
}

/// What of the engine's an option sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Nothing: it is for the binding.
    None,
    /// `maxAttempts`
    MaxAttempts,
    /// `baseDelayMs`
    BaseDelayMs,
    /// `factor`
    Factor,
    /// `maxDelayMs`
    MaxDelayMs,
    /// `jitter`
    Jitter,
    /// `maxWaitMs`
    MaxWaitMs,
    /// `attemptTimeoutMs`
    AttemptTimeoutMs,
    /// `deadlineMs`
    DeadlineMs,
    /// `onExhausted`
    OnExhausted,
    /// `rememberQuota`
    RememberQuota,
    /// `ratio`
    Ratio,
    /// `windowMs`
    WindowMs,
    /// `minPerSecond`
    MinPerSecond,
}

/// What a value from JavaScript is, as far as a check needs to know. The binding numbers them in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `undefined`: the same as not given.
    Undefined,
    /// `null`
    Null,
    /// A boolean.
    Flag,
    /// A number, possibly `NaN` or infinite.
    Number,
    /// A string.
    Text,
    /// A function.
    Function,
    /// An array.
    List,
    /// An object with `aborted` and `addEventListener`.
    Signal,
    /// An object with `deposit` and `withdraw`.
    Budget,
    /// Anything else.
    Other,
}

impl Shape {
    /// Every shape, in the order of their numbers.
    pub const ALL: [Shape; 10] = [
        Shape::Undefined,
        Shape::Null,
        Shape::Flag,
        Shape::Number,
        Shape::Text,
        Shape::Function,
        Shape::List,
        Shape::Signal,
        Shape::Budget,
        Shape::Other,
    ];
}

/// A value from JavaScript.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// What it is.
    pub shape: Shape,
    /// The number, or 0 or 1 for a boolean.
    pub number: f64,
    /// The text.
    pub text: &'a str,
}

/// What an option may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Takes {
    Whole(u32, u32),
    Number(u32, u32),
    /// One of the words in a text, each with a blank behind it.
    Choice(&'static str),
    /// The same; a caller who gets it wrong is told the names.
    OneOf(&'static str),
    Key,
    HeaderName,
    /// A text with something in it.
    Name,
    Host,
    /// Names with dots between them.
    Path,
    /// An object with `deposit` and `withdraw`, or false.
    Budget,
    /// Whatever is of that shape.
    A(Shape),
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct OptionRule {
    /// The name in JavaScript.
    pub name: &'static str,
    /// What of the engine's it sets.
    sets: Setting,
    takes: Takes,
    /// The same in words, to follow "it must be".
    pub allowed: &'static str,
    /// Where it has no place, and what the caller is told there.
    nowhere: &'static [(Form, &'static str)],
}

pub(super) const fn rule(name: &'static str, takes: Takes, allowed: &'static str) -> OptionRule {
    OptionRule {
        name,
        sets: Setting::None,
        takes,
        allowed,
        nowhere: &[],
    }
}

const fn sets(sets: Setting, rule: OptionRule) -> OptionRule {
    OptionRule { sets, ..rule }
}

const fn not_in(nowhere: &'static [(Form, &'static str)], rule: OptionRule) -> OptionRule {
    OptionRule { nowhere, ..rule }
}

const fn function(name: &'static str) -> OptionRule {
    rule(name, Takes::A(Shape::Function), "a function")
}

const MAX_TIMER: u32 = MAX_TIMER_MS as u32;
const DURATION: &str = "a number of milliseconds from 0 to 2147483647";
const TIME_LIMIT: &str = "a number of milliseconds from 1 to 2147483647";
const OWN_REQUEST: &[(Form, &str)] = &[(Form::Function, "a function makes its own request")];

/// Every option of `fetchWithBackoff` and `createFetch`.
pub const OPTIONS: &[OptionRule] = &[
    sets(
        Setting::MaxAttempts,
        rule(
            "maxAttempts",
            Takes::Whole(1, MAX_ATTEMPTS),
            "a whole number from 1 to 1000",
        ),
    ),
    sets(
        Setting::BaseDelayMs,
        rule("baseDelayMs", Takes::Number(0, MAX_TIMER), DURATION),
    ),
    sets(
        Setting::Factor,
        rule("factor", Takes::Number(1, 1000), "a number from 1 to 1000"),
    ),
    sets(
        Setting::MaxDelayMs,
        rule("maxDelayMs", Takes::Number(0, MAX_TIMER), DURATION),
    ),
    sets(
        Setting::Jitter,
        rule(
            "jitter",
            Takes::Choice(Jitter::NAMES),
            "\"full\", \"equal\", \"decorrelated\" or \"none\"",
        ),
    ),
    function("delayMs"),
    not_in(
        &[
            (Form::Request, "a signal belongs in init"),
            (Form::Client, "a signal belongs in the init of each request"),
        ],
        rule("signal", Takes::A(Shape::Signal), "an AbortSignal"),
    ),
    sets(
        Setting::MaxWaitMs,
        rule("maxWaitMs", Takes::Number(0, MAX_TIMER), DURATION),
    ),
    sets(
        Setting::AttemptTimeoutMs,
        rule("attemptTimeoutMs", Takes::Number(1, MAX_TIMER), TIME_LIMIT),
    ),
    sets(
        Setting::DeadlineMs,
        rule("deadlineMs", Takes::Number(1, MAX_TIMER), TIME_LIMIT),
    ),
    not_in(
        OWN_REQUEST,
        rule(
            "idempotencyKey",
            Takes::Key,
            "true, a string of 1 to 255 printable ASCII characters, or a function",
        ),
    ),
    not_in(
        OWN_REQUEST,
        rule(
            "idempotencyHeader",
            Takes::HeaderName,
            "the name of a header",
        ),
    ),
    sets(
        Setting::OnExhausted,
        rule(
            "onExhausted",
            Takes::Choice(OnExhausted::NAMES),
            "\"throw\" or \"return\"",
        ),
    ),
    function("shouldRetry"),
    function("onAttempt"),
    function("onRetry"),
    function("onGiveUp"),
    function("onQuota"),
    rule(
        "budget",
        Takes::Budget,
        "what createRetryBudget returned, or false",
    ),
    not_in(
        &[
            (Form::Request, "it belongs in the options of createFetch"),
            (Form::Function, "it belongs in the options of createFetch"),
        ],
        sets(
            Setting::RememberQuota,
            rule("rememberQuota", Takes::A(Shape::Flag), "true or false"),
        ),
    ),
    not_in(OWN_REQUEST, function("fetch")),
    rule("rules", Takes::A(Shape::List), "an array of rules"),
];

/// Every option of `createRetryBudget`.
pub const BUDGET_OPTIONS: &[OptionRule] = &[
    sets(
        Setting::Ratio,
        rule("ratio", Takes::Number(0, 10), "a number from 0 to 10"),
    ),
    sets(
        Setting::WindowMs,
        rule(
            "windowMs",
            Takes::Number(1000, 3_600_000),
            "a number of milliseconds from 1000 to 3600000",
        ),
    ),
    sets(
        Setting::MinPerSecond,
        rule(
            "minPerSecond",
            Takes::Number(0, 1_000_000),
            "a number from 0 to 1000000",
        ),
    ),
];

/// Why an option is refused.
#[derive(Clone, Copy, Debug)]
pub enum Misuse {
    /// No option has that name.
    Unknown(&'static [OptionRule]),
    /// The value is not one that the option can have.
    Value(&'static str),
    /// The value is none of these.
    OneOf(&'static str),
    /// The option has no place here; the text says what has.
    Place(&'static str),
}

impl Misuse {
    /// What the caller is told. `shown` is the value as JavaScript prints it.
    #[must_use]
    pub fn message(&self, name: &str, shown: &str) -> String {
        join(&[name, ": ", shown, " is not allowed", &self.instead()])
    }

    /// The end of the message: what is allowed.
    #[must_use]
    pub fn instead(&self) -> String {
        match self {
            Misuse::Value(allowed) => join(&["; it must be ", allowed]),
            Misuse::OneOf(names) => join(&[
                "; it must be one of ",
                &list(&|at| name_at(names, at), ", "),
            ]),
            Misuse::Place(instead) => join(&[" here; ", instead]),
            Misuse::Unknown(table) => join(&["; the options are ", &names(table, ", ")]),
        }
    }
}

/// The names of a table.
#[must_use]
pub fn names(table: &'static [OptionRule], between: &str) -> String {
    list(&|at| table.get(at).map_or("", |rule| rule.name), between)
}

/// Names up to the first that is empty.
fn list(name_at: &dyn Fn(usize) -> &'static str, between: &str) -> String {
    let mut text = String::new();
    for at in 0.. {
        let name = name_at(at);
        if name.is_empty() {
            break;
        }
        if at > 0 {
            text.push_str(between);
        }
        text.push_str(name);
    }
    text
}

/// Smaller in the module than `concat` and `format!`.
fn join(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// Checks one option, and says what it sets. The number is what the engine holds of it: the number itself, 0 or 1 for a
/// boolean, the place of a word among those that may be chosen.
pub fn check(form: Form, name: &str, given: Given<'_>) -> Result<(Setting, f64), Misuse> {
    let table = if form == Form::Budget {
        BUDGET_OPTIONS
    } else {
        OPTIONS
    };
    let (at, number) = check_in(table, name, given)?;
    let Some(rule) = table.get(at).filter(|_| given.shape != Shape::Undefined) else {
        return Ok((Setting::None, number));
    };
    if let Some((_, instead)) = rule.nowhere.iter().find(|(place, _)| *place == form) {
        return Err(Misuse::Place(instead));
    }
    if form == Form::Client && rule.takes == Takes::Key && given.shape == Shape::Text {
        return Err(Misuse::Place(
            "each request needs a key of its own; it must be true or a function",
        ));
    }
    Ok((rule.sets, number))
}

/// Checks a value by the row of a table, and gives the row's place too.
pub(super) fn check_in(
    table: &'static [OptionRule],
    name: &str,
    given: Given<'_>,
) -> Result<(usize, f64), Misuse> {
    let mut rows = table.iter().enumerate();
    let Some((at, rule)) = rows.find(|(_, rule)| rule.name == name) else {
        return Err(Misuse::Unknown(table));
    };
    if given.shape == Shape::Undefined {
        return Ok((at, 0.0));
    }
    match (accept(rule.takes, given), rule.takes) {
        (Some(number), _) => Ok((at, number)),
        (None, Takes::OneOf(names)) => Err(Misuse::OneOf(names)),
        _ => Err(Misuse::Value(rule.allowed)),
    }
}

fn accept(takes: Takes, given: Given<'_>) -> Option<f64> {
    let Given {
        shape,
        number,
        text,
    } = given;
    let accepted = match takes {
        Takes::Whole(min, max) | Takes::Number(min, max) => {
            shape == Shape::Number
                && (f64::from(min)..=f64::from(max)).contains(&number)
                && (number.trunc() == number || matches!(takes, Takes::Number(..)))
        }
        Takes::Choice(names) | Takes::OneOf(names) => {
            let at = position_of(names, text).filter(|_| shape == Shape::Text)?;
            return Some(at as f64);
        }
        Takes::Budget => shape == Shape::Budget || (shape == Shape::Flag && number == 0.0),
        Takes::Key => match shape {
            Shape::Flag => number == 1.0,
            Shape::Text => {
                (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
            }
            _ => shape == Shape::Function,
        },
        Takes::HeaderName => shape == Shape::Text && !text.is_empty() && text.bytes().all(is_token),
        Takes::Name => shape == Shape::Text && !text.is_empty(),
        Takes::Host => {
            let domain = text.as_bytes();
            let domain = domain.strip_prefix(b"*.").unwrap_or(domain);
            let part = |byte: &u8| byte.is_ascii_alphanumeric() || text::holds(b"-._:[]", *byte);
            shape == Shape::Text && !domain.is_empty() && domain.iter().all(part)
        }
        Takes::Path => {
            shape == Shape::Text && {
                let mut names = text.as_bytes().split(|byte| *byte == b'.');
                names.all(|name| !name.is_empty())
            }
        }
        // `signal: null` is what `init` allows too.
        Takes::A(Shape::Signal) => matches!(shape, Shape::Signal | Shape::Null),
        Takes::A(wanted) => shape == wanted,
    };
    accepted.then_some(number)
}

/// The characters of a header's name (RFC 9110, section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || text::holds(b"!#$%&'*+-.^_`|~", byte)
}
