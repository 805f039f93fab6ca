//! A golden case: a response or something thrown, with its labels. The packed-tarball tests read
//! the same files (`tests/package/golden.mjs`).

use redress::core::classification::Classification;
use redress::core::classify::{classify, classify_thrown};
use redress::core::facts::Facts;
use redress::core::time;
use redress::core::workspace::Workspace;
use serde_json::Value;

/// The cases of a file, one a line.
pub fn cases(file: &str) -> Vec<Value> {
    let path = format!("{}/tests/golden/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the golden cases");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a case"))
        .collect()
}

/// What becomes of it.
pub fn classified(case: &Value, ws: &mut Workspace) -> Classification {
    if let Some(thrown) = case["thrown"].as_object() {
        ws.begin(0);
        let [name, message, code] = ["name", "message", "code"]
            .map(|key| ws.append(thrown[key].as_str().unwrap().as_bytes()));
        return classify_thrown(name, message, code, false, None, ws);
    }
    let headers = case["headers"].as_object().unwrap();
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()));
    let status = case["status"].as_u64().unwrap_or(0) as u16;
    let body = case["body"].as_str().unwrap_or("");
    let facts = Facts::of(ws, status, pairs, body, date(&case["now"]));
    classify(&facts, ws)
}

/// A date as epoch milliseconds.
pub fn date(value: &Value) -> f64 {
    value
        .as_str()
        .map_or(f64::NAN, |text| time::date(text.as_bytes(), 0.0))
}
