// The API simulator: five APIs behind one fetch-style handler, state in memory, nothing of any one runtime.
//
//   const simulator = createSimulator();
//   const response = await simulator.fetch(new Request("http://localhost/og-engine/health"));
//
// Each API stands under its own prefix (see simulator/*.js), the simulator's own endpoints beside them
// (simulator/control.js), and what goes wrong is set per request (simulator/faults.js).

import { createAccounts } from "./simulator/accounts.js";
import { createAllowances } from "./simulator/allowance.js";
import { json, Outage, Refusal } from "./simulator/answer.js";
import { createControl } from "./simulator/control.js";
import { corsHeaders, corsMode, isPreflight, preflight } from "./simulator/cors.js";
import { applyFault, createFaults, NO_FAULT } from "./simulator/faults.js";
import { createIdempotency } from "./simulator/idempotency.js";
import { createJobs } from "./simulator/jobs.js";
import { createOgEngine } from "./simulator/og-engine.js";
import { createOgstack } from "./simulator/ogstack.js";
import { createOpenaiStyle } from "./simulator/openai-style.js";
import { createPace } from "./simulator/pace.js";
import { lostResponse, toResponse } from "./simulator/response.js";
import { match } from "./simulator/router.js";
import { createStatusDataError } from "./simulator/status-data-error.js";
import { createSuccessDataError } from "./simulator/success-data-error.js";

export { transportOf } from "./simulator/response.js";

/**
 * `now()` in epoch ms and `random()` in 0..1 are injectable; `basePath` is stripped from paths that begin with
 * it; `origins` is only told to whoever asks for `/`.
 * @returns {{ fetch(request: Request): Promise<Response>, reset(): void }}
 */
export function createSimulator({ now = Date.now, random = Math.random, basePath = "", origins = [] } = {}) {
  const accounts = createAccounts({ now, random });
  const clocks = { nowOf: accounts.nowOf, random };
  const parts = {
    allowances: createAllowances(clocks),
    idempotency: createIdempotency(clocks),
    jobs: createJobs(clocks),
    pace: createPace(clocks),
  };
  const faults = createFaults();
  const world = { accounts, random, ...parts };
  const apis = new Map(
    [createOgstack, createOgEngine, createSuccessDataError, createOpenaiStyle, createStatusDataError]
      .map((create) => create(world))
      .map((api) => [api.name, api]),
  );
  const control = createControl({ accounts, reset });

  function reset() {
    for (const part of [accounts, faults, ...Object.values(parts), ...apis.values()]) part.reset();
  }

  async function handle(request) {
    const url = new URL(request.url);
    const mode = corsMode(request, url);
    if (isPreflight(request)) return toResponse(preflight(request, mode), request.method);

    const path = url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : url.pathname;
    const [, name] = path.split("/");
    const api = apis.get(name);
    const requestId = `req_${Math.floor(random() * 36 ** 8).toString(36).padStart(8, "0")}`;
    const context = { request, url, requestId, account: null, key: null, params: {} };
    let pause = null;
    // Once: a handler that calls it is at work for so long, otherwise only the answer is late.
    context.pause = () => (pause ??= sleep(step.delayMs));

    let step = NO_FAULT;
    let answer;
    try {
      step = faults.next(request, url);
    } catch (error) {
      answer = json(400, { error: `X-Simulate: ${error.message}` });
    }
    if (step.outcome === "hang") return hang(request);
    const lost = step.outcome === "drop" || step.outcome === "close";
    const asked = step.outcome === "status";
    if (!answer && (step.after || !(lost || asked))) {
      answer = api ? await answerOf(api, context, path.slice(name.length + 1), step) : await controlAnswer(context, path);
    }
    if (asked) answer = await askedAnswer(api, context, step.status);
    await context.pause();
    if (lost) return lostResponse(step.outcome);

    const at = context.account ? accounts.nowOf(context.account) : now();
    const headers = { ...answer.headers, Date: new Date(at).toUTCString(), "X-Request-Id": requestId };
    if (context.account && api.headers) Object.assign(headers, api.headers(context.account));
    const final = applyFault({ ...answer, headers }, step, at);
    Object.assign(final.headers, corsHeaders(mode, final.headers));
    return toResponse(final, request.method);
  }

  async function answerOf(api, context, path, step) {
    context.isDown = (component) => step.component === component;
    context.use = (component) => {
      if (context.isDown(component)) throw new Outage(component);
    };
    try {
      const route = match(api.routes, context.request.method, path);
      if (!route) throw api.notFound();
      if (route.allow) throw new Refusal(withHeader(api.failure(405, context), "Allow", route.allow.join(", ")));
      context.params = route.params;
      if (!api.open.includes(path)) {
        api.authenticate(context);
        api.admit?.(context);
      }
      context.use("internal");
      return await route.handler(context);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      return api.failure(500, context, error instanceof Outage ? error.component : "internal");
    }
  }

  /** A status out of a fault plan. Who asks is still looked up, for the headers that every answer carries. */
  async function askedAnswer(api, context, status) {
    if (!api) return json(status, { error: `simulated ${status}` });
    if (status < 400) return json(status, {});
    try {
      if (!context.account) api.authenticate(context);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    return api.failure(status, context, null);
  }

  async function controlAnswer(context, path) {
    if (path === "/" || path === "") return json(200, { simulator: "redress", apis: [...apis.keys()], origins });
    try {
      const route = match(control.routes, context.request.method, path);
      if (route?.handler) return await route.handler({ ...context, params: route.params });
      return json(404, { error: "no such path", apis: [...apis.keys()] });
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  return { fetch: handle, reset };
}

function withHeader(answer, name, value) {
  return { ...answer, headers: { ...answer.headers, [name]: value } };
}

function sleep(delayMs) {
  return delayMs > 0 ? new Promise((resolve) => setTimeout(resolve, delayMs)) : undefined;
}

/** Never answers; ends when the client gives up. */
function hang({ signal }) {
  return new Promise((resolve) => {
    const end = () => resolve(lostResponse("close"));
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}
