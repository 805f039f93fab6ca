//! Notices. `js/describe.js` says what is known and fills the texts; the core chooses them.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::memory::names;
use crate::core::classification::Window;
use crate::core::kind::{Action, ErrorKind};
use crate::core::locale::Language;
use crate::core::notice::Situation;

#[wasm_bindgen(module = "/src/binding/js/describe.js")]
extern "C" {
    /// A list of the lines of a text.
    fn lines(text: &str) -> JsValue;
}

/// `what` holds the numbers of kind, action and window, a byte each. The answer are the texts, and
/// behind them a letter for the rest and the language. For a kind that is none, they are the
/// [`names`] of all.
#[wasm_bindgen]
pub fn notice(what: u32, language: u32, known: u32, reset_in_ms: f64, retry_in_ms: f64) -> JsValue {
    let [kind, action, window, _] = what.to_le_bytes();
    let Some(&kind) = ErrorKind::ALL.get(usize::from(kind)) else {
        return lines(&names());
    };
    let situation = Situation {
        kind,
        action: *Action::ALL
            .get(usize::from(action))
            .unwrap_or(&Action::None),
        window: *Window::ALL
            .get(usize::from(window))
            .unwrap_or(&Window::Unknown),
        known,
        reset_in_ms,
        retry_in_ms,
    };
    let language = Language::of(language);
    let mut text = String::new();
    let notice = situation.notice(language, &mut text);
    let decided = notice.severity as u8 | (notice.until as u8) << 2 | (notice.link as u8) << 3;
    text.push(char::from(b'@' | decided & 31));
    text.push_str(language.tag);
    lines(&text)
}
