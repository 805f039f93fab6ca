// Uses the package as an application would; runs unchanged in Node, in a page and in a Worker.
export async function app(redress, requests) {
  const { classifyError, classifyErrorSync, describeError, fetchWithBackoff, isRetryError } = redress;

  async function blocked({ url, init }) {
    const response = await fetchWithBackoff(url, init);
    const { kind, action, quota, plan, ...rest } = await classifyError(response);
    const notice = describeError({ kind, action, quota, plan, ...rest });
    return {
      notice,
      found: { status: response.status, kind, action },
      quota,
      plan,
      button: notice.action && { type: notice.action.type, url: notice.action.url },
      readable: (await response.text()).startsWith("{"),
    };
  }

  async function retried({ url, init }, maxAttempts) {
    let attempts = 0;
    const request = ({ attempt, signal }) => {
      attempts = attempt;
      return fetch(url, { ...init, signal });
    };
    const response = await fetchWithBackoff(request, { maxAttempts, baseDelayMs: 1 });
    return { status: response.status, attempts, ok: (await response.text()).length > 0 };
  }

  const locked = await blocked(requests.locked);
  const spent = await blocked(requests.spent);
  const thrown = await retried(requests.failing, 2).catch((error) => error);
  const refused = await fetch(requests.closed).catch((error) => error);
  const misuse = await fetchWithBackoff(requests.closed, {}, { maxAttempts: -1 }).catch((error) => error);
  return {
    exports: Object.keys(redress).sort(),
    locked: {
      ...locked.found,
      feature: locked.plan?.feature,
      required: locked.plan?.required,
      button: locked.button,
      readable: locked.readable,
    },
    spent: {
      ...spent.found,
      limit: spent.quota?.limit,
      remaining: spent.quota?.remaining,
      resets: spent.quota?.resetAt > Date.now() && spent.notice.until === spent.quota?.resetAt,
      button: spent.button,
      readable: spent.readable,
    },
    flaky: await retried(requests.flaky, 5),
    failing: {
      name: thrown.name,
      recognised: isRetryError(thrown),
      reason: thrown.reason,
      kind: thrown.classification?.kind,
      attempts: thrown.attempts?.map(({ status }) => status),
      json: JSON.parse(JSON.stringify(thrown)).reason === thrown.reason,
    },
    refused: await classifyError(refused).then(({ kind, retryable }) => ({ kind, retryable })),
    sync: (({ kind, retryAfterMs }) => ({ kind, retryAfterMs }))(
      classifyErrorSync({ status: 429, headers: { "Retry-After": "7" }, body: "" }),
    ),
    misuse: { name: misuse.name, names: /maxAttempts.*-1/.test(misuse.message) },
  };
}
