// What the installed package tells users: texts, buttons and URLs, from classifications of any making.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { redress } from "./setup.mjs";

const { classifyErrorSync, describeError } = redress;

const now = Date.parse("2026-04-20T10:00:00Z");
// Noon, so that it is the same day in most time zones.
const resetAt = Date.parse("2026-05-15T12:00:00Z");
const pricing = "https://og-engine.com/pricing";
const quota = { limit: 500, used: 500, remaining: 0, resetAt, window: "month" };
const spent = { kind: "quota_exhausted", action: "upgrade", quota, upgradeUrl: pricing };
const button = (type, label, url = null) => ({ type, label, url });

describe("what APIs answer", () => {
  test("a monthly quota", () => {
    const found = classifyErrorSync({
      status: 429,
      headers: { "X-Request-Id": "req_abc123" },
      body: {
        error: "rate_limited",
        message: "Monthly render quota exceeded. Resets at next billing cycle.",
        details: { limit: 500, used: 500, resetAt: "2026-05-15T12:00:00Z", upgradeUrl: pricing },
      },
    }, { now });
    assert.deepEqual(describeError(found, { now }), {
      severity: "warning",
      title: "Monthly limit reached",
      message: "You have used 500 of 500 this month. It resets on 15 May 2026.",
      action: button("upgrade", "Upgrade plan", pricing),
      until: resetAt,
      reference: "req_abc123",
    });
  });

  test("a feature of a higher plan", () => {
    const found = classifyErrorSync({
      status: 402,
      body: {
        error: "plan_required",
        message: "WebP output requires a Starter plan or above.",
        details: { feature: "webp_output", requiredPlan: "starter", upgradeUrl: pricing },
      },
    }, { now });
    assert.deepEqual(describeError(found, { now }), {
      severity: "warning",
      title: "This needs the Starter plan",
      message: "Webp output is not part of your current plan.",
      action: button("upgrade", "Upgrade to Starter", pricing),
      until: null,
      reference: null,
    });
  });

  test("a pause, with how long it takes", () => {
    const found = classifyErrorSync({ status: 429, headers: { "Retry-After": "20" } }, { now });
    const { message, until, action } = describeError(found, { now });
    assert.equal(message, "The service needs a pause. Please try again in 20 seconds.");
    assert.deepEqual({ until, action }, { until: now + 20_000, action: button("retry", "Try again") });
    const waits = { 119: "119 seconds", 121: "3 minutes", 3600: "60 minutes", 18_000: "5 hours", 259_200: "3 days" };
    for (const [seconds, text] of Object.entries(waits)) {
      const later = describeError({ ...found, retryAt: now + seconds * 1000 }, { now });
      assert.equal(later.message, `The service needs a pause. Please try again in ${text}.`);
    }
  });

  test("a server's own words stay out", () => {
    for (const message of ["<b>FATAL</b> at db.c:42", "Too many requests (429)"]) {
      const { title, message: told } = describeError(classifyErrorSync({ status: 500, body: { message } }));
      assert.doesNotMatch(title + told, /FATAL|429|</);
    }
  });
});

describe("classifications that somebody made", () => {
  test("through JSON and structured clone", () => {
    const found = classifyErrorSync({ status: 429, headers: { "Retry-After": "20" } }, { now });
    const expected = describeError(found, { now });
    assert.deepEqual(describeError(JSON.parse(JSON.stringify(found)), { now }), expected);
    assert.deepEqual(describeError(structuredClone(found), { now }), expected);
    assert.deepEqual(JSON.parse(JSON.stringify(expected)), expected);
  });

  test("a kind alone", () => {
    const { title, message, ...rest } = describeError({ kind: "quota_exhausted" });
    assert.deepEqual(rest, { severity: "warning", action: null, until: null, reference: null });
    assert.equal(title, "Limit reached");
    assert.equal(message, "You have used all that your plan includes.");
  });

  test("what is used, from what is left", () => {
    const { message } = describeError({ ...spent, quota: { limit: 500, remaining: 20, window: "day" } }, { now });
    assert.equal(message, "You have used 480 of 500 today.");
  });

  test("what is over says nothing of the future", () => {
    const { message, until } = describeError(spent, { now: resetAt + 1 });
    assert.deepEqual([message, until], ["You have used 500 of 500 this month.", resetAt]);
  });

  test("members of other types are not known", () => {
    const odd = {
      kind: "quota_exhausted", action: "upgrade", retryable: "yes", retryAt: "soon", retryAfterMs: 1e300,
      quota: { limit: "500", used: NaN, remaining: {}, resetAt: 1e300, window: 7 },
      plan: { required: 5, feature: [] }, fields: "x", upgradeUrl: 7, docsUrl: {},
    };
    const { message, action, until } = describeError(odd);
    assert.equal(message, "You have used all that your plan includes.");
    assert.deepEqual([action, until], [button("upgrade", "Upgrade plan"), null]);
    for (const quota of [5, "x", []]) assert.equal(describeError({ kind: "rate_limited", quota, plan: quota }).until, null);
  });

  test("names are text, short, and visible", () => {
    const tell = (required, feature) => describeError({ kind: "tier_locked", action: "upgrade", plan: { required, feature } });
    assert.equal(tell("pro_plus").title, "This needs the Pro plus plan");
    assert.equal(tell("Team Plan").title, "This needs the Team plan");
    assert.equal(tell("a\u202Eb\u0007c\nd").title, "This needs the A b c d plan");
    assert.equal(tell("<img src=x>").action.label, "Upgrade to <img src=x>");
    assert.equal(tell("$& {limit} \u0001").title, "This needs the $& {limit} plan");
    assert.equal(tell("", " _ ").title, "This needs a higher plan");
    assert.match(tell("x".repeat(1e6), "😀".repeat(1e6)).message, /^(😀){40} is not part/u);
    assert.equal(tell("x".repeat(1e6)).title.length, "This needs the  plan".length + 80);
  });

  test("the field that was wrong", () => {
    const tell = (...paths) => describeError({ kind: "validation", action: "fix_request", fields: paths.map((path) => ({ path })) });
    assert.equal(tell("style.font_size").message, "Please check “Style font size” and try again.");
    for (const paths of [[], [null], ["a", "b"]]) assert.equal(tell(...paths).message, "Please check your input and try again.");
  });
});

