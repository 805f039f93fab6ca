// Runs a row of the table, in whatever runtime this is: the package, a URL, and what came of it as JSON.

const QUICK = { baseDelayMs: 5, maxDelayMs: 20, maxAttempts: 3 };

/** What a row's own `call` gets: the package, the URL, the options and what it may note. */
function context(redress, row, url) {
  const told = [];
  const options = {
    ...QUICK,
    onGiveUp: ({ reason }) => void told.push(reason),
    ...row.options,
  };
  return { redress, url, options, told, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
}

function call(row, it) {
  if (row.call) return row.call(it);
  const init = typeof row.init === "function" ? row.init(it) : row.init;
  if (row.form === "function") return it.redress.fetchWithBackoff(({ signal }) => fetch(it.url, { ...init, signal }), it.options);
  if (row.form === "client") return it.redress.createFetch(it.options)(it.url, init);
  return it.redress.fetchWithBackoff(row.form === "request" ? new Request(it.url, init) : it.url, row.form === "request" ? {} : init, it.options);
}

export async function run(redress, row, url) {
  const it = context(redress, row, url);
  const began = performance.now();
  const found = {};
  try {
    const value = await call(row, it);
    found.tookMs = performance.now() - began;
    if (value instanceof Object && typeof value.text === "function") {
      found.status = value.status;
      found.unread = !value.bodyUsed;
      if (row.reads !== false) found.body = await value.text().catch((error) => `! ${error.name}`);
      else await value.body?.cancel();
    } else {
      Object.assign(found, value);
    }
  } catch (error) {
    found.tookMs = performance.now() - began;
    found.error = error?.name ?? String(error);
    if (redress.isRetryError(error)) {
      found.reason = error.reason;
      found.kind = error.classification.kind;
      found.status = error.response?.status ?? null;
      found.retryInMs = error.retryAt === null ? null : error.retryAt - Date.now();
      found.rows = error.attempts.map(({ status }) => status);
      found.unread = error.response ? !error.response.bodyUsed : null;
      await error.response?.body?.cancel();
    } else if (error?.name !== "TypeError") {
      found.message = error?.message;
    }
  }
  found.told = it.told;
  return found;
}
