// How many jobs of an account are running, against what its plan allows at once.

import { PLAN_LIMITS } from "./accounts.js";

export function concurrencyOf(jobs, api, account) {
  const limit = account.concurrency ?? PLAN_LIMITS[account.plan].concurrency;
  let active = 0;
  for (const job of jobs.of(api, account)) {
    const status = jobs.statusOf(job, account);
    if (status === "queued" || status === "processing") active += 1;
  }
  return { active, limit, full: active >= limit };
}
