//! Options as JavaScript gives them. What each may be stands in the core.

use wasm_bindgen::prelude::*;

use super::budget::RetryBudget;
use super::memory::keep;
use super::types::Thrown;
use crate::core::options::{self, Form, Given, Misuse, OPTIONS, Setting, Shape, check};
use crate::core::policy::{OnExhausted, Policy};
use crate::core::rule::RuleSet;

#[wasm_bindgen(module = "/src/binding/js/options.js")]
extern "C" {
    /// A cursor over an object of options.
    #[wasm_bindgen(js_name = Options)]
    type Cursor;
    #[wasm_bindgen(constructor, catch, js_class = Options)]
    fn new(given: &JsValue, is_number_allowed: bool) -> Thrown<Cursor>;
    /// Goes to the next option and gives the number of its value's shape, or one that no shape has.
    #[wasm_bindgen(method)]
    fn next(this: &Cursor) -> usize;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Cursor) -> String;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Cursor) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn number(this: &Cursor) -> f64;
    #[wasm_bindgen(method, getter)]
    fn text(this: &Cursor) -> String;
    #[wasm_bindgen(method)]
    fn keep(this: &Cursor);
    #[wasm_bindgen(method, js_name = keepBudget)]
    fn keep_budget(this: &Cursor, budget: RetryBudget);

    /// The error for a value that is not allowed.
    fn refusal(name: &str, value: &JsValue, instead: &str) -> JsValue;
    #[wasm_bindgen(js_name = teach)]
    fn teach_names(names: &str);
    /// Fails where these are not what a request is made of. `place` is where options belong.
    #[wasm_bindgen(catch, js_name = checkRequest)]
    pub fn check_request(input: &JsValue, init: &JsValue, place: &str) -> Thrown<()>;
}

#[wasm_bindgen(module = "/src/binding/js/rules.js")]
extern "C" {
    /// A cursor over the members of rules.
    #[wasm_bindgen(catch, js_name = membersOf)]
    fn members_of(rules: &JsValue) -> Thrown<Cursor>;
    /// The options that were kept, the rules among them compiled.
    #[wasm_bindgen(catch, js_name = keptOf)]
    fn kept_of(cursor: &Cursor) -> Thrown<JsValue>;
}

/// The options of a call: what the engine decides by, and an object with all the others.
pub struct Options {
    pub policy: Policy,
    pub others: JsValue,
}

impl Options {
    /// Reads and checks them.
    pub fn read(given: &JsValue, form: Form) -> Thrown<Options> {
        let mut policy = Policy::default();
        let cursor = Cursor::new(given, form == Form::Function)?;
        if form == Form::Client {
            policy.on_exhausted = OnExhausted::Return;
            cursor.keep_budget(RetryBudget::default());
        }
        each(form, &cursor, &mut |setting, number| match setting {
            Setting::None => cursor.keep(),
            _ => policy.set(setting, number),
        })?;
        let others = kept_of(&cursor)?;
        Ok(Options { policy, others })
    }
}

impl RetryBudget {
    /// A budget as the options want it.
    pub fn read(given: &JsValue) -> Thrown<RetryBudget> {
        let mut budget = RetryBudget::default();
        let cursor = Cursor::new(given, false)?;
        each(Form::Budget, &cursor, &mut |setting, number| {
            budget.set(setting, number);
        })?;
        Ok(budget)
    }
}

impl Cursor {
    /// The shape of the next value.
    fn advance(&self) -> Option<Shape> {
        Shape::ALL.get(self.next()).copied()
    }

    /// The text of a value of that shape, which costs more than to ask whether it has one.
    fn text_of(&self, shape: Shape) -> String {
        match shape {
            Shape::Text => self.text(),
            _ => String::new(),
        }
    }

    /// The value that it stands at.
    fn given<'t>(&self, shape: Shape, text: &'t str) -> Given<'t> {
        Given {
            shape,
            number: self.number(),
            text,
        }
    }
}

/// Checks and compiles rules, to be known by a number. Gives the error where one is wrong: what
/// an export throws is taken for a trap (pkg/entries/boot.js).
#[wasm_bindgen]
pub fn compile(rules: &JsValue, number: usize) -> JsValue {
    let compiled = members_of(rules).and_then(|members| {
        let mut set = RuleSet::default();
        while let Some(shape) = members.advance() {
            let (path, text) = (members.name(), members.text_of(shape));
            set.take(&path, members.given(shape, &text))
                .map_err(|misuse| told(misuse, &path, &members.value()))?;
        }
        Ok(set)
    });
    match compiled {
        Ok(set) => {
            keep(number, set);
            JsValue::UNDEFINED
        }
        Err(error) => error,
    }
}

/// Goes through the members of an object of options, each checked.
fn each(form: Form, cursor: &Cursor, take: &mut dyn FnMut(Setting, f64)) -> Thrown<()> {
    while let Some(shape) = cursor.advance() {
        let (name, text) = (cursor.name(), cursor.text_of(shape));
        match check(form, &name, cursor.given(shape, &text)) {
            Ok(_) if shape == Shape::Undefined => {}
            Ok((setting, number)) => take(setting, number),
            Err(misuse) => return Err(told(misuse, &name, &cursor.value())),
        }
    }
    Ok(())
}

/// Tells the JavaScript half the names of our options.
pub fn teach() {
    teach_names(&options::names(OPTIONS, " "));
}

/// The error for what a caller got wrong.
pub fn told(misuse: Misuse, name: &str, value: &JsValue) -> JsValue {
    refusal(name, value, &misuse.instead())
}