describe("URLs", () => {
  const safe = ["https://example.com/plans?from=api#top", "http://localhost:3000/billing"];
  const unsafe = [
    "javascript:alert(1)", "java\nscript:alert(1)", " data:text/html,x", "/pricing", "//example.com/", "example.com", "",
    "https://user:secret@example.com/", "https://user@example.com/", "ftp://example.com/", "blob:https://example.com/1", "https://", null, 5,
  ];
  test("absolute ones lead somewhere", () => {
    for (const url of safe) {
      assert.equal(describeError({ ...spent, upgradeUrl: url }).action.url, url);
      assert.equal(describeError({ ...spent, upgradeUrl: null, plan: { upgradeUrl: url } }).action.url, url);
      const fix = describeError({ kind: "validation", action: "fix_request", docsUrl: url });
      assert.deepEqual(fix.action, button("fix_request", "See how to fix it", url));
    }
  });
  test("others do not", () => {
    for (const url of unsafe) {
      assert.deepEqual(describeError({ ...spent, upgradeUrl: url }).action, button("upgrade", "Upgrade plan"), url);
      const fix = describeError({ kind: "validation", action: "fix_request", docsUrl: url });
      assert.deepEqual(fix.action, button("fix_request", "Edit and try again"), url);
    }
  });
  test("a button leads only where it says", () => {
    const urls = { upgradeUrl: pricing, docsUrl: "https://example.com/docs" };
    for (const [kind, action] of [["unauthorized", "sign_in"], ["server_error", "retry"], ["unknown", "contact_support"]]) {
      assert.equal(describeError({ kind, action, ...urls }).action.url, null);
    }
  });
});

describe("locales", () => {
  const large = { ...spent, quota: { ...quota, limit: 12_500, used: 12_500 } };
  const message = (locale) => describeError(large, { now, locale }).message;
  test("English", () => {
    assert.equal(message("en"), "You have used 12,500 of 12,500 this month. It resets on 15 May 2026.");
    assert.equal(message(undefined), message("en"));
    assert.equal(message("en-US"), "You have used 12,500 of 12,500 this month. It resets on May 15, 2026.");
  });
  test("numbers and dates follow the locale, sentences are whole", () => {
    assert.equal(message("de-DE"), "You have used 12.500 of 12.500 this month. It resets on 15. Mai 2026.");
    const wait = describeError({ kind: "rate_limited", action: "retry", retryAfterMs: 20_000 }, { locale: "de", now });
    assert.match(wait.message, / in 20 seconds\.$/);
  });
  test("one that nobody knows is English", () => assert.equal(message("xx").includes("500 of 12,500"), true));
});

describe("what a caller gets wrong", () => {
  const refuses = (name, call, ...patterns) =>
    test(name, () => {
      assert.throws(call, (error) => {
        assert.equal(error.name, "TypeError");
        for (const pattern of patterns) assert.match(error.message, pattern);
        return true;
      });
    });
  for (const value of [undefined, null, 5, "quota_exhausted", [], {}, Promise.resolve(spent)]) {
    refuses(`no classification: ${typeof value}`, () => describeError(value), /kind/, /undefined/, /unauthorized, .*quota_exhausted/);
  }
  for (const kind of ["teapot", "", "unknown ", null, 3, Symbol("kind"), {}]) {
    refuses(`an unknown kind: ${String(kind)}`, () => describeError({ kind }), /kind/, /not_found/);
  }
  for (const locale of ["en_US", "", "not a locale", null, 5, {}]) {
    refuses(`a locale that is none: ${locale}`, () => describeError(spent, { locale }), /locale/, /en-GB/);
  }
  refuses("now as text", () => describeError(spent, { now: "today" }), /now/, /today/, /milliseconds/);
  refuses("an unknown option", () => describeError(spent, { language: "en" }), /language/, /locale/);
  refuses("a locale without its name", () => describeError(spent, "de"), /option/);
});
