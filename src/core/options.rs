//! The table of options: what each may be, and what a caller is told who got one wrong.
//! Numbers are printed by JavaScript and come in as text: formatting them here costs 4 kB of the download.

use super::backoff::{Jitter, MAX_ATTEMPTS, MAX_TIMER_MS};
use super::policy::OnExhausted;

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

/// A value from JavaScript, as far as a check needs to know it.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// `undefined`: the same as not given.
    Undefined,
    /// `null`
    Null,
    /// A boolean.
    Flag(bool),
    /// A number, possibly `NaN` or infinite.
    Number(f64),
    /// A string.
    Text(String),
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

/// What an option may be.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Takes {
    Whole(f64, f64),
    Number(f64, f64),
    Choice(&'static [&'static str]),
    Flag,
    Function,
    List,
    Signal,
    Budget,
    Key,
    HeaderName,
}

/// A row of the table: the name, what it takes, and the same in words.
#[derive(Clone, Copy, Debug)]
pub struct OptionRule {
    /// The name in JavaScript.
    pub name: &'static str,
    takes: Takes,
    /// What is allowed, to follow "it must be".
    pub allowed: &'static str,
}

const fn rule(name: &'static str, takes: Takes, allowed: &'static str) -> OptionRule {
    OptionRule {
        name,
        takes,
        allowed,
    }
}

const DURATION: &str = "a number of milliseconds from 0 to 2147483647";
const TIME_LIMIT: &str = "a number of milliseconds from 1 to 2147483647";
const FUNCTION: &str = "a function";

/// Every option of `fetchWithBackoff` and `createFetch`.
pub const OPTIONS: &[OptionRule] = &[
    rule(
        "maxAttempts",
        Takes::Whole(1.0, MAX_ATTEMPTS as f64),
        "a whole number from 1 to 1000",
    ),
    rule("baseDelayMs", Takes::Number(0.0, MAX_TIMER_MS), DURATION),
    rule(
        "factor",
        Takes::Number(1.0, 1000.0),
        "a number from 1 to 1000",
    ),
    rule("maxDelayMs", Takes::Number(0.0, MAX_TIMER_MS), DURATION),
    rule(
        "jitter",
        Takes::Choice(Jitter::NAMES),
        "\"full\", \"equal\", \"decorrelated\" or \"none\"",
    ),
    rule("delayMs", Takes::Function, FUNCTION),
    rule("signal", Takes::Signal, "an AbortSignal"),
    rule("maxWaitMs", Takes::Number(0.0, MAX_TIMER_MS), DURATION),
    rule(
        "attemptTimeoutMs",
        Takes::Number(1.0, MAX_TIMER_MS),
        TIME_LIMIT,
    ),
    rule("deadlineMs", Takes::Number(1.0, MAX_TIMER_MS), TIME_LIMIT),
    rule(
        "idempotencyKey",
        Takes::Key,
        "true, a string of 1 to 255 printable ASCII characters, or a function",
    ),
    rule(
        "idempotencyHeader",
        Takes::HeaderName,
        "the name of a header",
    ),
    rule(
        "onExhausted",
        Takes::Choice(OnExhausted::NAMES),
        "\"throw\" or \"return\"",
    ),
    rule("shouldRetry", Takes::Function, FUNCTION),
    rule("onAttempt", Takes::Function, FUNCTION),
    rule("onRetry", Takes::Function, FUNCTION),
    rule("onGiveUp", Takes::Function, FUNCTION),
    rule("onQuota", Takes::Function, FUNCTION),
    rule(
        "budget",
        Takes::Budget,
        "what createRetryBudget returned, or false",
    ),
    rule("rememberQuota", Takes::Flag, "true or false"),
    rule("fetch", Takes::Function, FUNCTION),
    rule("rules", Takes::List, "an array of rules"),
];

