//! Options as JavaScript gives them. What each may be stands in the core.

use js_sys::TypeError;
use wasm_bindgen::prelude::*;

use super::budget::RetryBudget;
use super::memory::keep;
use super::types::Thrown;
use crate::core::options::{self, Form, Given, Misuse, OPTIONS, Shape, check};
use crate::core::policy::{OnExhausted, Policy};
use crate::core::rule::RuleSet;

#[wasm_bindgen(module = "/src/binding/js/options.js")]
extern "C" {
    /// A cursor over an object of options.
    #[wasm_bindgen(js_name = Options)]
    type Cursor;
    #[wasm_bindgen(constructor, catch, js_class = Options)]
    fn new(given: &JsValue) -> Thrown<Cursor>;
    #[wasm_bindgen(method)]
    fn next(this: &Cursor) -> bool;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Cursor) -> String;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Cursor) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn shape(this: &Cursor) -> usize;
    #[wasm_bindgen(method, getter)]
    fn number(this: &Cursor) -> f64;
    #[wasm_bindgen(method, getter)]
    fn text(this: &Cursor) -> String;
    #[wasm_bindgen(method)]
    fn keep(this: &Cursor);
    #[wasm_bindgen(method, js_name = keepBudget)]
    fn keep_budget(this: &Cursor, budget: RetryBudget);
    #[wasm_bindgen(method, getter)]
    fn kept(this: &Cursor) -> JsValue;

    fn show(value: &JsValue) -> String;
    #[wasm_bindgen(js_name = teach)]
    fn teach_names(names: &str);
    #[wasm_bindgen(catch)]
    fn misplaced(init: &JsValue) -> Thrown<Option<String>>;
}

#[wasm_bindgen(module = "/src/binding/js/rules.js")]
extern "C" {
    /// A cursor over the members of rules.
    #[wasm_bindgen(catch, js_name = membersOf)]
    fn members_of(rules: &JsValue) -> Thrown<Cursor>;
    /// Compiles the rules among the options.
    #[wasm_bindgen(catch, js_name = compileOf)]
    fn compile_of(options: &JsValue) -> Thrown<()>;
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
        let cursor = Cursor::new(given)?;
        if form == Form::Client {
            policy.on_exhausted = OnExhausted::Return;
            cursor.keep_budget(RetryBudget::default());
        }
        each(given, form, &cursor, &mut |name, number| {
            if !policy.set(name, number) {
                cursor.keep();
            }
        })?;
        let others = cursor.kept();
        compile_of(&others)?;
        Ok(Options { policy, others })
    }
}

impl RetryBudget {
    /// A budget as the options want it.
    pub fn read(given: &JsValue) -> Thrown<RetryBudget> {
        let mut budget = RetryBudget::default();
        each(
            given,
            Form::Budget,
            &Cursor::new(given)?,
            &mut |name, number| budget.set(name, number),
        )?;
        Ok(budget)
    }
}

impl Cursor {
    /// The value that it stands at.
    fn given<'t>(&self, text: &'t str) -> Given<'t> {
        Given {
            shape: Shape::ALL
                .get(self.shape())
                .copied()
                .unwrap_or(Shape::Other),
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
        while members.next() {
            let (path, text) = (members.name(), members.text());
            set.take(&path, members.given(&text))
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
fn each(
    given: &JsValue,
    form: Form,
    cursor: &Cursor,
    take: &mut dyn FnMut(&str, f64),
) -> Thrown<()> {
    if !(given.is_undefined()
        || given.is_object()
        || (form == Form::Function && given.as_f64().is_some()))
    {
        return Err(refused("options", given, "an object"));
    }
    while cursor.next() {
        let (name, text) = (cursor.name(), cursor.text());
        let given = cursor.given(&text);
        match check(form, &name, given) {
            Ok(_) if given.shape == Shape::Undefined => {}
            Ok(number) => take(&name, number),
            Err(misuse) => return Err(told(misuse, &name, &cursor.value())),
        }
    }
    Ok(())
}

/// Tells the JavaScript half the names of our options.
pub fn teach() {
    teach_names(&options::names(OPTIONS, " "));
}

/// Fails where an option of ours is in `init`.
pub fn check_init(init: &JsValue, form: Form) -> Thrown<()> {
    match misplaced(init)? {
        Some(name) => Err(TypeError::new(&options::misplaced(&name, form)).into()),
        None => Ok(()),
    }
}

/// The error for an argument that cannot be used.
pub fn refused(name: &str, value: &JsValue, allowed: &'static str) -> JsValue {
    told(Misuse::Value(allowed), name, value)
}

fn told(misuse: Misuse, name: &str, value: &JsValue) -> JsValue {
    TypeError::new(&misuse.message(name, &show(value))).into()
}
