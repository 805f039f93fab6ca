// The monthly allowance: it counts down with every metered call and starts again on the billing day.

import { PLAN_LIMITS } from "./accounts.js";

export function createAllowances({ nowOf }) {
  const meters = new Map();

  function meter(api, account) {
    const id = `${api} ${account.id}`;
    let found = meters.get(id);
    const now = nowOf(account);
    if (!found) {
      const anchorDay = Math.min(new Date(now).getUTCDate(), 28);
      found = { used: account.used, anchorDay, resetAt: nextBillingDay(now, anchorDay) };
      meters.set(id, found);
    }
    if (now >= found.resetAt) {
      found.used = 0;
      found.resetAt = nextBillingDay(now, found.anchorDay);
    }
    return found;
  }

  /** Where the account stands, without using anything. `resetAt` is in epoch ms. */
  function read(api, account) {
    const { used, resetAt } = meter(api, account);
    const limit = account.allowance ?? PLAN_LIMITS[account.plan].allowance;
    return { limit, used, remaining: Math.max(0, limit - used), resetAt };
  }

  /** Uses `amount` if that much is left; `false` and nothing used otherwise. */
  function use(api, account, amount = 1) {
    if (read(api, account).remaining < amount) return false;
    meter(api, account).used += amount;
    return true;
  }

  return { read, use, reset: () => meters.clear() };
}

/** The headers of an allowance; the reset in epoch seconds. */
export function allowanceHeaders({ limit, remaining, resetAt }) {
  return {
    "X-RateLimit-Limit": String(limit),
    "X-RateLimit-Remaining": String(remaining),
    "X-RateLimit-Reset": String(Math.floor(resetAt / 1000)),
  };
}

function nextBillingDay(now, anchorDay) {
  const date = new Date(now);
  const thisMonth = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), anchorDay);
  return thisMonth > now ? thisMonth : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, anchorDay);
}