/// Every option of `createRetryBudget`.
pub const BUDGET_OPTIONS: &[OptionRule] = &[
    rule("ratio", Takes::Number(0.0, 10.0), "a number from 0 to 10"),
    rule(
        "windowMs",
        Takes::Number(1000.0, 3_600_000.0),
        "a number of milliseconds from 1000 to 3600000",
    ),
    rule(
        "minPerSecond",
        Takes::Number(0.0, 1_000_000.0),
        "a number from 0 to 1000000",
    ),
];

/// Why an option is refused.
#[derive(Clone, Copy, Debug)]
pub enum Misuse {
    /// No option has that name.
    Unknown(&'static [OptionRule]),
    /// The value is not one that the option can have.
    Value(&'static str),
    /// The option has no place here; the text says what has.
    Place(&'static str),
}

impl Misuse {
    /// What the caller is told. `shown` is the value as JavaScript prints it.
    #[must_use]
    pub fn message(&self, name: &str, shown: &str) -> String {
        match self {
            Misuse::Value(allowed) => {
                [name, ": ", shown, " is not allowed; it must be ", allowed].concat()
            }
            Misuse::Place(instead) => {
                [name, ": ", shown, " is not allowed here; ", instead].concat()
            }
            Misuse::Unknown(table) => {
                let mut text = [name, ": ", shown, " is not allowed; the options are "].concat();
                for (index, rule) in table.iter().enumerate() {
                    if index > 0 {
                        text.push_str(", ");
                    }
                    text.push_str(rule.name);
                }
                text
            }
        }
    }
}

/// What a caller is told who put one of our options into `init`.
#[must_use]
pub fn misplaced(name: &str, form: Form) -> String {
    let place = match form {
        Form::Client => "createFetch({ ",
        _ => "fetchWithBackoff(input, init, { ",
    };
    [
        name,
        ": is not allowed in init; it belongs in the options: ",
        place,
        name,
        " })",
    ]
    .concat()
}

/// Checks one option. `Ok` says that it may be used as it is.
pub fn check(form: Form, name: &str, given: &Given) -> Result<(), Misuse> {
    let table = if form == Form::Budget {
        BUDGET_OPTIONS
    } else {
        OPTIONS
    };
    let Some(rule) = table.iter().find(|rule| rule.name == name) else {
        return Err(Misuse::Unknown(table));
    };
    if *given == Given::Undefined {
        return Ok(());
    }
    if !accepts(rule.takes, given) {
        return Err(Misuse::Value(rule.allowed));
    }
    match (form, name) {
        (Form::Request, "signal") => Err(Misuse::Place("a signal belongs in init")),
        (Form::Client, "signal") => Err(Misuse::Place(
            "a signal belongs in the init of each request",
        )),
        (Form::Function, "idempotencyKey" | "idempotencyHeader" | "fetch") => {
            Err(Misuse::Place("a function makes its own request"))
        }
        (Form::Request | Form::Function, "rememberQuota") => {
            Err(Misuse::Place("it belongs in the options of createFetch"))
        }
        (Form::Client, "idempotencyKey") if matches!(given, Given::Text(_)) => Err(Misuse::Place(
            "each request needs a key of its own; it must be true or a function",
        )),
        _ => Ok(()),
    }
}

fn accepts(takes: Takes, given: &Given) -> bool {
    match (takes, given) {
        (Takes::Whole(min, max), Given::Number(n)) => (min..=max).contains(n) && n.trunc() == *n,
        (Takes::Number(min, max), Given::Number(n)) => (min..=max).contains(n),
        (Takes::Choice(names), Given::Text(text)) => names.contains(&text.as_str()),
        (Takes::Function, Given::Function)
        | (Takes::List, Given::List)
        | (Takes::Flag, Given::Flag(_))
        // `signal: null` is what `init` allows too.
        | (Takes::Signal, Given::Signal | Given::Null)
        | (Takes::Budget, Given::Budget | Given::Flag(false))
        | (Takes::Key, Given::Function | Given::Flag(true)) => true,
        (Takes::Key, Given::Text(text)) => {
            (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
        }
        (Takes::HeaderName, Given::Text(text)) => !text.is_empty() && text.bytes().all(is_token),
        _ => false,
    }
}

/// The characters of a header's name (RFC 9110, section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
