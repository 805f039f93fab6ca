// Rules of the caller's: in every function that takes them, against real responses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { statuses, thrown, useFaults } from "./faults.mjs";
import { redress } from "./setup.mjs";

const { classifyError, classifyErrorSync, createFetch, fetchWithBackoff } = redress;
const serve = useFaults();

const odd = '{"fault_info":{"why":"E42","text":"The press is out of ink","ref":"r-7"}}';
const rules = [
  { match: {}, code: "fault_info.why", message: "fault_info.text", requestId: "fault_info.ref" },
  { match: { host: "127.0.0.1", status: [400, 409], code: ["E41", "e42"], header: { "X-Press": "two" } }, kind: "not_ready", action: "wait" },
];
const headers = { "x-press": "two" };

test("a live response, facts in each form of headers, and the retry loop", async () => {
  const { url, log } = serve(statuses([409, headers, odd], [409, headers, odd], [200]));
  const found = await classifyError(await fetch(url), { rules });
  const expected = { kind: "not_ready", action: "wait", retryable: true, decidedBy: "rule", code: "E42", message: "The press is out of ink", requestId: "r-7" };
  const pick = (from) => Object.fromEntries(Object.keys(expected).map((key) => [key, from[key]]));
  assert.deepEqual(pick(found), expected);
  for (const form of [headers, new Headers(headers), Object.entries(headers), { "X-PRESS": ["two"] }]) {
    assert.deepEqual(pick(classifyErrorSync({ status: 409, headers: form, body: odd, url }, { rules })), expected);
  }
  assert.equal((await fetchWithBackoff(url, {}, { rules, baseDelayMs: 1 })).status, 200);
  assert.equal(log.length, 3);
});

test("a condition that does not hold leaves the verdict", () => {
  const facts = { status: 409, headers, body: odd, url: "http://127.0.0.1:1234/x" };
  assert.equal(classifyErrorSync(facts, { rules }).decidedBy, "rule");
  const others = [{ status: 500 }, { headers: { "x-press": "one" } }, { headers: undefined }, { url: "http://localhost/" }, { url: undefined }, { url: "no url" }, { body: "{}" }];
  for (const other of others) {
    assert.notEqual(classifyErrorSync({ ...facts, ...other }, { rules }).decidedBy, "rule", JSON.stringify(other));
  }
});

test("createFetch stops where a rule says so, and goes on where one says so", async () => {
  const api = createFetch({ rules: [{ match: { status: 503 }, retryable: false }, { match: { status: 404 }, kind: "not_ready" }], baseDelayMs: 1 });
  const stopped = serve(statuses([503], [200]));
  assert.equal((await api(stopped.url)).status, 503);
  const goesOn = serve(statuses([404], [200]));
  assert.equal((await api(goesOn.url)).status, 200);
});

test("thrown errors match by their code", () => {
  const error = Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } });
  const found = classifyErrorSync(error, { rules: [{ match: { code: "ECONNREFUSED" }, kind: "maintenance" }] });
  assert.deepEqual([found.kind, found.decidedBy, found.retryable], ["maintenance", "rule", true]);
});

test("an array is compiled once: later changes have no effect, and its members are read no more", () => {
  let reads = 0;
  const counted = [{ match: { get code() { reads++; return "E1"; } }, kind: "gone" }];
  const classify = () => classifyErrorSync({ status: 400, body: '{"code":"E1"}' }, { rules: counted }).kind;
  assert.equal(classify(), "gone");
  const once = reads;
  counted.push({ match: {}, kind: 7 });
  counted[0].kind = "conflict";
  assert.equal(classify(), "gone");
  assert.equal(reads, once);
});

test("many sets live side by side", () => {
  const sets = Array.from({ length: 200 }, (_, at) => [{ match: { code: `E${at}` }, kind: at % 2 ? "gone" : "not_ready" }]);
  for (const [at, set] of sets.entries()) {
    const kind = (code) => classifyErrorSync({ status: 400, body: JSON.stringify({ code }) }, { rules: set }).kind;
    assert.equal(kind(`E${at}`), at % 2 ? "gone" : "not_ready");
    assert.equal(kind(`E${at + 1}`), "bad_request");
  }
});

test("more than 64 rules and codes", () => {
  const codes = Array.from({ length: 500 }, (_, at) => `CODE-${at}`);
  const one = [{ match: { code: codes }, kind: "gone" }];
  const each = codes.map((code) => ({ match: { code }, kind: "gone" }));
  for (const set of [one, each]) {
    assert.equal(classifyErrorSync({ status: 400, body: '{"code":"code-499"}' }, { rules: set }).kind, "gone");
  }
});

const wrong = [
  ["rules that are no array", {}, /^rules: an object is not allowed; it must be an array of rules$/],
  ["null", null, /^rules: null is not allowed/],
  ["a rule that is none", [5], /^rules\[0\]: 5 is not allowed; it must be an object with match and/],
  ["a list as a rule", [[]], /^rules\[0\]: an array is not allowed/],
  ["no match", [{ kind: "gone" }], /^rules\[0\]: an object is not allowed; it must be an object with match/],
  ["no effect", [{ match: {}, kind: "gone" }, { match: { code: "E" } }], /^rules\[1\]: .* at least one of kind/],
  ["an unknown kind", [{ match: {}, kind: "rate-limited" }], /^rules\[0\]\.kind: "rate-limited" is not allowed; it must be one of unauthorized, .*, rate_limited,/],
  ["an unknown action", [{ match: {}, action: "nap" }], /^rules\[0\]\.action: "nap" .* rotate_key/],
  ["an unknown member", [{ match: {}, kinds: "gone" }], /^rules\[0\]\.kinds: "gone" is not allowed; the options are match, /],
  ["an unknown condition", [{ match: { path: "/x" }, kind: "gone" }], /^rules\[0\]\.match\.path: .* match\.host/],
  ["a status in text", [{ match: { status: ["400"] }, kind: "gone" }], /^rules\[0\]\.match\.status: "400" is not allowed; it must be an HTTP status/],
  ["an empty list", [{ match: { code: [] }, kind: "gone" }], /^rules\[0\]\.match\.code: an array is not allowed/],
  ["a URL as host", [{ match: { host: "https://x.test" }, kind: "gone" }], /^rules\[0\]\.match\.host: .* a host/],
  ["a header that is no text", [{ match: { header: { "x-a": 1 } }, kind: "gone" }], /^rules\[0\]\.match\.header\.x-a: 1 is not allowed/],
  ["a path with a hole", [{ match: {}, code: "a..b" }], /^rules\[0\]\.code: "a\.\.b" is not allowed; it must be a dotted path/],
];
for (const [name, rules, message] of wrong) {
  test(`refuses ${name}, everywhere`, async () => {
    const { url, log } = serve(statuses([200]));
    const calls = [
      () => classifyErrorSync({ status: 400 }, { rules }),
      () => classifyError(new Response(null, { status: 400 }), { rules }),
      () => fetchWithBackoff(url, {}, { rules }),
      () => fetchWithBackoff(() => fetch(url), { rules }),
      async () => createFetch({ rules }),
    ];
    for (const call of calls) {
      const error = await thrown((async () => call())());
      assert.equal(error.name, "TypeError");
      assert.match(error.message, message);
    }
    assert.equal(log.length, 0, "nothing was sent");
  });
}

test("after a mistake, the next rules work", () => {
  assert.throws(() => classifyErrorSync({ status: 400 }, { rules: [{ match: {}, kind: "x" }] }), TypeError);
  assert.equal(classifyErrorSync({ status: 400 }, { rules: [{ match: {}, kind: "gone" }] }).kind, "gone");
});
